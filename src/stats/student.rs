//! How much further Student's distribution reaches than the normal one.

use statrs::function::beta::checked_beta_reg;

use super::{normal_quantile, quotient};

/// From here on the two are one to 2 parts in 10,000, and sums that tell them apart lose their digits.
const MOST_FREEDOM: f64 = 10_000.0;

/// How many times as far from 0 as a normal value Student's t stays with this `confidence` (0 to 1, both left out) and
/// two or more degrees of freedom: 1 where they are many, 2.2 where they are two and the confidence 95 %.
pub fn student_to_normal(confidence: f64, freedom: f64) -> Option<f64> {
    let freedom = freedom.clamp(2.0, MOST_FREEDOM);
    let normal = normal_quantile(f64::midpoint(1.0, confidence)).filter(|normal| *normal > 0.0)?;
    // With two degrees of freedom there is a formula.
    let (mut low, mut high) = (normal, confidence * (2.0 / (1.0 - confidence * confidence)).sqrt());
    for _ in 0..64 {
        let middle = f64::midpoint(low, high);
        let outside = checked_beta_reg(freedom / 2.0, 0.5, freedom / (freedom + middle * middle)).ok()?;
        if outside > 1.0 - confidence { low = middle } else { high = middle }
    }
    quotient(low, normal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_that_of_scipy() {
        // stats.t.ppf((1 + confidence) / 2, freedom) / stats.norm.ppf((1 + confidence) / 2)
        let expected = [
            (2.0, 0.5, 1.2105396422856856),
            (2.0, 0.95, 2.195271323191772),
            (2.0, 0.99, 3.853067121817481),
            (2.5, 0.5, 1.1638630279616362),
            (2.5, 0.95, 1.8238370042511511),
            (2.5, 0.99, 2.7811346540233908),
            (4.7, 0.5, 1.082637328490554),
            (4.7, 0.95, 1.337129710558522),
            (4.7, 0.99, 1.61807773301463),
            (33.3, 0.5, 1.0110289989378711),
            (33.3, 0.95, 1.0376819371052528),
            (33.3, 0.99, 1.0605436782675404),
            (10000.0, 0.5, 1.0000363745890932),
            (10000.0, 0.95, 1.000121050872589),
            (10000.0, 0.99, 1.00019090671845),
        ];
        for (freedom, confidence, wanted) in expected {
            let found = student_to_normal(confidence, freedom).unwrap();
            assert!((found / wanted - 1.0f64).abs() < 1e-10, "{freedom} {confidence}: {found} is not {wanted}");
        }
    }

    #[test]
    fn there_is_none_for_what_is_no_confidence() {
        for confidence in [-0.5, 0.0, 1.0, 1.5, f64::NAN] {
            assert_eq!(student_to_normal(confidence, 9.0), None, "{confidence}");
        }
        let ratio = student_to_normal(0.95, f64::INFINITY).unwrap();
        assert!((1.0..1.0002).contains(&ratio), "{ratio}");
    }
}

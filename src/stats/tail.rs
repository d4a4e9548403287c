//! Tails of the binomial and hypergeometric distributions as logarithms, right where they are too small for a
//! number. Loader (2000), Fast and accurate computation of binomial probabilities.

use std::f64::consts::{LN_10, PI};

use statrs::function::factorial::ln_factorial;

use super::table::{Margins, Table2x2};

/// observed·ln(observed/expected) + expected − observed, without cancellation where the two are close; never negative.
pub(super) fn deviance(observed: f64, expected: f64) -> f64 {
    let (difference, sum) = (observed - expected, observed + expected);
    deviance_of(observed, expected, difference, sum)
}

/// The same where the difference is known better than it could be computed.
pub(super) fn deviance_of(observed: f64, expected: f64, difference: f64, sum: f64) -> f64 {
    if observed == 0.0 {
        return expected;
    }
    if difference.abs() >= 0.1 * sum {
        return observed * (observed / expected).ln() - difference;
    }
    let v = difference / sum;
    let mut term = 2.0 * observed * v;
    let mut total = difference * v;
    for odd in (3..).step_by(2) {
        term *= v * v;
        let next = total + term / f64::from(odd);
        if next == total {
            break;
        }
        total = next;
    }
    total
}

/// How much ln n! exceeds Stirling's formula.
fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        return ln_factorial(n as u64) - ((n + 0.5) * n.ln() - n + 0.5 * (2.0 * PI).ln());
    }
    let square = n * n;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / square) / square) / square) / square)
        / n
}

/// The logarithm of the chance of `x` successes in `n` trials, each with chance `p`; `q` is 1 − `p`.
fn ln_binomial(x: f64, n: f64, p: f64, q: f64) -> f64 {
    let power = |chance: f64, other: f64| n * if chance < 0.5 { chance.ln() } else { (-other).ln_1p() };
    if x == 0.0 {
        return power(q, p);
    }
    if x == n {
        return power(p, q);
    }
    let rest = n - x;
    let errors = stirling_error(n) - stirling_error(x) - stirling_error(rest);
    errors - deviance(x, n * p) - deviance(rest, n * q) - 0.5 * (2.0 * PI * x * (rest / n)).ln()
}

/// 1 + r(0) + r(0)·r(1) + …, until nothing is added any more; `ratio` falls and ends at 0.
fn sum_of_ratios(ratio: impl Fn(f64) -> f64) -> f64 {
    let (mut total, mut term, mut step) = (1.0, 1.0, 0.0);
    loop {
        term *= ratio(step);
        let next = total + term;
        if next <= total {
            return total;
        }
        (total, step) = (next, step + 1.0);
    }
}

/// The logarithm of the chance of `k` or more successes in `n` trials at the odds exp(`log_odds`), and its derivative by
/// `log_odds`. 0 < `k` ≤ `n`.
fn ln_upper_binomial(k: f64, n: f64, log_odds: f64) -> (f64, f64) {
    let (p, q) = (1.0 / (1.0 + (-log_odds).exp()), 1.0 / (1.0 + log_odds.exp()));
    let at = ln_binomial(k, n, p, q);
    let odds = log_odds.exp();
    let tail = if k >= n * p {
        at + sum_of_ratios(|i| (n - k - i) / (k + i + 1.0) * odds).ln()
    } else {
        // The lower tail from k − 1 down, taken from one.
        let below = at + (k / (n - k + 1.0)).ln() - log_odds;
        let lower = below + sum_of_ratios(|i| (k - 1.0 - i) / (n - k + 2.0 + i) / odds).ln();
        (-lower.exp()).ln_1p()
    };
    (tail, k * q * (at - tail).exp())
}

/// The odds at which `k` or more of `n` successes have the chance `alpha`: the lower end of the exact interval of
/// Clopper and Pearson (1934), as a natural logarithm of odds. `None` for no success, which any odds explain.
pub(super) fn lower_log_odds(k: f64, n: f64, alpha: f64) -> Option<f64> {
    if k < 1.0 || k > n || alpha <= 0.0 || alpha >= 1.0 {
        return None;
    }
    let target = alpha.ln();
    // The logarithm of the tail is concave in the log odds, so that Newton's steps end from any start.
    let mut log_odds = (k / (n - k + 1.0)).ln();
    for _ in 0..100 {
        let (tail, slope) = ln_upper_binomial(k, n, log_odds);
        let step = (tail - target) / slope;
        log_odds -= step;
        if step.abs() <= 1e-13 * log_odds.abs().max(1.0) {
            break;
        }
    }
    log_odds.is_finite().then_some(log_odds)
}

/// −log10 of the chance of o11 or more, the margins given. No row and no column may be empty.
pub(super) fn hypergeometric_log10(table: &Table2x2) -> f64 {
    let [o11, o12, o21, o22] = table.observed();
    let Margins { r1, r2, c1, c2, n } = table.margins();
    let (p, q) = (r1 / n, r2 / n);
    let at = ln_binomial(o11, c1, p, q) + ln_binomial(o12, c2, p, q) - ln_binomial(r1, n, p, q);
    let ln_p = if table.determinant() >= 0.0 {
        at + sum_of_ratios(|i| (o12 - i) / (o11 + i + 1.0) * ((o21 - i) / (o22 + i + 1.0))).ln()
    } else if o11 == 0.0 {
        0.0
    } else {
        let below = at + (o11 / (o12 + 1.0) * (o22 / (o21 + 1.0))).ln();
        let down = |i: f64| (o11 - 1.0 - i) / (o12 + 2.0 + i) * ((o22 - 1.0 - i) / (o21 + 2.0 + i));
        (-(below + sum_of_ratios(down).ln()).exp()).ln_1p()
    };
    // Rounding must not make a chance larger than one.
    (-ln_p / LN_10).max(0.0)
}

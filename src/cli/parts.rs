//! Measures of spread, named on the command line.

use kwic::stats::{Measure, Of, measure, measures};

/// A measure of counts in parts.
#[derive(Debug, Clone, Copy)]
pub struct PartMeasure(pub &'static Measure);

impl std::str::FromStr for PartMeasure {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let name = name.trim().to_lowercase().replace('_', "-");
        let is_of_parts = |measure: &&Measure| matches!(measure.of, Of::Parts(_));
        measure(&name).filter(is_of_parts).map(PartMeasure).ok_or_else(|| {
            let names: Vec<&str> = measures().filter(is_of_parts).map(|measure| measure.name).collect();
            format!("there is no measure of spread `{name}`; there are {}", names.join(", "))
        })
    }
}

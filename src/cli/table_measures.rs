//! Measures of tables of two rows and two columns, named on the command line.

use kwic::stats::{Measure, Of, Settings, Table2x2, measure, measures};

/// A measure of a table.
#[derive(Debug, Clone, Copy)]
pub struct TableMeasure {
    pub measure: &'static Measure,
    pub value: fn(&Table2x2, &Settings) -> Option<f64>,
}

impl TableMeasure {
    fn of(measure: &'static Measure) -> Option<Self> {
        let Of::Table(value) = measure.of else { return None };
        Some(TableMeasure { measure, value })
    }

    /// All measures of tables.
    pub fn all() -> impl Iterator<Item = Self> {
        measures().filter_map(TableMeasure::of)
    }
}

/// Measures in the order named; `all` names all.
#[derive(Debug, Clone)]
pub struct TableMeasures(pub Vec<TableMeasure>);

impl TableMeasures {
    /// All but some.
    pub fn all_but(names: &[&str]) -> Self {
        TableMeasures(TableMeasure::all().filter(|m| !names.contains(&m.measure.name)).collect())
    }
}

impl std::str::FromStr for TableMeasures {
    type Err = String;

    fn from_str(names: &str) -> Result<Self, String> {
        if names.trim() == "all" {
            return Ok(TableMeasures(TableMeasure::all().collect()));
        }
        let one = |name: &str| {
            let name = name.trim().to_lowercase().replace('_', "-");
            measure(&name).and_then(TableMeasure::of).ok_or_else(|| {
                let names: Vec<&str> = TableMeasure::all().map(|m| m.measure.name).collect();
                format!("there is no measure of pairs or keywords `{name}`; there are {}, and all", names.join(", "))
            })
        };
        names.split(',').map(one).collect::<Result<_, _>>().map(TableMeasures)
    }
}

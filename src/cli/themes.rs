//! `kwic themes`.

use kwic::Result;
use kwic::index::OpenIndex;
use kwic::report::{Cell, Column, Table};
use kwic::search::{Selection, find, one_paper};
use kwic::themes::Themes;

use super::open_index::open_index;
use super::options::{Cli, ThemeOptions};
use super::output::{Output, made};
use super::{Ended, Failure, say};

pub fn run(cli: &Cli, options: &ThemeOptions) -> std::result::Result<Ended, Failure> {
    let index = open_index(cli)?;
    let themes = Themes::parse(&index.manifest().themes, "the index's theme dictionary")?;
    let table = match &options.explain {
        None => list(&index, &themes)?,
        Some(paper) => explain(&index, &themes, paper)?,
    };
    if table.rows.is_empty() {
        say(
            "No section has a theme. Themes come from themes.toml in the folder of papers, or from `kwic index --themes FILE`.",
        );
    }
    Output::new(&options.output)?.table(&table, &made(cli, &index, None, Vec::new(), 0))
}

fn columns(names: &[(&'static str, bool)]) -> Vec<Column> {
    names.iter().map(|&(name, shrinks)| Column { name: name.into(), shrinks }).collect()
}

/// The dictionary's themes and those that metadata name, with the sections that have them.
fn list(index: &OpenIndex, themes: &Themes) -> Result<Table> {
    let mut counts: std::collections::BTreeMap<String, u64> = themes.iter().map(|t| (t.path.clone(), 0)).collect();
    for section in index.sections() {
        for theme in index.themes(section)? {
            *counts.entry(theme).or_insert(0) += 1;
        }
    }
    let terms = |path: &str| {
        let found: Vec<String> =
            themes.iter().filter(|t| t.path == path).flat_map(|t| t.terms.iter().map(|t| t.query.clone())).collect();
        Cell::text((!found.is_empty()).then(|| found.join(", ")))
    };
    let rows = counts.iter().map(|(path, count)| vec![Cell::Text(path.clone()), Cell::Count(*count), terms(path)]);
    Ok(Table { columns: columns(&[("theme", false), ("sections", false), ("terms", true)]), rows: rows.collect() })
}

/// For each section of a paper and each theme with a hit there: the terms, their hits, the score.
fn explain(index: &OpenIndex, themes: &Themes, paper: &str) -> Result<Table> {
    let (at, record) = one_paper(index.manifest(), "--explain", paper)?;
    let selection = Selection { papers: vec![globset::escape(&record.id)], ..Selection::default() };
    let chosen = selection.choose(index)?;
    let mut rows = Vec::new();
    let mut hits = Vec::new();
    for theme in themes.iter() {
        hits.push(
            theme
                .terms
                .iter()
                .map(|term| find(index, &term.pattern.clone().into(), &chosen))
                .collect::<Result<Vec<_>>>()?,
        );
    }
    for (number, section) in index.sections().iter().enumerate().filter(|(_, s)| s.paper == at) {
        let path = index.section_path(section)?;
        let heading = if path.is_empty() { "(opening)".to_string() } else { path.join(" > ") };
        let given = index.themes(section)?;
        for (theme, hits) in themes.iter().zip(&hits) {
            let (mut score, mut because) = (0.0, Vec::new());
            for (term, hits) in theme.terms.iter().zip(hits) {
                let count = hits.iter().filter(|h| h.section as usize == number).count();
                score += term.weight * count as f64;
                if count > 0 {
                    let weight = if term.weight == 1.0 { String::new() } else { format!(" × {}", term.weight) };
                    because.push(format!("{} {count}{weight}", term.query));
                }
            }
            let named = record.metadata.themes.contains(&theme.path);
            if score == 0.0 && !named {
                continue;
            }
            let verdict = match (given.contains(&theme.path), named) {
                (true, true) => "named by the metadata",
                (true, false) => "given",
                (false, _) => "below the threshold",
            };
            rows.push(vec![
                Cell::Text(heading.clone()),
                Cell::Text(theme.path.clone()),
                Cell::Text(verdict.to_string()),
                Cell::Text(format!("{score} of {}", theme.threshold)),
                Cell::Text(because.join(", ")),
            ]);
        }
    }
    let columns =
        columns(&[("section", true), ("theme", false), ("verdict", false), ("score", false), ("terms and hits", true)]);
    Ok(Table { columns, rows })
}

//! Concordance lines as a page: every node in the middle.

use std::io::{self, Write};
use std::sync::Arc;

use super::html::{escaped, page};
use super::lines::{FIELDS, cells, place, reads_right_to_left, section};
use super::made::About;
use crate::concordance::Line;

/// Writes a page of lines; where they stand together, each section's under its heading.
/// A row's attributes `data-…` are its cells beside the text, those without a value left out.
pub(super) fn write(
    out: &mut dyn Write,
    about: &About<'_>,
    grouped: bool,
    lines: impl Iterator<Item = io::Result<Line>>,
) -> io::Result<()> {
    page(out, about, |out| {
        writeln!(out, "<table class=\"lines\">\n<thead>\n{}\n</thead>\n<tbody>", head())?;
        let mut last: Option<(Arc<str>, Arc<[String]>)> = None;
        for (line, number) in lines.zip(1..) {
            let line = line?;
            let group = (line.paper.clone(), line.section.clone());
            if grouped && last.as_ref() != Some(&group) {
                writeln!(out, "{}", heading(&line))?;
                last = Some(group);
            }
            writeln!(out, "{}", row(line, number, grouped))?;
        }
        writeln!(out, "</tbody>\n</table>")
    })
}

fn head() -> String {
    let columns = [("number", "#"), ("where", "where"), ("left", "left"), ("node", "match"), ("right", "right")];
    let cells = columns.map(|(class, name)| format!("<th scope=\"col\" class=\"{class}\">{name}</th>"));
    format!("<tr>{}</tr>", cells.concat())
}

fn heading(line: &Line) -> String {
    let themes = match line.themes.is_empty() {
        true => String::new(),
        false => format!(" <span class=\"themes\">{}</span>", escaped(&line.themes.join("; "))),
    };
    format!("<tr class=\"heading\"><th colspan=\"5\">{}{themes}</th></tr>", source(line))
}

/// The paper and the section: `Title (1996) · II. Mandate`.
fn source(line: &Line) -> String {
    let year = line.year.map(|year| format!(" ({year})")).unwrap_or_default();
    let title = line.title.as_ref().unwrap_or(&line.paper);
    let section = escaped(&section(line));
    format!("<bdi>{}</bdi>{year} <span class=\"section\">· <bdi>{section}</bdi></span>", escaped(title))
}

fn row(line: Line, number: usize, grouped: bool) -> String {
    let paper = if grouped { String::new() } else { format!("<bdi>{}</bdi> ", escaped(&line.paper)) };
    let place = format!("{paper}<bdi class=\"place\">{}</bdi>", escaped(&place(&line)));
    let direction = if reads_right_to_left(&line) { " dir=\"rtl\"" } else { "" };
    let part = |class: &str, text: &str| format!("<td class=\"{class}\"{direction}>{}</td>", escaped(text));
    let parts = [part("left", &line.left), part("node", &line.node), part("right", &line.right)].concat();
    format!("<tr{}><td class=\"number\">{number}</td><td class=\"where\">{place}</td>{parts}</tr>", attributes(line))
}

fn attributes(line: Line) -> String {
    let cells = cells(line);
    let beside = FIELDS.iter().zip(&cells).take_while(|(field, _)| !field.leads);
    let attribute = |name: &str, value: &str| format!(" data-{}=\"{}\"", name.replace('_', "-"), escaped(value));
    beside.filter(|(_, cell)| !cell.is_empty()).map(|(field, cell)| attribute(field.name, &cell.exact())).collect()
}

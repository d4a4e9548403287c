//! Pictures as SVG.

use std::io::{self, Write};

use super::canvas::{Anchor, Canvas, DIM, MARGIN, SIZE, WIDTH, p};
use super::label::shown;
use super::xml::escaped;
use super::{Picture, bars, heat_map, lines, network, scale, strips};

/// Fonts that have the widths that labels are measured by, or near ones, where the reader's machine has them.
const FONTS: &str = "Arial, Helvetica, 'Liberation Sans', 'Noto Sans', system-ui, sans-serif";

/// Writes a picture as an SVG document that needs nothing else, 160 mm wide and as high as it has to be.
/// `made` is what made it, as JSON for programs; it stands alone on a line in `<metadata id="made-by">`.
///
/// # Errors
/// An output that cannot be written.
pub fn write_svg(out: &mut dyn Write, picture: &Picture, made: Option<&str>) -> io::Result<()> {
    let canvas = drawn(picture);
    let (width, height) = (p(WIDTH), p(canvas.y + MARGIN));
    write!(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}pt\" height=\"{height}pt\" ")?;
    writeln!(out, "viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FONTS}\" font-size=\"{SIZE}\">")?;
    writeln!(out, "<title>{}</title>", escaped(&shown(picture.title())))?;
    writeln!(out, "<desc>{}</desc>", escaped(&shown(&picture.description())))?;
    if let Some(made) = made {
        writeln!(out, "<metadata id=\"made-by\">\n{}\n</metadata>", json_in_xml(made))?;
    }
    // Also where the page around it is dark.
    writeln!(out, "<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>")?;
    writeln!(out, "{}</svg>", canvas.body())
}

pub(super) fn drawn(picture: &Picture) -> Canvas {
    let mut canvas = Canvas::new(picture.title());
    if picture.is_empty() {
        canvas.y += SIZE;
        canvas.text(
            (MARGIN, canvas.y),
            Anchor::Start,
            DIM,
            WIDTH - 2.0 * MARGIN,
            "There is nothing to draw: no values.",
        );
        return canvas;
    }
    match picture {
        Picture::Bars(bars) => bars::draw(bars, &mut canvas),
        Picture::Lines(lines) => lines::draw(lines, &mut canvas),
        Picture::HeatMap(map) => heat_map::draw(map, &mut canvas),
        Picture::Strips(strips) => strips::draw(strips, &mut canvas),
        Picture::Network(network) => network::draw(network, &mut canvas),
    }
    canvas
}

impl Picture {
    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        let there = |value: &Option<super::Value>| scale::drawn(value).is_some();
        match self {
            Picture::Bars(bars) => !bars.groups.iter().any(|(_, values)| values.iter().any(there)),
            Picture::Lines(lines) => {
                let mut points = lines.series.iter().flat_map(|(_, points)| points);
                !points.any(|(x, value)| x.is_finite() && there(value))
            }
            Picture::HeatMap(map) => {
                let values = map.rows.iter().flat_map(|(_, values)| values.iter().take(map.columns.len()));
                values.flatten().all(|value| scale::drawable(*value).is_none())
            }
            Picture::Strips(strips) => strips.strips.is_empty(),
            Picture::Network(network) => network.nodes.is_empty(),
        }
    }

    /// What is to be seen, for those who do not see it.
    fn description(&self) -> String {
        match self {
            Picture::Bars(bars) => {
                format!("Bars, {}: {} groups; series: {}.", bars.unit, bars.groups.len(), bars.series.join(", "))
            }
            Picture::Lines(lines) => {
                let names: Vec<&str> = lines.series.iter().map(|(name, _)| name.as_str()).collect();
                format!("Lines by {}, {}: {}.", lines.axis, lines.unit, names.join(", "))
            }
            Picture::HeatMap(map) => {
                format!("A heat map, {}: {} rows, {} columns.", map.unit, map.rows.len(), map.columns.len())
            }
            Picture::Strips(strips) => {
                let hits: usize = strips.strips.iter().map(|strip| strip.ticks.len()).sum();
                format!("A dispersion plot: {hits} hits in {} papers, each a strip.", strips.strips.len())
            }
            Picture::Network(network) => {
                format!("A network of {} words with {} ties.", network.nodes.len(), network.edges.len())
            }
        }
    }
}

/// JSON in which no character means anything to XML: all of these can stand only inside JSON's strings.
fn json_in_xml(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

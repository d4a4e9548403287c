//! Pictures as SVG.

use std::io::{self, Write};

use super::Picture;
use super::xml::escaped;

/// Writes a picture as an SVG document that needs nothing else. `made` is what made it, as JSON for
/// programs; it stands alone on a line in `<metadata id="made-by">`.
///
/// # Errors
/// An output that cannot be written.
pub fn write_svg(out: &mut dyn Write, picture: &Picture, made: Option<&str>) -> io::Result<()> {
    let title = escaped(picture.title());
    writeln!(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 160 20\" role=\"img\">")?;
    writeln!(out, "<title>{title}</title>")?;
    if let Some(made) = made {
        writeln!(out, "<metadata id=\"made-by\">\n{}\n</metadata>", json_in_xml(made))?;
    }
    writeln!(out, "<rect width=\"160\" height=\"20\" fill=\"#fff\"/>")?;
    writeln!(out, "<text x=\"2\" y=\"6\" font-size=\"3.2\">{title}</text>\n</svg>")
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

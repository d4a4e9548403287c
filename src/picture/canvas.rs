//! The page that pictures are drawn on. Its unit is the point, 1/72 inch: letters are of 8 to 10 points
//! where the picture is printed as wide as it says it is.

use super::label::{fitted, lines, shown};
use super::xml::escaped;

/// How wide a picture is: 160 mm, a page's column.
pub(super) const WIDTH: f64 = 454.0;
/// What stays free around it.
pub(super) const MARGIN: f64 = 6.0;
/// The size of letters.
pub(super) const SIZE: f64 = 8.5;
const TITLE_SIZE: f64 = 10.0;

pub(super) const INK: &str = "#1b1b1b";
pub(super) const DIM: &str = "#595959";
pub(super) const RULE: &str = "#d4d4d4";
/// The colours of series: Okabe and Ito's (2008), which people see apart however they see colours,
/// ordered so that neighbours differ in lightness too.
const PALETTE: [&str; 8] = ["#0072b2", "#e69f00", "#009e73", "#56b4e9", "#d55e00", "#cc79a7", "#595959", "#f0e442"];

/// The colour of a series.
pub(super) fn colour(series: usize) -> &'static str {
    PALETTE.iter().cycle().nth(series % PALETTE.len()).copied().unwrap_or(INK)
}

/// Which end of a text stands at its place.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A rectangle of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Area {
    pub fn meets(&self, other: &Area) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }
}

/// A page that grows downwards.
pub(super) struct Canvas {
    /// How far down it is drawn on.
    pub y: f64,
    body: String,
}

impl Canvas {
    /// A page with its title.
    pub fn new(title: &str) -> Self {
        let mut canvas = Canvas { y: MARGIN, body: String::new() };
        // Bold letters are wider.
        for line in lines(title, (WIDTH - 2.0 * MARGIN) / 1.1, TITLE_SIZE) {
            canvas.y += TITLE_SIZE * 1.25;
            let (y, line) = (p(canvas.y - 2.5), escaped(&shown(&line)));
            canvas.element(&format!(
                "<text x=\"{MARGIN}\" y=\"{y}\" fill=\"{INK}\" font-size=\"{TITLE_SIZE}\" font-weight=\"600\">{line}</text>"
            ));
        }
        canvas.y += 6.0;
        canvas
    }

    /// What is drawn: SVG elements.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Draws an element; nothing in it may be text of a paper.
    pub fn element(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }

    /// Draws a rectangle that tells `told` where it is pointed at.
    pub fn rect(&mut self, area: Area, paint: &str, told: &str) {
        let [x, y, width, height] = [area.x, area.y, area.width.max(0.0), area.height.max(0.0)].map(p);
        let title = title(told);
        self.element(&format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" {paint}>{title}</rect>"
        ));
    }

    /// Draws a straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: &str, thickness: f64) {
        let [x1, y1, x2, y2, thickness] = [from.0, from.1, to.0, to.1, thickness].map(p);
        self.element(&format!(
            "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{stroke}\" stroke-width=\"{thickness}\"/>"
        ));
    }

    /// Writes `text` with its foot at `at`, shortened to `room`; the whole of it is told where it is pointed at.
    pub fn text(&mut self, at: (f64, f64), anchor: Anchor, fill: &str, room: f64, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        self.write(&format!("x=\"{}\" y=\"{}\" fill=\"{fill}\"{anchor}", p(at.0), p(at.1)), room, text);
    }

    /// Writes `text` upwards from its foot at `at`.
    pub fn upright(&mut self, at: (f64, f64), room: f64, text: &str) {
        let place = format!("transform=\"translate({} {}) rotate(-90)\" fill=\"{INK}\"", p(at.0), p(at.1));
        self.write(&place, room, text);
    }

    fn write(&mut self, attributes: &str, room: f64, text: &str) {
        if text.is_empty() {
            return;
        }
        let short = fitted(text, room, SIZE);
        let title = if short == text { String::new() } else { title(text) };
        self.element(&format!("<text {attributes}>{}{title}</text>", escaped(&shown(&short))));
    }
}

/// What an element says where it is pointed at.
pub(super) fn title(told: &str) -> String {
    if told.is_empty() { String::new() } else { format!("<title>{}</title>", escaped(&shown(told))) }
}

/// A place on the page in hundredths of a point.
pub(super) fn p(number: f64) -> String {
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_string() } else { text.to_string() }
}

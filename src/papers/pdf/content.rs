//! What a page's content says: the operators of text, and of them no more than places signs.
//!
//! Operators: ISO 32000-2, 8.4 (graphics state), 9.3 and 9.4 (text), 14.6 (marked content).

use std::sync::Arc;

use hayro_font::kurbo::{Affine, Vec2};
use hayro_font::{CMapResolverFn, FontCache, FontQuery, FontResolverFn};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream, dict_or_stream};
use hayro_syntax::page::{Page, Resources};

use super::face::Face;
use super::glyph::{Glyph, Turn};
use super::hidden::Hidden;
use super::marked::Marked;
use super::strings::plain;

/// Forms within one another.
const DEEPEST: usize = 12;
/// States that are kept at once.
const MOST_STATES: usize = 1_000;
/// Signs of one paper: some ten thousand pages.
const MOST_GLYPHS: usize = 40_000_000;
/// Operators of one paper.
const MOST_OPERATORS: usize = 200_000_000;

/// Reads contents, page after page.
pub(super) struct Contents<'a> {
    fonts: FontCache<'a>,
    font_resolver: FontResolverFn,
    cmap_resolver: CMapResolverFn,
    hidden: &'a Hidden,
    operators: usize,
    glyphs: usize,
}

#[derive(Clone)]
struct State<'a> {
    to_page: Affine,
    char_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    face: Option<Face<'a>>,
    size: f64,
    rise: f64,
}

/// One page that is being read.
struct Run<'c, 'a> {
    contents: &'c mut Contents<'a>,
    state: State<'a>,
    states: Vec<State<'a>>,
    text: Affine,
    line: Affine,
    marked: Marked,
    depth: usize,
    glyphs: Vec<Glyph>,
}

impl<'a> Contents<'a> {
    pub fn new(hidden: &'a Hidden) -> Self {
        let font = |query: &FontQuery| match query {
            FontQuery::Standard(font) => Some(font.get_font_data()),
            FontQuery::Fallback(font) => Some(font.pick_standard_font().get_font_data()),
        };
        Contents {
            fonts: FontCache::new(),
            font_resolver: Arc::new(font),
            cmap_resolver: Arc::new(hayro_cmap::load_embedded),
            hidden,
            operators: 0,
            glyphs: 0,
        }
    }

    /// The signs of a page, in the order in which they are set.
    ///
    /// # Errors
    /// A paper that has more of something than any paper needs.
    pub fn page(&mut self, page: &'a Page<'a>) -> Result<Vec<Glyph>, String> {
        let state = State {
            to_page: Affine::new(page.initial_transform(true).as_coeffs()),
            char_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            face: None,
            size: 1.0,
            rise: 0.0,
        };
        let (text, line) = (Affine::IDENTITY, Affine::IDENTITY);
        let (states, glyphs, marked) = (Vec::new(), Vec::new(), Marked::default());
        let mut run = Run { contents: self, state, states, text, line, marked, depth: 0, glyphs };
        run.operators(page.typed_operations(), page.resources())?;
        Ok(run.glyphs)
    }
}

impl<'a> Run<'_, 'a> {
    fn operators(&mut self, mut operators: TypedIter<'_>, resources: &Resources<'a>) -> Result<(), String> {
        while let Some(operator) = operators.next() {
            self.contents.operators += 1;
            if self.contents.operators > MOST_OPERATORS || self.contents.glyphs > MOST_GLYPHS {
                return Err("it draws more than any paper needs; it may be made to do harm".to_string());
            }
            self.operator(operator, resources)?;
        }
        Ok(())
    }

    fn operator(&mut self, operator: TypedInstruction<'_, '_>, resources: &Resources<'a>) -> Result<(), String> {
        use TypedInstruction as Op;
        match operator {
            Op::SaveState(_) if self.states.len() < MOST_STATES => self.states.push(self.state.clone()),
            Op::RestoreState(_) => self.state = self.states.pop().unwrap_or_else(|| self.state.clone()),
            Op::Transform(m) => self.state.to_page *= matrix([m.0, m.1, m.2, m.3, m.4, m.5]),
            Op::BeginText(_) => self.begin_line(Affine::IDENTITY),
            Op::SetTextMatrix(m) => self.begin_line(matrix([m.0, m.1, m.2, m.3, m.4, m.5])),
            Op::NextLine(to) => self.next_line(to.0.as_f64(), to.1.as_f64()),
            Op::NextLineAndSetLeading(to) => {
                self.state.leading = -to.1.as_f64();
                self.next_line(to.0.as_f64(), to.1.as_f64());
            }
            Op::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
            Op::CharacterSpacing(space) => self.state.char_space = space.0.as_f64(),
            Op::WordSpacing(space) => self.state.word_space = space.0.as_f64(),
            Op::HorizontalScaling(scale) => self.state.scale = scale.0.as_f64() / 100.0,
            Op::TextLeading(leading) => self.state.leading = leading.0.as_f64(),
            Op::TextRise(rise) => self.state.rise = rise.0.as_f64(),
            Op::TextFont(font) => {
                self.state.size = font.1.as_f64();
                self.state.face = resources.get_font(font.0).and_then(|dict| self.face(&dict));
            }
            Op::ShowText(text) => self.show(text.0.as_bytes()),
            Op::NextLineAndShowText(text) => {
                self.next_line(0.0, -self.state.leading);
                self.show(text.0.as_bytes());
            }
            Op::ShowTextWithParameters(text) => {
                self.state.word_space = text.0.as_f64();
                self.state.char_space = text.1.as_f64();
                self.next_line(0.0, -self.state.leading);
                self.show(text.2.as_bytes());
            }
            Op::ShowTexts(texts) => self.show_parts(texts.0),
            Op::BeginMarkedContent(tag) => self.marked.begin(tag.0.as_ref(), None, false, self.glyphs.len()),
            Op::BeginMarkedContentWithProperties(tag) => self.begin_marked(tag.0, tag.1, resources),
            Op::EndMarkedContent(_) => self.marked.end(&mut self.glyphs),
            Op::XObject(name) => {
                return resources.get_x_object(name.0).map_or(Ok(()), |form| self.form(&form, resources));
            }
            _ => {}
        }
        Ok(())
    }

    fn begin_line(&mut self, at: Affine) {
        (self.line, self.text) = (at, at);
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.begin_line(self.line * Affine::translate(Vec2::new(x, y)));
    }

    fn face(&self, dict: &Dict<'a>) -> Option<Face<'a>> {
        let contents = &self.contents;
        let font = contents.fonts.font(dict, &contents.font_resolver, &contents.cmap_resolver)?;
        Some(Face::new(font, dict))
    }

    fn begin_marked(&mut self, tag: &Name<'_>, told: &Object<'_>, resources: &Resources<'a>) {
        let (dict, group) = match told {
            Object::Name(name) => {
                let (dict, group) = (resources.properties.get::<Dict<'_>>(name), resources.properties.get_ref(name));
                (dict.map(|dict| actual_text(&dict)), group)
            }
            other => (dict_or_stream(other).map(|(dict, _)| actual_text(dict)), None),
        };
        let hidden = tag.as_ref() == b"OC" && group.is_some_and(|group| self.contents.hidden.holds(group));
        self.marked.begin(tag.as_ref(), dict.flatten(), hidden, self.glyphs.len());
    }

    /// A content in the content: drawn where it is named.
    fn form(&mut self, form: &Stream<'a>, resources: &Resources<'a>) -> Result<(), String> {
        let dict = form.dict();
        let hidden = dict.get_ref("OC").is_some_and(|group| self.contents.hidden.holds(group));
        let is_form = dict.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_ref() == b"Form");
        if !is_form || hidden || self.depth >= DEEPEST {
            return Ok(());
        }
        let Ok(data) = form.decoded_data() else { return Ok(()) };
        let own = dict.get::<Dict<'a>>("Resources").map(Resources::new);
        let (state, text, line) = (self.state.clone(), self.text, self.line);
        let states = std::mem::take(&mut self.states);
        self.state.to_page *= Affine::new(dict.get::<[f64; 6]>("Matrix").unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]));
        self.depth += 1;
        let marked = self.marked.depth();
        self.operators(TypedIter::new(data.as_ref()), own.as_ref().unwrap_or(resources))?;
        self.marked.end_to(marked, &mut self.glyphs);
        self.depth -= 1;
        (self.state, self.text, self.line, self.states) = (state, text, line, states);
        Ok(())
    }

    /// Texts with the room between them, in thousandths of the letters' size.
    fn show_parts(&mut self, parts: &Array<'_>) {
        for part in parts.iter::<Object<'_>>() {
            match part {
                Object::String(text) => self.show(text.as_bytes()),
                Object::Number(number) => {
                    let back = -number.as_f64() / 1000.0 * self.state.size;
                    let across = self.state.face.as_ref().is_none_or(|face| face.font.is_horizontal());
                    self.advance(if across { Vec2::new(back * self.state.scale, 0.0) } else { Vec2::new(0.0, back) });
                }
                _ => {}
            }
        }
    }

    fn advance(&mut self, by: Vec2) {
        self.text *= Affine::translate(by);
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(face) = self.state.face.clone() else { return };
        let font = &face.font;
        let mut at = 0;
        while at < bytes.len() {
            let (code, length) = font.read_code(bytes, at);
            at += length.max(1);
            let wide = font.code_advance(code) / 1000.0 * self.state.size;
            let space = self.state.char_space + if code == 32 && length == 1 { self.state.word_space } else { 0.0 };
            let by = match font.is_horizontal() {
                true => Vec2::new((wide.x + space) * self.state.scale, 0.0),
                false => Vec2::new(0.0, wide.y + space),
            };
            if !self.marked.is_hidden() {
                self.place(&face, code, by);
            }
            self.advance(by);
        }
    }

    /// Puts down the sign at the point that has been reached.
    fn place(&mut self, face: &Face<'a>, code: u32, by: Vec2) {
        let whole = self.state.to_page * self.text;
        let [a, b, c, d, _, _] = whole.as_coeffs();
        let at = whole * hayro_font::kurbo::Point::new(0.0, self.state.rise);
        let turned = |v: Vec2| (a * v.x + c * v.y, b * v.x + d * v.y);
        let along = turned(if face.font.is_horizontal() { Vec2::new(1.0, 0.0) } else { Vec2::new(0.0, -1.0) });
        let turn = Turn::of(along.0, along.1);
        let wide = turned(by);
        let width = wide.0.hypot(wide.1) * (wide.0 * along.0 + wide.1 * along.1).signum();
        let size = c.hypot(d) * self.state.size.abs() * face.height;
        let (x, y) = turn.seen(at.x, at.y);
        let numbers = [x, y, width, size];
        // A place beyond all measure is on no page.
        if numbers.iter().any(|n| !n.is_finite() || n.abs() > 1e6) || size <= 0.0 {
            return;
        }
        let [x, y, width, size] = numbers.map(|n| n as f32);
        self.contents.glyphs += 1;
        let (text, bold) = (face.said(code), face.bold);
        self.glyphs.push(Glyph { text, x, y, width, size, bold, turn, artifact: self.marked.is_artifact() });
    }
}

fn matrix(numbers: [Number; 6]) -> Affine {
    Affine::new(numbers.map(|number| number.as_f64()))
}

fn actual_text(dict: &Dict<'_>) -> Option<String> {
    dict.get::<hayro_syntax::object::String<'_>>("ActualText").map(|text| plain(text.as_bytes()))
}

//! A web page as a tree, with the source lines of its text and bounds on what it may grow to.

use std::borrow::Cow;
use std::cell::{Cell, Ref};

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, QualName};
use scraper::{Html, HtmlTreeSink};

/// The deepest that elements may be nested: the parser's time grows with its square.
const DEEPEST: usize = 400;

/// The most bytes that the parser is given before its tree is looked at.
const PIECE: usize = 1024;

/// The most white space and `=` without a `>` in what may be one tag: the time that attributes take grows with the square
/// of their number.
const MOST_ATTRIBUTES: usize = 20_000;

/// Target of the processing instruction that says on which source line the text behind it begins.
const LINE: &str = "line";

/// The tree of a page. Before each stretch of text stands a mark of its source line: see [`line_of`].
pub(super) fn parse(text: &str) -> Result<Html, String> {
    let mut parser = html5ever::parse_document(Sink::new(), Default::default());
    let most = text.len() / 2 + 10_000;
    let mut between = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let mut rest = line;
        while !rest.is_empty() {
            let (piece, behind) = rest.split_at(rest.floor_char_boundary(PIECE));
            rest = behind;
            between = attribute_bounds(between, piece);
            let sink = &parser.tokenizer.sink.sink;
            sink.line.set(number);
            if between > MOST_ATTRIBUTES && !sink.heard.get() {
                return Err(format!("line {number}: a tag has more attributes than kwic reads ({MOST_ATTRIBUTES})"));
            }
            sink.heard.set(false);
            parser.process(StrTendril::from_slice(piece));
            let sink = &parser.tokenizer.sink.sink;
            if sink.deepest.get() > DEEPEST {
                return Err(format!("line {number}: elements are nested more than {DEEPEST} deep"));
            }
            if sink.made.get() > most {
                return Err(format!(
                    "line {number}: its tags are so tangled that more elements grow out of it than it holds"
                ));
            }
        }
    }
    Ok(parser.finish())
}

/// The source line that a node says of the text behind it.
pub(super) fn line_of(node: &scraper::Node) -> Option<u32> {
    node.as_processing_instruction().and_then(|mark| mark.data.parse().ok())
}

/// How many attributes could have begun since the last tag ended.
fn attribute_bounds(before: usize, piece: &str) -> usize {
    let behind = piece.rsplit_once('>').map(|(_, behind)| behind);
    let bounds = behind.unwrap_or(piece).bytes().filter(|b| b.is_ascii_whitespace() || matches!(b, b'=')).count();
    if behind.is_some() { bounds } else { before + bounds }
}

type Id = <HtmlTreeSink as TreeSink>::Handle;

/// Makes scraper's tree, and puts marks of lines into it.
struct Sink {
    inner: HtmlTreeSink,
    line: Cell<u32>,
    /// Parent and line of the text that came last.
    last: Cell<Option<(Id, u32)>>,
    deepest: Cell<usize>,
    made: Cell<usize>,
    heard: Cell<bool>,
}

impl Sink {
    fn new() -> Self {
        Sink {
            inner: HtmlTreeSink::new(Html::new_document()),
            line: Cell::new(1),
            last: Cell::new(None),
            deepest: Cell::new(0),
            made: Cell::new(0),
            heard: Cell::new(false),
        }
    }

    /// Whether text that is added to `parent` goes on, on the same line, from the text before.
    fn goes_on(&self, parent: &Id) -> bool {
        let tree = &self.inner.0.borrow().tree;
        let text_before =
            tree.get(*parent).and_then(|node| node.last_child()).is_some_and(|child| child.value().is_text());
        text_before && self.last.get() == Some((*parent, self.line.get()))
    }

    fn depth(&self, node: &Id) -> usize {
        self.inner.0.borrow().tree.get(*node).map_or(0, |node| node.ancestors().count())
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Html;
    type ElemName<'a> = Ref<'a, QualName>;

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.heard.set(true);
        match &child {
            NodeOrText::AppendNode(_) => self.deepest.set(self.deepest.get().max(self.depth(parent))),
            NodeOrText::AppendText(_) if self.goes_on(parent) => {}
            NodeOrText::AppendText(_) => {
                let line = self.line.get();
                let mark = self.inner.create_pi(StrTendril::from_slice(LINE), StrTendril::from(line.to_string()));
                self.inner.append(parent, NodeOrText::AppendNode(mark));
                self.last.set(Some((*parent, line)));
            }
        }
        self.inner.append(parent, child);
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Id {
        self.made.set(self.made.get() + 1);
        self.inner.create_element(name, attrs, flags)
    }

    /// One in the source says nothing of lines.
    fn create_pi(&self, _target: StrTendril, data: StrTendril) -> Id {
        self.inner.create_comment(data)
    }

    // Text that stood between a table's cells is moved before the table when what follows is known: its line is not.
    fn append_before_sibling(&self, sibling: &Id, node: NodeOrText<Id>) {
        self.inner.append_before_sibling(sibling, node);
    }

    fn append_based_on_parent_node(&self, element: &Id, before: &Id, child: NodeOrText<Id>) {
        self.inner.append_based_on_parent_node(element, before, child);
    }

    fn finish(self) -> Html {
        self.inner.finish()
    }

    fn parse_error(&self, message: Cow<'static, str>) {
        self.inner.parse_error(message);
    }

    fn get_document(&self) -> Id {
        self.inner.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Ref<'a, QualName> {
        self.inner.elem_name(target)
    }

    fn create_comment(&self, text: StrTendril) -> Id {
        self.inner.create_comment(text)
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.inner.append_doctype_to_document(name, public, system);
    }

    fn get_template_contents(&self, target: &Id) -> Id {
        self.inner.get_template_contents(target)
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        self.inner.same_node(one, other)
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }

    fn add_attrs_if_missing(&self, target: &Id, attrs: Vec<Attribute>) {
        self.inner.add_attrs_if_missing(target, attrs);
    }

    fn remove_from_parent(&self, target: &Id) {
        self.inner.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &Id, parent: &Id) {
        self.inner.reparent_children(node, parent);
    }
}

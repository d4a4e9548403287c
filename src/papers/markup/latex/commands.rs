//! What LaTeX's commands do.

use super::signs::{accent, accented, sign};
use super::{Ending, LaTeX};
use crate::model::BlockKind;

/// How many arguments of a command are no text.
fn silent_arguments(name: &str) -> usize {
    match name {
        "label" | "ref" | "pageref" | "eqref" | "autoref" | "cref" | "Cref" | "nameref" | "vref" | "index"
        | "glossary" | "vspace" | "hspace" | "includegraphics" | "bibliographystyle" | "pagestyle"
        | "thispagestyle" | "pagenumbering" | "usepackage" | "documentclass" | "hypersetup" | "color" | "textcolor"
        | "colorbox" | "href" | "hyperlink" | "hypertarget" | "raisebox" | "parbox" | "scalebox"
        | "foreignlanguage" | "selectlanguage" | "nocite" | "cmidrule" | "cline" | "phantom" | "hphantom"
        | "vphantom" | "linespread" | "graphicspath" | "captionsetup" | "geometry" | "onehalfspacing"
        | "printbibliography" | "usetikzlibrary" | "footnotemark" | "RequirePackage" => 1,
        "multicolumn"
        | "multirow"
        | "resizebox"
        | "setlength"
        | "addtolength"
        | "setcounter"
        | "addtocounter"
        | "fontsize"
        | "rule"
        | "newtheorem"
        | "titlespacing"
        | "DeclareMathOperator" => 2,
        "addcontentsline" | "definecolor" => 3,
        _ => 0,
    }
}

/// The level of a heading by its command.
fn level(name: &str) -> Option<u8> {
    let names = ["part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph"];
    names.iter().position(|known| *known == name).map(|at| at as u8 + 2)
}

/// The level that sections have, and what LaTeX puts a heading of its own above.
pub(super) const SECTION: u8 = 4;

impl LaTeX<'_> {
    /// A command whose name is passed.
    pub(super) fn command(&mut self, name: &str) {
        if let Some(level) = level(name) {
            self.source.options();
            return self.open(Ending::Heading(level));
        }
        if let Some(mark) = accent(name) {
            return self.accent(mark);
        }
        if let Some(sign) = sign(name) {
            self.put(sign);
            return self.pass_space(name);
        }
        match name {
            "\\" | "newline" | "tabularnewline" => self.line_break(),
            "/" | "-" | "!" | "@" | "(" | ")" | "]" => {}
            "[" => self.math("\\]", true),
            "par" | "newpage" | "clearpage" | "bigskip" | "medskip" | "smallskip" => self.end_paragraph(),
            "footnote" | "endnote" | "thanks" | "footnotetext" | "sidenote" | "marginpar" | "todo" => {
                self.source.options();
                self.open(Ending::Note);
            }
            "caption" | "captionof" => {
                self.source.options();
                if name == "captionof" {
                    self.source.group();
                }
                self.open(Ending::Paragraph);
            }
            "item" => self.item(),
            "bibitem" => {
                self.end_paragraph();
                self.source.options();
                self.source.group();
            }
            "title" | "author" | "date" => self.told(name),
            "maketitle" | "titlepage" => self.title(),
            "and" => self.put("; "),
            "begin" | "end" => self.environment(name == "begin"),
            "newcommand"
            | "renewcommand"
            | "providecommand"
            | "newcommand*"
            | "renewcommand*"
            | "DeclareRobustCommand" => self.define(),
            "def" | "edef" | "gdef" | "let" => self.define_plainly(),
            "newenvironment" | "renewenvironment" => {
                self.source.group();
                self.source.options();
                self.source.group();
                self.source.group();
            }
            "verb" | "lstinline" => self.verbatim(),
            "input" | "include" | "subfile" | "import" | "bibliography" | "lstinputlisting" | "verbatiminput"
            | "addbibresource" => {
                self.source.options();
                if let Some(file) = self.source.group() {
                    let file = self.source.of(file);
                    // Lists of works are none of the paper's text.
                    if !matches!(name, "bibliography" | "addbibresource") {
                        self.page.asked_for(file);
                    }
                }
            }
            _ if name.to_lowercase().contains("cite") && name != "nocite" => self.cited(),
            _ => self.other(name),
        }
    }

    /// A command that stands for a text, one whose arguments are none, or one that is not known.
    fn other(&mut self, name: &str) {
        if let Some(stretch) = self.macros.get(name).copied() {
            self.pass_space(name);
            if self.page.has_room(stretch.1 - stretch.0) && self.source.enter(stretch) {
                return;
            }
            return self.put(name);
        }
        self.source.options();
        for _ in 0..silent_arguments(name) {
            if name == "cmidrule" {
                self.pass_parenthesis();
            }
            self.source.group();
            self.source.options();
        }
        if silent_arguments(name) == 0 && !self.source.rest().starts_with('{') {
            self.pass_space(name);
        }
    }

    fn pass_parenthesis(&mut self) {
        if let Some(end) =
            self.source.rest().strip_prefix('(').and_then(|rest| rest.bytes().take(20).position(|b| b == b')'))
        {
            self.source.at += end + 2;
        }
    }

    /// The space behind a command of letters only ends its name; so do empty braces.
    fn pass_space(&mut self, name: &str) {
        if self.source.rest().starts_with("{}") {
            self.source.at += 2;
        } else if name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            self.source.skip_space();
        }
    }

    fn accent(&mut self, mark: char) {
        let text = match self.source.group() {
            Some(stretch) => self.source.of(stretch).to_string(),
            None => {
                self.source.skip_space();
                let rest = self.source.rest();
                let dotless = ["\\i", "\\j"].iter().find(|sign| rest.starts_with(*sign));
                let length = dotless.map_or_else(|| rest.chars().next().map_or(0, char::len_utf8), |sign| sign.len());
                self.source.at += length;
                if dotless.is_some() {
                    self.pass_space("i");
                }
                rest.get(..length).unwrap_or("").to_string()
            }
        };
        if text.len() <= 100 && !text.trim().is_empty() {
            self.put(&accented(&text, mark));
        }
    }

    fn item(&mut self) {
        self.end_paragraph();
        self.source.skip_space();
        if let Some(label) = self.source.option() {
            self.source.enter(label);
        }
    }

    fn told(&mut self, name: &str) {
        self.source.options();
        let Some(stretch) = self.source.group() else { return };
        match name {
            "title" => self.title = Some(stretch),
            "date" => self.date = Some(stretch),
            _ if self.authors.len() < 1000 => self.authors.push(stretch),
            _ => {}
        }
    }

    /// The title as a heading above all others.
    fn title(&mut self) {
        self.end_paragraph();
        if let Some((start, end)) = self.title.filter(|_| !std::mem::replace(&mut self.titled, true)) {
            // The brace behind it ends the heading.
            if self.source.enter((start, end + 1)) {
                self.begin(Ending::Heading(1));
            }
        }
    }

    fn cited(&mut self) {
        while self.source.option().is_some() {}
        if let Some(keys) = self.source.group() {
            let keys = self.source.of(keys);
            self.put(&format!("[{keys}]"));
        }
    }

    /// `\newcommand{\name}{text}`; those that take arguments are not read.
    fn define(&mut self) {
        let name = self.source.group().map(|name| self.source.of(name).trim()).or_else(|| self.name_of_definition());
        let takes = self.source.option().is_some();
        self.source.options();
        let text = self.source.group();
        if let (Some(name), Some(text), false) = (name, text, takes) {
            self.macros.insert(name.trim_start_matches('\\'), text);
        }
    }

    fn define_plainly(&mut self) {
        let name = self.name_of_definition();
        let rest = self.source.rest();
        let parameters = rest.bytes().take(100).position(|byte| byte == b'{' || byte == b'\n').unwrap_or(0);
        self.source.at += parameters;
        let text = self.source.group();
        if let (Some(name), Some(text), 0) = (name, text, parameters) {
            self.macros.insert(name.trim_start_matches('\\'), text);
        }
    }

    fn verbatim(&mut self) {
        self.source.options();
        let rest = self.source.rest();
        let Some(sign) = rest.chars().next() else { return };
        let behind = rest.get(sign.len_utf8()..).unwrap_or("");
        let close = if sign == '{' { '}' } else { sign };
        let line = behind.lines().next().unwrap_or("");
        if let Some(text) = line.find(close).and_then(|end| line.get(..end)) {
            self.put(text);
            self.source.at += sign.len_utf8() + text.len() + close.len_utf8();
        }
    }

    /// A heading that LaTeX writes itself.
    pub(super) fn own_heading(&mut self, text: &str) {
        self.end_paragraph();
        let kind = BlockKind::Heading { level: SECTION };
        self.page.flow.push(text, self.source.line(), kind);
        self.page.flow.end(kind);
    }
}

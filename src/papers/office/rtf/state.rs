//! What holds in a group of RTF, and what its first control word makes of it.

use super::super::names;

/// What becomes of the text in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Place {
    /// It is the paper's.
    #[default]
    Text,
    /// It is nobody's; groups inside may hold text.
    Quiet,
    /// It is nobody's, and so is what is inside.
    Skipped,
    Fonts,
    Styles,
    /// Facts about the file; those that are read have a field.
    Info(Option<&'static str>),
}

/// Properties of a paragraph.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Paragraph {
    pub style: i32,
    /// The outline level, from 0; 9: running text.
    pub outline: Option<u8>,
    pub in_table: bool,
    pub list: bool,
}

/// What holds in a group.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Group {
    pub place: Place,
    pub paragraph: Paragraph,
    pub font: Option<i32>,
    pub hidden: bool,
    /// Struck out, or moved to elsewhere.
    pub deleted: bool,
    /// How many characters behind `\u` stand for it where it is not known.
    pub replaced: usize,
    /// Whether what stands apart ends with the group.
    pub aside: bool,
}

/// What a control word makes of the group that it begins.
pub(super) enum Begins {
    Place(Place),
    Note,
    TextBox,
}

/// Running heads, pictures, tables of the file, comments, entries of indexes, numbers that lists show, instructions of
/// fields, and what says the same again for older programs.
const SKIPPED: [&str; 44] = [
    "colortbl",
    "filetbl",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "pict",
    "nonshppict",
    "shppict",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "aftnsep",
    "aftnsepc",
    "aftncn",
    "fldinst",
    "listtext",
    "pntext",
    "xe",
    "tc",
    "rxe",
    "txe",
    "bkmkstart",
    "bkmkend",
    "annotation",
    "atnid",
    "atnauthor",
    "atndate",
    "atnref",
    "themedata",
    "datastore",
    "shprslt",
    "objdata",
    "objclass",
    "nonesttables",
    "template",
];

/// What the control word begins in a group that is at `place`, if it begins anything.
pub(super) fn begins(word: &str, place: Place) -> Option<Begins> {
    let info = |field| matches!(place, Place::Info(_)).then_some(Begins::Place(Place::Info(field)));
    match word {
        "fonttbl" => Some(Begins::Place(Place::Fonts)),
        "stylesheet" => Some(Begins::Place(Place::Styles)),
        "info" => Some(Begins::Place(Place::Info(None))),
        "title" => info(Some("title")),
        "author" => info(Some("author")),
        "subject" => info(Some("subject")),
        "keywords" => info(Some("keywords")),
        "category" => info(Some("category")),
        "doccomm" => info(Some("description")),
        "creatim" => info(Some("created")),
        "operator" | "manager" | "company" | "revtim" | "printim" | "buptim" | "hlinkbase" => info(None),
        "footnote" => Some(Begins::Note),
        "shptxt" | "dptxbxtext" => Some(Begins::TextBox),
        "shpinst" | "do" | "upr" | "object" => Some(Begins::Place(Place::Quiet)),
        // Equations.
        "moMath" | "moMathPara" => Some(Begins::Place(place)),
        "ud" | "result" if place == Place::Quiet => Some(Begins::Place(Place::Text)),
        word if SKIPPED.contains(&word) => Some(Begins::Place(Place::Skipped)),
        _ => None,
    }
}

/// A style by its number.
#[derive(Debug, Default)]
pub(super) struct Style {
    pub name: String,
    pub outline: Option<u8>,
    pub list: bool,
}

impl Style {
    /// The level of its headings, from 1.
    pub fn level(&self) -> Option<u8> {
        let outline = self.outline.or(names::heading_level(&self.name).map(|level| level - 1));
        outline.filter(|outline| *outline < 9).map(|outline| outline + 1)
    }
}

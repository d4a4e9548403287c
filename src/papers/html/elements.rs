//! What an element is for a reader.

use scraper::{CaseSensitivity, ElementRef};

/// What is never text of the paper, by name.
const LEFT_OUT: &[&str] = &[
    "head",
    "script",
    "style",
    "template",
    "noscript",
    "nav",
    "aside",
    "button",
    "select",
    "textarea",
    "input",
    "object",
    "iframe",
    "svg",
    "canvas",
    "audio",
    "video",
    "rt",
    "rp",
    "annotation",
    "annotation-xml",
    "del",
    "dialog",
];

const LEFT_OUT_ROLES: &[&str] = &[
    "navigation",
    "banner",
    "contentinfo",
    "complementary",
    "search",
    "menu",
    "menubar",
    "toolbar",
    "dialog",
    "doc-toc",
    "doc-noteref",
    "doc-backlink",
    "doc-pagelist",
];

/// Links that are signs for something else: to a note, back from it, to the heading itself.
const LEFT_OUT_CLASSES: &[&str] = &[
    "headerlink",
    "footnote-reference",
    "footnote-ref",
    "footnote-back",
    "footnote-backref",
    "fn-backref",
    "backlink",
    "noteref",
    "mw-editsection",
];

const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "xmp",
];

pub(super) fn is_block(element: ElementRef<'_>) -> bool {
    BLOCKS.contains(&element.value().name())
}

/// The level of a heading.
pub(super) fn heading(element: ElementRef<'_>) -> Option<u8> {
    match element.value().name().as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

fn has_word(element: ElementRef<'_>, attribute: &str, words: &[&str]) -> bool {
    let value = element.attr(attribute).unwrap_or_default();
    value.split_ascii_whitespace().any(|word| words.iter().any(|known| known.eq_ignore_ascii_case(word)))
}

/// Whether it is shown to no reader, or is no text of the paper.
pub(super) fn is_left_out(element: ElementRef<'_>) -> bool {
    let name = element.value().name();
    if name == "html" || name == "body" {
        return false;
    }
    let style = element.attr("style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
    LEFT_OUT.contains(&name)
        || has_word(element, "role", LEFT_OUT_ROLES)
        || has_word(element, "epub:type", &["noteref", "toc", "landmarks", "page-list"])
        || has_word(element, "class", LEFT_OUT_CLASSES)
        || element.attr("hidden").is_some()
        || element.attr("aria-hidden") == Some("true")
        || style.contains("display:none")
        || is_note_sign(element)
}

/// A raised sign that leads to a note: `<sup><a href="#fn1">1</a></sup>`, either way round.
fn is_note_sign(element: ElementRef<'_>) -> bool {
    let local = |link: ElementRef<'_>| link.attr("href").is_some_and(|to| to.starts_with('#'));
    let inner = match element.value().name() {
        "sup" => element.child_elements().find(|e| e.value().name() == "a" && local(*e)),
        "a" if local(element) => element.child_elements().find(|e| e.value().name() == "sup"),
        _ => None,
    };
    inner.map(text_start).is_some_and(|sign| sign == text_start(element) && sign.chars().count() <= 5)
}

/// The first signs of its text, without white space.
fn text_start(element: ElementRef<'_>) -> String {
    element.text().take(20).flat_map(str::chars).filter(|c| !c.is_whitespace()).take(6).collect()
}

/// Whether it holds one or more foot- or endnotes.
pub(super) fn is_note(element: ElementRef<'_>) -> bool {
    !matches!(element.value().name(), "a" | "sup" | "html" | "body")
        && (has_word(element, "role", &["doc-footnote", "doc-endnote", "doc-endnotes"])
            || has_word(
                element,
                "epub:type",
                &["footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"],
            )
            || has_word(element, "class", &["footnote", "footnotes", "endnote", "endnotes"])
            || (element.value().name() == "ol" && has_word(element, "class", &["references"])))
}

/// The number or sign of a note.
pub(super) fn is_note_label(element: ElementRef<'_>) -> bool {
    has_word(element, "class", &["label", "fn-label", "fn-bracket"])
}

/// Bytes of the longest name of a page: each block is told its page.
const LONGEST_PAGE: usize = 100;

/// The page of print that begins here, as the source calls it: nothing where it is no sign of one, an empty name where
/// the sign has none, or a text in its place.
pub(super) fn page_break(element: ElementRef<'_>) -> Option<String> {
    if !has_word(element, "epub:type", &["pagebreak"]) && !has_word(element, "role", &["doc-pagebreak"]) {
        return None;
    }
    let told = ["aria-label", "title"].iter().find_map(|name| element.attr(name)).map(str::to_string);
    let name = told.unwrap_or_else(|| element.text().collect());
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(if name.len() > LONGEST_PAGE { String::new() } else { name })
}

/// A page's head, not that of an article or a section in it.
pub(super) fn is_page_header(element: ElementRef<'_>) -> bool {
    let sections = ["article", "section", "main"];
    element.value().name() == "header"
        && !element.ancestors().filter_map(ElementRef::wrap).any(|above| sections.contains(&above.value().name()))
}

/// Whether a table only puts things beside each other on the page.
pub(super) fn is_layout(table: ElementRef<'_>) -> bool {
    has_word(table, "role", &["presentation", "none"])
        || table.descendent_elements().skip(1).any(|inner| inner.value().name() == "table" || heading(inner).is_some())
        || table.descendent_elements().filter(|inner| matches!(inner.value().name(), "td" | "th")).nth(1).is_none()
}

/// Whether class or id say that it is a page's furniture.
pub(super) fn is_named_furniture(element: ElementRef<'_>) -> bool {
    const NAMES: &[&str] = &[
        "nav",
        "navbar",
        "navigation",
        "menu",
        "sidebar",
        "breadcrumb",
        "breadcrumbs",
        "footer",
        "masthead",
        "cookie",
        "cookies",
        "share",
        "sharing",
        "social",
        "advert",
        "ads",
        "promo",
        "pager",
        "pagination",
        "newsletter",
        "login",
        "toc",
        "widget",
        "popup",
        "modal",
    ];
    let furniture = |name: &str| NAMES.iter().any(|known| known.eq_ignore_ascii_case(name));
    element.value().id().is_some_and(furniture)
        || element.value().classes().any(|class| class.split(['-', '_']).any(furniture))
        || element.value().has_class("site-header", CaseSensitivity::AsciiCaseInsensitive)
}

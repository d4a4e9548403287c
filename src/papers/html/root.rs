//! Which part of a page is the paper.

use scraper::{ElementRef, Html, Selector};

use super::elements::{is_left_out, is_named_furniture};

/// Where the paper stands in its page.
pub(super) struct Root<'a> {
    /// The elements that hold it, none inside another, in reading order.
    pub elements: Vec<ElementRef<'a>>,
    /// Whether nothing in the page says so: then what looks like furniture is left out of the elements.
    pub guessed: bool,
}

/// Whether it is a selector that [`root`] can use.
pub(super) fn selector(text: &str) -> Result<Selector, String> {
    Selector::parse(text).map_err(|error| error.to_string())
}

/// What `selector` names, else `<main>`, else the articles if they hold most of the page, else the page.
pub(super) fn root<'a>(page: &'a Html, selector: Option<&str>) -> Result<Root<'a>, String> {
    let whole = page.root_element();
    if let Some(text) = selector {
        let selector = self::selector(text)?;
        let elements = outermost(whole, &|element| selector.matches(&element));
        return match elements.is_empty() {
            true => Err(format!("nothing in it is what --html-root names ({text})")),
            false => Ok(Root { elements, guessed: false }),
        };
    }
    let main = |e: ElementRef<'_>| !is_left_out(e) && (e.value().name() == "main" || e.attr("role") == Some("main"));
    let article = |e: ElementRef<'_>| !is_left_out(e) && e.value().name() == "article";
    let main = outermost(whole, &main);
    if main.iter().any(|element| Amount::of(*element).signs > 0) {
        return Ok(Root { elements: main, guessed: false });
    }
    let articles = outermost(whole, &article);
    let prose =
        |elements: &[ElementRef<'_>]| elements.iter().map(|element| Amount::of(*element).prose()).sum::<usize>();
    if prose(&articles) * 2 > prose(&[whole]) {
        return Ok(Root { elements: articles, guessed: false });
    }
    Ok(Root { elements: vec![whole], guessed: true })
}

fn outermost<'a>(from: ElementRef<'a>, is: &dyn Fn(ElementRef<'a>) -> bool) -> Vec<ElementRef<'a>> {
    if is(from) {
        return vec![from];
    }
    from.child_elements().flat_map(|child| outermost(child, is)).collect()
}

/// How much text an element holds, and how much of it is links.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Amount {
    /// Characters that are no white space.
    pub signs: usize,
    linked: usize,
    links: usize,
}

impl Amount {
    /// What is left out elsewhere is not counted.
    pub fn of(element: ElementRef<'_>) -> Amount {
        let mut amount = Amount::default();
        amount.add(element, false);
        amount
    }

    /// Characters outside of links.
    pub fn prose(&self) -> usize {
        self.signs - self.linked
    }

    fn add(&mut self, element: ElementRef<'_>, linked: bool) {
        if is_left_out(element) {
            return;
        }
        let link = element.value().name() == "a" && element.attr("href").is_some();
        self.links += usize::from(link);
        for child in element.children() {
            if let Some(text) = child.value().as_text() {
                let signs = text.chars().filter(|c| !c.is_whitespace()).count();
                self.signs += signs;
                self.linked += if linked || link { signs } else { 0 };
            } else if let Some(child) = ElementRef::wrap(child) {
                self.add(child, linked || link);
            }
        }
    }
}

/// Whether a block of a page that does not say where its paper is looks like a page's furniture: it holds less than a
/// quarter of the `page`'s prose, and is named so or is mostly links, three or more.
pub(super) fn is_furniture(element: ElementRef<'_>, page: Amount) -> bool {
    if !matches!(
        element.value().name(),
        "div" | "ul" | "ol" | "table" | "section" | "td" | "p" | "form" | "dl" | "footer"
    ) {
        return false;
    }
    let amount = Amount::of(element);
    let linked = amount.links >= 3 && amount.linked * 2 > amount.signs;
    amount.prose() * 4 < page.prose() && (linked || is_named_furniture(element))
}

//! Pictures: what is drawn can be read by other programs, printed, and does no harm.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "common/pictures.rs"]
mod pictures;

use std::fs;

use kwic::picture::{Picture, write_graphml, write_svg};
use kwic::report::{Answer, Format, Made, Screen, Table, write_answer};
use pictures::{all, name};
use roxmltree::{Document, Node};

fn svg(picture: &Picture) -> String {
    let mut out = Vec::new();
    write_svg(&mut out, picture, None).unwrap();
    String::from_utf8(out).unwrap()
}

fn number(node: &Node<'_, '_>, attribute: &str) -> f64 {
    node.attribute(attribute).map_or(f64::NAN, |number| number.parse().unwrap())
}

/// Arial's widths of the characters from space on, in thousandths of the letters' size: those of Helvetica, from
/// Adobe's font metrics.
#[rustfmt::skip]
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

fn width(text: &str, size: f64) -> f64 {
    let em = |c: char| match c {
        ' '..='~' => f64::from(WIDTHS[c as usize - 32]) / 1_000.0,
        '\u{2066}'..='\u{2069}' => 0.0,
        '\u{2e80}'..='\u{9fff}' | '…' => 1.0,
        '\u{600}'..='\u{6ff}' => 0.45,
        _ => 0.6,
    };
    text.chars().map(em).sum::<f64>() * size
}

/// Where a text stands: left, top, right, bottom, between the line of small letters and the foot.
fn place(text: &Node<'_, '_>) -> [f64; 4] {
    let shown = text.children().filter(Node::is_text).filter_map(|t| t.text()).collect::<String>();
    let size = text.attribute("font-size").map_or(8.5, |size| size.parse().unwrap());
    let length = width(&shown, size) * if text.has_attribute("font-weight") { 1.07 } else { 1.0 };
    if let Some(turned) = text.attribute("transform") {
        let numbers = turned.trim_start_matches("translate(").trim_end_matches(") rotate(-90)");
        let (x, y) = numbers.split_once(' ').unwrap();
        let (x, y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
        return [x - 0.55 * size, y - length, x, y];
    }
    let (x, y) = (number(text, "x"), number(text, "y"));
    let left = match text.attribute("text-anchor") {
        Some("middle") => x - length / 2.0,
        Some("end") => x - length,
        _ => x,
    };
    [left, y - 0.55 * size, left + length, y]
}

#[test]
fn pictures_are_whole_documents_that_need_nothing_else() {
    let folder = std::env::var_os("KWIC_PICTURES").map(std::path::PathBuf::from);
    for (name, picture) in all() {
        let text = svg(&picture);
        if let Some(folder) = &folder {
            fs::write(folder.join(format!("{name}.svg")), &text).unwrap();
        }
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let root = document.root_element();
        assert!(!text.contains("NaN") && !text.contains("inf"), "{name}");
        let heads: Vec<&str> = root.children().filter(Node::is_element).map(|n| n.tag_name().name()).take(2).collect();
        assert_eq!(heads, ["title", "desc"], "{name}");
        for node in document.descendants().filter(Node::is_element) {
            let known = ["svg", "title", "desc", "rect", "line", "path", "polyline", "polygon", "circle", "text"];
            assert!(known.contains(&node.tag_name().name()), "{name}: {node:?}");
            assert!(node.attributes().all(|a| !a.name().starts_with("on") && a.name() != "href"), "{name}: {node:?}");
        }
    }
}

#[test]
fn no_label_stands_on_another_or_beside_the_page() {
    for (name, picture) in all() {
        let text = svg(&picture);
        let document = Document::parse(&text).unwrap();
        let root = document.root_element();
        let size: Vec<f64> = root.attribute("viewBox").unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
        let texts: Vec<Node<'_, '_>> = root.descendants().filter(|node| node.has_tag_name("text")).collect();
        let places: Vec<[f64; 4]> = texts.iter().map(place).collect();
        for (at, a) in places.iter().enumerate() {
            assert!(a[0] >= 0.0 && a[1] >= 0.0 && a[2] <= size[2] && a[3] <= size[3], "{name}: {:?} {a:?}", texts[at]);
            for (other, b) in places.iter().enumerate().skip(at + 1) {
                let meet = a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
                assert!(!meet, "{name}: {:?} and {:?}", texts[at].text(), texts[other].text());
            }
        }
    }
}

#[test]
fn a_label_that_is_shortened_tells_the_whole_of_it() {
    let text = svg(&pictures::bars(10, 1));
    let document = Document::parse(&text).unwrap();
    let told: Vec<&str> = document.descendants().filter(|n| n.has_tag_name("title")).filter_map(|n| n.text()).collect();
    for at in [3, 9] {
        assert!(told.contains(&name(at).as_str()), "{told:?}");
    }
    assert!(text.contains("…"));
}

#[test]
fn a_picture_without_values_says_so() {
    for (name, picture) in all() {
        let says = svg(&picture).contains("There is nothing to draw");
        assert_eq!(says, name.starts_with("empty"), "{name}");
        assert_eq!(picture.is_empty(), says, "{name}");
    }
}

#[test]
fn what_made_a_picture_is_in_it() {
    let query = Some("--></metadata><script>alert('1')</script> & \u{1}\u{85}\u{ffff}".to_string());
    let made = Made { query, kwic: "0".to_string(), ..Made::default() };
    let table = Table::default();
    let picture = pictures::bars(2, 1);
    let mut out = Vec::new();
    let answer = Answer { table: &table, picture: Some(&picture) };
    write_answer(&mut out, Format::Svg, answer, &made, Screen { width: 80, colour: false }).unwrap();
    assert_eq!(Made::of("bars.svg".as_ref(), &out).unwrap(), made);
    let document = std::str::from_utf8(&out).unwrap();
    let document = Document::parse(document).unwrap();
    assert_eq!(document.descendants().filter(|node| node.has_tag_name("script")).count(), 0);
}

#[test]
fn a_network_is_read_back_from_graphml() {
    let Picture::Network(network) = pictures::network(40) else { unreachable!() };
    let mut out = Vec::new();
    write_graphml(&mut out, &network).unwrap();
    let text = String::from_utf8(out).unwrap();
    let document = Document::parse(&text).unwrap();
    let all = |name: &str| document.descendants().filter(|n| n.has_tag_name(name)).collect::<Vec<_>>();
    let data = |node: &Node<'_, '_>, key: &str| {
        let datum = node.children().find(|n| n.attribute("key") == Some(key)).unwrap();
        datum.text().unwrap().to_string()
    };
    for (read, node) in all("node").iter().zip(&network.nodes) {
        assert_eq!(data(read, "label"), node.name);
        assert_eq!(data(read, "size").parse::<f64>().unwrap(), node.weight);
        assert_eq!(data(read, "centre"), node.centre.to_string());
    }
    for (read, edge) in all("edge").iter().zip(&network.edges) {
        let ends = ["source", "target"].map(|end| read.attribute(end).unwrap().to_string());
        assert_eq!(ends, [format!("n{}", edge.from), format!("n{}", edge.to)]);
        assert_eq!(data(read, "weight").parse::<f64>().unwrap(), edge.weight);
    }
    assert_eq!((all("node").len(), all("edge").len()), (network.nodes.len(), network.edges.len()));
}

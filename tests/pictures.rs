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
use std::path::{Path, PathBuf};

use kwic::picture::{self, Bars, Edge, HeatMap, Lines, Network, Picture, Strip, Strips, write_graphml, write_svg};
use kwic::report::{Answer, Cell, Column, Format, Made, Screen, Table, write_answer};
use kwic::stats::Interval;
use pictures::{all, name};
use proptest::collection::vec;
use proptest::prelude::*;
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
    let folder = std::env::var_os("KWIC_PICTURES").map(PathBuf::from);
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

/// The scale that an axis' labels tell: points of the page for one unit, and the place of zero.
fn scale(document: &Document<'_>, along: &str) -> (f64, f64) {
    let other = if along == "x" { "y" } else { "x" };
    let labels: Vec<(f64, f64, String)> = document
        .descendants()
        .filter(|node| node.has_tag_name("text") && !node.has_attribute("transform"))
        .filter_map(|node| {
            let value = node.text()?.replace(',', "").replace('−', "-").parse().ok()?;
            Some((value, number(&node, along), node.attribute(other)?.to_string()))
        })
        .collect();
    let zero = labels.iter().find(|label| label.0 == 0.0).unwrap();
    let last = labels.iter().rfind(|label| label.2 == zero.2 && label.0 != 0.0);
    let last = last.or_else(|| labels.iter().rfind(|label| label.0 != 0.0)).unwrap();
    ((last.1 - zero.1) / last.0, zero.1)
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.03
}

#[test]
fn bars_and_whiskers_are_as_long_as_their_values() {
    for picture in [pictures::bars(10, 2), pictures::negative()] {
        let text = svg(&picture);
        let document = Document::parse(&text).unwrap();
        let (unit, zero) = scale(&document, "x");
        let Picture::Bars(bars) = &picture else { unreachable!() };
        let values: Vec<_> = bars.groups.iter().flat_map(|(_, values)| values).flatten().collect();
        let is_bar = |node: &Node<'_, '_>| node.has_tag_name("rect") && node.first_element_child().is_some();
        let drawn: Vec<_> = document.descendants().filter(is_bar).collect();
        assert_eq!(drawn.len(), values.len());
        for (bar, value) in drawn.iter().zip(values) {
            let (left, wide) = (number(bar, "x"), number(bar, "width"));
            assert!(near(left, zero + unit * value.at.min(0.0)), "{value:?}: {left}");
            assert!(near(wide, unit * value.at.abs()), "{value:?}: {wide}");
            if let Some(interval) = value.interval {
                let whisker = bar.next_sibling_element().unwrap();
                let ends = [number(&whisker, "x1"), number(&whisker, "x2")];
                assert!(near(ends[0], zero + unit * interval.low), "{value:?}: {ends:?}");
                assert!(near(ends[1], zero + unit * interval.high), "{value:?}: {ends:?}");
            }
        }
    }
}

#[test]
fn a_line_goes_through_its_values_and_stops_where_there_are_none() {
    let picture = pictures::lines(30, 1);
    let text = svg(&picture);
    let document = Document::parse(&text).unwrap();
    let (unit, zero) = scale(&document, "y");
    // Labels stand a third of their size below their tick.
    let zero = zero - 0.35 * 8.5;
    let Picture::Lines(lines) = &picture else { unreachable!() };
    let runs: Vec<Vec<f64>> = lines.series[0]
        .1
        .split(|(_, value)| value.is_none())
        .filter(|run| run.len() > 1)
        .map(|run| run.iter().map(|(_, value)| value.unwrap().at).collect())
        .collect();
    let drawn: Vec<_> = document.descendants().filter(|node| node.has_tag_name("polyline")).collect();
    assert_eq!(drawn.len(), runs.len());
    for (line, run) in drawn.iter().zip(runs) {
        let places = line.attribute("points").unwrap().split(' ').map(|place| place.split_once(',').unwrap().1);
        let places: Vec<f64> = places.map(|y| y.parse().unwrap()).collect();
        assert_eq!(places.len(), run.len());
        assert!(places.iter().zip(&run).all(|(y, value)| near(*y, zero + unit * value)), "{places:?} {run:?}");
    }
}

#[test]
fn a_tick_stands_where_its_hit_is() {
    let strip = Strip { name: "paper".into(), length: 1_000, ticks: vec![0, 500, 999, 1_000], sections: vec![0, 250] };
    let text = svg(&Picture::Strips(Strips { title: "Hits".into(), strips: vec![strip] }));
    let document = Document::parse(&text).unwrap();
    let strip = document.descendants().filter(|node| node.has_tag_name("rect")).nth(1).unwrap();
    let place = |at: f64| number(&strip, "x") + (at + 0.5) / 1_000.0 * number(&strip, "width");
    let paths: Vec<_> = document.descendants().filter(|node| node.has_tag_name("path")).collect();
    for (path, positions) in paths.iter().zip([vec![250.0], vec![0.0, 500.0, 999.0]]) {
        let drawn = path.attribute("d").unwrap().split('M').skip(1).map(|d| d.split(' ').next().unwrap());
        let drawn: Vec<f64> = drawn.map(|x| x.parse().unwrap()).collect();
        assert_eq!(drawn.len(), positions.len(), "one beyond the paper's end is not drawn");
        assert!(drawn.iter().zip(&positions).all(|(x, at)| near(*x, place(*at))), "{drawn:?}");
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

fn on_screen(picture: &Picture, screen: Screen) -> String {
    let table = Table::default();
    let answer = Answer { table: &table, picture: Some(picture) };
    let mut out = Vec::new();
    write_answer(&mut out, Format::Table, answer, &Made::default(), screen).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_picture_on_a_screen_is_no_wider_than_it_and_cannot_steer_it() {
    let folder = std::env::var_os("KWIC_PICTURES").map(PathBuf::from);
    for (name, picture) in all() {
        for width in [40, 80, 200] {
            let text = on_screen(&picture, Screen { width, colour: false });
            assert!(!text.contains('\u{1b}') && !text.contains("NaN") && !text.contains("inf"), "{name}");
            for line in text.lines().skip(1) {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{name}, {width}: {line}");
            }
            if let Some(folder) = folder.as_ref().filter(|_| width == 80) {
                fs::write(folder.join(format!("{name}.txt")), &text).unwrap();
            }
        }
        let coloured = on_screen(&picture, Screen { width: 80, colour: true });
        assert_eq!(coloured.contains('\u{1b}'), !coloured.trim().is_empty(), "{name}");
    }
}

#[test]
fn a_page_shows_the_picture_above_its_table() {
    let picture = pictures::bars(10, 2);
    let columns = ["paper", "rate"].map(|name| Column { name: name.into(), shrinks: false }).to_vec();
    let table = Table { columns, rows: vec![vec![Cell::Text("a".into()), Cell::Number(1.5)]] };
    let answer = Answer { table: &table, picture: Some(&picture) };
    let mut out = Vec::new();
    write_answer(&mut out, Format::Html, answer, &Made::default(), Screen { width: 80, colour: false }).unwrap();
    let page = String::from_utf8(out.clone()).unwrap();
    assert!(page.find("<svg ").unwrap() < page.find("<table").unwrap());
    assert_eq!(page.matches("<script").count(), 1, "what made it, as data, and no other");
    assert_eq!(Made::of("bars.html".as_ref(), &out).unwrap(), Made::default());
    if let Some(folder) = std::env::var_os("KWIC_PICTURES") {
        fs::write(Path::new(&folder).join("page.html"), page).unwrap();
    }
}

#[test]
fn only_what_is_a_picture_is_written_as_one() {
    let table = Table::default();
    let bars = pictures::bars(1, 1);
    for (format, picture) in [(Format::Svg, None), (Format::Graphml, None), (Format::Graphml, Some(&bars))] {
        let mut out = Vec::new();
        let answer = Answer { table: &table, picture };
        let screen = Screen { width: 80, colour: false };
        let error = write_answer(&mut out, format, answer, &Made::default(), screen).unwrap_err();
        assert!(error.to_string().contains("kwic collocates --network"), "{error}");
        assert!(out.is_empty());
    }
}

fn any_value() -> impl Strategy<Value = Option<picture::Value>> {
    let number = prop_oneof![prop::num::f64::ANY, -1e3..1e3f64, Just(0.0)];
    let interval = proptest::option::of((number.clone(), number.clone()))
        .prop_map(|ends| ends.map(|(low, high)| Interval { low, high }));
    proptest::option::of((number, interval).prop_map(|(at, interval)| picture::Value { at, interval }))
}

fn any_picture() -> impl Strategy<Value = Picture> {
    let name = any::<String>;
    let values = || vec(any_value(), 0..4);
    let title = || ("[a-z ]{0,200}", name());
    let bars = (title(), vec(name(), 0..4), vec((name(), values()), 0..5));
    let bars = bars.prop_map(|((title, unit), series, groups)| Picture::Bars(Bars { title, unit, series, groups }));
    let points = vec((prop_oneof![prop::num::f64::ANY, (1_900..2_100i32).prop_map(f64::from)], any_value()), 0..6);
    let lines = (title(), name(), vec((name(), points), 0..4));
    let lines = lines.prop_map(|((title, unit), axis, series)| Picture::Lines(Lines { title, axis, unit, series }));
    let row = (name(), vec(proptest::option::of(prop::num::f64::ANY), 0..4));
    let map = (title(), vec(name(), 0..4), vec(row, 0..5));
    let map = map.prop_map(|((title, unit), columns, rows)| Picture::HeatMap(HeatMap { title, unit, columns, rows }));
    let strip = (name(), any::<u64>(), vec(any::<u64>(), 0..9), vec(any::<u64>(), 0..9));
    let strip = strip.prop_map(|(name, length, ticks, sections)| Strip { name, length, ticks, sections });
    let strips = (title(), vec(strip, 0..5)).prop_map(|((title, _), strips)| Picture::Strips(Strips { title, strips }));
    let word = (name(), prop::num::f64::ANY, any::<bool>());
    let word = word.prop_map(|(name, weight, centre)| picture::Node { name, weight, centre });
    let tie = (0..7usize, 0..7usize, prop::num::f64::ANY).prop_map(|(from, to, weight)| Edge { from, to, weight });
    let network = (title(), vec(word, 0..6), vec(tie, 0..9));
    let network = network.prop_map(|((title, _), nodes, edges)| Picture::Network(Network { title, nodes, edges }));
    prop_oneof![bars, lines, map, strips, network]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_picture_can_be_drawn(picture in any_picture()) {
        let text = svg(&picture);
        prop_assert_eq!(&text, &svg(&picture));
        let document = Document::parse(&text).unwrap();
        for node in document.descendants() {
            for attribute in node.attributes().filter(|a| a.name() != "font-family") {
                let value = attribute.value();
                prop_assert!(!value.contains("NaN") && !value.contains("inf"), "{value}");
            }
        }
        for line in on_screen(&picture, Screen { width: 60, colour: false }).lines().skip(1) {
            prop_assert!(unicode_width::UnicodeWidthStr::width(line) <= 60, "{}", line);
        }
        if let Picture::Network(network) = &picture {
            let mut out = Vec::new();
            write_graphml(&mut out, network).unwrap();
            Document::parse(std::str::from_utf8(&out).unwrap()).unwrap();
        }
    }
}

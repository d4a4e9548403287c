//! Networks.

use super::canvas::{Anchor, Area, Canvas, INK, MARGIN, SIZE, WIDTH, p, title};
use super::label::width;
use super::layout::{part, places};
use super::scale::drawable;
use super::{Edge, Network};

/// What stays free around a word.
const GAP: f64 = 3.0;

pub(super) fn draw(network: &Network, canvas: &mut Canvas) {
    let radii = radii(network);
    let room = WIDTH - 2.0 * MARGIN;
    let mut areas = on_page(&places(network), room);
    for ((area, node), radius) in areas.iter_mut().zip(&network.nodes).zip(&radii) {
        area.width = (width(&node.name, SIZE).min(0.35 * room).max(2.0 * radius)) + 2.0 * GAP;
        area.height = 2.0 * radius + 1.2 * SIZE + GAP;
        area.x = (area.x - area.width / 2.0).min(WIDTH - MARGIN - area.width).max(MARGIN);
        area.y -= area.height / 2.0;
    }
    let centres: Vec<bool> = network.nodes.iter().map(|node| node.centre).collect();
    // Two that are both held could not part.
    let first = centres.iter().position(|centre| *centre);
    let fixed: Vec<bool> = (0..centres.len()).map(|at| Some(at) == first).collect();
    part(&mut areas, &fixed, MARGIN, WIDTH - MARGIN);
    let top = areas.iter().map(|area| area.y).fold(f64::MAX, f64::min);
    areas.iter_mut().for_each(|area| area.y += canvas.y - top);
    let middles: Vec<(f64, f64)> =
        areas.iter().zip(&radii).map(|(area, radius)| (area.x + area.width / 2.0, area.y + radius + 1.0)).collect();
    ties(canvas, network, &middles);
    for (((node, area), radius), (x, y)) in network.nodes.iter().zip(&areas).zip(&radii).zip(&middles) {
        let label = Area {
            x: area.x + GAP - 1.0,
            y: y + radius + 1.0,
            width: area.width - 2.0 * GAP + 2.0,
            height: 1.1 * SIZE,
        };
        canvas.rect(label, "fill=\"#fff\" fill-opacity=\"0.75\"", "");
        let fill = if node.centre { "#d55e00" } else { "#0072b2" };
        let (cx, cy, r, title) = (p(*x), p(*y), p(*radius), title(&node.name));
        canvas.element(&format!(
            "<circle cx=\"{cx}\" cy=\"{cy}\" r=\"{r}\" fill=\"{fill}\" stroke=\"#fff\" stroke-width=\"0.7\">{title}</circle>"
        ));
        let foot = (*x, y + radius + 0.95 * SIZE);
        canvas.text(foot, Anchor::Middle, INK, area.width - 2.0 * GAP + 0.01, &node.name);
    }
    canvas.y = areas.iter().map(|area| area.y + area.height).fold(canvas.y, f64::max);
}

/// A word's size is the area of its circle.
fn radii(network: &Network) -> Vec<f64> {
    let weight = |weight: f64| drawable(weight).unwrap_or(0.0).max(0.0);
    let heaviest = network.nodes.iter().map(|node| weight(node.weight)).fold(0.0, f64::max);
    let share = |own: f64| if heaviest > 0.0 { weight(own) / heaviest } else { 0.0 };
    network.nodes.iter().map(|node| 2.2 + 6.0 * share(node.weight).sqrt()).collect()
}

/// Places as points of the page's width, in a height that leaves each word some room. Areas have no size yet.
fn on_page(places: &[(f64, f64)], room: f64) -> Vec<Area> {
    let most = |of: fn(&(f64, f64)) -> f64| places.iter().map(|place| of(place).abs()).fold(1e-9, f64::max);
    let (across, down) = (most(|place| place.0), most(|place| place.1));
    let count = places.len() as f64;
    let height = (60.0 + 55.0 * count.sqrt()).min(0.9 * room);
    let area = |&(x, y): &(f64, f64)| Area {
        x: WIDTH / 2.0 + x / across * (room / 2.0 - 30.0),
        y: y / down * height / 2.0,
        width: 0.0,
        height: 0.0,
    };
    places.iter().map(area).collect()
}

/// Draws the ties, the strongest above the others.
fn ties(canvas: &mut Canvas, network: &Network, middles: &[(f64, f64)]) {
    let weight = |edge: &Edge| drawable(edge.weight).unwrap_or(0.0).max(0.0);
    let strongest = network.edges.iter().map(weight).fold(0.0, f64::max);
    // Many thick ties would run into one.
    let thickest = 3.2 * (30.0 / network.edges.len() as f64).sqrt().min(1.0);
    let mut edges: Vec<&Edge> = network.edges.iter().collect();
    edges.sort_by(|a, b| weight(a).partial_cmp(&weight(b)).unwrap_or(std::cmp::Ordering::Equal));
    for edge in edges {
        let share = if strongest > 0.0 { weight(edge) / strongest } else { 0.0 };
        if let (Some(from), Some(to)) = (middles.get(edge.from), middles.get(edge.to)) {
            canvas.line(*from, *to, "#aab2ba", 0.4 + thickest * share);
        }
    }
}

//! Where the words of a network stand: forces as of springs and charges (Fruchterman and Reingold 1991), from a
//! beginning without chance. Only operations whose results IEEE 754 fixes to the last bit are used, so that the same
//! network looks the same on every machine.

use super::Network;
use super::canvas::Area;

/// The cosine and sine of the golden angle, by which one word stands turned from the next at the beginning.
const TURN: (f64, f64) = (-0.737_368_878_078_319_8, 0.675_490_294_261_523_6);
/// How much work forces may be: rounds times pairs.
const WORK: usize = 6_000_000;

/// A place for each node, with the distance of one spring as unit; a node that is the centre is in the middle.
pub(super) fn places(network: &Network) -> Vec<(f64, f64)> {
    let mut places = spiral(network);
    let count = places.len();
    let springs = springs(network);
    let rounds = (WORK / (count * count).max(1)).clamp(20, 300);
    let mut step = 0.15 * (count as f64).sqrt();
    let cooling = step / rounds as f64;
    for _ in 0..rounds {
        let mut forces: Vec<(f64, f64)> = places.iter().map(|at| charge(*at, &places)).collect();
        for &(from, to, strength) in &springs {
            let (Some(a), Some(b)) = (places.get(from), places.get(to)) else { continue };
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            let pull = strength * length(dx, dy);
            for (node, sign) in [(from, 1.0), (to, -1.0)] {
                if let Some(force) = forces.get_mut(node) {
                    *force = (force.0 + sign * pull * dx, force.1 + sign * pull * dy);
                }
            }
        }
        for ((place, force), node) in places.iter_mut().zip(forces).zip(&network.nodes) {
            let size = length(force.0, force.1);
            if !node.centre && size > 0.0 {
                let share = step.min(size) / size;
                *place = (place.0 + force.0 * share, place.1 + force.1 * share);
            }
        }
        step -= cooling;
    }
    places
}

fn spiral(network: &Network) -> Vec<(f64, f64)> {
    let (mut x, mut y) = (1.0f64, 0.0f64);
    let mut turned = 0;
    let place = |node: &super::Node| {
        if node.centre {
            return (0.0, 0.0);
        }
        turned += 1;
        (x, y) = (x * TURN.0 - y * TURN.1, x * TURN.1 + y * TURN.0);
        let radius = f64::from(turned).sqrt();
        (x * radius, y * radius)
    };
    network.nodes.iter().map(place).collect()
}

/// What pushes a node away from all others, and a little towards the middle.
fn charge(at: (f64, f64), places: &[(f64, f64)]) -> (f64, f64) {
    places.iter().fold((-0.05 * at.0, -0.05 * at.1), |force, other| {
        let (dx, dy) = (at.0 - other.0, at.1 - other.1);
        let square = (dx * dx + dy * dy).max(1e-4);
        (force.0 + dx / square, force.1 + dy / square)
    })
}

/// Ties as springs: the strongest pulls five times as much as the weakest.
fn springs(network: &Network) -> Vec<(usize, usize, f64)> {
    let strongest = network.edges.iter().map(|edge| edge.weight).filter(|w| w.is_finite()).fold(0.0, f64::max);
    let strength = |weight: f64| if strongest > 0.0 { (weight / strongest).clamp(0.0, 1.0) } else { 0.0 };
    let tie = |edge: &super::Edge| (edge.from, edge.to, 0.2 + 0.8 * strength(edge.weight.max(0.0)));
    network.edges.iter().filter(|edge| edge.from != edge.to).map(tie).collect()
}

fn length(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}

/// Moves areas until none meets another; all stay between `left` and `right`, and those that are `fixed` where they are.
/// First they push each other away; what still meets another then goes down to where there is room.
pub(super) fn part(areas: &mut [Area], fixed: &[bool], left: f64, right: f64) {
    let rounds = (WORK / (areas.len() * areas.len()).max(1)).clamp(10, 400);
    for _ in 0..rounds {
        let mut moved = false;
        for at in 1..areas.len() {
            let (before, rest) = areas.split_at_mut(at);
            let Some(area) = rest.first_mut() else { continue };
            for (other, &held) in before.iter_mut().zip(fixed) {
                if other.meets(area) {
                    moved = true;
                    push(area, other, (fixed.get(at) == Some(&true), held));
                    area.x = area.x.min(right - area.width).max(left);
                    other.x = other.x.min(right - other.width).max(left);
                }
            }
        }
        if !moved {
            return;
        }
    }
    let mut order: Vec<usize> = (0..areas.len()).collect();
    let key = |at: &usize| (fixed.get(*at) != Some(&true), areas.get(*at).map_or(0.0, |area| area.y));
    order.sort_by(|a, b| key(a).partial_cmp(&key(b)).unwrap_or(std::cmp::Ordering::Equal));
    let mut placed: Vec<Area> = Vec::new();
    for at in order {
        let Some(area) = areas.get_mut(at) else { continue };
        while let Some(other) = placed.iter().find(|other| other.meets(area)) {
            area.y = other.y + other.height;
        }
        placed.push(*area);
    }
}

/// Pushes two areas apart along the shorter way.
fn push(area: &mut Area, other: &mut Area, held: (bool, bool)) {
    let (dx, dy) = (
        area.x + area.width / 2.0 - other.x - other.width / 2.0,
        area.y - other.y + (area.height - other.height) / 2.0,
    );
    let across = (area.width + other.width) / 2.0 - dx.abs() + 0.01;
    let down = (area.height + other.height) / 2.0 - dy.abs() + 0.01;
    let (mine, its) = match held {
        (true, true) => (0.0, 0.0),
        (true, false) => (0.0, 1.0),
        (false, true) => (1.0, 0.0),
        (false, false) => (0.5, 0.5),
    };
    if across < down {
        let way = if dx < 0.0 { -across } else { across };
        area.x += mine * way;
        other.x -= its * way;
    } else {
        let way = if dy < 0.0 { -down } else { down };
        area.y += mine * way;
        other.y -= its * way;
    }
}

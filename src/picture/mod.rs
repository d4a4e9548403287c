//! Pictures of counts and rates, drawn as SVG for a printed page, and networks as GraphML.
//! They are plain data and know nothing of an index; a number that is not finite is drawn
//! as if there were none.

mod bars;
mod canvas;
mod graphml;
mod heat_map;
mod label;
mod layout;
mod legend;
mod lines;
mod network;
pub(crate) mod number;
pub(crate) mod scale;
mod strips;
mod svg;
mod xml;

pub use graphml::write_graphml;
pub use svg::write_svg;

use crate::stats::Interval;

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub enum Picture {
    /// Values of groups beside each other.
    Bars(Bars),
    /// Values along an axis such as years.
    Lines(Lines),
    /// A table whose cells are shades.
    HeatMap(HeatMap),
    /// Where in each paper the hits are.
    Strips(Strips),
    /// What goes with what.
    Network(Network),
}

impl Picture {
    /// What stands above it.
    pub fn title(&self) -> &str {
        match self {
            Picture::Bars(bars) => &bars.title,
            Picture::Lines(lines) => &lines.title,
            Picture::HeatMap(map) => &map.title,
            Picture::Strips(strips) => &strips.title,
            Picture::Network(network) => &network.title,
        }
    }
}

/// A value, and how far it can be trusted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Value {
    /// The value.
    pub at: f64,
    /// The range that it is believed to lie in.
    pub interval: Option<Interval>,
}

/// Horizontal bars, with whiskers where a value has an interval.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bars {
    /// What stands above them.
    pub title: String,
    /// What the values are: `per million tokens`.
    pub unit: String,
    /// What stands beside each other in each group: the queries. One series needs no legend.
    pub series: Vec<String>,
    /// Each group's name, and its value for each series; `None` where nothing can be said.
    pub groups: Vec<(String, Vec<Option<Value>>)>,
}

/// A line's points: place on the axis and value, in the axis' order; a gap where there is no value.
pub type Points = Vec<(f64, Option<Value>)>;

/// Lines along an axis, with a band where values have intervals.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lines {
    /// What stands above them.
    pub title: String,
    /// What the axis is: `year`.
    pub axis: String,
    /// What the values are: `per million tokens`.
    pub unit: String,
    /// Each line's name and points.
    pub series: Vec<(String, Points)>,
}

/// A table whose cells are shades.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HeatMap {
    /// What stands above it.
    pub title: String,
    /// What the values are: `per million tokens`.
    pub unit: String,
    /// The columns' names.
    pub columns: Vec<String>,
    /// Each row's name, and its value for each column; `None` where nothing can be said.
    pub rows: Vec<(String, Vec<Option<f64>>)>,
}

/// The dispersion plot: each paper a strip, each hit a tick.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Strips {
    /// What stands above them.
    pub title: String,
    /// The papers.
    pub strips: Vec<Strip>,
}

/// One paper of the dispersion plot.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Strip {
    /// The paper's name.
    pub name: String,
    /// Its tokens.
    pub length: u64,
    /// The hits' positions, in tokens from the paper's beginning.
    pub ticks: Vec<u64>,
    /// The position of each section's first token.
    pub sections: Vec<u64>,
}

/// Words and what ties them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Network {
    /// What stands above it.
    pub title: String,
    /// The words.
    pub nodes: Vec<Node>,
    /// What ties them.
    pub edges: Vec<Edge>,
}

/// A word of a network.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The word.
    pub name: String,
    /// How much there is of it: its size.
    pub weight: f64,
    /// Whether it stands in the middle: the word that was asked for.
    pub centre: bool,
}

/// What ties two words of a network.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// The one, as a place in [`Network::nodes`].
    pub from: usize,
    /// The other.
    pub to: usize,
    /// How strong the tie is: its thickness.
    pub weight: f64,
}

//! Networks as GraphML (graphml.graphdrawing.org), which Gephi, Cytoscape, yEd, igraph and NetworkX read.

use std::io::{self, Write};

use super::Network;
use super::xml::escaped;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="label" for="node" attr.name="label" attr.type="string"/>
<key id="size" for="node" attr.name="weight" attr.type="double"/>
<key id="centre" for="node" attr.name="centre" attr.type="boolean"/>
<key id="weight" for="edge" attr.name="weight" attr.type="double"/>"#;

/// Writes a network as GraphML: nodes with `label`, `weight` and `centre`, edges with `weight`;
/// a weight that is not finite is left out.
///
/// # Errors
/// An output that cannot be written.
pub fn write_graphml(out: &mut dyn Write, network: &Network) -> io::Result<()> {
    writeln!(out, "{HEAD}\n<graph edgedefault=\"undirected\">\n<desc>{}</desc>", escaped(&network.title))?;
    for (at, node) in network.nodes.iter().enumerate() {
        let (label, size) = (escaped(&node.name), data("size", node.weight));
        let centre = node.centre;
        writeln!(
            out,
            "<node id=\"n{at}\"><data key=\"label\">{label}</data>{size}<data key=\"centre\">{centre}</data></node>"
        )?;
    }
    let known = network.nodes.len();
    for edge in network.edges.iter().filter(|edge| edge.from < known && edge.to < known) {
        let weight = data("weight", edge.weight);
        writeln!(out, "<edge source=\"n{}\" target=\"n{}\">{weight}</edge>", edge.from, edge.to)?;
    }
    writeln!(out, "</graph>\n</graphml>")
}

fn data(key: &str, number: f64) -> String {
    if number.is_finite() { format!("<data key=\"{key}\">{number:?}</data>") } else { String::new() }
}

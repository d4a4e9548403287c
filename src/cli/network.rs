//! `kwic collocates --network`: a query, its collocates, and which of them stand together.

use kwic::counts::Together;
use kwic::picture::{Edge, Network, Node, Picture};
use kwic::report::{Cell, Column, Table};

/// The network of a query with so many hits as a picture, and its ties as a table: the strongest first. Ties of one hit alone are left out
/// between collocates.
pub fn network(query: &str, hits: u64, words: &[String], together: &Together) -> (Table, Picture) {
    let of_query = (0..words.len()).map(|word| (0, word + 1, together.near(word)));
    let pairs = (0..words.len()).flat_map(|one| (one + 1..words.len()).map(move |other| (one, other)));
    let among = pairs.map(|(one, other)| (one + 1, other + 1, together.both(one, other))).filter(|tie| tie.2 > 1);
    let mut ties: Vec<(usize, usize, u64)> = of_query.chain(among).collect();
    ties.sort_by_key(|(from, to, hits)| (std::cmp::Reverse(*hits), *from, *to));
    let names: Vec<&str> = std::iter::once(query).chain(words.iter().map(String::as_str)).collect();
    let name = |node: usize| names.get(node).map_or("", |name| *name).to_string();
    let row =
        |&(from, to, hits): &(usize, usize, u64)| vec![Cell::Text(name(from)), Cell::Text(name(to)), Cell::Count(hits)];
    let columns = [("from", true), ("to", true), ("hits", false)];
    let table = Table {
        columns: columns.map(|(name, shrinks)| Column { name: name.into(), shrinks }).into(),
        rows: ties.iter().map(row).collect(),
    };
    let weight = |node: usize| node.checked_sub(1).map_or(hits, |word| together.near(word)) as f64;
    let nodes = (0..names.len()).map(|node| Node { name: name(node), weight: weight(node), centre: node == 0 });
    let edges = ties.iter().map(|&(from, to, hits)| Edge { from, to, weight: hits as f64 });
    let title = format!("What stands near {query}");
    (table, Picture::Network(Network { title, nodes: nodes.collect(), edges: edges.collect() }))
}

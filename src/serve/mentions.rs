//! How often each text speaks of each thing, in memory: what a page counts, and in which texts it has to look, is read from the store once.

use std::collections::HashMap;

use oxigraph::model::{NamedNode, NamedNodeRef};

use super::documents::Documents;
use super::search::ask;
use crate::Result;
use crate::query::text;
use crate::store::Store;
use crate::vocabulary::zt;

/// The properties that say which part a body has in a task: leads, supports, answers for.
const ROLES: [NamedNodeRef<'static>; 3] = [zt::LEADS, zt::SUPPORTS, zt::IS_RESPONSIBLE_FOR];

/// What one graph says of one thing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mention {
    /// The places of both among the things and among the graphs.
    pub thing: u32,
    pub graph: u32,
    /// How many facts speak of it.
    pub facts: u32,
    /// How many tasks it leads, supports and answers for.
    pub duties: [u32; 3],
}

/// The mentions of things in graphs.
#[derive(Debug, Default)]
pub struct Mentions {
    /// Those of the latest documents first; and how many facts each has.
    graphs: Vec<(NamedNode, u32)>,
    places: HashMap<String, u32>,
    /// By thing, then by graph.
    all: Vec<Mention>,
    /// Those with duties, by graph.
    duties: Vec<Mention>,
}

impl Mentions {
    /// Counts them. `place` tells the place of a thing; what has none is left out.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn read(store: &Store, documents: &Documents, place: impl Fn(&str) -> Option<u32>) -> Result<Self> {
        let mut graphs: Vec<(NamedNode, u32)> = Vec::new();
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut all: Vec<Mention> = Vec::new();
        for query in [include_str!("mentions/graphs.rq"), include_str!("mentions/facts.rq"), include_str!("mentions/duties.rq")] {
            ask(store, query, |row| {
                let (graph, number) = (text(row, "graph"), text(row, "number").parse().unwrap_or(0));
                let known = numbers.get(graph).copied().unwrap_or_else(|| {
                    graphs.push((NamedNode::new_unchecked(graph), 0));
                    numbers.insert(graph.to_owned(), graphs.len() as u32 - 1);
                    graphs.len() as u32 - 1
                });
                if row.get("thing").is_none() {
                    graphs[known as usize].1 = number;
                } else if let Some(thing) = place(text(row, "thing")) {
                    let mut mention = Mention { thing, graph: known, ..Mention::default() };
                    match ROLES.iter().position(|property| property.as_str() == text(row, "property")) {
                        Some(role) => mention.duties[role] = number,
                        None => mention.facts = number,
                    }
                    all.push(mention);
                }
            })?;
        }
        let date = |graph: &NamedNode| documents.of_text(graph.as_str()).map_or("", |source| &source.date);
        graphs.sort_unstable_by(|(graph, _), (other, _)| (date(other), graph).cmp(&(date(graph), other)));
        let places: HashMap<String, u32> = graphs.iter().map(|(graph, _)| graph.as_str().to_owned()).zip(0..).collect();
        let mut sorted = vec![0; graphs.len()];
        numbers.into_iter().for_each(|(graph, number)| sorted[number as usize] = places[&graph]);
        all.iter_mut().for_each(|mention| mention.graph = sorted[mention.graph as usize]);
        all.sort_unstable_by_key(|mention| (mention.thing, mention.graph));
        all.dedup_by(|next, mention| {
            let same = (next.thing, next.graph) == (mention.thing, mention.graph);
            if same {
                mention.facts += next.facts;
                mention.duties.iter_mut().zip(next.duties).for_each(|(sum, number)| *sum += number);
            }
            same
        });
        all.shrink_to_fit();
        let mut duties: Vec<Mention> = all.iter().filter(|mention| mention.duties != [0; 3]).copied().collect();
        duties.sort_by_key(|mention| mention.graph);
        Ok(Self { graphs, places, all, duties })
    }

    /// Where a thing is spoken of, in the latest documents first.
    pub fn of(&self, thing: u32) -> &[Mention] {
        of(&self.all, thing, |mention| mention.thing)
    }

    /// The bodies that have something to do in a graph.
    pub fn duties_in(&self, graph: &str) -> &[Mention] {
        self.places.get(graph).map_or(&[], |place| of(&self.duties, *place, |mention| mention.graph))
    }

    /// A graph by its place; and how many facts it has.
    pub fn graph(&self, place: u32) -> (NamedNodeRef<'_>, u32) {
        let (graph, facts) = &self.graphs[place as usize];
        (graph.as_ref(), *facts)
    }

    /// The place of a graph.
    pub fn place(&self, graph: &str) -> Option<u32> {
        self.places.get(graph).copied()
    }

    /// How many facts there are.
    pub fn facts(&self) -> u64 {
        self.graphs.iter().map(|(_, facts)| u64::from(*facts)).sum()
    }
}

/// The mentions of one key, of those that are sorted by it.
fn of(mentions: &[Mention], key: u32, of: impl Fn(&Mention) -> u32) -> &[Mention] {
    let from = mentions.partition_point(|mention| of(mention) < key);
    &mentions[from..from + mentions[from..].partition_point(|mention| of(mention) == key)]
}

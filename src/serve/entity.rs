//! One thing and what is said of it, read from the store's indexes: what it needs grows with what is shown, not with the store.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, Term};
use oxigraph::sparql::{QueryResults, QuerySolution};
use serde_json::{Map, Value, json};

use super::documents::{Documents, Source};
use super::search::{Index, Thing, value};
use crate::Result;
use crate::query::{self, Dataset, Query, evaluation_error, text};
use crate::store::{ONTOLOGY_GRAPH, Store};
use crate::vocabulary::{JOINS, PLAIN, dcterms, eli, foaf, oa, org, prov, schema, zt};

/// Facts of which the neighbours of a thing are counted; of those that are told the first.
const NEIGHBOURING: usize = 20;
/// The most neighbours that are told.
const MOST_NEIGHBOURS: usize = 100;
/// The latest documents of which the statements are looked at for a thing's properties: many say the same of an organization.
const LATEST: usize = 4;
/// Statements by which graphs that name a thing are found, where no fact speaks of it.
const SOME: usize = 20;

/// Reads the things of a store.
pub struct Reader<'s> {
    store: &'s Store,
    index: &'s Index,
    documents: &'s Documents,
    /// What facts say, and the words of evidence, as far as they have been read.
    said: HashMap<String, Vec<(NamedNode, Term)>>,
    quotes: HashMap<String, Map<String, Value>>,
}

/// A graph, and how many of its facts speak of a thing.
#[derive(Clone, Copy)]
struct Mentioning<'s> {
    graph: NamedNodeRef<'s>,
    facts: usize,
}

/// A fact, and the graph in which it stands.
struct Place<'s> {
    graph: NamedNodeRef<'s>,
    fact: String,
}

/// Where the words of a fact stand in its text, as far as that is known, and whether it is inferred.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Stretch {
    start: Option<u64>,
    end: Option<u64>,
    inferred: bool,
}

impl<'s> Reader<'s> {
    pub fn new(store: &'s Store, index: &'s Index, documents: &'s Documents) -> Self {
        Self { store, index, documents, said: HashMap::new(), quotes: HashMap::new() }
    }

    /// All that is told of a thing; `None` if the store does not have it. Its facts are those from `offset` on, `limit` of them; where a year is named,
    /// those of its documents alone, and `none` is that of documents without a date.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn entity(&mut self, iri: &str, year: Option<&str>, limit: usize, offset: usize) -> Result<Option<Value>> {
        let Ok(node) = NamedNode::new(iri) else { return Ok(None) };
        let mut graphs = self.graphs_of(node.as_ref())?;
        if graphs.is_empty() && !self.is_known(node.as_ref())? {
            return Ok(None);
        }
        if let Some(year) = year {
            let year_of = |graph: &str| self.year_of(graph).map_or_else(|| "none".to_owned(), |year| year.to_string());
            graphs.retain(|one| year_of(one.graph.as_str()) == year);
        }
        let places = self.places(node.as_ref(), &graphs, limit, offset)?;
        let facts = self.facts(&places)?;
        let neighbours = self.neighbours(&node, &places[..places.len().min(NEIGHBOURING)]);
        let thing = self.index.get(iri);
        let label = self.label(iri);
        Ok(Some(json!({
            "iri": iri,
            "kind": self.kind(iri),
            "label": label,
            "labels": { "zh": label },
            "also": thing.map_or(&[][..], |thing| &thing.also),
            "properties": self.properties(node.as_ref(), &graphs)?,
            "facts": facts,
            "total": graphs.iter().map(|one| one.facts).sum::<usize>(),
            "offset": offset,
            "succession": self.succession(iri),
            "neighbours": neighbours,
        })))
    }

    /// An organization through all its names: for each, in which years it held, as far as that is known, and how many tasks it had in each year by its
    /// role; and the changes between them. `None` if the store does not have it.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn timeline(&self, iri: &str) -> Result<Option<Value>> {
        let Ok(node) = NamedNode::new(iri) else { return Ok(None) };
        if !self.is_known(node.as_ref())? {
            return Ok(None);
        }
        let changes = self.succession(iri);
        let mut line: Vec<String> = vec![iri.to_owned()];
        let ends = changes.iter().flat_map(|change| [&change["from"]["iri"], &change["to"]["iri"]]);
        line.extend(ends.filter_map(|end| end.as_str()).map(str::to_owned));
        let year_of = |end: &str, body: &str| {
            let years = changes.iter().filter(|change| change[end]["iri"] == body).filter_map(|change| change["year"].as_u64());
            years.min()
        };
        line.sort_by_cached_key(|body| (year_of("to", body), year_of("from", body).unwrap_or(u64::MAX), body.clone()));
        line.dedup();
        let mut told = Vec::new();
        for body in &line {
            told.push(json!({
                "iri": body,
                "label": self.label(body),
                "from": year_of("to", body),
                "until": year_of("from", body),
                "years": self.tasks_by_year(body),
            }));
        }
        Ok(Some(json!({ "iri": iri, "label": self.label(iri), "line": told, "changes": changes })))
    }

    /// How many tasks an organization had in each year, by role. Of a document that has several texts, the one with most counts.
    fn tasks_by_year(&self, body: &str) -> Vec<Value> {
        let mut documents: HashMap<(&str, Option<u32>), [u32; 3]> = HashMap::new();
        for mention in self.index.mentions_of(body).iter().filter(|mention| mention.duties != [0; 3]) {
            let (graph, _) = self.index.mentions().graph(mention.graph);
            let Some(source) = self.documents.of_text(graph.as_str()) else { continue };
            most(documents.entry((&source.document, self.year_of(graph.as_str()))).or_default(), mention.duties);
        }
        let mut years: BTreeMap<Option<u32>, [u32; 3]> = BTreeMap::new();
        for ((_, year), counts) in documents {
            years.entry(year).or_default().iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        let told = years.into_iter().map(
            |(year, [lead, support, responsible])| json!({ "year": year, "lead": lead, "support": support, "responsible": responsible }),
        );
        told.collect()
    }

    /// Bodies × documents: how many tasks each has in each, by role. The documents are the latest whose title has these words, and that are of this year;
    /// the bodies those with most tasks in them.
    pub fn matrix(&self, title: &str, year: Option<&str>, rows: usize, columns: usize) -> Value {
        let is_wanted =
            |source: &&Source| source.title.contains(title) && year.is_none_or(|year| source.date.get(..4).unwrap_or("none") == year);
        let mut of = 0;
        let mut cells: BTreeMap<(u32, usize), [u32; 3]> = BTreeMap::new();
        let mut shown: Vec<&Source> = Vec::new();
        for source in self.documents.latest().filter(is_wanted) {
            of += 1;
            if shown.len() == columns {
                continue;
            }
            let texts = self.documents.texts_of(&source.document);
            let mut duties = texts.iter().flat_map(|text| self.index.mentions().duties_in(text)).peekable();
            if duties.peek().is_some() {
                duties.for_each(|mention| most(cells.entry((mention.thing, shown.len())).or_default(), mention.duties));
                shown.push(source);
            }
        }
        let mut bodies: BTreeMap<u32, u32> = BTreeMap::new();
        for ((body, _), counts) in &cells {
            *bodies.entry(*body).or_default() += counts.iter().sum::<u32>();
        }
        let mut bodies: Vec<(u32, u32)> = bodies.into_iter().collect();
        bodies.sort_by_key(|(body, tasks)| (Reverse(*tasks), *body));
        bodies.truncate(rows);
        let told = bodies.iter().map(|(body, tasks)| {
            let counts = |column: usize| {
                let [lead, support, responsible] = cells.get(&(*body, column))?;
                Some(json!({ "lead": lead, "support": support, "responsible": responsible }))
            };
            let thing = &self.index.things()[*body as usize];
            json!({ "iri": thing.iri, "label": thing.label, "tasks": tasks, "cells": (0..shown.len()).map(counts).collect::<Vec<_>>() })
        });
        json!({
            "of": of,
            "documents": shown.iter().map(|source| json!({ "iri": source.document, "title": source.title, "date": source.date })).collect::<Vec<_>>(),
            "bodies": told.collect::<Vec<_>>(),
        })
    }

    /// Whether anything is said of a thing.
    fn is_known(&self, node: NamedNodeRef<'_>) -> Result<bool> {
        Ok(self.is_thing(node.as_str()) || self.store.matching(Some(node), None, None, None).next().transpose()?.is_some())
    }

    /// The year of a text's document.
    fn year_of(&self, text: &str) -> Option<u32> {
        self.documents.of_text(text)?.date.get(..4)?.parse().ok()
    }

    /// The stretches of a text that prove something: how many facts each proves, which of the text's facts is the first of them, and whether one of them is
    /// inferred; and how many facts the text has. They are in the order in which its facts are told.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn quotes_of(&self, text: &str) -> Result<(Vec<Value>, usize)> {
        let stretches = self.stretches(NamedNodeRef::new_unchecked(text))?;
        let mut quotes = Vec::new();
        let mut first = 0;
        for facts in stretches.chunk_by(|one, other| (one.start, one.end) == (other.start, other.end)) {
            if let Stretch { start: Some(start), end: Some(end), .. } = facts[0] {
                let inferred = facts.iter().any(|fact| fact.inferred);
                quotes.push(json!({ "start": start, "end": end, "first": first, "facts": facts.len(), "inferred": inferred }));
            }
            first += facts.len();
        }
        Ok((quotes, stretches.len()))
    }

    /// Where the words of all facts of a graph stand, the first first.
    fn stretches(&self, graph: NamedNodeRef<'_>) -> Result<Vec<Stretch>> {
        static STRETCHES: LazyLock<Query> = LazyLock::new(|| own(include_str!("entity/stretches.rq")));
        let mut stretches = Vec::new();
        ask_over(self.store, &STRETCHES, graph, &[], |row| {
            let edge = |edge| text(row, edge).parse().ok();
            stretches.push(Stretch { start: edge("start"), end: edge("end"), inferred: text(row, "inferences") != "0" });
        })?;
        stretches.sort_unstable();
        Ok(stretches)
    }

    /// The facts of a graph by where their words stand, `limit` of them from `offset` on. Names are read of these alone.
    fn facts_within(&self, graph: NamedNodeRef<'_>, limit: usize, offset: usize) -> Result<Vec<String>> {
        static BETWEEN: LazyLock<Query> = LazyLock::new(|| own(include_str!("entity/between.rq")));
        // As the query counts those whose place is not known.
        let place = |stretch: &Stretch| stretch.start.map_or(-1, u64::cast_signed);
        let stretches = self.stretches(graph)?;
        let to = offset.saturating_add(limit).min(stretches.len());
        let Some((first, last)) = stretches.get(offset..to).and_then(|shown| Some((place(shown.first()?), place(shown.last()?)))) else {
            return Ok(Vec::new());
        };
        let before = stretches.partition_point(|stretch| place(stretch) < first);
        let mut facts: Vec<(Option<u64>, Option<u64>, String)> = Vec::new();
        ask_over(self.store, &BETWEEN, graph, &[("first", &first.to_string()), ("last", &last.to_string())], |row| {
            let edge = |edge| text(row, edge).parse().ok();
            facts.push((edge("start"), edge("end"), text(row, "fact").to_owned()));
        })?;
        facts.sort_unstable();
        Ok(facts.into_iter().map(|(.., fact)| fact).skip(offset - before).take(limit).collect())
    }

    /// The graphs whose facts speak of a thing, those of the latest document first: of a document or a text its own, for any other those that join it.
    fn graphs_of(&self, node: NamedNodeRef<'_>) -> Result<Vec<Mentioning<'s>>> {
        let mentions = self.index.mentions();
        let mut graphs: BTreeMap<u32, u32> =
            self.index.mentions_of(node.as_str()).iter().map(|mention| (mention.graph, mention.facts)).collect();
        let text = self.documents.of_text(node.as_str()).map(|_| node.as_str());
        for text in self.documents.texts_of(node.as_str()).iter().map(String::as_str).chain(text) {
            graphs.extend(mentions.place(text).map(|place| (place, mentions.graph(place).1)));
        }
        // A fact is a thing too.
        for quad in self.store.matching(Some(node), Some(zt::EVIDENCE_PROPERTY), None, None) {
            if let GraphName::NamedNode(graph) = quad?.graph_name {
                graphs.extend(mentions.place(graph.as_str()).map(|place| (place, 1)));
            }
        }
        let told = graphs.into_iter().filter(|(_, facts)| *facts > 0);
        Ok(told.map(|(place, facts)| Mentioning { graph: mentions.graph(place).0, facts: facts as usize }).collect())
    }

    /// The facts of these graphs that speak of a thing, `limit` of them from `offset` on: of a graph that is its own all, by where they stand in the text;
    /// of any other in the order of their names, so that nothing has to be read of those that are not told.
    fn places<'g>(&self, node: NamedNodeRef<'_>, graphs: &[Mentioning<'g>], limit: usize, offset: usize) -> Result<Vec<Place<'g>>> {
        static SPEAKING: LazyLock<Query> = LazyLock::new(|| own(include_str!("entity/speaking.rq")));
        let (graphs, passed) = covering(graphs, limit, offset);
        let mut speaking: Vec<BTreeSet<String>> = vec![BTreeSet::new(); graphs.len()];
        let others: Vec<usize> = (0..graphs.len()).filter(|rank| !self.is_own(node, graphs[*rank].graph.as_str())).collect();
        if !others.is_empty() {
            let parameters: Vec<_> =
                others.iter().map(|rank| ("graph", graphs[*rank].graph.as_str())).chain([("thing", node.as_str())]).collect();
            ask(self.store, &SPEAKING, &parameters, |row| {
                if let Some(&rank) = others.get(number(row)) {
                    speaking[rank].insert(text(row, "fact").to_owned());
                }
            })?;
            // A fact is a thing too.
            for quad in self.store.matching(Some(node), Some(zt::EVIDENCE_PROPERTY), None, None) {
                let graph = quad?.graph_name;
                let is_its = |one: &Mentioning<'_>| matches!(&graph, GraphName::NamedNode(graph) if *graph == one.graph);
                if let Some(rank) = graphs.iter().position(is_its) {
                    speaking[rank].insert(node.as_str().to_owned());
                }
            }
        }
        let mut skip = offset.saturating_sub(passed);
        let mut places: Vec<Place<'g>> = Vec::new();
        for (one, speaking) in graphs.iter().zip(speaking) {
            let left = limit - places.len();
            let facts = if self.is_own(node, one.graph.as_str()) {
                self.facts_within(one.graph, left, skip)?
            } else {
                speaking.into_iter().skip(skip).take(left).collect()
            };
            places.extend(facts.into_iter().map(|fact| Place { graph: one.graph, fact }));
            skip = skip.saturating_sub(one.facts);
        }
        Ok(places)
    }

    /// Reads pieces of evidence that are not known yet.
    fn read_quotes<'e>(&mut self, evidence: impl Iterator<Item = &'e str>) -> Result<()> {
        static EVIDENCE: LazyLock<Query> = LazyLock::new(|| own(include_str!("entity/evidence.rq")));
        let unknown: BTreeSet<&str> = evidence.filter(|iri| !iri.is_empty() && !self.quotes.contains_key(*iri)).collect();
        let mut read: Vec<(Map<String, Value>, BTreeSet<String>)> = vec![Default::default(); unknown.len()];
        ask_of(self.store, &EVIDENCE, "evidence", unknown.iter().copied(), |row| {
            let Some((told, rules)) = read.get_mut(number(row)) else { return };
            let Some((Term::NamedNode(property), object)) = row.get("property").zip(row.get("value")) else { return };
            let edge = || value(object).parse::<u64>().ok().into();
            let (name, shown) = match property.as_ref() {
                zt::RULE => {
                    rules.insert(value(object).to_owned());
                    return;
                }
                zt::SECTION => ("section", value(object).into()),
                oa::EXACT => ("quote", value(object).into()),
                oa::START => ("start", edge()),
                oa::END => ("end", edge()),
                _ => return,
            };
            told.insert(name.to_owned(), shown);
        })?;
        for (evidence, (mut told, rules)) in unknown.into_iter().zip(read) {
            told.insert("rule".to_owned(), rules.into_iter().collect::<Vec<_>>().join(", ").into());
            self.quotes.insert(evidence.to_owned(), told);
        }
        Ok(())
    }

    /// Whether a graph is that of a text, or of a text of a document.
    fn is_own(&self, node: NamedNodeRef<'_>, graph: &str) -> bool {
        graph == node.as_str() || self.documents.of_text(graph).is_some_and(|source| source.document == node.as_str())
    }

    /// Reads what facts say that are not known yet.
    fn read_facts(&mut self, places: &[Place<'_>]) -> Result<()> {
        static FACTS: LazyLock<Query> = LazyLock::new(|| own(include_str!("entity/facts.rq")));
        let unknown: Vec<&str> = places.iter().map(|place| place.fact.as_str()).filter(|fact| !self.said.contains_key(*fact)).collect();
        let mut read: Vec<Vec<(NamedNode, Term)>> = vec![Vec::new(); unknown.len()];
        ask_of(self.store, &FACTS, "fact", unknown.iter().copied(), |row| {
            if let (Some(said), Some(Term::NamedNode(property)), Some(value)) =
                (read.get_mut(number(row)), row.get("property"), row.get("value"))
            {
                said.push((property.clone(), value.clone()));
            }
        })?;
        self.said.extend(unknown.into_iter().map(str::to_owned).zip(read));
        Ok(())
    }

    fn said(&self, place: &Place<'_>) -> &[(NamedNode, Term)] {
        self.said.get(&place.fact).map_or(&[], Vec::as_slice)
    }

    /// Facts with their evidence. What one joins is told by name under the name of the property, and by IRI under that name with `_iri`.
    fn facts(&mut self, places: &[Place<'_>]) -> Result<Vec<Value>> {
        self.read_facts(places)?;
        let said = places.iter().flat_map(|place| self.said(place));
        let proofs = said.filter(|(property, _)| *property == zt::EVIDENCE_PROPERTY || *property == zt::NOTE);
        let proofs: BTreeSet<String> = proofs.map(|(_, proof)| value(proof).to_owned()).collect();
        self.read_quotes(proofs.iter().map(String::as_str))?;
        Ok(places.iter().map(|place| self.fact(place)).collect())
    }

    fn fact(&self, place: &Place<'_>) -> Value {
        let Place { fact, graph } = place;
        let mut told = Map::new();
        told.insert("id".to_owned(), fact.as_str().into());
        told.insert("text_iri".to_owned(), graph.as_str().into());
        if let Some(source) = self.documents.of_text(graph.as_str()) {
            for (name, text) in [("document", &source.title), ("document_iri", &source.document), ("date", &source.date)] {
                told.insert(name.to_owned(), text.as_str().into());
            }
            told.insert("file".to_owned(), source.files.first().map_or("", String::as_str).into());
        }
        let evidence = self.said(place).iter().filter(|(property, _)| *property == zt::EVIDENCE_PROPERTY);
        let quotes = evidence.filter_map(|(_, evidence)| self.quotes.get(value(evidence)));
        let first = quotes.min_by_key(|quote| quote.get("start").and_then(Value::as_u64));
        told.extend(first.into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())));
        for (property, object) in self.said(place) {
            let (name, shown) = match (property.as_ref(), object) {
                (zt::CITING | zt::EVIDENCE_PROPERTY, _) => continue,
                (rdf::TYPE, class) => match relation(class) {
                    Some(relation) => ("relation".to_owned(), relation.into()),
                    None => continue,
                },
                (zt::NOTE, note) => ("note".to_owned(), self.quotes.get(value(note)).cloned().unwrap_or_default().into()),
                (property, Term::NamedNode(thing)) if self.is_thing(thing.as_str()) => {
                    told.insert(format!("{}_iri", field(property)), thing.as_str().into());
                    (field(property), self.label(thing.as_str()).into())
                }
                (property, Term::NamedNode(term)) => (field(property), last_part(term.as_str()).into()),
                (property, object) => (field(property), value(object).into()),
            };
            told.insert(name, shown);
        }
        Value::Object(told)
    }

    /// What is stated of a thing itself, beside its names and what its facts say in full.
    fn properties(&self, node: NamedNodeRef<'_>, graphs: &[Mentioning<'_>]) -> Result<Vec<Value>> {
        static STATED: LazyLock<Query> = LazyLock::new(|| own(include_str!("entity/stated.rq")));
        let mut all: BTreeMap<NamedNode, BTreeSet<(String, bool)>> = BTreeMap::new();
        let mut stating: BTreeSet<String> = graphs.iter().take(LATEST).map(|one| one.graph.as_str().to_owned()).collect();
        if stating.is_empty() {
            // No fact speaks of it: some of the graphs that name it will do.
            for quad in self.store.matching(Some(node), None, None, None).take(SOME) {
                if let GraphName::NamedNode(graph) = quad?.graph_name {
                    stating.insert(graph.into_string());
                }
            }
        }
        stating.insert(ONTOLOGY_GRAPH.as_str().to_owned());
        let stating = stating.iter().map(|graph| ("graph", graph.as_str()));
        ask(self.store, &STATED, &stating.chain([("thing", node.as_str())]).collect::<Vec<_>>(), |row| {
            let Some((Term::NamedNode(property), object)) = row.get("property").zip(row.get("value")) else { return };
            if !PLAIN.contains(&property.as_ref()) && !JOINS.contains(&property.as_ref()) && is_property(property.as_ref()) {
                all.entry(property.clone()).or_default().insert((value(object).to_owned(), object.is_named_node()));
            }
        })?;
        let mut told = Vec::new();
        for (property, values) in all {
            let values: Vec<Value> = values
                .into_iter()
                .map(|(value, is_iri)| {
                    let label = if is_iri { self.label(&value) } else { value.clone() };
                    if is_iri { json!({ "iri": value, "label": label, "value": value }) } else { json!({ "label": label, "value": value }) }
                })
                .collect();
            told.push(json!({ "property": property.as_str(), "label": self.term(property.as_ref()), "values": values }));
        }
        Ok(told)
    }

    /// The changes from body to body in the line of an organization, by year.
    fn succession(&self, body: &str) -> Vec<Value> {
        let told = self.index.changes().in_line_of(body).into_iter().map(|change| {
            let mut told = json!({
                "from": { "iri": change.from, "label": self.label(&change.from) },
                "to": { "iri": change.to, "label": self.label(&change.to) },
            });
            if !change.kind.is_empty() {
                told["year"] = change.year.into();
                told["kind"] = change.kind_name().into();
                told["label"] = self.term(NamedNodeRef::new_unchecked(&change.kind));
                told["what"] = change.what.as_str().into();
            }
            told
        });
        told.collect()
    }

    /// What facts join a thing with, the most often joined first.
    fn neighbours(&self, node: &NamedNode, places: &[Place<'_>]) -> Vec<Value> {
        let mut weights: HashMap<(&str, &str), usize> = HashMap::new();
        for said in places.iter().map(|place| self.said(place)) {
            let relation = said.iter().find_map(|(property, class)| if *property == rdf::TYPE { relation(class) } else { None });
            let role = said.iter().find(|(property, _)| *property == zt::ROLE || *property == zt::POSITION);
            let edge = role.map_or(relation.unwrap_or_default(), |(_, role)| last_part(value(role)));
            for (property, object) in said {
                if JOINS.contains(&property.as_ref()) && value(object) != node.as_str() {
                    *weights.entry((value(object), edge)).or_default() += 1;
                }
            }
        }
        let mut sorted: Vec<_> = weights.into_iter().collect();
        sorted.sort_by(|(thing, weight), (other, other_weight)| other_weight.cmp(weight).then_with(|| thing.cmp(other)));
        sorted.truncate(MOST_NEIGHBOURS);
        let told = sorted.into_iter().map(|((thing, edge), weight)| {
            json!({ "iri": thing, "label": self.label(thing), "kind": self.kind(thing), "edge": edge, "weight": weight })
        });
        told.collect()
    }

    fn is_thing(&self, iri: &str) -> bool {
        self.index.get(iri).is_some()
    }

    /// What a thing is called.
    pub fn label(&self, iri: &str) -> String {
        if let Some(source) = self.documents.texts_of(iri).first().and_then(|text| self.documents.of_text(text)) {
            return source.title.clone();
        }
        if let Some(source) = self.documents.of_text(iri) {
            return source.title.clone();
        }
        self.index.get(iri).map_or_else(|| decoded(last_part(iri)), |thing| thing.label.clone())
    }

    fn kind(&self, iri: &str) -> &'static str {
        if self.documents.of_text(iri).is_some() {
            return "text";
        }
        self.index.get(iri).map_or("thing", |thing: &Thing| thing.kind)
    }

    /// What the ontology calls a term, in both languages.
    fn term(&self, term: NamedNodeRef<'_>) -> Value {
        let [zh, en] = self.index.term(term.as_str()).cloned().unwrap_or_default();
        json!({ "zh": zh, "en": en.unwrap_or_else(|| last_part(term.as_str()).to_owned()) })
    }
}

/// The graphs that hold `limit` facts from `offset` on, and how many facts stand in those before them.
fn covering<'g, 's>(graphs: &'g [Mentioning<'s>], limit: usize, offset: usize) -> (&'g [Mentioning<'s>], usize) {
    let (mut from, mut passed) = (0, 0);
    while from < graphs.len() && passed + graphs[from].facts <= offset {
        passed += graphs[from].facts;
        from += 1;
    }
    let (mut to, mut held) = (from, passed);
    while to < graphs.len() && held < offset.saturating_add(limit) {
        held += graphs[to].facts;
        to += 1;
    }
    (&graphs[from..to], passed)
}

/// Whether the page tells a property: those by which things are named it tells elsewhere.
fn is_property(property: NamedNodeRef<'_>) -> bool {
    [zt::TERMS, org::TERMS, eli::TERMS, dcterms::TERMS, foaf::TERMS, prov::TERMS, schema::TERMS]
        .into_iter()
        .any(|terms| terms.contains(&property))
}

/// One of the server's own queries.
pub fn own(text: &str) -> Query {
    query::parse(text, "the server").unwrap_or_else(|error| panic!("a query of the server is wrong: {error}"))
}

/// Asks one of them.
pub fn ask(store: &Store, query: &Query, parameters: &[(&str, &str)], mut row: impl FnMut(&QuerySolution)) -> Result<()> {
    ask_dataset(store, query, &Dataset::default(), parameters, &mut row)
}

/// Asks one of them over one graph.
fn ask_over(
    store: &Store,
    query: &Query,
    graph: NamedNodeRef<'_>,
    parameters: &[(&str, &str)],
    mut row: impl FnMut(&QuerySolution),
) -> Result<()> {
    let dataset = Dataset { default: vec![graph.into_owned()], ..Dataset::default() };
    ask_dataset(store, query, &dataset, parameters, &mut row)
}

fn ask_dataset(
    store: &Store,
    query: &Query,
    dataset: &Dataset,
    parameters: &[(&str, &str)],
    row: &mut dyn FnMut(&QuerySolution),
) -> Result<()> {
    let parameters: Vec<(String, String)> = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    if let QueryResults::Solutions(rows) = query::run_over(store.inner(), query, &parameters, dataset)? {
        for solution in rows {
            row(&solution.map_err(|reason| evaluation_error(&reason))?);
        }
    }
    Ok(())
}

/// Asks one of them about some things, if there are any.
fn ask_of<'t>(
    store: &Store,
    query: &Query,
    parameter: &str,
    things: impl Iterator<Item = &'t str>,
    row: impl FnMut(&QuerySolution),
) -> Result<()> {
    let parameters: Vec<(&str, &str)> = things.map(|thing| (parameter, thing)).collect();
    if parameters.is_empty() { Ok(()) } else { ask(store, query, &parameters, row) }
}

/// The number of what a row tells.
fn number(row: &QuerySolution) -> usize {
    text(row, "row").parse().unwrap_or(usize::MAX)
}

/// Of the counts of several texts of a document, the most.
fn most(counts: &mut [u32; 3], of_text: [u32; 3]) {
    counts.iter_mut().zip(of_text).for_each(|(most, count)| *most = (*most).max(count));
}

/// What the interface calls a class of facts.
fn relation(class: &Term) -> Option<&'static str> {
    const NAMES: [(NamedNodeRef<'static>, &str); 6] = [
        (zt::ASSIGNMENT, "responsibility"),
        (zt::MEMBERSHIP, "membership"),
        (zt::TARGET, "target"),
        (zt::HOSTING, "industry"),
        (zt::LOCATION, "location"),
        (zt::CITATION, "citation"),
    ];
    let Term::NamedNode(class) = class else { return None };
    NAMES.into_iter().find(|(known, _)| known == class).map(|(_, name)| name)
}

/// What the interface calls a property of facts: its own name in small letters, save where that would mean two things.
fn field(property: NamedNodeRef<'_>) -> String {
    match property {
        zt::MEMBER_PROPERTY => "organization".to_owned(),
        zt::RELATION => "role".to_owned(),
        property => last_part(property.as_str()).chars().fold(String::new(), |mut name, character| {
            if character.is_ascii_uppercase() {
                name.push('_');
            }
            name.push(character.to_ascii_lowercase());
            name
        }),
    }
}

/// The last part of an IRI, behind its last slash or number sign.
pub fn last_part(iri: &str) -> &str {
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}

fn decoded(part: &str) -> String {
    percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::vocabulary::JOINS;

    #[test]
    fn the_queries_for_facts_that_speak_of_a_thing_name_all_properties_that_join_them() {
        let joins: BTreeSet<&str> = JOINS.iter().map(|property| super::last_part(property.as_str())).collect();
        for query in [include_str!("entity/speaking.rq"), include_str!("mentions/facts.rq")] {
            let body = query.lines().filter(|line| !line.starts_with('#'));
            let named =
                body.flat_map(|line| line.split("zt:").skip(1)).filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
            assert_eq!(named.collect::<BTreeSet<_>>(), joins);
        }
    }
}

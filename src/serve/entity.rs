//! One thing and what is said of it, read from the store's indexes: what it needs grows with what is shown, not with the store.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::LazyLock;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use oxigraph::sparql::{QueryResults, QuerySolution};
use serde_json::{Map, Value, json};

use super::documents::{Documents, Source};
use super::search::{Index, Thing, value};
use crate::Result;
use crate::query::{self, Query, evaluation_error, text};
use crate::store::{ONTOLOGY_GRAPH, Store};
use crate::vocabulary::{FACTS, JOINS, PLAIN, dcterms, eli, foaf, oa, org, prov, schema, skos, zt};

/// Facts of which the neighbours of a thing are counted; those of the latest documents.
const NEIGHBOURING: usize = 40;
/// The most neighbours that are told.
const NEIGHBOURS: usize = 100;
/// The statements of a thing that are looked at for its properties, beside those of the latest documents: many say the same of an organization.
const STATEMENTS: usize = 100;
/// And how many documents those are.
const LATEST: usize = 8;

/// The properties that say which part a body has in a task: leads, supports, answers for.
const ROLES: [NamedNodeRef<'static>; 3] = [zt::LEADS, zt::SUPPORTS, zt::IS_RESPONSIBLE_FOR];

/// What a thing's properties and values are: shared, for facts share their evidence and parties.
type Statements = Rc<Vec<(NamedNode, Term)>>;

/// Reads the things of a store.
pub struct Reader<'s> {
    store: &'s Store,
    index: &'s Index,
    documents: &'s Documents,
    known: HashMap<String, Statements>,
}

/// A fact's node, and the graph in which it stands.
type Place = (NamedNode, NamedNode);

/// A graph, and how many of its facts speak of a thing.
struct Mentioning {
    graph: NamedNode,
    facts: usize,
}

impl<'s> Reader<'s> {
    pub fn new(store: &'s Store, index: &'s Index, documents: &'s Documents) -> Self {
        Self { store, index, documents, known: HashMap::new() }
    }

    /// All that is told of a thing; `None` if the store does not have it. Its facts are those from `offset` on, `limit` of them; where a year is named,
    /// those of its documents alone, and `none` is that of documents without a date.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn entity(&mut self, iri: &str, year: Option<&str>, limit: usize, offset: usize) -> Result<Option<Value>> {
        let Ok(node) = NamedNode::new(iri) else { return Ok(None) };
        let mut graphs = self.graphs_of(node.as_ref())?;
        if graphs.is_empty() && self.store.matching(Some(node.as_ref()), None, None, None).next().is_none() {
            return Ok(None);
        }
        if let Some(year) = year {
            let year_of = |graph: &NamedNode| self.year_of(graph.as_str()).map_or_else(|| "none".to_owned(), |year| year.to_string());
            graphs.retain(|one| year_of(&one.graph) == year);
        }
        let facts = self.page(&node, &graphs, limit, offset)?;
        let neighbours = self.neighbours(&node, &graphs)?;
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
            "succession": self.succession(&node)?,
            "neighbours": neighbours,
        })))
    }

    /// An organization through all its names: for each, in which years it held, as far as that is known, and how many tasks it had in each year by its
    /// role; and the changes between them. `None` if the store does not have it.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn timeline(&mut self, iri: &str) -> Result<Option<Value>> {
        let Ok(node) = NamedNode::new(iri) else { return Ok(None) };
        if self.store.matching(Some(node.as_ref()), None, None, None).next().transpose()?.is_none() {
            return Ok(None);
        }
        let changes = self.succession(&node)?;
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
                "years": self.tasks_by_year(NamedNodeRef::new_unchecked(body))?,
            }));
        }
        Ok(Some(json!({ "iri": iri, "label": self.label(iri), "line": told, "changes": changes })))
    }

    /// How many tasks an organization had in each year, by role. Of a document that has several texts, the one with most counts.
    fn tasks_by_year(&self, body: NamedNodeRef<'_>) -> Result<Vec<Value>> {
        static DUTIES: LazyLock<Query> = LazyLock::new(|| own(include_str!("entity/duties.rq")));
        let mut documents: HashMap<(&str, Option<u32>), [usize; 3]> = HashMap::new();
        ask(self.store, &DUTIES, &[("body", body.as_str())], |row| {
            let Some(source) = self.documents.of_text(text(row, "graph")) else { return };
            let counts = documents.entry((&source.document, self.year_of(text(row, "graph")))).or_default();
            let role = ROLES.iter().position(|property| property.as_str() == text(row, "property"));
            if let Some(role) = role {
                counts[role] = counts[role].max(text(row, "tasks").parse().unwrap_or(0));
            }
        })?;
        let mut years: BTreeMap<Option<u32>, [usize; 3]> = BTreeMap::new();
        for ((_, year), counts) in documents {
            years.entry(year).or_default().iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        let told = years.into_iter().map(
            |(year, [lead, support, responsible])| json!({ "year": year, "lead": lead, "support": support, "responsible": responsible }),
        );
        Ok(told.collect())
    }

    /// Bodies × documents: how many tasks each has in each, by role. The documents are the latest whose title has these words, and that are of this year;
    /// the bodies those with most tasks in them.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn matrix(&self, title: &str, year: Option<&str>, rows: usize, columns: usize) -> Result<Value> {
        let mut wanted: Vec<&Source> = self
            .documents
            .all()
            .filter(|source| source.title.contains(title) && year.is_none_or(|year| source.date.get(..4).unwrap_or("none") == year))
            .collect();
        wanted.sort_unstable_by_key(|source| (Reverse(&source.date), &source.document));
        let of = wanted.len();
        let mut cells: BTreeMap<(String, usize), [usize; 3]> = BTreeMap::new();
        let mut shown: Vec<&Source> = Vec::new();
        for source in wanted {
            if shown.len() == columns {
                break;
            }
            let mut some = false;
            for graph in self.documents.texts_of(&source.document) {
                let mut of_text: BTreeMap<String, [usize; 3]> = BTreeMap::new();
                for (role, property) in ROLES.into_iter().enumerate() {
                    for quad in self.store.matching(None, Some(property), None, Some(NamedNodeRef::new_unchecked(graph))) {
                        if let NamedOrBlankNode::NamedNode(body) = quad?.subject {
                            of_text.entry(body.into_string()).or_default()[role] += 1;
                        }
                    }
                }
                for (body, counts) in of_text {
                    some = true;
                    let cell = cells.entry((body, shown.len())).or_default();
                    cell.iter_mut().zip(counts).for_each(|(most, count)| *most = (*most).max(count));
                }
            }
            if some {
                shown.push(source);
            }
        }
        let mut bodies: BTreeMap<&str, usize> = BTreeMap::new();
        for ((body, _), counts) in &cells {
            *bodies.entry(body).or_default() += counts.iter().sum::<usize>();
        }
        let mut bodies: Vec<(&str, usize)> = bodies.into_iter().collect();
        bodies.sort_by_key(|(body, tasks)| (Reverse(*tasks), *body));
        bodies.truncate(rows);
        let told = bodies.iter().map(|(body, tasks)| {
            let counts = |column: usize| {
                let [lead, support, responsible] = cells.get(&((*body).to_owned(), column))?;
                Some(json!({ "lead": lead, "support": support, "responsible": responsible }))
            };
            json!({ "iri": body, "label": self.label(body), "tasks": tasks, "cells": (0..shown.len()).map(counts).collect::<Vec<_>>() })
        });
        Ok(json!({
            "of": of,
            "documents": shown.iter().map(|source| json!({ "iri": source.document, "title": source.title, "date": source.date })).collect::<Vec<_>>(),
            "bodies": told.collect::<Vec<_>>(),
        }))
    }

    /// The year of a text's document.
    fn year_of(&self, text: &str) -> Option<u32> {
        self.documents.of_text(text)?.date.get(..4)?.parse().ok()
    }

    /// Some of the facts. Those of one text come by their place in it, so all of a text's are read of which any is wanted.
    fn page(&mut self, node: &NamedNode, graphs: &[Mentioning], limit: usize, offset: usize) -> Result<Vec<Value>> {
        let mut page = Vec::new();
        let mut before = 0;
        for one in graphs {
            if before >= offset.saturating_add(limit) {
                break;
            }
            if before + one.facts > offset {
                if self.is_own(node, &one.graph) {
                    self.load(&one.graph)?;
                }
                let mut told: Vec<Value> = self.facts_in(node, &one.graph)?.iter().map(|place| self.fact(place)).collect::<Result<_>>()?;
                told.sort_by_key(place_in_text);
                page.extend(told.into_iter().skip(offset.saturating_sub(before)).take(limit - page.len()));
            }
            before += one.facts;
        }
        Ok(page)
    }

    /// Reads all of a graph: one pass over it costs less than a look-up for each of its nodes.
    fn load(&mut self, graph: &NamedNode) -> Result<()> {
        let mut nodes: HashMap<String, Vec<(NamedNode, Term)>> = HashMap::new();
        for quad in self.store.matching(None, None, None, Some(graph.as_ref())) {
            let quad = quad?;
            if let NamedOrBlankNode::NamedNode(subject) = quad.subject {
                nodes.entry(subject.into_string()).or_default().push((quad.predicate, quad.object));
            }
        }
        self.known.extend(nodes.into_iter().map(|(iri, statements)| (iri, Rc::new(statements))));
        Ok(())
    }

    /// All facts of a text, by their place in it.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn facts_of_text(&mut self, text: &str) -> Result<Vec<Value>> {
        let graph = NamedNode::new_unchecked(text);
        self.load(&graph)?;
        let is_fact = |term: &Term| matches!(term, Term::NamedNode(class) if FACTS.contains(&class.as_ref()));
        let facts = self.known.iter().filter(|(_, statements)| statements.iter().any(|(p, o)| *p == rdf::TYPE && is_fact(o)));
        let mut facts: Vec<Place> = facts.map(|(iri, _)| (NamedNode::new_unchecked(iri), graph.clone())).collect();
        facts.sort_unstable();
        let mut facts: Vec<Value> = facts.iter().map(|place| self.fact(place)).collect::<Result<_>>()?;
        facts.sort_by_key(place_in_text);
        Ok(facts)
    }

    /// The graphs whose facts speak of a thing, those of the latest document first: of a document or a text its own, for any other those that join it.
    fn graphs_of(&self, node: NamedNodeRef<'_>) -> Result<Vec<Mentioning>> {
        static GRAPHS: LazyLock<Query> = LazyLock::new(|| own(include_str!("entity/graphs.rq")));
        let mut graphs: BTreeMap<String, usize> = BTreeMap::new();
        ask(self.store, &GRAPHS, &[("thing", node.as_str())], |row| {
            graphs.insert(text(row, "graph").to_owned(), text(row, "facts").parse().unwrap_or(0));
        })?;
        let node = node.into_owned();
        let own = [node.as_str().to_owned()];
        let texts = if self.documents.of_text(node.as_str()).is_some() { &own } else { self.documents.texts_of(node.as_str()) };
        let mut whole: Vec<String> = texts.to_vec();
        // A fact is a thing too.
        for quad in self.store.matching(Some(node.as_ref()), Some(zt::EVIDENCE_PROPERTY), None, None) {
            if let GraphName::NamedNode(graph) = quad?.graph_name {
                whole.push(graph.into_string());
            }
        }
        for graph in whole {
            let facts = self.facts_in(&node, &NamedNode::new_unchecked(&graph))?.len();
            graphs.insert(graph, facts);
        }
        let date = |graph: &str| self.documents.of_text(graph).map_or("", |source| &source.date);
        let mut graphs: Vec<(String, usize)> = graphs.into_iter().filter(|(_, facts)| *facts > 0).collect();
        graphs.sort_by(|(graph, _), (other, _)| (date(other), graph).cmp(&(date(graph), other)));
        Ok(graphs.into_iter().map(|(graph, facts)| Mentioning { graph: NamedNode::new_unchecked(graph), facts }).collect())
    }

    /// Whether a graph is that of a text, or of a text of a document.
    fn is_own(&self, node: &NamedNode, graph: &NamedNode) -> bool {
        graph == node || self.documents.of_text(graph.as_str()).is_some_and(|source| source.document == node.as_str())
    }

    /// The facts of a graph that speak of a thing; all, if it is its own.
    fn facts_in(&self, node: &NamedNode, graph: &NamedNode) -> Result<BTreeSet<Place>> {
        let mut facts: BTreeSet<Place> = BTreeSet::new();
        let mut add = |quad: Quad| {
            if let NamedOrBlankNode::NamedNode(fact) = quad.subject {
                facts.insert((fact, graph.clone()));
            }
        };
        let within = Some(graph.as_ref());
        if self.is_own(node, graph) {
            for class in FACTS {
                for quad in self.store.matching(None, Some(rdf::TYPE), Some(class.into()), within) {
                    add(quad?);
                }
            }
        }
        for quad in self.store.matching(None, None, Some(node.as_ref().into()), within) {
            let quad = quad?;
            if JOINS.contains(&quad.predicate.as_ref()) {
                add(quad);
            }
        }
        for quad in self.store.matching(Some(node.as_ref()), Some(zt::EVIDENCE_PROPERTY), None, within) {
            add(quad?);
        }
        Ok(facts)
    }

    /// A fact with its evidence. What it joins is told by name under the name of the property, and by IRI under that name with `_iri`.
    fn fact(&mut self, (fact, graph): &Place) -> Result<Value> {
        let mut told = Map::new();
        told.insert("id".to_owned(), fact.as_str().into());
        told.insert("text_iri".to_owned(), graph.as_str().into());
        if let Some(source) = self.documents.of_text(graph.as_str()) {
            for (name, text) in [("document", &source.title), ("document_iri", &source.document), ("date", &source.date)] {
                told.insert(name.to_owned(), text.as_str().into());
            }
            told.insert("file".to_owned(), source.files.first().map_or("", String::as_str).into());
        }
        for (property, object) in self.about(fact.as_ref(), Some(graph))?.iter() {
            match property.as_ref() {
                rdf::TYPE => {
                    if let Some(relation) = relation(object) {
                        told.insert("relation".to_owned(), relation.into());
                    }
                }
                zt::EVIDENCE_PROPERTY => told.extend(self.quote(object, graph)?),
                zt::NOTE => {
                    told.insert("note".to_owned(), Value::Object(self.quote(object, graph)?));
                }
                zt::CITING => {}
                property => {
                    let name = field(property);
                    if let Term::NamedNode(thing) = object
                        && self.is_thing(thing.as_str())
                    {
                        told.insert(format!("{name}_iri"), thing.as_str().into());
                        told.insert(name, self.label(thing.as_str()).into());
                    } else if let Term::NamedNode(term) = object {
                        told.insert(name, last_part(term.as_str()).into());
                    } else {
                        told.insert(name, value(object).into());
                    }
                }
            }
        }
        Ok(Value::Object(told))
    }

    /// The words of a piece of evidence, where they stand and which rules read them.
    fn quote(&mut self, evidence: &Term, graph: &NamedNode) -> Result<Map<String, Value>> {
        let mut told = Map::new();
        let Term::NamedNode(evidence) = evidence else { return Ok(told) };
        let mut rules = BTreeSet::new();
        for (property, object) in self.about(evidence.as_ref(), Some(graph))?.iter() {
            match property.as_ref() {
                zt::RULE => {
                    rules.insert(value(object).to_owned());
                }
                zt::SECTION => {
                    told.insert("section".to_owned(), value(object).into());
                }
                oa::HAS_SELECTOR => {
                    let Term::NamedNode(selector) = object else { continue };
                    for (property, object) in self.about(selector.as_ref(), Some(graph))?.iter() {
                        let (name, value) = match property.as_ref() {
                            oa::EXACT => ("quote", Value::from(value(object))),
                            oa::START => ("start", value(object).parse::<u64>().ok().into()),
                            oa::END => ("end", value(object).parse::<u64>().ok().into()),
                            _ => continue,
                        };
                        told.insert(name.to_owned(), value);
                    }
                }
                _ => {}
            }
        }
        told.insert("rule".to_owned(), rules.into_iter().collect::<Vec<_>>().join(", ").into());
        Ok(told)
    }

    /// What is stated of a thing itself, beside its names and what its facts say in full.
    fn properties(&mut self, node: NamedNodeRef<'_>, graphs: &[Mentioning]) -> Result<Vec<Value>> {
        let mut all: BTreeMap<NamedNode, BTreeSet<(String, bool)>> = BTreeMap::new();
        let mut add = |quad: Quad| {
            if !PLAIN.contains(&quad.predicate.as_ref())
                && !JOINS.contains(&quad.predicate.as_ref())
                && is_property(quad.predicate.as_ref())
            {
                all.entry(quad.predicate).or_default().insert((value(&quad.object).to_owned(), quad.object.is_named_node()));
            }
        };
        for quad in self.store.matching(Some(node), None, None, None).take(STATEMENTS) {
            add(quad?);
        }
        for one in graphs.iter().take(LATEST) {
            for quad in self.store.matching(Some(node), None, None, Some(one.graph.as_ref())) {
                add(quad?);
            }
        }
        let mut told = Vec::new();
        for (property, values) in all {
            let values: Vec<Value> = values
                .into_iter()
                .map(|(value, is_iri)| {
                    let label = if is_iri { self.label(&value) } else { value.clone() };
                    if is_iri { json!({ "iri": value, "label": label, "value": value }) } else { json!({ "label": label, "value": value }) }
                })
                .collect();
            told.push(json!({ "property": property.as_str(), "label": self.term(property.as_ref())?, "values": values }));
        }
        Ok(told)
    }

    /// The changes from body to body in the line of an organization, by year.
    fn succession(&mut self, body: &NamedNode) -> Result<Vec<Value>> {
        let mut line = vec![body.clone()];
        let mut pairs = BTreeSet::new();
        let mut next = 0;
        while let Some(one) = line.get(next).cloned() {
            next += 1;
            let after = self.store.matching(Some(one.as_ref()), Some(dcterms::IS_REPLACED_BY), None, None);
            let before = self.store.matching(None, Some(dcterms::IS_REPLACED_BY), Some(one.as_ref().into()), None);
            for quad in after.chain(before) {
                let quad = quad?;
                let (NamedOrBlankNode::NamedNode(from), Term::NamedNode(to)) = (quad.subject, quad.object) else { continue };
                for body in [&from, &to] {
                    if !line.contains(body) {
                        line.push(body.clone());
                    }
                }
                pairs.insert((from, to));
            }
        }
        let mut changes = Vec::new();
        for (from, to) in pairs {
            let mut told = json!({
                "from": { "iri": from.as_str(), "label": self.label(from.as_str()) },
                "to": { "iri": to.as_str(), "label": self.label(to.as_str()) },
            });
            let events: BTreeSet<String> = self.objects(from.as_ref(), org::CHANGED_BY)?;
            for event in events {
                let event = NamedNode::new_unchecked(event);
                if !self.objects(event.as_ref(), org::RESULTING_ORGANIZATION)?.contains(to.as_str()) {
                    continue;
                }
                let first = |values: BTreeSet<String>| values.into_iter().next().unwrap_or_default();
                let year = first(self.objects(event.as_ref(), dcterms::DATE)?);
                let kind = first(self.objects(event.as_ref(), dcterms::TYPE)?);
                told["year"] = year.get(..4).and_then(|year| year.parse::<u32>().ok()).into();
                told["kind"] = last_part(&kind).into();
                told["label"] = self.term(NamedNodeRef::new_unchecked(&kind))?;
                told["what"] = first(self.objects(event.as_ref(), skos::PREF_LABEL)?).into();
            }
            changes.push(told);
        }
        changes.sort_by_key(|change| change["year"].as_u64());
        Ok(changes)
    }

    /// The values of a property of a thing that few graphs speak of.
    fn objects(&self, subject: NamedNodeRef<'_>, property: NamedNodeRef<'_>) -> Result<BTreeSet<String>> {
        self.store.matching(Some(subject), Some(property), None, None).map(|quad| Ok(value(&quad?.object).to_owned())).collect()
    }

    /// What facts join a thing with, the most often joined first.
    fn neighbours(&mut self, node: &NamedNode, graphs: &[Mentioning]) -> Result<Vec<Value>> {
        let mut facts: Vec<Place> = Vec::new();
        for one in graphs {
            if facts.len() >= NEIGHBOURING {
                break;
            }
            facts.extend(self.facts_in(node, &one.graph)?);
        }
        facts.truncate(NEIGHBOURING);
        let mut weights: HashMap<(String, String), usize> = HashMap::new();
        for (fact, graph) in &facts {
            let statements = self.about(fact.as_ref(), Some(graph))?;
            let relation = statements.iter().find_map(|(p, o)| if *p == rdf::TYPE { relation(o) } else { None }).unwrap_or_default();
            let role = statements.iter().find(|(p, _)| *p == zt::ROLE || *p == zt::POSITION);
            let edge = role.map_or(relation, |(_, role)| last_part(value(role)));
            for (property, object) in statements.iter() {
                if JOINS.contains(&property.as_ref()) && value(object) != node.as_str() {
                    *weights.entry((value(object).to_owned(), edge.to_owned())).or_default() += 1;
                }
            }
        }
        let mut sorted: Vec<_> = weights.into_iter().collect();
        sorted.sort_by(|(thing, weight), (other, other_weight)| other_weight.cmp(weight).then_with(|| thing.cmp(other)));
        sorted.truncate(NEIGHBOURS);
        let told = sorted.into_iter().map(|((thing, edge), weight)| {
            json!({ "iri": thing, "label": self.label(&thing), "kind": self.kind(&thing), "edge": edge, "weight": weight })
        });
        Ok(told.collect())
    }

    /// The statements of a node of one graph, or, without it, of all.
    fn about(&mut self, node: NamedNodeRef<'_>, graph: Option<&NamedNode>) -> Result<Statements> {
        if let Some(known) = self.known.get(node.as_str()) {
            return Ok(Rc::clone(known));
        }
        let quads = self.store.matching(Some(node), None, None, graph.map(NamedNode::as_ref));
        let statements: Vec<(NamedNode, Term)> = quads.map(|quad| quad.map(|quad| (quad.predicate, quad.object))).collect::<Result<_>>()?;
        let statements = Rc::new(statements);
        self.known.insert(node.as_str().to_owned(), Rc::clone(&statements));
        Ok(statements)
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
    fn term(&mut self, term: NamedNodeRef<'_>) -> Result<Value> {
        let mut told = json!({ "zh": null, "en": last_part(term.as_str()) });
        for quad in self.store.matching(Some(term), None, None, Some(ONTOLOGY_GRAPH)) {
            let quad = quad?;
            if let Term::Literal(label) = &quad.object
                && quad.predicate.as_str().ends_with("abel")
                && let Some(language @ ("zh" | "en")) = label.language()
            {
                told[language] = label.value().into();
            }
        }
        Ok(told)
    }
}

/// Whether the page tells a property: those by which things are named it tells elsewhere.
fn is_property(property: NamedNodeRef<'_>) -> bool {
    [zt::TERMS, org::TERMS, eli::TERMS, dcterms::TERMS, foaf::TERMS, prov::TERMS, schema::TERMS]
        .into_iter()
        .any(|terms| terms.contains(&property))
}

/// One of this module's own queries.
fn own(text: &str) -> Query {
    query::parse(text, "the server").unwrap_or_else(|error| panic!("a query of the server is wrong: {error}"))
}

fn ask(store: &Store, query: &Query, parameters: &[(&str, &str)], mut row: impl FnMut(&QuerySolution)) -> Result<()> {
    let parameters: Vec<(String, String)> = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    if let QueryResults::Solutions(rows) = query::run(store.inner(), query, &parameters)? {
        for solution in rows {
            row(&solution.map_err(|reason| evaluation_error(&reason))?);
        }
    }
    Ok(())
}

/// Where the words that prove a fact stand. Facts that are proved by the same words come in the order of their names.
fn place_in_text(fact: &Value) -> (Option<u64>, Option<u64>, String) {
    (fact["start"].as_u64(), fact["end"].as_u64(), fact["id"].as_str().unwrap_or_default().to_owned())
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

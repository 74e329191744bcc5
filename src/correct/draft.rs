//! The graph of a text while corrections are applied to it, and the way back to what the machine wrote.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::mem;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use super::{Correction, name, place, value};
use crate::store::{quad_order, restore_count};
use crate::text::{sha256, unspaced};
use crate::view::View;
use crate::vocabulary::{dcterms, foaf, org, prov, schema, skos, zt};
use crate::write::{Addition, Base, Graph, addition, plain_triples};

/// What describes a thing that bears another name, and does not pass to the thing that it is: its own names, years, kind and line.
const DESCRIPTION: [NamedNodeRef<'static>; 10] = [
    skos::PREF_LABEL,
    zt::KIND,
    zt::JURISDICTION,
    zt::CERTAINTY,
    zt::REASON,
    schema::FOUNDING_DATE,
    schema::DISSOLUTION_DATE,
    org::CHANGED_BY,
    dcterms::IS_REPLACED_BY,
    foaf::MEMBER,
];

/// The graph of a text that is being corrected.
pub(super) struct Draft<'b> {
    base: &'b Base,
    graph: NamedNode,
    quads: Vec<Quad>,
    /// What corrections took out, and which of them did.
    withdrawn: HashMap<Quad, NamedNode>,
    /// What corrections put in, and which of them did.
    added: HashMap<Quad, NamedNode>,
    /// What each correction met here: a fact, a place, a thing.
    used: BTreeSet<(NamedNode, String)>,
}

impl<'b> Draft<'b> {
    pub(super) fn new(base: &'b Base, machine: Graph) -> Self {
        Self { base, graph: machine.name, quads: machine.quads, withdrawn: HashMap::new(), added: HashMap::new(), used: BTreeSet::new() }
    }

    pub(super) fn name(&self) -> &str {
        self.graph.as_str()
    }

    /// Takes out a fact: the one of that IRI, or, where another text of the document or another program gave it another, those that claim the same by the same words.
    pub(super) fn withdraw(&mut self, by: &NamedNode, correction: &Correction) {
        let view = View::new(&self.quads);
        let words = |evidence: &str| view.quote(evidence).is_some_and(|quote| unspaced(quote.exact) == unspaced(&correction.quote));
        let says = |fact: &&str| {
            view.claim(fact).is_some_and(|claim| claim == correction.claim) && view.values(fact, zt::EVIDENCE_PROPERTY).any(words)
        };
        let facts: Vec<String> = if view.class(&correction.about).is_some() {
            vec![correction.about.clone()]
        } else {
            view.facts().filter(says).map(str::to_owned).collect()
        };
        if facts.is_empty() && self.withdrawn.keys().any(|quad| name(&quad.subject) == correction.about) {
            // Another correction has taken it out.
            self.used.insert((by.clone(), correction.about.clone()));
        }
        for fact in facts {
            let before = self.reachable();
            let view = View::new(&self.quads);
            let stated: BTreeSet<_> = view.facts().filter(|other| *other != fact).flat_map(|other| plain_triples(view, other)).collect();
            let alone = plain_triples(view, &fact).into_iter().filter(|triple| !stated.contains(triple));
            let alone: Vec<(String, NamedNode, String)> =
                alone.map(|(subject, property, object)| (subject.to_owned(), property.into_owned(), object.to_owned())).collect();
            let goes = |quad: &Quad| {
                let (subject, object) = (name(&quad.subject), value(&quad.object));
                subject == fact || alone.iter().any(|(s, p, o)| s == subject && *p == quad.predicate && o == object)
            };
            self.remove(by, goes);
            self.sweep(by, &before);
            self.used.insert((by.clone(), fact));
        }
    }

    /// Puts in a fact that is proved by words that start at a code point.
    pub(super) fn add(&mut self, by: &NamedNode, correction: &Correction, start: usize) {
        let fact = Addition { claim: &correction.claim, quote: &correction.quote, start, section: &correction.section };
        // What is wrong with a claim is told when it is made, and when its table is read.
        let Ok(quads) = addition(self.base, self.graph.as_ref(), View::new(&self.quads), &fact) else { return };
        let evidence = format!("{}#char={start},{}", self.graph.as_str(), start + correction.quote.chars().count());
        let proved = |quad: &&Quad| quad.predicate == zt::EVIDENCE_PROPERTY;
        let Some(NamedOrBlankNode::NamedNode(node)) = quads.iter().find(proved).map(|quad| quad.subject.clone()) else { return };
        // What the machine inferred is thereby confirmed.
        let how_sure = |quad: &Quad| quad.predicate == zt::CERTAINTY || quad.predicate == zt::REASON;
        self.remove(by, |quad| name(&quad.subject) == node.as_str() && how_sure(quad));
        let person = self.base.entity("person", &[&correction.by]);
        let attribution = Quad::new(node, prov::WAS_ATTRIBUTED_TO, person, self.graph.clone());
        self.insert(by, quads.into_iter().chain([attribution]));
        self.used.insert((by.clone(), evidence));
    }

    /// Has all that is said of a thing said of another, which is the same; `known_as` is the name of that.
    pub(super) fn rename(&mut self, by: &NamedNode, thing: &str, known: &str, known_as: &str) {
        let is_met = |quad: &Quad| name(&quad.subject) == thing || quad.object.is_named_node() && value(&quad.object) == thing;
        if !self.quads.iter().any(is_met) {
            return;
        }
        let before = self.reachable();
        let known = NamedNode::new_unchecked(known);
        let view = View::new(&self.quads);
        let has_class = view.values(known.as_str(), rdf::TYPE).next().is_some();
        let mut moved = Vec::new();
        for quad in self.quads.iter().filter(|quad| is_met(quad)) {
            let mut quad = quad.clone();
            if name(&quad.subject) == thing {
                let is_name = quad.predicate == skos::PREF_LABEL || quad.predicate == skos::ALT_LABEL;
                if is_name && value(&quad.object) != known_as {
                    quad.predicate = skos::ALT_LABEL.into_owned();
                } else if is_name || DESCRIPTION.contains(&quad.predicate.as_ref()) || quad.predicate == rdf::TYPE && has_class {
                    continue;
                }
                quad.subject = known.clone().into();
            }
            if value(&quad.object) == thing && quad.object.is_named_node() {
                quad.object = known.clone().into();
            }
            if name(&quad.subject) != value(&quad.object) {
                moved.push(quad);
            }
        }
        let label = oxigraph::model::Literal::new_language_tagged_literal_unchecked(known_as, "zh");
        moved.push(Quad::new(known, skos::PREF_LABEL, label, self.graph.clone()));
        self.remove(by, is_met);
        self.insert(by, moved);
        self.sweep(by, &before);
        self.used.insert((by.clone(), thing.to_owned()));
    }

    /// The corrected graph: what holds now, and what was taken out and put in.
    pub(super) fn finish(mut self) -> Graph {
        let mut notes = Vec::new();
        let taken = mem::take(&mut self.withdrawn).into_iter().map(|(quad, by)| (quad, prov::WAS_INVALIDATED_BY, by));
        let put = mem::take(&mut self.added).into_iter().map(|(quad, by)| (quad, prov::WAS_GENERATED_BY, by));
        for (quad, how, by) in taken.chain(put) {
            let triple = format!("{} {} {}", quad.subject, quad.predicate, quad.object);
            let statement = NamedNode::new_unchecked(format!("{}{STATEMENT}{}", self.graph.as_str(), &sha256(&triple)[..32]));
            let mut note =
                |property: NamedNodeRef<'_>, object: Term| notes.push(Quad::new(statement.clone(), property, object, self.graph.clone()));
            note(rdf::TYPE, rdf::STATEMENT.into());
            note(rdf::SUBJECT, quad.subject.into());
            note(rdf::PREDICATE, quad.predicate.into());
            note(rdf::OBJECT, quad.object);
            note(how, by.into());
        }
        for (by, met) in mem::take(&mut self.used) {
            notes.push(Quad::new(by, prov::USED, NamedNode::new_unchecked(met), self.graph.clone()));
        }
        self.quads.extend(notes);
        self.quads.sort_by(quad_order);
        self.quads.dedup();
        Graph { name: self.graph, quads: self.quads }
    }

    fn remove(&mut self, by: &NamedNode, goes: impl Fn(&Quad) -> bool) {
        let (gone, kept): (Vec<Quad>, Vec<Quad>) = mem::take(&mut self.quads).into_iter().partition(|quad| goes(quad));
        self.quads = kept;
        for quad in gone {
            if self.added.remove(&quad).is_none() {
                self.withdrawn.insert(quad, by.clone());
            }
        }
    }

    fn insert(&mut self, by: &NamedNode, quads: impl IntoIterator<Item = Quad>) {
        let mut new: Vec<Quad> = quads.into_iter().filter(|quad| self.quads.binary_search_by(|it| quad_order(it, quad)).is_err()).collect();
        new.sort_by(quad_order);
        new.dedup();
        for quad in &new {
            if self.withdrawn.remove(quad).is_none() {
                self.added.insert(quad.clone(), by.clone());
            }
        }
        self.quads.extend(new);
        self.quads.sort_by(quad_order);
    }

    /// Takes out what no fact leads to any more: evidence, tasks, organizations.
    fn sweep(&mut self, by: &NamedNode, before: &BTreeSet<String>) {
        let now = self.reachable();
        self.remove(by, |quad| before.contains(name(&quad.subject)) && !now.contains(name(&quad.subject)));
    }

    /// What the text, its document and its facts lead to.
    fn reachable(&self) -> BTreeSet<String> {
        let view = View::new(&self.quads);
        let mut open: Vec<&str> = view.facts().chain([self.graph.as_str()]).collect();
        let mut found = BTreeSet::new();
        while let Some(node) = open.pop() {
            if found.insert(node.to_owned()) {
                open.extend(view.about(node).iter().filter(|quad| quad.object.is_named_node()).map(|quad| value(&quad.object)));
            }
        }
        found
    }
}

/// What follows the name of the text in that of a statement about its graph.
const STATEMENT: &str = "#statement-";

/// The graph as the machine wrote it, and where the words of additions stand that were made on another text, by the IRIs of the corrections.
pub(super) fn restored(mut graph: Graph) -> (Graph, BTreeMap<String, (usize, usize)>) {
    let mut placed = BTreeMap::new();
    graph.quads.retain(|quad| {
        let is_mark = quad.predicate == prov::USED;
        if is_mark && let Some(place) = place(value(&quad.object)) {
            placed.insert(name(&quad.subject).to_owned(), place);
        }
        !is_mark
    });
    let prefix = format!("{}{STATEMENT}", graph.name.as_str());
    let is_note = |quad: &Quad| name(&quad.subject).starts_with(&prefix);
    if !graph.quads.iter().any(is_note) {
        return (graph, placed);
    }
    let (notes, mut quads): (Vec<Quad>, Vec<Quad>) = graph.quads.into_iter().partition(is_note);
    let (mut withdrawn, mut added) = (Vec::new(), BTreeSet::new());
    for note in notes.chunk_by(|left, right| left.subject == right.subject) {
        let object = |property| note.iter().find(|quad| quad.predicate == property).map(|quad| quad.object.clone());
        let (Some(Term::NamedNode(subject)), Some(Term::NamedNode(property)), Some(object)) =
            (object(rdf::SUBJECT), object(rdf::PREDICATE), object(rdf::OBJECT))
        else {
            continue;
        };
        let mut quad = Quad::new(subject, property, object, graph.name.clone());
        restore_count(&mut quad);
        if note.iter().any(|quad| quad.predicate == prov::WAS_INVALIDATED_BY) {
            withdrawn.push(quad);
        } else {
            added.insert(quad.to_string());
        }
    }
    quads.retain(|quad| !added.contains(&quad.to_string()));
    quads.extend(withdrawn);
    quads.sort_by(quad_order);
    quads.dedup();
    (Graph { name: graph.name, quads }, placed)
}

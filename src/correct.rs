//! What people say against and beside the machine: a fact is wrong, one is missing, two names mean one thing.
//!
//! Corrections are a set. Each is known by what it says, by whom and when, so sets of several people are merged by union; one that is taken back stays, and
//! with it the correction that takes it back. [`Corrections::apply`] makes of the graph of a text, as the machine wrote it, the graph that follows the people:
//! a pure function of the two, so that the order in which documents and corrections come makes no difference.
//!
//! What a correction takes out of the graph of a text stays in that graph as a statement about it (`rdf:Statement` with `prov:wasInvalidatedBy`), which
//! no query takes for the thing itself, and what it puts in is marked likewise (`prov:wasGeneratedBy`). So each graph holds the word of both, is stored and
//! forgotten in one step like any other, and leads back to what the machine wrote.

mod draft;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term};
use serde::{Deserialize, Serialize};

use crate::store::quad_order;
use crate::text::sha256;
use crate::view::{View, name, value};
use crate::vocabulary::{dcterms, foaf, prov, skos, zt};
use crate::write::{Base, Graph};
use draft::Draft;

pub use table::{read, write};

/// The graph of a store that holds the corrections: who said what, when and why. It is exported with the texts.
pub const CORRECTIONS_GRAPH: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://zhengtu.example/ns/corrections");

/// What a correction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// A fact is wrong.
    Wrong,
    /// A fact is missing.
    Add,
    /// Two names mean one thing.
    Same,
    /// A correction is taken back.
    Undo,
}

impl Action {
    /// The name that it bears in tables and in the graph.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Add => "add",
            Self::Same => "same",
            Self::Undo => "undo",
        }
    }
}

/// What a person says. Its fields are the columns of a table of corrections; what does not apply is empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Correction {
    /// What it does.
    pub action: Action,
    /// The IRI of what it is about: of the fact that is wrong or missing, of the thing that bears another name, of the correction that is taken back.
    pub about: String,
    /// The IRI of the thing under whose name both are known.
    #[serde(default)]
    pub same_as: String,
    /// What the fact claims, in the form of the specifications: `lead 云岭省商务厅 | 冷链物流`; of two names that mean one thing, `甲 = 乙`.
    #[serde(default)]
    pub claim: String,
    /// The words that prove it.
    #[serde(default)]
    pub quote: String,
    /// The IRI of the place where they stand: the text and its code points, as `…/id/text/0123…#char=5,9`.
    #[serde(default)]
    pub place: String,
    /// The titles of the headings over the words.
    #[serde(default)]
    pub section: String,
    /// The IRI of the document.
    #[serde(default)]
    pub document: String,
    /// Who says so.
    pub by: String,
    /// When, as ISO 8601 has it: `2026-03-01` or `2026-03-01T08:30:00Z`.
    pub at: String,
    /// Why.
    pub why: String,
}

impl Correction {
    /// The IRI of the correction, which is made of all that it says.
    #[must_use]
    pub fn iri(&self, base: &Base) -> NamedNode {
        base.entity("correction", &[&sha256(&serde_json::to_string(self).unwrap_or_default())[..32]])
    }

    /// The IRI of the text that it was made on; empty for one about names.
    #[must_use]
    pub fn text(&self) -> &str {
        self.place.split('#').next().unwrap_or_default()
    }
}

/// The code points in the name of a piece of evidence.
fn place(evidence: &str) -> Option<(usize, usize)> {
    let (start, end) = evidence.split_once("#char=")?.1.split_once(',')?;
    Some((start.parse().ok()?, end.parse().ok()?))
}

/// The time in the form that corrections bear; `None` if it is neither a day nor a time.
#[must_use]
pub fn time(written: &str) -> Option<String> {
    let written = written.trim();
    if let Ok(day) = written.parse::<NaiveDate>() {
        return Some(day.to_string());
    }
    let time = DateTime::parse_from_rfc3339(written).ok()?;
    Some(time.with_timezone(&Utc).to_rfc3339_opts(SecondsFormat::Secs, true))
}

/// The present time, in the form that corrections bear.
#[must_use]
pub fn now() -> String {
    Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A set of corrections, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrections {
    base: Base,
    /// By time; then by what they say, so that the order is the same everywhere.
    all: BTreeSet<(String, Correction)>,
    taken_back: BTreeSet<String>,
    /// Those that hold, with their IRIs: no other takes them back, nor do they take back others.
    holding: Vec<(NamedNode, Correction)>,
    /// The name under which each joined thing is known, by its IRI.
    joined: BTreeMap<String, String>,
    names: BTreeMap<String, String>,
}

impl Corrections {
    /// The set of these corrections, for a store of that base.
    #[must_use]
    pub fn new(base: &Base, corrections: impl IntoIterator<Item = Correction>) -> Self {
        let all: BTreeSet<_> = corrections.into_iter().map(|correction| (correction.at.clone(), correction)).collect();
        let undone = all.iter().filter(|(_, correction)| correction.action == Action::Undo);
        let taken_back: BTreeSet<String> = undone.map(|(_, correction)| correction.about.clone()).collect();
        let acting = all.iter().map(|(_, correction)| correction).filter(|correction| correction.action != Action::Undo);
        let named = acting.map(|correction| (correction.iri(base), correction.clone()));
        let holding = named.filter(|(iri, _)| !taken_back.contains(iri.as_str())).collect();
        let mut set = Self { base: base.clone(), all, taken_back, holding, ..Self::default() };
        set.join();
        set
    }

    /// All of them, also those that were taken back, by time.
    pub fn iter(&self) -> impl Iterator<Item = &Correction> {
        self.all.iter().map(|(_, correction)| correction)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether a correction was taken back.
    #[must_use]
    pub fn is_taken_back(&self, correction: &Correction) -> bool {
        self.taken_back.contains(correction.iri(&self.base).as_str())
    }

    /// Finds under which name the things are known that were joined: of all that mean one thing, the one that the latest correction gives.
    fn join(&mut self) {
        let mut groups: Vec<(BTreeSet<String>, String)> = Vec::new();
        let mut names = BTreeMap::new();
        for (_, correction) in self.holding.iter().filter(|(_, correction)| correction.action == Action::Same) {
            let (about, same_as) = (correction.about.clone(), correction.same_as.clone());
            if let Some((one, other)) = correction.claim.split_once(" = ") {
                names.insert(about.clone(), one.to_owned());
                names.insert(same_as.clone(), other.to_owned());
            }
            let mut group = BTreeSet::from([about, same_as.clone()]);
            groups.retain(|(other, _)| {
                let is_apart = other.is_disjoint(&group);
                if !is_apart {
                    group.extend(other.iter().cloned());
                }
                is_apart
            });
            groups.push((group, same_as));
        }
        let groups = groups.into_iter();
        self.joined = groups.flat_map(|(group, known)| group.into_iter().map(move |thing| (thing, known.clone()))).collect();
        self.joined.retain(|thing, known| thing != known);
        self.names = names;
    }

    /// Marks in the graph of a text, as the machine wrote it, where the words now stand that prove what was added to another text of the same document.
    pub fn place(&self, graph: &mut Graph, source: &str) {
        let view = View::new(&graph.quads);
        let document = view.value(graph.name.as_str(), zt::EXPRESSES).to_owned();
        let mut marks = Vec::new();
        for (iri, correction) in self.holding.iter().filter(|(_, it)| it.action == Action::Add && it.document == document) {
            let is_elsewhere = correction.text() != graph.name.as_str();
            if let Some(range) = locate(source, &correction.quote).into_iter().next().filter(|_| is_elsewhere) {
                let code_points = |byte| source[..byte].chars().count();
                let evidence = format!("{}#char={},{}", graph.name.as_str(), code_points(range.start), code_points(range.end));
                let evidence = NamedNode::new_unchecked(evidence);
                marks.push(Quad::new(iri.clone(), prov::USED, evidence, graph.name.clone()));
            }
        }
        if !marks.is_empty() {
            graph.quads.extend(marks);
            graph.quads.sort_by(quad_order);
        }
    }

    /// The graph of a text that follows the corrections, made of the one that the machine wrote, or of one that follows others.
    #[must_use]
    pub fn apply(&self, mut graph: Graph) -> Graph {
        if !graph.quads.is_sorted_by(|left, right| quad_order(left, right).is_le()) {
            graph.quads.sort_by(quad_order);
        }
        let (machine, placed) = draft::restored(graph);
        if self.all.is_empty() {
            return machine;
        }
        let view = View::new(&machine.quads);
        let document = view.value(machine.name.as_str(), zt::EXPRESSES);
        if document.is_empty() {
            return machine;
        }
        let acts = |correction: &Correction| match correction.action {
            Action::Same => true,
            Action::Wrong | Action::Add => correction.document == document || correction.text() == machine.name.as_str(),
            Action::Undo => false,
        };
        let acting: Vec<&(NamedNode, Correction)> = self.holding.iter().filter(|(_, correction)| acts(correction)).collect();
        if acting.is_empty() {
            return machine;
        }
        let mut draft = Draft::new(&self.base, machine);
        for (iri, correction) in acting {
            match correction.action {
                Action::Wrong => draft.withdraw(iri, correction),
                Action::Add => {
                    let here = place(&correction.place).filter(|_| correction.text() == draft.name());
                    if let Some((start, _)) = here.or_else(|| placed.get(iri.as_str()).copied()) {
                        draft.add(iri, correction, start);
                    }
                }
                Action::Same => {
                    for thing in [&correction.about, &correction.same_as] {
                        if let Some(known) = self.joined.get(thing) {
                            draft.rename(iri, thing, known, self.names.get(known).map_or("", String::as_str));
                        }
                    }
                }
                Action::Undo => {}
            }
        }
        draft.finish()
    }

    /// The graph of a text as the machine wrote it.
    #[must_use]
    pub fn restored(graph: Graph) -> Graph {
        draft::restored(graph).0
    }

    /// The graph of the corrections themselves, sorted.
    #[must_use]
    pub fn quads(&self) -> Vec<Quad> {
        let mut quads = Vec::new();
        for correction in self.iter() {
            let node = correction.iri(&self.base);
            let person = self.base.entity("person", &[&correction.by]);
            let mut add = |subject: &NamedNode, property: NamedNodeRef<'_>, object: Term| {
                quads.push(Quad::new(subject.clone(), property, object, CORRECTIONS_GRAPH));
            };
            let string = |text: &str| Literal::new_simple_literal(text).into();
            add(&node, rdf::TYPE, zt::CORRECTION.into());
            add(&node, zt::ACTION, string(correction.action.name()));
            for (property, iri) in [
                (zt::CORRECTS, &correction.about),
                (zt::JOINED_TO, &correction.same_as),
                (prov::USED, &correction.place),
                (dcterms::REFERENCES, &correction.document),
            ] {
                if let Ok(object) = NamedNode::new(iri.as_str()) {
                    add(&node, property, object.into());
                }
            }
            for (property, text) in [(zt::CLAIM, &correction.claim), (zt::QUOTE, &correction.quote), (zt::SECTION, &correction.section)] {
                if !text.is_empty() {
                    add(&node, property, string(text));
                }
            }
            add(&node, skos::NOTE, string(&correction.why));
            let datatype = if correction.at.contains('T') { xsd::DATE_TIME } else { xsd::DATE };
            add(&node, dcterms::DATE, Literal::new_typed_literal(&correction.at, datatype).into());
            add(&node, prov::WAS_ASSOCIATED_WITH, person.clone().into());
            add(&person, rdf::TYPE, prov::PERSON.into());
            add(&person, foaf::NAME, string(&correction.by));
        }
        quads.sort_by(quad_order);
        quads.dedup();
        quads
    }

    /// The corrections of a graph that [`Corrections::quads`] wrote, sorted.
    #[must_use]
    pub fn of_quads(base: &Base, quads: &[Quad]) -> Self {
        let view = View::new(quads);
        let correction = |node: &str| {
            let text = |property| view.value(node, property).to_owned();
            let action = match view.value(node, zt::ACTION) {
                "wrong" => Action::Wrong,
                "add" => Action::Add,
                "same" => Action::Same,
                "undo" => Action::Undo,
                _ => return None,
            };
            Some(Correction {
                action,
                about: text(zt::CORRECTS),
                same_as: text(zt::JOINED_TO),
                claim: text(zt::CLAIM),
                quote: text(zt::QUOTE),
                place: text(prov::USED),
                section: text(zt::SECTION),
                document: text(dcterms::REFERENCES),
                by: view.value(view.value(node, prov::WAS_ASSOCIATED_WITH), foaf::NAME).to_owned(),
                at: text(dcterms::DATE),
                why: text(skos::NOTE),
            })
        };
        Self::new(base, view.instances(zt::CORRECTION).filter_map(correction))
    }

    /// The IRIs of the things that were joined, of those that corrections are about, and of their documents: what leads to the graphs in which these act.
    #[must_use]
    pub fn reach(&self, corrections: &[Correction]) -> BTreeSet<String> {
        let mut reach = BTreeSet::new();
        for correction in corrections {
            let undone = self.iter().find(|it| correction.action == Action::Undo && it.iri(&self.base).as_str() == correction.about);
            let it = undone.unwrap_or(correction);
            reach.extend([&it.about, &it.same_as, &it.document].into_iter().filter(|iri| !iri.is_empty()).cloned());
            reach.insert(it.iri(&self.base).into_string());
        }
        // Who joins one thing to another may thereby give a new name to all that was joined to either.
        let same = self.iter().filter(|it| it.action == Action::Same);
        let same: Vec<&Correction> = same.collect();
        loop {
            let before = reach.len();
            for it in &same {
                if reach.contains(&it.about) || reach.contains(&it.same_as) {
                    reach.extend([it.about.clone(), it.same_as.clone()]);
                }
            }
            if reach.len() == before {
                return reach;
            }
        }
    }
}

/// Where words stand in a text, white space aside: a line of the text may end within them.
#[must_use]
pub fn locate(source: &str, words: &str) -> Vec<std::ops::Range<usize>> {
    let dense: Vec<(usize, char)> = source.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    let words: Vec<char> = words.chars().filter(|c| !c.is_whitespace()).collect();
    let Some(last) = words.len().checked_sub(1) else { return Vec::new() };
    let starts = dense.windows(words.len()).filter(|window| window.iter().zip(&words).all(|((_, c), word)| c == word));
    starts.map(|window| window[0].0..window[last].0 + window[last].1.len_utf8()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_across_the_ends_of_lines() {
        let source = "各市、\n  县人民政府，各市、县人民政府";
        let found: Vec<&str> = locate(source, "市、县人民").into_iter().map(|range| &source[range]).collect();
        assert_eq!(found, ["市、\n  县人民", "市、县人民"]);
        assert!(locate(source, "").is_empty() && locate("", "市").is_empty());
    }

    #[test]
    fn times_have_one_form() {
        assert_eq!(time("2026-03-01").as_deref(), Some("2026-03-01"));
        assert_eq!(time(" 2026-03-01T08:30:00.5+08:00 ").as_deref(), Some("2026-03-01T00:30:00Z"));
        assert_eq!(time("1.3.2026"), None);
    }

    #[test]
    fn what_is_joined_is_known_by_one_name_whatever_the_order() {
        let same = |about: &str, same_as: &str, at: &str| Correction {
            action: Action::Same,
            about: format!("x:{about}"),
            same_as: format!("x:{same_as}"),
            claim: format!("{about} = {same_as}"),
            quote: String::new(),
            place: String::new(),
            section: String::new(),
            document: String::new(),
            by: "甲".to_owned(),
            at: at.to_owned(),
            why: "同一机构".to_owned(),
        };
        let chain = [same("a", "b", "2026-01-01"), same("b", "c", "2026-01-02"), same("d", "a", "2026-01-03")];
        let joined = Corrections::new(&Base::default(), chain.clone()).joined;
        assert_eq!(joined, ["b", "c", "d"].map(|thing| (format!("x:{thing}"), "x:a".to_owned())).into());
        assert_eq!(Corrections::new(&Base::default(), chain.into_iter().rev()).joined, joined);
        let circle = [same("a", "b", "2026-01-02"), same("b", "a", "2026-01-01")];
        assert_eq!(Corrections::new(&Base::default(), circle).joined, [("x:a".to_owned(), "x:b".to_owned())].into());
    }
}

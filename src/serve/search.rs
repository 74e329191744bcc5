//! The names of all things of a store, in memory: what a reader begins to write, in characters or in pinyin, and what it may mean.
//!
//! A name is found by any part of it. Names in Chinese are also found by their [pinyin](https://en.wikipedia.org/wiki/Pinyin) without tones, in full
//! (guangxi) or by initials (gx); organizations also by the short forms that the reference data has for their kinds (发改委, 广西工信厅).

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use memchr::memmem;
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Term};
use oxigraph::sparql::{QueryResults, QuerySolution};
use pinyin::ToPinyinMulti;
use serde::Serialize;

use super::changes::Changes;
use super::documents::Documents;
use super::mentions::{Mention, Mentions};
use crate::Result;
use crate::query::{self, evaluation_error, text};
use crate::reference::Reference;
use crate::store::{ONTOLOGY_GRAPH, Store};
use crate::vocabulary::{org, zt};

/// What the interface calls the classes of things, the most telling one first where a thing has several.
const KINDS: [(NamedNodeRef<'static>, &str); 9] = [
    (zt::ORGANIZATION_GROUP, "organization"),
    (org::FORMAL_ORGANIZATION, "organization"),
    (zt::PLACE, "place"),
    (zt::PARK, "park"),
    (zt::INDUSTRY, "industry"),
    (zt::INDICATOR, "indicator"),
    (zt::SUBJECT, "subject"),
    (zt::TASK, "task"),
    (zt::DOCUMENT, "document"),
];

/// A thing of the store.
#[derive(Debug, Default)]
pub struct Thing {
    pub iri: String,
    /// `organization`, `task`, …
    pub kind: &'static str,
    /// What it is called.
    pub label: String,
    /// Its other names.
    pub also: Vec<String>,
    /// The IRI of what tells it from its namesakes; empty if there is none.
    pub home: String,
    /// How many facts speak of it.
    pub facts: u32,
}

/// A thing that was found.
#[derive(Debug, Serialize)]
pub struct Found<'i> {
    pub iri: &'i str,
    pub kind: &'static str,
    pub label: &'i str,
    pub also: &'i [String],
    /// What tells it from its namesakes.
    pub detail: &'i str,
    pub facts: u32,
}

/// How near what was written comes to a name; the nearest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    Exact,
    Prefix,
    OtherExact,
    OtherPrefix,
    PinyinExact,
    PinyinPrefix,
    OtherPinyinExact,
    OtherPinyinPrefix,
    PinyinInside,
    Inside,
}

/// The things of a store by their names.
#[derive(Default)]
pub struct Index {
    /// Sorted by IRI.
    things: Vec<Thing>,
    names: Names,
    pinyin: Names,
    initials: Names,
    mentions: Mentions,
    changes: Changes,
    /// What the ontology calls its terms, in Chinese and in English.
    terms: HashMap<String, [Option<String>; 2]>,
}

/// Names on lines of one string, which is searched faster than many.
#[derive(Default)]
struct Names {
    text: String,
    /// Where each name begins, whose it is, and whether it is not the one by which that is called, or not its usual reading.
    entries: Vec<(u32, u32, bool)>,
    /// Where syllables begin; empty if a name may be entered anywhere.
    starts: Vec<u64>,
}

impl Names {
    fn add(&mut self, owner: u32, other: bool, parts: &[&str], by_syllable: bool) {
        self.entries.push((self.text.len() as u32, owner, other));
        for part in parts {
            if by_syllable {
                self.starts.resize(self.text.len() / 64 + 1, 0);
                self.starts[self.text.len() / 64] |= 1 << (self.text.len() % 64);
            }
            self.text.push_str(part);
        }
        self.text.push('\n');
    }

    /// Calls `found` once for each name that has the words in it: whose it is, whether it is another name, whether the words begin it, and end it.
    fn find(&self, words: &str, mut found: impl FnMut(u32, bool, bool, bool)) {
        let mut entry = 0;
        let mut last = None;
        for at in memmem::find_iter(self.text.as_bytes(), words) {
            if !self.starts.is_empty() && self.starts.get(at / 64).is_none_or(|bits| bits >> (at % 64) & 1 == 0) {
                continue;
            }
            entry += self.entries[entry..].partition_point(|(start, ..)| *start as usize <= at) - 1;
            if last == Some(entry) {
                continue;
            }
            last = Some(entry);
            let (start, owner, other) = self.entries[entry];
            let ends = self.text.as_bytes().get(at + words.len()) == Some(&b'\n');
            found(owner, other, start as usize == at, ends);
        }
    }
}

impl Index {
    /// Reads the names of a store, and where the things that bear them are spoken of.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn build(store: &Store, documents: &Documents) -> Result<Self> {
        let mut things: BTreeMap<String, Thing> = BTreeMap::new();
        ask(store, include_str!("search/things.rq"), |row| {
            let class = text(row, "class");
            let Some(rank) = KINDS.iter().position(|(known, _)| known.as_str() == class) else { return };
            let thing = things.entry(text(row, "thing").to_owned()).or_default();
            let known = KINDS.iter().position(|(_, kind)| *kind == thing.kind).unwrap_or(KINDS.len());
            if rank < known {
                thing.kind = KINDS[rank].1;
            }
        })?;
        ask(store, include_str!("search/names.rq"), |row| {
            let Some(thing) = things.get_mut(text(row, "thing")) else { return };
            let name = text(row, "name");
            // Of the titles by which documents cite another, the first in their order is as good as any.
            let is_label = text(row, "other") == "false" && (thing.label.is_empty() || name < thing.label.as_str());
            let name = if is_label { std::mem::replace(&mut thing.label, name.to_owned()) } else { name.to_owned() };
            if !name.is_empty() && !thing.also.contains(&name) {
                thing.also.push(name);
            }
        })?;
        ask(store, include_str!("search/homes.rq"), |row| {
            if let Some(thing) = things.get_mut(text(row, "thing")) {
                text(row, "home").clone_into(&mut thing.home);
            }
        })?;
        let mut kinds: HashMap<String, String> = HashMap::new();
        ask(store, include_str!("search/kinds.rq"), |row| {
            let kind = text(row, "kind").rsplit('/').next().unwrap_or_default();
            kinds.insert(text(row, "thing").to_owned(), kind.to_owned());
        })?;
        let mut things: Vec<Thing> = things.into_iter().map(|(iri, thing)| Thing { iri, ..thing }).collect();
        let mentions = Mentions::read(store, documents, |iri| Some(place(&things, iri)? as u32))?;
        for (place, thing) in (0..).zip(&mut things) {
            thing.facts = mentions.of(place).iter().map(|mention| mention.facts).sum();
        }
        let mut terms: HashMap<String, [Option<String>; 2]> = HashMap::new();
        for quad in store.matching(None, None, None, Some(ONTOLOGY_GRAPH)) {
            let quad = quad?;
            if let (NamedOrBlankNode::NamedNode(term), Term::Literal(label)) = (quad.subject, quad.object)
                && quad.predicate.as_str().ends_with("abel")
                && let Some(language) = ["zh", "en"].into_iter().position(|language| label.language() == Some(language))
            {
                terms.entry(term.into_string()).or_default()[language] = Some(label.value().to_owned());
            }
        }
        Ok(Self { mentions, changes: Changes::read(store)?, terms, ..Self::of(things, &kinds) })
    }

    /// The index of things that are sorted by their IRIs.
    fn of(mut things: Vec<Thing>, kinds: &HashMap<String, String>) -> Self {
        for thing in &mut things {
            thing.also.retain(|name| *name != thing.label);
            thing.also.sort_unstable();
            if thing.label.is_empty() {
                let number = (!thing.also.is_empty()).then(|| thing.also.remove(0));
                thing.label = number.unwrap_or_else(|| super::entity::last_part(&thing.iri).to_owned());
            }
        }
        let reference = Reference::load();
        let (mut names, mut pinyin, mut initials) = (Names::default(), Names::default(), Names::default());
        for (owner, thing) in (0_u32..).zip(&things) {
            let place = place(&things, &thing.home).map_or("", |at| things[at].label.as_str());
            let mut others = thing.also.clone();
            if thing.kind == "organization" {
                others.extend(short_forms(reference, thing, kinds.get(&thing.iri), place));
            }
            let mut add = |name: &str, other: bool| {
                names.add(owner, other, &[&fold(name)], false);
                for (rank, reading) in readings(name).into_iter().enumerate() {
                    let other = other || rank > 0;
                    let first: Vec<&str> =
                        reading.iter().map(|syllable| &syllable[..syllable.chars().next().map_or(0, char::len_utf8)]).collect();
                    pinyin.add(owner, other, &reading, true);
                    initials.add(owner, other, &first, true);
                }
            };
            add(&thing.label, false);
            others.iter().for_each(|name| add(name, true));
        }
        Self { things, names, pinyin, initials, ..Self::default() }
    }

    /// The things.
    pub fn things(&self) -> &[Thing] {
        &self.things
    }

    /// A thing by its IRI.
    pub fn get(&self, iri: &str) -> Option<&Thing> {
        place(&self.things, iri).map(|at| &self.things[at])
    }

    /// Where a thing is spoken of, in the latest documents first.
    pub fn mentions_of(&self, iri: &str) -> &[Mention] {
        place(&self.things, iri).map_or(&[], |at| self.mentions.of(at as u32))
    }

    /// What each graph says of how many things.
    pub fn mentions(&self) -> &Mentions {
        &self.mentions
    }

    /// What the ontology calls a term, in Chinese and in English.
    pub fn term(&self, iri: &str) -> Option<&[Option<String>; 2]> {
        self.terms.get(iri)
    }

    /// Which body took the place of which other.
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// What the words may mean, the likeliest first: whose name comes nearest, and of whom more is said.
    pub fn search(&self, words: &str, kinds: &[String], limit: usize) -> Vec<Found<'_>> {
        let words = fold(words);
        if words.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(Nearness, Reverse<u32>, u32)> = Vec::new();
        let wanted = |owner: u32| {
            let thing = &self.things[owner as usize];
            kinds.is_empty() || kinds.iter().any(|kind| kind == thing.kind)
        };
        let mut add = |owner: u32, nearness| {
            if wanted(owner) {
                found.push((nearness, Reverse(self.things[owner as usize].facts), owner));
            }
        };
        self.names.find(&words, |owner, other, begins, ends| {
            let nearness = match (other, begins, ends) {
                (false, true, true) => Nearness::Exact,
                (false, true, false) => Nearness::Prefix,
                (true, true, true) => Nearness::OtherExact,
                (true, true, false) => Nearness::OtherPrefix,
                _ => Nearness::Inside,
            };
            add(owner, nearness);
        });
        let letters: String = words.chars().filter(|c| !c.is_whitespace() && *c != '\'').collect();
        if !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            for names in [&self.pinyin, &self.initials] {
                names.find(&letters, |owner, other, begins, ends| {
                    let nearness = match (other, begins, ends) {
                        (false, true, true) => Nearness::PinyinExact,
                        (false, true, false) => Nearness::PinyinPrefix,
                        (true, true, true) => Nearness::OtherPinyinExact,
                        (true, true, false) => Nearness::OtherPinyinPrefix,
                        _ => Nearness::PinyinInside,
                    };
                    add(owner, nearness);
                });
            }
        }
        // A thing may have been found by several of its names; sixteen times as many leave enough.
        let most = limit.saturating_mul(16);
        if most > 0 && found.len() > most {
            found.select_nth_unstable(most - 1);
            found.truncate(most);
        }
        found.sort_unstable_by_key(|&(nearness, facts, owner)| (nearness, facts, self.things[owner as usize].label.len(), owner));
        let mut shown: Vec<Found<'_>> = Vec::new();
        for (_, _, owner) in found {
            let thing = &self.things[owner as usize];
            if shown.len() < limit && shown.iter().all(|one| one.iri != thing.iri) {
                let detail = self.get(&thing.home).map_or("", |home| &home.label);
                shown.push(Found { iri: &thing.iri, kind: thing.kind, label: &thing.label, also: &thing.also, detail, facts: thing.facts });
            }
        }
        shown
    }
}

/// The place of a thing among those that are sorted by their IRIs.
fn place(things: &[Thing], iri: &str) -> Option<usize> {
    things.binary_search_by(|thing| thing.iri.as_str().cmp(iri)).ok()
}

/// Asks a query of what is kept in memory.
pub fn ask(store: &Store, query: &str, mut row: impl FnMut(&QuerySolution)) -> Result<()> {
    let query = query::parse(query, "search")?;
    if let QueryResults::Solutions(rows) = query::run(store.inner(), &query, &[])? {
        for solution in rows {
            row(&solution.map_err(|reason| evaluation_error(&reason))?);
        }
    }
    Ok(())
}

/// A name as it is compared: small letters, full-width signs as the ordinary ones.
fn fold(name: &str) -> String {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\n' | '\r' => ' ',
        c => c,
    };
    name.trim().chars().map(narrow).flat_map(char::to_lowercase).collect()
}

/// The readings of a name, as syllables: the most usual one, and others where a character has several (重庆, 长沙), four at most. None for a name
/// without Chinese characters.
fn readings(name: &str) -> Vec<Vec<&'static str>> {
    const MOST: usize = 4;
    let mut readings: Vec<Vec<&'static str>> = vec![Vec::new()];
    for character in name.chars() {
        let Some(sounds) = character.to_pinyin_multi() else { continue };
        let mut syllables: Vec<&'static str> = Vec::new();
        for sound in sounds {
            let syllable = sound.plain();
            if !syllables.contains(&syllable) {
                syllables.push(syllable);
            }
        }
        let known = readings.len();
        for syllable in syllables.iter().skip(1).take(MOST / known - 1) {
            for reading in 0..known {
                let mut other = readings[reading].clone();
                other.push(syllable);
                readings.push(other);
            }
        }
        for reading in &mut readings[..known] {
            reading.extend(syllables.first());
        }
    }
    readings.retain(|reading| !reading.is_empty());
    readings
}

/// The short forms by which officials call a body, alone and behind the short names of its place.
fn short_forms(reference: &Reference, thing: &Thing, kind: Option<&String>, place: &str) -> Vec<String> {
    let Some(kind) = kind else {
        let bodies = reference.central_bodies_named(&thing.label, None);
        return bodies.into_iter().filter(|body| body.name == thing.label).flat_map(|body| body.short.clone()).collect();
    };
    let bodies = [false, true].into_iter().flat_map(|party| reference.kinds_named(kind, party, None, None));
    let forms: Vec<&String> = bodies.filter(|body| body.name == *kind).flat_map(|body| &body.short).collect();
    let known = reference.places_named(place).iter().find(|known| known.full_name == place);
    let mut places: Vec<&str> = vec![""];
    places.extend(known.into_iter().flat_map(|place| &place.short).map(String::as_str));
    forms.iter().flat_map(|form| places.iter().map(move |place| format!("{place}{form}"))).collect()
}

/// The text of a term.
pub fn value(term: &Term) -> &str {
    match term {
        Term::NamedNode(node) => node.as_str(),
        Term::BlankNode(node) => node.as_str(),
        Term::Literal(literal) => literal.value(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> Index {
        let thing = |iri: &str, kind, label: &str, also: &[&str], facts| Thing {
            iri: iri.to_owned(),
            kind,
            label: label.to_owned(),
            also: also.iter().map(|name| (*name).to_owned()).collect(),
            home: String::new(),
            facts,
        };
        let things = vec![
            thing("a", "organization", "重庆市财政局", &["市财政局"], 3),
            thing("b", "organization", "重庆市发展和改革委员会", &[], 5),
            thing("c", "place", "重庆市", &[], 1),
            thing("d", "task", "支持重庆市建设", &[], 9),
            thing("e", "document", "Plan A", &["渝府发〔2024〕1号"], 0),
        ];
        let kinds = [("b".to_owned(), "发展和改革委员会".to_owned())].into();
        Index::of(things, &kinds)
    }

    #[test]
    fn names_are_found_by_every_part_and_by_pinyin() {
        let index = index();
        let found = |words: &str| index.search(words, &[], 9).into_iter().map(|found| found.iri).collect::<String>();
        assert_eq!(found("重庆市"), "cbad", "exact, then by prefix, then inside");
        assert_eq!(found("市财政"), "a");
        assert_eq!(found("chongqing"), "bacd", "all begin so: of whom most is said");
        assert_eq!(found("zhongqing"), "bacd", "the other reading");
        assert_eq!(found("cqs"), "cbad");
        assert_eq!(found("Chong Qing Shi Cai"), "a");
        assert_eq!(found("hongqing"), "", "only whole syllables begin a match");
        assert_eq!(found("发改委"), "b", "a short form of its kind");
        assert_eq!(found("plan"), "e");
        assert_eq!(found("〔2024〕1"), "e");
        assert_eq!(found("１号"), "e", "full width");
        assert_eq!(found(""), "");
        assert_eq!(found("\n"), "");
        assert_eq!(index.search("重庆", &["task".to_owned()], 9).len(), 1);
        assert_eq!(index.search("重庆", &[], 2).len(), 2);
    }
}

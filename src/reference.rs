//! The reference data of `ontology/`: places with their short forms, and the names of the bodies that the grammar cannot know.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Term};

use crate::vocabulary::{schema, skos, zt};

/// The rank of a place, the highest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// A province, an autonomous region, a municipality of the State, 新疆生产建设兵团.
    Province,
    /// A prefecture: 南宁市, 延边朝鲜族自治州.
    Prefecture,
    /// A county, a district, a city of that rank.
    County,
}

/// An administrative division.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The name that no other place has, as in its IRI: 南宁市西乡塘区, 南宁市, 广西壮族自治区.
    pub full_name: String,
    /// The name: 西乡塘区.
    pub name: String,
    /// The customary short forms: 南宁; 延边, 延边州.
    pub short: Vec<String>,
    /// The code of GB/T 2260, six digits.
    pub code: Option<String>,
    /// The rank.
    pub rank: Rank,
    /// The full name of the place that holds it.
    pub parent: Option<String>,
    /// The character by which the documents of a province are numbered: 桂.
    pub abbreviation: Option<String>,
}

/// What is known before any document is read.
#[derive(Debug, Default)]
pub struct Reference {
    places: HashMap<String, Vec<Arc<Place>>>,
    /// The length of the longest name of a place, in characters.
    longest: usize,
    abbreviations: HashMap<String, Arc<Place>>,
    /// Names of local governments' bodies without their place, and the full name of each: 发改委 → 发展和改革委员会.
    bare_bodies: HashMap<String, String>,
    /// Names of the State's and the Party's central bodies, and the full name of each.
    national_bodies: HashMap<String, String>,
}

impl Reference {
    /// The data that the program carries; parsed once.
    #[must_use]
    pub fn load() -> &'static Self {
        static REFERENCE: LazyLock<Reference> = LazyLock::new(|| {
            let mut reference = Reference::default();
            for entry in entries(include_str!("../ontology/places.ttl")) {
                reference.add_place(entry);
            }
            for entry in entries(include_str!("../ontology/organizations.ttl")) {
                reference.add_body(entry);
            }
            for places in reference.places.values_mut() {
                places.sort_by(|a, b| a.rank.cmp(&b.rank).then_with(|| a.full_name.cmp(&b.full_name)));
            }
            reference
        });
        &REFERENCE
    }

    /// The places of that name, full, own or short, the highest rank first. More than one: the name alone does not tell.
    #[must_use]
    pub fn places_named(&self, name: &str) -> &[Arc<Place>] {
        self.places.get(name).map_or(&[], Vec::as_slice)
    }

    /// The longest name of a place that the text begins with, and the places that it may mean.
    #[must_use]
    pub fn place_prefix<'t>(&self, text: &'t str) -> Option<(&'t str, &[Arc<Place>])> {
        let mut ends: Vec<usize> = text.char_indices().take(self.longest).map(|(at, c)| at + c.len_utf8()).collect();
        ends.reverse();
        ends.into_iter().find_map(|end| self.places.get(&text[..end]).map(|places| (&text[..end], places.as_slice())))
    }

    /// Whether a place is the place of that full name, or lies in it.
    #[must_use]
    pub fn within(&self, place: &Place, full_name: &str) -> bool {
        place.full_name == full_name
            || place.parent.as_ref().is_some_and(|parent| self.places_named(parent).iter().any(|place| place.full_name == *parent && self.within(place, full_name)))
    }

    /// The province whose documents are numbered with that character.
    #[must_use]
    pub fn province_by_abbreviation(&self, abbreviation: &str) -> Option<&Arc<Place>> {
        self.abbreviations.get(abbreviation)
    }

    /// Whether a name is that of a local government's body, without its place: 发展改革委, 财政厅, 妇联.
    #[must_use]
    pub fn is_bare_body(&self, name: &str) -> bool {
        self.bare_bodies.contains_key(name)
    }

    /// The full name of a local government's body, without its place: 发展和改革委员会 for 发改委.
    #[must_use]
    pub fn full_body_name(&self, name: &str) -> Option<&str> {
        self.bare_bodies.get(name).map(String::as_str)
    }

    /// Whether a name is that of a central body: 国家发展改革委, 工信部, 中央宣传部.
    #[must_use]
    pub fn is_national_body(&self, name: &str) -> bool {
        self.national_bodies.contains_key(name)
    }

    /// The full name of a central body: 国家发展和改革委员会 for 国家发展改革委.
    #[must_use]
    pub fn national_body(&self, name: &str) -> Option<&str> {
        self.national_bodies.get(name).map(String::as_str)
    }

    fn add_place(&mut self, entry: Entry) {
        let rank = match entry.rank.as_str() {
            "province" => Rank::Province,
            "prefecture" => Rank::Prefecture,
            "county" => Rank::County,
            _ => return,
        };
        let local = |iri: &str| iri.rsplit('/').next().unwrap_or_default().to_owned();
        let place = Arc::new(Place {
            full_name: local(&entry.iri),
            name: entry.label,
            short: entry.alternatives,
            code: entry.notation,
            rank,
            parent: entry.parent.as_deref().map(local),
            abbreviation: entry.abbreviation,
        });
        // Short forms of counties are everyday words (公安, 合作, 和平): only those of provinces and prefectures name a place by themselves.
        let short = place.short.iter().filter(|_| rank != Rank::County);
        for name in [&place.full_name, &place.name].into_iter().chain(short) {
            self.longest = self.longest.max(name.chars().count());
            let places = self.places.entry(name.clone()).or_default();
            if !places.contains(&place) {
                places.push(Arc::clone(&place));
            }
        }
        if let Some(abbreviation) = &place.abbreviation {
            self.abbreviations.insert(abbreviation.clone(), Arc::clone(&place));
        }
    }

    fn add_body(&mut self, entry: Entry) {
        let names = if entry.class == zt::BODY_KIND.as_str() { &mut self.bare_bodies } else { &mut self.national_bodies };
        for name in entry.alternatives.into_iter().chain([entry.label.clone()]) {
            names.insert(name, entry.label.clone());
        }
    }
}

/// What the files say of one subject.
#[derive(Default)]
struct Entry {
    iri: String,
    class: String,
    label: String,
    alternatives: Vec<String>,
    notation: Option<String>,
    rank: String,
    parent: Option<String>,
    abbreviation: Option<String>,
}

/// The entries of a Turtle file that keeps the statements of a subject together.
fn entries(turtle: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle) {
        let quad = quad.expect("the reference data is Turtle; its tests parse it");
        let NamedOrBlankNode::NamedNode(subject) = quad.subject else { continue };
        if entries.last().is_none_or(|entry| entry.iri != subject.as_str()) {
            entries.push(Entry { iri: subject.into_string(), ..Entry::default() });
        }
        let Some(entry) = entries.last_mut() else { continue };
        let value = match quad.object {
            Term::NamedNode(node) => node.into_string(),
            Term::Literal(literal) if literal.language().is_none_or(|language| language == "zh") => literal.destruct().0,
            _ => continue,
        };
        let predicate = quad.predicate.as_ref();
        if predicate == oxigraph::model::vocab::rdf::TYPE {
            entry.class = value;
        } else if predicate == skos::PREF_LABEL {
            entry.label = value;
        } else if predicate == skos::ALT_LABEL {
            entry.alternatives.push(value);
        } else if predicate == skos::NOTATION {
            entry.notation = Some(value);
        } else if predicate == zt::RANK {
            value.rsplit('#').next().unwrap_or_default().clone_into(&mut entry.rank);
        } else if predicate == schema::CONTAINED_IN_PLACE {
            entry.parent = Some(value);
        } else if predicate == zt::ABBREVIATION {
            entry.abbreviation = Some(value);
        }
    }
    entries.retain(|entry| !entry.label.is_empty());
    entries
}

//! One body through all its names: which body of a store a name means, and how it came by its names.
//!
//! A name is looked for as the documents write it and as officials shorten it: 自治区工信厅, 广西工信厅 and 工信厅 all mean 广西壮族自治区工业和信息化厅, where
//! the store holds no other that they could mean. A body is never found by the name of another place's or another rank's.
//! What the body did is the bundled query `trace`, what it came from and became is `succession`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::Result;
use crate::link::Context;
use crate::mention::organization::ranked;
use crate::query::{ask, text};
use crate::reference::{Organization, Reference, nearest};
use crate::store::Store;

/// A body of a store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Body {
    /// The full name.
    pub name: String,
    /// The full name of the place whose government it is part of; empty if it is not known, and for central bodies.
    pub place: String,
    /// Its IRI.
    pub iri: String,
}

/// What a name means in a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found<T> {
    /// One thing.
    One(T),
    /// Several, by their full names; the name alone does not tell which.
    Several(Vec<T>),
    /// None; with the store's names that come near, the nearest first.
    None(Vec<String>),
}

/// Finds the body that a name means, in full or in short, with or without its place.
///
/// # Errors
/// If the store cannot be read.
pub fn find(store: &Store, reference: &Reference, name: &str) -> Result<Found<Body>> {
    let name = name.trim();
    let rows = ask(store.inner(), "names", &[])?;
    let mut found = BTreeSet::new();
    // First by the names that it bears itself, then by those that its predecessors and successors bore.
    for through_line in [false, true] {
        let name = Name::read(name, reference, through_line);
        let mut kinds: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for row in &rows {
            let (own, place) = (text(row, "organization"), text(row, "place"));
            // What the reference data does not know has no kind in the graph, but may have a name like one's.
            let kind = Some(text(row, "kind")).filter(|kind| !kind.is_empty()).or_else(|| own.strip_prefix(place)).unwrap_or_default();
            let of_kind = kinds.entry(place).or_insert_with(|| name.kinds_at(place)).contains(kind);
            if text(row, "name") == name.written || name.full_names.contains(own) || of_kind {
                found.insert(Body { name: own.to_owned(), place: place.to_owned(), iri: text(row, "body").to_owned() });
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    // A name in full is no other's short form.
    if let Some(body) = found.iter().find(|body| body.name == name) {
        return Ok(Found::One(body.clone()));
    }
    let names: BTreeSet<&str> = rows.iter().map(|row| text(row, "name")).collect();
    Ok(Found::among(found, || nearest(name, names)))
}

/// A name that is looked for.
struct Name<'n> {
    written: &'n str,
    reference: &'n Reference,
    /// Whether it may also be that of a predecessor or successor.
    through_line: bool,
    /// The rank with which it begins: 自治区工信厅 may be that of any autonomous region, and of nothing else.
    rank: &'n str,
    /// What it may mean.
    meant: Vec<Organization>,
    /// The full names of those whose place it tells, or that are central.
    full_names: BTreeSet<String>,
}

impl<'n> Name<'n> {
    fn read(written: &'n str, reference: &'n Reference, through_line: bool) -> Self {
        let meant = Context::at(None, None, reference).identify(written).organizations;
        let mut full_names: BTreeSet<String> = BTreeSet::new();
        for organization in meant.iter().filter(|it| it.place.is_some() || it.body.central) {
            full_names.insert(organization.full_name());
            if through_line {
                full_names.extend(reference.lineage(organization).names.iter().map(Organization::full_name));
            }
        }
        let rank = ranked(written).map_or("", |(rank, _)| rank);
        Self { written, reference, through_line, rank, meant, full_names }
    }

    /// The kinds of bodies that a place may have under the name, which tells the rank, or the place's name in full or without the rank, or neither.
    fn kinds_at(&self, place: &str) -> BTreeSet<String> {
        let without_rank = place.char_indices().next_back().map_or("", |(last, _)| &place[..last]);
        let mut places = [place, without_rank].into_iter().filter(|place| !place.is_empty());
        let behind = places.find_map(|place| self.written.strip_prefix(place)).filter(|rest| self.reference.is_bare_body(rest));
        let behind = behind.map(|rest| Context::at(None, None, self.reference).identify(rest).organizations).unwrap_or_default();
        let at_rank = self.meant.iter().filter(|_| place.ends_with(self.rank));
        let known = self.reference.places_named(place).iter().find(|known| known.full_name == place);
        let mut kinds = BTreeSet::new();
        for organization in at_rank.chain(&behind).filter(|it| it.place.is_none() && !it.body.central) {
            kinds.insert(organization.body.name.clone());
            if let Some(place) = known.filter(|_| self.through_line) {
                let here = Organization { place: Some(place.clone()), ..organization.clone() };
                kinds.extend(self.reference.lineage(&here).names.iter().map(|it| it.body.name.clone()));
            }
        }
        kinds
    }
}

impl<T> Found<T> {
    /// What was found, by how many there are.
    pub(crate) fn among<'n>(things: impl IntoIterator<Item = T>, near: impl FnOnce() -> Vec<&'n str>) -> Self {
        let mut things: Vec<T> = things.into_iter().collect();
        match (things.pop(), things.is_empty()) {
            (None, _) => Self::None(near().into_iter().map(str::to_owned).collect()),
            (Some(thing), true) => Self::One(thing),
            (Some(thing), false) => {
                things.push(thing);
                Self::Several(things)
            }
        }
    }
}

/// A change in the line of a body: 省环境保护厅 (–2018) → 省生态环境厅 (2018–)  renamed: 环境保护厅改为生态环境厅.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// `renamed`, `merged`, `split` or `dissolved`.
    pub kind: String,
    /// What became of bodies of that kind, in Chinese: 国土资源厅、测绘地理信息局合并为自然资源厅.
    pub what: String,
    /// The bodies before it, with the years of their names.
    pub before: Vec<(String, Years)>,
    /// The bodies after it.
    pub after: Vec<(String, Years)>,
}

/// The years from which and until which a name held; empty where the graph does not know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Years {
    /// The year of the change that gave the name.
    pub from: String,
    /// The year of the change that ended it.
    pub until: String,
}

/// The changes that led to a body and those that led on from it, by year.
///
/// # Errors
/// If the store cannot be read.
pub fn succession(store: &Store, body: &Body) -> Result<Vec<Change>> {
    let rows = ask(store.inner(), "succession", &[("body".to_owned(), body.iri.clone())])?;
    let mut years: BTreeMap<&str, Years> = BTreeMap::new();
    for row in &rows {
        let date = text(row, "date");
        date.clone_into(&mut years.entry(text(row, "after")).or_default().from);
        date.clone_into(&mut years.entry(text(row, "before")).or_default().until);
    }
    let mut changes: Vec<Change> = Vec::new();
    let mut last = "";
    for row in &rows {
        let event = text(row, "event");
        if event != last || changes.is_empty() {
            changes.push(Change { kind: text(row, "change").to_owned(), what: text(row, "what").to_owned(), ..Change::default() });
            last = event;
        }
        let Some(change) = changes.last_mut() else { continue };
        for (bodies, name) in [(&mut change.before, text(row, "before")), (&mut change.after, text(row, "after"))] {
            if !name.is_empty() && bodies.iter().all(|(known, _)| known != name) {
                bodies.push((name.to_owned(), years.get(name).cloned().unwrap_or_default()));
            }
        }
    }
    Ok(changes)
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |bodies: &[(String, Years)]| {
            let names: Vec<String> = bodies.iter().map(|(name, years)| format!("{name} ({}–{})", years.from, years.until)).collect();
            names.join(" + ")
        };
        write!(f, "{} → {}  {}", names(&self.before), names(&self.after), self.kind)?;
        if self.what.is_empty() { Ok(()) } else { write!(f, ": {}", self.what) }
    }
}

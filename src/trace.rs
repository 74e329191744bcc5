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
    let meaning = |name: &str| Context::at(None, None, reference).identify(name).organizations;
    let meant = meaning(name);
    let full_names: BTreeSet<String> = meant.iter().map(Organization::full_name).collect();
    // 自治区工信厅 may be that of any autonomous region, and of nothing else.
    let rank = ranked(name).map_or("", |(rank, _)| rank);
    let mut kinds_at: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    // The kinds of bodies that a place may have under the name, which tells its rank, or the place's name in full or without the rank.
    let kinds = |place: &str| -> BTreeSet<String> {
        let without_rank = place.char_indices().next_back().map_or("", |(last, _)| &place[..last]);
        let rest = [place, without_rank].into_iter().filter(|place| !place.is_empty()).find_map(|place| name.strip_prefix(place));
        let behind = rest.filter(|rest| reference.is_bare_body(rest)).map(meaning).unwrap_or_default();
        let at_rank = meant.iter().filter(|_| place.ends_with(rank));
        let kinds = at_rank.chain(&behind).filter(|organization| organization.place.is_none() && !organization.body.central);
        kinds.map(|organization| organization.body.name.clone()).collect()
    };

    let rows = ask(store.inner(), "names", &[])?;
    let mut found = BTreeSet::new();
    for row in &rows {
        let (own, place) = (text(row, "organization"), text(row, "place"));
        // What the reference data does not know has no kind in the graph, but may have a name like one's.
        let kind = Some(text(row, "kind")).filter(|kind| !kind.is_empty()).or_else(|| own.strip_prefix(place)).unwrap_or_default();
        let of_kind = kinds_at.entry(place).or_insert_with(|| kinds(place)).contains(kind);
        if text(row, "name") == name || full_names.contains(own) || of_kind {
            found.insert(Body { name: own.to_owned(), place: place.to_owned(), iri: text(row, "body").to_owned() });
        }
    }
    // A name in full is no other's short form.
    if let Some(body) = found.iter().find(|body| body.name == name) {
        return Ok(Found::One(body.clone()));
    }
    let names: BTreeSet<&str> = rows.iter().map(|row| text(row, "name")).collect();
    Ok(Found::among(found, || nearest(name, names)))
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

/// A change in the line of a body: 省环境保护厅 (–2018) → 省生态环境厅 (2018–)  renamed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// `renamed`, `merged`, `split` or `dissolved`.
    pub kind: String,
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
            changes.push(Change { kind: text(row, "change").to_owned(), ..Change::default() });
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
        write!(f, "{} → {}  {}", names(&self.before), names(&self.after), self.kind)
    }
}

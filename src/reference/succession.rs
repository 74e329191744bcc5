//! Successions: which body took the place of which, and when.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::{Body, Organization, Place, Rank, Reference};

/// A reform of bodies: what was there before, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happened, in Chinese: 工业和信息化委员会改为工业和信息化厅.
    pub label: String,
    /// The same in English.
    pub label_en: String,
    /// What kind of change it is.
    pub kind: ChangeKind,
    /// The year in which provinces (or the State Council) did it; prefectures and counties followed within a year.
    pub year: u16,
    /// The decision that ordered it.
    pub source: String,
    /// The last part of its IRI.
    pub id: String,
    /// The bodies before it.
    pub before: Vec<Arc<Body>>,
    /// The bodies after it.
    pub after: Vec<Arc<Body>>,
    /// The ranks that it concerns; empty for central bodies, and for a change of all ranks.
    pub ranks: Vec<Rank>,
    /// The only places that it concerns, by full name; empty if it concerns all of its ranks.
    pub places: Vec<String>,
}

/// What happens to bodies in a reform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// Several became one.
    Merged,
    /// One became several.
    Split,
    /// One goes on under another name, with more or fewer duties.
    Renamed,
    /// It ended; its duties went to a body that was there before or went on.
    Dissolved,
    /// Duties moved from one to another, and both went on.
    Transferred,
}

impl ChangeKind {
    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Merged, Self::Split, Self::Renamed, Self::Dissolved, Self::Transferred].into_iter().find(|kind| kind.name() == name)
    }

    /// The name that the kind bears in the graph: `merged`, `split`, `renamed`, `dissolved`, `transferred`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Merged => "merged",
            Self::Split => "split",
            Self::Renamed => "renamed",
            Self::Dissolved => "dissolved",
            Self::Transferred => "transferred",
        }
    }
}

/// A change, as it happened to the bodies of one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The change.
    pub change: Arc<Change>,
    /// The organizations before it.
    pub before: Vec<Organization>,
    /// The organizations after it.
    pub after: Vec<Organization>,
}

/// An organization through its names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lineage {
    /// The organization, all that it came from and all that came of it, by the years of their names: of one place and one rank.
    pub names: Vec<Organization>,
    /// The changes between them, by year.
    pub changes: Vec<Succession>,
}

impl Reference {
    /// The line of succession in which an organization stands.
    ///
    /// It goes back through all predecessors and forward through all successors, but not from a successor back to what else came into it: 国土资源厅
    /// leads to 自然资源厅, and not from there to 测绘局. Duties that moved between bodies that both went on make no succession.
    #[must_use]
    pub fn lineage(&self, organization: &Organization) -> Lineage {
        let mut names: Vec<Arc<Body>> = vec![Arc::clone(&organization.body)];
        let mut changes = BTreeSet::new();
        for forward in [false, true] {
            let mut seen = HashSet::from([organization.body.name.clone()]);
            let mut open = vec![Arc::clone(&organization.body)];
            while let Some(body) = open.pop() {
                for index in self.changes_of(&body, organization.place.as_deref(), forward) {
                    let change = &self.changes[index];
                    changes.insert((change.year, index));
                    for next in if forward { &change.after } else { &change.before } {
                        if seen.insert(next.name.clone()) {
                            open.push(Arc::clone(next));
                            if names.iter().all(|known| known.name != next.name) {
                                names.push(Arc::clone(next));
                            }
                        }
                    }
                }
            }
        }
        names.sort_by(|a, b| a.years.cmp(&b.years).then_with(|| a.name.cmp(&b.name)));
        let of_place = |body: &Arc<Body>| Organization { body: Arc::clone(body), place: organization.place.clone() };
        Lineage {
            names: names.iter().map(of_place).collect(),
            changes: changes.into_iter().map(|(_, index)| self.succession(index, organization)).collect(),
        }
    }

    /// The changes that an organization and what came of it went through, each with the one that it ended, as far as it is known which: where bodies of
    /// its rank went several ways in one reform, the line ends.
    #[must_use]
    pub fn successions(&self, organization: &Organization) -> Vec<(Organization, Succession)> {
        let mut found: Vec<(Organization, Succession)> = Vec::new();
        let mut open = vec![Arc::clone(&organization.body)];
        while let Some(body) = open.pop() {
            let changes = self.changes_of(&body, organization.place.as_deref(), true);
            for &index in &changes {
                // Two mergers, two renamings in one reform: places went different ways. A merger and a split: both happened.
                let change = &self.changes[index];
                let other_way = |other: usize| {
                    let other = &self.changes[other];
                    !Arc::ptr_eq(other, change) && other.kind == change.kind && other.year.abs_diff(change.year) <= 1
                };
                let only_way = organization.body.central || !changes.iter().any(|&other| other_way(other));
                if only_way && !found.iter().any(|(_, known)| Arc::ptr_eq(&known.change, change)) {
                    open.extend(change.after.iter().cloned());
                    let ended = Organization { body: Arc::clone(&body), place: organization.place.clone() };
                    found.push((ended, self.succession(index, organization)));
                }
            }
        }
        found
    }

    /// The changes in which a body is one of those before (or, backward, one of those after), where they concern its place. What is said of the place
    /// by its name goes before what is said of its rank.
    pub(super) fn changes_of(&self, body: &Body, place: Option<&Place>, forward: bool) -> Vec<usize> {
        let by_body = &if forward { &self.changes_from } else { &self.changes_to }[usize::from(body.central)];
        let concerns = |index: &&usize| {
            let change = &self.changes[**index];
            let Some(place) = place else { return true };
            (change.ranks.is_empty() || change.ranks.contains(&place.rank))
                && (change.places.is_empty() || change.places.contains(&place.full_name))
        };
        let mut changes: Vec<usize> = by_body.get(&body.name).into_iter().flatten().filter(concerns).copied().collect();
        let named = |index: &usize| !self.changes[*index].places.is_empty();
        if place.is_some() && changes.iter().any(named) {
            changes.retain(named);
        }
        changes
    }

    fn succession(&self, index: usize, organization: &Organization) -> Succession {
        let change = &self.changes[index];
        let of_place = |body: &Arc<Body>| Organization { body: Arc::clone(body), place: organization.place.clone() };
        Succession {
            change: Arc::clone(change),
            before: change.before.iter().map(of_place).collect(),
            after: change.after.iter().map(of_place).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organization(kind: &str, place: &str) -> Organization {
        let reference = Reference::load();
        let place = reference.places_named(place)[0].clone();
        let body = reference.kinds_named(kind, false, Some(&place), None)[0];
        Organization { body: Arc::clone(body), place: Some(place) }
    }

    fn names(lineage: &Lineage) -> Vec<String> {
        lineage.names.iter().map(Organization::full_name).collect()
    }

    #[test]
    fn a_line_goes_back_and_forward_within_one_place() {
        let reference = Reference::load();
        let line = reference.lineage(&organization("工业和信息化委员会", "广西壮族自治区"));
        let expected = ["经济委员会", "信息产业厅", "信息化工作办公室", "工业和信息化厅", "工业和信息化委员会"];
        let mut found = names(&line);
        found.sort();
        let mut expected: Vec<String> = expected.map(|kind| format!("广西壮族自治区{kind}")).to_vec();
        expected.sort();
        assert_eq!(found, expected);
        assert_eq!(line.changes.iter().map(|change| change.change.year).collect::<Vec<_>>(), [2009, 2018]);
        // 河南 had a department, then a commission, then a department again.
        let line = reference.lineage(&organization("工业和信息化厅", "河南省"));
        assert_eq!(names(&line), ["河南省工业和信息化厅", "河南省工业和信息化委员会"]);
    }

    #[test]
    fn what_else_came_into_a_successor_is_not_of_the_line() {
        let line = Reference::load().lineage(&organization("卫生厅", "江西省"));
        assert_eq!(names(&line), ["江西省卫生厅", "江西省卫生和计划生育委员会", "江西省卫生健康委员会"]);
    }

    #[test]
    fn where_bodies_of_a_rank_went_several_ways_nothing_is_certain() {
        let reference = Reference::load();
        let bureau = organization("国土资源局", "南宁市");
        assert_eq!(reference.successions(&bureau), []);
        assert_eq!(names(&reference.lineage(&bureau)).len(), 3);
        // Both happened: a merger, and a split.
        let drugs = reference.successions(&organization("食品药品监督管理局", "江西省"));
        let after: Vec<String> = drugs.iter().flat_map(|(_, succession)| &succession.after).map(Organization::full_name).collect();
        assert_eq!(after, ["江西省市场监督管理局", "江西省药品监督管理局"]);
    }
}

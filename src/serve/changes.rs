//! Which body took the place of which other, in memory.

use super::entity::last_part;
use super::search::ask;
use crate::Result;
use crate::query::text;
use crate::store::Store;

/// One body that took the place of another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    pub year: Option<u32>,
    /// The IRIs of the bodies.
    pub from: String,
    pub to: String,
    /// The IRI of the kind of change; empty if it is not known.
    pub kind: String,
    /// What it is called.
    pub what: String,
}

impl Change {
    /// The name of its kind: `renamed`, `merged`, …
    pub fn kind_name(&self) -> &str {
        last_part(&self.kind)
    }
}

/// All changes of a store.
#[derive(Debug, Default)]
pub struct Changes(Vec<Change>);

impl Changes {
    /// Reads them.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn read(store: &Store) -> Result<Self> {
        let mut changes = Vec::new();
        ask(store, include_str!("changes/changes.rq"), |row| {
            let [from, to, kind, what] = ["from", "to", "kind", "what"].map(|name| text(row, name).to_owned());
            changes.push(Change { year: text(row, "date").get(..4).and_then(|year| year.parse().ok()), from, to, kind, what });
        })?;
        changes.sort_unstable();
        // Of several that join the same bodies in the same year, one is told.
        changes.dedup_by(|next, change| (next.year, &next.from, &next.to) == (change.year, &change.from, &change.to));
        Ok(Self(changes))
    }

    /// Those in the line of a body: its own, those of its predecessors and of its successors, and so on; the earliest first.
    pub fn in_line_of<'s>(&'s self, body: &'s str) -> Vec<&'s Change> {
        let mut line = vec![body];
        let mut next = 0;
        while let Some(one) = line.get(next).copied() {
            next += 1;
            for change in self.0.iter().filter(|change| change.from == one || change.to == one) {
                for body in [change.from.as_str(), change.to.as_str()] {
                    if !line.contains(&body) {
                        line.push(body);
                    }
                }
            }
        }
        self.0.iter().filter(|change| line.contains(&change.from.as_str())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_all_changes_that_lead_to_a_body_and_from_it() {
        let change = |year, from: &str, to: &str| Change {
            year: Some(year),
            from: from.to_owned(),
            to: to.to_owned(),
            kind: String::new(),
            what: String::new(),
        };
        let changes = Changes(vec![change(1998, "a", "b"), change(2003, "x", "y"), change(2008, "b", "c"), change(2013, "d", "c")]);
        let line = |body| changes.in_line_of(body).into_iter().map(|change| change.from.as_str()).collect::<Vec<_>>();
        assert_eq!(line("b"), ["a", "b", "d"]);
        assert_eq!(line("d"), ["a", "b", "d"]);
        assert_eq!(line("z"), Vec::<&str>::new());
    }
}

//! Bodies: what the reference data calls them, and in which years.

use std::sync::Arc;

use super::{Place, Rank};

/// A central body, or a kind of body that local governments have, by one of the names that it had: a body that is renamed is another entry, and a
/// [`Change`](super::Change) leads from one to the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The full name; of a kind the name without its place: 工业和信息化委员会.
    pub name: String,
    /// The customary short forms: 工信委.
    pub short: Vec<String>,
    /// When the name held. Of a kind these are the years in which it held anywhere.
    pub years: Years,
    /// The ranks of the places that have the kind; empty for a central body, and for a kind that any place may have.
    pub ranks: Vec<Rank>,
    /// The only provinces that have had the kind, by their full names, if it is known to be limited to some.
    pub provinces: Vec<String>,
    /// Whether it is one body, not a kind of local ones: a central body, or a local one that is known by a name of its own.
    pub central: bool,
    /// The place whose body it is, if it is a local one that is known by a name of its own: 中关村科技园区管理委员会.
    pub home: Option<String>,
    /// How the full name is made where the place does not simply stand before it: 国家税务总局{place}税务局, 中国银行业监督管理委员会{short}监管局,
    /// {party}宣传部.
    pub(super) pattern: Option<String>,
}

impl Body {
    /// Whether it is a body of the Party's committees.
    #[must_use]
    pub fn is_of_party(&self) -> bool {
        self.pattern.as_ref().is_some_and(|pattern| pattern.starts_with("{party}"))
    }
}

/// The years in which a name held; the year of a reform belongs to the old name and to the new one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Years {
    /// The first year; `None` if it is before the time of the documents, or not known.
    pub from: Option<u16>,
    /// The last year; `None` if the name still holds, or it is not known.
    pub until: Option<u16>,
}

impl Years {
    /// Whether the name held in a year.
    #[must_use]
    pub fn contain(self, year: u16) -> bool {
        self.from.is_none_or(|from| from <= year) && self.until.is_none_or(|until| year <= until)
    }
}

/// A body of one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// The body.
    pub body: Arc<Body>,
    /// The place whose body it is; `None` of a central body, and where a name does not tell the place (自治区工信委).
    pub place: Option<Arc<Place>>,
}

impl Organization {
    /// The full name, by which the graph knows it: 广西壮族自治区工业和信息化厅, 国家税务总局广西壮族自治区税务局.
    #[must_use]
    pub fn full_name(&self) -> String {
        let Some(place) = &self.place else { return self.body.name.clone() };
        let Some(pattern) = &self.body.pattern else { return format!("{}{}", place.official, self.body.name) };
        let short = place.short.first().unwrap_or(&place.name);
        // 中共四川省委员会, as committees name themselves; documents write 省委 and 自治区党委.
        let party = format!("中共{}委员会", place.official);
        pattern.replace("{place}", &place.official).replace("{short}", short).replace("{party}", &party)
    }
}

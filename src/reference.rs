//! The reference data of `ontology/`: places with their short forms, bodies with their names through the years, and what the grammar cannot know.

use std::sync::{Arc, LazyLock};

use foldhash::{HashMap, HashSet, HashSetExt};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Term};

use crate::vocabulary::{dcterms, org, schema, skos, zt};
use crate::words::CharSet;

mod body;
mod succession;

pub use body::{Body, Organization, Years};
pub use succession::{Change, ChangeKind, Lineage, Succession};

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

impl Rank {
    fn named(name: &str) -> Option<Self> {
        match name {
            "province" => Some(Self::Province),
            "prefecture" => Some(Self::Prefecture),
            "county" => Some(Self::County),
            _ => None,
        }
    }
}

/// An administrative division.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The name that no other place has, as in its IRI: 南宁市西乡塘区, 南宁市, 广西壮族自治区.
    pub full_name: String,
    /// The name: 西乡塘区.
    pub name: String,
    /// The name that its government and its bodies bear: 南宁市西乡塘区, but 凤凰县, where the name alone tells.
    pub official: String,
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
    places: Names,
    /// Counties by their short forms.
    short_counties: Names,
    abbreviations: HashMap<String, Arc<Place>>,
    /// The places that lie in one directly, by its full name.
    inside: HashMap<String, Vec<Arc<Place>>>,
    /// Kinds of local governments' bodies by their names without place, full and short: 发改委 → 发展和改革委员会.
    kinds: HashMap<String, Vec<Arc<Body>>>,
    /// Kinds whose full name the place does not simply begin, and the patterns of their names.
    patterns: Vec<(String, Arc<Body>)>,
    /// The State's and the Party's central bodies by their names.
    central_bodies: HashMap<String, Vec<Arc<Body>>>,
    /// What decided on changes, by IRI.
    sources: HashMap<String, String>,
    changes: Vec<Arc<Change>>,
    /// The changes in which a body is one of those before: by the names of kinds, and by those of central bodies.
    changes_from: [HashMap<String, Vec<usize>>; 2],
    /// The changes in which a body is one of those after.
    changes_to: [HashMap<String, Vec<usize>>; 2],
    /// Names of regions that are no administrative divisions by their first character, the longest first: 北部湾经济区, 长三角.
    regions: HashMap<char, Vec<String>>,
    /// The pairs of characters with which a place, a region or a part of a province (陕北) may begin, and the first characters of those pairs.
    site_openings: Pairs,
    site_firsts: CharSet,
    /// Words with which names of industries end.
    industry_words: HashSet<String>,
    /// The characters of the longest of them.
    longest_industry_word: usize,
}

impl Reference {
    /// The data that the program carries; parsed once.
    #[must_use]
    pub fn load() -> &'static Self {
        static REFERENCE: LazyLock<Reference> = LazyLock::new(|| {
            let mut reference = Reference::default();
            // Places are most of the data; the rest is parsed beside them.
            let (places, former, bodies, changes, industries, regions) = std::thread::scope(|scope| {
                let bodies = scope.spawn(|| entries(include_str!("../ontology/organizations.ttl")));
                let others = scope.spawn(|| {
                    let changes = entries(include_str!("../ontology/successions.ttl"));
                    let industries = entries(include_str!("../ontology/industries.ttl"));
                    (changes, industries, entries(include_str!("../ontology/regions.ttl")))
                });
                let places = entries(include_str!("../ontology/places.ttl"));
                let former = entries(include_str!("../ontology/former-places.ttl"));
                let (changes, industries, regions) = joined(others);
                (places, former, joined(bodies), changes, industries, regions)
            });
            let mut names = HashSet::new();
            let shared = places.iter().map(|place| &place.label).filter(|name| !names.insert(*name)).cloned().collect();
            for entry in places {
                reference.add_place(entry, &shared);
            }
            for entry in former {
                reference.add_former_place(entry, &shared);
            }
            for entry in bodies {
                reference.add_body(entry);
            }
            for entry in changes {
                reference.add_change(entry);
            }
            for entry in industries {
                reference.longest_industry_word = reference.longest_industry_word.max(entry.label.chars().count());
                reference.industry_words.insert(entry.label);
            }
            for entry in regions {
                let Some(first) = entry.label.chars().next() else { continue };
                let alike = reference.regions.entry(first).or_default();
                alike.push(entry.label);
                alike.sort_by_key(|name| std::cmp::Reverse(name.len()));
            }
            reference.places.sort();
            reference.short_counties.sort();
            (reference.site_openings, reference.site_firsts) = reference.openings();
            reference
        });
        &REFERENCE
    }

    /// The places of that name, full, own or short, the highest rank first. More than one: the name alone does not tell.
    #[must_use]
    pub fn places_named(&self, name: &str) -> &[Arc<Place>] {
        self.places.named(name).map_or(&[], |named| &named.places)
    }

    /// The place that the text begins with, as far down as the text names it, and the places that this may mean, the highest rank first: 广西南宁市 of
    /// 广西南宁市财政局.
    ///
    /// Short forms count for provinces and prefectures alone, because those of counties are everyday words (公安, 合作, 和平). So are 城区 and 郊区, which
    /// count behind their city alone (阳泉市城区).
    #[must_use]
    pub fn place_prefix<'t>(&self, text: &'t str) -> Option<(&'t str, &[Arc<Place>])> {
        let first = self.places.beginning(text).find(|named| !named.is_common_word())?;
        let (mut length, mut places) = (first.name.len(), first.places.as_slice());
        while let Some((name, place)) =
            self.places.beginning(&text[length..]).find_map(|named| Some((&named.name, self.only_one_inside(&named.places, places)?)))
        {
            length += name.len();
            places = std::slice::from_ref(place);
        }
        Some((&text[..length], places))
    }

    /// Whether a text may begin with a place, a county's short form, a region or a part of a province: few pairs of characters begin one.
    #[inline]
    #[must_use]
    pub fn opens_site(&self, text: &str) -> bool {
        let mut chars = text.chars();
        chars.next().is_some_and(|first| self.opens_site_with(first, chars.as_str()))
    }

    /// As [`Reference::opens_site`], by the first character and what follows it.
    #[inline]
    #[must_use]
    pub fn opens_site_with(&self, first: char, behind: &str) -> bool {
        self.site_firsts.contains(first) && behind.chars().next().is_some_and(|second| self.site_openings.contains(first, second))
    }

    /// The characters with which it may be so.
    pub(crate) fn site_firsts(&self) -> &CharSet {
        &self.site_firsts
    }

    /// Where in a text it may be so.
    pub fn site_openings(&self, text: &str) -> impl Iterator<Item = usize> {
        text.char_indices().map(|(at, _)| at).filter(|&at| self.opens_site(&text[at..]))
    }

    fn openings(&self) -> (Pairs, CharSet) {
        let (mut pairs, mut firsts) = (Pairs::default(), Vec::new());
        let mut add = |name: &str| {
            let mut chars = name.chars();
            if let (Some(first), Some(second)) = (chars.next(), chars.next()) {
                pairs.insert(first, second);
                firsts.push(first);
            }
        };
        for named in self.places.by_first.iter().chain(&self.short_counties.by_first).flatten() {
            add(&named.name);
        }
        for region in self.regions.values().flatten() {
            add(region);
            add(&format!("沿{region}"));
        }
        for province in self.abbreviations.keys() {
            "东南西北中".chars().for_each(|direction| add(&format!("{province}{direction}")));
        }
        (pairs, firsts.into_iter().collect())
    }

    /// Whether a text may name a place at all: whether a name of a place, or a short form of a county, begins anywhere in it.
    #[must_use]
    pub fn might_name_a_place(&self, text: &str) -> bool {
        self.site_openings(text).any(|at| [&self.places, &self.short_counties].iter().any(|names| names.begin(&text[at..])))
    }

    /// The county that the text begins with, by a short form that is an everyday word elsewhere (龙胜, 资源): it counts beside other places alone.
    #[must_use]
    pub fn county_prefix<'t>(&self, text: &'t str) -> Option<(&'t str, &Arc<Place>)> {
        // A district is not known by its short form outside a list of districts.
        self.short_county(text, |place| !place.name.ends_with('区'))
    }

    /// The district that the text begins with, by its short form: it counts in a list of districts alone (邕宁、良庆、青秀区).
    #[must_use]
    pub fn district_prefix<'t>(&self, text: &'t str) -> Option<(&'t str, &Arc<Place>)> {
        self.short_county(text, |place| place.name.ends_with('区'))
    }

    fn short_county<'t>(&self, text: &'t str, is_meant: impl Fn(&Place) -> bool) -> Option<(&'t str, &Arc<Place>)> {
        let named = self.short_counties.beginning(text).next()?;
        let mut known = named.places.iter().filter(|place| is_meant(place));
        known.next().filter(|_| known.next().is_none()).map(|place| (&text[..named.name.len()], place))
    }

    /// The county or district of a place that the text begins with, by its short form.
    #[must_use]
    pub fn county_prefix_within<'t>(&self, text: &'t str, full_name: &str) -> Option<(&'t str, &Arc<Place>)> {
        self.short_county(text, |place| self.within(place, full_name))
    }

    /// The region that the text begins with, by the longest of the names that are known.
    #[must_use]
    pub fn region_prefix<'t>(&self, text: &'t str) -> Option<&'t str> {
        let first = text.chars().next()?;
        let known = self.regions.get(&first)?.iter().find(|region| text.starts_with(region.as_str()))?;
        Some(&text[..known.len()])
    }

    /// The one place that the text begins with, by the longest of its names; `None` where the name is that of several.
    #[must_use]
    pub fn place_named_at_start<'t>(&self, text: &'t str) -> Option<(&'t str, &Arc<Place>)> {
        let named = self.places.beginning(text).find(|named| !named.is_common_word())?;
        match named.places.as_slice() {
            [place] => Some((&text[..named.name.len()], place)),
            // 吉林: the city, in the name of a park.
            [first, rest @ ..] if first.rank == Rank::Province && rest.len() == 1 => Some((&text[..named.name.len()], &rest[0])),
            _ => None,
        }
    }

    /// Whether the text begins with the short form of a county, of one or of several.
    #[must_use]
    pub fn begins_with_county(&self, text: &str) -> bool {
        self.short_counties.begin(text)
    }

    /// The one of some places of a name that lies in one of the others.
    fn only_one_inside<'r>(&self, named: &'r [Arc<Place>], outer: &[Arc<Place>]) -> Option<&'r Arc<Place>> {
        let mut inside = named
            .iter()
            .filter(|place| outer.iter().any(|outer| place.full_name != outer.full_name && self.within(place, &outer.full_name)));
        inside.next().filter(|_| inside.next().is_none())
    }

    /// Whether a place is the place of that full name, or lies in it.
    #[must_use]
    pub fn within(&self, place: &Place, full_name: &str) -> bool {
        place.full_name == full_name
            || place.parent.as_ref().is_some_and(|parent| {
                self.places_named(parent).iter().any(|place| place.full_name == *parent && self.within(place, full_name))
            })
    }

    /// The places of a rank that lie in a place, in the order of their codes.
    #[must_use]
    pub fn places_in(&self, place: &Place, rank: Rank) -> Vec<&Arc<Place>> {
        let mut found = Vec::new();
        for inner in self.inside.get(&place.full_name).into_iter().flatten() {
            if inner.rank == rank {
                found.push(inner);
            } else {
                found.extend(self.places_in(inner, rank));
            }
        }
        found
    }

    /// The province whose documents are numbered with that character.
    #[must_use]
    pub fn province_by_abbreviation(&self, abbreviation: &str) -> Option<&Arc<Place>> {
        self.abbreviations.get(abbreviation)
    }

    /// Whether a name is that of a local government's body, without its place: 发展改革委, 财政厅, 妇联.
    #[must_use]
    pub fn is_bare_body(&self, name: &str) -> bool {
        self.kinds.contains_key(name)
    }

    /// The local bodies that a name without its place can mean at a place and in a year, by what is known of ranks, provinces and years: 药监局 is
    /// 食品药品监督管理局 in 2015 and 药品监督管理局 in 2020. More than one: what is known does not tell.
    ///
    /// `party`: whether the name stands behind that of a Party committee (省委网信办), of which the Party's bodies are. Documents go on to
    /// use old names, so a body of before is meant where no other can be; one of later never is.
    #[must_use]
    pub fn kinds_named(&self, name: &str, party: bool, place: Option<&Place>, year: Option<u16>) -> Vec<&Arc<Body>> {
        let mut kinds: Vec<&Arc<Body>> = self.kinds.get(name).into_iter().flatten().collect();
        if party {
            kinds.retain(|body| body.is_of_party());
        }
        if let Some(place) = place {
            narrow(&mut kinds, |body| body.ranks.is_empty() || body.ranks.contains(&place.rank));
            if place.rank == Rank::Province {
                narrow(&mut kinds, |body| body.provinces.is_empty() || body.provinces.contains(&place.full_name));
            } else {
                narrow(&mut kinds, |body| body.provinces.is_empty());
            }
        }
        self.narrow_to_year(&mut kinds, place, year);
        if let Some(place) = place {
            narrow(&mut kinds, |body| body.provinces.contains(&place.full_name));
        }
        narrow(&mut kinds, |body| body.is_of_party() == party);
        narrow(&mut kinds, |body| body.name == name);
        kinds
    }

    /// The central bodies that a name can mean in a year, as [`Reference::kinds_named`] does.
    #[must_use]
    pub fn central_bodies_named(&self, name: &str, year: Option<u16>) -> Vec<&Arc<Body>> {
        let mut bodies: Vec<&Arc<Body>> = self.central_bodies.get(name).into_iter().flatten().collect();
        self.narrow_to_year(&mut bodies, None, year);
        narrow(&mut bodies, |body| body.name == name);
        bodies
    }

    /// The branches of central bodies whose names hold a place inside, and the place's name: 中国人民银行…中心支行 and 南宁 for 人民银行南宁中心支行.
    #[must_use]
    pub fn branches_named<'t>(&self, name: &'t str, year: Option<u16>) -> Option<(Vec<&Arc<Body>>, &'t str)> {
        let mut named = self.patterns.iter().filter_map(|(pattern, body)| {
            let (open, close) = (pattern.find('{')?, pattern.find('}')?);
            let place = name.strip_prefix(&pattern[..open])?.strip_suffix(&pattern[close + 1..])?;
            (!self.places_named(place).is_empty()).then_some((body, place))
        });
        let (first, place) = named.next()?;
        let mut branches: Vec<&Arc<Body>> = std::iter::once(first).chain(named.map(|(body, _)| body)).collect();
        branches.dedup();
        self.narrow_to_year(&mut branches, None, year);
        Some((branches, place))
    }

    /// Keeps the bodies that bore their name in a year, unless none did.
    fn narrow_to_year(&self, bodies: &mut Vec<&Arc<Body>>, place: Option<&Place>, year: Option<u16>) {
        let Some(year) = year else { return };
        if bodies.iter().any(|body| self.years(body, place).contain(year)) {
            bodies.retain(|body| self.years(body, place).contain(year));
        } else {
            let is_later = |body: &Arc<Body>| self.years(body, place).from.is_some_and(|from| year < from);
            bodies.retain(|body| !is_later(body));
        }
    }

    /// The years in which a body bore its name at a place: what is known of the changes there says more than what is known of the kind.
    #[must_use]
    pub fn years(&self, body: &Arc<Body>, place: Option<&Place>) -> Years {
        let Some(place) = place else { return body.years };
        let ended = self.changes_of(body, Some(place), true).into_iter().map(|index| self.changes[index].year).max();
        // A kind of which no first year is known was there before the changes that are known.
        let began = || self.changes_of(body, Some(place), false).into_iter().map(|index| self.changes[index].year).min();
        Years { from: body.years.from.map(|from| began().unwrap_or(from)), until: ended.or(body.years.until) }
    }

    /// Names of the reference data that look like a name that it does not know, the nearest first.
    #[must_use]
    pub fn similar_names(&self, name: &str) -> Vec<String> {
        let names = self.kinds.keys().chain(self.central_bodies.keys()).map(String::as_str);
        nearest(name, names).into_iter().map(str::to_owned).collect()
    }

    /// Whether a name ends as those of industries do: 氢能装备, 茉莉花茶.
    #[must_use]
    pub fn ends_as_industry(&self, name: &str) -> bool {
        name.char_indices().rev().take(self.longest_industry_word).any(|(at, _)| self.industry_words.contains(&name[at..]))
    }

    /// The longest word for an industry with which a name ends.
    #[must_use]
    pub fn industry_at_end<'t>(&self, name: &'t str) -> Option<&'t str> {
        let ends = name.char_indices().rev().take(self.longest_industry_word).map(|(at, _)| &name[at..]);
        ends.filter(|end| self.industry_words.contains(*end)).last()
    }

    /// Whether a name is that of a central body, or of another that is known by a name of its own: 国家发展改革委, 工信部, 雄安新区管委会.
    #[must_use]
    pub fn is_national_body(&self, name: &str) -> bool {
        self.central_bodies.contains_key(name)
    }

    /// The local body that is known by a name of its own: 中关村科技园区管理委员会 for 中关村管委会.
    #[must_use]
    pub fn particular_body(&self, name: &str) -> Option<&Arc<Body>> {
        self.central_bodies.get(name)?.iter().find(|body| body.home.is_some())
    }

    fn add_place(&mut self, entry: Entry, shared: &HashSet<String>) {
        let Some(place) = entry.place(shared).map(Arc::new) else { return };
        let rank = place.rank;
        if let Some(parent) = &place.parent {
            self.inside.entry(parent.clone()).or_default().push(Arc::clone(&place));
        }
        if rank == Rank::County {
            let bare = place.name.strip_suffix(['旗', '县', '市']).map(str::to_owned);
            for name in place.short.iter().chain(&bare).filter(|name| name.chars().count() >= 2) {
                self.short_counties.add(name, &place);
            }
        }
        let short = place.short.iter().filter(|_| rank != Rank::County);
        for name in [&place.full_name, &place.name].into_iter().chain(short) {
            self.places.add(name, &place);
        }
        if let Some(abbreviation) = &place.abbreviation {
            self.abbreviations.insert(abbreviation.clone(), Arc::clone(&place));
        }
    }

    /// A place that is no more is found by its names alone: it is none of those that lie in another today, and no short form that names one of today
    /// names it.
    fn add_former_place(&mut self, entry: Entry, shared: &HashSet<String>) {
        let Some(place) = entry.place(shared).map(Arc::new) else { return };
        for name in [&place.full_name, &place.name] {
            self.places.add(name, &place);
        }
        for name in &place.short {
            match place.rank {
                Rank::County if self.short_counties.named(name).is_none() => self.short_counties.add(name, &place),
                Rank::Prefecture if self.places.named(name).is_none() => self.places.add(name, &place),
                _ => {}
            }
        }
    }

    fn add_body(&mut self, entry: Entry) {
        if entry.class == dcterms::BIBLIOGRAPHIC_RESOURCE.as_str() {
            self.sources.insert(entry.iri, entry.label);
            return;
        }
        let central = entry.class != zt::BODY_KIND.as_str();
        let body = Arc::new(Body {
            name: entry.label,
            short: entry.alternatives,
            years: Years { from: entry.from, until: entry.until },
            ranks: entry.ranks,
            provinces: entry.places,
            central,
            home: entry.jurisdiction,
            pattern: entry.pattern,
        });
        let names = if central { &mut self.central_bodies } else { &mut self.kinds };
        for name in body.short.iter().chain([&body.name]) {
            if name.contains('{') {
                self.patterns.push((name.clone(), Arc::clone(&body)));
            } else {
                names.entry(name.clone()).or_default().push(Arc::clone(&body));
            }
        }
        if let Some(pattern) = body.pattern.as_ref().filter(|pattern| !pattern.contains("{party}")) {
            self.patterns.push((pattern.clone(), Arc::clone(&body)));
        }
    }

    fn add_change(&mut self, entry: Entry) {
        let bodies = |iris: &[String]| -> Vec<Arc<Body>> {
            let body = |iri: &String| {
                let name = local_name(iri);
                let names = if iri.contains("/body/") { &self.kinds } else { &self.central_bodies };
                names.get(name)?.iter().find(|body| body.name == name).cloned()
            };
            iris.iter().filter_map(body).collect()
        };
        let Some(kind) = ChangeKind::named(&entry.kind) else { return };
        let source = self.sources.get(&entry.source).cloned().unwrap_or_default();
        let (before, after) = (bodies(&entry.originals), bodies(&entry.results));
        let index = self.changes.len();
        let add = |changes: &mut [HashMap<String, Vec<usize>>; 2], body: &Arc<Body>| {
            changes[usize::from(body.central)].entry(body.name.clone()).or_default().push(index);
        };
        if kind != ChangeKind::Transferred {
            before.iter().for_each(|body| add(&mut self.changes_from, body));
        }
        // What was there before and goes on did not come from what was added to it.
        if !matches!(kind, ChangeKind::Transferred | ChangeKind::Dissolved) {
            after.iter().for_each(|body| add(&mut self.changes_to, body));
        }
        self.changes.push(Arc::new(Change {
            label: entry.label,
            label_en: entry.label_en,
            kind,
            year: entry.from.unwrap_or_default(),
            source,
            id: local_name(&entry.iri).to_owned(),
            before,
            after,
            ranks: entry.ranks,
            places: entry.places,
        }));
    }
}

/// What a thread has read; what stops it stops this one.
fn joined<T>(thread: std::thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Keeps what fits, unless nothing does.
fn narrow(bodies: &mut Vec<&Arc<Body>>, fits: impl Fn(&Body) -> bool) {
    if bodies.iter().any(|body| fits(body)) {
        bodies.retain(|body| fits(body));
    }
}

/// Those of some names that look most like one, the nearest first; at most five.
///
/// They share most of its pairs of characters: in Chinese names, where two characters make a word, that says more than the number of characters to change.
pub fn nearest<'n>(name: &str, among: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let pairs = pairs(name);
    let mut near: Vec<(f64, &str)> =
        among.into_iter().map(|other| (likeness(&pairs, other), other)).filter(|(likeness, _)| *likeness >= 0.4).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    near.dedup();
    near.into_iter().take(5).map(|(_, other)| other).collect()
}

/// The pairs of neighbouring characters of a name.
fn pairs(name: &str) -> Vec<(char, char)> {
    name.chars().zip(name.chars().skip(1)).collect()
}

/// The [Sørensen–Dice coefficient](https://en.wikipedia.org/wiki/Dice-S%C3%B8rensen_coefficient) of pairs of characters: 1 of equal names, 0 where none is
/// shared. (That of the crate `strsim` counts bytes, and is wrong for Chinese.)
fn likeness(pairs: &[(char, char)], other: &str) -> f64 {
    let mut rest = self::pairs(other);
    let all = pairs.len() + rest.len();
    let shared = pairs.iter().filter(|pair| rest.iter().position(|other| other == *pair).map(|at| rest.swap_remove(at)).is_some()).count();
    if all == 0 { 0.0 } else { 2.0 * shared as f64 / all as f64 }
}

/// The last part of an IRI.
fn local_name(iri: &str) -> &str {
    iri.rsplit(['/', '#']).next().unwrap_or_default()
}

/// Names of places by their first two characters, the longest first, so that the first that a text begins with is the longest.
#[derive(Debug, Default)]
struct Names {
    /// By the first character's place among the unified ideographs: a table, because every character of a text is asked about.
    by_first: Vec<Vec<Named>>,
}

/// A set of pairs of characters, a bit for each pair's place in a small table; pairs that share a place are told apart by those who ask further.
#[derive(Debug, Default)]
struct Pairs(Vec<u64>);

impl Pairs {
    fn place(first: char, second: char) -> usize {
        (u32::from(first).wrapping_mul(0x9E37) ^ u32::from(second).wrapping_mul(0x85EB)) as usize & 0xffff
    }

    fn insert(&mut self, first: char, second: char) {
        self.0.resize(0x1_0000 / 64, 0);
        let place = Self::place(first, second);
        self.0[place / 64] |= 1 << (place % 64);
    }

    fn contains(&self, first: char, second: char) -> bool {
        let place = Self::place(first, second);
        self.0.get(place / 64).is_some_and(|bits| bits & (1 << (place % 64)) != 0)
    }
}

/// The places that have one name.
#[derive(Debug)]
struct Named {
    name: String,
    /// Its second character, which tells most names apart without a look at them.
    second: Option<char>,
    places: Vec<Arc<Place>>,
}

const FIRST_IDEOGRAPH: u32 = 0x4e00;
const IDEOGRAPHS: usize = 0x5200;

impl Names {
    fn add(&mut self, name: &str, place: &Arc<Place>) {
        let Some(index) = name.chars().next().and_then(Self::index) else { return };
        if self.by_first.is_empty() {
            self.by_first.resize_with(IDEOGRAPHS, Vec::new);
        }
        let alike = &mut self.by_first[index];
        let second = name.chars().nth(1);
        let order = |named: &Named| {
            named.second.cmp(&second).then_with(|| name.len().cmp(&named.name.len())).then_with(|| named.name.as_str().cmp(name))
        };
        match alike.binary_search_by(order) {
            Ok(known) if alike[known].places.contains(place) => {}
            Ok(known) => alike[known].places.push(Arc::clone(place)),
            Err(at) => alike.insert(at, Named { name: name.to_owned(), second, places: vec![Arc::clone(place)] }),
        }
    }

    fn index(first: char) -> Option<usize> {
        let index = u32::from(first).checked_sub(FIRST_IDEOGRAPH)? as usize;
        (index < IDEOGRAPHS).then_some(index)
    }

    fn sort(&mut self) {
        for named in self.by_first.iter_mut().flatten() {
            named.places.sort_by(|a, b| a.rank.cmp(&b.rank).then_with(|| a.full_name.cmp(&b.full_name)));
        }
    }

    fn named(&self, name: &str) -> Option<&Named> {
        let alike = self.by_first.get(Self::index(name.chars().next()?)?)?;
        alike.iter().find(|named| named.name == name)
    }

    /// The names that a text begins with, the longest first.
    fn beginning(&self, text: &str) -> impl Iterator<Item = &Named> {
        let mut chars = text.chars();
        let alike = chars.next().and_then(Self::index).and_then(|index| self.by_first.get(index)).map_or(&[][..], Vec::as_slice);
        // All names have two characters.
        let second = chars.next();
        let from = alike.partition_point(|named| named.second < second);
        alike[from..].iter().take_while(move |named| named.second == second).filter(move |named| text.starts_with(&named.name))
    }

    /// Whether a text begins with a name.
    fn begin(&self, text: &str) -> bool {
        self.beginning(text).next().is_some()
    }
}

impl Named {
    /// 城区, 郊区, 东区: what every city has.
    fn is_common_word(&self) -> bool {
        self.name.ends_with('区') && self.name.chars().count() == 2
    }
}

/// What the files say of one subject.
#[derive(Default)]
struct Entry {
    iri: String,
    class: String,
    label: String,
    label_en: String,
    alternatives: Vec<String>,
    notation: Option<String>,
    ranks: Vec<Rank>,
    parent: Option<String>,
    jurisdiction: Option<String>,
    abbreviation: Option<String>,
    pattern: Option<String>,
    from: Option<u16>,
    until: Option<u16>,
    places: Vec<String>,
    originals: Vec<String>,
    results: Vec<String>,
    kind: String,
    source: String,
}

impl Entry {
    /// The place that it states, if it is one; `shared`: names that several places bear.
    fn place(self, shared: &HashSet<String>) -> Option<Place> {
        let [rank] = self.ranks[..] else { return None };
        let local = |iri: &str| local_name(iri).to_owned();
        let full_name = local(&self.iri);
        // Districts are named behind their city, as are the few counties whose name others bear.
        let named_alone =
            rank == Rank::County && (!self.label.ends_with('区') || self.label.ends_with("林区")) && !shared.contains(&self.label);
        Some(Place {
            official: if named_alone { self.label.clone() } else { full_name.clone() },
            full_name,
            name: self.label,
            short: self.alternatives,
            code: self.notation,
            rank,
            parent: self.parent.as_deref().map(local),
            abbreviation: self.abbreviation,
        })
    }
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
        let predicate = quad.predicate.as_ref();
        let value = match quad.object {
            Term::NamedNode(node) => node.into_string(),
            Term::Literal(literal) if literal.language().is_none_or(|language| language == "zh") => literal.destruct().0,
            Term::Literal(literal) if predicate == skos::PREF_LABEL => {
                entry.label_en = literal.destruct().0;
                continue;
            }
            _ => continue,
        };
        if predicate == oxigraph::model::vocab::rdf::TYPE {
            entry.class = value;
        } else if predicate == skos::PREF_LABEL {
            entry.label = value;
        } else if predicate == skos::ALT_LABEL {
            entry.alternatives.push(value);
        } else if predicate == skos::NOTATION {
            entry.notation = Some(value);
        } else if predicate == zt::RANK {
            entry.ranks.extend(Rank::named(local_name(&value)));
        } else if predicate == schema::CONTAINED_IN_PLACE {
            entry.parent = Some(value);
        } else if predicate == zt::JURISDICTION {
            entry.jurisdiction = Some(local_name(&value).to_owned());
        } else if predicate == zt::ABBREVIATION {
            entry.abbreviation = Some(value);
        } else if predicate == zt::NAME_PATTERN {
            entry.pattern = Some(value);
        } else if predicate == schema::FOUNDING_DATE || predicate == dcterms::DATE {
            entry.from = value.parse().ok();
        } else if predicate == schema::DISSOLUTION_DATE {
            entry.until = value.parse().ok();
        } else if predicate == dcterms::SPATIAL {
            entry.places.push(local_name(&value).to_owned());
        } else if predicate == org::ORIGINAL_ORGANIZATION {
            entry.originals.push(value);
        } else if predicate == org::RESULTING_ORGANIZATION {
            entry.results.push(value);
        } else if predicate == dcterms::TYPE {
            local_name(&value).clone_into(&mut entry.kind);
        } else if predicate == dcterms::SOURCE {
            entry.source = value;
        }
    }
    entries.retain(|entry| !entry.label.is_empty());
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full_names(places: &[Arc<Place>]) -> Vec<&str> {
        places.iter().map(|place| place.full_name.as_str()).collect()
    }

    #[test]
    fn the_place_that_a_text_begins_with() {
        let table: &[(&str, &str, &[&str])] = &[
            ("广西银监局", "广西", &["广西壮族自治区"]),
            ("广西壮族自治区财政厅", "广西壮族自治区", &["广西壮族自治区"]),
            ("南宁海关", "南宁", &["南宁市"]),
            ("南宁市西乡塘区教育局", "南宁市西乡塘区", &["南宁市西乡塘区"]),
            ("兵团发展改革委", "兵团", &["新疆生产建设兵团"]),
            ("延边州商务局", "延边州", &["延边朝鲜族自治州"]),
            ("仙桃市人民政府", "仙桃市", &["湖北省仙桃市"]),
            // The longest: not 吉林 of 吉林市, not 海南 of 海南州.
            ("吉林市财政局", "吉林市", &["吉林市"]),
            ("海南州财政局", "海南州", &["海南藏族自治州"]),
            // The highest rank first, and all that bear the name.
            ("海南财政厅", "海南", &["海南省", "海南藏族自治州"]),
            ("吉林财政厅", "吉林", &["吉林省", "吉林市"]),
            ("朝阳区教育局", "朝阳区", &["北京市朝阳区", "长春市朝阳区"]),
            // One place behind the other.
            ("广西壮族自治区南宁市财政局", "广西壮族自治区南宁市", &["南宁市"]),
            ("吉林吉林市财政局", "吉林吉林市", &["吉林市"]),
            ("吉林省长春市朝阳区教育局", "吉林省长春市朝阳区", &["长春市朝阳区"]),
            ("北京朝阳区教育局", "北京朝阳区", &["北京市朝阳区"]),
            ("阳泉市城区教育局", "阳泉市城区", &["阳泉市城区"]),
            // Not inside the one before.
            ("广西广州市", "广西", &["广西壮族自治区"]),
            ("河北新华书店", "河北", &["河北省"]),
        ];
        for (text, name, expected) in table {
            let (found, places) = Reference::load().place_prefix(text).unwrap_or_default();
            assert_eq!((found, full_names(places).as_slice()), (*name, *expected), "{text}");
        }
    }

    #[test]
    fn everyday_words_are_no_places() {
        for text in ["公安局", "合作社", "和平发展", "城区改造", "郊区", "市财政局", "自治区财政厅", "县", ""] {
            assert_eq!(Reference::load().place_prefix(text), None, "{text}");
        }
    }

    #[test]
    fn where_a_place_lies() {
        let reference = Reference::load();
        let [place] = reference.places_named("南宁市西乡塘区") else { panic!("one place has that name") };
        assert_eq!(
            (place.name.as_str(), place.short.as_slice(), place.code.as_deref()),
            ("西乡塘区", ["西乡塘".to_owned()].as_slice(), Some("450107"))
        );
        assert_eq!((place.rank, place.parent.as_deref()), (Rank::County, Some("南宁市")));
        assert!(
            reference.within(place, "广西壮族自治区") && reference.within(place, "南宁市西乡塘区") && !reference.within(place, "柳州市")
        );
        assert_eq!(full_names(reference.places_named("朝阳区")), ["北京市朝阳区", "长春市朝阳区"]);
        assert_eq!(reference.places_named("城区").len(), 3);
        assert_eq!(full_names(reference.places_named("西乡塘")), Vec::<&str>::new());
    }

    #[test]
    fn a_document_number_tells_the_province() {
        let reference = Reference::load();
        let province = |character: &str| reference.province_by_abbreviation(character).map(|place| place.full_name.as_str());
        assert_eq!(
            ["桂", "粤", "川", "黔", "陕", "内", "新", "国"].map(province),
            [
                Some("广西壮族自治区"),
                Some("广东省"),
                Some("四川省"),
                Some("贵州省"),
                Some("陕西省"),
                Some("内蒙古自治区"),
                Some("新疆维吾尔自治区"),
                None
            ]
        );
    }

    #[test]
    fn bodies_and_their_full_names() {
        let reference = Reference::load();
        let bare = [
            ("发改委", Some("发展和改革委员会")),
            ("发展改革委", Some("发展和改革委员会")),
            ("发改局", Some("发展和改革局")),
            ("工信厅", Some("工业和信息化厅")),
            ("市场监管局", Some("市场监督管理局")),
            ("自然资源和规划局", Some("自然资源和规划局")),
            ("妇联", Some("妇女联合会")),
            ("改委", None),
            ("财政部", None),
            ("自治区财政厅", None),
        ];
        for (name, full) in bare {
            let found: Vec<&str> = reference.kinds_named(name, false, None, None).iter().map(|body| body.name.as_str()).collect();
            assert_eq!((found, reference.is_bare_body(name)), (Vec::from_iter(full), full.is_some()), "{name}");
        }
        let national = [
            ("国家发展改革委", Some("国家发展和改革委员会")),
            ("工信部", Some("工业和信息化部")),
            ("卫生计生委", Some("国家卫生和计划生育委员会")),
            ("银保监会", Some("中国银行保险监督管理委员会")),
            ("铁道部", Some("铁道部")),
            ("全国妇联", Some("中华全国妇女联合会")),
            ("财政厅", None),
        ];
        for (name, full) in national {
            let found: Vec<&str> = reference.central_bodies_named(name, None).iter().map(|body| body.name.as_str()).collect();
            assert_eq!((found, reference.is_national_body(name)), (Vec::from_iter(full), full.is_some()), "{name}");
        }
    }

    #[test]
    fn no_entry_of_the_reference_data_is_lost() {
        let places = entries(include_str!("../ontology/places.ttl"));
        let names: std::collections::HashSet<&str> = places.iter().map(|entry| entry.iri.rsplit('/').next().unwrap_or_default()).collect();
        assert_eq!(names.len(), places.len(), "each place has one entry");
        for entry in &places {
            let parent = entry.parent.as_deref().and_then(|parent| parent.rsplit('/').next());
            assert!(parent.is_none_or(|parent| names.contains(parent)), "{} lies in no place of the file", entry.iri);
            assert_eq!(entry.ranks.len(), 1, "{} has not one rank", entry.iri);
            assert!(entry.alternatives.iter().all(|short| short.chars().count() > 1), "{} is shortened to one character", entry.iri);
            assert!(parent.is_some() || entry.abbreviation.is_some(), "{} is a province without abbreviation", entry.iri);
        }
        assert_eq!(places.iter().filter(|entry| entry.ranks == [Rank::Province]).count(), 35);

        let former = entries(include_str!("../ontology/former-places.ttl"));
        let mut once = std::collections::HashSet::new();
        for entry in former.iter().filter(|entry| !entry.ranks.is_empty()) {
            let parent = entry.parent.as_deref().and_then(|parent| parent.rsplit('/').next());
            assert!(parent.is_some_and(|parent| names.contains(parent)), "{} lay in no place of today", entry.iri);
            assert!(once.insert(&entry.iri) && !names.contains(local_name(&entry.iri)), "{} stands twice", entry.iri);
        }
        assert!(once.len() > 300);

        let reference = Reference::load();
        for (name, bodies) in reference.kinds.iter().chain(&reference.central_bodies) {
            let full = bodies.iter().filter(|body| body.name == *name).count();
            assert!(full <= 1, "{name} is the full name of two entries");
        }
        let events = entries(include_str!("../ontology/successions.ttl"));
        let events: Vec<&Entry> = events.iter().filter(|entry| !entry.kind.is_empty()).collect();
        assert_eq!(events.len(), reference.changes.len());
        for (entry, change) in events.iter().zip(&reference.changes) {
            let named = (entry.originals.len(), entry.results.len());
            assert_eq!((change.before.len(), change.after.len()), named, "{} names a body that is not in organizations.ttl", entry.iri);
            assert!(change.year > 2000 && !change.source.is_empty() && !change.label_en.is_empty(), "{} lacks something", entry.iri);
        }
        for entry in entries(include_str!("../ontology/organizations.ttl")) {
            let known = entry.source.is_empty() || reference.sources.contains_key(&entry.source);
            assert!(
                known && (entry.source.is_empty() == (entry.class == dcterms::BIBLIOGRAPHIC_RESOURCE.as_str())),
                "{} has no source",
                entry.iri
            );
        }
    }
}

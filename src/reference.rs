//! The reference data of `ontology/`: places with their short forms, and the names of the bodies that the grammar cannot know.

use std::collections::{HashMap, HashSet};
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
    places: Names,
    /// Counties by their short forms.
    short_counties: Names,
    abbreviations: HashMap<String, Arc<Place>>,
    /// Names of local governments' bodies without their place, and the full name of each: 发改委 → 发展和改革委员会.
    bare_bodies: HashMap<String, String>,
    /// Names of regions that are no administrative divisions by their first character, the longest first: 北部湾经济区, 长三角.
    regions: HashMap<char, Vec<String>>,
    /// Words with which names of industries end.
    industry_words: HashSet<String>,
    /// The characters of the longest of them.
    longest_industry_word: usize,
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
            for entry in entries(include_str!("../ontology/industries.ttl")) {
                reference.longest_industry_word = reference.longest_industry_word.max(entry.label.chars().count());
                reference.industry_words.insert(entry.label);
            }
            for entry in entries(include_str!("../ontology/regions.ttl")) {
                let Some(first) = entry.label.chars().next() else { continue };
                let alike = reference.regions.entry(first).or_default();
                alike.push(entry.label);
                alike.sort_by_key(|name| std::cmp::Reverse(name.len()));
            }
            reference.places.sort();
            reference.short_counties.sort();
            reference
        });
        &REFERENCE
    }

    /// The places of that name, full, own or short, the highest rank first. More than one: the name alone does not tell.
    #[must_use]
    pub fn places_named(&self, name: &str) -> &[Arc<Place>] {
        self.places.beginning(name).find(|named| named.name == name).map_or(&[], |named| &named.places)
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

    /// Whether a text may name a place at all: whether a name of a place, or a short form of a county, begins anywhere in it.
    #[must_use]
    pub fn might_name_a_place(&self, text: &str) -> bool {
        text.char_indices().any(|(at, c)| {
            let index = Names::index(c);
            index.is_some_and(|index| {
                self.places.opens(index) && self.places.beginning(&text[at..]).next().is_some()
                    || self.short_counties.opens(index) && self.short_counties.beginning(&text[at..]).next().is_some()
            })
        })
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
        self.short_counties.beginning(text).next().is_some()
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

    fn add_body(&mut self, entry: Entry) {
        let names = if entry.class == zt::BODY_KIND.as_str() { &mut self.bare_bodies } else { &mut self.national_bodies };
        for name in entry.alternatives.into_iter().chain([entry.label.clone()]) {
            names.insert(name, entry.label.clone());
        }
    }
}

/// Names of places by their first character, the longest first, so that the first that a text begins with is the longest.
#[derive(Debug, Default)]
struct Names {
    /// By the first character's place among the unified ideographs: a table, because every character of a text is asked about.
    by_first: Vec<Vec<Named>>,
    /// Which first characters there are, a bit each: small enough to stay at hand.
    firsts: Vec<u64>,
}

/// The places that have one name.
#[derive(Debug)]
struct Named {
    name: String,
    places: Vec<Arc<Place>>,
}

const FIRST_IDEOGRAPH: u32 = 0x4e00;
const IDEOGRAPHS: usize = 0x5200;

impl Names {
    fn add(&mut self, name: &str, place: &Arc<Place>) {
        let Some(index) = name.chars().next().and_then(Self::index) else { return };
        if self.by_first.is_empty() {
            self.by_first.resize_with(IDEOGRAPHS, Vec::new);
            self.firsts.resize(IDEOGRAPHS / 64, 0);
        }
        self.firsts[index / 64] |= 1 << (index % 64);
        let alike = &mut self.by_first[index];
        match alike.iter_mut().find(|named| named.name == name) {
            Some(named) if named.places.contains(place) => {}
            Some(named) => named.places.push(Arc::clone(place)),
            None => alike.push(Named { name: name.to_owned(), places: vec![Arc::clone(place)] }),
        }
    }

    fn opens(&self, index: usize) -> bool {
        self.firsts.get(index / 64).is_some_and(|bits| bits & (1 << (index % 64)) != 0)
    }

    fn index(first: char) -> Option<usize> {
        let index = u32::from(first).checked_sub(FIRST_IDEOGRAPH)? as usize;
        (index < IDEOGRAPHS).then_some(index)
    }

    fn sort(&mut self) {
        for alike in &mut self.by_first {
            alike.sort_by(|a, b| b.name.len().cmp(&a.name.len()).then_with(|| a.name.cmp(&b.name)));
            for named in alike {
                named.places.sort_by(|a, b| a.rank.cmp(&b.rank).then_with(|| a.full_name.cmp(&b.full_name)));
            }
        }
    }

    /// The names that a text begins with, the longest first.
    fn beginning(&self, text: &str) -> impl Iterator<Item = &Named> {
        let index = text.chars().next().and_then(Self::index).filter(|&index| self.opens(index));
        let alike = index.and_then(|index| self.by_first.get(index));
        let bytes = text.as_bytes();
        // All names have two characters; the second tells most apart without a call.
        let second = bytes.get(3..6);
        alike
            .into_iter()
            .flatten()
            .filter(move |named| named.name.as_bytes().get(3..6) == second && bytes.starts_with(named.name.as_bytes()))
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
            assert_eq!((reference.full_body_name(name), reference.is_bare_body(name)), (full, full.is_some()), "{name}");
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
            assert_eq!((reference.national_body(name), reference.is_national_body(name)), (full, full.is_some()), "{name}");
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
            assert!(matches!(entry.rank.as_str(), "province" | "prefecture" | "county"), "{} has no rank", entry.iri);
            assert!(entry.alternatives.iter().all(|short| short.chars().count() > 1), "{} is shortened to one character", entry.iri);
            assert!(parent.is_some() || entry.abbreviation.is_some(), "{} is a province without abbreviation", entry.iri);
        }
        assert_eq!(places.iter().filter(|entry| entry.rank == "province").count(), 35);

        let bodies = entries(include_str!("../ontology/organizations.ttl"));
        let mut owners = HashMap::new();
        for entry in &bodies {
            for name in entry.alternatives.iter().chain([&entry.label]) {
                let before = owners.insert((&entry.class, name), &entry.iri);
                assert!(before.is_none(), "{name} is said of {} and of {}", before.map_or("", String::as_str), entry.iri);
            }
        }
    }
}

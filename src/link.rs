//! Mention → Entity: which organization is meant.
//!
//! 自治区财政厅 in a document of Guangxi is 广西壮族自治区财政厅, in one of Ningxia 宁夏回族自治区财政厅: a rank is said of the document's own place, or of the
//! place above it. Where the document does not tell its place, the name stays its own: it is never glued to a body of the same name elsewhere.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::extract::{Fact, Industry, Location, Membership, Responsibility, Target};
use crate::mention::Mention;
use crate::mention::organization::{is_central_in_place, is_collective, is_organization, place_by_form, ranked};
use crate::mention::park;
use crate::outline::{Document, Field};
use crate::reference::{Place, Rank, Reference};
use crate::text::{Span, sha256};

/// What a document speaks of, named so that the same thing has the same name in every document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// The mention, with the name as the document writes it.
    pub mention: Mention,
    /// The full name, with the jurisdiction to which it belongs: 广西壮族自治区财政厅 for the 自治区财政厅 of a document of Guangxi.
    pub name: String,
    /// The name by which people know it: 广西 for 广西壮族自治区, 朝阳区 for 长春市朝阳区; of an organization the full name, of a park the one that the text uses.
    pub label: String,
    /// What it is.
    pub kind: Kind,
    /// The full name of the place whose government it is part of, if that is known: 广西壮族自治区.
    pub jurisdiction: Option<String>,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// One organization.
    Organization,
    /// A group that is named by what its members are (各设区市人民政府), not one body.
    Group,
    /// An administrative division, or a region that is known by its name.
    Place,
    /// A park: 开发区, 工业园区, 保税区 and their kin.
    Park,
    /// An industry, product line or service sector.
    Industry,
    /// Anything else that is to reach a target: a programme, a group of enterprises. It is the document's own.
    Subject,
}

/// Links the mentions of one document's facts.
#[must_use]
pub fn link(document: &Document, facts: Vec<Fact<Mention>>, reference: &Reference) -> Vec<Fact<Entity>> {
    let jurisdiction = Jurisdiction::of(document, reference);
    facts.into_iter().filter_map(|fact| jurisdiction.fact(fact)).collect()
}

/// The organizations of a document's head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parties {
    /// 发文机关.
    pub issuer: Option<Entity>,
    /// 主送机关.
    pub addressees: Vec<Entity>,
}

/// Links the organizations of a document's head.
#[must_use]
pub fn parties(document: &Document, reference: &Reference) -> Parties {
    let jurisdiction = Jurisdiction::of(document, reference);
    let entity = |field: &Field| jurisdiction.entity(Mention { name: field.value.clone(), span: field.span });
    Parties { issuer: document.head.issuer.as_ref().map(entity), addressees: document.head.addressees.iter().map(entity).collect() }
}

/// Whose document it is.
struct Jurisdiction<'r> {
    reference: &'r Reference,
    /// The place, and the places above it, the nearest first; empty where the document is national or does not tell.
    places: Vec<Arc<Place>>,
    /// Whether the head says so. A province that was only inferred is that of the bodies with its rank (自治区财政厅), and of no others.
    stated: bool,
    /// Whether the issuer is a body of the state, so that names without prefix are ministries.
    national: bool,
    /// What keeps names apart where the place is not known: the document's title or number.
    otherwise: String,
}

/// The name of the people's congress before which a report on the work of a government is given (its subtitle says so): it tells whose report it is.
fn congress(text: &str) -> Option<&str> {
    static CONGRESS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("(?P<place>[\\p{Han}]{2,14}?)第[一二三四五六七八九十]{1,3}届人民代表大会").expect("the pattern is a constant")
    });
    let opening = &text[..text.floor_char_boundary(600)];
    let place = CONGRESS.captures(opening)?.name("place")?.as_str();
    // …日在江西省第十四届人民代表大会…上
    Some(place.rsplit_once('在').map_or(place, |(_, place)| place))
}

impl<'r> Jurisdiction<'r> {
    fn of(document: &Document, reference: &'r Reference) -> Self {
        let head = &document.head;
        let issuer = head.issuer.as_ref().map(|issuer| issuer.value.trim_start_matches("中华人民共和国"));
        let national = issuer
            .is_some_and(|issuer| issuer.starts_with("国务院") || reference.is_national_body(issuer) && !reference.is_bare_body(issuer));
        let inferred = || by_number(document, reference).or_else(|| most_named(document.text.as_str(), reference));
        // 朝阳区 alone does not tell; the province may, and if it does not, the place stays unknown.
        let named = |name: &str| match reference.place_prefix(name)?.1 {
            [place] => Some(place.clone()),
            places => {
                let province = inferred()?;
                let mut inside = places.iter().filter(|place| reference.within(place, &province.full_name));
                inside.next().filter(|_| inside.next().is_none()).cloned()
            }
        };
        let title = head.title.as_ref().map(|title| title.value.as_str());
        let stated = if national {
            None
        } else {
            issuer
                .and_then(|issuer| named(issuer).or_else(|| by_form(issuer, reference)))
                .or_else(|| named(title?))
                .or_else(|| named(congress(document.text.as_str())?))
        };
        let (place, stated) = match stated {
            Some(place) => (Some(place), true),
            None if national => (None, false),
            None => (inferred(), false),
        };
        let places = std::iter::successors(place, |place| {
            let parent = place.parent.as_ref()?;
            reference.places_named(parent).iter().find(|place| place.full_name == *parent).cloned()
        });
        let otherwise = head.document_number.as_ref().or(head.title.as_ref()).map_or("", |field| field.value.as_str());
        let otherwise = if otherwise.is_empty() { sha256(document.text.source())[..8].to_owned() } else { otherwise.to_owned() };
        Self { reference, places: places.collect(), stated, national, otherwise }
    }

    /// A fact with its mentions linked; `None` for a target whose subject neither the text nor the document tells.
    fn fact(&self, fact: Fact<Mention>) -> Option<Fact<Entity>> {
        Some(match fact {
            Fact::Responsibility(Responsibility { role, organization, task, deadline, official, evidence }) => {
                let organization = self.entity(organization);
                Fact::Responsibility(Responsibility { role, organization, task, deadline, official, evidence })
            }
            Fact::Membership(Membership { group, position, person, organization, evidence }) => {
                let organization = organization.map(|organization| self.entity(organization));
                Fact::Membership(Membership { group: self.entity(group), position, person, organization, evidence })
            }
            Fact::Target(Target { subject, indicator, measure, quantity, year, baseline, evidence }) => {
                let subject = match subject {
                    Some(subject) => Some(self.subject(subject)),
                    None => self.places.first().map(|place| {
                        let start = evidence.quote.start;
                        located(Mention { name: place.name.clone(), span: Span::new(start, start) }, place)
                    }),
                };
                Fact::Target(Target { subject, indicator, measure, quantity, year, baseline, evidence })
            }
            Fact::Industry(Industry { host, industry, evidence }) => {
                Fact::Industry(Industry { host: self.place_or_park(host), industry: as_written(industry, Kind::Industry), evidence })
            }
            Fact::Location(Location { park, place, evidence }) => {
                Fact::Location(Location { park: self.place_or_park(park), place: self.place_or_park(place), evidence })
            }
            Fact::Citation(citation) => Fact::Citation(citation),
        })
    }

    /// An organization.
    fn entity(&self, mention: Mention) -> Entity {
        let collective = is_collective(&mention.name);
        let (name, jurisdiction) = self.full_name(&mention.name, collective);
        let kind = if collective { Kind::Group } else { Kind::Organization };
        Entity { mention, label: name.clone(), name, kind, jurisdiction }
    }

    /// Who is to reach a target.
    fn subject(&self, mention: Mention) -> Entity {
        if self.place(&mention.name).is_some() || park::is_park(&mention.name) {
            return self.place_or_park(mention);
        }
        if is_organization(&mention.name) && !is_collective(&mention.name) {
            return self.entity(mention);
        }
        as_written(mention, Kind::Subject)
    }

    /// A place by its name or, for want of one, a park or a region as the text names it.
    fn place_or_park(&self, mention: Mention) -> Entity {
        if let Some(place) = self.place(&mention.name) {
            return located(mention, &place);
        }
        if !park::is_park(&mention.name) {
            return as_written(mention, Kind::Place);
        }
        let name = park::full_name(&mention.name);
        Entity { label: mention.name.clone(), name, kind: Kind::Park, jurisdiction: None, mention }
    }

    /// The place that a name means in this document: 全区, 我市 and 自治区 are its own or above it; of several with one name, the one that lies in its own, or holds it.
    fn place(&self, name: &str) -> Option<Arc<Place>> {
        if let Some(rank) = own_rank(name) {
            return self.places.iter().find(|place| suits(place, rank)).cloned();
        }
        match self.reference.places_named(name) {
            [] => None,
            [place] => Some(place.clone()),
            places => {
                let mut near = places.iter().filter(|place| {
                    let related =
                        |own: &Arc<Place>| self.reference.within(place, &own.full_name) || self.reference.within(own, &place.full_name);
                    self.places.iter().any(related)
                });
                near.next().filter(|_| near.next().is_none()).cloned()
            }
        }
    }

    /// The full name of an organization that the document writes so, and the place whose government it is part of.
    fn full_name(&self, written: &str, collective: bool) -> (String, Option<String>) {
        if let Some((rank, rest)) = ranked(written) {
            return match self.places.iter().find(|place| suits(place, rank)) {
                Some(place) => (format!("{}{}", place.full_name, self.body(rest)), Some(place.full_name.clone())),
                None => (self.apart(written), None),
            };
        }
        if collective {
            return match self.own_place() {
                Some(place) => (format!("{}{written}", place.full_name), Some(place.full_name.clone())),
                None if self.national => (written.to_owned(), None),
                None => (self.apart(written), None),
            };
        }
        if let Some((prefix, places)) = self.reference.place_prefix(written) {
            let rest = &written[prefix.len()..];
            let place = match places {
                [place] => Some(place),
                _ => places.iter().find(|place| {
                    self.places
                        .iter()
                        .any(|own| self.reference.within(place, &own.full_name) || self.reference.within(own, &place.full_name))
                }),
            };
            return match place {
                Some(place) if self.reference.is_bare_body(rest) && !is_central_in_place(rest) => {
                    (format!("{}{}", place.full_name, self.body(rest)), Some(place.full_name.clone()))
                }
                Some(place) => (written.to_owned(), Some(place.full_name.clone())),
                None => (written.to_owned(), None),
            };
        }
        if !self.national && self.reference.is_bare_body(written) {
            return match self.own_place() {
                Some(place) => (format!("{}{}", place.full_name, self.body(written)), Some(place.full_name.clone())),
                None => (self.apart(written), None),
            };
        }
        let name = self.reference.national_body(written).unwrap_or(written);
        (name.to_owned(), None)
    }

    /// The place whose bodies are named without a rank.
    fn own_place(&self) -> Option<&Arc<Place>> {
        self.places.first().filter(|_| self.stated)
    }

    /// A body's full name without its place: 发展和改革委员会 for 发改委.
    fn body<'n>(&self, name: &'n str) -> &'n str
    where
        'r: 'n,
    {
        self.reference.full_body_name(name).unwrap_or(name)
    }

    /// A name that is this document's own, because the document does not tell whose body it is.
    fn apart(&self, written: &str) -> String {
        format!("{written}（{}）", self.otherwise)
    }
}

/// The rank of a place that a document calls its own: 区 of 全区 and 我区, 自治区 of 自治区.
fn own_rank(name: &str) -> Option<&str> {
    let rest = name.strip_prefix(['全', '我', '本']).unwrap_or(name);
    let rest = if rest == "地区" { rest } else { rest.strip_suffix("范围").unwrap_or(rest) };
    matches!(rest, "自治区" | "省" | "市" | "区" | "县" | "州" | "自治州" | "盟" | "旗" | "兵团" | "地区").then_some(rest)
}

fn located(mention: Mention, place: &Place) -> Entity {
    let short = place.short.first().filter(|_| place.rank == Rank::Province);
    let label = short.unwrap_or(&place.name).clone();
    Entity { mention, name: place.full_name.clone(), label, kind: Kind::Place, jurisdiction: Some(place.full_name.clone()) }
}

/// A thing that has no other name than the one that the text uses.
fn as_written(mention: Mention, kind: Kind) -> Entity {
    Entity { name: mention.name.clone(), label: mention.name.clone(), kind, jurisdiction: None, mention }
}

/// Whether a place is of the kind that a rank names.
fn suits(place: &Place, rank: &str) -> bool {
    match rank {
        "自治区" | "省" | "兵团" => place.rank == Rank::Province,
        "市" => place.name.ends_with('市'),
        "县" | "自治县" => place.rank == Rank::County && place.name.ends_with('县'),
        "区" => place.rank == Rank::County && place.name.ends_with('区') || place.rank == Rank::Province && place.name.ends_with("自治区"),
        _ => place.name.ends_with(rank),
    }
}

/// The place that an issuer's name begins with by its form alone: one that the reference data does not know, because it is new, abolished or invented.
fn by_form(issuer: &str, reference: &Reference) -> Option<Arc<Place>> {
    let name = place_by_form(issuer).filter(|name| reference.places_named(name).is_empty())?;
    let rank = match name {
        name if name.ends_with('省') || name.ends_with("自治区") => Rank::Province,
        name if name.ends_with(['市', '州', '盟']) => Rank::Prefecture,
        _ => Rank::County,
    };
    let name = name.to_owned();
    Some(Arc::new(Place { full_name: name.clone(), name, short: Vec::new(), code: None, rank, parent: None, abbreviation: None }))
}

/// The province whose abbreviation opens the document's number, 桂 of 桂政办发〔2022〕78号, if the text names it too: 青 is also that of 青岛.
fn by_number(document: &Document, reference: &Reference) -> Option<Arc<Place>> {
    let number = &document.head.document_number.as_ref()?.value;
    let first = number.chars().next()?.to_string();
    let place = reference.province_by_abbreviation(&first)?;
    let text = document.text.as_str();
    if !text.contains(&place.name) && !place.short.iter().any(|short| text.contains(short)) {
        return None;
    }
    reference.places_named(&place.full_name).first().cloned()
}

/// The province that a text names again and again, where it speaks of 自治区, 我区 or 我省 without saying which.
fn most_named(text: &str, reference: &Reference) -> Option<Arc<Place>> {
    let (region, province) = (text.contains("自治区") || text.contains("我区"), text.contains("我省") || text.contains("省"));
    if !region && !province {
        return None;
    }
    let mut counts: HashMap<&str, (usize, &Arc<Place>)> = HashMap::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match reference.place_prefix(rest) {
            Some((named, [place])) if place.rank == Rank::Province && named.chars().count() >= 2 => {
                if !region || place.name.ends_with("自治区") {
                    counts.entry(&place.full_name).or_insert((0, place)).0 += 1;
                }
                rest = &rest[named.len()..];
            }
            _ => rest = &rest[c.len_utf8()..],
        }
    }
    let total: usize = counts.values().map(|(count, _)| count).sum();
    let (count, place) = counts.into_values().max_by_key(|(count, place)| (*count, std::cmp::Reverse(place.full_name.clone())))?;
    (count >= 3 && count * 5 >= total * 3).then(|| place.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::extract;
    use crate::outline::outline;

    /// The full names that the first document gives to the organizations of its facts.
    fn names(source: &str) -> Vec<String> {
        let document = outline(crate::read::from_string(source));
        let facts = link(&document, extract(&document), Reference::load());
        facts
            .into_iter()
            .filter_map(|fact| if let Fact::Responsibility(fact) = fact { Some(fact.organization.name) } else { None })
            .collect()
    }

    #[test]
    fn a_rank_is_that_of_the_document_s_own_place_or_of_one_above() {
        let source = "南宁市人民政府办公室关于印发冷链方案的通知\n南府办〔2021〕3号\n一、任务\n建设基地。（市发改委、自治区商务厅、教育局，沙埠海关负责）";
        assert_eq!(names(source), ["南宁市发展和改革委员会", "广西壮族自治区商务厅", "广西壮族自治区教育局", "沙埠海关"]);
    }

    #[test]
    fn a_report_on_the_work_of_a_government_is_that_of_its_congress_s_place() {
        let report = "政府工作报告\n——2024年1月20日在江西省第十四届人民代表大会第二次会议上\n一、工作安排\n加强管理。（省教育厅负责）";
        assert_eq!(names(report), ["江西省教育厅"]);
    }

    #[test]
    fn an_ambiguous_place_is_glued_to_no_namesake() {
        let notice =
            |more: &str| format!("朝阳区人民政府办公室关于加强管理的通知\n朝政办发〔2021〕3号\n{more}一、任务\n加强管理。（区教育局负责）");
        assert_eq!(names(&notice("")), ["区教育局（朝政办发〔2021〕3号）"]);
        assert_eq!(names(&notice("根据吉林省有关规定，落实吉林省工作部署，按照吉林省要求，现通知如下。\n")), ["长春市朝阳区教育局"]);
    }

    #[test]
    fn a_province_that_is_inferred_lends_its_name_to_bodies_of_its_rank_alone() {
        let source = "我区实际，推动广西制造，打响广西品牌，服务广西企业。\n一、任务\n加强管理。（自治区财政厅负责）加强宣传。（各乡镇人民政府，文化局负责）加快建设。（市教育局负责）";
        let found = names(source);
        assert_eq!(found[0], "广西壮族自治区财政厅");
        assert!(found[1..].iter().all(|name| !name.starts_with("广西") && name.contains('（')), "{found:?}");
    }
}

//! Mention → Entity: which organization is meant.
//!
//! 自治区财政厅 in a document of Guangxi is 广西壮族自治区财政厅, in one of Ningxia 宁夏回族自治区财政厅: a rank is said of the document's own place, or of the
//! place above it. Where the document does not tell its place, the name stays its own: it is never glued to a body of the same name elsewhere.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::extract::{Certainty, Evidence, Fact, Industry, Inference, Location, Membership, Responsibility, Target};
use crate::mention::Mention;
use crate::mention::organization::{is_collective, is_enterprise, is_organization, place_by_form, ranked};
use crate::mention::park;
use crate::mention::place::is_everyday;
use crate::outline::{Document, Field};
use crate::reference::{Body, Organization, Place, Rank, Reference};
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
    /// The body that it is in the reference data, if it is known there.
    pub organization: Option<Organization>,
    /// The full names of a group's members, as far as the reference data tells them: of 各设区市人民政府, the governments of all prefectures.
    pub members: Vec<String>,
    /// Whether the text says who is meant, or it had to be inferred.
    pub certainty: Certainty,
}

impl Entity {
    /// Whether it is a body of a government or of the Party, or a mass organization, to judge by its name: no company, no school, no administration of a
    /// park, no town, no group that meets for a purpose.
    #[must_use]
    pub fn is_government_body(&self) -> bool {
        const OTHERS: [&str; 14] =
            ["指挥部", "联席会议", "专班", "工作组", "大学", "学院", "协会", "商会", "企业", "研究所", "区管理委员会", "镇", "乡", "街道"];
        self.kind == Kind::Organization
            && !is_enterprise(&self.name)
            && !is_of_township(&self.name)
            && !self.name.contains("领导小组")
            && !OTHERS.iter().any(|end| self.name.ends_with(end))
    }
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
    let mut context = Context::of(document, reference);
    if context.year.is_none() {
        context.year = context.year_of_names(&facts);
        context.year_is_stated = false;
    }
    facts.into_iter().filter_map(|fact| context.fact(fact)).collect()
}

/// The organizations of a document's head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parties {
    /// 发文机关.
    pub issuer: Option<Entity>,
    /// Those that issue together with it.
    pub co_issuers: Vec<Entity>,
    /// 主送机关.
    pub addressees: Vec<Entity>,
}

/// Links the organizations of a document's head.
#[must_use]
pub fn parties(document: &Document, reference: &Reference) -> Parties {
    let context = Context::of(document, reference);
    let entity = |field: &Field| context.entity(Mention { name: field.value.clone(), span: field.span });
    let head = &document.head;
    let all = |fields: &[Field]| fields.iter().map(entity).collect();
    Parties { issuer: head.issuer.as_ref().map(entity), co_issuers: all(&head.co_issuers), addressees: all(&head.addressees) }
}

/// Whose text it is and of which year: what short names and ranks mean in it.
#[derive(Debug)]
pub struct Context<'r> {
    reference: &'r Reference,
    /// The place, and the places above it, the nearest first; empty where the document is national or does not tell.
    places: Vec<Arc<Place>>,
    /// Whether the head says so. A province that was only inferred is that of the bodies with its rank (自治区财政厅), and of no others.
    stated: bool,
    /// Whether the issuer is a body of the state, so that names without prefix are ministries.
    national: bool,
    /// Who issued it, as it is written: 我厅 is that one.
    issuer: Option<String>,
    /// The year in which it was issued.
    year: Option<u16>,
    /// Whether the head says so, or the year was inferred.
    year_is_stated: bool,
    /// What keeps names apart where the place is not known: the document's title or number.
    otherwise: String,
}

/// Who is meant by a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The full name, with the jurisdiction; where the reference data does not know the body, or not which of several it is, the name as it is written
    /// under its jurisdiction.
    pub name: String,
    /// The full name of the place whose government it is part of, if that is known.
    pub jurisdiction: Option<String>,
    /// The bodies of the reference data that it can be: one if it is known, none if it is not, several if neither place nor year tells.
    pub organizations: Vec<Organization>,
    /// Whether text and reference data say so, or the place or the body had to be inferred.
    pub certainty: Certainty,
}

/// The name of the people's congress before which a report on the work of a government is given (its subtitle says so): it tells whose report it is.
fn congress(text: &str) -> Option<&str> {
    static CONGRESS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("(?P<place>[〇㐀-鿿]{2,14}?)第[一二三四五六七八九十]{1,3}届人民代表大会").expect("the pattern is a constant")
    });
    let opening = &text[..text.floor_char_boundary(600)];
    let place = CONGRESS.captures(opening)?.name("place")?.as_str();
    // …日在江西省第十四届人民代表大会…上
    Some(place.rsplit_once('在').map_or(place, |(_, place)| place))
}

impl<'r> Context<'r> {
    /// That of an issuer, or of a place, and of a year: what 自治区工信委 means where 广西壮族自治区人民政府 speaks in 2011.
    #[must_use]
    pub fn at(issuer: Option<&str>, year: Option<u16>, reference: &'r Reference) -> Self {
        let issuer = issuer.map(|issuer| issuer.trim_start_matches("中华人民共和国"));
        let national = issuer.is_some_and(|issuer| is_national(issuer, reference));
        let place = issuer.filter(|_| !national).and_then(|issuer| match reference.place_prefix(issuer) {
            Some((_, [place])) => Some(place.clone()),
            Some((name, [place, ..])) if name == issuer && place.full_name == name => Some(place.clone()),
            Some(_) => None,
            None => by_form(issuer, reference),
        });
        let stated = place.is_some();
        let issuer = issuer.map(str::to_owned);
        Self {
            reference,
            places: above(place, reference).collect(),
            stated,
            national,
            issuer,
            year,
            year_is_stated: true,
            otherwise: String::new(),
        }
    }

    /// That of a document: its issuer, its title or its number tell the place, its date the year.
    #[must_use]
    pub fn of(document: &Document, reference: &'r Reference) -> Self {
        let head = &document.head;
        let issuer = head.issuer.as_ref().map(|issuer| issuer.value.trim_start_matches("中华人民共和国"));
        let national = issuer.is_some_and(|issuer| is_national(issuer, reference));
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
                .or_else(|| named(without_year(title?)))
                .or_else(|| named(congress(document.text.as_str())?))
        };
        let (place, stated) = match stated {
            Some(place) => (Some(place), true),
            None if national => (None, false),
            None => (inferred(), false),
        };
        let places = above(place, reference).collect();
        let otherwise = head.document_number.as_ref().or(head.title.as_ref()).map_or("", |field| field.value.as_str());
        let otherwise = if otherwise.is_empty() { sha256(document.text.source())[..8].to_owned() } else { otherwise.to_owned() };
        Self {
            reference,
            places,
            stated,
            national,
            issuer: issuer.map(str::to_owned),
            year: year(document),
            year_is_stated: true,
            otherwise,
        }
    }

    /// A year in which all bodies that responsibilities name bore their names, if there is one: 工业和信息化厅 and 大数据发展局 did from 2018 on.
    fn year_of_names(&self, facts: &[Fact<Mention>]) -> Option<u16> {
        let mut names: Vec<&str> = facts
            .iter()
            .filter_map(|fact| if let Fact::Responsibility(fact) = fact { Some(fact.organization.name.as_str()) } else { None })
            .collect();
        names.sort_unstable();
        names.dedup();
        let years = names.into_iter().filter_map(|name| match &self.identify(name).organizations[..] {
            [organization] => Some(self.reference.years(&organization.body, organization.place.as_deref())),
            _ => None,
        });
        let (from, until) = years.fold((None, None), |(from, until): (Option<u16>, Option<u16>), years| {
            let earlier = [until, years.until].into_iter().flatten().min();
            (from.max(years.from), earlier)
        });
        // In the first year many old names were still in use.
        let year = from? + 1;
        if until.is_none_or(|until| year <= until) { Some(year) } else { from.filter(|from| until.is_none_or(|until| *from <= until)) }
    }

    /// A fact with its mentions linked; `None` for a target whose subject neither the text nor the document tells.
    fn fact(&self, fact: Fact<Mention>) -> Option<Fact<Entity>> {
        Some(match fact {
            Fact::Responsibility(Responsibility { role, organization, task, deadline, official, evidence }) => {
                let organization = self.entity(organization);
                let evidence = Evidence { certainty: least(evidence.certainty, organization.certainty), ..evidence };
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
        let Identity { name, jurisdiction, organizations, certainty } = self.identify(&mention.name);
        let entity = as_written(mention, Kind::Organization);
        if is_collective(&entity.mention.name) {
            let members = self.members(&entity.mention.name);
            return Entity { label: name.clone(), name, kind: Kind::Group, jurisdiction, members, certainty, ..entity };
        }
        let organization = organizations.into_iter().next().filter(|organization| organization.full_name() == name);
        Entity { label: name.clone(), name, jurisdiction, organization, certainty, ..entity }
    }

    /// Who is to reach a target.
    fn subject(&self, mention: Mention) -> Entity {
        if self.place(&mention.name).is_some() || park::is_park(&mention.name) {
            return self.place_or_park(mention);
        }
        if is_organization(&mention.name) && !is_collective(&mention.name) {
            let entity = self.entity(mention);
            // What no data knows is called as the text calls it.
            let label = if entity.organization.is_none() { entity.mention.name.clone() } else { entity.label };
            return Entity { label, ..entity };
        }
        if mention.name == "我国" {
            let country = "全国".to_owned();
            return Entity { name: country.clone(), label: country, ..as_written(mention, Kind::Subject) };
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
        Entity { name, ..as_written(mention, Kind::Park) }
    }

    /// The place that a name means in this document: 全区, 我市 and 自治区 are its own or above it; of several with one name, the one that lies in its own, or holds it.
    fn place(&self, name: &str) -> Option<Arc<Place>> {
        if let Some(rank) = own_rank(name) {
            return self.places.iter().find(|place| suits(place, rank)).cloned();
        }
        self.nearest(self.reference.places_named(name)).cloned()
    }

    /// Who is meant by the name of an organization.
    #[must_use]
    pub fn identify(&self, written: &str) -> Identity {
        let identity = self.identify_whole(written);
        // 市经济信息委〔市中小企业局〕: the other name of the same body, or what it does there.
        let outer = written.strip_suffix(['）', '〕', ']']).and_then(|name| name.rfind(['（', '〔', '[']).map(|at| &written[..at]));
        match outer {
            Some(outer) if identity.organizations.is_empty() && !outer.is_empty() && !is_collective(written) => {
                Some(self.identify_whole(outer)).filter(|outer| outer.organizations.len() == 1).unwrap_or(identity)
            }
            _ => identity,
        }
    }

    fn identify_whole(&self, written: &str) -> Identity {
        let written = written.strip_prefix("中共").filter(|rest| !rest.starts_with("中央")).unwrap_or(written);
        if let Some(issuer) = self.issuer.as_deref().filter(|issuer| is_issuer(written, issuer)) {
            return self.identify(issuer);
        }
        if let Some(body) = self.reference.particular_body(written) {
            return Identity { jurisdiction: body.home.clone(), ..self.found(vec![body], None, String::new(), Certainty::Stated) };
        }
        let prefix = self.reference.place_prefix(written);
        let rank = ranked(written).or_else(|| youth_league(written));
        // 市中区 and 市南区 are districts, 兵团 is one place.
        if let Some((rank, rest)) = rank.filter(|(rank, _)| prefix.is_none_or(|(place, _)| !place.starts_with(rank))) {
            return match self.places.iter().find(|place| suits(place, rank)) {
                Some(place) => self.local(None, rest, place),
                None => self.of_no_place(written, rest),
            };
        }
        if is_collective(written) {
            let place = self.place_of_group(written);
            let name = match place {
                Some(place) => format!("{}{written}", place.full_name),
                None if self.national => written.to_owned(),
                None => self.apart(written),
            };
            return Identity { name, jurisdiction: full_name(place), organizations: Vec::new(), certainty: self.certainty() };
        }
        if let Some((branches, place)) = self.reference.branches_named(written, self.year) {
            let place = self.nearest(self.reference.places_named(place));
            let branches = if place.is_some() { branches } else { Vec::new() };
            return self.found(branches, place, written.to_owned(), Certainty::Stated);
        }
        if let Some((prefix, places)) = prefix.or_else(|| self.place_of_government(written)) {
            return match self.nearest(places) {
                // Districts of such names have come and gone.
                Some(place) if prefix.chars().count() == 2 && prefix.ends_with('区') => Identity {
                    certainty: Certainty::Inferred(Inference::Place),
                    ..self.local(Some(prefix), &written[prefix.len()..], place)
                },
                Some(place) => self.local(Some(prefix), &written[prefix.len()..], place),
                None => self.found(Vec::new(), None, written.to_owned(), Certainty::Stated),
            };
        }
        if let Some(place) = place_unknown(written, self.reference) {
            return self.local(Some(&place.name), &written[place.name.len()..], &place);
        }
        if !self.national && self.reference.is_bare_body(written) {
            return match self.own_place() {
                Some(place) => self.local(None, written, place),
                None => self.of_no_place(written, written),
            };
        }
        // 周庄镇人民政府 in a document of 昆山市.
        let county = self.own_place().filter(|place| place.rank == Rank::County && is_of_township(written));
        if let Some(county) = county {
            return self.local(None, written, county);
        }
        self.found(self.reference.central_bodies_named(written, self.year), None, spelled_out(written), Certainty::Stated)
    }

    /// A district or a county before the word for its government, by a name that is an everyday word elsewhere: 郊区, 城区, 肃北县.
    fn place_of_government<'t>(&self, written: &'t str) -> Option<(&'t str, &'r [Arc<Place>])> {
        let place = written.strip_suffix("政府")?;
        let place = place.strip_suffix("人民").unwrap_or(place);
        match self.reference.places_named(place) {
            // 肃北县政府: before the word for its government, the short form of a county is that of a county.
            [] => self
                .reference
                .county_prefix(place)
                .filter(|(county, _)| *county == place)
                .map(|(name, place)| (name, std::slice::from_ref(place))),
            places => Some((place, places)),
        }
    }

    /// A body of a place, by its name without the place. `prefix`: how the name tells the place, if it does and not by its rank alone.
    fn local(&self, prefix: Option<&str>, rest: &str, place: &Arc<Place>) -> Identity {
        let certainty = if prefix.is_none() { self.certainty() } else { Certainty::Stated };
        let committee = ["委员会", "党委", "委"].iter().find_map(|committee| rest.strip_prefix(committee)).filter(|body| !body.is_empty());
        let named = |name: &str, party| self.reference.kinds_named(name, party, Some(place), self.year);
        let by_year = !self.year_is_stated && self.reference.kinds_named(rest, false, Some(place), None).len() > 1;
        let certainty = if by_year && certainty == Certainty::Stated { Certainty::Inferred(Inference::Age) } else { certainty };
        let kinds = match committee {
            // 省委办公厅 is 党委办公厅 in the reference data: every government has an office as well.
            Some(body) => Some(named(body, true)).filter(|kinds| !kinds.is_empty()).unwrap_or_else(|| named(&format!("党委{body}"), true)),
            None => named(rest, false),
        };
        // 四川天府新区管委会: what no government is known to have may be called by its place, and not be the body of its government.
        let written = match prefix {
            Some(prefix) if !place.full_name.ends_with(prefix) => format!("{prefix}{}", spelled_out(rest)),
            _ => format!("{}{}", place.official, spelled_out(rest)),
        };
        self.found(kinds, Some(place), written, certainty)
    }

    /// A body whose place is not known: the document's own, which is glued to none elsewhere.
    fn of_no_place(&self, written: &str, rest: &str) -> Identity {
        let kinds = self.reference.kinds_named(rest, false, None, self.year);
        Identity { name: self.apart(written), ..self.found(kinds, None, String::new(), Certainty::Stated) }
    }

    /// What was found: one body is who is meant. Of several, the one that bore the name up to the year of the text, if the others came after it: in the
    /// year of a reform, documents speak of what was there. Else it is not known which, and the name stays what it is.
    fn found(&self, bodies: Vec<&Arc<Body>>, place: Option<&Arc<Place>>, otherwise: String, certainty: Certainty) -> Identity {
        let ends_now = |body: &&&Arc<Body>| self.year.is_some() && self.reference.years(body, place.map(Arc::as_ref)).until == self.year;
        let mut ending = bodies.iter().filter(ends_now);
        let (bodies, certainty) = match (&bodies[..], ending.next(), ending.next()) {
            ([_, _, ..], Some(body), None) => (vec![*body], Certainty::Inferred(Inference::Reform)),
            _ => (bodies, certainty),
        };
        let organizations: Vec<Organization> =
            bodies.into_iter().map(|body| Organization { body: Arc::clone(body), place: place.cloned() }).collect();
        let name = match &organizations[..] {
            [organization] => organization.full_name(),
            _ => otherwise,
        };
        Identity { name, jurisdiction: full_name(place), organizations, certainty }
    }

    /// The members of a group of governments, by the ranks that it names: 各设区市人民政府, 各市、县人民政府, 各县（市、区）人民政府.
    fn members(&self, group: &str) -> Vec<String> {
        let Some(ranks) = group.strip_prefix('各').and_then(|rest| rest.strip_suffix("政府")) else { return Vec::new() };
        let ranks = ranks.trim_end_matches("人民");
        if ranks.contains("有关") || ranks.contains("相关") {
            return Vec::new();
        }
        let Some(place) = self.place_of_group(group) else { return Vec::new() };
        // 市 inside the brackets of 县（市、区） is a city of county rank.
        let cities = ranks.starts_with(['市', '州', '盟']) || ["设区", "地级", "自治州"].iter().any(|rank| ranks.starts_with(rank));
        let districts = ranks.replace("设区", "").contains('区');
        let counties = ranks.contains(['县', '旗']) || districts;
        let mut members = Vec::new();
        if cities && place.rank == Rank::Province {
            members.extend(self.reference.places_in(place, Rank::Prefecture));
        }
        if counties && place.rank != Rank::County {
            members.extend(
                self.reference.places_in(place, Rank::County).into_iter().filter(|county| districts || !county.name.ends_with('区')),
            );
        }
        members.into_iter().map(government).collect()
    }

    /// The one of the places of a name that is meant: of several, the only one that lies in the document's own place, or in the next above it, or holds it.
    fn nearest<'p>(&self, places: &'p [Arc<Place>]) -> Option<&'p Arc<Place>> {
        if let [place] = places {
            return Some(place);
        }
        self.places.iter().find_map(|own| {
            let is_near =
                |place: &&Arc<Place>| self.reference.within(place, &own.full_name) || self.reference.within(own, &place.full_name);
            let mut near = places.iter().filter(is_near);
            near.next().filter(|_| near.next().is_none())
        })
    }

    /// The place whose bodies are named without a rank.
    fn own_place(&self) -> Option<&Arc<Place>> {
        self.places.first().filter(|_| self.stated)
    }

    /// The place whose bodies a group is made of: the document's own; prefectures are those of a province, also of one that was inferred.
    fn place_of_group(&self, group: &str) -> Option<&Arc<Place>> {
        let of_province = ["设区", "地级", "市（州）", "市州", "州（市）", "州市"].iter().any(|rank| group.contains(rank));
        self.own_place().or_else(|| self.places.first().filter(|place| of_province && place.rank == Rank::Province))
    }

    /// How sure it is that the document is of its place.
    fn certainty(&self) -> Certainty {
        if self.stated || self.national { Certainty::Stated } else { Certainty::Inferred(Inference::Place) }
    }

    /// A name that is this document's own, because the document does not tell whose body it is.
    fn apart(&self, written: &str) -> String {
        if self.otherwise.is_empty() { written.to_owned() } else { format!("{written}（{}）", self.otherwise) }
    }
}

/// A reading is as sure as what it rests on.
fn least(reading: Certainty, who: Certainty) -> Certainty {
    if reading == Certainty::Stated { who } else { reading }
}

fn full_name(place: Option<&Arc<Place>>) -> Option<String> {
    place.map(|place| place.full_name.clone())
}

/// A title without the year before the place: 2024年砚湖县为民办实事项目.
fn without_year(title: &str) -> &str {
    let year = title.split_once('年').filter(|(year, _)| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()));
    year.map_or(title, |(_, rest)| rest.strip_prefix('度').unwrap_or(rest))
}

/// Whether an issuer is a central body of the State.
fn is_national(issuer: &str, reference: &Reference) -> bool {
    issuer.starts_with("国务院")
        || reference.is_national_body(issuer) && !reference.is_bare_body(issuer) && reference.particular_body(issuer).is_none()
}

/// The rank in the name of a committee of the Youth League, and the committee's name without it: 省 and 团委 of 团省委.
fn youth_league(name: &str) -> Option<(&str, &'static str)> {
    let rank = name.strip_prefix('团')?.strip_suffix('委')?;
    own_rank(rank).map(|rank| (rank, "团委"))
}

/// Whether a name is that of a town's or a township's government, or of a street's office.
fn is_of_township(name: &str) -> bool {
    ["镇人民政府", "乡人民政府", "镇政府", "乡政府", "街道办事处"]
        .iter()
        .any(|end| name.strip_suffix(end).is_some_and(|town| !town.is_empty()))
}

/// The name of a park's administration with its customary short forms written out: 成都高新技术产业开发区管理委员会 for 成都高新区管委会.
fn spelled_out(name: &str) -> String {
    name.strip_suffix("管委会").map_or_else(|| name.to_owned(), |park| format!("{}管理委员会", park::full_name(park)))
}

/// The full name of a place's government.
fn government(place: &Arc<Place>) -> String {
    let kind = if place.name.ends_with('盟') || place.name.ends_with("地区") { "行政公署" } else { "人民政府" };
    format!("{}{kind}", place.official)
}

/// A place that the reference data does not know, in the name of its government or of its body: 横县人民政府. 五市人民政府 are those of five cities.
fn place_unknown(name: &str, reference: &Reference) -> Option<Arc<Place>> {
    let counts = name.starts_with(['一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十']);
    by_form(name, reference).filter(|place| !counts && !place.name.ends_with('区') && name.starts_with(&place.name))
}

/// Whether a name is what an issuer calls itself: 我厅 of a department, 本委 of a commission.
fn is_issuer(written: &str, issuer: &str) -> bool {
    let kind = written.strip_prefix(['我', '本']).filter(|kind| kind.chars().count() == 1);
    kind.is_some_and(|kind| {
        issuer.ends_with(kind) || kind == "委" && issuer.ends_with("委员会") || kind == "办" && issuer.ends_with("办公室")
    })
}

/// A place and the places above it.
fn above(place: Option<Arc<Place>>, reference: &Reference) -> impl Iterator<Item = Arc<Place>> {
    std::iter::successors(place, |place| {
        let parent = place.parent.as_ref()?;
        reference.places_named(parent).iter().find(|place| place.full_name == *parent).cloned()
    })
}

/// The year in which a document was issued: by its date, by the year in its number, or by the date on its page.
fn year(document: &Document) -> Option<u16> {
    let head = &document.head;
    let in_date = |field: &Option<Field>| field.as_ref()?.value.get(..4)?.parse().ok();
    let in_number = || {
        let number = &head.document_number.as_ref()?.value;
        number[number.find('〔')? + '〔'.len_utf8()..].get(..4)?.parse().ok()
    };
    in_date(&head.issued).or_else(in_number).or_else(|| in_date(&head.published))
}

/// The rank of a place that a document calls its own: 区 of 全区 and 我区, 自治区 of 自治区.
fn own_rank(name: &str) -> Option<&str> {
    let rest = name.strip_prefix(['全', '我', '本']).unwrap_or(name);
    let rest = if rest == "地区" { rest } else { rest.strip_suffix("范围").unwrap_or(rest) };
    matches!(rest, "师市" | "自治区" | "省" | "市" | "区" | "县" | "州" | "自治州" | "盟" | "旗" | "兵团" | "地区").then_some(rest)
}

fn located(mention: Mention, place: &Place) -> Entity {
    let short = place.short.first().filter(|_| place.rank == Rank::Province);
    let label = short.unwrap_or(&place.name).clone();
    Entity { name: place.full_name.clone(), label, jurisdiction: Some(place.full_name.clone()), ..as_written(mention, Kind::Place) }
}

/// A thing that has no other name than the one that the text uses.
fn as_written(mention: Mention, kind: Kind) -> Entity {
    let (name, label) = (mention.name.clone(), mention.name.clone());
    Entity { mention, name, label, kind, jurisdiction: None, organization: None, members: Vec::new(), certainty: Certainty::Stated }
}

/// Whether a place is of the kind that a rank names.
fn suits(place: &Place, rank: &str) -> bool {
    match rank {
        "自治区" | "省" | "兵团" => place.rank == Rank::Province && place.name.ends_with(rank),
        "师市" => place.name.contains('师') && place.name.ends_with('市'),
        "市" => place.name.ends_with('市'),
        "县" | "自治县" => place.rank == Rank::County && place.name.ends_with('县'),
        "区" => place.rank == Rank::County && place.name.ends_with('区') || place.rank == Rank::Province && place.name.ends_with("自治区"),
        _ => place.name.ends_with(rank),
    }
}

/// The place that an issuer's name begins with by its form alone: one that the reference data does not know, because it is new, abolished or invented.
fn by_form(issuer: &str, reference: &Reference) -> Option<Arc<Place>> {
    // 第八师石河子市: a division of 兵团 and the city that it governs have one government.
    let division = issuer.starts_with('第').then(|| issuer.find('师')).flatten();
    let city = division.and_then(|at| issuer[at..].find('市').map(|city| &issuer[..at + city + '市'.len_utf8()]));
    let name = city.or_else(|| place_by_form(issuer)).filter(|name| reference.places_named(name).is_empty())?;
    let rank = match name {
        name if name.ends_with('省') || name.ends_with("自治区") => Rank::Province,
        name if name.ends_with(['市', '州', '盟']) => Rank::Prefecture,
        _ => Rank::County,
    };
    let name = name.to_owned();
    let parent = division.map(|_| "新疆生产建设兵团".to_owned());
    Some(Arc::new(Place {
        full_name: name.clone(),
        official: name.clone(),
        name,
        short: Vec::new(),
        code: None,
        rank,
        parent,
        abbreviation: None,
    }))
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

/// The province that a text names again and again, where it speaks of 自治区, 我区 or 我省 without saying which; else the city, prefecture or county, where it
/// says 全市, 我州 or 全县 so; else that of its bodies.
fn most_named(text: &str, reference: &Reference) -> Option<Arc<Place>> {
    let (region, province) = (text.contains("自治区") || text.contains("我区"), text.contains("我省") || text.contains("省"));
    let of_province = |place: &Place| place.rank == Rank::Province && (!region || place.name.ends_with("自治区"));
    let found = if region || province { named_again_and_again(text, reference, of_province) } else { None };
    let found = found.or_else(|| {
        let says_so = |rank: &&str| ["全", "我"].iter().any(|own| text.contains(&[own, *rank].concat()));
        let rank = ["市", "州", "县", "盟", "旗"].into_iter().find(says_so)?;
        named_again_and_again(text, reference, |place| suits(place, rank))
    });
    found.or_else(|| place_of_bodies(text, reference))
}

/// The place of a text that speaks of its bodies by their rank (县发改局, 区政府) or of 全县, and names one such place twice, also by its short form
/// (辽中工业城, 市生态环境局咸安分局).
fn place_of_bodies(text: &str, reference: &Reference) -> Option<Arc<Place>> {
    static BODIES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("(?:^|[^㐀-鿿]|年)(?P<rank>[县区旗市])(?:[委乡]|政府|人民政府|相关|[㐀-鿿]{1,8}[局办])")
            .expect("the pattern is a constant")
    });
    let own = |rank: &str| ["全", "我"].iter().any(|own| text.contains(&[own, rank].concat()));
    let bodies: Vec<&str> = BODIES.captures_iter(text).filter_map(|found| Some(found.name("rank")?.as_str())).collect();
    // The bodies of counties are named in a city's text too.
    let says_so = |rank: &&str| own(rank) || bodies.contains(rank) && (*rank == "市" || !own("市"));
    ["县", "旗", "区", "市"].into_iter().filter(says_so).find_map(|rank| named_twice(text, rank, reference))
}

/// The place of a rank that a text names twice or more, by its full name, or by its short form before what no everyday word stands before.
fn named_twice(text: &str, rank: &str, reference: &Reference) -> Option<Arc<Place>> {
    const BEHIND: [char; 22] = [
        '经', '工', '分', '开', '高', '特', '新', '境', '实', '绕', '段', '园', '产', '城', '大', '农', '文', '旅', '县', '区', '旗', '市',
    ];
    // A city of county rank may be one of those to which the text gives a duty.
    let is_one = |places: &[Arc<Place>]| matches!(places, [place] if rank != "市" || place.rank == Rank::Prefecture);
    let mut counts: HashMap<&str, (usize, &Arc<Place>)> = HashMap::new();
    let mut end = 0;
    for at in reference.site_openings(text) {
        let rest = &text[at..];
        let whole =
            || reference.place_prefix(rest).filter(|(name, places)| is_one(places) && suits(&places[0], rank) && name.ends_with(rank));
        let short = || {
            let prefecture = reference.place_prefix(rest).filter(|_| rank == "市").map(|(name, _)| name);
            let county = || reference.county_prefix(rest).or_else(|| reference.district_prefix(rest)).map(|(name, _)| name);
            let name = prefecture.or_else(county).filter(|name| rest[name.len()..].starts_with(BEHIND) && !is_everyday(name))?;
            Some((name, reference.places_named(&format!("{name}{rank}")))).filter(|(_, places)| is_one(places))
        };
        if at >= end
            && let Some((name, places)) = whole().or_else(short)
        {
            counts.entry(&places[0].full_name).or_insert((0, &places[0])).0 += 1;
            end = at + name.len();
        }
    }
    most(&counts, 2)
}

/// The place that was counted so many times or more, and more often than all others together.
fn most(counts: &HashMap<&str, (usize, &Arc<Place>)>, least: usize) -> Option<Arc<Place>> {
    let total: usize = counts.values().map(|(count, _)| count).sum();
    let (count, place) = counts.values().max_by_key(|(count, place)| (*count, std::cmp::Reverse(place.full_name.clone())))?;
    (*count >= least && count * 5 >= total * 3).then(|| Arc::clone(place))
}

/// The place of a kind that a text names three times or more, and more often than all others of it together.
fn named_again_and_again(text: &str, reference: &Reference, is_meant: impl Fn(&Place) -> bool) -> Option<Arc<Place>> {
    let mut counts: HashMap<&str, (usize, &Arc<Place>)> = HashMap::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match reference.place_prefix(rest) {
            Some((named, [place])) if named.chars().count() >= 2 && is_meant(place) => {
                counts.entry(&place.full_name).or_insert((0, place)).0 += 1;
                rest = &rest[named.len()..];
            }
            _ => rest = &rest[c.len_utf8()..],
        }
    }
    most(&counts, 3)
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

    #[test]
    fn the_place_that_a_text_without_head_names_most_is_its_own() {
        let subject = |source: &str| {
            let document = outline(crate::read::from_string(source));
            let facts = link(&document, extract(&document), Reference::load());
            facts
                .into_iter()
                .find_map(|fact| if let Fact::Target(target) = fact { target.subject.map(|subject| subject.name) } else { None })
        };
        let goal = "到2025年，全州生产总值达到2000亿元。";
        let named = "红河州面向南方。红河州地处边疆。红河哈尼族彝族自治州要加快发展。";
        assert_eq!(subject(&format!("{named}{goal}")).as_deref(), Some("红河哈尼族彝族自治州"));
        assert_eq!(subject(&format!("红河州、楚雄州、大理州、文山州要加快发展。{goal}")).as_deref(), Some("全州"));
    }

    /// What names mean in a text of an issuer and a year.
    fn identified(issuer: &str, year: u16, written: &str) -> (String, bool) {
        let identity = Context::at(Some(issuer), Some(year), Reference::load()).identify(written);
        (identity.name, identity.organizations.len() == 1)
    }

    #[test]
    fn a_short_form_is_that_of_the_body_of_its_year() {
        let table = [
            ("江西省人民政府", 2012, "省药监局", "江西省食品药品监督管理局"),
            ("江西省人民政府", 2021, "省药监局", "江西省药品监督管理局"),
            ("江西省人民政府", 2012, "省广电局", "江西省广播电影电视局"),
            ("江西省人民政府", 2015, "省广电局", "江西省新闻出版广电局"),
            ("江西省人民政府", 2023, "省广电局", "江西省广播电视局"),
            ("江西省人民政府", 2007, "省交通厅", "江西省交通厅"),
            ("江西省人民政府", 2014, "省交通厅", "江西省交通运输厅"),
            ("南昌市人民政府", 2022, "市金融监管局", "南昌市地方金融监督管理局"),
            ("江西省人民政府", 2025, "江西金融监管局", "国家金融监督管理总局江西监管局"),
            ("江西省人民政府", 2014, "江西银监局", "中国银行业监督管理委员会江西监管局"),
            ("江西省人民政府", 2016, "人民银行南昌中心支行", "中国人民银行南昌中心支行"),
            ("江西省人民政府", 2024, "人民银行江西省分行", "中国人民银行江西省分行"),
            ("国务院办公厅", 2016, "广电总局", "国家新闻出版广电总局"),
            ("国务院办公厅", 2020, "广电总局", "国家广播电视总局"),
        ];
        for (issuer, year, written, expected) in table {
            assert_eq!(identified(issuer, year, written), (expected.to_owned(), true), "{written} of {issuer} in {year}");
        }
    }

    #[test]
    fn bodies_of_committees_courts_and_the_issuer_itself() {
        let table = [
            ("江西省人民政府", 2020, "省委宣传部", "中共江西省委员会宣传部"),
            ("江西省人民政府", 2020, "中共江西省委宣传部", "中共江西省委员会宣传部"),
            ("西藏自治区人民政府", 2020, "自治区党委编办", "中共西藏自治区委员会机构编制委员会办公室"),
            ("江西省人民政府", 2012, "省编办", "江西省机构编制委员会办公室"),
            ("江西省人民政府", 2020, "省委办公厅", "中共江西省委员会办公厅"),
            ("江西省人民政府", 2020, "团省委", "共青团江西省委员会"),
            ("江西省人民政府", 2020, "省法院", "江西省高级人民法院"),
            ("南昌市人民政府", 2020, "市法院", "南昌市中级人民法院"),
            ("江西省财政厅", 2020, "我厅", "江西省财政厅"),
        ];
        for (issuer, year, written, expected) in table {
            assert_eq!(identified(issuer, year, written), (expected.to_owned(), true), "{written} of {issuer} in {year}");
        }
    }

    #[test]
    fn what_nobody_can_tell_stays_what_is_written() {
        // A name that came later, a name that several districts bear, a body that no data knows.
        let table = [
            ("江西省人民政府", 2012, "省医保局", "江西省医保局"),
            ("江苏省人民政府", 2014, "鼓楼区教育局", "鼓楼区教育局"),
            ("江西省人民政府", 2014, "省云岭博览办", "江西省云岭博览办"),
        ];
        for (issuer, year, written, expected) in table {
            assert_eq!(identified(issuer, year, written), (expected.to_owned(), false), "{written} of {issuer} in {year}");
        }
        assert_eq!(identified("徐州市人民政府", 2021, "鼓楼区教育局"), ("徐州市鼓楼区教育局".to_owned(), true));
    }

    #[test]
    fn a_group_of_governments_has_the_members_that_its_ranks_tell() {
        let members = |issuer: &str, group: &str| Context::at(Some(issuer), Some(2022), Reference::load()).members(group);
        let cities = members("广西壮族自治区人民政府", "各设区市人民政府");
        assert_eq!((cities.len(), cities[0].as_str()), (14, "南宁市人民政府"));
        let counties = members("广西壮族自治区人民政府", "各市、县人民政府");
        assert!(counties.len() > 80 && counties.contains(&"凭祥市人民政府".to_owned()), "{counties:?}");
        assert!(!counties.iter().any(|name| name.contains("西乡塘区")), "districts are not named");
        assert!(members("南宁市人民政府", "各县（市、区）人民政府").contains(&"南宁市西乡塘区人民政府".to_owned()));
        assert!(members("内蒙古自治区人民政府", "各盟行政公署、市人民政府").contains(&"锡林郭勒盟行政公署".to_owned()));
        assert_eq!(members("广西壮族自治区人民政府", "各有关市人民政府"), Vec::<String>::new());
    }

    #[test]
    fn the_names_of_a_document_without_date_tell_its_time() {
        let source = "广西壮族自治区人民政府关于加强管理的意见\n一、任务\n加强管理。（自治区自然资源厅、药监局负责）";
        assert_eq!(names(source), ["广西壮族自治区自然资源厅", "广西壮族自治区药品监督管理局"]);
    }
}

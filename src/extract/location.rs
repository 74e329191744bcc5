//! Location: in which city or county a park lies.

use std::collections::HashSet;

use super::{Certainty, Evidence, Extractor, Fact, Inference, Location, Rule};
use crate::mention::Mention;
use crate::mention::park::{self, Endings};
use crate::mention::place::{self, Home, Site, SiteKind};
use crate::outline::{BlockId, BlockKind, ColumnKind, Document, Table};
use crate::reference::{Place, Rank, Reference};
use crate::text::Span;

/// Reads where parks lie, as their names, headings and tables show.
pub(super) const EXTRACTOR: Extractor = Extractor {
    relation: "location",
    rules: &[
        Rule::new(NAME, "the name of a park that holds its city or county"),
        Rule::new(HEADING, "the heading that names the place under which a park stands"),
        Rule::new(SENTENCE, "a sentence that says which place a park belongs to"),
        Rule::new(TABLE, "the row of a table with a column of places and one of parks"),
    ],
    specification: include_str!("location.md"),
    extract,
};

/// 南宁六景工业园区: the name holds the city.
const NAME: &str = "name-of-park";

/// （一）南宁市。依托六景工业园区…: the heading does.
const HEADING: &str = "heading-of-place";

/// 钦州市依托大榄坪综合物流园区…, 位于贵港市的…: the sentence does.
const SENTENCE: &str = "place-of-sentence";

/// A table with a column of places and one of parks.
const TABLE: &str = "table-of-parks";

struct Reader<'d, 'f> {
    document: &'d Document,
    facts: &'f mut Vec<Fact>,
    seen: HashSet<(String, String)>,
    home: Home,
    endings: Endings,
}

fn extract(document: &Document, facts: &mut Vec<Fact>) {
    let endings = Endings::of(document.text.as_str());
    // A document without a park has nothing to tell.
    if endings.is_empty() && document.tables.is_empty() {
        return;
    }
    let mut reader = Reader { document, facts, seen: HashSet::new(), home: Home::of(document), endings };
    let mut headings: Vec<Vec<Mention>> = vec![Vec::new(); document.blocks.len()];
    // The place that a line of its own names, for the lines behind it.
    let mut caption: Option<Vec<Mention>> = None;
    for (index, block) in document.blocks.iter().enumerate() {
        let id = BlockId(index as u32);
        let above = block.parent.map_or(&[][..], |parent| &headings[parent.0 as usize]);
        match block.kind {
            BlockKind::Table(table) => reader.table(&document.tables[table as usize], id),
            BlockKind::Heading { .. } => {
                caption = None;
                let own = reader.place_of_heading(block.title).unwrap_or_else(|| above.to_vec());
                // A park that is a heading lies where the heading above says.
                let is_park = own.first().is_some_and(|place| park::is_park(document.text.slice(place.span)));
                reader.block(id, block.title, if is_park { above } else { &own });
                headings[index] = own;
            }
            BlockKind::Paragraph => {
                let line = document.text.slice(block.span);
                if super::is_caption(line.trim_end_matches('）'))
                    && !reader.endings.are_in(block.span)
                    && let Some(place) = reader.place_of_heading(block.span)
                {
                    caption = Some(place);
                }
                reader.block(id, block.span, caption.as_deref().unwrap_or(above));
            }
        }
    }
}

impl Reader<'_, '_> {
    /// The place that a heading names and nothing beside it: ——南宁市。 An empty list where it names several.
    fn place_of_heading(&self, span: Span) -> Option<Vec<Mention>> {
        let title = self.document.text.slice(span);
        if !Reference::load().opens_site(title) && !self.endings.are_in(span) {
            return None;
        }
        let name = title[..title.find(['。', '，', '：']).unwrap_or(title.len())].trim_end();
        let sites = place::sites(name, &self.home);
        match sites.as_slice() {
            // 南宁市（3个） names the city too.
            [site]
                if site.kind == SiteKind::Place
                    && site.span.start == 0
                    && place::count(&name[site.span.end..]) == name.len() - site.span.end =>
            {
                Some(vec![Mention { name: site.name.clone(), span: site.span.shift(span.start) }])
            }
            // What a park holds lies where the park does.
            [first, ..] if first.span.start == 0 && first.kind == SiteKind::Park => {
                let place = park::places_in(&first.name).into_iter().next()?;
                Some(vec![Mention { name: place.name.clone(), span: first.span.shift(span.start) }])
            }
            [first, ..] if first.span.start == 0 && first.kind == SiteKind::Place && sites.len() > 1 => Some(Vec::new()),
            _ => None,
        }
    }

    fn block(&mut self, id: BlockId, span: Span, heading: &[Mention]) {
        let text = self.document.text.slice(span);
        if !self.endings.are_in(span) {
            return;
        }
        for sentence in crate::outline::sentences(text) {
            if !self.endings.are_in(sentence.shift(span.start)) {
                continue;
            }
            let content = &text[sentence.start..sentence.end];
            let offset = span.start + sentence.start;
            let parks = park::find(content);
            if parks.is_empty() {
                continue;
            }
            let sites = place::sites_beside(&parks, content, &self.home);
            for (index, site) in sites.iter().enumerate().filter(|(_, site)| site.kind == SiteKind::Park) {
                if content[site.span.end..].starts_with('（') && content[site.span.end..].contains("管委会") {
                    continue;
                }
                // 北京经济技术开发区（亦称亦庄开发区）: one park.
                if ["亦称", "又称", "下称", "简称", "（原", "（即"].iter().any(|alias| content[..site.span.start].ends_with(alias))
                {
                    continue;
                }
                let park = Mention { name: site.name.clone(), span: site.span.shift(offset) };
                let (mut own, outer) = (park::places_in(&site.name), self.around(content, &sites[..index], site, offset));
                // 石门澳产业园 in a text of another province has nothing to do with 石门县.
                own.retain(|place| place.rank != Rank::County || self.home.might_hold(place) || site.name.contains(&place.name));
                // 新安铝产业园 of 平果市 has nothing to do with 新安县.
                let told = if outer.is_empty() { heading } else { &outer };
                if !told.is_empty() {
                    own.retain(|place| {
                        place.rank != Rank::County
                            || told.iter().any(|told| within(place, &told.name) || are_beside(place, &told.name))
                            || site.name.contains(&place.name)
                    });
                    // 青湖经济开发区 under its city: the district of that city.
                    if own.is_empty() {
                        own.extend(told.iter().find_map(|told| district_of(&site.name, &told.name)));
                    }
                }
                // The wider place first: a heading or a sentence tells the city of a park whose name tells the county.
                for place in outer.iter().filter(|place| is_wider(&place.name, &own)) {
                    let quote = Span::new(place.span.start.min(park.span.start), park.span.end);
                    self.push(&park, place, quote, id, SENTENCE, Certainty::Stated);
                }
                let general = ["示范区", "聚集区", "集聚区", "经济区", "合作区", "核心区", "型园区", "个园区", "示范园区", "先行区"]
                    .iter()
                    .any(|end| site.name.ends_with(end));
                if outer.is_empty()
                    && !heading.is_empty()
                    && !(own.is_empty() && (general || site.name.starts_with("临港") || super::industry::is_named_by_industry(&site.name)))
                {
                    for place in heading.iter().filter(|place| is_wider(&place.name, &own)) {
                        self.push(&park, place, park.span, id, HEADING, Certainty::Inferred(Inference::Subject));
                    }
                }
                // 青湖经济开发区 in a text of the city of 青湖区; a province has too many counties for that.
                let province = |place: &Place| place.rank == Rank::Province && !place.name.ends_with('市');
                if own.is_empty()
                    && outer.is_empty()
                    && !self.home.place().is_some_and(province)
                    && let Some((_, place)) = self.home.county_prefix(&site.name)
                {
                    own.push(std::sync::Arc::clone(place));
                }
                for place in own {
                    let place = Mention { name: place.name.clone(), span: park.span };
                    self.push(&park, &place, park.span, id, NAME, Certainty::Stated);
                }
                self.lies(content, &park, &sites[index + 1..], id, offset);
                self.shared(content, &sites[..index], site, id, offset);
            }
        }
    }

    /// The place that the sentence itself says a park lies in: 位于贵港市的…, 钦州市依托…, 崇左市：….
    fn around(&self, content: &str, before: &[Site], park: &Site, offset: usize) -> Vec<Mention> {
        let clause = content[..park.span.start].rfind(['。', '；']).map_or(0, |at| at + '。'.len_utf8());
        let Some(site) = before.iter().rev().find(|site| site.kind == SiteKind::Place && site.span.start >= clause) else {
            return Vec::new();
        };
        let (lead, between) = (&content[clause..site.span.start], &content[site.span.end..park.span.start]);
        let located = ["位于", "地处", "坐落于", "坐落在", "在"].iter().any(|word| lead.ends_with(word));
        let joins = ["的", "境内的", "境内", "依托", "：", "要依托", "建设", "规划建设", "以"]
            .iter()
            .any(|word| between.ends_with(word) || between.contains("依托"));
        // 南宁市6个：…, 南宁市 六景工业园区、…
        let listed = between[place::count(between)..].starts_with(['：', '—', ' ', '\t']) && !between.contains(['；', '。']);
        let near = between.chars().count() <= 12 && !between.contains(['，', '和', '与']);
        let lists = before.iter().any(|other| {
            other.kind == SiteKind::Place && other.span.end <= site.span.start && place::is_joint(&content[other.span.end..site.span.start])
        });
        // 在来宾市迁江镇规划建设华侨工业园区
        // 甲县…，乙县依托丙工业园…
        let named = || super::industry::is_named_by_industry(&park.name);
        let opens = lead.trim_end().is_empty() || lead.ends_with('，') && between.contains("依托") && !named();
        // 张掖市已建成工业园区6个，其中国家级1个、…: the sentence counts the parks of the place at its head.
        let first = between.split('，').next().unwrap_or(between);
        let counts = lead.trim().is_empty()
            && ["园区", "开发区", "集聚区", "集中区", "高新区"].iter().any(|kind| first.contains(kind))
            && ["建成", "共有", "现有", "拥有", "分别", "设立", "认定", "批准"].iter().any(|word| first.contains(word))
            && !between.contains(['；', '。']);
        if !lists && (located && near || opens && joins && near || listed || counts) {
            return vec![Mention { name: site.name.clone(), span: site.span.shift(offset) }];
        }
        Vec::new()
    }

    /// 青湖经济开发区位于绵阳市北川县: the city and the county behind the verb.
    fn lies(&mut self, content: &str, park: &Mention, behind: &[Site], id: BlockId, offset: usize) {
        let mut at = park.span.end - offset;
        let Some(verb) =
            ["位于", "坐落于", "坐落在", "地处", "设在", "设于", "选址在"].iter().find(|verb| content[at..].starts_with(**verb))
        else {
            return;
        };
        at += verb.len();
        for site in behind {
            if site.span.start != at || !matches!(site.kind, SiteKind::Place | SiteKind::Province) {
                break;
            }
            at = site.span.end;
            let quote = Span::new(park.span.start, at + offset);
            // 绵阳市北川县 is both.
            let known = Reference::load().place_prefix(&content[site.span.start..site.span.end]).and_then(|(_, places)| places.first());
            let parent = known.and_then(|place| Reference::load().places_named(place.parent.as_ref()?).first());
            let parent = parent.filter(|parent| parent.rank == Rank::Prefecture && content[site.span.start..].starts_with(&parent.name));
            for name in parent.map(|parent| &parent.name).into_iter().chain(Some(&site.name).filter(|_| site.kind == SiteKind::Place)) {
                let place = Mention { name: name.clone(), span: site.span.shift(offset) };
                self.push(park, &place, quote, id, SENTENCE, Certainty::Stated);
            }
        }
    }

    /// 长沙、株洲、湘潭高新技术产业开发区: the places before share the ending of the park.
    fn shared(&mut self, content: &str, before: &[Site], park: &Site, id: BlockId, offset: usize) {
        let Some(place) = park::places_in(&park.name).into_iter().next() else { return };
        let Some(length) = named_length(&park.name, &place) else { return };
        let ending = &park.name[length..];
        // 六景工业园区 is one of its own; 高新技术产业开发区 is any city's.
        if park::is_park(ending) {
            return;
        }
        let mut end = park.span.start;
        let mut shared = Vec::new();
        for site in before.iter().rev() {
            if site.kind != SiteKind::Place || !matches!(content[site.span.end..end].trim(), "、" | "和" | "及" | "与") {
                break;
            }
            shared.push(site);
            end = site.span.start;
        }
        let end = self.facts.len();
        for site in shared.into_iter().rev() {
            let short = &content[site.span.start..site.span.end];
            let span = Span::new(site.span.start, park.span.end).shift(offset);
            let own = Mention { name: format!("{short}{ending}"), span };
            let place = Mention { name: site.name.clone(), span: site.span.shift(offset) };
            self.push(&own, &place, span, id, NAME, Certainty::Stated);
        }
        // They stand before the park in the text.
        let count = self.facts.len() - end;
        let own =
            self.facts[..end].iter().rev().take_while(|fact| matches!(fact, Fact::Location(fact) if fact.park.name == park.name)).count();
        self.facts[end - own..].rotate_right(count);
    }

    fn table(&mut self, table: &Table, id: BlockId) {
        let text = |span: Span| -> String { self.document.text.slice(span).chars().filter(|c| !c.is_whitespace()).collect() };
        let certainty = if table.flattened { Certainty::Inferred(Inference::Flattened) } else { Certainty::Stated };
        // 依托开发区: a park in another column is told by its name.
        let others = (0..table.columns.len()).filter(|&column| table.columns[column].kind == ColumnKind::Other);
        for cell in others.flat_map(|column| table.rows.iter().filter_map(move |row| row.cells[column])) {
            let park = Mention { name: text(cell), span: cell };
            if park::is_park(&park.name) {
                for place in park::places_in(&park.name) {
                    let place = Mention { name: place.name.clone(), span: cell };
                    self.push(&park, &place, cell, id, NAME, certainty);
                }
            }
        }
        let Some(parks) = table.column(ColumnKind::Park) else { return };
        let places: Vec<usize> = (0..table.columns.len()).filter(|&column| table.columns[column].kind == ColumnKind::Place).collect();
        let rows: Vec<_> = table.rows.iter().filter_map(|row| Some((row, row.cells[parks]?))).collect();
        for (row, cell) in rows {
            let park = Mention { name: text(cell), span: cell };
            let mut own = park::places_in(&park.name);
            let told: Vec<String> = places.iter().filter_map(|&column| row.cells[column]).map(text).collect();
            if !told.is_empty() {
                own.retain(|place| {
                    place.rank != Rank::County
                        || told.iter().any(|told| place::sites(told, &self.home).iter().any(|site| within(place, &site.name)))
                });
            }
            for &column in &places {
                let Some(of) = row.cells[column] else { continue };
                for site in place::sites(&text(of), &self.home).into_iter().filter(|site| site.kind == SiteKind::Place) {
                    let place = Mention { name: site.name, span: of };
                    let quote = Span::new(cell.start.min(of.start), cell.end.max(of.end));
                    let quote = if self.document.text.source_range(quote).is_some() && row.span.contains(quote) { quote } else { cell };
                    self.push(&park, &place, quote, id, TABLE, certainty);
                }
            }
            for place in own {
                let place = Mention { name: place.name.clone(), span: cell };
                self.push(&park, &place, cell, id, NAME, Certainty::Stated);
            }
        }
    }

    fn push(&mut self, park: &Mention, place: &Mention, quote: Span, block: BlockId, rule: &'static str, certainty: Certainty) {
        let quote = [quote, park.span].into_iter().find(|&quote| self.document.text.source_range(quote).is_some());
        let Some(quote) = quote else { return };
        // 罗江县 that has become 罗江区 is one.
        let stem = if place.name.chars().count() > 2 { place.name.trim_end_matches(['市', '县', '区']) } else { &place.name };
        if self.seen.insert((park.name.clone(), stem.to_owned())) {
            let evidence = Evidence { quote, block, note: None, rule, certainty };
            self.facts.push(Fact::Location(Location { park: park.clone(), place: place.clone(), evidence }));
        }
    }
}

/// How much of a park's name its first place takes.
fn named_length(name: &str, place: &Place) -> Option<usize> {
    let names = [&place.full_name, &place.name].into_iter().chain(&place.short);
    names.filter(|own| name.starts_with(own.as_str())).map(|own| own.len()).max()
}

/// The county or district of a city with whose short form the name of a park begins.
fn district_of(park: &str, city: &str) -> Option<std::sync::Arc<Place>> {
    let reference = Reference::load();
    let cities = reference.places_named(city).iter();
    let known = cities.filter_map(|city| reference.county_prefix_within(park, &city.full_name));
    // 铁山港: the port, not its district.
    let mut known = known.filter(|(name, place)| !name.ends_with('港') && !park.ends_with(&place.name));
    known.next().map(|(_, place)| std::sync::Arc::clone(place))
}

fn within(place: &Place, name: &str) -> bool {
    let reference = Reference::load();
    reference.places_named(name).iter().any(|wider| reference.within(place, &wider.full_name))
}

/// Whether a county lies in the city in which a place of that name does: 瓜州县 beside 玉门市.
fn are_beside(place: &Place, name: &str) -> bool {
    Reference::load().places_named(name).iter().any(|other| other.rank == place.rank && other.parent == place.parent)
}

/// Whether a place may be told beside those that the name of the park holds: it is not among them, nor inside one.
fn is_wider(name: &str, own: &[std::sync::Arc<Place>]) -> bool {
    own.iter().all(|place| place.name != name && within(place, name))
}

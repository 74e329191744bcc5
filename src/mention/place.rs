//! Places and parks that a stretch of text names as such, not as part of another name (南宁市财政局, 广西大学, 南宁至崇左铁路).

use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::park;
use crate::outline::{Document, Field};
use crate::reference::{Place, Rank, Reference};
use crate::text::{Span, unspaced};
use crate::words::{CharSet, Words};

/// A place or a park in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The full name of a place without the places above it (南宁市, 龙胜各族自治县); the name of a park or a region as written.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: SiteKind,
}

/// What a [`Site`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SiteKind {
    /// A province: it stands for itself alone where it is told apart from others.
    Province,
    /// A city, a prefecture, a county, a district.
    Place,
    /// A town, a township, a street office, a regiment of the Xinjiang corps, by the grammar of its name.
    Town,
    /// A park.
    Park,
    /// A part of the country that is known by its name: 北部湾经济区, 沿海.
    Region,
}

/// Short forms that are everyday words: they name a place only with 市 behind them or beside other places.
const WORDS: [&str; 12] = ["白银", "朝阳", "安康", "大同", "长治", "和田", "三明", "通化", "保山", "海南", "平凉", "中卫"];

/// Short forms of counties that are everyday words.
const COUNTY_WORDS: [&str; 47] = [
    "资源", "合作", "和平", "公安", "大方", "平安", "互助", "新和", "乐业", "安定", "民乐", "长安", "富民", "富裕", "太和", "永和", "通道",
    "商城", "新城", "大兴", "新建", "东方", "大安", "建设", "高台", "城区", "郊区", "港口", "临海", "新区", "东港", "南部", "西部", "北部",
    "中部", "东部", "兴业", "工农", "集安", "文化", "海洋", "中心", "平台", "农安", "新兴", "平原", "滨海",
];

/// Whether the short form of a place is an everyday word.
pub(crate) fn is_everyday(name: &str) -> bool {
    WORDS.contains(&name) || COUNTY_WORDS.contains(&name)
}

/// Whose text it is: there its own counties and districts are named by short forms (建华、龙沙 of 齐齐哈尔市).
#[derive(Clone, Debug, Default)]
pub struct Home {
    place: Option<Arc<Place>>,
    national: bool,
}

impl Home {
    /// The place that the title or the issuer of a document begins with; a document of a central body has none.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let reference = Reference::load();
        let value = |field: &Option<Field>| field.as_ref().map_or(String::new(), |field| field.value.clone());
        let (title, issuer) = (value(&document.head.title), value(&document.head.issuer));
        let place = [&title, &issuer].into_iter().find_map(|words| match reference.place_prefix(words)?.1 {
            [place] => Some(Arc::clone(place)),
            _ => None,
        });
        let issuers = issuer.split(['、', ' ', '　']).any(|name| reference.is_national_body(name));
        let national = place.is_none() && (issuers || ["国务院", "中共中央"].iter().any(|centre| issuer.starts_with(centre)));
        Self { place, national }
    }

    /// Its place, if it has one.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.place.as_deref()
    }

    /// Whether a place may be one of its own province; any may where it has none.
    #[must_use]
    pub fn might_hold(&self, place: &Place) -> bool {
        // The first two digits of GB/T 2260 are the province.
        let province = |place: &Place| place.code.as_ref().and_then(|code| code.get(..2).map(str::to_owned));
        self.place.as_deref().and_then(province).is_none_or(|own| province(place).is_none_or(|other| other == own))
    }

    /// Whether the text is that of a central body, for which a province is one place among others.
    #[must_use]
    pub fn is_national(&self) -> bool {
        self.national
    }

    /// The one county of its own, or of its prefecture, that the text begins with by a short form.
    #[must_use]
    pub fn county_prefix<'t>(&self, text: &'t str) -> Option<(&'t str, &'static Arc<Place>)> {
        let reference = Reference::load();
        let place = self.place.as_ref()?;
        let around = if place.rank == Rank::County { place.parent.as_ref()? } else { &place.full_name };
        reference.county_prefix_within(text, around)
    }
}

/// Whether two full names of places are of one rank, so that neither lies in the other: 宜宾市, 泸州市.
pub(crate) fn have_one_rank(left: &str, right: &str) -> bool {
    let rank = |name: &str| Reference::load().places_named(name).first().map(|place| place.rank);
    rank(left).is_some_and(|own| rank(right) == Some(own))
}

/// Words with which the names of areas end that are no administrative divisions, the longer before those that end them.
static AREA_ENDINGS: Words = Words::new(&[
    "经济区", "经济带", "城市群", "城镇群", "都市圈", "都市区", "经济圈", "大湾区", "三角洲", "旅游带", "加工带", "产业区", "片区", "流域",
    "城市带", "地区", "库区", "灌区", "北岸", "南岸", "东岸", "西岸", "南翼", "北翼", "东翼", "西翼", "南翼地区", "北翼地区", "东翼地区",
    "西翼地区",
]);

/// Where a name may begin in a running text: behind another site, a mark, or a word that leads to a place.
static LEADS: Words = Words::new(&[
    "支持", "推动", "推进", "引导", "鼓励", "指导", "促进", "加快", "建设", "发展", "打造", "培育", "依托", "利用", "发挥", "立足", "围绕",
    "做大", "做强", "做优", "重点", "其中", "组织", "布局", "承接", "实施", "统筹", "巩固", "提升", "形成", "开发", "除", "落户", "入驻",
]);

fn is_boundary(before: &str) -> bool {
    before
        .chars()
        .next_back()
        .is_none_or(|c| !('\u{4e00}'..='\u{9fff}').contains(&c) || "和与及在以由把将对向到省市州区县盟旗的为是等".contains(c))
        || ["东部", "西部", "南部", "北部", "中部"].iter().any(|part| before.ends_with(part))
        || is_led_to(before)
}

/// Whether a word that leads to a place stands at the end.
fn is_led_to(before: &str) -> bool {
    LEADS.end(before)
}

/// The places, parks and regions of a text, in its order; none of them lies in another, nor in the title of a document.
#[must_use]
pub fn sites(text: &str, home: &Home) -> Vec<Site> {
    sites_beside(&park::find(text), text, home)
}

/// As [`sites`], where the parks of the text are found.
#[must_use]
pub fn sites_beside(parks: &[Span], text: &str, home: &Home) -> Vec<Site> {
    let park = |&span: &Span| Site { name: unspaced(&text[span.start..span.end]), span, kind: SiteKind::Park };
    let mut found: Vec<Site> = parks.iter().map(park).collect();
    let reference = Reference::load();
    // 北部湾经济区 is a region, whatever stands before it.
    found.retain(|park| {
        let known = |(at, _): (usize, char)| {
            reference
                .region_prefix(&park.name[at..])
                .is_some_and(|region| park.name[at + region.len()..].trim_start_matches("经济区").is_empty())
        };
        !park.name.ends_with("经济区") || !park.name.char_indices().any(known)
    });
    let parks = found.len();
    let mut end = 0;
    let (mut title, mut next_park) = (0_usize, 0);
    let mut from = 0;
    while let Some((at, c, opens)) = next_edge(text, from) {
        from = at + c.len_utf8();
        match c {
            '《' => title += 1,
            '》' => title = title.saturating_sub(1),
            _ => {}
        }
        while let Some(park) = found[..parks].get(next_park)
            && at >= park.span.start
        {
            end = park.span.end;
            next_park += 1;
        }
        if at < end || title > 0 {
            continue;
        }
        if opens {
            if let Some(site) = place(text, at, &found, home).or_else(|| region(text, at)) {
                end = site.span.end;
                found.push(site);
                continue;
            }
            if let Some((name, _)) = reference.place_prefix(&text[at..]) {
                // What bears a place's name is no place: 南宁市财政局.
                end = at + name.len();
                continue;
            }
        }
        if let Some(from) = ends_site(text, at, c) {
            let town = matches!(c, '镇' | '乡' | '木' | '道' | '团' | '场');
            // 来宾市迁江镇 are two, 武汉城市圈 is one.
            let start = if town { from.max(found[parks..].last().map_or(0, |last| last.span.end)) } else { from };
            let stop = at + c.len_utf8();
            let inside = found[..parks].iter().any(|park| park.span.start < stop && start < park.span.end);
            // 武汉城市圈 bears the name of a place; 崇左建成地区 does not.
            let place = found[parks..].last().filter(|last| last.span.end > start).map(|last| last.span);
            let bears = |place: Span| {
                let own = &text[place.end..stop];
                let verb = LEADS.occur_in(own) || own.contains("建成");
                place.start == start && !verb && own.chars().count() <= 8
            };
            if start < at && !inside && place.is_none_or(bears) {
                if place.is_some() {
                    found.pop();
                }
                end = stop;
                let kind = if town { SiteKind::Town } else { SiteKind::Region };
                // 渝东北三峡库区城镇群: a region in the name of another is part of it.
                found.push(Site { name: unspaced(&text[start..stop]), span: Span::new(start, stop), kind });
            }
        }
    }
    if !found.is_empty() {
        districts(text, &mut found);
    }
    apart(found)
}

/// The next character, from a byte on, with which a site may begin or end, or that holds a title; and whether one may begin. Most characters do none of
/// it.
fn next_edge(text: &str, from: usize) -> Option<(usize, char, bool)> {
    // The characters with which a town, an area or an island may end; see [`ends_site`].
    const MARKS: &str = "镇乡木道团场岛区带群圈洲域岸翼《》";
    static MARKED: CharSet = CharSet::of(MARKS);
    static EDGES: LazyLock<CharSet> = LazyLock::new(|| Reference::load().site_firsts().with(MARKS));
    let (reference, edges) = (Reference::load(), &*EDGES);
    let mut chars = text[from..].chars();
    while let Some(c) = chars.next() {
        if !edges.contains(c) {
            continue;
        }
        let opens = reference.opens_site_with(c, chars.as_str());
        if opens || MARKED.contains(c) {
            return Some((text.len() - chars.as_str().len() - c.len_utf8(), c, opens));
        }
    }
    None
}

/// The place that is named at a byte.
fn place(text: &str, at: usize, found: &[Site], home: &Home) -> Option<Site> {
    let reference = Reference::load();
    let rest = &text[at..];
    let beside = found.last().is_some_and(|last| last.span.end <= at && is_joint(&text[last.span.end..at]));
    // 甘南 of 齐齐哈尔市 is 甘南县; 佛山顺德 is 顺德区.
    let before = &text[..at];
    let city = found.last().filter(|last| last.span.end == at && last.kind == SiteKind::Place);
    let inside = city.and_then(|city| reference.county_prefix_within(rest, &city.name));
    let own = inside.or_else(|| home.county_prefix(rest));
    let prefix = reference.place_prefix(rest).filter(|(name, _)| own.is_none_or(|(own, _)| own.len() < name.len()));
    // 青龙山镇 is one town.
    let town =
        |behind: &str| behind.chars().nth(1).is_some_and(|c| matches!(c, '镇' | '乡')) && !behind.starts_with(['市', '县', '区', '、']);
    if let Some((name, places)) =
        prefix.filter(|(name, _)| name.ends_with(['市', '县', '区', '旗', '州', '盟', '省']) || !town(&rest[name.len()..]))
    {
        let behind = &rest[name.len()..];
        let end = at + name.len();
        // 南阳盆地 is more than 南阳.
        if reference.region_prefix(rest).is_some_and(|region| region.len() > name.len()) {
            return None;
        }
        let led = || before.ends_with(['把', '将']) && ["打造", "建设", "建成", "培育", "发展"].iter().any(|verb| behind.starts_with(verb));
        let at_home = || home.place().is_some_and(|own| reference.within(&places[0], &own.full_name)) && is_boundary(before);
        if WORDS.contains(&name) && !behind.starts_with(['、', '市']) && !beside && !led() && !acts(before, behind) && !at_home()
            || !is_whole(behind)
            || is_inside_word(&text[..at], name)
        {
            return None;
        }
        if behind.starts_with('港') && !name.ends_with('港') {
            // 钦州港: the port, not the city.
            let end = end + '港'.len_utf8();
            return Some(Site { name: text[at..end].to_owned(), span: Span::new(at, end), kind: SiteKind::Region });
        }
        let place = &places[0];
        let kind = if place.rank == Rank::Province { SiteKind::Province } else { SiteKind::Place };
        let own = if name.len() > place.name.len() || places.len() == 1 || place.name.starts_with(name) { &place.name } else { name };
        return Some(Site { name: own.to_owned(), span: Span::new(at, end), kind });
    }
    if let Some((name, place)) = own {
        let behind = &rest[name.len()..];
        let everyday = COUNTY_WORDS.contains(&name);
        let told = !everyday
            || before.ends_with('、') && behind.starts_with(['、', '等'])
            || behind.starts_with('、') && reference_begins(behind.trim_start_matches('、'));
        if (is_boundary(before) || beside || inside.is_some()) && told && is_whole(behind) && !behind.starts_with(['镇', '乡']) {
            return Some(Site { name: place.name.clone(), span: Span::new(at, at + name.len()), kind: SiteKind::Place });
        }
    }
    // 廊坊、武清等: a district beside a city.
    if beside
        && before.ends_with('、')
        && let Some((name, place)) =
            reference.district_prefix(rest).filter(|(name, _)| !COUNTY_WORDS.contains(name) && !WORDS.contains(name))
        && rest[name.len()..].starts_with(['、', '等', '：'])
    {
        return Some(Site { name: place.name.clone(), span: Span::new(at, at + name.len()), kind: SiteKind::Place });
    }
    // 荔城、城厢：发展…, 秀屿：重点发展…: districts at the head of a line.
    if before.is_empty()
        && let Some((name, place)) =
            reference.district_prefix(rest).filter(|(name, _)| !COUNTY_WORDS.contains(name) && !WORDS.contains(name))
    {
        let behind = &rest[name.len()..];
        let next = behind.strip_prefix('、').and_then(|next| Some(&next[reference.district_prefix(next)?.0.len()..]));
        if acts(before, behind) || next.is_some_and(|next| next.starts_with(['：', '、'])) {
            return Some(Site { name: place.name.clone(), span: Span::new(at, at + name.len()), kind: SiteKind::Place });
        }
    }
    // 桂东 is the east of a province before it is a county elsewhere.
    let (name, place) = reference.county_prefix(rest).filter(|_| region(text, at).is_none())?;
    let behind = &rest[name.len()..];
    let lists = behind.starts_with('、') && reference_begins(behind.trim_start_matches('、')) && name != "合作";
    static BASE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("^[〇㐀-鿿]{2,8}?(?:产业|基地|集群|胜地|目的地)").expect("the pattern is a constant"));
    let governed = is_led_to(before);
    let everyday = COUNTY_WORDS.contains(&name);
    let beside = beside && (!everyday || before.ends_with('、'));
    let based = (governed || before.ends_with(['、', '和', '及'])) && !everyday && BASE.is_match(behind);
    let city = governed && place.name.ends_with('市') && !everyday;
    let formed = name.ends_with(['县', '州', '旗']) && name.chars().count() >= 3;
    // 平遥“中国牛肉之乡”
    let titled = !everyday && ["“中国", "“世界", "“全国"].iter().any(|title| behind.starts_with(title));
    let acts = titled || !everyday && acts(before, behind);
    // 宜兴环保、江阴纺织, 宁夏中宁枸杞、: each with its industry.
    let side_by_side = || {
        let (own, next) = behind.split_once('、')?;
        let province = || found.last().is_some_and(|last| last.span.end == at && last.kind == SiteKind::Province);
        let opens = province() || before.is_empty() || before.ends_with(['、', '，', '；', '。', '：']) || governed;
        let industry =
            own.len() <= 6 * '业'.len_utf8() && Reference::load().industry_at_end(own).is_some_and(|known| known.chars().count() >= 2);
        (opens && industry && reference_begins(next)).then_some(())
    };
    let paired = !everyday && side_by_side().is_some();
    ((beside || lists || formed || based || city || acts || paired) && is_whole(behind)).then(|| Site {
        name: place.name.clone(),
        span: Span::new(at, at + name.len()),
        kind: SiteKind::Place,
    })
}

/// Whether a place stands at the head of a clause, before what only a place does: 安溪重点发展….
fn acts(before: &str, behind: &str) -> bool {
    static ACTS: Words = Words::new(&[
        "重点发展", "大力发展", "着力发展", "积极发展", "主要发展", "优先发展", "重点培育", "着力培育", "大力培育", "重点建设", "重点打造",
        "突出发展", "侧重发展", "加快发展", "着力打造", "做大", "做强", "做优", "发展壮大", "培育壮大", "巩固提升",
    ]);
    let label = behind.strip_prefix('：').is_some_and(|behind| ACTS.open(behind) || behind.starts_with("发展"));
    (before.is_empty() || before.ends_with(['，', '；', '。', '：'])) && (label || ACTS.open(behind))
}

/// The region that is known by the name at a byte, or by the province and the direction: 长三角, 北部湾沿海, 陕北, 粤东西北.
fn region(text: &str, at: usize) -> Option<Site> {
    let reference = Reference::load();
    let rest = &text[at..];
    // 打造|成|渝东南地区: 成 belongs to the verb where a region begins behind it.
    if rest.starts_with('成')
        && text[..at].ends_with(['造', '设', '建', '育', '展'])
        && rest['成'.len_utf8()..].chars().nth(1).is_some_and(|c| matches!(c, '东' | '南' | '西' | '北' | '中'))
    {
        return None;
    }
    let along = rest.strip_prefix('沿').map_or(0, |_| '沿'.len_utf8());
    let known = reference.region_prefix(rest).map(str::len);
    let mut len = known.or_else(|| reference.region_prefix(&rest[along..]).map(|known| along + known.len())).unwrap_or(0);
    let mut chars = rest.chars();
    let first = chars.next()?;
    let directions = chars.take_while(|c| matches!(c, '东' | '南' | '西' | '北' | '中')).count();
    if len == 0
        && directions > 0
        && reference.province_by_abbreviation(first.encode_utf8(&mut [0; 4])).is_some()
        && is_boundary(&text[..at])
    {
        len = first.len_utf8() + directions * '东'.len_utf8();
    }
    // 粤东西北 holds no 西北, and 我国西南 is a part of the country that measures.
    if len == 0
        || text[..at].ends_with('国')
        || text[..at].ends_with(['东', '南', '西', '北', '中']) && rest.starts_with(['东', '南', '西', '北'])
    {
        return None;
    }
    // 北部湾沿海, but 北部湾经济区 is whole.
    let whole = AREA_ENDINGS.end(&rest[..len]);
    for more in ["沿海", "沿岸", "山区", "山丘区", "丘陵区", "平原", "盆地", "老区", "南翼", "北翼", "东翼", "西翼", "地区"]
        .iter()
        .filter(|_| !whole)
    {
        len += rest[len..].strip_prefix(*more).map_or(0, |_| more.len());
    }
    len += AREA_ENDINGS.opening(&rest[len..]).map_or(0, |ending| ending.len());
    // 西北道地药材产区 at the head of a line or a clause is the name of an area.
    if text[..at].trim_end().chars().next_back().is_none_or(|c| "，。；：）)、.".contains(c)) {
        let word = rest[len..].find(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c)).map_or(rest, |end| &rest[..len + end]);
        let area = ["优势产区", "主产区", "优势区", "产区"].iter().find_map(|kind| Some(word[len..].find(kind)? + kind.len()));
        len += area.filter(|&area| area <= 12 * '区'.len_utf8()).unwrap_or(0);
    }
    let behind = &rest[len..];
    if text[..at].ends_with(['向', '接']) || behind.starts_with(['市', '县', '省', '部', '方', '角', '面']) || !is_whole(behind) {
        return None;
    }
    Some(Site { name: unspaced(&rest[..len]), span: Span::new(at, at + len), kind: SiteKind::Region })
}

/// The length of the area with which a text begins and that is no administrative division, told by an ending: 渝东南地区, 粤东粤西粤北地区, 沿海地区.
#[must_use]
pub fn area_at_start(text: &str) -> Option<usize> {
    if !Reference::load().opens_site(text) {
        return None;
    }
    let mut len = region(text, 0)?.span.end;
    // 粤东粤西粤北地区 are one.
    while let Some(next) = region(&text[len..], 0) {
        len += next.span.end;
    }
    AREAS.end(&text[..len]).then_some(len)
}

/// The endings of what a place measures as its own.
static AREAS: Words =
    Words::new(&["地区", "片区", "流域", "产区", "主产区", "优势区", "经济区", "经济带", "城市群", "都市圈", "三角洲", "沿岸"]);

/// Whether a name begins with that of a region: 桂北木竹加工区.
#[must_use]
pub fn begins_with_region(name: &str) -> bool {
    region(name, 0).is_some()
}

/// Where the town, the area or the island begins that ends with the character at a byte.
fn ends_site(text: &str, at: usize, c: char) -> Option<usize> {
    let stop = at + c.len_utf8();
    let upto = &text[..stop];
    static TOWNS_AND_ISLANDS: Words = Words::new(&["镇", "乡", "苏木", "街道", "半岛", "三岛", "东岛", "西岛", "群岛"]);
    if matches!(c, '团' | '场') {
        return numbered_regiment(upto);
    }
    let ending = AREA_ENDINGS.ending(upto).or_else(|| TOWNS_AND_ISLANDS.ending(upto))?.len();
    // What follows makes another word of it: 乡镇企业, 街道办事处, 道路.
    let behind = &text[stop..];
    const BEHIND: [&str; 26] = [
        "重点", "大力", "积极", "分别", "主要", "打造", "建设", "发展", "布局", "依托", "承接", "做", "抓", "突出", "形成", "要", "以",
        "为", "等", "规划", "集中", "引进", "培育", "加快", "推进", "实施",
    ];
    let free = || {
        behind.chars().next().is_none_or(|c| !('\u{4e00}'..='\u{9fff}').contains(&c))
            || behind.starts_with(['的', '和', '与', '及'])
            || BEHIND.iter().any(|word| behind.starts_with(word))
    };
    if matches!(c, '镇' | '乡' | '木' | '道') && !free() && !reference_names_industry(behind) {
        return None;
    }
    let before = &text[..stop - ending];
    let start = park::name_start(before);
    let own = &before[start..];
    let count = own.chars().count();
    const GENERAL: &[&str] = &[
        "各", "该", "本", "全", "一", "多", "的", "和", "其", "两", "有", "贫", "发达", "欠", "农", "民族", "少数", "重点", "特", "小",
        "乡", "城", "村", "部分", "周边", "沿线", "其他", "相关", "边远", "落后", "新型", "中心", "强", "名", "重", "集", "建制", "现代",
        "先进", "高新", "国家", "主要", "所在", "不同", "条件", "东部", "中部", "西部", "适宜", "适合", "优势", "东盟", "周边",
    ];
    let mut chars = own.chars();
    let counted =
        chars.next().is_some_and(|c| "一二两三四五六七八九十几".contains(c)) && chars.next().is_some_and(|c| "个大批座小".contains(c));
    if counted
        || !(2..=10).contains(&count)
        || GENERAL.iter().any(|word| own.starts_with(word))
        || !own.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '—')
    {
        return None;
    }
    if matches!(c, '镇' | '乡') && (count > 5 || behind.starts_with(['村', '企', '卫', '街', '人', '政', '党', '级', '域', '风', '化']))
        || c == '岛' && count > 3
    {
        return None;
    }
    if upto.ends_with("地区") && count < 4 {
        return None;
    }
    Some(start)
}

/// Whether the text goes on with an industry: 东明镇风电项目.
fn reference_names_industry(behind: &str) -> bool {
    let word = behind.char_indices().map(|(at, _)| at).nth(2).map_or(behind, |end| &behind[..end]);
    Reference::load().industry_at_end(word).is_some_and(|known| known == word)
}

/// 一二三团: a regiment of the Xinjiang corps, known by its number.
fn numbered_regiment(upto: &str) -> Option<usize> {
    let name = upto.strip_suffix("团场").or_else(|| upto.strip_suffix('团'))?;
    let stem = name.trim_end_matches(|c: char| "〇零一二三四五六七八九十百".contains(c) || c.is_ascii_digit());
    (name[stem.len()..].chars().count() >= 2).then_some(stem.len())
}

/// The sites in the order of the text, without one that lies in another or runs into it.
fn apart(mut found: Vec<Site>) -> Vec<Site> {
    found.sort_by_key(|site| (site.span.start, usize::MAX - site.span.end));
    let mut end = 0;
    found.retain(|site| {
        let clear = site.span.start >= end;
        if clear {
            end = site.span.end;
        }
        clear
    });
    found
}

/// 邕宁、良庆、青秀区: the last names the rank that the others share.
fn districts(text: &str, found: &mut Vec<Site>) {
    let reference = Reference::load();
    let ends: Vec<usize> =
        found.iter().filter(|site| site.name.ends_with('区') && site.kind == SiteKind::Place).map(|site| site.span.start).collect();
    for mut end in ends {
        while let Some(before) = text[..end].strip_suffix('、') {
            let start = before
                .char_indices()
                .rev()
                .take(4)
                .map(|(at, _)| at)
                .find(|&at| reference.district_prefix(&text[at..]).is_some_and(|(name, _)| at + name.len() == before.len()));
            let Some((start, (_, place))) = start.and_then(|start| Some((start, reference.district_prefix(&text[start..])?))) else {
                break;
            };
            if found.iter().any(|site| site.span.start <= start && start < site.span.end) {
                break;
            }
            found.push(Site { name: place.name.clone(), span: Span::new(start, before.len()), kind: SiteKind::Place });
            end = start;
        }
    }
}

fn reference_begins(text: &str) -> bool {
    let reference = Reference::load();
    reference.place_prefix(text).is_some() || reference.county_prefix(text).is_some()
}

/// Whether what stands between two places joins them to a list.
#[must_use]
pub fn is_joint(between: &str) -> bool {
    matches!(between.trim(), "、" | "和" | "及" | "与" | "以及" | "—" | "，" | "-" | "市、" | "市和" | "市、以及")
}

/// The length of a count of things behind a place: 6个, （共3家）.
#[must_use]
pub fn count(behind: &str) -> usize {
    let bracketed = behind.strip_prefix('（');
    let counted = || {
        let rest = bracketed.unwrap_or(behind).trim_start();
        let rest = ["共计", "合计", "共有", "共", "计", "有"].iter().find_map(|all| rest.strip_prefix(all)).unwrap_or(rest);
        let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二两三四五六七八九十".contains(c));
        let end = unit.trim_start().strip_prefix(['个', '家', '处', '项', '户', '座']).filter(|_| unit.len() < rest.len())?;
        let end = ["化工园区", "产业园区", "工业园区", "园区", "开发区"].iter().find_map(|kind| end.strip_prefix(kind)).unwrap_or(end);
        if bracketed.is_some() { end.strip_prefix('）') } else { Some(end) }
    };
    counted().map_or(0, |end| behind.len() - end.len())
}

/// Whether a place's name ends here: what follows is no body, road or school that bears the name.
fn is_whole(behind: &str) -> bool {
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:市|省|县|区|州|自治区)?(?:委|政府|人民政府|财政|发展改革|[〇㐀-鿿--[为在发布建打培]]{0,12}(?:厅|局|管委会|委员会|办公室|大学|学院|银行|支行|分行|海关|铁路|高速|高速公路|机场|条例)(?:[、，；。）]|$)|[〇㐀-鿿（）--[为在、]]{0,14}(?:公司|集团)|至|到|路|街|人民|籍|话|方言|会议|峰会|宣言|共识|倡议|时间|经验|模式|港航|籍)").expect("the pattern is a constant")
    });
    !OTHER.is_match(behind)
}

/// Whether the characters before make another word of what looks like a place: 面向 南 宁静.
fn is_inside_word(before: &str, name: &str) -> bool {
    let short = name.chars().count() == 2;
    // 示范县 holds no 范县.
    let county = short
        && name.ends_with(['县', '市', '区', '旗'])
        && before
            .chars()
            .next_back()
            .is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) && !"和与及在省市州区盟把将由持向".contains(c));
    county || short && before.ends_with(['江', '湖']) && name.starts_with(['南', '西', '北'])
}

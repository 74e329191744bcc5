//! Places and parks that a stretch of text names as such, not as part of another name (南宁市财政局, 广西大学, 南宁至崇左铁路).

use std::sync::LazyLock;

use regex::Regex;

use super::park;
use crate::reference::{Rank, Reference};
use crate::text::Span;

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
    /// A park.
    Park,
    /// A part of the country that is known by its name: 北部湾经济区, 沿海.
    Region,
}

/// Short forms that are everyday words: they name a place only with 市 behind them or beside other places.
const WORDS: [&str; 12] = ["白银", "朝阳", "安康", "大同", "长治", "和田", "三明", "通化", "保山", "海南", "平凉", "中卫"];

/// Short forms of counties that are everyday words.
const COUNTY_WORDS: [&str; 44] = [
    "资源", "合作", "和平", "公安", "大方", "平安", "互助", "新和", "乐业", "安定", "民乐", "长安", "富民", "富裕", "太和", "永和", "通道",
    "商城", "新城", "大兴", "新建", "东方", "大安", "建设", "高台", "城区", "郊区", "港口", "临海", "新区", "东港", "南部", "西部", "北部",
    "中部", "东部", "兴业", "工农", "集安", "文化", "海洋", "中心", "平台", "农安",
];

/// Regions by their known names, and by grammar: …经济带, …城市群, …半岛.
static REGION: LazyLock<Regex> = LazyLock::new(|| {
    let known: Vec<&str> = Reference::load().regions().collect();
    Regex::new(&format!(
        r"(?:{})(?:沿海|沿岸|地区)?(?:经济区|经济带|城市群)?|[\p{{Han}}—]{{2,10}}?(?:{REGION_ENDING})|[\p{{Han}}]{{2,3}}(?:半岛|三岛|东岛|西岛|群岛)",
        known.join("|")
    ))
    .expect("the pattern is a constant")
});

/// Words with which the names of regions end.
const REGION_ENDING: &str = "经济区|经济带|城市群|都市圈|经济圈|大湾区|三角洲|旅游带|加工带";

/// The places, parks and regions of a text, in its order; none of them lies in another, nor in the title of a document.
#[must_use]
pub fn sites(text: &str) -> Vec<Site> {
    let mut found: Vec<Site> = park::find(text)
        .into_iter()
        .map(|span| Site { name: without_space(&text[span.start..span.end]), span, kind: SiteKind::Park })
        .collect();
    let parks = found.len();
    let reference = Reference::load();
    let mut end = 0;
    let (mut title, mut next_park) = (0_usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '《' => title += 1,
            '》' => title = title.saturating_sub(1),
            _ => {}
        }
        if let Some(park) = found[..parks].get(next_park)
            && at >= park.span.start
        {
            end = park.span.end;
            next_park += 1;
        }
        if at < end || title > 0 || !('\u{4e00}'..='\u{9fff}').contains(&c) {
            continue;
        }
        let beside = found.last().is_some_and(|last| last.span.end <= at && is_joint(&text[last.span.end..at]));
        if let Some((name, places)) = reference.place_prefix(&text[at..]) {
            let behind = &text[at + name.len()..];
            end = at + name.len();
            if WORDS.contains(&name) && !behind.starts_with(['、', '市']) && !beside
                || !is_whole(behind)
                || is_inside_word(&text[..at], name)
            {
                continue;
            }
            if behind.starts_with('港') && !name.ends_with('港') {
                // 钦州港: the port, not the city.
                end += '港'.len_utf8();
                found.push(Site { name: text[at..end].to_owned(), span: Span::new(at, end), kind: SiteKind::Region });
                continue;
            }
            let place = &places[0];
            let kind = if place.rank == Rank::Province { SiteKind::Province } else { SiteKind::Place };
            let own = if name.len() > place.name.len() || places.len() == 1 || place.name.starts_with(name) { &place.name } else { name };
            found.push(Site { name: own.to_owned(), span: Span::new(at, end), kind });
        } else if let Some((name, place)) = reference.county_prefix(&text[at..]) {
            let behind = &text[at + name.len()..];
            let lists = behind.starts_with('、') && reference_begins(behind.trim_start_matches('、')) && name != "合作";
            static BASE: LazyLock<Regex> =
                LazyLock::new(|| Regex::new("^[\\p{Han}]{2,8}?(?:产业|基地|集群)").expect("the pattern is a constant"));
            let governed = ["发展", "做大", "做强", "支持", "推动", "加快", "建设", "打造", "培育", "引导"]
                .iter()
                .any(|verb| text[..at].ends_with(verb));
            let beside = beside && (!COUNTY_WORDS.contains(&name) || text[..at].ends_with('、'));
            let based = governed && !COUNTY_WORDS.contains(&name) && BASE.is_match(behind);
            let city = governed && place.name.ends_with('市') && !COUNTY_WORDS.contains(&name);
            let formed = name.ends_with(['县', '州', '旗']) && name.chars().count() >= 3;
            if (beside || lists || formed || based || city) && is_whole(behind) {
                end = at + name.len();
                found.push(Site { name: place.name.clone(), span: Span::new(at, end), kind: SiteKind::Place });
            }
        }
    }
    districts(text, &mut found);
    if !might_name_a_region(text) {
        return apart(found);
    }
    for region in REGION.find_iter(text) {
        let cut = region.as_str().rfind(['及', '和', '与']).map_or(0, |at| at + '及'.len_utf8());
        let start = region.start()
            + if cut > 0 {
                cut
            } else if region.as_str().ends_with(['区', '带', '群', '圈', '洲', '岛']) {
                park::name_start(region.as_str())
            } else {
                0
            };
        let span = Span::new(start, region.end());
        let name = without_space(&text[start..region.end()]);
        let overlaps = found.iter().any(|site| site.span.start < span.end && span.start < site.span.end);
        let kind_alone =
            ["经济区", "经济带", "城市群", "都市圈"].iter().any(|kind| name.strip_suffix(kind).is_some_and(|own| own.chars().count() < 2));
        let general = kind_alone || name.starts_with(['各', '该', '本', '全', '一', '多', '的', '和']) || name.chars().count() < 2;
        if !overlaps && !general && !text[..span.start].ends_with(['向', '与', '接']) {
            found.push(Site { name, span, kind: SiteKind::Region });
        }
    }
    apart(found)
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

/// A cheap test that spares most sentences the search for regions.
#[must_use]
pub fn might_name_a_region(text: &str) -> bool {
    static CUE: LazyLock<Regex> = LazyLock::new(|| {
        let known: Vec<&str> = Reference::load().regions().collect();
        Regex::new(&format!("半岛|三岛|东岛|西岛|群岛|{REGION_ENDING}|{}", known.join("|"))).expect("the pattern is a constant")
    });
    CUE.is_match(text)
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

fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether what stands between two places joins them to a list.
#[must_use]
pub fn is_joint(between: &str) -> bool {
    matches!(between.trim(), "、" | "和" | "及" | "与" | "以及" | "—" | "，" | "-" | "市、" | "市和" | "市、以及")
}

/// Whether a place's name ends here: what follows is no body, road or school that bears the name.
fn is_whole(behind: &str) -> bool {
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:市|省|县|区|州|自治区)?(?:委|政府|人民政府|财政|发展改革|[\p{Han}--[为在发布建打培]]{0,12}(?:厅|局|管委会|委员会|办公室|大学|学院|银行|支行|分行|海关|铁路|高速|高速公路|机场|条例)(?:[、，；。）]|$)|[\p{Han}（）--[为在、]]{0,14}(?:公司|集团)|至|到|路|街|人民|籍|话|方言|会议|峰会|宣言|共识|倡议|时间|经验|模式|港航|籍)").expect("the pattern is a constant")
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

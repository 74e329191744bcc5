//! Parks: 开发区, 高新区, 工业园区, 保税区 and their kin, recognised by grammar.
//!
//! A park is named by where it lies or what it is for, and ends in one of a few words (国办函〔2003〕…, 《中国开发区审核公告目录》): 南宁高新技术产业开发区,
//! 中国—马来西亚钦州产业园区, 北海市铁山港（临海）工业区. 园区 alone, 重点园区 and 各类开发区 name none.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::place;
use crate::reference::{Place, Rank, Reference};
use crate::text::Span;
use crate::words::Words;

/// 甲、乙两个省级经济开发区, 甲、乙、丙三大化工园区: a count of parks names none.
static COUNTED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[两三四五六七八九十\d](?:个|大[^学])").expect("the pattern is a constant"));

/// The words with which the name of a park ends, the longer before those that end them.
const ENDINGS: &[&str] = &[
    "产业功能区", "制造功能区", "医学城", "医药城", "中药城", "高新园", "微电园", "生物城", "航天城", "航空城", "特别合作区", "管理区",
    "先行区", "分园", "制造城", "装备城", "开发区", "高新区", "经开区", "高技术产业园", "工业园区", "产业园区", "科技园区", "农业园区",
    "物流园区", "示范园区", "工业园", "产业园", "科技园", "物流园", "创业园", "软件园", "创意园", "示范园", "科学城", "工业区", "加工区",
    "出口加工区", "集中区", "集聚区", "聚集区", "保税港区", "保税区", "保税物流园", "开放试验区", "试验区", "合作区", "先导区", "示范区",
    "经济区", "港区", "产业新城", "产业城", "工业新城", "科技城", "新区", "园区", "创新港", "化工园", "医药园", "食品园", "旅游区",
    "度假区", "汽车城", "集聚地", "总部港", "转移园", "实验区", "新城", "物流港", "产业港", "农高区", "工业小区", "产转园", "工业城",
    "化工区", "石化区", "石化园", "农业园", "光电园", "电子园", "机电园", "材料园", "纺织园", "服装园", "家居园", "家具园", "建材园",
    "装备园", "智造园", "光伏园", "环保园", "陶瓷园", "双创园", "孵化园", "冷链园", "种业园", "药业园", "轻工园",
];

/// The endings in the order of their last two characters, the longest first.
static BY_LAST: LazyLock<Vec<([char; 2], &str)>> = LazyLock::new(|| {
    let last = |ending: &'static str| {
        let mut chars = ending.chars().rev();
        let (last, before) = (chars.next()?, chars.next()?);
        Some(([before, last], ending))
    };
    let mut endings: Vec<([char; 2], &str)> = ENDINGS.iter().copied().filter_map(last).collect();
    endings.sort_by_key(|(last, ending)| (*last, std::cmp::Reverse(ending.len())));
    endings
});

/// The endings of parks in a text, in its order: each the longest that ends there.
fn endings(text: &str) -> impl Iterator<Item = Span> {
    static LASTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let lasts = ["园", "区", "城", "港", "地"];
        AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(lasts).expect("the characters are constants")
    });
    LASTS.find_iter(text).filter_map(|last| {
        let (at, end) = (last.start(), last.end());
        let c = text[at..end].chars().next()?;
        // 产业园 of 产业园区 is no ending of its own.
        if c == '园' && text[end..].starts_with('区') {
            return None;
        }
        let last = [text[..at].chars().next_back()?, c];
        let alike = &BY_LAST[BY_LAST.partition_point(|(own, _)| *own < last)..];
        let longest = alike.iter().take_while(|(own, _)| *own == last).find(|(_, ending)| text[..end].ends_with(ending))?.1.len();
        Some(Span::new(end - longest, end + own_bracket(&text[end..])))
    })
}

/// The length of a bracket behind an ending that is part of the name: 玉柴产业新城（玉柴工业园）, 广西智能制造城〔柳州〕.
fn own_bracket(behind: &str) -> usize {
    static ALIASES: Words = Words::new(&["以下", "下称", "简称", "又称", "亦称", "原", "即"]);
    static PARTS: Words = Words::new(&["含", "包括", "包含", "不含", "不包括", "下辖", "辖", "其中", "由"]);
    // （含综合保税区）, which has no name of its own, belongs to the name.
    let is_kind = |part: &str| find(part).is_empty() && endings(part).last().is_some_and(|ending| ending.end == part.len());
    let parts = |inner: &str| PARTS.strip_opening(inner).is_some_and(|part| !is_kind(part));
    let bracket = |open: char, close: char| {
        let inner = behind.strip_prefix(open)?;
        let end = inner.find(close)?;
        Some((&inner[..end], open.len_utf8() + end + close.len_utf8()))
    };
    match (bracket('（', '）'), bracket('〔', '〕')) {
        // 青湖经济开发区（以下简称开发区）: another name, not the end of this one. （含青山工业园）: other parks.
        (Some((inner, _)), _) if (ALIASES.open(inner) || parts(inner)) && !Reference::load().begins_with_county(inner) => 0,
        (Some((inner, len)), _)
            if inner.chars().count() <= 16 && inner.ends_with(['园', '区', '港', '城']) && !inner.ends_with("示范区") =>
        {
            len
        }
        (_, Some((inner, len))) if (2..=6).contains(&inner.chars().count()) && inner.chars().all(|c| c.is_alphabetic()) => len,
        _ => 0,
    }
}

/// Where in a document the names of parks may end: looked for once, for all its sentences.
#[derive(Debug)]
pub struct Endings(Vec<usize>);

impl Endings {
    /// Those of a document's text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(endings(text).map(|ending| ending.start).collect())
    }

    /// Whether there is one in a stretch of the text, so that it may name a park.
    #[must_use]
    pub fn are_in(&self, span: Span) -> bool {
        let from = self.0.partition_point(|&at| at < span.start);
        self.0.get(from).is_some_and(|&at| at < span.end)
    }

    /// Whether there is none at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether a name is that of a park: 南宁六景工业园区, but not 园区 alone.
#[must_use]
pub fn is_park(name: &str) -> bool {
    endings(name)
        .last()
        .is_some_and(|ending| ending.end == name.len() && is_particular(&name[..ending.start], &name[ending.start..ending.end]))
}

/// Whether the words before a park's ending name one park: a place, or what only one is called by.
fn is_particular(before: &str, ending: &str) -> bool {
    static GENERAL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:代表性|典型|优秀|先进|成熟|各|所有|其他|其它|有关|相关|全部|全[省市区县]|我[省市区县]|[省市县]内|多个|一批|若干|该|本|此|上述|这些|入驻|国家级?|省级|市级|县级|自治区级?|级|以上|重点|特色|专业|专门|新型|新式|现代|综合|示范|配套|优势|主要|传统|大型|小型|中小|小微|企业|标准|标杆|智慧|绿色|生态|低碳|零碳|循环化|循环|循环经济|共建|飞地|特殊|海关|监管|高质量发展|先行|改革|创新|自主|自由贸易|自贸|跨境电商|跨境电子商务|综合|经济|技术|高新|高新技术|产业|工业|农业|农业科技|科技|物流|文化|文化产业|旅游|开放|开发|发展|合作|经贸|边境|边境经济|跨境|跨境经济|转移|承接|承接产业|产业转移|集群|化工|城市|和|及|与|或|、|的|在|等|类|产城融合|乡村振兴|城乡融合|城市|现代农业|田园综合体|主体功能|限制|禁止|优化|适宜|优先|集中|保护|生产|加工|物流|商贸|服务业|先进制造业|军民融合|创业|创新创业|双创|孵化|试点|一二三产业融合|产业融合|率先|建设|推进|打造|支持|加快|推动|个|家|千亿元?|百亿元?|亿元|超|双|产值|老|新|大|两|三|四|五|六|七|八|九|十|\d)*$").expect("the pattern is a constant")
    });
    // 芦淞区相关园区, 蠡县省级园区: those of a place, and none by its name.
    static SOME: Words = Words::new(&[
        "相关", "有关", "省级", "国家级", "市级", "县级", "各类", "现有", "所有", "部分", "其他", "其它", "各个", "省级以上", "已有",
        "自治区级",
    ]);
    let before = before.trim_start_matches('“');
    if SOME.end(before) {
        return false;
    }
    if !(2..=28).contains(&before.chars().count()) {
        return false;
    }
    if ["新区", "新城", "港区", "产业城", "经济区", "示范区", "试验区", "先导区", "实验区"].contains(&ending)
        && before.ends_with(['个', '的'])
    {
        return false;
    }
    !GENERAL.is_match(before) && !COUNTED.is_match(before)
}

/// The parks that a stretch of text names, in its order.
#[must_use]
pub fn find(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for ending in endings(text) {
        // 高新区管委会, 开发区工业总产值: the ending may be the beginning of another word.
        let behind = &text[ending.end..];
        if behind.starts_with(['域', '间', '划', '块', '位']) && !behind.starts_with("域内") && !behind.starts_with("位于") {
            continue;
        }
        let from = found.last().map_or(0, |last| last.end);
        if ending.start < from {
            // An ending inside the bracket of the park before, or one that goes on (高新区科技园).
            continue;
        }
        // 企沙工业区金川有色金属加工产业园: a park inside another bears the name of both.
        if let Some(last) = found.last_mut()
            && ending.start >= last.end
            && text[last.end..].starts_with(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c))
            && name_start(&text[last.start..ending.start]) == 0
            && !COUNTED.is_match(&text[last.end..ending.start])
        {
            last.end = ending.end;
            continue;
        }
        let start = from + name_start(&text[from..ending.start]);
        if is_particular(&text[start..ending.start], &text[ending.start..ending.end]) {
            found.push(Span::new(start, ending.end + seat(&text[ending.end..])));
        }
    }
    found
}

/// The length of a bracket behind a park's name that holds a place: 合作试验区（桂林）.
fn seat(behind: &str) -> usize {
    let seat = behind.strip_prefix('（').and_then(|inner| Some(&inner[..inner.find('）')?]));
    let known = |name: &str| !Reference::load().places_named(name).is_empty();
    seat.filter(|name| name.chars().count() <= 8 && known(name)).map_or(0, |name| name.len() + 2 * '（'.len_utf8())
}

/// Where the name begins that ends at the end of `before`: at the first place inside the clause, else behind the last word that is no part of a name.
pub(super) fn name_start(before: &str) -> usize {
    // Words that stand inside names too (东兴国家重点开发开放试验区): they end a name only where no place stands before them.
    static SOFT: Words = Words::new(&["及", "共建", "利用", "发展", "主要", "重点", "创新", "对"]);
    let window = before.char_indices().rev().nth(29).map_or(0, |(at, _)| at);
    let unmasked = &before[window..];
    // What stands in brackets inside a name (中国—印尼（防城港、北海）产业园) ends none.
    let masked = mask_brackets(unmasked);
    let before_window = masked.as_ref();
    let mut start = behind_stops(before_window);
    if let Some((at, word)) = SOFT.last_in(&before_window[start..]) {
        let (soft, behind) = (start + at, start + at + word.len());
        let reference = Reference::load();
        let opens_with_place = |at: usize| reference.place_prefix(&unmasked[at..]).is_some();
        let county = reference.begins_with_county(&before_window[start..]).then_some(start);
        let mut openings = reference.site_openings(&unmasked[start..]).map(|at| start + at);
        let place = openings.find(|&at| opens_with_place(at)).or(county);
        start = match place.filter(|_| !opens_with_place(behind)) {
            Some(at) if at < soft => {
                // 重点建设南宁…: what stands before the place is no part of the name.
                if SOFT.last_in(&before_window[start..at]).is_some() || at == start { at } else { start }
            }
            _ => behind,
        };
    }
    let unclosed = before_window[start..].rfind('（').filter(|&at| !before_window[start + at..].contains('）'));
    if let Some(at) = unclosed {
        start += at + '（'.len_utf8();
        // 青湖经济开发区（含青山工业园）, but （含山经济开发区） is one of 含山县.
        if let Some(inner) = unmasked[start..].strip_prefix('含').filter(|_| !Reference::load().begins_with_county(&unmasked[start..])) {
            start = unmasked.len() - inner.len();
        }
    }
    if let Some(at) = before_window[start..].find('）')
        && !before_window[start..start + at].contains('（')
    {
        start += at + '）'.len_utf8();
    }
    // 重点开发天津滨海新区: a verb that names hold too.
    if let Some(place) = unmasked[start..].strip_prefix("开发")
        && Reference::load().place_prefix(place).is_some()
    {
        start += "开发".len();
    }
    window + start
}

/// Where the last word ends that is no part of a name: a verb, a mark, 和 but for 和—.
fn behind_stops(text: &str) -> usize {
    #[rustfmt::skip]
    static STOPS: Words = Words::new(&[
            "以及", "支持", "通过", "对接", "服务于", "服务长", "融入", "合作建", "合作共", "建设", "创建", "规划", "实施", "促进", "深化", "调整", "按照", "承接", "主动",
            "推进", "推动", "加快", "打造", "依托", "培育", "提升", "做大", "做强", "引导", "鼓励", "布局", "入驻", "位于", "坐落", "包括", "形成", "设立", "申报", "争创",
            "推荐", "积极", "大力", "着力", "努力", "完善", "强化", "加强", "组织", "带动", "落户", "进入", "迁入", "搬迁", "围绕", "充分", "发挥", "抓好", "抓住", "启动",
            "将", "把", "以", "在", "向", "从", "由", "为", "到", "至", "等", "是", "的", "认定", "批准", "批复", "同意", "授予", "命名", "确定", "公布", "评定", "核定", "涉及", "推荐", "指导", "借助", "整合", "联合", "其中", "各", "年", "底前", "占", "辐射", "进驻",
            "时期", "项目", "力争", "确保", "重大", "全面", "统筹", "优化", "高标准", "高水平", "高质量", "开展", "模式", "了", "新设", "增设", "联动", "明确", "该", "使", "构建", "壮大", "业——",
            "除", "负责", "管委会", "印发", "制定", "亦称", "又称", "根据", "结合", "关于", "选择", "引进", "招引", "聚焦", "包含", "涵盖", "覆盖", "现有", "拥有", "属于", "新增", "扩建", "撤销", "更名", "并入", "赋予",
            "放大", "不含", "下辖", "谋划", "建成", "建好", "举办", "承办", "取缔", "赴", "获批", "开工", "筹建", "升格", "参观", "考察", "均有", "建立",
        ]);
    let (mut start, mut at) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        let end = at + c.len_utf8();
        match c {
            '和' | '与' | '即' => {
                let next = text[end..].chars().next();
                // 即墨, and a name of which 和 is a part, go on.
                if next == Some(if c == '即' { '墨' } else { '—' }) {
                    at = end;
                    continue;
                }
                // 阳和工业新区: one syllable before 和 is no name of its own.
                if c != '和' || text[start..at].chars().count() != 1 {
                    start = end;
                }
                at = end + next.map_or(0, char::len_utf8);
            }
            // 甲市——乙园区, but 中国——东盟.
            '—' if text[end..].starts_with('—') && text[start..at].ends_with(['市', '县', '州', '区', '盟', '旗']) => {
                (start, at) = (end + '—'.len_utf8(), end + '—'.len_utf8());
            }
            // 无为: the city.
            '为' if text[..at].ends_with('无') => at = end,
            '〇' | '㐀'..='鿿' | '—' | '-' | '（' | '）' | '(' | ')' | '{' | '}' => match STOPS.opening(&text[at..]) {
                Some(stop) => (start, at) = (at + stop.len(), at + stop.len()),
                None => at = end,
            },
            _ => (start, at) = (end, end),
        }
    }
    start
}

/// The same text with a dash for each character in brackets that open and close in it.
fn mask_brackets(text: &str) -> Cow<'_, str> {
    let pair = |rest: &str| rest.find('（').and_then(|from| Some((from, from + rest[from..].find('）')?)));
    let mut masked = String::new();
    let mut rest = text;
    while let Some((from, to)) = pair(rest) {
        masked.push_str(&rest[..from + '（'.len_utf8()]);
        for c in rest[from + '（'.len_utf8()..to].chars() {
            masked.push(if c.len_utf8() == '—'.len_utf8() { '—' } else { c });
        }
        masked.push('）');
        rest = &rest[to + '）'.len_utf8()..];
    }
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    masked.push_str(rest);
    Cow::Owned(masked)
}

/// The places that the name of a park begins with or holds: 南宁 of 中国—东盟（南宁）产业园, and none in 雄安新区.
#[must_use]
pub fn place_in(name: &str) -> Option<(usize, &str)> {
    let reference = Reference::load();
    reference.site_openings(name).find_map(|at| {
        let (place, _) = reference.place_prefix(&name[at..])?;
        Some((at, place))
    })
}

/// The cities and counties that the name of a park holds, the wider first; a province tells no more than the document does.
#[must_use]
pub fn places_in(name: &str) -> Vec<Arc<Place>> {
    let bracket = name.find('（').and_then(|from| Some((from, from + name[from..].find('）')?)));
    // 上海（青湖县）产业园: where it lies, behind who builds it.
    if let Some((from, to)) = bracket.filter(|(from, to)| *from > 0 && *to < name.len() - '）'.len_utf8()) {
        let (outer, inner) = (named_in(&name[..from]), named_in(&name[from + '（'.len_utf8()..to]));
        let reference = Reference::load();
        let apart = |place: &Arc<Place>| {
            outer.iter().all(|(_, other)| !reference.within(place, &other.full_name) && !reference.within(other, &place.full_name))
        };
        let city = outer.iter().any(|(_, place)| place.rank == Rank::Prefecture);
        if city && !inner.is_empty() && inner.iter().all(|(_, place)| place.rank == Rank::County && apart(place)) {
            return inner.into_iter().map(|(_, place)| place).collect();
        }
    }
    named_in(name).into_iter().map(|(_, place)| place).collect()
}

/// The cities and counties that the name of a park holds, and where each of them ends.
pub(crate) fn named_in(name: &str) -> Vec<(usize, Arc<Place>)> {
    let reference = Reference::load();
    let mut found: Vec<(usize, Arc<Place>)> = Vec::new();
    let mut at = 0;
    let mut beside = false;
    let mut municipality = None;
    while at < name.len() {
        let rest = &name[at..];
        let opens = at == 0 || beside || name[..at].ends_with(['（', '—', '-', '〔', '、']);
        // A county is named by a short form at the head of a name alone; a city anywhere (中马钦州产业园).
        let outer = found.last().or(municipality.as_ref()).filter(|_| beside).map(|(_, place)| place.full_name.as_str());
        let opens_site = reference.opens_site(rest);
        let known = if opens_site { longest(reference, rest, outer, at == 0 || name[..at].ends_with('（')) } else { None };
        let known = known.filter(|(_, place)| opens || place.rank == Rank::Prefecture);
        // 长白山, 鄱阳湖 hold no 白山, no 鄱阳.
        if opens_site
            && let Some(region) = reference.region_prefix(rest).filter(|region| known.as_ref().is_none_or(|(len, _)| *len < region.len()))
        {
            at += region.len();
            beside = false;
            continue;
        }
        match known {
            Some((len, place)) if !is_word(&rest[..len], &rest[len..]) => {
                at += len;
                beside = true;
                // 南宁市武鸣区: what follows a place may be one inside it.
                if place.rank == Rank::Province && place.name.ends_with('市') {
                    municipality = Some((at, place));
                } else if place.rank != Rank::Province && !name.ends_with(&place.name) {
                    // 南宁市武鸣区 names both.
                    let parent =
                        place.parent.as_ref().filter(|_| len > place.name.len()).and_then(|parent| reference.places_named(parent).first());
                    let city = |parent: &&Arc<Place>| parent.rank == Rank::Prefecture || parent.name.ends_with('市');
                    found.extend(parent.filter(city).map(|parent| (at, Arc::clone(parent))));
                    found.push((at, place));
                }
                for rank in ['市', '县', '区'] {
                    if name[at..].starts_with(rank) && found.last().is_some_and(|(_, place)| !name[..at].ends_with(&place.name)) {
                        at += rank.len_utf8();
                        break;
                    }
                }
                if let Some((end, _)) = found.last_mut() {
                    *end = at;
                }
            }
            _ => {
                at += rest.chars().next().map_or(1, char::len_utf8);
                beside = false;
            }
        }
    }
    // 天津滨海新区, 重庆涪陵工业园区: a city without prefectures between it and its districts.
    if let Some(city) = municipality.filter(|(_, city)| found.iter().all(|(_, place)| reference.within(place, &city.full_name))) {
        found.insert(0, city);
    }
    // 凭祥—同登: what lies abroad is not known; the same place twice is one.
    found.dedup_by(|a, b| a.1.full_name == b.1.full_name);
    found
}

/// The place that a name begins with, the longest of those that are known by full, own or short name, and how much it takes. A district is known by
/// its short form in its city (无锡锡山), or at the head of the name if there is but one of that name.
fn longest(reference: &Reference, rest: &str, outer: Option<&str>, head: bool) -> Option<(usize, Arc<Place>)> {
    // 白杨坪: a village, whatever it begins with.
    let is_village = |(name, _): &(&str, &Arc<Place>)| {
        rest[name.len()..]
            .starts_with(['坪', '岭', '坡', '坝', '屯', '村', '庄', '铺', '堡', '寨', '埠', '圩', '沟', '店', '集', '镇', '乡', '湖', '山'])
            && !rest[name.len()..].starts_with("集中")
            && !rest[name.len()..].starts_with("集聚")
    };
    // 铁山港: the port, not its district; 张家港 is the city.
    let is_port =
        |(name, place): &(&str, &Arc<Place>)| name.ends_with('港') && !place.name.ends_with('市') && !rest[name.len()..].starts_with('区');
    let inside = outer.and_then(|outer| reference.county_prefix_within(rest, outer));
    // 十堰南部: the south of the city, not 南部县.
    let elsewhere = |(name, _): &(&str, &Arc<Place>)| outer.is_some() && place::is_everyday(name) && !rest[name.len()..].starts_with('县');
    let county = inside
        .or_else(|| reference.county_prefix(rest).filter(|county| !elsewhere(county)))
        .or_else(|| reference.district_prefix(rest).filter(|_| head));
    let county = county.filter(|county| !is_village(county) && !is_port(county)).map(|(name, place)| (name.len(), Arc::clone(place)));
    let whole = reference.place_named_at_start(rest).map(|(name, place)| (name.len(), Arc::clone(place)));
    match (county, whole) {
        (Some(county), Some(whole)) => Some(if county.0 > whole.0 { county } else { whole }),
        (county, whole) => county.or(whole),
    }
}

/// Whether a short form is part of another word here: 高新 of 高新技术, 新区 of 雄安新区.
fn is_word(name: &str, behind: &str) -> bool {
    Reference::load().is_park_word(name) && !behind.starts_with(['市', '县', '区'])
}

/// The name with its customary short forms written out: 南宁高新技术产业开发区 for 南宁高新区.
#[must_use]
pub fn full_name(name: &str) -> String {
    for (short, full) in [("高新区", "高新技术产业开发区"), ("经开区", "经济技术开发区"), ("综保区", "综合保税区")]
    {
        if let Some(place) = name.strip_suffix(short) {
            return format!("{place}{full}");
        }
    }
    name.to_owned()
}

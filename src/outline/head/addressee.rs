//! 主送机关: the organs to which a document is sent, flush left under the title, with a colon behind the last (GB/T 9704-2012, 7.3.2).

use std::sync::LazyLock;

use regex::Regex;

use super::{Field, pattern};
use crate::text::{Span, lines, unspaced};

/// The longest line of addressees that is looked at, in characters.
const LONGEST: usize = 300;

/// Words with which the names of organs, and of groups of them, end.
static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:政府|公署|办事处|委员会|管委会|党委|党组|党工委|部门|机构|单位|企业|机关|公司|集团|学校|院校|高校|大学|学院|医院|团体|协会|学会|商会|联合会|工商联|工会|妇联|团委|残联|科协|文联|法院|检察院|银行|分行|支行|海关|中心|领导小组|指挥部|办公室|办公厅|兵团|总队|支队|常委会|政协|供销社|街道|乡镇|镇街|开发区|园区|厅|局|委|办|部|院|署|组|会|社|所|站)(?:（[^（）]*）)?$",
    )
});

/// An organ that says whose it is: a rank, a place with its rank, or the central government.
static RANKED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:省|自治区|市|县|区|州|盟|旗|国务院|中共|中央|国家|全国|[〇㐀-鿿]{1,6}?(?:省|自治区|市|县|区|州|盟|旗|乡|镇|街道))")
});

/// The rank or the place that “、” shares, before the body that it governs.
static SHARED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:省|自治区|市|县|区|州|盟|旗|[〇㐀-鿿]{1,5}?(?:省|自治区|市|县|区|州|盟|旗))(?:[^级直属场域])"));

/// Where the addressees of a page on one line begin: behind a number, a date, an hour, or a space.
static LEAD: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"号[）)]?|(?:19|20)\d{2}[-年./]\d{1,2}[-月./]\d{1,2}日?|\d{1,2}:\d{2}(?::\d{2})?|[】\]]|[^，、；\s]\s+"));

/// The addressees of the line that ends in a colon, between the title (which ends at `from`) and the first sentence.
pub(super) fn addressees(zone: &str, from: usize) -> Vec<Field> {
    for (line, _) in lines(zone) {
        let start = line.start.max(from);
        if start >= line.end {
            continue;
        }
        let content = &zone[start..line.end];
        let mut piece = 0;
        for (colon, mark) in content.match_indices(['：', ':']) {
            // A sentence has begun: what ends in a colon from here on belongs to the body.
            if content[..colon].contains(['。', '！', '？']) {
                break;
            }
            let found = list(zone, Span::new(start + piece, start + colon));
            if !found.is_empty() {
                return found;
            }
            piece = colon + mark.len();
        }
        if content.contains('。') && !content.contains("》已经") {
            break;
        }
    }
    Vec::new()
}

/// The members of a list, none if one of them is no organ.
pub(super) fn list(text: &str, span: Span) -> Vec<Field> {
    let content = &text[span.start..span.end];
    let lead = LEAD.find_iter(content).last().map_or(0, |lead| lead.end());
    let content = &content[lead..];
    if content.is_empty() || content.chars().count() > LONGEST || content.contains(['《', '“', '。', '%', '；']) && !content.contains('，')
    {
        return Vec::new();
    }
    let mut found = Vec::new();
    for group in split(content, &['，', ',', '；', ';', '\t']) {
        let mut prefix = Prefix::None;
        for part in organs(&content[group.start..group.end]) {
            let part = part.shift(group.start);
            let value = prefix.restore(unspaced(&content[part.start..part.end]));
            if !is_addressee(&value) {
                return Vec::new();
            }
            found.push(Field { value, span: part.shift(span.start + lead) });
        }
    }
    found
}

/// What the members behind “、” share with the one before them.
enum Prefix {
    None,
    /// 省 of 省发展改革委、财政厅.
    Rank(String),
    /// 省政府 of 省政府各部门、各直属机构.
    Government(String),
    /// 各 of 各乡镇人民政府、街道办事处.
    Each,
}

impl Prefix {
    fn restore(&mut self, name: String) -> String {
        let kind_of_place = ["市", "县", "区", "州", "盟", "旗", "乡", "镇", "街道", "园区", "开发区", "管委会"];
        let own_rank = SHARED.find(&name).is_some() || RANKED.is_match(&name) && name.contains("各");
        let value = match self {
            Self::Government(government) if name.starts_with("有关") || name.starts_with("相关") => format!("{government}{name}"),
            Self::Government(government) if name.starts_with('各') && !RANKED.is_match(name.trim_start_matches('各')) => {
                format!("{government}{name}")
            }
            Self::Each if kind_of_place.iter().any(|kind| name.starts_with(kind) && is_kind_of_government(&name[kind.len()..])) => {
                format!("各{name}")
            }
            Self::Rank(rank) if !own_rank && !stands_alone(&name) => format!("{rank}{name}"),
            _ => name,
        };
        let each = ["各", "有关", "相关"].iter().find_map(|word| value.find(word)).unwrap_or(0);
        *self = if value.starts_with('各') {
            Self::Each
        } else if each > 0 && WHOLE.is_match(&value[..each]) {
            Self::Government(value[..each].to_owned())
        } else {
            match SHARED.find(&value).filter(|_| !stands_alone(&value)) {
                Some(shared) => {
                    let behind = shared.as_str().chars().next_back().map_or(0, char::len_utf8);
                    Self::Rank(value[..shared.end() - behind].to_owned())
                }
                None => Self::None,
            }
        };
        value
    }
}

fn is_kind_of_government(rest: &str) -> bool {
    rest.is_empty() || ["人民政府", "政府", "办事处", "管委会", "党委", "党工委", "委"].contains(&rest)
}

/// Organs that no government's prefix is restored to.
fn stands_alone(name: &str) -> bool {
    name.starts_with(['各', '有'])
        || name.starts_with("相关")
        || name.starts_with("中国")
        || ["公司", "集团", "大学", "学院", "海关", "支行", "分行", "银行", "企业", "高校", "院校", "兵团", "街道办事处"]
            .iter()
            .any(|end| name.ends_with(end))
}

/// Whether a name can be written to: a group (各…, 有关…), or an organ with its rank or place; never a label (责任单位) or a sentence.
fn is_addressee(name: &str) -> bool {
    let length = name.chars().count();
    let is_group = ["各", "有关", "相关", "全省各", "全市各", "全县各", "全区各"].iter().any(|opening| name.starts_with(opening));
    let is_sentence = ["要", "应", "须", "如下", "的", "将", "根据", "关于", "按照", "为"].iter().any(|word| name.contains(word))
        && !name.contains("重要")
        && !name.contains("应急")
        && !name.contains("应对");
    let is_no_organ = ["各位", "各项", "各类", "各种", "各个", "有关事", "有关要", "有关问", "相关要", "相关事"]
        .iter()
        .any(|opening| name.starts_with(opening));
    if is_sentence || is_no_organ || !(2..=60).contains(&length) || name.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    if is_group {
        let is_place = name.trim_end_matches('）').ends_with(['省', '市', '县', '区', '州', '盟', '旗', '乡', '镇', '村', '地', '道']);
        return WHOLE.is_match(name) || is_place;
    }
    let is_label = ["单位", "部门", "机构", "机关", "领导小组", "主办", "承办", "协办"].iter().any(|end| name.ends_with(end))
        && !name.contains('各')
        && !["省直", "市直", "县直", "区直", "省级", "市级", "县级", "区级", "主管部门", "有关", "相关"]
            .iter()
            .any(|word| name.contains(word))
        || name.contains("责任")
        || name.contains("牵头");
    !is_label
        && WHOLE.is_match(name)
        && length >= 3
        && (RANKED.is_match(name)
            || length >= 4 && name.ends_with(['厅', '局', '委', '部', '会', '院', '署', '司', '团', '心', '关', '行', '学']))
}

/// The organs of a group that “，” ends: cut at “、”, 和 and 及 where a whole organ stands on each side.
fn organs(group: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut start = 0;
    let mut cuts: Vec<(usize, usize)> = split(group, &['、'])
        .iter()
        .skip(1)
        .map(|piece| (piece.start - '、'.len_utf8(), piece.start))
        .chain(["以及", "和", "及"].iter().flat_map(|word| group.match_indices(word).map(|(at, word)| (at, at + word.len()))))
        .filter(|&(at, _)| depth(&group[..at]) == 0)
        .collect();
    cuts.sort_unstable();
    for (index, &(end, next)) in cuts.iter().enumerate() {
        if end < start {
            continue;
        }
        let later = cuts[index + 1..].iter().map(|&(at, _)| at).chain([group.len()]);
        let left = &group[start..end];
        let is_comma = next - end == '、'.len_utf8() && group[end..].starts_with('、');
        // The member behind is whole where some later cut, or the end, closes it.
        let follows = later.filter(|&at| at >= next).any(|at| is_whole(&group[next..at], is_comma));
        let shares_ending =
            left.starts_with('各') && !WHOLE.is_match(left) && (!group[next..].starts_with('各') || group[next..].contains("政府"));
        if is_whole(left, true) && !shares_ending && follows {
            found.push(Span::new(start, end));
            start = next;
        }
    }
    if start < group.len() {
        found.push(Span::new(start, group.len()));
    }
    found
}

/// Whether a stretch is an organ by itself; behind 和 it must say whose it is, because names hold 和 as well (文化和旅游厅).
fn is_whole(name: &str, behind_comma: bool) -> bool {
    let length = name.chars().count();
    let is_each = name.starts_with('各') && length >= 3 || name.starts_with("有关") || name.starts_with("相关");
    let bare = ["人民政府", "政府", "办公室", "办公厅", "管委会", "党委", "党工委", "委员会", "厅局", "部委"].contains(&name);
    let is_place = name.starts_with('各') && length >= 3;
    // 厅 and 办 of 省政府各委、厅、办 are kinds of organs.
    let is_kind = name.split('、').next().is_some_and(|first| first.chars().count() == 1);
    length >= 3 && !bare && !is_kind && (WHOLE.is_match(name) || is_place) && (behind_comma || is_each || RANKED.is_match(name))
}

fn depth(text: &str) -> i32 {
    text.chars().map(|c| i32::from(matches!(c, '（' | '(')) - i32::from(matches!(c, '）' | ')'))).sum()
}

/// The stretches between some marks, outside brackets; without the white space around them.
fn split(text: &str, marks: &[char]) -> Vec<Span> {
    let mut found = Vec::new();
    let (mut start, mut depth) = (0, 0_i32);
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth -= 1,
            _ if depth <= 0 && marks.contains(&c) => {
                found.push(Span::new(start, at));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    found.push(Span::new(start, text.len()));
    found
        .into_iter()
        .map(|span| {
            let content = &text[span.start..span.end];
            let lead = content.len() - content.trim_start().len();
            Span::new(span.start + lead, span.start + lead + content.trim().len())
        })
        .filter(|span| !span.is_empty())
        .collect()
}

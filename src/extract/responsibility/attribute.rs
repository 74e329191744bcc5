//! What stands beside an assignment: by when it is to be done (完成时限), and which leading official answers for it (责任领导).

use std::sync::LazyLock;

use regex::{Match, Regex};

use crate::outline::Field;
use crate::text::Span;

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant")
}

/// 完成时限：2023年6月底前
static LIMIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:完成|办结|实施|落实|推进)?(?:时限|期限|时间节点|时间要求|完成时间|时间)[：:] ?[^，；。\n（）］〕】]{2,30}")
});

/// 责任领导：副市长李某某
static OFFICIAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:责任|牵头|分管|包保|包联|联系|挂钩|市级|县级|区级|市|县|区|州|盟|旗)领导(?:及职务)?[：:] ?[^；。\n（）］〕】]{2,40}")
});

/// What stands behind the colon of a label.
fn value(labelled: Match<'_>) -> Span {
    let value = labelled.as_str().split_once(['：', ':']).map_or("", |(_, value)| value);
    let value = value.strip_prefix(' ').unwrap_or(value);
    Span::new(labelled.end() - value.len(), labelled.end())
}

/// A date, with what makes it a limit: 2023年6月底前, 2024年底前, 2022年6月30日前.
static DATE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"20\d{2}年(?:\d{1,2}月(?:份)?(?:\d{1,2}日)?)?(?:底|末|上旬|中旬|下旬)?(?:之?前|以前)?"));

/// By when the assignment is to be done: labelled in the stretch, set in the clause (2024年9月底前完成), or said in the sentences of the stretch.
///
/// `stretch` is the text that the assignment governs and the attributes behind it; `clause` the clause itself.
pub(super) fn deadline(text: &str, stretch: Span, clause: Span) -> Option<Field> {
    let content = &text[stretch.start..stretch.end];
    // Cheap first: most stretches tell neither.
    let labelled = content.contains('：') && ["时限", "期限", "时间"].iter().any(|label| content.contains(label));
    if let Some(found) = Some(content).filter(|_| labelled).and_then(|content| LIMIT.find_iter(content).last()) {
        let value = value(found).shift(stretch.start);
        return field(&text[value.start..value.end], value.start);
    }
    if !content.contains("20") {
        return None;
    }
    if let Some(found) = DATE.find_iter(&text[clause.start..clause.end]).last() {
        return Some(Field { value: date(found.as_str()), span: Span::new(found.start(), found.end()).shift(clause.start) });
    }
    let before = &text[stretch.start..clause.start.clamp(stretch.start, stretch.end)];
    let limits = DATE.find_iter(before).filter(|found| {
        let told = before[..found.start()].ends_with(['于', '自', '从', '较', '比']);
        // 2020年底前…已全部出列: what is done has no limit any more.
        let done = || before[found.end()..].split(['。', '；']).next().is_some_and(|rest| rest.contains('已'));
        is_limit(*found) && !told && !done()
    });
    let found = limits.last()?;
    Some(Field { value: date(found.as_str()), span: Span::new(found.start(), found.end()).shift(stretch.start) })
}

/// Whether a date says 之前, 以前 or 前.
fn is_limit(date: Match<'_>) -> bool {
    date.as_str().ends_with('前')
}

/// The length of the limit with which a sentence opens: 2023年12月底前，
pub(super) fn opening(sentence: &str) -> usize {
    Some(sentence)
        .filter(|sentence| sentence.starts_with("20"))
        .and_then(|sentence| DATE.find(sentence))
        .filter(|found| is_limit(*found) && found.start() == 0)
        .map_or(0, |all| all.end() + sentence[all.end()..].chars().next().filter(|c| "，,".contains(*c)).map_or(0, char::len_utf8))
}

/// The value of a cell or a label: a date in figures where it is one, else its words.
pub(super) fn field(words: &str, start: usize) -> Option<Field> {
    let trimmed = words.trim();
    let at = start + (trimmed.as_ptr() as usize - words.as_ptr() as usize);
    if trimmed.is_empty() || is_nothing(trimmed) {
        return None;
    }
    let whole = Some(trimmed).filter(|trimmed| trimmed.starts_with("20")).and_then(|trimmed| DATE.find(trimmed)).filter(|found| {
        found.start() == 0 && trimmed[found.end()..].trim_start_matches(['完', '成', '，']).chars().all(char::is_whitespace)
    });
    let value = whole.map(|found| date(found.as_str())).unwrap_or_else(|| trimmed.chars().filter(|c| !c.is_whitespace()).collect());
    Some(Field { value, span: Span::new(at, at + trimmed.len()) })
}

/// —, / and their kin: an empty cell.
pub(super) fn is_nothing(words: &str) -> bool {
    words.chars().all(|c| matches!(c, '—' | '-' | '/' | '\\' | '－' | '–' | '无') || c.is_whitespace())
}

/// 2022年6月30日前 as 2022-06-30.
fn date(found: &str) -> String {
    let mut numbers = found.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse::<u16>().ok());
    let year = numbers.next().unwrap_or_default();
    match (numbers.next(), numbers.next()) {
        (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year}-{month:02}"),
        _ => year.to_string(),
    }
}

/// The leading official whom the stretch names.
pub(super) fn official(text: &str, stretch: Span) -> Option<String> {
    let content = &text[stretch.start..stretch.end];
    if !content.contains("领导") {
        return None;
    }
    let mut value = value(OFFICIAL.find_iter(content).last()?);
    // 牵头领导：某某，牵头单位：…: the next label is no part of the name.
    if let Some(colon) = content[value.start..value.end].find('：') {
        value.end = value.start + content[value.start..value.start + colon].rfind(['，', '、', ' '])?;
    }
    name(&content[value.start..value.end])
}

/// The name of an official without white space (王　强); `None` for an empty cell.
pub(super) fn name(words: &str) -> Option<String> {
    (!is_nothing(words)).then(|| words.chars().filter(|c| !c.is_whitespace()).collect()).filter(|name: &String| !name.is_empty())
}

/// The place behind a clause where the attributes end that follow it, on lines or in sentences of their own.
pub(super) fn end_of_attributes(text: &str, from: usize, to: usize) -> usize {
    static NEXT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^[。；，）\s]*(?:（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、])?\s*(?:(?:完成|办结|实施|落实|推进)?(?:时限|期限|时间节点|时间要求|完成时间|时间)|(?:责任|牵头|分管|包保|包联|联系|挂钩|市级|县级|区级)领导(?:及职务)?)[：:][^；。\n）]*",
        )
    });
    let mut end = from;
    while let Some(found) = NEXT.find(&text[end..to.max(end)]) {
        end += found.end();
    }
    end
}

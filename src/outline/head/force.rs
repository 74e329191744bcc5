//! 施行日期 and 有效期: from when on and how long the document itself is in force.
//!
//! Rules say so in their last article or in the order that issues them (立法技术规范: “本办法自…起施行”); other documents in their last sentence.
//! Most sentences with these words speak of something else (a licence, a tax rate, another document), so that the clause must be about the document.

use std::sync::LazyLock;

use regex::Regex;

use super::{DATE, DATE_PATTERN, Field, GENRE, date_value, pattern, small_number};
use crate::outline::sentences;
use crate::text::{Span, unspaced};

/// When a document is in force.
#[derive(Debug, Default)]
pub(super) struct Force {
    pub from: Option<Field>,
    pub until: Option<Field>,
    /// The words that name a term: 有效期五年.
    pub words: Option<Field>,
}

const RELATIVE: &str = r"[〇㐀-鿿]{0,8}?(?:发布|印发|公布|下发|颁布|签发|发文)之日";

static FROM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:自|从|于|由)\s*(?<from>{date}|{RELATIVE})\s*(?:起|开始|正式)(?:正式|开始)?\s*(?:(?:施行|实施|执行|生效|试行)|(?:有效)?(?:至|到)\s*(?<until>{date})\s*(?:止|有效|施行|实施|执行))",
        date = DATE_PATTERN
    ))
});

static UNTIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:有效期限?|试行期限?|暂行期限?|施行期限?|实施期限?|执行期限?|试行)(?:暂定)?(?:为|是|：)?\s*(?:(?:自?\s*(?<from>{date})\s*起?)?(?:截至|截止|至|到)\s*(?<until>{date})|(?<term>(?:\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})\s*(?:个月|年)))|(?:执行|实施|施行|有效|延长|延续|截|，)\s*(?:至|到)\s*(?<end>{date})(?:止)?|(?:至|到)\s*(?<stop>{date})\s*(?:止|(?:自动)?(?:失效|废止))",
        date = DATE_PATTERN
    ))
});

/// A clause that is about the document: 本办法, 本通知, 本政策措施; not 本办法规定的…, not 本项政策.
static SELF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^本(?:[〇㐀-鿿&&[^所中的其列属]]{{0,12}}?){GENRE}(?:（[^（）]*）)?(?:的?(?:有效期限?|试行期限?|实施期限?|执行期限?|施行期限?)?(?:为|是)?$|由|自|从|于|经|试行|施行|有效|执行|实施|的?解释|具体|未尽|此前|暂行|，|印发|发布)"
    ))
});

/// The words by which an order or a notice publishes what it issues: 现予公布, 现印发给你们.
static PUBLISHES: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:现予以?|予以|现将[^。]*|现)(?:公布|发布|印发|颁布|下发)[^。]{0,20}$|印发给你们[^。]{0,30}$"));

/// The number of an article or of an item, which is no word of its sentence.
static MARKER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\s*(?:第[一二三四五六七八九十百\d]+条|[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|\d+[.．、])[\s　]*")
});

/// Words without which a sentence says nothing of force.
static HINT: LazyLock<Regex> = LazyLock::new(|| pattern("之日|日起|月起|有效|期限|行期|日止|试行|执行至|执行到|实施至|施行至|失效|废止"));

/// The sentences that might speak of force: the text is scanned once, and only the lines with a hint are divided.
fn sentences_with_a_hint(text: &str) -> impl Iterator<Item = Span> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let hint = HINT.find_at(text, from)?;
        let start = text[..hint.start()].rfind('\n').map_or(0, |at| at + 1);
        let end = text[hint.end()..].find('\n').map_or(text.len(), |at| hint.end() + at + 1);
        from = end;
        let hinted = sentences(&text[start..end]).map(move |sentence| sentence.shift(start));
        Some(hinted.filter(|sentence| HINT.is_match(&text[sentence.start..sentence.end])).collect::<Vec<_>>())
    })
    .flatten()
}

/// When the document is in force, as its sentences say; `title` is its own, `issued` the day that a term counts from where no other is given.
pub(super) fn force(text: &str, title: Option<&str>, issued: Option<&Field>) -> Force {
    let mut force = Force::default();
    let mut term = None;
    let mut spoke_of_force = false;
    let mut end_of_last = 0;
    for sentence in sentences_with_a_hint(text) {
        let content = &text[sentence.start..sentence.end];
        let before = spoke_of_force && text[end_of_last..sentence.start].trim().is_empty();
        spoke_of_force = false;
        end_of_last = sentence.end;
        let marker = MARKER.find(content).map_or(0, |marker| marker.end());
        let place = |part: regex::Match<'_>| Span::new(sentence.start + part.start(), sentence.start + part.end());
        for found in FROM.captures_iter(content) {
            let (Some(all), Some(from)) = (found.get(0), found.name("from")) else { continue };
            if !is_own(&content[marker..all.start().max(marker)], title, content.chars().count() < 60) {
                continue;
            }
            spoke_of_force = true;
            force.from = force.from.or_else(|| match value(from.as_str()) {
                Some(value) => Some(Field { value, span: place(from) }),
                None => issued.map(|issued| Field { value: issued.value.clone(), span: place(from) }),
            });
            if let Some(until) = found.name("until") {
                force.until = force.until.or_else(|| Some(Field { value: value(until.as_str())?, span: place(until) }));
            }
        }
        for found in UNTIL.captures_iter(content) {
            let Some(all) = found.get(0) else { continue };
            let lead = &content[marker..all.start().max(marker)];
            let continues = spoke_of_force && (ends_clause(lead) || lead.ends_with(['行', '起', '施', '日', '（', '效']));
            let follows = before && lead.is_empty();
            if !(continues || follows || is_own(lead, title, false)) || force.until.is_some() || term.is_some() {
                continue;
            }
            let end = ["until", "end", "stop"].iter().find_map(|name| found.name(name));
            let words = || Field { value: unspaced(all.as_str()), span: place(all) };
            if let Some(from) = found.name("from") {
                force.from = force.from.or_else(|| Some(Field { value: value(from.as_str())?, span: place(from) }));
            }
            if let Some(end) = end {
                force.until = value(end.as_str()).map(|value| Field { value, span: place(end) });
            } else if let Some(length) = found.name("term") {
                term = months(length.as_str()).map(|months| (months, place(all)));
            }
            if found.name("until").is_some() || found.name("term").is_some() {
                force.words = force.words.or_else(|| Some(words()));
            }
            spoke_of_force = true;
        }
    }
    if force.until.is_none()
        && let Some((months, span)) = term
    {
        let start = force.from.as_ref().or(issued);
        force.until = start.and_then(|start| last_day(&start.value, months)).map(|value| Field { value, span });
    }
    force
}

/// The last day of a term, or the day itself, that a page's label 有效期 gives: 5年, 2027年12月31日.
pub(super) fn until_of_label(content: &str, start: Option<&Field>) -> Option<String> {
    if let Some(date) = DATE.find_iter(content).last() {
        return value(date.as_str());
    }
    last_day(&start?.value, months(content.trim_start_matches('为'))?)
}

/// Whether the clause before the words is about the document itself.
fn is_own(before: &str, title: Option<&str>, short: bool) -> bool {
    let before = before.trim();
    if before.contains("规定的")
        || before.contains("所称")
        || ["本项", "本条", "本款", "本类"].iter().any(|part| before.starts_with(part) && !before.starts_with("本条例"))
    {
        return false;
    }
    if before.is_empty() {
        return short;
    }
    let clause = before.rsplit(['，', '；', '：', '。', '\n']).next().unwrap_or(before).trim();
    let own_title = |clause: &str| {
        let marked = clause.trim_start_matches('（').trim_end_matches(['于', '将']);
        title.is_some_and(|title| marked == format!("《{title}》") || marked == title)
    };
    if own_title(clause) || SELF.is_match(clause) {
        return true;
    }
    // Later clauses of a sentence that began with the document: 本办法由…负责解释，自…起施行.
    let opens_own = SELF.is_match(before) || PUBLISHES.is_match(before) || own_title(before.split('，').next().unwrap_or(before));
    // The note under the title of a rule: （2023年4月5日…令第31号公布　自2023年6月1日起施行）.
    let note = before.starts_with('（') && ["公布", "发布", "通过", "修订", "印发"].iter().any(|verb| before.ends_with(verb));
    ends_clause(before) && opens_own || note
}

fn ends_clause(before: &str) -> bool {
    before.trim_end().ends_with(['，', '；', '。', ',', ';', '（'])
}

fn value(text: &str) -> Option<String> {
    date_value(DATE.find(text)?.as_str())
}

/// The months of a term: 60 for 5年 and 五年, 18 for 18个月.
fn months(text: &str) -> Option<u32> {
    let text = text.trim();
    let (number, unit) = text.find(['个', '年']).map(|at| text.split_at(at))?;
    let number = number.trim().replace('两', "二");
    let number = small_number(&number).filter(|number| *number > 0)?;
    Some(if unit.starts_with('年') { number * 12 } else { number })
}

/// The last day of a term that begins on a day: 2028-04-30 for five years from 2023-05-01 on.
fn last_day(start: &str, months: u32) -> Option<String> {
    let mut parts = start.split('-').map(|part| part.parse::<u32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let total = year * 12 + month - 1 + months;
    let (mut year, mut month) = (total / 12, total % 12 + 1);
    let day = if day > 1 {
        (day - 1).min(days(year, month))
    } else {
        (year, month) = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
        days(year, month)
    };
    Some(format!("{year}-{month:02}-{day:02}"))
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400) => 29,
        2 => 28,
        _ => 31,
    }
}

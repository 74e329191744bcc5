//! The numbers that open headings and items.

use crate::text::behind_words;
use crate::words::Words;

/// A number that opens a heading or an item: `（二）`, `3．`, `——`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    /// As in [`super::BlockKind::Heading`].
    pub level: u8,
    /// How many points its number holds: 1 in 3.1, 2 in 3.1.2. Such a heading stands under that of the number without its last part.
    pub points: u8,
    /// Its length in bytes, white space behind it included.
    pub len: usize,
}

/// The marker with which the text begins.
pub(crate) fn at_start(text: &str) -> Option<Marker> {
    let ((level, len), points) = form(text).map(|form| (form, 0)).or_else(|| decimal(text).map(|(len, points)| ((4, len), points)))?;
    let rest = &text[len..];
    Some(Marker { level, points, len: text.len() - rest.trim_start_matches([' ', '　']).len() })
}

/// 3.1, 3.1.2: the length of a number of several parts, and its points, as plans for emergencies and standards bear it (GB/T 1.1). Figures such as
/// 3.5亿元 have a unit behind them.
fn decimal(text: &str) -> Option<(usize, u8)> {
    static UNITS: Words = Words::new(&[
        "亿", "万", "千", "百", "个", "倍", "元", "吨", "公里", "公顷", "公斤", "平方", "立方", "亩", "米", "年", "月", "升", "微克",
        "毫克", "度以", "度电", "级以", "级地", "分贝", "小时", "版", "折", "人次", "万人", "千瓦", "兆瓦", "美元", "左右", "以上", "以下",
        "以内", "至", "到",
    ]);
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (mut rest, mut points) = (past(text, 2, |c| c.is_ascii_digit())?, 0);
    while let Some(behind) = rest.strip_prefix(['.', '．']).and_then(|part| past(part, 2, |c| c.is_ascii_digit())) {
        (rest, points) = (behind, points + 1);
    }
    let words = rest.strip_prefix(['.', '．', '、']).unwrap_or(rest).trim_start_matches([' ', '　']);
    let names = words.starts_with(|c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '“' | '《')) && !UNITS.open(words);
    ((1..=3).contains(&points) && names).then(|| (text.len() - words.len(), points))
}

/// The number of a heading that stands over others of its number: 3 组织体系 before 3.1 指挥机构; `behind`: what follows it.
pub(crate) fn over_decimals(heading: &str, behind: &str) -> Option<Marker> {
    let words = past(heading, 2, |c| c.is_ascii_digit())?;
    let number = &heading[..heading.len() - words.len()];
    let words = words.trim_start_matches([' ', '　']);
    let first = behind.trim_start().strip_prefix(number)?.strip_prefix(['.', '．'])?;
    let heads = first.starts_with('1') && words.chars().count() <= 24 && !words.contains(['。', '，', '；']);
    (heads && words.starts_with(|c: char| !c.is_ascii())).then(|| Marker { level: 4, points: 0, len: heading.len() - words.len() })
}

/// The level of the marker with which a text begins, and its length: GB/T 9704-2012, 7.3.3 names 一、 （一） 1. （1）; chapters and sections head plans and
/// rules, ① and —— stand below them in practice.
fn form(text: &str) -> Option<(u8, usize)> {
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    // Of the text itself, the length up to what is left of it.
    let until = |left: &str| text.len() - left.len();
    match first {
        '第' => {
            let behind = past(rest, 5, |c| is_numeral(c) || c.is_ascii_digit() || matches!(c, '百' | '零' | '〇'))?;
            let strip = |units: &[&str]| units.iter().find_map(|unit| behind.strip_prefix(*unit)).map(until);
            let chapter = || strip(&["章", "篇", "编", "部分"]).map(|len| (0, len));
            chapter().or_else(|| strip(&["节", "条"]).map(|len| (1, len)))
        }
        '（' => {
            if let Some(behind) = past(rest, 3, is_numeral) {
                let behind = behind.strip_prefix('）')?;
                return Some((3, until(behind.strip_prefix(['、', '．', '.']).unwrap_or(behind))));
            }
            Some((5, until(past(rest, 3, |c| c.is_ascii_digit())?.strip_prefix('）')?)))
        }
        '①'..='⑳' => Some((6, first.len_utf8())),
        '—' => {
            let dashes = &text[..until(rest.trim_start_matches(['—', ' ']))].trim_end_matches(' ');
            (dashes.len() > first.len_utf8()).then_some((7, dashes.len()))
        }
        '-' => rest.strip_prefix('-').map(|behind| (7, until(behind))),
        '0'..='9' => {
            let behind = past(text, 3, |c| c.is_ascii_digit())?;
            // 3.5: no marker; but 3.2025年底前….
            let point = behind.strip_prefix(['.', '．']).filter(|behind| {
                let figures = behind.trim_start_matches(|c: char| c.is_ascii_digit());
                figures.len() == behind.len() || behind.starts_with("20") && figures.starts_with('年')
            });
            // 3。: pages that turn every full stop into a Chinese one.
            let point = point.or_else(|| behind.strip_prefix(['、', '。']));
            point.map(|behind| (4, until(behind))).or_else(|| behind.strip_prefix('）').map(|behind| (5, until(behind))))
        }
        _ => past(text, 3, is_numeral)?.strip_prefix(['、', '．', '.']).map(|behind| (2, until(behind))),
    }
}

/// What stands behind the characters of a kind that a text begins with, if there are any and not more than so many.
fn past(text: &str, most: usize, kind: impl Fn(char) -> bool) -> Option<&str> {
    let behind = text.trim_start_matches(&kind);
    let count = text[..text.len() - behind.len()].chars().count();
    (1..=most).contains(&count).then_some(behind)
}

fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// Whether a marker can begin with this character.
fn opens_marker(c: char) -> bool {
    is_numeral(c) || matches!(c, '第' | '（' | '—' | '-' | '①'..='⑳' | '0'..='9')
}

/// The markers that stand inside a line, where text runs on without line breaks: behind the end of a sentence or of a bracket, or behind a heading.
/// Gives their byte offsets in the line, in order; `0` is not among them.
pub(crate) fn inside(line: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut heading_from = at_start(line).map(|marker| marker.len);
    let mut here = line.chars().next().map_or(0, char::len_utf8);
    while let Some(c) = line[here..].chars().next() {
        let at = here;
        here += c.len_utf8();
        let near_heading = heading_from.is_some_and(|from| at <= from + LONGEST_RUN_IN);
        if !ends_sentence(c) {
            here = next_sign(line, here, near_heading);
        }
        if matches!(c, '。' | '；') {
            heading_from = None;
        }
        if !opens_marker(c) {
            continue;
        }
        let Some(before) = line[..at].chars().next_back() else { continue };
        let behind_sentence = ends_sentence(before);
        let behind_heading = near_heading && heading_from.is_some_and(|from| from < at) && c != '—';
        if !(behind_sentence || behind_heading || behind_title(before, &line[at..])) {
            continue;
        }
        let Some(marker) = at_start(&line[at..]) else { continue };
        let rest = &line[at + marker.len..];
        let starts_words = rest.starts_with(|c: char| !c.is_ascii_digit() && !"，。；、）%".contains(c));
        let legal = match marker.level {
            0 | 1 => behind_sentence && before != '）',
            2 => behind_sentence || behind_title(before, &line[at..]),
            3 => behind_sentence || behind_heading,
            4 if marker.points > 0 => before == '。',
            4 => (behind_sentence && before != '；') || (behind_heading && before != '第'),
            // “（1）…；（2）…” inside a sentence lists what one item says: no items of their own.
            _ => behind_sentence && before != '；',
        };
        if legal && starts_words {
            found.push(at);
            heading_from = Some(at + marker.len);
            here = at + c.len_utf8();
        }
    }
    found
}

/// In bytes: a heading in which another begins is no longer.
const LONGEST_RUN_IN: usize = 120;

/// Whether a sentence, or what is said in brackets, ends with this character.
fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '；' | '！' | '？' | '）' | '〕' | '】' | ']')
}

/// Where a marker may stand next, where no sentence ends: words hold none, but for the 一、 behind a title and for figures in a heading.
fn next_sign(line: &str, from: usize, near_heading: bool) -> usize {
    let end = behind_words(line, from);
    let words = &line[from..end];
    let figure = if near_heading { words.bytes().position(|byte| byte.is_ascii_digit()) } else { None };
    match figure {
        Some(figure) => from + figure,
        None if words.ends_with('一') && line[end..].starts_with('、') => end - '一'.len_utf8(),
        None => end,
    }
}

/// Whether a document's title ends here and its first heading begins: “…实施方案一、总体要求”. The genres of GB/T 9704 and of plans.
fn behind_title(before: char, rest: &str) -> bool {
    matches!(before, '案' | '划' | '施' | '见' | '则' | '法' | '点' | '知' | '要' | '定' | '领') && rest.starts_with("一、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_open_a_heading() {
        let table = [
            ("第一章 总则", Some(0)),
            ("一、总体要求", Some(2)),
            ("（二）基本原则", Some(3)),
            ("3．冷链", Some(4)),
            ("3.冷链", Some(4)),
            ("3. 3%的", Some(4)),
            ("3.3%的", None),
            ("3.1 组织机构", Some(4)),
            ("3.1.2指挥机构的职责", Some(4)),
            ("3.5亿元", None),
            ("2.4 万亩", None),
            ("12.2025年底前建成", Some(4)),
            ("1）建设", Some(5)),
            ("（1）建设", Some(5)),
            ("①建设", Some(6)),
            ("——南宁市。", Some(7)),
            ("统一、规范", None),
        ];
        for (text, level) in table {
            assert_eq!(at_start(text).map(|marker| marker.level), level, "{text}");
        }
    }

    #[test]
    fn headings_that_run_together() {
        let line = "本方案一、总体要求（一）指导思想。以发展为要。（二）原则。第一、第二产业统一、协调发展。";
        let cuts: Vec<&str> = inside(line).into_iter().map(|at| line[at..].split_once('。').map_or("", |(heading, _)| heading)).collect();
        assert_eq!(cuts, ["一、总体要求（一）指导思想", "（一）指导思想", "（二）原则"]);
    }
}

//! The numbers that open headings and items.

use crate::text::behind_words;

/// A number that opens a heading or an item: `（二）`, `3．`, `——`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    /// As in [`super::BlockKind::Heading`].
    pub level: u8,
    /// Its length in bytes, white space behind it included.
    pub len: usize,
}

/// The marker with which the text begins.
pub(crate) fn at_start(text: &str) -> Option<Marker> {
    let (level, len) = form(text)?;
    let rest = &text[len..];
    Some(Marker { level, len: text.len() - rest.trim_start_matches([' ', '　']).len() })
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
            // 3.5: no marker.
            let point = behind.strip_prefix('.').filter(|behind| behind.starts_with(|c: char| !c.is_ascii_digit()));
            // 3。: pages that turn every full stop into a Chinese one.
            point.or_else(|| behind.strip_prefix(['．', '、', '。'])).map(|behind| (4, until(behind)))
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

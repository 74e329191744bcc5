//! The numbers that open headings and items.

use std::sync::LazyLock;

use regex::Regex;

/// A number that opens a heading or an item: `（二）`, `3．`, `——`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    /// As in [`super::BlockKind::Heading`].
    pub level: u8,
    /// Its length in bytes, white space behind it included.
    pub len: usize,
}

/// Levels and their forms: GB/T 9704-2012, 7.3.3 names 一、 （一） 1. （1）; chapters and sections head plans and rules, ① and —— stand below them in practice.
const FORMS: [(u8, &str); 8] = [
    (0, r"第[一二三四五六七八九十百零〇\d]{1,5}(?:章|篇|编|部分)"),
    (1, r"第[一二三四五六七八九十百零〇\d]{1,5}[节条]"),
    (2, r"[一二三四五六七八九十]{1,3}[、．.]"),
    (3, r"（[一二三四五六七八九十]{1,3}）[、．.]?"),
    (4, r"[0-9]{1,3}(?:[．、]|[.](?:[^0-9]))"),
    (5, r"（[0-9]{1,3}）"),
    (6, r"[①-⑳]"),
    (7, r"—[— ]*—|--"),
];

static ANY: LazyLock<Regex> = LazyLock::new(|| {
    let forms: Vec<String> = FORMS.iter().map(|(_, form)| format!("({form})")).collect();
    Regex::new(&format!("^(?:{})", forms.join("|"))).expect("the forms are patterns")
});

/// The marker with which the text begins.
pub(crate) fn at_start(text: &str) -> Option<Marker> {
    // Cheap first: most lines and sentences do not begin so.
    if !text.starts_with(opens_marker) {
        return None;
    }
    let found = ANY.captures(text)?;
    let form = (1..=FORMS.len()).find(|&form| found.get(form).is_some())?;
    let mut len = found.get(0)?.len();
    if form == 5 && found.get(0)?.as_str().contains('.') {
        len = found.get(0)?.as_str().find('.')? + 1; // The pattern looked one character ahead.
    }
    let rest = &text[len..];
    len += rest.len() - rest.trim_start_matches([' ', '　']).len();
    Some(Marker { level: FORMS[form - 1].0, len })
}

/// Whether a marker can begin with this character.
fn opens_marker(c: char) -> bool {
    matches!(
        c,
        '第' | '（' | '—' | '-' | '①'..='⑳' | '0'..='9' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
    )
}

/// The markers that stand inside a line, where text runs on without line breaks: behind the end of a sentence or of a bracket, or behind a heading.
/// Gives their byte offsets in the line, in order; `0` is not among them.
pub(crate) fn inside(line: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut heading_from = at_start(line).map(|marker| marker.len);
    for (at, c) in line.char_indices().skip(1) {
        if !opens_marker(c) && !matches!(c, '。' | '；') {
            continue;
        }
        let Some(before) = line[..at].chars().next_back() else { continue };
        let behind_sentence = matches!(before, '。' | '；' | '！' | '？' | '）' | '〕' | '】' | ']');
        let behind_heading = heading_from.is_some_and(|from| from < at && at - from <= 120) && c != '—';
        if !(behind_sentence || behind_heading || behind_title(before, &line[at..])) {
            if matches!(c, '。' | '；') {
                heading_from = None;
            }
            continue;
        }
        if matches!(c, '。' | '；') {
            heading_from = None;
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
        }
    }
    found
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

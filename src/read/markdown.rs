//! Markdown: its marks are no text. They are passed over when the text is mended, so quotes stay where they are in the file.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Format, Raw};

/// A heading, or the line under the header of a table: what plain text never has.
static SIGN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^ {0,3}#{1,6}[ \t]+\S|^ {0,3}\|?[ ]*:?-{3,}:?[ ]*\|[-:| ]*$|\*\*[^*\n]+\*\*").expect("the pattern is a constant")
});

/// The marks at the start of a line: headings, quotations, items.
static PREFIX: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[ \t]*(?:(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+)[ \t]*)+").expect("the pattern is a constant"));

/// The marks inside a line: emphasis, code, the target of a link, an escape.
static INSIDE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?<strong>\*\*|__|`)|!?(?<open>\[)(?<label>[^\]\n]*)(?<target>\]\([^()\n]*\))|(?<escape>\\)[-\\`*_{}\[\]()#+.!|>]")
        .expect("the pattern is a constant")
});

/// Says of a text whether it is Markdown.
pub(super) fn recognize(raw: Raw) -> Raw {
    let format = if is_markdown(&raw.source) { Format::Markdown } else { Format::Text };
    Raw { format, ..raw }
}

/// Whether it is.
pub(super) fn is_markdown(source: &str) -> bool {
    // Cheap first: each sign has one of these.
    let may_have_a_sign =
        memchr::memchr2(b'#', b'*', source.as_bytes()).is_some() || memchr::memmem::find(source.as_bytes(), b"---").is_some();
    may_have_a_sign && SIGN.is_match(source)
}

/// How many bytes the marks at the start of a line take.
pub(super) fn prefix(line: &str) -> usize {
    PREFIX.find(line).map_or(0, |marks| marks.end())
}

/// Where marks stand inside the text, in order.
pub(super) fn marks(source: &str) -> Vec<Range<usize>> {
    let mut marks = Vec::new();
    for found in INSIDE.captures_iter(source) {
        let groups = ["strong", "open", "target", "escape"];
        marks.extend(groups.into_iter().filter_map(|group| found.name(group)).map(|mark| mark.range()));
    }
    marks
}

#[cfg(test)]
mod tests {
    use crate::read::from_string;

    #[test]
    fn marks_are_passed_over_and_quotes_stay_where_they_are() {
        let source = "# 关于建设园区的通知\n\n## 一、重点任务\n\n- （一）**培育**产业，见[方案](http://a.example/b)。\n> 1\\. 扩大`产能`。\n\n| 任务 | 单位 |\n|---|---|\n| 建园 | 财政厅 |\n";
        let text = from_string(source);
        assert_eq!(
            text.as_str(),
            "关于建设园区的通知\n一、重点任务\n（一）培育产业，见方案。\n1．扩大产能。\n|任务|单位|\n|---|---|\n|建园|财政厅|"
                .replace("1．", "1.")
                .as_str()
        );
        let start = text.as_str().find("产业，见方案").unwrap();
        assert_eq!(text.quote(crate::Span::new(start, start + "产业，见方案".len())), Some("产业，见[方案"));
    }

    #[test]
    fn plain_text_has_no_marks() {
        let source = "——加快_推进_。5*3=15，2*2=4。#号\n- 3 -\n[2022]3号(试行)\n";
        assert!(from_string(source).as_str().contains("加快_推进_。5*3=15，2*2=4。#号"));
    }
}

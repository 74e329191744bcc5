//! Citation: which document another rests on or carries out.

use std::collections::HashSet;

use super::{Certainty, Citation, Evidence, Extractor, Fact};
use crate::outline::{BlockId, BlockKind, DOCUMENT_NUMBER, Document};
use crate::text::Span;

/// Reads the titles in 《》, each once, with the 发文字号 behind it.
pub(super) const EXTRACTOR: Extractor = Extractor { relation: "citation", rules: &[TITLE_MARKS], specification: include_str!("citation.md"), extract };

/// 《…》（文号): titles of documents stand in 《》 (GB/T 15834-2011, 4.15), the number in brackets behind (条例 art. 9).
const TITLE_MARKS: &str = "title-marks";

fn extract(document: &Document, facts: &mut Vec<Fact>) {
    let text = document.text.as_str();
    let own = document.head.title.as_ref().map(|title| title.value.as_str());
    let mut seen = HashSet::new();
    for (index, block) in document.blocks.iter().enumerate() {
        if block.kind != BlockKind::Paragraph {
            continue;
        }
        let content = &text[block.span.start..block.span.end];
        for marked in marked_titles(content) {
            let title: String = content[marked.start..marked.end].chars().filter(|c| *c != '\n').collect();
            if !names_a_document(&title) {
                continue;
            }
            let (open, close) = (marked.start - OPENING_MARK, marked.end + OPENING_MARK);
            let number = number_behind(&content[close.min(content.len())..]);
            let end = close + number.as_ref().map_or(0, |(_, len)| *len);
            let quotes = [Span::new(open, end), Span::new(open, close)].map(|quote| quote.shift(block.span.start));
            let Some(quote) = quotes.into_iter().find(|&quote| document.text.source_range(quote).is_some()) else { continue };
            if own == Some(title.as_str()) || !seen.insert(title.clone()) {
                continue;
            }
            let evidence = Evidence { quote, block: BlockId(index as u32), note: None, rule: TITLE_MARKS, certainty: Certainty::Stated };
            facts.push(Fact::Citation(Citation { title, document_number: number.map(|(number, _)| number), evidence }));
        }
    }
}

/// The length of 《 or 〈 in bytes.
const OPENING_MARK: usize = '《'.len_utf8();

/// The titles between 《 and 》, or 〈 and 〉 inside another title, without the marks.
fn marked_titles(content: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    for (at, c) in content.char_indices() {
        match c {
            '《' | '〈' => open.push(at + c.len_utf8()),
            '》' | '〉' => {
                if let Some(start) = open.pop() {
                    found.push(Span::new(start, at));
                }
            }
            '。' | '\n' => open.clear(),
            _ => {}
        }
    }
    found.sort();
    found
}

/// The number in brackets right behind a title, and the length of the bracket.
fn number_behind(behind: &str) -> Option<(String, usize)> {
    let inner = behind.strip_prefix(['（', '('])?;
    let end = inner.find(['）', ')'])?;
    let found = DOCUMENT_NUMBER.captures(&inner[..end.min(inner.len())]).or_else(|| DOCUMENT_NUMBER.captures(inner))?;
    let all = found.get(0).filter(|all| all.start() == 0)?;
    let close = inner[all.end()..].chars().next().filter(|c| "）)".contains(*c)).map_or(0, char::len_utf8);
    let open = behind.len() - inner.len();
    Some((format!("{}〔{}〕{}号", &found["mark"], &found["year"], &found["number"]), open + all.end() + close))
}

/// Whether a title is that of a document, not of a newspaper, a song or a licence.
fn names_a_document(title: &str) -> bool {
    title.chars().count() >= 4
}

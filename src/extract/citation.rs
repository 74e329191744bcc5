//! Citation: which document another rests on or carries out.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::{Certainty, Citation, Evidence, Extractor, Fact, Relation};
use crate::outline::{BlockId, BlockKind, DOCUMENT_NUMBER, Document};
use crate::text::Span;

/// Reads the titles in 《》, each once, with the 发文字号 behind it.
pub(super) const EXTRACTOR: Extractor =
    Extractor { relation: "citation", rules: &[TITLE_MARKS, CARRIED_OUT], specification: include_str!("citation.md"), extract };

/// 《…》（文号): titles of documents stand in 《》 (GB/T 15834-2011, 4.15), the number in brackets behind (条例 art. 9).
const TITLE_MARKS: &str = "title-marks";

/// 贯彻落实国务院关于…的决定: a document that a sentence orders to be carried out, named in full and without title marks.
const CARRIED_OUT: &str = "carried-out";

fn extract(document: &Document, facts: &mut Vec<Fact>) {
    let text = document.text.as_str();
    let own = document.head.title.as_ref().map(|title| without_marks(&title.value));
    let mut seen = HashSet::new();
    for (index, block) in document.blocks.iter().enumerate() {
        if block.kind != BlockKind::Paragraph {
            continue;
        }
        let content = &text[block.span.start..block.span.end];
        for (title_span, whole, rule) in titles(content) {
            let title: String = content[title_span.start..title_span.end].chars().filter(|c| *c != '\n').collect();
            if title.chars().count() < SHORTEST_TITLE {
                continue;
            }
            let number = number_behind(&content[whole.end..]);
            let end = whole.end + number.as_ref().map_or(0, |(_, len)| *len);
            let quotes = [Span::new(whole.start, end), whole].map(|quote| quote.shift(block.span.start));
            let Some(quote) = quotes.into_iter().find(|&quote| document.text.source_range(quote).is_some()) else { continue };
            // The own title may cite another inside it, and stand in the text with its inner marks or without.
            let own = own.as_deref() == Some(without_marks(&title).as_str()) || names_itself(&content[whole.end..]);
            if own || !seen.insert(title.clone()) {
                continue;
            }
            let evidence = Evidence { quote, block: BlockId(index as u32), note: None, rule, certainty: Certainty::Stated };
            facts.push(Fact::Citation(Citation {
                relation: Relation::Cites,
                title,
                document_number: number.map(|(number, _)| number),
                evidence,
            }));
        }
    }
}

/// Shorter than this, in characters, what stands in marks is a newspaper or a licence.
const SHORTEST_TITLE: usize = 4;

/// The titles of a paragraph in its order: the title, the whole of it with its marks or the verb that governs it, and the rule.
fn titles(content: &str) -> Vec<(Span, Span, &'static str)> {
    let marked = marked_titles(content)
        .into_iter()
        .map(|title| (title, Span::new(title.start - MARK, (title.end + MARK).min(content.len())), TITLE_MARKS));
    let mut found: Vec<_> = marked.collect();
    let named =
        carried_out(content).filter(|(title, _)| !found.iter().any(|(marked, _, _)| marked.start < title.end && title.start < marked.end));
    let named: Vec<_> = named.map(|(title, whole)| (title, whole, CARRIED_OUT)).collect();
    found.extend(named);
    found.sort_by_key(|(title, _, _)| (title.start, title.end));
    found
}

/// What a verb of carrying out governs, where its words are those of a title: an issuer's 关于…的…, or a genre that only a named document has.
fn carried_out(content: &str) -> impl Iterator<Item = (Span, Span)> {
    static ORDER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:贯彻落实|贯彻执行|贯彻实施|贯彻|落实|执行|实施)(?:好|实)?(?:国家|自治区|省|市|县)?(?P<title>[^，。；：、《》“”（）\n]{2,30}(?:关于[^，。；：《》（）\n]{4,50}的(?:决定|意见|若干意见|通知|办法|规定|方案|指导意见|实施意见)|(?:行动方案|若干措施|若干意见|规划纲要|条例|会议纪要)))(?:[，。；、）]|精神|要求|有关|和)")
            .expect("the pattern is a constant")
    });
    ORDER.captures_iter(content).filter_map(|found| {
        let (all, title) = (found.get(0)?, found.name("title")?);
        let general = ["各项", "有关", "相关", "配套", "具体", "一批", "制定", "研究", "上述", "本", "该", "这"]
            .iter()
            .any(|word| title.as_str().starts_with(word));
        (!general && title.as_str().chars().count() >= 8)
            .then(|| (Span::new(title.start(), title.end()), Span::new(all.start(), title.end())))
    })
}

/// 《…》已经省人民政府同意，现印发给你们: the formula by which a notice names what it issues.
fn names_itself(behind: &str) -> bool {
    let sentence: String = behind.chars().take_while(|c| *c != '。').take(60).collect();
    (sentence.starts_with("已经") || sentence.starts_with('已') || sentence.starts_with("业经"))
        && (sentence.contains("印发") || sentence.contains("同意") || sentence.contains("通过"))
        || sentence.starts_with("印发给你们")
        || sentence.starts_with("现印发")
}

fn without_marks(title: &str) -> String {
    title.chars().filter(|c| !"《》〈〉".contains(*c)).collect()
}

/// The length of 《 or 〈 in bytes.
const MARK: usize = '《'.len_utf8();

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

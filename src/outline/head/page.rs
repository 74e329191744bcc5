//! The table at the head of a government's web page: label by label, each on its own line or all on one.
//!
//! Its labels are those of the index of published information (政府信息公开目录: 索引号, 主题分类, 发文机关, 成文日期, 标题, 发文字号, 有效性).

use std::sync::LazyLock;

use regex::Regex;

use super::{Field, pattern};
use crate::text::{Span, lines, unspaced};

/// What a label announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Title,
    Number,
    Issuer,
    Issued,
    Published,
    Addressees,
    InForceFrom,
    Term,
    Validity,
    /// 主题分类, of which one name may hold “、” (工业、交通).
    Category,
    /// 主题词, which white space parts.
    Keywords,
    /// A label that Zhengtu has no use for; where the value before it ends.
    Other,
}

/// The labels, and what they announce. A longer label stands before one that it ends with.
const LABELS: [(&str, Label); 62] = [
    ("信息索引号", Label::Other),
    ("索引号", Label::Other),
    ("索取号", Label::Other),
    ("信息名称", Label::Title),
    ("文件名称", Label::Title),
    ("文件标题", Label::Title),
    ("公文名称", Label::Title),
    ("标题", Label::Title),
    ("名称", Label::Title),
    ("发文字号", Label::Number),
    ("发文文号", Label::Number),
    ("文件编号", Label::Number),
    ("公文编号", Label::Number),
    ("统一编号", Label::Other),
    ("登记号", Label::Other),
    ("文号", Label::Number),
    ("发文机关", Label::Issuer),
    ("发文机构", Label::Issuer),
    ("发文单位", Label::Issuer),
    ("制发机关", Label::Issuer),
    ("制定机关", Label::Issuer),
    ("发布机关", Label::Issuer),
    ("发布机构", Label::Issuer),
    ("发布单位", Label::Issuer),
    ("公开主体", Label::Other),
    ("公开形式", Label::Other),
    ("公开方式", Label::Other),
    ("公开范围", Label::Other),
    ("公开责任部门", Label::Other),
    ("责任部门", Label::Other),
    ("信息来源", Label::Other),
    ("文件来源", Label::Other),
    ("来源", Label::Other),
    ("成文日期", Label::Issued),
    ("成文时间", Label::Issued),
    ("生成日期", Label::Issued),
    ("发文日期", Label::Issued),
    ("印发日期", Label::Issued),
    ("签发日期", Label::Issued),
    ("发布日期", Label::Published),
    ("发布时间", Label::Published),
    ("公开日期", Label::Published),
    ("公开时间", Label::Published),
    ("公布日期", Label::Published),
    ("实施日期", Label::InForceFrom),
    ("施行日期", Label::InForceFrom),
    ("生效日期", Label::InForceFrom),
    ("有效期限", Label::Term),
    ("有效期", Label::Term),
    ("失效日期", Label::Term),
    ("效力状态", Label::Validity),
    ("时效状态", Label::Validity),
    ("文件状态", Label::Validity),
    ("有效性", Label::Validity),
    ("时效性", Label::Validity),
    ("是否有效", Label::Validity),
    ("主题分类", Label::Category),
    ("信息分类", Label::Category),
    ("体裁分类", Label::Other),
    ("分类", Label::Category),
    ("主题词", Label::Keywords),
    ("关键词", Label::Other),
];

/// A label with its colon, its bar or its tab; pages set short labels in width (标　　题), and put some in brackets (【发布日期】).
static LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(&label_pattern()));

static LABEL_AT_START: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^(?:{})", label_pattern())));

fn label_pattern() -> String {
    let spaced = |label: &str| label.chars().map(String::from).collect::<Vec<_>>().join(r"[ \u{3000}]*");
    let labels = LABELS.map(|(label, _)| spaced(label)).join("|");
    format!(r"[【\[]?(?:{labels}|主[ \u{{3000}}]*送(?:机[ \u{{3000}}]*关|单[ \u{{3000}}]*位)?)(?:[】\]][ ]*[：:]?|[ ]*[：:]|[ ]*[\t|])")
}

/// A label at the head of its line or behind white space, with no mark between it and its value: 发文机关国务院, 公开方式 主动公开 文号 …
static BARE_LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"(?:^|[\s|]){}", bare_label())));
static BARE_LABEL_AT_START: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^{}", bare_label())));

fn bare_label() -> String {
    let labels = LABELS.map(|(label, _)| label).join("|");
    format!(r"(?<label>(?:{labels}|效力级别|公开方式|公文种类|文件类型))[ \u{{3000}}]*")
}

/// Lines that open with labels: so many make a table, in which bare ones are labels too; of fewer they may be words.
const BARE_LINES: usize = 3;

/// In bytes: some sixty characters.
const LONGEST_BARE: usize = 180;

/// What stands behind a label.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub label: Label,
    /// The value, without the white space around it.
    pub value: Span,
}

/// The entries of the lines of `part` that begin with a label; `offset` is its place in the text.
pub(super) fn entries(part: &str, offset: usize) -> Vec<Entry> {
    let mut found = Vec::new();
    let begins = |line: &str| LABEL_AT_START.is_match(line.trim_start_matches([' ', '\u{3000}', '|', '\t']));
    let is_bare = |line: &str| line.len() <= LONGEST_BARE && BARE_LABEL_AT_START.is_match(line) && !line.contains('。');
    // Cheap first: most pages have no such line.
    let bare = self::lines(part).any(|(_, line)| is_bare(line) && !begins(line))
        && self::lines(part).filter(|(_, line)| is_bare(line) || begins(line)).count() >= BARE_LINES;
    let mut lines = lines(part).peekable();
    while let Some((span, line)) = lines.next() {
        if !begins(line) {
            if bare && is_bare(line) {
                let mut labels = BARE_LABEL.captures_iter(line).peekable();
                while let Some(label) = labels.next() {
                    let Some((all, name)) = label.get(0).zip(label.name("label")) else { continue };
                    let end = labels.peek().and_then(|next| next.get(0)).map_or(line.len(), |next| next.start());
                    let mut value = trimmed(part, Span::new(all.end(), end.max(all.end())).shift(span.start));
                    if value.is_empty()
                        && end == line.len()
                        && let Some(&(next, content)) = lines.peek()
                        && !begins(content)
                        && !is_bare(content)
                    {
                        value = trimmed(part, next);
                    }
                    let label = LABELS.iter().find(|(label, _)| *label == name.as_str()).map_or(Label::Other, |(_, label)| *label);
                    if !value.is_empty() {
                        found.push(Entry { label, value: value.shift(offset) });
                    }
                }
            }
            continue;
        }
        let mut labels = LABEL.find_iter(line).peekable();
        while let Some(all) = labels.next() {
            let end = labels.peek().map_or(line.len(), |next| next.start());
            let mut value = trimmed(part, Span::new(all.end(), end).shift(span.start));
            // The value may stand in the next line.
            if value.is_empty()
                && end == line.len()
                && let Some(&(next, content)) = lines.peek()
                && !begins(content)
            {
                value = trimmed(part, next);
            }
            let name = unspaced(all.as_str().trim_matches(|c: char| c.is_whitespace() || "【[】]：:|".contains(c)));
            let label = LABELS.iter().find(|(label, _)| *label == name).map_or(Label::Addressees, |(_, label)| *label);
            if !value.is_empty() {
                found.push(Entry { label, value: value.shift(offset) });
            }
        }
    }
    found
}

fn trimmed(text: &str, span: Span) -> Span {
    let content = &text[span.start..span.end];
    let is_margin = |c: char| c.is_whitespace() || matches!(c, '|' | '【' | '[' | '；' | ';');
    let start = content.len() - content.trim_start_matches(is_margin).len();
    let end = content.trim_end_matches(is_margin).len();
    Span::new(span.start + start.min(end), span.start + end)
}

/// What the document treats: 主题词 apart from each other by white space, 主题分类 by the marks that lead from a class to its part.
pub(super) fn subjects(text: &str, entries: &[Entry]) -> Vec<Field> {
    let mut found: Vec<Field> = Vec::new();
    for entry in entries {
        let parts_at: &[char] = match entry.label {
            // A class stands in a table with other labels; alone it may be a word of the body (分类：…).
            Label::Category if entries.len() > 1 => &['\\', '/', '＼', '／', '；', ';', '|', '>', '，', ','],
            Label::Keywords => &['；', ';', '、', '，', ',', '/'],
            _ => continue,
        };
        let content = &text[entry.value.start..entry.value.end];
        let parts: Vec<&str> =
            content.split(|c: char| c.is_whitespace() || parts_at.contains(&c)).filter(|part| !part.is_empty()).collect();
        for part in &parts {
            // Keywords that lost the spaces between them are no word of their own.
            let lost = entry.label == Label::Keywords && parts.len() == 1 && part.chars().count() > LONGEST_KEYWORD;
            if lost || part.chars().count() < 2 || found.iter().any(|field| field.value == *part) {
                continue;
            }
            let start = part.as_ptr() as usize - text.as_ptr() as usize;
            found.push(Field { value: (*part).to_owned(), span: Span::new(start, start + part.len()) });
        }
    }
    found
}

/// The longest keywords of the official thesaurus (公文主题词表) have six characters.
const LONGEST_KEYWORD: usize = 6;

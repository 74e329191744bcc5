//! Headings and paragraphs: first the lines, then what runs together inside a line, then who stands under whom.

use super::{Block, BlockId, BlockKind, marker};
use crate::text::{Span, lines};
use crate::words::Words;

/// A heading of its own is no longer than this, in characters; what is longer is a running sentence with a number.
const LONGEST_HEADING: usize = 40;

/// The blocks of a text, in its order; `tables` are the stretches that tables take.
pub(super) fn blocks(text: &str, tables: &[Span]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let contents = table_of_contents(text);
    let mut next_table = 0;
    for (span, line) in lines(text) {
        if let Some(&table) = tables.get(next_table) {
            if span.start == table.start {
                push(&mut blocks, BlockKind::Table(next_table as u32), table, table, open.last().map(|open| open.id));
            }
            if table.start <= span.start {
                next_table += usize::from(span.end >= table.end);
                continue;
            }
        }
        if line.is_empty() || contents.contains(span) {
            continue;
        }
        let inside = marker::inside(line);
        let cuts = std::iter::once(0).chain(inside.iter().copied());
        let ends = inside.iter().copied().chain([line.len()]);
        for (from, to) in cuts.zip(ends) {
            segment(text, Span::new(from, to).shift(span.start), &mut open, &mut blocks);
        }
    }
    blocks
}

/// A heading under which the next block may stand.
struct Open {
    /// Its level, and the points in its number.
    rank: (u8, u8),
    id: BlockId,
}

/// Adds a stretch of a line that begins with a number, or has none: its heading, and the paragraph behind it.
fn segment(text: &str, span: Span, open: &mut Vec<Open>, blocks: &mut Vec<Block>) {
    let content = &text[span.start..span.end];
    let Some(marker) = marker::at_start(content).or_else(|| marker::over_decimals(content, &text[span.end..])) else {
        return push(blocks, BlockKind::Paragraph, span, span, open.last().map(|open| open.id));
    };
    while open.last().is_some_and(|open| open.rank >= (marker.level, marker.points)) {
        open.pop();
    }
    let parent = open.last().map(|open| open.id);
    let body = Span::new(span.start + marker.len, span.end);
    // （二）责任单位：市教育局 tells something of the heading over it.
    if parent.is_some() && is_attribute(&text[body.start..body.end]) {
        return push(blocks, BlockKind::Paragraph, span, span, parent);
    }
    let (title, rest) = title(text, body, text[span.start..body.start].trim_end().ends_with('条'));
    open.push(Open { rank: (marker.level, marker.points), id: BlockId(blocks.len() as u32) });
    push(blocks, BlockKind::Heading { level: marker.level }, Span::new(span.start, rest.start.max(title.end)), title, parent);
    if !rest.is_empty() {
        push(blocks, BlockKind::Paragraph, rest, rest, open.last().map(|open| open.id));
    }
}

fn push(blocks: &mut Vec<Block>, kind: BlockKind, span: Span, title: Span, parent: Option<BlockId>) {
    blocks.push(Block { kind, span, title, parent });
}

/// The title with which a numbered stretch opens, without final punctuation, and the text behind it.
///
/// Where a sentence with a number has no heading of its own, the title is its first clause, and the text behind the number is all of the sentence.
fn title(text: &str, body: Span, article: bool) -> (Span, Span) {
    let content = &text[body.start..body.end];
    let sentence = end_of_sentence(content);
    let head = &content[..sentence];
    let behind = sentence + content[sentence..].chars().next().filter(|c| "。：".contains(*c)).map_or(0, char::len_utf8);
    // An article of a rule (第五条) has no heading; nor has an item that is one sentence with a duty in it, or opens with one that gives a body its duty.
    let is_one = behind == content.len() && (head.contains("负责") || head.contains("牵头"));
    let ended = behind > sentence || head.ends_with('；');
    let is_sentence = article || ended && (is_one || gives_a_duty(head));
    if head.chars().count() <= LONGEST_HEADING && !is_sentence {
        let title = Span::new(0, head.trim_end().len());
        return (title.shift(body.start), trim(text, Span::new(body.start + behind, body.end)));
    }
    (Span::new(0, first_clause(head)).shift(body.start), body)
}

/// 责任单位：市教育局, 完成时限：2022年底: whether a numbered stretch is but a label of who answers or by when, with its value.
fn is_attribute(content: &str) -> bool {
    static KINDS: Words = Words::new(&[
        "责任", "牵头", "主办", "承办", "协办", "配合", "协助", "参与", "协作", "实施", "落实", "完成", "办结", "分管", "包保", "包联",
        "联系", "推进", "时限", "期限", "主管", "成员", "挂钩", "市级", "县级", "区级",
    ]);
    static NOUNS: Words = Words::new(&[
        "单位", "部门", "领导", "责任人", "负责人", "联系人", "机构", "主体", "处室", "科室", "时限", "期限", "时间", "时间节点",
        "时限要求", "完成时间",
    ]);
    let head = &content[..content.floor_char_boundary(LONGEST_LABEL)];
    let label = head.find('：').map(|end| head[..end].trim());
    label.is_some_and(|label| NOUNS.end(label) && KINDS.open(label))
}

/// In bytes: some twelve characters.
const LONGEST_LABEL: usize = 36;

/// 市水利局负责…, 市监察局会同…组织实施…: whether a sentence begins with what a body does; 推行负责制 and 全部负责 tell of none.
fn gives_a_duty(sentence: &str) -> bool {
    static BODY: Words = Words::new(&[
        "局", "厅", "委", "部", "署", "院", "政府", "办公室", "委员会", "管委会", "指挥部", "小组", "银行", "支行", "公司", "中心", "协会",
        "联合会", "部门", "单位", "支队", "大队", "总队", "街道", "办事处", "乡镇", "局办", "工会", "残联", "妇联", "团委", "区）", "县）",
    ]);
    static NO_BODY: Words = Words::new(&["全部", "内部", "干部", "格局", "布局", "各部"]);
    let first = first_clause(sentence);
    // 特种设备安全整治，由市质监局负责，…: what is to be done stands first.
    let given = sentence[first..].strip_prefix('，').is_some_and(|rest| {
        let mut rest = rest;
        loop {
            let end = first_clause(rest);
            let clause = &rest[..end];
            let by = clause.strip_prefix('由').is_some_and(|by| ["负责", "牵头", "会同", "组织实施"].iter().any(|verb| by.contains(verb)));
            // …，县应急局牵头，县自然资源局配合。
            let who = ["牵头负责", "牵头", "负责", "负总责", "负主体责任", "负监管责任"].iter().find_map(|verb| clause.strip_suffix(verb));
            if by && !clause.contains("解释") || who.is_some_and(|who| BODY.end(who) && !NO_BODY.end(who)) {
                return true;
            }
            match rest[end..].strip_prefix('，') {
                Some(behind) => rest = behind,
                None => return false,
            }
        }
    });
    if given {
        return true;
    }
    let clause = &sentence[..first];
    // 市财政局：承担…
    if let Some(duty) = sentence[clause.len()..].strip_prefix('：') {
        return BODY.end(clause) && !NO_BODY.end(clause) && ["负责", "牵头", "承担", "组织实施"].iter().any(|verb| duty.contains(verb));
    }
    let verb = ["负责", "会同", "牵头"].iter().filter_map(|verb| Some((clause.find(verb)?, verb.len()))).min();
    verb.is_some_and(|(at, len)| {
        let (before, behind) = (&clause[..at], &clause[at + len..]);
        BODY.end(before) && !NO_BODY.end(before) && !ends_no_duty(behind)
    })
}

/// Whether what stands behind 负责 makes another word of it: 负责人, 负责制, 负责任; but not 负责人员疏散, 负责制定.
pub(crate) fn ends_no_duty(behind: &str) -> bool {
    static DUTIES: Words = Words::new(&[
        "制定", "制订", "制作", "制止", "制发", "制修", "制约", "制备", "制造", "人员", "人才", "人口", "人民", "人力", "人防", "人事",
        "人社", "人工", "人身", "人文", "人居", "人类", "人群", "人数", "人畜", "任务", "任命", "任免",
    ]);
    behind.starts_with(['制', '人', '任']) && !DUTIES.open(behind)
}

/// The byte after the sentence's last character before 。 (or a heading's ：, or a bracket of its own behind it); marks inside brackets and quotations end nothing.
fn end_of_sentence(content: &str) -> usize {
    let mut depth = 0_i32;
    for (at, c) in content.char_indices() {
        match c {
            '（' | '〔' | '—' if depth == 0 && at > 0 && names_a_role(&content[at..]) => return at,
            '（' | '《' | '“' | '〔' | '(' => depth += 1,
            '）' | '》' | '”' | '〕' | ')' => depth -= 1,
            '。' if depth <= 0 => return at,
            '：' if depth <= 0 && at + c.len_utf8() == content.len() => return at,
            _ => {}
        }
    }
    content.len()
}

/// Whether a bracket holds a clause of responsibility (（牵头单位：…）, （甲负责）), which is no part of the heading before it.
fn names_a_role(bracket: &str) -> bool {
    let label: String = bracket.chars().skip(1).take(10).collect();
    label.contains('：') && ["单位", "部门", "责任", "牵头"].iter().any(|word| label.contains(word))
        || bracket.find('）').is_some_and(|end| ["负责", "牵头", "配合"].iter().any(|word| bracket[..end].ends_with(word)))
        || closes_with_bodies(bracket)
}

/// （市教育局、市财政局）: whether a bracket that closes its sentence lists bodies and nothing else.
fn closes_with_bodies(bracket: &str) -> bool {
    static BODY: Words = Words::new(&["局", "厅", "委", "办", "署", "政府", "管委会", "办公室", "中心", "公司", "部"]);
    let inner = bracket.strip_prefix('（').and_then(|bracket| bracket.trim_end_matches('。').strip_suffix('）'));
    inner.is_some_and(|inner| inner.contains('、') && inner.split(['、', '，']).all(|name| BODY.end(name) && name.chars().nth(2).is_some()))
}

/// The byte after the first clause of a sentence: up to the first “，”, “；” or “。” outside brackets.
pub(crate) fn first_clause(sentence: &str) -> usize {
    let mut depth = 0_i32;
    for (at, c) in sentence.char_indices() {
        match c {
            '（' | '《' | '“' | '〔' | '(' => depth += 1,
            '）' | '》' | '”' | '〕' | ')' => depth -= 1,
            '，' | '；' | '。' | '：' | ',' if depth <= 0 => return at,
            _ => {}
        }
    }
    sentence.len()
}

fn trim(text: &str, span: Span) -> Span {
    let content = &text[span.start..span.end];
    let from = content.len() - content.trim_start().len();
    Span::new(span.start + from, span.start + from + content.trim().len())
}

/// The table of contents: from the line 目录 to where its first entry stands again.
fn table_of_contents(text: &str) -> Span {
    const NONE: Span = Span::new(0, 0);
    let mut lines = lines(text);
    let Some((title, _)) = lines.by_ref().take(200).find(|(_, line)| matches!(*line, "目录" | "目 录")) else { return NONE };
    let entry =
        |line: &str| line.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '…' | '·' | ' ' | '-' | '\t')).to_owned();
    let Some((_, first)) = lines.by_ref().find(|(_, line)| !line.is_empty()) else { return NONE };
    let first = entry(first);
    if first.chars().count() < 2 {
        return NONE;
    }
    // The contents end where the first entry stands again, or with the first sentence (a preface before the first chapter).
    lines.find(|(_, line)| line.starts_with(&first) || line.contains('。')).map_or(NONE, |(span, _)| Span::new(title.start, span.start))
}

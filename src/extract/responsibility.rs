//! Responsibility: which organization leads, supports or answers for which task.

use std::sync::LazyLock;

use regex::Regex;

use super::{Certainty, Evidence, Extractor, Fact, Inference, Responsibility, Role, Task};
use crate::mention::organization::{self, Member, Strictness};
use crate::outline::{BlockId, BlockKind, Document, first_clause};
use crate::text::Span;

/// Reads clauses of responsibility. The specification covers every way of writing.
pub(super) const EXTRACTOR: Extractor = Extractor {
    relation: "responsibility",
    rules: &[LABELLED, VERBAL, LISTED, RUNNING, FIRST_LISTED],
    specification: include_str!("responsibility.md"),
    extract,
};

/// （牵头单位：甲、乙；配合单位：丙）, bracketed or on a line of its own. The form of work-division lists (重点任务分工).
const LABELLED: &str = "labelled-clause";
/// （甲牵头，乙、丙配合）, （甲、乙按职责分工负责）: a bracket whose verbs give the parts. The form of the State Council's plans.
const VERBAL: &str = "verbal-clause";
/// （甲、乙、丙）: a bracket that holds organizations and nothing else, behind what they are to do.
const LISTED: &str = "bare-list";
/// 由甲牵头，会同乙…: responsibility in a running sentence.
const RUNNING: &str = "running-text";
/// “列第一位的为牵头部门，下同”: a note by which the first unit of a list leads.
const FIRST_LISTED: &str = "first-listed-leads";

/// What the verbs and labels say of a list, before a note is applied.
#[derive(Clone, Debug)]
struct Part {
    role: Role,
    members: Vec<Member>,
    rule: &'static str,
    /// The words that show role and list.
    quote: Span,
}

/// The parts that one clause gives, and the clause's place.
#[derive(Clone, Debug)]
struct Clause {
    span: Span,
    parts: Vec<Part>,
    /// Whether it is a sentence of its own, which says itself what is to be done.
    sentence: bool,
}

/// A note that says which unit of a list leads.
#[derive(Clone, Copy, Debug)]
struct Note {
    span: Span,
    /// From where on it holds: everywhere for a note of its own, from its place on for one that says 下同, to its own clause else.
    scope: Span,
    /// Whether all before the first “，” lead (“逗号前面的为牵头单位”), or only the first.
    first_group: bool,
}

fn extract(document: &Document, facts: &mut Vec<Fact>) {
    let text = document.text.as_str();
    let mut notes = notes(text);
    notes.retain(|note| document.text.source_range(note.span).is_some());
    let certainty = if document.text.is_reordered() { Certainty::Inferred(Inference::Reordered) } else { Certainty::Stated };
    // The item whose clauses are being read, and where its stretch since the last clause begins.
    let mut item: Option<(Option<BlockId>, usize)> = None;
    let mut stretch_from = 0;
    for (index, block) in document.blocks.iter().enumerate() {
        if block.kind != BlockKind::Paragraph {
            continue;
        }
        let id = BlockId(index as u32);
        if item.is_none_or(|(heading, _)| heading != block.parent || block.parent.is_none()) {
            item = Some((block.parent, 0));
            stretch_from = block.span.start;
        }
        for clause in clauses(text, block.span) {
            let Some((heading, count)) = item.as_mut() else { continue };
            let task = match (*heading, *count) {
                (Some(heading), 0) => heading_task(document, heading, clause.span),
                _ => stretch_task(text, Span::new(stretch_from, if clause.sentence { clause.span.end } else { clause.span.start }), id),
            };
            *count += 1;
            stretch_from = clause.span.end;
            for (part, note) in with_notes(clause, &notes) {
                for member in part.members {
                    let role = if member.leads && part.role == Role::Responsible { Role::Lead } else { part.role };
                    let Some(quote) = shown(document, part.quote, member.mention.span) else { continue };
                    let rule = if note.is_some() { FIRST_LISTED } else { part.rule };
                    let evidence = Evidence { quote, block: id, note, rule, certainty };
                    facts.push(Fact::Responsibility(Responsibility { role, organization: member.mention, task: task.clone(), evidence }));
                }
            }
        }
    }
}

/// The quote, or the unit's own name where the quote crosses a seam of a reordered source.
fn shown(document: &Document, quote: Span, name: Span) -> Option<Span> {
    [quote, name].into_iter().find(|&span| document.text.source_range(span).is_some())
}

/// The heading as a task.
fn heading_task(document: &Document, heading: BlockId, clause: Span) -> Option<Task> {
    let block = document.block(heading);
    let span = Span::new(block.title.start, block.title.end.min(clause.start).max(block.title.start));
    task(document.text.as_str(), span, heading)
}

/// The first clause of a stretch as a task.
fn stretch_task(text: &str, stretch: Span, block: BlockId) -> Option<Task> {
    let content = &text[stretch.start..stretch.end];
    let opening = content.len() - content.trim_start_matches(|c: char| c.is_whitespace() || "。；，、：）〕.—".contains(c)).len();
    let rest = &content[opening..];
    let marker = crate::outline::marker::at_start(rest).map_or(0, |marker| marker.len);
    let rest = &rest[marker..];
    let start = stretch.start + opening + marker;
    task(text, Span::new(start, start + first_clause(rest)), block)
}

fn task(text: &str, span: Span, block: BlockId) -> Option<Task> {
    let name: String = text[span.start..span.end].chars().filter(|c| *c != '\n').collect();
    let name = name.trim().trim_end_matches(['。', '，', '；', '：', '、']).to_owned();
    (name.chars().count() >= 2).then_some(Task { name, span, block })
}

/// Splits the parts of a clause as the notes in force demand: who stands first leads, the others support.
fn with_notes(clause: Clause, notes: &[Note]) -> Vec<(Part, Option<Span>)> {
    let undivided = clause.parts.iter().all(|part| part.role == Role::Responsible) && clause.parts.iter().flat_map(|part| &part.members).all(|member| !member.leads);
    let note = notes.iter().find(|note| note.scope.contains(Span::new(clause.span.start, clause.span.start)) || note.scope.contains(clause.span));
    let (Some(note), true) = (note, undivided) else { return clause.parts.into_iter().map(|part| (part, None)).collect() };
    let mut divided = Vec::new();
    for (index, mut part) in clause.parts.into_iter().enumerate() {
        let collective_first = part.members.first().is_some_and(|member| member.collective);
        if index > 0 || collective_first || part.members.is_empty() {
            divided.push((part, None));
            continue;
        }
        let leaders = if note.first_group { part.members.iter().take_while(|member| !member.later_group).count() } else { 1 };
        let others = part.members.split_off(leaders);
        divided.push((Part { role: Role::Lead, ..part.clone() }, Some(note.span)));
        if !others.is_empty() {
            divided.push((Part { role: Role::Support, members: others, ..part }, Some(note.span)));
        }
    }
    divided
}

/// The notes of a document that say which unit of a list leads.
fn notes(text: &str) -> Vec<Note> {
    static NOTE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:(?:排|列|位列|排列|排名|列在|排在|列于|居)(?:在|名|序)?(?:第一位?|首位|最前面?|前面)(?:位|个|名|的)?|第一个)(?:的)?(?:单位|部门|责任单位)?(?:的)?[为是](?:该项)?(?:工作|任务)?(?:的)?(?:牵头|主办|主要责任)(?:单位|部门)|(?:逗号|分号)前面?的?(?:单位|部门)?[为是](?:牵头|主办)(?:单位|部门)")
            .expect("the pattern is a constant")
    });
    NOTE.find_iter(text)
        .map(|found| {
            let span = Span::new(found.start(), found.end());
            let before = &text[..found.start()];
            let after = &text[found.end()..];
            // A note inside the bracket of a clause holds there, and on from there where it says 下同; one outside holds everywhere.
            let opened = before.rfind(['（', '〔', '(', '[']).filter(|&at| !before[at..].contains(['）', '〕', ')', ']', '。', '\n']));
            let sentence: String = after.chars().take_while(|c| !matches!(c, '）' | '。' | '\n')).collect();
            let scope = match opened {
                Some(at) if sentence.contains("下同") => Span::new(at, text.len()),
                Some(at) if before[at..].chars().any(|c| c == '、') => Span::new(at, found.end() + sentence.len() + '）'.len_utf8()),
                _ => Span::new(0, text.len()),
            };
            Note { span, scope, first_group: found.as_str().starts_with(['逗', '分']) }
        })
        .collect()
}

/// The clauses of a paragraph, in order: in its brackets, behind its labels, in its sentences.
fn clauses(text: &str, paragraph: Span) -> Vec<Clause> {
    let content = &text[paragraph.start..paragraph.end];
    if !might_hold_a_clause(content) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut from = 0;
    for bracket in brackets(content) {
        let inner = inside(content, bracket);
        let Some(parts) = bracket_parts(text, inner.shift(paragraph.start), &content[..bracket.start], &content[bracket.end..]) else { continue };
        found.extend(plain_clauses(text, Span::new(from, bracket.start).shift(paragraph.start)));
        found.push(Clause { span: bracket.shift(paragraph.start), parts, sentence: false });
        from = bracket.end;
    }
    found.extend(plain_clauses(text, Span::new(from, content.len()).shift(paragraph.start)));
    found
}

/// A cheap test that spares most paragraphs the rest.
fn might_hold_a_clause(content: &str) -> bool {
    static CUE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"牵头|单位[：为]|部门[：为]|负责|会同|组织实施|主体：|[（〔(\[][^（）〔〕()\[\]]{2,40}(?:厅|局|委|办|部|政府|院|会)(?:[、，）〕)\]]|等)").expect("the pattern is a constant")
    });
    CUE.is_match(content)
}

/// The outermost brackets of a paragraph.
fn brackets(content: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, c) in content.char_indices() {
        match c {
            '（' | '〔' | '(' | '[' | '【' => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            '）' | '〕' | ')' | ']' | '】' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    found.push(Span::new(start, at + c.len_utf8()));
                }
            }
            _ => {}
        }
    }
    // A bracket that is never closed still holds its clause, to the end of its line.
    if depth > 0 && content[start..].contains('：') {
        found.push(Span::new(start, content.len()));
    }
    found
}

fn inside(content: &str, bracket: Span) -> Span {
    let open = content[bracket.start..].chars().next().map_or(0, char::len_utf8);
    let close = content[..bracket.end].chars().next_back().filter(|c| "）〕)]】".contains(*c)).map_or(0, char::len_utf8);
    Span::new(bracket.start + open, (bracket.end - close).max(bracket.start + open))
}

/// Labels of lists, the longest first.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:(?P<lead>牵头(?:责任|实施|负责|落实)?|主办|主责|主牵头|总牵头|第一责任)|(?P<support>配合(?:责任|实施|落实)?|协办|参与|参加|协作|协同|协助|支持|会办|其他(?:责任|配合|参与)|其它责任)|(?P<responsible>(?:主要|共同|分工)?责任|(?:组织)?实施|落实|负责|承办|主管|组织|指导|监管|执行|承担|完成))(?:单位|部门|机构|处室|科室|主体|主管部门)(?:及[^：、，。；（）]{1,8})?\s*(?P<colon>[：:]|为)?",
    )
    .expect("the pattern is a constant")
});

/// Other attributes of a clause, which end the list before them.
static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:完成|办结|实施|工作|落实|推进)?(?:时限|时间|期限|节点|进度|时间节点|年限)(?:要求)?[：:]|适用范围[：:]|(?:责任|牵头|分管|包保|联系|市级|县级|区级|挂钩)?(?:领导|责任人|负责人|联系人|联络员|人员)(?:及职务)?[：:]|联系电话[：:]|备注[：:]").expect("the pattern is a constant")
});

/// The parts that the inside of a bracket gives.
fn bracket_parts(text: &str, inner: Span, before: &str, after: &str) -> Option<Vec<Part>> {
    let content = &text[inner.start..inner.end];
    if content.starts_with("以下") || content.starts_with("下称") || content.starts_with("简称") || content.contains("以下简称") {
        return None;
    }
    labelled_parts(text, inner, true).or_else(|| verbal_parts(text, inner)).or_else(|| listed_parts(text, inner, before, after))
}

/// 牵头单位：甲、乙；配合单位：丙.
fn labelled_parts(text: &str, span: Span, bracketed: bool) -> Option<Vec<Part>> {
    let content = &text[span.start..span.end];
    let labels: Vec<_> = LABEL
        .captures_iter(content)
        .filter(|found| {
            let all = found.get(0).expect("a match is its own group");
            match found.name("colon").map(|colon| colon.as_str()) {
                Some("为") => false,
                Some(_) => true,
                // Without its colon a label must stand at the head of its bracket, or behind “；”, before an organization.
                None => bracketed && (all.start() == 0 || content[..all.start()].ends_with('；')) && !content[all.end()..].starts_with(['，', '、', '）', '的']) && all.end() < content.len() && !content[all.end()..].starts_with(|c: char| c.is_ascii_digit()),
            }
        })
        .collect();
    let attribute_at = |from: usize| ATTRIBUTE.find_at(content, from).map_or(content.len(), |found| found.start());
    let mut parts: Vec<Part> = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        let all = label.get(0).expect("a match is its own group");
        let next = labels.get(index + 1).and_then(|next| next.get(0)).map_or(content.len(), |next| next.start());
        let end = next.min(attribute_at(all.end()));
        let stop = list_end(&content[all.end()..end], bracketed) + all.end();
        let list = Span::new(all.end(), stop);
        let role = if label.name("lead").is_some() {
            Role::Lead
        } else if label.name("support").is_some() {
            Role::Support
        } else {
            Role::Responsible
        };
        let list_text = &content[list.start..list.end];
        let quote = Span::new(all.start(), list.end).shift(span.start);
        // 责任单位：甲牵头，乙配合
        if role == Role::Responsible && list_text.contains("牵头") && !list_text.contains("（牵头") {
            if let Some(inner) = verbal_parts(text, list.shift(span.start)) {
                parts.extend(inner.into_iter().map(|part| Part { rule: LABELLED, ..part }));
                continue;
            }
        }
        let without_notes = strip_notes(list_text);
        if let Some(members) = organization::list(&list_text[..without_notes], span.start + list.start, Strictness::Labelled) {
            parts.push(Part { role, members, rule: LABELLED, quote });
        }
    }
    if parts.is_empty() {
        return None;
    }
    support_the_leader(&mut parts);
    Some(parts)
}

/// Who is merely responsible beside one that leads supports it.
fn support_the_leader(parts: &mut [Part]) {
    if parts.iter().any(|part| part.role == Role::Lead) {
        for part in parts.iter_mut().filter(|part| part.role == Role::Responsible) {
            part.role = Role::Support;
        }
    }
}

/// Where a list ends: with its sentence; outside brackets also with its line.
fn list_end(content: &str, bracketed: bool) -> usize {
    let mut depth = 0_i32;
    for (at, c) in content.char_indices() {
        match c {
            '（' | '〔' | '(' => depth += 1,
            '）' | '〕' | ')' => depth -= 1,
            '。' if depth <= 0 => return at,
            '；' | '\n' if depth <= 0 && !bracketed => return at,
            _ => {}
        }
    }
    content.trim_end_matches(['；', '。', ' ']).len()
}

/// The length of a list without the note behind it (列第一位的为牵头部门，下同; 按职责分工负责).
fn strip_notes(list: &str) -> usize {
    static NOTE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[，；。、（]?(?:(?:其中)?[^，；。、]{0,8}(?:列|排)[^，；。、]{0,4}第一|第一个|列首位|其他(?:有关|相关)?(?:部门|单位)|逗号前|以黑体|按照?(?:各自)?(?:职责|职能)|分别负责|下同|以下均|均需|具体任务均|不再列出).*$").expect("the pattern is a constant")
    });
    NOTE.find(list).map_or(list.len(), |found| found.start())
}

/// A verb that gives the list before it its part.
static VERB: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?P<lead>(?:共同|联合|总)?牵头(?:负责|组织|实施|落实|推进|抓好落实|组织实施|办理|会同)?|为(?:牵头|主办)(?:单位|部门)|主办|主责)|(?P<with>会同|会商)|(?P<support>(?:积极|密切|协助|参与|共同)?(?:配合|协助|协办|参与|参加|协同)(?:负责|落实|实施|单位|推进|做好)?|为(?:配合|参与|协办)(?:单位|部门))|(?P<responsible>(?:等)?(?:按照?|依照?|依据|根据)?(?:各自)?(?:的)?(?:职责|职能)?(?:任务)?(?:分工)?(?:分别|具体|共同|组织|统一|抓好|做好)?(?:负责(?:落实|实施|组织实施|推进|办理)?|组织实施|组织落实|具体实施|抓好落实|贯彻落实|落实|指导|承担|实施)|为(?:责任|主管|实施|落实)(?:单位|部门|主体))",
    )
    .expect("the pattern is a constant")
});

/// 甲牵头，乙、丙配合; 甲会同乙负责; 甲、乙按职责分工负责. Every word of the clause must be a list, a verb or a joint between them.
fn verbal_parts(text: &str, span: Span) -> Option<Vec<Part>> {
    let content = &text[span.start..span.end];
    let verbs: Vec<_> = VERB.captures_iter(content).collect();
    let mut parts: Vec<Part> = Vec::new();
    let mut from = 0;
    let mut after_with = false;
    for verb in &verbs {
        let all = verb.get(0)?;
        if all.start() < from {
            continue;
        }
        let list = trim_list(content, Span::new(from, all.start()));
        let with = verb.name("with").is_some() || all.as_str().ends_with("会同");
        let role = if after_with {
            Role::Support
        } else if verb.name("lead").is_some() || with {
            Role::Lead
        } else if verb.name("support").is_some() {
            Role::Support
        } else {
            Role::Responsible
        };
        if !list.is_empty() {
            let members = organization::list(&content[list.start..list.end], span.start + list.start, Strictness::Bare)?;
            parts.push(Part { role, members, rule: VERBAL, quote: Span::new(list.start, all.end()).shift(span.start) });
        }
        after_with = with;
        from = all.end();
    }
    let rest = content[from..].trim_matches(|c: char| "，；。、 ".contains(c));
    let rest_is_note = rest.is_empty() || rest.starts_with("下同") || strip_notes(&format!("，{rest}")) == 0 || ATTRIBUTE.find(rest).is_some_and(|found| found.start() == 0);
    if parts.is_empty() || !rest_is_note {
        return None;
    }
    support_the_leader(&mut parts);
    Some(parts)
}

/// A list without the joints around it.
fn trim_list(content: &str, span: Span) -> Span {
    let mut list = &content[span.start..span.end];
    loop {
        let before = list;
        list = list.trim_matches(|c: char| "，；。、：\n ".contains(c));
        for word in ["由", "并", "同时", "其中", "具体由", "分别由", "主要由"] {
            list = list.strip_prefix(word).unwrap_or(list);
        }
        for word in ["等部门", "等单位", "等", "要", "应当", "应", "须", "共同", "联合", "具体", "分别", "统一", "切实", "按照职责分工", "按职责分工", "按职责", "根据职责分工", "各自"] {
            list = list.strip_suffix(word).unwrap_or(list);
        }
        if list == before {
            break;
        }
    }
    let start = list.as_ptr() as usize - content.as_ptr() as usize;
    Span::new(start, start + list.len())
}

/// （甲、乙、丙）: organizations and nothing else, at the end of what they are to do.
fn listed_parts(text: &str, span: Span, before: &str, after: &str) -> Option<Vec<Part>> {
    let content = &text[span.start..span.end];
    let closes = before.trim_end().ends_with(['。', '；', '！', '）']) || before.trim().is_empty() || after.trim_start().starts_with(['。', '；']) || after.trim().is_empty();
    if !closes {
        return None;
    }
    let end = strip_notes(content);
    let noted = end < content.len();
    let list = trim_list(content, Span::new(0, end));
    if list.is_empty() {
        return None;
    }
    let members = organization::list(&content[list.start..list.end], span.start + list.start, Strictness::Bare)?;
    // One name in brackets may be a mere explanation (（国务院办公厅）); a list, or a list with its note, is a duty.
    let sentence_ended = before.trim_end().ends_with(['。', '；', '）']) || before.trim().is_empty();
    if members.len() < 2 && !noted && !(sentence_ended && !members[0].collective) {
        return None;
    }
    Some(vec![Part { role: Role::Responsible, members, rule: LISTED, quote: span }])
}

/// Clauses outside brackets: labels on lines of their own or behind a sentence, and duties in running sentences.
fn plain_clauses(text: &str, plain: Span) -> Vec<Clause> {
    let content = &text[plain.start..plain.end];
    let mut found = Vec::new();
    let label = LABEL.captures_iter(content).find(|label| {
        label.name("colon").is_some_and(|colon| colon.as_str() != "为") && {
            let before = &content[..label.get(0).map_or(0, |all| all.start())];
            before.is_empty() || before.ends_with(['。', '；', '\n', '）', '：', ' ', '】'])
        }
    });
    let plain_end = label.as_ref().and_then(|label| label.get(0)).map_or(content.len(), |all| all.start());
    let mut from = 0;
    for (at, c) in content[..plain_end].char_indices().chain([(plain_end, '。')]) {
        if matches!(c, '。' | '；' | '\n') {
            if let Some(clause) = sentence_clause(text, Span::new(from, at).shift(plain.start)) {
                found.push(clause);
            }
            from = at + c.len_utf8();
        }
    }
    if let Some(all) = label.as_ref().and_then(|label| label.get(0)) {
        // The labels of one clause stand one behind the other; what follows the last list is text again.
        let clause_span = Span::new(all.start(), content.len());
        let stop = labels_end(&content[clause_span.start..]) + clause_span.start;
        let span = Span::new(clause_span.start, stop).shift(plain.start);
        if let Some(parts) = labelled_parts(text, span, false) {
            found.push(Clause { span, parts, sentence: false });
        }
        if stop < content.len() && stop > all.start() {
            found.extend(plain_clauses(text, Span::new(plain.start + stop, plain.end)));
        }
    }
    found
}

/// Where a run of labelled lists ends: with the first sentence or line that no label opens.
fn labels_end(content: &str) -> usize {
    let mut end = 0;
    for (at, c) in content.char_indices() {
        if !matches!(c, '。' | '；' | '\n') {
            continue;
        }
        let next = content[at + c.len_utf8()..].trim_start();
        end = at;
        if !LABEL.find(next).is_some_and(|label| label.start() == 0) && !ATTRIBUTE.find(next).is_some_and(|found| found.start() == 0) {
            return at + if c == '\n' { 0 } else { c.len_utf8() };
        }
    }
    content.len().max(end)
}

/// 由甲牵头…; 甲负责…; 甲为牵头单位; 甲要…负责…: a running sentence that gives a duty to who is named in it.
fn sentence_clause(text: &str, sentence: Span) -> Option<Clause> {
    static CUE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"牵头|负责|会同|组织实施|承担|为(?:责任|主管|实施|配合)(?:单位|部门)").expect("the pattern is a constant"));
    let content = &text[sentence.start..sentence.end];
    if !CUE.is_match(content) || content.chars().count() > 400 {
        return None;
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut last_end = 0;
    for verb in VERB.captures_iter(content) {
        let all = verb.get(0)?;
        let word = all.as_str();
        let rest = &content[all.end()..];
        let is_cue = CUE.is_match(word) || verb.name("with").is_some() || (!parts.is_empty() && (verb.name("support").is_some()));
        if !is_cue || all.start() < last_end || is_look_alike(word, rest) {
            continue;
        }
        let with = verb.name("with").is_some() || word.ends_with("会同");
        let role = if verb.name("lead").is_some() || with {
            Role::Lead
        } else if verb.name("support").is_some() {
            Role::Support
        } else {
            Role::Responsible
        };
        if let Some((list, members)) = list_before(content, last_end, all.start()).and_then(|list| duty(content, list, sentence.start)) {
            parts.push(Part { role, members, rule: RUNNING, quote: Span::new(list.start, all.end()).shift(sentence.start) });
            last_end = all.end();
        }
        // 会同 is followed by its list, up to the next verb or the end of the clause.
        if with && !parts.is_empty() {
            if let Some((list, members)) = list_after(content, all.end()).and_then(|list| duty(content, list, sentence.start)) {
                parts.push(Part { role: Role::Support, members, rule: RUNNING, quote: Span::new(all.start(), list.end).shift(sentence.start) });
                last_end = list.end;
            }
        }
    }
    if parts.is_empty() {
        return None;
    }
    support_the_leader(&mut parts);
    Some(Clause { span: sentence, parts, sentence: true })
}

/// The organizations of a list in a sentence, if a duty can be given to all of them.
fn duty(content: &str, list: Span, offset: usize) -> Option<(Span, Vec<Member>)> {
    let members = organization::list(&content[list.start..list.end], offset + list.start, Strictness::Bare)?;
    members.iter().all(|member| is_answerable(&member.mention.name)).then_some((list, members))
}

/// 负责人, 负责同志, 负责解释, 牵头企业: words that look like a duty.
fn is_look_alike(word: &str, rest: &str) -> bool {
    let follows = |openings: &[&str]| openings.iter().any(|opening| rest.starts_with(opening));
    word.ends_with("负责") && follows(&["人", "同志", "解释", "任", "制"]) || word.ends_with("牵头") && follows(&["企业", "单位", "部门", "作用", "人", "抓总"]) || word.ends_with("承担") && follows(&["的", "单位", "能力", "主体"])
}

/// The list that ends where a verb begins: back over “，” as long as what stands before is still a list of organizations.
fn list_before(content: &str, from: usize, to: usize) -> Option<Span> {
    let stretch = trim_list(content, Span::new(from, to));
    if stretch.is_empty() {
        return None;
    }
    let words = &content[stretch.start..stretch.end];
    let mut best = None;
    let openings = std::iter::once(0).chain(words.match_indices(['，', '：', '由']).map(|(at, found)| at + found.len()));
    for opening in openings.collect::<Vec<_>>().into_iter().rev() {
        let candidate = trim_list(words, Span::new(opening, words.len()));
        if candidate.is_empty() {
            continue;
        }
        if organization::list(&words[candidate.start..candidate.end], 0, Strictness::Bare).is_some() {
            best = Some(candidate.shift(stretch.start));
        } else if best.is_some() {
            break;
        }
    }
    best.or_else(|| obliged(words).map(|span| span.shift(stretch.start)))
}

/// The 甲 of “甲要（应、按照…）…负责”: organizations at the head of a sentence that is an order to them.
fn obliged(words: &str) -> Option<Span> {
    let at = ["要", "应当", "应", "须", "按照", "按"].iter().filter_map(|word| words.find(word)).min()?;
    let list = trim_list(words, Span::new(0, at));
    (!list.is_empty() && organization::list(&words[list.start..list.end], 0, Strictness::Bare).is_some()).then_some(list)
}

/// The list behind 会同: up to the first verb, “，” or end.
fn list_after(content: &str, from: usize) -> Option<Span> {
    let rest = &content[from..];
    let mut ends: Vec<usize> = rest.char_indices().filter(|&(_, c)| "，。；".contains(c)).map(|(at, _)| at).collect();
    ends.push(rest.len());
    let mut candidates: Vec<usize> = VERB.find_iter(rest).map(|verb| verb.start()).chain(ends).collect();
    for word in ["制定", "研究", "开展", "建立", "对", "推进", "做好", "加强", "组织", "编制", "完善", "统筹", "出台", "督促"] {
        candidates.extend(rest.match_indices(word).map(|(at, _)| at));
    }
    candidates.sort_unstable();
    for end in candidates {
        let list = trim_list(content, Span::new(from, from + end));
        if !list.is_empty() && organization::list(&content[list.start..list.end], 0, Strictness::Bare).is_some() {
            return Some(list);
        }
    }
    None
}

/// Whether a duty can be given to who is named so in running text: a government's body, not 企业 or 部门 in general.
fn is_answerable(name: &str) -> bool {
    !matches!(name, "企业" | "单位" | "部门" | "机构" | "各级" | "各单位") && !name.ends_with("企业") && !name.ends_with("机构")
}

//! Responsibility: which organization leads, supports or answers for which task.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::{Certainty, Evidence, Extractor, Fact, Inference, Responsibility, Role, Rule, Task};
use crate::mention::organization::Member;
use crate::outline::{Block, BlockId, BlockKind, Document, first_clause, marker};
use crate::text::Span;
use crate::words::Words;
use clause::{Clause, Opening, Part};

mod attribute;
mod clause;
mod table;

/// Reads clauses of responsibility. The specification covers every way of writing.
pub(super) const EXTRACTOR: Extractor = Extractor {
    relation: "responsibility",
    rules: &[
        Rule::new(LABELLED, "units behind a label that tells their part (牵头单位：…；配合单位：…)"),
        Rule::new(VERBAL, "a bracket whose verbs tell the part of each unit (…牵头，…配合)"),
        Rule::new(LISTED, "a bracket that holds units and nothing else, behind what they are to do"),
        Rule::new(RUNNING, "a running sentence that gives a task to units (由…牵头，会同…)"),
        Rule::new(FIRST_LISTED, "a list of units, and a note by which the first of a list leads"),
        Rule::new(HEADED, "an item under a heading, or behind a colon, that names a body and nothing else"),
        Rule::new(TABLE, "the row of a table of duties"),
    ],
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

/// 一、市教育局 over 1．新建学校…: a heading that names who answers for what stands under it.
const HEADED: &str = "body-heading";
/// The row of a table of duties (序号｜任务｜牵头单位｜配合单位｜完成时限).
const TABLE: &str = "duty-table";

/// A note that says which unit of a list leads.
#[derive(Clone, Copy, Debug)]
struct Note {
    span: Span,
    /// Where it holds: everywhere for a note of its own and for one that says 下同, in its own clause else.
    scope: Span,
    /// Whether all before the first “，” lead (“逗号前面的为牵头单位”), or only the first.
    first_group: bool,
}

fn extract(document: &Document, facts: &mut Vec<Fact>) {
    let text = document.text.as_str();
    let mut duties = Vec::new();
    let mut notes = notes(text);
    notes.retain(|note| document.text.source_range(note.span).is_some());
    let certainty = if document.text.is_reordered() { Certainty::Inferred(Inference::Reordered) } else { Certainty::Stated };
    for (index, block) in document.blocks.iter().enumerate() {
        if let BlockKind::Table(place) = block.kind {
            table::duties(document, &document.tables[place as usize], BlockId(index as u32), &notes, &mut duties);
        }
    }
    for Assigned { clause, block, task, stretch } in assigned(document) {
        let deadline = attribute::deadline(text, stretch, clause.span);
        let official = attribute::official(text, stretch);
        for (part, note) in with_notes(clause, &notes) {
            for member in part.members {
                let Some(quote) = shown(document, part.quote, member.mention.span) else { continue };
                let rule = if note.is_some() { FIRST_LISTED } else { part.rule };
                let evidence = Evidence { quote, block, note, rule, certainty };
                duties.push(Fact::Responsibility(Responsibility {
                    role: part.role,
                    organization: member.mention,
                    task: task.clone(),
                    deadline: deadline.clone(),
                    official: official.clone(),
                    evidence,
                }));
            }
        }
    }
    headed(document, certainty, &mut duties);
    opened(document, certainty, &mut duties);
    facts.append(&mut duties);
}

/// Whether a heading over a block, or the title, says that tasks are shared out.
fn shares_out(document: &Document, id: BlockId, words: &Words) -> bool {
    document.ancestors(id).any(|above| words.occur_in(document.text.slice(document.block(above).title)))
        || document.head.title.as_ref().is_some_and(|title| words.occur_in(&title.value))
}

/// Which blocks have a duty, by their places.
fn answered(document: &Document, facts: &[Fact]) -> Vec<bool> {
    let mut answered = vec![false; document.blocks.len()];
    for fact in facts {
        if let Fact::Responsibility(duty) = fact {
            answered[duty.evidence.block.0 as usize] = true;
        }
    }
    answered
}

/// Where the paragraphs behind a block end, and the next block of another kind begins.
fn behind_paragraphs(document: &Document, from: usize) -> usize {
    let next = document.blocks[from..].iter().position(|next| next.kind != BlockKind::Paragraph);
    next.map_or(document.blocks.len(), |next| from + next)
}

/// Adds the duties of bodies that open lines of their own (市公安局：依法打击…), where duties are shared out or several lines do so, one of them with a duty that
/// a verb gives.
fn opened(document: &Document, certainty: Certainty, facts: &mut Vec<Fact>) {
    static SHARES: Words = Words::new(&["分工", "职责", "责任分解", "任务分解"]);
    let text = document.text.as_str();
    let answered = answered(document, facts);
    let mut lines: Vec<(BlockId, Opening, bool)> = Vec::new();
    // How many lines of a section a body opens, and whether one of them has a duty.
    let mut beside: HashMap<Option<BlockId>, (usize, bool)> = HashMap::new();
    let mut taken = 0;
    for (index, block) in document.blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Table(_)) || index < taken {
            continue;
        }
        let id = BlockId(index as u32);
        // （五）市卫生健康委。开展监测: the heading and what stands behind it on its line.
        let rest = document.blocks.get(index + 1).filter(|next| next.parent == Some(id) && next.kind == BlockKind::Paragraph);
        let rest = rest.filter(|next| !text[block.span.start..next.span.start].contains('\n'));
        let whole = Span::new(block.span.start, rest.map_or(block.span.end, |rest| rest.span.end));
        let Some(line) = clause::opening_body(text, whole) else { continue };
        taken = index + 1 + usize::from(rest.is_some());
        let is_answered = answered[index..taken].contains(&true);
        let (lines_beside, one_answered) = beside.entry(block.parent).or_default();
        *lines_beside += 1;
        *one_answered |= is_answered;
        lines.push((id, line, is_answered));
    }
    for (id, line, is_answered) in &lines {
        let (lines_beside, one_answered) = beside[&document.block(*id).parent];
        let among = lines_beside >= 3 && one_answered;
        if *is_answered || !(among || lines_beside >= 2 && shares_out(document, *id, &SHARES)) {
            continue;
        }
        let Some(task) = task(text, line.duty, *id) else { continue };
        let role = clause::role_in_item(&task.name);
        let quote = Span::new(line.whole.start, line.duty.end);
        facts.extend(by_bodies(document, &line.members, role, &task, quote, *id, certainty));
    }
}

/// Adds the items under headings that name a body and nothing else, in a document or a section that shares tasks out.
fn headed(document: &Document, certainty: Certainty, facts: &mut Vec<Fact>) {
    static SHARES: Words = Words::new(&["分工", "分解", "责任", "职责", "任务", "清单"]);
    let text = document.text.as_str();
    let headings = || document.blocks.iter().enumerate().filter(|(_, block)| matches!(block.kind, BlockKind::Heading { .. }));
    let names: HashMap<BlockId, (Vec<Member>, Option<Role>)> = headings()
        .filter(|(_, block)| block.title.end - block.title.start <= LONGEST_LIST_HEADING)
        .filter_map(|(index, block)| {
            let (_, members, role) = clause::bodies_of_heading(text, block.title)?;
            Some((BlockId(index as u32), (members, role)))
        })
        // 市教育局工作职责：: the heading itself says that duties follow; 成员单位职责 names nobody.
        .filter(|(id, (members, _))| {
            let own = document.text.slice(document.block(*id).title).contains("职责") && members.iter().all(|member| !member.collective);
            own && !members.iter().any(|member| member.mention.name.ends_with("单位")) || shares_out(document, *id, &SHARES)
        })
        .collect();
    // One heading alone may be about the body.
    if names.values().all(|(_, role)| role.is_none()) && names.len() < 2 {
        return;
    }
    let answered = answered(document, facts);
    for (index, item) in headings() {
        let Some((heading, (members, role))) = item.parent.and_then(|parent| names.get_key_value(&parent)) else { continue };
        let id = BlockId(index as u32);
        let next = behind_paragraphs(document, index + 1);
        if names.contains_key(&id) || answered[index..next].contains(&true) {
            continue;
        }
        let end = document.blocks.get(next).map_or(text.len(), |next| next.span.start);
        let Some(task) = heading_task(document, id, Span::new(end, end)) else { continue };
        let role = role.unwrap_or_else(|| clause::role_in_item(&task.name));
        facts.extend(by_bodies(document, members, role, &task, document.block(*heading).title, *heading, certainty));
    }
}

/// One task of bodies that stand alone, behind a heading or before a colon.
fn by_bodies(
    document: &Document,
    members: &[Member],
    role: Role,
    task: &Task,
    quote: Span,
    block: BlockId,
    certainty: Certainty,
) -> impl Iterator<Item = Fact> {
    members.iter().filter_map(move |member| {
        let quote = shown(document, quote, member.mention.span)?;
        Some(Fact::Responsibility(Responsibility {
            role,
            organization: member.mention.clone(),
            task: Some(task.clone()),
            deadline: None,
            official: None,
            evidence: Evidence { quote, block, note: None, rule: HEADED, certainty },
        }))
    })
}

/// In bytes: some forty characters.
const LONGEST_LIST_HEADING: usize = 120;

/// A clause, the block in which it stands, and the task that it governs.
struct Assigned {
    clause: Clause,
    block: BlockId,
    task: Option<Task>,
    /// The text that it governs, with the attributes behind it.
    stretch: Span,
}

/// The clauses of a document with their tasks.
///
/// The first clause of an item governs the item: its task is the heading, or the first clause of the sentence that is all of the item.
/// Each later one governs the stretch since the clause before it. Clauses that stand side by side, as labels on lines of their own do, are one.
fn assigned(document: &Document) -> Vec<Assigned> {
    let text = document.text.as_str();
    let mut found: Vec<Assigned> = Vec::new();
    let mut item = None;
    let (mut first, mut stretch_from) = (true, 0);
    // The sentence that took the item's heading from amid its text, which a clause that closes the item takes back.
    let mut amid: Option<usize> = None;
    let mut taken = 0; // the blocks before this are read
    for (index, block) in document.blocks.iter().enumerate() {
        if block.kind != BlockKind::Paragraph || index < taken {
            continue;
        }
        let mut paragraph = block.span;
        taken = index + 1;
        // 责任单位：⏎市财政局: a list that stands, or goes on, in the lines behind its label.
        while let Some(next) = document.blocks.get(taken).filter(|next| next.kind == BlockKind::Paragraph)
            && clause::goes_on_behind(document.text.slice(paragraph))
        {
            paragraph.end = next.span.end;
            taken += 1;
        }
        let id = BlockId(index as u32);
        if block.parent.is_none() || item != block.parent {
            // Text without any heading: a line of labels still belongs to the paragraph before it.
            let labels_only = block.parent.is_none() && item.is_none() && clause::opens_with_label(document.text.slice(block.span));
            if !labels_only {
                (item, first, stretch_from, amid) = (block.parent, true, block.span.start, None);
            }
        }
        let head = head_sentence(document, index);
        if head.is_some() {
            (first, stretch_from, amid) = (true, block.span.start, None);
        }
        let mut clauses = clause::clauses(text, paragraph);
        // （二）市教育局。负责…: who answers is the heading.
        if let Some(heading) = block.parent.filter(|heading| heading.0 + 1 == id.0).map(|heading| document.block(heading).title) {
            if let Some(clause) = clause::duty_of_heading(text, heading, paragraph) {
                clauses.retain(|other| other.span.start >= clause.span.end);
                clauses.insert(0, clause);
            } else if clauses.is_empty() && text.get(heading.end..paragraph.start).is_some_and(|between| !between.contains('\n')) {
                clauses.extend(clause::closing_list(text, paragraph)); // （1）新建学校5所。市教育局
            }
        }
        if clauses.is_empty() {
            continue;
        }
        let end = document.blocks[taken..].iter().find(|next| next.kind != BlockKind::Paragraph).map_or(text.len(), |next| next.span.start);
        for clause in clauses {
            let between = &text[stretch_from.min(clause.span.start)..clause.span.start];
            if let Some(last) =
                found.last_mut().filter(|last| !first && !clause.sentence && !last.clause.sentence && clause::is_joint(between))
            {
                stretch_from = clause.span.end;
                last.clause.join(clause);
                last.stretch.end = attribute::end_of_attributes(text, stretch_from, end);
                continue;
            }
            let closes = amid.take_if(|_| !clause.sentence);
            if let Some(sentence) = closes {
                let Assigned { clause, block, .. } = &found[sentence];
                found[sentence].task = stretch_task(text, clause.span, *block);
                first = true;
            }
            let start = match item.filter(|_| first && head.is_none()) {
                Some(heading) => document.block(heading).span.start,
                None => stretch_from,
            };
            let stretch = Span::new(start.min(clause.span.start), attribute::end_of_attributes(text, clause.span.end, end));
            let own = Some(&clause).filter(|clause| clause.sentence).and_then(|clause| clause.topic(text));
            let task = match item.filter(|_| first) {
                _ if clause.sentence && governs_section(&text[clause.span.start..clause.span.end]) => {
                    section(document, id, text[clause.span.start..].trim_start().starts_with('本'))
                        .and_then(|heading| heading_task(document, heading, clause.span))
                }
                _ if clause.of_heading => stretch_task(text, clause.span, id),
                _ if own.is_some() => own.and_then(|own| stretch_task(text, own, id)),
                _ if first && head.is_some() => head.and_then(|head| self::task(text, head, id)),
                Some(heading) if is_beside_a_running_heading(document, heading, id, &clause) => stretch_task(text, clause.span, id),
                Some(heading) if !is_the_clause_itself(document, heading, &clause) => heading_task(document, heading, clause.span),
                _ if clause.sentence => stretch_task(text, clause.behind_bare_duties(text), id),
                _ => stretch_task(text, Span::new(stretch_from, clause.span.start), id),
            };
            let body = text[block.span.start..clause.span.start.max(block.span.start)].trim();
            if first && item.is_some() && clause.sentence && !body.is_empty() {
                amid = Some(found.len());
            }
            first = false;
            stretch_from = clause.span.end;
            found.push(Assigned { clause, block: id, task, stretch });
        }
    }
    found.iter_mut().for_each(|assigned| assigned.clause.settle());
    found
}

/// The short sentence with which a paragraph without a number opens as with a heading (加强组织协调。…), where another under the same heading does so too.
fn head_sentence(document: &Document, index: usize) -> Option<Span> {
    let head = |block: &Block| {
        let text = document.text.as_str();
        let own_line = block.kind == BlockKind::Paragraph && (block.span.start == 0 || text[..block.span.start].ends_with('\n'));
        let content = Some(&text[block.span.start..block.span.end]).filter(|_| own_line)?;
        let opening = &content[..content.floor_char_boundary(LONGEST_HEAD_SENTENCE + '。'.len_utf8())];
        let end = opening.find('。').filter(|&end| end + '。'.len_utf8() < content.len())?;
        let is_head = !content[..end].contains(['，', '：', '；', '（', '《'])
            && !["负责", "牵头", "承担", "会同"].iter().any(|verb| content[..end].contains(verb));
        is_head.then(|| Span::new(block.span.start, block.span.start + end))
    };
    let block = &document.blocks[index];
    let found = head(block)?;
    let siblings = document.blocks.iter().enumerate().filter(|(other, sibling)| *other != index && sibling.parent == block.parent);
    siblings.take(40).any(|(_, sibling)| head(sibling).is_some()).then_some(found)
}

/// In bytes: some sixteen characters.
const LONGEST_HEAD_SENTENCE: usize = 48;

/// 本节任务由…, 以上工作由…: a sentence that is told of all that the section holds.
fn governs_section(sentence: &str) -> bool {
    ["本节", "本章", "本部分", "以上", "上述"].iter().any(|opening| sentence.trim_start().starts_with(opening)) && sentence.contains('由')
}

/// The heading of the section that a paragraph closes, or opens right behind the heading.
fn section(document: &Document, id: BlockId, may_open: bool) -> Option<BlockId> {
    let parent = document.block(id).parent?;
    if may_open && parent.0 + 1 == id.0 { Some(parent) } else { document.block(parent).parent.or(Some(parent)) }
}

/// The quote, or the unit's own name where the quote crosses a seam of a reordered source.
fn shown(document: &Document, quote: Span, name: Span) -> Option<Span> {
    [quote, name].into_iter().find(|&span| document.text.source_range(span).is_some())
}

/// Whether a sentence opens a later paragraph of an item that has no heading of its own (第三条　甲是责任主体。… over 乙部门负责…): it says itself what is to be done.
fn is_beside_a_running_heading(document: &Document, heading: BlockId, id: BlockId, clause: &Clause) -> bool {
    let running = document.blocks.get(heading.0 as usize + 1).is_some_and(|body| body.span.start == document.block(heading).title.start);
    let opens = clause.parts.first().is_some_and(|part| {
        let before = &document.text.as_str()[document.block(id).span.start..part.quote.start.max(document.block(id).span.start)];
        before.trim().is_empty()
    });
    running && clause.sentence && id.0 > heading.0 + 1 && opens
}

/// Whether an item's title is only the sentence that gives the duty (第五条　市财政局负责…), so that it names no task beside it.
fn is_the_clause_itself(document: &Document, heading: BlockId, clause: &Clause) -> bool {
    clause.sentence && clause.span.contains(document.block(heading).title)
}

/// The heading as a task; its first clause, where the heading is one running sentence and all that the item says.
fn heading_task(document: &Document, heading: BlockId, clause: Span) -> Option<Task> {
    let text = document.text.as_str();
    let block = document.block(heading);
    let mut title = Span::new(block.title.start, block.title.end.min(clause.start).max(block.title.start));
    if text[title.end.min(clause.start)..clause.start].trim_matches(|c: char| c.is_whitespace() || c == '。').is_empty() {
        title.start += attribute::opening(&text[title.start..title.end]);
        title.end = title.start + first_clause(&text[title.start..title.end]);
    }
    task(text, title, heading)
}

/// The first clause of a stretch as a task.
fn stretch_task(text: &str, stretch: Span, block: BlockId) -> Option<Task> {
    let content = &text[stretch.start..stretch.end];
    let opening = content.len() - content.trim_start_matches(|c: char| c.is_whitespace() || "。；，、：）〕.—".contains(c)).len();
    let rest = &content[opening..];
    let marker = marker::at_start(rest).map_or(0, |marker| marker.len);
    let limit = attribute::opening(&rest[marker..]);
    let mut rest = &rest[marker + limit..];
    let mut start = stretch.start + opening + marker + limit;
    // 任务一：推进教育发展
    if let Some(behind) = rest.strip_prefix("任务").and_then(|rest| rest.split_once('：')).filter(|(number, _)| number.chars().count() <= 3)
    {
        start += rest.len() - behind.1.len();
        rest = behind.1;
    }
    // 在省委领导下，甲负责…: under whom it is done is not what is done.
    let under = &rest[..first_clause(rest)];
    if under.starts_with('在')
        && ["领导下", "指导下", "指挥下", "支持下", "配合下"].iter().any(|end| under.ends_with(end))
        && let Some(behind) = rest[under.len()..].strip_prefix('，')
    {
        start += rest.len() - behind.len();
        rest = behind;
    }
    let end = first_clause(rest);
    // 市气象局：负责…: who does it is named before what is to be done.
    if let Some(duty) = rest[end..].strip_prefix('：').filter(|duty| !duty.trim_start().is_empty() && clause::is_list(&rest[..end])) {
        let start = start + end + '：'.len_utf8();
        return task(text, Span::new(start, start + first_clause(duty)), block);
    }
    task(text, Span::new(start, start + end), block)
}

fn task(text: &str, span: Span, block: BlockId) -> Option<Task> {
    let mut name = Cow::Borrowed(&text[span.start..span.end]);
    if name.contains(char::is_whitespace) {
        // A space that parts two Chinese words is no part of a name; one between two Latin words is.
        let mut joined = String::with_capacity(name.len());
        for c in name.chars() {
            if !c.is_whitespace() || joined.ends_with(|last: char| last.is_ascii_alphanumeric()) {
                joined.push(if c == '\n' { ' ' } else { c });
            }
        }
        name = Cow::Owned(joined);
    }
    let name = name.trim().trim_end_matches(['。', '，', '；', '：', '、']);
    name.chars().nth(1).is_some().then(|| Task { name: name.to_owned(), span, block })
}

/// Splits the parts of a clause as the notes in force demand: who stands first leads, the others support.
fn with_notes(clause: Clause, notes: &[Note]) -> Vec<(Part, Option<Span>)> {
    let undivided = !clause.sentence && clause.parts.iter().all(|part| part.role == Role::Responsible);
    let note =
        notes.iter().find(|note| note.scope.contains(Span::new(clause.span.start, clause.span.start)) || note.scope.contains(clause.span));
    let (Some(note), true) = (note, undivided) else { return clause.parts.into_iter().map(|part| (part, None)).collect() };
    let mut divided = Vec::new();
    for (index, mut part) in clause.parts.into_iter().enumerate() {
        let collective_first = part.members.first().is_some_and(|member| member.collective);
        if collective_first && index == 0 {
            let others = part.members.split_off(1);
            divided.push((part.clone(), None));
            if !others.is_empty() {
                divided.push((Part { role: Role::Support, members: others, ..part }, Some(note.span)));
            }
            continue;
        }
        if index > 0 || part.members.is_empty() {
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
        Regex::new(r"(?:(?:排|列|位列|排列|排名|排序|列在|排在|列于|居|名列)(?:在|名|序)?(?:第一位?|首位|最前面?|前面)(?:位|个|名|的|者)?|第一[个家位]?|首[个家位])(?:的)?(?:责任)?(?:单位|部门)?(?:的)?(?:(?:即|均|作)?[为是](?:该项)?(?:工作|任务)?(?:的)?(?:总?牵头|主办|主要责任|主责)(?:或汇总|或主办|、汇总|责任|负责)?(?:单位|部门)|(?:负责|进行)?牵头(?:负责|组织)?)|(?:逗号|分号)前面?的?(?:单位|部门)?[为是](?:牵头|主办)(?:单位|部门)")
            .expect("the pattern is a constant")
    });
    NOTE.find_iter(text)
        .map(|found| {
            let span = Span::new(found.start(), found.end());
            let before = &text[..found.start()];
            let after = &text[found.end()..];
            // A note inside the bracket of a clause holds there, and everywhere where it says 下同 (what stands before names one body each); one outside
            // holds everywhere.
            let opened = before.rfind(['（', '〔', '(', '[']).filter(|&at| !before[at..].contains(['）', '〕', ')', ']', '。', '\n']));
            let sentence: String = after.chars().take_while(|c| !matches!(c, '）' | '。' | '\n')).collect();
            let scope = match opened {
                Some(_) if sentence.contains("下同") => Span::new(0, text.len()),
                Some(at) if before[at..].chars().any(|c| c == '、') => Span::new(at, found.end() + sentence.len() + '）'.len_utf8()),
                _ => Span::new(0, text.len()),
            };
            Note { span, scope, first_group: found.as_str().starts_with(['逗', '分']) }
        })
        .collect()
}

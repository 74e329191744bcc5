//! Tables of duties: 序号｜任务｜牵头单位｜配合单位｜完成时限.

use super::clause::{self, Clause, Part};
use super::{Note, TABLE, attribute, task, with_notes};
use crate::extract::{Certainty, Evidence, Fact, Inference, Responsibility, Role};
use crate::mention::organization::{self, Prefix, Strictness};
use crate::outline::{BlockId, Column, ColumnKind, Document, Table, marker};
use crate::text::Span;

/// Adds the duties of a table: each unit of a row with the task of the row.
pub(super) fn duties(document: &Document, table: &Table, block: BlockId, notes: &[Note], facts: &mut Vec<Fact>) {
    let text = document.text.as_str();
    // 目标｜主要任务: the goals are no task where another column is.
    let is_task =
        |column: &Column| column.kind == ColumnKind::Task && !text[column.label.start..column.label.end].trim_end().ends_with("目标");
    let task_column = || table.columns.iter().position(is_task).or_else(|| table.column(ColumnKind::Task));
    let Some(tasks) = table.column(ColumnKind::Measure).or_else(task_column) else { return };
    let summary = table.column(ColumnKind::Task).filter(|_| table.columns[tasks].kind == ColumnKind::Measure);
    let units: Vec<(usize, Role)> =
        table.columns.iter().enumerate().filter_map(|(place, column)| Some((place, role(table, column.kind)?))).collect();
    if units.is_empty() {
        return;
    }
    let said = |cell: Option<Span>| cell.map(|cell| &text[cell.start..cell.end]);
    let kept: Vec<usize> =
        units.iter().map(|(place, _)| *place).chain(table.column(ColumnKind::Deadline)).chain(table.column(ColumnKind::Official)).collect();
    let mut above: Vec<Option<Span>> = vec![None; table.columns.len()];
    for row in &table.rows {
        let mut cells = row.cells.clone();
        // A measure alone shares the units of the one above it; 同上 says so.
        let alone = summary.is_some() && cells[tasks].is_some() && kept.iter().all(|&place| cells[place].is_none());
        for &place in &kept {
            if alone || said(cells[place]).is_some_and(|words| matches!(words.trim(), "同上" | "〃" | "\"")) {
                cells[place] = above[place];
            }
        }
        let Some(cell) = cells[tasks].or_else(|| summary.and_then(|place| cells[place])) else { continue };
        let number = marker::at_start(&text[cell.start..cell.end]).map_or(0, |marker| marker.len);
        let Some(task) = task(text, Span::new(cell.start + number, cell.end), block) else { continue };
        let deadline = table
            .column(ColumnKind::Deadline)
            .and_then(|place| cells[place])
            .and_then(|cell| attribute::field(&text[cell.start..cell.end], cell.start));
        let official = table.column(ColumnKind::Official).and_then(|place| attribute::name(said(cells[place])?));
        let parts: Vec<Part> =
            units.iter().filter_map(|&(place, role)| Some(unit_parts(text, cells[place]?, role, table.flattened))).flatten().collect();
        above = cells;
        let Some(first) = parts.first() else { continue };
        let mut clause = Clause { span: first.quote, parts, sentence: false, of_heading: false };
        clause.settle();
        let header = units.iter().map(|&(place, _)| table.columns[place].label);
        let note = notes.iter().find(|note| header.clone().any(|label| label.contains(note.span))).copied();
        let here: Vec<Note> =
            note.map(|note| Note { scope: Span::new(0, text.len()), ..note }).into_iter().chain(notes.iter().copied()).collect();
        let certainty = if table.flattened { Certainty::Inferred(Inference::Flattened) } else { Certainty::Stated };
        for (part, note) in with_notes(clause, &here) {
            for member in part.members {
                let Some(quote) = super::shown(document, part.quote, member.mention.span) else { continue };
                let evidence = Evidence { quote, block, note, rule: TABLE, certainty };
                facts.push(Fact::Responsibility(Responsibility {
                    role: part.role,
                    organization: member.mention,
                    task: Some(task.clone()),
                    deadline: deadline.clone(),
                    official: official.clone(),
                    evidence,
                }));
            }
        }
    }
}

/// What the units of a column are; those of 责任单位 beside 牵头单位 support it.
fn role(table: &Table, kind: ColumnKind) -> Option<Role> {
    match kind {
        ColumnKind::Lead => Some(Role::Lead),
        ColumnKind::Support => Some(Role::Support),
        ColumnKind::Responsible if table.column(ColumnKind::Lead).is_some() => Some(Role::Support),
        ColumnKind::Responsible => Some(Role::Responsible),
        _ => None,
    }
}

/// The units of a cell, by the verbs and marks in it (甲牵头，乙配合; 甲（牵头）、乙) or by its column.
fn unit_parts(text: &str, cell: Span, role: Role, flattened: bool) -> Vec<Part> {
    let content = &text[cell.start..cell.end];
    if attribute::is_nothing(content) {
        return Vec::new();
    }
    if let Some(parts) = clause::verbal_parts(text, cell) {
        return parts.into_iter().map(|part| Part { rule: TABLE, ..part }).collect();
    }
    // 商务部会同海关总署
    if let Some((leader, others)) = content.split_once("会同") {
        let half = |words: &str, role| {
            let start = cell.start + (words.as_ptr() as usize - content.as_ptr() as usize);
            let members = organization::list(words, start, Strictness::Labelled, &mut Prefix::default())?;
            Some(Part { role, members, rule: TABLE, quote: cell, own_duty: false })
        };
        return half(leader, Role::Lead).into_iter().chain(half(others, Role::Support)).collect();
    }
    let joined = if flattened || content.contains('\n') { join_lines(content) } else { content.to_owned() };
    let Some(members) = organization::list(&joined, cell.start, Strictness::Labelled, &mut Prefix::default()) else { return Vec::new() };
    clause::by_marks(Part { role, members, rule: TABLE, quote: cell, own_duty: false })
}

/// A cell whose names run over the end of a line: the line break goes where no body's name ends before it. The bytes stay where they were.
fn join_lines(content: &str) -> String {
    // 市⏎监⏎察⏎局, 市政⏎府办⏎公厅: a column so narrow that no line of it is a name.
    let narrow = |line: &str| line.trim().chars().count() <= 3;
    let lines = content.lines().count();
    if lines > 1 && content.lines().take(lines - 1).all(narrow) && !content.lines().all(|line| organization::ends_as_body(line.trim())) {
        return content.replace('\n', "\u{b}");
    }
    let mut joined = String::with_capacity(content.len());
    for c in content.chars() {
        let ends = || {
            joined.ends_with(['、', '，', '；'])
                || organization::ends_as_body(joined.rsplit(['、', '，', '；', '\n']).next().unwrap_or_default())
        };
        // A vertical tab is white space that parts no list.
        let mark = if c == '\n' && !ends() { '\u{b}' } else { c };
        joined.push(mark);
    }
    joined
}

//! What bodies had to do, year by year, through all their names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use maud::{Markup, html};

use super::Bodies;
use super::chart::{Chart, Figure, Line as TableLine, Mark, Notes, left_out, marked};
use super::fact::{Fact, What};
use super::words::{ROLES, Words, cut, ems, name, number, place_of, role, roles, words};

/// The tasks of a year by role, each with its mark.
type ByRole<'f> = [(BTreeSet<&'f str>, Mark); 3];

const ROW: f64 = 40.0;
const BAR: f64 = 30.0;
const FONT: f64 = 12.0;

/// A body through its names: what became of what.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The names with the years from and until which they held, where the graph knows them; the oldest first.
    pub names: Vec<(Arc<str>, Option<i32>, Option<i32>)>,
    /// Which name gave way to which, and when.
    pub changes: BTreeSet<(Arc<str>, Arc<str>, i32)>,
}

pub struct Timeline {
    pub rows: Vec<Row>,
    /// From row, to row, year.
    changes: Vec<(usize, usize, i32)>,
    years: (i32, i32),
}

/// A name.
pub struct Row {
    short: Words,
    full: Arc<str>,
    from: Option<i32>,
    until: Option<i32>,
    /// Whether it is the first of its line.
    first: bool,
    pub bars: Vec<Bar>,
}

/// The duties of a year, in one role.
pub struct Bar {
    year: i32,
    counts: [usize; 3],
    part: usize,
    pub mark: Mark,
}

/// The lines, one row a name that has duties; all names of a line that was asked for.
pub fn timeline(facts: &[Fact], bodies: &Bodies, lines: &[Line], all_names: bool) -> Option<Chart> {
    let mut duties: BTreeMap<&str, BTreeMap<i32, ByRole<'_>>> = BTreeMap::new();
    let mut undated = BTreeSet::new();
    let known: BTreeSet<&str> = lines.iter().flat_map(|line| &line.names).map(|(name, ..)| &**name).collect();
    for (index, fact) in facts.iter().enumerate() {
        let What::Duty { organization, role, node, .. } = &fact.what else { continue };
        if !known.contains(&**organization) {
            continue;
        }
        let Some(year) = fact.year() else {
            undated.insert(&fact.evidence.document);
            continue;
        };
        let (tasks, mark) = &mut duties.entry(organization).or_default().entry(year).or_default()[place_of(*role)];
        tasks.insert(node);
        mark.add(index);
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut changes = Vec::new();
    for line in lines {
        let begin = rows.len();
        for (full, from, until) in &line.names {
            let years = duties.remove(&**full).unwrap_or_default();
            if years.is_empty() && !all_names {
                continue;
            }
            let bars = years.into_iter().flat_map(|(year, parts)| {
                let counts = [&parts[0], &parts[1], &parts[2]].map(|(tasks, _)| tasks.len());
                parts.into_iter().enumerate().filter(|(_, (tasks, _))| !tasks.is_empty()).map(move |(part, (tasks, mark))| Bar {
                    year,
                    counts,
                    part,
                    mark: labelled(mark, full, year, part, tasks.len()),
                })
            });
            let bars: Vec<Bar> = bars.collect();
            // Another body became part of one that was there before.
            let from = from.filter(|from| bars.iter().all(|bar| bar.year >= *from));
            let first = rows.len() == begin;
            rows.push(Row { short: name(bodies.short(full)), full: full.clone(), from, until: *until, first, bars });
        }
        let row = |name: &str| rows[begin..].iter().position(|row| &*row.full == name).map(|row| row + begin);
        changes.extend(line.changes.iter().filter_map(|(before, after, year)| Some((row(before)?, row(after)?, *year))));
    }
    let dated = rows.iter().flat_map(|row| &row.bars).map(|bar| bar.year).chain(changes.iter().map(|(.., year)| *year));
    let (first, last) = (dated.clone().min()?, dated.max()?);
    let busiest =
        rows.iter().flat_map(|row| row.bars.iter().map(move |bar| (row, bar))).max_by_key(|(_, bar)| bar.counts.iter().sum::<usize>());
    let lead = busiest.map(|(row, bar)| {
        let said = roles(bar.counts);
        words(
            format!("任务最多的一年：{} {} 年，{}。", row.full, bar.year, said.zh),
            format!("The busiest year: {} in {}, {}.", row.full, bar.year, said.en),
        )
    });
    let mut notes = vec![words(
        "每个名称一行，横带为该名称存在的年份，虚线为更名、合并或拆分；柱高为当年文件中的任务数。",
        "One row a name: the band shows the years in which it held, a dashed line a renaming, merger or split; a bar counts the tasks in the documents of a year.",
    )];
    if !all_names {
        notes.extend(left_out(&[(bodies.beyond, "个任务较少的单位", "bodies with fewer tasks")]));
    }
    notes.extend(bodies.note());
    if !undated.is_empty() {
        notes.push(words(
            format!("{} 份文件没有日期，未画出。", undated.len()),
            format!("Documents without a date are not drawn: {}.", undated.len()),
        ));
    }
    Some(Chart {
        name: "timeline",
        title: words("各年承担的任务", "Duties through the years"),
        lead: lead.into_iter().collect(),
        notes,
        figure: Figure::Timeline(Timeline { rows, changes, years: (first, last) }),
    })
}

fn labelled(mut mark: Mark, full: &str, year: i32, part: usize, tasks: usize) -> Mark {
    let kind = role(ROLES[part]);
    mark.label = words(format!("{full} {year} 年：{} {tasks} 项", kind.zh), format!("{full} {year}: {} {tasks}", kind.en));
    mark
}

impl Timeline {
    pub fn draw(&self, notes: Option<&Notes>) -> (f64, f64, Markup) {
        const NAME: f64 = 20.0;
        let (first, last) = self.years;
        let years = f64::from(last - first + 1);
        let left = self.rows.iter().map(|row| ems(&cut(&row.short.zh, NAME))).fold(0.0, f64::max) * FONT + 16.0;
        let step = (720.0 / years).clamp(34.0, 90.0);
        let top = 48.0;
        let x = |year: i32| left + f64::from(year - first) * step;
        let y = |row: usize| top + row as f64 * ROW;
        let most = self.rows.iter().flat_map(|row| &row.bars).map(|bar| bar.counts.iter().sum::<usize>()).max().unwrap_or(1) as f64;
        let (width, bottom) = (left + years * step + 12.0, y(self.rows.len()));
        let height = |tasks: usize| (BAR * tasks as f64 / most).max(2.0);
        let body = html! {
            @for (part, kind) in ROLES.into_iter().enumerate() {
                rect class=(kind.name()) x=(number(left + part as f64 * 110.0)) y="6" width="12" height="12" rx="2" {}
                (role(kind).at(left + part as f64 * 110.0 + 18.0, 16.5, ""))
            }
            @for year in first..=last {
                line class="rule" x1=(number(x(year))) x2=(number(x(year))) y1=(number(top - 6.0)) y2=(number(bottom)) {}
                text class="middle quiet" x=(number(x(year) + step / 2.0)) y=(number(top - 10.0)) { (year) }
            }
            @for (row, item) in self.rows.iter().enumerate() {
                @let from = item.from.unwrap_or(first).clamp(first, last);
                @let until = item.until.map_or(last + 1, |until| until.clamp(first, last + 1));
                @if item.first && row > 0 { line class="rule" x1="0" x2=(number(width)) y1=(number(y(row))) y2=(number(y(row))) {} }
                (Words { zh: cut(&item.short.zh, NAME), en: cut(&item.short.en, NAME) }.at(left - 8.0, y(row) + 25.0, "end"))
                rect class="band" x=(number(x(from))) y=(number(y(row) + ROW - 6.0)) width=(number((x(until) - x(from)).max(2.0))) height="4" {}
            }
            @for (from, to, year) in &self.changes {
                path class="change" d={ "M" (number(x(*year))) " " (number(y(*from) + ROW - 4.0)) "V" (number(y(*to) + ROW - 4.0)) } {}
            }
            @for (row, item) in self.rows.iter().enumerate() {
                @for bar in &item.bars {
                    @let below: usize = bar.counts[..bar.part].iter().sum();
                    @let (size, base) = (height(bar.counts[bar.part]), if below == 0 { 0.0 } else { height(below) });
                    (marked(&bar.mark, notes, "", html! {
                        rect class=(ROLES[bar.part].name()) x=(number(x(bar.year) + step / 2.0 - 9.0)) y=(number(y(row) + ROW - 6.0 - base - size)) width="18" height=(number(size)) {}
                    }))
                }
            }
        };
        (width, bottom + 8.0, body)
    }

    pub fn table(&self) -> (Vec<Words>, Vec<TableLine>) {
        let heads = vec![words("单位", "body"), words("年份", "year"), words("角色", "role"), words("任务数", "tasks")];
        let lines = self.rows.iter().flat_map(|row| {
            row.bars.iter().map(|bar| TableLine {
                cells: vec![name(&row.full), name(&bar.year.to_string()), role(ROLES[bar.part]), name(&bar.counts[bar.part].to_string())],
                mark: bar.mark.clone(),
            })
        });
        (heads, lines.collect())
    }
}

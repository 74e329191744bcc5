//! A heat map: rows, columns, and in each cell how much there is.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use maud::{Markup, html};

use super::Bodies;
use super::chart::{Chart, Figure, Line, Mark, Notes, left_out, marked};
use super::fact::{Amount, Fact, What, measured};
use super::words::{Words, cut, ems, name, number, place_of, roles, words};

/// The tasks of a cell by role, and its mark.
type ByRole<'f> = ([BTreeSet<&'f str>; 3], Mark);
/// The documents that say what a cell shows, and its mark.
type Said<'f> = (BTreeSet<&'f str>, Mark);

/// The least counts of the shades. They double, and are the same in every report, so that two can be compared.
const SHADES: [usize; 6] = [1, 2, 3, 5, 9, 17];
const ROW: f64 = 26.0;
const FONT: f64 = 12.0;

pub struct Grid {
    pub rows: Vec<Head>,
    pub columns: Vec<Head>,
    pub cells: Vec<Cell>,
    /// What rows, columns and cells are.
    pub axes: [Words; 3],
    /// What the shade counts.
    pub shade: Words,
}

/// The name of a row or column.
#[derive(Clone)]
pub struct Head {
    /// As it is drawn.
    pub short: Words,
    /// As tables and tips have it.
    pub full: Words,
}

pub struct Cell {
    pub row: usize,
    pub column: usize,
    /// What stands in it.
    pub text: String,
    /// The same in a table.
    pub said: Words,
    /// What its shade counts.
    pub weight: usize,
    pub mark: Mark,
}

/// Bodies × documents, or × the sections of a document where there are one or two of them.
pub fn matrix(facts: &[Fact], all: &Bodies, top: usize) -> Option<Chart> {
    type Key = (Arc<str>, Arc<str>, String);
    let bodies = &all.names;
    let rows: HashMap<&str, usize> = bodies.iter().enumerate().map(|(row, body)| (&**body, row)).collect();
    let duties = || {
        facts.iter().enumerate().filter_map(|(index, fact)| match &fact.what {
            What::Duty { organization, role, node, .. } => Some((index, fact, *rows.get(&**organization)?, *role, node)),
            _ => None,
        })
    };
    let documents: BTreeSet<_> = duties().map(|(_, fact, ..)| (&fact.evidence.date, &fact.evidence.document)).collect();
    let by_section = documents.len() <= 2;
    let depth = (1..=3).find(|depth| {
        let sections: BTreeSet<_> = duties().map(|(_, fact, ..)| upper(&fact.evidence.section, *depth)).collect();
        sections.len() >= 4
    });
    let key = |fact: &Fact| -> Key {
        let section = if by_section { upper(&fact.evidence.section, depth.unwrap_or(3)).to_owned() } else { String::new() };
        (fact.evidence.date.clone(), fact.evidence.document.clone(), section)
    };
    // A task counts once, however many clauses name the body for it.
    let mut cells: BTreeMap<(usize, Key), ByRole<'_>> = BTreeMap::new();
    let mut weights: BTreeMap<Key, (usize, usize)> = BTreeMap::new();
    for (index, fact, row, role, node) in duties() {
        let key = key(fact);
        weights.entry(key.clone()).or_insert((0, index)).0 += 1;
        let (counts, mark) = cells.entry((row, key)).or_default();
        counts[place_of(role)].insert(node);
        mark.add(index);
    }
    let mut columns: Vec<Key> = weights.keys().cloned().collect();
    if columns.is_empty() || bodies.is_empty() {
        return None;
    }
    columns.sort_by_key(|key| std::cmp::Reverse(weights[key].0));
    let beyond = columns.len().saturating_sub(top);
    columns.truncate(top);
    if by_section {
        columns.sort_by_key(|key| weights[key].1)
    } else {
        columns.sort()
    }
    let places: BTreeMap<&Key, usize> = columns.iter().enumerate().map(|(place, key)| (key, place)).collect();

    let mut drawn = Vec::new();
    let mut totals = vec![[0; 3]; bodies.len()];
    for ((row, key), (counts, mut mark)) in cells {
        let counts = counts.map(|tasks| tasks.len());
        totals[row].iter_mut().zip(counts).for_each(|(total, count)| *total += count);
        let Some(&column) = places.get(&key) else { continue };
        let all: usize = counts.iter().sum();
        let text = if counts[0] == 0 { all.to_string() } else { format!("{}/{all}", counts[0]) };
        let said = roles(counts);
        let column_name = if by_section && !key.2.is_empty() { &key.2 } else { &*key.1 };
        mark.label =
            words(format!("{} × {column_name}：{}", bodies[row], said.zh), format!("{} × {column_name}: {}", bodies[row], said.en));
        drawn.push(Cell { row, column, text, said, weight: all, mark });
    }
    let year = |date: &str| date.get(..4).map(|year| format!("{year} ")).unwrap_or_default();
    let columns = columns.iter().map(|(date, document, section)| match by_section {
        true if section.is_empty() => {
            Head { short: words("（无标题）", "(no heading)"), full: words("（无标题）", "(no heading)") }
        }
        true => Head { short: name(section.rsplit(" / ").next().unwrap_or(section)), full: name(&format!("{document}：{section}")) },
        false => Head { short: name(&(year(date) + all.short(document))), full: name(&format!("{document} {date}")) },
    });
    let grid = Grid {
        rows: bodies.iter().map(|body| Head { short: name(all.short(body)), full: name(body) }).collect(),
        columns: columns.collect(),
        cells: drawn,
        axes: [
            words("单位", "body"),
            if by_section { words("章节", "section") } else { words("文件", "document") },
            words("任务数", "tasks"),
        ],
        shade: words("每格任务数", "tasks in a cell"),
    };
    let most = totals.iter().enumerate().max_by_key(|(row, total)| (total.iter().sum::<usize>(), std::cmp::Reverse(*row)));
    let lead = most.map(|(row, total)| {
        let (body, said) = (&bodies[row], roles(*total));
        words(format!("任务最多的是{body}：{}。", said.zh), format!("{body} has the most tasks: it {}.", said.en))
    });
    let mut notes = vec![words(
        "格中为任务数；“2/5”指共 5 项，其中牵头 2 项。",
        "A cell counts tasks; 2/5 is five tasks, of which the body leads two.",
    )];
    let columns_left_out = if by_section { (beyond, "个章节", "sections") } else { (beyond, "份文件", "documents") };
    notes.extend(left_out(&[(all.beyond, "个任务较少的单位", "bodies with fewer tasks"), columns_left_out]));
    notes.extend(all.note());
    Some(Chart {
        name: "matrix",
        title: if by_section {
            words("谁承担哪一章节的任务", "Who has duties in which section")
        } else {
            words("谁在哪份文件中承担任务", "Who has duties in which document")
        },
        lead: lead.into_iter().collect(),
        notes,
        figure: Figure::Grid(Box::new(grid)),
    })
}

/// The outermost headings of a path.
fn upper(path: &str, depth: usize) -> &str {
    path.match_indices(" / ").nth(depth - 1).map_or(path, |(end, _)| &path[..end])
}

/// Indicators × years, with the values.
pub fn targets(facts: &[Fact], top: usize) -> Option<Chart> {
    type Row = (Arc<str>, Arc<str>, Arc<str>);
    let targets = || {
        facts.iter().enumerate().filter_map(|(index, fact)| match &fact.what {
            What::Target { indicator, measure, amount, year, .. } => {
                Some((index, fact, (indicator.clone(), measure.clone(), amount.unit.clone()), amount, year))
            }
            _ => None,
        })
    };
    let mut counts: BTreeMap<Row, usize> = BTreeMap::new();
    let mut years: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, _, row, _, year) in targets() {
        *counts.entry(row).or_default() += 1;
        *years.entry(year).or_default() += 1;
    }
    let all = counts.len();
    let mut rows: Vec<Row> = counts.keys().cloned().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(counts[row]));
    rows.truncate(top);
    let places: BTreeMap<&Row, usize> = rows.iter().enumerate().map(|(place, row)| (row, place)).collect();
    let mut cells: BTreeMap<(usize, &str), (Vec<&Amount>, Mark)> = BTreeMap::new();
    for (index, _, row, amount, year) in targets() {
        let Some(&row) = places.get(&row) else { continue };
        let (amounts, mark) = cells.entry((row, year)).or_default();
        amounts.push(amount);
        mark.add(index);
    }
    // The targets without a year come last.
    let mut columns: Vec<&str> = cells.keys().map(|(_, year)| *year).collect();
    columns.sort_unstable_by_key(|year| (year.is_empty(), *year));
    columns.dedup();
    if columns.is_empty() {
        return None;
    }
    let heads: Vec<Head> = rows
        .iter()
        .map(|(indicator, measure, unit)| {
            let measure = measured(measure);
            let unit = if unit.is_empty() { String::new() } else { format!("（{unit}）") };
            let full = words(format!("{indicator}{}{unit}", measure.zh), format!("{indicator}{}{unit}", measure.en));
            Head { short: full.clone(), full }
        })
        .collect();
    let column_heads: Vec<Head> = columns
        .iter()
        .map(|year| if year.is_empty() { words("未写年份", "no year") } else { name(year) })
        .map(|words| Head { short: words.clone(), full: words })
        .collect();
    let drawn = cells.into_iter().filter_map(|((row, year), (mut amounts, mut mark))| {
        amounts.sort_by(|left, right| left.by_value(right));
        let (first, last) = (amounts.first()?, amounts.last()?);
        let text = if first.bare() == last.bare() { first.bare() } else { format!("{} … {}", first.bare(), last.bare()) };
        let column = columns.iter().position(|column| *column == year)?;
        let said = words(format!("{text}（{} 项）", mark.count), format!("{text} ({} targets)", mark.count));
        let (head, column_head) = (&heads[row].full, &column_heads[column].full);
        mark.label = words(format!("{} {}: {}", head.zh, column_head.zh, said.zh), format!("{} {}: {}", head.en, column_head.en, said.en));
        Some(Cell { row, column, text, said, weight: mark.count, mark })
    });
    let cells = drawn.collect();
    let most = years.iter().filter(|(year, _)| !year.is_empty()).max_by_key(|(year, count)| (**count, std::cmp::Reverse(**year)));
    let mut notes = vec![words(
        "格中为目标值，多个目标时为最小与最大者；颜色深浅为目标个数。",
        "A cell has the value, or the least and the greatest of several; its shade is their number.",
    )];
    notes.extend(left_out(&[(all - rows.len(), "个指标", "indicators")]));
    Some(Chart {
        name: "targets",
        title: words("各指标各年的目标", "Targets by indicator and year"),
        lead: most
            .map(|(year, count)| {
                words(format!("以 {year} 年为期的目标最多：{count} 项。"), format!("Most targets are for {year}: {count}."))
            })
            .into_iter()
            .collect(),
        notes,
        figure: Figure::Grid(Box::new(Grid {
            rows: heads,
            columns: column_heads,
            cells,
            axes: [words("指标", "indicator"), words("年份", "year"), words("目标", "target")],
            shade: words("每格目标数", "targets in a cell"),
        })),
    })
}

/// Places × industries; parks where no place has any.
pub fn industries(facts: &[Fact], bodies: &Bodies, top: usize) -> Option<Chart> {
    let hostings = |wanted: Option<bool>| {
        facts.iter().enumerate().filter_map(move |(index, fact)| match &fact.what {
            What::Hosting { host, kind, industry } if wanted.is_none_or(|park| (&**kind == "park") == park) => {
                Some((index, fact, host, industry))
            }
            _ => None,
        })
    };
    let wanted = if hostings(Some(false)).next().is_some() { Some(false) } else { None };
    type Counts<'f> = BTreeMap<&'f Arc<str>, BTreeSet<(&'f Arc<str>, &'f Arc<str>)>>;
    let ranked = |counts: &Counts| {
        let mut names: Vec<Arc<str>> = counts.keys().map(|name| (*name).clone()).collect();
        names.sort_by_key(|name| std::cmp::Reverse(counts[name].len()));
        let beyond = names.len().saturating_sub(top);
        names.truncate(top);
        (names, beyond)
    };
    // What counts are the documents that say so: a text that repeats itself weighs no more.
    let mut kinds = Counts::new();
    for (_, fact, host, industry) in hostings(wanted) {
        kinds.entry(industry).or_default().insert((host, &fact.evidence.source));
    }
    let (columns, more_industries) = ranked(&kinds);
    let (mut hosts, mut others) = (Counts::new(), BTreeSet::new());
    let mut cells: BTreeMap<(&Arc<str>, &Arc<str>), Said<'_>> = BTreeMap::new();
    for (index, fact, host, industry) in hostings(wanted) {
        if !columns.contains(industry) {
            others.insert(host);
            continue;
        }
        hosts.entry(host).or_default().insert((industry, &fact.evidence.source));
        let (documents, mark) = cells.entry((host, industry)).or_default();
        documents.insert(&fact.evidence.source);
        mark.add(index);
    }
    let (rows, more_hosts) = ranked(&hosts);
    let more_hosts = more_hosts + others.iter().filter(|host| !hosts.contains_key(*host)).count();
    let leading = columns.first()?;
    let hosts_of_leading = kinds[leading].iter().map(|(host, _)| host).collect::<BTreeSet<_>>().len();
    let place = |names: &[Arc<str>], name: &Arc<str>| names.iter().position(|other| other == name);
    let drawn = cells.into_iter().filter_map(|((host, industry), (documents, mut mark))| {
        let (row, column) = (place(&rows, host)?, place(&columns, industry)?);
        let said = words(format!("{} 份文件", documents.len()), format!("{} documents", documents.len()));
        mark.label = words(format!("{host} × {industry}：{}", said.zh), format!("{host} × {industry}: {}", said.en));
        Some(Cell { row, column, text: documents.len().to_string(), said, weight: documents.len(), mark })
    });
    let cells: Vec<Cell> = drawn.collect();
    let kind = if wanted.is_some() { words("地区", "place") } else { words("园区", "park") };
    let mut notes = vec![words("格中为提到的文件数。", "A cell counts the documents that say so.")];
    notes.extend(left_out(&[
        (more_hosts, if wanted.is_some() { "个地区" } else { "个园区" }, if wanted.is_some() { "places" } else { "parks" }),
        (more_industries, "个产业", "industries"),
    ]));
    notes.extend(bodies.note());
    Some(Chart {
        name: "industries",
        title: if wanted.is_some() {
            words("哪里发展什么产业", "Which place has which industry")
        } else {
            words("哪个园区发展什么产业", "Which park has which industry")
        },
        lead: vec![words(
            format!("提到地方最多的产业是{leading}：{hosts_of_leading} 处。"),
            format!("The industry of the most places is {leading}: {hosts_of_leading}."),
        )],
        notes,
        figure: Figure::Grid(Box::new(Grid {
            rows: rows.iter().map(|host| Head { short: name(bodies.short(host)), full: name(host) }).collect(),
            columns: columns.iter().map(|industry| Head { short: name(industry), full: name(industry) }).collect(),
            cells,
            axes: [kind, words("产业", "industry"), words("文件数", "documents")],
            shade: words("每格文件数", "documents in a cell"),
        })),
    })
}

impl Grid {
    /// Its width, its height and what is in it.
    pub fn draw(&self, notes: Option<&Notes>) -> (f64, f64, Markup) {
        /// The widest that names are drawn, in the size of their font.
        const NAME: f64 = 20.0;
        /// The width that is filled where cells need not be wider.
        const WIDTH: f64 = 860.0;
        let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
        let said = |head: &Head| ems(&cut(&head.short.zh, NAME)).max(ems(&cut(&head.short.en, NAME)));
        let left = widest(&mut self.rows.iter().map(said)) * FONT + 16.0;
        let narrowest = widest(&mut self.cells.iter().map(|cell| ems(&cell.text))) * FONT + 12.0;
        let cell = narrowest.max(((WIDTH - left) / self.columns.len() as f64).clamp(34.0, 64.0));
        let longest = widest(&mut self.columns.iter().map(said)) * FONT;
        // Names that are wider than their column lean, the top to the right.
        let leaning = longest > cell - 6.0;
        let (lean, over) = if leaning { (longest * 0.82 + 14.0, longest * 0.58 + 8.0) } else { (24.0, 0.0) };
        let (columns, rows) = (self.columns.len() as f64, self.rows.len() as f64);
        let legend = ROW + 22.0;
        let grid_width = left + columns * cell;
        let (width, height) = ((grid_width + over + 8.0).max(left + 360.0), lean + rows * ROW + legend);
        let x = |column: usize| left + column as f64 * cell;
        let y = |row: usize| lean + row as f64 * ROW;
        let cut = |words: &Words| Words { zh: cut(&words.zh, NAME), en: cut(&words.en, NAME) };
        let body = html! {
            @for (row, head) in self.rows.iter().enumerate() {
                @if row % 2 == 1 { rect class="stripe" x="0" y=(number(y(row))) width=(number(grid_width)) height=(number(ROW)) {} }
                (cut(&head.short).at(left - 8.0, y(row) + 17.5, "end"))
            }
            @for (column, head) in self.columns.iter().enumerate() {
                @if leaning {
                    g transform={ "translate(" (number(x(column) + cell / 2.0 + 4.0)) " " (number(lean - 8.0)) ") rotate(-55)" } { (cut(&head.short).at(0.0, 0.0, "")) }
                } @else {
                    (cut(&head.short).at(x(column) + cell / 2.0, lean - 8.0, "middle"))
                }
            }
            @for item in &self.cells {
                (marked(&item.mark, notes, "", html! {
                    rect class={ "h" (shade(item.weight)) } x=(number(x(item.column) + 1.0)) y=(number(y(item.row) + 1.0)) width=(number(cell - 2.0)) height=(number(ROW - 2.0)) rx="2" {}
                    text class={ "middle t" (shade(item.weight)) } x=(number(x(item.column) + cell / 2.0)) y=(number(y(item.row) + 17.5)) { (item.text) }
                }))
            }
            (self.shade.at(left - 8.0, y(self.rows.len()) + 30.0, "end quiet"))
            @for (index, least) in SHADES.iter().enumerate() {
                @let most = SHADES.get(index + 1).map(|next| next - 1);
                rect class={ "h" (index) } x=(number(left + index as f64 * 52.0)) y=(number(y(self.rows.len()) + 16.0)) width="50" height="20" rx="2" {}
                text class={ "middle t" (index) } x=(number(left + index as f64 * 52.0 + 25.0)) y=(number(y(self.rows.len()) + 30.0)) {
                    @match most {
                        None => { (least) "+" }
                        Some(most) if most == *least => { (least) }
                        Some(most) => { (least) "–" (most) }
                    }
                }
            }
        };
        (width, height, body)
    }

    pub fn table(&self) -> (Vec<Words>, Vec<Line>) {
        let line = |cell: &Cell| Line {
            cells: vec![self.rows[cell.row].full.clone(), self.columns[cell.column].full.clone(), cell.said.clone()],
            mark: cell.mark.clone(),
        };
        (self.axes.to_vec(), self.cells.iter().map(line).collect())
    }
}

fn shade(count: usize) -> usize {
    SHADES.iter().rposition(|least| count >= *least).unwrap_or(0)
}

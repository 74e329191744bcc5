//! A report for readers: one HTML file that needs nothing else, with charts whose every mark opens the words that prove it.
//!
//! A report is drawn from rows: those of the bundled queries `duty-evidence`, `target-evidence` and `industry-evidence` for a whole store, those of one
//! answer for a query. A chart is drawn where rows have the columns that it needs, whoever asked for them:
//!
//! | chart | columns |
//! |---|---|
//! | `matrix`: bodies × documents, or × sections where there are one or two documents | `organization`, `role`, `task`, `document` |
//! | `network`: who works with whom | `organization`, `role`, `task` |
//! | `timeline`: the duties of bodies through the years and all their names | `organization`, `role`, `task`, `date` |
//! | `targets`: indicators × years | `indicator`, `value`, and `year` |
//! | `industries`: places × industries | `host`, `industry` |
//!
//! Columns `quote`, `source`, `start`, `end`, `section`, `document`, `date`, `rule`, `certainty`, `reason` and `note` are the evidence.
//!
//! The charts are SVG made here: five shapes, in a page that has to open its evidence, print, and be the same bytes each time. Libraries for charts
//! either draw in the browser, with a script of a megabyte, or draw pictures whose parts cannot be pointed at.

mod chart;
mod fact;
mod grid;
mod image;
mod network;
mod page;
mod timeline;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use oxigraph::sparql::{QueryResults, QuerySolution};

pub use chart::{Chart, Language};
use fact::{Fact, Strings, What};
pub use image::Fonts;
use timeline::Line;
use words::{Words, words};

use crate::Result;
use crate::query::{self, Query, ask, text};
use crate::store::Store;
use crate::trace::Body;

/// What a report depends on beside its rows.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many bodies, documents, indicators, places and industries a chart shows at most.
    pub top: usize,
    /// The heading; one is made if it is empty.
    pub title: String,
    /// The date that the page bears; none if it is empty, so that the same store gives the same bytes.
    pub date: String,
    /// The language in which the page is first seen; it has both.
    pub language: Language,
}

impl Default for Options {
    fn default() -> Self {
        Self { top: 24, title: String::new(), date: String::new(), language: Language::Zh }
    }
}

/// A report that can be written.
pub struct Report {
    options: Options,
    title: Words,
    /// What it is the answer to.
    about: Vec<Words>,
    /// Numbers and what they count.
    figures: Vec<(String, Words)>,
    charts: Vec<Chart>,
    facts: Vec<Fact>,
    /// The documents, or the rows of the answer.
    table: Table,
}

/// The bodies that charts draw, the first ones first.
struct Bodies {
    names: Vec<Arc<str>>,
    /// How many there are beyond them.
    beyond: usize,
    /// The place to which most of them belong, if there is one: charts leave its name out.
    place: String,
}

impl Bodies {
    fn new(store: &Store, names: Vec<Arc<str>>, beyond: usize) -> Result<Self> {
        let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in ask(store.inner(), "names", &[])? {
            let (body, place) = (text(&row, "organization"), text(&row, "place"));
            if !place.is_empty() && names.iter().any(|name| **name == *body) {
                places.entry(place.to_owned()).or_default().insert(body.to_owned());
            }
        }
        let most = places.into_iter().max_by_key(|(_, bodies)| bodies.len());
        let place = most.filter(|(_, bodies)| bodies.len() * 2 > names.len()).map(|(place, _)| place).unwrap_or_default();
        Ok(Self { names, beyond, place })
    }

    /// A name as charts draw it.
    fn short<'n>(&self, name: &'n str) -> &'n str {
        // A government is known by its place alone.
        name.strip_prefix(&*self.place).filter(|rest| !matches!(*rest, "" | "人民政府")).unwrap_or(name)
    }

    /// How names are drawn, if not in full.
    fn note(&self) -> Option<Words> {
        let place = &self.place;
        (!place.is_empty()).then(|| words(format!("图中名称省去“{place}”。"), format!("Names are drawn without {place}.")))
    }
}

/// Rows that are shown as they are.
#[derive(Default)]
struct Table {
    title: Words,
    note: Option<Words>,
    heads: Vec<Words>,
    /// Each with the place of its fact, if it is one.
    rows: Vec<(Vec<String>, Option<usize>)>,
}

/// The rows of an answer, or the documents, that a page lists.
const ROWS: usize = 500;

impl Report {
    /// A report over all that the store holds.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn of_store(store: &Store, options: Options) -> Result<Self> {
        let mut ranked = ask(store.inner(), "lead-counts", &[])?;
        let bodies_in_all = ranked.len();
        ranked.sort_by_key(|row| std::cmp::Reverse((count(row, "tasks"), count(row, "lead"))));
        ranked.truncate(options.top);
        let names: Vec<String> = ranked.iter().map(|row| text(row, "organization").to_owned()).collect();
        let mut strings = Strings::default();
        let lines = lines(store, &names, &mut strings)?;
        let mut facts = duties(store, names.iter().map(String::as_str).chain(names_of(&lines)), &mut strings)?;
        for question in ["target-evidence", "industry-evidence"] {
            read(&mut facts, query::run(store.inner(), query::find(question)?, &[])?, &mut strings, |_, _| ())?;
        }
        let bodies: Vec<Arc<str>> = names.iter().map(|name| strings.keep(name)).collect();
        let bodies = Bodies::new(store, bodies, bodies_in_all - names.len())?;
        let report = Self::drawn(options, facts, &bodies, &lines, false);
        let (table, documents) = documents(store)?;
        let counts = ask(store.inner(), "fact-counts", &[])?;
        let (stated, inferred) = counts.iter().fold((0, 0), |sum, row| (sum.0 + count(row, "stated"), sum.1 + count(row, "inferred")));
        let mut figures = documents;
        figures.push(((stated + inferred).to_string(), words("条事实", "facts")));
        figures.push((inferred.to_string(), words("条为推定", "of them inferred")));
        figures.push((bodies_in_all.to_string(), words("个单位承担任务", "bodies with duties")));
        let kind =
            |kind: &str| counts.iter().find(|row| text(row, "fact") == kind).map_or(0, |row| count(row, "stated") + count(row, "inferred"));
        figures.push((kind("target").to_string(), words("项目标", "targets")));
        figures.push((kind("industry").to_string(), words("处产业", "industries of places")));
        Ok(Self { title: words("政策责任报告", "Who is responsible for what"), figures, table, ..report })
    }

    /// A report about one body through all its names, and those with whom it shares tasks.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn of_body(store: &Store, body: &Body, options: Options) -> Result<Self> {
        let mut strings = Strings::default();
        let mut lines = lines(store, std::slice::from_ref(&body.name), &mut strings)?;
        lines.retain(|line| line.names.iter().any(|(name, ..)| **name == *body.name));
        let own: Vec<Arc<str>> = lines.iter().flat_map(|line| &line.names).map(|(name, ..)| name.clone()).collect();
        let given = given(own.iter().map(|name| &**name));
        let mut partners: BTreeMap<String, usize> = BTreeMap::new();
        for row in ask(store.inner(), "co-responsible", &given)? {
            if own.iter().any(|name| **name == *text(&row, "organization")) {
                *partners.entry(text(&row, "other").to_owned()).or_default() += count(&row, "tasks");
            }
        }
        partners.retain(|name, _| own.iter().all(|own| **own != **name));
        let in_all = partners.len();
        let mut partners: Vec<(String, usize)> = partners.into_iter().collect();
        partners.sort_by_key(|(_, tasks)| std::cmp::Reverse(*tasks));
        partners.truncate(options.top.saturating_sub(own.len()));
        let beyond = in_all - partners.len();
        let bodies: Vec<Arc<str>> = own.iter().cloned().chain(partners.iter().map(|(name, _)| strings.keep(name))).collect();
        let mut facts = duties(store, bodies.iter().map(|name| &**name), &mut strings)?;
        // Of the others, what they share with it.
        let of_own = |fact: &Fact| match &fact.what {
            What::Duty { organization, node, .. } if own.contains(organization) => Some(node.clone()),
            _ => None,
        };
        let shared: BTreeSet<Arc<str>> = facts.iter().filter_map(of_own).collect();
        facts.retain(|fact| matches!(&fact.what, What::Duty { node, .. } if shared.contains(node)));
        let duties = facts.iter().filter(|fact| of_own(fact).is_some()).count();
        let mut report = Self::drawn(options, facts, &Bodies::new(store, bodies, beyond)?, &lines, true);
        report.title = words(format!("{}的职责", body.name), format!("The duties of {}", body.name));
        report.about = lines
            .iter()
            .flat_map(|line| &line.changes)
            .map(|(before, after, year)| words(format!("{year} 年：{before} → {after}"), format!("{year}: {before} → {after}")))
            .collect();
        report.figures = vec![
            (shared.len().to_string(), words("项任务", "tasks")),
            (duties.to_string(), words("项责任", "duties")),
            (in_all.to_string(), words("个合作单位", "bodies with whom it shares tasks")),
        ];
        Ok(report)
    }

    /// A report over the answer to a query.
    ///
    /// # Errors
    /// Those of [`query::run`], and where the answer is not rows.
    pub fn of_query(store: &Store, query: &Query, parameters: &[(String, String)], options: Options) -> Result<Self> {
        let (mut facts, mut strings, mut rows, mut in_all) = (Vec::new(), Strings::default(), Vec::new(), 0);
        let answer = query::run(store.inner(), query, parameters)?;
        let QueryResults::Solutions(answer) = answer else {
            return Err(crate::Error::Query {
                problem: "the answer has no rows, and a report is drawn from rows".to_owned(),
                place: query.origin.clone(),
                remedy: "ask with SELECT".to_owned(),
            });
        };
        let columns: Vec<String> = answer.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
        read(&mut facts, answer.into(), &mut strings, |row, fact| {
            in_all += 1;
            if rows.len() < ROWS {
                rows.push((columns.iter().map(|column| text(row, column).to_owned()).collect(), fact));
            }
        })?;
        let mut tasks: BTreeMap<Arc<str>, BTreeSet<Arc<str>>> = BTreeMap::new();
        for fact in &facts {
            if let What::Duty { organization, node, .. } = &fact.what {
                tasks.entry(organization.clone()).or_default().insert(node.clone());
            }
        }
        let mut bodies: Vec<Arc<str>> = tasks.keys().cloned().collect();
        let bodies_in_all = bodies.len();
        bodies.sort_by_key(|body| std::cmp::Reverse(tasks[body].len()));
        bodies.truncate(options.top);
        let names: Vec<String> = bodies.iter().map(|name| name.to_string()).collect();
        let lines = if names.is_empty() { Vec::new() } else { lines(store, &names, &mut strings)? };
        let documents: BTreeSet<_> =
            facts.iter().map(|fact| fact.evidence.document.clone()).filter(|document| !document.is_empty()).collect();
        let mut figures = vec![(in_all.to_string(), words("行", "rows"))];
        if !documents.is_empty() {
            figures.push((documents.len().to_string(), words("份文件", "documents")));
        }
        if bodies_in_all > 0 {
            figures.push((bodies_in_all.to_string(), words("个单位", "bodies")));
        }
        let bodies = Bodies::new(store, bodies, bodies_in_all - names.len())?;
        let mut report = Self::drawn(options, facts, &bodies, &lines, false);
        let header = &query.header;
        let or = |title: &str, other: &str| if title.is_empty() { other.to_owned() } else { title.to_owned() };
        report.title = words(or(&header.title, &query.origin), or(&header.title_en, &query.origin));
        report.about = vec![words(header.description.clone(), header.description_en.clone())];
        report.about.extend(parameters.iter().map(|(name, value)| words::name(&format!("{name} = {value}"))));
        report.about.retain(|words| !words.zh.is_empty());
        report.figures = figures;
        report.table = Table {
            title: words("全部答案", "The answer"),
            note: (in_all > rows.len())
                .then(|| words(format!("只列前 {ROWS} 行，共 {in_all} 行。"), format!("The first {ROWS} of {in_all} rows."))),
            heads: columns.iter().map(|column| words::name(column)).collect(),
            rows,
        };
        Ok(report)
    }

    /// The charts that can be drawn of the facts.
    fn drawn(options: Options, facts: Vec<Fact>, bodies: &Bodies, lines: &[Line], of_one_body: bool) -> Self {
        let charts = [
            grid::matrix(&facts, bodies, options.top),
            network::network(&facts, bodies),
            timeline::timeline(&facts, bodies, lines, of_one_body),
            grid::targets(&facts, options.top),
            grid::industries(&facts, bodies, options.top),
        ];
        let charts = charts.into_iter().flatten().collect();
        Self { options, title: Words::default(), about: Vec::new(), figures: Vec::new(), charts, facts, table: Table::default() }
    }

    /// The charts, each of which can also be a file of its own.
    #[must_use]
    pub fn charts(&self) -> &[Chart] {
        &self.charts
    }

    /// How many pieces of evidence the page lists.
    #[must_use]
    pub fn evidence(&self) -> usize {
        self.notes().evidence.len()
    }

    fn notes(&self) -> chart::Notes<'_> {
        chart::Notes::new(&self.charts, &self.facts, self.table.rows.iter().filter_map(|(_, fact)| *fact))
    }
}

/// Reads the rows of an answer; `see` sees each with the place of its fact, if it is one.
fn read(
    facts: &mut Vec<Fact>,
    answer: QueryResults<'_>,
    strings: &mut Strings,
    mut see: impl FnMut(&QuerySolution, Option<usize>),
) -> Result<()> {
    let QueryResults::Solutions(rows) = answer else { return Ok(()) };
    for row in rows {
        let row = row.map_err(|reason| query::evaluation_error(&reason))?;
        let fact = Fact::read(&row, strings);
        see(&row, fact.is_some().then_some(facts.len()));
        facts.extend(fact);
    }
    Ok(())
}

/// The duties of bodies, by their full names.
fn duties<'n>(store: &Store, names: impl Iterator<Item = &'n str>, strings: &mut Strings) -> Result<Vec<Fact>> {
    let names: BTreeSet<&str> = names.collect();
    let mut facts = Vec::new();
    if !names.is_empty() {
        read(&mut facts, query::run(store.inner(), query::find("duty-evidence")?, &given(names.iter().copied()))?, strings, |_, _| ())?;
        // A full name may be another's short form.
        facts.retain(|fact| matches!(&fact.what, What::Duty { organization, .. } if names.contains(&**organization)));
    }
    Ok(facts)
}

fn given<'n>(names: impl Iterator<Item = &'n str>) -> Vec<(String, String)> {
    names.map(|name| ("organization".to_owned(), name.to_owned())).collect()
}

fn names_of(lines: &[Line]) -> impl Iterator<Item = &str> {
    lines.iter().flat_map(|line| &line.names).map(|(name, ..)| &**name)
}

/// The lines of bodies, by their full names: all names that are tied by changes together, in the order of the bodies.
fn lines(store: &Store, bodies: &[String], strings: &mut Strings) -> Result<Vec<Line>> {
    let mut changes = BTreeSet::new();
    if !bodies.is_empty() {
        for row in ask(store.inner(), "succession", &given(bodies.iter().map(String::as_str)))? {
            let (before, after) = (text(&row, "before"), text(&row, "after"));
            if let (false, false, Ok(year)) = (before.is_empty(), after.is_empty(), text(&row, "date").parse::<i32>()) {
                changes.insert((strings.keep(before), strings.keep(after), year));
            }
        }
    }
    let mut lines: Vec<Line> = Vec::new();
    for body in bodies {
        if names_of(&lines).any(|name| name == body) {
            continue;
        }
        let mut names = BTreeSet::from([strings.keep(body)]);
        loop {
            let known = names.len();
            for (before, after, _) in &changes {
                if names.contains(before) || names.contains(after) {
                    names.extend([before.clone(), after.clone()]);
                }
            }
            if names.len() == known {
                break;
            }
        }
        let own: BTreeSet<_> = changes.iter().filter(|(before, ..)| names.contains(before)).cloned().collect();
        let mut names: Vec<_> = names
            .into_iter()
            .map(|name| {
                let from = own.iter().filter(|(_, after, _)| *after == name).map(|(.., year)| *year).max();
                let until = own.iter().filter(|(before, ..)| *before == name).map(|(.., year)| *year).max();
                (name, from, until)
            })
            .collect();
        names.sort_by_key(|(_, from, until)| (*from, until.unwrap_or(i32::MAX)));
        lines.push(Line { names, changes: own });
    }
    Ok(lines)
}

/// The documents as a table, and what there is to count of them.
fn documents(store: &Store) -> Result<(Table, Vec<(String, Words)>)> {
    let rows = ask(store.inner(), "documents", &[])?;
    let date = |row: &QuerySolution| {
        [text(row, "issued"), text(row, "published")].into_iter().find(|date| !date.is_empty()).unwrap_or_default().to_owned()
    };
    let mut listed: Vec<(Vec<String>, Option<usize>)> = rows
        .iter()
        .map(|row| {
            let cell = |column: &str| text(row, column).to_owned();
            (vec![date(row), cell("document"), cell("number"), cell("issuer"), cell("tasks"), cell("responsibilities")], None)
        })
        .collect();
    listed.sort();
    listed.reverse();
    let in_all = listed.len();
    listed.truncate(ROWS);
    let mut figures = vec![(in_all.to_string(), words("份文件", "documents"))];
    let years: BTreeSet<String> = rows.iter().filter_map(|row| date(row).get(..4).map(str::to_owned)).collect();
    if let (Some(first), Some(last)) = (years.first(), years.last()) {
        let span = if first == last { first.clone() } else { format!("{first}–{last}") };
        figures.push((span, words("文件年份", "years of the documents")));
    }
    let table = Table {
        title: words("文件", "Documents"),
        note: (in_all > ROWS).then(|| words(format!("只列最新的 {ROWS} 份，共 {in_all} 份。"), format!("The newest {ROWS} of {in_all}."))),
        heads: vec![
            words("日期", "date"),
            words("标题", "title"),
            words("文号", "number"),
            words("发文机关", "issuer"),
            words("任务", "tasks"),
            words("责任", "duties"),
        ],
        rows: listed,
    };
    Ok((table, figures))
}

fn count(row: &QuerySolution, column: &str) -> usize {
    text(row, column).parse().unwrap_or(0)
}

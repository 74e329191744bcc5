//! What all charts share: marks that know their facts, and the drawing of them as SVG.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::fact::{Evidence, Fact};
use super::grid::Grid;
use super::network::Network;
use super::timeline::Timeline;
use super::words::{Words, number};

/// The facts that a mark opens at most; what is left out is counted.
pub const FACTS_OF_A_MARK: usize = 8;

/// The style of the charts, also inside their files.
pub const STYLE: &str = include_str!("chart.css");

/// A chart, and what is said about it.
pub struct Chart {
    /// The name of its files, without extension.
    pub name: &'static str,
    pub(super) title: Words,
    /// What to see in it.
    pub(super) lead: Vec<Words>,
    /// How to read it, and what was left out.
    pub(super) notes: Vec<Words>,
    pub(super) figure: Figure,
}

/// What is drawn.
pub(super) enum Figure {
    Grid(Box<Grid>),
    Network(Network),
    Timeline(Timeline),
}

/// A thing in a chart that stands for facts.
#[derive(Clone, Default)]
pub struct Mark {
    /// What it says when it is pointed at.
    pub label: Words,
    /// The facts, by their places in the report; at most [`FACTS_OF_A_MARK`] of them.
    pub facts: Vec<usize>,
    /// How many there are.
    pub count: usize,
}

impl Mark {
    pub fn add(&mut self, fact: usize) {
        self.count += 1;
        if self.facts.len() < FACTS_OF_A_MARK {
            self.facts.push(fact);
        }
    }
}

/// A row of the table that says the same as the chart.
pub struct Line {
    pub cells: Vec<Words>,
    pub mark: Mark,
}

impl Chart {
    /// The marks that open evidence.
    pub(super) fn marks(&self) -> Vec<&Mark> {
        match &self.figure {
            Figure::Grid(grid) => grid.cells.iter().map(|cell| &cell.mark).collect(),
            Figure::Network(network) => {
                network.nodes.iter().map(|node| &node.mark).chain(network.ties.iter().map(|tie| &tie.mark)).collect()
            }
            Figure::Timeline(timeline) => timeline.rows.iter().flat_map(|row| &row.bars).map(|bar| &bar.mark).collect(),
        }
    }

    /// The chart as a file of its own, in one language: with its style, and without links.
    #[must_use]
    pub fn svg(&self, language: Language) -> String {
        let svg = self.draw(None, Some(language));
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", svg.into_string())
    }

    /// The chart as an element of the page.
    pub(super) fn draw(&self, notes: Option<&Notes>, file: Option<Language>) -> Markup {
        let (width, height, body) = match &self.figure {
            Figure::Grid(grid) => grid.draw(notes),
            Figure::Network(network) => network.draw(notes),
            Figure::Timeline(timeline) => timeline.draw(notes),
        };
        let heading = if file.is_some() { 44.0 } else { 0.0 };
        let view = format!("0 {} {} {}", number(-heading), number(width), number(height + heading));
        html! {
            svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox=(view) width=(number(width)) height=(number(height + heading))
                role="group" aria-label=[file.is_none().then_some(&self.title.zh)] {
                @if let Some(language) = file {
                    // The page has its own style, and hides the other language by itself.
                    style { (STYLE) (format!(".{}{{display:none}}", language.other())) }
                    rect class="paper" x="0" y=(number(-heading)) width=(number(width)) height=(number(height + heading)) {}
                    (self.title.at(12.0, -16.0, "heading"))
                }
                (body)
            }
        }
    }

    /// The same as a table: the headings of its columns, and its rows.
    pub(super) fn table(&self) -> (Vec<Words>, Vec<Line>) {
        match &self.figure {
            Figure::Grid(grid) => grid.table(),
            Figure::Network(network) => network.table(),
            Figure::Timeline(timeline) => timeline.table(),
        }
    }
}

/// The language of a chart's file, and the one in which a page is first seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Language {
    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    const fn other(self) -> &'static str {
        match self {
            Self::Zh => "en",
            Self::En => "zh",
        }
    }
}

/// The numbers under which the page lists the evidence that its marks open.
pub struct Notes<'f> {
    /// The evidence, in the order of the page, with its facts by their places in the report.
    pub evidence: Vec<(&'f Evidence, Vec<usize>)>,
    /// The number of the evidence of each fact that a mark opens.
    numbers: BTreeMap<usize, usize>,
}

impl<'f> Notes<'f> {
    pub fn new(charts: &[Chart], facts: &'f [Fact], others: impl IntoIterator<Item = usize>) -> Self {
        let opened = charts.iter().flat_map(Chart::marks).flat_map(|mark| mark.facts.iter().copied()).chain(others);
        let mut by_evidence: BTreeMap<&Evidence, Vec<usize>> = BTreeMap::new();
        for fact in opened {
            by_evidence.entry(&facts[fact].evidence).or_default().push(fact);
        }
        let mut numbers = BTreeMap::new();
        let mut evidence = Vec::with_capacity(by_evidence.len());
        for (place, mut facts) in by_evidence {
            facts.sort_unstable();
            facts.dedup();
            evidence.push((place, facts));
            numbers.extend(evidence[evidence.len() - 1].1.iter().map(|fact| (*fact, evidence.len())));
        }
        Self { evidence, numbers }
    }

    /// The numbers of a mark's evidence, each once.
    pub fn of(&self, mark: &Mark) -> Vec<usize> {
        let mut numbers: Vec<usize> = mark.facts.iter().filter_map(|fact| self.numbers.get(fact).copied()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The number of the evidence of a fact.
    pub fn number(&self, fact: usize) -> Option<usize> {
        self.numbers.get(&fact).copied()
    }
}

/// A mark as an element that opens its evidence; in a file of its own, as a group with a title.
pub fn marked(mark: &Mark, notes: Option<&Notes>, class: &str, shape: Markup) -> Markup {
    let Some(notes) = notes else {
        return html! { g class={ "mark" (class) } { title { (mark.label.zh) } (shape) } };
    };
    let numbers = notes.of(mark);
    let facts: Vec<String> = mark.facts.iter().map(usize::to_string).collect();
    let more = (mark.count > mark.facts.len()).then(|| mark.count - mark.facts.len());
    html! {
        a class={ "mark" (class) } href={ "#e" (numbers.first().copied().unwrap_or_default()) } data-facts=(facts.join(" ")) data-more=[more]
            data-en=(mark.label.en) {
            title { (mark.label.zh) }
            (shape)
        }
    }
}

/// What was left out of a chart, as a sentence; none where nothing was.
pub fn left_out(kinds: &[(usize, &str, &str)]) -> Option<Words> {
    let kinds: Vec<_> = kinds.iter().filter(|(count, ..)| *count > 0).collect();
    if kinds.is_empty() {
        return None;
    }
    let zh: Vec<String> = kinds.iter().map(|(count, zh, _)| format!("{count} {zh}")).collect();
    let en: Vec<String> = kinds.iter().map(|(count, _, en)| format!("{count} {en}")).collect();
    Some(super::words::words(
        format!("未画出：{}（--top 可多画）。", zh.join("、")),
        format!("Not drawn: {} (--top draws more).", en.join(", ")),
    ))
}

//! The page: one HTML file with its style and its script inside, which may load nothing else.
//!
//! Documents are of unknown hands. All that comes from them is escaped, and the page's own policy lets no script run but the one whose hash it names.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::chart::{Chart, Notes, STYLE as CHART_STYLE};
use super::fact::{Evidence, Fact};
use super::words::{Words, words};
use super::{Report, Table};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

impl Report {
    /// The page. The same report gives the same bytes.
    #[must_use]
    pub fn html(&self) -> String {
        let notes = self.notes();
        let style = format!("{CHART_STYLE}{STYLE}");
        let policy =
            format!("default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'", hash(&style), hash(SCRIPT));
        let own = &self.options.title;
        let title = if own.is_empty() { self.title.clone() } else { super::words::name(own) };
        let page = html! {
            (DOCTYPE)
            html lang=(self.options.language.code()) {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(policy);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="generator" content={ "zhengtu " (env!("CARGO_PKG_VERSION")) };
                    title { (title.zh) @if title.zh != title.en { " · " (title.en) } }
                    style { (PreEscaped(&style)) }
                }
                body {
                    header {
                        div.tools {
                            input #filter type="search" placeholder="筛选 / filter" aria-label="筛选 / filter";
                            button #language type="button" { span.zh lang="en" { "English" } span.en lang="zh" { "中文" } }
                            button #print type="button" { (words("打印", "Print")) }
                        }
                        h1 { (title) }
                        @if !self.options.date.is_empty() { p.date { (self.options.date) } }
                        @for line in &self.about { p { (line) } }
                        dl.figures {
                            @for (count, counted) in &self.figures { div { dt { (counted) } dd { (count) } } }
                        }
                        @if self.charts.is_empty() {
                            p { (words("没有可以画成图的内容。", "There is nothing here that can be drawn.")) }
                        } @else {
                            p.hint { (words("点击图中任一处（或用方向键选中后按回车），即见其原文依据。", "Open any mark of a chart to see the words that prove it: click, or the arrow keys and Enter.")) }
                        }
                        nav {
                            @for chart in &self.charts { a href={ "#" (chart.name) } { (chart.title) } " " }
                            @if !self.table.rows.is_empty() { a href="#table" { (self.table.title) } " " }
                            @if !notes.evidence.is_empty() { a href="#evidence" { (words("原文依据", "Evidence")) } }
                        }
                    }
                    main {
                        @for chart in &self.charts { (section(chart, &notes)) }
                        (listed(&self.table, &notes))
                        (evidence(&notes, &self.facts))
                    }
                    footer {
                        p { (words(
                            format!("由政图 {} 生成。每条依据的起止位置按源文件文本的字符计，从 0 开始。", env!("CARGO_PKG_VERSION")),
                            format!("Made by Zhengtu {}. Places of evidence count the characters of the text of the file, from 0.", env!("CARGO_PKG_VERSION")),
                        )) }
                    }
                    dialog #proof aria-labelledby="proof-title" {
                        form method="dialog" { h2 #proof-title {} button { (words("关闭", "Close")) } }
                        ol {}
                        p #proof-more { (words("此处另有 ", "Not listed here: ")) span #proof-count {} (words(" 条事实未列。", " more facts.")) }
                    }
                    div #tip role="tooltip" {}
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        };
        page.into_string()
    }
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

fn section(chart: &Chart, notes: &Notes) -> Markup {
    let (heads, lines) = chart.table();
    html! {
        section id=(chart.name) {
            h2 { (chart.title) }
            @for line in &chart.lead { p { (line) } }
            figure {
                div.scroll tabindex="-1" { (chart.draw(Some(notes), None)) }
                figcaption { @for note in &chart.notes { (note) " " } }
            }
            details {
                summary { (words("以表格查看", "As a table")) }
                div.scroll tabindex="-1" {
                    table {
                        thead { tr { @for head in &heads { th scope="col" { (head) } } th scope="col" { (words("依据", "evidence")) } } }
                        tbody {
                            @for line in &lines {
                                tr {
                                    @for cell in &line.cells { td { (cell) } }
                                    td.notes {
                                        @for number in notes.of(&line.mark) { a href={ "#e" (number) } { (number) } " " }
                                        @if line.mark.count > line.mark.facts.len() { "…" }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn listed(table: &Table, notes: &Notes) -> Markup {
    let proven = table.rows.iter().any(|(_, fact)| fact.is_some());
    html! {
        @if !table.rows.is_empty() {
            section #table {
                h2 { (table.title) }
                @if let Some(note) = &table.note { p { (note) } }
                div.scroll tabindex="-1" {
                    table {
                        thead { tr { @for head in &table.heads { th scope="col" { (head) } } @if proven { th scope="col" { (words("依据", "evidence")) } } } }
                        tbody {
                            @for (cells, fact) in &table.rows {
                                tr {
                                    @for cell in cells { td { (cell) } }
                                    @if proven { td.notes { @if let Some(number) = fact.and_then(|fact| notes.number(fact)) { a href={ "#e" (number) } { (number) } } } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The evidence, document by document.
fn evidence(notes: &Notes, facts: &[Fact]) -> Markup {
    let numbered: Vec<(usize, &(&Evidence, Vec<usize>))> = (1..).zip(&notes.evidence).collect();
    let document = |(_, (evidence, _)): &(usize, &(&Evidence, Vec<usize>))| (evidence.document.clone(), evidence.source.clone());
    html! {
        @if !numbered.is_empty() {
            section #evidence {
                h2 { (words("原文依据", "Evidence")) }
                @for of_document in numbered.chunk_by(|left, right| document(left) == document(right)) {
                    @let first = of_document[0].1.0;
                    article {
                        h3 {
                            (if first.document.is_empty() { &first.source } else { &first.document })
                            small { (first.date) " " (first.source) }
                        }
                        ol {
                            @for (number, (place, proven)) in of_document { (item(*number, place, proven, facts)) }
                        }
                    }
                }
            }
        }
    }
}

fn item(number: usize, place: &Evidence, proven: &[usize], facts: &[Fact]) -> Markup {
    let mut notes: Vec<&str> = proven.iter().map(|fact| &*facts[*fact].note).filter(|note| !note.is_empty()).collect();
    notes.dedup();
    html! {
        li id={ "e" (number) } value=(number) {
            blockquote { (place.quote) }
            @for note in notes { blockquote.note { (note) } }
            p.place {
                @if !place.section.is_empty() { span { (place.section) } }
                span.of { (place.document) }
                @if let (Some(start), Some(end)) = (place.start, place.end) {
                    span { (place.source) " " (words(format!("第 {start}–{end} 字符"), format!("characters {start}–{end}"))) }
                }
                @if !place.rule.is_empty() { span { (words("规则", "rule")) " " code { (place.rule) } } }
            }
            ul {
                @for fact in proven {
                    li data-fact=(fact) { (facts[*fact].words()) @if let Some(certainty) = certainty(&facts[*fact]) { " " (certainty) } }
                }
            }
        }
    }
}

fn certainty(fact: &Fact) -> Option<Markup> {
    let because = |reason: &Words| html! { span.inferred { (reason) } };
    match &*fact.certainty {
        "inferred" => Some(because(&words(format!("推定：{}", fact.reason), format!("inferred: {}", fact.reason)))),
        "stated" => Some(html! { span.stated { (words("明说", "stated")) } }),
        _ => None,
    }
}

//! Targets of tables: of indicators (指标 | 单位 | 2020年 | 2025年), of parks or places (园区 | 产值（亿元）), and those in the cells of tables of duties.

use std::sync::LazyLock;

use regex::Regex;

use super::context::{self, Context};
use super::measured::is_share;
use super::{Sentence, TABLE, is_name};
use crate::extract::{Certainty, Evidence, Fact, Inference, Measure, Target};
use crate::mention::Mention;
use crate::mention::quantity::{self, Decimal, Quantity, UnitKind};
use crate::outline::{BlockId, ColumnKind, Document, Row, Table};
use crate::text::{Span, unspaced};

/// A column of numbers.
struct Values {
    place: usize,
    /// What the label measures, without year, unit and 目标: 产值; empty where the rows name it.
    indicator: String,
    unit: Option<String>,
    year: Option<u16>,
    /// Whether it tells where things stood at the outset.
    base: bool,
    /// Whether it is a rate by year: 年均增长（%）.
    growth: bool,
}

/// Adds the targets of a table.
pub(super) fn targets(document: &Document, table: &Table, block: BlockId, context: &Context<'_>, facts: &mut Vec<Fact>) {
    let setting = context.table(block, table);
    let text = |span: Span| document.text.slice(span);
    if setting.is_past() {
        return;
    }
    let columns = values(table, &text, context);
    let subject = table
        .column(ColumnKind::Park)
        .or_else(|| table.column(ColumnKind::Place).filter(|_| table.column(ColumnKind::Indicator).is_none()));
    for row in &table.rows {
        if let Some(indicator) = table.column(ColumnKind::Indicator).and_then(|place| row.cells[place]) {
            let reading = Reading { document, table, row, block, columns: &columns };
            reading.indicator(indicator, setting.place(), setting.planned(), facts);
        } else if let Some((who, place)) = subject.and_then(|place| Some((row.cells[place]?, place))) {
            let parks = table.columns[place].kind == ColumnKind::Park;
            let reading = Reading { document, table, row, block, columns: &columns };
            reading.members(who, parks, setting.planned(), facts);
        } else {
            for (cell, column) in row.cells.iter().zip(&table.columns) {
                let Some(cell) = cell.filter(|_| matches!(column.kind, ColumnKind::Task | ColumnKind::Measure | ColumnKind::Value)) else {
                    continue;
                };
                let content = text(cell);
                let setting = setting.in_column(text(column.label), content, cell.start);
                let mut quantities = quantity::find(content);
                quantities.retain(|found| !is_name(found, content));
                let sentence = Sentence::of(content, cell.start, &setting);
                let goals = if quantities.is_empty() || !setting.looks_ahead() { Vec::new() } else { sentence.goals(&quantities) };
                let found = goals.into_iter().filter_map(|goal| goal.fact(document, block, &sentence));
                facts.extend(found.map(|mut target| {
                    target.evidence.rule = TABLE;
                    if table.flattened {
                        target.evidence.certainty = Certainty::Inferred(Inference::Flattened);
                    }
                    Fact::Target(target)
                }));
            }
        }
    }
}

/// The columns of numbers.
fn values<'t>(table: &Table, text: &impl Fn(Span) -> &'t str, context: &Context<'_>) -> Vec<Values> {
    static NOISE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?:20\d{2}[—\-]?)+年?(?:底|末)?|发展目标|目标任务|目标值?|现状值?|基期值?|规划值?|预期值?|指标值?|任务数?|达到|实现|预计|到",
        )
        .expect("the pattern is a constant")
    });
    let mut columns: Vec<Values> = Vec::new();
    for (place, column) in table.columns.iter().enumerate().filter(|(_, column)| column.kind == ColumnKind::Value) {
        let label: String = text(column.label).chars().filter(|c| !c.is_whitespace()).collect();
        let (bare, unit) = without_unit(&label);
        let year = context::years(&label).map(|(_, year)| year).next_back();
        let growth = label.contains("年均");
        let base = ["现状", "基期", "基准", "完成值", "实际"].iter().any(|word| label.contains(word));
        let bare: String = bare.chars().take_while(|c| !matches!(c, '（' | '(')).collect();
        columns.push(Values { place, indicator: NOISE.replace_all(&bare, "").into_owned(), unit, year, base, growth });
    }
    // Of several years, the first is where a five-year plan begins, or lies behind the document.
    let years: Vec<u16> = columns.iter().filter_map(|column| column.year).collect();
    if let (Some(&first), Some(&last)) = (years.iter().min(), years.iter().max())
        && first < last
        && (first % 5 == 0 && last % 5 == 0
            || context.is_behind(first)
            || columns.iter().any(|column| {
                column.year == Some(first)
                    && columns
                        .iter()
                        .any(|other| other.year > column.year && other.indicator == column.indicator && !column.indicator.is_empty())
            }))
    {
        for column in &mut columns {
            column.base |= column.year == Some(first) && !column.growth;
        }
    }
    columns
}

/// A label without the unit in brackets behind it: 产值 and 亿元 of 产值（亿元）.
fn without_unit(label: &str) -> (&str, Option<String>) {
    let Some(inner) = label.strip_suffix(['）', ')']) else { return (label, None) };
    let Some(at) = inner.rfind(['（', '(']) else { return (label, None) };
    let unit = inner[at..].trim_start_matches(['（', '(']);
    if unit.chars().count() > 8 || unit.is_empty() {
        return (label, None);
    }
    (&label[..at], Some(unit.replace('％', "%")))
}

/// A row that is being read.
struct Reading<'d> {
    document: &'d Document,
    table: &'d Table,
    row: &'d Row,
    block: BlockId,
    columns: &'d [Values],
}

impl Reading<'_> {
    fn text(&self, span: Span) -> String {
        unspaced(self.document.text.slice(span))
    }

    /// A row that an indicator opens: a target for each year that lies ahead.
    fn indicator(&self, cell: Span, subject: Option<Mention>, planned: Option<u16>, facts: &mut Vec<Fact>) {
        let words = self.text(cell);
        let (words, own_unit) = without_unit(&words);
        let (indicator, measure) = measured(words);
        let unit_column =
            self.table.column(ColumnKind::Unit).and_then(|place| self.row.cells[place]).map(|cell| self.text(cell).replace('％', "%"));
        let unit = unit_column.filter(|unit| !unit.starts_with(['—', '-', '/'])).or(own_unit);
        let baseline = self
            .columns
            .iter()
            .find(|column| column.base)
            .and_then(|column| self.row.cells[column.place])
            .and_then(|cell| number(&self.text(cell), None));
        for column in self.columns.iter().filter(|column| !column.base) {
            let Some(cell_of_value) = self.row.cells[column.place] else { continue };
            let unit = if column.growth { column.unit.clone() } else { unit.clone().or_else(|| column.unit.clone()) };
            let Some(quantity) = number(&self.text(cell_of_value), unit.as_deref()) else { continue };
            let measure = match measure {
                _ if column.growth => Measure::Growth,
                Measure::Level if is_share(&indicator) => Measure::Share,
                Measure::Level if is_tally(&quantity.unit) && !indicator.ends_with(['量', '数', '率', '度']) => Measure::Count,
                measure => measure,
            };
            let level = matches!(measure, Measure::Level | Measure::Share | Measure::Count);
            let baseline = baseline.as_ref().filter(|_| level).map(|baseline: &Quantity| baseline.value.clone());
            let last = || self.columns.iter().filter_map(|column| column.year).max().filter(|_| column.growth);
            let year = column.year.or_else(last).or(planned);
            self.push(subject.clone(), &indicator, measure, quantity, year, baseline, Span::new(cell.start, cell_of_value.end), facts);
        }
    }

    /// A row that a park or a place opens: a target for each column of numbers that says what it measures.
    fn members(&self, who: Span, parks: bool, planned: Option<u16>, facts: &mut Vec<Fact>) {
        let name = self.text(who);
        if matches!(name.as_str(), "合计" | "总计" | "小计") {
            return;
        }
        for column in self.columns.iter().filter(|column| !column.base && !column.indicator.is_empty()) {
            if parks && column.indicator.contains("面积") {
                continue;
            }
            let Some(cell) = self.row.cells[column.place] else { continue };
            let words = self.text(cell);
            // 1000（贸易额）: the cell itself says that it measures something else.
            let own = words
                .split_once(['（', '('])
                .map(|(_, own)| own.trim_end_matches(['）', ')']).to_owned())
                .filter(|own| own.chars().count() >= 2);
            let Some(quantity) = number(words.split(['（', '(']).next().unwrap_or_default(), column.unit.as_deref()) else { continue };
            let (indicator, measure) = measured(own.as_deref().unwrap_or(&column.indicator));
            let measure =
                if is_tally(&quantity.unit) && measure == Measure::Level && !indicator.ends_with('量') { Measure::Count } else { measure };
            let base = self.columns.iter().find(|base| base.base && base.indicator == column.indicator);
            let baseline = base
                .and_then(|base| self.row.cells[base.place])
                .and_then(|cell| number(&self.text(cell), None))
                .map(|quantity| quantity.value);
            let subject = Mention { name: name.clone(), span: who };
            self.push(
                Some(subject),
                &indicator,
                measure,
                quantity,
                column.year.or(planned),
                baseline,
                Span::new(who.start.min(cell.start), cell.end),
                facts,
            );
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of a target")]
    fn push(
        &self,
        subject: Option<Mention>,
        indicator: &str,
        measure: Measure,
        quantity: Quantity,
        year: Option<u16>,
        baseline: Option<Decimal>,
        quote: Span,
        facts: &mut Vec<Fact>,
    ) {
        if indicator.chars().count() < 2 || self.document.text.source_range(quote).is_none() {
            return;
        }
        let certainty = if self.table.flattened { Certainty::Inferred(Inference::Flattened) } else { Certainty::Stated };
        let evidence = Evidence { quote, block: self.block, note: None, rule: TABLE, certainty };
        facts.push(Fact::Target(Target { subject, indicator: indicator.to_owned(), measure, quantity, year, baseline, evidence }));
    }
}

fn is_tally(unit: &str) -> bool {
    quantity::find(&format!("1{unit}")).first().is_some_and(|found| found.kind == UnitKind::Tally)
}

/// What a label measures, and how: 规模以上工业总产值 by growth for 规模以上工业总产值年均增速, 单位工业增加值能耗 by reduction for 单位工业增加值能耗降低.
fn measured(label: &str) -> (String, Measure) {
    static GROWTH: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:年均)?(?:增速|增长率|增长|增幅|提高|增加)$").expect("the pattern is a constant"));
    static REDUCTION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:(?:较|比)\d{4}年)?(?:累计)?(?:下降率?|降低率?|降幅|减少|削减率?|减排)$").expect("the pattern is a constant")
    });
    static LEAD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:[\d]{1,3}[.．、]|其中：?|（[\d一二三四五六七八九十]+）|新建|建设|培育|创建|打造|完成)")
            .expect("the pattern is a constant")
    });
    let label = LEAD.replace(label, "");
    let label = if label.chars().count() < 2 { std::borrow::Cow::Borrowed(label.as_ref()) } else { label };
    for (pattern, measure) in [(&GROWTH, Measure::Growth), (&REDUCTION, Measure::Reduction)] {
        if let Some(found) = pattern.find(&label)
            && found.start() >= 6
        {
            return (label[..found.start()].to_owned(), measure);
        }
    }
    (label.into_owned(), Measure::Level)
}

/// The number of a cell: 15800, >35, ≥95, 62以上, 3—5; not 15:43:42, nor —.
fn number(cell: &str, unit: Option<&str>) -> Option<Quantity> {
    // [13.5]: what adds up over the years of the plan.
    let cell = cell.strip_prefix(['[', '〔', '【']).and_then(|cell| cell.strip_suffix([']', '〕', '】'])).unwrap_or(cell);
    let unit = unit.unwrap_or_default();
    // A cell may bring its unit itself.
    if let [found] = quantity::find(cell).as_slice()
        && found.span == Span::new(0, cell.len())
    {
        return Some(found.quantity.clone());
    }
    static CELL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:[≥≤><＞＜约]|超过|突破|不低于|不超过|不少于|高于|低于)?[\d,.]+(?:[—\-~～至]+[\d,.]+)?(?:%|以上|以下|左右|以内)*$")
            .expect("the pattern is a constant")
    });
    if !CELL.is_match(cell) {
        return None;
    }
    // Read with a unit that any number takes, which the column's own then replaces.
    let end = cell.rfind(|c: char| c.is_ascii_digit())? + 1;
    let mut quantity = quantity::find(&format!("{}%{}", &cell[..end], cell[end..].trim_start_matches('%'))).into_iter().next()?.quantity;
    if !(unit.is_empty() && cell.contains('%')) {
        unit.clone_into(&mut quantity.unit);
    }
    Some(quantity)
}

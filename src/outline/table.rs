//! Tables: rows and columns, as they stand in text and as PDF flattened them to a cell a line.
//!
//! Cells that a tab or `|` parts are read as they stand. Where each cell stands on a line of its own, the header tells what each column holds, and the lines
//! are laid into the columns that fit their form best: figures under a year, units under 单位, parks under 园区.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::Regex;

use super::marker;
use crate::reference::Reference;
use crate::text::{Span, lines, unspaced};
use crate::words::Words;

/// A table of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The line above it that names it (表1 …, 专栏3 …, 附件2 …), if there is one.
    pub caption: Option<Span>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, without those that repeat the header.
    pub rows: Vec<Row>,
    /// Whether the cells stand one a line, so that which belongs to which column was told by their number and form.
    pub flattened: bool,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its cell in the header.
    pub label: Span,
    /// What it holds.
    pub kind: ColumnKind,
}

/// What the cells of a column are, as its label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnKind {
    /// 序号.
    Serial,
    /// 类别, 指标分类: one cell may govern several rows.
    Group,
    /// 指标: what is measured.
    Indicator,
    /// 单位, of the numbers.
    Unit,
    /// Numbers: 2025年, 产值（亿元）, 目标值.
    Value,
    /// 所在地, 设区市.
    Place,
    /// 园区名称.
    Park,
    /// 主导产业.
    Industries,
    /// 重点任务, 工作内容.
    Task,
    /// 具体措施: a task that another column sums up.
    Measure,
    /// 牵头单位.
    Lead,
    /// 配合单位.
    Support,
    /// 责任单位.
    Responsible,
    /// 责任领导.
    Official,
    /// 完成时限.
    Deadline,
    /// Anything else: 备注, 指标属性.
    Other,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// A cell for each column; `None` where it is empty. A cell that spans rows stands in each of them.
    pub cells: Vec<Option<Span>>,
    /// All of the row.
    pub span: Span,
}

impl Table {
    /// The place of the first column of a kind.
    #[must_use]
    pub fn column(&self, kind: ColumnKind) -> Option<usize> {
        self.columns.iter().position(|column| column.kind == kind)
    }
}

/// A line of the text.
#[derive(Clone, Copy)]
struct Line<'t> {
    content: &'t str,
    span: Span,
}

/// Finds the tables of a text, each with the stretch that it takes, its header included.
pub(super) fn tables(text: &str) -> Vec<(Span, Table)> {
    let lines: Vec<Line<'_>> =
        lines(text).map(|(span, content)| Line { content, span }).filter(|line| !line.content.trim_start().is_empty()).collect();
    // Cheap first: most texts have no bars.
    let barred = memchr::memchr2(b'\t', b'|', text.as_bytes()).is_some() || text.contains("｜");
    let lines = if barred { opened_cells(text, &lines).unwrap_or_else(|| closed_cells(text, lines)) } else { lines };
    let mut found = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        let table = if barred && is_parted(lines[index].content) { parted(&lines, index) } else { flattened(&lines, index) };
        match table {
            Some((table, end)) => {
                found.push((Span::new(lines[index].span.start, lines[end - 1].span.end), table));
                index = end;
            }
            None => index += 1,
        }
    }
    found
}

const BARS: [char; 3] = ['\t', '|', '｜'];

fn is_parted(line: &str) -> bool {
    line.contains(BARS)
}

/// Whether bars stand around the cells of a line too, not only between them.
fn is_framed(line: &str) -> bool {
    line.starts_with(['|', '｜']) && line.ends_with(['|', '｜'])
}

/// Cells that a bar closes, each on lines of its own (序号 |⏎任务 |⏎1 |⏎…), as some pages print a table: each becomes one line, without its bar.
fn closed_cells<'t>(text: &'t str, lines: Vec<Line<'t>>) -> Vec<Line<'t>> {
    /// Lines that a cell may take.
    const TALLEST: usize = 12;
    let closes = |line: &Line<'_>| {
        let content = line.content.trim_end();
        content.ends_with(BARS) && !content.trim_end_matches(|c: char| BARS.contains(&c) || c == ' ').contains(BARS)
    };
    if !lines.windows(3).any(|lines| lines.iter().all(closes)) {
        return lines;
    }
    let mut cells = Vec::with_capacity(lines.len());
    let (mut index, mut inside) = (0, false);
    while let Some(line) = lines.get(index) {
        inside |= lines[index..].iter().take(3).filter(|line| closes(line)).count() == 3;
        let last = if inside { lines[index..].iter().take(TALLEST).position(|line| is_parted(line.content)) } else { None };
        match last.map(|last| index + last).filter(|&last| closes(&lines[last])) {
            Some(last) => {
                let span = Span::new(line.span.start, lines[last].span.end);
                let content = text[span.start..span.end].trim_end_matches(|c: char| BARS.contains(&c) || c.is_whitespace());
                if !content.is_empty() {
                    cells.push(Line { content, span: Span::new(span.start, span.start + content.len()) });
                }
                index = last + 1;
            }
            None => {
                inside = false;
                cells.push(*line);
                index += 1;
            }
        }
    }
    cells
}

/// Rows whose cells a bar opens, each on lines of its own, and that a bar alone ends (市财政局⏎| 深化改革⏎| 各区⏎|), as other pages print them: each becomes
/// one line. Of a row with one cell the bar stays.
fn opened_cells<'t>(text: &'t str, lines: &[Line<'t>]) -> Option<Vec<Line<'t>>> {
    /// Lines that a row may take.
    const TALLEST: usize = 40;
    let is_bar = |line: &Line<'_>| matches!(line.content.trim(), "|" | "｜");
    if lines.iter().filter(|line| is_bar(line)).count() < 3 {
        return None;
    }
    let opens = |line: &Line<'_>| line.content.trim_start().starts_with(BARS);
    let mut rows = Vec::with_capacity(lines.len());
    let mut index = 0;
    while let Some(&line) = lines.get(index) {
        let stretch = &lines[index..lines.len().min(index + TALLEST)];
        let last = stretch.iter().position(is_bar).filter(|&last| last > 0);
        let is_cell = |line: &Line<'_>| !is_parted(line.content) || opens(line) && line.content.matches(BARS).count() == 1;
        match last.filter(|&last| !opens(&stretch[0]) && stretch[..last].iter().all(is_cell)) {
            Some(last) => {
                // What stands before the table is none of its rows: its first begins with its last line that no bar opens.
                let first_bar = stretch[..last].iter().position(opens);
                let from = if rows.is_empty() || !inside(&rows) { first_bar.map_or(0, |bar| bar.saturating_sub(1)) } else { 0 };
                rows.extend(&stretch[..from]);
                let end = if first_bar.is_some() { last - 1 } else { last };
                let span = Span::new(stretch[from].span.start, stretch[end].span.end);
                rows.push(Line { content: &text[span.start..span.end], span });
                index += last + 1;
            }
            None => {
                rows.push(line);
                index += 1;
            }
        }
    }
    (rows.len() < lines.len()).then_some(rows)
}

/// Whether the last of these lines is a row of several lines.
fn inside(rows: &[Line<'_>]) -> bool {
    rows.last().is_some_and(|row| is_parted(row.content) && row.content.contains('\n'))
}

/// The cells of a line that bars or tabs part, without the bars that frame it.
fn cells(line: Line<'_>, framed: bool) -> Vec<Option<Span>> {
    let mut cells = Vec::new();
    let mut start = 0;
    for (at, bar) in line.content.match_indices(BARS).chain([(line.content.len(), "")]) {
        let cell = &line.content[start..at];
        let from = start + cell.len() - cell.trim_start().len();
        let span = Span::new(from, from + cell.trim().len());
        cells.push((!span.is_empty()).then(|| span.shift(line.span.start)));
        start = at + bar.len();
    }
    if framed {
        cells.remove(0);
        if cells.last().is_some_and(Option::is_none) {
            cells.pop();
        }
    }
    cells
}

/// A table whose cells bars or tabs part: at least a header and a row, of as many cells.
fn parted(lines: &[Line<'_>], from: usize) -> Option<(Table, usize)> {
    let framed = is_framed(lines[from].content);
    let header = cells(lines[from], framed);
    if header.len() < 2 || header.iter().any(Option::is_none) && header.iter().flatten().count() < 2 {
        return None;
    }
    let text = |span: Span| &lines[from].content[span.start - lines[from].span.start..span.end - lines[from].span.start];
    let columns = labelled(lines[from], &header);
    let mut rows: Vec<Row> = Vec::new();
    let mut end = from + 1;
    for (index, &line) in lines.iter().enumerate().skip(from + 1) {
        if !is_parted(line.content) {
            // 一、主要目标: a line that heads the rows behind it.
            let is_row = |next: &Line<'_>| {
                let row = if is_parted(next.content) { cells(*next, framed) } else { Vec::new() };
                row.len().abs_diff(header.len()) <= 1 && !is_header(*next, &row)
            };
            let heads = |line: &Line<'_>| !is_parted(line.content) && line.content.chars().count() <= LONGEST_LABEL;
            // （一）三次产业: of two, the second stands under the first.
            let mut behind = lines[index + 1..].iter();
            let next = behind.next();
            if heads(&line) && (next.is_some_and(is_row) || next.is_some_and(heads) && behind.next().is_some_and(is_row)) {
                continue;
            }
            break;
        }
        end = index + 1;
        let mut row = cells(line, framed);
        let rule = row.iter().flatten().all(|cell| {
            line.content[cell.start - line.span.start..cell.end - line.span.start].chars().all(|c| matches!(c, '-' | ':' | '='))
        });
        let again = row.len() == header.len()
            && row.iter().zip(&header).all(|(cell, label)| {
                cell.map(|cell| &line.content[cell.start - line.span.start..cell.end - line.span.start]) == label.map(text)
            });
        if rule || again {
            continue;
        }
        // 索引号｜… over 序号｜任务｜责任单位: a header that says more ends the table before it.
        let shifted = rows.is_empty() && row.len() != header.len();
        if (shifted || !tells(&columns)) && is_header(line, &row) {
            end = index;
            break;
        }
        // A cell that is printed in the first of its rows alone, with no gap for it in the others: at the left the body's, ...
        if row.len() < columns.len()
            && is_of_units(&columns[0])
            && !is_unit(line, row[0].filter(|cell| cell.end - cell.start <= LONGEST_UNITS))
        {
            row.insert(0, rows.last().and_then(|above: &Row| above.cells[0]));
        }
        // ... else one behind the number.
        while row.len() < columns.len() && row.len() > 1 && ends_in_units(&columns) && row.last().is_some_and(|cell| is_unit(line, *cell)) {
            row.insert(1, None);
        }
        row.resize(columns.len(), None);
        rows.push(Row { cells: row, span: line.span });
    }
    if rows.is_empty() {
        return None;
    }
    carry_down(&columns, &mut rows);
    Some((Table { caption: caption(lines, from), columns, rows, flattened: false }, end))
}

/// In bytes: a longer cell at the left of a row is no body.
const LONGEST_UNITS: usize = 60;

/// Whether the last column is one of bodies.
fn ends_in_units(columns: &[Column]) -> bool {
    columns.last().is_some_and(is_of_units)
}

fn is_of_units(column: &Column) -> bool {
    matches!(column.kind, ColumnKind::Lead | ColumnKind::Support | ColumnKind::Responsible)
}

/// Whether a cell of a line ends with a body.
fn is_unit(line: Line<'_>, cell: Option<Span>) -> bool {
    cell.is_some_and(|cell| ends_as_unit(&line.content[cell.start - line.span.start..cell.end - line.span.start]))
}

/// Whether the cells of a line are the header of a table that says something.
fn is_header(line: Line<'_>, cells: &[Option<Span>]) -> bool {
    let figure = |cell: &Span| line.content[cell.start - line.span.start..].starts_with(|c: char| c.is_ascii_digit());
    !cells.iter().flatten().any(figure) && tells(&labelled(line, cells))
}

/// The columns that the cells of a line label.
fn labelled(line: Line<'_>, cells: &[Option<Span>]) -> Vec<Column> {
    let column = |cell: &Option<Span>| {
        let label = cell.unwrap_or(Span::new(line.span.start, line.span.start));
        let words = &line.content[label.start - line.span.start..label.end - line.span.start];
        Column { label, kind: kind_of(&unspaced(words)).unwrap_or(ColumnKind::Other) }
    };
    with_measures(cells.iter().map(column).collect())
}

/// A cell that spans rows is printed in the first of them: what is empty at the left of a row is what stands above.
fn carry_down(columns: &[Column], rows: &mut [Row]) {
    for (place, column) in columns.iter().enumerate() {
        if !matches!(column.kind, ColumnKind::Group | ColumnKind::Place | ColumnKind::Task | ColumnKind::Serial | ColumnKind::Industries) {
            continue;
        }
        if column.kind == ColumnKind::Industries && place > 1 {
            continue;
        }
        for index in 1..rows.len() {
            if rows[index].cells[place].is_none() && rows[index].cells[place + 1..].iter().any(Option::is_some) {
                rows[index].cells[place] = rows[index - 1].cells[place];
            }
        }
    }
}

/// The line above a table that names it.
fn caption(lines: &[Line<'_>], from: usize) -> Option<Span> {
    static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:附?表|专栏|附件|图表) ?[\d一二三四五六七八九十]*|(?:表|清单|一览|目标|指标|分工|任务|情况|统计)(?:（[^）]*）)?$")
            .expect("the pattern is a constant")
    });
    let above = from.checked_sub(1)?;
    [Some(above), above.checked_sub(1)]
        .into_iter()
        .flatten()
        .map(|index| lines[index])
        .find(|line| line.content.chars().count() <= 50 && CAPTION.is_match(line.content.trim()))
        .map(|line| line.span)
}

/// The longest label, in characters.
const LONGEST_LABEL: usize = 22;

/// What words in a label are a sign of.
#[derive(Clone, Copy)]
enum Sign {
    Leads,
    Supports,
    Body,
    Duty,
    Responsible,
    Official,
    Deadline,
    Value,
    Amount,
    Aim,
    Other,
    Industries,
    Place,
    Measure,
    Task,
}

impl Sign {
    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// The words, found in a label together.
struct Signs {
    words: AhoCorasick,
    /// By the place of the word.
    signs: Vec<Sign>,
}

static SIGNS: LazyLock<Signs> = LazyLock::new(|| {
    const WORDS: [(Sign, &[&str]); 15] = [
        (Sign::Leads, &["牵头", "主责", "主办", "主抓", "第一责任", "首要责任"]),
        (Sign::Supports, &["配合", "参与", "协办", "协同", "参加", "协助", "协作", "联办", "会办", "支持"]),
        (Sign::Body, &["单位", "部门", "机构", "科室", "处室"]),
        (Sign::Duty, &["责任"]),
        (
            Sign::Responsible,
            &[
                "责任单位", "责任部门", "责任主体", "承办单位", "落实单位", "实施单位", "实施主体", "负责单位", "负责部门", "主管部门",
                "承担单位", "责任科室", "责任处室", "责任分工", "承办部门", "落实部门", "实施部门", "承担部门", "负责科室", "负责处室",
                "承办科室", "承办处室", "责任股室", "责任机构", "执行单位", "执行部门", "组织单位", "建设单位", "推进单位", "主管单位",
                "完成单位", "责任地区", "部门分工", "任务分工", "责任落实",
            ],
        ),
        (Sign::Official, &["领导"]),
        (
            Sign::Deadline,
            &["时限", "完成时间", "时间节点", "时间安排", "时间要求", "时间进度", "进度要求", "完成日期", "完成期限", "进度安排"],
        ),
        (Sign::Value, &["目标值", "现状值", "基期", "基准值", "指标值", "完成值", "规划值", "年均增长", "年均增速"]),
        (Sign::Amount, &["产值", "税收", "收入", "贸易额", "投资额", "产量", "增加值", "面积", "规模"]),
        (Sign::Aim, &["目标", "20"]),
        (
            Sign::Other,
            &[
                "属性", "性质", "级别", "等级", "备注", "说明", "合作地区", "合作省", "合作区域", "承接来源", "来源地", "对接省",
                "对接地区", "联系人", "电话", "联系方式",
            ],
        ),
        (
            Sign::Industries,
            &[
                "产业名称", "产业定位", "产业发展重点", "产业发展方向", "产业链", "产业集群", "产业方向", "产业类别", "主导行业",
                "细分领域", "合作方向", "发展重点", "重点产品", "产业布局",
            ],
        ),
        (Sign::Place, &["布局城市", "布局区域", "布局地区", "重点城市", "核心区域", "承载地", "承载城市", "承载区域", "主要区域"]),
        (Sign::Measure, &["措施", "举措", "工作内容", "任务内容", "具体任务", "具体工作", "工作要求", "主要内容"]),
        (Sign::Task, &["任务", "事项", "重点工作", "工作项目", "主要工作", "工作名称", "实事", "项目内容", "建设内容"]),
    ];
    let words = WORDS.iter().flat_map(|(_, words)| *words);
    Signs {
        words: AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(words).expect("the words are constants"),
        signs: WORDS.iter().flat_map(|(sign, words)| words.iter().map(|_| *sign)).collect(),
    }
});

impl Signs {
    /// The signs in a label, a bit each.
    fn of(&self, label: &str) -> u32 {
        self.words.find_overlapping_iter(label).fold(0, |signs, word| signs | self.signs[word.pattern().as_usize()].bit())
    }
}

/// 产业集聚区, 所属化工园区: a kind of park, not the name of one.
fn is_kind_of_park(label: &str) -> bool {
    static PARKS: Words =
        Words::new(&["园区", "开发区", "产业园", "工业园", "集聚区", "聚集区", "集中区", "示范区", "高新区", "经开区", "功能区"]);
    static KINDS: Words = Words::new(&[
        "产业", "工业", "化工", "特色", "专业", "省级", "市级", "国家级", "重点", "所属", "所在", "承载", "经济", "技术", "高新", "物流",
        "农业", "科技", "现代", "中小企业", "认定", "申报", "各",
    ]);
    let Some(mut rest) = PARKS.strip_ending(label) else { return false };
    while let Some(behind) = KINDS.strip_opening(rest) {
        rest = behind;
    }
    // 示范区 alone may be one of anything.
    rest.is_empty() && label != "示范区"
}

/// What a column holds that is labelled so; `None` if that is no label.
fn kind_of(label: &str) -> Option<ColumnKind> {
    if label.is_empty() || label.len() > 3 * LONGEST_LABEL || label.contains(['。', '；', '：', '“', '《']) {
        return None;
    }
    static CUE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("序|号|项次|单位|部门|责任|主体|科室|处室|分工|领导|时限|时间|日期|期限|进度|20|十.五|期|年均|值|类型|税收|收入|贸易额|投资额|产量|面积|规模|属性|性质|级别|等级|备注|说明|对接|合作|来源|联系|电话|类|领域|板块|一级|二级|目标|指标|园|开发区|集聚区|载体|平台|产业|行业|领域|重点|地|市|县|区|盟|州|措施|举措|内容|任务|工作|事项|项目|行动").expect("the pattern is a constant")
    });
    if !CUE.is_match(label) {
        return None;
    }
    // 专栏3 重点园区主导产业: the caption above a header is no column of it.
    let caption = ["专栏", "附表", "附件", "表"].iter().any(|kind| label.starts_with(kind));
    if caption || label.ends_with('表') || label.ends_with("清单") {
        return None;
    }
    let bare = label.find(['（', '(']).map_or(label, |at| if at == 0 { label } else { &label[..at] });
    let signs = SIGNS.of(bare);
    let has = |sign: Sign| signs & sign.bit() != 0;
    let is = |words: &[&str]| words.contains(&bare);
    static YEAR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:到)?(?:20\d{2}年?(?:底|末)?|“?十[一二三四五]五”?(?:末|期末)?|近期|远期|年均)(?:（?[〇㐀-鿿]{0,8}）?)?(?:[（(][^）)]{1,8}[）)])?$").expect("the pattern is a constant")
    });
    Some(if is(&["序号", "编号", "项次", "序", "号"]) {
        ColumnKind::Serial
    } else if is(&["单位", "计量单位", "单位名称"]) {
        ColumnKind::Unit
    } else if has(Sign::Leads) && (has(Sign::Body) || has(Sign::Duty)) {
        ColumnKind::Lead
    } else if has(Sign::Supports) && has(Sign::Body) {
        ColumnKind::Support
    } else if has(Sign::Responsible) || is(&["责任", "分工"]) {
        ColumnKind::Responsible
    } else if has(Sign::Official) {
        ColumnKind::Official
    } else if has(Sign::Deadline) || is(&["时间", "进度"]) {
        ColumnKind::Deadline
    } else if YEAR.is_match(label)
        || has(Sign::Value)
        || has(Sign::Amount) && bare.chars().count() <= 14 && (label.contains(['（', '(']) || has(Sign::Aim))
    {
        ColumnKind::Value
    } else if has(Sign::Other) || bare.starts_with("对接") || bare.starts_with("依托") {
        ColumnKind::Other
    } else if is(&["类别", "指标分类", "分类", "类型", "指标类别", "目标类别", "领域", "板块", "一级指标", "大类", "目标分类"])
    {
        ColumnKind::Group
    } else if bare.ends_with("指标") && !is(&["评价指标", "考核指标"]) || is(&["指标名称", "二级指标", "目标名称"]) {
        ColumnKind::Indicator
    } else if is_kind_of_park(bare.strip_suffix("名称").unwrap_or(bare)) || is(&["园区载体", "平台载体", "平台名称"]) {
        ColumnKind::Park
    } else if bare.ends_with("产业") || is(&["集群", "集群名称"]) || has(Sign::Industries) && bare.chars().count() <= 10 {
        ColumnKind::Industries
    } else if is(&[
        "地点", "城市", "市", "县", "所在地", "所在市", "所在县", "所属市", "设区市", "地市", "市州", "盟市", "州市", "县区", "市县",
        "县市", "地区", "区域", "布局区域", "重点区域", "县市区", "区县", "所属地区", "所在地区", "行政区", "所在县区", "所属县区",
        "市（县）", "区位", "坐落",
    ]) || has(Sign::Place)
        || is(&["所在县", "县", "所在市县", "各市"])
    {
        ColumnKind::Place
    } else if has(Sign::Measure) && bare.chars().count() <= 8 {
        ColumnKind::Measure
    } else if has(Sign::Task) && bare.chars().count() <= 10
        || is(&[
            "工作", "内容", "项目名称", "项目", "行动", "指标内容", "工作指标", "重点项目", "建设项目", "实施项目", "改革举措", "评价指标",
            "评价内容", "考核内容", "考核指标", "工作要点", "政策措施", "主要措施", "目标任务", "问题", "整改目标",
        ])
        || bare.ends_with("目标") && bare.chars().count() <= 10
    {
        ColumnKind::Task
    } else if bare.ends_with("类型") {
        ColumnKind::Other // 目标类型
    } else {
        return None;
    })
}

/// Where no column is the task, the one of measures is; or, where bodies answer for it and nothing else is named, that of the year's goals (2022年预期目标).
fn with_measures(mut columns: Vec<Column>) -> Vec<Column> {
    let has = |kinds: &[ColumnKind]| columns.iter().any(|column| kinds.contains(&column.kind));
    let named = has(&[ColumnKind::Indicator, ColumnKind::Park, ColumnKind::Place]);
    let duties = has(&[ColumnKind::Lead, ColumnKind::Responsible]);
    let task = if has(&[ColumnKind::Task]) {
        None
    } else if has(&[ColumnKind::Measure]) {
        Some(ColumnKind::Measure)
    } else {
        Some(ColumnKind::Value).filter(|_| duties && !named)
    };
    // 一级指标｜二级指标｜评价指标｜责任单位: what has no figures and stands before tasks groups them.
    if duties && has(&[ColumnKind::Task]) && !has(&[ColumnKind::Value]) {
        columns.iter_mut().filter(|column| column.kind == ColumnKind::Indicator).for_each(|column| column.kind = ColumnKind::Group);
    }
    if let Some(column) = columns.iter_mut().find(|column| Some(column.kind) == task) {
        column.kind = ColumnKind::Task;
    }
    columns
}

/// Whether columns of these kinds make a table that says something.
fn tells(columns: &[Column]) -> bool {
    let has = |kind| columns.iter().any(|column| column.kind == kind);
    let duty = has(ColumnKind::Lead) || has(ColumnKind::Responsible) || has(ColumnKind::Support);
    has(ColumnKind::Indicator) && has(ColumnKind::Value)
        || has(ColumnKind::Park) && (has(ColumnKind::Industries) || has(ColumnKind::Value) || has(ColumnKind::Place))
        || has(ColumnKind::Place) && (has(ColumnKind::Industries) || has(ColumnKind::Value))
        || (has(ColumnKind::Task) || has(ColumnKind::Measure)) && duty
}

fn stands_once(kind: ColumnKind) -> bool {
    matches!(
        kind,
        ColumnKind::Serial
            | ColumnKind::Group
            | ColumnKind::Indicator
            | ColumnKind::Unit
            | ColumnKind::Park
            | ColumnKind::Lead
            | ColumnKind::Support
            | ColumnKind::Deadline
    )
}

/// The header that begins with a line: its columns, and how many lines it takes. A label may stand on several lines (规划⏎面积⏎(km2)).
fn header(lines: &[Line<'_>], from: usize) -> Option<(Vec<Column>, usize)> {
    let mut columns = Vec::new();
    let mut index = from;
    // 一、加强领导: what bears a number is no label.
    while index < lines.len() && columns.len() < 12 && marker::at_start(lines[index].content).is_none() {
        let mut label = String::new();
        let labelled = lines[index..].iter().zip(1..=4).find_map(|(line, count)| {
            label.extend(line.content.split_whitespace());
            // A kind that a table has once only is not labelled twice: 园区⏎属性 is one label where 园区名称 stands before it.
            let kind = kind_of(&label).filter(|kind| !stands_once(*kind) || columns.iter().all(|column: &Column| column.kind != *kind))?;
            Some((kind, count))
        });
        let Some((kind, count)) = labelled else { break };
        let mut taken = count;
        if let Some(next) = lines.get(index + taken)
            && next.content.trim().starts_with(['（', '('])
            && next.content.chars().count() <= 10
        {
            taken += 1;
        }
        let label = Span::new(lines[index].span.start, lines[index + taken - 1].span.end);
        columns.push(Column { label, kind });
        index += taken;
    }
    let columns = with_measures(columns);
    (columns.len() >= 2 && tells(&columns)).then_some((columns, index - from))
}

/// A table whose cells stand one a line.
fn flattened(lines: &[Line<'_>], from: usize) -> Option<(Table, usize)> {
    let first = lines[from].content;
    // Cheap first: a header is at least two short lines.
    let short = |line: &Line<'_>| {
        line.content.len() <= 3 * LONGEST_LABEL
            && marker::at_start(line.content).is_none()
            && !line.content.contains(['。', '，', '：', '；', '|', '｜', '\t'])
    };
    if !short(&lines[from]) || !lines.get(from + 1).is_some_and(short) {
        return None;
    }
    if first.chars().count() > 4 && kind_of(&unspaced(first)).is_none() {
        return None;
    }
    let (columns, taken) = header(lines, from)?;
    let labels: String = lines[from..from + taken].iter().map(|line| unspaced(line.content)).collect();
    let mut body = Vec::new();
    let mut index = from + taken;
    let grouped = matches!(columns[0].kind, ColumnKind::Group | ColumnKind::Indicator);
    let numbered =
        lines.get(index).is_some_and(|line| (line.content.starts_with('（') || grouped) && marker::at_start(line.content).is_some());
    while index < lines.len() {
        let line = lines[index];
        if let Some(repeated) = repeats(&lines[index..], &labels) {
            index += repeated;
            continue;
        }
        if ends_table(line.content, &columns, numbered) {
            break;
        }
        body.push(line);
        index += 1;
    }
    without_numbers(&columns, &mut body);
    let (rows, used) = lay(&columns, &body)?;
    let end = if used == body.len() { index } else { lines.iter().position(|line| line.span == body[used].span)? };
    Some((Table { caption: caption(lines, from), columns, rows, flattened: true }, end))
}

/// Takes out the numbers of rows (1, 2, 3, …) that no column of the header is for.
fn without_numbers(columns: &[Column], body: &mut Vec<Line<'_>>) {
    if columns.iter().any(|column| matches!(column.kind, ColumnKind::Serial | ColumnKind::Value)) {
        return;
    }
    let number = |line: &Line<'_>| line.content.trim().parse::<u32>().ok().filter(|number| *number < 1000);
    let numbers: Vec<u32> = body.iter().filter_map(number).collect();
    if numbers.len() >= 2 && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1) {
        body.retain(|line| number(line).is_none());
    }
}

/// How many lines repeat the header, as at the top of a page.
fn repeats(lines: &[Line<'_>], labels: &str) -> Option<usize> {
    let mut rest = labels;
    for (index, line) in lines.iter().enumerate() {
        for part in line.content.split_whitespace() {
            rest = rest.strip_prefix(part)?;
        }
        if rest.is_empty() {
            return Some(index + 1);
        }
    }
    None
}

/// Whether a line cannot stand in a table: a heading, another caption, a long sentence where none is expected. `numbered`: the tasks bear numbers as headings do.
fn ends_table(line: &str, columns: &[Column], numbered: bool) -> bool {
    static HEADING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:第[一二三四五六七八九十百]+[章节条]|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|(?:附?表|专栏|附件|图) ?[\d一二三四五六七八九十]+|——|注：|备注：|资料来源|附注)").expect("the pattern is a constant")
    });
    let duties = columns.iter().any(|column| matches!(column.kind, ColumnKind::Task | ColumnKind::Measure));
    !numbered && HEADING.is_match(line) || !duties && (line.contains('。') && line.chars().count() > 30 || line.chars().count() > 120)
}

/// Whether a line ends as the name of a body does.
fn ends_as_unit(text: &str) -> bool {
    const ENDS: [&str; 28] = [
        "局", "委", "办", "部", "厅", "会", "院", "政府", "中心", "单位", "公司", "署", "行", "站", "社", "处", "街道", "镇", "乡", "大队",
        "支队", "集团", "队", "人社", "总局", "部门", "联", "市",
    ];
    let text = text.trim_end_matches(['等', '）']);
    ENDS.iter().any(|end| text.ends_with(end))
}

/// What a line looks like.
struct Look<'t> {
    text: &'t str,
    /// In characters.
    length: u32,
    number: bool,
    integer: bool,
    dash: bool,
}

impl<'t> Look<'t> {
    fn of(line: &'t str) -> Self {
        let text = line.trim();
        let number = NUMBER.is_match(text);
        Self {
            text,
            length: text.chars().count() as u32,
            number,
            integer: number && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()),
            dash: number && !text.contains(|c: char| c.is_ascii_digit()),
        }
    }
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[≥≤><＞＜约超]|超过|突破|不低于|不超过)?[\d,.]+(?:[—\-~～:：/][\d,.]+)*(?:%|％|以上|以下|左右|以内|（[^）]*）|\([^)]*[)）])*$|^(?:—|-|–|——|/|\\|－|…)+$").expect("the pattern is a constant")
});
static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:%|％|‰|—|-|/|[万亿千百]{0,2}(?:元|美元|吨标准煤|吨标煤|吨|千克|公斤|克|立方米|平方米|平方公里|公顷|亩|公里|米|千瓦时|千瓦|兆瓦|标箱|TEU|人次|人|个|家|项|件|条|座|所|户|张|辆|台|套|岁|次|天|分|分贝|倍|名|处|种|艘|班|米/人|小时|部|百分点|个百分点|立方米/[〇㐀-鿿]{1,4}|吨/[〇㐀-鿿]{1,4})(?:/[〇㐀-鿿]{1,6})?|[〇㐀-鿿]{1,4}/[〇㐀-鿿]{1,4}|微克/立方米)$").expect("the pattern is a constant")
});

/// How ill a line fits a column.
fn cost(kind: ColumnKind, look: &Look<'_>) -> u32 {
    let &Look { text, length, number, integer, dash } = look;
    let parklike = || {
        let bare = text.trim_end_matches(['）', ')']);
        length >= 4 && ["区", "园", "园区", "城", "港", "基地"].iter().any(|end| bare.ends_with(end))
    };
    let unitlike = ends_as_unit;
    match kind {
        ColumnKind::Serial => {
            if integer || matches!(length, 1..=4) && text.starts_with(['（', '①', '⑴']) {
                0
            } else {
                60
            }
        }
        ColumnKind::Unit => {
            if UNIT.is_match(text) {
                0
            } else {
                40
            }
        }
        ColumnKind::Value => {
            if number {
                0
            } else if text.contains(|c: char| c.is_ascii_digit()) && length <= 24 {
                8
            } else {
                30
            }
        }
        ColumnKind::Place => {
            let reference = Reference::load();
            let known = |name: &str| {
                !reference.places_named(name).is_empty()
                    || ["市", "县", "旗", "州", "盟"].iter().any(|end| name.ends_with(end)) && name.chars().count() <= 8
            };
            if text.split(['、', '，']).all(|name| known(name.trim())) {
                0
            } else if number {
                60
            } else if parklike() {
                30
            } else {
                14
            }
        }
        ColumnKind::Park => {
            if parklike() {
                0
            } else if number {
                60
            } else {
                12
            }
        }
        ColumnKind::Group => {
            if number {
                40
            } else if length <= 8 {
                1
            } else {
                6
            }
        }
        ColumnKind::Other => {
            if text.starts_with('（') {
                9
            } else if integer || !Reference::load().places_named(text).is_empty() {
                14
            } else if length <= 8 {
                0
            } else {
                4
            }
        }
        ColumnKind::Indicator => {
            if number {
                40
            } else if UNIT.is_match(text) {
                12
            } else {
                1
            }
        }
        ColumnKind::Industries => {
            if number {
                40
            } else if parklike() {
                8
            } else if text.contains('、') {
                0
            } else {
                2
            }
        }
        ColumnKind::Lead | ColumnKind::Support | ColumnKind::Responsible => {
            if dash {
                1
            } else if number {
                60
            } else if unitlike(text) {
                0
            } else {
                14
            }
        }
        ColumnKind::Official => {
            if dash {
                1
            } else if number {
                60
            } else if (2..=12).contains(&length) && !unitlike(text) {
                1
            } else {
                12
            }
        }
        ColumnKind::Deadline => {
            let time =
                text.contains(['年', '月', '底', '前']) || ["长期", "持续", "常年", "全年", "立即"].iter().any(|word| text.contains(word));
            if dash {
                1
            } else if time && length <= 20 {
                0
            } else {
                20
            }
        }
        ColumnKind::Task | ColumnKind::Measure => {
            if number {
                60
            } else if unitlike(text) && length <= 12 {
                6
            } else {
                1
            }
        }
    }
}

/// Lays the lines of a table into its columns, row by row, at the least cost; how many lines it took.
fn lay(columns: &[Column], lines: &[Line<'_>]) -> Option<(Vec<Row>, usize)> {
    const SKIP: u32 = 9;
    const UNREACHED: u32 = u32::MAX / 2;
    let count = columns.len();
    let lines = &lines[..lines.len().min(4000)];
    if lines.len() < count.saturating_sub(1) || lines.is_empty() {
        return None;
    }
    let skip = |from: usize, to: usize| -> u32 {
        columns[from..to]
            .iter()
            .map(|column| match column.kind {
                ColumnKind::Other | ColumnKind::Deadline | ColumnKind::Official => 3,
                ColumnKind::Value => 12,
                ColumnKind::Serial => 14,
                // Of two columns of bodies, the one that stays empty is that of those who support.
                ColumnKind::Lead => SKIP + 1,
                _ => SKIP,
            })
            .sum()
    };
    // A cell that spans rows stands at the left.
    let spans = |column: usize| matches!(columns[column].kind, ColumnKind::Place | ColumnKind::Group);
    let first_own = (0..count).find(|&column| !spans(column)).unwrap_or(0);
    let start_row = |column: usize| -> u32 { if column <= first_own { 1 } else { 1 + skip(first_own, column) } };
    let wrap = |column: usize, line: &str, before: &str| -> u32 {
        let short = before.chars().count() < 6;
        match columns[column].kind {
            ColumnKind::Serial | ColumnKind::Unit => 60,
            ColumnKind::Value => {
                if line.trim().starts_with(['（', '(']) {
                    2
                } else {
                    50
                }
            }
            ColumnKind::Place | ColumnKind::Group => 12,
            ColumnKind::Other | ColumnKind::Official | ColumnKind::Deadline => {
                if line.trim().chars().all(|c| c.is_ascii_digit()) {
                    60
                } else {
                    7
                }
            }
            ColumnKind::Park => {
                if before.trim_end().ends_with('区') || before.trim_end().ends_with('园') {
                    14
                } else {
                    6
                }
            }
            ColumnKind::Lead | ColumnKind::Support | ColumnKind::Responsible => {
                let bodies = |column: &Column| matches!(column.kind, ColumnKind::Lead | ColumnKind::Support | ColumnKind::Responsible);
                if before.trim_end().ends_with(['、', '，', '；']) || !ends_as_unit(before.trim()) {
                    1
                } else if columns[column + 1..].iter().any(bodies) {
                    14
                } else {
                    9 // 市交通局⏎各区政府: one body a line
                }
            }
            _ => {
                if before.trim_end().ends_with(['、', '，']) {
                    1
                } else if before.trim_end().ends_with('。') || short {
                    9
                } else {
                    5
                }
            }
        }
    };
    let mut costs = vec![vec![UNREACHED; count]; lines.len()];
    let mut from = vec![vec![(0_usize, false); count]; lines.len()];
    for (index, line) in lines.iter().enumerate() {
        let look = Look::of(line.content);
        for column in 0..count {
            let form = cost(columns[column].kind, &look);
            if index == 0 {
                costs[0][column] = start_row(column) + form;
                continue;
            }
            let before = lines[index - 1].content;
            for previous in 0..count {
                let base = costs[index - 1][previous];
                if base >= UNREACHED {
                    continue;
                }
                let mut options = [None; 2];
                if column == previous {
                    options[0] = Some((base + wrap(column, line.content, before), false));
                } else if column > previous {
                    options[0] = Some((base + skip(previous + 1, column), false));
                }
                if column <= previous || spans(previous) {
                    options[1] = Some((base + skip(previous + 1, count) + start_row(column), true));
                }
                for (total, new_row) in options.into_iter().flatten() {
                    // What fits a column needs no form when it goes on a cell of words.
                    let form = if column == previous && !new_row { form.min(6) } else { form };
                    if total + form < costs[index][column] {
                        costs[index][column] = total + form;
                        from[index][column] = (previous, new_row);
                    }
                }
            }
        }
    }
    // The table ends where going on costs more than any line of it should.
    let mut used = lines.len();
    let best = |index: usize| (0..count).min_by_key(|&column| costs[index][column] + skip(column + 1, count)).unwrap_or(0);
    for index in 1..lines.len() {
        let grown = costs[index].iter().min().copied().unwrap_or(0).saturating_sub(costs[index - 1].iter().min().copied().unwrap_or(0));
        if grown >= 24 {
            used = index;
            break;
        }
    }
    let mut column = best(used - 1);
    if costs[used - 1][column] as usize > 12 * used + 20 {
        return None;
    }
    let mut places = vec![(0_usize, false); used];
    for index in (0..used).rev() {
        places[index] = (column, index == 0 || from[index][column].1);
        column = from[index][column].0;
    }
    let mut rows: Vec<Row> = Vec::new();
    for (line, &(column, new_row)) in lines.iter().zip(&places) {
        if new_row || rows.is_empty() {
            rows.push(Row { cells: vec![None; count], span: line.span });
        }
        let Some(row) = rows.last_mut() else { continue };
        row.span.end = line.span.end;
        let start = row.cells[column].map_or(line.span.start, |cell| cell.start);
        row.cells[column] = Some(Span::new(start, line.span.end));
    }
    carry_down(columns, &mut rows);
    // A header alone, or one that a single stray line follows, is no table.
    let full = rows.iter().filter(|row| row.cells.iter().flatten().count() >= 2).count();
    (full > 0).then_some((rows, used))
}

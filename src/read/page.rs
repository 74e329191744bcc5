//! Pieces of text as they are placed on pages → lines, paragraphs and tables, for the formats that know nothing but places: PDF and OFD.
//!
//! - Ruling lines that cross make a table; a cell is what they enclose. Rows of short pieces that stand below each other make one too.
//! - A gap that runs down the page between long pieces parts two columns.
//! - A line that reaches the right margin runs on in the next one that begins at the left margin, over the end of a page too.
//! - Page numbers, and lines that stand at the edge of most pages, are no text.

use std::collections::HashMap;

use super::lines::Lines;
use crate::text::Notice;

/// A stretch of characters on one line. Lengths are in any unit, downwards and to the right.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub left: f32,
    pub right: f32,
    pub top: f32,
    pub bottom: f32,
    pub text: String,
}

/// A ruling line, horizontal or vertical.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

/// A page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub height: f32,
    pub pieces: Vec<Piece>,
    pub rules: Vec<Rule>,
}

/// More ruling lines than this on a page draw no table but a picture.
const MOST_RULES: usize = 4000;

/// The text of pages, and what was odd about them.
pub(super) fn text(pages: Vec<Page>) -> (String, Vec<Notice>) {
    let mut notices = Vec::new();
    let mut arranged: Vec<Vec<Block>> = pages.into_iter().map(|page| arrange(page, &mut notices)).collect();
    drop_margins(&mut arranged);
    let mut writer = Writer::default();
    for (number, blocks) in arranged.into_iter().enumerate() {
        for (index, block) in blocks.into_iter().enumerate() {
            writer.add(block, number > 0 && index == 0);
        }
    }
    notices.sort();
    notices.dedup();
    (writer.finish(), notices)
}

#[derive(Debug)]
enum Block {
    Line(Line),
    Table(Grid),
}

impl Block {
    fn top(&self) -> f32 {
        match self {
            Self::Line(line) => line.top,
            Self::Table(table) => table.top,
        }
    }
}

/// A line, and the margins of the column in which it stands.
#[derive(Clone, Debug)]
struct Line {
    segments: Vec<Piece>,
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    margins: (f32, f32),
    /// Whether it stands at the upper or lower edge of its page.
    at_edge: bool,
}

impl Line {
    fn height(&self) -> f32 {
        self.bottom - self.top
    }

    fn text(&self) -> String {
        join(&self.segments)
    }

    fn is_indented(&self) -> bool {
        self.left > self.margins.0 + 0.6 * self.height()
    }
}

/// A table as rows of cells.
#[derive(Debug)]
struct Grid {
    top: f32,
    /// Where its columns begin, by which a table is known that goes on over the page.
    edges: Vec<f32>,
    rows: Vec<Vec<String>>,
}

fn arrange(mut page: Page, notices: &mut Vec<Notice>) -> Vec<Block> {
    let height = page.height;
    page.pieces
        .retain(|piece| !piece.text.trim().is_empty() && piece.right.is_finite() && piece.bottom.is_finite() && piece.top.is_finite());
    let mut tables = Vec::new();
    if page.rules.len() <= MOST_RULES {
        for frame in frames(&page.rules) {
            if let Some(grid) = frame.grid(&mut page.pieces) {
                tables.push(Block::Table(grid));
            }
        }
    }
    let mut lines = lines(page.pieces);
    for line in &mut lines {
        line.at_edge = line.bottom < height * 0.1 || line.top > height * 0.9;
    }
    let mut blocks = match gutter(&lines) {
        Some(gutter) => {
            notices.push(Notice::Columns);
            columns(lines, gutter)
        }
        None => with_margins(lines),
    };
    if gather_rows(&mut blocks) | !tables.is_empty() {
        notices.push(Notice::PlacedTables);
    }
    // A table stands before the first line below it.
    for table in tables {
        let place = blocks.iter().position(|block| block.top() > table.top()).unwrap_or(blocks.len());
        blocks.insert(place, table);
    }
    blocks
}

/// The pieces of a page as lines, from top to bottom.
fn lines(mut pieces: Vec<Piece>) -> Vec<Line> {
    pieces.sort_by(|a, b| (a.top + a.bottom).total_cmp(&(b.top + b.bottom)));
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    let (mut top, mut bottom) = (0.0_f32, 0.0_f32);
    for piece in pieces {
        let overlap = piece.bottom.min(bottom) - piece.top.max(top);
        match lines.last_mut() {
            Some(line) if overlap > 0.5 * (piece.bottom - piece.top).min(bottom - top) => {
                (top, bottom) = (top.min(piece.top), bottom.max(piece.bottom));
                line.push(piece);
            }
            _ => {
                (top, bottom) = (piece.top, piece.bottom);
                lines.push(vec![piece]);
            }
        }
    }
    lines.into_iter().filter_map(line).collect()
}

/// A gap of so many times the height of the characters parts two segments of a line.
const GAP: f32 = 1.6;

/// A line of pieces, those that stand close together joined.
fn line(mut pieces: Vec<Piece>) -> Option<Line> {
    pieces.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut segments: Vec<Piece> = Vec::new();
    for piece in pieces {
        let em = piece.bottom - piece.top;
        match segments.last_mut() {
            // Bold is sometimes drawn as the same characters twice.
            Some(last) if last.text == piece.text && (piece.left - last.left).abs() < 0.2 * em => {}
            Some(last) if piece.left - last.right < GAP * em => {
                if piece.left - last.right > 0.3 * em && !last.text.ends_with(char::is_whitespace) {
                    last.text.push(' ');
                }
                last.text.push_str(&piece.text);
                last.right = last.right.max(piece.right);
                (last.top, last.bottom) = (last.top.min(piece.top), last.bottom.max(piece.bottom));
            }
            _ => segments.push(piece),
        }
    }
    let (first, last) = (segments.first()?, segments.last()?);
    let (left, right) = (first.left, last.right);
    let top = segments.iter().map(|segment| segment.top).fold(f32::INFINITY, f32::min);
    let bottom = segments.iter().map(|segment| segment.bottom).fold(f32::NEG_INFINITY, f32::max);
    Some(Line { segments, left, right, top, bottom, margins: (left, right), at_edge: false })
}

/// Lines of one column, with its margins.
fn with_margins(mut lines: Vec<Line>) -> Vec<Block> {
    let left = lines.iter().map(|line| line.left).fold(f32::INFINITY, f32::min);
    let right = lines.iter().map(|line| line.right).fold(f32::NEG_INFINITY, f32::max);
    // A stray mark in the margin is not where the lines begin; and what a font says of the width of its characters is not exact.
    let long: Vec<&Line> = lines.iter().filter(|line| line.right - line.left > 0.7 * (right - left)).collect();
    let mut rights: Vec<f32> = long.iter().map(|line| line.right).collect();
    rights.sort_by(f32::total_cmp);
    let from = long.iter().map(|line| line.left).fold(f32::INFINITY, f32::min);
    let margins = rights.get(rights.len() * 4 / 5).map_or((left, right), |to| (from, *to));
    for line in &mut lines {
        line.margins = margins;
    }
    lines.into_iter().map(Block::Line).collect()
}

/// Fewer lines than this side by side are no columns.
const MIN_COLUMN: usize = 8;

/// Where a page is parted into two columns of running text.
fn gutter(lines: &[Line]) -> Option<f32> {
    let parted: Vec<&Line> = lines.iter().filter(|line| line.segments.len() == 2).collect();
    if parted.len() < MIN_COLUMN || parted.len() * 2 < lines.len() {
        return None;
    }
    let mut middles: Vec<f32> = parted.iter().map(|line| f32::midpoint(line.segments[0].right, line.segments[1].left)).collect();
    middles.sort_by(f32::total_cmp);
    let gutter = middles[middles.len() / 2];
    let split = |line: &&&Line| line.segments[0].right <= gutter && line.segments[1].left >= gutter;
    let long = |side: usize| parted.iter().map(|line| line.segments[side].text.chars().count()).sum::<usize>() >= 9 * parted.len();
    (parted.iter().filter(split).count() * 10 >= parted.len() * 9 && long(0) && long(1)).then_some(gutter)
}

/// Puts the lines of two columns in order: between lines that cross the gutter, all of the left before the right.
fn columns(lines: Vec<Line>, gutter: f32) -> Vec<Block> {
    let mut blocks = Vec::new();
    let (mut left, mut right): (Vec<Line>, Vec<Line>) = (Vec::new(), Vec::new());
    let mut across: Vec<Line> = Vec::new();
    let flush = |lines: &mut Vec<Line>, blocks: &mut Vec<Block>| blocks.extend(with_margins(std::mem::take(lines)));
    for whole in lines {
        if whole.segments.iter().any(|segment| segment.left < gutter && segment.right > gutter) {
            flush(&mut left, &mut blocks);
            flush(&mut right, &mut blocks);
            across.push(whole);
            continue;
        }
        flush(&mut across, &mut blocks);
        let at_edge = whole.at_edge;
        let (west, east): (Vec<Piece>, Vec<Piece>) = whole.segments.into_iter().partition(|segment| segment.right <= gutter);
        left.extend(line(west).map(|line| Line { at_edge, ..line }));
        right.extend(line(east).map(|line| Line { at_edge, ..line }));
    }
    for lines in [&mut across, &mut left, &mut right] {
        flush(lines, &mut blocks);
    }
    blocks
}

/// Makes tables of lines that have as many segments at the same places; whether there were any.
fn gather_rows(blocks: &mut Vec<Block>) -> bool {
    let mut gathered: Vec<Block> = Vec::new();
    let mut run: Vec<Line> = Vec::new();
    let mut any = false;
    let mut flush = |run: &mut Vec<Line>, gathered: &mut Vec<Block>| {
        if run.len() >= 3 {
            any = true;
            gathered.push(Block::Table(Grid {
                top: run[0].top,
                edges: run[0].segments.iter().map(|segment| segment.left).collect(),
                rows: run.drain(..).map(|line| line.segments.into_iter().map(|segment| segment.text).collect()).collect(),
            }));
        } else {
            gathered.extend(run.drain(..).map(Block::Line));
        }
    };
    for block in blocks.drain(..) {
        match block {
            Block::Line(line) if line.segments.len() > 1 => {
                if run.last().is_some_and(|above| !stand_below(above, &line)) {
                    flush(&mut run, &mut gathered);
                }
                run.push(line);
            }
            other => {
                flush(&mut run, &mut gathered);
                gathered.push(other);
            }
        }
    }
    flush(&mut run, &mut gathered);
    *blocks = gathered;
    any
}

/// Whether the segments of two lines stand below each other: at the left, in the middle or at the right.
fn stand_below(above: &Line, line: &Line) -> bool {
    let near = |a: f32, b: f32| (a - b).abs() < line.height();
    above.segments.len() == line.segments.len()
        && line.top - above.bottom < 2.0 * line.height()
        && above.segments.iter().zip(&line.segments).all(|(a, b)| {
            near(a.left, b.left) || near(a.right, b.right) || near(f32::midpoint(a.left, a.right), f32::midpoint(b.left, b.right))
        })
}

/// Takes away page numbers, and what stands at the edge of most pages.
fn drop_margins(pages: &mut [Vec<Block>]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let letters = |line: &Line| line.text().chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect::<String>();
    for blocks in pages.iter() {
        for block in blocks {
            if let Block::Line(line) = block
                && line.at_edge
            {
                *seen.entry(letters(line)).or_default() += 1;
            }
        }
    }
    let often = (pages.len() / 2).max(3);
    for blocks in pages {
        blocks.retain(|block| match block {
            Block::Line(line) if line.at_edge => {
                let letters = letters(line);
                let number = letters.chars().all(|c| matches!(c, '-' | '—' | '–' | '－' | '·' | '第' | '页' | '共' | '/' | '，' | ','));
                !number && seen[&letters] < often
            }
            _ => true,
        });
    }
}

/// Writes blocks, and decides what runs on.
#[derive(Default)]
struct Writer {
    lines: Lines,
    paragraph: String,
    /// Whether the first line of the paragraph was set in from the margin.
    indented: bool,
    last: Option<Line>,
    table: Option<Grid>,
}

/// How a line stands to the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    /// It continues the line.
    RunsOn,
    /// It may.
    Unsure,
    /// It begins a paragraph.
    Apart,
}

impl Writer {
    fn add(&mut self, block: Block, opens_page: bool) {
        match block {
            Block::Line(line) => {
                self.flush_table();
                let text = line.text();
                match self.last.as_ref().map_or(Link::Apart, |last| self.link(last, &line, opens_page)) {
                    Link::RunsOn => {
                        let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                        if ascii(self.paragraph.chars().next_back()) && ascii(text.chars().next()) {
                            self.paragraph.push(' ');
                        }
                        self.paragraph.push_str(&text);
                    }
                    Link::Unsure => {
                        self.lines.line(&std::mem::replace(&mut self.paragraph, text));
                    }
                    Link::Apart => {
                        self.flush_paragraph();
                        self.paragraph = text;
                        self.indented = line.is_indented();
                    }
                }
                self.last = Some(line);
            }
            Block::Table(mut table) => {
                self.flush_paragraph();
                self.last = None;
                match &mut self.table {
                    // A table that goes on over the page.
                    Some(first) if opens_page && first.edges.len() == table.edges.len() => first.rows.append(&mut table.rows),
                    _ => {
                        self.flush_table();
                        self.table = Some(table);
                    }
                }
            }
        }
    }

    fn link(&self, last: &Line, line: &Line, opens_page: bool) -> Link {
        let em = last.height().min(line.height());
        let same_size = (last.height() - line.height()).abs() < 0.2 * em;
        let full = last.right > last.margins.1 - FULL * em;
        // Another column, or another page, is not below.
        let below = opens_page || line.top < last.top || line.top - last.bottom < 1.2 * em;
        if !same_size || !full || line.is_indented() || !below {
            return Link::Apart;
        }
        // Only a page that sets its paragraphs in tells that a full line, which ends a sentence, was not the last one of its paragraph.
        let ends = self.paragraph.ends_with(['。', '；', '：', '！', '？', '）', '.', ';', ':', ')']);
        let open = self.paragraph.rfind(['（', '(']).is_some_and(|at| !self.paragraph[at..].contains(['）', ')']));
        // No paragraph begins so.
        let continues = line.segments.first().is_some_and(|first| first.text.starts_with(['的', '，', '、', '。', '；', '）', '》', '”']));
        if self.indented || !ends || open || continues { Link::RunsOn } else { Link::Unsure }
    }

    fn flush_paragraph(&mut self) {
        self.lines.paragraph(&std::mem::take(&mut self.paragraph));
    }

    fn flush_table(&mut self) {
        if let Some(table) = self.table.take() {
            self.lines.table(table.rows);
        }
    }

    fn finish(mut self) -> String {
        self.flush_paragraph();
        self.flush_table();
        self.lines.finish()
    }
}

/// A line that ends so many times the height of its characters before the margin is full.
const FULL: f32 = 2.0;

fn join(segments: &[Piece]) -> String {
    segments.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Ruling lines that touch.
#[derive(Debug, Default)]
struct Frame {
    rules: Vec<Rule>,
}

/// Two places closer than this are one: a third of the smallest type that is printed.
const NEAR: f32 = 3.0;

impl Rule {
    fn is_horizontal(&self) -> bool {
        self.right - self.left >= self.bottom - self.top
    }

    fn touches(&self, other: &Self) -> bool {
        self.left <= other.right + NEAR
            && other.left <= self.right + NEAR
            && self.top <= other.bottom + NEAR
            && other.top <= self.bottom + NEAR
    }
}

/// The frames of a page: sets of ruling lines each of which touches another of its set.
fn frames(rules: &[Rule]) -> Vec<Frame> {
    let mut left: Vec<Rule> = rules.to_vec();
    let mut frames = Vec::new();
    while let Some(first) = left.pop() {
        let mut frame = vec![first];
        let mut next = 0;
        while let Some(&rule) = frame.get(next) {
            next += 1;
            let (touching, apart): (Vec<Rule>, Vec<Rule>) = left.into_iter().partition(|other| rule.touches(other));
            frame.extend(touching);
            left = apart;
        }
        if frame.len() >= 4 {
            frames.push(Frame { rules: frame });
        }
    }
    frames
}

impl Frame {
    /// The table that the frame draws, with the pieces that stand in it, which are taken away; `None` if it encloses fewer than two cells.
    fn grid(&self, pieces: &mut Vec<Piece>) -> Option<Grid> {
        let edges = |horizontal: bool, place: fn(&Rule) -> f32| {
            let mut places: Vec<f32> = self.rules.iter().filter(|rule| rule.is_horizontal() == horizontal).map(place).collect();
            places.sort_by(f32::total_cmp);
            places.dedup_by(|next, kept| *next - *kept < NEAR);
            places
        };
        let ys = edges(true, |rule| f32::midpoint(rule.top, rule.bottom));
        let xs = edges(false, |rule| f32::midpoint(rule.left, rule.right));
        if xs.len() < 2 || ys.len() < 2 || (xs.len() - 1) * (ys.len() - 1) < 2 || xs.len() > 40 || ys.len() > 400 {
            return None;
        }
        let (columns, rows) = (xs.len() - 1, ys.len() - 1);
        let within = |edges: &[f32], place: f32| {
            let index = edges.partition_point(|edge| *edge <= place);
            (index > 0 && index < edges.len()).then(|| index - 1)
        };
        // Cells that no ruling line parts are one: each knows the first cell of its own.
        let mut first: Vec<usize> = (0..rows * columns).collect();
        let mut merge = |cell: usize, with: usize| {
            let (from, to) = (first[cell].max(first[with]), first[cell].min(first[with]));
            first.iter_mut().filter(|first| **first == from).for_each(|first| *first = to);
        };
        for row in 0..rows {
            for column in 0..columns {
                let (x, y) = (f32::midpoint(xs[column], xs[column + 1]), f32::midpoint(ys[row], ys[row + 1]));
                let drawn = |horizontal: bool, place: f32| {
                    self.rules.iter().filter(|rule| rule.is_horizontal() == horizontal).any(|rule| {
                        let (from, to, at, across) = if horizontal {
                            (rule.left, rule.right, f32::midpoint(rule.top, rule.bottom), x)
                        } else {
                            (rule.top, rule.bottom, f32::midpoint(rule.left, rule.right), y)
                        };
                        (at - place).abs() < NEAR && from <= across && across <= to
                    })
                };
                if column + 1 < columns && !drawn(false, xs[column + 1]) {
                    merge(row * columns + column, row * columns + column + 1);
                }
                if row + 1 < rows && !drawn(true, ys[row + 1]) {
                    merge(row * columns + column, (row + 1) * columns + column);
                }
            }
        }
        let mut cells: Vec<Vec<Piece>> = vec![Vec::new(); rows * columns];
        pieces.retain(|piece| {
            let (x, y) = (f32::midpoint(piece.left, piece.right), f32::midpoint(piece.top, piece.bottom));
            let place = within(&xs, x).zip(within(&ys, y));
            if let Some((column, row)) = place {
                cells[first[row * columns + column]].push(piece.clone());
            }
            place.is_none()
        });
        let texts: Vec<String> = cells.into_iter().map(cell_text).collect();
        if texts.iter().filter(|text| !text.is_empty()).count() < 2 {
            // A frame around one text is no table: what stands in it goes back as lines.
            return None.or_else(|| {
                let (top, bottom) = (ys[0], ys[rows]);
                texts.into_iter().filter(|text| !text.is_empty()).for_each(|text| {
                    pieces.push(Piece { left: xs[0], right: xs[columns], top, bottom: bottom.min(top + 12.0), text });
                });
                None
            });
        }
        let cell = |row: usize, column: usize| {
            let own = first[row * columns + column];
            // A cell over several rows is said in each of them, one over several columns in the first.
            if own % columns == column { texts[own].clone() } else { String::new() }
        };
        let rows = (0..rows).map(|row| (0..columns).map(|column| cell(row, column)).collect()).collect();
        Some(Grid { top: ys[0], edges: xs, rows })
    }
}

/// The text of a cell, whose lines run on.
fn cell_text(pieces: Vec<Piece>) -> String {
    let mut text = String::new();
    for line in lines(pieces) {
        let next = line.text();
        let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if ascii(text.chars().next_back()) && ascii(next.chars().next()) && next.chars().next().is_some_and(|c| !c.is_ascii_digit()) {
            text.push(' ');
        }
        text.push_str(&next);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(left: f32, top: f32, text: &str) -> Piece {
        Piece { left, right: left + 10.0 * text.chars().count() as f32, top, bottom: top + 10.0, text: text.to_owned() }
    }

    fn page(pieces: Vec<Piece>, rules: Vec<Rule>) -> Page {
        Page { height: 800.0, pieces, rules }
    }

    fn read(pages: Vec<Page>) -> String {
        text(pages).0
    }

    #[test]
    fn a_full_line_runs_on_and_an_indented_one_does_not() {
        let lines = ["　　第一段的第一行写满了这一行的全部", "位置并接着写。", "　　第二段另起。"];
        let placed = lines.iter().enumerate().map(|(number, line)| {
            let indent = line.len() - line.trim_start().len();
            piece(100.0 + 10.0 * (indent / 3) as f32, 100.0 + 18.0 * number as f32, line.trim_start())
        });
        let pages = vec![page(placed.collect(), Vec::new())];
        assert_eq!(read(pages), "第一段的第一行写满了这一行的全部位置并接着写。\n\n第二段另起。\n");
    }

    #[test]
    fn a_paragraph_goes_on_over_the_page_and_its_number() {
        let first = page(vec![piece(100.0, 700.0, "本页最后一行写满"), piece(130.0, 770.0, "— 1 —")], Vec::new());
        let second = page(vec![piece(100.0, 100.0, "到下一页才结束。")], Vec::new());
        assert_eq!(read(vec![first, second]), "本页最后一行写满到下一页才结束。\n");
    }

    #[test]
    fn two_columns_are_read_one_after_the_other() {
        let mut pieces = vec![piece(200.0, 50.0, "跨越两栏的题目跨越两栏")];
        for number in 0..10_u8 {
            let top = 100.0 + 15.0 * f32::from(number);
            pieces.push(piece(100.0, top, &format!("左栏文字左栏文字{number}")));
            pieces.push(piece(250.0, top, &format!("右栏文字右栏文字{number}")));
        }
        let (text, notices) = text(vec![page(pieces, Vec::new())]);
        assert!(text.find("左栏文字9") < text.find("右栏文字0"), "{text}");
        assert_eq!(notices, [Notice::Columns]);
    }

    /// A frame of 2 columns and 3 rows, of which the last two are one in the first column.
    fn frame() -> Vec<Rule> {
        let across = |top: f32, left: f32| Rule { left, top, right: 300.0, bottom: top };
        let down = |left: f32| Rule { left, top: 100.0, right: left, bottom: 160.0 };
        vec![across(100.0, 100.0), across(120.0, 100.0), across(140.0, 200.0), across(160.0, 100.0), down(100.0), down(200.0), down(300.0)]
    }

    #[test]
    fn ruling_lines_make_a_table() {
        let pieces = vec![
            piece(105.0, 105.0, "任务"),
            piece(205.0, 105.0, "责任单位"),
            piece(105.0, 135.0, "建设园区"),
            piece(205.0, 125.0, "市财政局"),
            piece(205.0, 145.0, "市商务局"),
            piece(100.0, 200.0, "表后的文字"),
        ];
        assert_eq!(
            read(vec![page(pieces, frame())]),
            "| 任务 | 责任单位 |\n| 建设园区 | 市财政局 |\n| 建设园区 | 市商务局 |\n\n表后的文字\n"
        );
    }

    #[test]
    fn pieces_below_each_other_make_a_table() {
        let row = |top: f32, cells: [&'static str; 3]| {
            cells.into_iter().zip([100.0, 200.0, 300.0]).map(move |(cell, left)| piece(left, top, cell))
        };
        let pieces = row(100.0, ["园区", "产业", "产值"]).chain(row(120.0, ["甲", "汽车", "12"])).chain(row(140.0, ["乙", "光伏", "7"]));
        assert_eq!(read(vec![page(pieces.collect(), Vec::new())]), "| 园区 | 产业 | 产值 |\n| 甲 | 汽车 | 12 |\n| 乙 | 光伏 | 7 |\n");
    }
}

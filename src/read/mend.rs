//! Mends what PDF and scraping left in the text, and keeps the way back to the source.
//!
//! - White space inside words and beside figures goes; a space that parts two Chinese words of a text without such damage stays.
//! - The gaps between the cells of a table become tabs where its header shows that spaces part them.
//! - A line break in the middle of a sentence goes, and a page number with it.
//! - The marks of Markdown go; traditional script becomes simplified.
//! - Full-width letters and digits become ASCII; ASCII punctuation beside Chinese characters becomes Chinese.

use std::cell::LazyCell;
use std::ops::Range;

use super::order::reading_order;
use super::{gaps, markdown, script};
use crate::text::{self, Editor, Notice, Text, behind_words};

/// Makes the text of a source; `notices` is what was odd about it.
pub(super) fn mend(source: String, notices: Vec<Notice>) -> Text {
    let order = reading_order(&source);
    let mut editor = Text::edit(source);
    notices.into_iter().for_each(|notice| editor.notice(notice));
    let source = editor.source().to_owned();
    let changes = Changes::of(&source);
    if !changes.folds.is_empty() {
        editor.notice(Notice::Traditional);
    }
    match order {
        None => mend_piece(&mut editor, &source, 0..source.len(), &changes),
        Some(pieces) => {
            let mut end = 0;
            for piece in pieces {
                if piece.start != end {
                    editor.seam();
                }
                end = piece.end;
                mend_piece(&mut editor, &source, piece, &changes);
            }
        }
    }
    editor.finish()
}

/// What is to be changed whatever stands around it.
#[derive(Default)]
struct Changes {
    markdown: bool,
    /// The marks of Markdown inside lines, in order.
    marks: Vec<Range<usize>>,
    /// Simplified characters in the place of traditional ones, in order.
    folds: Vec<(usize, char)>,
}

impl Changes {
    fn of(source: &str) -> Self {
        let markdown = markdown::is_markdown(source);
        Self { markdown, marks: if markdown { markdown::marks(source) } else { Vec::new() }, folds: script::folds(source) }
    }

    /// The end of the mark that stands at a place.
    fn mark(&self, at: usize) -> Option<usize> {
        let mark = self.marks.get(self.marks.partition_point(|mark| mark.start < at))?;
        (mark.start == at).then_some(mark.end)
    }

    /// What is put in the place of the character at a place.
    fn fold(&self, at: usize) -> Option<char> {
        let (place, c) = self.folds.get(self.folds.partition_point(|(place, _)| *place < at))?;
        (*place == at).then_some(*c)
    }
}

/// Mends one unbroken stretch of the source.
fn mend_piece(editor: &mut Editor, source: &str, piece: Range<usize>, changes: &Changes) {
    // Cheap first: few texts ask.
    let spaced = LazyCell::new(|| has_spaces_inside_words(&source[piece.clone()]));
    let spaced = || *spaced;
    let mut previous: Option<Range<usize>> = None;
    let lines = lines(source, piece.clone(), changes.markdown);
    let tabular = tabular(source, &lines);
    let gaps = gaps::between_cells(source, &lines);
    let (mut blank, mut page) = (false, false); // what stood between the previous line and this one
    for (index, line) in lines.into_iter().enumerate() {
        let content = &source[line.clone()];
        let row = gaps.get(index).map_or(&[][..], Vec::as_slice);
        let is_tabular = tabular.get(index).is_some_and(|tabs| *tabs) || !row.is_empty();
        if content.is_empty() {
            blank = true;
            continue;
        }
        if is_page_number(content) {
            page = true;
            continue;
        }
        let joint = row.first().filter(|(at, _)| *at == line.start);
        if let (Some(previous), Some(&(_, mark))) = (&previous, joint) {
            editor.replace(previous.end..line.start, mark);
        } else if let Some(previous) = previous
            && (is_tabular || !runs_on(&source[previous.clone()], editor.made(), content, blank && !page))
        {
            let at = previous.end + source[previous.end..line.start].find('\n').unwrap_or(0);
            editor.copy(at..at + 1);
        }
        mend_line(editor, source, line.clone(), &spaced, is_tabular, row, changes);
        previous = Some(line);
        (blank, page) = (false, false);
    }
}

/// The lines of a piece, without the white space around each.
fn lines(source: &str, piece: Range<usize>, markdown: bool) -> Vec<Range<usize>> {
    let tabs = memchr::memchr(b'\t', source[piece.clone()].as_bytes()).is_some();
    text::lines(&source[piece.clone()])
        .map(|(span, line)| {
            // A tab at the edge of a row of a table is an empty cell.
            let rows = tabs && line.trim_matches(is_blank).contains('\t');
            let is_margin = |c: char| is_blank(c) && !(rows && c == '\t');
            let marks = if markdown { markdown::prefix(line) } else { 0 };
            let content = line[marks..].trim_start_matches(is_margin);
            let from = piece.start + span.end - content.len();
            from..from + content.trim_end_matches(is_margin).len()
        })
        .collect()
}

/// Which lines are rows of a table whose cells tabs or bars part: those that have as many as one of the two lines above or below. Empty where no line has any.
fn tabular(source: &str, lines: &[Range<usize>]) -> Vec<bool> {
    let tabs = |line: &Range<usize>| memchr::memchr2_iter(b'\t', b'|', &source.as_bytes()[line.clone()]).count();
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return Vec::new() };
    if tabs(&(first.start..last.end)) == 0 {
        return Vec::new();
    }
    let counts: Vec<usize> = lines.iter().map(tabs).collect();
    let like = |index: usize, other: Option<usize>| other.and_then(|other| counts.get(other)).is_some_and(|count| *count == counts[index]);
    // A line between rows may head those behind it (一、主要目标).
    let near = |index: usize| (1..=2).any(|step| like(index, index.checked_sub(step)) || like(index, Some(index + step)));
    (0..counts.len()).map(|index| counts[index] > 0 && near(index)).collect()
}

fn mend_line(
    editor: &mut Editor,
    source: &str,
    line: Range<usize>,
    spaced: &impl Fn() -> bool,
    tabular: bool,
    gaps: &[(usize, char)],
    changes: &Changes,
) {
    let mut copied_from = line.start;
    let mut open_folded = 0_usize;
    let mut quoted = false;
    let chinese = || source[line.clone()].chars().any(is_han);
    let folds = !changes.folds.is_empty();
    let text = &source[..line.end];
    let mut here = line.start;
    loop {
        // Nothing is ever to be done about most characters.
        let at = if folds { here } else { behind_words(text, here) };
        let Some(c) = text[at..].chars().next() else { break };
        let end = at + c.len_utf8();
        here = end;
        if folds && let Some(simplified) = changes.fold(at) {
            editor.copy(copied_from..at);
            editor.replace(at..end, simplified);
            copied_from = end;
            continue;
        }
        if is_han(c) {
            continue;
        }
        if let Some(stop) = changes.mark(at) {
            editor.copy(copied_from..at);
            copied_from = stop;
            here = stop;
            continue;
        }
        let next = || source[end..line.end].chars().find(|&c| !is_blank(c));
        let before = || source[line.start..at].chars().rev().find(|&c| !is_blank(c));
        if is_blank(c) {
            let stop = line.end - source[end..line.end].trim_start_matches(is_blank).len();
            here = stop;
            if tabular && source[at..stop].contains('\t') {
                editor.copy(copied_from..at);
                for (tab, _) in source[at..stop].match_indices('\t') {
                    editor.copy(at + tab..at + tab + 1);
                }
                copied_from = stop;
                continue;
            }
            if let Some(&(_, mark)) = gaps.iter().find(|(gap, _)| *gap == at) {
                editor.copy(copied_from..at);
                editor.replace(at..stop, mark);
                copied_from = stop;
                continue;
            }
            let keep = c.is_whitespace() && keeps_space(before(), next(), spaced);
            editor.copy(copied_from..at);
            if keep {
                editor.replace(at..stop, ' ');
            }
            copied_from = stop;
            continue;
        }
        let folded = match c {
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' | '＋' | '－' => char::from_u32(c as u32 - 0xFEE0),
            ':' | ',' | ';' | '?' | '!' if before().is_some_and(is_chinese) && next().is_none_or(|c| is_chinese(c) || c == '(') => {
                char::from_u32(c as u32 + 0xFEE0)
            }
            // 人,1000套: only a figure before it makes a comma one of thousands. 增长10%,比重达到: what follows is Chinese.
            ':' | ',' | ';' if before().is_some_and(is_chinese) => char::from_u32(c as u32 + 0xFEE0),
            ':' | ',' | ';' if before().is_some_and(ends_figure) && next().map_or(c != ':' && chinese(), is_chinese) => {
                char::from_u32(c as u32 + 0xFEE0)
            }
            '"' if quoted => {
                quoted = false;
                Some('”')
            }
            '"' if before().is_none_or(is_chinese)
                && next().is_some_and(|c| !is_blank(c))
                && source[end..line.end].contains('"')
                && chinese() =>
            {
                quoted = true;
                Some('“')
            }
            '.' if before().is_some_and(|c| is_han(c) || matches!(c, ')' | '%'))
                && next().is_none_or(|c| is_chinese(c) || c == '(' || c.is_ascii_digit()) =>
            {
                Some('。')
            }
            '∶' | '︰' | '﹕' if before().is_some_and(is_chinese) => Some('：'),
            '(' if next().is_some_and(is_chinese)
                || before().is_some_and(is_chinese)
                || before().is_none() && opens_numbered(&source[end..line.end]) =>
            {
                open_folded += 1;
                Some('（')
            }
            ')' if open_folded > 0 => {
                open_folded -= 1;
                Some('）')
            }
            ')' if before().is_some_and(is_chinese) => Some('）'),
            '﹝' | '﹙' | '﹚' | '﹞' => Some(match c {
                '﹝' => '〔',
                '﹞' => '〕',
                '﹙' => '（',
                _ => '）',
            }),
            _ => None,
        };
        if let Some(folded) = folded {
            editor.copy(copied_from..at);
            editor.replace(at..end, folded);
            copied_from = end;
        }
    }
    editor.copy(copied_from..line.end);
}

/// Whether a space between these two characters means anything.
fn keeps_space(before: Option<char>, after: Option<char>, spaced: impl Fn() -> bool) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    match (is_chinese(before), is_chinese(after)) {
        (true, true) => is_han(before) && is_han(after) && !spaced(),
        (false, false) => true,
        _ => false,
    }
}

/// Whether the text has spaces where no writer puts them: far more often than headings and signatures account for.
fn has_spaces_inside_words(text: &str) -> bool {
    let (mut spaces, mut at) = (0_usize, 0);
    loop {
        at = behind_words(text, at);
        let Some(c) = text[at..].chars().next() else { break };
        let end = at + c.len_utf8();
        if !is_blank(c) {
            at = end;
            continue;
        }
        let behind = text[end..].trim_start_matches(is_blank);
        spaces += usize::from(text[..at].ends_with(is_han) && behind.starts_with(is_han));
        at = text.len() - behind.len();
    }
    // Nearly all Chinese characters are those from U+4000 to U+9FFF, which begin with these bytes.
    let characters = text.bytes().filter(|byte| matches!(byte, 0xe4..=0xe9)).count();
    spaces > 3 && spaces * 20 > characters || spaces > 4 && spaces * 300 > characters
}

/// Whether the next line continues the sentence of the line before it: a PDF's line, or a page's. `made` is what the text up to that line's end has been
/// mended to.
fn runs_on(line: &str, made: &str, next: &str, blank_between: bool) -> bool {
    let Some(last) = line.chars().next_back() else { return false };
    let Some(first) = next.chars().next() else { return false };
    if matches!(last, '、' | '，' | '“' | '《' | '〔') {
        return !blank_between || last != '，';
    }
    if blank_between {
        return false;
    }
    if matches!(first, '、' | '，' | '。' | '；' | '）' | '”' | '》') {
        return true;
    }
    // A bracket that is still open, or a heading's last syllables (发展氢能产|业。), run on whatever the length of the line.
    let open_bracket = || made.rfind(['（', '(', '）', ')', '。', '\n']).is_some_and(|at| made[at..].starts_with(['（', '(']));
    let last_syllables = || next.chars().take(4).any(|c| c == '。') && opens_block(line) && !line.contains('。');
    if is_han(last) && (open_bracket() && !opens_with_number(next) || last_syllables() && !opens_block(next)) {
        return true;
    }
    let in_prose = || line.contains(['，', '。', '；', '、']) && line.chars().count() >= 20;
    (is_han(last) || last.is_ascii_alphanumeric()) && in_prose() && !opens_block(next)
}

/// Whether a line begins as a heading, a label or a table cell does.
fn opens_block(line: &str) -> bool {
    opens_with_number(line) || line.chars().take(8).any(|c| matches!(c, '：' | ':')) || line.chars().count() < 6
}

/// Whether a line begins with the number of a heading or of an item.
fn opens_with_number(line: &str) -> bool {
    let start = &line[..line.char_indices().nth(8).map_or(line.len(), |(at, _)| at)];
    let mut rest = start.chars();
    match rest.next() {
        Some('第') => start.contains(['章', '节', '条', '篇']),
        Some('（' | '(' | '—' | '①'..='⑳' | '-' | '【') => true,
        Some(c) if c.is_ascii_digit() => start.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['．', '.', '、']),
        Some('一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十') => {
            start.trim_start_matches(|c| "一二三四五六七八九十".contains(c)).starts_with(['、', '．', '.'])
        }
        _ => false,
    }
}

/// `- 12 -`, `—12—`, `第3页 共10页`: never a bare figure, which may be a cell of a table.
fn is_page_number(line: &str) -> bool {
    if line.starts_with(is_han) {
        return line.starts_with('第') && line.ends_with('页') && line.chars().count() < 14;
    }
    let dashed = line.trim_matches(|c: char| is_blank(c) || matches!(c, '-' | '—' | '–' | '－' | '_' | '~'));
    dashed.len() + 2 <= line.len() && !dashed.is_empty() && dashed.bytes().all(|byte| byte.is_ascii_digit())
}

/// White space but for the end of a line, and what is not seen.
pub(super) fn is_blank(c: char) -> bool {
    // Cheap first: nearly all characters stand behind the ideographic space.
    c <= '\u{3000}' && c != '\n' && (c.is_whitespace() || c.is_control() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'))
        || c == '\u{feff}'
}

/// A Chinese character.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇' | '○')
}

/// What ends a figure or a word in Latin letters, or the bracket behind it: 10%, 5G, (2020).
fn ends_figure(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '%' | '％' | ')')
}

/// A Chinese character, or punctuation as Chinese is printed with.
/// Whether a bracket at the head of a line holds its number, before Chinese words: (1)市公安局….
fn opens_numbered(inner: &str) -> bool {
    let behind = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    (1..=3).contains(&(inner.len() - behind.len()))
        && behind.strip_prefix(')').is_some_and(|rest| rest.trim_start().starts_with(is_chinese))
}

fn is_chinese(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3001}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' | '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

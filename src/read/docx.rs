//! DOCX (ECMA-376, WordprocessingML): paragraphs with the numbers that Word prints before them, and tables.
//!
//! Deleted text, hidden text, field codes and tables of contents are left out; inserted text is read. Footnotes stand at the end.

use std::collections::HashMap;
use std::io::{Read, Seek};

use super::archive::Package;
use super::lines::Lines;
use super::xml::{self, Element};
use super::{Format, Raw, Refusal};

/// Reads the main part, with its numbering and notes.
pub(super) fn read(package: &mut Package<impl Read + Seek>) -> Result<Raw, Refusal> {
    let document = xml::parse(&package.part(DOCUMENT)?, DOCUMENT)?;
    let mut optional = |part: &str| if package.has(part) { xml::parse(&package.part(part)?, part).map(Some) } else { Ok(None) };
    let styles = optional("word/styles.xml")?.map(|styles| Styles::of(&styles)).unwrap_or_default();
    let numbering = optional("word/numbering.xml")?.map(|numbering| Numbering::of(&numbering)).unwrap_or_default();
    let notes = [optional("word/footnotes.xml")?, optional("word/endnotes.xml")?];
    let mut reader = Reader { styles, numbering, lines: Lines::default() };
    if let Some(body) = document.child("body") {
        reader.blocks(body);
    }
    for note in notes.iter().flatten().flat_map(Element::elements).filter(|note| note.attribute("type").is_none()) {
        reader.blocks(note);
    }
    Ok(Raw::new(reader.lines.finish(), Format::Docx))
}

pub(super) const DOCUMENT: &str = "word/document.xml";

struct Reader {
    styles: Styles,
    numbering: Numbering,
    lines: Lines,
}

impl Reader {
    /// Reads what stands in a body, or in anything that only wraps blocks (content controls, insertions).
    fn blocks(&mut self, parent: &Element) {
        for element in parent.elements() {
            match element.name.as_str() {
                "p" => {
                    if let Some(text) = self.paragraph(element) {
                        // A line break inside a paragraph is meant: signatures and titles are set with it.
                        text.split('\n').for_each(|line| self.lines.paragraph(line));
                    }
                }
                "tbl" => self.table(element),
                "sdt" if is_table_of_contents(element) => {}
                "del" | "moveFrom" | "Fallback" => {}
                _ => self.blocks(element),
            }
        }
    }

    /// The text of a paragraph with its number; `None` for an entry of a table of contents.
    fn paragraph(&mut self, paragraph: &Element) -> Option<String> {
        let properties = paragraph.child("pPr");
        let style = properties.and_then(|properties| properties.child("pStyle")).and_then(value).unwrap_or_default();
        if self.styles.is_contents(style) {
            return None;
        }
        let mut content = String::new();
        run_text(paragraph, &mut content);
        if content.trim().is_empty() {
            return Some(content);
        }
        let own = properties.and_then(|properties| properties.child("numPr")).map(numbered);
        let number = own.or_else(|| self.styles.numbered(style)).and_then(|(list, level)| self.numbering.next(&list, level));
        Some(number.unwrap_or_default() + &content)
    }

    fn table(&mut self, table: &Element) {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut nested = false;
        for row in descend(table, "tr") {
            let mut cells = Vec::new();
            for cell in descend(row, "tc") {
                let properties = cell.child("tcPr");
                let property = |name: &str| properties.and_then(|properties| properties.child(name));
                let span = property("gridSpan").and_then(value).and_then(|span| span.parse().ok()).unwrap_or(1_usize).min(64);
                // A cell that goes on from the row above is said again.
                let goes_on = property("vMerge").is_some_and(|merge| value(merge) != Some("restart"));
                let above = rows.last().and_then(|row| row.get(cells.len()));
                cells.push(if goes_on { above.cloned().unwrap_or_default() } else { self.cell(cell, &mut nested) });
                cells.extend(std::iter::repeat_n(String::new(), span - 1));
            }
            rows.push(cells);
        }
        // A table of one cell is a frame around text.
        if nested || rows.iter().all(|row| row.len() < 2) {
            for cell in descend(table, "tr").into_iter().flat_map(|row| descend(row, "tc")) {
                self.blocks(cell);
            }
        } else {
            self.lines.table(rows);
        }
    }

    fn cell(&mut self, cell: &Element, nested: &mut bool) -> String {
        let mut content = String::new();
        for element in cell.elements() {
            match element.name.as_str() {
                "p" => {
                    let text = self.paragraph(element).unwrap_or_default();
                    join(&mut content, &text);
                }
                "tbl" => *nested = true,
                "sdt" => join(&mut content, &self.cell(element.child("sdtContent").unwrap_or(element), nested)),
                _ => {}
            }
        }
        content
    }
}

/// Adds a paragraph of a cell to what stands in it.
fn join(content: &mut String, text: &str) {
    let text = text.trim();
    if !content.is_empty() && !text.is_empty() && !content.ends_with(['。', '；', '，', '、', '：']) {
        content.push(' ');
    }
    content.push_str(text);
}

/// The elements of a name in a row or table, whatever wraps them.
fn descend<'e>(parent: &'e Element, name: &str) -> Vec<&'e Element> {
    let mut found = Vec::new();
    for element in parent.elements() {
        if element.name == name {
            found.push(element);
        } else if matches!(element.name.as_str(), "sdt" | "sdtContent" | "ins" | "customXml" | "moveTo") {
            found.extend(descend(element, name));
        }
    }
    found
}

/// The text of the runs of a paragraph.
fn run_text(parent: &Element, text: &mut String) {
    for element in parent.elements() {
        match element.name.as_str() {
            "t" => text.push_str(&element.text()),
            "tab" => text.push('\t'),
            "br" | "cr" => text.push('\n'),
            "noBreakHyphen" => text.push('-'),
            "sym" => text.extend(element.attribute("char").and_then(symbol)),
            "r" if element.at(&["rPr", "vanish"]).is_some_and(|vanish| value(vanish).is_none_or(|value| !is_off(value))) => {}
            // A text box stands in its paragraph; it is drawn twice, for new and for old programs.
            "del" | "moveFrom" | "instrText" | "delText" | "Fallback" | "pPr" | "rPr" => {}
            "p" => {
                let mut content = String::new();
                run_text(element, &mut content);
                if !content.trim().is_empty() {
                    text.push_str(&content);
                    text.push('\n');
                }
            }
            _ => run_text(element, text),
        }
    }
}

fn symbol(code: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(code, 16).ok()?).filter(|c| !matches!(c, '\u{e000}'..='\u{f8ff}'))
}

fn is_off(value: &str) -> bool {
    matches!(value, "0" | "false" | "off")
}

fn value(element: &Element) -> Option<&str> {
    element.attribute("val")
}

fn is_table_of_contents(control: &Element) -> bool {
    control.at(&["sdtPr", "docPartObj", "docPartGallery"]).and_then(value) == Some("Table of Contents")
}

/// The list and the level that a paragraph names.
fn numbered(properties: &Element) -> (String, usize) {
    let of = |name: &str| properties.child(name).and_then(value);
    (of("numId").unwrap_or_default().to_owned(), of("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0))
}

/// What the styles say of numbers, by their identifiers.
#[derive(Default)]
struct Styles(HashMap<String, Style>);

struct Style {
    name: String,
    /// The style that it rests on.
    base: Option<String>,
    /// The list and level of its paragraphs.
    list: Option<(String, usize)>,
}

impl Styles {
    fn of(root: &Element) -> Self {
        let style = |style: &Element| {
            let name = style.child("name").and_then(value).unwrap_or_default().to_lowercase();
            let base = style.child("basedOn").and_then(value).map(str::to_owned);
            Some((style.attribute("styleId")?.to_owned(), Style { name, base, list: style.at(&["pPr", "numPr"]).map(numbered) }))
        };
        Self(root.elements().filter(|element| element.name == "style").filter_map(style).collect())
    }

    fn is_contents(&self, id: &str) -> bool {
        self.0.get(id).is_some_and(|style| style.name.strip_prefix("toc ").is_some_and(|level| level.len() == 1))
    }

    fn numbered(&self, id: &str) -> Option<(String, usize)> {
        let mut id = id;
        // Styles that rest on each other in a circle end here too.
        for _ in 0..20 {
            let style = self.0.get(id)?;
            if style.list.is_some() {
                return style.list.clone();
            }
            id = style.base.as_deref()?;
        }
        None
    }
}

/// A level of a list.
#[derive(Clone)]
struct Level {
    start: u64,
    format: String,
    text: String,
    spaced: bool,
}

/// The lists, and how far each has been counted.
#[derive(Default)]
struct Numbering {
    /// The levels of each list; lists that share an abstract one are counted together.
    lists: HashMap<String, (String, Vec<Level>)>,
    counts: HashMap<String, Vec<Option<u64>>>,
}

impl Numbering {
    fn of(root: &Element) -> Self {
        let mut drawn: HashMap<&str, Vec<Level>> = HashMap::new();
        for list in root.elements().filter(|element| element.name == "abstractNum") {
            let mut levels = Vec::new();
            for level in list.elements().filter(|element| element.name == "lvl") {
                levels.push(self::level(level));
            }
            drawn.insert(list.attribute("abstractNumId").unwrap_or_default(), levels);
        }
        let mut numbering = Self::default();
        for list in root.elements().filter(|element| element.name == "num") {
            let (Some(id), Some(base)) = (list.attribute("numId"), list.child("abstractNumId").and_then(value)) else { continue };
            let mut levels = drawn.get(base).cloned().unwrap_or_default();
            let mut counter = base.to_owned();
            for change in list.elements().filter(|element| element.name == "lvlOverride") {
                let Some(index) = change.attribute("ilvl").and_then(|index| index.parse::<usize>().ok()) else { continue };
                let Some(level) = levels.get_mut(index) else { continue };
                if let Some(other) = change.child("lvl") {
                    *level = self::level(other);
                }
                if let Some(start) = change.child("startOverride").and_then(value).and_then(|start| start.parse().ok()) {
                    level.start = start;
                    counter = format!("{base}/{id}");
                }
            }
            numbering.lists.insert(id.to_owned(), (counter, levels));
        }
        numbering
    }

    /// The next number of a list at a level, as it is printed.
    fn next(&mut self, list: &str, level: usize) -> Option<String> {
        let (counter, levels) = self.lists.get(list)?;
        let own = levels.get(level)?;
        let counts = self.counts.entry(counter.clone()).or_default();
        counts.resize(levels.len(), None);
        for (above, count) in counts.iter_mut().enumerate().take(level) {
            count.get_or_insert(levels[above].start);
        }
        counts[level] = Some(counts[level].map_or(own.start, |count| count + 1));
        counts[level + 1..].fill(None);
        let mut printed = own.text.clone();
        for (index, level) in levels.iter().enumerate() {
            let place = format!("%{}", index + 1);
            if printed.contains(&place) {
                printed = printed.replace(&place, &number(counts[index].unwrap_or(level.start), &level.format));
            }
        }
        if own.format == "bullet" || own.format == "none" && printed.is_empty() {
            return None;
        }
        if own.spaced && printed.ends_with(|c: char| c.is_ascii()) {
            printed.push(' ');
        }
        Some(printed)
    }
}

fn level(level: &Element) -> Level {
    let of = |name: &str| level.child(name).and_then(value);
    Level {
        start: of("start").and_then(|start| start.parse().ok()).unwrap_or(1),
        format: of("numFmt").unwrap_or("decimal").to_owned(),
        text: of("lvlText").unwrap_or_default().to_owned(),
        spaced: of("suff") != Some("nothing"),
    }
}

/// A number in one of the formats of ECMA-376, 17.18.59.
fn number(count: u64, format: &str) -> String {
    let roman = |count: u64| {
        const PARTS: [(u64, &str); 13] = [
            (1000, "M"),
            (900, "CM"),
            (500, "D"),
            (400, "CD"),
            (100, "C"),
            (90, "XC"),
            (50, "L"),
            (40, "XL"),
            (10, "X"),
            (9, "IX"),
            (5, "V"),
            (4, "IV"),
            (1, "I"),
        ];
        let (mut rest, mut roman) = (count.min(4999), String::new());
        for (value, letters) in PARTS {
            while rest >= value {
                roman.push_str(letters);
                rest -= value;
            }
        }
        roman
    };
    let letter = |count: u64| char::from(b'A' + (count.saturating_sub(1) % 26) as u8).to_string();
    let from = |first: u32, last: u64| char::from_u32(first + count as u32 - 1).filter(|_| (1..=last).contains(&count)).map(String::from);
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "japaneseLegal"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting"
        | "ideographTraditional" => chinese(count),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => count
            .to_string()
            .bytes()
            .map(|digit| ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"][usize::from(digit - b'0')])
            .collect(),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => from(0x2460, 20).unwrap_or_else(|| count.to_string()),
        "decimalEnclosedParen" => from(0x2474, 20).unwrap_or_else(|| format!("({count})")),
        "decimalEnclosedFullstop" => from(0x2488, 20).unwrap_or_else(|| format!("{count}.")),
        "decimalZero" => format!("{count:02}"),
        "upperRoman" => roman(count),
        "lowerRoman" => roman(count).to_lowercase(),
        "upperLetter" => letter(count),
        "lowerLetter" => letter(count).to_lowercase(),
        "none" | "bullet" => String::new(),
        _ => count.to_string(),
    }
}

/// A number below ten thousand as headings count: 十一, 一百零二.
fn chinese(count: u64) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if count == 0 || count > 9999 {
        return count.to_string();
    }
    let mut written = String::new();
    let mut gap = false;
    for (value, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = (count / value % 10) as usize;
        if digit == 0 {
            gap = !written.is_empty();
            continue;
        }
        if gap {
            written.push_str(DIGITS[0]);
            gap = false;
        }
        if !(digit == 1 && value == 10 && written.is_empty()) {
            written.push_str(DIGITS[digit]);
        }
        written.push_str(unit);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        for (count, format, written) in [
            (1, "chineseCounting", "一"),
            (10, "chineseCountingThousand", "十"),
            (12, "japaneseCounting", "十二"),
            (20, "chineseCounting", "二十"),
            (102, "chineseCountingThousand", "一百零二"),
            (110, "chineseCountingThousand", "一百一十"),
            (10, "ideographDigital", "一〇"),
            (3, "decimalEnclosedCircle", "③"),
            (21, "decimalEnclosedCircle", "21"),
            (4, "lowerRoman", "iv"),
            (2, "upperLetter", "B"),
            (7, "decimal", "7"),
        ] {
            assert_eq!(number(count, format), written, "{count} {format}");
        }
    }
}

//! A document's characters, mended, with the way back to the source.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::ops::Range;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A half-open range of *bytes of the mended text* ([`Text::as_str`]). [`Text::source_range`] gives the place in the source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`, both in bytes of the mended text.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The same span, `offset` bytes further on: from the coordinates of a slice to those of the text that it was cut from.
    #[must_use]
    pub const fn shift(self, offset: usize) -> Self {
        Self::new(self.start + offset, self.end + offset)
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Something odd about a document that did not stop the reading, told to the user.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Notice {
    /// The source holds two copies of its text laid into each other; the pieces were put back in order.
    Reordered,
    /// The characters are in this encoding, which was told by what they decode to.
    Encoding(String),
    /// Lines are in UTF-8 and in another encoding.
    MixedEncodings,
    /// So many characters could not be decoded.
    Undecodable(usize),
    /// It is in traditional script, and was read as if it were in simplified.
    Traditional,
    /// Pages have two columns; their order was told by the places of their lines.
    Columns,
    /// Pages have tables; their cells were told by ruling lines and the places of their words.
    PlacedTables,
    /// So many pages hold no text: they are scans.
    PagesWithoutText(usize),
    /// So many pages could not be understood.
    PagesLost(usize),
}

impl Notice {
    /// Whether part of the document was not read.
    #[must_use]
    pub const fn is_loss(&self) -> bool {
        matches!(self, Self::Undecodable(_) | Self::PagesWithoutText(_) | Self::PagesLost(_))
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reordered => write!(formatter, "its pieces were shuffled, and have been put back in order"),
            Self::Encoding(name) => write!(formatter, "its characters are in {name}"),
            Self::MixedEncodings => write!(formatter, "some of its lines are in UTF-8, others in GB18030 or Big5"),
            Self::Undecodable(count) => write!(formatter, "{count} of its characters could not be decoded"),
            Self::Traditional => write!(formatter, "it is in traditional script, and was read as simplified"),
            Self::Columns => write!(formatter, "it has pages of two columns, of which the order was told by the places of the lines"),
            Self::PlacedTables => write!(formatter, "it has tables, of which the cells were told by their places on the page"),
            Self::PagesWithoutText(count) => write!(formatter, "{count} of its pages hold no text: they are scans, and were not read"),
            Self::PagesLost(count) => write!(formatter, "{count} of its pages could not be understood, and were not read"),
        }
    }
}

/// Where a stretch of the mended text came from.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// First byte in the mended text.
    text: usize,
    /// The bytes in the source. Of the same length as the run where the characters were copied, of another where one was put in their place.
    source: (usize, usize),
    /// Whether the characters were copied, so that offsets inside the run carry over.
    copied: bool,
    /// Whether what precedes in the text did not precede in the source: pieces were put into another order here.
    seam: bool,
}

/// A document's characters as the other stages read them, and where each of them stood in the source.
///
/// The source is what was read from the file: the characters of a text file, the text that a page, a Word file or a PDF holds (`zhengtu text` prints it).
/// Offsets that leave the program count its Unicode code points.
#[derive(Clone, Debug, Default)]
pub struct Text {
    source: String,
    chars: String,
    runs: Vec<Run>,
    /// The number of code points before each [`STRIDE`]-th byte of the source (or the next character boundary).
    strides: Vec<usize>,
    notices: Vec<Notice>,
}

const STRIDE: usize = 1024;

impl Text {
    /// Begins a text that is made from `source` by an [`Editor`].
    #[must_use]
    pub fn edit(source: String) -> Editor {
        Editor { text: Self { chars: String::with_capacity(source.len()), source, ..Self::default() }, seam: false }
    }

    /// The source as it stands, with nothing mended.
    #[must_use]
    pub fn verbatim(source: String) -> Self {
        let mut editor = Self::edit(source);
        editor.copy(0..editor.text.source.len());
        editor.finish()
    }

    /// The mended characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.chars
    }

    /// The source's characters, as the file has them.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The mended characters of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        &self.chars[span.start..span.end]
    }

    /// The bytes of the source that a span was made from, white space and page breaks inside it included.
    ///
    /// `None` if the span is empty or crosses a seam, where pieces of a shuffled source were joined: there is no such place in the source.
    #[must_use]
    pub fn source_range(&self, span: Span) -> Option<Range<usize>> {
        if span.is_empty() || span.end > self.chars.len() {
            return None;
        }
        let first = self.run_at(span.start);
        let last = self.run_at(span.end - 1);
        if self.runs[first + 1..=last].iter().any(|run| run.seam) {
            return None;
        }
        let (from, to) = (self.runs[first], self.runs[last]);
        let start = if from.copied { from.source.0 + (span.start - from.text) } else { from.source.0 };
        let end = if to.copied { to.source.0 + (span.end - to.text) } else { to.source.1 };
        Some(start..end)
    }

    /// The exact substring of the source that a span was made from; see [`Text::source_range`].
    #[must_use]
    pub fn quote(&self, span: Span) -> Option<&str> {
        self.source_range(span).map(|range| &self.source[range])
    }

    /// Whether pieces of the source were put into another order.
    #[must_use]
    pub fn is_reordered(&self) -> bool {
        self.notices.contains(&Notice::Reordered)
    }

    /// What was odd about the source.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// The number of code points of the source before a byte of it.
    #[must_use]
    pub fn code_points(&self, byte: usize) -> usize {
        let stride = (byte / STRIDE).min(self.strides.len().saturating_sub(1));
        let (base, from) = match self.strides.get(stride) {
            Some(&count) => (count, self.source.ceil_char_boundary(stride * STRIDE)),
            None => (0, 0),
        };
        if from <= byte { base + self.source[from..byte].chars().count() } else { base - self.source[byte..from].chars().count() }
    }

    fn run_at(&self, byte: usize) -> usize {
        self.runs.partition_point(|run| run.text <= byte).saturating_sub(1)
    }
}

/// Makes a [`Text`] from its source, stretch by stretch, and records each edit as it is made.
#[derive(Debug)]
pub struct Editor {
    text: Text,
    seam: bool,
}

impl Editor {
    /// Copies a range of the source.
    pub fn copy(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let text = self.text.chars.len();
        match self.text.runs.last() {
            Some(last) if last.copied && !self.seam && last.source.1 == range.start => {}
            _ => self.text.runs.push(Run { text, source: (range.start, range.end), copied: true, seam: self.seam }),
        }
        if let Some(last) = self.text.runs.last_mut() {
            last.source.1 = range.end;
        }
        self.text.chars.push_str(&self.text.source[range]);
        self.seam = false;
    }

    /// Puts one character in the place of a range of the source.
    pub fn replace(&mut self, range: Range<usize>, with: char) {
        let text = self.text.chars.len();
        self.text.runs.push(Run { text, source: (range.start, range.end), copied: false, seam: self.seam });
        self.text.chars.push(with);
        self.seam = false;
    }

    /// Marks that what comes next did not stand, in the source, behind what came last.
    pub fn seam(&mut self) {
        self.seam = !self.text.runs.is_empty();
        if self.seam {
            self.notice(Notice::Reordered);
        }
    }

    /// Notes that something is odd about the source.
    pub fn notice(&mut self, notice: Notice) {
        if !self.text.notices.contains(&notice) {
            self.text.notices.push(notice);
        }
    }

    /// The source that is being edited.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.text.source
    }

    /// The characters made so far.
    #[must_use]
    pub fn made(&self) -> &str {
        &self.text.chars
    }

    /// The finished text.
    #[must_use]
    pub fn finish(mut self) -> Text {
        let source = &self.text.source;
        let mut strides = Vec::with_capacity(source.len() / STRIDE + 1);
        let (mut count, mut from) = (0, 0);
        for stride in (0..=source.len()).step_by(STRIDE) {
            let to = source.ceil_char_boundary(stride);
            count += source[from..to].chars().count();
            strides.push(count);
            from = to;
        }
        self.text.strides = strides;
        self.text
    }
}

/// Where the run of ideographs, Latin letters and digits ends that begins at a byte of a text: no mark stands in it, and most of a text is in one.
pub(crate) fn behind_words(text: &str, from: usize) -> usize {
    /// How many bytes the character takes that begins with a byte: ideographs from U+4000 to U+9FFF are known by the first of their three.
    const LENGTHS: [u8; 256] = {
        let mut lengths = [0; 256];
        let mut byte = 0;
        while byte < lengths.len() {
            lengths[byte] = match byte as u8 {
                0xe4..=0xe9 => 3,
                b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => 1,
                _ => 0,
            };
            byte += 1;
        }
        lengths
    };
    let mut at = from;
    while let Some(&byte) = text.as_bytes().get(at)
        && let length @ 1.. = LENGTHS[usize::from(byte)]
    {
        at += usize::from(length);
    }
    at
}

/// The lines of a text, each with its place, without the break that ends it.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (Span, &str)> {
    let mut start = 0;
    memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]).map(move |end| {
        let span = Span::new(start, end);
        start = end + 1;
        (span, &text[span.start..span.end])
    })
}

/// A text without its white space.
pub(crate) fn unspaced(text: &str) -> String {
    let mut unspaced = text.to_owned();
    unspaced.retain(|c| !c.is_whitespace());
    unspaced
}

/// A text with U+FFFD for each character that XML 1.0 has no way to write, not even escaped.
pub(crate) fn fit_for_xml(text: &str) -> Cow<'_, str> {
    let fits = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    if text.chars().all(fits) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if fits(c) { c } else { char::REPLACEMENT_CHARACTER }).collect())
}

/// The SHA-256 of a string's UTF-8, in hexadecimal.
#[must_use]
pub fn sha256(string: &str) -> String {
    hexadecimal(&Sha256::digest(string))
}

/// Bytes as two digits each.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_leads_back_through_edits_and_not_across_a_seam() {
        let mut editor = Text::edit("发 展：A一二三".to_owned());
        editor.copy(0..3);
        editor.copy(4..7);
        editor.replace(7..10, ':');
        let text = {
            editor.seam();
            editor.copy(11..17);
            editor.finish()
        };
        assert_eq!(text.as_str(), "发展:一二");
        assert_eq!(text.quote(Span::new(0, 6)), Some("发 展"));
        assert_eq!(text.quote(Span::new(3, 7)), Some("展："));
        assert_eq!(text.quote(Span::new(6, 10)), None);
        assert_eq!(text.quote(Span::new(7, 13)), Some("一二"));
        assert_eq!(text.code_points(17), 7);
    }
}

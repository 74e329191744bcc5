//! A document's characters, mended, with the way back to the source.

use std::fmt::Write as _;
use std::ops::Range;

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
/// The source is what the file's bytes decode to; offsets that leave the program count its Unicode code points.
#[derive(Clone, Debug, Default)]
pub struct Text {
    source: String,
    chars: String,
    runs: Vec<Run>,
    /// The number of code points before each [`STRIDE`]-th byte of the source (or the next character boundary).
    strides: Vec<usize>,
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
        self.runs.iter().any(|run| run.seam)
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

/// The SHA-256 of a string's UTF-8, in hexadecimal.
#[must_use]
pub fn sha256(string: &str) -> String {
    Sha256::digest(string).iter().fold(String::with_capacity(64), |mut hex, byte| {
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

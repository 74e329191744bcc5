//! The text that is made of a page or a file with structure: paragraphs and headings on lines of their own, tables as rows between bars.

/// Collects lines.
#[derive(Debug, Default)]
pub(super) struct Lines {
    text: String,
}

impl Lines {
    /// Adds a paragraph; white space, line breaks too, becomes one space. A blank line tells that it does not run on.
    pub fn paragraph(&mut self, content: &str) {
        let start = self.text.len();
        self.line(content);
        if self.text.len() > start {
            self.text.push('\n');
        }
    }

    /// Adds a line that may run on in the next one: whoever reads the text may find out.
    pub fn line(&mut self, content: &str) {
        let start = self.text.len();
        if push_spaced(&mut self.text, content) {
            self.text.push('\n');
        } else {
            self.text.truncate(start);
        }
    }

    /// Adds a table. Where only one cell of a first row is filled, it is the table's caption.
    pub fn table(&mut self, mut rows: Vec<Vec<String>>) {
        let filled = |row: &[String]| row.iter().filter(|cell| !cell.trim().is_empty()).count();
        rows.retain(|row| filled(row) > 0);
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut rows = rows.into_iter().peekable();
        while let Some(caption) = rows.next_if(|row| columns < 2 || filled(row) == 1 && row.first().is_some_and(|cell| !cell.is_empty())) {
            for cell in caption {
                self.paragraph(&cell);
            }
        }
        if rows.peek().is_some() && !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
        for mut row in rows {
            row.resize(columns, String::new());
            for cell in row {
                self.text.push_str("| ");
                // A bar inside a cell would part it.
                push_spaced(&mut self.text, &cell.replace(['|', '｜'], "/"));
                self.text.push(' ');
            }
            self.text.push_str("|\n");
        }
        if self.text.ends_with("|\n") {
            self.text.push('\n');
        }
    }

    /// The lines so far.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The finished text.
    pub fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end().len());
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text
    }
}

/// Adds text on one line; whether it held anything.
fn push_spaced(text: &mut String, content: &str) -> bool {
    let mut any = false;
    // An ideographic space is content: it parts the names of a signature, and opens a paragraph.
    for word in content.split(|c: char| c.is_whitespace() && c != '\u{3000}').filter(|word| !word.is_empty()) {
        if any {
            text.push(' ');
        }
        text.push_str(word);
        any |= !word.trim().is_empty();
    }
    any
}

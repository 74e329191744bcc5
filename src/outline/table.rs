//! Tables: rows and columns, as they stand in text and as PDF flattened them to a cell a line.

use crate::text::Span;

/// A table of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The line above it that names it (表1 …, 专栏3 …, 附件2 …), if there is one.
    pub caption: Option<Span>,
    /// The cells of its header.
    pub columns: Vec<Span>,
    /// Its rows, without those that repeat the header.
    pub rows: Vec<Row>,
    /// Whether the cells stand one a line, so that which belongs to which column was told by their number and form.
    pub flattened: bool,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// A cell for each column; `None` where it is empty. A cell that spans rows stands in each of them.
    pub cells: Vec<Option<Span>>,
    /// All of the row.
    pub span: Span,
}

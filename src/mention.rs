//! What several extractors need: stretches of text that name something, not yet known which.

use crate::text::Span;

pub mod organization;
pub mod park;
pub(crate) mod person;
pub mod place;
pub mod quantity;

/// A stretch of text that names something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The name as the document writes it, a shared prefix or ending restored: 自治区财政厅 for the 财政厅 of “自治区发展改革委、财政厅”.
    pub name: String,
    /// Where it stands, without what was restored.
    pub span: Span,
}

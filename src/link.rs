//! Mention → Entity: which organization is meant.

use crate::extract::Fact;
use crate::mention::Mention;
use crate::outline::Document;
use crate::reference::Reference;

/// An organization, named so that the same one has the same name in every document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// The mention, with the name as the document writes it.
    pub mention: Mention,
    /// The full name, with the jurisdiction to which it belongs: 广西壮族自治区财政厅 for the 自治区财政厅 of a document of Guangxi.
    pub name: String,
    /// The full name of the place whose government it is part of, if that is known: 广西壮族自治区.
    pub jurisdiction: Option<String>,
    /// Whether it is a group that is named by what its members are (各设区市人民政府), not one body.
    pub collective: bool,
}

/// Links the mentions of one document's facts.
#[must_use]
pub fn link(document: &Document, facts: Vec<Fact<Mention>>, reference: &Reference) -> Vec<Fact<Entity>> {
    let _ = (document, facts, reference);
    Vec::new()
}

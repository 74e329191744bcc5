//! A fact that a person adds, written as one that was read.

use std::collections::BTreeMap;

use oxigraph::model::{NamedNode, NamedNodeRef, Quad};

use super::{Base, Writer, key, segment};
use crate::extract::{Certainty, Evidence, Fact, claim};
use crate::link::{Entity, Kind, link};
use crate::outline::{Block, BlockId, BlockKind, Document};
use crate::reference::Reference;
use crate::text::{Span, Text};
use crate::view::View;
use crate::vocabulary::zt;

/// The name that evidence bears for the rule of what a person added.
pub const BY_HAND: &str = "added-by-hand";

/// A fact that a person adds to a text.
pub(crate) struct Addition<'a> {
    /// What it claims, with names in full, in the form of the specifications.
    pub claim: &'a str,
    /// The words of the text that prove it.
    pub quote: &'a str,
    /// The code point at which they start.
    pub start: usize,
    /// The titles of the headings over them, joined by ` / `.
    pub section: &'a str,
}

/// The quads of a fact that is added to the graph of a text. The task is the one that the graph has by that name, if it has one.
///
/// # Errors
/// What is wrong with the claim, as one clause.
pub(crate) fn addition(base: &Base, text: NamedNodeRef<'_>, view: View<'_>, addition: &Addition<'_>) -> Result<Vec<Quad>, String> {
    let (document, paragraph, task_block) = document_of(addition);
    let quote = Span::new(0, addition.quote.len());
    let evidence = Evidence { quote, block: paragraph, note: None, rule: BY_HAND, certainty: Certainty::Stated };
    let mut fact = claim::parse(addition.claim, evidence)?;
    if let Fact::Responsibility(responsibility) = &mut fact
        && let Some(task) = &mut responsibility.task
        && let Some(heading) = task_block.filter(|heading| document.text.slice(document.block(*heading).title) == task.name)
    {
        task.block = heading;
    }
    let fact = link(&document, vec![fact], Reference::load()).pop().map(as_named);
    let fact = fact.ok_or("it does not say whose target it is")?;
    let document_iri = NamedNode::new_unchecked(view.value(text.as_str(), zt::EXPRESSES));
    let mut tasks = BTreeMap::new();
    if let Fact::Responsibility(responsibility) = &fact
        && let Some(task) = &responsibility.task
    {
        let known = view.instances(zt::TASK).filter(|known| view.name(known) == task.name);
        // Of several of that name it is the one under the headings of the quote.
        let known = known.max_by_key(|known| {
            let section = view.value(known, zt::SECTION);
            if addition.section.starts_with(section) { section.len() + 1 } else { 0 }
        });
        let new = || format!("{}/task/{}", document_iri.as_str(), segment(&task.name));
        tasks.insert(key(task), NamedNode::new_unchecked(known.map_or_else(new, str::to_owned)));
    }
    let mut writer = Writer { offset: addition.start, ..Writer::new(base, &document, document_iri, text.into_owned(), tasks) };
    writer.fact(&fact);
    Ok(writer.finish().quads)
}

/// A document that holds the quote and the headings over it alone; with the paragraph of the quote, and the nearest heading.
fn document_of(addition: &Addition<'_>) -> (Document, BlockId, Option<BlockId>) {
    let mut source = addition.quote.to_owned();
    let mut blocks: Vec<Block> = Vec::new();
    for title in addition.section.split(" / ").filter(|title| !title.is_empty()) {
        source.push('\n');
        let span = Span::new(source.len(), source.len() + title.len());
        source.push_str(title);
        let parent = blocks.len().checked_sub(1).and_then(|last| u32::try_from(last).ok()).map(BlockId);
        blocks.push(Block { kind: BlockKind::Heading { level: 2 }, span, title: span, parent });
    }
    let last = blocks.len().checked_sub(1).and_then(|last| u32::try_from(last).ok()).map(BlockId);
    let span = Span::new(0, addition.quote.len());
    let paragraph = BlockId(u32::try_from(blocks.len()).unwrap_or_default());
    blocks.push(Block { kind: BlockKind::Paragraph, span, title: span, parent: last });
    (Document { text: Text::verbatim(source), blocks, ..Document::default() }, paragraph, last)
}

/// The fact, with its bodies by the names that it gives them, which are in full, and as certain as a person's word.
fn as_named(mut fact: Fact<Entity>) -> Fact<Entity> {
    let name = |entity: &mut Entity| {
        if matches!(entity.kind, Kind::Organization | Kind::Group) && entity.name != entity.mention.name {
            entity.name.clone_from(&entity.mention.name);
            entity.label.clone_from(&entity.mention.name);
            entity.organization = None;
        }
    };
    match &mut fact {
        Fact::Responsibility(fact) => {
            name(&mut fact.organization);
            fact.evidence.certainty = Certainty::Stated;
        }
        Fact::Membership(fact) => {
            name(&mut fact.group);
            fact.organization.iter_mut().for_each(name);
            fact.evidence.certainty = Certainty::Stated;
        }
        Fact::Target(fact) => {
            fact.subject.iter_mut().for_each(name);
            fact.evidence.certainty = Certainty::Stated;
        }
        Fact::Industry(_) | Fact::Location(_) | Fact::Citation(_) => {}
    }
    fact
}

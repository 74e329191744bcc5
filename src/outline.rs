//! Text → Document: what a person sees on the page. Never fails; oddities are notices.

use crate::text::{Notice, Span, Text, behind_words};

mod block;
mod head;
pub(crate) mod marker;
mod table;

pub(crate) use block::{ends_no_duty, first_clause};
pub(crate) use head::{DOCUMENT_NUMBER, canonical_date, canonical_number};
pub use table::{Column, ColumnKind, Row, Table};

/// The place of a block in [`Document::blocks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub u32);

/// What a stretch of the document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A numbered heading, on a line of its own or run into the paragraph that it opens. Levels as in GB/T 9704-2012, 7.3.3:
    /// 0 第一章 (1 第一节), 2 一、, 3 （一）, 4 1． (and 1.1, 1.1.1 below it), 5 （1） or 1）, 6 ①, 7 ——.
    Heading {
        /// 0 is the outermost.
        level: u8,
    },
    /// Running text, without its heading.
    Paragraph,
    /// A table, whole, with its caption: the one of [`Document::tables`] that has this place.
    Table(u32),
}

/// A heading or a paragraph, in reading order.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// All of it, the number of a heading included.
    pub span: Span,
    /// A heading without its number and final punctuation; the whole of a paragraph.
    pub title: Span,
    /// The heading under which it stands.
    pub parent: Option<BlockId>,
}

/// A value that the head or the tail of the document prints, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The value, in its canonical form: dates as `2022-11-25`, or `2016-11` where no day is printed.
    pub value: String,
    /// Where it stands.
    pub span: Span,
}

/// What the document says about itself. A field that the text does not give is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The plan's or measure's own title, without “关于印发…的通知” where the inner title is printed.
    pub title: Option<Field>,
    /// 发文字号, as 桂政办发〔2022〕78号 (GB/T 9704-2012, 7.2.5).
    pub document_number: Option<Field>,
    /// 发文机关; of several that issue together, the one that stands first.
    pub issuer: Option<Field>,
    /// The organs that issue it together with the first (联合发文: GB/T 9704-2012, 7.2.4), in the order of the document.
    pub co_issuers: Vec<Field>,
    /// 成文日期.
    pub issued: Option<Field>,
    /// 发布日期: when the page was published.
    pub published: Option<Field>,
    /// 主送机关, one each, a shared prefix restored as in lists of organizations.
    pub addressees: Vec<Field>,
    /// 施行日期: from when on it is in force.
    pub in_force_from: Option<Field>,
    /// The day after which it is no longer in force, printed or counted from a term of years.
    pub in_force_until: Option<Field>,
    /// What the page says of its validity, in its words: 有效, 失效, 有效期五年.
    pub validity: Option<Field>,
    /// 主题词 or 主题分类, one each.
    pub subjects: Vec<Field>,
    /// The address from which it was fetched, as is told beside the file.
    pub url: Option<Field>,
}

/// A document as a person sees it: a flat list of blocks in reading order, each of which knows its heading.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The characters.
    pub text: Text,
    /// What the document says about itself.
    pub head: Head,
    /// The headings and paragraphs.
    pub blocks: Vec<Block>,
    /// The tables, in reading order; each is the content of one block.
    pub tables: Vec<Table>,
    /// What was odd.
    pub notices: Vec<Notice>,
}

impl Document {
    /// The block of an identifier that this document gave.
    #[must_use]
    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.0 as usize]
    }

    /// The headings over a block, the nearest first; the block itself is not among them.
    pub fn ancestors(&self, id: BlockId) -> impl Iterator<Item = BlockId> {
        std::iter::successors(self.block(id).parent, |&parent| self.block(parent).parent)
    }

    /// The sentences of a block, each with the mark that ends it; what stands in brackets or quotation marks ends none.
    pub fn sentences(&self, id: BlockId) -> impl Iterator<Item = Span> {
        let block = self.block(id).span;
        sentences(self.text.slice(block)).map(move |sentence| sentence.shift(block.start))
    }

    /// The titles of the headings over a block (and its own, if it is one), the outermost first: 重点任务 / 加快培育九大产业集群.
    #[must_use]
    pub fn section_path(&self, id: BlockId) -> Vec<&str> {
        let own = matches!(self.block(id).kind, BlockKind::Heading { .. }).then_some(id);
        let mut path: Vec<_> = own.into_iter().chain(self.ancestors(id)).map(|id| self.text.slice(self.block(id).title)).collect();
        path.reverse();
        path
    }
}

/// The sentences of a stretch of text, each with the mark that ends it. A line ends its sentence too.
pub(crate) fn sentences(content: &str) -> impl Iterator<Item = Span> {
    let (mut start, mut here) = (0, 0);
    std::iter::from_fn(move || {
        let mut depth = 0_i32;
        while start < content.len() {
            // Cheap first: no word holds a mark.
            let at = behind_words(content, here);
            let c = content[at..].chars().next();
            here = at + c.map_or(0, char::len_utf8);
            match c {
                Some('（' | '《' | '“' | '〔' | '(') => depth += 1,
                Some('）' | '》' | '”' | '〕' | ')') => depth = (depth - 1).max(0),
                Some('。' | '！' | '？') if depth > 0 => {}
                None | Some('\n' | '。' | '！' | '？') => {
                    depth = 0;
                    let sentence = Span::new(std::mem::replace(&mut start, here), here);
                    if !content[sentence.start..sentence.end].chars().all(char::is_whitespace) {
                        return Some(sentence);
                    }
                }
                Some(_) => {}
            }
        }
        None
    })
}

/// Reads the outline of a text.
#[must_use]
pub fn outline(text: Text) -> Document {
    let tables = table::tables(text.as_str());
    let spans: Vec<Span> = tables.iter().map(|(span, _)| *span).collect();
    let blocks = block::blocks(text.as_str(), &spans);
    let head = head::head(text.as_str(), &blocks);
    let notices = text.notices().to_vec();
    Document { text, head, blocks, tables: tables.into_iter().map(|(_, table)| table).collect(), notices }
}

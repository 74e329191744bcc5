#![doc = include_str!("../README.md")]
//! # The map
//!
//! One direction, one type at each seam; each stage knows only the stages above it.
//!
//! ```text
//! file ──read──▶ Text ──outline──▶ Document ──extract──▶ Fact ──link──▶ Fact<Entity> ──write──▶ Quad ──▶ Store ◀── query
//!      bytes→chars    head, sections,      one extractor     mentions →            graph of the
//!      + way back     paragraphs           per relation      known entities        document
//! ```
//!
//! `words` holds sets of characters and lists of words, of which every stage asks what stands in a text. `mention` holds what several extractors need (lists of organizations, dates, titles); `reference` reads the data in `ontology/`.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod compare;
pub mod corpus;
pub mod correct;
pub mod error;
pub mod explain;
pub mod export;
pub mod extract;
pub mod import;
pub mod json;
pub mod link;
pub mod mention;
pub mod outline;
pub mod output;
pub mod propose;
pub mod publish;
pub mod query;
pub mod read;
pub mod reference;
pub mod report;
pub mod serve;
pub mod store;
pub mod text;
pub mod trace;
pub mod verify;
pub mod view;
pub mod vocabulary;
mod words;
pub mod write;

pub use error::{Error, Result};
pub use extract::{Evidence, Fact, Role};
pub use outline::Document;
pub use text::{Span, Text};

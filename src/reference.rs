//! The reference data of `ontology/`: places and their short forms.

/// What is known before any document is read.
#[derive(Debug, Default)]
pub struct Reference {}

//! Target: a number that is to be reached.

use super::{Extractor, Fact};
use crate::outline::Document;

/// TODO
pub(super) const EXTRACTOR: Extractor = Extractor { relation: "target", rules: &[], specification: include_str!("target.md"), extract };

fn extract(_: &Document, _: &mut Vec<Fact>) {}

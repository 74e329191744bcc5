//! Industry: which place or park has, or is to develop, which industry.

use super::{Extractor, Fact};
use crate::outline::Document;

/// TODO
pub(super) const EXTRACTOR: Extractor = Extractor { relation: "industry", rules: &[], specification: include_str!("industry.md"), extract };

fn extract(_: &Document, _: &mut Vec<Fact>) {}

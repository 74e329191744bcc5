//! Location: where a park lies.

use super::{Extractor, Fact};
use crate::outline::Document;

/// TODO
pub(super) const EXTRACTOR: Extractor = Extractor { relation: "location", rules: &[], specification: include_str!("location.md"), extract };

fn extract(_: &Document, _: &mut Vec<Fact>) {}

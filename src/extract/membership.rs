//! Membership: who sits in a leading group.

use super::{Extractor, Fact};
use crate::outline::Document;

/// TODO
pub(super) const EXTRACTOR: Extractor =
    Extractor { relation: "membership", rules: &[], specification: include_str!("membership.md"), extract };

fn extract(_: &Document, _: &mut Vec<Fact>) {}

//! The reference data of `ontology/`: places and organizations, as they are known before any document is read.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrSubject, Term};

/// What is known before any document is read.
#[derive(Debug, Default)]
pub struct Reference {
    places: HashMap<String, Arc<Place>>,
    place_names: Names<Vec<Arc<Place>>>,
    bare_bodies: Names<String>,
    national_bodies: Names<String>,
}

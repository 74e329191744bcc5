//! From what a person says to a correction: the file is read, to see that the words stand there, and names are looked up.

use std::collections::BTreeMap;
use std::path::Path;

use oxigraph::model::{Literal, NamedNode};

use crate::correct::{Correction, locate};
use crate::extract::{Certainty, Evidence, claim};
use crate::link::{Parties, link};
use crate::outline::{BlockId, outline};
use crate::read::Reader;
use crate::reference::Reference;
use crate::store::Store;
use crate::text::{Span, sha256};
use crate::trace::{self, Found};
use crate::view::View;
use crate::vocabulary::{skos, zt};
use crate::write::{Addition, addition as quads_of, write};
use crate::{Error, Result};

/// What a person says of a file that the machine did not read in it.
#[derive(Clone, Copy, Debug)]
pub struct Missing<'a> {
    /// The file, as the graph names it.
    pub file: &'a str,
    /// What it claims, in the form of the specifications, with names as the document writes them or in full.
    pub claim: &'a str,
    /// The words that prove it. They must stand in the file once; white space is no difference.
    pub quote: &'a str,
}

/// The correction that adds a fact to a text; `correction` says who says so, when and why. The file is looked for in `folder`, or else where it was read from.
///
/// # Errors
/// If the file is not in the store, cannot be read or has changed, if the words do not stand in it or stand there several times, or if the claim is no fact.
pub fn addition(store: &Store, missing: Missing<'_>, folder: Option<&Path>, reader: &Reader, correction: Correction) -> Result<Correction> {
    let Missing { file, claim, quote } = missing;
    let refused = |reason: String, remedy: &'static str| Error::NotCorrections { place: file.to_owned(), reason, remedy };
    let graph = store.files()?.remove(file);
    let graph =
        graph.ok_or_else(|| refused("there is no such file in the store".to_owned(), "name it as  zhengtu query documents  does"))?;
    let recorded = store.folders()?.remove(file);
    let folder = folder.map(Path::to_owned).or_else(|| recorded.map(Into::into)).unwrap_or_default();
    let text = reader.read_named(&folder, file)?.text;
    let machine = store.quads(graph.as_ref())?;
    let view = View::new(&machine);
    if sha256(text.source()) != view.value(graph.as_str(), zt::SHA256) {
        return Err(refused("the file has changed since it was read".to_owned(), "build its folder again first"));
    }
    let found = locate(text.source(), quote);
    let [range] = found.as_slice() else {
        return Err(match found.len() {
            0 => refused(format!("the words do not stand in it: {quote}"), "copy them from what  zhengtu text FILE  prints"),
            count => refused(format!("the words stand in it {count} times: {quote}"), "give more of the sentence"),
        });
    };
    let quote = text.source()[range.clone()].to_owned();
    let start = text.code_points(range.start);
    let end = text.code_points(range.end);
    let document = outline(text);
    let holds = |range: &std::ops::Range<usize>, block: Span| {
        document.text.source_range(block).is_some_and(|block| block.start <= range.start && range.end <= block.end)
    };
    let block = document.blocks.iter().rposition(|block| holds(range, block.span)).and_then(|block| u32::try_from(block).ok()).map(BlockId);
    let section = block.map(|block| document.section_path(block).join(" / ")).unwrap_or_default();

    // The names are those of bodies, parks and places as they are meant in this document.
    let no_fact = |reason: String| refused(format!("{claim} is no fact: {reason}"), "write it as  zhengtu explain  heads its facts");
    let first = document.text.as_str().chars().next().map_or(0, char::len_utf8);
    let evidence = Evidence { quote: Span::new(0, first), block: BlockId(0), note: None, rule: "", certainty: Certainty::Stated };
    let fact = claim::parse(claim, evidence).map_err(no_fact)?;
    let linked = link(&document, vec![fact], Reference::load());
    let alone = write(store.base(), file, &document, &Parties::default(), &linked);
    let in_full = View::new(&alone.quads).facts().find_map(|fact| View::new(&alone.quads).claim(fact));
    let in_full = in_full.ok_or_else(|| no_fact("the document does not say whose it is".to_owned()))?;
    let added = Addition { claim: &in_full, quote: &quote, start, section: &section };
    let mut quads = quads_of(store.base(), graph.as_ref(), view, &added).map_err(no_fact)?;
    quads.sort_by(crate::store::quad_order);
    quads.dedup();
    let view = View::new(&quads);
    let fact = view.facts().next().ok_or_else(|| no_fact("it says nothing".to_owned()))?;
    Ok(Correction {
        about: fact.to_owned(),
        claim: view.claim(fact).unwrap_or_default(),
        quote,
        place: format!("{}#char={start},{end}", graph.as_str()),
        section,
        document: View::new(&machine).value(graph.as_str(), zt::EXPRESSES).to_owned(),
        ..correction
    })
}

/// The thing that a name means, by its IRI and its name: a body by any of its names, anything else by a name that it bears.
///
/// # Errors
/// If the store cannot be read.
pub fn thing(store: &Store, reference: &Reference, name: &str) -> Result<Found<(String, String)>> {
    let preferred = |iri: &str| -> Result<String> {
        let labels = match NamedNode::new(iri) {
            Ok(node) => store.matching(Some(node.as_ref()), Some(skos::PREF_LABEL), None, None).collect::<Result<Vec<_>>>()?,
            Err(_) => Vec::new(),
        };
        Ok(labels.first().map(|quad| crate::view::value(&quad.object).to_owned()).unwrap_or_default())
    };
    if NamedNode::new(name).is_ok() {
        let label = preferred(name)?;
        return Ok(if label.is_empty() { Found::None(Vec::new()) } else { Found::One((name.to_owned(), label)) });
    }
    let near = match trace::find(store, reference, name)? {
        Found::One(body) => return Ok(Found::One((body.iri, body.name))),
        Found::Several(bodies) => return Ok(Found::Several(bodies.into_iter().map(|body| (body.iri, body.name)).collect())),
        Found::None(near) => near,
    };
    let literal = Literal::new_language_tagged_literal_unchecked(name, "zh");
    let mut things = BTreeMap::new();
    for property in [skos::PREF_LABEL, skos::ALT_LABEL] {
        for quad in store.matching(None, Some(property), Some(literal.as_ref().into()), None) {
            let quad = quad?;
            let iri = crate::view::name(&quad.subject);
            things.insert(iri.to_owned(), preferred(iri)?);
        }
    }
    Ok(Found::among(things, || near.iter().map(String::as_str).collect()))
}

//! Why the graph says what it says: a fact with the passage that proves it, the rule that read it, and how to cite the document.
//!
//! The store keeps the quote of a fact, not the text around it. The passage is read again from the file, if that is still there and still the same.

mod citation;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef};
use serde::Serialize;

use crate::correct::{CORRECTIONS_GRAPH, Corrections};
use crate::extract::{Inference, Rule};
use crate::outline::{Document, outline};
use crate::read::Reader;
use crate::reference::Reference;
use crate::store::Store;
use crate::text::sha256;
use crate::trace::{self, Found};
use crate::view::View;
use crate::vocabulary::{dcterms, eli, foaf, prov, skos, zt};
use crate::write::{BY_HAND, Graph};
use crate::{Result, compare};

pub use citation::cite;

/// What is to be explained.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// A fact, or all facts that lead to a thing (a task, an organization, a park) or stand in a document, by its IRI.
    Thing(String),
    /// All facts of a file.
    File(String),
    /// The facts of a file whose quotes have characters in common with a stretch of it: the row of an answer.
    Stretch {
        /// The name of the file in the graph.
        file: String,
        /// The first code point.
        start: usize,
        /// The code point behind the last one.
        end: usize,
    },
}

/// A fact and all that is known of how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The IRI of the fact.
    pub fact: String,
    /// What it claims, with names in full, in the form of the specifications.
    pub claim: String,
    /// The words that prove it.
    pub quote: String,
    /// The code point of the text at which they start.
    pub start: usize,
    /// The code point behind the last one.
    pub end: usize,
    /// The IRI of the place where they stand.
    pub place: String,
    /// The titles of the headings over them.
    pub section: String,
    /// Who said that the fact is wrong, and why: the machine read it, and answers leave it out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rejected: Vec<String>,
    /// Who added the fact, where no rule read it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// What stands before and behind the words in their paragraph, or why that cannot be shown.
    pub passage: Passage,
    /// A second place that the fact follows from: the note by which the first unit of a list leads.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The names of the rules that read the words.
    pub rules: Vec<String>,
    /// What these rules read, in one clause each.
    pub reads: Vec<String>,
    /// `stated` or `inferred`.
    pub certainty: String,
    /// Why it is inferred, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// The name of the file in the graph.
    pub file: String,
    /// The document.
    pub document: About,
}

/// What stands around a quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Passage {
    /// The rest of the paragraph, as the file has it.
    Read {
        /// What stands before the quote.
        before: String,
        /// What stands behind it.
        after: String,
    },
    /// The file was read from a folder in which it is no more, or cannot be read.
    Gone {
        /// What happened, as one clause.
        reason: String,
    },
    /// The file has changed since.
    Changed,
    /// The store does not know where the file is: the graph was imported.
    Elsewhere,
}

impl fmt::Display for Passage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { .. } => write!(formatter, "the passage was read"),
            Self::Gone { reason } => write!(formatter, "the quote alone, for the file cannot be read any more: {reason}"),
            Self::Changed => write!(formatter, "the quote alone, for the file has changed since it was read; build its folder again"),
            Self::Elsewhere => {
                write!(formatter, "the quote alone, for the graph was imported; name the folder of the files with --documents")
            }
        }
    }
}

/// What the graph says of a document. What is not known is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct About {
    /// Its IRI.
    pub iri: String,
    /// Its title.
    pub title: String,
    /// Its 发文字号.
    pub number: String,
    /// The full name of its issuer.
    pub issuer: String,
    /// The date of the document (成文日期), as ISO 8601 has it.
    pub issued: String,
    /// The date on which it was published.
    pub published: String,
    /// The address from which it was fetched.
    pub url: String,
}

/// Finds what an expression means: `FILE:START-END` with the columns of an answer, an IRI, a file, a 发文字号, a task, a body by any name, a thing by its
/// name, a title or a part of one. The first of these that the store has is meant; a name that several tasks have means all of them.
///
/// # Errors
/// If the store cannot be read.
pub fn find(store: &Store, reference: &Reference, expression: &str) -> Result<Found<Vec<Topic>>> {
    let expression = expression.trim();
    let files = store.files()?;
    let file_of = |written: &str| {
        let written = written.trim_start_matches("./");
        let is_end = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|before| before.is_empty() || before.ends_with('/'));
        let mut named = files.keys().filter(|file| is_end(written, file) || is_end(file, written));
        let exact = files.contains_key(written).then(|| written.to_owned());
        exact.or_else(|| named.next().filter(|_| named.next().is_none()).cloned())
    };
    if let Some((file, start, end)) = stretch(expression)
        && let Some(file) = file_of(file)
    {
        return Ok(Found::One(vec![Topic::Stretch { file, start, end }]));
    }
    if let Ok(node) = NamedNode::new(expression) {
        let known = is_known(store, node.as_ref())?;
        return Ok(if known { Found::One(vec![Topic::Thing(expression.to_owned())]) } else { Found::None(Vec::new()) });
    }
    if let Some(file) = file_of(expression).filter(|_| !expression.is_empty()) {
        return Ok(Found::One(vec![Topic::File(file)]));
    }
    let documents = compare::find(store, expression)?;
    let thing = |iri: &str| vec![Topic::Thing(iri.to_owned())];
    if let Found::One(document) = &documents
        && (document.title == expression || !document.number.is_empty() && !document.title.contains(expression))
    {
        return Ok(Found::One(thing(&document.iri)));
    }
    let named = named(store, expression)?;
    let is_task = |iri: &&String| iri.contains("/task/");
    let tasks: Vec<Topic> = named.iter().filter(is_task).cloned().map(Topic::Thing).collect();
    if !tasks.is_empty() {
        return Ok(Found::One(tasks));
    }
    Ok(match trace::find(store, reference, expression)? {
        Found::One(body) => Found::One(thing(&body.iri)),
        Found::Several(bodies) => Found::Several(bodies.into_iter().map(|body| thing(&body.iri)).collect()),
        Found::None(_) if !named.is_empty() => Found::One(named.into_iter().map(Topic::Thing).collect()),
        Found::None(near) => match documents {
            Found::One(document) => Found::One(thing(&document.iri)),
            Found::Several(documents) => Found::Several(documents.into_iter().map(|document| thing(&document.iri)).collect()),
            Found::None(more) => Found::None(near.into_iter().chain(more).collect()),
        },
    })
}

/// The file, start and end of `FILE:START-END`; a dash of any kind will do.
fn stretch(expression: &str) -> Option<(&str, usize, usize)> {
    let (file, range) = expression.rsplit_once([':', '：'])?;
    let (start, end) = range.split_once(['-', '–', '—'])?;
    Some((file, start.trim().parse().ok()?, end.trim().parse().ok()?))
}

fn is_known(store: &Store, node: NamedNodeRef<'_>) -> Result<bool> {
    Ok(!(store.graphs_of(Some(node), None, None)?.is_empty() && store.graphs_of(None, None, Some(node.into()))?.is_empty()))
}

/// What bears a name as its preferred one.
fn named(store: &Store, name: &str) -> Result<BTreeSet<String>> {
    let name = Literal::new_language_tagged_literal_unchecked(name, "zh");
    let quads = store.matching(None, Some(skos::PREF_LABEL), Some(name.as_ref().into()), None).collect::<Result<Vec<_>>>()?;
    Ok(quads.into_iter().map(|quad| crate::view::name(&quad.subject).to_owned()).collect())
}

/// Explains the facts of topics, by file and place. `folder` is where the files are, if not where they were read from; `reader` reads them.
///
/// # Errors
/// If the store cannot be read. What cannot be shown of a file is said in the explanation.
pub fn explain(store: &Store, topics: &[Topic], folder: Option<&Path>, reader: &Reader) -> Result<Vec<Explanation>> {
    let mut facts: BTreeMap<NamedNode, BTreeSet<String>> = BTreeMap::new();
    let mut rejected = false;
    for topic in topics {
        collect(store, topic, &mut facts)?;
    }
    if let [Topic::Thing(iri)] = topics
        && facts.is_empty()
    {
        // A fact that is called wrong is shown with that word.
        rejected = true;
        for graph in store.graphs_of(None, Some(rdf::SUBJECT), Some(NamedNodeRef::new_unchecked(iri).into()))? {
            facts.insert(graph, BTreeSet::from([iri.clone()]));
        }
    }
    let folders = match folder {
        Some(_) => HashMap::new(),
        None => store.folders()?,
    };
    let place = |file: &str| folder.map(Path::to_owned).or_else(|| folders.get(file).map(PathBuf::from));
    let people = store.quads(CORRECTIONS_GRAPH)?;
    let mut explanations = Vec::new();
    for (graph, facts) in facts {
        let mut quads = store.quads(graph.as_ref())?;
        if rejected {
            quads = Corrections::restored(Graph { name: graph.clone(), quads }).quads;
        }
        let view = View::new(&quads);
        let text = graph.as_str();
        let files: Vec<&str> = view.values(text, zt::FILE).collect();
        let mut source = Err(Passage::Elsewhere);
        for file in &files {
            let Some(folder) = place(file) else { continue };
            source = reread(reader, &folder, file, view.value(text, zt::SHA256));
            if source.is_ok() {
                break;
            }
        }
        let file = files.first().copied().unwrap_or_default();
        let document = about(view, text);
        explanations.extend(facts.iter().filter_map(|fact| of_fact(view, fact, file, &document, &source, View::new(&people))));
    }
    if rejected {
        let said = View::new(&people);
        for explanation in &mut explanations {
            let about = said.pointing_to(&explanation.fact).filter(|it| said.value(it, zt::ACTION) == "wrong");
            let who = |it: &str| said.value(said.value(it, prov::WAS_ASSOCIATED_WITH), foaf::NAME);
            explanation.rejected =
                about.map(|it| format!("{}, {}: {}", who(it), said.value(it, dcterms::DATE), said.value(it, skos::NOTE))).collect();
        }
    }
    explanations.sort_by(|left, right| (&left.file, left.start, &left.claim).cmp(&(&right.file, right.start, &right.claim)));
    Ok(explanations)
}

/// Collects the facts of a topic by the graphs in which they stand.
fn collect(store: &Store, topic: &Topic, facts: &mut BTreeMap<NamedNode, BTreeSet<String>>) -> Result<()> {
    let mut take = |graph: NamedNode, keep: &dyn Fn(View<'_>, &str) -> bool| -> Result<()> {
        let quads = store.quads(graph.as_ref())?;
        let view = View::new(&quads);
        let kept: BTreeSet<String> = view.facts().filter(|fact| keep(view, fact)).map(str::to_owned).collect();
        if !kept.is_empty() {
            facts.entry(graph).or_default().extend(kept);
        }
        Ok(())
    };
    match topic {
        Topic::File(file) => store.files()?.remove(file).map_or(Ok(()), |graph| take(graph, &|_, _| true)),
        Topic::Stretch { file, start, end } => {
            let shares = |view: View<'_>, fact: &str| {
                let mut quotes = view.values(fact, zt::EVIDENCE_PROPERTY).filter_map(|evidence| view.quote(evidence));
                quotes.any(|quote| quote.start < *end && *start < quote.end)
            };
            store.files()?.remove(file).map_or(Ok(()), |graph| take(graph, &shares))
        }
        Topic::Thing(iri) => {
            let node = NamedNodeRef::new_unchecked(iri);
            let texts = store.graphs_of(None, Some(zt::EXPRESSES), Some(node.into()))?;
            if !texts.is_empty() {
                return texts.into_iter().try_for_each(|graph| take(graph, &|_, _| true));
            }
            if !store.graphs_of(Some(node), Some(zt::EXPRESSES), None)?.is_empty() {
                return take(node.into_owned(), &|_, _| true);
            }
            let leads =
                |view: View<'_>, fact: &str| fact == iri || view.about(fact).iter().any(|quad| crate::view::value(&quad.object) == iri);
            let mut graphs = store.graphs_of(Some(node), None, None)?;
            graphs.extend(store.graphs_of(None, None, Some(node.into()))?);
            graphs.into_iter().try_for_each(|graph| take(graph, &leads))
        }
    }
}

/// Reads a file again; why it cannot be shown, if it is gone or another.
fn reread(reader: &Reader, folder: &Path, file: &str, expected: &str) -> Result<Document, Passage> {
    match reader.read_named(folder, file) {
        Ok(reading) if sha256(reading.text.source()) == expected => Ok(outline(reading.text)),
        Ok(_) => Err(Passage::Changed),
        Err(error) => {
            let said = error.to_string();
            Err(Passage::Gone { reason: said.lines().next().unwrap_or_default().to_owned() })
        }
    }
}

/// What the graph of a text says of its document.
pub(crate) fn about(view: View<'_>, text: &str) -> About {
    let iri = view.value(text, zt::EXPRESSES);
    let value = |property| view.value(iri, property).to_owned();
    About {
        iri: iri.to_owned(),
        title: value(dcterms::TITLE),
        number: value(eli::ID_LOCAL),
        issuer: view.name(view.value(iri, dcterms::CREATOR)).to_owned(),
        issued: value(eli::DATE_DOCUMENT),
        published: value(eli::DATE_PUBLICATION),
        url: view.value(text, dcterms::SOURCE).to_owned(),
    }
}

fn of_fact(
    view: View<'_>,
    fact: &str,
    file: &str,
    document: &About,
    source: &Result<Document, Passage>,
    people: View<'_>,
) -> Option<Explanation> {
    let evidence = view.value(fact, zt::EVIDENCE_PROPERTY);
    let quote = view.quote(evidence)?;
    let rules: Vec<String> = view.values(evidence, zt::RULE).map(str::to_owned).collect();
    let reads = |rule: &String| match rule.as_str() {
        BY_HAND => Some("a person read the passage".to_owned()),
        rule => Rule::named(rule).map(|rule| rule.reads.to_owned()),
    };
    let reason = |name: &str| Inference::named(name).map_or_else(|| name.to_owned(), |inference| inference.meaning().to_owned());
    Some(Explanation {
        fact: fact.to_owned(),
        claim: view.claim(fact)?,
        quote: quote.exact.to_owned(),
        start: quote.start,
        end: quote.end,
        place: evidence.to_owned(),
        section: view.value(evidence, zt::SECTION).to_owned(),
        rejected: Vec::new(),
        by: view.values(fact, prov::WAS_ATTRIBUTED_TO).map(|person| people.value(person, foaf::NAME).to_owned()).collect(),
        passage: match source {
            Ok(document) => passage(document, quote.start, quote.exact),
            Err(passage) => passage.clone(),
        },
        note: view.values(fact, zt::NOTE).find_map(|note| view.quote(note)).map(|note| note.exact.to_owned()).unwrap_or_default(),
        reads: rules.iter().filter_map(reads).collect(),
        rules,
        certainty: if view.value(fact, zt::CERTAINTY) == zt::STATED.as_str() { "stated" } else { "inferred" }.to_owned(),
        reasons: view.values(fact, zt::REASON).map(reason).collect(),
        file: file.to_owned(),
        document: document.clone(),
    })
}

/// What stands around a quote in its block, or, where that was put together of several pieces, on its lines.
fn passage(document: &Document, start: usize, quote: &str) -> Passage {
    let source = document.text.source();
    let Some(start) = source.char_indices().nth(start).map(|(byte, _)| byte).filter(|start| source[*start..].starts_with(quote)) else {
        return Passage::Changed;
    };
    let end = start + quote.len();
    let holds = |range: &std::ops::Range<usize>| range.start <= start && end <= range.end;
    let blocks = document.blocks.iter().rev().filter_map(|block| document.text.source_range(block.span));
    let around = blocks.into_iter().find(holds).unwrap_or_else(|| {
        let from = source[..start].rfind('\n').map_or(0, |newline| newline + 1);
        from..source[end..].find('\n').map_or(source.len(), |newline| end + newline)
    });
    Passage::Read { before: source[around.start..start].to_owned(), after: source[end..around.end].to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_an_answer_tells_a_stretch() {
        assert_eq!(stretch("a/通知.txt:507-575"), Some(("a/通知.txt", 507, 575)));
        assert_eq!(stretch("a：b.txt:5—7"), Some(("a：b.txt", 5, 7)));
        assert_eq!(stretch("岭政发〔2024〕9号"), None);
        assert_eq!(stretch("https://zhengtu.example/id/text/0#char=5,7"), None);
    }
}

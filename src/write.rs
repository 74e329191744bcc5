//! Facts → quads: the only module that knows the vocabulary. Pure, and the same on every machine.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;

use oxigraph::model::vocab::{rdf, rdfs, xsd};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term};

use crate::error::{Error, Result};
use crate::extract::{Certainty, Evidence, Fact, Task};
use crate::link::{Entity, Kind, Parties};
use crate::mention::quantity::Decimal;
use crate::outline::{BlockId, BlockKind, Document, Field};
use crate::reference::{Organization, Reference};
use crate::store::property_order;
use crate::text::{Span, Text, sha256};
use crate::vocabulary::{dcterms, eli, foaf, oa, org, prov, schema, skos, zt};

mod addition;
mod relation;

pub use addition::BY_HAND;
pub(crate) use addition::{Addition, addition};
pub(crate) use relation::plain_triples;

/// What is known from one text, as a named graph that carries the text's IRI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    /// The IRI of the text, which names the graph.
    pub name: NamedNode,
    /// The quads, sorted, each of them once.
    pub quads: Vec<Quad>,
}

/// Writes the facts of one document.
///
/// `file` is the path of the file, relative to the folder that was given; `parties` are the organizations of the document's head.
/// Neither the order of the facts nor a repeated fact changes the graph.
/// A fact whose quote does not stand in the source is not written: it would have no evidence.
///
/// A responsibility takes 19 quads: the plain triple, 7 of the assignment and 11 of its evidence. A note takes 12 more, an inferred fact 1 more.
/// What several facts share (evidence, task, organization, place) is written once. Of an organization that the reference data knows, its kind takes 1
/// quad and each change that it went through 7; of a group, each member takes 1.
#[must_use]
pub fn write(base: &Base, file: &str, document: &Document, parties: &Parties, facts: &[Fact<Entity>]) -> Graph {
    let tasks = task_iris(base, document, facts);
    let mut writer = Writer::new(base, document, document_iri(base, document), text_iri(base, &document.text), tasks);
    writer.text(file);
    writer.head(parties);
    for fact in facts {
        writer.fact(fact);
    }
    writer.finish()
}

/// The IRI under which all IRIs of a store stand, as `https://zhengtu.example/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    /// Takes an absolute IRI that ends in `/`.
    ///
    /// # Errors
    /// If it is none.
    pub fn new(iri: &str) -> Result<Self> {
        let refuse = |reason: &str| Err(Error::NotABase { iri: iri.to_owned(), reason: reason.to_owned() });
        match NamedNode::new(iri) {
            Err(error) => refuse(&error.to_string()),
            Ok(_) if iri.contains(['?', '#']) => refuse("it has a query or a fragment"),
            Ok(_) if !iri.ends_with('/') => refuse("it does not end in /"),
            Ok(_) => Ok(Self(iri.to_owned())),
        }
    }

    /// The IRI.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The IRI of a thing of a kind, by the names that lead to it.
    pub(crate) fn entity(&self, kind: &str, names: &[&str]) -> NamedNode {
        let mut iri = [&self.0, "id/", kind].concat();
        iri.reserve(names.iter().map(|name| name.len() + 1).sum());
        for name in names {
            iri.push('/');
            push_segment(&mut iri, name);
        }
        NamedNode::new_unchecked(iri)
    }
}

impl Default for Base {
    fn default() -> Self {
        Self("https://zhengtu.example/".to_owned())
    }
}

/// The IRI of a text, which is that of its graph too: it is made from the characters, so the same content has the same IRI wherever it lies.
#[must_use]
pub fn text_iri(base: &Base, text: &Text) -> NamedNode {
    base.entity("text", &[&sha256(text.source())[..32]])
}

/// The IRI of a file, by the name that it has in the graph.
#[must_use]
pub fn file_iri(base: &Base, name: &str) -> NamedNode {
    base.entity("file", &[name])
}

/// The IRI of a thing of a kind, by the names that lead to it, as they are read from the path of its IRI.
pub(crate) fn entity_iri(base: &Base, kind: &str, names: &[&str]) -> NamedNode {
    base.entity(kind, names)
}

/// The IRI of a document: by its number, or, for want of one, by its text.
#[must_use]
pub fn document_iri(base: &Base, document: &Document) -> NamedNode {
    match &document.head.document_number {
        Some(number) => base.entity("document", &[&number.value]),
        None => base.entity("document", &[&format!("title-{}", &sha256(document.text.source())[..8])]),
    }
}

/// What is at hand while one graph is written.
struct Writer<'a> {
    base: &'a Base,
    document: &'a Document,
    document_iri: NamedNode,
    text_iri: NamedNode,
    /// How many code points of the text stand before those of the document: some, where the document is but a piece of it.
    offset: usize,
    tasks: BTreeMap<TaskKey<'a>, NamedNode>,
    /// The organizations of which all has been written that the reference data says.
    described: HashSet<String>,
    /// The quotes that have been written: many facts share one.
    quoted: HashSet<(Span, Option<BlockId>, &'static str)>,
    /// What is said of each thing.
    things: BTreeMap<NamedNode, Vec<(NamedNodeRef<'static>, Term)>>,
}

impl<'a> Writer<'a> {
    fn new(
        base: &'a Base,
        document: &'a Document,
        document_iri: NamedNode,
        text_iri: NamedNode,
        tasks: BTreeMap<TaskKey<'a>, NamedNode>,
    ) -> Self {
        let (described, quoted, things) = (HashSet::new(), HashSet::new(), BTreeMap::new());
        Self { base, document, document_iri, text_iri, offset: 0, tasks, described, quoted, things }
    }

    /// The graph: things by their names, each property of a thing once.
    fn finish(self) -> Graph {
        let mut quads = Vec::with_capacity(self.things.values().map(Vec::len).sum());
        for (subject, mut properties) in self.things {
            properties.sort_unstable_by(|left, right| property_order((left.0, &left.1), (right.0, &right.1)));
            properties.dedup();
            quads.extend(
                properties.into_iter().map(|(predicate, object)| Quad::new(subject.clone(), predicate, object, self.text_iri.clone())),
            );
        }
        Graph { name: self.text_iri, quads }
    }

    fn text(&mut self, file: &str) {
        let source = self.document.text.source();
        let sections = self.document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading { .. })).count();
        let (text, document, head) = (self.text_iri.clone(), self.document_iri.clone(), &self.document.head);
        self.add(&text, rdf::TYPE, zt::TEXT);
        self.add(&text, zt::EXPRESSES, document);
        self.add(&text, zt::FILE, string(file));
        self.add(&text, rdfs::LABEL, chinese(&label(self.document).unwrap_or_else(|| file.to_owned())));
        if let Some(date) = head.issued.as_ref().or(head.published.as_ref()).and_then(date) {
            self.add(&text, dcterms::DATE, date);
        }
        self.add(&text, zt::SHA256, string(&sha256(source)));
        self.add(&text, zt::CHARACTERS, number(source.chars().count()));
        self.add(&text, zt::SECTIONS, number(sections));
        if let Some(page) = head.url.as_ref().and_then(|url| NamedNode::new(&url.value).ok()) {
            self.add(&text, dcterms::SOURCE, page);
        }
    }

    fn head(&mut self, parties: &Parties) {
        let (document, head) = (self.document_iri.clone(), &self.document.head);
        self.add(&document, rdf::TYPE, zt::DOCUMENT);
        if let Some(title) = &head.title {
            self.add(&document, dcterms::TITLE, chinese(&title.value));
        }
        if let Some(number) = &head.document_number {
            self.add(&document, eli::ID_LOCAL, string(&number.value));
        }
        let issuer = parties.issuer.iter().map(|issuer| (dcterms::CREATOR, issuer));
        let co_issuers = parties.co_issuers.iter().map(|issuer| (dcterms::CONTRIBUTOR, issuer));
        let addressees = parties.addressees.iter().map(|addressee| (zt::ADDRESSEE, addressee));
        for (property, party) in issuer.chain(co_issuers).chain(addressees) {
            let organization = self.entity(party);
            self.add(&document, property, organization);
        }
        for (property, field) in [
            (eli::DATE_DOCUMENT, &head.issued),
            (eli::DATE_PUBLICATION, &head.published),
            (eli::FIRST_DATE_ENTRY_IN_FORCE, &head.in_force_from),
            (eli::DATE_NO_LONGER_IN_FORCE, &head.in_force_until),
        ] {
            if let Some(date) = field.as_ref().and_then(date) {
                self.add(&document, property, date);
            }
        }
        if let Some(validity) = &head.validity {
            self.add(&document, zt::VALIDITY, chinese(&validity.value));
        }
        for subject in &head.subjects {
            self.add(&document, dcterms::SUBJECT, chinese(&subject.value));
        }
    }

    /// The node of a fact of this text, by what it says and where its quote begins.
    fn fact_node(&self, kind: &str, names: &[&str], start: usize) -> NamedNode {
        let hash = sha256(&format!("{}\n{start}", names.join("\n")));
        NamedNode::new_unchecked(format!("{}#{kind}-{}", self.text_iri.as_str(), &hash[..32]))
    }

    /// A thing that is known by its name alone.
    fn concept(&mut self, kind: &str, class: NamedNodeRef<'static>, name: &str) -> NamedNode {
        let node = self.base.entity(kind, &[name]);
        if !self.is_a(&node, class) {
            self.add(&node, rdf::TYPE, class);
            self.add(&node, skos::PREF_LABEL, chinese(name));
        }
        node
    }

    /// Whether the class of a thing has been written, which comes before all else that is said of it.
    fn is_a(&self, node: &NamedNode, class: NamedNodeRef<'_>) -> bool {
        let properties = self.things.get(node).map(Vec::as_slice).unwrap_or_default();
        properties.iter().take_while(|(predicate, _)| *predicate == rdf::TYPE).any(|(_, object)| object.as_ref() == class.into())
    }

    /// What ties a fact to its evidence.
    fn proof(&mut self, fact: &NamedNode, evidence: &Evidence, node: NamedNode) {
        self.add(fact, zt::EVIDENCE_PROPERTY, node);
        if let Some((note, _)) = evidence.note.and_then(|note| self.quote(note, self.block_of(note), evidence.rule)) {
            self.add(fact, zt::NOTE, note);
        }
        match evidence.certainty {
            Certainty::Stated => self.add(fact, zt::CERTAINTY, zt::STATED),
            Certainty::Inferred(inference) => {
                self.add(fact, zt::CERTAINTY, zt::INFERRED);
                self.add(fact, zt::REASON, string(inference.name()));
            }
        }
    }

    fn evidence(&mut self, evidence: &Evidence) -> Option<(NamedNode, usize)> {
        self.quote(evidence.quote, Some(evidence.block), evidence.rule)
    }

    /// The node of a quote, and the code point at which it starts.
    fn quote(&mut self, span: Span, block: Option<BlockId>, rule: &'static str) -> Option<(NamedNode, usize)> {
        let text = &self.document.text;
        let range = text.source_range(span)?;
        let [start, end] = [range.start, range.end].map(|byte| self.offset + text.code_points(byte));
        let evidence = NamedNode::new_unchecked(format!("{}#char={start},{end}", self.text_iri.as_str()));
        if !self.quoted.insert((span, block, rule)) {
            return Some((evidence, start));
        }
        let exact = string(&text.source()[range]);
        let selector = NamedNode::new_unchecked(format!("{}/selector", evidence.as_str()));
        let source = self.text_iri.clone();
        self.add(&evidence, rdf::TYPE, zt::EVIDENCE);
        self.add(&evidence, rdf::TYPE, oa::SPECIFIC_RESOURCE);
        self.add(&evidence, oa::HAS_SOURCE, source);
        self.add(&evidence, zt::RULE, string(rule));
        if let Some(section) = block.map(|block| self.document.section_path(block).join(" / ")) {
            self.section(&evidence, &section);
        }
        self.add(&evidence, oa::HAS_SELECTOR, selector.clone());
        self.add(&selector, rdf::TYPE, oa::TEXT_POSITION_SELECTOR);
        self.add(&selector, rdf::TYPE, oa::TEXT_QUOTE_SELECTOR);
        self.add(&selector, oa::START, number(start));
        self.add(&selector, oa::END, number(end));
        self.add(&selector, oa::EXACT, exact);
        Some((evidence, start))
    }

    /// The node of what a fact speaks of.
    fn entity(&mut self, entity: &Entity) -> NamedNode {
        let node = match entity.kind {
            Kind::Organization => self.concept("organization", org::FORMAL_ORGANIZATION, &entity.name),
            Kind::Group => self.concept("organization", zt::ORGANIZATION_GROUP, &entity.name),
            Kind::Place => self.concept("place", zt::PLACE, &entity.name),
            Kind::Park => self.concept("park", zt::PARK, &entity.name),
            Kind::Industry => self.concept("industry", zt::INDUSTRY, &entity.name),
            Kind::Subject => {
                let node = NamedNode::new_unchecked(format!("{}/subject/{}", self.document_iri.as_str(), segment(&entity.name)));
                let document = self.document_iri.clone();
                self.add(&node, rdf::TYPE, zt::SUBJECT);
                self.add(&node, skos::PREF_LABEL, chinese(&entity.name));
                self.add(&node, dcterms::IS_PART_OF, document);
                node
            }
        };
        // SKOS, S13: what is the preferred label is not an alternative one. What a document calls its own (全区, 我市) is no name of the place.
        let is_name =
            matches!(entity.kind, Kind::Organization | Kind::Group | Kind::Park) && !entity.mention.name.starts_with(['我', '本']);
        if is_name && entity.mention.name != entity.name {
            self.add(&node, skos::ALT_LABEL, chinese(&entity.mention.name));
        }
        if let Some(name) = entity.jurisdiction.as_ref().filter(|_| entity.kind != Kind::Place) {
            let place = self.concept("place", zt::PLACE, name);
            self.add(&node, zt::JURISDICTION, place);
        }
        let has_more = entity.organization.is_some() || !entity.members.is_empty();
        if has_more && self.described.insert(entity.name.clone()) {
            if let Some(organization) = &entity.organization {
                self.known(&node, organization);
            }
            self.members(&node, &entity.members);
        }
        node
    }

    /// What the reference data says of an organization: its kind or its years, and what became of it.
    fn known(&mut self, node: &NamedNode, organization: &Organization) {
        let body = &organization.body;
        if body.central {
            for (property, year) in [(schema::FOUNDING_DATE, body.years.from), (schema::DISSOLUTION_DATE, body.years.until)] {
                if let Some(year) = year {
                    self.add(node, property, gregorian_year(year));
                }
            }
        } else {
            let kind = self.base.entity("body", &[&body.name]);
            self.add(node, zt::KIND, kind);
        }
        for (ended, succession) in Reference::load().successions(organization) {
            let change = &succession.change;
            let general = self.base.entity("change", &[&change.id]);
            let event = match &organization.place {
                Some(place) => self.base.entity("change", &[&change.id, &place.full_name]),
                None => general.clone(),
            };
            let ended = self.on_the_line(&ended);
            self.add(&ended, org::CHANGED_BY, event.clone());
            self.add(&event, rdf::TYPE, org::CHANGE_EVENT);
            self.add(&event, skos::PREF_LABEL, chinese(&change.label));
            self.add(&event, dcterms::DATE, gregorian_year(change.year));
            self.add(&event, dcterms::TYPE, NamedNode::new_unchecked(format!("{}{}", zt::NAMESPACE, change.kind.name())));
            if event != general {
                self.add(&event, prov::WAS_DERIVED_FROM, general);
            }
            for successor in &succession.after {
                let successor = self.on_the_line(successor);
                self.add(&ended, dcterms::IS_REPLACED_BY, successor.clone());
                self.add(&event, org::RESULTING_ORGANIZATION, successor);
            }
        }
    }

    /// A predecessor or successor, which may be named in no document: it is to be found by its name all the same.
    fn on_the_line(&mut self, organization: &Organization) -> NamedNode {
        let node = self.concept("organization", org::FORMAL_ORGANIZATION, &organization.full_name());
        if let Some(place) = &organization.place {
            let place = self.concept("place", zt::PLACE, &place.full_name);
            self.add(&node, zt::JURISDICTION, place);
        }
        if !organization.body.central {
            let kind = self.base.entity("body", &[&organization.body.name]);
            self.add(&node, zt::KIND, kind);
        }
        node
    }

    /// The members of a group, which the reference data tells and not the text.
    fn members(&mut self, group: &NamedNode, members: &[String]) {
        if members.is_empty() {
            return;
        }
        self.add(group, zt::CERTAINTY, zt::INFERRED);
        self.add(group, zt::REASON, string("places-of-the-jurisdiction"));
        for member in members {
            let member = self.base.entity("organization", &[member]);
            self.add(group, foaf::MEMBER, member);
        }
    }

    fn task(&mut self, task: &Task) -> NamedNode {
        let node = self.tasks[&key(task)].clone();
        if self.is_a(&node, zt::TASK) {
            return node;
        }
        let document = self.document_iri.clone();
        self.add(&node, rdf::TYPE, zt::TASK);
        self.add(&node, skos::PREF_LABEL, chinese(&task.name));
        self.add(&node, dcterms::IS_PART_OF, document);
        self.section(&node, &headings_above(self.document, task.block).join(" / "));
        node
    }

    /// The task of a responsibility whose task the source has lost: all that is known is where it was given.
    fn lost_task(&mut self, evidence: &NamedNode) -> NamedNode {
        let node = NamedNode::new_unchecked(format!("{}/task", evidence.as_str()));
        let document = self.document_iri.clone();
        self.add(&node, rdf::TYPE, zt::TASK);
        self.add(&node, zt::LOST, Literal::from(true));
        self.add(&node, dcterms::IS_PART_OF, document);
        node
    }

    fn section(&mut self, node: &NamedNode, section: &str) {
        if !section.is_empty() {
            self.add(node, zt::SECTION, string(section));
        }
    }

    /// The innermost block in which a span stands.
    fn block_of(&self, span: Span) -> Option<BlockId> {
        let index = self.document.blocks.iter().rposition(|block| block.span.contains(span))?;
        u32::try_from(index).ok().map(BlockId)
    }

    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'static>, object: impl Into<Term>) {
        let property = (predicate, object.into());
        match self.things.get_mut(subject) {
            Some(properties) => properties.push(property),
            None => _ = self.things.insert(subject.clone(), vec![property]),
        }
    }
}

/// What makes a task this one: its name, where that stands, and in which block.
type TaskKey<'a> = (&'a str, Span, BlockId);

fn key(task: &Task) -> TaskKey<'_> {
    (&task.name, task.span, task.block)
}

/// The IRI of each task of the facts.
///
/// A name that a document gives to one task alone is enough; tasks that share it are told apart by the heading above, and, where that does not do
/// either, by their place in the source.
fn task_iris<'a>(base: &Base, document: &'a Document, facts: &'a [Fact<Entity>]) -> BTreeMap<TaskKey<'a>, NamedNode> {
    let tasks = facts.iter().filter_map(|fact| match fact {
        Fact::Responsibility(responsibility) => responsibility.task.as_ref().map(key),
        _ => None,
    });
    let tasks: BTreeSet<_> = tasks.collect();
    let parent = |block| headings_above(document, block).last().copied().unwrap_or_default();
    let mut named: HashMap<&str, usize> = HashMap::new();
    let mut named_under: HashMap<(&str, &str), usize> = HashMap::new();
    for &(name, _, block) in &tasks {
        *named.entry(name).or_default() += 1;
        *named_under.entry((parent(block), name)).or_default() += 1;
    }
    let prefix = format!("{}/task", document_iri(base, document).as_str());
    let iri = |(name, span, block)| {
        let heading = if named[name] > 1 { parent(block) } else { "" };
        let place = if named_under[&(parent(block), name)] > 1 { position(&document.text, span) } else { String::new() };
        let mut iri = prefix.clone();
        for part in [heading, name, &place].into_iter().filter(|part| !part.is_empty()) {
            iri.push('/');
            push_segment(&mut iri, part);
        }
        NamedNode::new_unchecked(iri)
    };
    tasks.into_iter().map(|task| (task, iri(task))).collect()
}

/// The titles of the headings above a block, the outermost first.
fn headings_above(document: &Document, block: BlockId) -> Vec<&str> {
    document.block(block).parent.map(|parent| document.section_path(parent)).unwrap_or_default()
}

/// Where a span begins in the source, as the last part of an IRI.
fn position(text: &Text, span: Span) -> String {
    let first = text.slice(span).chars().next().map_or(0, char::len_utf8);
    let start = text.source_range(Span::new(span.start, span.start + first)).map_or(0, |range| text.code_points(range.start));
    format!("char={start}")
}

/// What a text is called where there is room for one name: its title, else its number, else its first words. The name of its file is no part of it, so that
/// a text that lies in two files is called the same.
fn label(document: &Document) -> Option<String> {
    /// The characters of a first line that are enough to know a text by.
    const FIRST_WORDS: usize = 40;
    let field = document.head.title.as_ref().or(document.head.document_number.as_ref());
    field.map(|field| field.value.clone()).or_else(|| {
        let line = document.text.as_str().lines().map(str::trim).find(|line| !line.is_empty())?;
        let mut words: String = line.chars().take(FIRST_WORDS).collect();
        if words.len() < line.len() {
            words.push('…');
        }
        Some(words)
    })
}

/// The date of a field, by what is printed of it: a day, a month or a year.
fn date(field: &Field) -> Option<Literal> {
    let datatype = match field.value.len() {
        10 => xsd::DATE,
        7 => xsd::G_YEAR_MONTH,
        4 => xsd::G_YEAR,
        _ => return None,
    };
    Some(Literal::new_typed_literal(&field.value, datatype))
}

fn gregorian_year(year: u16) -> Literal {
    Literal::new_typed_literal(year.to_string(), xsd::G_YEAR)
}

fn string(value: &str) -> Literal {
    Literal::new_simple_literal(value)
}

fn chinese(value: &str) -> Literal {
    Literal::new_language_tagged_literal_unchecked(value, "zh")
}

fn number(value: usize) -> Literal {
    Literal::new_typed_literal(value.to_string(), xsd::NON_NEGATIVE_INTEGER)
}

fn decimal(value: &Decimal) -> Literal {
    Literal::new_typed_literal(value.as_str(), xsd::DECIMAL)
}

fn segment(name: &str) -> String {
    let mut iri = String::with_capacity(name.len());
    push_segment(&mut iri, name);
    iri
}

/// Adds a name to an IRI as one segment of its path; what a segment may not hold ([RFC 3987](https://www.rfc-editor.org/rfc/rfc3987), `isegment` and
/// section 4.1) is percent-encoded, and the percent sign itself, so that different names stay different.
fn push_segment(iri: &mut String, name: &str) {
    for character in name.chars() {
        if is_segment_character(character) {
            iri.push(character);
        } else {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(iri, "%{byte:02X}");
            }
        }
    }
}

fn is_segment_character(character: char) -> bool {
    match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' => true,
        '-' | '.' | '_' | '~' | '!' | '$' | '&' | '\'' | '(' | ')' | '*' | '+' | ',' | ';' | '=' | ':' | '@' => true,
        // Marks of writing direction are never written as themselves.
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' => false,
        '\u{A0}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFEF}' => true,
        '\u{10000}'..='\u{DFFFF}' => u32::from(character) & 0xFFFF < 0xFFFE,
        '\u{E1000}'..='\u{EFFFD}' => true,
        _ => false,
    }
}

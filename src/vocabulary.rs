//! The IRIs that the graph is written with: those of `ontology/zhengtu.ttl`, and those of the standards that it rests on.
//!
//! A test compares [`zt`] with the ontology, both ways.

use oxigraph::model::NamedNodeRef;

macro_rules! namespace {
    ($(#[$about:meta])* $name:ident = $iri:literal { $($(#[$meaning:meta])* $constant:ident = $local:literal;)* }) => {
        $(#[$about])*
        pub mod $name {
            use oxigraph::model::NamedNodeRef;

            /// The IRI of the namespace.
            pub const NAMESPACE: &str = $iri;
            /// The terms of the namespace that are used here.
            pub const TERMS: &[NamedNodeRef<'static>] = &[$($constant),*];
            $($(#[$meaning])* pub const $constant: NamedNodeRef<'static> = NamedNodeRef::new_unchecked(concat!($iri, $local));)*
        }
    };
}

namespace! {
    /// The terms of this project, defined in `ontology/zhengtu.ttl`.
    zt = "https://zhengtu.example/ns#" {
        /// The content of one file.
        TEXT = "Text";
        /// A policy document.
        DOCUMENT = "Document";
        /// Organizations that are named together by what they are.
        ORGANIZATION_GROUP = "OrganizationGroup";
        /// An administrative division.
        PLACE = "Place";
        /// What is to be done.
        TASK = "Task";
        /// An organization's part in a task.
        ASSIGNMENT = "Assignment";
        /// The naming of one document in another.
        CITATION = "Citation";
        /// The words that prove a fact.
        EVIDENCE = "Evidence";
        /// From a text to the document that it is a text of.
        EXPRESSES = "expresses";
        /// The path of a text's file, relative to the folder that was read.
        FILE = "file";
        /// From a file to what the store remembers of it, in JSON.
        RECORD = "record";
        /// From a graph to the SHA-256 of what it holds, where it was published.
        DIGEST = "digest";
        /// The SHA-256 of a text's characters as UTF-8, in hexadecimal.
        SHA256 = "sha256";
        /// The number of a text's code points.
        CHARACTERS = "characters";
        /// The number of a text's headings.
        SECTIONS = "sections";
        /// A kind of body that local governments have, named without its place.
        BODY_KIND = "BodyKind";
        /// A part of the country that is no administrative division.
        REGION = "Region";
        /// A word with which the name of an industry ends.
        INDUSTRY_WORD = "IndustryWord";
        /// How the full name of a kind of body is made, where the place does not simply stand before it.
        NAME_PATTERN = "namePattern";
        /// From an organization to the kind of body that it is.
        KIND = "kind";
        /// From a place to its rank.
        RANK = "rank";
        /// The character by which a province's documents are numbered.
        ABBREVIATION = "abbreviation";
        /// From an organization to the place whose government it is part of.
        JURISDICTION = "jurisdiction";
        /// From an organization to a task that it leads.
        LEADS = "leads";
        /// From an organization to a task in which it supports the one that leads.
        SUPPORTS = "supports";
        /// From an organization to a task that it answers for, with no leader named.
        IS_RESPONSIBLE_FOR = "isResponsibleFor";
        /// The titles of the headings above, the outermost first.
        SECTION = "section";
        /// Whether the source has lost the task's name.
        LOST = "lost";
        /// By when an assignment's task is to be done.
        DEADLINE = "deadline";
        /// The leading official who answers for an assignment's task.
        OFFICIAL = "official";
        /// From a document to an organization to which it is addressed.
        ADDRESSEE = "addressee";
        /// What a document's page says of its validity.
        VALIDITY = "validity";
        /// A park: 开发区, 工业园区, 保税区 and their kin.
        PARK = "Park";
        /// An industry, product line or service sector.
        INDUSTRY = "Industry";
        /// A measured thing.
        INDICATOR = "Indicator";
        /// Whoever else is to reach a target: a programme, a group of enterprises.
        SUBJECT = "Subject";
        /// A seat in a leading group.
        MEMBERSHIP = "Membership";
        /// From a membership to the group.
        GROUP = "group";
        /// From a membership to its position.
        POSITION = "position";
        /// The name of the person who is a member.
        PERSON = "person";
        /// From a membership to the organization that is a member, or of which the person is.
        MEMBER_PROPERTY = "hasMember";
        /// The position of who heads a group.
        HEAD = "head";
        /// The position of a deputy head.
        DEPUTY = "deputy";
        /// The position of a member.
        MEMBER = "member";
        /// The position of who does the daily work.
        OFFICE = "office";
        /// A number that is to be reached.
        TARGET = "Target";
        /// From who is to reach something to its indicator.
        TARGETS = "targets";
        /// From a target to who is to reach it.
        SUBJECT_PROPERTY = "subject";
        /// From a target to what is measured.
        INDICATOR_PROPERTY = "indicator";
        /// From a target to what its number says of the indicator.
        MEASURE = "measure";
        /// How the value bounds the indicator: =, >=, >, <=, < or ~.
        COMPARATOR = "comparator";
        /// The value of a target, the lower one of a range.
        VALUE = "value";
        /// The upper value of a range.
        VALUE_TO = "valueTo";
        /// The unit of the values.
        UNIT = "unit";
        /// The year by which.
        YEAR = "year";
        /// The value at the outset.
        BASELINE = "baseline";
        /// The measure of an amount that is reached.
        LEVEL = "level";
        /// The measure of a rise.
        GROWTH = "growth";
        /// The measure of a fall.
        REDUCTION = "reduction";
        /// The measure of a part of a whole.
        SHARE = "share";
        /// The measure of a number of things.
        COUNT = "count";
        /// The tie of a place or park to an industry.
        HOSTING = "Hosting";
        /// From a hosting to the place or park.
        HOST = "host";
        /// From a hosting to the industry.
        INDUSTRY_PROPERTY = "industry";
        /// From a place to an industry that it has or is to develop.
        HOSTS = "hosts";
        /// From a park to an industry that it has or is to develop.
        FOCUSES_ON = "focusesOn";
        /// Where a park lies, with its proof.
        LOCATION = "Location";
        /// From a location to the park.
        PARK_PROPERTY = "park";
        /// From a location to the place.
        PLACE_PROPERTY = "place";
        /// From a citation to the property that holds between the two documents.
        RELATION = "relation";
        /// From an assignment to its role.
        ROLE = "role";
        /// From an assignment to its organization.
        ORGANIZATION = "organization";
        /// From an assignment to its task.
        TASK_PROPERTY = "task";
        /// The organization's name as the document writes it.
        WRITTEN_AS = "writtenAs";
        /// From a fact to the words that prove it.
        EVIDENCE_PROPERTY = "evidence";
        /// From an assignment to a note that it also follows from.
        NOTE = "note";
        /// How sure the reading of a fact is.
        CERTAINTY = "certainty";
        /// Why a fact is inferred and not stated.
        REASON = "reason";
        /// The rule that found a fact.
        RULE = "rule";
        /// From a citation to the document that names the other.
        CITING = "citing";
        /// From a citation to the document that is named.
        CITED = "cited";
        /// The role of the organization that leads.
        LEAD = "lead";
        /// The role of an organization that supports the one that leads.
        SUPPORT = "support";
        /// The role of an organization that answers where no leader is named.
        RESPONSIBLE = "responsible";
        /// The certainty of what the text says.
        STATED = "stated";
        /// The certainty of what follows from the text.
        INFERRED = "inferred";
        /// What a person says against or beside the machine.
        CORRECTION = "Correction";
        /// What a correction does: `wrong`, `add`, `same` or `undo`.
        ACTION = "action";
        /// From a correction to what it is about.
        CORRECTS = "corrects";
        /// From a correction to the thing under whose name two are known.
        JOINED_TO = "joinedTo";
        /// What the fact claims that a correction is about.
        CLAIM = "claim";
        /// The words that prove it.
        QUOTE = "quote";
    }
}

namespace! {
    /// [The Organization Ontology](https://www.w3.org/TR/vocab-org/).
    org = "http://www.w3.org/ns/org#" {
        /// An organization that law recognizes.
        FORMAL_ORGANIZATION = "FormalOrganization";
        /// From an organization to a group that it is a member of.
        MEMBER_OF = "memberOf";
        /// A change after which organizations are others than before.
        CHANGE_EVENT = "ChangeEvent";
        /// From an organization to the change that ended it.
        CHANGED_BY = "changedBy";
        /// From a change to an organization that was there before.
        ORIGINAL_ORGANIZATION = "originalOrganization";
        /// From a change to an organization that came of it.
        RESULTING_ORGANIZATION = "resultingOrganization";
    }
}

namespace! {
    /// [European Legislation Identifier](http://data.europa.eu/eli/ontology).
    eli = "http://data.europa.eu/eli/ontology#" {
        /// A document's number in its own country: 发文字号.
        ID_LOCAL = "id_local";
        /// 成文日期.
        DATE_DOCUMENT = "date_document";
        /// 发布日期.
        DATE_PUBLICATION = "date_publication";
        /// From a document to one that it names.
        CITES = "cites";
        /// From a document to one that it carries out.
        ENSURES_IMPLEMENTATION_OF = "ensures_implementation_of";
        /// From a document to one that it rests on.
        BASED_ON = "based_on";
        /// From a document to one whose force it ends.
        REPEALS = "repeals";
        /// 施行日期.
        FIRST_DATE_ENTRY_IN_FORCE = "first_date_entry_in_force";
        /// The day after which it is no longer in force.
        DATE_NO_LONGER_IN_FORCE = "date_no_longer_in_force";
    }
}

namespace! {
    /// [Web Annotation Vocabulary](https://www.w3.org/TR/annotation-vocab/).
    oa = "http://www.w3.org/ns/oa#" {
        /// A part of a source.
        SPECIFIC_RESOURCE = "SpecificResource";
        /// A selector by the position of the first and of the last character.
        TEXT_POSITION_SELECTOR = "TextPositionSelector";
        /// A selector by the words.
        TEXT_QUOTE_SELECTOR = "TextQuoteSelector";
        /// From a part to the source.
        HAS_SOURCE = "hasSource";
        /// From a part to what tells where it stands.
        HAS_SELECTOR = "hasSelector";
        /// The number of code points before the first one of the part.
        START = "start";
        /// The number of code points up to the end of the part.
        END = "end";
        /// The words of the part, as the source has them.
        EXACT = "exact";
    }
}

namespace! {
    /// [DCMI Metadata Terms](https://www.dublincore.org/specifications/dublin-core/dcmi-terms/).
    dcterms = "http://purl.org/dc/terms/" {
        /// A document's title.
        TITLE = "title";
        /// From a document to its issuer; of several, to the one that stands first.
        CREATOR = "creator";
        /// From a document to an organ that issues it together with the first.
        CONTRIBUTOR = "contributor";
        /// A subject word.
        SUBJECT = "subject";
        /// From a task to its document.
        IS_PART_OF = "isPartOf";
        /// From a body to the one that came of it.
        IS_REPLACED_BY = "isReplacedBy";
        /// When something happened.
        DATE = "date";
        /// What kind of thing it is.
        TYPE = "type";
        /// A place to which something is limited.
        SPATIAL = "spatial";
        /// Where it is said; of a text, the page from which it was fetched.
        SOURCE = "source";
        /// From one thing to another that it speaks of.
        REFERENCES = "references";
        /// A book, a document.
        BIBLIOGRAPHIC_RESOURCE = "BibliographicResource";
    }
}

namespace! {
    /// [SKOS](https://www.w3.org/TR/skos-reference/).
    skos = "http://www.w3.org/2004/02/skos/core#" {
        /// The one name of a thing in a language.
        PREF_LABEL = "prefLabel";
        /// Another name of it.
        ALT_LABEL = "altLabel";
        /// A code.
        NOTATION = "notation";
        /// A remark.
        NOTE = "note";
    }
}

namespace! {
    /// [PROV-O](https://www.w3.org/TR/prov-o/).
    prov = "http://www.w3.org/ns/prov#" {
        /// From what is said of one thing to the general statement from which it follows.
        WAS_DERIVED_FROM = "wasDerivedFrom";
        /// Someone who says something.
        PERSON = "Person";
        /// From what was said to who said it.
        WAS_ATTRIBUTED_TO = "wasAttributedTo";
        /// From a correction to who made it.
        WAS_ASSOCIATED_WITH = "wasAssociatedWith";
        /// From a correction to what it met in a text.
        USED = "used";
        /// From a statement that was put into a graph to the correction that did.
        WAS_GENERATED_BY = "wasGeneratedBy";
        /// From a statement that was taken out of a graph to the correction that did.
        WAS_INVALIDATED_BY = "wasInvalidatedBy";
    }
}

namespace! {
    /// [Friend of a Friend](http://xmlns.com/foaf/spec/).
    foaf = "http://xmlns.com/foaf/0.1/" {
        /// From a group to one of those that it consists of.
        MEMBER = "member";
        /// What someone is called.
        NAME = "name";
    }
}

namespace! {
    /// [schema.org](https://schema.org/).
    schema = "https://schema.org/" {
        /// From a place to the one that holds it.
        CONTAINED_IN_PLACE = "containedInPlace";
        /// When an organization began to bear its name.
        FOUNDING_DATE = "foundingDate";
        /// When it ceased to bear it.
        DISSOLUTION_DATE = "dissolutionDate";
    }
}

/// The classes of facts: whatever is of one of them has evidence and a certainty.
pub const FACTS: [NamedNodeRef<'static>; 6] = [zt::ASSIGNMENT, zt::MEMBERSHIP, zt::TARGET, zt::HOSTING, zt::LOCATION, zt::CITATION];

/// The properties by which facts join the things that they speak of.
pub const JOINS: [NamedNodeRef<'static>; 12] = [
    zt::ORGANIZATION,
    zt::TASK_PROPERTY,
    zt::GROUP,
    zt::MEMBER_PROPERTY,
    zt::SUBJECT_PROPERTY,
    zt::INDICATOR_PROPERTY,
    zt::HOST,
    zt::INDUSTRY_PROPERTY,
    zt::PARK_PROPERTY,
    zt::PLACE_PROPERTY,
    zt::CITING,
    zt::CITED,
];

/// The plain triples, which say the same as the facts without their details and evidence.
pub const PLAIN: [NamedNodeRef<'static>; 12] = [
    zt::LEADS,
    zt::SUPPORTS,
    zt::IS_RESPONSIBLE_FOR,
    zt::TARGETS,
    zt::HOSTS,
    zt::FOCUSES_ON,
    org::MEMBER_OF,
    schema::CONTAINED_IN_PLACE,
    eli::CITES,
    eli::ENSURES_IMPLEMENTATION_OF,
    eli::BASED_ON,
    eli::REPEALS,
];

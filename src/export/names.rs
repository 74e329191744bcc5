//! How IRIs are shortened: by a prefix, or relative to the base of the store's things.

use crate::vocabulary::{dcterms, eli, foaf, oa, org, prov, schema, skos, zt};
use crate::write::Base;

/// The short names of a store's IRIs.
pub(super) struct Names {
    /// What the IRIs of things begin with, as `https://zhengtu.example/id/`.
    things: String,
    /// Prefixes with their namespaces.
    prefixes: Vec<(&'static str, String)>,
}

/// The kinds of things whose names are often good local names.
const KINDS: [&str; 8] = ["document", "organization", "place", "park", "industry", "indicator", "body", "assignment"];

impl Names {
    pub(super) fn new(base: &Base) -> Self {
        let things = format!("{}id/", base.as_str());
        let standards = [
            ("zt", zt::NAMESPACE),
            ("org", org::NAMESPACE),
            ("oa", oa::NAMESPACE),
            ("eli", eli::NAMESPACE),
            ("dcterms", dcterms::NAMESPACE),
            ("skos", skos::NAMESPACE),
            ("foaf", foaf::NAMESPACE),
            ("prov", prov::NAMESPACE),
            ("schema", schema::NAMESPACE),
            ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
            ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
            ("owl", "http://www.w3.org/2002/07/owl#"),
            ("xsd", "http://www.w3.org/2001/XMLSchema#"),
        ];
        let kinds = KINDS.map(|kind| (kind, format!("{things}{kind}/")));
        Self { things, prefixes: standards.map(|(prefix, iri)| (prefix, iri.to_owned())).into_iter().chain(kinds).collect() }
    }

    /// The IRI to which relative ones are resolved.
    pub(super) fn base(&self) -> &str {
        &self.things
    }

    pub(super) fn prefixes(&self) -> &[(&'static str, String)] {
        &self.prefixes
    }

    /// The prefix and the local name, where Turtle allows that name without an escape.
    pub(super) fn prefixed<'i>(&self, iri: &'i str) -> Option<(&'static str, &'i str)> {
        let (namespace, local) = iri.split_at(iri.rfind(['#', '/'])? + 1);
        let (prefix, _) = self.prefixes.iter().find(|(_, known)| known == namespace)?;
        is_local_name(local).then_some((*prefix, local))
    }

    /// The IRI from the base on, where it resolves to the same again.
    pub(super) fn relative<'i>(&self, iri: &'i str) -> Option<&'i str> {
        let rest = iri.strip_prefix(&self.things)?;
        let path = rest.split(['#', '?']).next().unwrap_or_default();
        let first = path.split('/').next().unwrap_or_default();
        let resolves = !first.is_empty() && !first.contains(':') && path.split('/').all(|segment| segment != "." && segment != "..");
        resolves.then_some(rest)
    }

    /// The name of a thing in tables and networks: its IRI from the base on.
    pub(super) fn id<'i>(&self, iri: &'i str) -> &'i str {
        iri.strip_prefix(&self.things).unwrap_or(iri)
    }
}

/// Whether a name can stand behind a prefix as it is: [`PN_LOCAL`](https://www.w3.org/TR/turtle/#grammar-production-PN_LOCAL) without escapes.
fn is_local_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    let mut characters = name.char_indices();
    let fits = |(at, c): (usize, char)| match c {
        ':' | '0'..='9' | '_' => true,
        '%' => bytes.get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)),
        '-' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}' => at > 0,
        '.' => at > 0 && at + 1 < bytes.len(),
        _ => is_base_character(c),
    };
    characters.all(fits)
}

/// [`PN_CHARS_BASE`](https://www.w3.org/TR/turtle/#grammar-production-PN_CHARS_BASE).
fn is_base_character(c: char) -> bool {
    matches!(c,
        'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_behind_a_prefix_where_the_grammar_allows() {
        for name in ["桂政办发〔2022〕78号", "各市（县）人民政府", "25%2F30", "9a", "a.b", "a·b", ""] {
            assert!(is_local_name(name), "{name}");
        }
        for name in ["“双百双新”", "a/b", "-a", ".a", "a.", "%2", "%zz", "·a", "a,b", "a—b", "a(b)"] {
            assert!(!is_local_name(name), "{name}");
        }
    }

    #[test]
    fn what_would_resolve_to_something_else_is_not_made_relative() {
        let names = Names::new(&Base::default());
        let relative = |rest: &str| names.relative(&format!("https://zhengtu.example/id/{rest}")).map(str::to_owned);
        for rest in ["organization/甲:乙", "text/ab#char=1,5/selector", "document/甲/task/乙", "document/title-1/task//甲"] {
            assert_eq!(relative(rest).as_deref(), Some(rest));
        }
        for rest in ["organization/.", "organization/../甲", "a:b", "", "/a"] {
            assert_eq!(relative(rest), None, "{rest}");
        }
    }
}

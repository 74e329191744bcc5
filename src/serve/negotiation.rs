//! Which of several media types a client would rather have ([RFC 9110, 12.5.1](https://www.rfc-editor.org/rfc/rfc9110#field.accept)).

use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use oxigraph::sparql::results::QueryResultsFormat;

/// The formats of rows and of yes or no, the first one for clients that take any.
pub const RESULTS: [(&str, QueryResultsFormat); 7] = [
    ("application/sparql-results+json", QueryResultsFormat::Json),
    ("application/sparql-results+xml", QueryResultsFormat::Xml),
    ("text/csv", QueryResultsFormat::Csv),
    ("text/tab-separated-values", QueryResultsFormat::Tsv),
    ("application/json", QueryResultsFormat::Json),
    ("application/xml", QueryResultsFormat::Xml),
    ("text/xml", QueryResultsFormat::Xml),
];

/// The formats of triples, likewise.
pub const GRAPHS: [(&str, RdfFormat); 10] = [
    ("text/turtle", RdfFormat::Turtle),
    ("application/n-triples", RdfFormat::NTriples),
    ("application/rdf+xml", RdfFormat::RdfXml),
    ("application/ld+json", JSON_LD),
    ("application/trig", RdfFormat::TriG),
    ("application/n-quads", RdfFormat::NQuads),
    ("application/x-turtle", RdfFormat::Turtle),
    ("application/json", JSON_LD),
    ("application/xml", RdfFormat::RdfXml),
    ("text/xml", RdfFormat::RdfXml),
];

const JSON_LD: RdfFormat = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };

/// The name by which a link asks for a format of triples: `?format=turtle`.
pub fn named(name: &str) -> Option<(&'static str, RdfFormat)> {
    let media_type = match name {
        "turtle" | "ttl" => "text/turtle",
        "ntriples" | "nt" => "application/n-triples",
        "rdfxml" | "xml" => "application/rdf+xml",
        "jsonld" | "json" => "application/ld+json",
        "trig" => "application/trig",
        "nquads" | "nq" => "application/n-quads",
        _ => return None,
    };
    GRAPHS.into_iter().find(|(known, _)| *known == media_type)
}

/// The offer of the highest quality, the first of several that are equal; `None` if the client takes none of them. Without a header it takes any.
pub fn choose<'o, T>(accept: Option<&str>, offers: impl IntoIterator<Item = &'o (&'static str, T)>) -> Option<&'o (&'static str, T)> {
    let ranges: Vec<Range<'_>> = accept.filter(|accept| !accept.trim().is_empty()).unwrap_or("*/*").split(',').map(Range::read).collect();
    let mut best: Option<(&(&'static str, T), u16)> = None;
    for offer in offers {
        let quality = ranges.iter().filter_map(|range| Some((range.fit(offer.0)?, range.quality))).max().map_or(0, |(_, quality)| quality);
        if quality > best.map_or(0, |(_, best)| best) {
            best = Some((offer, quality));
        }
    }
    best.map(|(offer, _)| offer)
}

/// One of the media ranges of the header.
struct Range<'h> {
    kind: &'h str,
    subtype: &'h str,
    /// In thousandths.
    quality: u16,
}

impl<'h> Range<'h> {
    fn read(text: &'h str) -> Self {
        let mut parts = text.split(';').map(str::trim);
        let (kind, subtype) = parts.next().unwrap_or_default().split_once('/').unwrap_or(("", ""));
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let weight = weight.map_or(1.0, |weight| weight.trim().parse::<f32>().unwrap_or(0.0).clamp(0.0, 1.0));
        // Of three decimals at most, as the header has them.
        Self { kind, subtype, quality: (weight * 1000.0).round() as u16 }
    }

    /// How exactly the range names a media type, if it does.
    fn fit(&self, media_type: &str) -> Option<u8> {
        let (kind, subtype) = media_type.split_once('/')?;
        match (self.kind, self.subtype) {
            ("*", "*") => Some(0),
            (own, "*") if own.eq_ignore_ascii_case(kind) => Some(1),
            (own, part) if own.eq_ignore_ascii_case(kind) && part.eq_ignore_ascii_case(subtype) => Some(2),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_has_what_it_would_rather_have() {
        let results = |accept| choose(Some(accept), &RESULTS).map(|(media_type, _)| *media_type);
        for (accept, chosen) in [
            ("*/*", Some("application/sparql-results+json")),
            ("", Some("application/sparql-results+json")),
            ("application/sparql-results+xml, application/sparql-results+json;q=0.5", Some("application/sparql-results+xml")),
            ("text/*;q=0.9, application/*;q=0.1", Some("text/csv")),
            ("text/csv;q=0, text/*", Some("text/tab-separated-values")),
            ("TEXT/CSV", Some("text/csv")),
            ("application/json", Some("application/json")),
            ("image/png", None),
            ("text/csv;q=0", None),
            ("nonsense, text/csv; charset=utf-8 ;q=0.1", Some("text/csv")),
            ("*/*;q=0.1, application/sparql-results+xml;q=nan", Some("application/sparql-results+json")),
        ] {
            assert_eq!(results(accept), chosen, "{accept}");
        }
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        assert_eq!(choose(Some(browser), &[("text/turtle", 0), ("text/html", 1)]).map(|(_, which)| *which), Some(1));
    }
}

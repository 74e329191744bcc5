//! The leading comment lines of a query file.

use std::fmt;

use oxigraph::model::{Literal, NamedNode};
use spargebra::term::GroundTerm;

use super::{error, nearest};
use crate::Result;

/// What the leading comment lines of a query file say about it; empty where they say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The file's name without `.rq`.
    pub name: String,
    /// The folder of a bundled query; empty for a user's own.
    pub group: String,
    /// The question in Chinese.
    pub title: String,
    /// The question in English.
    pub title_en: String,
    /// What a row is and how to read it, in Chinese.
    pub description: String,
    /// What a row is and how to read it, in English.
    pub description_en: String,
    /// The processor time that it costs, where that is more than a tenth of a second on 10,000 documents, in Chinese.
    pub cost: String,
    /// The processor time that it costs, where that is more than a tenth of a second on 10,000 documents, in English.
    pub cost_en: String,
    /// What can be set with `-p`, in the order of the lines.
    pub parameters: Vec<Parameter>,
    /// What is in the columns of the answer, for those that say so.
    pub columns: Vec<Column>,
    /// A command that runs the query.
    pub example: String,
}

/// A column of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its variable, without the question mark.
    pub name: String,
    /// Which values it has.
    pub kind: ColumnKind,
    /// What it means, in Chinese.
    pub description: String,
    /// What it means, in English.
    pub description_en: String,
}

/// The type of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnKind {
    /// `key`: what a row is known by; no two rows have the same.
    Key,
    /// `documents.id`: the key of a row of another table, which has this name.
    Reference(String),
    /// `string`: any text.
    Text,
    /// `integer`: a whole number.
    Integer,
    /// `decimal`: a number.
    Decimal,
    /// `year`: four digits.
    Year,
    /// `boolean`: true or false.
    Boolean,
}

/// A value that can be set without touching the query's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The variable of its `VALUES ?name { … }`, without the question mark.
    pub name: String,
    /// Which values it takes.
    pub kind: Kind,
    /// What it means, in Chinese.
    pub description: String,
    /// What it means, in English.
    pub description_en: String,
    /// The values that hold where none is given; empty means any.
    pub default: Vec<String>,
    /// Whether a value has to be given, because the query's `VALUES` has no row.
    pub required: bool,
}

/// The type of a parameter: which term a value becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `text`: a plain string, for comparing with `STR(…)`.
    Text,
    /// `text@zh`: a string in that language, as labels are.
    TextIn(String),
    /// `integer`: an `xsd:integer`.
    Integer,
    /// `year`: an `xsd:integer` of four digits.
    Year,
    /// `iri`: an absolute IRI.
    Iri,
    /// `lead|support`: one of these strings.
    OneOf(Vec<String>),
}

impl Header {
    /// Reads the comment lines before the first line that is none.
    ///
    /// A comment that is not a `key: value` of the header is left alone. Whether a parameter has its `VALUES` is not seen here.
    pub(super) fn read(text: &str, origin: &str) -> Result<Header> {
        let mut header = Header::default();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim_start_matches('\u{feff}').trim();
            let Some(comment) = line.strip_prefix('#') else {
                if line.is_empty() {
                    continue;
                }
                break;
            };
            let Some((key, value)) = comment.split_once(':') else { continue };
            let value = value.trim();
            let field = match key.trim() {
                "title" => &mut header.title,
                "title@en" => &mut header.title_en,
                "description" => &mut header.description,
                "description@en" => &mut header.description_en,
                "cost" => &mut header.cost,
                "cost@en" => &mut header.cost_en,
                "example" => &mut header.example,
                key => {
                    let place = || format!("{origin}, line {}", number + 1);
                    if let Some(name) = key.strip_prefix("param ") {
                        header.parameters.push(parameter(name.trim(), value, &place(), &header.parameters)?);
                    } else if let Some(name) = key.strip_prefix("column ") {
                        header.columns.push(column(name.trim(), value, &place())?);
                    }
                    continue;
                }
            };
            if !field.is_empty() {
                return Err(error(
                    format!("`{}` stands twice in the header", key.trim()),
                    format!("{origin}, line {}", number + 1),
                    "keep one of the two",
                ));
            }
            *field = value.to_owned();
        }
        Ok(header)
    }
}

fn parameter(name: &str, value: &str, place: &str, others: &[Parameter]) -> Result<Parameter> {
    let (kind, [description, description_en]) = kind_and_descriptions(value);
    let Some(kind) = Kind::parse(kind) else {
        let problem = format!("the type `{kind}` of the parameter `{name}` is not known");
        return Err(error(problem, place, "write text, text@zh, integer, year, iri, or the choices as in lead|support"));
    };
    if others.iter().any(|other| other.name == name) {
        return Err(error(format!("the parameter `{name}` stands twice in the header"), place, "keep one of the two"));
    }
    Ok(Parameter { name: name.to_owned(), kind, description, description_en, default: Vec::new(), required: false })
}

fn column(name: &str, value: &str, place: &str) -> Result<Column> {
    let (kind, [description, description_en]) = kind_and_descriptions(value);
    let Some(kind) = ColumnKind::parse(kind) else {
        let problem = format!("the type `{kind}` of the column `{name}` is not known");
        return Err(error(
            problem,
            place,
            "write key, string, integer, decimal, year, boolean, or a column of another table as in documents.id",
        ));
    };
    Ok(Column { name: name.to_owned(), kind, description, description_en })
}

/// The parts of `kind  描述 / description`.
fn kind_and_descriptions(value: &str) -> (&str, [String; 2]) {
    let (kind, descriptions) = value.split_once(char::is_whitespace).unwrap_or((value, ""));
    let (chinese, english) = descriptions.split_once(" / ").unwrap_or((descriptions, ""));
    (kind, [chinese, english].map(|description| description.trim().to_owned()))
}

impl ColumnKind {
    fn parse(name: &str) -> Option<ColumnKind> {
        Some(match name {
            "key" => ColumnKind::Key,
            "string" => ColumnKind::Text,
            "integer" => ColumnKind::Integer,
            "decimal" => ColumnKind::Decimal,
            "year" => ColumnKind::Year,
            "boolean" => ColumnKind::Boolean,
            _ => ColumnKind::Reference(name.strip_suffix(".id").filter(|table| !table.is_empty())?.to_owned()),
        })
    }
}

impl Kind {
    fn parse(name: &str) -> Option<Kind> {
        Some(match name {
            "text" => Kind::Text,
            "integer" => Kind::Integer,
            "year" => Kind::Year,
            "iri" => Kind::Iri,
            _ => match name.strip_prefix("text@") {
                Some(language) => Kind::TextIn(Literal::new_language_tagged_literal("", language).ok()?.language()?.to_owned()),
                None if name.contains('|') => Kind::OneOf(name.split('|').map(str::to_owned).collect()),
                None => return None,
            },
        })
    }

    /// The term that a value stands for, or why it stands for none and what to write.
    pub(super) fn term(&self, value: &str) -> Result<GroundTerm, (String, String)> {
        let literal = match self {
            Kind::Text => Literal::new_simple_literal(value),
            Kind::TextIn(language) => Literal::new_language_tagged_literal_unchecked(value, language),
            Kind::Integer => match value.parse::<i64>() {
                Ok(number) => Literal::from(number),
                Err(_) => return Err(("it is not a whole number".into(), "write digits only, as in 3".into())),
            },
            Kind::Year => match value.parse::<u16>() {
                Ok(year) if value.len() == 4 && !value.starts_with('+') => Literal::from(i64::from(year)),
                _ => return Err(("it is not a year".into(), "write four digits, as in 2022".into())),
            },
            Kind::Iri => match NamedNode::new(value) {
                Ok(iri) => return Ok(iri.into()),
                Err(reason) => {
                    return Err((format!("it is not an IRI ({reason})"), "write it in full, as in https://example.org/a".into()));
                }
            },
            Kind::OneOf(choices) => {
                if !choices.iter().any(|choice| choice == value) {
                    let remedy = match nearest(value, choices.iter().map(String::as_str)) {
                        Some(near) => format!("did you mean {near}?"),
                        None => format!("write one of {}", choices.join(", ")),
                    };
                    return Err((format!("it is none of {}", choices.join(", ")), remedy));
                }
                Literal::new_simple_literal(value)
            }
        };
        Ok(literal.into())
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Kind::Text => f.write_str("text"),
            Kind::TextIn(language) => write!(f, "text@{language}"),
            Kind::Integer => f.write_str("integer"),
            Kind::Year => f.write_str("year"),
            Kind::Iri => f.write_str("iri"),
            Kind::OneOf(choices) => f.write_str(&choices.join("|")),
        }
    }
}

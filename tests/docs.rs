//! The cookbook of the questions and the reference of the ontology are written from their sources, and are not stale.
//!
//! `UPDATE=1 cargo test` writes them anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term};
use zhengtu::output::{Format, Layout, escape_markdown, write_results};
use zhengtu::query::{self, Query};
use zhengtu::store::{ONTOLOGY, Store};
use zhengtu::vocabulary::zt;

/// As many rows of an answer are shown, in as many columns of a terminal.
const ROWS: usize = 5;
const WIDTH: usize = 120;

/// The groups of questions, as people call them.
const GROUPS: [(&str, &str, &str); 9] = [
    ("responsibility", "Responsibility", "责任分工"),
    ("targets", "Targets", "目标"),
    ("industries", "Industries and parks", "产业和园区"),
    ("documents", "Documents", "文件"),
    ("organizations", "Organizations and leading groups", "机构和议事协调机构"),
    ("change", "Change over time", "历年变动"),
    ("evidence", "Evidence", "证据"),
    ("quality", "Quality of the graph", "图的质量"),
    ("export", "Tables of a data package", "数据包的表"),
];

#[derive(Clone, Copy, PartialEq)]
enum Language {
    English,
    Chinese,
}
use Language::{Chinese, English};

impl Language {
    fn choose<'t>(self, english: &'t str, chinese: &'t str) -> &'t str {
        if self == English { english } else { chinese }
    }

    fn tag(self) -> &'static str {
        self.choose("en", "zh")
    }
}

#[test]
fn the_cookbook_of_the_questions_is_not_stale() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let documents = root().join("examples/documents");
    let mut build = Command::new(env!("CARGO_BIN_EXE_zhengtu"));
    let built = build.arg("build").arg(documents).current_dir(folder.path()).output().expect("the program runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let store = Store::open_read_only(&folder.path().join("zhengtu.db")).expect("the store opens");
    current("docs/queries.md", &cookbook(&store, English));
    current("docs/queries.zh.md", &cookbook(&store, Chinese));
}

#[test]
fn the_reference_of_the_ontology_is_not_stale() {
    let shapes = fs::read_to_string(root().join("ontology/shapes.ttl")).expect("the shapes are there");
    let (ontology, shapes) = (Turtle::read(ONTOLOGY), Turtle::read(&shapes));
    current("docs/ontology.md", &reference(&ontology, &shapes, English));
    current("docs/ontology.zh.md", &reference(&ontology, &shapes, Chinese));
}

fn current(path: &str, expected: &str) {
    if env::var_os("UPDATE").is_some() {
        fs::write(root().join(path), expected).expect("it is written");
    }
    let held = fs::read_to_string(root().join(path)).unwrap_or_default();
    let line = held.lines().zip(expected.lines()).position(|(held, expected)| held != expected).map_or(0, |line| line + 1);
    assert!(held == expected, "{path} is stale, at line {line}; write it anew with  UPDATE=1 cargo test --test docs");
}

fn cookbook(store: &Store, language: Language) -> String {
    let library = query::library();
    let groups: Vec<_> = GROUPS.iter().filter(|(group, ..)| library.iter().any(|query| query.header.group == *group)).collect();
    assert!(library.iter().all(|query| groups.iter().any(|(group, ..)| query.header.group == *group)), "a group without a name in GROUPS");
    let mut text = format!(
        "{}\n\n",
        language.choose(
            "# The questions\n\n[中文](queries.zh.md) · written from [`queries/`](../queries/) by `tests/docs.rs`, not by hand",
            "# 问题手册\n\n[English](queries.md) · 由 `tests/docs.rs` 据 [`queries/`](../queries/) 生成，不要手改"
        )
    );
    let intro = language.choose(
        "Each question is one file of SPARQL 1.1 that any engine runs as it stands. `zhengtu query NAME` asks it; `-p NAME=VALUE` sets a parameter, and again for a second value. \
         What is left out does not restrict the answer, or has the default that is shown. `-o answer.xlsx`, `answer.csv`, `answer.md` write a file. \
         The answers are those of the bundled examples, cut to a few rows.",
        "每个问题是一个 SPARQL 1.1 文件，任何引擎都能原样运行。`zhengtu query 名称` 提问；`-p 参数=值` 设定参数，重复给出表示几个值都可。\
         不给的参数不作限制，或取所示的缺省值。`-o answer.xlsx`、`answer.csv`、`answer.md` 写成文件。\
         答案取自自带样例，只列几行。",
    );
    let _ = writeln!(text, "{intro}\n");
    let count = library.len();
    let _ = writeln!(text, "{}\n", if language == English { format!("{count} questions:") } else { format!("共 {count} 个问题：") });
    for (group, english, chinese) in &groups {
        let names: Vec<_> =
            library.iter().filter(|query| query.header.group == *group).map(|query| format!("[`{0}`](#{0})", query.header.name)).collect();
        let _ = writeln!(text, "- {}: {}", language.choose(english, chinese), names.join(", "));
    }
    for (group, english, chinese) in &groups {
        let _ = writeln!(text, "\n## {}", language.choose(english, chinese));
        for query in library.iter().filter(|query| query.header.group == *group) {
            recipe(&mut text, store, query, language);
        }
    }
    text
}

fn recipe(text: &mut String, store: &Store, query: &Query, language: Language) {
    let header = &query.header;
    let _ = writeln!(text, "\n### {}\n", header.name);
    let _ = writeln!(
        text,
        "**{}** {}\n",
        language.choose(&header.title_en, &header.title),
        language.choose(&header.description_en, &header.description)
    );
    if !header.parameters.is_empty() {
        let _ = writeln!(
            text,
            "{}",
            language.choose("| parameter | type | default | |\n|---|---|---|---|", "| 参数 | 类型 | 缺省值 | |\n|---|---|---|---|")
        );
        for parameter in &header.parameters {
            let meaning = escape_markdown(language.choose(&parameter.description_en, &parameter.description));
            let kind = escape_markdown(&parameter.kind.to_string());
            let _ = writeln!(text, "| `{}` | {kind} | {} | {meaning} |", parameter.name, parameter.default.join(", "));
        }
        text.push('\n');
    }
    if !header.cost.is_empty() {
        let heading = language.choose("Cost, in processor time: ", "所耗处理器时间：");
        let _ = writeln!(text, "{heading}{}\n", escape_markdown(language.choose(&header.cost_en, &header.cost)));
    }
    let pairs = header.example.split(" -p ").skip(1).filter_map(|pair| pair.trim().split_once('='));
    let given: Vec<_> = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let results = query::run(store.inner(), query, &given).unwrap_or_else(|error| panic!("{error}"));
    let mut table = Vec::new();
    let rows =
        write_results(results, Format::Table, &mut table, Layout { width: Some(WIDTH), ..Layout::default() }).expect("it is written");
    let table = String::from_utf8(table).expect("UTF-8");
    let _ = writeln!(text, "```console\n$ {}", header.example);
    table.lines().take(2 + ROWS).for_each(|line| {
        let _ = writeln!(text, "{line}");
    });
    if rows as usize > ROWS {
        text.push_str("…\n");
    }
    let _ = writeln!(text, "{rows} {}\n```\n\n[`{}`](../{})", if rows == 1 { "row" } else { "rows" }, query.origin, query.origin);
}

fn reference(ontology: &Turtle, shapes: &Turtle, language: Language) -> String {
    let mut text = format!(
        "{}\n",
        language.choose(
            "# The ontology\n\n[中文](ontology.zh.md) · written from [`ontology/zhengtu.ttl`](../ontology/zhengtu.ttl) and [`shapes.ttl`](../ontology/shapes.ttl) by `tests/docs.rs`, not by hand\n\n\
             The terms of our own, under `zt:` = `https://zhengtu.example/ns#`. What the field has is used as it is: W3C ORG, SKOS, Dublin Core, ELI, PROV, FOAF, schema.org, Web Annotation.",
            "# 本体\n\n[English](ontology.md) · 由 `tests/docs.rs` 据 [`ontology/zhengtu.ttl`](../ontology/zhengtu.ttl) 和 [`shapes.ttl`](../ontology/shapes.ttl) 生成，不要手改\n\n\
             以下是自有的术语，前缀 `zt:` = `https://zhengtu.example/ns#`。通用词汇直接采用：W3C ORG、SKOS、Dublin Core、ELI、PROV、FOAF、schema.org、Web Annotation。"
        )
    );
    let _ = writeln!(
        text,
        "\n## {}\n\n{}",
        language.choose("Classes", "类"),
        language.choose("| class | | is a | example |\n|---|---|---|---|", "| 类 | | 上位类 | 例 |\n|---|---|---|---|")
    );
    for class in ontology.of_type("http://www.w3.org/2002/07/owl#Class") {
        let above = ontology.names(class, rdfs::SUB_CLASS_OF.as_str());
        let _ = writeln!(text, "| {} | {above} | {} |", ontology.what(class, language), ontology.examples(class));
    }
    for (kind, english, chinese) in
        [("ObjectProperty", "Properties between things", "事物之间的属性"), ("DatatypeProperty", "Properties with values", "取值的属性")]
    {
        let heading = language.choose(
            "| property | | from | to | refines | example |\n|---|---|---|---|---|---|",
            "| 属性 | | 主体 | 客体 | 上位属性 | 例 |\n|---|---|---|---|---|---|",
        );
        let _ = writeln!(text, "\n## {}\n\n{heading}", language.choose(english, chinese));
        for property in ontology.of_type(&format!("http://www.w3.org/2002/07/owl#{kind}")) {
            let ends =
                [[rdfs::DOMAIN.as_str(), "https://schema.org/domainIncludes"], [rdfs::RANGE.as_str(), "https://schema.org/rangeIncludes"]];
            let [from, to] = ends.map(|properties| properties.map(|end| ontology.names(property, end)).concat());
            let above = ontology.names(property, rdfs::SUB_PROPERTY_OF.as_str());
            let _ = writeln!(text, "| {} | {from} | {to} | {above} | {} |", ontology.what(property, language), ontology.examples(property));
        }
    }
    let _ = writeln!(text, "\n## {}", language.choose("Individuals", "个体"));
    for scheme in ontology.of_type(&skos("ConceptScheme")) {
        let heading = language.choose("| individual | | example |\n|---|---|---|", "| 个体 | | 例 |\n|---|---|---|");
        let _ = writeln!(
            text,
            "\n### {} {}\n\n{}\n\n{heading}",
            short(scheme),
            ontology.say(scheme, rdfs::LABEL.as_str(), language),
            ontology.say(scheme, rdfs::COMMENT.as_str(), language)
        );
        for concept in ontology
            .of_type(&skos("Concept"))
            .into_iter()
            .filter(|concept| ontology.names(concept, &skos("inScheme")) == format!("`{}`", short(scheme)))
        {
            let _ = writeln!(text, "| {} | {} |", ontology.what(concept, language), ontology.examples(concept));
        }
    }
    let _ = writeln!(
        text,
        "\n## {}\n\n{}",
        language.choose("Shapes", "约束"),
        language.choose("What holds of every graph, in SHACL.", "每张图都满足的条件，以 SHACL 表达。")
    );
    for shape in shapes.of_type("http://www.w3.org/ns/shacl#NodeShape") {
        let _ = writeln!(text, "\n### {}\n", shape.rsplit('#').next().unwrap_or(shape));
        for message in shapes.messages(shape, language) {
            let _ = writeln!(text, "- {}", escape_markdown(&message));
        }
    }
    text
}

fn skos(local: &str) -> String {
    format!("http://www.w3.org/2004/02/skos/core#{local}")
}

/// The triples of a file, by subject, in the order of the file.
struct Turtle {
    subjects: Vec<String>,
    triples: BTreeMap<String, Vec<(String, Term)>>,
}

impl Turtle {
    fn read(turtle: &str) -> Self {
        let quads: Vec<Quad> = RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle).collect::<Result<_, _>>().expect("it is Turtle");
        let mut read = Self { subjects: Vec::new(), triples: BTreeMap::new() };
        for quad in quads {
            let subject = match &quad.subject {
                NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
                NamedOrBlankNode::BlankNode(node) => node.to_string(),
            };
            if !read.triples.contains_key(&subject) {
                read.subjects.push(subject.clone());
            }
            read.triples.entry(subject).or_default().push((quad.predicate.into_string(), quad.object));
        }
        read
    }

    fn values<'t>(&'t self, subject: &str, property: &str) -> impl Iterator<Item = &'t Term> + use<'t> {
        let property = property.to_owned();
        self.triples.get(subject).into_iter().flatten().filter(move |(predicate, _)| *predicate == property).map(|(_, value)| value)
    }

    fn of_type(&self, class: &str) -> Vec<&str> {
        let class: Term = NamedNodeRef::new_unchecked(class).into_owned().into();
        self.subjects
            .iter()
            .map(String::as_str)
            .filter(|subject| self.values(subject, rdf::TYPE.as_str()).any(|value| *value == class))
            .collect()
    }

    /// The first text in the language.
    fn say(&self, subject: &str, property: &str, language: Language) -> String {
        let mut texts =
            self.values(subject, property).filter_map(|value| if let Term::Literal(literal) = value { Some(literal) } else { None });
        let found = texts.find(|literal| literal.language() == Some(language.tag()));
        escape_markdown(found.unwrap_or_else(|| panic!("{subject} has no {property} in {}", language.tag())).value())
    }

    /// The first two cells of a term's row: its name, and what it is.
    fn what(&self, subject: &str, language: Language) -> String {
        let (label, comment) = (self.say(subject, rdfs::LABEL.as_str(), language), self.say(subject, rdfs::COMMENT.as_str(), language));
        format!("`{}` | **{label}** {comment}", short(subject))
    }

    fn names(&self, subject: &str, property: &str) -> String {
        let names = self.values(subject, property).filter_map(|value| if let Term::NamedNode(node) = value { Some(node) } else { None });
        names.map(|node| format!("`{}`", short(node.as_str()))).collect::<Vec<_>>().join(", ")
    }

    fn examples(&self, subject: &str) -> String {
        let example = skos("example");
        let examples = self.values(subject, &example).map(|value| match value {
            Term::Literal(literal) => escape_markdown(literal.value()),
            Term::NamedNode(node) => format!("`{}`", short(node.as_str())),
            Term::BlankNode(_) => String::new(),
        });
        examples.collect::<Vec<_>>().join(" · ")
    }

    /// The messages of a shape and of all that it holds.
    fn messages(&self, shape: &str, language: Language) -> Vec<String> {
        let mut messages = Vec::new();
        for (predicate, value) in self.triples.get(shape).into_iter().flatten() {
            match value {
                Term::Literal(literal) if predicate.ends_with("#message") && literal.language() == Some(language.tag()) => {
                    messages.push(literal.value().to_owned())
                }
                Term::BlankNode(node) => messages.extend(self.messages(&node.to_string(), language)),
                _ => {}
            }
        }
        messages
    }
}

/// A term with the prefix by which it is known.
fn short(iri: &str) -> String {
    const PREFIXES: [(&str, &str); 14] = [
        (zt::NAMESPACE, "zt"),
        ("http://purl.org/spar/cito/", "cito"),
        ("http://purl.org/dc/terms/", "dcterms"),
        ("http://data.europa.eu/eli/ontology#", "eli"),
        ("http://xmlns.com/foaf/0.1/", "foaf"),
        ("http://www.w3.org/ns/oa#", "oa"),
        ("http://www.w3.org/ns/org#", "org"),
        ("http://purl.org/net/p-plan#", "p-plan"),
        ("http://www.w3.org/ns/prov#", "prov"),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
        ("http://www.w3.org/2000/01/rdf-schema#", "rdfs"),
        ("https://schema.org/", "schema"),
        ("http://www.w3.org/2004/02/skos/core#", "skos"),
        ("http://www.w3.org/2001/XMLSchema#", "xsd"),
    ];
    let known = PREFIXES.iter().find_map(|(namespace, prefix)| Some(format!("{prefix}:{}", iri.strip_prefix(namespace)?)));
    known.unwrap_or_else(|| panic!("{iri} has no prefix here"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

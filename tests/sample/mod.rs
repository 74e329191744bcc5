//! A document and its facts, made by hand, with all that the graph can hold.

use std::sync::Arc;

use zhengtu::extract::{
    Certainty, Citation, Evidence, Fact, Industry, Inference, Location, Measure, Membership, Position, Relation, Responsibility, Role,
    Target, Task,
};
use zhengtu::link::{Entity, Kind, Parties};
use zhengtu::mention::Mention;
use zhengtu::mention::quantity::{Comparator, Decimal, Quantity};
use zhengtu::outline::{Block, BlockId, BlockKind, Document, Field, Head};
use zhengtu::reference::{Organization, Place, Rank, Reference};
use zhengtu::text::{Span, Text};
use zhengtu::write::{Base, Graph, write};

/// A document of a place that does not exist. It holds a form feed and a carriage return, which some formats must escape.
pub const SOURCE: &str = "关于加快示范产业发展的实施意见
示政发〔2022〕3号
示范省人民政府
2022年11月25日
根据《关于推进冷链物流的指导意见》（国示发〔2021〕41号）和《“十四五”规划/纲要》，提出以下意见。
一、重点任务
（一）培育产业集群。扩大产能。（牵头单位：省扶贫开发办公室；配合单位：省财政厅、各市\u{c}人民政府）
（二）加强监管。完善制度。（责任单位：省商务厅\r
、省财政厅）
二、保障措施
（一）加强监管。定期检查。（责任单位：省财政厅）
（责任单位：省商务厅）
各项任务列在首位的为牵头单位。
省产业发展领导小组组长：某某（省人民政府副省长），成员单位：省财政厅。到2025年，全省培育链主企业20—30家，示范市重点发展新能源汽车，示范市高新区重点发展光伏，绿色工程节能率由12.5%提高到20%以上。
";

/// The document.
pub fn document() -> Document {
    let text = Text::verbatim(SOURCE.to_owned());
    let heading = |level, all: &str, title: &str, parent| {
        let (span, offset) = (find(all, 0), all.find(title).expect("the title is in the heading"));
        let title = Span::new(0, title.len()).shift(span.start + offset);
        Block { kind: BlockKind::Heading { level }, span, title, parent }
    };
    let paragraph = |all: &str, parent| Block { kind: BlockKind::Paragraph, span: find(all, 0), title: find(all, 0), parent };
    let blocks = vec![
        paragraph("根据《关于推进冷链物流的指导意见》（国示发〔2021〕41号）和《“十四五”规划/纲要》，提出以下意见。", None),
        heading(2, "一、重点任务", "重点任务", None),
        heading(3, "（一）培育产业集群。", "培育产业集群", Some(BlockId(1))),
        paragraph("扩大产能。（牵头单位：省扶贫开发办公室；配合单位：省财政厅、各市\u{c}人民政府）", Some(BlockId(2))),
        heading(3, "（二）加强监管。", "加强监管", Some(BlockId(1))),
        paragraph("完善制度。（责任单位：省商务厅\r\n、省财政厅）", Some(BlockId(4))),
        heading(2, "二、保障措施", "保障措施", None),
        heading(3, "（一）加强监管。", "加强监管", Some(BlockId(6))),
        paragraph("定期检查。（责任单位：省财政厅）", Some(BlockId(7))),
        paragraph("（责任单位：省商务厅）", Some(BlockId(6))),
        paragraph("各项任务列在首位的为牵头单位。", Some(BlockId(6))),
        paragraph(SOURCE.lines().last().expect("a line"), Some(BlockId(6))),
    ];
    let head = Head {
        title: Some(field("关于加快示范产业发展的实施意见", "关于加快示范产业发展的实施意见")),
        document_number: Some(field("示政发〔2022〕3号", "示政发〔2022〕3号")),
        issuer: Some(field("示范省人民政府", "示范省人民政府")),
        co_issuers: vec![field("示范省财政厅", "省财政厅")],
        issued: Some(field("2022-11-25", "2022年11月25日")),
        published: Some(field("2022-11", "2022年11月")),
        addressees: vec![field("各市人民政府", "省财政厅")],
        in_force_from: Some(field("2022-12-01", "2022年11月25日")),
        in_force_until: Some(field("2025-11-30", "2022年11月25日")),
        validity: Some(field("有效期三年", "示范省人民政府")),
        subjects: vec![field("工业", "示范产业"), field("意见", "实施意见")],
        url: Some(field("https://example.org/plan.html", "示范产业")),
    };
    Document { text, head, blocks, tables: Vec::new(), notices: Vec::new() }
}

/// Its issuer and to whom it is addressed.
pub fn parties() -> Parties {
    Parties {
        issuer: Some(organization("示范省人民政府", "示范省人民政府")),
        co_issuers: vec![organization("省财政厅", "示范省财政厅")],
        addressees: vec![group("各市人民政府", "示范省各市人民政府")],
    }
}

/// Its facts.
pub fn facts() -> Vec<Fact<Entity>> {
    let (cluster, first, second) = (task("培育产业集群", 2, 0), task("加强监管", 4, 0), task("加强监管", 7, 1));
    let lead = "（牵头单位：省扶贫开发办公室；配合单位：省财政厅、各市\u{c}人民政府）";
    let mut group = responsibility(Role::Support, group("各市人民政府", "示范省各市人民政府"), Some(cluster.clone()), lead, 3);
    if let Fact::Responsibility(group) = &mut group {
        group.deadline = Some(field("2022-11-25", "2022年11月25日"));
        group.official = Some("示范省人民政府副省长某某".to_owned());
    }
    let mut noted = responsibility(
        Role::Lead,
        organization("省商务厅", "示范省商务厅"),
        Some(first.clone()),
        "（责任单位：省商务厅\r\n、省财政厅）",
        5,
    );
    if let Fact::Responsibility(noted) = &mut noted {
        noted.evidence.note = Some(find("列在首位的为牵头单位", 0));
        noted.evidence.rule = "first-unit-leads";
    }
    let mut inferred =
        responsibility(Role::Responsible, organization("省财政厅", "示范省财政厅"), Some(second), "（责任单位：省财政厅）", 8);
    if let Fact::Responsibility(inferred) = &mut inferred {
        inferred.evidence.certainty = Certainty::Inferred(Inference::Reordered);
    }
    vec![
        responsibility(Role::Lead, organization("省扶贫开发办公室", "示范省扶贫开发办公室"), Some(cluster.clone()), lead, 3),
        responsibility(Role::Support, organization("省财政厅", "示范省财政厅"), Some(cluster), lead, 3),
        group,
        noted,
        responsibility(Role::Support, organization("省财政厅", "示范省财政厅"), Some(first), "（责任单位：省商务厅\r\n、省财政厅）", 5),
        inferred,
        responsibility(Role::Responsible, organization("省商务厅", "示范省商务厅"), None, "（责任单位：省商务厅）", 9),
        Fact::Citation(Citation {
            relation: Relation::BasedOn,
            title: "关于推进冷链物流的指导意见".to_owned(),
            document_number: Some("国示发〔2021〕41号".to_owned()),
            evidence: evidence("《关于推进冷链物流的指导意见》（国示发〔2021〕41号）", 0),
        }),
        Fact::Citation(Citation {
            relation: Relation::Cites,
            title: "“十四五”规划/纲要".to_owned(),
            document_number: None,
            evidence: evidence("《“十四五”规划/纲要》", 0),
        }),
        membership(Position::Head, Some("某某"), None, "组长：某某"),
        membership(Position::Member, None, Some(organization("省财政厅", "示范省财政厅")), "成员单位：省财政厅"),
        target(Some(thing(Kind::Place, "示范省")), "链主企业", Measure::Count, ["20", "30"], "全省培育链主企业20—30家"),
        target(Some(thing(Kind::Subject, "绿色工程")), "节能率", Measure::Level, ["20", ""], "绿色工程节能率由12.5%提高到20%以上"),
        target(None, "节能率", Measure::Level, ["20", ""], "节能率由12.5%提高到20%以上"),
        industry(thing(Kind::Place, "示范市"), "新能源汽车", "示范市重点发展新能源汽车"),
        industry(thing(Kind::Park, "示范市高新技术产业开发区"), "光伏", "示范市高新区重点发展光伏"),
        Fact::Location(Location {
            park: thing(Kind::Park, "示范市高新技术产业开发区"),
            place: thing(Kind::Place, "示范市"),
            evidence: evidence("示范市高新区", 11),
        }),
    ]
}

fn membership(position: Position, person: Option<&str>, organization: Option<Entity>, quote: &str) -> Fact<Entity> {
    let group = self::organization("省产业发展领导小组", "示范省产业发展领导小组");
    Fact::Membership(Membership { group, position, person: person.map(str::to_owned), organization, evidence: evidence(quote, 11) })
}

fn target(subject: Option<Entity>, indicator: &str, measure: Measure, [value, value_to]: [&str; 2], quote: &str) -> Fact<Entity> {
    let unit = if measure == Measure::Count { "家" } else { "%" }.to_owned();
    let quantity = Quantity { comparator: Comparator::AtLeast, value: decimal(value), value_to: Decimal::new(value_to), unit };
    let baseline = Some(decimal("12.5")).filter(|_| measure == Measure::Level);
    let evidence = Evidence { certainty: Certainty::Inferred(Inference::Year), ..evidence(quote, 11) };
    Fact::Target(Target { subject, indicator: indicator.to_owned(), measure, quantity, year: Some(2025), baseline, evidence })
}

fn decimal(digits: &str) -> Decimal {
    Decimal::new(digits).expect("digits")
}

fn industry(host: Entity, industry: &str, quote: &str) -> Fact<Entity> {
    Fact::Industry(Industry { host, industry: thing(Kind::Industry, industry), evidence: evidence(quote, 11) })
}

fn thing(kind: Kind, name: &str) -> Entity {
    Entity { kind, jurisdiction: None, organization: None, ..organization(name, name) }
}

/// Its graph, as that of a file.
pub fn graph(file: &str) -> Graph {
    write(&Base::default(), file, &document(), &parties(), &facts())
}

/// An organization of the sample's province. What is known of its kind is written with it.
pub fn organization(written: &str, name: &str) -> Entity {
    let place = Place {
        full_name: "示范省".to_owned(),
        official: "示范省".to_owned(),
        name: "示范省".to_owned(),
        short: Vec::new(),
        code: None,
        rank: Rank::Province,
        parent: None,
        abbreviation: None,
    };
    let kinds = name.strip_prefix("示范省").map_or_else(Vec::new, |kind| Reference::load().kinds_named(kind, false, Some(&place), None));
    let known = kinds.first().map(|body| Organization { body: Arc::clone(body), place: Some(Arc::new(place)) });
    Entity {
        mention: Mention { name: written.to_owned(), span: Span::new(0, 0) },
        name: name.to_owned(),
        label: name.to_owned(),
        kind: Kind::Organization,
        jurisdiction: Some("示范省".to_owned()),
        organization: known,
        members: Vec::new(),
        certainty: Certainty::Stated,
    }
}

fn group(written: &str, name: &str) -> Entity {
    let members = ["示范市人民政府", "范例市人民政府"].map(str::to_owned).to_vec();
    Entity { kind: Kind::Group, members, ..organization(written, name) }
}

/// The `nth` place (from 0) at which words stand in the source.
pub fn find(words: &str, nth: usize) -> Span {
    let (start, found) = SOURCE.match_indices(words).nth(nth).expect("the words are in the source");
    Span::new(start, start + found.len())
}

fn field(value: &str, printed: &str) -> Field {
    Field { value: value.to_owned(), span: find(printed, 0) }
}

fn task(name: &str, block: u32, nth: usize) -> Task {
    Task { name: name.to_owned(), span: find(name, nth), block: BlockId(block) }
}

fn evidence(quote: &str, block: u32) -> Evidence {
    Evidence { quote: find(quote, 0), block: BlockId(block), note: None, rule: "sample", certainty: Certainty::Stated }
}

fn responsibility(role: Role, organization: Entity, task: Option<Task>, quote: &str, block: u32) -> Fact<Entity> {
    let evidence = evidence(quote, block);
    Fact::Responsibility(Responsibility { role, organization, task, deadline: None, official: None, evidence })
}

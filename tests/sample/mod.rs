//! A document and its facts, made by hand, with all that the graph can hold.

use zhengtu::extract::{Certainty, Citation, Evidence, Fact, Inference, Responsibility, Role, Task};
use zhengtu::link::Entity;
use zhengtu::mention::Mention;
use zhengtu::outline::{Block, BlockId, BlockKind, Document, Field, Head};
use zhengtu::text::{Span, Text};
use zhengtu::write::{Base, Graph, write};

/// A document of a place that does not exist. It holds a form feed and a carriage return, which some formats must escape.
pub const SOURCE: &str = "关于加快示范产业发展的实施意见
示政发〔2022〕3号
示范省人民政府
2022年11月25日
根据《关于推进冷链物流的指导意见》（国示发〔2021〕41号）和《“十四五”规划/纲要》，提出以下意见。
一、重点任务
（一）培育产业集群。扩大产能。（牵头单位：省工业和信息化厅；配合单位：省财政厅、各市\u{c}人民政府）
（二）加强监管。完善制度。（责任单位：省商务厅\r
、省财政厅）
二、保障措施
（一）加强监管。定期检查。（责任单位：省财政厅）
（责任单位：省商务厅）
各项任务列在首位的为牵头单位。
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
        paragraph("扩大产能。（牵头单位：省工业和信息化厅；配合单位：省财政厅、各市\u{c}人民政府）", Some(BlockId(2))),
        heading(3, "（二）加强监管。", "加强监管", Some(BlockId(1))),
        paragraph("完善制度。（责任单位：省商务厅\r\n、省财政厅）", Some(BlockId(4))),
        heading(2, "二、保障措施", "保障措施", None),
        heading(3, "（一）加强监管。", "加强监管", Some(BlockId(6))),
        paragraph("定期检查。（责任单位：省财政厅）", Some(BlockId(7))),
        paragraph("（责任单位：省商务厅）", Some(BlockId(6))),
        paragraph("各项任务列在首位的为牵头单位。", Some(BlockId(6))),
    ];
    let head = Head {
        title: Some(field("关于加快示范产业发展的实施意见", "关于加快示范产业发展的实施意见")),
        document_number: Some(field("示政发〔2022〕3号", "示政发〔2022〕3号")),
        issuer: Some(field("示范省人民政府", "示范省人民政府")),
        issued: Some(field("2022-11-25", "2022年11月25日")),
        published: Some(field("2022-11", "2022年11月")),
    };
    Document { text, head, blocks, notices: Vec::new() }
}

/// Its issuer.
pub fn issuer() -> Entity {
    organization("示范省人民政府", "示范省人民政府")
}

/// Its facts.
pub fn facts() -> Vec<Fact<Entity>> {
    let (cluster, first, second) = (task("培育产业集群", 2, 0), task("加强监管", 4, 0), task("加强监管", 7, 1));
    let lead = "（牵头单位：省工业和信息化厅；配合单位：省财政厅、各市\u{c}人民政府）";
    let mut group = responsibility(Role::Support, organization("各市人民政府", "示范省各市人民政府"), Some(cluster.clone()), lead, 3);
    if let Fact::Responsibility(group) = &mut group {
        group.organization.collective = true;
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
        responsibility(Role::Lead, organization("省工业和信息化厅", "示范省工业和信息化厅"), Some(cluster.clone()), lead, 3),
        responsibility(Role::Support, organization("省财政厅", "示范省财政厅"), Some(cluster), lead, 3),
        group,
        noted,
        responsibility(Role::Support, organization("省财政厅", "示范省财政厅"), Some(first), "（责任单位：省商务厅\r\n、省财政厅）", 5),
        inferred,
        responsibility(Role::Responsible, organization("省商务厅", "示范省商务厅"), None, "（责任单位：省商务厅）", 9),
        Fact::Citation(Citation {
            title: "关于推进冷链物流的指导意见".to_owned(),
            document_number: Some("国示发〔2021〕41号".to_owned()),
            evidence: evidence("《关于推进冷链物流的指导意见》（国示发〔2021〕41号）", 0),
        }),
        Fact::Citation(Citation {
            title: "“十四五”规划/纲要".to_owned(),
            document_number: None,
            evidence: evidence("《“十四五”规划/纲要》", 0),
        }),
    ]
}

/// Its graph, as that of a file.
pub fn graph(file: &str) -> Graph {
    write(&Base::default(), file, &document(), Some(&issuer()), &facts())
}

/// An organization of the sample's province.
pub fn organization(written: &str, name: &str) -> Entity {
    Entity {
        mention: Mention { name: written.to_owned(), span: Span::new(0, 0) },
        name: name.to_owned(),
        jurisdiction: Some("示范省".to_owned()),
        collective: false,
    }
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
    Fact::Responsibility(Responsibility { role, organization, task, evidence: evidence(quote, block) })
}

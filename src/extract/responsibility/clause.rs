//! The grammar of responsibility clauses: brackets, labels, verbs, and what they say of the lists between them.

use std::sync::LazyLock;

use regex::Regex;

use super::{HEADED, LABELLED, LISTED, RUNNING, VERBAL};
use crate::extract::Role;
use crate::mention::Mention;
use crate::mention::organization::{self, Member, Prefix, Strictness};
use crate::outline::{ends_no_duty, first_clause, marker, sentences};
use crate::text::{Span, behind_words};
use crate::words::Words;

/// What the verbs and labels say of a list, before a note is applied.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub role: Role,
    pub members: Vec<Member>,
    pub rule: &'static str,
    /// The words that show role and list.
    pub quote: Span,
    /// Whether a sentence makes it answer for something of its own, beside one that leads something else (甲会同乙制定…，丙负责…).
    pub own_duty: bool,
}

/// The parts that one clause gives, and the clause's place.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    pub span: Span,
    pub parts: Vec<Part>,
    /// Whether it is a sentence of its own, which says itself what is to be done.
    pub sentence: bool,
    /// Whether the heading names who answers for what it says.
    pub of_heading: bool,
}

impl Clause {
    /// Takes in a clause that stands right behind it.
    pub fn join(&mut self, other: Self) {
        self.span.end = other.span.end;
        self.parts.extend(other.parts);
    }

    /// 由甲负责，乙配合，加快…: what the sentence says behind the words that only name who does it; all of the clause where it does not open with them.
    pub fn behind_bare_duties(&self, text: &str) -> Span {
        static BARE: Words = Words::new(&[
            "负责", "牵头", "主办", "承办", "协办", "主抓", "抓总", "配合", "协助", "参与", "参加", "协同", "协作", "落实", "实施",
        ]);
        let mut at = self.span.start;
        for part in self.parts.iter().filter(|part| BARE.end(&text[part.quote.start..part.quote.end])) {
            let between = text.get(at..part.quote.start).unwrap_or("的");
            let marker = if at == self.span.start { marker::at_start(between.trim_start()).map_or(0, |marker| marker.len) } else { 0 };
            let between = between.trim_start()[marker..].trim_matches(|c: char| c.is_whitespace() || "，、；。".contains(c));
            if !["", "由", "并", "并由", "其中", "具体由", "分别由", "主要由"].contains(&between) {
                break;
            }
            at = part.quote.end.max(at);
        }
        let rest = text[at.min(self.span.end)..self.span.end].trim_start();
        let task = rest.strip_prefix('，').filter(|task| task.chars().count() >= 4 && at > self.span.start);
        task.map_or(self.span, |task| Span::new(self.span.end - task.len(), self.span.end))
    }

    /// 具体事务由甲负责办理: where the sentence names what its first bodies are to do, from there on.
    pub fn topic(&self, text: &str) -> Option<Span> {
        static ALL: Words = Words::new(&[
            "此", "该", "本", "以上", "上述", "上列", "前述", "这", "各项任务", "各项工作", "各任务", "具体由", "其中", "主要", "分别",
        ]);
        let before = text.get(self.span.start..self.parts.first()?.quote.start)?.strip_suffix('由')?;
        let topic = before.rsplit(['，', '；', '。', '：', '\n']).next()?.trim_start();
        let is_topic = topic.chars().count() >= 4 && !ALL.open(topic) && topic.chars().all(char::is_alphanumeric);
        is_topic.then(|| Span::new(self.span.start + before.len() - topic.len(), self.span.end))
    }

    /// 责任单位 beside a 牵头单位 supports it, in whatever bracket or line of the clause it stands.
    pub fn settle(&mut self) {
        support_the_leader(&mut self.parts);
    }
}

/// Whether what stands between two clauses keeps them together: nothing, or another attribute of the same item (责任领导：…, 完成时限：…).
pub(super) fn is_joint(between: &str) -> bool {
    between.split(['\n', '；', '。', '，']).all(|piece| {
        let piece = piece.trim_start();
        let piece = &piece[marker::at_start(piece).map_or(0, |marker| marker.len)..];
        let piece = piece.trim_matches(|c: char| !c.is_alphanumeric());
        piece.is_empty() || OPENING_ATTRIBUTE.is_match(piece)
    })
}

/// Whether a line begins with a label of responsibility.
pub(super) fn opens_with_label(line: &str) -> bool {
    OPENING_LABEL.find(line).map(Label::of).is_some_and(|label| label.end == LabelEnd::Colon && !label.bare)
}

/// The clauses of a paragraph, in order: in its brackets, behind its labels, in its sentences.
pub(super) fn clauses(text: &str, paragraph: Span) -> Vec<Clause> {
    let content = &text[paragraph.start..paragraph.end];
    if !might_hold_a_clause(content) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut from = 0;
    for bracket in brackets(content) {
        let inner = inside(content, bracket);
        // 【责任单位】市教育局: the bracket stands for the colon.
        if LABEL.find(&content[inner.start..]).is_some_and(|label| label.start() == 0 && inner.start + label.end() >= bracket.end) {
            continue;
        }
        let Some(parts) = bracket_parts(text, inner.shift(paragraph.start), &content[..bracket.start], &content[bracket.end..]) else {
            continue;
        };
        found.extend(plain_clauses(text, Span::new(from, bracket.start).shift(paragraph.start)));
        found.push(Clause { span: bracket.shift(paragraph.start), parts, sentence: false, of_heading: false });
        from = bracket.end;
    }
    found.extend(plain_clauses(text, Span::new(from, content.len()).shift(paragraph.start)));
    found
}

/// （二）市教育局。负责…: the duty with which a paragraph opens, of the bodies that are all of its heading.
pub(super) fn duty_of_heading(text: &str, heading: Span, paragraph: Span) -> Option<Clause> {
    static VERBS: Words = Words::new(&["负责", "牵头", "承担", "主要负责", "具体负责", "统筹负责", "组织实施"]);
    let content = &text[paragraph.start..paragraph.end];
    let verb = VERBS.opening(content).filter(|verb| !is_look_alike(verb, &content[verb.len()..]))?;
    let (list, members, _) = bodies_of_heading(text, heading)?;
    let role = role_of(verb);
    let end = sentences(content).next().map_or(paragraph.end, |sentence| paragraph.start + sentence.end);
    let quote = Span::new(list.start, paragraph.start + verb.len());
    let part = Part { role, members, rule: HEADED, quote, own_duty: true };
    Some(Clause { span: Span::new(paragraph.start, end), parts: vec![part], sentence: true, of_heading: true })
}

/// The bodies that are all of a heading (市教育局, 市公安局主要职责, 由市财政局牵头的事项, 责任单位：市水利局), and the part that it gives them, if it says so.
pub(super) fn bodies_of_heading(text: &str, heading: Span) -> Option<(Span, Vec<Member>, Option<Role>)> {
    static DUTIES: Words = Words::new(&[
        "职责", "主要职责", "的职责", "的主要职责", "工作职责", "职责任务", "工作任务", "重点任务", "工作", "任务", "事项", "的工作",
        "的任务", "的事项", "的工作任务", "的重点工作", "重点工作", "的重点任务", "目标任务", "工作事项", "责任分工", "任务清单",
        "责任清单", "任务分工", "工作分工",
    ]);
    static PARTS: Words = Words::new(&[
        "牵头", "负责", "承担", "主办", "承办", "牵头负责", "负责牵头", "牵头承担", "牵头抓总", "配合", "协办", "参与", "牵头落实",
        "负责落实", "牵头办理",
    ]);
    let title = text[heading.start..heading.end].trim_end_matches(['：', ':']);
    // 市教育局（12项）
    let counted = title.rfind('（').filter(|&at| title.ends_with("项）") || title.ends_with("条）") || title[at..].contains("个）"));
    let title = &title[..counted.unwrap_or(title.len())];
    let title = DUTIES.strip_ending(title).unwrap_or(title);
    let label = OPENING_LABEL.find(title).map(Label::of).filter(|label| label.end == LabelEnd::Colon);
    let part = title.len() - PARTS.strip_ending(title).map_or(title.len(), str::len);
    let list = &title[label.map_or(0, |label| label.span.end)..title.len() - part];
    let list = list.strip_prefix('由').unwrap_or(list);
    let role = label.map(|label| label.role).or_else(|| (part > 0).then(|| role_of(&title[title.len() - part..])));
    // Cheap first: most headings end with what is to be done.
    if !ends_as_body(list) {
        return None;
    }
    let at = list.as_ptr() as usize - text.as_ptr() as usize;
    let (list, members) = duty(list, Span::new(0, list.len()), at, &mut Prefix::default())?;
    Some((list.shift(at), members, role))
}

/// A cheap test: whether words may end with the name of a body.
fn ends_as_body(words: &str) -> bool {
    words.ends_with([
        '局', '厅', '委', '办', '部', '院', '署', '府', '会', '室', '门', '心', '关', '司', '社', '区', '道', '镇', '位', '队', '）',
    ])
}

/// A line that a body opens: 市公安局：依法打击非法占道行为.
#[derive(Debug)]
pub(super) struct Opening {
    /// Without its number.
    pub whole: Span,
    pub members: Vec<Member>,
    /// The first clause of what it is to do.
    pub duty: Span,
}

/// The body with which a stretch opens, and what it is to do.
pub(super) fn opening_body(text: &str, span: Span) -> Option<Opening> {
    let content = &text[span.start..span.end];
    let head = &content[..content.floor_char_boundary(LONGEST_OPENING)];
    // Cheap first: of most paragraphs the first mark is none of these.
    let (colon, mark) = head.char_indices().find_map(|(at, c)| {
        let doubled = || head[at + c.len_utf8()..].starts_with(c);
        match c {
            '：' | '。' | '\u{3000}' => Some(Some((at, c.len_utf8()))),
            '—' | ' ' if doubled() => Some(Some((at, 2 * c.len_utf8()))),
            '，' | '；' | '“' | '《' => Some(None),
            _ => None,
        }
    })??;
    // Cheap first: most openings end with what is no body.
    if !ends_as_body(head[..colon].trim_end()) {
        return None;
    }
    let number = marker::at_start(content).map_or(0, |marker| marker.len);
    let list = head.get(number..colon)?.trim();
    let duty = content[colon + mark..].trim_start();
    let start = span.end - duty.len();
    let duty = &duty[..first_clause(duty)];
    let is_duty = duty.chars().nth(3).is_some() && duty.starts_with(|c: char| matches!(c, '㐀'..='鿿'));
    if !is_duty || list.ends_with(['位', '门']) && OPENING_LABEL.is_match(list) {
        return None;
    }
    let from = list.as_ptr() as usize - text.as_ptr() as usize;
    let (_, members) = self::duty(list, Span::new(0, list.len()), from, &mut Prefix::default())?;
    // 市教育局：市财政局、市商务局: a list behind it is no duty.
    if is_list(duty) {
        return None;
    }
    Some(Opening { whole: Span::new(from, span.end), members, duty: Span::new(start, start + duty.len()) })
}

/// In bytes: some forty characters.
const LONGEST_OPENING: usize = 120;

/// What the words with which an item opens make of the body in the heading over it.
pub(super) fn role_in_item(item: &str) -> Role {
    static SUPPORT: Words = Words::new(&["配合", "协助", "参与", "协同"]);
    match item {
        item if item.starts_with("牵头") => Role::Lead,
        item if SUPPORT.open(item) => Role::Support,
        _ => Role::Responsible,
    }
}

/// A cheap test that spares most paragraphs the rest.
fn might_hold_a_clause(content: &str) -> bool {
    static WORDS: Words = Words::new(&[
        "牵头", "主办：", "承办：", "协办：", "单位：", "单位为", "单位是", "部门是", "单位—", "部门—", "单位】", "单位]", "单位］",
        "单位〕", "部门】", "部门：", "部门为", "单位）", "部门）", "分工：", "负责", "负总责", "会同", "组织实施", "承担", "主体：",
        "职责", "主体责任", "属地责任", "责任主体", "主抓", "承办", "协办", "主办", "主责", "抓总", "归口管理", "兜底", "监管责任",
        "主管责任", "机构：", "科室：", "处室：",
    ]);
    static BRACKET: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[（〔(\[［][^（）〔〕()\[\]［］]{2,40}(?:厅|局|委|办|部|政府|院|会)(?:[、，）〕)\]］]|等)")
            .expect("the pattern is a constant")
    });
    WORDS.occur_in(content) || opens_with_a_bare_label(content) || BRACKET.is_match(content)
}

/// Whether a paragraph opens with a label that may have no colon: 责任单位　市财政局.
fn opens_with_a_bare_label(content: &str) -> bool {
    // Cheap first: the noun of a label stands near the head.
    static NOUNS: Words = Words::new(&["单位", "部门", "主体"]);
    NOUNS.occur_in(&content[..content.floor_char_boundary(30)]) && OPENING_LABEL.is_match(content)
}

/// The outermost brackets of a paragraph.
fn brackets(content: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let (mut depth, mut start, mut here) = (0_usize, 0, 0);
    loop {
        // Most characters are ideographs, and no bracket is.
        let at = behind_words(content, here);
        let Some(c) = content[at..].chars().next() else { break };
        here = at + c.len_utf8();
        match c {
            '（' | '〔' | '(' | '[' | '［' | '【' | '〖' | '｛' | '{' => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            '）' | '〕' | ')' | ']' | '］' | '】' | '〗' | '｝' | '}' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    found.push(Span::new(start, here));
                }
            }
            _ => {}
        }
    }
    // A bracket that is never closed still holds its clause, to the end of its line.
    if depth > 0 && content[start..].contains('：') {
        found.push(Span::new(start, content.len()));
    }
    found
}

fn inside(content: &str, bracket: Span) -> Span {
    let open = content[bracket.start..].chars().next().map_or(0, char::len_utf8);
    let close = content[..bracket.end].chars().next_back().filter(|c| "）〕)]］】〗｝}".contains(*c)).map_or(0, char::len_utf8);
    Span::new(bracket.start + open, (bracket.end - close).max(bracket.start + open))
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant")
}

/// Labels of lists, the longest first.
const LABELS: &str = r"(?:[省市县区州盟旗乡镇][级直])?(?:牵头(?:责任|实施|负责|落实|组织|主管|承办|协调|推进|办理)?|主办(?:责任)?|主责|主抓|主牵头|总牵头|第一责任|首要责任|配合(?:责任|实施|落实|协作|参与|推进)?|协办(?:责任)?|联办|参与(?:责任|配合|实施|落实)?|参加|协作|协同(?:责任|配合|落实|推进|实施)?|协助(?:责任|落实|实施|配合)?|支持(?:配合)?|会办|其他(?:责任|配合|参与|相关|有关)|其它(?:责任|配合|参与)|(?:主要|共同|分工|直接|具体|相关|有关|主体|落实|监管|工作|任务|协调|属地|监督|实施|分管|项目)?责任|(?:组织|推进|任务|工作)?实施|推进|(?:责任|工作|任务|具体)?落实|(?:具体|组织)?负责|(?:具体)?承办|(?:行业|业务)?主管|组织|指导|监管|执行|(?:任务|具体)?承担)(?:[（/、及和](?:牵头|责任|负责|承办|主办|实施|落实|配合)）?)?(?:单位|部门|机构|处室|科室|股室|主体|主管部门|园区|县区|区县|市县|地区|乡镇|镇街|企业)(?:（(?:单位|部门|牵头|处室|科室|主体|企业|个人)）)?(?:及[^：、，。；（）]{1,8})?\s*(?:[：:]|——?|[为是]|[】\]］〕]\s*[：:]?)?|(?:责任|职责|部门|任务|工作)分工[：:]|(?:牵头|配合|主办|承办|协办|参与|责任|主责|联办)[：:]";

static LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(LABELS));
/// A label with which a text begins.
static OPENING_LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^(?:{LABELS})")));

/// A label of a list.
#[derive(Clone, Copy)]
struct Label {
    /// With its colon.
    span: Span,
    role: Role,
    end: LabelEnd,
    /// Whether it is but the role (牵头：), without 单位 or the like.
    bare: bool,
}

/// What a label ends with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LabelEnd {
    Colon,
    /// 牵头单位为….
    Is,
    Nothing,
}

impl Label {
    /// What a label begins with tells the role; groups of the pattern would tell it at three times the cost.
    fn of(found: regex::Match<'_>) -> Self {
        static LEAD: Words = Words::new(&["牵头", "主办", "主责", "主抓", "主牵头", "总牵头", "第一责任", "首要责任"]);
        static SUPPORT: Words =
            Words::new(&["配合", "协办", "联办", "参与", "参加", "协作", "协同", "协助", "支持", "会办", "其他", "其它"]);
        static RANKS: Words = Words::new(&[
            "省级", "市级", "县级", "区级", "州级", "盟级", "旗级", "乡级", "镇级", "省直", "市直", "县直", "区直", "州直", "盟直", "旗直",
        ]);
        let word = found.as_str();
        let part = RANKS.strip_opening(word).unwrap_or(word);
        // 责任（牵头）单位 leads as 牵头（责任）单位 does.
        let role = if LEAD.open(part) || part.starts_with("责任") && part.contains("牵头") {
            Role::Lead
        } else if SUPPORT.open(part) {
            Role::Support
        } else {
            Role::Responsible
        };
        // 【责任单位】 needs no colon.
        let end = if word.trim_end().ends_with(['：', ':', '—', '】', ']', '］', '〕']) {
            LabelEnd::Colon
        } else if word.ends_with(['为', '是']) {
            LabelEnd::Is
        } else {
            LabelEnd::Nothing
        };
        let bare = end == LabelEnd::Colon && (word.chars().count() == 3 || word.contains("分工"));
        Self { span: Span::new(found.start(), found.end()), role, end, bare }
    }

    /// 责任：: what follows may be a duty as well as a body.
    fn is_duty_alone(&self, content: &str) -> bool {
        content[self.span.start..].starts_with("责任")
    }
}

/// A cheap test: whether what ends a label outside of brackets stands in a text.
fn may_end_a_label(content: &str) -> bool {
    static ENDS: Words = Words::new(&["：", "】", "］", "〕", "单位为", "部门为", "单位是", "部门是", "单位—", "部门—"]);
    ENDS.occur_in(content) || content.contains([':', ']']) || opens_with_a_bare_label(content)
}

/// 责任单位　市财政局、市商务局: whether a label with which a line opens needs no colon before its list, which is all of the line.
fn needs_no_colon(content: &str, label: Span) -> bool {
    let opens = label.start == 0 || content[..label.start].ends_with('\n');
    let line = content[label.end..].split('\n').next().unwrap_or_default().trim();
    opens && !line.is_empty() && is_list(line.trim_end_matches('。'))
}

/// The labels of a text, in its order.
fn labels(content: &str) -> impl Iterator<Item = Label> {
    LABEL.find_iter(content).map(Label::of)
}

/// Other attributes of a clause, which end the list before them.
const ATTRIBUTES: &str = r"(?:完成|办结|实施|工作|落实|推进)?(?:时限|时间|期限|节点|进度|时间节点|年限)(?:要求)?[：:]|适用范围[：:]|(?:责任|牵头|分管|包保|联系|市级|县级|区级|挂钩)?(?:领导|责任人|负责人|联系人|联络员|人员)(?:及职务)?[：:]|联系电话[：:]|备注[：:]|成员单位[：:]";

static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| pattern(ATTRIBUTES));
/// An attribute with which a text begins.
static OPENING_ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^(?:{ATTRIBUTES})")));

/// The parts that the inside of a bracket gives.
fn bracket_parts(text: &str, inner: Span, before: &str, after: &str) -> Option<Vec<Part>> {
    let content = &text[inner.start..inner.end];
    if content.len() > LONGEST_CLAUSE {
        return None;
    }
    if content.starts_with("以下") || content.starts_with("下称") || content.starts_with("简称") || content.contains("以下简称") {
        return None;
    }
    labelled_parts(text, inner, true).or_else(|| verbal_parts(text, inner)).or_else(|| listed_parts(text, inner, before, after))
}

/// Longer stretches, in bytes, are no clauses: the longest lists of official writing name some hundred bodies. Keeps hostile input from costing more than its length.
const LONGEST_CLAUSE: usize = 12_000;

/// 牵头单位：甲、乙；配合单位：丙.
fn labelled_parts(text: &str, span: Span, bracketed: bool) -> Option<Vec<Part>> {
    let content = &text[span.start..span.end];
    if content.len() > LONGEST_CLAUSE {
        return None;
    }
    // A label without a colon stands at the head of its bracket.
    let may_be_labelled =
        may_end_a_label(content) || bracketed && (content.contains('；') || content.contains(' ') || OPENING_LABEL.is_match(content));
    if !may_be_labelled {
        return None;
    }
    let labels: Vec<Label> = labels(content)
        .filter(|label| match label.end {
            // 责任单位为甲、乙; but 甲、乙为责任单位 is a sentence.
            LabelEnd::Is => label.span.start == 0 || content[..label.span.start].ends_with(['，', '；', '。']),
            LabelEnd::Colon => true,
            LabelEnd::Nothing if !bracketed => needs_no_colon(content, label.span),
            // Without its colon a label must stand at the head of its bracket, or behind “；”, before an organization.
            LabelEnd::Nothing => {
                (label.span.start == 0 || content[..label.span.start].ends_with(['；', ' ']))
                    && !content[label.span.end..].starts_with(['，', '、', '）', '的'])
                    && label.span.end < content.len()
                    && !content[label.span.end..].starts_with(|c: char| c.is_ascii_digit())
            }
        })
        .collect();
    if labels.is_empty() {
        return None;
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut prefix = Prefix::default();
    for (index, label) in labels.iter().enumerate() {
        let (all, role) = (label.span, label.role);
        let next = labels.get(index + 1).map_or(content.len(), |next| next.span.start);
        // Cheap first: an attribute ends with a colon.
        let beside = Some(&content[all.end..next]).filter(|list| list.contains('：') || list.contains(':'));
        let end = beside.and_then(|list| ATTRIBUTE.find(list)).map_or(next, |attribute| all.end + attribute.start());
        let stop = list_end(&content[all.end..end], bracketed) + all.end;
        let list = Span::new(all.end, stop);
        let list_text = &content[list.start..list.end];
        let quote = Span::new(all.start, list.end).shift(span.start);
        // 责任单位：甲牵头，乙配合
        if role == Role::Responsible
            && (list_text.contains("牵头") || label.bare)
            && !list_text.contains("（牵头")
            && let Some(inner) = verbal_parts(text, list.shift(span.start))
        {
            parts.extend(inner.into_iter().map(|part| Part { rule: LABELLED, ..part }));
            continue;
        }
        let without_notes = strip_notes(list_text);
        let strictness = if label.end == LabelEnd::Is { Strictness::Bare } else { Strictness::Labelled };
        if let Some(members) = organization::list(&list_text[..without_notes], span.start + list.start, strictness, &mut prefix) {
            parts.extend(by_marks(Part { role, members, rule: LABELLED, quote, own_duty: false }));
        }
    }
    if parts.is_empty() || is_footer(content) {
        return None;
    }
    support_the_leader(&mut parts);
    Some(parts)
}

/// The foot of a web page, or the hosts of an event: 主办单位 beside 承办单位, and no task.
fn is_footer(content: &str) -> bool {
    content.starts_with("主办") && ["承办", "技术支持", "版权", "备案", "网站标识"].iter().any(|word| content.contains(word))
}

/// 甲（牵头）、乙、丙: the marks behind names divide a list into who leads and who supports.
pub(super) fn by_marks(part: Part) -> Vec<Part> {
    if part.role != Role::Responsible || !part.members.iter().any(|member| member.leads) {
        return vec![part];
    }
    let (leaders, others): (Vec<_>, Vec<_>) = part.members.into_iter().partition(|member| member.leads);
    let Part { rule, quote, own_duty, .. } = part;
    [(Role::Lead, leaders), (Role::Support, others)]
        .into_iter()
        .filter(|(_, members)| !members.is_empty())
        .map(|(role, members)| Part { role, members, rule, quote, own_duty })
        .collect()
}

/// Who is merely responsible beside one that leads supports it.
fn support_the_leader(parts: &mut [Part]) {
    if parts.iter().any(|part| part.role == Role::Lead) {
        for part in parts.iter_mut().filter(|part| part.role == Role::Responsible && !part.own_duty) {
            part.role = Role::Support;
        }
    }
}

/// Where a list ends: with its sentence; outside brackets also with its line.
fn list_end(content: &str, bracketed: bool) -> usize {
    let mut depth = 0_i32;
    for (at, c) in content.char_indices() {
        match c {
            '（' | '〔' | '(' => depth += 1,
            '）' | '〕' | ')' => depth -= 1,
            '。' if depth <= 0 => return at,
            '\n' if goes_on(&content[..at]) => {}
            '；' | '\n' if depth <= 0 && !bracketed => return at,
            _ => {}
        }
    }
    content.trim_end_matches(['；', '。', ' ']).len()
}

/// Whether a list goes on in the next line: it has not begun, or ends with its mark.
fn goes_on(list: &str) -> bool {
    list.trim().is_empty() || list.trim_end().ends_with('、')
}

/// Whether the list of a paragraph with a label stands, or goes on, in the line behind it: 责任单位：⏎市财政局、⏎市商务局.
pub(super) fn goes_on_behind(line: &str) -> bool {
    // Cheap first: most lines end with a sentence.
    let line = line.trim_end();
    line.ends_with(['：', ':', '、']) && LABEL.find_iter(line).last().is_some_and(|label| label.end() == line.len() || line.ends_with('、'))
}

/// The length of a list without the note behind it (列第一位的为牵头部门，下同; 按职责分工负责).
fn strip_notes(list: &str) -> usize {
    static NOTE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[，；。、（]?(?:(?:其中)?[^，；。、]{0,8}(?:列|排|位)[^，；。、]{0,4}(?:第一|首位|最前)|(?:其中|以)?(?:第一|首)[个家位]|第一责任(?:单位|部门)|列首位|其他(?:有关|相关)?(?:部门|单位)|逗号前|以黑体|按照?(?:各自)?(?:职责|职能)|分别负责|(?:以|以?下)同|以下均|均需|具体任务均|不再列出).*$").expect("the pattern is a constant")
    });
    // Cheap first: every note holds one of these.
    static WORDS: Words = Words::new(&[
        "第一", "首位", "首个", "首家", "以下同", "最前", "其他", "逗号前", "以黑体", "职责", "职能", "分别负责", "下同", "以下均", "均需",
        "任务均", "不再列出",
    ]);
    if !WORDS.occur_in(list) {
        return list.len();
    }
    let end = NOTE.find(list).map_or(list.len(), |found| found.start());
    // 市财政局（除注明外，列第一位的为牵头单位）: the note's bracket opens before it.
    match list[..end].rfind('（') {
        Some(open) if end < list.len() && !list[open..end].contains('）') => open,
        _ => end,
    }
}

/// A verb that gives the list before it its part.
static VERB: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:(?:共同|联合|总|负责)?牵头(?:负责|抓总|组织实施|组织落实|组织|实施|落实|推进落实|推进|抓好落实|抓落实|办理|会同)?|作?为(?:牵头|主办)(?:单位|部门)|抓总|主办|主责|主抓)|会同|会商|(?:(?:积极|密切|全力|主动|通力|协助|参与|共同|协同)?(?:配合|协助|协办|协抓|参与|参加|协同|协作|支持配合)(?:负责|落实|实施|单位|推进|做好|办理)?|为(?:配合|参与|协办)(?:单位|部门))|(?:(?:等)?(?:按照?|依照?|依据|根据)?(?:各自)?(?:的)?(?:职责|职能)?(?:任务)?(?:分工)?(?:分别|分头|归口|具体|共同|组织|统一|抓好|做好)?(?:负责(?:落实|实施|组织实施|推进|办理)?|负总责|组织实施|组织落实|具体实施|抓好落实|贯彻落实|贯彻执行|推进落实|推动落实|(?:共同|组织|统筹|具体)推进|狠?抓落实|归口管理|兜底(?:保障)?|(?:负责)?承办|负(?:主要|主体|总)责任|(?:履行|落实)(?:主体|属地|监管|主管|牵头|领导|管理)责任|落实|指导|承担|实施)|组成|为(?:第一)?(?:责任|主管|实施|落实|承办|组织|监管)(?:单位|部门|主体)|是[^，。；]{0,14}(?:(?:责任|实施)主体|牵头(?:单位|部门)))",
    )
    .expect("the pattern is a constant")
});

/// By when, behind a list: 2023年底前完成, 长期坚持.
static TIME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:\d{2,4}年|[一二三四]季度|年底|长期|持续|常年|\d{1,2}月)|(?:前|底前|完成|推进)$"));

/// 甲牵头，乙、丙配合; 甲会同乙负责; 甲、乙按职责分工负责. Every word of the clause must be a list, a verb or a joint between them.
pub(super) fn verbal_parts(text: &str, span: Span) -> Option<Vec<Part>> {
    let content = &text[span.start..span.end];
    // 甲牵头，乙配合。以下各项均需丙落实，不再列出: the note is told of the others.
    let noted = content
        .find('。')
        .filter(|&at| ["以下", "下同", "后同", "不再"].iter().any(|note| content[at + '。'.len_utf8()..].starts_with(note)));
    let content = &content[..noted.unwrap_or(content.len())];
    let mut parts: Vec<Part> = Vec::new();
    let mut prefix = Prefix::default();
    let mut from = 0;
    let mut after_with = false;
    for verb in VERB.find_iter(content) {
        if verb.start() < from {
            continue;
        }
        // 由甲、乙组成: of what they are the members, and no part in a task.
        if verb.as_str() == "组成" && parts.is_empty() {
            return None;
        }
        let list = trim_list(content, Span::new(from, verb.start()));
        let with = is_with(verb.as_str());
        let role = if after_with { Role::Support } else { role_of(verb.as_str()) };
        if !list.is_empty() {
            let members = organization::list(&content[list.start..list.end], span.start + list.start, Strictness::Bare, &mut prefix)?;
            parts.push(Part { role, members, rule: VERBAL, quote: Span::new(list.start, verb.end()).shift(span.start), own_duty: false });
        }
        after_with = with;
        from = verb.end();
    }
    // 甲会同乙、丙: the list behind 会同 needs no verb.
    if after_with {
        let list = trim_list(content, Span::new(from, content.len()));
        let members = organization::list(&content[list.start..list.end], span.start + list.start, Strictness::Bare, &mut prefix)
            .filter(|_| !list.is_empty())?;
        parts.push(Part { role: Role::Support, members, rule: VERBAL, quote: list.shift(span.start), own_duty: false });
        return Some(parts);
    }
    if parts.is_empty() {
        return None;
    }
    let rest = content[from..].trim_matches(|c: char| "，；。、 ".contains(c));
    let rest_is_note = rest.is_empty()
        || TIME.is_match(rest)
        || rest.starts_with("下同")
        || strip_notes(&["，", rest].concat()) == 0
        || OPENING_ATTRIBUTE.is_match(rest);
    if !rest_is_note {
        // 甲牵头，乙，丙: who stands behind the leader supports him.
        let list = trim_list(content, Span::new(from, content.len()));
        if !parts.iter().any(|part| part.role == Role::Lead) {
            return None;
        }
        let members = organization::list(&content[list.start..list.end], span.start + list.start, Strictness::Bare, &mut prefix)?;
        parts.push(Part { role: Role::Support, members, rule: VERBAL, quote: list.shift(span.start), own_duty: false });
    }
    support_the_leader(&mut parts);
    Some(parts)
}

/// Whether a verb gives a duty (负责, 组织实施), and does not only divide one (按职责分工负责).
fn is_own_duty(verb: &str) -> bool {
    !["职责", "职能", "分工", "分别", "各自"].iter().any(|word| verb.contains(word))
}

/// A list without the joints around it.
fn trim_list(content: &str, span: Span) -> Span {
    static BEFORE: Words = Words::new(&["由", "并", "同时", "其中", "具体由", "分别由", "主要由"]);
    static AFTER: Words = Words::new(&[
        "各司其职", "各负其责", "等有关部门", "等部门", "等单位", "等", "要", "应当", "应", "须", "共同", "联合", "具体", "分别", "统一",
        "切实", "依法", "依法依规", "主要", "直接", "全面", "按照职责分工", "按职责分工", "按职责", "根据职责分工", "各自", "予以", "给予",
        "在各自职责范围内", "在各自的职责范围内", "在其职责范围内", "在职责范围内", "按照规定职责", "按照各自职责",
    ]);
    let mut list = &content[span.start..span.end];
    loop {
        list = list.trim_matches(['，', '；', '。', '、', '：', '\n', ' ']);
        let Some(rest) = BEFORE.strip_opening(list).or_else(|| AFTER.strip_ending(list)) else { break };
        // 县交通、水利等部门: the sum tells that these are fields of departments.
        let sum = list.strip_prefix(rest).filter(|sum| sum.starts_with('等') && sum.ends_with("部门"));
        if sum.is_some() && !ends_as_body(rest) {
            break;
        }
        list = rest;
    }
    let start = list.as_ptr() as usize - content.as_ptr() as usize;
    Span::new(start, start + list.len())
}

/// （甲、乙、丙）: organizations and nothing else, at the end of what they are to do.
fn listed_parts(text: &str, span: Span, before: &str, after: &str) -> Option<Vec<Part>> {
    let content = &text[span.start..span.end];
    let closes = before.trim_end().ends_with(['。', '；', '！', '）'])
        || before.trim().is_empty()
        || after.trim_start().starts_with(['。', '；'])
        || after.trim().is_empty();
    if !closes {
        return None;
    }
    let mut end = strip_notes(content);
    // （甲、乙，2023年底前完成）
    while let Some(at) = content[..end].rfind(['，', '；'])
        && TIME.is_match(content[at + '，'.len_utf8()..end].trim())
    {
        end = at;
    }
    let noted = end < content.len();
    let list = trim_list(content, Span::new(0, end));
    if list.is_empty() {
        return None;
    }
    let members = organization::list(&content[list.start..list.end], span.start + list.start, Strictness::Bare, &mut Prefix::default())?;
    // One name in brackets may be a mere explanation (（国务院办公厅）); a list, or a list with its note, is a duty.
    let sentence_ended = before.trim_end().ends_with(['。', '；', '）']) || before.trim().is_empty();
    if members.len() < 2 && !noted && !sentence_ended {
        return None;
    }
    Some(by_marks(Part { role: Role::Responsible, members, rule: LISTED, quote: span, own_duty: false }))
}

/// Clauses outside brackets: labels on lines of their own or behind a sentence, and duties in running sentences.
fn plain_clauses(text: &str, plain: Span) -> Vec<Clause> {
    let content = &text[plain.start..plain.end];
    let mut found = Vec::new();
    let label = may_end_a_label(content).then(|| labels(content)).into_iter().flatten().find(|label| {
        if label.end == LabelEnd::Nothing {
            needs_no_colon(content, label.span)
        } else {
            let before = &content[..label.span.start];
            // 牵头：甲，配合：乙 on a line of its own.
            let opens = before.is_empty() || before.ends_with('\n');
            if label.bare {
                opens && !label.is_duty_alone(content)
            } else {
                opens || before.ends_with(|c: char| !c.is_alphanumeric() && !matches!(c, '、' | '“' | '（' | '《'))
            }
        }
    });
    let plain_end = label.map_or(content.len(), |label| label.span.start);
    for sentence in sentences(&content[..plain_end]) {
        // 新建学校5所。市教育局、市财政局: a list closes the paragraph.
        let closes = sentence.start > 0 && sentence.end == content.len() && content[..sentence.start].ends_with('。');
        if let Some(clause) = closes.then(|| closing_list(text, sentence.shift(plain.start))).flatten() {
            found.push(clause);
            continue;
        }
        // 省税务局负责…；省财政厅负责…: each part of the sentence gives a duty of its own.
        for part in content[sentence.start..sentence.end].split('；') {
            let start = plain.start + (part.as_ptr() as usize - content.as_ptr() as usize);
            found.extend(sentence_clauses(text, Span::new(start, start + part.trim_end_matches(['。', '\n']).len())));
        }
    }
    if let Some(Label { span: all, .. }) = label {
        // The labels of one clause stand one behind the other; what follows the last list is text again.
        let clause_span = Span::new(all.start, content.len());
        let stop = labels_end(&content[clause_span.start..]) + clause_span.start;
        let span = Span::new(clause_span.start, stop).shift(plain.start);
        if let Some(parts) = labelled_parts(text, span, false) {
            found.push(Clause { span, parts, sentence: false, of_heading: false });
        }
        if stop < content.len() && stop > all.start {
            found.extend(plain_clauses(text, Span::new(plain.start + stop, plain.end)));
        }
    }
    found
}

/// 市教育局、市财政局: a stretch that is a list and nothing else, behind what they are to do.
pub(super) fn closing_list(text: &str, span: Span) -> Option<Clause> {
    let list = trim_list(&text[span.start..span.end], Span::new(0, span.end - span.start)).shift(span.start);
    let members = organization::list(&text[list.start..list.end], list.start, Strictness::Bare, &mut Prefix::default())?;
    // 考核由市委组织部、市统计局共同负责: a sentence that ends with its verb.
    if VERB.is_match(&text[list.start..list.end]) {
        return None;
    }
    // …请认真贯彻执行。鹤川市人民政府: who signs stands so too.
    static SIGNS: Words = Words::new(&["政府", "办公厅", "办公室", "委员会"]);
    if members.len() == 1 && SIGNS.end(&text[list.start..list.end]) {
        return None;
    }
    let parts = by_marks(Part { role: Role::Responsible, members, rule: LISTED, quote: list, own_duty: false });
    Some(Clause { span, parts, sentence: false, of_heading: false })
}

/// Where a run of labelled lists ends: with the first sentence or line that no label opens.
fn labels_end(content: &str) -> usize {
    let mut end = 0;
    for (at, c) in content.char_indices() {
        if !matches!(c, '。' | '；' | '\n') {
            continue;
        }
        let next = content[at + c.len_utf8()..].trim_start();
        end = at;
        if c == '\n' && goes_on(content[..at].rsplit(['：', ':', '\n']).next().unwrap_or_default()) {
            continue;
        }
        if !OPENING_LABEL.is_match(next) && !OPENING_ATTRIBUTE.is_match(next) {
            return at + if c == '\n' { 0 } else { c.len_utf8() };
        }
    }
    content.len().max(end)
}

/// Longer sentences, in characters, are lists of measures in which chance finds what looks like a duty.
const LONGEST_SENTENCE: usize = 400;

/// 由甲牵头…; 甲负责…，乙负责…; 甲为牵头单位; 甲要…负责…: a running sentence that gives duties to who is named in it.
fn sentence_clauses(text: &str, sentence: Span) -> Vec<Clause> {
    static CUES: Words = Words::new(&[
        "牵头", "负责", "负总责", "会同", "组织实施", "承担", "履行主体责任", "履行属地责任", "落实主体责任", "落实属地责任", "按职责",
        "按各自职责", "按照职责", "按照各自职责", "为责任单位", "为责任部门", "为主管单位", "为主管部门", "为实施单位", "为实施部门",
        "为配合单位", "为配合部门", "责任主体", "实施主体", "承办", "协办", "主办", "主抓", "主责", "抓总", "归口管理", "兜底",
        "为承办单位", "为承办部门", "为参与单位", "为组织单位", "为监管单位", "为监管部门", "负主要责任", "负主体责任", "负总责任",
        "履行监管责任", "落实监管责任", "履行主管责任", "履行牵头责任",
    ]);
    let content = &text[sentence.start..sentence.end];
    if !CUES.occur_in(content)
        || content.chars().count() > LONGEST_SENTENCE
        || content.ends_with("解释")
        || content.contains("负责解释")
        || tells_the_past(content)
        || hosts_an_event(content)
    {
        return Vec::new();
    }
    let mut found: Vec<Clause> = Vec::new();
    let mut parts: Vec<Part> = Vec::new();
    let mut prefix = Prefix::default();
    // 本节任务由甲牵头: what the list is told of is no part of it.
    static SECTION: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("^(?:本(?:节|章|条|项|部分)|以上|上述)[^由，。]{0,8}由").expect("the pattern is a constant"));
    let mut from = SECTION.find(content).map_or(0, |opening| opening.end());
    for verb in VERB.find_iter(content) {
        let (word, rest) = (verb.as_str(), &content[verb.end()..]);
        // 甲负责会同乙…: who brings the others together leads.
        let role = if word == "负责" && rest.starts_with("会同") { Role::Lead } else { role_of(word) };
        let is_cue = CUES.occur_in(word) || !parts.is_empty() && (role == Role::Support || word.ends_with("落实"));
        if !is_cue || verb.start() < from || is_look_alike(word, rest) {
            continue;
        }
        let with = is_with(word);
        let listed = list_before(content, from, verb.start()).and_then(|list| duty(content, list, sentence.start, &mut prefix));
        if let Some((list, members)) = listed.or_else(|| working_group(content, verb.start(), sentence.start)) {
            // 甲负责…，乙会同丙制定…: who has something of his own begins a clause of his own.
            if role != Role::Support && !parts.is_empty() && says_what(content, from, list.start) {
                let start = found.last().map_or(sentence.start, |last| last.span.end);
                let span = Span::new(start, sentence.start + list.start);
                found.push(Clause { span, parts: std::mem::take(&mut parts), sentence: true, of_heading: false });
            }
            let quote = Span::new(list.start, verb.end()).shift(sentence.start);
            parts.push(Part {
                role,
                members,
                rule: RUNNING,
                quote,
                own_duty: is_own_duty(word) && says_what(content, verb.end(), content.len()),
            });
            from = verb.end();
        }
        // 会同 is followed by its list, up to the next verb or the end of the clause.
        if with
            && !parts.is_empty()
            && let Some((list, members)) = list_after(content, verb.end()).and_then(|list| duty(content, list, sentence.start, &mut prefix))
        {
            let quote = Span::new(verb.start(), list.end).shift(sentence.start);
            parts.push(Part { role: Role::Support, members, rule: RUNNING, quote, own_duty: false });
            from = list.end;
        }
    }
    if !parts.is_empty() {
        support_the_leader(&mut parts);
        let start = found.last().map_or(sentence.start, |last| last.span.end);
        found.push(Clause { span: Span::new(start, sentence.end), parts, sentence: true, of_heading: false });
    }
    found
}

/// 宣传组：负责…: the working group with which a line opens.
fn working_group(content: &str, verb: usize, offset: usize) -> Option<(Span, Vec<Member>)> {
    let before = content[..verb].strip_suffix('：')?;
    let start = content.len() - content.trim_start().len();
    let start = start + marker::at_start(&content[start..]).map_or(0, |marker| marker.len);
    let name = before.get(start..)?.trim();
    let is_name = name.ends_with('组') && (3..=10).contains(&name.chars().count()) && !name.contains(|c: char| !c.is_alphanumeric());
    let at = name.as_ptr() as usize - content.as_ptr() as usize;
    let span = Span::new(at, at + name.len());
    let mention = Mention { name: name.to_owned(), span: span.shift(offset) };
    is_name.then(|| (span, vec![Member { mention, collective: false, leads: false, later_group: false }]))
}

/// What a verb that stands behind its list says of it; the list before 会同 leads.
fn role_of(verb: &str) -> Role {
    let holds = |words: &[&str]| words.iter().any(|word| verb.contains(word));
    if verb.starts_with('是') && !verb.contains("牵头") {
        Role::Responsible // 是…责任主体, whatever stands between
    } else if is_with(verb) || holds(&["牵头", "主办", "主责", "主抓", "抓总"]) {
        Role::Lead
    } else if holds(&["配合", "协助", "协办", "协抓", "参与", "参加", "协同", "协作", "组成"]) {
        Role::Support
    } else {
        Role::Responsible
    }
}

/// Whether a verb is followed by the list of those who take part: 会同, 牵头会同.
fn is_with(verb: &str) -> bool {
    verb.ends_with("会同") || verb == "会商"
}

/// Whether the words behind a verb say for what a body answers, up to the end of the clause.
fn says_what(content: &str, from: usize, to: usize) -> bool {
    let rest = &content[from..to.max(from)];
    rest[..rest.find(['，', '；', '。']).unwrap_or(rest.len())].trim().chars().count() >= 3
}

/// 论坛由甲主办，乙承办: who hosts an event.
fn hosts_an_event(content: &str) -> bool {
    static HOSTS: Words = Words::new(&["主办", "承办", "协办"]);
    static EVENTS: Words = Words::new(&[
        "论坛", "博览会", "展览会", "交易会", "洽谈会", "推介会", "峰会", "年会", "研讨会", "运动会", "文化节", "艺术节", "旅游节", "大赛",
        "比赛", "赛事", "竞赛", "展会", "展销会", "联赛", "锦标赛", "马拉松",
    ]);
    static DUTIES: Words = Words::new(&["负责", "牵头", "承担", "职责"]);
    HOSTS.occur_in(content) && EVENTS.occur_in(content) && !DUTIES.occur_in(content)
}

/// 去年以来，…牵头开展了…: what was done is no duty.
fn tells_the_past(content: &str) -> bool {
    static PAST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:去年|近年|今年以来|截至|此前|多年来|\d{4}年以来)|(?:牵头|负责|会同|组织)[〇㐀-鿿]{0,6}了|(?:起草|制定|制订|编制|印发|发布|出台|召开|举办)了|已(?:经)?由|取得(?:了)?(?:明显|显著|积极)").expect("the pattern is a constant")
    });
    PAST.is_match(content)
}

pub(super) fn is_list(text: &str) -> bool {
    organization::list(text, 0, Strictness::Bare, &mut Prefix::default()).is_some()
}

/// The organizations of a list in a sentence, if a duty can be given to all of them.
fn duty(content: &str, list: Span, offset: usize, prefix: &mut Prefix) -> Option<(Span, Vec<Member>)> {
    let members = organization::list(&content[list.start..list.end], offset + list.start, Strictness::Bare, prefix)?;
    members.iter().all(|member| is_answerable(&member.mention.name)).then_some((list, members))
}

/// 负责人, 负责同志, 负责解释, 牵头企业: words that look like a duty.
fn is_look_alike(word: &str, rest: &str) -> bool {
    let follows = |openings: &[&str]| openings.iter().any(|opening| rest.starts_with(opening));
    word.ends_with("负责") && (follows(&["同志", "解释"]) || ends_no_duty(rest))
        || word.ends_with("牵头") && follows(&["企业", "单位", "部门", "作用", "人"])
        || (word.ends_with("办") || word.ends_with("主责")) && follows(&["单位", "部门", "人", "方", "主业", "公", "业务"])
        || word.ends_with("承担") && follows(&["的", "单位", "能力", "主体"])
}

/// The list that ends where a verb begins: back over “，” as long as what stands before is still a list of organizations.
fn list_before(content: &str, from: usize, to: usize) -> Option<Span> {
    let mut stretch = trim_list(content, Span::new(from, to));
    // 办公室设在甲，承担…: the office answers, not where it sits.
    if let Some(at) = content[stretch.start..stretch.end].find("设在").filter(|&at| !content[..stretch.start + at].ends_with('（')) {
        stretch.end = stretch.start + content[stretch.start..stretch.start + at].trim_end_matches('下').len();
    }
    if stretch.is_empty() {
        return None;
    }
    let words = &content[stretch.start..stretch.end];
    let mut best = None;
    let openings = words.rmatch_indices(['，', '：', '由']).map(|(at, found)| at + found.len()).chain([0]);
    for opening in openings {
        let candidate = trim_list(words, Span::new(opening, words.len()));
        if candidate.is_empty() {
            continue;
        }
        if is_list(&words[candidate.start..candidate.end]) {
            best = Some(candidate.shift(stretch.start));
            // 此项工作由甲牵头: the list begins behind 由.
            if words[..opening].ends_with('由') {
                break;
            }
        } else if best.is_some() {
            break;
        }
    }
    best.or_else(|| obliged(words).map(|span| span.shift(stretch.start)))
}

/// The 甲 of “甲要（应、按照…）…负责”, “甲对…负总责”: organizations at the head of a sentence that is an order to them.
fn obliged(words: &str) -> Option<Span> {
    static OFFICES: Words = Words::new(&[
        "主管部门", "责任主体", "实施主体", "职能部门", "综合部门", "牵头部门", "牵头单位", "责任部门", "责任单位", "办事机构", "工作机构",
        "行政部门", "管理部门", "监管部门", "主管机关", "日常机构", "组织机构",
    ]);
    // 甲是…的主管部门，负责…: it is told first what it is.
    if let Some((who, what)) = words.split_once('是').filter(|(_, what)| OFFICES.end(what.split(['，', '；']).next().unwrap_or_default()))
    {
        let list = trim_list(words, Span::new(0, who.len()));
        return Some(list).filter(|list| !what.is_empty() && !list.is_empty() && is_list(&words[list.start..list.end]));
    }
    // 市应急局, 对外办: the sign is part of a name.
    let at = words
        .match_indices(['要', '应', '须', '按', '对'])
        .map(|(at, _)| at)
        .find(|&at| !["应急", "应用", "应对", "要素", "对外", "对口", "对台"].iter().any(|word| words[at..].starts_with(word)))?;
    // 甲要…，由乙承担: it is another's.
    if words[at..].rsplit_once('，').is_some_and(|(_, last)| last.contains('由')) {
        return None;
    }
    // 甲要加强协作，确保项目组织实施到位: what is to be made sure is nobody's duty; nor is 甲要高度重视，按照职责…, which tells all alike to care.
    static CARES: Words = Words::new(&["要高度重视", "要充分认识", "要提高认识", "要统一思想", "应高度重视", "要切实提高"]);
    // 甲要…，坚持“一把手”负总责: it is a person who answers.
    static PERSONS: Words =
        Words::new(&["一把手", "一把手”", "主要领导", "主要负责人", "主要负责同志", "分管领导", "分管负责同志", "法定代表人"]);
    if words[at..].contains("确保") || CARES.open(&words[at..]) || PERSONS.end(words) {
        return None;
    }
    let list = trim_list(words, Span::new(0, at));
    (!list.is_empty() && is_list(&words[list.start..list.end])).then_some(list)
}

/// The list behind 会同: up to the first verb, “，” or end.
fn list_after(content: &str, from: usize) -> Option<Span> {
    let rest = &content[from..];
    let mut ends: Vec<usize> = rest.char_indices().filter(|&(_, c)| "，。；".contains(c)).map(|(at, _)| at).collect();
    ends.push(rest.len());
    let mut candidates: Vec<usize> = VERB.find_iter(rest).map(|verb| verb.start()).chain(ends).collect();
    for word in ["制定", "研究", "开展", "建立", "对", "推进", "做好", "加强", "组织", "编制", "完善", "统筹", "出台", "督促"]
    {
        candidates.extend(rest.match_indices(word).map(|(at, _)| at));
    }
    candidates.sort_unstable();
    for end in candidates {
        let list = trim_list(content, Span::new(from, from + end));
        if !list.is_empty() && is_list(&content[list.start..list.end]) {
            return Some(list);
        }
    }
    // No word that ends it is known: the shortest stretch that is a list and goes on with no further name.
    let clause = &rest[..rest.find(['，', '；', '。']).unwrap_or(rest.len())];
    clause.char_indices().map(|(at, c)| at + c.len_utf8()).find_map(|end| {
        let list = trim_list(content, Span::new(from, from + end));
        let goes_on = clause[end..].starts_with(['、', '和', '及', '与', '等', '门', '员', '公', '室']);
        (!goes_on && !list.is_empty() && is_list(&content[list.start..list.end])).then_some(list)
    })
}

/// Whether a duty can be given to who is named so in running text: a government's body, not 企业 or 部门 in general, nor who is meant by a part
/// that others gave him (各牵头单位).
fn is_answerable(name: &str) -> bool {
    if ["牵头单位", "责任单位", "配合单位", "牵头部门", "责任部门", "配合部门", "列入单位", "列入部门"]
        .iter()
        .any(|part| name.ends_with(part))
        || matches!(name, "其他单位" | "其它单位" | "其余单位" | "其他部门" | "其余部门")
    {
        return false;
    }
    // …，推动各单位落实: what is done to others.
    static DOES: Words = Words::new(&[
        "推动", "督促", "指导", "组织各", "协调各", "要求", "引导", "动员", "敦促", "帮助", "支持各", "鼓励", "统筹各", "调度各",
    ]);
    // 甲成立城市管理委员会，负责…: a sentence, and no name.
    if DOES.open(name) || name.contains("成立") {
        return false;
    }
    !matches!(name, "企业" | "单位" | "部门" | "机构" | "各级" | "各单位") && !name.ends_with("企业") && !name.ends_with("机构")
}

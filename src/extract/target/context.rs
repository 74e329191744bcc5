//! What stands around a goal and tells whose it is and by when: the title, the headings, the sentences before.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem;
use regex::Regex;

use crate::mention::place::{self, Home};
use crate::mention::{Mention, park};
use crate::outline::{BlockId, BlockKind, Document, Table};
use crate::reference::{Rank, Reference};
use crate::text::{Span, unspaced};
use crate::words::{CharSet, Words};

/// What is known while a document is read from its beginning.
pub(super) struct Context<'d> {
    document: &'d Document,
    /// The years that it names, with where each stands.
    years: Vec<(usize, u16)>,
    /// The year of the document's own date.
    written: Option<u16>,
    /// The last year of the time that its title plans for.
    planned: Option<u16>,
    /// The year for which most of its goals are, once it was asked for.
    goals: OnceCell<Option<u16>>,
    /// The region that the title is about and that is no administrative division: 北部湾经济区.
    region: Option<Mention>,
    /// Whether it mostly tells what was done: a report.
    reports: bool,
    /// What the headings say, by the places of their blocks.
    headings: Vec<Heading>,
    /// The sentences of this block that were passed over and name no year.
    before: Vec<&'d str>,
    /// The block whose 完成时限 has been looked for.
    limited: Option<BlockId>,
    /// The block that is being read.
    block: Option<BlockId>,
    /// What the sentences of this block have said.
    carried: Carried,
    /// Whether the items that follow are conditions: 申报企业应具备以下条件：
    conditions: bool,
    /// The level down to which what follows are goals, behind a heading or a line that announces them: 到2025年主要目标：
    aims: Option<u8>,
}

/// What a heading and those above it say; read when a goal asks for it, because most headings stand over none.
#[derive(Clone, Default)]
struct Heading {
    past: OnceCell<Option<bool>>,
    year: OnceCell<Option<u16>>,
    subject: OnceCell<Option<Mention>>,
    /// The last year that a paragraph under it plans for.
    under: Option<u16>,
}

/// What the sentences of a block have said so far.
#[derive(Clone, Default)]
struct Carried {
    year: Option<u16>,
    subject: Option<Mention>,
    past: Option<bool>,
}

/// What a sentence says of time; read once.
#[derive(Clone, Default)]
struct Time {
    /// Which of the document's years it names.
    years: Range<usize>,
    past: bool,
}

/// What holds for one sentence.
#[derive(Clone)]
pub(super) struct Setting<'c> {
    context: &'c Context<'c>,
    /// The heading over it, or the one that it is itself.
    heading: Option<BlockId>,
    /// The heading whose subject is its own. A heading that states a goal is not its own subject.
    under: Option<BlockId>,
    /// The subject that the caption names.
    caption: Option<Mention>,
    /// The sentence, in which programmes may be named, and where it stands in the document's text.
    content: &'c str,
    offset: usize,
    /// The year said before in the block.
    said: Option<u16>,
    /// The year that the caption, the headings or the title plan for.
    planned: Option<u16>,
    /// Programmes that the sentence names, and where each ends in it; looked for when a goal names no subject.
    programmes: OnceCell<Vec<(usize, Mention)>>,
    said_subject: Option<&'c Mention>,
    /// The place that the document is about.
    place: Option<&'c Mention>,
    /// The park that 该开发区 means: the last that the block has named.
    pub(super) park: Option<Mention>,
    /// Whether what was told before lies behind.
    past: Option<bool>,
    reports: bool,
    explicit: bool,
    time: Time,
}

/// The years that a stretch names, with where each stands: of a span of years the last, of a five-year plan the last of its years; those that are compared with are none.
pub(super) fn years(text: &str) -> impl DoubleEndedIterator<Item = (usize, u16)> {
    // Every year begins with one of these.
    static OPENINGS: LazyLock<[memmem::Finder<'_>; 5]> = LazyLock::new(|| ["20", "二〇", "二○", "二零", "十"].map(memmem::Finder::new));
    let mut openings: Vec<usize> = OPENINGS.iter().flat_map(|opening| opening.find_iter(text.as_bytes())).collect();
    openings.sort_unstable();
    let mut found = Vec::new();
    let mut end = 0;
    for at in openings {
        if at >= end
            && let Some((year, len)) = year_at(text, at)
        {
            end = at + len;
            found.extend(year.map(|year| (at, year)));
        }
    }
    found.into_iter()
}

/// The year that begins at a place, and the bytes that it takes; without the year where that is only compared with.
fn year_at(text: &str, at: usize) -> Option<(Option<u16>, usize)> {
    let rest = text.get(at..)?;
    if let Some(ordinal) = rest.strip_prefix('十') {
        let plan = "一二三四五六".find(ordinal.chars().next()?)? / '一'.len_utf8();
        let len = '十'.len_utf8() * 3;
        // 第十四个五年规划
        if ordinal['一'.len_utf8()..].starts_with("个五年") {
            return Some((Some(2010 + 5 * plan as u16), len + "个五年".len()));
        }
        // The tenth plan ended in 2005, the eleventh in 2010.
        let behind = ordinal['一'.len_utf8()..].strip_prefix('五')?;
        // 比“十一五”末翻一番, 在“十一五”期末的基础上: when it starts.
        let against = text[..at].trim_end_matches('“').ends_with(['较', '比', '与', '由', '从', '以']);
        let end = behind.trim_start_matches(['”', '末', '期', '时', '底', '的']);
        let base = end.len() < behind.len() && BASE.iter().any(|word| end.starts_with(word));
        return Some(((!against && !base).then_some(2010 + 5 * plan as u16), len));
    }
    let (first, mut len) = four_digits(rest)?;
    let mut year = first;
    // 2021—2025年, 2021年至2025年
    let behind = &rest[len..];
    let span = behind.strip_prefix('年').unwrap_or(behind);
    let dashed = ['—', '－', '-', '～', '~', '至'].iter().find_map(|dash| span.strip_prefix(*dash));
    if let Some((last, last_len)) = dashed.and_then(four_digits).filter(|_| rest.starts_with('2'))
        && let Some(dashed) = dashed
        && dashed[last_len..].trim_start_matches(' ').starts_with('年')
    {
        year = last;
        len = rest.len() - dashed.len() + last_len;
    }
    let behind = rest[len..].strip_prefix(' ').unwrap_or(&rest[len..]).strip_prefix('年')?;
    // 从2012年起每年: when it begins, not by when it is reached.
    if behind.starts_with('起') {
        return Some((None, rest.len() - behind.len()));
    }
    let base = BASE.iter().any(|word| behind.strip_prefix('的').unwrap_or(behind).starts_with(word));
    // 由2020年的22%提高到30%
    let start = text[..at].ends_with(['由', '从']) && behind.starts_with('的');
    let against = start || text[..at].ends_with(['较', '比', '与', '以', '是']);
    Some(((!base && !against).then_some(year), rest.len() - behind.len()))
}

/// What stands behind a year that others are compared with.
const BASE: [&str; 4] = ["基础上", "相比", "为基数", "为基期"];

/// The year in figures or numerals that a text begins with, and its length: 2025, 二〇二五.
fn four_digits(text: &str) -> Option<(u16, usize)> {
    let digit = |c: char| match c {
        '0'..='9' => c.to_digit(10),
        '〇' | '○' | '零' => Some(0),
        '一' => Some(1),
        '二' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    };
    let mut year = 0;
    let mut chars = text.char_indices();
    let figures = text.starts_with('2');
    for place in 0..4 {
        let (_, c) = chars.next()?;
        let value = digit(c).filter(|_| c.is_ascii_digit() == figures)?;
        if place == 0 && value != 2 || place == 1 && value != 0 {
            return None;
        }
        year = year * 10 + value;
    }
    Some((year as u16, text.len() - chars.as_str().len()))
}

static FIRST_YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"20\d{2}").expect("the pattern is a constant"));

static PAST_HEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"回顾|现状|特点|特征|成效|成就|发展基础|工作基础|现实基础|基础条件|基本情况|基本县情|发展环境|面临|形势|存在的?(?:主要)?问题|主要问题|背景|进展|执行情况|完成情况|总结|概况|区位|发展条件|优势|取得").expect("the pattern is a constant")
});
static AHEAD_HEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"目标|任务|重点|举措|措施|安排|展望|思路|要求|打算|计划|部署|建议|定位|布局|工程|行动|推进|加快|实施|建设|培育")
        .expect("the pattern is a constant")
});

/// Words that tell what is to come.
static AHEAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"力争|争取|目标|预期|(?:将|要)[^，。]{0,12}(?:达|实现|完成|建成|培育|新增|打造)|确保|今年要|今年|明年|年底前|年底|年内|计划|规划期|未来|今后|下一步|届时|预计到|努力").expect("the pattern is a constant")
});

/// Words that tell what was.
static PAST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"去年|近年|上年(?:完成|实现)|以来|过去|截至|截止|目前|现有[^，。；]{0,16}\d|已经|已(?:达|建|有|完成|实现|累计|连续|成为|形成|培育|获|超|投|开|入|认|建立|由|突破|在)|[^为解](?:达到|实现|完成|建成|增长|下降|新增|培育|引进|投入|提高|突破|取得|开展|获得|超过|形成|创建|新建|发展|推动|打造|减少|增加)了|(?:上半年|季度|\d月)[^。]{0,40}同比(?:增长|下降|增加|减少|提高|上升|回落|多|少)|累计(?:完成|实现|建成|投入|培育|新增|达)[^。，]{0,16}(?:[，。]|$).*已|位居|名列|位列|居全[国省区市]|相继|先后|现已|基础上又|^预计(?:20\d{2}年|全年)|圆满|顺利完成|超额完成|荣获|被评为|被列为|跃升|年来").expect("the pattern is a constant")
});

/// Whether a sentence tells what was.
fn tells_the_past(content: &str) -> bool {
    /// What each of the ways to tell the past holds.
    static MAY_BE_PAST: Words = Words::new(&[
        "去年", "近年", "上年", "以来", "过去", "截至", "截止", "目前", "现有", "已", "了", "同比", "累计", "位居", "名列", "位列", "居全",
        "相继", "先后", "又", "预计", "圆满", "完成", "荣获", "被评为", "被列为", "跃升", "年来",
    ]);
    MAY_BE_PAST.occur_in(content)
        && PAST.find(content).is_some_and(|past| !is_aside(content, past.range()) || PAST.is_match(&without_asides(content)))
}

/// 年均增长10%（目前为8%）: whether a place stands in a bracket.
fn is_aside(content: &str, place: Range<usize>) -> bool {
    let open = content[..place.start].rfind('（').filter(|&open| !content[open..place.start].contains('）'));
    open.is_some() && content[place.end..].contains('）')
}

/// A sentence without what it says in brackets.
fn without_asides(content: &str) -> String {
    let mut depth = 0_usize;
    let kept = content.chars().filter(|c| {
        depth += usize::from(*c == '（');
        let keep = depth == 0;
        depth -= usize::from(*c == '）' && depth > 0);
        keep
    });
    kept.collect()
}

/// A sentence that gives or takes money, or sets a rule: its numbers are conditions, sums and norms.
static RULE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"奖励|奖补|补助|补贴(?:[^培性类方\d]|$)|给予[^，。]{0,24}(?:支持|资助|扶持|元|指标|名额)|资助(?:[^\d不]|$)|罚款|不得|处[^，。]{0,12}罚|应当|的，(?:由|可|应|按|给予|予以|不予|责令)|按照?每|每(?:人|户|亩|家|个|台|吨|项|次|年每)[^，。]{0,10}元|贴息|收费|征收|按[^，。]{0,20}(?:比例|标准(?:给|予|执|收|支|发|，|。))|最高(?:不超过)?[^，。]{0,8}元|以上的(?:企业|项目|单位|，)|电话|邮编|传真|任(?:副)?组长|(?:下达|拨付)[^，。]{0,14}(?:资金|经费)|《[^》]*》[^。]{0,10}规定").expect("the pattern is a constant")
});

/// The time with which a goal opens.
static TERM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:(?:[一二两三四五六七八九十]|\d{1,2})年内|每年|到20\d{2} ?年|力争)").expect("the pattern is a constant")
});

/// 三年内.
static TERM_OF_YEARS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|[，。；：、力争在到用])([一二三四五]|[1-5])年内").expect("the pattern is a constant"));

static GOAL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"力争|确保|争取|到20\d{2}年").expect("the pattern is a constant"));

static PROGRAMME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:实施|推进|开展|抓好|启动|推动|落实|围绕|组织|聚焦|打好|打造)(?:好|实施|推进|开展)?(?P<name>[〇㐀-鿿“”\d·—\-+]{0,24}?(?:工程|行动(?:计划)?|计划|专项|“[^”、]{2,20}”(?:[〇㐀-鿿]{0,6}项目)?))(?:[，,。；（(]|$)").expect("the pattern is a constant")
});

impl<'d> Context<'d> {
    pub(super) fn of(document: &'d Document) -> Self {
        let head = &document.head;
        let named: Vec<(usize, u16)> = years(document.text.as_str()).collect();
        let title = head.title.as_ref().map_or("", |title| title.value.as_str());
        // 第十四个五年规划和二〇三五年远景目标纲要 plans for the first, and looks as far as the second.
        let title = title.split("远景").next().map_or(title, |plan| {
            plan.rfind('和').filter(|&at| plan.len() < title.len() && years(&plan[at..]).next().is_some()).map_or(plan, |at| &plan[..at])
        });
        let year_of = |field: Option<&crate::outline::Field>| field.and_then(|field| field.value.get(..4)?.parse().ok());
        let number = || {
            let number = &head.document_number.as_ref()?.value;
            number.split_once('〔')?.1.get(..4)?.parse().ok()
        };
        let planned = years(title).map(|(_, year)| year).next_back().or_else(|| year_of_opening(document));
        let begins = FIRST_YEAR
            .find(title)
            .and_then(|year| year.as_str().parse().ok())
            .or_else(|| planned.map(|year| if is_five_year_plan(title) { year - 4 } else { year }));
        let written = year_of(head.issued.as_ref())
            .or_else(number)
            .or(begins)
            .or_else(|| year_of(head.published.as_ref()))
            .or_else(|| first_goal(document))
            .or_else(|| first_date(document, &named));
        let region = head.title.as_ref().and_then(|field| {
            if let Some((from, to)) = parks_together(&field.value) {
                return Some(Mention { name: field.value[from..to].to_owned(), span: field.span });
            }
            let name = region(&field.value).or_else(|| title_place(&field.value)).or_else(|| area(&field.value))?;
            Some(Mention { name: name.to_owned(), span: field.span })
        });
        let region = region.or_else(|| region_of_opening(document).filter(|_| head.title.is_none()));
        // What a central body sets out to reach is the country's.
        let country = || head.title.as_ref().map(|field| Mention { name: "全国".to_owned(), span: field.span });
        let region = region.or_else(|| country().filter(|_| Home::of(document).is_national()));
        let reports = ["报告", "总结", "通报", "公报"].iter().any(|genre| title.ends_with(genre)) && !title.contains("请示");
        Self {
            document,
            years: named,
            written,
            planned,
            goals: OnceCell::new(),
            region,
            reports,
            headings: vec![Heading::default(); document.blocks.len()],
            before: Vec::new(),
            limited: None,
            block: None,
            carried: Carried::default(),
            conditions: false,
            aims: None,
        }
    }

    /// Goes on to the next block.
    pub(super) fn enter(&mut self, id: BlockId) {
        let block = self.document.block(id);
        self.carried = Carried::default();
        self.block = Some(id);
        let content = self.document.text.slice(block.span);
        let heading = matches!(block.kind, BlockKind::Heading { .. });
        let announced = if heading { Some(self.document.text.slice(block.title)) } else { content.strip_suffix(['：', ':']) };
        let aims = |title: &str| ["目标", "指标", "目标任务"].iter().any(|end| title.trim_end_matches(['：', ':', '。']).ends_with(end));
        let level = if let BlockKind::Heading { level } = block.kind { Some(level) } else { None };
        if announced.is_some_and(aims) {
            self.aims = level.or(Some(2));
        } else if level.is_some_and(|level| self.aims.is_some_and(|aims| level <= aims)) {
            self.aims = None;
        }
        if content.ends_with('：') && content.contains("条件") {
            self.conditions = true;
        } else if !heading && block.parent.is_none() || matches!(block.kind, BlockKind::Heading { level: 0..=2 }) {
            self.conditions = false;
        }
        self.before.clear();
    }

    /// Which of the document's years a stretch names.
    fn years(&self, span: Span) -> Range<usize> {
        let before = |end: usize| self.years.partition_point(|(at, _)| *at < end);
        before(span.start)..before(span.end)
    }

    /// Whether a stretch names a year.
    pub(super) fn names_a_year(&self, span: Span) -> bool {
        !self.years(span).is_empty()
    }

    fn last_year(&self, span: Span) -> Option<u16> {
        self.years[self.years(span)].last().map(|(_, year)| *year)
    }

    fn time(&self, content: &str, offset: usize) -> Time {
        Time { years: self.years(Span::new(offset, offset + content.len())), past: tells_the_past(content) }
    }

    /// Whether what stands under a heading lies behind.
    fn past(&self, heading: Option<BlockId>) -> Option<bool> {
        let id = heading?;
        *self.headings[id.0 as usize].past.get_or_init(|| {
            let block = self.document.block(id);
            let title = self.document.text.slice(block.title);
            let short = title.chars().count() <= 20;
            let year = self.last_year(block.title);
            if year.is_some_and(|year| self.written.is_some_and(|written| year > written)) || AHEAD.is_match(title) {
                Some(false)
            } else if short && PAST_HEADING.is_match(title) && !title.contains("目标") {
                Some(true)
            } else {
                let above = self.past(block.parent);
                if short && above != Some(true) && AHEAD_HEADING.is_match(title) { Some(false) } else { above }
            }
        })
    }

    /// The year that a heading plans for.
    fn year(&self, heading: Option<BlockId>) -> Option<u16> {
        let id = heading?;
        *self.headings[id.0 as usize].year.get_or_init(|| {
            let block = self.document.block(id);
            self.last_year(block.title).filter(|&year| self.is_ahead(year)).or_else(|| self.year(block.parent))
        })
    }

    /// The subject that a heading names.
    fn subject(&self, heading: Option<BlockId>) -> Option<&Mention> {
        let id = heading?;
        let subject = self.headings[id.0 as usize].subject.get_or_init(|| {
            let block = self.document.block(id);
            let title = self.document.text.slice(block.title);
            let own = heading_subject(title)
                .map(|(from, to)| Mention { name: unspaced(&title[from..to]), span: Span::new(from, to).shift(block.title.start) });
            own.or_else(|| self.subject(block.parent).cloned())
        });
        subject.as_ref()
    }

    /// The year for which most goals of the document are, where its title plans for none.
    fn goals(&self) -> Option<u16> {
        *self.goals.get_or_init(|| if self.planned.is_none() { year_of_goals(self.document, &self.years, self.written) } else { None })
    }

    /// Goes on over a sentence without any number. Whether it tells the past matters only if one follows in the block; a year holds on.
    pub(super) fn pass(&mut self, content: &'d str, offset: usize) {
        if self.names_a_year(Span::new(offset, offset + content.len())) {
            self.catch_up();
            self.take_note(content, &self.time(content, offset));
        } else {
            self.before.push(content);
        }
    }

    /// The last of the sentences passed over that tells of what was, or of what is to come, holds on.
    fn catch_up(&mut self) {
        let told = self
            .before
            .iter()
            .rev()
            .find_map(|content| if tells_the_past(content) { Some(true) } else { self.looks_ahead(content).then_some(false) });
        self.carried.past = told.or(self.carried.past);
        self.before.clear();
    }

    /// Whether a sentence speaks of what is to come, apart from the years that it names.
    fn looks_ahead(&self, content: &str) -> bool {
        static BY_YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"到20\d{2} ?年").expect("the pattern is a constant"));
        AHEAD.is_match(content) || self.written.is_none() && BY_YEAR.is_match(content)
    }

    /// What a sentence says holds for those behind it; whether it speaks of what is to come.
    fn take_note(&mut self, content: &str, time: &Time) -> bool {
        let years = &self.years[time.years.clone()];
        let later = years.iter().any(|(_, year)| self.written.is_some_and(|written| *year > written));
        let ahead = later || self.looks_ahead(content);
        let past = time.past || !later && years.iter().any(|(_, year)| self.written.is_some_and(|written| *year < written));
        if let Some(year) = years.last().map(|(_, year)| *year).filter(|&year| self.is_ahead(year) && !past) {
            self.carried.year = Some(year);
            if let Some(parent) = self.block.and_then(|id| self.document.block(id).parent) {
                self.headings[parent.0 as usize].under = Some(year);
            }
        }
        if ahead && !past {
            self.carried.past = Some(false);
        } else if past {
            self.carried.past = Some(true);
        }
        ahead
    }

    fn is_ahead(&self, year: u16) -> bool {
        self.written.is_none_or(|written| year >= written)
    }

    /// What holds for the next sentence of the block, which has numbers.
    pub(super) fn sentence(&mut self, content: &'d str, offset: usize) -> Setting<'_> {
        static LIMIT: LazyLock<memmem::Finder<'_>> = LazyLock::new(|| memmem::Finder::new("完成时限："));
        self.catch_up();
        let block = self.block.map(|id| (id, self.document.block(id)));
        let own = block.filter(|(_, block)| matches!(block.kind, BlockKind::Heading { .. })).map(|(id, _)| id);
        // （责任单位：…，完成时限：2025年12月）
        if let Some((id, block)) = block
            && self.carried.year.is_none()
            && self.limited != Some(id)
        {
            self.limited = Some(id);
            let text = self.document.text.slice(block.span);
            let limit = LIMIT.find(text.as_bytes()).map(|at| &text[at + LIMIT.needle().len()..]);
            self.carried.year = limit.and_then(|limit| years(limit).next().filter(|(at, _)| *at == 0).map(|(_, year)| year));
        }
        let under = |context: &Self| {
            let mut headings = block.into_iter().flat_map(|(id, _)| context.document.ancestors(id));
            headings.find_map(|heading| context.headings[heading.0 as usize].under)
        };
        let heading = own.or_else(|| block.and_then(|(_, block)| block.parent));
        let said = self.carried.year;
        let planned = self.year(heading).or_else(|| under(self)).or(self.planned);
        let past = Some(true).filter(|_| self.conditions).or(self.carried.past);
        let time = self.time(content, offset);
        let explicit = self.take_note(content, &time);
        let context: &Self = self;
        Setting {
            context,
            heading,
            under: heading.filter(|_| own.is_none()),
            caption: None,
            content,
            offset,
            said,
            planned,
            programmes: OnceCell::new(),
            said_subject: context.carried.subject.as_ref(),
            place: context.region.as_ref(),
            park: block.filter(|_| content.contains('该')).and_then(|(_, block)| context.last_park(block.span.start, offset)),
            past,
            reports: context.reports,
            explicit,
            time,
        }
    }

    /// The last park that is named between two places of the text.
    fn last_park(&self, from: usize, to: usize) -> Option<Mention> {
        let before = self.document.text.slice(Span::new(from, to));
        let span = park::find(before).pop()?;
        Some(Mention { name: before[span.start..span.end].to_owned(), span: span.shift(from) })
    }

    /// Takes note of whose the last goal of a sentence was, for the sentences behind it in the block.
    pub(super) fn carry(&mut self, subject: Option<Mention>) {
        let one = subject.filter(|subject| !subject.name.starts_with(['各', '每', '其']) && !subject.name.contains('、'));
        if one.is_some() {
            self.carried.subject = one;
        }
    }

    /// What holds for a table: its caption comes before the headings.
    pub(super) fn table(&self, block: BlockId, table: &Table) -> Setting<'_> {
        let heading = self.document.block(block).parent;
        let text = table.caption.map_or("", |caption| self.document.text.slice(caption));
        let caption = caption_subject(text).map(|(from, to)| {
            let start = table.caption.map_or(0, |caption| caption.start);
            Mention { name: text[from..to].to_owned(), span: Span::new(from, to).shift(start) }
        });
        let year = years(text).map(|(_, year)| year).next_back();
        Setting {
            context: self,
            heading,
            under: heading,
            caption,
            content: "",
            offset: 0,
            said: None,
            planned: year.or_else(|| self.year(heading)).or(self.planned).or_else(|| self.goals()),
            programmes: OnceCell::new(),
            said_subject: None,
            place: None,
            park: None,
            past: Some(PAST_HEADING.is_match(text) && !text.contains("目标")),
            reports: false,
            explicit: true,
            time: Time::default(),
        }
    }

    /// Whether a year lies before the document.
    pub(super) fn is_behind(&self, year: u16) -> bool {
        self.written.is_some_and(|written| year < written)
    }
}

/// 水稻种植面积 under 水稻产业, 奶牛存栏 under 奶牛产业: the indicator says itself of what it is, so that whose it is the heading does not say.
fn tells_its_industry(indicator: &str, industry: &str) -> bool {
    // 工业 is the whole of a place's: what it makes is its own.
    let whole = industry.ends_with("工业") && !industry.ends_with("加工业");
    let Some(stem) = industry.strip_suffix("产业").or_else(|| industry.strip_suffix('业')).filter(|_| !whole) else { return false };
    let pairs = stem.char_indices().zip(stem.char_indices().skip(1)).map(|((from, _), (second, c))| &stem[from..second + c.len_utf8()]);
    let shares = pairs.filter(|pair| *pair != "加工").any(|pair| indicator.contains(pair));
    shares || ["存栏", "存栏量", "出栏", "出栏量", "面积", "装机", "装机容量", "生产线"].iter().any(|end| indicator.ends_with(end))
}

/// Whether an indicator only tells what is measured, and not of what: 产值, 年营业收入, 占全市工业的比重; not 旅游总收入.
fn measures_an_owner(indicator: &str) -> bool {
    static MEASURES: Words = Words::new(&[
        "产值", "总产值", "工业总产值", "工业产值", "规上产值", "产业", "规模", "营业收入", "总收入", "主营业务收入", "销售收入", "销售额",
        "增加值", "利润", "利税", "税收", "税利", "加工能力", "生产能力", "产能", "产量", "总产量", "占全", "占比", "占地区", "占规",
        "占工", "投资", "就业", "从业人员", "年产", "本地配套率", "配套率", "总营收", "营收", "综合产值", "交易额", "市场",
    ]);
    let rest = ["全产业链", "全链条", "年", "总"].iter().find_map(|word| indicator.strip_prefix(word)).unwrap_or(indicator);
    MEASURES.open(indicator) || MEASURES.open(rest)
}

/// 一期工程, 甲公司…工程: one building site, no programme.
fn is_one_project(name: &str) -> bool {
    name.contains("公司") || name.contains("期工程") || name.ends_with("建设工程")
}

/// The first year for which a text without date states a goal: what was before that year lies behind.
fn first_goal(document: &Document) -> Option<u16> {
    static GOAL_YEAR: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"20\d{2}年[^。；\n]{0,20}(?:力争|争取|计划|目标任务)").expect("the pattern is a constant"));
    GOAL_YEAR.find(document.text.as_str())?.as_str().get(..4)?.parse().ok()
}

/// 十三五: a plan of five years.
fn is_five_year_plan(title: &str) -> bool {
    title.match_indices('十').any(|(at, _)| matches!(year_at(title, at), Some((Some(_), _))))
}

/// The year that the opening of a document plans for, where its title names none: 做好2023年经济工作, 实现2020年…增长6%.
fn year_of_opening(document: &Document) -> Option<u16> {
    static PLANS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:做好|完成|实现|抓好|推进|开展|确保)(?:全省|全市|全区|全县|我省|我市|我区|我县|自治区)?(?P<year>20\d{2})年[〇㐀-鿿]{2,20}(?:工作|任务|目标|增长|达到|实事)").expect("the pattern is a constant")
    });
    let text = document.text.as_str();
    let opening = &text[..text.floor_char_boundary(4000)];
    PLANS.captures(opening)?.name("year")?.as_str().parse().ok()
}

/// The place whose plan the opening of a text without a title names: 《嘉兴市国民经济和社会发展第十一个五年规划纲要》任务分解.
fn region_of_opening(document: &Document) -> Option<Mention> {
    let text = document.text.as_str();
    let opening = &text[..text.floor_char_boundary(300)];
    let start = opening.find('《')? + '《'.len_utf8();
    let title = &opening[start..opening[start..].find('》').map_or(opening.len(), |end| start + end)];
    let name = title_place(title).filter(|_| ["规划", "纲要", "计划", "报告"].iter().any(|kind| title.contains(kind)))?;
    let at = start + title.find(name)?;
    Some(Mention { name: name.to_owned(), span: Span::new(at, at + name.len()) })
}

/// The year for which most goals of a document are, where neither its title nor its opening says so: the one that it names most often and that does not lie
/// behind it, 到2025年 counting twice; of those named as often, the first. Dates are none.
fn year_of_goals(document: &Document, years: &[(usize, u16)], written: Option<u16>) -> Option<u16> {
    let text = document.text.as_str();
    let mut named: Vec<(u16, usize)> = Vec::new();
    for &(at, year) in years.iter().filter(|(_, year)| written.is_none_or(|written| *year >= written)) {
        if is_date(&text[at..]) {
            continue;
        }
        let weight = 1 + usize::from(text[..at].ends_with('到'));
        match named.iter_mut().find(|(other, _)| *other == year) {
            Some((_, times)) => *times += weight,
            None => named.push((year, weight)),
        }
    }
    named.into_iter().rev().max_by_key(|(_, times)| *times).map(|(year, _)| year)
}

/// The year of the first full date of a text (2021年10月15日).
fn first_date(document: &Document, years: &[(usize, u16)]) -> Option<u16> {
    let text = document.text.as_str();
    years.iter().find(|(at, _)| is_date(&text[*at..])).map(|(_, year)| *year)
}

/// Whether a year goes on with a month: 2021年10月.
fn is_date(text: &str) -> bool {
    let month = text.find('年').map_or("", |at| &text[at + '年'.len_utf8()..]).trim_start_matches(' ');
    let digits = month.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && month[digits..].trim_start_matches(' ').starts_with('月')
}

/// The place or region that a caption names: 砚湖市 of 专栏1 砚湖市“十四五”数字经济主要指标.
fn caption_subject(caption: &str) -> Option<(usize, usize)> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:(?:附?表|专栏|附件|图表) ?[\d一二三四五六七八九十]*[：:. ]*|“十[一二三四五六]五”(?:时期|期间)?|20\d{2}(?:[—\-]20\d{2})?年?|到)*").expect("the pattern is a constant")
    });
    let from = NUMBER.find(caption).map_or(0, |number| number.end());
    let len = subject_at_start(&caption[from..])?;
    Some((from, from + len))
}

impl<'c> Setting<'c> {
    /// Whether what is told lies behind.
    pub(super) fn is_past(&self) -> bool {
        self.past == Some(true)
    }

    /// Whose the numbers of a table are.
    pub(super) fn place(&self) -> Option<Mention> {
        self.heading_subject().cloned()
    }

    /// The subject that the caption or a heading names, or that the document is about.
    fn heading_subject(&self) -> Option<&Mention> {
        self.caption.as_ref().or_else(|| self.context.subject(self.under)).or(self.context.region.as_ref())
    }

    /// The year that the caption, the headings or the title plan for.
    pub(super) fn planned(&self) -> Option<u16> {
        self.planned
    }

    /// The same for a cell of a column, whose label may name a year: 2024年目标.
    pub(super) fn in_column(&self, label: &str, content: &str, offset: usize) -> Self {
        let year = years(label).map(|(_, year)| year).next_back();
        Self { offset, said: year, time: self.context.time(content, offset), ..self.clone() }
    }

    /// Whether the sentence speaks of what is to come.
    pub(super) fn looks_ahead(&self) -> bool {
        let past = self.time.past;
        let written = self.context.written;
        let stated = self.years().iter().map(|(_, year)| *year).max();
        let later = stated.zip(written).is_some_and(|(year, written)| year > written);
        if later || self.explicit && !past {
            return true;
        }
        if past || stated.zip(written).is_some_and(|(year, written)| year < written) {
            return false;
        }
        match self.past.or_else(|| self.context.past(self.heading)) {
            Some(past) => !past,
            None => !self.reports,
        }
    }

    /// The years that the sentence names, with where each stands in the document.
    fn years(&self) -> &[(usize, u16)] {
        &self.context.years[self.time.years.clone()]
    }

    /// The stretch of a sentence that gives or takes money, or sets a rule; before it, and behind it (力争到2025年…), goals may stand.
    pub(super) fn rule(&self, content: &str) -> Option<Span> {
        let mut rules = RULE.find_iter(content);
        let first = rules.next()?;
        let (first, last) = (first.start(), rules.last().unwrap_or(first).end());
        let goal = GOAL.find_at(content, last).filter(|goal| content[last..goal.start()].contains(['，', '；']));
        // 甲，乙，对丙的企业给予奖励: the rule begins with whom it is for; where that is not said, all of the sentence is the rule.
        let whom = content[..first].rfind(['对', '凡']).and_then(|at| content[..at].rfind(['，', '；']));
        // 5年内扶持100个项目，在贷款贴息等方面给予扶持: what opens with a time of its own is a goal up to the clause of the rule.
        let opens = || TERM.is_match(content) && !content[..first].contains("的，");
        // 新增养老床位1000张，补助标准提高到每人89元: a clause that raises a standard is no rule for those beside it.
        let from = content[..first].rfind(['，', '；']).map_or(0, |at| at + '，'.len_utf8());
        let to = content[first..].find(['，', '；', '。']).map_or(content.len(), |at| first + at);
        let raised =
            content[from..to].contains("标准") && ["提高", "提标", "上调", "增加"].iter().any(|verb| content[from..to].contains(verb));
        if raised && last <= to && !content[from..to].contains("给予") {
            return Some(Span::new(from, to));
        }
        let start = whom.or_else(|| content[..first].rfind(['，', '；']).filter(|_| opens())).unwrap_or(0);
        Some(Span::new(start, goal.map_or(content.len(), |goal| goal.start())))
    }

    /// Whether the title of the document names an industry, so that all is said of it.
    pub(super) fn is_about(&self, industry: &str) -> bool {
        self.context.document.head.title.as_ref().is_some_and(|title| title.value.contains(industry))
    }

    /// Whether what an indicator measures is that of the industry in the heading.
    pub(super) fn is_the_industry_s(&self, indicator: &str) -> bool {
        let heading = self.context.subject(self.under).map_or("", |subject| &subject.name);
        heading.ends_with('链') || heading.ends_with("产业") && measures_an_owner(indicator)
    }

    /// Whether the sentence names a programme between two of its places.
    pub(super) fn names_programme(&self, from: usize, to: usize) -> bool {
        from < to && self.programmes().iter().any(|(end, _)| *end > from && *end <= to)
    }

    fn programmes(&self) -> &[(usize, Mention)] {
        self.programmes.get_or_init(|| {
            static NAMED: Words = Words::new(&["工程", "行动", "计划", "专项", "”"]);
            if !NAMED.occur_in(self.content) {
                return Vec::new();
            }
            let programme = |found: regex::Captures<'c>| {
                let name = found.name("name").filter(|name| !is_one_project(name.as_str()) && name.as_str().chars().count() >= 4)?;
                let span = Span::new(name.start(), name.end()).shift(self.offset);
                Some((name.end(), Mention { name: unspaced(name.as_str()), span }))
            };
            PROGRAMME.captures_iter(self.content).filter_map(programme).collect()
        })
    }

    /// Whether the sentence itself says that it is about what is to come.
    pub(super) fn is_explicit(&self) -> bool {
        self.explicit || self.said.is_some() || self.context.aims.is_some()
    }

    /// By when: the last year before the number, or the one said before it; `true` where the sentence or its paragraph says it.
    pub(super) fn year(&self, before: &str) -> Option<(u16, bool)> {
        // A year in brackets (2020年为88%) tells of something else.
        let in_bracket = |at: usize| {
            let bracket = before.rfind('（').and_then(|open| Some((open, open + before[open..].find('）')?)));
            bracket.is_some_and(|(open, close)| open < at && at < close)
        };
        let told = |at: usize, year: u16| at < before.len() && self.context.is_ahead(year) && !in_bracket(at);
        let stated = self.years().iter().rev().find(|(at, year)| told(*at - self.offset, *year)).map(|(_, year)| *year);
        // 年内: this year, also in a plan for three.
        let this = || {
            let within = |at: usize| !before[..at].ends_with(|c: char| c.is_ascii_digit() || "一二两三四五六七八九十几".contains(c));
            let within = before.contains("年内") && before.match_indices("年内").any(|(at, _)| within(at));
            (within || before.contains("今年")).then_some(self.context.written)?
        };
        // 三年内: so many years from the document's own.
        let term = || {
            let count = TERM_OF_YEARS.captures(before)?.get(1)?.as_str();
            let count = count.parse().ok().or_else(|| "一二三四五".find(count).map(|at| (at / '一'.len_utf8()) as u16 + 1))?;
            (before.contains("年内")).then_some(self.context.written? + count)
        };
        let now = || ["年内", "当年", "本年", "全年"].iter().any(|word| before.contains(word)).then_some(self.context.written)?;
        let said = stated.or_else(this).or(self.said).map(|year| (year, true));
        said.or_else(|| self.planned.or_else(term).or_else(now).or_else(|| self.context.goals()).map(|year| (year, false)))
    }

    /// Whose it is, where its own clause does not say: a programme that the sentence names before it, or what was said before (`true`); else what the heading names.
    pub(super) fn subject(&self, clause: usize, indicator: &str, counted: bool) -> Option<(Mention, bool)> {
        // 实施甲工程；新建乙: the next part of the sentence speaks of something else.
        let apart = |end: usize| self.content[end..clause].contains('；');
        let programme = || {
            self.programmes().iter().rev().find(|(end, _)| *end <= clause).filter(|(end, _)| !apart(*end)).map(|(_, programme)| programme)
        };
        if let Some(said) = Some(clause).filter(|clause| *clause > 0).and_then(|_| programme()).or(self.said_subject) {
            return Some((said.clone(), true));
        }
        let subject = self.heading_subject()?;
        let of_the_place = counted || !measures_an_owner(indicator);
        if subject.name.ends_with("产业") && of_the_place {
            // 建成创新平台2个 under 装备制造产业: what is built there is the place's.
            return Some((self.place?.clone(), false));
        }
        let place = self.place.filter(|_| tells_its_industry(indicator, &subject.name));
        Some((place.unwrap_or(subject).clone(), false))
    }
}

/// The place with which a title begins: 鹤川县 of 鹤川县工业强县三年行动方案.
fn title_place(title: &str) -> Option<&str> {
    static TOWN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[〇㐀-鿿]{2,3}(?:镇|乡|街道)").expect("the pattern is a constant"));
    // 2024年鹤川县为民办实事项目
    let year = title.split_once('年').filter(|(year, _)| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()));
    let own = |rest: &str| rest.starts_with(['全', '我', '本']);
    let title = year.filter(|(_, rest)| !own(rest)).map_or(title, |(_, rest)| rest.strip_prefix('度').unwrap_or(rest));
    // 中共鹤川县委 鹤川县人民政府关于…
    let title = title.strip_prefix("中共").unwrap_or(title);
    let len = subject_at_start(title).or_else(|| TOWN.find(title).map(|town| town.end()))?;
    Some(&title[..len])
}

/// The region in a title that is no administrative division: 北部湾经济区.
fn region(title: &str) -> Option<&str> {
    static REGION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[〇㐀-鿿—]{2,14}?(?:经济区|经济带|城市群|都市圈|自由贸易试验区|自贸试验区|自贸区|新区|开放试验区|示范区|大湾区|生态区|一体化)").expect("the pattern is a constant")
    });
    let found = Some(title).filter(|title| title.contains(['区', '带', '群', '圈', '化']))?;
    let found = REGION.find(found)?.as_str();
    let found = found.rsplit(['于', '发']).next().filter(|_| found.contains("关于") || found.contains("印发")).unwrap_or(found);
    let reference = Reference::load();
    // 江川省北湾经济区 is known without its province, 鹤川县现代农业示范区 is the county's.
    let province = |places: &[std::sync::Arc<crate::reference::Place>]| places.iter().any(|place| place.rank == Rank::Province);
    let place = reference.place_prefix(found).filter(|(_, places)| province(places)).map_or(0, |(place, _)| place.len());
    let rest = &found[place..];
    let is_verb = ["加快", "推进", "建设", "推动", "促进", "支持", "打造", "深化", "加强"].iter().any(|verb| found.starts_with(verb));
    if is_verb {
        return None;
    }
    Some(if rest.chars().count() >= 5 && !rest.starts_with(['高', '经', '自']) { rest } else { found })
}

/// The area in a title, where it is about one: 渝东南地区 of 关于加快渝东南地区旅游业发展的意见.
fn area(title: &str) -> Option<&str> {
    let reference = Reference::load();
    let title = Some(title).filter(|title| title.contains(['区', '域']))?;
    reference.site_openings(title).find_map(|at| Some(&title[at..at + place::area_at_start(&title[at..])?]))
}

/// The parks that a heading speaks of all together: 产业园区 of 产业园区规划, 全市开发区 of 全市开发区2025年主要目标.
fn parks_together(title: &str) -> Option<(usize, usize)> {
    static PARKS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:20\d{2}年|“十[一二三四五六]五”(?:时期|期间)?)?(?P<name>(?:全[省市区县州])?(?:开发区|产业园区|工业园区|产业集聚区|产业集中区|工业集中区|园区))(?:20\d{2}|“?十[一二三四五六]五|发展|建设|规划|重点|主要|目标|工作|经济)").expect("the pattern is a constant")
    });
    let name = Some(title).filter(|title| title.contains('区')).and_then(|title| PARKS.captures(title))?.name("name")?;
    Some((name.start(), name.end()))
}

/// The subject that a heading names: a place or a park with which it begins, or an industry.
pub(super) fn heading_subject(title: &str) -> Option<(usize, usize)> {
    static STOPS: CharSet = CharSet::of("。，：");
    let first = title[..STOPS.find(title, 0).unwrap_or(title.len())].trim_end();
    let parks = if PARK_ENDS.occurs_in(first) { park::find(first) } else { Vec::new() };
    if let Some(span) = parks.into_iter().next().filter(|span| span.start == 0 && !first[span.end..].starts_with("管委会")) {
        return Some((span.start, span.end));
    }
    if let Some(len) = subject_at_start(first).filter(|&len| len == first.len()) {
        return Some((0, len));
    }
    // 宜宾、泸州市: the last has the ending of all.
    let known = |name: &str| !Reference::load().places_named(name).is_empty() || subject_at_start(name) == Some(name.len());
    if first.contains('、') && first.ends_with(['市', '县', '区', '州']) && first.split('、').all(known) {
        return Some((0, first.len()));
    }
    static TOWN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("^[〇㐀-鿿]{1,5}?[〇㐀-鿿--[小重城集名古心点乡]](?:镇|乡|街道|苏木)$").expect("the pattern is a constant")
    });
    if first.ends_with(['镇', '乡', '道', '木']) && TOWN.is_match(first) {
        return Some((0, first.len()));
    }
    if let Some(parks) = parks_together(first) {
        return Some(parks);
    }
    static PROGRAMME_HEADING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:[〇㐀-鿿]{0,4}(?:实施|推进|开展|抓好|启动|推动))(?P<name>[〇㐀-鿿]{0,8}“[^”]{2,20}”[〇㐀-鿿]{0,6}?(?:工程|行动|项目))(?:建设)?$|以(?P<core>[〇㐀-鿿]{2,6}?)为(?:核心|中心)").expect("the pattern is a constant")
    });
    if let Some(found) = Some(first).filter(|first| first.contains(['“', '以'])).and_then(|first| PROGRAMME_HEADING.captures(first))
        && let Some(name) =
            found.name("name").or_else(|| found.name("core").filter(|core| !Reference::load().places_named(core.as_str()).is_empty()))
    {
        return Some((name.start(), name.end()));
    }
    static INDUSTRY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:(?:深入|加快|大力|着力|重点|积极)?(?:实施|发展|培育壮大|培育|做强做优|做大做强|做优做强|做强|做大|做优|做精|做深|壮大|提升|打造|推进|推动|建设|优化|巩固))?(?P<name>[〇㐀-鿿、（）]{2,12}?(?:工业|产业|制造业|服务业|农业|旅游业|产业集群|产业链))$").expect("the pattern is a constant")
    });
    let name = Some(first).filter(|first| first.ends_with(['业', '群', '链']))?;
    let name = INDUSTRY.captures(name)?.name("name")?;
    let general = [
        "重点产业", "主导产业", "优势产业", "特色产业", "传统产业", "新兴产业", "现代产业", "支柱产业", "战略性新兴产业", "工业", "产业",
        "重点工程", "主要行动", "专项行动", "重点工业",
    ];
    (!general.contains(&name.as_str()) && !name.as_str().starts_with(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '两']))
        .then(|| (name.start(), name.end()))
}

/// The length of the subjects with which words begin: of one, or of a list (萧县、埇桥区).
pub(super) fn subjects_at_start(words: &str) -> Option<usize> {
    static PLACES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:[〇㐀-鿿]{0,4}[〇㐀-鿿--[城乡小集重名强心点]](?:市|县|区|旗|镇|乡|苏木|街道|师|团)|各?(?:市|县|区)?[〇㐀-鿿]{0,6}(?:开发区|园区|产业园))(?:、(?:[〇㐀-鿿]{2,5}?(?:市|县|区|旗|镇|乡|苏木|街道|师|团)|各?(?:市|县|区)?[〇㐀-鿿]{0,6}?(?:开发区|园区|产业园)))+").expect("the pattern is a constant")
    });
    if let Some(places) = Some(words).filter(|words| words.contains('、')).and_then(|words| PLACES.find(words)) {
        let first = &words[..words.find('、').unwrap_or(0)];
        if subject_at_start(first) == Some(first.len()) || first.ends_with(['镇', '乡', '区', '木', '团']) {
            return Some(places.end());
        }
    }
    subject_at_start(words)
}

/// The last characters of the names of parks.
static PARK_ENDS: CharSet = CharSet::of("园区城港地");

/// In bytes: the names of parks and regions are shorter.
const LONGEST_NAME: usize = 96;

/// The length of the subject with which the words of an indicator begin: 全市, 各市, 南宁市, 南宁高新区, 每个县.
pub(super) fn subject_at_start(words: &str) -> Option<usize> {
    static OWN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:(?:全|我|本)(?:自治区|自治州|自治县|兵团|地区|国|省|市|区|县|州|盟|旗|师|镇|乡|团|街道)(?:(?:省级以上)?(?:开发区|园区)|\d{1,2}条产业链)?|(?:自治区|省|市|县|区|州|盟|旗|师市|兵团)(?:本级)?财政|(?:省|市|县|区|州)本级|师市|集团公司|各(?:设区市|地市|盟市|州市|市州|市县|县区|县市区|县（市、区）|市（州）|市|县|区|乡镇（街道）|镇街|镇|乡镇|地区|地|园区|师|村（社区）|村|社区)|其他(?:各市|各?(?:乡镇|县区|县市|县|镇|地区|市))|每个?(?:县（市、区）|县市区|区县|县区|县|设区市|市|镇|乡镇（街道）|乡镇|街道|区|园区|村（社区）|行政村|村|社区))").expect("the pattern is a constant")
    });
    let follows_own = |rest: &str| !rest.starts_with(['域', '直', '场', '、', '和', '与', '及']);
    let starts_word = |rest: &str| {
        !rest.starts_with(['级', '域', '直', '属', '内', '长', '场', '委', '民', '校', '社', '政', '财', '商', '、', '和', '与', '及'])
    };
    // 开发区全年完成投资60亿元: the one that the text is about.
    static PARK_ALONE: Words = Words::new(&["开发区", "高新区", "经开区", "园区"]);
    static GOES_ON: Words =
        Words::new(&["全年", "今年", "年内", "年底", "力争", "争取", "确保", "计划", "完成", "实现", "要", "将", "到20"]);
    if let Some(rest) = PARK_ALONE.strip_opening(words).filter(|rest| GOES_ON.open(rest)) {
        return Some(words.len() - rest.len());
    }
    let opens_own =
        words.starts_with(['全', '我', '本', '自', '省', '市', '县', '区', '州', '盟', '旗', '兵', '师', '集', '各', '其', '每']);
    if let Some(own) = Some(words).filter(|_| opens_own).and_then(|words| OWN.find(words)).filter(|own| follows_own(&words[own.end()..])) {
        return Some(own.end());
    }
    // Cheap first: no park, region or place that no reference data knows has a name without one of these near its beginning.
    static ENDS: CharSet = CharSet::of("园区城港地带群圈域省市县旗州盟");
    let opening = &words[..words.floor_char_boundary(LONGEST_NAME)];
    let opening = if ENDS.occurs_in(opening) { opening } else { "" };
    if PARK_ENDS.occurs_in(opening)
        && let Some(span) = park::find(opening).into_iter().next().filter(|span| span.start == 0)
    {
        return Some(span.end);
    }
    static REGION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[〇㐀-鿿--[占和及比]]{2,8}?(?:经济区|经济带|城市群|都市圈|大湾区)|^[〇㐀-鿿]{1,4}?[河江湖]流域|^[东中西]部地区")
            .expect("the pattern is a constant")
    });
    // Of eleven characters at most.
    let near = &opening[..opening.floor_char_boundary(33)];
    if let Some(region) = Some(near).filter(|near| near.contains(['区', '带', '群', '圈', '域'])).and_then(|near| REGION.find(near)) {
        return Some(region.end());
    }
    if near.contains(['区', '域', '岸', '洲'])
        && let Some(area) = place::area_at_start(near)
    {
        return Some(area);
    }
    // A place that no reference data knows: 鹤川县.
    static FORM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:[〇㐀-鿿--[全各我本个每城超上新建设乡责成由请对为在于与和及地到至困点粮境区范牧产老百强]]{2}(?:省|市|县|旗|州|盟)|[〇㐀-鿿]{0,6}(?:以上|国家级|省级|市级)[〇㐀-鿿]{0,4}(?:开发区|园区|经开区|高新区))").expect("the pattern is a constant")
    });
    let reference = Reference::load();
    // 钦州港货物吞吐量, 黄骅港集装箱吞吐量: the port's.
    let port = |rest: &str| rest.strip_prefix('港').is_some_and(|rest| !rest.starts_with(['口', '区', '航', '城', '产', '澳', '务']));
    if near.contains('港')
        && let Some((name, _)) = reference.place_named_at_start(words).or_else(|| reference.county_prefix(words))
        && port(&words[name.len()..])
    {
        return Some(name.len() + '港'.len_utf8());
    }
    let place = reference.place_prefix(words).map(|(place, _)| place.len()).or_else(|| {
        let is_place = opening.chars().nth(2).is_some_and(|c| matches!(c, '省' | '市' | '县' | '旗' | '州' | '盟'));
        Some(opening)
            .filter(|opening| is_place || opening.contains('区'))
            .and_then(|opening| FORM.find(opening))
            .map(|found| found.end())
            .filter(|&end| end < words.len() || words.ends_with(['省', '市', '县', '旗', '州']))
    })?;
    let behind = &words[place..];
    // 鹤川市本级
    if behind.starts_with("本级") && !behind.starts_with("本级财政") {
        return Some(place + "本级".len());
    }
    // 鹤川县城 is a town, the 城镇就业 of 鹤川县城镇就业 the county's.
    let town = behind.strip_prefix('城').is_some_and(|rest| !rest.starts_with(['镇', '乡', '市', '区']));
    let place = if town { place + '城'.len_utf8() } else { place };
    starts_word(behind).then_some(place)
}

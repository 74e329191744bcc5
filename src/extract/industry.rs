//! Industry: which place or park hosts, or is to develop, which industry.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use super::{Certainty, Evidence, Extractor, Fact, Industry, Inference, Rule};
use crate::mention::Mention;
use crate::mention::park::{self, Endings};
use crate::mention::place::{self, Home, Site, SiteKind};
use crate::outline::{BlockId, BlockKind, ColumnKind, Document, Table};
use crate::reference::{Rank, Reference};
use crate::text::{Span, behind_words};
use crate::words::Words;
use clause::{Clause, Part};
use marker::Kind;
use name::Name;

mod clause;
mod marker;
mod name;

/// Reads which industries a place or a park has, focuses on, or is to develop.
pub(super) const EXTRACTOR: Extractor = Extractor {
    relation: "industry",
    rules: &[
        Rule::new(DEVELOPS, "a place or park, a verb (重点发展, 培育壮大), and what it develops"),
        Rule::new(MAINLY, "what a place or park rests on (以…为主导)"),
        Rule::new(BASE, "the base, cluster or centre of an industry that bears the name of its place"),
        Rule::new(PARK_NAME, "the name of a park that tells its industry"),
        Rule::new(LAID_OUT, "an industry first, and behind it the places in which it is laid out"),
        Rule::new(TABLE, "the row of a table of parks or places and their industries"),
    ],
    specification: include_str!("industry.md"),
    extract,
};

/// 南宁重点发展A、B: the place, a verb, and what it develops.
const DEVELOPS: &str = "place-develops";

/// 以A、B为主导: what a place rests on.
const MAINLY: &str = "mainly";

/// 南宁、崇左糖业基地: places and the base, cluster or centre of an industry, as one name.
const BASE: &str = "place-base";

/// 北海电子信息产业园: the park's own name says it.
const PARK_NAME: &str = "park-name";

/// A重点布局在甲、乙: the industry first, the places behind.
const LAID_OUT: &str = "laid-out";

/// A table of parks or cities and their industries.
const TABLE: &str = "industry-table";

/// What every place may have of, so that a place and one of them name no park.
static GENERAL: Words =
    Words::new(&["开发区", "园区", "产业园区", "工业园区", "产业集聚区", "化工园区", "示范区", "试验区", "新区", "新城"]);

/// What has been read so far in a document.
struct Reader<'d, 'f> {
    document: &'d Document,
    facts: &'f mut Vec<Fact>,
    seen: HashSet<(String, String)>,
    home: Home,
    endings: Endings,
    /// Which names of parks can host something: a text names the same again and again.
    hosting: RefCell<HashMap<String, bool>>,
    /// The park that 开发区 alone means: the one that the sentence before was about, or else that of the title.
    park: Option<Host>,
}

/// A host, in the coordinates of the document's text, and whether its own sentence names it.
#[derive(Clone, Debug)]
struct Host {
    mention: Mention,
    near: bool,
}

impl Host {
    fn is_park(&self) -> bool {
        park::is_park(&self.mention.name)
    }
}

fn extract(document: &Document, facts: &mut Vec<Fact>) {
    let park = document.head.title.as_ref().and_then(|title| {
        let parks = park::find(document.text.slice(title.span));
        let [span] = parks[..] else { return None };
        Some(Host {
            mention: Mention { name: document.text.slice(span.shift(title.span.start)).to_owned(), span: span.shift(title.span.start) },
            near: false,
        })
    });
    let text = document.text.as_str();
    let mut reader = Reader {
        document,
        facts,
        seen: HashSet::new(),
        home: Home::of(document),
        endings: Endings::of(text),
        hosting: RefCell::default(),
        park,
    };
    // What the headings are about, by the block of each.
    let mut topics: Vec<Option<Topic>> = vec![None; document.blocks.len()];
    // The plan of a park is about the park, where its name tells that it is one: not 青湖市开发区.
    let own = |host: &&Host| park::named_in(&host.mention.name).last().is_some_and(|(end, _)| !GENERAL.contain(&host.mention.name[*end..]));
    let root = Topic { hosts: reader.park.iter().filter(own).cloned().collect(), title: Span::default() };
    // What a line of its own names, for the paragraphs behind it.
    let mut caption: Option<Topic> = None;
    // What the line before names and nothing beside it, and whose headings it is over where their numbers begin anew behind it.
    let mut alone: Option<Topic> = None;
    let mut over: Option<(Topic, Option<BlockId>, BlockId)> = None;
    let numbered =
        |id: BlockId| document.text.slice(document.block(id).span).chars().next().map(|c| (c.is_ascii_digit(), matches!(c, '（' | '(')));
    for (index, block) in document.blocks.iter().enumerate() {
        let id = BlockId(index as u32);
        let above = block.parent.map_or(Some(&root), |parent| topics[parent.0 as usize].as_ref());
        match block.kind {
            BlockKind::Table(table) => reader.table(&document.tables[table as usize], id),
            BlockKind::Heading { .. } => {
                caption = None;
                // ——西北产区⏎1.区域特点: the numbers begin anew under a line of their own.
                let anew =
                    alone.take().filter(|_| document.text.slice(block.span).trim_start_matches(['（', '(']).starts_with(['1', '一']));
                if let Some(topic) = anew {
                    over = Some((topic, block.parent, id));
                }
                // It is over those that are numbered alike, and what stands under them.
                let nested = |first: BlockId| block.parent.is_some_and(|parent| parent.0 >= first.0);
                over = over.filter(|(_, parent, first)| nested(*first) || *parent == block.parent && numbered(*first) == numbered(id));
                let above = over.as_ref().filter(|(_, _, first)| !nested(*first)).map(|(topic, ..)| topic).or(above);
                alone = reader.named_alone(block.span);
                let topic = reader.topic(block.title, above).or_else(|| above.cloned()).unwrap_or_default();
                reader.block(id, block.title, &topic);
                topics[index] = Some(topic);
            }
            BlockKind::Paragraph if super::is_caption(document.text.slice(block.span)) => {
                reader.block(id, block.span, above.unwrap_or(&root));
                caption = reader.named_alone(block.span);
                alone.clone_from(&caption);
            }
            BlockKind::Paragraph => {
                alone = None;
                reader.block(id, block.span, caption.as_ref().or(above).unwrap_or(&root));
            }
        }
    }
}

/// What a heading names that the text under it is about.
#[derive(Clone, Debug, Default)]
struct Topic {
    hosts: Vec<Host>,
    /// Where the heading stands, which may name industries: （五）纺织服装。
    title: Span,
}

impl Reader<'_, '_> {
    /// What a heading is about, if it says; one that names no place is about those of the heading above.
    fn topic(&self, span: Span, above: Option<&Topic>) -> Option<Topic> {
        let title = self.document.text.slice(span);
        let end = title.find(['。', '，', '；']).unwrap_or(title.len());
        let name = title[..end].trim_end();
        if name.chars().count() > 100 {
            return None;
        }
        let whole = Span::new(0, end).shift(span.start);
        let sites = self.sites(Span::new(0, name.len()).shift(span.start));
        if sites.is_empty() {
            return Some(Topic { hosts: above.map_or_else(Vec::new, |above| above.hosts.clone()), title: whole });
        }
        let markers = marker::scan(name);
        let clause = Clause::new(name, Span::new(0, name.len()), &sites, &markers);
        let hosts = |group: Span| -> Vec<Host> { clause.hosting(group).map(|site| host(site, span.start, false)).collect() };
        // “一核”：以南宁市为核心
        if let Some(core) =
            clause.frames.iter().find_map(|frame| clause.group_at(frame.inner.start).filter(|group| group.end >= frame.inner.end))
        {
            return Some(Topic { hosts: hosts(core), title: Span::default() });
        }
        if let Some(group) = clause.endowed() {
            return Some(Topic { hosts: hosts(group), title: Span::default() });
        }
        if let Some(group) = clause.group_at(0) {
            let behind = &name[group.end..];
            let base = name::named(behind, group.end + span.start);
            let park = hosts(group).len() == 1 && hosts(group)[0].is_park() && !behind.starts_with("管委会");
            // 环渤海地区 该区域位于…: the line goes on behind a blank.
            let apart = behind.starts_with(char::is_whitespace);
            if behind.is_empty() || apart || park || !base.is_empty() || clause.part(group) == Part::Subject {
                return Some(Topic { hosts: hosts(group), title: whole });
            }
        }
        // 在甲地区建设A带, 推动乙市发展B
        let led = clause.groups.first().copied().filter(|group| clause.part(*group) == Part::Subject);
        led.map(|group| Topic { hosts: hosts(group), title: Span::default() })
    }

    /// 成都市⏎重点发展…: the places that a line names, if it names nothing else.
    fn named_alone(&self, line: Span) -> Option<Topic> {
        let words = self.document.text.slice(line);
        // Cheap first: most lines are text.
        if words.len() > LONGEST_NAMES || words.contains('。') {
            return None;
        }
        let dashes = words.len() - words.trim_start_matches('—').len();
        let (line, words) = (Span::new(line.start + dashes, line.end), &words[dashes..]);
        let (sites, whole) = (self.sites(line), Span::new(0, words.trim_end().len()));
        let clause = Clause::new(words, whole, &sites, &[]);
        let group = clause.group_at(0).filter(|group| group.end == whole.end)?;
        let hosts: Vec<Host> = clause.hosting(group).map(|site| host(site, line.start, false)).collect();
        (!hosts.is_empty()).then_some(Topic { hosts, title: Span::default() })
    }

    /// The industries that a heading names, as named by the places that stand at a span.
    fn industries(&self, topic: &Topic, at: Span) -> Vec<Name> {
        let title = self.document.text.slice(topic.title);
        let sites = self.sites(topic.title);
        let named = match sites.as_slice() {
            [] => {
                let name = title.split('：').next().unwrap_or(title);
                if name.chars().count() > 18 || name.ends_with("走廊") {
                    return Vec::new();
                }
                // 做强纺织服装产业: what the verb governs.
                let markers = marker::scan(name);
                let verb = markers
                    .iter()
                    .take_while(|marker| matches!(marker.kind, Kind::Adverb | Kind::Grows | Kind::Builds | Kind::Guides))
                    .last();
                let from = verb.filter(|_| markers[0].span.start == 0).map_or(0, |verb| verb.span.end);
                name::list(&name[from..], from, false)
            }
            // 南宁电子信息产业基地
            [.., last] => name::named(&title[last.span.end..], last.span.end),
        };
        named.into_iter().map(|industry| Name { name: industry.name, span: at }).collect()
    }
}

fn host(site: &Site, offset: usize, near: bool) -> Host {
    Host { mention: Mention { name: site.name.clone(), span: site.span.shift(offset) }, near }
}

/// Whether the words before a park's ending name but an industry (石化产业园), so that they tell no one park.
pub(super) fn is_named_by_industry(park: &str) -> bool {
    name::of_park(park).is_some()
}

/// In bytes: some hundred characters of names.
const LONGEST_NAMES: usize = 300;

/// Whether the name of a park can host something: 电子产业集聚区 alone names none.
fn is_one_park(park: &str) -> bool {
    holds_a_place(park) || name::of_park(park).is_none_or(|industry| name::has_own_name(park, &industry))
}

fn holds_a_place(park: &str) -> bool {
    park.chars().skip(1).take(3).any(|c| matches!(c, '河' | '江' | '湖' | '山' | '岛' | '湾' | '峡'))
        || Reference::load().county_prefix(park).is_some()
        || place::begins_with_region(park)
        || park::place_in(park).is_some()
}

/// Whether the words before a verb are an area by their form: 中部沙沼区.
fn is_area(words: &str) -> bool {
    (4..=8).contains(&words.trim().chars().count()) && words.trim().ends_with(['区', '县', '镇', '乡', '旗'])
}

/// What a place has by nature or by its past: 区位优势明显, 土壤肥沃, 产业基础较好.
static OWN: Words = Words::new(&[
    "产业基础", "产业体系", "产业结构", "产业发展", "现代产业", "特色产业", "产业特色", "资源", "土壤", "气候", "交通", "区位", "地理位置",
    "矿产", "矿藏", "生态", "水能", "优势", "经济实力", "经济总量", "经济基础", "经济结构", "综合实力", "特色", "农业", "工业", "地势",
    "水资源", "物产", "自然条件", "自然资源", "历史悠久", "人口",
]);

/// Whether a clause whose subject is no known place may be about another one: not where it speaks of a place's soil, resources or industries.
fn is_other_host(words: &str) -> bool {
    !OWN.occur_in(words) && name::flourishing(words).is_none()
}

/// A sentence without the brackets that open it: in 〔市科技局〕临淄区发展… stands the clause of the sentence before.
fn behind_brackets(mut sentence: &str) -> &str {
    while sentence.starts_with(['（', '〔', '[', '［', '(']) {
        let mut rest = sentence;
        // Most of what stands in them are ideographs.
        while let Some(c) = rest.chars().next().filter(|c| !matches!(c, '）' | '〕' | ']' | '］' | ')')) {
            rest = &rest[behind_words(rest, c.len_utf8())..];
        }
        sentence = rest.char_indices().nth(1).map_or("", |(behind, _)| &rest[behind..]);
    }
    sentence
}

/// What stands behind the colon of a label.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    /// 主导产业：A、B.
    Industries,
    /// 功能定位：A基地，B中心，….
    Position,
}

/// What holds in a sentence from clause to clause.
struct State {
    /// Who the clauses are about.
    hosts: Vec<Host>,
    /// Whether the clause before only named places, so that those of the next are more of them.
    pending: bool,
    /// The label that the colon before ended, whose list follows.
    label: Option<Label>,
    /// Whether the clause before ended in a list that this one may go on with.
    lists: bool,
    /// What the clause before laid out in places.
    laid: Vec<Name>,
    /// The places of clauses before that are the core of what the sentence has yet to name.
    cores: Vec<Host>,
    /// Whether the sentence only sets places and their industries side by side: 德阳装备制造、绵阳电子信息.
    side_by_side: bool,
}

impl Reader<'_, '_> {
    /// The places, parks and regions of a stretch of the document that can host something: 电子产业集聚区 alone names none. 我市 and 全县 are the document's own.
    fn sites(&self, span: Span) -> Vec<Site> {
        let text = self.document.text.slice(span);
        let parks = if self.endings.are_in(span) { park::find(text) } else { Vec::new() };
        let mut found = place::sites_beside(&parks, text, &self.home);
        let mut hosting = self.hosting.borrow_mut();
        let mut is_one_park =
            |park: &str| hosting.get(park).copied().unwrap_or_else(|| *hosting.entry(park.to_owned()).or_insert_with(|| is_one_park(park)));
        found.retain(|site| site.kind != SiteKind::Park || is_one_park(&site.name));
        // 长春、吉林: the city, where its name stands beside another's.
        for index in 1..found.len() {
            let [before, own] = &mut found[index - 1..=index] else { continue };
            let beside = before.kind == SiteKind::Place && place::is_joint(&text[before.span.end..own.span.start]);
            if beside && own.kind == SiteKind::Province && text[own.span.start..own.span.end] == *own.name.trim_end_matches('省') {
                let city = format!("{}市", own.name.trim_end_matches('省'));
                if !Reference::load().places_named(&city).is_empty() {
                    (own.name, own.kind) = (city, SiteKind::Place);
                }
            }
        }
        if self.home.is_national() {
            for site in found.iter_mut().filter(|site| site.kind == SiteKind::Province) {
                site.kind = SiteKind::Place;
            }
        }
        let own = self.home.place().filter(|own| own.rank != Rank::Province);
        if let Some((own, rank)) = own.and_then(|own| Some((own, own.name.chars().last()?))) {
            for (at, _) in text.match_indices(rank) {
                let Some(start) = text[..at].strip_suffix(['我', '全', '本']).map(str::len) else { continue };
                let span = Span::new(start, at + rank.len_utf8());
                if !found.iter().any(|site| site.span.start < span.end && span.start < site.span.end) {
                    found.push(Site { name: own.name.clone(), span, kind: SiteKind::Place });
                }
            }
            found.sort_by_key(|site| site.span.start);
        }
        found
    }

    fn block(&mut self, id: BlockId, span: Span, topic: &Topic) {
        let text = self.document.text.slice(span);
        let mut lead: Option<Topic> = None;
        for sentence in crate::outline::sentences(text) {
            let mut content = &text[sentence.start..sentence.end];
            let mut start = sentence.start;
            if sentence.start == 0 {
                // 【石化产业】, and a first sentence that only names who or what the block is about: 渭南经济技术开发区。
                let bracketed = content
                    .strip_prefix('【')
                    .and_then(|rest| rest.find('】').map(|end| Span::new('【'.len_utf8(), '【'.len_utf8() + end)));
                if let Some(title) = bracketed {
                    lead = self.topic(title.shift(span.start), Some(topic));
                    start = title.end + '】'.len_utf8();
                    content = &text[start..sentence.end];
                } else if content.ends_with('。') && content.chars().count() <= 40 {
                    let title = Span::new(0, content.len() - '。'.len_utf8());
                    let sites = self.sites(Span::new(start, sentence.end).shift(span.start));
                    let markers = Vec::new();
                    let clause = Clause::new(content, title, &sites, &markers);
                    if let [group] = clause.groups[..]
                        && group.start == 0
                        && (group == title
                            || !name::named(&content[group.end..title.end], group.end).is_empty() && marker::scan(content).is_empty())
                    {
                        lead = Some(Topic {
                            hosts: clause.hosting(group).map(|site| host(site, span.start, false)).collect(),
                            title: Span::default(),
                        });
                        continue;
                    }
                }
            }
            self.sentence(id, content, span.start + start, lead.as_ref().unwrap_or(topic));
        }
    }

    /// Reads a sentence. A place that it names holds to its end; for the next one, those of the heading hold again.
    fn sentence(&mut self, id: BlockId, content: &str, offset: usize, topic: &Topic) {
        let whole = content.len();
        let content = behind_brackets(content);
        let offset = offset + whole - content.len();
        // Cheap first: most sentences name no place.
        let own = Span::new(0, content.len()).shift(offset);
        let mut sites = self.sites(own);
        // 建设成国家…示范区: 成 belongs to the verb.
        sites.retain(|site| {
            site.kind != SiteKind::Park || !site.name.starts_with('成') || !content[..site.span.start].ends_with(['设', '造', '展', '建'])
        });
        let recalled = if self.endings.are_in(own) { self.recalled(content, topic) } else { None };
        if sites.is_empty() && topic.hosts.is_empty() && recalled.is_none() {
            return self.becomes(id, content, offset);
        }
        let end = content.trim_end().trim_end_matches('》');
        let title = ["方案", "计划", "规划", "意见", "通知", "办法", "措施", "要点", "纲要"].iter().any(|kind| end.ends_with(kind));
        if content.starts_with("关于") || title {
            return;
        }
        let mut markers = marker::scan(content);
        // 打造成都…: 成 belongs to the name.
        for marker in markers.iter_mut().filter(|marker| content[..marker.span.end].ends_with('成')) {
            let name = marker.span.end - '成'.len_utf8();
            if sites.iter().any(|site| site.span.start == name) {
                marker.span.end = name;
            }
        }
        markers.retain(|marker| !sites.iter().any(|site| site.span.start < marker.span.end && marker.span.start < site.span.end));
        let hosts = recalled.map_or_else(|| topic.hosts.clone(), |park| vec![park]);
        let mut state =
            State { hosts, pending: false, label: None, lists: false, laid: Vec::new(), cores: Vec::new(), side_by_side: false };
        let spans = clause::spans(content);
        let beside = |span: &Span| {
            let clause = Clause::new(content, *span, &sites, &markers);
            clause.groups.iter().filter(|group| !side_by_side(&clause, **group, false).is_empty()).count()
        };
        state.side_by_side = sites.len() > 1 && spans.iter().map(beside).sum::<usize>() > 1;
        for (index, &span) in spans.iter().enumerate() {
            let clause = Clause::new(content, span, &sites, &markers);
            if clause.markers.iter().any(|marker| marker.kind == Kind::Ends) || clause.seizes_a_chance() {
                continue;
            }
            let place = Place { id, offset, clause: &clause };
            if index == 1 && content[..span.start].ends_with('：') && self.labelled(&place, spans[0], &state) {
                self.park_names(&place);
                continue;
            }
            if (content[span.end..].starts_with('：') || clause::is_dash(&content[span.end..])) && !clause.grows_something() {
                let group = clause
                    .group_at(span.start)
                    .or_else(|| clause.groups.first().copied().filter(|group| clause.part(*group) == Part::Ground));
                let label = clause.label_before(span.end);
                if let Some(group) = group.filter(|group| group.end == span.end || label.is_some()) {
                    state.hosts = place.hosts(group);
                }
                let position = |label: &str| label.ends_with("定位") && label != "产业定位";
                state.label = label.map(|label| if position(label) { Label::Position } else { Label::Industries });
                continue;
            }
            if let Some(label) = state.label {
                // The positions fill the sentence, until another place begins a clause.
                let goes_on = label == Label::Position && clause.group_at(span.start).is_none();
                state.label = Some(label).filter(|_| goes_on);
                let found = match label {
                    Label::Industries => name::list(clause.words(), span.start, true),
                    Label::Position => name::governed(clause.words(), span.start, false),
                };
                if label == Label::Industries || goes_on {
                    self.push(&place, &state.hosts, &found, MAINLY);
                    self.bracketed(&place);
                    continue;
                }
            }
            // 甲县发展A；乙村发展B: whoever it is, it is not 甲县.
            let other = || clause.other_subject().is_some_and(|words| is_other_host(words) && name::industry(words, false).is_none());
            if content[..span.start].ends_with(['；', ';']) && (!clause.groups.is_empty() || other()) {
                state.hosts = topic.hosts.clone();
            } else if state.hosts.iter().any(|host| host.near) && (clause.other_subject().is_some_and(is_area) || clause.elsewhere()) {
                // 北部地区打造A，中部沙沼区发展B: an area that is not known, but none of those before.
                state.hosts.clear();
            }
            // 争取国家批准在甲地布局A，成为…: what follows is not 甲's.
            let before = clause.is_led_within().then(|| (state.hosts.clone(), self.facts.len()));
            self.clause(&place, &mut state, topic);
            if let Some((hosts, _)) = before.filter(|(_, facts)| self.facts.len() > *facts) {
                state.hosts = hosts;
            }
        }
        // The park that a later sentence may mean by 开发区: the one that opens the sentence, or is the only one in it.
        let mut parks = sites.iter().filter(|site| site.kind == SiteKind::Park);
        if let Some(park) = parks.next().filter(|park| content[..park.span.start].trim().is_empty() || parks.next().is_none()) {
            self.park = Some(host(park, offset, false));
        }
    }

    /// 成为全国重要的钢铁生产基地: what the city or county of the document is to become, where the sentence names no place.
    fn becomes(&mut self, id: BlockId, content: &str, offset: usize) {
        const VERBS: [&str; 9] = ["成为", "建成", "打造成", "建设成", "打造成为", "建设成为", "建设", "打造", "创建"];
        static WIDE: Words = Words::new(&[
            "国内", "全国", "我国", "国家", "全省", "区域性", "国际", "世界", "华东", "华南", "华北", "西南", "西北", "东北", "海峡",
            "中部", "西部", "东部",
        ]);
        /// What an industry is to the place that has it: 支柱产业, 首位产业.
        static STANDING: Words = Words::new(&["支柱产业", "主导产业", "首位产业", "支柱性产业", "主导性产业"]);
        let Some(home) = self.home.place().filter(|home| home.rank != Rank::Province) else { return };
        let end = content.trim_end_matches(['。', '；']);
        let stands = STANDING.occur_in(content);
        if !end.ends_with("基地") && !stands {
            return;
        }
        let mention = Mention { name: home.name.clone(), span: Span::new(offset, offset + content.len()) };
        let markers = marker::scan(content);
        // 着力壮大A、B支柱产业
        for span in clause::spans(content).into_iter().filter(|_| stands) {
            let clause = Clause::new(content, span, &[], &markers);
            let mut verbs = clause.markers.iter().filter(|marker| matches!(marker.kind, Kind::Grows | Kind::Builds)).map(|verb| verb.span);
            let Some(first) = verbs.next() else { continue };
            // 做大做强: the object stands behind the last of them.
            let verb = verbs.fold(first, |last, next| if next.start == last.end { next } else { last });
            let object = clause.slice(verb.end, span.end);
            let Some(list) = STANDING.strip_ending(object.trim_end()).filter(|list| !list.is_empty()) else { continue };
            let found = name::list(list, verb.end, true);
            self.push(&Place { id, offset, clause: &clause }, &[Host { mention: mention.clone(), near: false }], &found, DEVELOPS);
        }
        if !end.ends_with("基地") {
            return;
        }
        let Some(span) = clause::spans(content).into_iter().last() else { return };
        let clause = Clause::new(content, span, &[], &markers);
        let Some(verb) = clause.markers.iter().rfind(|marker| clause.is(marker, &VERBS)) else { return };
        let object = clause.slice(verb.span.end, clause.stretch_end(verb.span.end));
        // 建设 alone builds much: what is 全国重要的 is the city's aim.
        let aims = !clause.is(verb, &["建设", "打造", "创建"]) || object.contains("重要");
        if aims && WIDE.occur_in(object) && clause.markers.last().is_some_and(|last| last.span.start == verb.span.start) {
            let found = name::governed(object, verb.span.end, false);
            let place = Place { id, offset, clause: &clause };
            self.push(&place, &[Host { mention, near: false }], &found, BASE);
        }
    }

    /// 开发区以A为主导产业: which one, where the words do not say so themselves.
    fn recalled(&self, content: &str, topic: &Topic) -> Option<Host> {
        const BARE: [&str; 7] = ["开发区", "高新区", "经开区", "工业园区", "产业园区", "园区", "新区"];
        let park = self.park.as_ref().filter(|_| topic.hosts.iter().all(Host::is_park))?;
        let names_it = |clause: &str| {
            let clause = clause.trim_start().trim_start_matches(['该', '本', '全']);
            let behind = BARE.iter().find_map(|bare| clause.strip_prefix(bare));
            behind.is_some_and(|rest| {
                static GO_ON: Words = Words::new(&[
                    "将", "要", "以", "重点", "围绕", "着力", "大力", "积极", "主导产业", "已", "应", "形成", "初步形成", "基本形成",
                    "现有", "坚持", "主要", "依托", "聚焦", "突出", "立足", "现已",
                ]);
                GO_ON.open(rest)
            })
        };
        content.split(['，', '；', '：']).take(2).any(names_it).then(|| park.clone())
    }

    /// 甲市：A、B; A：甲市、乙市. Whether the clause is what stands behind the colon of such a line.
    fn labelled(&mut self, place: &Place<'_>, label: Span, state: &State) -> bool {
        let clause = place.clause;
        if clause.group_at(clause.span.start).is_some_and(|group| group.end == clause.span.end) {
            let Some(industry) = name::industry(clause.content[label.start..label.end].trim(), false) else { return false };
            self.push(place, &place.hosts(clause.groups[0]), &[Name { name: industry, span: label }], LAID_OUT);
            return true;
        }
        if state.hosts.is_empty() || !state.hosts.iter().all(|host| host.near) || !clause.sites.is_empty() {
            return false;
        }
        if clause.markers.iter().any(|marker| matches!(marker.kind, Kind::Grows | Kind::Builds | Kind::Guides)) {
            return false;
        }
        // 甲区：以A、B为主导产业
        if !clause.frames.is_empty() {
            return false;
        }
        // 甲园区：主导产业为A、B
        let words = clause.markers.first().filter(|marker| marker.kind == Kind::Label && marker.span.start == clause.span.start);
        let words = words.map_or(clause.words(), |label| {
            let list = clause.slice(label.span.end, clause.span.end);
            ["为", "是"].iter().find_map(|is| list.strip_prefix(is)).unwrap_or(list)
        });
        let found = name::list(words, clause.span.end - words.len(), true);
        // 甲园区：医疗器械; behind a city one word may be anything.
        let few = found.len() < 2 && !(found.len() == 1 && state.hosts.iter().all(Host::is_park));
        if few || name::list(words, 0, false).is_empty() {
            return false;
        }
        self.push(place, &state.hosts, &found, MAINLY);
        true
    }

    fn clause(&mut self, place: &Place<'_>, state: &mut State, topic: &Topic) {
        let clause = place.clause;
        self.park_names(place);
        self.bracketed(place);
        // 武威工业园区 碳基新材料、农产品加工: a row whose cells a blank parts.
        if let Some(group) = clause.group_at(clause.span.start).filter(|_| clause.markers.is_empty() && clause.groups.len() == 1) {
            let behind = clause.slice(group.end, clause.span.end);
            let words = behind.trim_start();
            let found = name::list(words, clause.span.end - words.len(), false);
            if words.len() < behind.len() && !found.is_empty() && found.len() >= name::parts(words).len() {
                return self.push(place, &place.hosts(group), &found, MAINLY);
            }
        }
        if self.laid_out(place, topic) || self.reaches_further(place, state) {
            return;
        }
        let parts: Vec<(Span, Part)> =
            clause.groups.iter().filter(|group| clause.in_frame(**group).is_none()).map(|group| (*group, clause.part(*group))).collect();
        self.subjects(place, &parts, state);
        self.moves_on(place, state);
        self.raised(place, state);
        self.frames(place, state, topic);
        let from = self.bases(place, &parts, state, topic);
        self.objects(place, &parts, from, state);
    }

    /// 向农产品加工、商贸物流等领域延伸: what those of whom the sentence speaks turn to.
    fn moves_on(&mut self, place: &Place<'_>, state: &State) {
        const ENDS: [&str; 8] = ["延伸", "拓展", "转型", "迈进", "升级", "进军", "发展", "集聚"];
        let clause = place.clause;
        let Some(towards) = clause.markers.iter().find(|marker| marker.kind == Kind::Towards) else { return };
        let words = clause.slice(towards.span.end, clause.span.end).trim_end();
        let words = words.strip_suffix("发展").unwrap_or(words);
        let Some(what) = ENDS.iter().find_map(|verb| words.strip_suffix(verb)).filter(|what| what.contains(['、', '和', '业'])) else {
            return;
        };
        if !clause.groups.iter().any(|group| group.start >= towards.span.start) {
            let own = clause.groups.iter().rfind(|group| group.end <= towards.span.start).map(|group| place.hosts(*group));
            self.push(place, own.as_ref().unwrap_or(&state.hosts), &name::governed(what, towards.span.end, false), DEVELOPS);
        }
    }

    /// Who the clause is about: the places with which it begins, or behind 支持, 在, 依托.
    fn subjects(&mut self, place: &Place<'_>, parts: &[(Span, Part)], state: &mut State) {
        let clause = place.clause;
        let mut about: Vec<Host> = Vec::new();
        for &(group, part) in parts {
            if !matches!(part, Part::Subject | Part::Ground) {
                continue;
            }
            let hosts = place.hosts(group);
            if part == Part::Ground {
                // 依托辽阳市芳烃产业基础发展…
                let found = name::named(clause.slice(group.end, clause.stretch_end(group.end)), group.end);
                self.push(place, &hosts, &found, BASE);
            }
            about.extend(hosts);
        }
        let goes_on = std::mem::take(&mut state.pending)
            && parts.first().is_some_and(|(group, _)| clause.slice(clause.span.start, group.start).trim().is_empty())
            || clause.markers.iter().any(|marker| {
                // 甲、乙联动发展 begins anew; 联动甲、乙 goes on.
                marker.kind == Kind::Joins && clause.groups.first().is_some_and(|group| marker.span.start < group.start)
            });
        // 甲市发展A，支持新疆发展B: a province hosts nothing here, and what it is to do is not 甲市's.
        let province = |marker: &marker::Marker| {
            matches!(marker.kind, Kind::Guides)
                && clause.sites.iter().any(|site| site.kind == SiteKind::Province && site.span.start == marker.span.end)
        };
        if about.is_empty() && clause.groups.is_empty() && state.hosts.iter().all(|host| host.near) && clause.markers.iter().any(province) {
            state.hosts.clear();
            return;
        }
        if about.is_empty()
            && let Some(group) = clause.endowed()
        {
            state.hosts = place.hosts(group);
            return;
        }
        if about.is_empty() {
            return;
        }
        // A city that builds on its parks: both.
        let inside = parts.iter().all(|(_, part)| *part != Part::Subject)
            && about.iter().all(Host::is_park)
            && state.hosts.iter().any(|host| !host.is_park());
        if goes_on || inside {
            state.hosts.extend(about);
        } else {
            state.hosts = about;
        }
        state.pending = parts.last().is_some_and(|(group, part)| {
            matches!(part, Part::Subject | Part::Ground) && clause.slice(group.end, clause.span.end).trim().is_empty()
        });
    }

    /// 以甲、乙为核心的A产业集群, 以A、B为主的C产业.
    fn frames(&mut self, place: &Place<'_>, state: &mut State, topic: &Topic) {
        let clause = place.clause;
        for (index, frame) in clause.frames.iter().enumerate() {
            let stop = clause.frames.get(index + 1).map_or(clause.span.end, |next| next.span.start);
            let behind = Span::new(frame.span.end, clause.stretch_end(frame.span.end).min(stop));
            let what = clause.slice(behind.start, behind.end);
            if let Some(group) = clause.group_at(frame.inner.start) {
                self.core(place, group, frame, state, topic);
                continue;
            }
            match frame.kind {
                Kind::Means => {
                    let named: Vec<Host> =
                        clause.groups.iter().filter(|group| frame.inner.contains(**group)).flat_map(|group| place.hosts(*group)).collect();
                    if let ([_], true) = (named.as_slice(), topic.hosts.is_empty()) {
                        state.hosts = named;
                    }
                }
                Kind::Mainly | Kind::Led if !clause.groups.iter().any(|group| frame.inner.contains(*group)) => {
                    let inner = clause.slice(frame.inner.start, frame.inner.end);
                    let mut found = name::list(inner, frame.inner.start, false);
                    if frame.kind == Kind::Mainly && (!found.is_empty() || frame.of) {
                        found = name::list(inner, frame.inner.start, true);
                    }
                    // What leads may be a company or its project.
                    if frame.kind == Kind::Led {
                        found.retain(|name| name::is_plain(&name.name));
                    }
                    // 以进口木材为主的桂北木材加工区: the park behind rests on them.
                    let owner = clause
                        .groups
                        .iter()
                        .copied()
                        .find(|group| group.start >= frame.span.end && clause.slice(frame.span.start, group.start).ends_with('的'));
                    if let Some(group) = owner {
                        self.push(place, &place.hosts(group), &found, MAINLY);
                        continue;
                    }
                    if frame.of && !found.is_empty() {
                        found.extend(name::list(what, behind.start, false));
                    }
                    // 以整车为龙头、零部件为配套的汽车产业集群
                    if let Some((_, whole)) = what.rsplit_once('的').filter(|(_, whole)| !frame.of && name::is_tailed(whole)) {
                        found.extend(name::list(whole, behind.start + what.len() - whole.len(), false));
                    }
                    self.deal(place, &state.hosts, inner, frame.inner.start, &found, MAINLY);
                }
                _ => {}
            }
        }
    }

    /// 以甲、乙为核心: the places are the core of what follows, or of what the heading or the words before name.
    fn core(&mut self, place: &Place<'_>, group: Span, frame: &clause::Frame, state: &mut State, topic: &Topic) {
        let clause = place.clause;
        // A list may have members that are not known; those that are hold.
        let ends = |site: &&Site| {
            let behind = clause.slice(site.span.end, frame.inner.end).trim_start();
            behind.is_empty() || behind.starts_with(['、', '和', '及', '与', '等'])
        };
        let groups = clause.groups.iter().copied().filter(|group| frame.inner.contains(*group));
        let sites = groups.flat_map(|group| clause.hosting(group)).filter(ends);
        let mut hosts: Vec<Host> = sites.map(|site| host(site, place.offset, true)).collect();
        let whole = clause.slice(group.end, frame.inner.end).trim().is_empty()
            || hosts.len() > 1 && clause.slice(frame.inner.start, frame.inner.end).contains('、');
        let mut from = frame.span.end;
        // 以长春为中心、辐射吉林市和四平市的汽车产业集群
        let more = clause.groups.iter().find(|group| {
            group.start >= from && ["辐射", "带动", "联动", "覆盖"].iter().any(|verb| clause.slice(from, group.start).ends_with(verb))
        });
        if let Some(more) = more.filter(|more| clause.content[more.end..].starts_with('的')) {
            hosts.extend(place.hosts(*more));
            from = more.end + '的'.len_utf8();
        }
        let what = clause.slice(from, clause.stretch_end(from));
        let builds = clause.markers.iter().any(|marker| {
            let acts = matches!(marker.kind, Kind::Grows | Kind::Builds | Kind::Guides) && marker.span.start >= from;
            acts && !clause.is(marker, &REACHES) && !clause.slice(marker.span.end, clause.span.end).trim().is_empty()
        });
        let found = if from > frame.span.end || frame.of { name::named(what, from) } else { Vec::new() };
        if !whole {
            // 以沈阳装备制造业为中心: it is what the place is the centre of.
            let own = clause.slice(group.end, frame.inner.end).trim();
            if own.ends_with('业') && !own.contains(['、', '和', '及']) {
                self.push(place, &place.hosts(group), &name::list(own, group.end, false), BASE);
            }
            return;
        }
        if !found.is_empty() {
            // 以甲为核心区，乙、丙为配套区的A产业格局: what the end names is that of all.
            hosts.splice(0..0, std::mem::take(&mut state.cores));
            self.push(place, &hosts, &found, BASE);
            state.hosts = hosts;
            return;
        }
        // 铝精深加工以南宁江南工业区为核心载体
        let before = clause.slice(clause.span.start, frame.span.start).trim();
        let head = name::industry(
            ["重点", "主要", "形成", "空间布局", "布局"].iter().fold(before, |words, end| words.trim_end_matches(end)),
            false,
        );
        let head = head.map(|name| Name { name, span: Span::new(clause.span.start, frame.span.start) });
        if !frame.of && !builds {
            let found = match head {
                Some(head) => vec![head],
                // …，以丙、丁为辐射区: of what the clause before laid out.
                None if before.is_empty() && !state.laid.is_empty() => state.laid.clone(),
                None => self.industries(topic, group),
            };
            if found.is_empty() {
                state.cores.extend(hosts.iter().cloned());
            }
            // …、重点拓展丁、戊
            hosts.extend(clause.groups.iter().filter(|group| reached(clause, group)).flat_map(|group| place.hosts(*group)));
            self.push(place, &hosts, &found, LAID_OUT);
            state.laid = found;
        }
        // Under a city's heading its parks are the core of what the city does, but for the verb that follows at once.
        // 石峰区以田心片区为核心: both are.
        if clause.groups.iter().any(|group| group.end <= frame.span.start && clause.part(*group) == Part::Subject) {
            state.hosts.extend(hosts);
        } else if builds || topic.hosts.is_empty() || topic.hosts.iter().all(Host::is_park) {
            state.hosts = hosts;
        } else if !hosts.iter().any(Host::is_park) {
            state.hosts.extend(hosts);
        }
    }

    /// 以甲为核心发展区，重点拓展乙、丙: what the clause before laid out reaches further places.
    fn reaches_further(&mut self, place: &Place<'_>, state: &State) -> bool {
        let clause = place.clause;
        let ([group], false) = (clause.groups.as_slice(), state.laid.is_empty()) else { return false };
        let whole = reached(clause, group) && clause.slice(group.end, clause.span.end).trim().is_empty();
        if whole {
            self.push(place, &place.hosts(*group), &state.laid, LAID_OUT);
        }
        whole
    }

    /// 重点布局在石狮、晋江; 向甲园区集中: the industry stands before the verb, or is the heading's. Whether the clause is such a one.
    fn laid_out(&mut self, place: &Place<'_>, topic: &Topic) -> bool {
        let clause = place.clause;
        let lays = |at: usize| {
            let marker = clause.markers[at];
            let behind = clause.slice(marker.span.end, clause.span.end);
            let group = clause.groups.iter().copied().find(|group| group.start >= marker.span.end);
            let near = group.filter(|group| clause.slice(marker.span.end, group.start).chars().count() <= 2);
            match marker.kind {
                Kind::Lays => near,
                Kind::Grows if clause.slice(marker.span.start, marker.span.end) == "布局" => near,
                Kind::Towards => near.filter(|_| ["集中", "布局", "集聚", "聚集", "拓展", "延伸"].iter().any(|verb| behind.contains(verb))),
                Kind::Leads => near.filter(|group| {
                    ["进行布局", "进行产业布局", "布局", "布局发展", "发展", "集聚", "集聚发展", "集中发展"]
                        .contains(&clause.slice(group.end, clause.span.end).trim())
                }),
                _ => None,
            }
        };
        let Some((at, group)) = (0..clause.markers.len()).find_map(|at| Some((at, lays(at)?))) else { return false };
        let stop = clause.markers[at].span.start;
        let before = clause.groups.iter().rfind(|other| other.start < stop);
        let targets: Vec<Host> =
            clause.groups.iter().filter(|other| other.start >= group.start).flat_map(|group| place.hosts(*group)).collect();
        let verb = clause.markers[..at].iter().rev().find(|marker| matches!(marker.kind, Kind::Grows | Kind::Builds | Kind::Guides));
        let from = verb.map_or(clause.span.start, |verb| verb.span.end).max(before.map_or(0, |group| group.end));
        let what = clause.slice(from, clause.stretch_end(from).min(stop));
        let named = name::list(what.trim(), from + what.len() - what.trim_start().len(), verb.is_some() && before.is_none());
        if !named.is_empty() {
            // 阜阳市现代中药产业主要布局在太和县
            let mut hosts: Vec<Host> = before.map_or_else(Vec::new, |group| place.hosts(*group));
            hosts.extend(targets);
            self.push(place, &hosts, &named, LAID_OUT);
            return true;
        }
        if before.is_some() {
            return false;
        }
        let acts = clause.markers[at + 1..].iter().any(|marker| {
            matches!(marker.kind, Kind::Grows | Kind::Builds) && marker.span.start > group.end && marker.span.end < clause.span.end
        });
        let named = if acts { Vec::new() } else { self.industries(topic, group) };
        self.push(place, &targets, &named, LAID_OUT);
        !named.is_empty()
    }

    /// 南宁、崇左糖业基地: places inside the clause, each with its own base. Where those end that the rest of the sentence is about.
    fn bases(&mut self, place: &Place<'_>, parts: &[(Span, Part)], state: &mut State, topic: &Topic) -> usize {
        let clause = place.clause;
        let inside: Vec<Span> = parts.iter().filter(|(_, part)| *part == Part::Inside).map(|(group, _)| *group).collect();
        let stretches: Vec<&str> = inside.iter().map(|group| clause.own_stretch(*group)).collect();
        let mut named: Vec<Vec<Name>> = inside.iter().zip(&stretches).map(|(group, words)| self.base(place, *group, words)).collect();
        if state.side_by_side {
            for (group, found) in inside.iter().zip(&mut named).filter(|(_, found)| found.is_empty()) {
                *found = side_by_side(clause, *group, true);
            }
        }
        let mut last: Option<Vec<Host>> = None;
        for (index, group) in inside.iter().enumerate() {
            let words = stretches[index].trim_end();
            let mut hosts = place.hosts(*group);
            let found = match &named[index] {
                // 南宁陆港型、柳州生产服务型等国家物流枢纽
                found if found.is_empty() && words.trim_end_matches('、').ends_with('型') => {
                    named[index..].last().cloned().unwrap_or_default()
                }
                // 西安航空航天、宝鸡钛材料等产业: the last names the base that the others share.
                found
                    if found.is_empty()
                        && words.ends_with(['、', '和', '及', '与'])
                        && words.chars().count() <= 14
                        && named[index..].last().is_some_and(|last| !last.is_empty()) =>
                {
                    name::list(words.trim_end_matches(['、', '和', '及', '与']), group.end, false)
                }
                found => found.clone(),
            };
            if found.is_empty() {
                continue;
            }
            // A park whose name tells its industry does not share that of the next.
            let alike = |own: &str| found.iter().any(|name| own.chars().rev().take(2).eq(name.name.chars().rev().take(2)));
            hosts.retain(|host| {
                !host.is_park()
                    || name::of_park(&host.mention.name)
                        .is_none_or(|own| clause.slice(group.start, group.end).ends_with('等') && alike(&own))
            });
            self.push(place, &hosts, &found, BASE);
            last = Some(hosts);
        }
        let subject = parts.iter().any(|(_, part)| matches!(part, Part::Subject | Part::Ground));
        let acts = |group: &Span| {
            let verb = clause.markers.iter().find(|marker| marker.kind != Kind::Adverb).filter(|marker| marker.span.start < group.start);
            verb.is_some_and(|marker| {
                matches!(marker.kind, Kind::Grows | Kind::Builds | Kind::Guides) && !clause.is(marker, &["围绕", "承接"])
            })
        };
        // 重点开发甲新区，建设成…: under a city's heading, too.
        if let (None, [group]) = (&last, inside.as_slice())
            && clause.markers.iter().any(|marker| marker.span.end == group.start && clause.is(marker, &["开发"]))
            && clause.slice(group.end, clause.span.end).trim().is_empty()
            && place.hosts(*group).iter().all(Host::is_park)
        {
            state.hosts = place.hosts(*group);
            return clause.span.start;
        }
        // 支持佳和公司建设首山工业园，发展…: of the park, whoever builds it.
        let built = |group: &Span| {
            let builds = |marker: &&marker::Marker| matches!(marker.kind, Kind::Builds | Kind::Grows) && marker.span.end == group.start;
            clause.markers.iter().any(|marker| builds(&marker)) && clause.slice(group.end, clause.span.end).trim().is_empty()
        };
        if let (None, [group], false) = (&last, inside.as_slice(), subject)
            && built(group)
            && place.hosts(*group).iter().all(Host::is_park)
            && ["集团", "公司", "企业", "股份"].iter().any(|who| clause.slice(clause.span.start, group.start).contains(who))
        {
            state.hosts = place.hosts(*group);
            return clause.span.start;
        }
        if subject || !topic.hosts.is_empty() || !inside.first().is_some_and(acts) {
            return clause.span.start;
        }
        // 壮大甲地区现代产业体系，A、B等产业链基本形成
        if let (None, [group]) = (&last, inside.as_slice()) {
            let rest = clause.slice(group.end, clause.span.end).trim();
            if rest.chars().count() <= 12 && ["产业体系", "发展战略", "产业结构"].iter().any(|end| rest.ends_with(end)) {
                state.hosts = place.hosts(*group);
                return clause.span.start;
            }
        }
        match (last, inside.as_slice()) {
            (Some(hosts), [group]) => {
                state.hosts = hosts;
                // 建设丙钢铁基地、甲铜产业基地: what stands before is another's.
                if clause.slice(clause.span.start, group.start).ends_with(['、', '和', '及', '与']) {
                    return group.start;
                }
            }
            (None, [group])
                if built(group) && place.hosts(*group).iter().all(|host| host.is_park() && holds_a_place(&host.mention.name)) =>
            {
                state.hosts = place.hosts(*group)
            }
            // 加快甲、乙等园区建设，打造加工贸易聚集区: what the next clauses say is of them.
            (None, [group]) if clause.markers.iter().any(|marker| marker.kind == Kind::Guides && marker.span.end == group.start) => {
                let rest = clause.slice(group.end, clause.span.end).trim();
                if ["建设", "发展", "拓展功能"].iter().any(|end| rest.ends_with(end)) && rest.chars().count() <= 12 {
                    state.hosts = place.hosts(*group);
                }
            }
            _ => {}
        }
        clause.span.start
    }

    /// What stands behind places as their base, or what a verb of growth makes of them: 深度开发北海珍珠业.
    fn base(&self, place: &Place<'_>, group: Span, words: &str) -> Vec<Name> {
        let found = name::named(words, group.end);
        let clause = place.clause;
        let grown = clause.markers.iter().any(|marker| marker.kind == Kind::Grows && marker.span.end == group.start);
        if found.is_empty() && grown && !words.contains('、') { name::list(words, group.end, false) } else { found }
    }

    /// What the verbs of the clause govern, of those whom it is about.
    fn objects(&mut self, place: &Place<'_>, parts: &[(Span, Part)], from: usize, state: &mut State) {
        let clause = place.clause;
        let goes_on = std::mem::take(&mut state.lists);
        if state.hosts.is_empty() {
            return;
        }
        // 重点发展轴承，高端装备制造业，…
        if goes_on && clause.markers.is_empty() && clause.sites.is_empty() {
            let found = name::governed(clause.words(), clause.span.start, false);
            state.lists = !found.is_empty();
            return self.push(place, &state.hosts, &found, DEVELOPS);
        }
        // What stands behind the places is about them; what stands before is not.
        let from = parts.iter().rev().find(|(_, part)| matches!(part, Part::Subject | Part::Ground)).map_or(from, |(group, _)| group.end);
        let mut any = false;
        for marker in clause.markers.iter().filter(|marker| marker.span.start >= from) {
            let grows = match marker.kind {
                Kind::Grows => true,
                Kind::Builds | Kind::Guides => false,
                _ => continue,
            };
            let start = clause.object_start(marker);
            let object = clause.slice(start, clause.stretch_end(start));
            if object.trim().is_empty() || clause.in_frame(marker.span).is_some() {
                continue;
            }
            let mut found = name::governed(object, start, grows);
            // 围绕玉柴核心产业链: what others gather around may be a company.
            if clause.is(marker, &["围绕"]) {
                found.retain(|name| name::is_industry(&name.name));
            }
            any |= !found.is_empty();
            self.deal(place, &state.hosts, object, start, &found, DEVELOPS);
        }
        state.lists = any;
        // 攀枝花市主导产业为钒钛、石墨
        if let Some(label) = clause.markers.iter().find(|marker| marker.kind == Kind::Label && marker.span.start >= from) {
            let words = clause.slice(label.span.end, clause.span.end);
            let words = words.strip_prefix("主要").unwrap_or(words);
            if let Some(rest) = ["为", "是", "于", "包括", "有"]
                .iter()
                .find_map(|is| words.strip_prefix(is))
                .filter(|_| !words.starts_with("有色") && !words.starts_with("有机"))
            {
                let found = name::list(rest, clause.span.end - rest.len(), true);
                self.push(place, &state.hosts, &found, MAINLY);
                return;
            }
            // 主导产业节能环保、食品、医药
            let found = name::list(words, label.span.end, false);
            if found.len() > 1 && !any {
                return self.push(place, &state.hosts, &found, MAINLY);
            }
        }
        // 茶叶、柑橘、生猪三大产业规模居全省之首: what flourishes is hosted by those of whom the sentence speaks.
        let first = clause.markers.iter().find(|marker| marker.span.start >= from && !matches!(marker.kind, Kind::Adverb | Kind::Label));
        if let (false, Some(end)) = (any, name::flourishing(clause.slice(from, clause.span.end)))
            && first.is_none_or(|marker| marker.span.start >= from + end)
            && !clause.groups.iter().any(|group| group.start >= from && group.start < from + end)
        {
            let words = clause.slice(from, from + end);
            let lead = words.len() - words.trim_start_matches(['的', '已', '形']).len();
            let found = name::list(&words[lead..], from + lead, false);
            return self.push(place, &state.hosts, &found, DEVELOPS);
        }
        if let Some((group, _)) = parts.iter().rev().find(|(_, part)| *part == Part::Subject).filter(|_| !any) {
            let found = name::named(clause.slice(group.end, clause.stretch_end(group.end)), group.end);
            self.push(place, &state.hosts, &found, DEVELOPS);
        }
    }

    /// 把文化旅游培育成丽江市支柱产业: what a place is to rest on, of that place or of those of whom the sentence speaks.
    fn raised(&mut self, place: &Place<'_>, state: &State) {
        const RANKS: [&str; 6] = ["支柱", "首位", "主导", "优势", "特色", "第一"];
        let clause = place.clause;
        let Some(lead) = clause.markers.iter().position(|marker| clause.is(marker, &["把", "将"])) else { return };
        let (lead, rest) = (clause.markers[lead].span.end, &clause.markers[lead + 1..]);
        let verb = ["作为", "培育成", "打造成", "打造成为", "培育成为", "发展成为", "发展成", "建设成", "建设成为", "成为", "培育", "发展"];
        let Some(verb) = rest.first().filter(|marker| clause.is(marker, &verb)) else { return };
        let behind = clause.slice(verb.span.end, clause.span.end).trim_end();
        let ranked = behind.ends_with("产业") && RANKS.iter().any(|rank| behind.contains(rank)) && !behind.contains('、');
        if !ranked || clause.groups.iter().any(|group| group.start < verb.span.start && group.start >= lead) {
            return;
        }
        let found = name::list(clause.slice(lead, verb.span.start).trim_end(), lead, false);
        let hosts = clause.groups.iter().find(|group| group.start >= verb.span.end).map(|group| place.hosts(*group));
        self.push(place, hosts.as_ref().unwrap_or(&state.hosts), &found, DEVELOPS);
    }

    /// 宁德（锂电新能源）: what a place has, in the bracket behind it; 脐橙（赣州、吉安）: where an industry is.
    fn bracketed(&mut self, place: &Place<'_>) {
        let clause = place.clause;
        if !clause.words().contains('（') {
            return;
        }
        let stop = clause.span.end;
        // Several that are written alike tell that each bracket names industries, known or not.
        let opened = clause.groups.iter().filter(|group| clause.content[group.end..stop].starts_with('（')).count();
        for &group in &clause.groups {
            if let Some(inner) =
                clause.content[group.end..stop].strip_prefix('（').and_then(|rest| rest.split_once('）')).map(|(inner, _)| inner)
            {
                let start = group.end + '（'.len_utf8();
                if !clause.sites.iter().any(|site| site.span.start >= start && site.span.end <= start + inner.len())
                    && !inner.contains(['，', '。'])
                    && !CONTENTS.open(inner)
                {
                    // 天水经济技术开发区（电子科技）: a line of nothing else.
                    let line = clause.span.start == 0
                        && group.start == 0
                        && start + inner.len() + '）'.len_utf8() == clause.content.trim_end().len();
                    let line = line && place.hosts(group).iter().all(Host::is_park) && inner.chars().count() >= 3;
                    let found = name::list(inner, start, line);
                    let whole = opened > 1 || found.len() == name::parts(inner).len().max(1);
                    let found = if whole && !found.is_empty() { name::list(inner, start, true) } else { found };
                    self.push(place, &place.hosts(group), &found, MAINLY);
                }
            }
            let before = clause.slice(clause.span.start, group.start);
            let Some(before) = before.strip_suffix('（').filter(|_| clause.content[group.end..stop].starts_with('）')) else { continue };
            let from =
                before.rfind(['、', '：', '）', '和', '及']).map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
            let from = clause
                .markers
                .iter()
                .rev()
                .map(|marker| marker.span.end - clause.span.start)
                .find(|&end| end <= before.len())
                .map_or(from, |end| from.max(end));
            if let Some(industry) = name::industry(&before[from..], false).filter(|industry| name::is_plain(industry)) {
                let span = Span::new(from, before.len()).shift(clause.span.start);
                self.push(place, &place.hosts(group), &[Name { name: industry, span }], LAID_OUT);
            }
        }
    }

    /// 北海电子信息产业园, 南宁软件园.
    fn park_names(&mut self, place: &Place<'_>) {
        for site in place.clause.sites.iter().filter(|site| matches!(site.kind, SiteKind::Park | SiteKind::Region)) {
            let behind = &place.clause.content[site.span.end..];
            if ["建设指挥部", "管委会", "管理委员会", "有限公司", "公司", "管理局"].iter().any(|body| behind.starts_with(body))
            {
                continue;
            }
            // 青湖产业园（食品加工）: the bracket says what it has.
            let told = behind.strip_prefix('（').and_then(|inner| inner.split_once('）')).map(|(inner, _)| inner);
            if told.is_some_and(|inner| !CONTENTS.open(inner) && !name::list(inner, 0, false).is_empty()) {
                continue;
            }
            // A park is told by its name: by a place, a river or the like in it, or by more than an industry and what kind of park it is.
            if let Some(industry) = name::of_park(&site.name)
                && (name::has_own_name(&site.name, &industry) || holds_a_place(&site.name))
            {
                let found = name::list(&industry, 0, true).into_iter().map(|own| Name { span: site.span, ..own });
                self.push(place, &[host(site, place.offset, true)], &found.collect::<Vec<_>>(), PARK_NAME);
            }
        }
    }

    /// Adds facts that a list gives: of each host all, but 分别发展A、B one part each.
    fn deal(&mut self, place: &Place<'_>, hosts: &[Host], list: &str, start: usize, found: &[Name], rule: &'static str) {
        let parts = if hosts.len() > 1 && place.clause.words().contains("分别") { name::parts(list) } else { Vec::new() };
        if parts.len() != hosts.len() {
            return self.push(place, hosts, found, rule);
        }
        for (host, part) in hosts.iter().zip(parts) {
            let own: Vec<Name> = found.iter().filter(|name| part.shift(start).contains(name.span)).cloned().collect();
            self.push(place, std::slice::from_ref(host), &own, rule);
        }
    }

    fn push(&mut self, place: &Place<'_>, hosts: &[Host], found: &[Name], rule: &'static str) {
        for host in hosts {
            for industry in found {
                let own = industry.span.shift(place.offset);
                let both = Span::new(host.mention.span.start.min(own.start), host.mention.span.end.max(own.end));
                let certainty = if host.near { Certainty::Stated } else { Certainty::Inferred(Inference::Subject) };
                let quotes = if host.near { [both, own] } else { [own, own] };
                self.add(&host.mention, Mention { name: industry.name.clone(), span: own }, quotes, place.id, rule, certainty);
            }
        }
    }

    /// Adds a fact that is new, with the first of its quotes that stands in the source.
    fn add(&mut self, host: &Mention, industry: Mention, quotes: [Span; 2], block: BlockId, rule: &'static str, certainty: Certainty) {
        let Some(quote) = quotes.into_iter().find(|&quote| self.document.text.source_range(quote).is_some()) else { return };
        if self.seen.insert((host.name.clone(), industry.name.clone())) {
            let evidence = Evidence { quote, block, note: None, rule, certainty };
            self.facts.push(Fact::Industry(Industry { host: host.clone(), industry, evidence }));
        }
    }

    fn table(&mut self, table: &Table, id: BlockId) {
        let text = |span: Span| -> String { self.document.text.slice(span).chars().filter(|c| !c.is_whitespace()).collect() };
        // What a table of duties says of a task is a sentence like others.
        for cell in table.rows.iter().filter_map(|row| row.cells[table.column(ColumnKind::Task)?]) {
            self.block(id, cell, &Topic::default());
        }
        let place_column = table.column(ColumnKind::Park).or_else(|| table.column(ColumnKind::Place));
        let industries: Vec<usize> =
            (0..table.columns.len()).filter(|&column| table.columns[column].kind == ColumnKind::Industries).collect();
        let Some(host_column) = place_column.filter(|_| !industries.is_empty()) else { return };
        let certainty = if table.flattened { Certainty::Inferred(Inference::Flattened) } else { Certainty::Stated };
        for row in &table.rows {
            let Some(cell) = row.cells[host_column] else { continue };
            let names = text(cell);
            let park = table.columns[host_column].kind == ColumnKind::Park;
            let hosts: Vec<String> =
                if park { vec![names] } else { place::sites(&names, &self.home).into_iter().map(|site| site.name).collect() };
            let mut found = Vec::new();
            for &column in &industries {
                let Some(of) = row.cells[column] else { continue };
                found.extend(name::list(&text(of), 0, true).into_iter().map(|industry| (industry.name, of)));
            }
            for host in hosts {
                let host = Mention { name: host, span: cell };
                for (industry, of) in &found {
                    let both = Span::new(cell.start.min(of.start), cell.end.max(of.end));
                    self.add(&host, Mention { name: industry.clone(), span: *of }, [both, *of], id, TABLE, certainty);
                }
            }
        }
    }
}

/// How a bracket begins that tells the parts of a park or a place.
static CONTENTS: Words = Words::new(&["含", "不含", "包括", "包含", "下辖", "辖", "原", "即", "以下"]);

/// Verbs by which an industry is laid out in further places.
const REACHES: [&str; 3] = ["拓展", "延伸", "辐射"];

/// Whether such a verb stands right before places.
fn reached(clause: &Clause<'_>, group: &Span) -> bool {
    clause.markers.iter().any(|marker| marker.span.end == group.start && clause.is(marker, &REACHES))
}

/// The industries that stand right behind places, if nothing else does; `certain` as for [`name::industry`].
fn side_by_side(clause: &Clause<'_>, group: Span, certain: bool) -> Vec<Name> {
    let words = clause.slice(group.end, clause.stretch_end(group.end));
    let words = words.trim_end().trim_end_matches(['、', '和', '及', '与', '等']);
    let stretch = words.trim_start().trim_start_matches('的');
    if stretch.is_empty() || stretch.chars().count() > 24 || name::is_work(stretch) {
        return Vec::new();
    }
    let found = name::list(stretch, group.end + words.len() - stretch.len(), certain && stretch.chars().count() <= 16);
    if found.len() == name::parts(stretch).len().max(1) || found.len() > 1 { found } else { Vec::new() }
}

/// A clause, and where it stands in the document.
struct Place<'c> {
    id: BlockId,
    /// The first byte of its sentence.
    offset: usize,
    clause: &'c Clause<'c>,
}

impl Place<'_> {
    fn hosts(&self, group: Span) -> Vec<Host> {
        self.clause.hosting(group).map(|site| host(site, self.offset, true)).collect()
    }
}

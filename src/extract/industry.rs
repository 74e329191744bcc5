//! Industry: which place or park hosts, or is to develop, which industry.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::{Certainty, Evidence, Extractor, Fact, Industry, Inference};
use crate::mention::Mention;
use crate::mention::park;
use crate::mention::place::{self, Site, SiteKind};
use crate::outline::{BlockId, BlockKind, ColumnKind, Document, Table};
use crate::reference::{Rank, Reference};
use crate::text::Span;

mod words;

/// Reads which industries a place or a park has, focuses on, or is to develop.
pub(super) const EXTRACTOR: Extractor = Extractor {
    relation: "industry",
    rules: &[DEVELOPS, MAINLY, BASE, PARK_NAME, LAID_OUT, TABLE],
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

/// What has been read so far in a document.
struct Reader<'d, 'f> {
    document: &'d Document,
    facts: &'f mut Vec<Fact>,
    seen: HashSet<(String, String)>,
    /// The place of the document's title: 我市.
    own: Option<String>,
}

/// A host, in the coordinates of the document's text, and whether its own sentence names it.
#[derive(Clone, Debug)]
struct Host {
    mention: Mention,
    near: bool,
}

fn extract(document: &Document, facts: &mut Vec<Fact>) {
    let title = document.head.title.as_ref().map_or("", |title| title.value.as_str());
    let issuer = document.head.issuer.as_ref().map_or("", |issuer| issuer.value.as_str());
    let own = [title, issuer].into_iter().find_map(|words| match Reference::load().place_prefix(words)?.1 {
        [place] if place.rank != Rank::Province => Some(place.name.clone()),
        _ => None,
    });
    let mut reader = Reader { document, facts, seen: HashSet::new(), own };
    // The hosts that the headings name, by the block of each.
    let mut headings: Vec<Option<Heading>> = vec![None; document.blocks.len()];
    for (index, block) in document.blocks.iter().enumerate() {
        let id = BlockId(index as u32);
        let above = block.parent.and_then(|parent| headings[parent.0 as usize].clone()).unwrap_or_default();
        match block.kind {
            BlockKind::Table(table) => reader.table(&document.tables[table as usize], id),
            BlockKind::Heading { .. } => {
                let heading = Heading::of(document, id).unwrap_or(above);
                reader.block(id, block.title, &heading);
                headings[index] = Some(heading);
            }
            BlockKind::Paragraph => reader.block(id, block.span, &above),
        }
    }
}

/// What a heading names that the text under it is about.
#[derive(Clone, Debug, Default)]
struct Heading {
    hosts: Vec<Host>,
    /// An industry: （五）纺织服装。
    industry: Option<Mention>,
}

impl Heading {
    fn of(document: &Document, id: BlockId) -> Option<Self> {
        let span = document.block(id).title;
        let title = document.text.slice(span);
        let end = title.find(['。', '，', '：', '；']).unwrap_or(title.len());
        let name = title[..end].trim_end();
        let named = Reference::load().might_name_a_place(title) || title.contains(['园', '区', '岛']);
        let sites = if named { hosting_sites(name) } else { Vec::new() };
        let mut rest = 0;
        let mut hosts = Vec::new();
        for site in &sites {
            if site.span.start != rest && !place::is_joint(&name[rest..site.span.start]) {
                break;
            }
            rest = site.span.end;
            if site.kind != SiteKind::Province {
                hosts.push(Host { mention: Mention { name: site.name.clone(), span: site.span.shift(span.start) }, near: false });
            }
        }
        let behind = &name[rest..];
        let park = hosts.len() == 1 && park::is_park(&hosts[0].mention.name) && !behind.starts_with("管委会");
        let acts = words::verb(behind).is_some_and(|verb| verb.start == 0)
            || words::MAINLY_OPENS.is_match(behind)
            || !words::named(behind, 0).is_empty();
        if !hosts.is_empty() && (behind.is_empty() || park || acts) {
            return Some(Self { hosts, industry: None });
        }
        static CORE: LazyLock<Regex> =
            LazyLock::new(|| Regex::new("以(?P<who>[\\p{Han}、]{2,30}?)为(?:核心|中心)").expect("the pattern is a constant"));
        if let Some(who) = Some(title)
            .filter(|title| named && title.contains('以'))
            .and_then(|title| CORE.captures(title))
            .and_then(|found| found.name("who"))
        {
            let hosts: Vec<Host> = hosting_sites(who.as_str())
                .into_iter()
                .filter(|site| site.kind == SiteKind::Place)
                .map(|site| Host { mention: Mention { name: site.name, span: site.span.shift(span.start + who.start()) }, near: false })
                .collect();
            if !hosts.is_empty() {
                return Some(Self { hosts, industry: None });
            }
        }
        // Cheap first: a heading that names an industry is short, and most are not.
        if name.chars().count() > 14 {
            return None;
        }
        let industry = words::industry(name, true).filter(|_| name.chars().count() <= 14 && sites.is_empty())?;
        Some(Self { hosts: Vec::new(), industry: Some(Mention { name: industry, span: Span::new(0, end).shift(span.start) }) })
    }
}

/// The places and parks of a stretch of text that can host something: 电子产业集聚区 alone names none.
fn hosting_sites(text: &str) -> Vec<Site> {
    let mut found = place::sites(text);
    found.retain(|site| site.kind != SiteKind::Park || is_somewhere(&site.name) || words::of_park(&site.name).is_none());
    found
}

/// Whether the words before a park's ending name but an industry (石化产业园), so that they tell no one park.
pub(super) fn is_named_by_industry(park: &str) -> bool {
    words::of_park(park).is_some()
}

/// Whether the name of a park holds a place.
fn is_somewhere(park: &str) -> bool {
    park::place_in(park).is_some() || Reference::load().county_prefix(park).is_some()
}

/// A clause of a sentence: up to ，；。 or ： outside brackets.
fn clauses(sentence: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let (mut start, mut depth) = (0, 0_i32);
    for (at, c) in sentence.char_indices() {
        match c {
            '（' | '《' | '“' | '〔' | '(' => depth += 1,
            '）' | '》' | '”' | '〕' | ')' => depth -= 1,
            '，' | '；' | '。' | ',' | '：' if depth <= 0 => {
                found.push(Span::new(start, at));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    if start < sentence.len() {
        found.push(Span::new(start, sentence.len()));
    }
    found
}

/// Words without which no sentence says what this relation is about.
static CUE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("发展|产业|基地|集群|园|布局|培育|打造|建设|壮大|承接|为主|为重点|主导|做强|做大|做优|做精|聚焦|扶持|加工|生产|引进|中心|目的地|枢纽|项目|开发|抢占|定位|提升").expect("the pattern is a constant")
});

/// What is closed down, forbidden, visited or taken as an example is hosted by nobody.
static NEGATIVE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("关停|关闭|淘汰|压减|禁止|严禁|限制|整治|清理|取缔|不再|学习|借鉴|对标|考察|调研|参观|违规|查处|退出|召开|举办|参加|防治|污染|监管(?:仓库)?$").expect("the pattern is a constant")
});

impl Reader<'_, '_> {
    fn block(&mut self, id: BlockId, span: Span, heading: &Heading) {
        let text = self.document.text.slice(span);
        // Cheap first: most blocks are about no place at all.
        let own = self.own.is_some() && text.contains(['我', '全', '本']);
        let named = || Reference::load().might_name_a_place(text) || text.contains(['园', '区', '岛']) || place::might_name_a_region(text);
        if heading.hosts.is_empty() && !own && !named() {
            return;
        }
        if !CUE.is_match(text) && heading.hosts.is_empty() && heading.industry.is_none() && !text.contains('：') {
            return;
        }
        let mut own: Option<Heading> = None;
        for sentence in crate::outline::sentences(text) {
            let content = &text[sentence.start..sentence.end];
            // 渭南经济技术开发区。产业定位：…: a first sentence that only names who the block is about.
            if sentence.start == 0 && content.ends_with('。') && content.chars().count() <= 40 {
                let named = hosting_sites(content);
                let whole = named
                    .first()
                    .zip(named.last())
                    .is_some_and(|(first, last)| first.span.start == 0 && last.span.end + '。'.len_utf8() == content.len());
                if whole && named.windows(2).all(|pair| place::is_joint(&content[pair[0].span.end..pair[1].span.start])) {
                    let host = |site: Site| Host { mention: Mention { name: site.name, span: site.span.shift(span.start) }, near: false };
                    own = Some(Heading { hosts: named.into_iter().map(host).collect(), industry: None });
                    continue;
                }
            }
            self.sentence(id, content, span.start + sentence.start, own.as_ref().unwrap_or(heading));
        }
    }

    /// Reads a sentence. A place that it names holds to its end; for the next one, those of the heading hold again.
    fn sentence(&mut self, id: BlockId, content: &str, offset: usize, heading: &Heading) {
        let mut hosts = heading.hosts.clone();
        let sites = hosting_sites(content);
        if sites.is_empty() && hosts.is_empty() && !(content.contains(['我', '全']) && self.own.is_some()) || content.starts_with('（') {
            return;
        }
        let spans = clauses(content);
        let mut open_list: Option<&'static str> = None;
        let mut pending = false;
        for (index, &clause) in spans.iter().enumerate() {
            let words = &content[clause.start..clause.end];
            let inside: Vec<&Site> = sites.iter().filter(|site| clause.contains(site.span)).collect();
            let colon = content[clause.end..].starts_with('：');
            if NEGATIVE.is_match(words) {
                continue;
            }
            let clause = Clause { id, content, offset, span: clause, sites: inside };
            // 莆田市：鞋业、工艺美术。 稀土新材料：赣州市、包头市。
            if index == 1
                && content[..clause.span.start].ends_with('：')
                && self.labelled(&clause, &content[spans[0].start..spans[0].end], &mut hosts)
            {
                continue;
            }
            if colon {
                if let Some(group) = clause.group_at(0).filter(|group| group.end == clause.span.end) {
                    hosts = clause.hosts(&group);
                } else if words::LABEL.is_match(words) {
                    open_list = Some(MAINLY);
                    if let Some(group) = clause.group_at(0) {
                        hosts = clause.hosts(&group);
                    }
                }
                continue;
            }
            if let Some(rule) = open_list.take() {
                let found = words::list(words, clause.span.start, true);
                self.push(&clause, &hosts, &found, rule);
                continue;
            }
            hosts = self.clause(&clause, hosts, heading, &mut pending);
        }
    }

    /// 甲市：A、B; A：甲市、乙市. Whether the clause is what stands behind the colon of such a line.
    fn labelled(&mut self, clause: &Clause<'_>, label: &str, hosts: &mut [Host]) -> bool {
        if let Some(group) = clause.group_at(0).filter(|group| group.end == clause.span.end) {
            let Some(industry) = words::industry(label.trim(), true) else { return false };
            let start = clause.content.find(label).unwrap_or(0);
            let found = [words::Found { name: industry, span: Span::new(start, start + label.len()) }];
            self.push(clause, &clause.hosts(&group), &found, LAID_OUT);
            return true;
        }
        if hosts.is_empty() || !hosts.iter().all(|host| host.near) || !clause.sites.is_empty() {
            return false;
        }
        let sure = words::list(clause.words(), clause.span.start, false);
        let found = words::list(clause.words(), clause.span.start, true);
        if sure.is_empty() || found.len() < 2 || words::verb(clause.words()).is_some() {
            return false;
        }
        self.push(clause, hosts, &found, MAINLY);
        true
    }

    /// Reads a clause; gives back the hosts that hold for the next. `pending`: whether the clause before it only named places.
    fn clause(&mut self, clause: &Clause<'_>, mut hosts: Vec<Host>, heading: &Heading, pending: &mut bool) -> Vec<Host> {
        let words = clause.words();
        let offset = clause.span.start;
        self.park_names(clause);
        // 以进口木材、高档家具为主的桂北木材加工区
        if let Some((found, at)) = words::rests_on(words, offset)
            && let Some(site) =
                clause.sites.iter().find(|site| site.span.start == at && matches!(site.kind, SiteKind::Park | SiteKind::Region))
            && site.span.end + "。建设".len() >= clause.span.end
        {
            let host = Host { mention: Mention { name: site.name.clone(), span: site.span.shift(clause.offset) }, near: true };
            self.push(clause, &[host], &found, MAINLY);
            return hosts;
        }
        // 重点布局在石狮、晋江; 以盐城、常州为重点布局: the industry is the heading's, or stands before the verb.
        if let Some(found) = words::LAID_OUT.find(words).filter(|found| words::puts(words, *found))
            && let Some(group) = clause.group_within(found.start())
        {
            let before = &words[..found.start().min(group.start - offset)];
            let named = words::developed(before, offset);
            let named = if named.is_empty() { words::list(before, offset, true) } else { named };
            let targets = clause.hosts(&group);
            if !named.is_empty() && clause.sites.iter().all(|site| site.span.start >= offset + found.start()) {
                self.push(clause, &targets, &named, LAID_OUT);
                return hosts;
            }
            if let Some(industry) = &heading.industry
                && words::developed(&words[found.end()..], 0).is_empty()
            {
                let own = [words::Found { name: industry.name.clone(), span: Span::new(group.start, group.end) }];
                self.push(clause, &targets, &own, LAID_OUT);
                return targets;
            }
        }
        // Who it is about: the places with which the clause begins, or behind 支持, 在, 依托, 以…为核心.
        let groups = clause.groups();
        let (before_verb, inline): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| clause.is_subject(group));
        let mut subjects: Vec<Host> = Vec::new();
        for group in &before_verb {
            subjects.extend(clause.hosts(group));
            // 依托辽阳市芳烃产业基础发展…
            let behind = &clause.content[group.end..clause.span.end];
            let stop = words::verb(behind).map_or(behind.len(), |verb| verb.start);
            let leads = ["依托", "利用", "发挥"].iter().any(|verb| clause.content[..group.start].ends_with(verb));
            let based = if leads { words::named(&behind[..stop], group.end) } else { Vec::new() };
            self.push(clause, &clause.hosts(group), &based, BASE);
        }
        if let Some(own) = self.own_place(clause) {
            subjects.push(own);
        }
        if !subjects.is_empty() {
            let builds_on = words.trim_start().starts_with("依托") || words.trim_start().starts_with("以");
            let goes_on = std::mem::take(pending)
                && before_verb.first().is_some_and(|group| clause.content[offset..group.start].trim().chars().count() <= 2);
            let inside = builds_on
                && hosts.iter().any(|host| !park::is_park(&host.mention.name))
                && subjects.iter().all(|host| park::is_park(&host.mention.name));
            if goes_on || inside {
                hosts.extend(subjects);
            } else {
                hosts = subjects;
            }
        }
        *pending = before_verb.last().is_some_and(|group| clause.content[group.end..clause.span.end].trim().is_empty());
        // 南宁、崇左糖业基地: places inside, each with its own base.
        if !inline.is_empty() {
            let mut last = Vec::new();
            let stretch = |index: usize| {
                let stop = inline.get(index + 1).map_or(clause.span.end, |next| next.start);
                Span::new(inline[index].end, stop)
            };
            // 西安航空航天、宝鸡钛材料等产业: the last names the base that the others share.
            let bases: Vec<bool> = (0..inline.len())
                .map(|index| !words::named(&clause.content[stretch(index).start..stretch(index).end], 0).is_empty())
                .collect();
            for (index, group) in inline.iter().enumerate() {
                let own = stretch(index);
                let content = &clause.content[own.start..own.end];
                let shares = content.trim_end().ends_with(['、', '和', '及', '与'])
                    && content.chars().count() <= 14
                    && bases[index..].last() == Some(&true);
                let core = words::of_core(content, own.start);
                // 深度开发北海珍珠业
                let grown = words::GROWS.is_match(clause.content[clause.span.start..group.start].trim_end()) && !content.contains('、');
                let core = if core.is_empty() && grown { words::list(content, own.start, false) } else { core };
                let found = match if core.is_empty() { words::named(content, own.start) } else { core } {
                    found if found.is_empty() && shares => {
                        words::list(content.trim_end().trim_end_matches(['、', '和', '及', '与']), own.start, false)
                    }
                    found => found,
                };
                if !found.is_empty() {
                    last = clause.hosts(group);
                    // 以长春为中心、辐射吉林市和四平市的汽车产业集群
                    if let Some(core) = before_verb
                        .last()
                        .filter(|core| clause.content.get(core.end..group.start).is_some_and(|between| words::CORE.is_match(between)))
                    {
                        let mut all = clause.hosts(core);
                        all.append(&mut last);
                        last = all;
                    }
                    // A park whose name tells its industry does not share that of the next.
                    last.retain(|host| !park::is_park(&host.mention.name) || words::of_park(&host.mention.name).is_none());
                    self.push(clause, &last.clone(), &found, BASE);
                } else if let Some(industry) = &heading.industry
                    && words::CORE.is_match(
                        &clause.content
                            [clause.content.floor_char_boundary(group.start.saturating_sub('以'.len_utf8())).max(offset)..own.end],
                    )
                {
                    last = clause.hosts(group);
                    let own = [words::Found { name: industry.name.clone(), span: Span::new(group.start, group.end) }];
                    self.push(clause, &last.clone(), &own, BASE);
                }
            }
            let goes_on = before_verb.last().zip(inline.last()).is_some_and(|(subject, inside)| subject.start > inside.end);
            if !last.is_empty() && !goes_on {
                // 依托辽阳市芳烃产业基础发展化工新材料产业
                let rest = stretch(inline.len() - 1);
                let more = words::developed(&clause.content[rest.start..rest.end], rest.start);
                self.push(clause, &last.clone(), &more, DEVELOPS);
                let builds = ["项目", "工程", "企业", "品牌"].iter().all(|end| !clause.words().trim_end_matches("建设").ends_with(end))
                    || clause.words().contains("基地");
                return if inline.len() == 1 && heading.hosts.is_empty() && builds { last } else { hosts };
            }
        }
        if hosts.is_empty() {
            return hosts;
        }
        // What stands behind the places is about them; what stands before is not.
        let from = before_verb.last().map_or(offset, |group| group.end);
        // …三大千亿元产业和甲园区、乙园区: the list ends where the next place begins.
        let stop = clause
            .sites
            .iter()
            .find(|site| site.span.start >= from && clause.content[..site.span.start].ends_with(['和', '及', '、']))
            .map_or(clause.span.end, |site| site.span.start);
        let rest = clause.content[from..stop].trim_end_matches(['和', '及', '、']);
        let mut found = words::of_core(rest, from);
        if found.is_empty() {
            found = words::mainly(rest, from);
        }
        let rule = if found.is_empty() { DEVELOPS } else { MAINLY };
        if found.is_empty() {
            found = words::developed(rest, from);
        }
        if found.is_empty() && !before_verb.is_empty() {
            found = words::named(rest, from);
        }
        self.push(clause, &hosts, &found, rule);
        hosts
    }

    /// 我市重点发展…: the place of the document's title.
    fn own_place(&self, clause: &Clause<'_>) -> Option<Host> {
        static OWN: LazyLock<Regex> =
            LazyLock::new(|| Regex::new("^(?:我|全|本)(?:市|县|区|州|旗|盟)").expect("the pattern is a constant"));
        let found = OWN.find(clause.words())?;
        let name = self.own.clone()?;
        if !name.ends_with(found.as_str().chars().last()?) {
            return None;
        }
        let start = clause.span.start + clause.offset;
        Some(Host { mention: Mention { name, span: Span::new(start, start + found.len()) }, near: true })
    }

    /// 北海电子信息产业园, 南宁软件园.
    fn park_names(&mut self, clause: &Clause<'_>) {
        for site in clause.sites.iter().filter(|site| site.kind == SiteKind::Park && is_somewhere(&site.name)) {
            let behind = &clause.content[site.span.end..];
            if ["建设指挥部", "管委会", "管理委员会", "有限公司", "公司", "管理局"].iter().any(|body| behind.starts_with(body))
            {
                continue;
            }
            if let Some(industry) = words::of_park(&site.name) {
                let host = Host { mention: Mention { name: site.name.clone(), span: site.span.shift(clause.offset) }, near: true };
                self.push(clause, &[host], &[words::Found { name: industry, span: site.span }], PARK_NAME);
            }
        }
    }

    fn push(&mut self, clause: &Clause<'_>, hosts: &[Host], found: &[words::Found], rule: &'static str) {
        // 支持天水、酒泉、玉门分别发展A、B、C: one each.
        let one_each = hosts.len() == found.len() && hosts.len() > 1 && clause.words().contains("分别");
        for (place, host) in hosts.iter().enumerate() {
            let found = if one_each { &found[place..=place] } else { found };
            for industry in found {
                let near = host.near;
                let own = industry.span.shift(clause.offset);
                let quote = if near { Span::new(host.mention.span.start.min(own.start), host.mention.span.end.max(own.end)) } else { own };
                let quote = [quote, own].into_iter().find(|&quote| self.document.text.source_range(quote).is_some());
                let Some(quote) = quote else { continue };
                if !self.seen.insert((host.mention.name.clone(), industry.name.clone())) {
                    continue;
                }
                let certainty = if near { Certainty::Stated } else { Certainty::Inferred(Inference::Subject) };
                self.facts.push(Fact::Industry(Industry {
                    host: host.mention.clone(),
                    industry: Mention { name: industry.name.clone(), span: own },
                    evidence: Evidence { quote, block: clause.id, note: None, rule, certainty },
                }));
            }
        }
    }

    fn table(&mut self, table: &Table, id: BlockId) {
        let text = |span: Span| -> String { self.document.text.slice(span).chars().filter(|c| !c.is_whitespace()).collect() };
        let place_column = table.column(ColumnKind::Park).or_else(|| table.column(ColumnKind::Place));
        let industries: Vec<usize> =
            (0..table.columns.len()).filter(|&column| table.columns[column].kind == ColumnKind::Industries).collect();
        let Some(host_column) = place_column.filter(|_| !industries.is_empty()) else { return };
        let certainty = if table.flattened { Certainty::Inferred(Inference::Flattened) } else { Certainty::Stated };
        for row in &table.rows {
            let Some(cell) = row.cells[host_column] else { continue };
            let names = text(cell);
            let park = table.columns[host_column].kind == ColumnKind::Park;
            let hosts: Vec<String> = if park { vec![names] } else { place::sites(&names).into_iter().map(|site| site.name).collect() };
            let mut found = Vec::new();
            for &column in &industries {
                let Some(cell) = row.cells[column] else { continue };
                let words = text(cell);
                let list = words::list(&words, 0, true);
                found.extend(list.into_iter().map(|industry| (industry.name, cell)));
            }
            for host in &hosts {
                for (industry, of) in &found {
                    let quote = [Span::new(cell.start.min(of.start), cell.end.max(of.end)), *of];
                    let Some(quote) = quote.into_iter().find(|&quote| self.document.text.source_range(quote).is_some()) else { continue };
                    if !self.seen.insert((host.clone(), industry.clone())) {
                        continue;
                    }
                    self.facts.push(Fact::Industry(Industry {
                        host: Mention { name: host.clone(), span: cell },
                        industry: Mention { name: industry.clone(), span: *of },
                        evidence: Evidence { quote, block: id, note: None, rule: TABLE, certainty },
                    }));
                }
            }
        }
    }
}

/// A clause, in the coordinates of its sentence.
struct Clause<'t> {
    id: BlockId,
    content: &'t str,
    offset: usize,
    span: Span,
    sites: Vec<&'t Site>,
}

impl Clause<'_> {
    fn words(&self) -> &str {
        &self.content[self.span.start..self.span.end]
    }

    /// The places that stand in a row, as one stretch each, with the 等市 behind them.
    fn groups(&self) -> Vec<Span> {
        static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new("^(?:等 ?\\d*(?:个|座)?(?:地区|地市|地|园区|市县|市|县区|县|区|州|城市|中心城市)|等|[一两二三四五六七八九]市|两地|市|地区)?").expect("the pattern is a constant")
        });
        let mut groups: Vec<Span> = Vec::new();
        for site in &self.sites {
            match groups.last_mut() {
                Some(last) if site.span.start < last.end => last.end = last.end.max(site.span.end),
                Some(last) if place::is_joint(&self.content[last.end..site.span.start]) || last.end == site.span.start => {
                    last.end = site.span.end
                }
                _ => groups.push(site.span),
            }
        }
        for index in 0..groups.len() {
            let stop = groups.get(index + 1).map_or(self.span.end, |next| next.start);
            let group = &mut groups[index];
            group.end += BEHIND.find(&self.content[group.end..stop.max(group.end)]).map_or(0, |behind| behind.end());
        }
        groups
    }

    fn group_at(&self, from: usize) -> Option<Span> {
        let start = self.span.start + from;
        self.groups().into_iter().find(|group| self.content[start..group.start.max(start)].trim().is_empty() && group.start >= start)
    }

    /// The places that stand at, or right behind, a byte of the clause.
    fn group_within(&self, from: usize) -> Option<Span> {
        self.groups().into_iter().find(|group| group.start >= self.span.start + from)
    }

    /// The hosts of a group: all that it names, but of a city and the county in it the county alone.
    fn hosts(&self, group: &Span) -> Vec<Host> {
        let inside: Vec<&&Site> = self.sites.iter().filter(|site| group.contains(site.span)).collect();
        inside
            .iter()
            .enumerate()
            .filter(|(index, site)| {
                let adjoins = |left: &Site, right: &Site| left.span.end == right.span.start;
                // 南宁市宾阳县 is the county; 北部湾经济区沿海沿边 is the region.
                let outer = inside.get(index + 1).is_some_and(|next| adjoins(site, next) && next.kind != SiteKind::Region);
                let inner = *index > 0 && site.kind == SiteKind::Region && adjoins(inside[index - 1], site);
                site.kind != SiteKind::Province && !outer && !inner
            })
            .map(|(_, site)| Host { mention: Mention { name: site.name.clone(), span: site.span.shift(self.offset) }, near: true })
            .collect()
    }

    /// Whether a group says who it is about: it opens the clause, or stands behind a word that leads to it, and a verb follows.
    fn is_subject(&self, group: &Span) -> bool {
        let before = self.content[self.span.start..group.start].trim();
        let behind = self.content[group.end..self.span.end].trim_start();
        if behind.starts_with('的') && !words::LEADS_TO_PLACE.is_match(before) {
            return false;
        }
        let acts = words::verb(behind).is_some_and(|at| at.start == 0)
            || words::MAINLY_OPENS.is_match(behind)
            || behind.is_empty()
            || words::LABEL.is_match(behind);
        let built_on = ["发挥", "利用", "依托", "借助", "立足"].iter().any(|verb| before.ends_with(verb));
        // 依托甲项目, 依托乙资源优势: a project is what others build on; an advantage is the place's own.
        let (own, _) = behind.split_at(words::verb(behind).map_or(behind.len(), |verb| verb.start));
        let wide = self.sites.iter().any(|site| site.span == *group || group.contains(site.span) && site.kind != SiteKind::Place);
        let built_on = built_on
            && (own.is_empty()
                || wide && !own.contains("项目") && !own.contains("基地")
                || ["基础", "优势", "资源", "区位", "港口"].iter().any(|word| own.contains(word)) && !own.contains("项目"));
        built_on || (before.is_empty() || words::LEADS_TO_PLACE.is_match(before)) && acts
    }
}

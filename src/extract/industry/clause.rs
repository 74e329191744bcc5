//! A clause of a sentence: the places in it, its verbs, and the frames 以…为….

use super::marker::{Kind, Marker};
use crate::mention::place::{self, Site, SiteKind};
use crate::text::Span;
use crate::words::{self, Words};

/// A clause, in the coordinates of its sentence: what stands between two of ，；。： outside brackets.
pub(super) struct Clause<'s> {
    /// The sentence.
    pub(super) content: &'s str,
    pub(super) span: Span,
    pub(super) sites: &'s [Site],
    pub(super) markers: &'s [Marker],
    /// The places that stand in a row, as one stretch each, with the 等市 behind them.
    pub(super) groups: Vec<Span>,
    pub(super) frames: Vec<Frame>,
}

/// 以…为主的: what opens and closes it, and what stands inside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) span: Span,
    pub(super) inner: Span,
    pub(super) kind: Kind,
    /// Whether 的 follows, and with it what the frame tells of.
    pub(super) of: bool,
}

/// What a group of places is in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The clause is about it.
    Subject,
    /// The clause builds on it: 依托.
    Ground,
    /// What the clause speaks of comes from there: 承接深圳光电产业转移.
    Origin,
    /// It stands inside, perhaps before a base of its own: 建设南宁糖业基地.
    Inside,
}

/// Whether a text begins with a dash before what somebody does.
pub(super) fn is_dash(text: &str) -> bool {
    static ACTS: Words = Words::new(&[
        "发展", "重点", "大力", "着力", "主要", "突出", "依托", "围绕", "培育", "打造", "建设", "推进", "加快", "以重", "做大", "做强",
        "主攻", "以发展",
    ]);
    text.strip_prefix("——").is_some_and(|rest| ACTS.open(rest))
}

/// The clauses of a sentence.
pub(super) fn spans(sentence: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let (mut start, mut depth) = (0, 0_i32);
    for (at, c) in sentence.char_indices() {
        match c {
            '（' | '《' | '“' | '〔' | '(' => depth += 1,
            '）' | '》' | '”' | '〕' | ')' => depth -= 1,
            // 以南宁为中心，辐射北海的机械制造基地: one frame.
            '，' if sentence[at + c.len_utf8()..].starts_with("辐射") => {}
            // 甲区——发展A: a dash as a colon.
            '—' if depth <= 0 && at > start && is_dash(&sentence[at..]) => {
                found.push(Span::new(start, at));
                start = at + "——".len();
            }
            '，' | '；' | '。' | ',' | ';' | '：' if depth <= 0 => {
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

/// The part of a slice in the order of the text that lies in a span. What only begins in it, across a comma in a bracket, does not.
fn inside<T>(all: &[T], span: Span, of: impl Fn(&T) -> Span) -> &[T] {
    let from = all.partition_point(|item| of(item).start < span.start);
    let mut to = all.partition_point(|item| of(item).start < span.end);
    while to > from && of(&all[to - 1]).end > span.end {
        to -= 1;
    }
    &all[from..to.max(from)]
}

impl<'s> Clause<'s> {
    pub(super) fn new(content: &'s str, span: Span, sites: &'s [Site], markers: &'s [Marker]) -> Self {
        let sites = inside(sites, span, |site| site.span);
        let markers = inside(markers, span, |marker| marker.span);
        let mut clause = Self { content, span, sites, markers, groups: Vec::new(), frames: Vec::new() };
        clause.groups = clause.rows();
        clause.frames = clause.framed();
        clause
    }

    pub(super) fn words(&self) -> &'s str {
        &self.content[self.span.start..self.span.end]
    }

    pub(super) fn slice(&self, from: usize, to: usize) -> &'s str {
        &self.content[from.min(to)..to]
    }

    /// Whether a word is one of those.
    pub(super) fn is(&self, marker: &Marker, words: &[&str]) -> bool {
        words.contains(&self.slice(marker.span.start, marker.span.end))
    }

    fn ends(&self, marker: &Marker, end: &str) -> bool {
        self.slice(marker.span.start, marker.span.end).ends_with(end)
    }

    fn rows(&self) -> Vec<Span> {
        let mut groups: Vec<Span> = Vec::new();
        for (index, site) in self.sites.iter().enumerate() {
            // A province alone hosts nothing: 建设广西重要的糖业基地.
            let leads = self.sites.get(index + 1).is_some_and(|next| next.span.start == site.span.end);
            if site.span.end > self.span.end || site.kind == SiteKind::Province && !leads {
                continue;
            }
            // 眉山“西部药谷”: part of a name that is not known.
            if self.content[site.span.end..].starts_with('“') && self.content[..site.span.start].ends_with('、') {
                continue;
            }
            match groups.last_mut() {
                Some(last) if site.span.start < last.end => last.end = last.end.max(site.span.end),
                Some(last) if place::is_joint(&self.content[last.end..site.span.start]) || last.end == site.span.start => {
                    last.end = site.span.end;
                }
                // 张家口（怀来、张北）
                Some(last)
                    if index > 0
                        && *last == self.sites[index - 1].span
                        && self.sites[index - 1].kind == SiteKind::Place
                        && &self.content[last.end..site.span.start] == "（"
                        && self.closes(site.span.end) =>
                {
                    last.end = site.span.end;
                }
                _ => groups.push(site.span),
            }
        }
        // 把甲建设成为乙最大的A基地: only 甲 is what the clause is about.
        let leads = self.markers.iter().find(|marker| self.is(marker, &["把", "将", "使"]));
        let becomes =
            self.markers.iter().find(|marker| marker.kind == Kind::Builds && (self.ends(marker, "成") || self.ends(marker, "成为")));
        if let (Some(leads), Some(becomes)) = (leads, becomes)
            && groups.iter().any(|group| group.start == leads.span.end && group.end <= becomes.span.start)
        {
            groups.retain(|group| group.end <= becomes.span.start);
        }
        for group in &mut groups {
            if self.slice(group.start, group.end).contains('（') && self.content[group.end..self.span.end].starts_with('）') {
                group.end += '）'.len_utf8();
            }
            group.end += etc(&self.content[group.end..self.span.end]);
            // 科尔沁右翼前旗（以下简称科右前旗）以…为主
            let behind = &self.content[group.end..self.span.end];
            if behind.starts_with("（以下简称") {
                group.end += behind.find('）').map_or(0, |end| end + '）'.len_utf8());
            }
        }
        groups
    }

    /// Whether a bracket holds nothing but places from a byte to its end.
    fn closes(&self, from: usize) -> bool {
        let Some(close) = self.content[from..self.span.end].find('）').map(|at| from + at) else { return false };
        let mut at = from;
        for site in self.sites.iter().filter(|site| site.span.start >= from && site.span.end <= close) {
            if !place::is_joint(&self.content[at..site.span.start]) {
                return false;
            }
            at = site.span.end;
        }
        at == close
    }

    fn framed(&self) -> Vec<Frame> {
        let mut frames = Vec::new();
        let mut open = None;
        for marker in self.markers {
            match marker.kind {
                Kind::With => open = Some(marker.span),
                Kind::Mainly | Kind::Led | Kind::Means | Kind::Aims => {
                    // 打造崇左、玉林为核心的铜产业集群: 以 may be missing behind places.
                    let bare =
                        || self.groups.iter().find(|group| group.end == marker.span.start).map(|group| Span::new(group.start, group.start));
                    let Some(with) = open.take().or_else(bare) else { continue };
                    let rest = &self.content[marker.span.end..self.span.end];
                    let of = rest.starts_with('的');
                    let end = marker.span.end + if of { '的'.len_utf8() } else { 0 };
                    let inner = Span::new(with.end, marker.span.start);
                    frames.push(Frame { span: Span::new(with.start, end), inner, kind: marker.kind, of });
                }
                _ => {}
            }
        }
        frames
    }

    /// The group that begins at a byte, but for blanks.
    pub(super) fn group_at(&self, at: usize) -> Option<Span> {
        self.groups.iter().copied().find(|group| group.start >= at).filter(|group| self.slice(at, group.start).trim().is_empty())
    }

    pub(super) fn in_frame(&self, span: Span) -> Option<&Frame> {
        self.frames.iter().find(|frame| frame.inner.start <= span.start && span.start < frame.span.end)
    }

    /// The sites of a group that host something: of a city and the county in it the county alone, of a province nothing.
    pub(super) fn hosting(&self, group: Span) -> impl Iterator<Item = &'s Site> {
        let inside = inside(self.sites, group, |site| site.span);
        inside.iter().enumerate().filter_map(move |(index, site)| {
            // 宜宾泸州 are two cities.
            let alike = |left: &Site, right: &Site| {
                left.kind == SiteKind::Place && right.kind == SiteKind::Place && place::have_one_rank(&left.name, &right.name)
            };
            let adjoins = |left: &Site, right: &Site| left.span.end == right.span.start && !alike(left, right);
            // 南宁市宾阳县 is the county; 北部湾经济区沿海沿边 is the region.
            let outer = inside.get(index + 1).is_some_and(|next| adjoins(site, next) && next.kind != SiteKind::Region);
            let inner = index > 0 && site.kind == SiteKind::Region && adjoins(&inside[index - 1], site);
            // 廊坊、武清等京津周边地区: the last sums up the others.
            let sum = index > 0 && site.kind == SiteKind::Region && self.content[..site.span.start].ends_with('等');
            (site.kind != SiteKind::Province && !outer && !inner && !sum).then_some(site)
        })
    }

    /// The first word behind a byte that is no adverb, if nothing but adverbs stands before it.
    fn next_word(&self, at: usize) -> Option<&Marker> {
        let from = self.markers.partition_point(|marker| marker.span.start < at);
        let mut at = at;
        for marker in &self.markers[from..] {
            if !self.slice(at, marker.span.start).trim_matches(|c: char| c.is_whitespace() || "、和并".contains(c)).is_empty() {
                return None;
            }
            if marker.kind != Kind::Adverb {
                return Some(marker);
            }
            at = marker.span.end;
        }
        None
    }

    /// The word that stands right before a byte; provinces and divisions of the corps may stand between (新疆哈密, 第八师石河子市).
    fn word_before(&self, at: usize) -> Option<&Marker> {
        let province = self.sites.iter().find(|site| site.kind == SiteKind::Province && site.span.end == at);
        let at = province.map_or(at, |site| site.span.start);
        let marker = self.markers.iter().rev().find(|marker| marker.span.end <= at)?;
        self.slice(marker.span.end, at).trim().is_empty().then_some(marker)
    }

    /// Whether nothing stands before a byte of the clause but adverbs, provinces and the like.
    fn opens(&self, at: usize) -> bool {
        let mut start = self.span.start;
        for marker in self.markers.iter().filter(|marker| marker.span.end <= at && marker.kind == Kind::Adverb) {
            if self.slice(start, marker.span.start).trim().is_empty() {
                start = marker.span.end;
            }
        }
        let before = self.slice(start, at).trim_matches(|c: char| c.is_whitespace() || "和并及、".contains(c));
        let division = before.starts_with('第') && before.ends_with('师');
        // 南部山区的元阳、红河
        let part = before.ends_with('的') && before.chars().count() <= 8
            || ["东部", "西部", "南部", "北部", "中部", "东南部", "西南部", "东北部", "西北部"].contains(&before);
        before.is_empty()
            || division
            || part
            || self.sites.iter().any(|site| site.kind == SiteKind::Province && self.slice(site.span.start, site.span.end) == before)
    }

    /// 抓住国家支持甲地区发展的机遇: what it names is only the occasion.
    pub(super) fn seizes_a_chance(&self) -> bool {
        let words = self.words().trim();
        if !(words.ends_with("机遇") || words.ends_with("契机")) {
            return false;
        }
        let words = ["紧紧", "牢牢", "积极", "充分", "主动", "要"].iter().fold(words, |words, adverb| words::without_start(words, adverb));
        ["抓住", "把握", "抢抓", "紧抓", "抓紧"].iter().any(|verb| words.starts_with(verb))
    }

    /// 在山区发展B: whether the clause begins with a kind of area, and so with none of the places before.
    pub(super) fn elsewhere(&self) -> bool {
        let Some(lead) = self.markers.first().filter(|marker| self.is(marker, &["在"])) else { return false };
        let stop = self.markers.get(1).map_or(self.span.end, |marker| marker.span.start);
        let area = self.slice(lead.span.end, stop);
        self.slice(self.span.start, lead.span.start).trim().is_empty()
            && self.groups.is_empty()
            && (2..=8).contains(&area.chars().count())
            && area.ends_with(['区', '带', '原', '坡', '谷', '镇', '乡'])
            && !["园区", "开发区", "高新区", "该区", "全区", "本区"].iter().any(|own| area.ends_with(own))
    }

    /// The words that stand before the first verb, if no place that is known is among them.
    pub(super) fn other_subject(&self) -> Option<&'s str> {
        let verb = self.markers.iter().find(|marker| marker.kind != Kind::Adverb);
        let stop = verb.map_or(self.span.end, |marker| marker.span.start);
        if self.groups.iter().any(|group| group.start <= stop) {
            return None;
        }
        let mut before = self.slice(self.span.start, stop).trim_start();
        for marker in self.markers.iter().filter(|marker| marker.kind == Kind::Adverb && marker.span.end <= stop) {
            if let Some((lead, _)) = before.split_once(self.slice(marker.span.start, marker.span.end)) {
                before = lead;
            }
        }
        let named = before.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count() >= 2;
        (named && !before.contains(['年', '月'])).then_some(before)
    }

    /// The label that ends at a byte, perhaps with 是 or 为 behind it: 主导产业, 功能定位是.
    pub(super) fn label_before(&self, at: usize) -> Option<&'s str> {
        let label = self.markers.last().filter(|marker| marker.kind == Kind::Label)?;
        matches!(self.slice(label.span.end, at).trim(), "" | "是" | "为" | "有").then(|| self.slice(label.span.start, label.span.end))
    }

    /// 强化甲的港口功能, 增强甲、乙等地的承接能力: the places whose qualities the clause betters, so that what follows is about them.
    pub(super) fn endowed(&self) -> Option<Span> {
        static VERBS: Words = Words::new(&[
            "增强", "强化", "提升", "优化提升", "提高", "完善", "扩大", "加强", "巩固", "进一步提升", "进一步增强", "进一步强化", "发挥",
        ]);
        static ENDS: Words =
            Words::new(&["能力", "功能", "地位", "水平", "作用", "竞争力", "辐射力", "承载力", "集聚力", "影响力", "带动力"]);
        let words = self.words().trim();
        let words_start = self.span.start + self.words().len() - self.words().trim_start().len();
        let verb = VERBS.opening(words).filter(|_| ENDS.end(words))?;
        self.group_at(words_start + verb.len()).filter(|group| group.start == words_start + verb.len())
    }

    /// What a group of places is in the clause.
    pub(super) fn part(&self, group: Span) -> Part {
        let behind = self.slice(group.end, self.span.end).trim_start();
        let before = self.word_before(group.start);
        if let Some(marker) = before
            && marker.kind == Kind::BuildsOn
        {
            // 依托甲项目, 依托乙资源优势: a project is what others build on; an advantage is the place's own.
            let stop = self
                .markers
                .iter()
                .find(|marker| marker.span.start >= group.end && marker.kind != Kind::Adverb)
                .map_or(self.span.end, |marker| marker.span.start);
            let own = self.slice(group.end, stop).trim();
            let wide = self.hosting(group).any(|site| site.kind != SiteKind::Place);
            let apt = own.is_empty()
                || wide && !own.contains("项目") && !own.contains("基地")
                || ["基础", "优势", "资源", "区位", "港口", "条件"].iter().any(|word| own.contains(word)) && !own.contains("项目");
            return if apt { Part::Ground } else { Part::Inside };
        }
        if before.is_some_and(|marker| marker.kind == Kind::Meets || self.is(marker, &["承接"])) {
            return Part::Origin;
        }
        if before.is_some_and(|marker| marker.kind == Kind::Lies) {
            return Part::Inside;
        }
        // 产业带覆盖甲、乙、丙等县，以…为特色
        if before.is_some_and(|marker| marker.kind == Kind::Covers) && self.hosting(group).count() > 1 {
            return if behind.is_empty() { Part::Subject } else { Part::Inside };
        }
        // 联动甲园、乙园: the first may be one that is not known.
        let joins = self.markers.iter().rev().find(|marker| marker.span.end <= group.start).filter(|marker| marker.kind == Kind::Joins);
        if let Some(joins) = joins.filter(|joins| self.opens(joins.span.start)) {
            let between = self.slice(joins.span.end, group.start);
            return if between.is_empty() || between.ends_with('、') { Part::Subject } else { Part::Inside };
        }
        // 甲市建设长三角数据中心: the region is what the centre is for.
        if before.is_some_and(|marker| marker.kind == Kind::Builds)
            && self.hosting(group).all(|site| site.kind == SiteKind::Region)
            && self.groups.first().is_some_and(|first| first.end < group.start && self.part(*first) == Part::Subject)
        {
            return Part::Origin;
        }
        // 建设北部湾地区重要的产业基地: the region only measures.
        if ["重要", "最大", "首个", "唯一", "领先", "知名", "一流", "核心", "有关", "最具"].iter().any(|word| behind.starts_with(word))
            && !behind.starts_with("核心区")
        {
            return Part::Origin;
        }
        let led = before.is_some_and(|marker| matches!(marker.kind, Kind::Leads | Kind::Guides));
        if !led && (!self.opens(group.start) || behind.starts_with('的')) {
            return Part::Inside;
        }
        // 西安、渭南、杨凌共建: a place in the row that is not known.
        let unknown = || {
            let verb = self.markers.iter().find(|marker| marker.span.start >= group.end);
            let between = verb.map_or("", |marker| self.slice(group.end, marker.span.start));
            between.starts_with(['、', '和', '及', '与'])
                && (3..=6).contains(&between.chars().count())
                && verb.is_some_and(|marker| matches!(marker.kind, Kind::Grows | Kind::Builds | Kind::Adverb))
        };
        // 甲县坚持生态优先，发展…: an adverb behind it tells that it acts, whatever verb follows.
        let adverb = || self.markers.iter().any(|marker| marker.kind == Kind::Adverb && marker.span.start == group.end);
        // 核心区由甲、乙、丙组成，突出…
        let makes_up = || led && ["组成", "构成"].iter().any(|verb| behind.starts_with(verb));
        // 甲园区核准面积…公顷，主导产业…
        let measured = || ["核准面积", "规划面积", "总面积", "面积", "占地"].iter().any(|noun| behind.starts_with(noun));
        // 甲地区区位优势明显: what the place has.
        let endowed = || !led && super::OWN.open(behind);
        let acts = behind.is_empty()
            || unknown()
            || endowed()
            || measured()
            || behind.starts_with('将')
            || behind.starts_with('以')
            || ["根据", "按照", "结合"].iter().any(|word| behind.starts_with(word))
            || !led && adverb()
            || makes_up()
            || self
                .next_word(group.end)
                .is_some_and(|marker| !matches!(marker.kind, Kind::Leads | Kind::Towards | Kind::Lays | Kind::Mainly | Kind::Led));
        if acts { Part::Subject } else { Part::Inside }
    }

    /// Where the object of a verb begins: behind it, and behind the place from which it comes.
    pub(super) fn object_start(&self, verb: &Marker) -> usize {
        self.group_at(verb.span.end).filter(|group| self.part(*group) == Part::Origin).map_or(verb.span.end, |group| group.end)
    }

    /// The words behind places up to the next word or place; 食品基地 of 郑州食品基地和宏发洛阳…: what leads to the next place is not theirs.
    pub(super) fn own_stretch(&self, group: Span) -> &'s str {
        let end = self.stretch_end(group.end);
        let words = self.slice(group.end, end);
        let next = self.groups.iter().any(|next| next.start == end);
        let joint = words.rfind(['、', '和', '及', '与']).filter(|&at| next && !words[at..].trim_end().ends_with(['、', '和', '及', '与']));
        match joint {
            Some(at) if super::name::is_tailed(&words[..at]) && !super::name::is_tailed(&words[at..]) => &words[..at],
            _ => words,
        }
    }

    /// Whether 在 leads to the places of the clause from within, behind what somebody else does.
    pub(super) fn is_led_within(&self) -> bool {
        let [group] = self.groups[..] else { return false };
        let lead = self.word_before(group.start).filter(|marker| self.is(marker, &["在"]));
        lead.is_some_and(|lead| {
            self.markers.iter().any(|marker| marker.span.end <= lead.span.start && marker.kind != Kind::Adverb)
                && !self.opens(lead.span.start)
                || self.slice(self.span.start, lead.span.start).ends_with("批准")
        })
    }

    /// 重点发展A：…: whether what stands before a colon says what is developed.
    pub(super) fn grows_something(&self) -> bool {
        let verb = self.markers.iter().rfind(|marker| matches!(marker.kind, Kind::Grows | Kind::Builds));
        verb.is_some_and(|verb| {
            let object = self.slice(verb.span.end, self.span.end).trim();
            super::name::is_tailed(object) && self.label_before(self.span.end).is_none()
        })
    }

    /// Where the stretch that begins at a byte ends: before the next word but adverbs inside it, the next place or frame.
    pub(super) fn stretch_end(&self, from: usize) -> usize {
        let word =
            self.markers.iter().find(|marker| marker.span.start >= from && marker.kind != Kind::Adverb && marker.kind != Kind::Label);
        let group = self.groups.iter().find(|group| group.start >= from);
        let end = word.map_or(self.span.end, |marker| marker.span.start).min(group.map_or(self.span.end, |group| group.start));
        // Adverbs that run into the word are its own.
        let before = self.markers.partition_point(|marker| marker.span.start < end);
        let mut end = end;
        for marker in self.markers[..before].iter().rev().take_while(|marker| marker.span.start >= from && marker.kind == Kind::Adverb) {
            if self.slice(marker.span.end, end).trim_matches(|c: char| c.is_whitespace() || "和并、".contains(c)).is_empty() {
                end = marker.span.start;
            }
        }
        end
    }
}

/// What begins with 内 and is no inside of a place: 内蒙古, 内资, 内河.
fn begins_a_word(behind: &str) -> bool {
    behind.chars().nth(1).is_some_and(|c| "蒙资河江部外需贸陆黄丘乡销衣燃饰膜容科".contains(c))
}

/// How much of a text behind places sums them up: 等市, 等5个县区, 等南部山区乡镇, 两市.
fn etc(behind: &str) -> usize {
    const KINDS: [&str; 16] =
        ["中心城市", "市县", "县市", "县区", "区县", "市州", "旗县", "乡镇", "地区", "地市", "城市", "园区", "市", "县", "区", "州"];
    let rest = behind.strip_prefix('等').unwrap_or(behind);
    let counted = rest.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit() || "一二两三四五六七八九十".contains(c));
    let counted = counted.strip_prefix(['个', '座', '批']).unwrap_or(counted);
    let summed = rest.len() < behind.len() || counted.len() < rest.len();
    if let Some(after) = KINDS.iter().chain(&["地"]).find_map(|kind| counted.strip_prefix(kind)).filter(|_| summed) {
        // 等县（市、区）; 等5市的28个县
        let ranks = after.strip_prefix('（').and_then(|inner| inner.split_once('）'));
        let after = ranks.filter(|(ranks, _)| ranks.chars().all(|c| "市县区旗州、".contains(c))).map_or(after, |(_, rest)| rest);
        let inner =
            after.strip_prefix('的').filter(|inner| inner.starts_with(|c: char| c.is_ascii_digit())).map(etc).filter(|&len| len > 0);
        return behind.len() - after.len() + inner.map_or(0, |len| '的'.len_utf8() + len);
    }
    // 邯郸市3个：
    let count = place::count(behind);
    if count > 0 && behind[count..].chars().next().is_none_or(|c| matches!(c, '：' | '—')) {
        return count;
    }
    // 邯郸市主城区
    const PARTS: [&str; 19] = [
        "中心城区", "主城区", "新城区", "城区", "市区", "全域", "境内", "范围内", "区域内", "一带", "沿线", "沿岸", "两岸", "周边地区",
        "周边", "片区", "组团", "北岸", "南岸",
    ];
    let within = behind.starts_with('内') && !begins_a_word(behind);
    if let Some(part) = PARTS.iter().find(|part| behind.starts_with(**part)).or(within.then_some(&"内")) {
        return part.len();
    }
    // 等口岸城市, 六个沿江市
    let wide = || {
        // The last two characters: of 重点县, 边境县, 沿江市, 沿黄县 too.
        const WIDE: [&str; 20] = [
            "乡镇", "地区", "县市", "老区", "大县", "大市", "强县", "产区", "产县", "城市", "市县", "县区", "区县", "点县", "点市", "境县",
            "江市", "河县", "黄县", "海市",
        ];
        WIDE.iter().filter_map(|kind| rest.find(kind)).min()
    };
    if summed && let Some(end) = wide().filter(|&end| end <= 8 * '乡'.len_utf8() && !rest[..end].contains(['，', '、', '。'])) {
        return behind.len() - rest.len() + end + "乡镇".len();
    }
    match behind {
        _ if behind.starts_with("地区") && !behind.starts_with("地区性") => "地区".len(),
        _ if behind.starts_with('市') => '市'.len_utf8(),
        _ => behind.len() - rest.len(),
    }
}

//! Membership: who sits in a leading group.
//!
//! A group is named by a title, a heading or a sentence; what follows gives its seats, as a list behind labels (组长：), as a table, or in sentences
//! (由…任组长). The words for the posts are scanned for first: a document without any costs one pass over its characters.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::{Certainty, Evidence, Extractor, Fact, Membership, Position, Rule};
use crate::mention::Mention;
use crate::mention::organization::Prefix;
use crate::outline::{BlockId, BlockKind, Document, marker, sentences};
use crate::text::Span;
use group::{Kind, Naming};
use people::{Holder, View};

mod group;
mod people;

/// Reads the members of leading groups. The specification covers every way of writing.
pub(super) const EXTRACTOR: Extractor = Extractor {
    relation: "membership",
    rules: &[
        Rule::new(LISTED, "names and titles behind the label of a post (组长：…)"),
        Rule::new(UNITS, "units behind a label (成员单位：…)"),
        Rule::new(TABLED, "the row of a table with a column of posts"),
        Rule::new(COMPOSED, "a sentence that says of whom a group is made up (由…组成)"),
        Rule::new(APPOINTED, "a sentence that gives a post to someone (由…任组长)"),
        Rule::new(SEATED, "where the office of a group has its seat (办公室设在…)"),
    ],
    specification: include_str!("membership.md"),
    extract,
};

/// 组长：王强　省委副书记、省长: names and titles behind a label. The form of attached lists.
const LISTED: &str = "labelled-list";
/// 成员单位：甲、乙: units behind a label, or behind 成员单位为 and 成员单位包括.
const UNITS: &str = "member-units";
/// A table with a column of posts.
const TABLED: &str = "table-of-members";
/// 由甲、乙等部门组成.
const COMPOSED: &str = "composed-of";
/// 由甲任组长, 召集人由甲担任, 甲为成员单位: posts given in a sentence.
const APPOINTED: &str = "appointed";
/// 办公室设在甲.
const SEATED: &str = "seat-of-the-office";

/// Words without which nobody is given a seat.
static CUE: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build([
            "组长", "组 长", "总指挥", "指挥长", "召集人", "成员", "成 员", "主任：", "主 任：", "主任委员", "委员：", "委 员：", "任主任",
            "主任由", "办公室主任", "部门组成", "单位组成", "办公室设", "设在", "挂靠", "组成，", "组成。", "牵头，",
        ])
        .expect("the words are constants")
});

fn extract(document: &Document, facts: &mut Vec<Fact>) {
    let text = document.text.as_str();
    let cues: Vec<Span> = CUE.find_iter(text).map(|cue| Span::new(cue.start(), cue.end())).collect();
    if cues.is_empty() {
        return;
    }
    let mut reader = Reader { document, cues, groups: Vec::new(), seats: Vec::new(), open: None, office: false };
    let tables: Vec<(BlockId, Span, u32)> = document
        .blocks
        .iter()
        .enumerate()
        .filter_map(|(index, block)| match block.kind {
            BlockKind::Table(table) => Some((BlockId(index as u32), block.span, table)),
            _ => None,
        })
        .collect();
    let mut next_table = 0;
    let mut start = 0;
    for line in text.split('\n') {
        let span = Span::new(start, start + line.len());
        start += line.len() + 1;
        if let Some(&(block, place, table)) = tables.get(next_table).filter(|(_, place, _)| place.start <= span.start) {
            if span.start == place.start {
                reader.table(block, table);
            }
            next_table += usize::from(span.end >= place.end);
            continue;
        }
        if !line.is_empty() {
            reader.line(line, span);
        }
    }
    facts.extend(reader.seats.into_iter().map(Fact::Membership));
}

/// A post and whether units hold it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Post {
    position: Position,
    units: bool,
}

/// A group that the text has named.
#[derive(Clone, Debug)]
struct Group {
    mention: Mention,
    kind: Kind,
    strong: bool,
}

/// Reads line by line, and remembers which group is spoken of and which post's holders are being listed.
struct Reader<'d> {
    document: &'d Document,
    /// Where the words of [`CUE`] stand.
    cues: Vec<Span>,
    groups: Vec<Group>,
    seats: Vec<Membership<Mention>>,
    /// The post whose holders the next lines may go on with.
    open: Option<Post>,
    /// Whether the list is that of the group's office.
    office: bool,
}

/// A label and its place: `start..end` with its colon.
struct Label {
    start: usize,
    end: usize,
    /// `None` for a label that is no post: 联系电话：.
    post: Option<Post>,
}

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<office>办公室)?(?P<rank>第一|常务|执行|联合|共同)?[ 　]*(?P<vice>副)?[ 　]*",
        r"(?P<post>组[ 　]*长|总[ 　]*指[ 　]*挥[ 　]*长?|指[ 　]*挥[ 　]*长|总?[ 　]*召[ 　]*集[ 　]*人|主[ 　]*任[ 　]*委[ 　]*员|主[ 　]*任|班[ 　]*长|指[ 　]*挥",
        r"|成[ 　]*员[ 　]*单[ 　]*位|组成单位|成员部门|组[ 　]*员|委[ 　]*员|成[ 　]*员|牵头单位|牵头部门)[ 　]*(?:[（(][^（）()\n]{0,20}[）)])?[ 　]*[：:]",
        r"|(?P<other>[〇㐀-鿿]{2,8})[：:]",
    ))
    .expect("the pattern is a constant")
});

/// A line that is a label and nothing else, or a label with a gap behind it.
static ALONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?m)^(?P<rank>第一|常务|执行|联合|共同)?[ 　]*(?P<vice>副)?[ 　]*",
        r"(?P<post>组[ 　]*长|总[ 　]*指[ 　]*挥|指[ 　]*挥[ 　]*长|召[ 　]*集[ 　]*人|主[ 　]*任[ 　]*委[ 　]*员|主[ 　]*任|成[ 　]*员[ 　]*单[ 　]*位|组成单位|委[ 　]*员|成[ 　]*员)(?:$|[　\n])",
    ))
    .expect("the pattern is a constant")
});

impl Reader<'_> {
    fn line(&mut self, line: &str, span: Span) {
        let has_cue = self.has_cue(span);
        let ended = line.contains('。');
        if !has_cue {
            if let Some(post) = self.open.filter(|_| !ended) {
                if self.go_on(post, span) {
                    return;
                }
                self.open = None;
            }
            self.remember(line, span.start);
            return;
        }
        if self.labels(line, span) {
            return;
        }
        if let Some(post) = self.open.filter(|_| !ended && group::mentions(line).is_empty())
            && self.go_on(post, span)
        {
            return;
        }
        self.open = None;
        for sentence in sentences(line) {
            self.sentence(&line[sentence.start..sentence.end], sentence.start + span.start);
        }
        // 兵团安全生产委员会成员单位, 二、成员单位: the next line lists them.
        let bare = &line[marker::at_start(line).map_or(0, |marker| marker.len)..];
        if bare.ends_with("成员单位") && !ended && bare.chars().count() < 40 {
            self.open = Some(Post { position: Position::Member, units: true });
        }
    }

    fn has_cue(&self, span: Span) -> bool {
        let next = self.cues.partition_point(|cue| cue.start < span.start);
        self.cues.get(next).is_some_and(|cue| cue.end <= span.end)
    }

    /// Remembers the groups that a stretch names.
    fn remember(&mut self, stretch: &str, offset: usize) {
        for mention in group::mentions(stretch) {
            self.named(&mention, offset);
        }
    }

    fn named(&mut self, mention: &group::Mention, offset: usize) {
        if matches!(mention.naming, Naming::Strong | Naming::Weak) {
            let strong = mention.naming == Naming::Strong;
            let known = self.groups.iter().rev().find(|group| group.kind == mention.kind && group.mention.name.ends_with(&mention.name));
            let named = match known {
                Some(group) => group.mention.clone(),
                None => Mention { name: mention.name.clone(), span: mention.span.shift(offset) },
            };
            self.groups.push(Group { mention: named, kind: mention.kind, strong: strong || known.is_some_and(|group| group.strong) });
        }
        if mention.naming != Naming::Weak {
            self.office = mention.office;
        }
    }

    /// The group that a list or a sentence without a name of its own is about.
    fn current(&self, kind: Option<Kind>) -> Option<&Group> {
        let fits = |group: &&Group| kind.is_none_or(|kind| kind == group.kind);
        self.groups.iter().rev().filter(fits).find(|group| group.strong).or_else(|| self.groups.iter().rev().find(fits))
    }

    /// The block in which a place lies.
    fn block(&self, at: usize) -> BlockId {
        let index = self.document.blocks.partition_point(|block| block.span.start <= at).saturating_sub(1);
        BlockId(index as u32)
    }

    fn seat(&mut self, group: &Mention, position: Position, holder: Holder, rule: &'static str) {
        let Holder { person, organization, span } = holder;
        if self.document.text.source_range(span).is_none() || person.is_none() && organization.is_none() {
            return;
        }
        let organization = organization.map(|(name, span)| Mention { name, span });
        let office = position == Position::Office;
        let name = organization.as_ref().map(|organization| &organization.name);
        let known = self.seats.iter_mut().find(|seat| {
            let theirs = seat.organization.as_ref().map(|organization| &organization.name);
            seat.group.name == group.name
                && seat.person == person
                && (seat.position == Position::Office) == office
                && (name == theirs || person.is_some() && (name.is_none() || theirs.is_none()))
        });
        if let Some(known) = known {
            known.position = known.position.min(position);
            return;
        }
        let evidence = Evidence { quote: span, block: self.block(span.start), note: None, rule, certainty: Certainty::Stated };
        self.seats.push(Membership { group: group.clone(), position, person, organization, evidence });
    }

    fn post(&self, captures: &regex::Captures<'_>) -> Option<Post> {
        let word: String = captures.name("post")?.as_str().chars().filter(|c| !c.is_whitespace()).collect();
        let vice = captures.name("vice").is_some();
        let units = word.contains("单位") || word.contains("部门");
        let director = word == "主任";
        let of_office = captures.name("office").is_some() || self.office;
        let position = match word.as_str() {
            "主任" if of_office => Position::Office,
            _ if of_office && captures.name("office").is_some() => return None,
            "成员" | "组员" | "委员" | "成员单位" | "组成单位" | "成员部门" => Position::Member,
            _ if vice => Position::Deputy,
            _ => Position::Head,
        };
        let committee = || self.current(None).is_some_and(|group| group.kind == Kind::Committee);
        if (director && position != Position::Office || word == "委员") && !committee() {
            return None;
        }
        Some(Post { position, units })
    }

    /// Reads a line as one of labels. `false` if it has none, so that it is running text.
    fn labels(&mut self, line: &str, span: Span) -> bool {
        let may_stand_alone = line.chars().count() <= 60 && !line.contains('。');
        if !line.contains(['：', ':']) && !may_stand_alone {
            return false;
        }
        let view = View::of(self.document, span);
        let text = view.text.as_str();
        if let Some(read) = self.labels_without_colon(&view) {
            return read;
        }
        let labels = self.find_labels(text);
        let Some(first) = labels.iter().position(|label| label.post.is_some()) else { return false };
        // What stands before the first label may name the group, and may be sentences.
        let opening = &text[..labels[first].start];
        let before = view.span(0, opening.trim_end().len());
        if !opening.trim().is_empty() && before.start < before.end {
            let before_text = self.document.text.slice(before).to_owned();
            for sentence in sentences(&before_text) {
                self.sentence(&before_text[sentence.start..sentence.end], before.start + sentence.start);
            }
        }
        self.open = None;
        for (index, label) in labels.iter().enumerate().skip(first) {
            let stop = labels.get(index + 1).map_or(text.len(), |next| next.start);
            let Some(post) = label.post else {
                self.open = None;
                continue;
            };
            let content = &text[label.end..stop];
            let sentence = content.find('。').map_or(stop, |at| label.end + at);
            self.segment(&view, label.end, sentence, post);
            self.open = (sentence == stop && post.position != Position::Office).then_some(post);
            // Sentences behind the list: 领导小组办公室设在….
            let rest = view.span((sentence + '。'.len_utf8()).min(stop), stop);
            if sentence < stop && rest.start < rest.end {
                let rest_text = self.document.text.slice(rest).to_owned();
                for sentence in sentences(&rest_text) {
                    self.sentence(&rest_text[sentence.start..sentence.end], rest.start + sentence.start);
                }
            }
        }
        true
    }

    /// Reads a line that opens with a label and a gap (组　长　　张三　市长), and the lines that were run on to it. `None` if it does not open so.
    fn labels_without_colon(&mut self, view: &View) -> Option<bool> {
        let text = view.text.as_str();
        let found: Vec<(usize, usize, Option<Post>)> = ALONE
            .captures_iter(text)
            .filter_map(|captures| captures.get(0).map(|found| (found.start(), found.end(), self.post(&captures))))
            .collect();
        let &(0, _, Some(_)) = found.first()? else { return None };
        self.current(None)?;
        let mut read = false;
        for (index, &(_, end, post)) in found.iter().enumerate() {
            let stop = found.get(index + 1).map_or(text.len(), |next| next.0).max(end);
            let Some(post) = post else { continue };
            if text[end..stop].trim().is_empty() || self.segment(view, end, stop, post) {
                read = true;
                self.open = Some(post);
            }
        }
        read.then_some(true)
    }

    fn find_labels(&self, text: &str) -> Vec<Label> {
        let mut labels = Vec::new();
        for captures in LABEL.captures_iter(text) {
            let Some(found) = captures.get(0) else { continue };
            let before = text[..found.start()].trim_end_matches([' ', '　', '\n']);
            let gap = before.len() < found.start();
            let boundary = gap
                || before.is_empty()
                || before.ends_with(['，', '。', '；', '、', '）', '．', '.', ')', ':', '：'])
                || ["小组", "指挥部", "联席会议", "委员会", "专班", "领导组"].iter().any(|end| before.ends_with(end));
            let post = if boundary && captures.name("post").is_some() { self.post(&captures) } else { None };
            if boundary || post.is_some() {
                labels.push(Label { start: found.start(), end: found.end(), post });
            }
        }
        labels
    }

    /// Reads the holders of a post from a stretch of a view. Whether there are any.
    fn segment(&mut self, view: &View, from: usize, to: usize, post: Post) -> bool {
        let Some(group) = self.current(None).map(|group| group.mention.clone()) else { return false };
        let content = &view.text[from..to];
        let rule = if post.units { UNITS } else { LISTED };
        let holders = if post.units { unit_holders(content, from) } else { people::holders(content, from, &mut Prefix::default()) };
        let found = !holders.is_empty();
        for mut holder in holders {
            holder.span = view.span(holder.span.start, holder.span.end);
            if let Some((_, span)) = &mut holder.organization {
                *span = view.span(span.start, span.end);
            }
            self.seat(&group, post.position, holder, rule);
        }
        found
    }

    /// Reads a line without label as one that goes on with the list above it.
    fn go_on(&mut self, post: Post, span: Span) -> bool {
        const LONGEST: usize = 3_000;
        let content = self.document.text.slice(span);
        if content.len() > LONGEST || marker::at_start(content).is_some() || content.ends_with(['：', ':']) {
            return false;
        }
        let view = View::of(self.document, span);
        self.segment(&view, 0, view.text.len(), post)
    }

    fn table(&mut self, block: BlockId, table: u32) {
        static CELL: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(
                r"^(?P<rank>第一|常务|执行|联合|共同)?(?P<vice>副)?(?P<post>组长|总指挥|指挥长|召集人|主任委员|主任|委员|组员|成员)$",
            )
            .expect("the pattern is a constant")
        });
        let document = self.document;
        self.open = None;
        let Some(table) = document.tables.get(table as usize) else { return };
        if let Some(caption) = table.caption.filter(|caption| !document.block(block).span.contains(*caption)) {
            self.remember(document.text.slice(caption), caption.start);
        }
        let mut post = None;
        for row in &table.rows {
            let cells: Vec<Span> = row.cells.iter().flatten().copied().collect();
            let mut rest: Option<Span> = None;
            for cell in cells {
                let content = document.text.slice(cell);
                let may_be_post = rest.is_none() && content.trim_end().ends_with(['长', '挥', '人', '员', '任']);
                let word: Option<String> = may_be_post.then(|| content.chars().filter(|c| !c.is_whitespace()).collect());
                if let Some(captures) = word.as_deref().and_then(|word| CELL.captures(word)) {
                    post = self.post(&captures);
                } else if rest.is_some() || !content.chars().all(|c| c.is_ascii_digit() || c.is_whitespace()) {
                    rest = Some(Span::new(rest.map_or(cell.start, |rest| rest.start), cell.end));
                }
            }
            let (Some(post), Some(rest)) = (post, rest) else { continue };
            let Some(group) = self.current(None).map(|group| group.mention.clone()) else { continue };
            // Bars and tabs part the cells as gaps part name and title.
            let content = document.text.slice(rest).replace(['|', '\t'], " ");
            for holder in people::holders(&content, rest.start, &mut Prefix::default()) {
                self.seat(&group, post.position, holder, TABLED);
            }
        }
    }

    /// Reads the posts that a running sentence gives.
    fn sentence(&mut self, sentence: &str, offset: usize) {
        static CLAUSE: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(concat!(
                r"办公室(?:日常工作)?(?:暂|常)?(?:设在|设于|设立在|挂靠在?)(?P<seat>[^，。；：]{2,60})",
                r"|(?:成员单位|成员部门|成员)(?:主要)?(?:包括|为|有|由|是|分别为)(?P<units>[^。；]{2,})",
                r"|牵头(?:单位|部门)(?:为|是)(?P<leader>[^。；，]{2,100})",
                r"|由(?P<parts>[^。；]{2,}?)(?:共同)?组成",
                r"|(?P<office>办公室)?(?P<rank>第一|常务|执行)?(?P<vice>副)?(?P<post>组长|总指挥|指挥长|召集人|主任委员|主任)(?:一职)?(?:分别)?由(?P<by>[^。；，]{2,200}?)(?:同志)?(?:担任|兼任|出任|承担)",
                r"|由(?P<led>[^。；，任为由]{2,60})牵头[，。]",
                r"|(?P<not>不再)?(?:兼任|担任|任|作?为)(?P<given>(?P<of>[^，。；任为由]{0,40}?)(?P<office2>办公室)?(?P<rank2>第一|常务|执行)?(?P<vice2>副)?(?P<post2>组长|总指挥|指挥长|召集人|主任委员|主任|成员单位|成员|牵头单位|牵头部门))",
            ))
            .expect("the pattern is a constant")
        });
        let mentions = group::mentions(sentence);
        if !self.has_cue(Span::new(0, sentence.len()).shift(offset)) {
            for mention in &mentions {
                self.named(mention, offset);
            }
            return;
        }
        let mut next = 0;
        let mut indefinite = false;
        let mut own: Option<Mention> = None; // the group that the sentence names
        let mut of_office = false; // whether a clause before was about the office
        let mut from = 0; // behind the last clause that was read
        for captures in CLAUSE.captures_iter(sentence) {
            let Some(found) = captures.get(0) else { continue };
            while let Some(mention) = mentions.get(next).filter(|mention| mention.span.start < found.end()) {
                self.named(mention, offset);
                indefinite = mention.naming == Naming::Indefinite;
                own = match mention.naming {
                    Naming::Strong | Naming::Weak => self.groups.last().map(|group| group.mention.clone()),
                    Naming::Pointing => self.current(Some(mention.kind)).map(|group| group.mention.clone()),
                    Naming::Indefinite => None,
                };
                next += 1;
            }
            let start = from;
            from = found.end();
            if indefinite {
                continue;
            }
            let place = |name: &str| captures.name(name).map(|found| (found.as_str(), found.start()));
            let group = own.clone();
            if let Some((seat, at)) = place("seat") {
                of_office = true;
                let seat = &seat[..seat.find(['（', '）', '(']).unwrap_or(seat.len())];
                let Some(group) = group.or_else(|| self.current(None).map(|group| group.mention.clone())) else { continue };
                self.seats_of(&group, Position::Office, unit_holders(seat, at), offset, SEATED);
            } else if let Some((units, at)) = place("units").or_else(|| place("leader")) {
                let Some(group) = group.or_else(|| self.current(None).map(|group| group.mention.clone())) else { continue };
                let leads = captures.name("leader").is_some();
                let units = &units[..units.find("组成").unwrap_or(units.len())];
                let position = if leads { Position::Head } else { Position::Member };
                self.seats_of(&group, position, unit_holders(units, at), offset, UNITS);
            } else if let Some((parts, at)) = place("parts") {
                let Some(group) = group else { continue };
                self.seats_of(&group, Position::Member, unit_holders(parts, at), offset, COMPOSED);
            } else if let Some((led, at)) = place("led") {
                let near = mentions.iter().any(|mention| {
                    mention.naming == Naming::Strong
                        && sentence.get(mention.span.end..found.start()).is_some_and(|between| between.trim_matches('，').is_empty())
                });
                let Some(group) = group.filter(|_| near) else { continue };
                self.seats_of(&group, Position::Head, unit_holders(led, at), offset, APPOINTED);
            } else {
                let post = captures.name("post").or_else(|| captures.name("post2")).map_or("", |post| post.as_str());
                let vice = captures.name("vice").or_else(|| captures.name("vice2")).is_some();
                let office = captures.name("office").or_else(|| captures.name("office2")).is_some() || of_office && post == "主任";
                of_office |= office;
                let kind = match post {
                    "组长" => Some(Kind::Team),
                    "总指挥" | "指挥长" => Some(Kind::Headquarters),
                    "召集人" => Some(Kind::Meeting),
                    "主任" | "主任委员" if !office => Some(Kind::Committee),
                    _ => None,
                };
                let position = match post {
                    "成员单位" | "成员" => Position::Member,
                    _ if office => Position::Office,
                    _ if vice => Position::Deputy,
                    _ => Position::Head,
                };
                // 任董事会某委员会主任: the post of a body that is no group.
                let of = captures.name("of").filter(|of| !of.is_empty());
                if of.is_some_and(|of| !mentions.iter().any(|mention| mention.span.start >= of.start() && mention.span.end <= found.end()))
                {
                    continue;
                }
                let fits = |group: &&Group| kind.is_none_or(|kind| kind == group.kind);
                let named = group.and_then(|own| self.groups.iter().rev().find(|group| group.mention.name == own.name).filter(fits));
                let Some(group) = named.or_else(|| self.current(kind)).map(|group| group.mention.clone()) else { continue };
                let by = place("by").or_else(|| {
                    let stretch = &sentence[start..found.start()];
                    captures.name("not").is_none().then_some((stretch, start))
                });
                let Some((holders, at)) = by else { continue };
                let holders = appointees(holders, at);
                self.seats_of(&group, position, holders, offset, APPOINTED);
            }
        }
        for mention in &mentions[next..] {
            self.named(mention, offset);
        }
    }

    fn seats_of(&mut self, group: &Mention, position: Position, holders: Vec<Holder>, offset: usize, rule: &'static str) {
        for mut holder in holders {
            holder.span = holder.span.shift(offset);
            if let Some((_, span)) = &mut holder.organization {
                *span = span.shift(offset);
            }
            self.seat(group, position, holder, rule);
        }
    }
}

/// Units as the holders of a post. The white space of a view stays, so that places hold.
fn unit_holders(text: &str, offset: usize) -> Vec<Holder> {
    let trimmed = text.trim_end_matches(|c: char| c.is_whitespace() || "。；，、".contains(c));
    let counted = trimmed.rfind('等').filter(|&at| {
        let rest: String = trimmed[at + '等'.len_utf8()..]
            .chars()
            .filter(|c| !c.is_ascii_digit() && !"一二三四五六七八九十余多个家".contains(*c))
            .collect();
        ["", "部门", "单位", "部门和单位", "部门单位", "部门及单位", "有关部门", "相关部门", "成员单位"].contains(&rest.as_str())
    });
    let trimmed = &trimmed[..counted.unwrap_or(trimmed.len())];
    people::units(trimmed, offset, &mut Prefix::default())
        .unwrap_or_default()
        .into_iter()
        .map(|(name, span)| Holder { person: None, organization: Some((name, span)), span })
        .collect()
}

/// Who is given a post by a sentence: the stretch before the verb, from its last 由 or from the clause before.
fn appointees(text: &str, offset: usize) -> Vec<Holder> {
    const LONGEST: usize = 3_000;
    let mut start = text.rfind('由').map_or(0, |at| at + '由'.len_utf8());
    start += text[start..].rfind(['。', '；', '：', '）']).map_or(0, |at| at + '。'.len_utf8());
    if text.len() - start > LONGEST {
        return Vec::new();
    }
    loop {
        let part = &text[start..];
        let inner = part.trim_start_matches(['，', '、', ' ', '\n']);
        let at = start + part.len() - inner.len();
        let holders = people::holders(inner.trim_end(), offset + at, &mut Prefix::default());
        let clean = inner.split(['，', '、']).all(|piece| piece.chars().count() < 30);
        if clean && !holders.is_empty() {
            return holders;
        }
        // The clauses before it may be about something else.
        match inner.find('，') {
            Some(comma) => start = at + comma,
            None => return holders,
        }
    }
}

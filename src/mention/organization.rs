//! Lists of organizations, as officials write them.
//!
//! “自治区工业和信息化厅、发展改革委，人民银行南宁中心支行，各设区市人民政府” names four: “、” continues the prefix that the list states once, “，” and “；” end it,
//! and a member that carries its own prefix, or needs none, takes none. A shared ending is restored in the same way (鹤川县、砚湖县人民政府).
//! There is no list of bodies behind this but the reference data; what an organization is, its ending and its prefix tell.

use std::borrow::Cow;
use std::sync::LazyLock;

use jieba_rs::Jieba;

use super::Mention;
use super::person::has_common_surname;
use crate::reference::Reference;
use crate::text::{Span, behind_words};
use crate::words::Words;

/// A member of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The organization.
    pub mention: Mention,
    /// Whether it is named by what its members are (各设区市人民政府, 有关部门), not as one body.
    pub collective: bool,
    /// Whether a mark behind its name says that it leads: 市发展改革委（牵头）.
    pub leads: bool,
    /// Whether it stands behind a “，” or “；” of the list, not in the first group.
    pub later_group: bool,
}

/// How strictly a list is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// Behind a label such as 牵头单位：, where only organizations are expected: a member needs no more than an organization's ending.
    Labelled,
    /// In running text and in bare brackets: every member must be known to be an organization by its prefix or by reference data.
    Bare,
}

/// Reads a list of organizations; `offset` is the place of `text` in the document's text.
///
/// `prefix` is what the lists before it in the same clause have stated (牵头单位：省民政厅；配合单位：财政厅), and holds afterwards what this one has.
/// `None` if what stands there is not such a list.
pub fn list(text: &str, offset: usize, strictness: Strictness, prefix: &mut Prefix) -> Option<Vec<Member>> {
    // Cheap first: no name holds these, and most of what is asked about is a sentence.
    if strictness == Strictness::Bare && ['的', '《', '%'].iter().any(|&c| text.contains(c)) {
        return None;
    }
    let pieces = split(text);
    let mut members = Vec::with_capacity(pieces.len());
    prefix.end_group();
    let mut groups = 0;
    let mut each = false; // whether the member before is one of 各…, which “、” continues
    for (index, piece) in pieces.iter().enumerate() {
        if piece.ends_group {
            groups += 1;
        }
        let Some(raw) = Raw::of(text, piece.span) else { continue };
        let name = raw.name(text);
        let later = &pieces[index + 1..];
        let ending = shared_ending(&name, later, text)
            .or_else(|| shared_branch(&name, later, text))
            .or_else(|| shared_department(&name, &pieces[index..], text));
        let restored = match &ending {
            Some(ending) => Cow::Owned([&name, *ending].concat()),
            None => name,
        };
        let own = own_prefix(&restored);
        let written = match own {
            _ if each && !piece.ends_group && shares_each(&restored) => ["各", &restored].concat(),
            Own::None if takes_prefix(&restored, strictness) => prefix.restore(&restored, piece.ends_group),
            _ => slip_of_region(&restored).map_or_else(|| restored.to_string(), |rest| ["自治区", rest].concat()),
        };
        if !acceptable(&written, strictness, !members.is_empty()) {
            if strictness == Strictness::Bare {
                return None;
            }
            continue;
        }
        let collective = is_collective(&written);
        each = collective && written.starts_with('各');
        if !collective {
            prefix.follow(own, &written, piece.ends_group);
        }
        let span = raw.span.shift(offset);
        members.push(Member { mention: Mention { name: written, span }, collective, leads: raw.leads, later_group: groups > 0 });
    }
    (!members.is_empty()).then_some(members)
}

/// A kind of government, not one: the 市人民政府 and 开发区管委会 of “各盟行政公署、市人民政府、开发区管委会”.
fn is_kind_of_government(name: &str) -> bool {
    let kind = ["人民政府", "政府", "管委会", "行政公署", "办事处"].iter().find_map(|end| name.strip_suffix(end));
    kind.is_some_and(|kind| {
        RANKS.contain(kind)
            || matches!(kind, "开发区" | "园区" | "高新区" | "街道" | "镇" | "乡" | "乡镇" | "镇街" | "新区" | "功能区" | "经开区")
    })
}

/// Whether a kind of government stands for each of its kind behind another: 市人民政府, but not 新区管委会, of which a city has one.
fn shares_each(name: &str) -> bool {
    is_kind_of_government(name) && !name.starts_with("新区")
}

/// Whether a name is one of a group (各设区市人民政府, 有关部门, 自治区…指挥部各成员单位), not of one body.
#[must_use]
pub fn is_collective(name: &str) -> bool {
    static OPENINGS: Words = Words::new(&[
        "各", "有关", "相关", "其他", "其它", "沿线", "沿边", "全区各", "全市各", "全省各", "全县各", "市直", "省直", "县直", "区直",
        "市级",
    ]);
    static ENDINGS: Words =
        Words::new(&["成员单位", "有关部门", "有关单位", "相关部门", "相关单位", "各部门", "各单位", "等部门", "直属机构", "级人民政府"]);
    static INSIDE: Words = Words::new(&["各成员单位", "各有关", "各相关"]);
    OPENINGS.open(name)
        || ENDINGS.end(name)
        || is_number_of_governments(name)
        || name.ends_with("政府") && (name.contains('、') || ["省级", "县级"].iter().any(|rank| name.starts_with(rank)))
        || INSIDE.occur_in(name)
}

/// 市内6区政府, 五县（市）人民政府: governments that are counted, not named.
fn is_number_of_governments(name: &str) -> bool {
    let counted = name.strip_suffix("政府").map(|name| name.strip_suffix("人民").unwrap_or(name));
    let counted = counted.map(|name| name.trim_end_matches(['市', '县', '区', '旗', '（', '）']).trim_end_matches('个'));
    counted.is_some_and(|name| {
        name.ends_with(|c: char| c.is_ascii_digit() || "二三四五六七八九十".contains(c))
            && name.chars().count() <= 4
            && !name.contains('第')
    })
}

/// A piece of a list between two separators.
#[derive(Clone, Copy, Debug)]
struct Piece {
    span: Span,
    /// Whether a “，” or “；” stands before it.
    ends_group: bool,
}

/// Cuts a list at its separators outside brackets, and at 和/及/以及/与 where they stand between two organizations.
fn split(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(8);
    let (mut depth, mut start, mut ends_group) = (0_i32, 0, false);
    let mut here = 0;
    loop {
        // Most characters are ideographs, and none of them cuts a list.
        let at = behind_words(text, here);
        let Some(c) = text[at..].chars().next() else { break };
        here = at + c.len_utf8();
        match c {
            '（' | '(' | '〔' | '[' | '《' | '“' => depth += 1,
            '）' | ')' | '〕' | ']' | '》' | '”' => depth -= 1,
            '、' if depth <= 0 && is_rank_of_group(&text[start..at], &text[here..]) => {}
            '、' | '，' | '；' | ',' | ';' | '\n' | ' ' if depth <= 0 => {
                push_joined(text, Span::new(start, at), ends_group, &mut pieces);
                start = here;
                ends_group = matches!(c, '，' | '；' | ',' | ';');
            }
            _ => {}
        }
    }
    push_joined(text, Span::new(start, text.len()), ends_group, &mut pieces);
    pieces.dedup_by(|piece, last| {
        let continues = continues_collective(&text[last.span.start..last.span.end], &text[piece.span.start..piece.span.end]);
        if continues {
            last.span.end = piece.span.end;
        }
        continues
    });
    pieces
}

/// Whether a 、 stands in the name of a group of governments: 区、县（市）政府, 市、县人民政府.
fn is_rank_of_group(before: &str, behind: &str) -> bool {
    let before = before.trim_end();
    // Cheap first: few names end so.
    if !before.ends_with(['市', '县', '区', '州', '旗', '盟', '）']) {
        return false;
    }
    let own =
        CONJUNCTIONS.iter().filter_map(|joint| before.rsplit_once(joint)).map(|(_, own)| own).min_by_key(|own| own.len()).unwrap_or(before);
    let next = behind.split(['，', '；', ',', ';', ' ', '\n']).next().unwrap_or_default();
    let next = next.find("政府").map_or("", |at| &next[..at]).trim_end_matches("人民");
    matches!(own.trim(), "市" | "县" | "区" | "州" | "旗" | "盟" | "县（市）" | "市（州）" | "县（区）")
        && !next.is_empty()
        && next.chars().all(|c| "市县区州盟旗（）()、乡镇地".contains(c))
}

static CONJUNCTIONS: Words = Words::new(&["以及", "会同", "和", "及", "与"]);

/// Cuts at conjunctions: “科技局和财政局” is two, “文化和旅游局” is one.
fn push_joined(text: &str, span: Span, ends_group: bool, pieces: &mut Vec<Piece>) {
    let content = &text[span.start..span.end];
    if content.chars().all(char::is_whitespace) {
        return;
    }
    for (at, behind) in joints(content) {
        if at > 0 && divides(&content[..at], &content[behind..]) {
            push_joined(text, Span::new(span.start, span.start + at), ends_group, pieces);
            push_joined(text, Span::new(span.start + behind, span.end), false, pieces);
            return;
        }
    }
    pieces.push(Piece { span, ends_group });
}

/// Where conjunctions begin and end, the first of [`CONJUNCTIONS`] first.
fn joints(content: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut found = Vec::new();
    // Cheap first: few names hold one.
    if CONJUNCTIONS.occur_in(content) {
        for (at, last) in content.match_indices(['和', '及', '与', '同']) {
            let behind = at + last.len();
            let here = CONJUNCTIONS.iter().enumerate().filter(|(_, joint)| content[..behind].ends_with(*joint));
            found.extend(here.map(|(place, joint)| (place, behind - joint.len(), behind)));
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(_, at, behind)| (at, behind))
}

fn divides(left: &str, right: &str) -> bool {
    let left = left.trim().trim_end_matches('等');
    let right = right.trim().trim_end_matches('等');
    if left.chars().count() < 2 || right.chars().count() < 2 || left.contains('（') && !left.contains('）') {
        return false;
    }
    // 国家医保局等部门和单位: what sums the list up is no member of it.
    if left.ends_with("党委") && (right == "政府" || right == "人民政府") || left.ends_with("部门") && right == "单位" {
        return false;
    }
    let reference = Reference::load();
    let whole_body = |name: &str| ends_as_body(name) || reference.is_bare_body(name);
    let right_opens = right.starts_with("各") || right.starts_with("有关") || right.starts_with("相关") || right.starts_with("其他");
    (whole_body(left) || is_bare_place(left) && ends_as_body(right) || right_opens && left.ends_with(['会', '行', '社']))
        && (right_opens || ends_as_body(right) || is_bare_place(right))
        && !reference.is_bare_body(&format!("{left}和{right}"))
}

/// Whether a collective's own comma stands between two pieces: 各市、县人民政府; 各县（市、区）、开发区管委会.
fn continues_collective(before: &str, next: &str) -> bool {
    static OPENINGS: Words = Words::new(&["各", "有关", "相关", "所在"]);
    let mut before = before.trim_start();
    while let Some(rest) = CONJUNCTIONS.strip_opening(before) {
        before = rest;
    }
    if !OPENINGS.open(before) {
        return false;
    }
    let before = before.trim_end();
    if ends_as_body(before) {
        return false;
    }
    let rank = before.trim_end_matches('）').trim_end_matches(|c| c != '（' && before.ends_with('）')).trim_end_matches('（');
    let ends_in_rank = rank.ends_with(['省', '市', '县', '区', '州', '盟', '旗', '镇', '乡', '级', '地'])
        || rank.ends_with("街道")
        || rank.ends_with("团场")
        || rank.ends_with("师");
    // 各县市区、市发改委: a body of its own is no part of the group.
    static GOVERN: Words = Words::new(&["政府", "管委会", "委员会", "办事处", "党委", "工委", "公署", "部门", "单位", "机构"]);
    let next = next.trim().trim_end_matches('等');
    // 各地、各部门: each is a group of its own.
    if OPENINGS.open(next) && !next.ends_with("政府") {
        return false;
    }
    // 各镇、县直各部门: so are those of another rank.
    static DIRECT: Words = Words::new(&["省直", "市直", "县直", "区直", "州直", "盟直", "旗直", "自治区直", "中央"]);
    if DIRECT.open(next) {
        return false;
    }
    let own = ends_as_body(next) && !GOVERN.end(next) && !next.contains(['（', '和', '及']);
    ends_in_rank && !own
}

/// A member's name in the text, and what stands around it.
struct Raw {
    span: Span,
    leads: bool,
}

/// Words around a name that are no part of it.
static BEFORE: Words =
    Words::new(&["由", "以及", "及", "和", "与", "会同", "包括", "分别由", "主要由", "其中", "为", "是", "请", "同时由"]);
static AFTER: Words = Words::new(&[
    "等按职责分工负责", "按职责分工负责", "按职责分工", "按照职责分工", "等有关部门和单位", "等有关部门", "等相关部门", "等有关单位",
    "等相关单位", "等部门和单位", "等部门", "等单位", "分别负责", "牵头负责", "具体负责", "共同牵头", "联合牵头", "牵头", "负责", "下同",
    "等", "共同", "联合", "分别", "按职责", "为主", "。", "；", "，", "、", "各自", "具体", "组织", "依职责",
]);
/// Marks behind a name that say that it leads, and others.
static LEADS: Words = Words::new(&["（牵头单位）", "（牵头部门）", "（牵头）", "[牵头]", "〔牵头〕", "【牵头】", "（列第一位）"]);
static MARKS: Words = Words::new(&["（配合）", "（按职责分工负责）", "（参与）"]);

impl Raw {
    fn of(text: &str, span: Span) -> Option<Self> {
        let mut content = &text[span.start..span.end];
        let mut leads = false;
        loop {
            let before = content;
            while let Some(rest) = BEFORE.strip_opening(content) {
                content = rest;
            }
            while let Some(rest) = AFTER.strip_ending(content) {
                content = rest;
            }
            // Cheap first: most names are ideographs alone, and what follows is about marks.
            if is_plain(content) {
                break;
            }
            while let Some(rest) = LEADS.strip_ending(content) {
                content = rest;
                leads = true;
            }
            while let Some(rest) = MARKS.strip_ending(content) {
                content = rest;
            }
            // 市财政局★: the sign that a note explains (带★的为牵头单位).
            let starred = content.trim_matches(['*', '＊', '★', '☆', '▲', '△', '●', '※']);
            leads |= starred.len() < content.len();
            content = starred;
            // 海关总署等国务院相关部门: the others are not named. …办公室（设在省工业和信息化厅）: where it sits is no part of the name, nor by what it goes (（以下简称市防指）).
            let others =
                content.rfind('等').filter(|&at| at > 0 && ["部门", "单位", "机构"].iter().any(|end| content[at..].ends_with(end)));
            let seat = || {
                let remarks = ["（设在", "（以下简称", "（简称", "（下称", "（以下称"];
                let content = Some(content).filter(|content| content.ends_with('）'))?;
                remarks.iter().find_map(|remark| content.rfind(remark)).filter(|&at| at > 0)
            };
            let person = || Some(content).filter(|content| content.ends_with('）'))?.rfind('（').filter(|&at| is_person(&content[at..]));
            if let Some(at) = others.or_else(seat).or_else(person) {
                content = &content[..at];
            }
            content = content.trim();
            if content == before {
                break;
            }
        }
        if content.is_empty() {
            return None;
        }
        let start = content.as_ptr() as usize - text.as_ptr() as usize;
        Some(Self { span: Span::new(start, start + content.len()), leads })
    }

    /// The name without white space, and without what sums a list up before its shared ending (甲、乙等县市人民政府).
    fn name<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let written = &text[self.span.start..self.span.end];
        if is_plain(written) {
            return Cow::Borrowed(written);
        }
        let name = match written.contains(char::is_whitespace) {
            true => Cow::Owned(written.chars().filter(|c| !c.is_whitespace()).collect()),
            false => Cow::Borrowed(written),
        };
        let summed = name.contains('等').then(|| SUMS_UP.iter().find_map(|sum| name.split_once(sum))).flatten();
        match summed {
            Some((place, ending)) if !place.is_empty() && ending.starts_with(['人', '政']) => Cow::Owned([place, ending].concat()),
            _ => name,
        }
    }
}

/// （王某某）: whether a bracket holds a person's name, by its surname and its length.
fn is_person(bracket: &str) -> bool {
    let name: String = bracket.chars().filter(|c| !matches!(c, '（' | '）' | ' ')).collect();
    (2..=3).contains(&name.chars().count()) && has_common_surname(&name) && !ends_as_body(&name) && !Reference::load().is_bare_body(&name)
}

/// Whether a name is ideographs alone, and none of them 等.
fn is_plain(name: &str) -> bool {
    let (characters, rest) = name.as_bytes().as_chunks::<3>();
    rest.is_empty() && characters.iter().all(|c| matches!(c[0], 0xe4..=0xe9) && *c != *"等".as_bytes())
}

/// Words between the last place of a list and the ending that all share.
const SUMS_UP: [&str; 9] = ["等县市区", "等县（市、区）", "等县市", "等市县", "等县区", "等区县", "等县", "等市", "等区"];

/// What a name begins with that says to whom the body belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Own<'n> {
    /// Nothing.
    None,
    /// A rank that is said of the document's own place (自治区, 市), or a place (广西, 南宁市): members behind “、” share it.
    Shared(&'n str),
    /// A prefix of its own that no other member shares: 中国铁路…, 各…, 人民银行…, a company.
    Unshared,
}

/// Ranks by which a document names its own government's bodies.
static RANKS: Words =
    Words::new(&["自治区", "自治州", "自治县", "师市", "地区", "兵团", "管委会", "省", "市", "县", "区", "州", "盟", "旗"]);
/// Party committees of those ranks; the Party's bodies share them.
static PARTIES: Words = Words::new(&[
    "自治区党委", "自治州党委", "自治县县委", "省委", "市委", "县委", "区委", "州委", "盟委", "旗委", "地委", "师市党委", "兵团党委",
]);
/// Names that stand alone wherever they stand.
static UNSHARED: Words = Words::new(&[
    "各", "有关", "相关", "其他", "其它", "国家", "中国", "中共", "中央", "全国", "人民银行", "人行", "国网", "驻", "最高人民", "国务院",
    "武警",
]);

fn own_prefix(name: &str) -> Own<'_> {
    let reference = Reference::load();
    if UNSHARED.open(name) || is_enterprise(name) {
        return Own::Unshared;
    }
    if reference.is_bare_body(name) {
        return Own::None; // 市场监管局 does not begin with the rank 市.
    }
    if reference.is_national_body(name) || stands_alone(name) {
        return Own::Unshared;
    }
    if let Some(party) = PARTIES.opening(name) {
        return Own::Shared(party);
    }
    if let Some((rank, _)) = behind_rank(name) {
        return Own::Shared(rank);
    }
    if slip_of_region(name).is_some() {
        return Own::Shared("自治区");
    }
    let Some((place, _)) = reference.place_prefix(name) else {
        return place_by_form(name).map_or(Own::None, |place| match &name[place.len()..] {
            "人民政府" | "政府" | "管委会" => Own::Unshared,
            _ => Own::Shared(place),
        });
    };
    let rest = &name[place.len()..];
    if matches!(rest, "人民政府" | "政府" | "管委会" | "行政公署") {
        return Own::Unshared;
    }
    if let Some(party) = ["自治区党委", "党委", "市委", "县委", "区委", "省委", "州委"].iter().find(|party| rest.starts_with(**party))
    {
        return Own::Shared(&name[..place.len() + party.len()]);
    }
    // 南宁海关, 桂林机场: the place is part of the name, not a government that others share.
    let shared = ends_as_body(rest) && !["海关", "支行", "铁路局", "大学", "学院"].iter().any(|end| rest.ends_with(end));
    if shared { Own::Shared(place) } else { Own::Unshared }
}

/// The rank with which a name begins, said of the document's own place or of one above it, and what stands behind it: 省 and 外办 of 省外办, but no rank in 区域经济处.
#[must_use]
pub fn ranked(name: &str) -> Option<(&'static str, &str)> {
    let reference = Reference::load();
    // 市场监管局 does not begin with the rank 市.
    behind_rank(name).filter(|_| !reference.is_bare_body(name) && !reference.is_national_body(name))
}

/// The rank with which a name begins that is no body's without it, and what stands behind it.
fn behind_rank(name: &str) -> Option<(&'static str, &str)> {
    let rank = RANKS.opening(name)?;
    let rest = &name[rank.len()..];
    let municipal = rank == "市"
        && rest.starts_with('政')
        && !["府", "务", "协", "法", "研", "数"].iter().any(|word| rest["政".len()..].starts_with(word));
    let opens_word = municipal || rest.starts_with(['级', '域', '块', '间', '际', '外', '内', '场']);
    (!opens_word && rest.chars().nth(1).is_some() || Reference::load().is_bare_body(rest)).then_some((rank, rest))
}

/// Names that carry their place or rank in a form that no other member shares: 清溪街道办事处, 石桥镇人民政府, 沙埠海关, 区级各部门, 团省委, 第八师石河子市.
fn stands_alone(name: &str) -> bool {
    static ENDINGS: Words = Words::new(&[
        "街道办事处", "街道", "镇人民政府", "乡人民政府", "镇政府", "乡政府", "海关", "海事局", "边检总站", "边检站", "边防检查总站",
        "大学", "学院",
    ]);
    static LEVELS: Words = Words::new(&["自治区", "省", "市", "县", "区", "州"]);
    static LEAGUES: Words = Words::new(&["自治区", "省", "市", "县", "区", "州", "盟", "旗"]);
    // 市镇政府 is no town's, but one of a kind.
    let is_own = |stem: &str| stem.chars().nth(1).is_some() && stem.chars().all(is_ideograph);
    match ENDINGS.ending(name) {
        Some("街道办事处" | "镇人民政府" | "乡人民政府" | "镇政府" | "乡政府")
            if ENDINGS.strip_ending(name).is_some_and(|stem| RANKS.contain(stem)) =>
        {
            return false;
        }
        Some(ending) if is_own(&name[..name.len() - ending.len()]) => return true,
        _ => {}
    }
    let is_number = |number: &str| (1..=3).contains(&number.chars().count()) && number.chars().all(|c| "一二三四五六七八九十".contains(c));
    LEVELS.strip_opening(name).is_some_and(|rest| rest.starts_with(['级', '直']))
        || name.strip_prefix('团').and_then(|rest| rest.strip_suffix('委')).is_some_and(|place| LEAGUES.contain(place))
        || name.strip_prefix('第').and_then(|rest| rest.split_once('师')).is_some_and(|(number, _)| is_number(number))
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '〇' | '㐀'..='鿿')
}

/// 自治交通运输厅 is a slip of the pen for 自治区交通运输厅. Gives what stands behind the slip.
fn slip_of_region(name: &str) -> Option<&str> {
    name.strip_prefix("自治").filter(|rest| !rest.starts_with(['区', '州', '县', '旗']) && ends_as_body(rest))
}

/// A place that no reference data knows but whose form tells: 砚湖县, 鹤川县; at most six characters and a rank, before a body.
#[must_use]
pub fn place_by_form(name: &str) -> Option<&str> {
    static LEVELS: Words = Words::new(&["自治区", "省", "市", "州", "盟", "县", "旗", "区"]);
    static BODIES: Words = Words::new(&["委", "政府", "人民政府", "管委会"]);
    static ENDINGS: Words = Words::new(&["厅", "局", "委", "办", "部", "院", "会", "中心", "公司"]);
    let of_words =
        |stem: &str| (2..=14).contains(&stem.chars().count()) && stem.chars().all(|c| is_ideograph(c) || matches!(c, '、' | '（' | '）'));
    let is_body = |rest: &str| BODIES.open(rest) || ENDINGS.strip_ending(rest).is_some_and(of_words);
    let stem = name.char_indices().take(6).take_while(|(at, _)| name[..*at].chars().next_back().is_none_or(is_ideograph)).skip(1);
    let mut places = stem.filter_map(|(at, _)| LEVELS.opening(&name[at..]).map(|level| &name[..at + level.len()]));
    let place = places.find(|place| is_body(&name[place.len()..]))?;
    let rest = &name[place.len()..];
    let reference = Reference::load();
    (!reference.is_bare_body(name)
        && !place.ends_with("开发区")
        && !place.ends_with("园区")
        && !rest.starts_with(['域', '块', '划', '间', '场', '政', '镇'])
        || rest.starts_with("政府")
        || rest.starts_with("政务")
        || rest.starts_with("场监"))
    .then_some(place)
}

/// The prefixes that the list has stated.
#[derive(Debug, Default)]
pub struct Prefix {
    /// What “、” continues; ended by “，”.
    shared: Option<String>,
    /// Whether `shared` was stated by a central body in a place (广西银监局), so that only its like share it (证监局).
    central: bool,
    /// The government whose bodies the list names, also behind “，”.
    government: Option<String>,
    /// Whether each member states the prefix itself, so that none shares it but a body that every government has.
    repeated: bool,
}

impl Prefix {
    /// What “，” does: the government goes on, the prefix of the group does not.
    fn end_group(&mut self) {
        self.shared = None;
        self.central = false;
    }

    fn follow(&mut self, own: Own<'_>, written: &str, ends_group: bool) {
        match own {
            Own::Shared(prefix) => {
                self.central = is_central_in_place(written);
                self.repeated = self.shared.as_deref() == Some(prefix);
                let is_rank = |prefix: &str| RANKS.contain(prefix) || PARTIES.contain(prefix);
                // A place (广西博览局) does not take the list from the rank that began it (自治区…厅).
                if !self.central
                    && self.government.as_deref() != Some(prefix)
                    && (is_rank(prefix) || !self.government.as_deref().is_some_and(is_rank))
                {
                    self.government = Some(prefix.to_owned());
                }
                if !self.repeated {
                    self.shared = Some(prefix.to_owned());
                }
            }
            Own::Unshared if ends_group => self.shared = None,
            Own::Unshared | Own::None => {}
        }
    }

    /// The name with the prefix that it shares. Behind “，”, and where the group has stated none, only a body that every government has takes the
    /// government's: 投资促进局, not 云岭博览局.
    fn restore(&self, name: &str, ends_group: bool) -> String {
        let shares = !ends_group && !self.repeated && (!self.central || is_central_in_place(name));
        let own_group = self.shared.as_deref().filter(|_| shares);
        if own_group.is_none() && !Reference::load().is_bare_body(name) {
            return name.to_owned();
        }
        let Some(prefix) = own_group.or(self.government.as_deref()) else { return name.to_owned() };
        let party = PARTIES.end(prefix);
        // 省委宣传部、教育厅: the Party's prefix goes before the Party's bodies, the government's before the others.
        let prefix = if party && !is_party_body(name) { prefix.trim_end_matches("党委").trim_end_matches('委') } else { prefix };
        [prefix, name].concat()
    }
}

/// Whether a name without prefix is one that a shared prefix is restored to.
fn takes_prefix(name: &str, strictness: Strictness) -> bool {
    static NAMED: Words = Words::new(&["公司", "集团", "大学", "学院", "企业"]);
    if is_town(name) || has_a_name_of_its_own(name) || NAMED.end(name) {
        return false;
    }
    let reference = Reference::load();
    reference.is_bare_body(name) || ends_as_body(name) || strictness == Strictness::Labelled && name.chars().count() <= 8
}

/// Whether a name holds a place or a park and needs no prefix: 湖滨经济技术开发区管委会, 青湖管理区, 生态环境局鹤川分局; not 开发区管委会.
fn has_a_name_of_its_own(name: &str) -> bool {
    let park = name.strip_suffix("管委会").or_else(|| name.strip_suffix("管理委员会")).unwrap_or(name);
    PARKS.strip_ending(park).is_some_and(|own| own.chars().nth(1).is_some()) || name.ends_with("分局") && name.matches('局').count() >= 2
}

/// Whether what is written is taken as a member; `follows`: whether it follows others.
fn acceptable(written: &str, strictness: Strictness, follows: bool) -> bool {
    let (mut length, mut depth, mut sets) = (0, 0_i32, false);
    for c in written.chars() {
        match c {
            '。' | '：' | '%' | '《' | '？' => return false,
            '的' if strictness == Strictness::Bare => return false,
            '（' => depth += 1,
            '）' => depth -= 1,
            '设' => sets = true,
            _ => {}
        }
        length += 1;
    }
    if depth != 0
        || !(2..=45).contains(&length)
        || sets && (written.contains("设在") || written.contains("下设"))
        || written.starts_with(|c: char| c.is_ascii_digit())
    {
        return false;
    }
    // In a list that began with organizations, an ending is proof enough: 云岭博览局 behind 省商务厅.
    let proven = || follows && (has_sure_ending(written) || is_town(written) || is_bare_place(written));
    match strictness {
        Strictness::Labelled => {
            !is_person_or_time(written)
                && (length > 3
                    || is_collective(written)
                    || Reference::load().is_national_body(written)
                    || ends_as_body(written)
                    || is_bare_place(written))
        }
        Strictness::Bare => {
            // 各区政府、各相关企业: enterprises that stand behind bodies share what is theirs.
            let beside = || follows && is_collective(written) && written.ends_with("企业");
            (proven() || is_organization(written)) && (!is_actor(written) || beside()) && reads_as_name(written)
        }
    }
}

/// Whether what stands behind the prefix reads as a name: a word that orders something (市|要加快发展高新区) does not begin one.
///
/// Endings such as 局 or 领导小组 are proof enough; those that ordinary sentences end with as well (园区, 单位, 中心) are not, and there the part of speech decides.
fn reads_as_name(written: &str) -> bool {
    static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);
    let rest = strip_prefix(written);
    let of_field = || rest.strip_suffix("部门").is_some_and(is_field);
    if has_sure_ending(rest) || is_collective(written) || Reference::load().is_bare_body(rest) || of_field() {
        return true;
    }
    let words = JIEBA.tag(rest, true);
    !words.first().is_some_and(|first| matches!(first.tag, "v" | "d" | "p" | "r" | "u" | "c" | "a"))
}

/// A town or a township that a list names for its government: 城关镇.
fn is_town(name: &str) -> bool {
    (name.ends_with(['镇', '乡']) || name.ends_with("街道")) && (3..=6).contains(&name.chars().count())
}

/// Whether a name ends as nothing but organizations do.
fn has_sure_ending(name: &str) -> bool {
    static SURE: Words =
        Words::new(&["厅", "局", "委", "办", "委员会", "领导小组", "指挥部", "办公室", "政府", "法院", "检察院", "支行", "海关"]);
    (SURE.end(name) || is_enterprise(name)) && ends_as_body(name)
}

/// Whether a name with its prefix is that of an organization, in text where anything may stand.
#[must_use]
pub fn is_organization(name: &str) -> bool {
    let reference = Reference::load();
    // 市场监管总局（国家标准委）
    let name = match name.strip_suffix('）').and_then(|inner| inner.split_once('（')) {
        Some((before, _)) if before.chars().count() >= 2 => before,
        _ => name,
    };
    if reference.is_bare_body(name) || reference.is_national_body(name) || is_named_before(name) {
        return true;
    }
    if is_kind_of_government(name) && name.ends_with(['府', '处']) && name.chars().nth(4).is_some() {
        return true; // 乡镇人民政府, 街道办事处
    }
    if is_collective(name) {
        return ends_as_body(name)
            || name.ends_with(['市', '县', '区', '州', '盟', '旗', '乡', '镇', '地'])
            || ["地区", "地方", "镇街", "街道"].iter().any(|end| name.ends_with(end));
    }
    (ends_as_body(name)
        || name.ends_with("机关")
        || is_department(name)
        || name.starts_with("中国") && name.ends_with(['段', '所', '站', '队'])
        || name.ends_with("校")
        || name.ends_with("总站")
        || stands_alone(name))
        && (own_prefix(name) != Own::None || is_enterprise(name) || is_department(name))
        && name.chars().count() >= 3
}

/// 领导小组办公室, 工业园区管委会: of the group or the park that the text has named.
fn is_named_before(name: &str) -> bool {
    let of_group = |group: &str| {
        group.chars().count() <= 8
            && ["领导小组", "指挥部", "联席会议", "协调小组", "工作专班", "推进委员会"].iter().any(|kind| group.ends_with(kind))
    };
    let of_park = |park: &str| PARKS.contain(park);
    name.strip_suffix("办公室").is_some_and(of_group) || name.strip_suffix("管委会").is_some_and(of_park)
}

/// Kinds of parks, the longer before the shorter that ends them.
static PARKS: Words = Words::new(&[
    "经济技术开发区", "高新技术产业开发区", "经济开发区", "开发区", "经开区", "高新区", "工业园区", "产业园区", "工业园", "产业园", "园区",
    "新区", "保税区", "示范区", "管理区",
]);

/// A department named by what it manages, as rules name them: 交通运输主管部门, 公安机关交通管理部门.
fn is_department(name: &str) -> bool {
    name.ends_with("部门")
        && ["主管部门", "行政部门", "管理部门", "监管部门"]
            .iter()
            .any(|end| name.strip_suffix(end).is_some_and(|kind| kind.chars().count() >= 2 && !kind.contains('称')))
        || name.strip_suffix("部门").is_some_and(is_field)
        || matches!(name, "公安机关" | "税务机关" | "审计机关" | "司法机关" | "检察机关" | "监察机关" | "纪检监察机关")
}

/// What a department is in charge of, by which rules and older plans name it (发改、财政、住建等部门).
fn is_field(name: &str) -> bool {
    let reference = Reference::load();
    let known = |name: &str| {
        reference.is_remit(name)
            || (2..=6).contains(&name.chars().count())
                && ["局", "委", "办", "厅"].iter().any(|end| reference.is_bare_body(&[name, end].concat()))
    };
    known(name) || known(strip_prefix(name))
}

/// The ending that fields share: the 管理部门 of “商务、市政管理部门”, the 部门 of “发改、财政等部门”. `pieces`: the field's own, and those behind it.
fn shared_department(name: &str, pieces: &[Piece], text: &str) -> Option<&'static str> {
    static ENDINGS: Words =
        Words::new(&["行政主管部门", "主管部门", "行政管理部门", "管理部门", "行政部门", "监管部门", "执法部门", "部门"]);
    // Cheap first: most names are those of bodies.
    if name.len() > 30 || ends_as_body(name) || !is_field(name) {
        return None;
    }
    for (place, piece) in pieces.iter().enumerate() {
        let next = text[piece.span.start..piece.span.end].trim();
        if let Some(longest) = ENDINGS.ending(next) {
            // The 监管 of 市场监管部门 is part of the field.
            for ending in [longest, "部门"] {
                let field = next[..next.len() - ending.len()].trim_end_matches("相关").trim_end_matches("有关");
                let (field, summed) = field.strip_suffix('等').map_or((field, false), |field| (field, true));
                if is_field(field) {
                    // The police are no department of administration.
                    let own = if summed || name.contains("公安") || name.contains("警") { "部门" } else { ending };
                    return (place > 0 || summed).then_some(own);
                }
            }
            return None;
        }
        if place > 0 && !is_field(next) {
            return None;
        }
    }
    None
}

/// Actors of ordinary sentences, which answer for nothing by being named.
fn is_actor(name: &str) -> bool {
    static ACTORS: Words =
        Words::new(&["企业", "高校", "院校", "龙头", "社会组织", "中介机构", "科研院所", "平台公司", "负责人", "同志", "群众", "金融机构"]);
    !name.ends_with(['局', '厅', '委']) && ACTORS.occur_in(name)
}

/// What stands behind a label beside organizations: a time limit, a seal, a reference. (A person's name is known by its length.)
fn is_person_or_time(name: &str) -> bool {
    static WORDS: Words = Words::new(&["年底", "完成时限", "长期", "持续推进", "盖章", "见附件"]);
    name.ends_with('前') || name.starts_with("详见") || WORDS.occur_in(name)
}

/// Whether a name is that of a company.
#[must_use]
pub fn is_enterprise(name: &str) -> bool {
    static ENDINGS: Words = Words::new(&["公司", "集团", "支行", "分行", "银行"]);
    ENDINGS.end(name)
}

/// Central bodies in a place: 广西银监局, 南宁海关, 国家税务总局广西壮族自治区税务局. What follows them behind “、” shares the place, not the government.
#[must_use]
pub fn is_central_in_place(name: &str) -> bool {
    static ENDINGS: Words = Words::new(&[
        "银监局", "证监局", "保监局", "银保监局", "银保监分局", "金融监管局", "税务局", "国税局", "海关", "海事局", "中心支行", "支行",
        "通信管理局", "邮政管理局", "铁路局", "民航局", "能监局", "能源监管办", "地震局", "气象局", "铁路监管局", "煤监局", "电网公司",
        "矿山安全监察局", "出入境检验检疫局", "储备局",
    ]);
    ENDINGS.end(name) && !name.ends_with("地方金融监管局") && !name.ends_with("粮食和储备局") && !name.ends_with("物资储备局")
}

fn is_party_body(name: &str) -> bool {
    static ENDINGS: Words = Words::new(&[
        "组织部", "宣传部", "统战部", "政法委", "网信办", "编办", "党校", "政研室", "改革办", "巡察办", "巡视办", "台办", "老干部局",
        "机关工委", "办公室", "办公厅", "农办", "国安办", "文明办", "财经办", "人才办", "外办",
    ]);
    ENDINGS.ending(name).is_some_and(|end| end == name || name.chars().count() <= 6)
}

/// Whether a name ends as the names of organizations do.
#[must_use]
pub fn ends_as_body(name: &str) -> bool {
    let name = match name.strip_suffix('）').and_then(|name| name.rfind('（').map(|at| &name[..at])) {
        Some(before) if !before.is_empty() => before,
        _ => name,
    };
    static CERTAIN: Words = Words::new(&["厅", "局", "委", "办", "部", "院", "署"]);
    static OTHER_WORDS: Words =
        Words::new(&["全部", "干部", "内部", "东部", "西部", "中部", "一部", "布局", "格局", "医院", "主办", "举办", "承办"]);
    static LONG: Words = Words::new(&[
        "总台", "督查室", "研究室", "政府", "公司", "集团", "海关", "支行", "银行", "分行", "中心", "法院", "检察院", "支队", "总队",
        "大队", "中队", "指挥部", "领导小组", "联席会议", "委员会", "管委会", "公署", "办事处", "街道", "工会", "团委", "妇联", "工商联",
        "科协", "残联", "协会", "学会", "商会", "联合会", "红十字会", "供销社", "学院", "大学", "部门", "单位", "机构", "企业", "办公室",
        "专班", "工作组", "联社", "文联", "侨联", "记协", "贸促会", "社科联", "研究所", "研究院", "电视台", "广播电视台", "报社", "农场",
        "林场", "团场", "开发区", "高新区", "园区", "事务所", "监管分局", "社保局", "警备区", "军分区",
    ]);
    static OF_KNOWN: Words = Words::new(&["会", "社", "所", "站", "馆", "处", "关", "队", "行", "台", "校"]);
    CERTAIN.end(name) && !OTHER_WORDS.end(name)
        || LONG.end(name)
        || OF_KNOWN.end(name) && Reference::load().is_bare_body(strip_prefix(name))
}

fn strip_prefix(name: &str) -> &str {
    PARTIES.strip_opening(name).or_else(|| RANKS.strip_opening(name)).unwrap_or(name)
}

/// A place and nothing more: the 鹤川县 of “鹤川县、砚湖县人民政府”.
fn is_bare_place(name: &str) -> bool {
    let by_form = name.ends_with(['省', '市', '县', '区', '州', '盟', '旗', '镇', '乡'])
        && (2..=6).contains(&name.chars().count())
        && !ends_as_body(name);
    by_form || Reference::load().place_prefix(name).is_some_and(|(place, _)| place.len() == name.len())
}

/// The ending that a bare place shares with a later member: 人民政府 for the 鹤川县 of “鹤川县、砚湖县人民政府”.
fn shared_ending<'t>(name: &str, later: &[Piece], text: &'t str) -> Option<&'t str> {
    if later.is_empty() || name.starts_with('各') {
        return None;
    }
    let reference = Reference::load();
    let unknown_place = |name: &str| {
        let length = name.chars().count();
        (length == 2 || length == 3 || length == 4 && !name.starts_with("中国"))
            && !ends_as_body(name)
            && !reference.is_national_body(name)
            && !reference.is_bare_body(name)
    };
    if !(is_bare_place(name) || unknown_place(name)) {
        return None;
    }
    for piece in later {
        let next = text[piece.span.start..piece.span.end].trim();
        for ending in [
            "市人民政府", "县人民政府", "区人民政府", "人民政府", "市政府", "县政府", "区政府", "政府", "党委和政府", "管委会",
            "街道办事处", "办事处", "管理区",
        ] {
            if let Some(at) = next.find(ending) {
                let place = &next[..at];
                if place.is_empty() || place.contains('各') {
                    return None;
                }
                if place.contains('等') {
                    return Some(&next[next.find(['人', '政'])?..]);
                }
                // 广州、深圳市政府: the rank is shared as well, unless the name has it.
                let rank = ending.chars().next().is_some_and(|c| "市县区".contains(c));
                let has_rank =
                    name.ends_with(['省', '市', '县', '区', '盟', '旗', '镇', '乡']) || name.ends_with('州') && name.chars().count() > 2;
                if rank && has_rank {
                    continue;
                }
                return Some(&next[at..at + ending.len()]);
            }
        }
        if !is_bare_place(next) && !unknown_place(next) {
            return None;
        }
    }
    None
}

/// The branch that companies of the State share: the 甘肃分公司 of “中国电信、中国移动、中国联通甘肃分公司”.
fn shared_branch<'t>(name: &str, later: &[Piece], text: &'t str) -> Option<&'t str> {
    let is_short = |name: &str| name.starts_with("中国") && name.chars().count() == 4;
    if !is_short(name) {
        return None;
    }
    later
        .iter()
        .map(|piece| text[piece.span.start..piece.span.end].trim())
        .find(|next| !is_short(next))
        .filter(|next| next.starts_with("中国") && next.ends_with("分公司"))
        .map(|next| &next["中国某某".len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_organizations() {
        let table: &[(&str, &[&str])] = &[
            // “、” continues the prefix, “，” ends it, a full name takes none.
            (
                "自治区工业和信息化厅、发展改革委、财政厅，人民银行南宁中心支行，各设区市人民政府",
                &["自治区工业和信息化厅", "自治区发展改革委", "自治区财政厅", "人民银行南宁中心支行", "各设区市人民政府"],
            ),
            ("广西银监局、证监局、保监局", &["广西银监局", "广西证监局", "广西保监局"]),
            // Behind “，” a bare name that can only be a body of the same government.
            ("自治区商务厅、财政厅，广西博览局，投资促进局", &["自治区商务厅", "自治区财政厅", "广西博览局", "自治区投资促进局"]),
            ("省委宣传部、网信办、教育厅", &["省委宣传部", "省委网信办", "省教育厅"]),
            ("发展改革委、财政部、市场监管总局和各省级人民政府", &["发展改革委", "财政部", "市场监管总局", "各省级人民政府"]),
            // 和 divides two bodies and stands inside the names of others.
            ("市文化和旅游局和市体育局", &["市文化和旅游局", "市体育局"]),
            ("省粮食和储备局、市场监管局", &["省粮食和储备局", "省市场监管局"]),
            // A shared ending, and a shared rank.
            ("鹤川县、砚湖县人民政府", &["鹤川县人民政府", "砚湖县人民政府"]),
            ("广州、深圳市政府", &["广州市政府", "深圳市政府"]),
            // Collectives keep their own commas.
            ("市教育局，各县（市、区）人民政府", &["市教育局", "各县（市、区）人民政府"]),
            ("各市、县人民政府", &["各市、县人民政府"]),
            // A slip of the pen for 自治区.
            ("自治交通运输厅、发展改革委", &["自治区交通运输厅", "自治区发展改革委"]),
            ("县财政局等部门", &["县财政局"]),
            ("县财政局（王某）、县教育局（李某某）", &["县财政局", "县教育局"]),
            // Departments that are named by their fields.
            ("发改、财政、住建等部门", &["发改部门", "财政部门", "住建部门"]),
            ("公安交警、交通管理部门", &["公安交警部门", "交通管理部门"]),
            ("市政、规划建设管理部门", &["市政管理部门", "规划建设管理部门"]),
            ("市商务、市场监管部门", &["市商务部门", "市市场监管部门"]),
            ("各地、各部门", &["各地", "各部门"]),
            ("各镇、县直各部门", &["各镇", "县直各部门"]),
            ("市防汛抗旱指挥部（以下简称市防指）", &["市防汛抗旱指挥部"]),
            ("市内6区政府及高新区管委会", &["市内6区政府", "高新区管委会"]),
        ];
        for (text, expected) in table {
            let found = list(text, 0, Strictness::Bare, &mut Prefix::default()).unwrap_or_default();
            let names: Vec<&str> = found.iter().map(|member| member.mention.name.as_str()).collect();
            assert_eq!(names, *expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_list_of_organizations() {
        for text in
            ["含新区、开发区", "龙头企业", "高端化、智能化、绿色化", "2021年", "市要加快发展高新区", "以下称主管部门", "东部、中部、西部"]
        {
            assert_eq!(list(text, 0, Strictness::Bare, &mut Prefix::default()), None, "{text}");
        }
    }

    #[test]
    fn names_stand_where_they_were_read() {
        let text = "由自治区财政厅、科技厅（牵头）、水利厅★等部门";
        let members = list(text, 0, Strictness::Bare, &mut Prefix::default()).unwrap_or_default();
        let shown: Vec<(&str, bool)> =
            members.iter().map(|member| (&text[member.mention.span.start..member.mention.span.end], member.leads)).collect();
        assert_eq!(shown, [("自治区财政厅", false), ("科技厅", true), ("水利厅", true)]);
    }
}

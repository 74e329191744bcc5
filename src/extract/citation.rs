//! Citation: which document another rests on or carries out.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::{Certainty, Citation, Evidence, Extractor, Fact, Relation, Rule};
use crate::outline::{BlockId, BlockKind, DOCUMENT_NUMBER, Document, sentences};
use crate::text::{Span, behind_words};
use crate::words::Words;

/// Reads the titles in 《》, each once, with the 发文字号 behind it.
pub(super) const EXTRACTOR: Extractor = Extractor {
    relation: "citation",
    rules: &[
        Rule::new(TITLE_MARKS, "the title of a document in its marks 《》, with its number in the bracket behind"),
        Rule::new(CARRIED_OUT, "a document that a sentence orders to be carried out (贯彻落实…), named in full and without marks"),
    ],
    specification: include_str!("citation.md"),
    extract,
};

/// 《…》（文号): titles of documents stand in 《》 (GB/T 15834-2011, 4.15), the number in brackets behind (条例 art. 9).
const TITLE_MARKS: &str = "title-marks";

/// 贯彻落实国务院关于…的决定: a document that a sentence orders to be carried out, named in full and without title marks.
const CARRIED_OUT: &str = "carried-out";

fn extract(document: &Document, facts: &mut Vec<Fact>) {
    let text = document.text.as_str();
    let own = document.head.title.as_ref().map(|title| without_marks(&title.value));
    let mut found: Vec<Citation> = Vec::new();
    let mut places = HashMap::new();
    let mut short_names = HashSet::new();
    let mut repeals_follow = false;
    for (index, block) in document.blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Table(_)) {
            continue;
        }
        let content = &text[block.span.start..block.span.end];
        let listed = repeals_follow && text[block.title.start..block.title.end].starts_with('《');
        let titles = titles(content);
        for short in titles.iter().filter(|title| title.short_name) {
            short_names.insert(name(content, short.title));
        }
        for title in &titles {
            let behind = &content[title.whole.end..];
            let full = name(content, title.title);
            if title.short_name || is_short(&full) || short_names.contains(&full) || is_no_document(&full, content, title) {
                continue;
            }
            // The own title may cite another inside it, and stand in the text with its inner marks or without.
            if own.as_deref().is_some_and(|own| is_own(own, &without_marks(&full))) || names_itself(&content[..title.whole.start], behind) {
                continue;
            }
            let number = number_behind(behind);
            // 《行动计划》: another name of a document that is told elsewhere.
            if number.is_none() && is_kind_alone(&full) {
                continue;
            }
            let end = title.whole.end + number.as_ref().map_or(0, |(_, len)| *len);
            let quotes = [Span::new(title.whole.start, end), title.whole].map(|quote| quote.shift(block.span.start));
            let Some(quote) = quotes.into_iter().find(|&quote| document.text.source_range(quote).is_some()) else { continue };
            let number = number.map(|(number, _)| number);
            let relation = if listed { Relation::Repeals } else { title.relation };
            let evidence = Evidence { quote, block: BlockId(index as u32), note: None, rule: title.rule, certainty: Certainty::Stated };
            let place = *places.entry(full.clone()).or_insert(found.len());
            match found.get_mut(place) {
                None => found.push(Citation { relation, title: full, document_number: number, evidence }),
                Some(first) => {
                    // The place that states how the two relate proves more than one that only names it.
                    if first.relation == Relation::Cites && relation != Relation::Cites {
                        (first.relation, first.evidence) = (relation, evidence);
                    }
                    first.document_number = first.document_number.take().or(number);
                }
            }
        }
        repeals_follow = announces_repeals(content) || repeals_follow && content.contains('《');
    }
    facts.extend(found.into_iter().map(Fact::Citation));
}

/// A title of a paragraph, and what the words around it say.
struct Title {
    /// The title without its marks.
    title: Span,
    /// With its marks, or with the verb that governs it.
    whole: Span,
    rule: &'static str,
    relation: Relation,
    /// 以下简称《规划》: another name of a document that is cited before.
    short_name: bool,
}

fn name(content: &str, title: Span) -> String {
    content[title.start..title.end].replace('\n', "")
}

/// Whether a title is the document's own, also without the years that stand in brackets behind it.
fn is_own(own: &str, title: &str) -> bool {
    // A notice that prints no other title of what it issues.
    if own.contains("印发") && own.contains(&["印发", title, "的"].concat()) {
        return true;
    }
    own == title || without_years(own) == Some(title) || without_years(title) == Some(own)
}

fn without_years(title: &str) -> Option<&str> {
    let title = title.strip_suffix('）')?;
    title.rfind('（').map(|at| &title[..at])
}

/// 下列文件予以废止： before a list, each of whose items begins with a title.
fn announces_repeals(content: &str) -> bool {
    let content = content.trim_end();
    content.ends_with(['：', ':'])
        && ["下列", "以下", "如下"].iter().any(|word| content.contains(word))
        && ["废止", "失效", "不再执行", "停止执行"].iter().any(|word| content.contains(word))
}

/// What stands in 《》 (GB/T 15834-2011, 4.15.3.1: newspapers, books, works, forms) and is no document of an organ.
fn is_no_document(title: &str, content: &str, place: &Title) -> bool {
    static NONE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:[日晚晨早时周商]报|画报|学报|青年报|工人报|报纸|杂志|周刊|月刊|期刊|学刊|评论|执照|[许可登记资格产权备案合格认定使用准入]证|证书|证明|凭证|发票|[^时]表|表格|[^白蓝绿黄]皮书|(?:承诺|责任|申请|申报|通知|决定|告知|意见|说明|委托|授权|确认|协议|计划任务|任务|建议|报价|投标|保证|聘)书|合同|回执|回单|申报单|通知单|报告单|台账|文选|选集|全集|文集|选编|摘编|读本|概论|讲义|教程|教材|词典|辞典|谈治国理政|新闻联播)(?:（[^（）]*）)?$")
            .expect("the pattern is a constant")
    });
    let behind = &content[place.whole.end..];
    let before = &content[..place.whole.start];
    place.rule == TITLE_MARKS
        && (NONE.is_match(title)
            || ["栏目", "节目", "杂志", "期刊", "一书", "专栏", "丛书", "等报刊", "等报纸", "等书"]
                .iter()
                .any(|kind| behind.starts_with(kind))
            || !behind.starts_with(['（', '(']) && is_to_be_written(before)
            || ["填写", "填报", "出具", "取得", "持有", "领取", "核发", "颁发", "换发", "申领", "刊登于", "载于"]
                .iter()
                .any(|verb| before.ends_with(verb)))
}

/// 研究制定《…》《…》: whether what stands before a title says that it is yet to be written.
fn is_to_be_written(mut before: &str) -> bool {
    while let Some(list) = before.trim_end_matches(['、', '和']).strip_suffix('》') {
        let Some(at) = list.rfind('《') else { break };
        before = &list[..at];
    }
    ["制定", "编制", "起草", "研究出台"].iter().any(|verb| before.ends_with(verb))
}

/// Shorter than this, in characters, what stands in marks is a newspaper or a licence; or a law (预算法).
const SHORTEST_TITLE: usize = 4;

fn is_short(title: &str) -> bool {
    let length = title.chars().count();
    length < SHORTEST_TITLE && !(length == 3 && title.ends_with(['法', '典']))
}

/// Whether a title says but what kind of document it is: 规划纲要, 三年行动计划, 分解落实意见.
fn is_kind_alone(title: &str) -> bool {
    static KINDS: Words = Words::new(&[
        "规划", "纲要", "计划", "方案", "意见", "办法", "细则", "措施", "通知", "条例", "规定", "决定", "行动", "实施", "工作", "指导",
        "发展", "管理", "攻坚", "分解", "落实", "若干", "总体", "专项", "三年", "五年", "暂行", "任务", "责任", "重点", "改革", "建设",
        "清单", "要点",
    ]);
    let mut rest = title;
    while let Some(shorter) = KINDS.strip_ending(rest) {
        rest = shorter;
    }
    rest.is_empty()
}

/// The titles of a paragraph in its order, each with its relation.
fn titles(content: &str) -> Vec<Title> {
    static OPENINGS: Words = Words::new(&["《", "〈", "贯彻", "落实", "执行", "实施"]);
    if !OPENINGS.occur_in(content) {
        return Vec::new();
    }
    let marked = marked_titles(content);
    let named: Vec<_> = carried_out(content)
        .chain(listed(content))
        .filter(|(title, _)| !marked.iter().any(|marked| marked.start < title.end && title.start < marked.end))
        .collect();
    let mut found: Vec<Title> = marked
        .into_iter()
        .map(|title| {
            let whole = Span::new(title.start - MARK, (title.end + MARK).min(content.len()));
            let short_name = is_short_name(&content[..whole.start]);
            Title { title, whole, rule: TITLE_MARKS, relation: Relation::Cites, short_name }
        })
        .collect();
    if !found.is_empty() {
        for sentence in sentences(content) {
            relate(content, sentence, &mut found);
        }
    }
    found.extend(named.into_iter().map(|(title, whole)| Title {
        title,
        whole,
        rule: CARRIED_OUT,
        relation: Relation::Implements,
        short_name: false,
    }));
    found.sort_by_key(|title| (title.title.start, title.title.end));
    found
}

fn is_short_name(before: &str) -> bool {
    let before = before.trim_end_matches(['“', '：', '为', ' ']);
    ["简称", "下称", "统称", "又称"].iter().any(|word| before.ends_with(word))
}

/// Tells how a sentence relates to each title that it names: by the verb before the title, by what is said behind it, or as the title that it is joined to.
fn relate(content: &str, sentence: Span, titles: &mut [Title]) {
    // Titles inside titles are governed by nothing but the outer title.
    let mut outer: Vec<usize> = Vec::new();
    for index in 0..titles.len() {
        let Title { whole, short_name, .. } = titles[index];
        let inside = outer.last().is_some_and(|&last| titles[last].whole.end > whole.start);
        if whole.start >= sentence.start && whole.end <= sentence.end && !inside && !short_name {
            outer.push(index);
        }
    }
    let mut joined: Vec<bool> = Vec::new(); // whether a title is joined to the one before it
    for (place, &index) in outer.iter().enumerate() {
        let whole = titles[index].whole;
        let from = place.checked_sub(1).map_or(sentence.start, |before| titles[outer[before]].whole.end);
        let gap = &content[from..whole.start];
        let gap = if place > 0 { &gap[bracket(gap)..] } else { gap };
        let joins = place > 0 && JOINS.is_match(gap);
        joined.push(joins);
        let before = if joins { titles[outer[place - 1]].relation } else { governed(gap) };
        let behind = &content[whole.end..sentence.end];
        titles[index].relation = said_behind(gap, &behind[bracket(behind)..]).unwrap_or(before);
    }
    // 《甲》《乙》同时废止: what is said behind the last is said of all that are joined to it.
    for place in (1..outer.len()).rev() {
        if joined[place] && titles[outer[place]].relation == Relation::Repeals && titles[outer[place - 1]].relation == Relation::Cites {
            titles[outer[place - 1]].relation = Relation::Repeals;
        }
    }
}

/// What stands between titles that one verb governs: 《甲》（国发〔2021〕4号）和省政府《乙》.
static JOINS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:第[一二三四五六七八九十百零\d]+[条款项章节]、?)*(?:等)?(?:(?:有关|相关|文件|的)*(?:精神|要求|规定|部署)?(?:、|和|及|以及|与|并)|[、，]?(?:和|及|以及|与)?)(?:(?:党中央|中共中央|中央|国务院|国家|自治区|省|市|县|我省|我市|我区|我县|[〇㐀-鿿、]{2,20}?(?:政府|党委|厅|局|委|部|院|会|办|办公厅|办公室))(?:、(?:国务院|省政府|市政府))?(?:等\d*(?:部门|部委|单位)?)?(?:关于)?(?:印发|出台|发布|下发|制定)?的?)?(?:修订后的|新修订的)?$")
        .expect("the pattern is a constant")
});

/// Verbs that say how the document relates to what they govern, and those that govern a title and say nothing of the kind. The last of a clause governs.
static VERB: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<repeals>废止|不再执行|停止执行|停止施行|宣布失效)|(?P<based>根据|依据|按照|依照|遵照|遵循|(?:^|[，；：。])(?:按|依)$|严格按$)|(?P<implements>贯彻落实|贯彻执行|贯彻实施|学习贯彻|贯彻|落实|执行|实施)|(?P<other>参照|对照|比照|违反|修订|修改|制定|编制|起草|出台|印发|发布|公布|颁布|转发|下发|学习|宣传|解读|对接|衔接|纳入|符合|签订|签署|完善|研究|提出|填写|报送|提交|结合|参考|评估|加入|推动|推进|通过|替代|代替|公示|适用|超出|列入)")
        .expect("the pattern is a constant")
});

/// The relation of a title to the words before it in its sentence.
fn governed(gap: &str) -> Relation {
    static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:关于)?(?:联合)?(?:印发|出台|发布|公布|颁布|转发|下发|制定|修订|编制|通过|批准|签署|下达)(?:实施)?(?:的|后的)$|关于(?:印发|转发|发布)$")
            .expect("the pattern is a constant")
    });
    let gap = gap.trim_end_matches([' ', '\u{3000}']);
    let gap = ATTRIBUTE.find(gap).map_or(gap, |found| &gap[..found.start()]);
    // 现将下列文件予以废止：《甲》…
    let listed = gap.trim_end_matches(['：', ':']);
    let clause = last_clause(listed);
    if gap.len() != listed.len() {
        return if announces_repeals(gap) { Relation::Repeals } else { Relation::Cites };
    }
    let Some(verb) = VERB.captures_iter(clause).last() else { return Relation::Cites };
    let end = verb.get(0).map_or(0, |verb| verb.end());
    // A verb whose object ended before the title (根据要求编制的…) governs it no longer; nor is 落实情况 or 实施方案 a verb.
    let between = &clause[end..];
    let noun = ["情况", "方案", "办法", "意见", "细则", "主体", "力度", "效果", "以来", "后", "单位", "标准", "责任", "机制", "措施"]
        .iter()
        .any(|noun| between.starts_with(noun));
    if noun || between.chars().count() > 40 || ["不", "未", "没有"].iter().any(|no| clause[..end - verb[0].len()].ends_with(no)) {
        return Relation::Cites;
    }
    if verb.name("repeals").is_some() {
        Relation::Repeals
    } else if verb.name("based").is_some() {
        Relation::BasedOn
    } else if verb.name("implements").is_some() {
        Relation::Implements
    } else {
        Relation::Cites
    }
}

/// What the words behind a title and its number say: 同时废止; 抓好《…》的贯彻落实; 以《…》为依据.
fn said_behind(gap: &str, behind: &str) -> Option<Relation> {
    static ENDED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:等[^，。；《]{0,12})?(?:自[^，。；《]{1,25}起|从[^，。；《]{1,20}起|于[^，。；《已]{1,20}日)?，?(?:同时|即行|相应|自行|自动|予以|现予|一并|随之|即予|全部|均|也|亦|将)*(?:宣布)?(?:废止|失效|停止执行|停止施行|不再执行|不再适用|停止使用)(?P<next>.)?")
            .expect("the pattern is a constant")
    });
    static DONE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:等[^，。；《]{0,8})?的?(?:各项任务|有关要求)?(?:全面|深入|有效|落地|落细|组织|顺利|宣传|学习)*(?:贯彻|落实|实施|执行|落地)(?P<next>..)?")
            .expect("the pattern is a constant")
    });
    static PUSHES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:推动|推进|抓好|做好|加快|确保|促进|保障|加强|强化|抓紧|统筹)[^，。；]{0,12}$").expect("the pattern is a constant")
    });
    if let Some(ended) = ENDED.captures(behind) {
        return (!ended.name("next").is_some_and(|next| ["后", "前", "的", "情"].contains(&next.as_str()))).then_some(Relation::Repeals);
    }
    let clause = last_clause(gap);
    if let Some(done) = DONE.captures(behind)
        && PUSHES.is_match(clause)
        && !done.name("next").is_some_and(|next| ["以来", "情况", "办法", "细则", "方案", "意见", "评估", "效果"].contains(&next.as_str()))
    {
        return Some(Relation::Implements);
    }
    (clause.ends_with('以') && ["为依据", "为根据", "为基础", "为准", "作为依据"].iter().any(|word| behind.starts_with(word)))
        .then_some(Relation::BasedOn)
}

/// The stretch behind the last comma, outside brackets.
fn last_clause(text: &str) -> &str {
    let mut depth = 0_i32;
    for (at, c) in text.char_indices().rev() {
        match c {
            '）' | ')' => depth += 1,
            '（' | '(' => depth -= 1,
            '，' | '；' | '：' | '。' | ',' | ';' if depth <= 0 => return &text[at + c.len_utf8()..],
            _ => {}
        }
    }
    text
}

/// The length of the brackets with which a text begins.
fn bracket(text: &str) -> usize {
    let mut end = 0;
    while text[end..].starts_with(['（', '(']) {
        let mut depth = 0_i32;
        let close = text[end..].char_indices().find(|&(_, c)| {
            depth += i32::from(matches!(c, '（' | '(')) - i32::from(matches!(c, '）' | ')'));
            depth == 0
        });
        let Some((at, c)) = close else { break };
        end += at + c.len_utf8();
    }
    end
}

/// What a verb of carrying out governs, where its words are those of a title: an issuer's 关于…的…, or a genre that only a named document has.
fn carried_out(content: &str) -> impl Iterator<Item = (Span, Span)> {
    static ORDER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:贯彻落实|贯彻执行|贯彻实施|贯彻|落实|执行|实施)(?:好|实)?(?:国家|自治区|省|市|县)?(?P<title>[^，。；：、《》“”（）\n]{2,30}(?:关于[^，。；：《》（）\n]{4,50}的(?:决定|意见|若干意见|通知|办法|规定|方案|指导意见|实施意见)|(?:行动方案|若干措施|若干意见|规划纲要|条例|会议纪要)))(?:[，。；、）]|精神|要求|有关|和)")
            .expect("the pattern is a constant")
    });
    ORDER.captures_iter(content).filter_map(|found| {
        let (all, title) = (found.get(0)?, found.name("title")?);
        let general = ["各项", "有关", "相关", "配套", "具体", "一批", "制定", "研究", "上述", "本", "该", "这"]
            .iter()
            .any(|word| title.as_str().starts_with(word));
        (!general && title.as_str().chars().count() >= 8)
            .then(|| (Span::new(title.start(), title.end()), Span::new(all.start(), title.end())))
    })
}

/// A document without marks that goes on with a list of titles: 《甲协议》、乙联席会议纪要.
fn listed(content: &str) -> impl Iterator<Item = (Span, Span)> {
    static LISTED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"》(?:（[^（）]{1,30}）)?(?:、|和|及|以及)(?P<title>[〇㐀-鿿“”—]{6,30}?(?:会议纪要|框架协议|合作协议|规划纲要))(?:[、，。；]|和|及|等)")
            .expect("the pattern is a constant")
    });
    let might = content.contains('》') && (content.contains("纪要") || content.contains("协议") || content.contains("纲要"));
    LISTED.captures_iter(if might { content } else { "" }).filter_map(|found| {
        let title = found.name("title")?;
        let span = Span::new(title.start(), title.end());
        Some((span, span))
    })
}

/// 《…》已经省人民政府同意，现印发给你们: the formula by which a notice names what it issues.
fn names_itself(before: &str, behind: &str) -> bool {
    // 现将《甲》（以下简称《方案》）印发给你们
    let behind = behind.trim_start();
    let behind = behind.strip_prefix("（以下").and_then(|inner| inner.split_once('）')).map_or(behind, |(_, rest)| rest.trim_start());
    // 《甲》《乙》已经…同意: what is said is said of both.
    let mut behind = behind;
    while let Some((_, rest)) =
        behind.strip_prefix(['、', '和']).unwrap_or(behind).strip_prefix('《').and_then(|inner| inner.split_once('》'))
    {
        behind = rest;
    }
    let says = |words: [&str; 3]| {
        let end =
            behind.char_indices().enumerate().find(|&(count, (_, c))| c == '。' || count == 60).map_or(behind.len(), |(_, (at, _))| at);
        words.iter().any(|word| behind[..end].contains(word))
    };
    let made = ["制定了", "制订了", "修订了", "编制了", "拟定了"].iter().any(|verb| before.ends_with(verb));
    made && says(["现印发", "现予", "现发给"])
        || (behind.starts_with('已') || behind.starts_with("业经")) && says(["印发", "同意", "通过"])
        || behind.starts_with("印发给你们")
        || behind.starts_with("现印发")
}

fn without_marks(title: &str) -> String {
    title.replace(['《', '》', '〈', '〉', ' '], "")
}

/// The length of 《 or 〈 in bytes.
const MARK: usize = '《'.len_utf8();

/// The titles between 《 and 》, or 〈 and 〉 inside another title, without the marks.
fn marked_titles(content: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    let mut here = 0;
    loop {
        // Most characters are ideographs, and no mark is.
        let at = behind_words(content, here);
        let Some(c) = content[at..].chars().next() else { break };
        here = at + c.len_utf8();
        match c {
            '《' | '〈' => open.push(here),
            '》' | '〉' => {
                if let Some(start) = open.pop() {
                    found.push(Span::new(start, at));
                }
            }
            '。' | '\n' => open.clear(),
            _ => {}
        }
    }
    found.sort();
    found
}

/// The number of an order in brackets: 国务院令第722号, 国家发展改革委令2023年第6号, 第31号令, 主席令第四十六号.
static ORDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?P<number>(?:[〇㐀-鿿、\s]{1,40}?)?(?:(?:令|公告)\s*(?:[〔\[（(]\d{4}[〕\]）)]|\d{4}\s*年)?\s*第?\s*[\d一二三四五六七八九十百零〇○]{1,6}\s*号|(?:\d{4}\s*年)?第\s*[\d一二三四五六七八九十百零〇○]{1,6}\s*号\s*(?:令|公告)))")
        .expect("the pattern is a constant")
});

/// A 发文字号 with what typists put into it or leave out: 国发 〔2021〕 4 号, 国发2021 4号.
static LOOSE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?P<mark>[〇㐀-鿿]{2,14}?)\s*(?:[〔\[［(（【<〈]\s*(?P<year>(?:19|20)\d{2})\s*年?\s*[〕\]］)）】>〉]?\s*|(?P<bare>(?:19|20)\d{2})(?:\s*[〕\]］)）】]\s*|\s+))第?\s*(?P<number>\d{1,5})\s*号")
        .expect("the pattern is a constant")
});

/// The number in brackets right behind a title, and the length of the bracket.
fn number_behind(behind: &str) -> Option<(String, usize)> {
    let inner = behind.strip_prefix(['（', '('])?;
    let open = behind.len() - inner.len();
    let close = |end: usize| inner[end..].chars().next().filter(|c| "）)".contains(*c)).map_or(0, char::len_utf8);
    let strict = DOCUMENT_NUMBER.captures(inner).filter(|found| found.get(0).is_some_and(|all| all.start() == 0));
    if let Some(found) = strict {
        let end = found.get(0)?.end();
        return Some((format!("{}〔{}〕{}号", &found["mark"], &found["year"], &found["number"]), open + end + close(end)));
    }
    if let Some(found) = ORDER.captures(inner) {
        let number = found.name("number")?;
        return Some((number.as_str().chars().filter(|c| !c.is_whitespace()).collect(), open + number.end() + close(number.end())));
    }
    let found = LOOSE_NUMBER.captures(inner)?;
    let (end, year) = (found.get(0)?.end(), found.name("year").or_else(|| found.name("bare"))?.as_str());
    Some((format!("{}〔{year}〕{}号", &found["mark"], &found["number"]), open + end + close(end)))
}

//! Of whom a sentence speaks: a clause before the goal names who acts, who is supported, or what is built (支持周村区发展医药，每年引进项目5个).

use std::sync::LazyLock;

use regex::Regex;

use super::name::{GOVERNS, LEAD};
use super::{Sentence, context, is_industry};
use crate::mention::{Mention, park};
use crate::text::{Span, unspaced};
use crate::words::Words;

/// What a place, a park or a group does that a sentence speaks of.
static ACTS: Words = Words::new(&[
    "要", "应", "须", "以", "将", "力争", "争取", "重点", "加快", "围绕", "突出", "依托", "充分", "抢抓", "着力", "大力", "积极", "主要",
    "发展", "建设", "推进", "推动", "打造", "培育", "做大", "做强", "做优", "继续", "进一步", "坚持", "聚焦", "立足", "发挥", "利用",
    "承接", "引进", "实施", "布局", "规划", "抓好", "抓", "全力", "深入", "加强", "提升", "优化", "形成", "建成", "完善", "巩固", "负责",
    "承担", "结合", "瞄准", "启动", "开展", "加大", "壮大", "延伸", "扩大", "全面", "创建", "按照", "持续", "率先", "统筹", "新建",
]);

/// Who else can be spoken of as one acts: 粮食主产省要…, 重点企业要….
static GROUP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^[〇㐀-鿿--[各每全我本]]{2,10}?(?:主产省|主产区|省份|城市|城镇群|组团|[县市区]|乡镇|农场|合作社|企业|园区|开发区|高校|学校|医院|机构|集团|公司|学院|大学|产业链|集群)(?:要|应|须)").expect("the pattern is a constant")
});

/// Verbs by which others are moved to act.
static MOVES: Words = Words::new(&["支持", "推动", "引导", "鼓励", "指导", "推进", "促进", "帮助", "督促", "依托"]);

/// What ends a clause that says what a place is to do: 推动张店区软件外包发展.
static ACTED: Words = Words::new(&["发展", "升级", "转型", "壮大", "集聚", "提质", "振兴"]);

/// Verbs whose object is built, grown or used: 规划建设…产业园, 充分发挥…公司作用.
static BUILDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:(?:加快|推进|推动|积极|大力|充分|高标准|高质量|全力|继续|抓好|规划|启动|统筹)*(?:建设|推进|推动|规划建设|打造|发挥|做大|做强|做优|做大做强|壮大|加快|办好))").expect("the pattern is a constant")
});

/// One enterprise, one school, one station, by the end of its name.
static ONE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("^[〇㐀-鿿]{3,24}?(?:公司|集团|学院|大学|电站|电厂|机场|研究院)").expect("the pattern is a constant"));

impl Sentence<'_> {
    /// Who was spoken of last between two places of the sentence, before the clause of a goal that does not say whose it is; and where.
    pub(super) fn topic(&self, from: usize, clause: usize, indicator: &str) -> Option<(usize, Mention)> {
        let mut end = clause;
        for (at, mark) in self.marks_before(clause) {
            if at < from || matches!(mark, '；' | ';' | '。') {
                return None;
            }
            if !matches!(mark, '，' | ',' | '：') {
                continue;
            }
            let start = self.clause_start(at).max(from);
            if start >= end {
                continue;
            }
            end = at;
            let words = &self.content[start..at];
            // 青龙镇：新建加工厂2座: the label says whose.
            let label = || {
                let (from, to) = context::heading_subject(Some(words).filter(|words| mark == '：' && !is_industry(words))?)?;
                Some(Span::new(from, to)).filter(|span| *span == Span::new(0, words.len()))
            };
            // 2022年，武汉市主要预期目标为：地区生产总值增长7.5%
            let announced = || {
                let said = words.trim_end_matches(['为', '是', '定']);
                let len = Some(words).filter(|_| mark == '：' && said.ends_with("目标")).and_then(context::subjects_at_start)?;
                Some(Span::new(0, len))
            };
            if let Some(span) = spoken_of(words, indicator).or_else(label).or_else(announced) {
                let span = span.shift(start);
                // 甲区、乙区布局硬质合金，产值达到300亿元: under the heading of an industry it is the industry's.
                if self.content[span.start..span.end].contains('、') && self.setting.is_the_industry_s(indicator) {
                    return None;
                }
                return Some((span.start, Mention { name: unspaced(&self.content[span.start..span.end]), span: span.shift(self.offset) }));
            }
        }
        None
    }
}

/// Who a clause speaks of: 兴安盟经济技术开发区 of 兴安盟经济技术开发区要突出食品加工.
fn spoken_of(clause: &str, indicator: &str) -> Option<Span> {
    let mut words = clause.trim_start();
    // 在甲镇建设…: where something is built is not who builds it.
    let within = words.starts_with('在');
    while let Some(lead) = LEAD.find(words).filter(|lead| lead.end() > 0) {
        words = &words[lead.end()..];
    }
    let at = |name: &str| {
        let start = name.as_ptr() as usize - clause.as_ptr() as usize;
        Span::new(start, start + name.len())
    };
    if let Some(moved) = MOVES.strip_opening(words) {
        if let Some(len) = context::subject_at_start(moved) {
            let (name, behind) = moved.split_at(len);
            let acts = ACTS.open(behind) || ACTED.end(behind) || behind.is_empty() && park::is_park(name);
            let one = !behind.starts_with(['、', '和', '与', '及', '等']) && !name.starts_with(['每', '各']);
            if acts && one {
                return Some(at(name));
            }
        }
        if let Some(one) = ONE.find(moved).filter(|one| ACTS.open(&moved[one.end()..])) {
            return Some(at(one.as_str()));
        }
    }
    if let Some(len) = context::subjects_at_start(words) {
        let (name, behind) = words.split_at(len);
        // 甲镇、乙镇等南部乡镇发展…: those are some of them.
        let behind = behind.strip_prefix('等').map_or(behind, |group| {
            let end = group.char_indices().take(8).find(|(at, _)| ACTS.open(&group[*at..])).map_or(0, |(at, _)| at);
            &group[end..]
        });
        let is_name = !name.starts_with(['每', '各']) && GOVERNS.find(name).is_none();
        return (ACTS.open(behind) && is_name && !within).then(|| at(name));
    }
    if let Some(group) = GROUP.find(words) {
        let name = &words[..group.end() - '要'.len_utf8()];
        return Some(at(name));
    }
    built(words, indicator).map(at)
}

/// What a clause builds or uses: a park, or one enterprise or station where the clause speaks of nothing else.
fn built<'w>(words: &'w str, indicator: &str) -> Option<&'w str> {
    let object = &words[BUILDS.find(words)?.end()..];
    if let Some(len) = context::subject_at_start(object).filter(|&len| park::is_park(&object[..len])) {
        return Some(&object[..len]).filter(|_| !object[len..].starts_with(['、', '和', '与', '及']));
    }
    let one = ONE.find(object)?;
    let rest = &object[one.end()..];
    let alone = rest.is_empty() || ["建设", "作用", "发展", "投产", "开工", "前期"].iter().any(|word| rest.starts_with(word));
    (alone && !one.as_str().contains(['、', '等']) && !indicator.contains(one.as_str())).then_some(one.as_str())
}

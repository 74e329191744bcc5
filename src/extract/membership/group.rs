//! Names of leading groups: where a name begins, whether it names a group or only points at one, and what the text does with it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use crate::mention::organization;
use crate::outline::marker;
use crate::reference::Reference;
use crate::text::Span;

/// What kind of group a name's ending tells; it decides which posts the group can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// 领导小组, 工作专班, 推进组: led by a 组长.
    Team,
    /// 指挥部: led by a 总指挥 or 指挥长.
    Headquarters,
    /// 联席会议: led by a 召集人.
    Meeting,
    /// 委员会: led by a 主任.
    Committee,
}

/// How a mention speaks of its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// It founds it, or is a title: what follows is about this group.
    Strong,
    /// It mentions it by its name.
    Weak,
    /// It points at one that was named: 领导小组.
    Pointing,
    /// It speaks of no one group: 各县要成立领导小组.
    Indefinite,
}

/// A place where a group is named.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// The name, without white space.
    pub(super) name: String,
    /// Its place in the text that was read.
    pub(super) span: Span,
    pub(super) kind: Kind,
    pub(super) naming: Naming,
    /// Whether it is the group's office that is spoken of: 领导小组办公室.
    pub(super) office: bool,
}

/// The endings of names of leading groups.
static ENDING: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build([
            "领导小组", "协调小组", "工作小组", "推进小组", "专项小组", "普查小组", "领导组", "协调组", "推进组", "工作组", "攻坚组",
            "指挥部", "联席会议", "专班", "委员会",
        ])
        .expect("the words are constants")
});

/// The groups that a line names, in its order.
pub(super) fn mentions(line: &str) -> Vec<Mention> {
    ENDING.find_iter(line).filter_map(|ending| mention(line, ending.start(), ending.end())).collect()
}

fn mention(line: &str, ending: usize, end: usize) -> Option<Mention> {
    let word = &line[ending..end];
    let kind = match word {
        "指挥部" => Kind::Headquarters,
        "联席会议" => Kind::Meeting,
        "委员会" => Kind::Committee,
        _ => Kind::Team,
    };
    let run = run_before(line, ending);
    let (cut, founding) = cut(&line[run..ending]);
    let start = run + cut;
    let stem: String = line[start..ending].chars().filter(|c| !c.is_whitespace()).collect();
    let after = line[end..].trim_start();
    let naming = if is_indefinite(&stem) || is_pointing(&stem) && founding {
        Naming::Indefinite
    } else if is_pointing(&stem) {
        Naming::Pointing
    } else if founding || is_titled(line, start, after) {
        Naming::Strong
    } else {
        Naming::Weak
    };
    let name = format!("{stem}{word}");
    if stem.contains("董事会") || stem.contains("监事会") || stem.contains("股东") {
        return None;
    }
    if kind == Kind::Committee && naming != Naming::Pointing && is_standing_body(&name) {
        return None;
    }
    Some(Mention { name, span: Span::new(start, end), kind, naming, office: after.starts_with("办公室") })
}

/// Where the run of characters begins that can be a name and ends here. No name is longer than this looks back.
fn run_before(line: &str, end: usize) -> usize {
    const LONGEST: usize = 48;
    let mut start = end;
    let mut bracket = false;
    for (at, c) in line[..end].char_indices().rev().take(LONGEST) {
        match c {
            '）' if !bracket => bracket = true,
            '（' if bracket => bracket = false,
            '“' | '”' => {}
            _ if is_han(c) || c.is_ascii_alphanumeric() => {}
            _ if bracket && matches!(c, '、') => {}
            _ => break,
        }
        if !bracket {
            start = at;
        }
    }
    start
}

/// How many bytes of a run stand before the name, and whether the words there found the group or give it to the document as its object.
fn cut(run: &str) -> (usize, bool) {
    /// Words that are in no group's name.
    const ALWAYS: [&str; 25] = [
        "承担", "负责", "协助", "主持", "召开", "提交", "作为", "配合", "成立了", "成立", "设立", "组建", "关于", "决定", "撤销", "兼任",
        "担任", "提请", "报请", "更名为", "调整为", "统一为", "同志任", "同志为", "的",
    ];
    /// Words that may be in one (产业结构调整领导小组): they precede it where they open the run, or where a place or a rank follows.
    const OPENING: [&str; 27] = [
        "建立健全", "建立", "调整", "健全", "完善", "充实", "加强", "落实", "发挥", "依托", "按照", "根据", "下设", "同意", "以及", "会同",
        "由", "在", "任", "为", "经", "向", "对", "将", "报", "和", "与",
    ];
    const FOUNDING: [&str; 14] =
        ["成立了", "成立", "设立", "组建", "关于", "更名为", "调整为", "的", "建立健全", "建立", "调整", "健全", "充实", "下设"];
    let (mut at, mut founding) = (0, false);
    for word in ALWAYS {
        if let Some(found) = run.rfind(word).map(|found| found + word.len()).filter(|&found| found > at) {
            at = found;
            founding = FOUNDING.contains(&word) && (word != "的" || run.contains("调整后的") || run.contains("成立的"));
        }
    }
    loop {
        let rest = &run[at..];
        let Some((word, found)) = OPENING
            .iter()
            .filter_map(|word| {
                let found = rest.rfind(word)?;
                let behind = &rest[found + word.len()..];
                let opens = found == 0 && (word.chars().count() > 1 || begins_name(behind));
                let inside = found > 0 && begins_name(behind) && !rest[..found].ends_with('责');
                (opens || inside).then_some((*word, found + word.len()))
            })
            .max_by_key(|(_, found)| *found)
        else {
            break;
        };
        at += found;
        founding = FOUNDING.contains(&word) || founding && word.chars().count() == 1;
    }
    (at, founding)
}

/// Whether a text begins as the full name of a body does: with a rank or a place.
fn begins_name(text: &str) -> bool {
    const RANKS: [&str; 12] = ["自治区", "自治州", "自治县", "师市", "兵团", "省", "市", "县", "州", "盟", "旗", "区"];
    ["中共", "全国", "全省", "全市", "全县", "国家", "中央"].iter().any(|opening| text.starts_with(opening))
        || RANKS.iter().any(|rank| {
            text.strip_prefix(rank).is_some_and(|rest| rest.chars().count() > 1 && !rest.starts_with(['场', '域', '级', '块', '间', '际']))
        })
        || Reference::load().place_prefix(text).is_some()
}

/// What stands before the ending where a group is pointed at, not named: 省领导小组, 本联席会议.
fn is_pointing(stem: &str) -> bool {
    const WORDS: [&str; 22] = [
        "", "工作", "本", "该", "省", "市", "县", "区", "州", "自治区", "国家", "部际", "厅际", "部门", "局", "厅", "旗", "盟", "省级",
        "市级", "县级", "协调",
    ];
    WORDS.contains(&stem)
}

/// What stands before the ending where any group is meant.
fn is_indefinite(stem: &str) -> bool {
    ["各", "相应", "专门", "专项工作", "有关", "相关", "专题", "临时", "若干", "多个", "个", "本级", "同级", "其他", "类似"]
        .iter()
        .any(|opening| stem.starts_with(opening))
        || stem == "专项"
}

/// Whether a name opens its line, and what follows only says that its members, rules or duties are listed.
fn is_titled(line: &str, start: usize, after: &str) -> bool {
    static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("^(?:及其?)?(?:办公室)?(?:主要)?(?:组成人员|组成|成员|人员|名单|工作规则|工作制度|制度|职责|主要职责|机构|调整|议事规则|工作机制|的通知|[：:（(]|$)")
            .expect("the pattern is a constant")
    });
    let before = line[..start].trim();
    let marked = marker::at_start(line).is_some_and(|marker| line.get(marker.len..start).is_some_and(|rest| rest.trim().is_empty()));
    let annex = before.starts_with("附件") && before.chars().count() <= 5;
    (before.is_empty() || marked || annex) && BEHIND.is_match(after)
}

/// Committees that are departments, assemblies or boards of experts, not groups of members from several bodies.
fn is_standing_body(name: &str) -> bool {
    const STEMS: [&str; 40] = [
        "改革", "健康", "计划生育", "资产监督管理", "城乡建设", "信息化", "科学技术", "教育", "民族", "民族事务", "常务", "村民", "居民",
        "政法", "纪律检查", "监察", "评标", "评审", "仲裁", "业主", "学术", "专家", "专业", "区管理", "园管理", "工会", "职称", "城市管理",
        "交通运输", "农业农村", "技术", "宗教事务", "中央", "国家", "学位", "伦理", "薪酬", "审计专门", "地方", "党",
    ];
    /// Bodies that every government has and that bring its departments together, so that they have members as a leading group has.
    const COORDINATING: [&str; 10] = [
        "安全生产", "妇女儿童工作", "爱国卫生运动", "残疾人工作", "老龄工作", "关心下一代工作", "应急管理", "国土空间规划", "生态环境保护",
        "消费者权益保护",
    ];
    let reference = Reference::load();
    let rest = organization::ranked(name).map_or(name, |(_, rest)| rest);
    let rest = reference.place_prefix(rest).map_or(rest, |(place, _)| &rest[place.len()..]);
    let stem = name.strip_suffix("委员会").unwrap_or(name);
    if COORDINATING.iter().any(|end| stem.ends_with(end)) {
        return false;
    }
    reference.is_bare_body(name)
        || reference.is_national_body(name)
        || reference.is_bare_body(rest)
        || STEMS.iter().any(|end| stem.ends_with(end))
        || stem.ends_with(['省', '市', '县', '区', '州', '盟', '旗', '乡', '镇'])
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_begin_where_the_sentence_ends() {
        let table = [
            ("省政府决定成立云岭省航空产业发展领导小组（以下简称领导小组）。", "云岭省航空产业发展领导小组", Naming::Strong),
            ("关于成立省数字经济发展领导小组的通知", "省数字经济发展领导小组", Naming::Strong),
            ("调整后的县禁毒工作领导小组组成人员如下：", "县禁毒工作领导小组", Naming::Strong),
            ("在市推进新型工业化工作领导小组的统一领导下", "市推进新型工业化工作领导小组", Naming::Weak),
            ("王强同志任市防治艾滋病工作领导小组组长", "市防治艾滋病工作领导小组", Naming::Weak),
            ("一、市抗旱救灾工作领导小组", "市抗旱救灾工作领导小组", Naming::Strong),
            ("领导小组办公室设在", "领导小组", Naming::Pointing),
            ("各县（市、区）要成立领导小组", "领导小组", Naming::Indefinite),
            ("市产业结构调整领导小组", "市产业结构调整领导小组", Naming::Strong),
        ];
        for (line, name, naming) in table {
            let found = mentions(line);
            let shown: Vec<(&str, Naming)> = found.iter().map(|mention| (mention.name.as_str(), mention.naming)).take(1).collect();
            assert_eq!(shown, [(name, naming)], "{line}");
        }
        assert!(mentions("省发展和改革委员会主任").is_empty());
    }
}

//! Several indicators share a verb, or one indicator has a number for each of several years.

use super::counted::MAKES;
use super::measured::{ADVERB, is_share, verb};
use super::name::{Name, behind_a_row, industry_and_measure};
use super::{Goal, SHARED, Sentence, context};
use crate::extract::Measure;
use crate::mention::Mention;
use crate::mention::quantity::{Found, UnitKind};
use crate::text::Span;
use crate::words::Words;

impl Sentence<'_> {
    /// 产值、税收分别达到100亿元、5亿元; 年产钢、铁、钢材各1000万吨.
    pub(super) fn shared(&self, left: &str, from: usize, quantities: &[Found], before: &[Goal]) -> Option<Vec<Goal>> {
        let content = self.content;
        let each = left.trim_end().ends_with('各') || left.trim_end().ends_with("均达到") || left.trim_end().ends_with("各达到");
        let pair = if each { None } else { pair(left, &quantities[0]) };
        let each = each || pair.is_some();
        if !each && quantities.len() < 2 {
            return None;
        }
        let marker = if let Some(marker) = pair {
            marker
        } else if each {
            left.trim_end().rfind(['各', '均'])?
        } else {
            left.rfind("分别").unwrap_or(left.len())
        };
        let apart = !each && marker == left.len();
        // The quantities that stand in a row, parted by 、 or 和 alone.
        let mut row = 1;
        while !each
            && quantities.get(row).is_some_and(|next| {
                if apart {
                    return matches!(&content[quantities[row - 1].span.end..next.span.start], "、" | "和");
                }
                let between = &content[quantities[row - 1].span.end..next.span.start];
                between.trim_matches(|c: char| "、，和及与 以约".contains(c)).is_empty()
                    || !between.contains("分别") && verb(between.trim_start_matches(['、', '，', '和', ' '])).1 == 0
            })
        {
            row += 1;
        }
        if !each && row < 2 {
            return None;
        }
        let start = if apart { from } else { 0 };
        let start = start.max(content[..from + marker].rfind(['；', '。', '：']).map_or(0, |at| at + '；'.len_utf8()).max(if each {
            from
        } else {
            0
        }));
        let mut start = start.max(previous_end(content, quantities[0].span.start, from));
        let listed = &content[start..from + marker];
        let skipped = listed.len() - listed.trim_start().len();
        start += skipped;
        // What is measured already is no member of the list.
        if let Some(end) = before.last().map(|last| last.quote.end).filter(|&end| end > start && end <= from + marker) {
            let rest = content[end..from + marker].trim_start_matches(['，', '、', '；', ' ']);
            if !self.name(rest, 0).words.is_empty() {
                start = from + marker - rest.len();
            }
        }
        // The clause alone, where it names as many as there are numbers.
        let own = self.clause_start(from + marker);
        if own > start && split_list(&content[own..from + marker]).len() >= row.max(2) {
            start = own;
        }
        // 甲、乙年均分别增长10%、12%
        let stop = ADVERB.find(&content[start..from + marker]).map_or(from + marker, |adverb| start + adverb.start());
        let name = self.name(&content[start..stop], start);
        // 比2015年分别下降10%、15%: of the indicators that the list before measured.
        let same = before.len().checked_sub(row).map(|from| &before[from..]).filter(|_| row >= 2 && !apart && !each).filter(|same| {
            // 比2010年的132万吨、14万吨分别减少7%、8.6%: where they start is told again.
            let between = content[own.max(start)..from + marker].trim_start();
            let own = self.name(between, 0);
            let bare = own.words.is_empty();
            if same.iter().all(|goal| goal.rule == SHARED) {
                return between.starts_with(['比', '较']) && between.contains('年') || bare;
            }
            // 接待游客500万人次，旅游收入40亿元，年均分别增长12%、15%
            let near = same
                .last()
                .is_some_and(|last| last.quote.end <= from + marker && !content[last.quote.end..from + marker].contains(['；', '。']));
            bare && near && own.subject.is_none() && context::years(between).count() < 2
        });
        let told: String =
            same.map_or_else(String::new, |same| same.iter().map(|goal| goal.indicator.as_str()).collect::<Vec<_>>().join("、"));
        // 甲、乙等主要污染物排放总量分别下降10%、15%: of each that is named before 等.
        let summed = (row >= 2 && same.is_none() && !apart && !each).then(|| self.summed(&content[start..stop], start, row)).flatten();
        // 城乡居民人均可支配收入分别增长6%、8%: those of the towns and those of the country.
        let townsfolk =
            row == 2 && same.is_none() && !name.words.contains('、') && name.words.starts_with("城乡") && name.words.contains("居民");
        let both = townsfolk.then(|| ["城镇", "农村"].map(|place| name.words.replacen("城乡", place, 1)).join("、"));
        let names: Vec<&str> = match &both {
            Some(both) => both.split('、').collect(),
            None if summed.is_some() => summed.iter().flatten().map(String::as_str).collect(),
            None if same.is_some() => told.split('、').collect(),
            None => split_list(&name.words),
        };
        if names.len() < 2 && !apart && !each {
            let behind = marker + "分别".len();
            let mut thing = self.name(&left[behind..], from + behind);
            thing.subject = name.subject.or_else(|| self.actor(start, from + marker));
            // 2021年、2022年分别建成150万平方米、200万平方米: of what was told of before.
            let bare = thing.words.is_empty() || MAKES.find(&thing.words).is_some_and(|verb| verb.len() == thing.words.len());
            if bare {
                // 规上企业分别达到300家、400家: what stands before 分别 is measured.
                thing.words = if name.words.is_empty() { before.last()?.indicator.clone() } else { name.words };
                thing.start = name.start;
            }
            return self.by_places(&thing, start, &quantities[..row]).or_else(|| self.by_years(&thing, start, &quantities[..row]));
        }
        if names.len() < 2 || apart && names.len() != row {
            return None;
        }
        let quantities: Vec<&Found> = if each { vec![&quantities[0]; names.len()] } else { quantities[..row].iter().collect() };
        if quantities.len() > names.len() {
            return None;
        }
        let names = &names[names.len() - quantities.len()..];
        let head = ["年产", "新增", "年"].into_iter().find(|head| names[0].starts_with(head)).filter(|_| each);
        let listed = Span::new(name.start, from + marker);
        let (measure, _, _) = verb(left.trim_end());
        let goals = names.iter().zip(&quantities).enumerate().map(|(index, (_, found))| {
            let (industry, indicator) = member(names, index, head);
            let measure = match (measure, found.kind) {
                (Measure::Level, UnitKind::Tally) => Measure::Count,
                (Measure::Level, UnitKind::Ratio) if is_share(&indicator) => Measure::Share,
                (measure, _) => measure,
            };
            let part = industry.is_some();
            let subject = match industry {
                Some(name) => Some(Mention { name, span: listed.shift(self.offset) }),
                None => name.subject.clone(),
            };
            Goal {
                indicator,
                measure,
                quantity: found.quantity.clone(),
                baseline: None,
                quote: Span::new(name.start, found.span.end),
                clause: start,
                rule: SHARED,
                part,
                subject,
                at: quantities[0].span.start,
            }
        });
        Some(goals.collect())
    }

    /// The indicators of as many members as there are numbers, where 等 sums them up: 甲排放总量 and 乙排放总量 of 甲、乙等主要污染物排放总量.
    fn summed(&self, words: &str, offset: usize, count: usize) -> Option<Vec<String>> {
        const MEASURES: [&str; 12] =
            ["重点工程减排量", "减排量", "排放总量", "排放量", "排放强度", "浓度", "总产量", "产量", "总产值", "产值", "增加值", "覆盖率"];
        let (some, sum) = words.rsplit_once('等')?;
        let name = self.name(some, offset);
        let members = split_list(&name.words);
        let measure = MEASURES.into_iter().find(|measure| sum.trim_end().ends_with(measure))?;
        (members.len() == count).then(|| members.iter().map(|member| format!("{member}{measure}")).collect())
    }

    /// 甲县、乙县工业总产值分别达到80亿元、60亿元: one indicator, a number for each of as many places.
    fn by_places(&self, name: &Name, clause: usize, quantities: &[Found]) -> Option<Vec<Goal>> {
        let subject = name.subject.as_ref()?;
        let places = split_list(&subject.name);
        if places.len() != quantities.len() || places.len() < 2 {
            return None;
        }
        let goals = quantities.iter().zip(places).map(|(found, place)| Goal {
            quote: Span::new(clause.min(name.start), found.span.end),
            part: true,
            subject: Some(Mention { name: place.to_owned(), span: subject.span }),
            ..dealt(name, clause, &quantities[0], found)
        });
        Some(goals.collect())
    }

    /// 2024年、2025年，…分别新建充电桩200个、300个: one indicator, a number for each of as many years.
    fn by_years(&self, name: &Name, clause: usize, quantities: &[Found]) -> Option<Vec<Goal>> {
        let first = quantities.first()?.span.start;
        let years: Vec<usize> = context::years(&self.content[..first]).map(|(at, _)| at).collect();
        let years = &years[years.len().checked_sub(quantities.len())?..];
        let ends = years[1..].iter().copied().chain([first]);
        let goals = quantities.iter().zip(ends).map(|(found, at)| Goal { at, ..dealt(name, clause, &quantities[0], found) });
        Some(goals.collect())
    }
}

/// One of the numbers that 分别 deals out to an indicator; the first of them tells what is measured.
fn dealt(name: &Name, clause: usize, first: &Found, found: &Found) -> Goal {
    Goal {
        indicator: name.words.clone(),
        measure: if first.kind == UnitKind::Tally { Measure::Count } else { Measure::Level },
        quantity: found.quantity.clone(),
        baseline: None,
        quote: Span::new(name.start, found.span.end),
        clause,
        rule: SHARED,
        part: false,
        subject: name.subject.clone(),
        at: found.span.start,
    }
}

/// Where two indicators end that grow alike: 甲人均可支配收入和乙人均纯收入|增长8%.
fn pair(left: &str, found: &Found) -> Option<usize> {
    if found.kind != UnitKind::Ratio || !left.contains('和') {
        return None;
    }
    let (measure, end, _) = verb(left);
    let clause = behind_a_row(left[..end].rsplit(['，', '；', '。']).next()?);
    let (one, other) = clause.rsplit_once('和')?;
    let whole = |words: &str| names_a_measure(words) && words.chars().count() >= 4;
    (measure == Measure::Growth && !clause.contains('、') && whole(one) && whole(other)).then_some(end)
}

/// The industry whose it is, and what is measured, of a member of a list: what the last names the others share.
fn member(names: &[&str], index: usize, head: Option<&str>) -> (Option<String>, String) {
    let words = names[index];
    let last = names[names.len() - 1];
    // 年产钢、铁各1000万吨
    if let Some(head) = head.filter(|_| index > 0) {
        return (None, format!("{head}{words}"));
    }
    // 汽车、光伏产业链产值; 铝材、食品产值: each is an industry's.
    let others = &names[..names.len() - 1];
    if let Some((industry, measure)) = summed_up(last).or_else(|| industry_and_measure(last)).or_else(|| product_and_measure(last))
        && others.iter().all(|other| !names_a_measure(other))
    {
        let kind = industry.rfind("产业").map_or("", |at| &industry[at..]);
        let own = if index + 1 == names.len() { industry.to_owned() } else { format!("{words}{kind}") };
        return (Some(own), measure.to_owned());
    }
    // 甲增加值和乙增加值占国内生产总值比重
    if let Some(at) = last.find('占').filter(|_| !words.contains('占')) {
        return (None, format!("{words}{}", &last[at..]));
    }
    // 二氧化硫、氮氧化物排放总量
    const SUFFIXES: [&str; 12] = [
        "重点工程减排量", "减排量", "排放总量", "排放量", "削减比例", "使用量", "消费量", "总产量", "产量", "种植面积", "播种面积",
        "排放浓度",
    ];
    let of_pollutants = |suffix: &str| ["排放", "减排量", "削减比例"].iter().any(|word| suffix.contains(word)) && !words.contains("排");
    if let Some(suffix) = SUFFIXES.into_iter().find(|suffix| last.ends_with(suffix)).filter(|suffix| !words.ends_with(suffix))
        && (!names_a_measure(words) || of_pollutants(suffix))
    {
        return (None, format!("{words}{suffix}"));
    }
    // 城镇和农村居民人均可支配收入
    // 开工率、资金到位率: each says itself what is measured; 优质稻、超级杂交稻: each is one thing.
    static COMMON: Words = Words::new(&[
        "居民", "教育", "学校", "人口", "企业", "医院", "景区", "阶段", "常住", "户籍", "生活", "污水", "垃圾", "用水", "用电", "公路",
        "道路", "以上", "产业", "投资", "收入", "农民", "职工", "就业", "供水", "养老", "医疗", "卫生", "人均", "绿化", "建成区", "规模",
        "存栏", "出栏",
    ]);
    let rest: String = last.chars().skip(words.chars().count()).collect();
    let shares = index + 1 < names.len() && words.chars().count() <= 3 && !names_a_measure(words) && COMMON.open(&rest);
    (None, if shares { format!("{words}{rest}") } else { words.to_owned() })
}

/// 新能源 and 主营业务收入 of 新能源三大产业主营业务收入, the last of three.
fn summed_up(words: &str) -> Option<(&str, &str)> {
    let (before, measure) = words.split_once("大产业").or_else(|| words.split_once("个产业"))?;
    let industry = before.trim_end_matches(|c: char| c.is_ascii_digit() || "一二两三四五六七八九十等".contains(c));
    (names_a_measure(measure) && industry.chars().count() >= 2 && industry.len() < before.len()).then_some((industry, measure))
}

/// 绿色食品 and 产值 of 绿色食品产值.
fn product_and_measure(words: &str) -> Option<(&str, &str)> {
    let measure = ["总产值", "产值", "销售收入"].into_iter().find(|measure| words.ends_with(measure))?;
    let product = &words[..words.len() - measure.len()];
    (product.chars().count() >= 2 && !["农业", "工业", "企业", "亩均", "人均", "规上", "以上"].iter().any(|end| product.contains(end)))
        .then_some((product, measure))
}

/// Where the goal before ends inside the sentence, if it ends behind the clause's start.
fn previous_end(content: &str, at: usize, from: usize) -> usize {
    let clause = content[..at].rfind('；').map_or(0, |found| found + '；'.len_utf8());
    clause.min(from)
}

/// Whether words name what is measured: 产值, 收入, 产量.
pub(super) fn names_a_measure(words: &str) -> bool {
    ["值", "入", "额", "量", "率", "规模", "总数", "比重", "产能", "投资", "面积", "人数", "费用", "能耗", "外资", "利润", "税收", "贷款"]
        .iter()
        .any(|end| words.ends_with(end))
}

/// The members of a list of indicators.
fn split_list(words: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = words.split(['、', '，']).collect();
    if let Some(last) = parts.pop() {
        let joint = ["以及", "和", "及", "与"]
            .iter()
            .find_map(|joint| last.rsplit_once(joint))
            .filter(|(left, right)| left.chars().count() >= 2 && right.chars().count() >= 2);
        match joint {
            Some((left, right)) => parts.extend([left, right]),
            None => parts.push(last),
        }
    }
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}

//! What is measured, and whose it is: the words before a number without what leads to them.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern::Pattern;
use super::shared::names_a_measure;
use super::{Sentence, context, is_word};
use crate::mention::Mention;
use crate::reference::Reference;
use crate::text::{Span, unspaced};
use crate::words::{CharSet, Words, split_once};

/// Words before an indicator, or before what is counted, that are no part of it.
pub(super) static LEAD: Pattern = Pattern::at_start(
    "■●◆▲★○◇□▪•►▶➢※◎或、，,：:；（ \u{3000}\n\t\r\u{a0}其以同并而及和与且使让通经预目是为即到至在于自从截今未2二“十一三四五六七八九两013456789上下第较比年当明本全届期近远中规每累总合力争确努计将要应须需可均都分各进稳基前底",
    || {
        Regex::new(concat!(
            r"^(?:[■●◆▲★○◇□▪•►▶➢※◎、，,：；（\s]|或|其中|以及|同时|并且|而且|以|及|和|与|并|且|使|让|通过|经过|经|预计|预期|目标|是|为|即|",
            r"到|至|在|于|自|从|截至|今后|未来|",
            r"(?:20\d{2}|二〇[〇一二三四五六七八九]{2})(?:[—\-－~～至]20\d{2})?年?(?:底|末|初|期间|度)?(?:之?前|起)?|",
            r"“?十[一二三四五六]五”?(?:规划)?(?:时期|期间|期末|末期|末|期)?|",
            r"[一二三四五六七八九十\d]{1,3}年(?:内|左右|时间)|[两三四五六]年(?:累计)?|[一二三四五六七八九十\d]{1,2}月(?:底|份|末)?前?|第?[一二三四]季度末?|上半年|下半年|",
            r"(?:较|比|与)[^，。；、]{0,10}?(?:年|上年|去年|期末)(?:底|末)?(?:相比)?|",
            r"年底前?|年末|年内|当年|今年|明年|本年度?|全年|届时|期末|近期|远期|中期|规划期末|目标年|每年|年均|累计|总共|合计|力争|争取|确保|努力|全力|计划|将|要|应|须|需|可|均|都|分别|各自|总体|进一步|稳步|基本|全部|前?底|今春|今冬|今秋|[一二三四五]年累计|\d年累计)"
        ))
        .expect("the pattern is a constant")
    },
);

/// Verbs with which a clause governs what it measures: 实现, 推动.
pub(super) static GOVERNS: Pattern = Pattern::at_start(
    "聚培打续拆组新规改拥加大积着重全继持深集统有扎切突抓支鼓引力争确努推促实使带保扩建净增创形完开扶发设成盘达提壮招总启淘处消筹安列涉认评遴择选轮竣搭制修编举获谋策帮攻取关整入布铺敷解配吸种植办复挂补聘出兴更投转做冲流收腾清化压栽承",
    || {
        Regex::new("^(?:培训|打通|续建|拆除|组建|新组建|规划建设|新改建|拥有|加快|大力|积极|着力|重点|全力|继续|持续|深入|集中力量|统筹|有序|扎实|切实|突出|抓好|支持|鼓励|引导|力争|争取|确保|努力|推动|推进|促进|实现|使|带动|保持|新建|改建|扩建|建设|建成|建立|打造|新培育|培育|培植|培养|引进|新引进|新增|净增|增加|创建|创成|争创|形成|实施|完成|开展|组织|扶持|发展|改造|开通|设立|成立|聚集|集聚|新开工|开工建设|开工|盘活|达到|提升|壮大|招引|总投资|启动|淘汰|处置|消化|筹集|统筹安排|安排|列支|新签约|新开发|涉及|筛选确定|筛选|认定|评选|评定|遴选|选拔|选树|选派|选聘|轮训|招募|招聘|招收|搭建|制定|制修订|修订|编制|举办|获得|获批|谋划|策划|带动|帮扶|帮助|攻克|新创|取得|关停|整治|创办|入选|新入库|布点|铺设|敷设|解决|提供|配备|配置|配建|吸引|吸纳|安置|发放|投放|种植|植树|办好|办成|整合|复垦|挂牌|增设|补充|新设|选定|聘请|推出|创作|修建|兴建|新改扩建|改扩建|更换|投入使用|出台|发布|开拓|布局|推广应用|推广|转化|培优|扶优|扶强|做强|做大|做优|冲刺|组建|改建|修复|设置|改种|流转|收储|腾退|清退|清理|淘汰|化解|压减|关闭|建好|栽种|栽植|发展壮大|培育壮大|培育发展|引育)")
            .expect("the pattern is a constant")
    },
);

/// 光伏产业 and 营业收入 of 光伏产业营业收入.
pub(super) fn industry_and_measure(words: &str) -> Option<(&str, &str)> {
    const MEASURES: [&str; 9] = ["产值", "总产值", "工业总产值", "营业收入", "主营业务收入", "销售收入", "总营收", "规模", "产业规模"];
    const GENERAL: [&str; 10] = ["战略性新兴", "高新技术", "高技术", "核心", "主导", "特色", "新兴", "第一", "第二", "第三"];
    let end = Some(words).filter(|words| words.ends_with(['值', '入', '收', '模'])).and_then(|words| words.rfind("产业"))?;
    let behind = &words[end + "产业".len()..];
    let kind = ["链", "集群"].iter().find(|kind| behind.starts_with(**kind)).map_or(0, |kind| kind.len());
    let (industry, measure) = words.split_at(end + "产业".len() + kind);
    let measure = ["力争", "争取"].iter().find_map(|adverb| measure.strip_prefix(adverb)).unwrap_or(measure);
    let stem = &words[..end];
    // 产业规模 is one word.
    let measure = if measure == "规模" { &words[end..] } else { measure };
    ((MEASURES.contains(&measure) || measure.ends_with("规模"))
        && stem.chars().count() >= 2
        && !stem.contains(['占', '、', '和', '个', '大'])
        && !GENERAL.iter().any(|word| stem.ends_with(word)))
    .then_some((industry, measure))
}

/// What a park is called that was named before.
const PARKS: [&str; 6] = ["开发区", "高新区", "经开区", "园区", "新区", "区"];

/// What [`Sentence::name`] reads.
pub(super) struct Name {
    pub(super) words: String,
    pub(super) start: usize,
    pub(super) subject: Option<Mention>,
    /// Whether the subject is an industry of a place that the words name as a whole (全省新能源产业), and not the subject of what follows.
    pub(super) part: bool,
}

impl Sentence<'_> {
    /// What is measured: the words of a stretch without what leads to it, and whose it is, where they begin with that.
    pub(super) fn name(&self, stretch: &str, offset: usize) -> Name {
        let words = behind_a_row(stretch).trim_end_matches(|c: char| c.is_whitespace() || "、，：；".contains(c));
        let mut words = without_year_behind(words);
        let mut subject = None;
        // 新建改造村庄: two verbs in a row name one thing that is done, before a noun of two.
        let mut governed = false;
        loop {
            let before = words.len();
            while let Some(lead) = LEAD.find(words).filter(|lead| lead.end() > 0 && !begins_a_word(words)) {
                words = &words[lead.end()..];
                governed = false;
            }
            let keeps = |rest: &str| keeps_a_noun(rest) && !(governed && rest.chars().count() == 2);
            if let Some(verb) = GOVERNS.find(words).filter(|verb| keeps(&words[verb.end()..])) {
                words = &words[verb.end()..];
                governed = true;
            }
            if subject.is_none()
                && let Some(len) = context::subjects_at_start(words)
            {
                let start = offset + (words.as_ptr() as usize - stretch.as_ptr() as usize);
                // 青石工业园（含砚湖片区）: what it holds is no part of its name.
                let name = ["（含", "（包括", "（包含", "（不含"]
                    .iter()
                    .find_map(|note| words[..len].split_once(note))
                    .map_or(&words[..len], |(name, _)| name);
                subject = Some(Mention { name: unspaced(name), span: Span::new(start, start + len).shift(self.offset) });
                words = behind_note(&words[len..]);
            }
            // 该开发区工业总产值
            if let Some(park) = self.setting.park.as_ref().filter(|_| subject.is_none())
                && let Some(rest) = PARKS.iter().find_map(|kind| words.strip_prefix("该")?.strip_prefix(kind))
            {
                subject = Some(park.clone());
                words = rest;
            }
            words = ["的", "实现"].iter().find_map(|word| words.strip_prefix(word)).unwrap_or(words);
            if words.len() == before {
                words = behind_an_announcement(words);
            }
            if words.len() == before {
                break;
            }
        }
        // 甲石榴、乙葡萄酒等特色产业园: what stands before 等 are some of them.
        if let Some((some, kind)) = words.split_once('等')
            && some.contains('、')
            && kind.chars().count() >= 3
            && !kind.starts_with(['级', '次', '于', '效', '地'])
            && !some.contains('“')
            && !kind.contains('的')
        {
            words = kind;
        }
        let start = offset + (words.as_ptr() as usize - stretch.as_ptr() as usize);
        // 光伏产业营业收入: whose the income is. A place that is named has the industry's as its own (宜昌化工产业产值).
        let whole = subject.as_ref().is_none_or(|subject| subject.name.starts_with(['全', '我', '本']));
        let mut part = false;
        if let Some((industry, measure)) = industry_and_measure(words).filter(|_| whole) {
            part = subject.is_some();
            subject = Some(Mention { name: unspaced(industry), span: Span::new(start, start + industry.len()).shift(self.offset) });
            words = measure;
        }
        // 规模以上工业企业实现增加值: who reaches it, and what.
        if let Some((who, measure)) = reached_by(words) {
            if subject.is_some() {
                return Name { words: unspaced(&format!("{who}{measure}")), start, subject, part };
            }
            subject = Some(Mention { name: unspaced(who), span: Span::new(start, start + who.len()).shift(self.offset) });
            (words, part) = (measure, true);
        }
        Name { words: unspaced(words), start, subject, part }
    }
}

/// 城镇化率到2020年: by when, behind what is measured.
fn without_year_behind(words: &str) -> &str {
    static YEAR: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:[到至在于]|截至)20\d{2} ?年?(?:底|末)?(?:前|时)?$").expect("the pattern is a constant"));
    static LAST: CharSet = CharSet::of("0123456789年底末前时");
    let words = if LAST.ends(words) { YEAR.find(words).map_or(words, |year| &words[..year.start()]) } else { words };
    // 比重在30%以上
    let bare = words.strip_suffix('在').filter(|bare| names_a_measure(bare));
    bare.unwrap_or(words)
}

/// 规划提出到2017年服务业增加值, 第一件实事是全年实现…: who announces what.
fn behind_an_announcement(words: &str) -> &str {
    static VERBS: [&str; 8] = ["提出", "明确", "指出", "确定", "规划", "要求", "计划", "是"];
    static WHEN: Words = Words::new(&["到20", "至20", "全年", "全省", "全市", "全县", "全区", "全国", "力争", "未来", "今后", "“十"]);
    let openings = VERBS.iter().filter_map(|verb| {
        let at = words.find(verb)? + verb.len();
        (WHEN.open(&words[at..]) || words[at..].starts_with("20")).then_some(at)
    });
    openings.max().filter(|&at| words[..at].chars().count() <= 14 && !words[..at].contains(['、', '，'])).map_or(words, |at| &words[at..])
}

/// The words behind a bracket that tells what a name holds: 工业总产值 of （含砚湖片区）工业总产值.
fn behind_note(words: &str) -> &str {
    let inner = words.strip_prefix('（').filter(|inner| ["含", "包括", "包含", "不含"].iter().any(|word| inner.starts_with(word)));
    inner.and_then(|inner| inner.split_once('）')).map_or(words, |(_, behind)| behind)
}

/// 规模以上工业企业 and 增加值 of 规模以上工业企业实现增加值.
fn reached_by(words: &str) -> Option<(&str, &str)> {
    static GROUPS: CharSet = CharSet::of("业区园济链群户");
    let (who, measure) = split_once(words, "实现")?;
    (GROUPS.ends(who)
        && (3..=16).contains(&who.chars().count())
        && !who.contains(['、', '，', '使', '将', '要'])
        && names_a_measure(measure))
    .then_some((who, measure))
}

/// What stands behind the bodies of one row and the number of the next, where a table has lost its cells: …委各县政府2服务业增加值.
pub(super) fn behind_a_row(stretch: &str) -> &str {
    static ROW: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:政府|[局委办]|(?:政府|[局委办])[^，。；0-9]{1,40}[区会位司院部办园]|指标)\d{1,2}[㐀-鿿]")
            .expect("the pattern is a constant")
    });
    static UNITS: CharSet = CharSet::of(
        "个家项条座所处名户人万亿千百台套辆年月天日期号大成倍岁种类批件次平公亩吨元分周小时型代县届线路环维星档轮米毫厘克度至到",
    );
    if !stretch.bytes().any(|byte| byte.is_ascii_digit()) {
        return stretch;
    }
    // 3 安排财政赤字: the number of the row itself.
    let bare = stretch.trim_start();
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let opens = (1..=2).contains(&digits) && bare[digits..].starts_with(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c));
    if opens && !UNITS.begins(&bare[digits..]) {
        return behind_a_row(&bare[digits..]);
    }
    let Some(row) = ROW.find_iter(stretch).last() else { return stretch };
    let start = row.end() - row.as_str().chars().next_back().map_or(0, char::len_utf8);
    if UNITS.begins(&stretch[start..]) { stretch } else { &stretch[start..] }
}

/// Words that begin with what elsewhere only leads to a name: 从 leads to 从2025年, and begins 从业人员.
const WORDS: [&str; 61] = [
    "基本养老", "基本医疗", "基本公共", "基本农田", "基本保险", "基本药物", "可吸入", "可降解", "可回收", "可循环", "可开采", "可供",
    "或有", "自主", "自动", "自然", "自治", "自有", "自给", "自驾", "自贸", "从业", "到位", "到账", "到港", "到期", "在线", "在建", "在校",
    "在岗", "在库", "在营", "经济", "经营", "经费", "经开", "使用", "可再生", "可支配", "可利用", "可再", "并网", "并购", "应用", "应急",
    "要素", "都市", "和谐", "及时", "需求", "均衡", "以工", "为民", "与会", "即时", "是否", "让利", "三年行动", "五年规划", "经常",
    "累计装机",
];

fn begins_a_word(words: &str) -> bool {
    // 都昌县, 应城市
    static PLACES: CharSet = CharSet::of("都应将和可于从自即均");
    let place = || Reference::load().place_prefix(words).is_some_and(|(name, _)| name.ends_with(['市', '县', '区', '旗', '州']));
    WORDS.iter().any(|word| words.starts_with(word)) || PLACES.begins(words) && place()
}

/// Whether what is left behind a verb can be a noun: not 率 of 增长率, nor 投资 alone of 完成投资.
fn keeps_a_noun(rest: &str) -> bool {
    // 改造危桥, 新增学位: a noun of two; but not what 完成投资 or 新增就业 names as a whole.
    static WHOLES: Words = Words::new(&[
        "投资", "就业", "项目", "产值", "收入", "面积", "里程", "规模", "产量", "总量", "产能", "参保", "企业", "竣工", "开工", "投产",
        "完工", "绿化", "硬化", "整治", "改造", "建设", "内资", "外资", "资金", "补助",
    ]);
    let length = rest.chars().take_while(|c| is_word(*c) || *c == '、' || c.is_ascii_alphanumeric()).count();
    let two = || length == 2 && rest.chars().count() == 2 && !WHOLES.open(rest);
    (length >= 3 || two()) && !rest.starts_with(['率', '额', '值', '量', '性', '度', '力', '者', '率', '业', '区', '面'])
        || rest.starts_with('“')
}

//! The words by which sentences about industries are built: verbs, what leads to a place, and the frame 以…为….
//!
//! A sentence is scanned for all of them at once; of two that overlap the longer counts, so that 开发区 holds no verb 开发.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::text::Span;
use crate::words::Words;

/// A word of the list in a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marker {
    pub(super) span: Span,
    pub(super) kind: Kind,
}

/// What a word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A verb whose object is an industry without more ado: 发展纺织丝绸.
    Grows,
    /// A verb whose object has to be named as a base, a cluster, a project: 打造陶瓷产业集群.
    Builds,
    /// A verb that makes a place behind it the one that the sentence is about, and builds else: 推动南宁发展…, 推进核电项目.
    Guides,
    /// A word that only makes a place the one that the sentence is about: 在, 把.
    Leads,
    /// A word that builds on a place or on what the place has: 依托, 利用.
    BuildsOn,
    /// An adverb before a verb: 重点.
    Adverb,
    /// 以, which opens a frame.
    With,
    /// 为主导: the frame's list is what a place rests on.
    Mainly,
    /// 为龙头: as 为主导, but what leads may be a company.
    Led,
    /// 为载体, 为契机: what the frame names is only the means.
    Means,
    /// 为目标, 为导向: the frame says nothing of an industry.
    Aims,
    /// 布局在: what says where an industry is put.
    Lays,
    /// 位于, 设在: where a park or a place lies.
    Lies,
    /// 覆盖, 包括: the places behind are those that the next clauses are about.
    Covers,
    /// 联动: the place behind joins those that the sentence is about.
    Joins,
    /// 向, which says where an industry is put where 集中 or 布局 follows.
    Towards,
    /// 对接: the place behind is another's.
    Meets,
    /// 主导产业, 产业定位: a label before a list.
    Label,
    /// What is closed down, forbidden, visited or taken as an example is hosted by nobody.
    Ends,
    /// A noun that holds one of the words above.
    Noun,
}

#[rustfmt::skip]
const WORDS: &[(Kind, &[&str])] = &[
    (Kind::Grows, &[
        "发展", "培育", "壮大", "做大", "做强", "做优", "做精", "改造提升", "巩固", "生产", "开发", "开发利用", "承接", "引进", "招引", "聚焦", "抢占", "扶持", "主攻", "培植", "振兴", "提升", "布局", "突出", "抓好", "做好", "主推", "侧重", "主打", "围绕", "做特", "拓展", "叫响", "打响", "创响", "另有", "做响", "补齐",
        "深耕", "深耕细作", "瞄准", "攻坚", "做专", "做深", "做活", "做亮", "做靓", "做精做优", "培优", "培强", "培优做强", "扶优", "扶强", "盛产", "出产", "主产", "主营", "精耕", "擦亮", "唱响", "拥有",
        "优化升级", "改造升级", "提质升级", "优化提升", "稳定发展", "导入", "植入", "催生", "繁荣", "繁荣发展", "领跑", "挺进", "布局发展", "适度发展", "转型发展", "做旺", "做新", "扶持发展", "推进发展", "鼓励发展", "支持发展", "引导发展", "侧重发展", "主抓", "狠抓", "抓强", "抓优", "锻造", "锻长",
    ]),
    (Kind::Builds, &["打造", "打造成", "打造成为", "建设", "建设成", "建设成为", "发展成为", "培育成为", "建成", "形成", "构建", "创建", "建立", "设立", "谋划", "创成", "集聚", "实施", "启动", "成为", "引入", "新建", "改造", "共建", "合建", "延伸", "作为", "获批", "获评", "入选", "跻身", "汇聚", "会聚", "聚集形成", "建好", "建强", "争创", "申创", "塑造", "培树", "争当", "是", "属于"]),
    (Kind::Guides, &["支持", "推动", "推进", "促进", "引导", "鼓励", "指导", "组织", "加快", "推广"]),
    (Kind::Leads, &["在", "把", "将", "由", "因此", "其中", "使"]),
    (Kind::BuildsOn, &["依托", "利用", "发挥", "借助", "立足", "依靠", "凭借"]),
    (Kind::Adverb, &[
        "进一步", "要", "应", "可", "则", "应当", "重点", "着力", "大力", "积极", "着重", "努力", "主要", "优先", "已", "已经", "初步", "基本", "全力", "主动", "配套", "协同", "有序", "适度", "稳步", "继续", "前瞻", "同时",
        "逐步", "深度", "因地制宜", "合理", "规划", "聚力", "集中力量", "持续", "深入", "不断", "充分", "科学", "创新", "分别", "协调", "错位", "全面", "大规模", "高标准", "高水平", "高质量", "高起点", "选择",
        "加大", "率先", "全域", "集中", "共同", "联合", "合作", "协作", "统筹", "逐渐", "争取", "力争", "适时", "加速", "加强", "同步", "切实", "全力以赴", "扎实", "坚持", "精准", "超前", "大胆", "加力", "全速", "抢先", "紧紧", "牢牢", "集中力量", "定向", "逐年", "奋力", "倾力", "强力", "合力",
    ]),
    (Kind::With, &["以"]),
    (Kind::Mainly, &["为主导产业", "为主导", "为主体", "为主", "为重点", "为支柱产业", "为支柱", "为特色产业", "为特色", "为支点", "为首位产业", "为首位", "为代表", "为主攻方向", "为方向", "为优势产业", "为优势", "为主打", "为主要产业", "为核心产业", "闻名", "著称", "见长"]),
    (Kind::Led, &["为支撑", "为龙头", "为核心载体", "为核心", "为中心", "为牵引", "为引领", "为依托", "为骨干", "为支撑点", "为主产区", "为核心区", "为核心发展区", "为核心引领区", "为核心集聚区", "为重点发展区", "为重点拓展区", "为重点集聚区", "为主体区域", "为重点区域", "为主战场", "为主基地", "为配套发展区", "为配套区", "为辐射区", "为协同区", "为协同发展区", "为拓展区", "为核心承载区", "为主承载区", "为主要承载区", "为承载区", "为主要承载地", "为承载地", "为集聚区", "为先导区", "为轴线", "为轴", "为带动", "为主阵地", "为主承载"]),
    (Kind::Means, &["为载体", "为契机", "为抓手", "为基础", "为平台", "为突破口"]),
    (Kind::Aims, &["为目标", "为导向", "为动力", "为主线", "为纽带", "为根本", "为前提", "为原则", "为主题", "为手段", "为切入点", "为着力点", "为出发点"]),
    (Kind::Lays, &["布局在", "布局于", "布局到", "分布在", "集中在", "分布于", "集中于", "聚集在", "聚集于", "集聚在", "集聚于", "集中分布在", "集中布局在", "落户", "入驻", "投放到", "进驻", "带动和辐射", "辐射带动", "布局建设在", "落地"]),
    (Kind::Lies, &["位于", "坐落于", "坐落在", "地处", "设在", "设于", "选址在", "选址于"]),
    (Kind::Covers, &["覆盖", "涵盖", "包括", "包含", "串联", "串起", "贯穿", "涉及"]),
    (Kind::Joins, &["联动"]),
    (Kind::Towards, &["向"]),
    (Kind::Meets, &["吸引", "对接", "接轨", "融入", "衔接", "联通", "服务于"]),
    (Kind::Label, &[
        "主导产业", "产业定位", "功能定位", "发展定位", "重点产业", "主要产业", "特色产业", "培育产业", "产业方向", "发展方向", "重点发展产业", "首位产业", "支柱产业", "优势产业", "定位",
        "优势特色产业", "特色优势产业", "主攻方向", "主导产品", "优势产品", "特色产品", "主要产品", "拳头产品", "优势品种", "主要品种", "主导品种", "主栽品种",
        "药材品种", "特色农产品", "优势农产品", "主要农产品",
    ]),
    (Kind::Ends, &[
        "关停", "关闭", "淘汰", "压减", "禁止", "严禁", "限制", "整治", "清理", "取缔", "不再", "学习", "借鉴", "对标", "考察", "调研", "参观", "违规", "查处", "退出", "召开", "举办", "参加", "赴", "先后到", "所称", "给予", "奖励", "补助", "补贴", "不再布局", "可申报", "上市", "防治", "污染",
    ]),
    (Kind::Noun, &[
        "开发区", "开发商", "开发者", "开发开放", "发展战略", "发展规划", "发展空间", "发展阶段", "发展中国家", "发展环境", "发展基础", "发展势头", "发展格局", "发展条件", "发展机遇", "发展基金", "发展水平", "发展质量",
        "发展目标", "发展的", "发展带", "发展模式", "发展理念", "建设项目", "建设用地", "建设者", "建设期", "建设规模", "建设规划", "建设指挥部", "建设单位", "建设的", "承接地", "承接载体", "承接能力", "承接基地", "提升行动",
        "提升工程", "提升计划", "生产基地", "生产性", "生产能", "生产要", "生产力", "生产总", "生产线", "生产厂", "标准化生产", "规模化生产", "专业化生产", "集约化生产", "清洁生产", "安全生产", "生产者", "生产型", "生产企", "以及", "以上", "以下", "以内", "以来", "以外", "以后", "可以", "所以", "予以", "难以",
        "加以", "用以", "得以", "存在", "正在", "所在", "潜在", "现在", "内在", "在建", "即将", "将来", "由于", "自由", "理由", "把握", "方向", "面向", "导向", "走向", "转向", "取向", "定向", "意向", "向海", "向好", "推动力",
        "支持力度", "利用率", "综合利用", "循环利用", "加工利用", "资源化利用", "再利用", "回收利用", "清洁利用", "高效利用", "梯级利用", "高值利用", "高值化利用", "资源利用", "创新药", "创新中心", "重点领域", "重点行业", "重点企业", "重点项目", "重点任务", "重点工程", "组织实施", "集聚区", "开发利用率",
        "是否", "但是", "特别是", "尤其是", "于是", "凡是", "还是", "只是", "要是", "若是", "正是", "即是", "就是", "都是", "不是", "是指", "也是", "或是", "而是", "实事求是",
        "攻坚战", "攻坚行动", "攻坚克难", "脱贫攻坚", "攻坚期", "拥有量", "拥有率", "主产区", "主产地", "主产县", "主营业务", "属于自己", "瞄准国", "瞄准世",
        "需要", "重要", "主要领导", "重点产业链", "产业布局", "空间布局", "总体布局", "推广应用", "可再生", "可穿戴", "可降解", "规划区", "集聚地", "改造提升工程", "智能化改造", "数字化改造", "技术改造", "循环化改造", "应用", "应急",
    ]),
];

struct Automaton {
    automaton: AhoCorasick,
    kinds: Vec<Kind>,
}

static ALL: LazyLock<Automaton> = LazyLock::new(|| {
    let (words, kinds): (Vec<&str>, Vec<Kind>) = WORDS.iter().flat_map(|(kind, words)| words.iter().map(|word| (*word, *kind))).unzip();
    let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).expect("the words are constants");
    Automaton { automaton, kinds }
});

/// 发展环境友好的材料, 建设规模化基地: the verb with which a noun begins, where the noun goes on as another word.
fn cut_short(words: &str, len: usize) -> Option<(usize, Kind)> {
    const GOES_ON: [&str; 13] = ["高效", "种植", "养殖", "经营", "友好", "化", "材料", "零部件", "软件", "原材料", "原料", "元器件", "型"];
    let (verb, kind) =
        [("发展", Kind::Grows), ("生产", Kind::Grows), ("建设", Kind::Builds)].into_iter().find(|(verb, _)| words.starts_with(verb))?;
    GOES_ON.iter().any(|rest| words[len..].starts_with(rest)).then_some((verb.len(), kind))
}

/// 茶叶产业布局在安康: the verb with which a noun ends, where a place follows it.
fn cut_behind(words: &str, len: usize) -> Option<(usize, usize)> {
    let noun = words[..len].strip_suffix("布局").filter(|noun| *noun == "产业")?;
    words[len..].starts_with(['在', '于', '到']).then_some((noun.len(), len + '在'.len_utf8()))
}

/// 是秦药、藏药主产区: whether what a place is said to be is where something is grown, made or traded.
fn is_what_it_has(behind: &str) -> bool {
    static HAS: Words = Words::new(&[
        "主产区", "主产地", "产区", "产地", "集散地", "生产基地", "加工基地", "产业基地", "制造基地", "之乡", "之都", "主要产区",
        "主要产地", "原产地", "种植区", "生产区",
    ]);
    HAS.end(behind.split(['，', '；', '。', '：', ',']).next().unwrap_or_default())
}

/// The words of a sentence, in its order; nouns that only hold one are left out, and so is what stands in brackets or in the title of a document.
pub(super) fn scan(sentence: &str) -> Vec<Marker> {
    let found = ALL.automaton.find_iter(sentence).map(|found| {
        let kind = ALL.kinds[found.pattern().as_usize()];
        if let Some((from, to)) = cut_behind(&sentence[found.start()..], found.end() - found.start()) {
            return Marker { span: Span::new(from, to).shift(found.start()), kind: Kind::Lays };
        }
        let verb = (kind == Kind::Noun).then(|| cut_short(&sentence[found.start()..], found.end() - found.start())).flatten();
        let (end, kind) = verb.map_or((found.end(), kind), |(len, kind)| (found.start() + len, kind));
        Marker { span: Span::new(found.start(), end), kind }
    });
    let (mut depth, mut read) = (0_i32, 0);
    let mut outside = |marker: &Marker| {
        depth += sentence[read..marker.span.start]
            .chars()
            .map(|c| i32::from(matches!(c, '（' | '(' | '《')) - i32::from(matches!(c, '）' | ')' | '》')))
            .sum::<i32>();
        read = marker.span.start;
        depth <= 0
    };
    let counts = |marker: &Marker| {
        marker.kind != Kind::Noun && (&sentence[marker.span.start..marker.span.end] != "是" || is_what_it_has(&sentence[marker.span.end..]))
    };
    found.filter(|marker| outside(marker)).filter(counts).collect()
}

// Every word that the page says, in both languages.

const WORDS = {
  skip: ["跳到正文", "Skip to the content"],
  search: ["搜索", "Search"],
  searchHint: ["单位、地区、任务、园区、产业、文件；拼音也可", "Body, place, task, park, industry, document; pinyin too"],
  views: ["视图", "Views"],
  questions: ["问题", "Questions"],
  matrix: ["矩阵", "Matrix"],
  network: ["网络", "Network"],
  timeline: ["时间线", "Timeline"],
  otherLanguage: ["English", "中文"],
  loading: ["正在读取…", "Loading…"],
  failed: ["没有得到回答", "No answer"],
  nothing: ["没有找到。", "Nothing was found."],
  results: ["{n} 个结果", "{n} results"],
  welcome: ["谁对什么负责，从何时起，原文怎么说", "Who answers for what, since when, and where does it say so"],
  documents: ["文件", "documents"],
  facts: ["事实", "facts"],
  organizations: ["单位", "organizations"],
  started: ["从一个问题开始", "Begin with a question"],
  allQuestions: ["全部问题", "All questions"],
  ask: ["提问", "Ask"],
  optional: ["可不填", "may be left out"],
  required: ["必填", "required"],
  any: ["（全部）", "(any)"],
  rows: ["{n} 行", "{n} rows"],
  download: ["下载", "Download"],
  downloadFacts: ["下载事实", "Download the facts"],
  downloadShown: ["下载所示事实", "Download the facts shown"],
  factsShown: ["共 {total} 项事实，显示 {shown} 项", "{shown} of {total} facts"],
  theQuery: ["查询原文", "The query"],
  openInEditor: ["在编辑器中打开", "Open in the editor"],
  parametersHint: ["同一参数的多个值用分号隔开", "Part several values of a parameter with a semicolon"],
  organization: ["单位", "Organization"],
  task: ["任务", "Task"],
  place: ["地区", "Place"],
  park: ["园区", "Park"],
  industry: ["产业", "Industry"],
  document: ["文件", "Document"],
  text: ["文本", "Text"],
  group: ["领导小组", "Leading group"],
  region: ["区域", "Region"],
  indicator: ["指标", "Indicator"],
  target: ["目标", "Target"],
  other: ["其他", "Other"],
  also: ["又名", "Also"],
  data: ["数据", "Data"],
  succession: ["沿革", "Succession"],
  dutiesByYear: ["历年任务", "Duties by year"],
  noDate: ["无日期", "undated"],
  evidence: ["原文依据", "Evidence"],
  properties: ["属性", "Properties"],
  neighbours: ["相关", "Related"],
  showNetwork: ["在网络中显示", "Show in the network"],
  source: ["原文", "Source text"],
  readSource: ["阅读原文", "Read the source"],
  inSource: ["在原文中", "In the source"],
  sourceMissing: ["原文不可读：{why}。引文如下。", "The source cannot be shown: {why}. The quotes stand below."],
  offsets: ["第 {start}–{end} 字", "characters {start}–{end}"],
  rule: ["规则", "rule"],
  stated: ["明说", "stated"],
  inferred: ["推断", "inferred"],
  more: ["再显示 {n} 条", "Show {n} more"],
  lead: ["牵头", "leads"],
  support: ["配合", "supports"],
  responsible: ["负责", "answers for"],
  head: ["组长", "head"],
  deputy: ["副组长", "deputy"],
  member: ["成员", "member"],
  office: ["办公室", "office"],
  responsibility: ["责任", "Responsibilities"],
  membership: ["领导小组成员", "Memberships"],
  targets: ["目标", "Targets"],
  hosting: ["产业", "Industries"],
  location: ["园区位置", "Locations"],
  citation: ["引用文件", "Citations"],
  level: ["水平", "level"],
  growth: ["增长", "growth"],
  reduction: ["下降", "reduction"],
  share: ["比重", "share"],
  count: ["数量", "count"],
  deadline: ["时限", "by"],
  official: ["责任领导", "official"],
  matrixHint: ["每格为一个单位在一份文件中的任务数；深色为多。选一格看依据。", "Each cell is how many tasks a body has in a document; darker is more. Choose a cell for the evidence."],
  matrixTop: ["{of} 份文件中最近的 {documents} 份，任务最多的 {bodies} 个单位", "The latest {documents} of {of} documents, and the {bodies} bodies with most tasks in them"],
  titleWords: ["标题中的字词", "Words of the title"],
  year: ["年份", "Year"],
  date: ["日期", "Date"],
  show: ["显示", "Show"],
  quote: ["引文", "Quote"],
  networkHint: ["选一个节点，展开与它相连的；再选一次打开它的页面。箭头键移动，回车展开。", "Choose a node to unfold what it is tied to; choose it again to open its page. Arrow keys move, Enter unfolds."],
  networkStart: ["先搜索一个单位、地区或产业。", "Search for a body, a place or an industry first."],
  addToNetwork: ["加入网络", "Add to the network"],
  timelineHint: ["一行一个名称，一列一年：深色为任务多，浅底为该名称存续的年份，粗边为变更之年。选一格看依据。", "A row is a name, a column a year: darker is more tasks, tinted are the years in which the name held, a thick edge is the year of a change. Choose a cell for the evidence."],
  timelineStart: ["先搜索一个单位，在它的页面上选“时间线”。", "Search for a body first, and choose “Timeline” on its page."],
  showTimeline: ["时间线", "Timeline"],
  asTable: ["列表", "As a table"],
  clear: ["清空", "Clear"],
  from: ["自", "From"],
  to: ["至", "To"],
  weight: ["次数", "Times"],
  relation: ["关系", "Relation"],
  editorHint: ["查询在本机运行，只读。", "Queries run on this machine, and only read."],
  home: ["首页", "Home"],
  groups: {
    responsibility: ["责任", "Responsibility"],
    targets: ["目标", "Targets"],
    industries: ["产业与园区", "Industries and parks"],
    documents: ["文件", "Documents"],
    organizations: ["单位", "Organizations"],
    change: ["变化", "Change over time"],
    evidence: ["依据", "Evidence"],
    quality: ["图谱质量", "Quality of the graph"],
    export: ["导出", "Export"],
  },
};

let language = (() => {
  const asked = new URLSearchParams(location.search).get("lang") || localStorage.getItem("language");
  return asked === "en" || asked === "zh" ? asked : navigator.language.startsWith("zh") ? "zh" : "en";
})();

export const current = () => language;

export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  localStorage.setItem("language", language);
}

const pick = (pair) => pair[language === "zh" ? 0 : 1];

/** A word of the page, with its `{name}`s filled in; what is no word stands for itself. */
export function word(key, values = {}) {
  const pair = WORDS[key];
  return Array.isArray(pair) ? pick(pair).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "") : key;
}

export const groupName = (group) => (WORDS.groups[group] ? pick(WORDS.groups[group]) : group);

/** The text of `{zh, en}` in the language of the page, or in the one that there is. */
export const told = (texts) => (texts ? texts[language] || texts.zh || texts.en || "" : "");

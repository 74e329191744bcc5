//! HTML: the article among menus and footers, tables as tables.
//!
//! The article is the innermost element that holds nearly all running text: text outside links, with the punctuation of sentences. Its title, and the
//! index of published information (索引号, 发文机关, 发文字号), stand before it: reading begins at the title. Outside the article, what is mostly links is left out.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, parse_document};

use super::lines::Lines;
use super::{Format, Raw, Refusal};

/// Reads the article of a page.
pub(super) fn read(page: &Raw) -> Result<Raw, Refusal> {
    let tree = parse_document(Sink::default(), ParseOpts::default()).one(&*page.source);
    let tree = Tree { nodes: tree };
    let mut raw = Raw::new(tree.article(), Format::Html);
    raw.notices.clone_from(&page.notices);
    if raw.source.trim().is_empty() {
        return Err(Refusal::new("the page holds no text: a script would load it", "save the page from a browser after it has loaded"));
    }
    Ok(raw)
}

/// A node of the page: all of them lie in one list, so that endless nesting is no danger.
#[derive(Debug, Default)]
struct Node {
    /// An element's name; empty for a text.
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    parent: Option<usize>,
    children: Vec<usize>,
}

/// The page as a tree; the first node is the document.
struct Tree {
    nodes: Vec<Node>,
}

/// The share of running text that the article holds: the rest may be a footer's sentences.
const ARTICLE: f64 = 0.9;

/// More than this share of links, and it is a menu.
const MENU: f64 = 0.5;

/// What an element and all in it hold, in characters.
#[derive(Clone, Copy, Default)]
struct Measure {
    all: usize,
    links: usize,
    prose: usize,
}

impl Tree {
    /// The text of the article with its title.
    fn article(&self) -> String {
        let order = self.order();
        let measures = self.measures(&order);
        let body = order.iter().copied().find(|&node| self.nodes[node].name == "body").unwrap_or(0);
        let article = self.narrowest(body, &measures);
        let first = order.iter().position(|&node| node == article).unwrap_or(0);
        let begin = self.title(&order, first).unwrap_or(first);
        let mut lines = Lines::default();
        let mut writer = Writer { tree: self, measures: &measures, in_article: false, paragraph: String::new(), lines: &mut lines };
        // From the title to the article: what does not hold the article is added whole.
        let around: HashSet<usize> = std::iter::successors(Some(article), |&node| self.nodes[node].parent).collect();
        let mut added: HashSet<usize> = HashSet::new();
        for &node in &order[begin..first] {
            let inside_added = self.nodes[node].parent.is_some_and(|parent| added.contains(&parent));
            if inside_added {
                added.insert(node);
            } else if !around.contains(&node) {
                writer.add(node);
                added.insert(node);
            }
        }
        // Where nothing stands out, the page is read as what stands around an article is.
        writer.in_article = article != body;
        writer.add(article);
        writer.flush();
        let text = lines.as_str();
        let compact = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        // What the page tells about itself (政府网站发展指引, 2017, annex 2) and does not show.
        let meta = |name: &str| {
            let metas = self.nodes.iter().filter(|node| node.name == "meta");
            let named = |node: &&Node| node.attribute("name").is_some_and(|own| own.eq_ignore_ascii_case(name));
            metas.filter(named).find_map(|node| node.attribute("content")).map(str::trim).filter(|content| !content.is_empty())
        };
        let shown = compact(text);
        let mut head = Lines::default();
        if let Some(title) = meta("ArticleTitle").filter(|title| !shown.contains(&compact(title))) {
            head.paragraph(title);
        }
        if let Some(date) = meta("PubDate").filter(|_| !["发布日期", "发布时间", "公开日期"].iter().any(|label| shown.contains(label)))
        {
            head.paragraph(&format!("发布日期：{date}"));
        }
        head.as_str().to_owned() + &lines.finish()
    }

    /// The nodes that are shown, each before what stands in it.
    fn order(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.nodes.len());
        let mut open = vec![0];
        while let Some(node) = open.pop() {
            if self.is_hidden(node) {
                continue;
            }
            order.push(node);
            open.extend(self.nodes[node].children.iter().rev());
        }
        order
    }

    fn is_hidden(&self, node: usize) -> bool {
        let node = &self.nodes[node];
        let no_text = [
            "head", "script", "style", "noscript", "template", "nav", "footer", "aside", "iframe", "object", "svg", "math", "select",
            "button", "textarea", "input", "audio", "video", "canvas", "dialog", "#comment",
        ];
        no_text.contains(&node.name.as_str())
            || node.attribute("hidden").is_some()
            || node.attribute("aria-hidden") == Some("true")
            || node.attribute("style").is_some_and(|style| {
                let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
                style.contains("display:none") || style.contains("visibility:hidden")
            })
    }

    fn measures(&self, order: &[usize]) -> Vec<Measure> {
        let mut measures = vec![Measure::default(); self.nodes.len()];
        for &node in order.iter().rev() {
            let own = &self.nodes[node];
            if own.name.is_empty() {
                let all = own.text.chars().filter(|c| !c.is_whitespace()).count();
                let prose = if own.text.contains(['。', '；', '，']) { all } else { 0 };
                measures[node] = Measure { all, links: 0, prose };
            } else if own.name == "a" && own.attribute("href").is_some() {
                measures[node].links = measures[node].all;
                measures[node].prose = 0;
            }
            if let Some(parent) = own.parent {
                let measure = measures[node];
                let sum = &mut measures[parent];
                (sum.all, sum.links, sum.prose) = (sum.all + measure.all, sum.links + measure.links, sum.prose + measure.prose);
            }
        }
        measures
    }

    /// The innermost element that holds nearly all prose of the body.
    fn narrowest(&self, body: usize, measures: &[Measure]) -> usize {
        let enough = measures[body].prose as f64 * ARTICLE;
        let mut article = body;
        // A paragraph or a cell is no article, whatever it holds.
        let is_container = |node: &Node| {
            !matches!(node.name.as_str(), "" | "p" | "span" | "font" | "b" | "strong" | "a" | "li" | "tr" | "tbody" | "center")
        };
        while measures[body].prose > 0
            && let Some(&inner) = self.nodes[article]
                .children
                .iter()
                .find(|&&child| measures[child].prose as f64 >= enough && is_container(&self.nodes[child]))
        {
            article = inner;
        }
        // A table that holds the article is its layout, but the data of a page that is a table stay together.
        while matches!(self.nodes[article].name.as_str(), "td" | "th" | "table")
            && self.nodes[article].name != "td"
            && let Some(parent) = self.nodes[article].parent
        {
            article = parent;
        }
        article
    }

    /// The place in the order of the title before the article: a heading, or what repeats the title of the page.
    fn title(&self, order: &[usize], article: usize) -> Option<usize> {
        let compact = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let named = self
            .nodes
            .iter()
            .find(|node| node.name == "title")
            .map(|title| title.children.iter().map(|&child| self.nodes[child].text.as_str()).collect::<String>());
        let named = compact(&named.unwrap_or_default());
        let places = 0..article;
        let is_title = |&place: &usize| {
            let node = &self.nodes[order[place]];
            if node.name == "h1" {
                return true;
            }
            let text = compact(&node.text);
            node.name.is_empty() && text.chars().count() >= 8 && named.contains(&text) && !self.is_linked(order[place])
        };
        let title = places.clone().find(is_title)?;
        // The index of published information stands above the title on some pages.
        let index = places.take_while(|place| *place < title).find(|&place| {
            let text = compact(&self.nodes[order[place]].text);
            ["索引号", "索取号", "信息索引号"].iter().any(|label| text.starts_with(label))
        });
        Some(index.unwrap_or(title))
    }

    fn is_linked(&self, node: usize) -> bool {
        std::iter::successors(Some(node), |&node| self.nodes[node].parent).any(|node| self.nodes[node].name == "a")
    }
}

impl Node {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn is_block(&self) -> bool {
        !matches!(
            self.name.as_str(),
            "" | "a"
                | "abbr"
                | "b"
                | "bdi"
                | "bdo"
                | "big"
                | "cite"
                | "code"
                | "data"
                | "del"
                | "dfn"
                | "em"
                | "font"
                | "i"
                | "img"
                | "ins"
                | "kbd"
                | "label"
                | "mark"
                | "o:p"
                | "q"
                | "rp"
                | "rt"
                | "ruby"
                | "s"
                | "samp"
                | "small"
                | "span"
                | "st1"
                | "strike"
                | "strong"
                | "sub"
                | "sup"
                | "time"
                | "tt"
                | "u"
                | "var"
                | "wbr"
        )
    }
}

/// Writes the text of nodes.
struct Writer<'t> {
    tree: &'t Tree,
    measures: &'t [Measure],
    /// Whether what is added stands in the article.
    in_article: bool,
    paragraph: String,
    lines: &'t mut Lines,
}

impl Writer<'_> {
    /// Adds a node with all in it.
    fn add(&mut self, root: usize) {
        enum Step {
            Enter(usize),
            Leave,
        }
        let mut steps = vec![Step::Enter(root)];
        while let Some(step) = steps.pop() {
            let Step::Enter(node) = step else {
                self.flush();
                continue;
            };
            let own = &self.tree.nodes[node];
            if self.tree.is_hidden(node) || self.is_menu(node) {
                continue;
            }
            match own.name.as_str() {
                "" => self.paragraph.push_str(&own.text),
                "br" | "hr" => self.flush(),
                "table" if self.table(node) => {}
                _ => {
                    if own.is_block() {
                        self.flush();
                        steps.push(Step::Leave);
                    }
                    steps.extend(own.children.iter().rev().map(|&child| Step::Enter(child)));
                }
            }
        }
    }

    fn flush(&mut self) {
        self.lines.paragraph(&std::mem::take(&mut self.paragraph));
    }

    /// Whether a block is a list of links: in the article only a long one (相关链接).
    fn is_menu(&self, node: usize) -> bool {
        let (own, measure) = (&self.tree.nodes[node], self.measures[node]);
        if !own.is_block() || measure.all == 0 {
            return false;
        }
        let share = measure.links as f64 / measure.all as f64;
        if self.in_article {
            matches!(own.name.as_str(), "ul" | "ol" | "div" | "dl") && share > 0.8 && measure.links > 60
        } else {
            share > MENU
        }
    }

    /// Adds a table of data; whether it is one. A table for layout, in the cells of which blocks stand, is text like any other.
    fn table(&mut self, table: usize) -> bool {
        let Some(rows) = self.rows(table) else { return false };
        // What spans rows stands in each of them, what spans columns in the first.
        let mut filled: Vec<Vec<String>> = Vec::new();
        let mut spans: Vec<(usize, String)> = Vec::new();
        for row in rows {
            let mut cells: Vec<String> = Vec::new();
            let mut row = row.into_iter();
            loop {
                while let Some((left, text)) = spans.get_mut(cells.len()).filter(|(left, _)| *left > 0) {
                    *left -= 1;
                    cells.push(text.clone());
                }
                let Some((text, across, down)) = row.next() else { break };
                for part in 0..across {
                    let text = if part == 0 { text.clone() } else { String::new() };
                    spans.resize(spans.len().max(cells.len() + 1), (0, String::new()));
                    spans[cells.len()] = (down - 1, text.clone());
                    cells.push(text);
                }
            }
            filled.push(cells);
        }
        if filled.len() < 2 || filled.iter().all(|row| row.len() < 2) {
            return false;
        }
        self.flush();
        self.lines.table(filled);
        true
    }

    /// The cells of the rows of a table, each with how many columns and rows it spans; `None` where it is a table for layout.
    fn rows(&self, table: usize) -> Option<Vec<Vec<(String, usize, usize)>>> {
        let nodes = &self.tree.nodes;
        let named = |node: usize, name: &str| {
            nodes[node].children.iter().copied().filter(move |&child| nodes[child].name == name).collect::<Vec<_>>()
        };
        let mut rows = named(table, "tr");
        for part in ["thead", "tbody", "tfoot"] {
            rows.extend(named(table, part).into_iter().flat_map(|part| named(part, "tr")));
        }
        let mut found = Vec::new();
        for row in rows {
            let mut cells = Vec::new();
            for &cell in nodes[row].children.iter().filter(|&&cell| matches!(nodes[cell].name.as_str(), "td" | "th")) {
                let span =
                    |name: &str| nodes[cell].attribute(name).and_then(|span| span.trim().parse::<usize>().ok()).unwrap_or(1).clamp(1, 1000);
                cells.push((self.cell(cell)?, span("colspan").min(64), span("rowspan")));
            }
            found.push(cells);
        }
        Some(found)
    }

    /// The text of a cell; `None` if a table stands in it, or text as long as an article's.
    fn cell(&self, cell: usize) -> Option<String> {
        let mut text = String::new();
        let mut open = vec![cell];
        let mut blocks = 0;
        while let Some(node) = open.pop() {
            let own = &self.tree.nodes[node];
            if self.tree.is_hidden(node) {
                continue;
            }
            if own.name == "table" {
                return None;
            }
            if (own.is_block() || own.name == "br") && node != cell && !text.trim().is_empty() {
                blocks += usize::from(own.name != "br");
                if !text.ends_with(['。', '；', '，', '、', '：', ' ']) {
                    text.push(' ');
                }
            }
            text.push_str(&own.text);
            open.extend(own.children.iter().rev());
        }
        (blocks < 8).then(|| text.trim().to_owned())
    }
}

/// What html5ever builds: nodes in a list.
#[derive(Default)]
struct Sink {
    nodes: RefCell<Vec<Node>>,
    names: RefCell<Vec<QualName>>,
    quirks: Cell<bool>,
}

impl Sink {
    fn add(&self, node: Node, name: Option<QualName>) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        let mut names = self.names.borrow_mut();
        if nodes.is_empty() {
            nodes.push(Node { name: "#document".to_owned(), ..Node::default() });
            names.push(nameless());
        }
        nodes.push(node);
        names.push(name.unwrap_or_else(nameless));
        nodes.len() - 1
    }

    fn detach(&self, node: usize) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[node].parent.take() {
            nodes[parent].children.retain(|&child| child != node);
        }
    }

    /// Puts a node or a text into a parent, at a place among its children.
    fn insert(&self, parent: usize, at: Option<usize>, child: NodeOrText<usize>) {
        match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node);
                let mut nodes = self.nodes.borrow_mut();
                nodes[node].parent = Some(parent);
                let at = at.unwrap_or(nodes[parent].children.len()).min(nodes[parent].children.len());
                nodes[parent].children.insert(at, node);
            }
            NodeOrText::AppendText(text) => {
                let before = {
                    let nodes = self.nodes.borrow();
                    let children = &nodes[parent].children;
                    children.get(at.unwrap_or(children.len()).wrapping_sub(1)).copied().filter(|&child| nodes[child].name.is_empty())
                };
                if let Some(before) = before {
                    return self.nodes.borrow_mut()[before].text.push_str(&text);
                }
                let node = self.add(Node { text: text.to_string(), parent: Some(parent), ..Node::default() }, None);
                let mut nodes = self.nodes.borrow_mut();
                let at = at.unwrap_or(nodes[parent].children.len()).min(nodes[parent].children.len());
                nodes[parent].children.insert(at, node);
            }
        }
    }

    fn place(&self, node: usize) -> Option<(usize, usize)> {
        let nodes = self.nodes.borrow();
        let parent = nodes[node].parent?;
        Some((parent, nodes[parent].children.iter().position(|&child| child == node)?))
    }
}

fn nameless() -> QualName {
    QualName::new(None, html5ever::ns!(), html5ever::local_name!(""))
}

/// An element's name as html5ever asks for it.
#[derive(Debug)]
struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeSink for Sink {
    type Handle = usize;
    type Output = Vec<Node>;
    type ElemName<'a> = Name;

    fn finish(self) -> Vec<Node> {
        self.get_document();
        self.nodes.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        if self.nodes.borrow().is_empty() {
            self.nodes.borrow_mut().push(Node { name: "#document".to_owned(), ..Node::default() });
            self.names.borrow_mut().push(nameless());
        }
        0
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> Name {
        Name(self.names.borrow()[*target].clone())
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> usize {
        let attributes = attributes.into_iter().map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string())).collect();
        self.add(Node { name: name.local.to_string(), attributes, ..Node::default() }, Some(name))
    }

    fn create_comment(&self, _: StrTendril) -> usize {
        self.add(Node { name: "#comment".to_owned(), ..Node::default() }, None)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        self.create_comment(StrTendril::new())
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        self.insert(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &usize, previous: &usize, child: NodeOrText<usize>) {
        match self.place(*element) {
            Some((parent, at)) => self.insert(parent, Some(at), child),
            None => self.append(previous, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }

    fn same_node(&self, x: &usize, y: &usize) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.quirks.set(mode == QuirksMode::Quirks);
    }

    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        if let Some((parent, at)) = self.place(*sibling) {
            self.insert(parent, Some(at), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &usize, attributes: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        for attribute in attributes {
            let name = attribute.name.local.to_string();
            if nodes[*target].attribute(&name).is_none() {
                nodes[*target].attributes.push((name, attribute.value.to_string()));
            }
        }
    }

    fn remove_from_parent(&self, target: &usize) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &usize, parent: &usize) {
        let mut nodes = self.nodes.borrow_mut();
        let children = std::mem::take(&mut nodes[*node].children);
        for &child in &children {
            nodes[child].parent = Some(*parent);
        }
        nodes[*parent].children.extend(children);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(page: &str) -> String {
        read(&Raw::from(page.to_owned())).unwrap().source
    }

    const ARTICLE: &str = "<p>　　一、总体要求。坚持稳中求进，加快建设。</p><p>　　（一）培育<b>产业</b>集群，扩大产能。</p>";

    #[test]
    fn the_article_stands_among_menus_and_footers() {
        let page = format!(
            "<html><head><title>关于建设示范园区的通知-云岭省人民政府</title></head><body>
            <div class=top><ul><li><a href=/>首页</a></li><li><a href=/zw>政务公开</a></li></ul></div>
            <div>当前位置：<a href=/>首页</a> &gt; <a href=/zc>政策文件</a></div>
            <div class=main><h1>关于建设示范园区的通知</h1>
            <table><tr><td>发文机关</td><td>云岭省人民政府</td></tr><tr><td>发文字号</td><td>岭政发〔2022〕3号</td></tr></table>
            <div class=TRS_Editor>{ARTICLE}</div></div>
            <div class=bottom><a href=/m>网站地图</a> <a href=/k>联系我们</a><br>主办：云岭省人民政府办公厅</div></body></html>"
        );
        assert_eq!(
            text(&page),
            "关于建设示范园区的通知\n\n| 发文机关 | 云岭省人民政府 |\n| 发文字号 | 岭政发〔2022〕3号 |\n\n　　一、总体要求。坚持稳中求进，加快建设。\n\n　　（一）培育产业集群，扩大产能。\n"
        );
    }

    #[test]
    fn a_page_without_menus_is_read_whole() {
        assert_eq!(
            text("<p>标题</p><p>云政发〔2022〕1号</p><p>各市人民政府：</p><p>请照此办理。</p>"),
            "标题\n\n云政发〔2022〕1号\n\n各市人民政府：\n\n请照此办理。\n"
        );
    }

    #[test]
    fn cells_that_span_rows_and_columns_keep_their_places() {
        let table = "<table><tr><th>任务</th><th>单位</th></tr><tr><td rowspan=2>建园区</td><td>财政厅</td></tr><tr><td>商务厅</td></tr><tr><td colspan=2>合计</td></tr></table>";
        assert_eq!(
            text(&format!("{ARTICLE}{table}")).split("\n\n").nth(2).unwrap(),
            "| 任务 | 单位 |\n| 建园区 | 财政厅 |\n| 建园区 | 商务厅 |\n| 合计 |  |\n"
        );
    }

    #[test]
    fn what_the_page_tells_only_programs_is_read_too() {
        let page = format!(
            "<head><meta name=ArticleTitle content=关于甲的通知><meta name=PubDate content='2022-03-05 10:00'></head><body>{ARTICLE}"
        );
        assert!(text(&page).starts_with("关于甲的通知\n\n发布日期：2022-03-05 10:00\n\n　　一、总体要求"), "{}", text(&page));
    }

    #[test]
    fn tables_inside_tables_are_layout() {
        let page = format!("<table><tr><td><table><tr><td>{ARTICLE}</td></tr></table></td></tr></table>");
        assert!(text(&page).starts_with("　　一、总体要求。"), "{}", text(&page));
    }

    #[test]
    fn endless_nesting_is_read() {
        assert_eq!(text(&format!("{}<p>到底，完。", "<div>".repeat(2_000))), "到底，完。\n");
    }
}

//! Tables of duties and of parks whose cells only spaces part: 序号 工作任务 责任单位, and under it 1 新建学校5所 市教育局; 园区名称 主导产业, and under it
//! 青湖工业园 家纺.

use std::ops::Range;

use super::mend::is_blank;
use crate::words::Words;

/// What the columns are called by which such a table is known: the first, and in a table of parks that of their industries.
const COLUMNS: [&str; 13] = [
    "序号", "编号", "项次", "序 号", "主导产业", "主要产业", "产业定位", "重点产业", "特色产业", "首位产业", "主导行业", "产业方向",
    "支柱产业",
];
const SERIALS: &[&str] = COLUMNS.split_at(4).0;
static INDUSTRIES: Words = Words::new(COLUMNS.split_at(4).1);
static LABELS: Words = Words::new(&COLUMNS);

/// For each line the gaps of the source that part cells, each with the mark that stands for it: a tab, or a line break before a header that a sentence
/// runs into. Empty where no line has such a gap.
pub(super) fn between_cells(source: &str, lines: &[Range<usize>]) -> Vec<Vec<(usize, char)>> {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return Vec::new() };
    // Cheap first: most texts have no such table, and few lines of those that have are a header.
    let text = &source[first.start..last.end];
    let mut labelled = Vec::new();
    let mut from = 0;
    while let Some(at) = LABELS.find(text, from) {
        labelled.push(first.start + at);
        from = at + '序'.len_utf8();
    }
    if labelled.is_empty() {
        return Vec::new();
    }
    let is_labelled = |line: &Range<usize>| labelled.get(labelled.partition_point(|at| *at < line.start)).is_some_and(|at| *at < line.end);
    let mut found = Vec::new();
    let mut table: Option<Header> = None;
    let mut open = false; // whether the row above has no bodies yet
    for (index, line) in lines.iter().enumerate() {
        let content = &source[line.clone()];
        let header = if is_labelled(line) { header(content) } else { None };
        let gaps = if let Some((header, gaps)) = header {
            table = Some(header);
            gaps
        } else if let Some(gaps) = table.as_ref().and_then(|header| row(content, header)) {
            open = gaps.len() == 1;
            gaps
        } else if let Some(gaps) = table.as_ref().filter(|_| open).and_then(|header| rest_of_row(content, header)) {
            open = false;
            gaps
        } else {
            open = false;
            // 一、主要目标: a short line heads the rows behind it.
            if content.chars().count() > LONGEST_HEADING {
                table = None;
            }
            continue;
        };
        found.resize(lines.len(), Vec::new());
        found[index] = gaps.into_iter().map(|(at, mark)| (line.start + at, mark)).collect();
    }
    found
}

/// In characters: longer lines that are no rows end a table.
const LONGEST_HEADING: usize = 30;

/// In bytes.
const LONGEST_HEADER: usize = 240;

/// How many cells the header of a table has before and behind the one that may hold spaces, that of the task; in a table of parks, none does.
struct Header {
    before: usize,
    behind: usize,
    park: Option<usize>,
}

/// How the names of parks end, and what their column is called.
static PARKS: Words = Words::new(&[
    "园区", "开发区", "集聚区", "聚集区", "集中区", "产业园", "工业园", "科技园", "示范区", "工业区", "高新区", "经开区", "经济区", "新区",
    "产业城", "试验区", "化工园", "物流园", "保税区", "合作区",
]);

/// The stretches between gaps.
fn pieces(content: &str) -> Vec<Range<usize>> {
    let start = |piece: &str| piece.as_ptr() as usize - content.as_ptr() as usize;
    content.split(is_blank).filter(|piece| !piece.is_empty()).map(|piece| start(piece)..start(piece) + piece.len()).collect()
}

/// The header in which a line ends, and its gaps.
fn header(content: &str) -> Option<(Header, Vec<(usize, char)>)> {
    static TASKS: Words = Words::new(&["任务", "事项", "内容", "目标", "工作", "项目", "指标", "措施", "举措", "实事", "要点", "行动"]);
    static BODIES: Words = Words::new(&["单位", "部门", "责任主体", "实施主体", "科室", "处室", "分工", "责任"]);
    static BEHIND: Words = Words::new(&["时限", "时间", "期限", "进度", "节点", "备注", "领导", "责任人", "联系人", "要求", "说明"]);
    let serial = SERIALS.iter().find_map(|serial| content.rfind(serial));
    let at = serial.or_else(|| INDUSTRIES.occur_in(content).then_some(0))?;
    let joins = !content[..at].trim().is_empty();
    let is_sentence = content[at..].contains(['\t', '|', '｜', '。', '；', '：', ':', '，']);
    if joins && !content[..at].ends_with(is_blank) || is_sentence || content.len() - at > LONGEST_HEADER {
        return None;
    }
    // 工 作 任 务: a label may be printed wide.
    let single = |piece: &Range<usize>| content[piece.clone()].chars().count() == 1;
    let mut labels: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for piece in pieces(&content[at..]).into_iter().map(|piece| piece.start + at..piece.end + at) {
        match labels.last_mut().filter(|_| open && single(&piece)) {
            Some(label) => label.end = piece.end,
            None => labels.push(piece.clone()),
        }
        open = single(&piece);
    }
    let said = |label: &Range<usize>| content[label.clone()].chars().filter(|c| !is_blank(*c)).collect::<String>();
    let names: Vec<String> = labels.iter().map(said).collect();
    // 单位 alone is that of figures.
    let is_body = |name: &String| name != "单位" && BODIES.end(name.trim_end_matches(')').trim_end_matches('）'));
    let edge = |end: usize| content[..end].trim_end_matches(is_blank).len();
    let opening = joins.then(|| (edge(at), '\n'));
    let gaps = labels.windows(2).map(|labels| (labels[0].end, '\t'));
    let park = names.iter().position(|name| PARKS.end(name.strip_suffix("名称").unwrap_or(name)));
    if let Some(park) = park.filter(|_| names.iter().any(|name| INDUSTRIES.occur_in(name))) {
        let before = usize::from(serial.is_some());
        return Some((Header { before, behind: names.len() - 1 - before, park: Some(park) }, opening.into_iter().chain(gaps).collect()));
    }
    serial?;
    let task = names.iter().position(|name| !is_body(name) && TASKS.occur_in(name))?;
    let task = names.iter().enumerate().skip(task).take_while(|(_, name)| !is_body(name) && TASKS.occur_in(name)).last()?.0;
    let behind = &names[task + 1..];
    if !behind.iter().any(is_body) || !behind.iter().all(|name| is_body(name) || BEHIND.occur_in(name)) {
        return None;
    }
    Some((Header { before: task, behind: behind.len(), park: None }, opening.into_iter().chain(gaps).collect()))
}

/// The gaps of a row: it begins with its number, and the cells behind the task have no gaps in them. Only the gap behind the number, where the row goes
/// on in the next line.
fn row(content: &str, header: &Header) -> Option<Vec<(usize, char)>> {
    let pieces = pieces(content);
    if let Some(park) = header.park {
        let cells = header.before + 1 + header.behind;
        let names_park = pieces.get(park).is_some_and(|piece| PARKS.end(content[piece.clone()].trim_end_matches(['）', ')'])));
        if pieces.len() != cells || !names_park || content.contains(['\t', '|', '｜', '。']) {
            return None;
        }
        return Some(pieces[..cells - 1].iter().map(|piece| (piece.end, '\t')).collect());
    }
    let number = &content[pieces.first()?.clone()];
    let is_number = number.len() <= 4 && number.trim_end_matches(['.', '、']).bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || pieces.len() < 2 || content.contains(['\t', '|', '｜']) {
        return None;
    }
    if pieces.len() < 2 + header.behind {
        return Some(vec![(pieces[0].end, '\t')]);
    }
    // A cell that spans rows may be printed in the first of them alone.
    let before = header.before.clamp(1, pieces.len() - header.behind - 1);
    let gap = |place: usize| (pieces[place].end, '\t');
    Some((0..before).map(gap).chain((pieces.len() - header.behind - 1..pieces.len() - 1).map(gap)).collect())
}

/// The gaps of the line in which a row goes on, from its task to its end; the first is told of the break before the line.
fn rest_of_row(content: &str, header: &Header) -> Option<Vec<(usize, char)>> {
    let pieces = pieces(content);
    let task = pieces.len().checked_sub(header.behind)?;
    let joint = (0, if task == 0 { '\t' } else { ' ' });
    let gaps = (task.saturating_sub(1)..pieces.len() - 1).map(|place| (pieces[place].end, '\t'));
    Some([joint].into_iter().chain(gaps).collect())
}

#[cfg(test)]
mod tests {
    use crate::read::from_string;

    #[test]
    fn gaps_between_cells_become_tabs() {
        let text = |source: &str| from_string(source).as_str().to_owned();
        let header = "序号 工 作 任 务 责任单位";
        assert_eq!(text(&format!("{header}\n1 新建学校5所 市教育局")), "序号\t工作任务\t责任单位\n1\t新建学校5所\t市教育局");
        assert_eq!(
            text(&format!("附件：任务表 {header}\n1 新建学校5所，扩建 3所 市教育局")),
            "附件：任务表\n序号\t工作任务\t责任单位\n1\t新建学校5所，扩建3所\t市教育局"
        );
        assert_eq!(text(&format!("{header}\n1 新建学校\n5所 市教育局")), "序号\t工作任务\t责任单位\n1\t新建学校 5所\t市教育局");
        let parks = "园区名称  所在地 主导产业";
        assert_eq!(
            text(&format!("{parks}\n青湖工业园  青湖县 家纺、服装\n请联系 本办 处理")),
            "园区名称\t所在地\t主导产业\n青湖工业园\t青湖县\t家纺、服装\n请联系本办处理"
        );
        // Sentences, and a table that names nobody.
        for other in ["序号 指标 单位\n1 学校 5所", "请按 序号 报送工作任务和责任单位。\n1 新建学校5所 市教育局"]
        {
            assert!(!text(other).contains('\t'), "{other}");
        }
    }
}

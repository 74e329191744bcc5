"""Writes plain text documents in other formats, as the programs of offices write them: python-docx, reportlab, and packages and pages by hand.

make.py OUTPUT FILE.txt...   gives OUTPUT/utf8/FILE.txt, gb18030/FILE.txt, utf16/FILE.txt, html/FILE.html, docx/FILE.docx, pdf/FILE.pdf and ofd/FILE.ofd.
"""

import html
import re
import sys
import zipfile
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle



def is_body(line):
    """Whether a line is set in, as paragraphs are; titles, names and dates are not."""
    return "。" in line


def blocks(text):
    """The paragraphs (strings), blank lines ('') and tables (lists of rows) of a text."""
    rows = []
    for line in [*text.split("\n"), ""]:
        line = line.rstrip("\r")
        if "\t" in line or "|" in line:
            cells = [cell.strip() for cell in re.split(r"[\t|]", line.strip("|"))]
            if not all(set(cell) <= set("-:") for cell in cells):
                rows.append(cells)
            continue
        # A table has as many cells in each row.
        while rows:
            count = next((n for n, row in enumerate(rows) if len(row) != len(rows[0])), len(rows))
            yield rows[:count]
            rows = rows[count:]
        yield line


def write_html(text, path):
    title = next(line.strip() for line in text.split("\n") if line.strip())
    body = []
    for block in blocks(text):
        if isinstance(block, list):
            rows = ("".join(f"<td><p>{html.escape(cell)}</p></td>" for cell in row) for row in block)
            body.append("<table border=1>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        elif block:
            body.append(f"<p style='text-indent:2em'><span>{html.escape(block)}</span></p>")
    menu = "".join(f"<li><a href='/c{n}'>{name}</a></li>" for n, name in enumerate(["首页", "省情", "政务公开", "办事服务", "互动交流"]))
    path.write_text(
        f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{html.escape(title)}_云岭省人民政府门户网站</title>
<style>.a{{color:red}}</style><script>var x = "<p>不是正文。</p>";</script></head><body>
<div class="top"><ul>{menu}</ul></div><div>您的位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; 政策文件</div>
<div class="content"><div class="article">{"".join(body)}</div>
<div class="share"><a href="#">打印本页</a> <a href="#">关闭窗口</a></div></div>
<div class="related"><ul>{menu}</ul></div>
<div class="bottom"><a href="/map">网站地图</a> <a href="/us">联系我们</a><p>版权所有：云岭省人民政府办公厅 岭ICP备00000000号</p></div></body></html>""",
        encoding="utf-8",
    )


MARKERS = [
    (re.compile(r"^([一二三四五六七八九十]+)、"), "chineseCounting", "%1、"),
    (re.compile(r"^（([一二三四五六七八九十]+)）"), "chineseCounting", "（%2）"),
    (re.compile(r"^(\d+)．"), "decimal", "%3．"),
]
CHINESE = ["", *"一二三四五六七八九十", *("十" + digit for digit in "一二三四五六七八九"), "二十"]


def write_docx(text, path):
    """Headings are numbered by Word: the document holds the lists, not the numbers."""
    document = Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/><w:lvlText w:val="{shape}"/></w:lvl>'
        for n, (_, form, shape) in enumerate(MARKERS)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    counts = [0, 0, 0]
    generated = 0
    for block in blocks(text):
        if isinstance(block, list):
            table = document.add_table(rows=0, cols=len(block[0]))
            for row in block:
                for cell, content in zip(table.add_row().cells, row):
                    cell.text = content
            continue
        content = block.strip()
        paragraph = document.add_paragraph()
        for level, (pattern, form, _) in enumerate(MARKERS):
            found = pattern.match(content)
            following = [*counts[:level], counts[level] + 1, *[0] * (2 - level)]
            number = str(following[level]) if form == "decimal" else (CHINESE + [""] * 99)[following[level]]
            # A list counts what stands above it from 1 on.
            if found and found[1] == number and all(counts[:level]):
                counts = following
                content = content[found.end():]
                generated += 1
                paragraph._p.get_or_add_pPr().append(
                    parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>')
                )
        # Word cuts a paragraph into runs wherever it was edited.
        half = len(content) // 2
        paragraph.add_run(content[:half])
        paragraph.add_run(content[half:]).bold = True
    document.save(path)
    return generated


def write_pdf(text, path):
    """A font that is not embedded, in the encoding UniGB-UCS2-H, as offices' PDF printers wrote for years."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    plain = ParagraphStyle("plain", fontName="STSong-Light", fontSize=12, leading=20, wordWrap="CJK")
    indented = ParagraphStyle("indented", parent=plain, firstLineIndent=24)
    small = ParagraphStyle("small", parent=plain, fontSize=9, leading=12)
    flow = []
    for block in blocks(text):
        if isinstance(block, list):
            cells = [[Paragraph(html.escape(cell), small) for cell in row] for row in block]
            flow.append(Table(cells, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])))
        elif block.strip():
            flow.append(Paragraph(html.escape(block.strip()), indented if is_body(block) else plain))
        else:
            flow.append(Spacer(1, 6))

    def number(canvas, template):
        canvas.setFont("STSong-Light", 10)
        canvas.drawCentredString(A4[0] / 2, 30, f"— {template.page} —")

    SimpleDocTemplate(str(path), pagesize=A4).build(flow, onFirstPage=number, onLaterPages=number)


class Ofd:
    """Pages of 210 by 297 millimetres, a text object a line, of characters 4.2 wide."""

    SIZE, LEADING, LEFT, RIGHT, TOP, BOTTOM = 4.2, 7.0, 28.0, 184.0, 37.0, 262.0

    def __init__(self):
        self.pages, self.top = [[]], self.TOP

    def width(self, c, size):
        return size * (0.5 if ord(c) < 0x2000 else 1)

    def wrap(self, text, width, size, indent=0.0):
        line, used = "", indent
        for c in text:
            if used + self.width(c, size) > width + 0.01:
                yield line
                line, used = "", 0.0
            line += c
            used += self.width(c, size)
        yield line

    def text(self, left, top, text, size):
        deltas = " ".join(f"{self.width(c, size):g}" for c in text[:-1])
        self.pages[-1].append(
            f'<ofd:TextObject ID="{len(self.pages[-1]) + 10}" Boundary="{left:g} {top:g} {sum(self.width(c, size) for c in text):g} {size:g}" Font="2" Size="{size:g}">'
            f'<ofd:TextCode X="0" Y="{size * 0.85:g}" DeltaX="{deltas}">{html.escape(text)}</ofd:TextCode></ofd:TextObject>'
        )

    def rule(self, x0, y0, x1, y1):
        self.pages[-1].append(
            f'<ofd:PathObject ID="{len(self.pages[-1]) + 10}" Boundary="{x0:g} {y0:g} {x1 - x0:g} {y1 - y0:g}" LineWidth="0.35">'
            f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0:g} {y1 - y0:g}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def room(self, height):
        if self.top + height > self.BOTTOM:
            self.text(100, 275, f"— {len(self.pages)} —", 3.5)
            self.pages.append([])
            self.top = self.TOP

    def paragraph(self, text, indented):
        for number, line in enumerate(self.wrap(text, self.RIGHT - self.LEFT, self.SIZE, 2 * self.SIZE if indented else 0)):
            self.room(self.LEADING)
            self.text(self.LEFT + (2 * self.SIZE if indented and number == 0 else 0), self.top, line, self.SIZE)
            self.top += self.LEADING

    def table(self, rows):
        width, size = (self.RIGHT - self.LEFT) / len(rows[0]), 3.2
        top = None
        for row in rows:
            cells = [list(self.wrap(cell, width - 2, size)) for cell in row]
            height = 1.5 + 4.2 * max(map(len, cells))
            if top is None or self.top + height > self.BOTTOM:
                self.room(height)
                self.rule(self.LEFT, self.top, self.RIGHT, self.top)
            top = self.top
            for column, lines in enumerate(cells):
                for number, line in enumerate(lines):
                    if line:
                        self.text(self.LEFT + column * width + 1, self.top + 1 + 4.2 * number, line, size)
            for column in range(len(row) + 1):
                self.rule(self.LEFT + column * width, top, self.LEFT + column * width, top + height)
            self.top += height
            self.rule(self.LEFT, self.top, self.RIGHT, self.top)
        self.top += 3

    def save(self, path):
        name = 'xmlns:ofd="http://www.ofdspec.org/2016"'
        pages = "".join(f'<ofd:Page ID="{n + 3}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(self.pages)))
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr(
                "OFD.xml",
                f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {name} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
            )
            package.writestr(
                "Doc_0/Document.xml",
                f'<?xml version="1.0" encoding="UTF-8"?><ofd:Document {name}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>',
            )
            for n, objects in enumerate(self.pages):
                package.writestr(
                    f"Doc_0/Pages/Page_{n}/Content.xml",
                    f'<?xml version="1.0" encoding="UTF-8"?><ofd:Page {name}><ofd:Content><ofd:Layer ID="9">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>',
                )


def write_ofd(text, path):
    ofd = Ofd()
    for block in blocks(text):
        if isinstance(block, list):
            ofd.table(block)
        elif block.strip():
            ofd.paragraph(block.strip(), is_body(block))
        else:
            ofd.top += 3
    ofd.save(path)


def main(output, files):
    generated = 0
    for file in map(Path, files):
        text = file.read_text(encoding="utf-8")
        paths = {}
        for folder, ending in [("utf8", "txt"), ("gb18030", "txt"), ("utf16", "txt"), ("html", "html"), ("docx", "docx"), ("pdf", "pdf"), ("ofd", "ofd")]:
            (Path(output) / folder).mkdir(parents=True, exist_ok=True)
            paths[folder] = Path(output) / folder / f"{file.stem}.{ending}"
        paths["utf8"].write_bytes(text.encode("utf-8-sig"))
        paths["gb18030"].write_bytes(text.encode("gb18030"))
        paths["utf16"].write_bytes(text.encode("utf-16"))
        write_html(text, paths["html"])
        generated += write_docx(text, paths["docx"])
        write_pdf(text, paths["pdf"])
        write_ofd(text, paths["ofd"])
    print(generated)


main(sys.argv[1], sys.argv[2:])

"""The table as a docx to edit. Rows are written as markup, not cell by cell through the library: ten thousand of them
shall not take minutes.

Headings of columns stand again on every page; a unit's name stays with its first row, and the last rows with the total
and the signatures, which are rows of the same table. That a unit goes on is not said: only rows at the top of a table
stand again on its next page, and a table for each unit would repeat the headings of columns over every unit, and could
be neither sorted nor summed as one.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any
from xml.sax.saxutils import escape

from bot.papers.archive import settled
from bot.papers.official.pieces import number as figure
from bot.papers.tables.table import Part, Signature, Table

_FONT = "Times New Roman"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TWENTIETHS = 1440 / 25.4
"""Of a point in a millimetre."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_GREY = '<w:shd w:val="clear" w:color="auto" w:fill="F0F0F0"/>'
_BARE = (
    '<w:tcBorders><w:top w:val="{top}" w:sz="4" w:space="0" w:color="auto"/>'
    '<w:left w:val="nil"/><w:bottom w:val="nil"/><w:right w:val="nil"/></w:tcBorders>'
)
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TIED_ROWS = 2


def table_document(table: Table) -> bytes:
    """A .docx, A4 across. The same table gives the same bytes."""
    from docx import Document

    document = Document()
    _set_up(document, table)
    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("sectPr"):
            body.remove(child)
    out = io.BytesIO()
    document.save(out)
    return settled(out.getvalue(), table.at, body=_content(table))


def _content(table: Table) -> Iterator[str]:
    head = table.head
    left = [_said(head.parent, size=12), _said(head.issuer, size=12, bold=True), _said(head.mark, size=13)]
    right = [
        _said(head.country, size=12, bold=True),
        _said(head.motto, size=13, bold=True),
        _said(head.place, size=13, italic=True),
    ]
    rows = [_row([_cell(one, 124), _cell(other, 125)]) for one, other in zip(left, right, strict=True)]
    yield from _table(rows, (124, 125), lines=False)
    yield _said("", size=6)
    yield _said(table.kind, size=14, bold=True)
    yield _said(table.about, size=14, bold=True, after=8)
    for said in table.bases:
        yield _said(said, italic=True, centred=False, indent=True, after=4)
    for said in table.intro:
        yield _said(said, centred=False, indent=True, after=4)
    for part in table.parts:
        yield _said(part.heading, bold=True, centred=False, keep=True, after=4)
        widths = [one.width for one in part.columns]
        last = part is table.parts[-1]
        yield from _table(chain(_rows(part, last=last), _ending(table, widths) if last else ()), widths)
        if not last:
            yield _said("", size=6)


def _rows(part: Part, *, last: bool) -> Iterator[str]:
    """Headings, units, rows and the total. `last`: the signatures follow."""
    columns, before = part.columns, part.first_mark
    after = len(columns) - before - part.marks
    widths = [one.width for one in columns]
    headings = [_cell(_said(one.name, bold=True, size=11.5), one.width) for one in columns]
    yield _row(headings, heading=True)
    left = sum(1 for _ in part.rows)

    def sums(counts: Iterable[int]) -> Iterator[str]:
        for width, count in zip(widths[before : before + part.marks], counts, strict=True):
            yield _cell(_said(figure(count), bold=True, size=11.5, keep=True), width, grey=True)
        if after:
            yield _cell(_said("", size=11.5, keep=True), sum(widths[-after:]), across=after, grey=True)

    for group, (number, name) in zip(part.groups, part.unit_headings, strict=True):
        if name:
            apart = bool(number)
            numbered = [_cell(_said(number, bold=True, size=11.5, keep=True), widths[0], grey=True)] if apart else []
            named = _said(name, bold=True, size=11.5, centred=False, keep=True)
            across = _cell(named, sum(widths[apart:before]), across=before - apart, grey=True)
            yield _row([*numbered, across, *sums(group.sums)])
        for row in group.rows:
            keep = left <= _TIED_ROWS
            left -= 1
            yield _row(
                [
                    _cell(_said(cell, size=11.5, centred=one.mark or one.centred, keep=keep), one.width)
                    for one, cell in zip(columns, row, strict=True)
                ]
            )
    named_by = before - len(part.numbers)
    yield _row(
        [
            _cell(
                _said(part.total, bold=True, size=11.5, keep=last), sum(widths[:named_by]), across=named_by, grey=True
            ),
            *(
                _cell(_said(figure(part.sum_of(one)), bold=True, size=11.5, keep=last), widths[one], grey=True)
                for one in part.numbers
            ),
            *sums(part.sums),
        ]
    )


def _ending(table: Table, widths: Sequence[float]) -> Iterator[str]:
    """The sums in words and the signatures, as rows without lines: in whatever program, the last rows of the table go
    with them to the next page. What follows a table takes no row of it along everywhere."""
    across, width = len(widths), sum(widths)
    before = 6
    for said in table.closing:
        words = _said(said, centred=False, indent=True, keep=True, before=before, after=4)
        yield _row([_cell(words, width, across=across, bare=True, top=bool(before))])
        before = 0
    signed = "".join(_signatures(table.signatures)) + _said("", size=1)
    yield _row([_cell(signed, width, across=across, bare=True, top=bool(before))])


def _signatures(blocks: Sequence[Signature]) -> Iterator[str]:
    width = 249 / len(blocks)
    offices = [
        _cell(_said(one.office, bold=True, keep=True) + _said(one.hint, italic=True, keep=True), width, place="top")
        for one in blocks
    ]
    room = [_cell(_said("", keep=True, after=60), width) for _ in blocks]
    names = [_cell(_said(one.name, bold=True), width) for one in blocks]
    return _table((_row(cells) for cells in (offices, room, names)), [width] * len(blocks), lines=False)


# --- markup -----------------------------------------------------------------------------------------------------------


def _said(
    said: str,
    *,
    size: float = 13,
    bold: bool = False,
    italic: bool = False,
    centred: bool = True,
    indent: bool = False,
    keep: bool = False,
    before: int = 0,
    after: int = 0,
) -> str:
    """A paragraph. `keep`: on the page of what follows. `before`, `after`: points above and below it."""
    shape = "<w:keepNext/>" if keep else ""
    shape += f'<w:spacing w:before="{before * 20}" w:after="{after * 20}"/>'
    shape += '<w:ind w:firstLine="567"/>' if indent else ""
    shape += '<w:jc w:val="center"/>' if centred else ""
    run = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    run += f'<w:sz w:val="{int(size * 2)}"/><w:szCs w:val="{int(size * 2)}"/>'
    if not said:
        return f"<w:p><w:pPr>{shape}<w:rPr>{run}</w:rPr></w:pPr></w:p>"
    text = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in _ILLEGAL.sub("", said).split("\n")
    )
    return f"<w:p><w:pPr>{shape}</w:pPr><w:r><w:rPr>{run}</w:rPr>{text}</w:r></w:p>"


def _cell(
    content: str,
    width: float,
    *,
    across: int = 1,
    grey: bool = False,
    place: str = "center",
    bare: bool = False,
    top: bool = False,
) -> str:
    """`bare`: without lines, but on its `top`."""
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    shade = (_BARE.format(top="single" if top else "nil") if bare else "") + (_GREY if grey else "")
    size = f'<w:tcW w:w="{int(width * _TWENTIETHS)}" w:type="dxa"/>'
    return f'<w:tc><w:tcPr>{size}{span}{shade}<w:vAlign w:val="{place}"/></w:tcPr>{content}</w:tc>'


def _row(cells: Iterable[str], *, heading: bool = False) -> str:
    """It is never parted over two pages. `heading`: it stands again on every page."""
    again = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{again}</w:trPr>{''.join(cells)}</w:tr>"


def _table(rows: Iterable[str], widths: Sequence[float], *, lines: bool = True) -> Iterator[str]:
    grid = "".join(f'<w:gridCol w:w="{int(width * _TWENTIETHS)}"/>' for width in widths)
    borders = f"<w:tblBorders>{_LINES}</w:tblBorders>" if lines else ""
    size = f'<w:tblW w:w="{int(sum(widths) * _TWENTIETHS)}" w:type="dxa"/>'
    cells = '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
    layout = f'<w:tblLayout w:type="fixed"/>{cells}'
    yield f"<w:tbl><w:tblPr>{size}{borders}{layout}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    yield from rows
    yield "</w:tbl>"


def _set_up(document: Any, table: Table) -> None:
    """A4 across, margins of official papers, the page's number on top from the second page on, the note below."""
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml
    from docx.shared import Mm, Pt

    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(13)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(f"{space}{name}", _FONT)
    document.core_properties.title = table.title[:250]
    document.core_properties.author = table.head.issuer[:250]
    document.core_properties.comments = ""
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        Mm(30),
        Mm(18),
        Mm(20),
        Mm(20),
    )
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number._p.append(parse_xml(f'<w:fldSimple {_W} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'))
    for footer in (section.first_page_footer, section.footer):
        run = footer.paragraphs[0].add_run(_ILLEGAL.sub("", table.note))
        run.italic, run.font.size = True, Pt(10.5)

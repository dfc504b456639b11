"""The built-in docx templates, made from the same wording as the PDF: `python -m bot.papers.official.building` writes
them to bot/papers/docx/ anew. Pure but for that."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from bot.papers.official import parts
from bot.papers.official.official import Break, Column, Look, OfficialKind, Signer, Table, Text, Wording, wording, words

DOCX = Path(__file__).resolve().parents[1] / "docx"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ACROSS = 9184
"""Twentieths of a point between the margins."""
_LEFT, _RIGHT = 3834, 5350
"""Of them the issuer's part of the head, and the country's."""
_SIGNING_LINES = 4


def built_in(kind: OfficialKind) -> bytes:
    """The built-in template, as it is kept."""
    return (DOCX / f"{kind}.docx").read_bytes()


def build(kind: OfficialKind) -> bytes:
    """The built-in template, made anew. The same wording gives the same bytes."""
    own = wording(kind)
    document = parts.DOCUMENT.format(body="".join(_body(own)) + parts.SECTION)
    return packed(parts.package(document, parts.FOOTER.format(body=_p(own.note, align="right", size=19, italic=True))))


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """The parts as one file, always of the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, content in files.items():
            one = zipfile.ZipInfo(name, _EPOCH)
            one.compress_type, one.create_system, one.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            file.writestr(one, content)
    return out.getvalue()


def _body(own: Wording) -> Iterator[str]:
    yield from _letterhead(own)
    if own.draft:
        yield _p(own.draft, bold=True, before=80)
    if own.kind:
        yield _p(own.kind, bold=True, size=28, align="center", before=240, next_too=True)
        yield _p(own.about, bold=True, size=28, align="center", next_too=True)
        yield _rule(3300)
    yield from _addressees(own.to)
    blocks = own.blocks
    closing = next((place for place, one in enumerate(blocks) if isinstance(one, Break)), len(blocks)) - 1
    for place, block in enumerate(blocks):
        if block.when:
            yield _tag(f"if {block.when}")
        match block:
            case Text():
                yield from _text(block, last=closing - 2 < place <= closing)
            case Table():
                yield from _table(block)
            case Break(heads):
                yield from _heads(heads)
        if block.when:
            yield _tag("endif")
        if place == closing:
            yield _signing(own)
    yield _p("", size=2)  # after a table a paragraph must stand


def _letterhead(own: Wording) -> Iterator[str]:
    left = _p(own.parent, size=24, align="center")
    left += _p(own.issuer, size=24, align="center", bold=True) + _rule(1250, within=_LEFT)
    right = _p(words()["country"], size=24, align="center", bold=True)
    right += _p(words()["motto"], align="center", bold=True) + _rule(1050, within=_RIGHT)
    mark = _p(own.mark, align="center") + (_p(own.subject, size=24, align="center") if own.subject else "")
    dated = _p("{{ dated }}", align="center", italic=True)
    yield _grid((_LEFT, _RIGHT), ((left, right), (mark, dated)))


def _addressees(to: tuple[str, ...]) -> Iterator[str]:
    if len(to) == 1:
        yield _p(words()["to_one"] + to[0], align="center", before=240, after=240)
    elif to:
        yield _p(words()["to_many"], before=240, left=2268)
        for one in to:
            yield _p(f"- {one}", left=2835, after=240 if one == to[-1] else 0)
    else:
        yield _p("", size=12)


def _text(block: Text, *, last: bool) -> Iterator[str]:
    look = block.look
    centre, line = look is Look.CENTRE, look is Look.LINE
    paragraph = _p(
        block.text,
        lead=block.lead,
        bold=look in (Look.HEADING, Look.CENTRE),
        italic=look is Look.BASIS,
        align="center" if centre else "left" if line else "both",
        first=0 if centre else 567,
        before=120,
        after=120 if centre else 40,
        next_too=last or look in (Look.HEADING, Look.CENTRE),
        lines=block.text.count("\t") if line else 0,
    )
    yield from (_tag(f"for row in {block.each}"), paragraph, _tag("endfor")) if block.each else (paragraph,)


def _heads(heads: tuple[str, ...]) -> Iterator[str]:
    for place, head in enumerate(heads):
        last = place == len(heads) - 1
        yield _p(
            head, align="center", bold=not last, italic=last, page=place == 0, after=160 if last else 0, next_too=True
        )


def _table(table: Table) -> Iterator[str]:
    """The table; of one with groups a table for each: only rows at the top of a table stand again on its next page."""
    share = sum(one.width for one in table.columns)
    widths = tuple(one.width * _ACROSS // share for one in table.columns)
    rows = [_row(widths, [_cell(one.head, one, head=True) for one in table.columns], head=True)]
    if table.within:
        head = _p(table.group, size=24, bold=True, before=40, after=40, next_too=True)
        rows.append(_row(widths, [head], span=len(widths), head=True))
    rows.append(_row(widths, _tagged(f"for row in {f'group.{table.within}' if table.within else table.of}", widths)))
    rows.append(_row(widths, [_cell(one.cell, one) for one in table.columns]))
    rows.append(_row(widths, _tagged("endfor", widths)))
    if table.total:
        rows.append(_row(widths, [_cell(*one, bold=True) for one in zip(table.total, table.columns, strict=True)]))
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    made = f"{_table_head(widths, f'<w:tblBorders>{borders}</w:tblBorders>{_FIXED}')}{''.join(rows)}</w:tbl>"
    made += _p("", size=12)
    yield from (_tag(f"for group in {table.of}"), made, _tag("endfor")) if table.within else (made,)


def _cell(text: str, column: Column, *, head: bool = False, bold: bool = False) -> str:
    align = "center" if head else column.align
    return _p(text, size=24, bold=head or bold, align=align, before=40, after=40, next_too=head)


def _tagged(said: str, widths: tuple[int, ...]) -> list[str]:
    return [_p(f"{{%tr {said} %}}", size=16), *(_p("", size=16) for _ in widths[1:])]


def _signing(own: Wording) -> str:
    blocks = [_signer(one) for one in own.signers]
    if own.copies:
        lines = [_p(words()["copies"], size=24, bold=True, italic=True, next_too=True)]
        lines += [_p(f"- {one}", size=22, next_too=True) for one in own.copies]
        blocks.insert(0, "".join(lines))
    width = _ACROSS // len(blocks)
    return _p("", size=12, next_too=True) + _grid((width,) * len(blocks), (tuple(blocks),))


def _signer(one: Signer) -> str:
    hint = _p(one.hint, align="center", italic=True, next_too=True) if one.hint else ""
    room = _p("", next_too=True) * _SIGNING_LINES
    return (
        _p(one.office, bold=True, align="center", next_too=True) + hint + room + _p(one.name, bold=True, align="center")
    )


# --- paragraphs and tables --------------------------------------------------------------------------------------------


def _tag(said: str) -> str:
    """A paragraph that says something to the template, and is gone when it is filled in."""
    return _p(f"{{%p {said} %}}", size=16)


def _p(
    text: str,
    *,
    lead: str = "",
    bold: bool = False,
    italic: bool = False,
    size: int = 26,
    align: str = "left",
    first: int = 0,
    left: int = 0,
    before: int = 0,
    after: int = 0,
    next_too: bool = False,
    page: bool = False,
    lines: int = 0,
) -> str:
    """A paragraph. Sizes in half points, lengths in twentieths; `next_too`: on one page with what follows; `page`: on a
    new one; `lines`: dotted ones, each up to its share of the width."""
    how = ("<w:keepNext/>" if next_too else "") + ("<w:pageBreakBefore/>" if page else "")
    how += _tabs(lines) if lines else ""
    how += f'<w:spacing w:before="{before}" w:after="{after}"/><w:ind w:left="{left}" w:firstLine="{first}"/>'
    runs = (_run(f"{lead} ", True, italic, size) if lead else "") + (_run(text, bold, italic, size) if text else "")
    mark = f'<w:rPr><w:sz w:val="{size}"/></w:rPr>'
    return f'<w:p><w:pPr>{how}<w:jc w:val="{align}"/>{mark}</w:pPr>{runs}</w:p>'


def _tabs(lines: int) -> str:
    """Stops that draw dots on the way to them."""
    stops = (_ACROSS * place // lines for place in range(1, lines + 1))
    made = "".join(f'<w:tab w:val="right" w:leader="dot" w:pos="{stop}"/>' for stop in stops)
    return f"<w:tabs>{made}</w:tabs>"


def _run(text: str, bold: bool, italic: bool, size: int) -> str:
    how = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    how += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    said = escape(text).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r><w:rPr>{how}</w:rPr><w:t xml:space="preserve">{said}</w:t></w:r>'


def _rule(length: int, within: int = _ACROSS) -> str:
    """A short line in the middle: the upper border of an empty paragraph between indents."""
    side = (within - length) // 2
    return (
        '<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        f'<w:spacing w:before="40" w:after="0"/><w:ind w:left="{side}" w:right="{side}"/>'
        '<w:rPr><w:sz w:val="8"/></w:rPr></w:pPr></w:p>'
    )


def _grid(widths: tuple[int, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Cells without borders."""
    made = "".join(_row(widths, row, align="top") for row in rows)
    return f"{_table_head(widths, _NO_MARGINS)}{made}</w:tbl>"


_FIXED = '<w:tblLayout w:type="fixed"/>'
_NO_MARGINS = f'{_FIXED}<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'


def _table_head(widths: tuple[int, ...], look: str) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{look}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>'


def _row(
    widths: tuple[int, ...], cells: Iterable[str], *, head: bool = False, span: int = 1, align: str = "center"
) -> str:
    """A row that no page parts; a heading is repeated on every page."""
    how = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    spanning = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths) if span > 1 else width}" w:type="dxa"/>'
        f'{spanning}<w:vAlign w:val="{align}"/></w:tcPr>{cell}</w:tc>'
        for width, cell in zip(widths, cells, strict=False)
    )
    return f"<w:tr><w:trPr>{how}</w:trPr>{made}</w:tr>"


if __name__ == "__main__":
    for kind in OfficialKind:
        (DOCX / f"{kind}.docx").write_bytes(build(kind))

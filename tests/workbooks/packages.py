"""Workbooks written part by part, as no program would: for tests of what can be in a file."""

import io
import zipfile
from collections.abc import Iterable, Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
Part = str | bytes | Iterable[str | bytes]
"""At once, or piece by piece: a part may be larger than memory."""

HEADER = "<row r='1'><c r='A1' t='inlineStr'><is><t>STT</t></is></c></row>"
SHEET = "xl/worksheets/sheet1.xml"
STYLES, TEXTS = "xl/styles.xml", "xl/sharedStrings.xml"


def package(parts: Mapping[str, Part], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these parts, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, part in parts.items():
            with archive.open(name, "w", force_zip64=True) as file:
                for piece in [part] if isinstance(part, str | bytes) else part:
                    file.write(piece.encode() if isinstance(piece, str) else piece)
    return out.getvalue()


def frame(sheets: Iterable[str] = ("S",)) -> dict[str, Part]:
    """The parts around the sheets: which there are, and where they stand."""
    names = list(sheets)
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(names, start=1))
    related = "".join(
        f'<Relationship Id="s{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    for kind, target in (("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")):
        related += f'<Relationship Id="{kind}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
    return {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="w" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
    }


def rows(texts: Iterable[Iterable[str]]) -> str:
    """Rows of inline texts."""
    out = []
    for number, row in enumerate(texts, start=1):
        cells = "".join(
            f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in enumerate(row)
        )
        out.append(f'<row r="{number}">{cells}</row>')
    return "".join(out)


def sheet(data: Part, *, before: Part = "", after: Part = "") -> Iterable[str | bytes]:
    """A sheet's part around the rows in `data`."""
    yield f'<worksheet xmlns="{MAIN}">'
    yield from _pieces(before)
    yield "<sheetData>"
    yield from _pieces(data)
    yield "</sheetData>"
    yield from _pieces(after)
    yield "</worksheet>"


def styles(formats: Iterable[tuple[int, str]] = (), *, xfs: Part = "", before: Part = "") -> Iterable[str | bytes]:
    yield f'<styleSheet xmlns="{MAIN}">'
    listed = list(formats)
    if listed:
        inner = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in listed)
        yield f"<numFmts>{inner}</numFmts>"
    yield from _pieces(before)
    yield "<cellXfs>"
    yield '<xf numFmtId="0"/>'
    yield from (f'<xf numFmtId="{number}"/>' for number, _ in listed)
    yield from _pieces(xfs)
    yield "</cellXfs></styleSheet>"


def many(piece: str, count: int) -> Iterable[str]:
    """`count` of one piece, a thousand at a time."""
    thousand = piece * 1000
    yield from (thousand for _ in range(count // 1000))
    yield piece * (count % 1000)


def _pieces(part: Part) -> Iterable[str | bytes]:
    return [part] if isinstance(part, str | bytes) else part

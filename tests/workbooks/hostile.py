"""Small workbooks that ask for much or make no sense, drawn from a seed; and a process that has many of them read.

`python -m tests.workbooks.hostile FIRST COUNT` reads those of COUNT seeds, one after another, as the bot would, and
prints what became of each as a line of JSON. A process of its own, because what a child has used is told from its
parent's children, and a child begins as large as its parent is.
"""

import io
import json
import random
import sys
import zipfile
from collections.abc import Callable
from typing import Any

import xlwt

from bot.refusal import Refusal
from bot.workbooks import reading
from tests.workbooks.packages import (
    MAIN,
    PACKAGE,
    SHEET,
    STYLES,
    TEXTS,
    Part,
    frame,
    many,
    package,
    rows,
    sheet,
    styles,
)

Random = random.Random
REFS = (
    *("A1", "B2:C3", "A1:XFD1048576", "XFD1:A1", "A0:A1", "ZZZZZZZZ1:ZZZZZZZZ2", "A99999999999:B999999999999"),
    *("", ":", "A1:", ":B2", "1:2", "A:B", "a1:b2", "$A$1:$B$2", "Đ1:Đ2", "A1:A2:A3", "A-1:B2", "A١:B٢"),
)
NUMBERS = (
    *(
        "0",
        "1",
        "-1",
        "1e308",
        "1e309",
        "-1e309",
        "nan",
        "inf",
        "1" * 400,
        "0x10",
        "1_000",
        "١٢٣",
        " 5 ",
        "",
        "5.0",
        ".",
    ),
    *("99999999", "2958466", "60", "-0.5", "1e-400", "𝟏", "1,5", "true"),
)
TEXTUAL = (
    "x",
    "=1+1",
    "\u202e",
    "&#xD800;",
    "&amp;",
    "&x;",
    "_x0000_",
    "_xD800_",
    "]]>",
    "Nguyễn",
    "TrÇn",
    "<c/>",
    "&#0;",
    " ",
)
KINDS = ("s", "n", "b", "e", "str", "inlineStr", "d", "", "S", "\u0111")
TAGS = (
    "c",
    "row",
    "v",
    "f",
    "is",
    "t",
    "si",
    "sst",
    "sheetData",
    "mergeCell",
    "col",
    "xf",
    "numFmt",
    "rPh",
    "r",
    "x:c",
    "a",
)
CODES = (
    "00000",
    "General",
    "[" * 50,
    '"' * 51,
    "0" * 300,
    "\\",
    "[$-",
    "yyyy",
    "[h]:mm",
    ";;;",
    "_",
    "*",
    "@",
    "0;0;0;0;0;0",
    "#" * 99,
)


def book(seed: int) -> tuple[bytes, str]:
    """A file and its name."""
    draw = Random(seed)
    make = draw.choice((_parts, _parts, _parts, _huge, _huge, _broken_package, _damaged, _old, _not_a_package))
    return make(draw), draw.choice(("a.xlsx", "a.xlsx", "a.xls", "a.xlsb", "a.csv", "a.ods"))


def _parts(draw: Random) -> bytes:
    """A well-formed package of parts that contradict each other and themselves."""
    names = [draw.choice(("S", "", "Một", "x" * 300, "&lt;")) for _ in range(draw.randrange(1, 4))]
    parts: dict[str, Part] = {**frame(names)}
    for number in range(1, len(names) + 1):
        parts[SHEET.replace("1", str(number))] = draw.choice((_sheet, _sheet, _sheet, _soup))(draw)
    if draw.random() < 0.8:
        parts[STYLES] = "".join(map(str, styles([(164 + n, _escaped(draw.choice(CODES))) for n in range(5)])))
    if draw.random() < 0.8:
        parts[TEXTS] = "<sst>" + "".join(f"<si><t>{draw.choice(TEXTUAL)}</t></si>" for _ in range(4)) + "</sst>"
    if draw.random() < 0.2:
        parts[draw.choice(list(parts))] = draw.choice((_soup, lambda draw: b"\xff\xfe\0", lambda draw: _bomb(draw)))(
            draw
        )
    if draw.random() < 0.1:
        del parts[draw.choice(list(parts))]
    return package(parts, compression=draw.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_LZMA)))


def _sheet(draw: Random) -> str:
    lines = []
    for _ in range(draw.randrange(12)):
        cells = "".join(_cell(draw) for _ in range(draw.randrange(6)))
        attributes = draw.choice(("", f' r="{draw.choice(NUMBERS)}"', f' r="{draw.randrange(1, 20)}"', ' hidden="1"'))
        lines.append(f"<row{attributes}>{cells}</row>")
    merges = "".join(f'<mergeCell ref="{draw.choice(REFS)}"/>' for _ in range(draw.randrange(8)))
    columns = "".join(
        f'<col min="{draw.choice(("1", "0", "-5", "99999999999", "x"))}" max="{draw.randrange(20)}" hidden="1"/>'
        for _ in range(draw.randrange(2))
    )
    return (
        f'<worksheet xmlns="{MAIN}"><cols>{columns}</cols><sheetData>{"".join(lines)}</sheetData>{merges}</worksheet>'
    )


def _cell(draw: Random) -> str:
    place = draw.choice(("", f' r="{draw.choice(REFS)}"', f' r="{draw.choice("ABCZ")}{draw.randrange(1, 20)}"'))
    style = draw.choice(("", f' s="{draw.choice(NUMBERS)}"', f' s="{draw.randrange(8)}"'))
    kind = draw.choice(("", f' t="{draw.choice(KINDS)}"'))
    value = draw.choice(NUMBERS if draw.random() < 0.6 else TEXTUAL)
    inside = draw.choice(
        ("", "<v>{}</v>", "<v>{}</v>", "<f>{}</f><v>1</v>", "<is><t>{}</t></is>", "<v><v>{}</v></v>", "{}")
    )
    return f"<c{place}{style}{kind}>{inside.format(value)}</c>"


def _soup(draw: Random) -> str:
    """Tags that open and close as they like, mostly well-formed."""
    out, opened = [f'<worksheet xmlns:x="{MAIN}">'], ["worksheet"]
    for _ in range(draw.randrange(120)):
        if draw.random() < 0.4 and len(opened) > 1:
            out.append(f"</{opened.pop()}>")
        elif draw.random() < 0.3:
            out.append(draw.choice((*TEXTUAL, *NUMBERS, "<!-- -->", "<![CDATA[<c/>]]>", "<?pi x?>")))
        else:
            tag = draw.choice(TAGS)
            name, value = draw.choice(("r", "s", "t", "ref", "ht", "min", "numFmtId")), draw.choice((*REFS, *NUMBERS))
            out.append(f'<{tag} {name}="{value}">')
            opened.append(tag)
    out += [f"</{tag}>" for tag in reversed(opened)] if draw.random() < 0.9 else []
    return "".join(out)


def _bomb(draw: Random) -> str:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 100}">' for n in range(9))
    outside = '<!ENTITY e8 SYSTEM "file:///etc/passwd">'
    declared = draw.choice((levels, outside, '<!ENTITY % p SYSTEM "http://127.0.0.1/">%p;', ""))
    return (
        f"<!DOCTYPE a [{declared}]><worksheet><sheetData><row><c t='str'><v>&e8;</v></c></row></sheetData></worksheet>"
    )


HUGE: tuple[Callable[[Random, int], dict[str, Any]], ...] = (
    lambda draw, n: {SHEET: sheet(rows([["x"]]), after=many(f'<mergeCell ref="{draw.choice(REFS)}"/>', n))},
    lambda draw, n: {
        SHEET: sheet(rows([["x", "y"]] * 300), after=(f'<mergeCell ref="A{i % 300 + 1}:B{i}"/>' for i in range(n)))
    },
    lambda draw, n: {SHEET: sheet(rows([["x"]])), STYLES: styles(xfs=many("<xf/>", n))},
    lambda draw, n: {SHEET: sheet(rows([["x"]])), STYLES: styles(before=many("<font/>", n))},
    lambda draw, n: {SHEET: sheet('<row><c t="s"><v>1</v></c></row>'), TEXTS: ["<sst>", *many("<si/>", n), "</sst>"]},
    lambda draw, n: {
        SHEET: sheet(f'<row><c t="s"><v>{n}</v></c></row>'),
        TEXTS: ["<sst>", *many("<si/>", n), "</sst>"],
    },
    lambda draw, n: {SHEET: sheet(many("<a>", n))},
    lambda draw, n: {SHEET: sheet(many("<row/>", n))},
    lambda draw, n: {SHEET: sheet(f'<row r="{i}" s="1"><c r="A{i}" s="1"/></row>' for i in range(1, n))},
    lambda draw, n: {SHEET: sheet(many("<row><c/></row>", n))},
    lambda draw, n: {SHEET: sheet(["<row>", *many("<c><v>1</v></c>", n), "</row>"])},
    lambda draw, n: {SHEET: sheet(['<row><c t="str"><v>', *many("ộ", n), "</v></c></row>"])},
    lambda draw, n: {SHEET: sheet(['<row x="', *many("y" * 100, n), '"/>'])},
    lambda draw, n: {SHEET: sheet(many(" " * 100, n))},
    lambda draw, n: {SHEET: sheet(["<row ", *(f'a{i}="" ' for i in range(n)), "/>"])},
    lambda draw, n: {SHEET: sheet(f"<t{i}/>" for i in range(n))},
    lambda draw, n: {SHEET: sheet(['<row r="1"><c r="A1" ', *many(" ", n), "><v>1</v></c></row>"])},
    lambda draw, n: {SHEET: sheet(['<row r="1">', *many('<c r="A1" <', n)])},
    lambda draw, n: {SHEET: sheet(rows([["x"]])), **{f"xl/{i}.xml": "" for i in range(n // 20)}},
    lambda draw, n: {SHEET: sheet(rows([["x"]])), STYLES: styles([(164 + i, f"0{i}") for i in range(n // 10)])},
)
"""Many of one thing, which a zip file holds in next to no room."""


def _huge(draw: Random) -> bytes:
    return package({**frame(), **draw.choice(HUGE)(draw, draw.choice((1_000, 20_000, 100_000)))})


def _broken_package(draw: Random) -> bytes:
    """Relations that lead astray."""
    parts: dict[str, Part] = {**frame(), SHEET: "".join(map(str, sheet(rows([["x"]]))))}
    target = draw.choice(
        ("../../../etc/passwd", "/xl/workbook.xml", "", "xl\\worksheets\\sheet1.xml", "a" * 5000, "http://x/")
    )
    kind = draw.choice(("worksheet", "styles", "sharedStrings", "officeDocument", ""))
    related = f'<Relationship Id="{draw.choice(("s1", "", "w"))}" Type="x/{kind}" Target="{target}"/>'
    where = draw.choice(("_rels/.rels", "xl/_rels/workbook.xml.rels"))
    parts[where] = f'<Relationships xmlns="{PACKAGE}">{related * draw.randrange(1, 4)}</Relationships>'
    if draw.random() < 0.4:
        listed = '<sheet name="S" r:id="s1"/>' * draw.choice((1, 3_000))
        parts["xl/workbook.xml"] = f'<workbook xmlns:r="r"><sheets>{listed}</sheets></workbook>'
    return package(parts)


def _damaged(draw: Random) -> bytes:
    """A good file of which some bytes are others, or are not there; sizes in it may be lies."""
    content = bytearray(draw.choice((_parts, _huge, _broken_package))(draw))
    for _ in range(draw.randrange(1, 30)):
        content[draw.randrange(len(content))] = draw.choice((0, 255, draw.randrange(256)))
    return bytes(content[: draw.randrange(len(content))] if draw.random() < 0.2 else content)


def _old(draw: Random) -> bytes:
    """A workbook of Excel 97, some bytes of it others."""
    made = xlwt.Workbook()
    for number in range(draw.randrange(1, 4)):
        page = made.add_sheet(f"S{number}")
        for row in range(draw.randrange(6)):
            page.write(row, draw.randrange(9), draw.choice((1, "x", 2.5, xlwt.Formula("1+1"), None, "Đoàn", True)))
        page.write_merge(10, 10 + draw.randrange(9), 0, draw.randrange(9), "y")
    out = io.BytesIO()
    made.save(out)
    content = bytearray(out.getvalue())
    for _ in range(draw.choice((0, 1, 5, 200))):
        content[draw.randrange(512, len(content))] = draw.randrange(256)
    return bytes(content)


def _not_a_package(draw: Random) -> bytes:
    head = draw.choice(
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"", b"<html>", b'"', b"\xff\xfe", b"a;b\n")
    )
    return head + draw.choice(
        (draw.randbytes(draw.randrange(2_000)), b";" * 100_000, b'"' * 99_999, b"\n" * 100_000, b"a,b\n" * 5_000)
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def outcome(seed: int) -> dict[str, Any]:
    """The seed, and the key of the refusal, or nothing where the file was read."""
    content, name = book(seed)
    try:
        read = reading.read(content, name)
    except Refusal as refusal:
        return {"seed": seed, "refused": refusal.key}
    return {"seed": seed, "refused": None, "rows": sum(len(sheet.rows) for sheet in read.sheets)}


def main() -> None:
    import resource

    first, count = map(int, sys.argv[1:])
    for seed in range(first, first + count):
        print(json.dumps(outcome(seed)))
    print(json.dumps({"kilobytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}))


if __name__ == "__main__":
    main()

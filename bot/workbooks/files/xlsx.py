"""Office Open XML workbooks (.xlsx), transitional and strict: the parts of the package, and what they refer to.

Of the styles only the formats of numbers are read, and those as far as they can be: whatever else a program writes
there, the cells are read all the same. [ECMA-376, part 1, 18]
"""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.parsers.expat import ExpatError

from bot.workbooks.files import formats
from bot.workbooks.files.formats import Shown
from bot.workbooks.files.gathering import Gathering, Unreadable, neutral
from bot.workbooks.files.markup import CHUNK, Attributes, Enough, Text, parse, unescaped
from bot.workbooks.files.worksheet import SharedText, read_sheet

_XFS = 65_536
"""Formats of cells that a workbook can have: Excel stops at 65,490."""
_STYLE_TAGS = 1_000_000
_TRUE = {"1", "true", "on"}


@dataclass(slots=True)
class _Book:
    """The contents of workbook.xml: the sheets as (name, relation, visible)."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    since_1904: bool = False


class _Package:
    """The parts of a file by their names, which some programs write with other letters and slashes."""

    def __init__(self, archive: zipfile.ZipFile, gathering: Gathering) -> None:
        self._archive, self._gathering = archive, gathering
        self._parts = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def chunks(self, name: str) -> Iterator[bytes]:
        """Raises KeyError where there is no such part."""
        with self._archive.open(self._parts[name.lower()]) as stream:
            while chunk := stream.read(CHUNK):
                self._gathering.unpacked(len(chunk))
                yield chunk

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Id -> kind (worksheet, styles …) and name of the part, of everything that a part refers to."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "").replace("\\", "/")
                target = posixpath.normpath(posixpath.join("/", folder, target))
                found[attributes.get("Id", "")] = attributes.get("Type", "").rpartition("/")[2], target.lstrip("/")

        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if listed in self:
            parse(self.chunks(listed), start)
        return found


def read(file: IO[bytes], gathering: Gathering) -> None:
    with zipfile.ZipFile(file) as archive:
        package = _Package(archive, gathering)
        main = next((part for kind, part in package.relations("").values() if kind == "officeDocument"), "")
        main = main if main in package else "xl/workbook.xml"
        related = package.relations(main)
        parts = dict(related.values())
        book = _book(package, main)
        shows = _styles(package, parts.get("styles", ""))
        wanted: dict[int, SharedText] = {}

        def shown(style: int, value: float) -> object:
            show = shows[style] if 0 <= style < len(shows) else None
            return neutral(show(value, book.since_1904) if show else value)

        for name, relation, visible in book.sheets:
            kind, part = related.get(relation, ("", ""))
            if kind != "worksheet":
                continue
            if not visible:
                gathering.hidden_sheets.append(name)
                continue
            read_sheet(package.chunks(part), gathering.sheet(name), gathering, shown, wanted)
        if wanted:
            _fill(gathering, _shared_texts(package, parts.get("sharedStrings", ""), wanted))


def _book(package: _Package, part: str) -> _Book:
    book = _Book()

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            visible = attributes.get("state", "visible") == "visible"
            book.sheets.append((attributes.get("name", ""), relation, visible))
        elif tag == "workbookPr":
            book.since_1904 = attributes.get("date1904") in _TRUE

    parse(package.chunks(part), start)
    return book


def _styles(package: _Package, part: str) -> list[Shown | None]:
    """The effects of the formats of cells on numbers, in their order; as many as could be read."""
    shows: list[Shown | None] = []
    codes: dict[int, str] = {}
    inside, tags = False, 0

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal inside, tags
        tags += 1
        if tags > _STYLE_TAGS or len(shows) >= _XFS:
            raise Enough
        if tag == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            number = int(attributes.get("numFmtId") or 0)
            shows.append(formats.custom(codes[number]) if number in codes else formats.built_in(number))

    def end(tag: str) -> None:
        if tag == "cellXfs":
            raise Enough

    try:
        if part in package:
            parse(package.chunks(part), start, end)
    except (ExpatError, ValueError, KeyError, zipfile.BadZipFile):
        pass  # what was read until there serves
    return shows


def _shared_texts(package: _Package, part: str, wanted: dict[int, SharedText]) -> dict[int, str]:
    """The texts that cells refer to, up to the last of them: a file may list millions besides."""
    found: dict[int, str] = {}
    last, index, aside = max(wanted), -1, 0
    pieces: list[str] = []
    text = Text()

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal index, aside
        if tag == "si":
            index += 1
            if index > last:
                raise Enough
        elif tag == "t" and not aside and index in wanted:
            text.listen()
        elif tag == "rPh":  # how it is pronounced
            aside += 1

    def end(tag: str) -> None:
        nonlocal aside
        if tag == "t" and not aside and index in wanted:
            pieces.append(text.take())
        elif tag == "rPh":
            aside -= 1
        elif tag == "si" and index in wanted:
            found[index] = unescaped("".join(pieces))
            pieces.clear()

    if part in package:
        parse(package.chunks(part), start, end, text)
    return found


def _fill(gathering: Gathering, texts: dict[int, str]) -> None:
    ready = {index: neutral(text) for index, text in texts.items()}
    for sheet in gathering.sheets:
        for row in sheet.rows:
            cells = row.cells
            for column, cell in enumerate(cells):
                if type(cell) is SharedText:
                    if int(cell) not in ready:
                        raise Unreadable("workbook.broken")
                    cells[column] = ready[cell]
        gathering.only_filled(sheet)

"""Office Open XML workbooks (.xlsx), transitional and strict: the parts of the package, and what they refer to.

Of the styles only the formats of numbers are read, and those as far as they can be: whatever else a program writes
there, the cells are read all the same. [ECMA-376, part 1, 18]
"""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO
from xml.parsers.expat import ExpatError

from bot.workbooks.files import formats
from bot.workbooks.files.formats import Shown
from bot.workbooks.files.gathering import Gathering, Unreadable, neutral
from bot.workbooks.files.markup import CHUNK, Attributes, Enough, Part, unescaped
from bot.workbooks.files.worksheet import SharedText, Worksheet

_XFS = 65_536
"""Formats of cells that a workbook can have: Excel stops at 65,490."""
_STYLE_TAGS = 1_000_000
_TRUE = {"1", "true", "on"}


class _Package:
    """The parts of a file by their names, which some programs write with other letters and slashes."""

    def __init__(self, archive: zipfile.ZipFile, gathering: Gathering) -> None:
        self._archive, self._gathering = archive, gathering
        self._parts = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in archive.infolist()}

    def size(self, name: str) -> int:
        """Bytes that the part unpacks to, as the file says; 0: there is none."""
        return self._parts[name.lower()].file_size if name in self else 0

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
        listed = _Relations(folder)
        where = posixpath.join(folder, "_rels", f"{name}.rels")
        if where in self:
            listed.parse(self.chunks(where))
        return listed.found


class _Relations(Part):
    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = folder
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if self.names[name] == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.join("/", self._folder, attributes.get("Target", "").replace("\\", "/"))
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = kind, posixpath.normpath(target).lstrip("/")


class _Book(Part):
    """The contents of workbook.xml: the sheets as (name, relation, visible)."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []
        self.since_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        tag = self.names[name]
        if tag == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            visible = attributes.get("state", "visible") == "visible"
            self.sheets.append((attributes.get("name", ""), relation, visible))
        elif tag == "workbookPr":
            self.since_1904 = attributes.get("date1904") in _TRUE


class _Styles(Part):
    """The effects of the formats of cells on numbers, in their order; as many as can be read."""

    def __init__(self) -> None:
        super().__init__()
        self.shows: list[Shown | None] = []
        self._codes: dict[int, str] = {}
        self._inside, self._tags = False, 0

    def start(self, name: str, attributes: Attributes) -> None:
        self._tags += 1
        if self._tags > _STYLE_TAGS or len(self.shows) >= _XFS:
            raise Enough
        tag = self.names[name]
        if tag == "numFmt":
            self._codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif tag == "cellXfs":
            self._inside = True
        elif tag == "xf" and self._inside:
            number = int(attributes.get("numFmtId") or 0)
            code = self._codes.get(number)
            self.shows.append(formats.custom(code) if code is not None else formats.built_in(number))

    def end(self, name: str) -> None:
        if self._inside and self.names[name] == "cellXfs":
            raise Enough


class _SharedTexts(Part):
    """The texts that cells refer to, up to the last of them: a file may list millions besides."""

    def __init__(self, wanted: dict[int, SharedText]) -> None:
        super().__init__()
        self.found: dict[int, str] = {}
        self._wanted, self._last = wanted, max(wanted)
        self._index, self._aside, self._text = -1, 0, ""

    def start(self, name: str, attributes: Attributes) -> None:
        tag = self.names[name]
        if tag == "si":
            self._index += 1
            if self._index > self._last:
                raise Enough
        elif tag == "t" and not self._aside and self._index in self._wanted:
            self.listen()
        elif tag == "rPh":  # how it is pronounced
            self._aside += 1

    def end(self, name: str) -> None:
        tag = self.names[name]
        if tag == "t" and not self._aside and self._index in self._wanted:
            self._text += self.heard()
        elif tag == "si" and self._index in self._wanted:
            self.found[self._index] = unescaped(self._text)
            self._text = ""
        elif tag == "rPh":
            self._aside -= 1


def read(file: IO[bytes], gathering: Gathering) -> None:
    with zipfile.ZipFile(file) as archive:
        package = _Package(archive, gathering)
        main = next((part for kind, part in package.relations("").values() if kind == "officeDocument"), "")
        main = main if main in package else "xl/workbook.xml"
        related = package.relations(main)
        parts = dict(related.values())
        book = _Book()
        book.parse(package.chunks(main))
        shows = _styles(package, parts.get("styles", ""))
        read = [
            part for _name, relation, visible in book.sheets if visible and (part := related.get(relation, ("", ""))[1])
        ]
        gathering.expect(sum(map(package.size, (*read, parts.get("sharedStrings", "")))))
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
            Worksheet(gathering.sheet(name), gathering, shown, wanted).parse(package.chunks(part))
        if wanted:
            _fill(gathering, _shared_texts(package, parts.get("sharedStrings", ""), wanted))


def _styles(package: _Package, part: str) -> list[Shown | None]:
    styles = _Styles()
    try:
        if part in package:
            styles.parse(package.chunks(part))
    except (ExpatError, ValueError, KeyError, zipfile.BadZipFile, zlib.error):
        pass  # what was read until there serves
    return styles.shows


def _shared_texts(package: _Package, part: str, wanted: dict[int, SharedText]) -> dict[int, str]:
    texts = _SharedTexts(wanted)
    if part in package:
        texts.parse(package.chunks(part))
    return texts.found


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

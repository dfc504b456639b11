"""XML parts of a package, read as a stream: no tree is built, so that a part costs time but hardly memory."""

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.parsers import expat

Attributes = Mapping[str, str]
CHUNK = 1 << 20
_NAMES = 10_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

# Either quotation mark; what follows must say by itself where it stands, or be the end.
_EMPTY_CELL = re.compile(rb"""<c r=["'][A-Z]{1,3}\d{1,7}["'][^<>]*(?:/>|></c>)(?=\s*<c r=|\s*</row>)""")
_EMPTY_ROW = re.compile(rb"""<row r=["']\d{1,7}["'][^<>]*(?:/>|>\s*</row>)(?=\s*<row r=|\s*</sheetData>|\Z)""")
_ROW = b"<row r="


class Enough(Exception):
    """Raised by a handler that has found all it wants of a part."""


class Names(dict[str, str]):
    """The local names of tags, whatever their prefix: workbooks of any program, transitional and strict, are alike."""

    def __missing__(self, name: str) -> str:
        local = name.rpartition(":")[2]
        if len(self) < _NAMES:
            self[name] = local
        return local


class Part:
    """The parser of one part: called for every tag, and for text while it listens. Subclasses say what they want."""

    def __init__(self) -> None:
        self.names = Names()
        self._parser = expat.ParserCreate()
        self._pieces: list[str] = []

    def parse(self, chunks: Iterable[bytes]) -> None:
        """A part that declares a document type, as no office program writes one, is not read: it could declare
        entities. Raises ExpatError, ValueError."""
        parser = self._parser
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.StartDoctypeDeclHandler = _no_doctype
        try:
            for chunk in chunks:
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except Enough:
            pass
        finally:  # it holds on to this, and this to it
            parser.StartElementHandler = parser.EndElementHandler = parser.StartDoctypeDeclHandler = None

    def start(self, name: str, attributes: Attributes) -> None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        pass

    def listen(self) -> None:
        self._parser.CharacterDataHandler = self._pieces.append

    def heard(self) -> str:
        """All text since it began to listen; it listens no more."""
        self._parser.CharacterDataHandler = None
        pieces = self._pieces
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        pieces.clear()
        return text


def _no_doctype(*_: object) -> None:
    raise ValueError("a document type in a part of a workbook")


def without_empty_cells(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """A sheet's stream without cells and rows that only have a format: there may be millions.

    Only what says by itself where it stands is left out, so nothing else moves. A stream with comments or unparsed
    text goes through as it is: there the same letters could mean something else.
    """
    kept, plain = b"", True
    for chunk in chunks:
        piece = kept + chunk
        plain = plain and b"<!" not in piece
        cut = piece.rfind(_ROW) if plain else -1
        if cut <= 0:  # no row begins here, or the only one goes on
            yield piece
            kept = b""
            continue
        yield _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", piece[:cut]))
        kept = piece[cut:]
    yield kept


def unescaped(text: str) -> str:
    """Characters that XML cannot carry stand there as _x000D_."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if not 0xD800 <= int(found[1], 16) < 0xE000 else "", text)

"""XML parts of a package, read as a stream: no tree is built, so that a part costs time but hardly memory."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from xml.parsers import expat

Attributes = Mapping[str, str]
CHUNK = 1 << 20
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

_EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}\d{1,7}"[^<>]*(?:/>|></c>)(?=\s*<c r="|\s*</row>)')
_EMPTY_ROW = re.compile(rb'<row r="\d{1,7}"[^<>]*(?:/>|>\s*</row>)(?=\s*<row r="|\s*</sheetData>|\Z)')
_ROW = b'<row r="'


class Enough(Exception):
    """Raised by a handler that has found all it wants of a part."""


class Text:
    """Text between tags, while it is listened to."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.parser: expat.XMLParserType | None = None

    def listen(self) -> None:
        assert self.parser is not None
        self.parser.CharacterDataHandler = self.pieces.append

    def take(self) -> str:
        assert self.parser is not None
        self.parser.CharacterDataHandler = None
        text = "".join(self.pieces)
        self.pieces.clear()
        return text


def parse(
    chunks: Iterable[bytes],
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Text | None = None,
) -> None:
    """Calls of `start` and `end` with local names, whatever the prefix: transitional and strict files are alike.

    A part that declares a document type, as no office program writes one, is not read: it could declare entities.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    local: dict[str, str] = {}

    def name_of(name: str) -> str:
        if name not in local:
            if len(local) > 10_000:
                local.clear()
            local[name] = name.rpartition(":")[2]
        return local[name]

    parser.StartElementHandler = lambda name, attributes: start(name_of(name), attributes)
    if end is not None:
        done = end
        parser.EndElementHandler = lambda name: done(name_of(name))
    parser.StartDoctypeDeclHandler = _no_doctype
    if text is not None:
        text.parser = parser
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except Enough:
        pass


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

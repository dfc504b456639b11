"""One PDF of sections that were set apart: with one catalog, one tree of pages and one of tags. Of a section only the
bytes are kept. Pure."""

import base64
import hashlib
import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from bot.papers.sections.source import CATALOG, DOCUMENT, INFO, LAST, METADATA, PACKED, PAGES, STREAM, STRUCTURE

_HEAD = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n"
_ENTRY = struct.Struct(">BIH")
"""Of the table of objects."""
_PLAIN, _PACKED = 1, 2
_NUMBER = re.compile(rb"(?<=<xmpTPg:NPages>)\d+(?=</xmpTPg:NPages>)")
_IDENTIFIER = re.compile(rb"<xmpMM:InstanceID>([^<]+)</xmpMM:InstanceID>")


@dataclass(frozen=True, slots=True)
class Told:
    """A section as the process that set it describes it. `sizes`: of the objects that follow, the last of which hold so
    many `plain` ones."""

    pages: int
    sizes: list[int]
    plain: int
    tags: str
    roles: str
    once: Mapping[str, str]


class Joined:
    """Sections, joined one by one."""

    def __init__(self) -> None:
        self._made = bytearray(_HEAD)
        self._table = bytearray((LAST + 1) * _ENTRY.size)
        self._first: Told | None = None
        self._nodes: list[int] = []
        self._tags: list[str] = []
        self.pages = 0

    @property
    def sections(self) -> int:
        return len(self._nodes)

    @property
    def free(self) -> int:
        """The number of the first object of the next section."""
        return len(self._table) // _ENTRY.size

    def add(self, told: Told, objects: bytes) -> None:
        container = self.free + len(told.sizes) - -(-told.plain // PACKED)
        start = 0
        for size in told.sizes:
            self._write(self.free, objects[start : start + size])
            start += size
        for place in range(told.plain):
            self._table += _ENTRY.pack(_PACKED, container + place // PACKED, place % PACKED)
        self._first = self._first or told
        self._nodes.append(self.free - 3)
        self._tags.append(told.tags)
        self.pages += told.pages

    def whole(self) -> bytes:
        """The file. The same sections give the same bytes."""
        if self._first is None:
            raise ValueError("there is no section")
        identifier = base64.b64encode(hashlib.sha256(self._made).digest()[:16])
        once = {int(number): text.encode("latin-1") for number, text in self._first.once.items()}
        once[METADATA] = _described(once[METADATA], identifier, self.pages)
        once[PAGES] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (self.pages, self._trees(0))
        once[STRUCTURE] = (
            b"<</Type/StructTreeRoot/RoleMap%b/K[%d 0 R]/ParentTree<</Kids[%b]>>/IDTree<</Kids[%b]>>>>"
            % (self._first.roles.encode("latin-1"), DOCUMENT, self._trees(1), self._trees(2))
        )
        once[DOCUMENT] = b"<</Type/StructElem/S/Document/P %d 0 R/K[%b]>>" % (STRUCTURE, " ".join(self._tags).encode())
        for number, text in sorted(once.items()):
            self._write(number, text)
        return self._ended(identifier)

    def _write(self, number: int, text: bytes) -> None:
        at = number * _ENTRY.size
        self._table[at : at + _ENTRY.size] = _ENTRY.pack(_PLAIN, len(self._made), 0)
        self._made += b"%d 0 obj\n%b\nendobj\n" % (number, text)

    def _trees(self, place: int) -> bytes:
        """References to one of the three trees of each section."""
        return b" ".join(b"%d 0 R" % (first + place) for first in self._nodes)

    def _ended(self, identifier: bytes) -> bytes:
        """The file with its table of objects, which is packed too."""
        number, at = self.free, len(self._made)
        self._table += _ENTRY.pack(_PLAIN, at, 0)
        content = zlib.compress(self._table)
        head = b"<</Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[(%b)(%b)]/Length %d/Filter/FlateDecode>>" % (
            *(number + 1, CATALOG, INFO),
            *(identifier, identifier, len(content)),
        )
        self._made += b"%d 0 obj\n%b%b%b\nendstream\nendobj\n" % (number, head, STREAM, content)
        self._made += b"startxref\n%d\n%%%%EOF" % at
        return bytes(self._made)


def _described(metadata: bytes, identifier: bytes, pages: int) -> bytes:
    """The description of the file, of the whole instead of its first section."""
    _head, _mark, text = metadata.partition(STREAM)
    text = text.removesuffix(b"\nendstream")
    own = _IDENTIFIER.search(text)
    if own is None or len(_NUMBER.findall(text)) != 1:
        raise ValueError("a section is described in another form")
    text = _NUMBER.sub(b"%d" % pages, text.replace(own[1], identifier))
    return b"<</Length %d/Type/Metadata/Subtype/XML>>%b%b\nendstream" % (len(text), STREAM, text)

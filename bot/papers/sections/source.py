"""The PDF of one section, as the typesetter writes it, taken apart: its objects with new numbers, which fit into a
longer file. Pure.

What is not of the form that the typesetter is known to write is refused.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

CATALOG, PAGES, METADATA, INFO, STRUCTURE, DOCUMENT, FREE = range(1, 8)
"""The numbers of what a file has once, and the first one for what its catalog leads to besides."""
LAST = 15
"""The last number of those."""
PACKED = 250
"""Objects in one container, where together they take a tenth of the room."""
STREAM = b"\nstream\n"

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj\s*", re.DOTALL)
_REFERENCE = re.compile(rb"(\d+)(?= 0 R)")
_STRING = re.compile(rb"\(([^\\()]*)\)")
_CELL = re.compile(rb"\(U(?=\d+x\d+y\d+\))")
"""The identifier of a cell, which other cells refer to."""
_BY_PAGE = re.compile(rb"(\d+) (\d+) 0 R")
_PAGE = b"<</Type/Page/"
_BETWEEN = b"\0"


@dataclass(frozen=True, slots=True)
class Section:
    """`streams`, `containers`, `plain`: its objects, of consecutive numbers in this order, without those in `once`,
    which the whole file has once. The last three plain ones are its part of the trees of pages, of tags by page, and of
    cells by identifier. `tags`: references to its tags of the highest level; `roles`: what tags mean."""

    pages: int
    streams: list[bytes]
    containers: int
    plain: list[bytes]
    once: Mapping[int, bytes]
    tags: bytes
    roles: bytes


def taken_apart(pdf: bytes, number: int, first: int, before: int) -> Section:
    """The section `number`, its objects numbered from `first` on; `before`: the pages of the sections before it."""
    objects, trailer = _read(pdf)
    catalog = _number(rb"/Root (\d+) 0 R", trailer)
    pages, structure = (_number(rb"/%b (\d+) 0 R" % name, objects[catalog]) for name in (b"Pages", b"StructTreeRoot"))
    tree, kids = objects[structure], objects[pages]
    document = _number(rb"/K\[(\d+) 0 R\]", tree)
    once = {
        catalog: CATALOG,
        pages: PAGES,
        _number(rb"/Metadata (\d+) 0 R", objects[catalog]): METADATA,
        _number(rb"/Info (\d+) 0 R", trailer): INFO,
        structure: STRUCTURE,
        document: DOCUMENT,
    }
    free, waiting = count(FREE), [catalog]
    while waiting:
        for old in _references(objects[waiting.pop()]):
            if old not in once:
                once[old] = next(free)
                waiting.append(old)
    if max(once.values()) > LAST:
        raise ValueError("the catalog of a section leads to more than is known of it")

    own = [old for old in objects if old not in once]
    streams, plain = [old for old in own if STREAM in objects[old]], [old for old in own if STREAM not in objects[old]]
    containers = -(-(len(plain) + 3) // PACKED)
    start = first + len(streams) + containers
    numbers = {**once, pages: start + len(plain)}
    numbers |= {old: first + place for place, old in enumerate(streams)}
    numbers |= {old: start + place for place, old in enumerate(plain)}

    def page(text: bytes) -> bytes:
        """It names its entry in the tree of tags by page."""
        return re.sub(rb"(?<=/StructParents )\d+", lambda found: b"%d" % (int(found[0]) + before), text)

    texts = [page(objects[old]) if objects[old].startswith(_PAGE) else objects[old] for old in plain]
    by_page = [
        (int(key) + before, int(tag)) for key, tag in _BY_PAGE.findall(_part(rb"/ParentTree<</Nums\[(.*?)\]", tree))
    ]
    cells = _of_section(_part(rb"/IDTree<</Names\[(.*?)\]", tree), number)
    names = re.findall(rb"\(.*?\)", cells)
    trees = (
        b"<</Type/Pages/Parent %d 0 R%b>>" % (PAGES, _renumbered(_part(rb"<</Type/Pages(/.*)>>", kids), numbers)),
        b"<</Limits[%d %d]/Nums[%b]>>"
        % (by_page[0][0], by_page[-1][0], b" ".join(b"%d %d 0 R" % (key, numbers[tag]) for key, tag in by_page)),
        b"<</Limits[%b%b]/Names[%b]>>" % (names[0], names[-1], _renumbered(cells, numbers)),
    )
    return Section(
        _number(rb"/Count (\d+)", kids),
        [_renumbered(objects[old], numbers) for old in streams],
        containers,
        [*_renumbered(_of_section(_BETWEEN.join(texts), number), numbers).split(_BETWEEN), *trees],
        {new: _renumbered(objects[old], once) for old, new in once.items() if new not in (PAGES, STRUCTURE, DOCUMENT)},
        _renumbered(_part(rb"/K\[(.*?)\]", objects[document]), numbers),
        _part(rb"/RoleMap(<<.*?>>)", tree),
    )


def _read(pdf: bytes) -> tuple[dict[int, bytes], bytes]:
    """The objects by number, and the trailer."""
    table = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    head, size, *lines = pdf[table:].split(b"\n")
    entries = int(size.split()[1])
    if head != b"xref" or size != b"0 %d" % entries:
        raise ValueError("the table of a section's objects is of another form")
    starts = sorted(int(line[:10]) for line in lines[1:entries])
    objects = {}
    for start, end in zip(starts, [*starts[1:], table], strict=True):
        found = _OBJECT.fullmatch(pdf, start, end)
        if found is None:
            raise ValueError("an object of a section is of another form")
        objects[int(found[1])] = found[2]
    return objects, b"\n".join(lines[entries:])


def _of_section(text: bytes, number: int) -> bytes:
    """The text with identifiers of cells that no other section has, in the order of sections."""
    return _CELL.sub(b"(%04dU" % number, text)


def _references(text: bytes) -> list[int]:
    return [int(old) for old in _REFERENCE.findall(text.partition(STREAM)[0])]


def _renumbered(text: bytes, numbers: Mapping[int, int]) -> bytes:
    head, mark, body = text.partition(STREAM)
    strings = _STRING.findall(head)
    if len(strings) != head.count(b"(") or any(b" 0 R" in one for one in strings):
        raise ValueError("a string of a section is of another form")
    pieces = _REFERENCE.split(head)
    pieces[1::2] = [b"%d" % numbers[int(old)] for old in pieces[1::2]]
    return b"".join(pieces) + mark + body


def _part(pattern: bytes, text: bytes) -> bytes:
    found = re.search(pattern, text, re.DOTALL)
    if found is None:
        raise ValueError(f"a section lacks {pattern!r}")
    return found[1]


def _number(pattern: bytes, text: bytes) -> int:
    return int(_part(pattern, text))

"""The tags of a PDF, read back as a program reads them that reads a paper aloud."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader


@dataclass(frozen=True, slots=True)
class Tags:
    """`elements`: in the order of reading, each with its role, depth, attributes, the places of the cells it refers to,
    and its content: (page, mark). `by_page`: of each page the places of the elements that its marks belong to."""

    elements: list[tuple[Any, ...]]
    by_page: list[list[int]]


def tags(pdf: bytes) -> Tags:
    reader = PdfReader(io.BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    root = root["/StructTreeRoot"]
    page_of = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}  # type: ignore[union-attr]
    found = list(_walk(root["/K"], 0, root.indirect_reference))
    place_of = {reference.idnum: place for place, (reference, _one, _depth) in enumerate(found)}
    cells = dict(_leaves(root["/IDTree"], "/Names"))
    assert len(cells) == len(list(_leaves(root["/IDTree"], "/Names"))), "each cell has an identifier of its own"
    assert list(cells) == sorted(cells)
    elements = []
    for _reference, one, depth in found:
        attributes = [part.get_object() for part in one.get("/A", [])]
        headers = [place_of[cells[str(name)].idnum] for part in attributes for name in part.get("/Headers", [])]
        if "/ID" in one:
            assert cells[str(one["/ID"])].get_object() is one.get_object()
        page = page_of[one.raw_get("/Pg").idnum] if "/Pg" in one else None
        marks = [int(kid) for kid in one.get("/K", []) if isinstance(kid, int)]
        own = [{name: value for name, value in part.items() if name != "/Headers"} for part in attributes]
        elements.append((one["/S"], depth, str(one.get("/T", "")), own, headers, page, marks))
    entries = dict(_leaves(root["/ParentTree"], "/Nums"))
    assert len(entries) == len(reader.pages)
    by_page = [[place_of[kid.idnum] for kid in entries[page["/StructParents"]].get_object()] for page in reader.pages]
    return Tags(elements, by_page)


def _walk(kids: Any, depth: int, parent: Any) -> Iterator[tuple[Any, Any, int]]:
    for kid in kids:
        if not isinstance(kid, int):
            one = kid.get_object()
            assert one.raw_get("/P") == parent
            yield kid, one, depth
            yield from _walk(one.get("/K", []), depth + 1, kid)


def _leaves(node: Any, name: str) -> Iterator[tuple[Any, Any]]:
    """The entries of a tree of names or numbers, which stand within the limits of their node."""
    for kid in node.get("/Kids", []):
        below = list(_leaves(kid.get_object(), name))
        assert [key for key, _value in (below[0], below[-1])] == list(kid.get_object()["/Limits"])
        yield from below
    flat = list(node.get(name, []))
    yield from zip(flat[::2], flat[1::2], strict=True)

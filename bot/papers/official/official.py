"""A document as data: its values and lists by name, and its wording, which stands in wording/. Pure."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

WORDING = Path(__file__).with_name("wording")
_PLACE = re.compile(r"\{\{ ([a-z_]+(?:\.[a-z_]+)?) \}\}")


class OfficialKind(StrEnum):
    """A document that has a wording of its own. The first four are papers of a snapshot, under the same name."""

    SUBMISSION = "submission"  # tờ trình Giám đốc
    URGING = "urging"  # công văn đôn đốc
    DECISION = "decision"  # dự thảo quyết định công nhận
    REPORT = "report"  # báo cáo kết quả đăng ký
    MINUTES = "minutes"  # biên bản họp đơn vị


Row = Mapping[str, Any]
"""The values of one line of a list by name; one of them may be a list again."""


@dataclass(frozen=True, slots=True)
class Official:
    """All that one document says. `at`: the moment of its figures, written into the file."""

    kind: OfficialKind
    at: datetime
    values: Mapping[str, str]
    lists: Mapping[str, Sequence[Row]]

    @property
    def names(self) -> dict[str, Any]:
        """Values and lists together, as a template sees them."""
        return {**self.values, **self.lists}


class Look(StrEnum):
    """The look of a paragraph."""

    BODY = "body"
    BASIS = "basis"
    HEADING = "heading"
    CENTRE = "centre"
    ITEM = "item"
    LINE = "line"  # to be filled in by hand: a tab is a dotted line


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `lead`: bold words before it. `each`: the list for every line of which it is said. `when`: the value
    or list without which it is not said."""

    text: str
    look: Look = Look.BODY
    lead: str = ""
    each: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """`width`: millimetres. `align`: left, center or right."""

    head: str
    cell: str
    width: int
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a line for each of the list `of`; or for each of a list within each, below a line of `group`.
    `total`: the cells of a last line, of a table without groups."""

    of: str
    columns: tuple[Column, ...]
    within: str = ""
    group: str = ""
    total: tuple[str, ...] = ()
    when: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A page of its own begins: a list that belongs to the document, headed by these lines."""

    heads: tuple[str, ...]
    when: str = ""


Block = Text | Table | Break


@dataclass(frozen=True, slots=True)
class Signer:
    """A place to sign."""

    office: str
    name: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """The wording of one kind of document; what stands in {{ }} is a name of a value."""

    title: str
    parent: str
    issuer: str
    mark: str
    blocks: tuple[Block, ...]
    signers: tuple[Signer, ...]
    kind: str = ""
    about: str = ""
    subject: str = ""
    draft: str = ""
    to: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    """Nơi nhận, line by line."""
    note: str = ""


@cache
def words() -> Mapping[str, str]:
    """Words that every document has, and pieces of sentences, by name."""
    return tomllib.loads((WORDING / "every.toml").read_text("utf-8"))


@cache
def wording(kind: OfficialKind) -> Wording:
    """The built-in wording."""
    read: dict[str, Any] = tomllib.loads((WORDING / f"{kind}.toml").read_text("utf-8"))
    blocks = tuple(_block(one) for one in read.pop("block"))
    signers = tuple(Signer(**one) for one in read.pop("signer"))
    to, copies = tuple(read.pop("to", ())), tuple(read.pop("copies", ()))
    return Wording(**read, to=to, copies=copies, blocks=blocks, signers=signers)


def _block(read: dict[str, Any]) -> Block:
    match read:
        case {"table": of, "columns": columns}:
            rest = {name: read[name] for name in ("within", "group", "when") if name in read}
            return Table(of, tuple(Column(**one) for one in columns), total=tuple(read.get("total", ())), **rest)
        case {"heads": heads}:
            return Break(tuple(heads), read.get("when", ""))
    return Text(**{**read, "look": Look(read.get("look", Look.BODY))})


def filled(text: str, names: Mapping[str, Any]) -> str:
    """The text with the values in their places."""

    def value(found: re.Match[str]) -> str:
        said: Any = names
        for name in found[1].split("."):
            said = said[name]
        return str(said)

    return _PLACE.sub(value, text)


def places(text: str) -> Iterator[str]:
    """The names in a text."""
    return (found[1] for found in _PLACE.finditer(text))

"""Names of values and lists that a template of each kind may say, with meanings and examples: fields.toml. Pure."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.papers.official.official import Official, OfficialKind

SAMPLES = 3
"""Lines of a list in an invented example."""


@dataclass(frozen=True, slots=True)
class Line:
    """The values of a line of a list, and the lists within it."""

    values: Mapping[str, tuple[str, str]]
    """Name -> meaning, example."""
    lists: "Mapping[str, Line]"


@cache
def fields(kind: OfficialKind) -> Line:
    """All that a template of this kind may say, as if the document were one line."""
    read = tomllib.loads(Path(__file__).with_name("fields.toml").read_text("utf-8"))
    own = read["kinds"][kind]
    values = {name: said for part in own["values"] for name, said in read["values"][part].items()}
    return _line(values | {name: read["lists"][name] for name in own["lists"]})


def _line(read: Mapping[str, Any]) -> Line:
    return Line(
        {name: (said[0], said[1]) for name, said in read.items() if isinstance(said, list)},
        {name: _line(said) for name, said in read.items() if isinstance(said, dict)},
    )


def example(kind: OfficialKind) -> dict[str, Any]:
    """Invented values and lists, for a department that has no snapshot yet."""
    return _example(fields(kind))


def _example(line: Line) -> dict[str, Any]:
    lists = {name: [_example(inner) for _ in range(SAMPLES)] for name, inner in line.lists.items()}
    return {name: said for name, (_, said) in line.values.items()} | lists


def described(kind: OfficialKind) -> Iterator[tuple[str, str]]:
    """Each name as a template has it, with its meaning; a list before what its lines hold."""
    yield from _described(fields(kind), "")


def _described(line: Line, within: str) -> Iterator[tuple[str, str]]:
    for name, (meaning, _) in line.values.items():
        yield f"{{{{ {within}{name} }}}}", meaning
    for name, inner in line.lists.items():
        row = "group" if inner.lists else "row"
        yield f"{{% for {row} in {within}{name} %}} … {{% endfor %}}", ""
        yield from _described(inner, f"{row}.")


def names_of(document: Official) -> Line:
    """The names that a document holds, in the same form; the lists as their first line has them."""
    return _names(document.names)


def _names(row: Mapping[str, Any]) -> Line:
    return Line(
        {name: ("", "") for name, said in row.items() if isinstance(said, str)},
        {name: _names(said[0]) for name, said in row.items() if not isinstance(said, str) and said},
    )

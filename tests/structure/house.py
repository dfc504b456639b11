"""The table of rooms in docs/house.md, made from the list of rooms and the first sentence of each.

`python -m tests.structure.house` writes it anew.
"""

import ast
import re
from pathlib import Path

from bot.slices import SLICES
from tests.structure.rooms import DRIVING, GROUND
from tests.structure.source import ROOT

PAGE = ROOT / "docs" / "house.md"
BEGIN = "<!-- made by `python -m tests.structure.house`: change the first sentence of a room, not this table -->"
END = "<!-- the end of what is made -->"
PARTS = (("What everything stands on", GROUND), ("The slices", SLICES), ("What drives them", DRIVING))
ON_TOP = {"handlers", "scheduler"}
"""Rooms beside `bot/`, not in it."""


def table() -> str:
    """The rows of all rooms in their order, in Markdown."""
    lines = ["| room | is |", "|---|---|"]
    for title, rooms in PARTS:
        lines.append(f"| **{title}** | |")
        lines += [f"| `{_path(room)}` | {_sentence(room)} |" for room in rooms]
    return "\n".join(lines)


def page() -> str:
    """docs/house.md with the table as it should be."""
    before, rest = PAGE.read_text("utf-8").split(BEGIN)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{rest.split(END)[1]}"


def _file(room: str) -> Path:
    place = ROOT.joinpath(*([] if room in ON_TOP else ["bot"]), *room.split("."))
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def _path(room: str) -> str:
    file = _file(room).relative_to(ROOT)
    return f"{file.parent}/" if file.name == "__init__.py" else str(file)


def _sentence(room: str) -> str:
    """The first sentence of its docstring, without the full stop."""
    told = " ".join((ast.get_docstring(ast.parse(_file(room).read_text("utf-8"))) or "").split())
    return re.split(r"\.(?= |$)", told, maxsplit=1)[0].replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")

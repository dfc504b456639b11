"""Personal data of one person as a paper to read: sections, each a table, in the person's own language. Pure but for
the typesetter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.dialogue.screens import Named, Phrase, say
from bot.papers.typesetting import compile

Say = Callable[[Phrase | Named], str]
Cell = str | Phrase | Named | None


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of data: a table, with a column of each heading. `more`: rows that it leaves out."""

    heading: Phrase
    columns: tuple[Phrase, ...]
    rows: Sequence[tuple[Cell, ...]]
    more: int = 0


def personal_data(phrase: Say, name: str, code: str, day: date, sections: Sequence[Section]) -> bytes:
    """The PDF, as of that day."""

    def cell(value: Cell) -> str:
        return phrase(value) if isinstance(value, Phrase | Named) else value or ""

    data: dict[str, Any] = {
        "dated": (day.year, day.month, day.day),
        "title": phrase(say("paper.my_data.title")),
        "who": phrase(say("paper.my_data.who", name=name, code=code)),
        "about": phrase(say("paper.my_data.about", day=day)),
        "nothing": phrase(say("paper.my_data.nothing")),
        "footer": phrase(say("paper.my_data.footer", name=name, code=code)),
        "sections": [
            {
                "heading": phrase(one.heading),
                "columns": [phrase(column) for column in one.columns],
                "rows": [[cell(value) for value in row] for row in one.rows],
                "more": phrase(say("paper.my_data.more", count=one.more)) if one.more else "",
            }
            for one in sections
        ],
    }
    return compile("personal_data.typ", data)

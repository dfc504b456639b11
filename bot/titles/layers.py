"""One regime laid over another: the tables of its file, with those of the regime it extends showing through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.dialogue.screens import say
from bot.titles.tables import Table

# What shows through besides titles, practices and notes; everything else a regime says itself.
_INHERITED = frozenset({"families_off", "practices_on"})
_STRUCTURE = frozenset({"extends", "title", "override", "practice", "note"})


@dataclass(frozen=True)
class Layers:
    """A regime before its tables are read."""

    top: Table
    titles: Mapping[str, Table]
    practices: Mapping[str, Table]
    notes: Mapping[str, Table]


def layered(files: Sequence[Table]) -> Layers:
    """The last of these regimes, each of which extends the one before it."""
    own = files[-1].fresh()
    base = layered(files[:-1]) if files[:-1] else None
    titles = _joined(own.tables("title"), base.titles if base else {})
    for override in own.tables("override"):
        title_id = override.text("id")
        if title_id not in titles:
            fault = say("regime.fault.no_title", title=title_id)
            raise override.error("id", f"there is no title {title_id!r} to override", fault)
        titles[title_id] = override.over(titles[title_id])
    practices = _joined(own.tables("practice"), base.practices if base else {})
    notes = _joined(own.tables("note"), base.notes if base else {})
    top = own.only(own.data.keys() - _STRUCTURE)
    return Layers(top.over(base.top.only(_INHERITED)) if base else top, titles, practices, notes)


def _joined(own: list[Table], base: Mapping[str, Table]) -> dict[str, Table]:
    rows = {id: table.fresh() for id, table in base.items()}
    for table in own:
        id = table.text("id")
        if id in rows:
            raise table.error("id", f"{id!r} is there twice", say("regime.fault.twice", value=id))
        rows[id] = table
    return rows

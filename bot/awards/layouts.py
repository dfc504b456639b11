"""Layouts of lists of awards: a column of titles, or one column a year, or one a title. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.awards import years
from bot.awards.naming import TitleReader
from bot.titles.catalogue import Title
from bot.workbooks.headers import Header
from bot.workbooks.tables import Layout


@dataclass(frozen=True, slots=True)
class Slot:
    """A column in whose cells awards stand: of the year and of the title that its headings name, as far as they do."""

    place: int
    heading: str
    year: int | None
    title: Title | None


def slots(header: Header, titles: TitleReader, this_year: int) -> tuple[Slot, ...]:
    """The columns of awards, from left to right: none where one column names the title of each row."""
    known = {place: name for name, places in header.columns.items() for place in places}
    found = []
    for place, path in enumerate(header.paths):
        if known.get(place, "award") != "award":
            continue
        year = next((one[0] for text in reversed(path) if len(one := years.listed(text)) == 1), None)
        year = year if year and years.likely(year, this_year) else None
        title = next(filter(None, (titles.exactly(text, year or 0) for text in reversed(path))), None)
        if year or title:
            found.append(Slot(place, header.headings[place], year, title))
    return tuple(found)


def layout(titles: TitleReader, this_year: int) -> Layout:
    """Lists of awards. The year may stand in a title above; the title of each row in the headings."""

    def instead(header: Header) -> frozenset[str]:
        if "award" in header.columns or (len(header.columns) > 1 and slots(header, titles, this_year)):
            return frozenset({"award", "year"})
        return frozenset()

    return Layout(required=(("award",), ("year",), ("name", "unit")), parted_by="unit", instead=instead)


def by_year(found: Sequence[Slot]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(slot.year for slot in found if slot.year))

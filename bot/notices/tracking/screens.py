"""What became of a notice, unit by unit, and how far those are who tell people in person. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue.screens import Button, Phrase, Screen, say, screen
from bot.dialogue.ways import turn
from bot.notices.records import Written
from bot.notices.screens import title
from bot.notices.targets import ShowDeliveryByUnit, ShowLeftToTell, ShowNoticeToTell, ShowOfficeNotice
from bot.notices.writing.desk_screens import NAMES

UNITS = 8


@dataclass(frozen=True, slots=True)
class UnitSums:
    name: str
    total: int
    arrived: int
    known: int
    to_tell: int
    """Whom somebody must tell in person, or has."""
    untold: tuple[str, ...]
    """Of those, whom nobody has told yet, by name."""


def units(notice: Written, found: Sequence[UnitSums], page: int) -> Screen:
    """By unit: got it, know it, and who is to be told in person."""
    pages = max(1, -(-len(found) // UNITS))
    page = min(page, pages - 1)
    key = "notice.unit_known" if notice.asks_known else "notice.unit"
    lines = []
    for one in found[page * UNITS :][:UNITS]:
        values = {"unit": one.name, "arrived": one.arrived, "total": one.total}
        lines.append(Phrase(key, values | ({"known": one.known} if notice.asks_known else {})))
    return screen(
        say("notice.units.head", title=title(notice, 80)),
        *lines,
        say("list.page", page=page + 1, pages=pages) if pages > 1 else None,
        rows=(
            turn(ShowDeliveryByUnit(notice.id, page), pages),
            (
                Button(say("button.to_tell"), ShowLeftToTell(notice.id)),
                Button(say("button.back"), ShowOfficeNotice(notice.id)),
            ),
        ),
    )


def to_tell(notice: Written, found: Sequence[UnitSums], own: int, page: int) -> Screen:
    """Who was not reached, unit by unit: how many of them have been told, and by name who has not. `own`: how many of
    these nobody leads, so that the Office tells them."""
    there = [one for one in found if one.to_tell]
    pages = max(1, -(-len(there) // UNITS))
    page = min(page, pages - 1)
    count = sum(one.to_tell for one in there)
    return screen(
        say("notice.to_tell.head", count=count, told=count - sum(len(one.untold) for one in there)),
        *(_told_of(one) for one in there[page * UNITS :][:UNITS]),
        say("list.page", page=page + 1, pages=pages) if pages > 1 else None,
        rows=(
            (Button(say("button.tell_notices", count=own), ShowNoticeToTell(notice.id)),) if own else (),
            turn(ShowLeftToTell(notice.id, page), pages),
            (Button(say("button.back"), ShowDeliveryByUnit(notice.id)),),
        ),
    )


def _told_of(one: UnitSums) -> Phrase:
    told = one.to_tell - len(one.untold)
    if not one.untold:
        return say("notice.to_tell.unit_done", unit=one.name, count=one.to_tell)
    names = one.untold[:NAMES]
    return say("notice.to_tell.unit", unit=one.name, told=told, count=one.to_tell, names=names)

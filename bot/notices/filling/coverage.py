"""The progress of registering as one person may see it: a line, and a picture. Units and numbers, never people.

Leads see their units beside the whole department; the Office and the Director see all units; anybody else sees the
whole department.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.campaigns.records import CampaignNow, current_campaign
from bot.dialogue.screens import Named, Paper, Phrase, say
from bot.leading import reading as board
from bot.leading.reading import BoardFigures, percent
from bot.notices.audience import recipients
from bot.people.identity import RoleGrant, Staff, grants
from bot.people.reach import SEEING, subtree
from bot.people.records import Role
from bot.store.database import Tx
from bot.titles.catalogue import Family

if TYPE_CHECKING:
    from bot.papers.coverage_chart import Say

SEE_ALL = frozenset({Role.OFFICE, Role.DIRECTOR})
PICTURE = "tien-do-dang-ky.png"
"""The name of the picture, by which an edit knows that a letter has it already."""
PNG = "image/png"


@dataclass(frozen=True, slots=True)
class Count:
    """The answers of a unit, or of several together, whose `name` is None."""

    name: str | None
    registered: int
    answered: int
    expected: int

    @property
    def percent(self) -> int:
        """The percentage that has registered: 100 only when everybody has."""
        return percent(self.registered, self.expected)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The progress of registering, for one person."""

    campaign: CampaignNow
    at: datetime
    whole: Count
    """The count of the department."""
    units: tuple[Count, ...]
    """The units shown to the person, in the order of the official list, without those of which no answer is
    expected."""
    led: Count | None
    """The count of all that the person leads; None for a person who leads no unit, or sees all of them anyway."""


def of(tx: Tx, person: Staff | None) -> Coverage | None:
    """The progress as of now; None while there is no campaign. `person`: None for anybody."""
    campaign = current_campaign(tx)
    if campaign is None:
        return None
    figures = board.figures(tx, campaign, Family.STATE)
    roles = grants(tx, tx.clock.today()).get(person.id, frozenset()) if person else frozenset()
    sees_all = any(one.role in SEE_ALL for one in roles)
    led = frozenset[int]() if sees_all else _led(tx, roles)
    units = [_count(name, figures, {key}) for key, name in recipients.units(tx) if sees_all or key in led]
    return Coverage(
        campaign,
        tx.now,
        _count(None, figures, figures),
        tuple(unit for unit in units if unit.expected),
        _count(units[0].name if len(units) == 1 else None, figures, led) if led else None,
    )


def _led(tx: Tx, roles: frozenset[RoleGrant]) -> frozenset[int]:
    units = {one.unit_id for one in roles if one.role in SEEING and one.unit_id is not None}
    return subtree(tx, units, tx.clock.today()) if units else frozenset()


def _count(name: str | None, figures: Mapping[int | None, BoardFigures], units: Collection[int | None]) -> Count:
    there = [figures[unit] for unit in units if unit in figures]
    return Count(
        name,
        sum(one.registered for one in there),
        sum(one.answered for one in there),
        sum(one.expected for one in there),
    )


def line(found: Coverage | None) -> Phrase:
    """The line that stands in a notice."""
    if found is None:
        return say("notice.no_coverage")
    shown = found.led or found.whole
    values = {
        "registered": shown.registered,
        "answered": shown.answered,
        "expected": shown.expected,
        "percent": shown.percent,
    }
    if found.led is None:
        return say("notice.coverage.whole", **values)
    if shown.name is None:
        return say("notice.coverage.units", **values)
    return say("notice.coverage.unit", unit=shown.name, **values)


def picture(found: Coverage | None) -> Paper | None:
    """The picture, drawn when it is sent; None where there is nothing to show."""
    if found is None or not found.whole.expected:
        return None
    return Paper(PICTURE, PNG, lambda phrase: _drawn(phrase, found), photo=True)


def _drawn(phrase: "Say", found: Coverage) -> bytes:
    from bot.papers.coverage_chart import Bar, coverage_chart

    bars = [
        Bar(Named(one.name, one.name), one.registered, one.answered, one.expected, one.percent)
        for one in found.units
        if one.name is not None
    ]
    whole = found.whole
    bars.append(
        Bar(say("paper.coverage.whole"), whole.registered, whole.answered, whole.expected, whole.percent, whole=True)
    )
    return coverage_chart(phrase, found.campaign.name, found.at, bars)

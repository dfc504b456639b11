"""Who of a unit, a union group or the whole department has answered: loaded under a scope, drawn as one screen.

Answered and registered are two figures and are never mixed. The names of those who have not answered are for whoever
leads them, and for the Office.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import CampaignNow
from bot.dialogue.screens import Button, Phrase, Screen, say, screen
from bot.dialogue.ways import HOME
from bot.folding import sort_key
from bot.people.identity import Scope, Staff, roster
from bot.people.reach import reachable
from bot.people.records import Person, Post
from bot.registration.reading import exempt, exempt_on
from bot.registration.records import Declination, Receipt, Registration, RegistrationState
from bot.store.database import Tx, columns
from bot.titles.catalogue import Family

SHOWN_NAMES = 12
"""Names on one line of the board; the rest are counted."""
BAR = 10

_RC, _R, _D = columns(Receipt), columns(Registration), columns(Declination)
_P, _POST = columns(Person), columns(Post)


class Stand(StrEnum):
    """Where one person is."""

    MISSING = "missing"  # has not answered
    WAITING = "waiting"  # registered, to be confirmed
    CHANGE_ASKED = "change_asked"  # asked for a change
    CONFIRMED = "confirmed"
    DECLINED = "declined"  # answered: not this year
    EXEMPT = "exempt"  # need not answer, and has not


@dataclass(frozen=True, slots=True)
class Entry:
    person: Staff
    stand: Stand
    linked: bool
    blocked: bool
    registration_id: int | None = None
    version: int = 0

    @property
    def reached(self) -> bool:
        """Whether a letter of ours would arrive."""
        return self.linked and not self.blocked


@dataclass(frozen=True, slots=True)
class Board:
    """People in Vietnamese order of given names."""

    entries: tuple[Entry, ...]

    def of(self, *stands: Stand) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.stand in stands)

    @property
    def expected(self) -> int:
        """Of whom an answer is expected, or who have given one."""
        return len(self.entries) - len(self.of(Stand.EXEMPT))

    @property
    def answered(self) -> int:
        return self.expected - len(self.of(Stand.MISSING))

    @property
    def registered(self) -> int:
        return self.answered - len(self.of(Stand.DECLINED))


_STANDS = {
    RegistrationState.SUBMITTED: Stand.WAITING,
    RegistrationState.CHANGE_ASKED: Stand.CHANGE_ASKED,
    RegistrationState.CONFIRMED: Stand.CONFIRMED,
}


def load(tx: Tx, scope: Scope, campaign: CampaignNow, family: Family) -> Board:
    """Everybody of `scope` with what was answered in `family`. A declination answers for the State titles only."""
    stands: dict[int, Stand] = {}
    if family is Family.STATE:
        declined = (
            sa.select(_RC.c.person_id)
            .join(_D, sa.and_(_D.c.receipt_id == _RC.c.id, _D.c.ended_at.is_(None)))
            .where(_RC.c.campaign_id == campaign.id, _RC.c.person_id.is_not(None))
        )
        stands |= dict.fromkeys(tx.execute(declined).scalars(), Stand.DECLINED)
    registered = (
        sa.select(_RC.c.person_id, _R.c.state, _R.c.id, _R.c.version)
        .join(_R, sa.and_(_R.c.receipt_id == _RC.c.id, _R.c.family == family))
        .where(_RC.c.campaign_id == campaign.id, _RC.c.person_id.is_not(None), _R.c.state.in_(list(_STANDS)))
    )
    found = {row.person_id: row for row in tx.execute(registered)}
    stands |= {person_id: _STANDS[row.state] for person_id, row in found.items()}
    free = exempt(tx, campaign.id, tx.clock.today())
    chats = reachable(tx)
    people = sorted(roster(tx, scope, tx.clock.today()), key=lambda person: sort_key(person.full_name))
    return Board(
        tuple(
            Entry(
                person,
                stands.get(person.id, Stand.EXEMPT if person.id in free else Stand.MISSING),
                linked=person.id in chats,
                blocked=chats.get(person.id) is False,
                registration_id=found[person.id].id if person.id in found else None,
                version=found[person.id].version if person.id in found else 0,
            )
            for person in people
        )
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """As a board has them."""

    expected: int
    answered: int
    registered: int


def figures(tx: Tx, campaign: CampaignNow, family: Family) -> dict[int | None, Figures]:
    """What the board of each unit would say, counted in the store: for whoever needs no names. None: of no unit."""
    today = tx.clock.today()
    receipt = sa.and_(_RC.c.person_id == _P.c.id, _RC.c.campaign_id == campaign.id)
    stands = sa.and_(_R.c.receipt_id == _RC.c.id, _R.c.family == family, _R.c.state.in_(list(_STANDS)))
    registered = sa.exists().where(receipt, stands)
    declined = sa.exists().where(receipt, _D.c.receipt_id == _RC.c.id, _D.c.ended_at.is_(None))
    answered = sa.or_(registered, declined) if family is Family.STATE else registered
    expected = sa.or_(answered, _P.c.id.not_in(sa.select(exempt_on(campaign.id, today).c.person_id)))
    current = sa.and_(
        _POST.c.person_id == _P.c.id, _POST.c.since <= today, sa.or_(_POST.c.until.is_(None), _POST.c.until > today)
    )
    each = (
        sa.select(_POST.c.unit_id, expected.label("e"), answered.label("a"), registered.label("r"))
        .select_from(_P.outerjoin(_POST, current))
        .where(sa.or_(_P.c.left_on.is_(None), _P.c.left_on > today))
        .subquery()
    )
    counts = (sa.func.count().filter(each.c[name]) for name in "ear")
    rows: Any = tx.execute(sa.select(each.c.unit_id, *counts).group_by(each.c.unit_id))
    return {unit_id: Figures(expected, answered, registered) for unit_id, expected, answered, registered in rows}


def draw(
    head: Phrase,
    board: Board,
    campaign: CampaignNow,
    at: datetime,
    work: tuple[tuple[Button | None, ...], ...] = (),
    whole: Phrase | None = None,
) -> Screen:
    """Figures first, then names; those who have not answered come first, as work to do. `work`: buttons for what
    whoever sees it may do. `whole`: what the collective itself has registered."""
    total = board.expected
    if not board.entries:
        return screen(head, say("board.nobody"), rows=(*work, (HOME,)))
    missing = board.of(Stand.MISSING)
    return screen(
        head,
        say("board.answered", answered=board.answered, total=total, bar=_bar(board.answered, total)) if total else None,
        say("board.registered", registered=board.registered, declined=len(board.of(Stand.DECLINED))) if total else None,
        _names("board.missing", [entry for entry in missing if entry.reached]),
        _names("board.unlinked", [entry for entry in missing if not entry.linked]),
        _names("board.blocked", [entry for entry in missing if entry.blocked]),
        _names("board.waiting", board.of(Stand.WAITING)),
        _names("board.change_asked", board.of(Stand.CHANGE_ASKED)),
        _names("board.confirmed", board.of(Stand.CONFIRMED)),
        _names("board.declined", board.of(Stand.DECLINED)),
        _names("board.exempt", board.of(Stand.EXEMPT)),
        whole,
        say("menu.deadline" if at <= campaign.deadline_at else "menu.over", deadline=campaign.deadline_at),
        rows=(*work, (HOME,)),
    )


def _bar(part: int, whole: int) -> Phrase:
    full = round(BAR * part / whole)
    return say("board.bar", full="▓" * full, empty="░" * (BAR - full), percent=round(100 * part / whole))


def _names(key: str, entries: Sequence[Entry]) -> Phrase | None:
    if not entries:
        return None
    shown = tuple(entry.person.full_name for entry in entries[:SHOWN_NAMES])
    more = len(entries) - len(shown)
    names = (*shown, say("board.more", count=more)) if more else shown
    return say(key, count=len(entries), names=names)

"""Boards: the people of a unit, a union group or the whole department, each with the answer that he or she has given.

Answered and registered are two figures and are never mixed. The names of those who have not answered are for whoever
leads them, and for the Office.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import CampaignNow, current_campaign
from bot.leading.records import MOST_NAMED
from bot.people.dates import here_on, holds_on
from bot.people.identity import Actor, Scope, Staff, roster
from bot.people.ordering import in_order
from bot.people.reach import reachable, union_scope, unit_scope, whole_union
from bot.people.records import Account, Person, Post, UnionMembership
from bot.refusal import Refusal
from bot.registration.reading import exempt, exempt_on
from bot.registration.records import Declination, Receipt, Registration, RegistrationState
from bot.store.database import Tx, once
from bot.store.schema import columns
from bot.titles.catalogue import Family, Regime
from bot.titles.loading import shared as catalogue

_RC, _R, _D = columns(Receipt), columns(Registration), columns(Declination)
_P, _POST, _M, _A = columns(Person), columns(Post), columns(UnionMembership), columns(Account)


class BoardState(StrEnum):
    """The answer of one person on a board."""

    MISSING = "missing"  # has not answered
    WAITING = "waiting"  # registered, to be confirmed
    CHANGE_ASKED = "change_asked"  # asked for a change
    CONFIRMED = "confirmed"
    DECLINED = "declined"  # answered: not this year
    EXEMPT = "exempt"  # need not answer, and has not


@dataclass(frozen=True, slots=True)
class Member:
    """One person on a board. `registration_id`, `version`: of the registration that stands in the board's family."""

    person: Staff
    state: BoardState
    linked: bool
    blocked: bool
    registration_id: int | None = None
    version: int | None = None

    @property
    def reached(self) -> bool:
        """True if a letter of ours would arrive."""
        return self.linked and not self.blocked


@dataclass(frozen=True, slots=True)
class Board:
    """People in the order of the campaign's lists, with their answers in one family of titles."""

    campaign: CampaignNow
    family: Family
    members: tuple[Member, ...]

    @property
    def regime(self) -> Regime:
        return catalogue().regime(self.campaign.regime)

    def of(self, *states: BoardState) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.state in states)

    def member(self, person_id: int) -> Member | None:
        return next((member for member in self.members if member.person.id == person_id), None)

    def neighbours(self, person_id: int) -> tuple[int | None, int | None]:
        """The keys of the people before and after, in the order of the board."""
        keys = [member.person.id for member in self.members]
        place = keys.index(person_id)
        return (keys[place - 1] if place else None, keys[place + 1] if place + 1 < len(keys) else None)

    @property
    def expected(self) -> int:
        """The number of people of whom an answer is expected, or who have given one."""
        return len(self.members) - len(self.of(BoardState.EXEMPT))

    @property
    def answered(self) -> int:
        return self.expected - len(self.of(BoardState.MISSING))

    @property
    def registered(self) -> int:
        return self.answered - len(self.of(BoardState.DECLINED))


_STATES = {
    RegistrationState.SUBMITTED: BoardState.WAITING,
    RegistrationState.CHANGE_ASKED: BoardState.CHANGE_ASKED,
    RegistrationState.CONFIRMED: BoardState.CONFIRMED,
}


STANDS = tuple(_STATES)
"""States of registrations that stand."""
_PEOPLES = sa.and_(_RC.c.campaign_id == sa.bindparam("campaign_id"), _RC.c.person_id.is_not(None))
_DECLINED = (
    sa.select(_RC.c.person_id)
    .join(_D, sa.and_(_D.c.receipt_id == _RC.c.id, _D.c.family == sa.bindparam("family"), _D.c.ended_at.is_(None)))
    .where(_PEOPLES)
)
_REGISTERED = (
    sa.select(_RC.c.person_id, _R.c.state, _R.c.id, _R.c.version)
    .join(_R, sa.and_(_R.c.receipt_id == _RC.c.id, _R.c.family == sa.bindparam("family")))
    .where(_PEOPLES, _R.c.state.in_(STANDS))
)

_OF = _RC.c.person_id.in_(sa.bindparam("people", expanding=True))
_DECLINED_OF, _REGISTERED_OF = _DECLINED.where(_OF), _REGISTERED.where(_OF)


@once()
def load(tx: Tx, scope: Scope, campaign: CampaignNow, family: Family) -> Board:
    """Everybody of `scope` with what was answered in `family`."""
    people = in_order(roster(tx, scope, tx.clock.today()), campaign.people_order, union=family is Family.UNION)
    # Of a unit, only what is its own is read: a board of thirty costs nothing for the three thousand beside it.
    few = [person.id for person in people] if len(people) <= MOST_NAMED else None
    of = {"campaign_id": campaign.id, "family": family} | ({} if few is None else {"people": few})
    declined, registered = (_DECLINED, _REGISTERED) if few is None else (_DECLINED_OF, _REGISTERED_OF)
    states = dict.fromkeys(tx.execute(declined, of).scalars(), BoardState.DECLINED)
    found = {row.person_id: row for row in tx.execute(registered, of)}
    states |= {person_id: _STATES[row.state] for person_id, row in found.items()}
    free = exempt(tx, campaign.id, tx.clock.today())
    chats = reachable(tx, few)
    return Board(
        campaign,
        family,
        tuple(
            Member(
                person,
                states.get(person.id, BoardState.EXEMPT if person.id in free else BoardState.MISSING),
                linked=person.id in chats,
                blocked=chats.get(person.id) is False,
                registration_id=found[person.id].id if person.id in found else None,
                version=found[person.id].version if person.id in found else None,
            )
            for person in people
        ),
    )


def led_board(tx: Tx, actor: Actor, family: Family) -> Board:
    """The people whom the actor leads in that family. Raises Refusal for somebody who leads nobody in it."""
    scope = unit_scope(tx, actor) if family is Family.STATE else union_scope(actor) or whole_union(tx, actor)
    if scope is None:
        raise Refusal("role.unit_leads_only" if family is Family.STATE else "role.union_leads_only")
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    return load(tx, scope, campaign, family)


def campaign_of(tx: Tx, campaign_id: int) -> CampaignNow | None:
    """The present campaign, if that is the one."""
    campaign = current_campaign(tx)
    return campaign if campaign is not None and campaign.id == campaign_id else None


@dataclass(frozen=True, slots=True)
class BoardFigures:
    """Numbers of people, as on a board."""

    expected: int
    answered: int
    registered: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of people of one place, or of several together."""

    people: int = 0
    expected: int = 0
    answered: int = 0
    registered: int = 0
    unlinked: int = 0
    """People who have not answered and are not on the app."""

    @property
    def missing(self) -> int:
        return self.expected - self.answered

    @property
    def declined(self) -> int:
        return self.answered - self.registered

    @property
    def exempt(self) -> int:
        return self.people - self.expected

    @property
    def figures(self) -> BoardFigures:
        return BoardFigures(self.expected, self.answered, self.registered)

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.people + other.people,
            self.expected + other.expected,
            self.answered + other.answered,
            self.registered + other.registered,
            self.unlinked + other.unlinked,
        )


def figures(tx: Tx, campaign: CampaignNow, family: Family) -> dict[int | None, BoardFigures]:
    """The figures of each unit's board, counted in the store, where no names are needed. None: people of no unit."""
    return {unit_id: one.figures for unit_id, one in counts(tx, campaign, family).items()}


def counts(tx: Tx, campaign: CampaignNow, family: Family) -> dict[int | None, Counts]:
    """The counts of each unit, or in the union's family of each group, in one query. None: people of no unit."""
    each = answers(campaign, family, tx.clock.today())
    unlinked = sa.and_(each.c.expected, ~each.c.answered, ~each.c.linked)
    conditions = (sa.true(), each.c.expected, each.c.answered, each.c.registered, unlinked)
    numbers = (sa.func.count().filter(condition) for condition in conditions)
    rows: Any = tx.execute(sa.select(each.c.place, *numbers).group_by(each.c.place))
    return {place: Counts(*numbers) for place, *numbers in rows}


def answers(campaign: CampaignNow, family: Family, today: date) -> sa.Subquery:
    """Everybody who is here, or in the union's family every member, as a row: person_id; place, the unit or group;
    expected, answered and registered as on a board; linked."""
    # Joined, not asked for by EXISTS: everybody has one receipt at most, and in a family one registration, and what is
    # counted in several ways is looked up once.
    stands = sa.and_(_R.c.receipt_id == _RC.c.id, _R.c.family == family, _R.c.state.in_(list(_STATES)))
    registered = _R.c.id.is_not(None)
    said = sa.and_(_D.c.receipt_id == _RC.c.id, _D.c.family == family, _D.c.ended_at.is_(None))
    answered = sa.or_(registered, _D.c.id.is_not(None))
    expected = sa.or_(answered, _P.c.id.not_in(sa.select(exempt_on(campaign.id, today).c.person_id)))
    if family is Family.STATE:
        place = _POST.c.unit_id
        people = _P.outerjoin(_POST, sa.and_(_POST.c.person_id == _P.c.id, holds_on(_POST, today)))
    else:
        place = _M.c.group_id
        people = _P.join(_M, sa.and_(_M.c.person_id == _P.c.id, holds_on(_M, today)))
    return (
        sa.select(
            _P.c.id.label("person_id"),
            place.label("place"),
            expected.label("expected"),
            answered.label("answered"),
            registered.label("registered"),
            sa.exists().where(_A.c.person_id == _P.c.id).label("linked"),
        )
        .select_from(
            people.outerjoin(_RC, sa.and_(_RC.c.person_id == _P.c.id, _RC.c.campaign_id == campaign.id))
            .outerjoin(_R, stands)
            .outerjoin(_D, said)
        )
        .where(here_on(today))
        .subquery()
    )


def percent(part: int, whole: int) -> int:
    """The nearest whole percentage, on boards and in notices: 100 only when nobody is missing; 0 of nothing."""
    return min(round(100 * part / whole), 99 if part < whole else 100) if whole else 0

"""The recipients of a notice: plain data that describes them, and the one statement that finds them.

A description is a JSON object with one key:

    {"all": [d, …]}  {"any": [d, …]}  {"not": d}         each of them, one of them, everybody else
    {"everybody": true}                                  all who work here
    {"units": [1, 2]}  {"groups": [3]}                   of these units with all below them; of these union groups
    {"roles": ["unit_head"]}  {"kinds": ["worker"]}      who holds such a role; of such a kind
    {"answer": "registered"}                             in the campaign: registered, missing or declined
    {"title": ["CSTDCS"]}                                has one of these titles registered
    {"known": 5}  {"unknown": 5}                         got notice 5 and has, has not acknowledged it
    {"people": [7, 8]}                                   these, by key

Only people who work here on the day are found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import current_campaign
from bot.ledger.letter import Letter, State
from bot.notices.letter_names import NOTICE, source
from bot.notices.records import Notice, NoticeKnown, known_now
from bot.people.dates import here_on, holds_on
from bot.people.naming import namesakes_in_unit, with_code
from bot.people.reach import subtree
from bot.people.records import Account, Grant, Person, Post, UnionGroup, UnionMembership, Unit
from bot.people.rules import open_doors
from bot.refusal import Refusal
from bot.registration.records import (
    Declination,
    Exemption,
    Receipt,
    Registration,
    RegistrationState,
    RegistrationTitle,
    RegistrationVersion,
)
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family

_P, _POST, _U, _A, _G, _M = (columns(model) for model in (Person, Post, Unit, Account, Grant, UnionMembership))
_RC, _R, _V, _T, _D = (
    columns(model) for model in (Receipt, Registration, RegistrationVersion, RegistrationTitle, Declination)
)
_K, _L, _X = columns(NoticeKnown), columns(Letter), columns(Exemption)

Description = Mapping[str, Any]


class Answer(StrEnum):
    """The answers to the campaign by which people are found."""

    REGISTERED = "registered"  # a State title, not withdrawn
    MISSING = "missing"  # is expected to answer, and has neither registered nor declined
    DECLINED = "declined"  # the State's titles


class Reach(StrEnum):
    """The way in which a letter reaches a person, or does not."""

    REACHED = "reached"
    UNLINKED = "unlinked"  # the person is not on the app
    BLOCKED = "blocked"  # the person has stopped the bot


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person to whom a notice goes."""

    person_id: int
    full_name: str
    unit_id: int | None
    unit_name: str
    reach: Reach


def matching(tx: Tx, description: Description) -> list[Recipient]:
    """Everybody whom the description means, in the order of the official list."""
    today = tx.clock.today()
    campaign = current_campaign(tx)
    query = (
        sa.select(
            *(_P.c.id, _P.c.full_name, _U.c.id.label("unit_id"), _U.c.name),
            *(_A.c.user_id, _A.c.blocked_at, _A.c.web_since, _A.c.zalo_chat_key),
        )
        .select_from(
            _P.outerjoin(_POST, sa.and_(_POST.c.person_id == _P.c.id, holds_on(_POST, today)))
            .outerjoin(_U, _U.c.id == _POST.c.unit_id)
            .outerjoin(_A, _A.c.person_id == _P.c.id)
        )
        .where(here_on(today), _holds(tx, description, today))
        .order_by(_P.c.position, _P.c.id)
    )
    rows, codes = tx.execute(query, {"campaign": campaign.id if campaign else 0}), namesakes_in_unit(tx, today)

    def recipient(row: Any) -> Recipient:
        name, reach = with_code(row.full_name, codes.get(row.id)), _reach(row)
        return Recipient(row.id, name, row.unit_id, row.name or "", reach)

    return [recipient(row) for row in rows]


def of_notice(tx: Tx, notice: Notice) -> list[Recipient]:
    """Everybody to whom the notice goes. Raises Refusal: nobody was chosen, or nobody is meant."""
    people = matching(tx, notice.audience) if notice.audience else []
    if not people:
        raise Refusal("notice.nobody")
    return people


def _reach(row: Any) -> Reach:
    if row.user_id is None:
        return Reach.UNLINKED
    doors = open_doors(row.user_id, row.id, row.blocked_at, row.web_since, row.zalo_chat_key)
    return Reach.REACHED if doors else Reach.BLOCKED


def units(tx: Tx) -> list[tuple[int, str]]:
    """The units of today by key and name, in the order of the official list."""
    query = sa.select(_U.c.id, _U.c.name).where(holds_on(_U, tx.clock.today())).order_by(_U.c.position, _U.c.id)
    return [(row.id, row.name) for row in tx.execute(query)]


def groups(tx: Tx) -> list[tuple[int, str]]:
    """The union groups by key and name, in the order of the official list."""
    group = columns(UnionGroup)
    rows = tx.execute(sa.select(group.c.id, group.c.name).order_by(group.c.position, group.c.id))
    return [(row.id, row.name) for row in rows]


def count(found: Sequence[Recipient]) -> dict[Reach, int]:
    """The number of recipients of each reach, zeros included."""
    return {reach: sum(one.reach is reach for one in found) for reach in Reach}


# --- as SQL -----------------------------------------------------------------------------------------------------------


_OF_PERSON = sa.and_(_RC.c.person_id == _P.c.id, _RC.c.campaign_id == sa.bindparam("campaign", type_=sa.Integer))
_STANDS = sa.and_(_R.c.receipt_id == _RC.c.id, _R.c.state != RegistrationState.WITHDRAWN)
_REGISTERED = sa.exists().where(_OF_PERSON, _STANDS, _R.c.family == Family.STATE)
_DECLINED = sa.exists().where(
    _OF_PERSON, _D.c.receipt_id == _RC.c.id, _D.c.family == Family.STATE, _D.c.ended_at.is_(None)
)
_ANSWERS = {
    Answer.REGISTERED: _REGISTERED,
    Answer.DECLINED: _DECLINED,
    Answer.MISSING: sa.and_(~_REGISTERED, ~_DECLINED),
}


def _answers(answer: Answer, day: date) -> sa.ColumnElement[bool]:
    """The condition on a person; of somebody who need not answer nothing is missing."""
    if answer is not Answer.MISSING:
        return _ANSWERS[answer]
    campaign = _X.c.campaign_id == sa.bindparam("campaign", type_=sa.Integer)
    exempt = sa.exists().where(_X.c.person_id == _P.c.id, campaign, _X.c.ended_at.is_(None), holds_on(_X, day))
    return sa.and_(_ANSWERS[answer], ~exempt)


def _holds(tx: Tx, description: Description, day: date) -> sa.ColumnElement[bool]:
    """The condition on a person on that day. Raises ValueError for a description that is not understood."""
    ((key, value),) = description.items()
    match key:
        case "all":
            return sa.and_(sa.true(), *(_holds(tx, one, day) for one in value))
        case "any":
            return sa.or_(sa.false(), *(_holds(tx, one, day) for one in value))
        case "not":
            return sa.not_(_holds(tx, value, day))
        case "everybody":
            return sa.true()
        case "units":
            units = subtree(tx, value, day)
            return (
                sa.exists()
                .where(_POST.c.person_id == _P.c.id, _POST.c.unit_id.in_(units), holds_on(_POST, day))
                .correlate(_P)
            )
        case "groups":
            member = sa.exists().where(_M.c.person_id == _P.c.id, _M.c.group_id.in_(value), holds_on(_M, day))
            return member.correlate(_P)
        case "roles":
            return sa.exists().where(_G.c.person_id == _P.c.id, _G.c.role.in_(value), holds_on(_G, day)).correlate(_P)
        case "kinds":
            return _P.c.kind.in_(value)
        case "answer":
            return _answers(Answer(value), day)
        case "title":
            version = sa.and_(_V.c.registration_id == _R.c.id, _V.c.version == _R.c.version)
            line = sa.and_(_T.c.version_id == _V.c.id, _T.c.title.in_(value))
            return sa.exists().where(_OF_PERSON, _STANDS, version, line).correlate(_P)
        case "known" | "unknown":
            known = sa.exists().where(_K.c.person_id == _P.c.id, _K.c.notice_id == value, known_now())
            return sa.and_(_got(value), known if key == "known" else ~known)
        case "people":
            return _P.c.id.in_(value)
    raise ValueError(f"no audience {key!r}")


def _got(notice_id: int) -> sa.ColumnElement[bool]:
    """The condition that a letter of the notice has arrived at the person, or may have."""
    arrived = _L.c.state.in_((State.SENT, State.UNKNOWN))
    return sa.exists().where(_L.c.person_id == _P.c.id, _L.c.source == source(notice_id), _L.c.kind == NOTICE, arrived)


# --- people who joined later ------------------------------------------------------------------------------------------

_OWN_DOING = frozenset({"answer", "title", "known", "unknown"})
"""Keys of descriptions that people change about themselves by answering."""


def joined(tx: Tx, description: Description, reached: sa.Select[Any], then: date) -> list[int]:
    """The people who are meant today and not among `reached` (a query of people), though on the day `then` the notice
    went to all whom it meant: they have begun to work here since, have come back, or have come to a unit, union group
    or role that it means.

    People who could have been meant on that day, whatever they had answered by then, have not joined: the notice passed
    them by because of their own answer, and another answer does not bring it.
    """
    today = tx.clock.today()
    meant = sa.select(_P.c.id).where(here_on(today), _holds(tx, description, today), _P.c.id.not_in(reached))
    if _asks_what_people_do(description):
        posts = sa.exists().where(_POST.c.person_id == _P.c.id).correlate(_P)
        worked_here = sa.or_(posts.where(holds_on(_POST, then)), ~posts)
        meant = meant.where(~sa.and_(worked_here, _could_hold(tx, description, then, says=True)))
    campaign = current_campaign(tx)
    values = {"campaign": campaign.id if campaign else 0}
    return list(tx.execute(meant.order_by(_P.c.id), values).scalars())


def _asks_what_people_do(description: Description) -> bool:
    ((key, value),) = description.items()
    if key in ("all", "any"):
        return any(map(_asks_what_people_do, value))
    return key in _OWN_DOING or (key == "not" and _asks_what_people_do(value))


def _could_hold(tx: Tx, description: Description, day: date, *, says: bool) -> sa.ColumnElement[bool]:
    """The condition of `_holds`, with everything that people can change about themselves as the whole needs it. `says`:
    False under an odd number of `not`."""
    ((key, value),) = description.items()
    match key:
        case "all":
            return sa.and_(sa.true(), *(_could_hold(tx, one, day, says=says) for one in value))
        case "any":
            return sa.or_(sa.false(), *(_could_hold(tx, one, day, says=says) for one in value))
        case "not":
            return sa.not_(_could_hold(tx, value, day, says=not says))
    if key in _OWN_DOING:
        return sa.true() if says else sa.false()
    return _holds(tx, description, day)

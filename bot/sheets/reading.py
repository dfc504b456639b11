"""Senders and receivers of lists, and the content of a list as of now. Rights are for the callers to check."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import CampaignNow
from bot.leading.records import among
from bot.people.collectives import collectives
from bot.people.dates import here_on, holds_on
from bot.people.identity import Scope, Staff, grants, roster
from bot.people.ordering import in_order
from bot.people.reach import LEADING, above
from bot.people.records import Account, Person, Post, Role, UnionGroup, UnionMembership, UnionOffice
from bot.refusal import Refusal
from bot.registration.questions import OF_VERSIONS
from bot.registration.reading import Registrant
from bot.registration.records import (
    Declination,
    DeclineReason,
    Exemption,
    ExemptReason,
    Initiative,
    Receipt,
    Registration,
    RegistrationState,
    RegistrationTitle,
    RegistrationVersion,
)
from bot.sheets.content import Content, SheetRow
from bot.sheets.rules import FAMILIES
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family, Subject

_UG, _M = columns(UnionGroup), columns(UnionMembership)
_RC, _R, _V, _L = columns(Receipt), columns(Registration), columns(RegistrationVersion), columns(RegistrationTitle)
_I, _D, _X = columns(Initiative), columns(Declination), columns(Exemption)
_P, _POST, _A = columns(Person), columns(Post), columns(Account)
_MEMBERS = {Subject.UNIT: _POST, Subject.UNION_GROUP: _M}
_PLACES = {Subject.UNIT: _POST.c.unit_id, Subject.UNION_GROUP: _M.c.group_id}


@dataclass(frozen=True, slots=True)
class Sender:
    """A collective unit or a union group. `scope`: the people that its list names."""

    who: Registrant
    name: str
    scope: Scope
    above: str | None = None
    """The unit that it is part of."""
    has_seal: bool = False


def senders(tx: Tx, subject: Subject, on: date) -> dict[int, Sender]:
    """All senders of lists by key, in the order of the official list."""
    if subject is Subject.UNION_GROUP:
        groups = tx.execute(sa.select(_UG.c.id, _UG.c.name).order_by(_UG.c.position, _UG.c.id))
        return {
            row.id: Sender(Registrant(subject, row.id), row.name, Scope(union_group_ids=frozenset({row.id})))
            for row in groups
        }
    return {
        one.id: Sender(Registrant(subject, one.id), one.name, Scope(unit_ids=one.unit_ids), one.above, one.has_seal)
        for one in collectives(tx, on).values()
    }


def sender(tx: Tx, who: Registrant, on: date) -> Sender:
    """One sender. Raises Refusal where no list is expected: Ban Giám đốc, a unit that has ended, a key of nothing."""
    found = senders(tx, who.subject, on).get(who.key)
    if found is None:
        raise Refusal("sheet.no_list")
    return found


# --- what is registered now -------------------------------------------------------------------------------------------


def content(tx: Tx, campaign: CampaignNow, of: Sender) -> Content:
    """The content of the list if it were sent now, as its first version."""
    return contents(tx, campaign, of.who.subject, [of])[0]


def contents(tx: Tx, campaign: CampaignNow, subject: Subject, of: Sequence[Sender]) -> list[Content]:
    """The content of each of these lists, all of one kind: in few statements, however many they are."""
    family, today = FAMILIES[subject], tx.clock.today()
    union = family is Family.UNION
    people: dict[int, list[Staff]] = {}
    found = roster(tx, of[0].scope if len(of) == 1 else Scope(everybody=True), today)
    for person in found:
        place = person.union_group_id if union else person.unit_id
        people.setdefault(place or 0, []).append(person)
    keys = [person.id for person in found]
    registered = _registered(tx, campaign, family, keys)
    declined = _declined(tx, campaign, family, keys)
    exempt = _exempt(tx, campaign, keys)
    own: dict[int, list[Any]] = {}
    column = _RC.c["union_group_id" if union else "unit_id"]
    mine = _lines(family).where(column.in_(sorted({one.who.key for one in of})))
    for row in tx.execute(mine, {"campaign_id": campaign.id}):
        own.setdefault(row.union_group_id or row.unit_id, []).append(row)

    def rows(one: Sender) -> Iterator[SheetRow]:
        places = one.scope.union_group_ids if union else one.scope.unit_ids
        listed = [person for place in places for person in people.get(place, ())]
        if one.scope.person_id is not None:
            listed = [person for person in found if person.id == one.scope.person_id]
        listed.sort(key=lambda person: rank[person.id])
        for person in in_order(listed, campaign.people_order, union=union):
            name = person.name if union else person.name_in_unit  # a unit's stands above the list
            yield _row(person, name, registered.get(person.id, []), declined, exempt)

    def content_of(one: Sender) -> Content:
        lines = own.get(one.who.key, [])
        collective = tuple(row.title for row in lines)
        if not lines:
            return Content(one.name, tuple(rows(one)))
        return Content(one.name, tuple(rows(one)), collective, lines[0].id, lines[0].version)

    rank = {person.id: place for place, person in enumerate(found)}
    return [content_of(one) for one in of]


def signed_content(tx: Tx, campaign: CampaignNow, subject: Subject, of: Iterable[Sender]) -> dict[int, Content]:
    """By sender, the content as far as it is signed: people who register, and the collective. For many at once."""
    family, by_key = FAMILIES[subject], {one.who.key: one for one in of}
    if not by_key:
        return {}
    places = {place: key for key, one in by_key.items() for place in one.scope.unit_ids | one.scope.union_group_ids}
    today, member, place = tx.clock.today(), _MEMBERS[subject], _PLACES[subject]
    lines = _lines(family).add_columns(_P.c.full_name, place.label("place"))
    here = sa.and_(_P.c.id == _RC.c.person_id, here_on(today), member.c.person_id == _P.c.id, holds_on(member, today))
    rows: dict[int, dict[int, list[Any]]] = {key: {} for key in by_key}
    for row in tx.execute(lines.where(here, place.in_(places)), {"campaign_id": campaign.id}):
        rows[places[row.place]].setdefault(row.person_id, []).append(row)
    own: dict[int, list[Any]] = {}
    column = _RC.c["unit_id" if subject is Subject.UNIT else "union_group_id"]
    for row in tx.execute(_lines(family).where(column.in_(by_key)), {"campaign_id": campaign.id}):
        own.setdefault(row.unit_id or row.union_group_id, []).append(row)
    return {
        key: Content(
            one.name,
            tuple(_with_lines(SheetRow(person, found[0].full_name, ""), found) for person, found in rows[key].items()),
            tuple(row.title for row in own.get(key, ())),
            own[key][0].id if key in own else None,
        )
        for key, one in by_key.items()
    }


def sent_at(tx: Tx, registrations: Iterable[int]) -> list[datetime]:
    """The times at which these registrations were last sent, changed or withdrawn."""
    return list(tx.execute(sa.select(_R.c.submitted_at).where(_R.c.id.in_(sorted(registrations)))).scalars())


def _row(
    person: Staff, name: str, lines: list[Any], declined: dict[int, DeclineReason], exempt: dict[int, ExemptReason]
) -> SheetRow:
    head = SheetRow(
        person.id,
        name,
        person.position,
        declined=declined.get(person.id),
        exempt=exempt.get(person.id),
    )
    return _with_lines(head, lines) if lines else head


def _with_lines(head: SheetRow, lines: list[Any]) -> SheetRow:
    stands = lines[0]
    return SheetRow(
        head.person,
        head.name,
        head.position,
        tuple(line.title for line in lines),
        next((line.initiative for line in lines if line.initiative), None),
        any(line.initiative_later for line in lines),
        {one.name: said for one in OF_VERSIONS if (said := getattr(stands, one.name))},
        stands.id,
        stands.version,
        stands.agreement,
        stands.state is RegistrationState.CONFIRMED,
        exempt=head.exempt,
    )


def _registered(tx: Tx, campaign: CampaignNow, family: Family, keys: list[int]) -> dict[int, list[Any]]:
    """Person -> the lines of what stands: one statement, because lists of whole departments are drawn too."""
    found: dict[int, list[Any]] = {}
    for row in tx.execute(_lines(family).where(among(_RC.c.person_id, keys)), {"campaign_id": campaign.id}):
        found.setdefault(row.person_id, []).append(row)
    return found


@cache
def _lines(family: Family) -> sa.Select[Any]:
    """The lines of all that stands in the family in `campaign_id`, with whose they are."""
    return (
        sa.select(
            _RC.c.person_id,
            _RC.c.unit_id,
            _RC.c.union_group_id,
            _R.c.id,
            _R.c.state,
            _R.c.version,
            _R.c.agreement,
            *(_V.c[question.name] for question in OF_VERSIONS),
            _L.c.title,
            _I.c.name.label("initiative"),
            _L.c.initiative_later,
        )
        .select_from(
            _RC.join(_R, _R.c.receipt_id == _RC.c.id)
            .join(_V, sa.and_(_V.c.registration_id == _R.c.id, _V.c.version == _R.c.version))
            .join(_L, _L.c.version_id == _V.c.id)
            .outerjoin(_I, _I.c.id == _L.c.initiative_id)
        )
        .where(_RC.c.campaign_id == sa.bindparam("campaign_id"))
        .where(_R.c.family == family, _R.c.state != RegistrationState.WITHDRAWN)
        .order_by(_L.c.title)
    )


def _declined(tx: Tx, campaign: CampaignNow, family: Family, keys: list[int]) -> dict[int, DeclineReason]:
    query = (
        sa.select(_RC.c.person_id, _D.c.reason)
        .join(_D, sa.and_(_D.c.receipt_id == _RC.c.id, _D.c.family == family, _D.c.ended_at.is_(None)))
        .where(_RC.c.campaign_id == campaign.id, among(_RC.c.person_id, keys))
    )
    return {row.person_id: row.reason for row in tx.execute(query)}


def _exempt(tx: Tx, campaign: CampaignNow, keys: list[int]) -> dict[int, ExemptReason]:
    on = tx.clock.today()
    query = sa.select(_X.c.person_id, _X.c.reason).where(
        _X.c.campaign_id == campaign.id,
        among(_X.c.person_id, keys),
        _X.c.ended_at.is_(None),
        _X.c.since <= on,
        sa.or_(_X.c.until.is_(None), _X.c.until > on),
    )
    return {row.person_id: row.reason for row in tx.execute(query)}


# --- receivers of letters ---------------------------------------------------------------------------------------------


def receivers(tx: Tx, subject: Subject) -> frozenset[int]:
    """The members of the Office, or the union's chair."""
    if subject is Subject.UNION_GROUP:
        return _officers(tx, UnionOffice.CHAIR)
    return _holders(tx, {Role.OFFICE}, None)


def leads(tx: Tx, who: Registrant) -> frozenset[int]:
    """The leads of the sender: its own heads, or those of the bodies above it while it has none."""
    if who.subject is Subject.UNION_GROUP:
        return _officers(tx, UnionOffice.GROUP_LEAD, who.key)
    return _holders(tx, LEADING, {who.key}) or _holders(tx, LEADING, above(tx, who.key))


def chats(tx: Tx, people: Iterable[int]) -> frozenset[int]:
    """Telegram ids of these people."""
    return frozenset(tx.execute(sa.select(_A.c.user_id).where(_A.c.person_id.in_(sorted(people)))).scalars())


def _holders(tx: Tx, of: Iterable[Role], units: Iterable[int] | None) -> frozenset[int]:
    over = None if units is None else frozenset(units)
    wanted = frozenset(of)
    return frozenset(
        person_id
        for person_id, roles in grants(tx, tx.clock.today()).items()
        if any(one.role in wanted and (over is None or one.unit_id in over) for one in roles)
    )


def _officers(tx: Tx, office: UnionOffice, group_id: int | None = None) -> frozenset[int]:
    on = tx.clock.today()
    query = sa.select(_M.c.person_id).where(
        _M.c.office == office, _M.c.since <= on, sa.or_(_M.c.until.is_(None), _M.c.until > on)
    )
    if group_id is not None:
        query = query.where(_M.c.group_id == group_id)
    return frozenset(tx.execute(query).scalars())

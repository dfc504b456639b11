"""Register, change, withdraw, decline: each a function of a transaction that checks rights and rules again."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from bot.audit.records import note
from bot.campaigns.records import CampaignNow, current_campaign, titles_of
from bot.database import Tx, columns
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.registration import rules
from bot.registration.records import (
    Declination,
    DeclineReason,
    Initiative,
    LateRequest,
    LateRequestState,
    Line,
    Receipt,
    Registration,
    RegistrationState,
    RegistrationTitle,
    RegistrationVersion,
    Standing,
    answered,
    late_request,
)
from bot.titles.catalogue import Family, Regime

RECEIPTS = 2
"""Lock space: one receipt number at a time in a campaign."""

_RC, _R, _V, _L = columns(Receipt), columns(Registration), columns(RegistrationVersion), columns(RegistrationTitle)
_I, _D = columns(Initiative), columns(Declination)


def window(tx: Tx, actor: Actor) -> CampaignNow:
    """The campaign that `actor` may answer now, by the deadline or by an extension; raises Refusal otherwise."""
    campaign = current_campaign(tx)
    late = None
    if campaign is not None and tx.now > campaign.deadline_at:
        late = rules.granted(late_request(tx, campaign.id, actor.person.id))
    return rules.may_answer(campaign, tx.now, late)


def submit(
    tx: Tx, actor: Actor, regime: Regime, titles: frozenset[str], lines: Mapping[str, Line], pledge: str | None
) -> int:
    """Register `titles` for the actor, in place of what stood; the key of the receipt.

    Families that are no longer named are withdrawn; those that are not touched by the change keep their version and
    their confirmation. A declination ends.
    """
    campaign = window(tx, actor)
    person = actor.person
    if not titles:
        raise Refusal("reg.titles.none")
    offered = titles_of(tx, campaign.id)
    unknown = [title for title in titles if title not in regime or title not in offered]
    if unknown:
        raise Refusal("reg.titles.not_offered")
    receipt_id = _receipt(tx, campaign, person.id)
    before = {standing.family: standing for standing in answered(tx, campaign.id, person.id).standing}
    unsaid = pledge
    for family in Family:
        wanted = [lines[title.id] for title in regime.in_order(titles) if title.family is family]
        stood = before.get(family)
        # The pledge goes with one family, State first: another pledge must not undo the other's confirmation.
        said, unsaid = (unsaid, None) if wanted else (None, unsaid)
        if stood is not None and _same(stood, wanted, said):
            continue
        if wanted:
            version = _next_version(tx, receipt_id, family, person.id, RegistrationState.SUBMITTED)
            _write_version(tx, version, wanted, said, person.id, withdrawn=False)
        elif stood is not None:
            version = _next_version(tx, receipt_id, family, person.id, RegistrationState.WITHDRAWN)
            _write_version(tx, version, [], None, person.id, withdrawn=True)
    tx.execute(sa.update(_D).where(_D.c.receipt_id == receipt_id, _D.c.ended_at.is_(None)).values(ended_at=tx.now))
    note(
        tx,
        "registration.changed" if before else "registration.submitted",
        f"receipt:{receipt_id}",
        actor_id=person.id,
        titles=sorted(titles),
    )
    return receipt_id


def withdraw(tx: Tx, actor: Actor) -> int:
    """Take the whole registration back; every version stays. The key of the receipt."""
    campaign = window(tx, actor)
    person = actor.person
    stands = answered(tx, campaign.id, person.id)
    if not stands.registered or stands.receipt_id is None:
        raise Refusal("reg.nothing_to_withdraw")
    for standing in stands.standing:
        version = _next_version(tx, stands.receipt_id, standing.family, person.id, RegistrationState.WITHDRAWN)
        _write_version(tx, version, [], None, person.id, withdrawn=True)
    note(tx, "registration.withdrawn", f"receipt:{stands.receipt_id}", actor_id=person.id)
    return stands.receipt_id


def decline(tx: Tx, actor: Actor, reason: DeclineReason, words: str | None = None) -> int:
    """Record that the actor does not register this year; a registration that stood is withdrawn. The receipt's key."""
    campaign = window(tx, actor)
    person = actor.person
    if answered(tx, campaign.id, person.id).registered:
        withdraw(tx, actor)
    receipt_id = _receipt(tx, campaign, person.id)
    tx.execute(sa.update(_D).where(_D.c.receipt_id == receipt_id, _D.c.ended_at.is_(None)).values(ended_at=tx.now))
    tx.execute(
        sa.insert(_D),
        {"receipt_id": receipt_id, "reason": reason, "words": words, "at": tx.now, "by": person.id},
    )
    note(tx, "registration.declined", f"receipt:{receipt_id}", actor_id=person.id, reason=reason.value)
    return receipt_id


def ask_late(tx: Tx, actor: Actor, reason: str) -> None:
    """Ask to register after the deadline; an open request is put in other words."""
    campaign = current_campaign(tx)
    if campaign is None or not rules.may_ask_late(campaign, tx.now):
        raise Refusal("late.not_now")
    table = columns(LateRequest)
    open_one = sa.and_(
        table.c.campaign_id == campaign.id,
        table.c.person_id == actor.person.id,
        table.c.state == LateRequestState.OPEN,
    )
    if tx.execute(sa.update(table).where(open_one).values(reason=reason, asked_at=tx.now)).rowcount == 0:
        tx.execute(
            sa.insert(table),
            {
                "campaign_id": campaign.id,
                "person_id": actor.person.id,
                "reason": reason,
                "state": LateRequestState.OPEN,
                "asked_at": tx.now,
            },
        )
    note(tx, "registration.asked_late", f"person:{actor.person.id}", actor_id=actor.person.id)


def _receipt(tx: Tx, campaign: CampaignNow, person_id: int) -> int:
    """The person's receipt in this campaign; numbered at the first answer, the same ever after."""
    known = sa.select(_RC.c.id).where(_RC.c.campaign_id == campaign.id, _RC.c.person_id == person_id)
    if (found := tx.execute(known).scalar_one_or_none()) is not None:
        return int(found)
    tx.lock(RECEIPTS, campaign.id)
    last = tx.execute(sa.select(sa.func.max(_RC.c.number)).where(_RC.c.campaign_id == campaign.id)).scalar_one()
    number = (last or 0) + 1
    made = tx.execute(
        sa.insert(_RC).returning(_RC.c.id),
        {
            "campaign_id": campaign.id,
            "number": number,
            "code": f"TD{campaign.year % 100:02d}-{number:04d}",
            "person_id": person_id,
        },
    )
    return int(made.scalar_one())


def _same(stood: Standing, wanted: Sequence[Line], pledge: str | None) -> bool:
    return {line.title: line for line in stood.lines} == {
        line.title: line for line in wanted
    } and stood.pledge == pledge


def _next_version(tx: Tx, receipt_id: int, family: Family, person_id: int, state: RegistrationState) -> tuple[int, int]:
    """Move the registration on by a version: its key and the version's number. A change undoes a confirmation."""
    where = sa.and_(_R.c.receipt_id == receipt_id, _R.c.family == family)
    moved = tx.execute(
        sa.update(_R)
        .where(where)
        .values(
            state=state,
            version=_R.c.version + 1,
            submitted_at=tx.now,
            registered_by=person_id,
            confirmed_by=None,
            confirmed_at=None,
        )
        .returning(_R.c.id, _R.c.version)
    ).first()
    if moved is not None:
        return moved.id, moved.version
    made = tx.execute(
        sa.insert(_R).returning(_R.c.id),
        {
            "receipt_id": receipt_id,
            "family": family,
            "state": state,
            "version": 1,
            "submitted_at": tx.now,
            "registered_by": person_id,
        },
    )
    return int(made.scalar_one()), 1


def _write_version(
    tx: Tx, version: tuple[int, int], lines: Sequence[Line], pledge: str | None, by: int, *, withdrawn: bool
) -> None:
    registration_id, number = version
    made = tx.execute(
        sa.insert(_V).returning(_V.c.id),
        {
            "registration_id": registration_id,
            "version": number,
            "pledge": pledge,
            "at": tx.now,
            "by": by,
            "withdrawn": withdrawn,
        },
    )
    version_id = int(made.scalar_one())
    initiatives: dict[str, int] = {}
    for line in lines:
        if line.initiative and line.initiative not in initiatives:
            initiatives[line.initiative] = _initiative(tx, by, line.initiative)
    rows = [
        {
            "version_id": version_id,
            "title": line.title,
            "initiative_id": initiatives.get(line.initiative or ""),
            "initiative_later": line.initiative_later,
        }
        for line in lines
    ]
    if rows:
        tx.execute(sa.insert(_L), rows)


def _initiative(tx: Tx, person_id: int, name: str) -> int:
    known = sa.select(_I.c.id).where(_I.c.person_id == person_id, _I.c.name == name)
    if (found := tx.execute(known).scalars().first()) is not None:
        return int(found)
    row = {"person_id": person_id, "name": name, "named_at": tx.now}
    return int(tx.execute(sa.insert(_I).returning(_I.c.id), row).scalar_one())

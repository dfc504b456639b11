"""Đăng ký thay: a lead registers, or declines, for a person of the unit who said so; the person stands behind it later.

Never over what a person has sent or agreed to in person. What the lead saw is compared with what stands, so that of two
who register for one person the second is told what the first did.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from bot.campaigns.offers import check_families, offered
from bot.campaigns.records import CampaignNow, current_campaign
from bot.leading import reading
from bot.leading.hours import left_at
from bot.leading.nudging.actions import window_end
from bot.leading.proxy.other_way import who_registers_for
from bot.leading.reading import Board, BoardState, Member
from bot.leading.records import own_answers
from bot.leading.rights import PREPARING, answers_until, may_register_for, still_declines
from bot.ledger import planning
from bot.people.identity import Actor, Scope, Staff, staff
from bot.people.naming import by_name
from bot.people.reach import SEEING, reachable, subtree, units_of
from bot.refusal import Refusal
from bot.registration import filing
from bot.registration.filing import Filing
from bot.registration.reading import Answered, Registrant, TitleLine, answered, revision
from bot.registration.records import (
    Agreement,
    DeclineReason,
    FamilyChoice,
    Receipt,
    Registration,
    RegistrationState,
)
from bot.store.audit import note
from bot.store.database import Tx, once
from bot.store.locks import Turn
from bot.store.schema import columns
from bot.titles.catalogue import Family, Regime, Subject, Title
from bot.titles.loading import shared as catalogue
from bot.titles.rules import asks_initiative

PROXIED, DECLINED, ASKED = "proxied", "proxy_declined", "proxy_asked"
"""Kinds of letters."""

_RC, _R = columns(Receipt), columns(Registration)


@dataclass(frozen=True, slots=True)
class ProxyCase:
    """A person for whom the actor may register, with what may be registered and what stands."""

    person: Staff
    by: Staff
    campaign: CampaignNow
    regime: Regime
    offered: tuple[Title, ...]
    stands: Answered
    revision: int
    """Of what stands."""
    today: date
    earliest: date
    """The first day on which the person can have said so: that on which registration opened."""
    linked: bool
    """A letter of ours reaches the person."""


def proxy_case(tx: Tx, actor: Actor, person_id: int, *, declines: bool = False) -> ProxyCase:
    """The person, as the actor may register for him or her. Raises Refusal without the right, outside the person's
    window, or when the person has registered in person. `declines`: it is to be recorded that he or she does not
    register, as it may be after the deadline too (`still_declines`)."""
    today = tx.clock.today()
    person = staff(tx, person_id, today)
    if person is None or not may_register_for(tx, actor, person):
        raise Refusal("role.not_yours")
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    stands = answered(tx, campaign.id, person_id)
    if not (declines and still_declines(tx, campaign, stands)):
        window_end(tx, campaign, person_id)
    for standing in stands.standing:
        if standing.agreement is Agreement.OWN:
            raise Refusal("proxy.own", name=person.name)
        if standing.agreement is Agreement.CHAT:
            raise Refusal("proxy.agreed", name=person.name)
    return ProxyCase(
        person,
        actor.person,
        campaign,
        catalogue().regime(campaign.regime),
        offered(tx, campaign, person),
        stands,
        revision(tx, stands.receipt_id),
        today,
        tx.clock.local(campaign.opens_at).date(),
        linked=reachable(tx, [person_id]).get(person_id, False),
    )


@once()
def awaited(tx: Tx, campaign_id: int) -> frozenset[int]:
    """The people for whom somebody has registered and who have not agreed yet."""
    query = (
        sa.select(_RC.c.person_id)
        .join(_R, _R.c.receipt_id == _RC.c.id)
        .where(
            _RC.c.campaign_id == campaign_id,
            _RC.c.person_id.is_not(None),
            _R.c.agreement == Agreement.AWAITED,
            _R.c.state != RegistrationState.WITHDRAWN,
        )
    )
    return frozenset(tx.execute(query).scalars())


def people_to_register(
    tx: Tx, actor: Actor, campaign: CampaignNow, board: Board | None = None
) -> list[tuple[Member, bool]]:
    """The people of the actor's units who have not answered in person, as long as they may. True: registered by proxy
    already, and not agreed to. `board`: of the actor's own, where it is loaded already."""
    units = units_of(actor, PREPARING)
    if not units:
        return []
    if board is None or units != units_of(actor, SEEING):
        board = reading.load(tx, Scope(unit_ids=subtree(tx, units, tx.clock.today())), campaign, Family.STATE)
    again = awaited(tx, campaign.id)
    listed = [
        *((member, False) for member in board.of(BoardState.MISSING) if member.person.id not in again),
        *((member, True) for member in board.members if member.person.id in again),
        *((member, False) for member in board.of(BoardState.DECLINED) if member.person.id not in again),
    ]
    others = own_answers(tx, campaign.id) | {actor.person.id}
    may = [one for one in listed if one[0].person.id not in others]
    return [one for one in may if answers_until(tx, campaign, one[0].person.id) is not None]


def register(
    tx: Tx, actor: Actor, person_id: int, titles: frozenset[str], told_on: date, *, on_paper: bool, seen: int
) -> int:
    """Register `titles` for the person, who said so on `told_on`; the key of the receipt. The person hears at once.

    `on_paper`: will sign the list, rather than agree in chat. `seen`: the revision of what stood when the lead began;
    raises Refusal with what happened since.
    """
    for_whom = _locked(tx, actor, person_id, seen)
    if not titles:
        raise Refusal("reg.titles.none")
    if not titles <= {title.id for title in for_whom.offered}:
        raise Refusal("reg.titles.not_offered")
    check_told_on(for_whom, told_on)
    receipt_id, _before = filing.file(
        tx,
        for_whom.campaign,
        for_whom.regime,
        Registrant(Subject.PERSON, person_id),
        lines(for_whom, titles),
        for_whom.stands.answers,
        Filing(actor.person.id, Agreement.AWAITED, told_on),
    )
    filing.outdate_boards(tx, for_whom.person)
    details = {"titles": sorted(titles), "told_on": told_on.isoformat(), "on_paper": on_paper}
    note(tx, "registration.by_proxy", f"receipt:{receipt_id}", actor_id=actor.person.id, **details)
    now = revision(tx, receipt_id)
    values = {"campaign": for_whom.campaign.id, "revision": now, "told_on": told_on.isoformat(), "on_paper": on_paper}
    _tell(tx, PROXIED, receipt_id, person_id, now, {**values, "by": actor.person.id})
    return receipt_id


def decline(
    tx: Tx,
    actor: Actor,
    person_id: int,
    reason: DeclineReason,
    *,
    seen: int,
    what: FamilyChoice = FamilyChoice.STATE,
) -> int:
    """Record that the person registers nothing of `what` this year; what was registered there by proxy is withdrawn.
    The key of the receipt. `seen` as in `register`. Raises Refusal for somebody who has declined all of it already."""
    for_whom = _locked(tx, actor, person_id, seen, declines=True)
    check_families(for_whom.offered, what.families)
    stands, me = for_whom.stands, actor.person.id
    families = [family for family in what.families if stands.declined_in(family) is None]
    if not families:
        raise _declined_already(for_whom)
    receipt_id = filing.decline(tx, for_whom.campaign, person_id, families, reason, None, me)
    filing.outdate_boards(tx, for_whom.person)
    details = {"reason": reason.value, "what": what.value}
    note(tx, "registration.declined_by_proxy", f"receipt:{receipt_id}", actor_id=me, **details)
    now = revision(tx, receipt_id)
    values = {"campaign": for_whom.campaign.id, "revision": now, "by": me}
    _tell(tx, DECLINED, receipt_id, person_id, now, values)
    return receipt_id


def lines(for_whom: ProxyCase, titles: frozenset[str]) -> dict[str, TitleLine]:
    """The lines of the registration by title. An initiative that was named stays; others follow later."""
    named = {line.title: line.initiative for one in for_whom.stands.standing for line in one.lines}
    return {
        title.id: TitleLine(title.id, named.get(title.id), asks_initiative(title) and named.get(title.id) is None)
        for title in for_whom.regime.in_order(titles)
    }


def check_told_on(for_whom: ProxyCase, day: date) -> None:
    """Raises Refusal for a day on which the person cannot have said so: to come, or before registration opened."""
    if not for_whom.earliest <= day <= for_whom.today:
        raise Refusal("proxy.day_out_of_range", first=for_whom.earliest, last=for_whom.today)


def ask(tx: Tx, actor: Actor) -> None:
    """The actor asks to be registered for: whoever may hears of it, once a day. Raises Refusal when there is nobody,
    or nothing to ask for."""
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    until = window_end(tx, campaign, actor.person.id)
    if answered(tx, campaign.id, actor.person.id).registered:
        raise Refusal("proxy.registered_already")
    leads = who_registers_for(tx, actor.person)
    if not leads:
        raise Refusal("proxy.nobody_to_ask")
    for lead in leads:
        planning.plan(
            tx,
            ASKED,
            f"proxy_asked:{actor.person.id}",
            lead.id,
            tx.clock.today().isoformat(),
            {"campaign": campaign.id, "person": actor.person.id},
            due_at=left_at(tx, tx.now),
            useful_until=until,
        )
    note(tx, "registration.asked_for_proxy", f"person:{actor.person.id}", actor_id=actor.person.id)


def _locked(tx: Tx, actor: Actor, person_id: int, seen: int, *, declines: bool = False) -> ProxyCase:
    """`proxy_case`, read while nobody else can change what stands. Raises Refusal when it is not what the lead saw."""
    tx.lock(Turn.PROXY, person_id)
    # Whoever sends something in person at this moment is waited for: a first answer needs the receipt, a later one its
    # registrations.
    receipts = sa.select(_RC.c.id).where(_RC.c.person_id == person_id).with_for_update()
    receipt_ids = list(tx.execute(receipts).scalars())
    tx.execute(sa.select(_R.c.id).where(_R.c.receipt_id.in_(receipt_ids)).with_for_update())
    for_whom = proxy_case(tx, actor, person_id, declines=declines)
    if for_whom.revision != seen:
        raise _since(tx, for_whom)
    return for_whom


def _since(tx: Tx, for_whom: ProxyCase) -> Refusal:
    """The refusal that says what somebody else did while this lead was at it."""
    name, stands = for_whom.person.name, for_whom.stands
    newest = max(stands.standing, key=lambda one: one.submitted_at, default=None)
    if any(newest is None or said.at > newest.submitted_at for said in stands.declinations):
        return _declined_already(for_whom)
    by = None if newest is None else staff(tx, newest.registered_by, for_whom.today)
    if newest is None or by is None:
        return Refusal("proxy.changed_since", name=name)
    who = by_name(by)
    return Refusal("proxy.registered_since", name=name, who=who, at=newest.submitted_at)


def _declined_already(for_whom: ProxyCase) -> Refusal:
    at = max(one.at for one in for_whom.stands.declinations)
    return Refusal("proxy.declined_already", name=for_whom.person.name, at=at)


def _tell(tx: Tx, kind: str, receipt_id: int, person_id: int, now: int, values: Mapping[str, object]) -> None:
    planning.plan(tx, kind, f"receipt:{receipt_id}", person_id, f"{kind}:{now}", values)

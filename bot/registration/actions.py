"""Register, change, withdraw, decline: each a function of a transaction that checks rights and rules again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from bot.campaigns.calendar import office_calendar
from bot.campaigns.offers import asked_families, check_families, offered
from bot.campaigns.records import CampaignNow, current_campaign, titles_of
from bot.people.identity import Actor
from bot.recognition.year_records import still_open
from bot.refusal import Refusal
from bot.registration import filing, rules
from bot.registration.filing import Filing
from bot.registration.questions import Answers
from bot.registration.reading import FORESEEN, Answered, Registrant, TitleLine, answered, late_request
from bot.registration.records import (
    Agreement,
    DeclineReason,
    FamilyChoice,
    Receipt,
    RegistrationState,
    open_changes,
)
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns
from bot.store.together.rows import evenly
from bot.titles.catalogue import Family, Regime, Subject

_RC = columns(Receipt)
_WITH_RECEIPT = sa.select(_RC.c.person_id).where(
    _RC.c.campaign_id == sa.bindparam("campaign_id"), _RC.c.person_id.in_(sa.bindparam("people", expanding=True))
)


def foresee(tx: Tx, actors: Sequence[Actor]) -> None:
    """Read at once which of these people have answered nothing yet, for whoever asks for the answer of one next. Of
    those who have, each is asked for alone: an answer is many rows."""
    campaign = current_campaign(tx)
    people = {actor.staff.id for actor in actors if actor.staff is not None}
    if campaign is None or not people:
        return
    receipts = tx.execute(_WITH_RECEIPT, {"campaign_id": campaign.id, "people": evenly(sorted(people))})
    for person_id in people.difference(receipts.scalars()):
        tx.foresee((FORESEEN, campaign.id, Registrant(Subject.PERSON, person_id)), (_RC.name,), ())


def window(tx: Tx, actor: Actor) -> CampaignNow:
    """The campaign that `actor` may answer now, by its deadline or by the actor's own, where that was extended; raises
    Refusal otherwise."""
    campaign = current_campaign(tx)
    late = None
    if campaign is not None and tx.now > campaign.deadline_at:
        late = rules.granted(late_request(tx, campaign.id, actor.person.id))
    return rules.may_answer(campaign, tx.now, late)


@dataclass(frozen=True, slots=True)
class ChangeWindow:
    """The campaign with the person's own deadline, and the families in which he or she may only change what stands, as
    was asked. None: anything may be answered."""

    campaign: CampaignNow
    only: frozenset[Family] | None = None


def change_window(tx: Tx, actor: Actor) -> ChangeWindow:
    """`window`, or after it the time that the actor was given for a change; raises Refusal otherwise."""
    campaign = current_campaign(tx)
    if campaign is not None and tx.now > campaign.deadline_at:
        late = rules.granted(late_request(tx, campaign.id, actor.person.id))
        asked = open_changes(tx, campaign.id, actor.person.id) if late is None or tx.now > late else ()
        ends = {one.family: rules.change_until(campaign, one.until, office_calendar(tx)) for one in asked}
        if still := {family: end for family, end in ends.items() if tx.now <= end}:
            return ChangeWindow(replace(campaign, deadline_at=max(still.values())), frozenset(still))
    return ChangeWindow(window(tx, actor))


def may_change(tx: Tx, actor: Actor) -> bool:
    """True while the actor has been given time, after the deadline, to change what stands."""
    try:
        return change_window(tx, actor).only is not None
    except Refusal:
        return False


def submit(
    tx: Tx, actor: Actor, regime: Regime, titles: frozenset[str], lines: Mapping[str, TitleLine], answers: Answers
) -> int:
    """Register `titles` for the actor, in place of what stood; the key of the receipt.

    Families that are no longer named are withdrawn; those that are not touched by the change keep their version and
    their confirmation. A declination ends in the families in which something is registered. Whoever was given time for
    a change after the deadline changes that family only. What was to be changed and is sent again as it was waits to be
    confirmed.
    """
    open_now = change_window(tx, actor)
    campaign, person = open_now.campaign, actor.person
    families = [family for family in Family if open_now.only is None or family in open_now.only]
    if not titles:
        raise Refusal("reg.titles.none")
    taken = titles_of(tx, campaign.id)
    unknown = [title for title in titles if title not in regime or title not in taken]
    if unknown or any(regime.title(title).family not in families for title in titles):
        raise Refusal("reg.titles.not_offered")
    # Answers stand with the State titles, where there are any: a change of the others alone leaves them there.
    state = answered(tx, campaign.id, person.id).in_family(Family.STATE)
    elsewhere = Family.STATE not in families and state is not None
    receipt_id, before = filing.file(
        tx,
        campaign,
        regime,
        _own(person.id),
        {title: lines[title] for title in titles},
        None if elsewhere else answers,
        Filing(person.id),
        families,
    )
    filing.keep(tx, _kept(before, answered(tx, campaign.id, person.id), families))
    # What a lead had registered and the person sends again as it was has no new version: it is agreed to.
    filing.agree(tx, [standing.registration_id for standing in before.standing], Agreement.CHAT)
    filing.outdate_boards(tx, person)
    note(
        tx,
        "registration.changed" if before.registered else "registration.submitted",
        f"receipt:{receipt_id}",
        actor_id=person.id,
        titles=sorted(titles),
    )
    return receipt_id


def _kept(before: Answered, after: Answered, families: Collection[Family]) -> list[int]:
    """The registrations that were to be changed and were sent again as they were. Where only something else was changed
    that nobody had asked for, they are still to be."""
    asked = [one for one in before.standing if one.state is RegistrationState.CHANGE_ASKED and one.family in families]
    kept = [one.registration_id for one in asked if after.in_family(one.family) == one]
    return kept if after == before or len(kept) < len(asked) else []


def withdraw(tx: Tx, actor: Actor) -> int:
    """Take the whole registration back; every version stays. The key of the receipt."""
    campaign = window(tx, actor)
    still_open(tx, campaign.id)
    person = actor.person
    stands = answered(tx, campaign.id, person.id)
    if not stands.registered or stands.receipt_id is None:
        raise Refusal("reg.nothing_to_withdraw")
    filing.take_back(tx, stands, _own(person.id), person.id)
    filing.outdate_boards(tx, person)
    note(tx, "registration.withdrawn", f"receipt:{stands.receipt_id}", actor_id=person.id)
    return stands.receipt_id


def to_decline(tx: Tx, actor: Actor) -> tuple[Family, ...]:
    """The families for which the actor may say now that he or she registers nothing. In time: all in which an answer is
    expected. After the deadline, as long as the campaign takes anything: those in which nothing is registered, since
    nobody gains a title by it, and what was registered stands on lists that were signed."""
    campaign = current_campaign(tx)
    if campaign is None:
        return ()
    asked = asked_families(offered(tx, campaign, actor.person))
    try:
        window(tx, actor)
    except Refusal:
        if not campaign.deadline_at < tx.now <= campaign.closes_at:
            return ()
        stands = answered(tx, campaign.id, actor.person.id)
        return tuple(family for family in asked if stands.in_family(family) is None)
    return asked


def may_decline(tx: Tx, actor: Actor, what: FamilyChoice) -> CampaignNow:
    """The campaign in which the actor may say so of `what` now. Raises Refusal otherwise, as for a family in which
    nothing is offered to the actor."""
    campaign = current_campaign(tx)
    if campaign is None or not set(what.families) <= set(to_decline(tx, actor)):
        campaign = window(tx, actor)
        check_families(offered(tx, campaign, actor.person), what.families)
    return campaign


def decline(
    tx: Tx, actor: Actor, reason: DeclineReason, words: str | None = None, what: FamilyChoice = FamilyChoice.STATE
) -> int:
    """Record that the actor registers nothing of `what` this year; a registration that stood there is withdrawn, and a
    request to register late that nothing is left of ends. The receipt's key. Raises Refusal as `may_decline`."""
    campaign, person = may_decline(tx, actor, what), actor.person
    receipt_id = filing.decline(tx, campaign, person.id, what.families, reason, words, person.id)
    stands = answered(tx, campaign.id, person.id)
    if all(map(stands.answered_in, asked_families(offered(tx, campaign, person)))):
        filing.end_late_request(tx, campaign.id, person.id)
    filing.outdate_boards(tx, person)
    details = {"reason": reason.value, "what": what.value}
    note(tx, "registration.declined", f"receipt:{receipt_id}", actor_id=person.id, **details)
    return receipt_id


def agree(tx: Tx, actor: Actor) -> None:
    """The actor stands behind what somebody has registered in his or her name. Not a change: it needs no window."""
    campaign = current_campaign(tx)
    stands = Answered() if campaign is None else answered(tx, campaign.id, actor.person.id)
    if campaign is None or not stands.registered:
        raise Refusal("reg.nothing_yet")
    still_open(tx, campaign.id)
    if filing.agree(tx, [standing.registration_id for standing in stands.standing], Agreement.CHAT):
        note(tx, "registration.agreed", f"receipt:{stands.receipt_id}", actor_id=actor.person.id)


def _own(person_id: int) -> Registrant:
    return Registrant(Subject.PERSON, person_id)

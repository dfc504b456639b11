"""Outages as the Office hears of them and decides on them: what waits, who has a next door, and its head's word."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.address import Door
from bot.bells import held
from bot.bells.held import Figures, Next
from bot.campaigns.calendar import office_calendar
from bot.campaigns.records import current_campaign
from bot.dialogue.screens import Phrase, say
from bot.ledger import outages, planning
from bot.ledger.letter import Haste
from bot.ledger.outages import SPOKEN, Outage
from bot.office.channels.actions import office_only
from bot.people.dates import holds_on
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.office import heads
from bot.people.records import Grant, Role
from bot.refusal import Refusal
from bot.reminders import unanswered
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns

_G = columns(Grant)


def source(outage_id: int) -> str:
    """The source of the letters that say of this outage."""
    return f"outage:{outage_id}"


def tell(tx: Tx, outage: Outage) -> int:
    """Plan the letters to every member of the Office, one for each outage, at an hour at which offices are written
    to; how many are new."""
    today = tx.clock.today()
    query = sa.select(_G.c.person_id).distinct().where(_G.c.role == Role.OFFICE, holds_on(_G, today))
    people = {person_id: {"outage": outage.id} for person_id in tx.execute(query).scalars()}
    due_at = office_calendar(tx).civil_from(tx.now)
    return planning.plan_all(tx, SPOKEN, source(outage.id), "1", people, due_at=due_at)


@dataclass(frozen=True, slots=True)
class Told:
    """One outage with all that is to be said of it. `hasty`: letters that wait and must not, by the reason; `others`:
    those that may."""

    outage: Outage
    next: Next
    hasty: dict[Haste, int]
    others: int
    figures: Figures
    ended: bool = False
    """It is the end of a pilot, of which letters go on by themselves."""


def told(tx: Tx, outage: Outage) -> Told:
    figures, why = held.figures(tx, outage), outages.hasty()
    hasty = dict.fromkeys(Haste, 0)
    for kind, count in figures.waiting.items():
        if kind in why:
            hasty[why[kind]] += count
    others = sum(count for kind, count in figures.waiting.items() if kind not in why and kind != SPOKEN)
    waiting = {reason: count for reason, count in hasty.items() if count}
    gone = held.closed_for_good(tx)
    ended = gone is not None and gone.id == outage.id
    return Told(outage, held.next_doors(tx, outage.door), waiting, others, figures, ended)


def owing(tx: Tx) -> frozenset[int]:
    """People whose answer is still to come, in whichever family, while it is taken: only they are to sign a form."""
    campaign = current_campaign(tx)
    if campaign is None or not campaign.opens_at <= tx.now <= campaign.closes_at:
        return frozenset()
    return frozenset(unanswered.missing(tx, campaign.id)) | frozenset(unanswered.missing_for_union(tx, campaign.id))


def one(tx: Tx, actor: Actor, outage_id: int) -> Outage:
    """The outage. Raises Refusal for whoever is not of the Office."""
    office_only(actor)
    found = outages.found(tx, outage_id)
    if found is None:
        raise Refusal("stale.button")
    return found


def may_pass(outage: Outage) -> bool:
    """True if letters could go by the next door: only Telegram has one that carries them."""
    return outage.door is Door.TELEGRAM


def decider(tx: Tx) -> Phrase:
    """The head of the Office by name, or whoever acts; the Office, where nobody is named."""
    return heads.whose(tx) if heads.heads(tx) else say("outage.office")


def open_one(tx: Tx, actor: Actor, outage_id: int) -> Outage:
    """The outage, of which the head of the Office decides, or has decided. Raises Refusal."""
    outage = one(tx, actor, outage_id)
    heads.head_only(tx, actor)
    if not outage.is_open:
        raise Refusal("outage.serves_again")
    return outage


def let_pass(tx: Tx, actor: Actor, outage_id: int) -> None:
    """The word of the head of the Office: letters that must not wait go by the next door. A second time changes
    nothing. Raises Refusal where a colleague was faster."""
    outage = open_one(tx, actor, outage_id)
    passes = may_pass(outage)
    if outages.decide(tx, outage.id, actor.person.id, outages.hasty().keys() if passes else ()):
        deed = "door.let_pass" if passes else "door.known"
        note(tx, deed, f"door_outage:{outage.id}", actor_id=actor.person.id, door=outage.door.value)
    elif (by := one(tx, actor, outage.id).decided_by) not in (None, actor.person.id):
        raise Refusal("outage.decided_already" if passes else "outage.known_already", who=name_of(tx, by))

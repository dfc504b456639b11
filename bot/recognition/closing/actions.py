"""Closing a campaign, and removing what may go: decided by the head of the Office."""

from bot.campaigns.records import CampaignNow, campaign_of_year
from bot.dialogue import living
from bot.people.identity import Actor
from bot.people.office.heads import head_only
from bot.personnel.rules import office_only
from bot.recognition import year_records
from bot.recognition.closing import raw
from bot.recognition.year_records import Raw
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn

_ALL = 0


def campaign(tx: Tx, actor: Actor, year: int) -> CampaignNow:
    """The campaign of the year. Raises Refusal for whoever is not of the Office, and where there is none."""
    office_only(actor)
    found = campaign_of_year(tx, year)
    if found is None:
        raise Refusal("decision.no_campaign", year=year)
    return found


def may_close(tx: Tx, actor: Actor, year: int) -> CampaignNow:
    """The campaign that may be closed. Raises Refusal while people may still register in it."""
    found = campaign(tx, actor, year)
    head_only(tx, actor)
    if tx.now <= found.closes_at:
        raise Refusal("year.still_registering", until=found.closes_at)
    return found


def close(tx: Tx, actor: Actor, year: int) -> None:
    """Close the campaign. A second time changes nothing."""
    tx.lock(Turn.CAMPAIGNS, _ALL)
    found = may_close(tx, actor, year)
    if year_records.end(tx, found.id, actor.person.id):
        note(tx, "campaign.ended", f"campaign:{found.id}", actor_id=actor.person.id)
        living.outdate_all(tx)


def set_retention(tx: Tx, actor: Actor, kind: Raw, months: int, source: str) -> None:
    """Say how long a kind of raw things is kept, and by which rule."""
    head_only(tx, actor)
    year_records.set_retention(tx, kind, months, source, actor.person.id)
    note(tx, "retention.set", f"retention:{kind.value}", actor_id=actor.person.id, months=months)


def remove(tx: Tx, actor: Actor, count: int) -> None:
    """Remove what may go. Raises Refusal where that is not any more what was shown."""
    head_only(tx, actor)
    tx.lock(Turn.CAMPAIGNS, _ALL)
    found = raw.dry_run(tx)
    if not any(one.count for one in found.values()):
        return
    if sum(one.count for one in found.values()) != count:
        raise Refusal("retention.changed_meanwhile")
    raw.remove(tx, found)
    counts = {kind.value: one.count for kind, one in found.items()}
    note(tx, "retention.removed", "retention:all", actor_id=actor.person.id, **counts)

"""Không thuộc diện: the Office says who need not answer in this campaign, from when to when, and takes it back."""

from datetime import date, timedelta

from bot.campaigns.records import CampaignNow, current_campaign
from bot.people.identity import Actor
from bot.personnel import records, rules
from bot.personnel.staff.moving import known
from bot.refusal import Refusal
from bot.registration import filing
from bot.registration.records import ExemptReason
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn


def campaign_now(tx: Tx) -> CampaignNow:
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    return campaign


def exempt(tx: Tx, actor: Actor, person_id: int, reason: ExemptReason, since: date, last: date | None) -> None:
    """From `since` to `last`, both included (None: to the campaign's end). In place of what was said before."""
    person = known(tx, actor, person_id)
    campaign, today = campaign_now(tx), tx.clock.today()
    rules.within(since, date.min, today)
    until = None if last is None else rules.within(last, since, max(since, today)) + timedelta(days=1)
    tx.lock(Turn.EXEMPTION, person_id)
    records.end_exemption(tx, campaign.id, person_id)
    made = records.add_exemption(tx, campaign.id, person_id, reason, since, until, actor.person.id)
    filing.outdate_boards(tx, person)
    note(tx, "exemption.given", f"exemption:{made}", actor_id=actor.person.id, reason=reason.value)


def end(tx: Tx, actor: Actor, person_id: int) -> None:
    """The person is expected to answer again. A second time changes nothing."""
    person = known(tx, actor, person_id)
    ended = records.end_exemption(tx, campaign_now(tx).id, person_id)
    if ended is not None:
        filing.outdate_boards(tx, person)
        note(tx, "exemption.ended", f"exemption:{ended}", actor_id=actor.person.id)

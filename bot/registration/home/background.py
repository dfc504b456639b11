"""The background of what stands of a person, as far as he or she did not do it alone and in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from bot.campaigns.calendar import office_calendar
from bot.campaigns.records import CampaignNow, current_campaign
from bot.dialogue.screens import Phrase, say
from bot.people.chain import state_confirmer
from bot.people.dates import holds_on
from bot.people.identity import Staff, staff
from bot.people.naming import confirmer
from bot.registration.reading import Answered, late_request, revision
from bot.registration.records import Agreement, ChangeAsked, Exemption, LateRequestState, open_changes
from bot.registration.rules import change_told, change_until, way_to_change, what_to_change
from bot.registration.targets import EditPart, ShowEdit
from bot.store.database import Tx
from bot.store.schema import columns


@dataclass(frozen=True, slots=True)
class Spared:
    """The person need not answer now. `last`: the last day of that; None: until the campaign ends."""

    last: date | None


@dataclass(frozen=True, slots=True)
class Background:
    by: Staff | None
    """The one who registered, or declined, in the person's stead."""
    revision: int
    """The revision of what stands: what a tap agrees to."""
    late: bool
    """Sent after the deadline."""
    asked: tuple[Phrase, ...]
    """Lines on the changes that the person was asked for: what, and until when; and on his or her own request."""
    change: ShowEdit | EditPart
    """The way to what is to be changed."""
    spared: Spared | None


def background(tx: Tx, person: Staff, stands: Answered) -> Background:
    others = {one.registered_by for one in stands.standing if one.agreement is not Agreement.OWN}
    others |= {one.by for one in stands.declinations}
    others.discard(person.id)
    by = next((found for key in sorted(others) if (found := staff(tx, key, tx.clock.today()))), None)
    sent, campaign = stands.submitted_at, current_campaign(tx)
    late = sent is not None and campaign is not None and sent > campaign.deadline_at
    changes = open_changes(tx, campaign.id, person.id) if campaign is not None else ()
    asked = (*_asked(tx, campaign, changes), *late_step(tx, campaign, person))
    change = way_to_change(changes[0].reason, changes[0].words) if len(changes) == 1 else ShowEdit()
    return Background(by, revision(tx, stands.receipt_id), late, asked, change, spared(tx, campaign, person))


_E = columns(Exemption)
_SPARED = sa.select(_E.c.until).where(
    _E.c.campaign_id == sa.bindparam("campaign_id"),
    _E.c.person_id == sa.bindparam("person_id"),
    _E.c.ended_at.is_(None),
    holds_on(_E, sa.bindparam("today", type_=sa.Date)),
)


def spared(tx: Tx, campaign: CampaignNow | None, person: Staff) -> Spared | None:
    """None for whoever is to answer, and where there is no campaign."""
    if campaign is None:
        return None
    of = {"campaign_id": campaign.id, "person_id": person.id, "today": tx.clock.today()}
    row = tx.execute(_SPARED, of).first()
    if row is None:
        return None
    return Spared(None if row.until is None else row.until - timedelta(days=1))


def late_step(tx: Tx, campaign: CampaignNow | None, person: Staff) -> tuple[Phrase, ...]:
    """A line with the step at which the person's request to register late waits, and with whom; none without one."""
    request = None if campaign is None else late_request(tx, campaign.id, person.id)
    if request is None or request.state is not LateRequestState.OPEN:
        return ()
    if request.agreed_at is not None:
        return (say("late.step.agreed", at=request.agreed_at),)
    return (say("late.step", who=confirmer(state_confirmer(tx, person, tx.clock.today()))),)


def _asked(tx: Tx, campaign: CampaignNow | None, asked: Sequence[ChangeAsked]) -> tuple[Phrase, ...]:
    if campaign is None or not asked:
        return ()
    calendar = office_calendar(tx)
    return tuple(
        say(
            "mine.change",
            what=what_to_change(one.reason, one.words),
            until=change_until(campaign, one.until, calendar)
            if tx.now > campaign.deadline_at
            else change_told(campaign, one.at, one.until, calendar),
        )
        for one in asked
    )

"""The background of what stands of a person, as far as he or she did not do it alone and in time."""

from dataclasses import dataclass

from bot.campaigns.records import current_campaign
from bot.people.identity import Staff, staff
from bot.registration.reading import Answered, revision
from bot.registration.records import Agreement
from bot.store.database import Tx


@dataclass(frozen=True, slots=True)
class Background:
    by: Staff | None
    """The one who registered, or declined, in the person's stead."""
    revision: int
    """The revision of what stands: what a tap agrees to."""
    late: bool
    """Sent after the deadline."""


def background(tx: Tx, person: Staff, stands: Answered) -> Background:
    others = {one.registered_by for one in stands.standing if one.agreement is not Agreement.OWN}
    others |= {one.by for one in stands.declinations}
    others.discard(person.id)
    by = next((found for key in sorted(others) if (found := staff(tx, key, tx.clock.today()))), None)
    sent, campaign = stands.submitted_at, current_campaign(tx)
    late = sent is not None and campaign is not None and sent > campaign.deadline_at
    return Background(by, revision(tx, stands.receipt_id), late)

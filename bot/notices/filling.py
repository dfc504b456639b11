"""What the places of a notice hold for one person, as of now."""

from collections.abc import Mapping
from typing import Any

from bot.campaigns.records import current_campaign
from bot.conversation import say
from bot.database import Tx
from bot.notices.rules import Place
from bot.people.identity import Staff
from bot.registration.records import answered
from bot.titles.loading import shared as catalogue


def values(tx: Tx, person: Staff) -> Mapping[Place, Any]:
    campaign = current_campaign(tx)
    titles: tuple[Any, ...] = ()
    if campaign is not None:
        held = answered(tx, campaign.id, person.id).titles
        titles = tuple(title.name for title in catalogue().regime(campaign.regime).in_order(held))
    return {
        Place.NAME: person.full_name,
        Place.UNIT: person.unit_name,
        Place.TITLES: say("notice.titles", titles=titles) if titles else say("notice.no_titles"),
        Place.DEADLINE: say("notice.deadline", at=campaign.deadline_at) if campaign else say("notice.no_deadline"),
    }

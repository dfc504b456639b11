"""What the places of a notice hold for one person, as of now: looked up only where they stand in its words."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.campaigns.records import current_campaign
from bot.conversation import say
from bot.database import Tx
from bot.notices import coverage
from bot.notices.rules import Place
from bot.people.identity import Staff
from bot.registration.records import answered
from bot.titles.loading import shared as catalogue


def values(tx: Tx, person: Staff) -> Mapping[Place, Any]:
    """Of each place what it says; of the chart, its picture, or None where there is nothing to show."""
    return _Values(tx, person)


class _Values(Mapping[Place, Any]):
    def __init__(self, tx: Tx, person: Staff) -> None:
        self.tx, self.person = tx, person

    def __getitem__(self, place: Place) -> Any:
        match place:
            case Place.NAME:
                return self.person.full_name
            case Place.UNIT:
                return self.person.unit_name
            case Place.TITLES:
                return _titles(self.tx, self.person)
            case Place.DEADLINE:
                campaign = current_campaign(self.tx)
                return say("notice.deadline", at=campaign.deadline_at) if campaign else say("notice.no_deadline")
            case Place.COVERAGE:
                return coverage.line(coverage.of(self.tx, self.person))
            case Place.CHART:
                return coverage.picture(coverage.of(self.tx, self.person))

    def __iter__(self) -> Iterator[Place]:
        return iter(Place)

    def __len__(self) -> int:
        return len(Place)


def _titles(tx: Tx, person: Staff) -> Any:
    campaign = current_campaign(tx)
    held = answered(tx, campaign.id, person.id).titles if campaign else ()
    if campaign is None or not held:
        return say("notice.no_titles")
    return say("notice.titles", titles=tuple(t.name for t in catalogue().regime(campaign.regime).in_order(held)))

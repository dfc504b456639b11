"""The values of the places of a notice for one person, as of now, each looked up when it is read."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.campaigns.records import current_campaign
from bot.dialogue.screens import Phrase, say
from bot.notices.filling import coverage
from bot.notices.rules import Place
from bot.people.identity import Staff
from bot.people.records import Gender
from bot.registration.reading import answered
from bot.store.database import Tx
from bot.titles.loading import shared as catalogue


def values_for(tx: Tx, person: Staff) -> Mapping[Place, Any]:
    """The value of each place for this person; of the chart its picture, or None where there is nothing to show."""
    return _Values(tx, person)


def values_for_several(tx: Tx, person: Staff, instead: Mapping[Place, Any]) -> Mapping[Place, Any]:
    """The values in a text that `person` passes on to several: `instead` for what differs from reader to reader, and
    the figures that anybody may see."""
    return _Values(tx, person, instead)


class _Values(Mapping[Place, Any]):
    def __init__(self, tx: Tx, person: Staff, instead: Mapping[Place, Any] | None = None) -> None:
        self.tx, self.person, self.instead = tx, person, instead

    def __getitem__(self, place: Place) -> Any:
        if self.instead is not None and place in self.instead:
            return self.instead[place]
        match place:
            case Place.NAME:
                return self.person.full_name
            case Place.ADDRESS:
                return _address(self.person.gender) if self.instead is None else self.instead[Place.NAME]
            case Place.UNIT:
                return self.person.unit_name
            case Place.TITLES:
                return _titles(self.tx, self.person)
            case Place.DEADLINE:
                campaign = current_campaign(self.tx)
                return say("notice.deadline", at=campaign.deadline_at) if campaign else say("notice.no_deadline")
            case Place.COVERAGE:
                return coverage.line(coverage.of(self.tx, self.person if self.instead is None else None))
            case Place.CHART:
                return coverage.picture(coverage.of(self.tx, self.person))

    def __iter__(self) -> Iterator[Place]:
        return iter(Place)

    def __len__(self) -> int:
        return len(Place)


def _address(gender: Gender | None) -> Phrase:
    """The word of address in words that are Vietnamese, whatever language the reader has chosen for the rest."""
    match gender:
        case Gender.MALE:
            return say("notice.address.male")
        case Gender.FEMALE:
            return say("notice.address.female")
    return say("notice.address.either")


def _titles(tx: Tx, person: Staff) -> Any:
    campaign = current_campaign(tx)
    titles = answered(tx, campaign.id, person.id).titles if campaign else ()
    if campaign is None or not titles:
        return say("notice.no_titles")
    return say("notice.titles", titles=tuple(t.name for t in catalogue().regime(campaign.regime).in_order(titles)))

"""The facts of the questions about a campaign."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from bot.campaigns.calendar import Calendar, office_calendar
from bot.campaigns.records import CampaignNow, all_campaigns, basis_of, campaign_by_key, quotas_of, titles_of
from bot.dialogue.flows import Draft
from bot.dialogue.screens import Phrase
from bot.launching import following, values
from bot.launching.following import Following
from bot.launching.records import CampaignPart, changes_since
from bot.launching.values import EMPTY, Values
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.records import Role
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles import records as versions
from bot.titles.catalogue import Catalogue, Regime


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step on a campaign, with whose it was. `who` None: whoever operates the machine."""

    part: CampaignPart
    who: Phrase
    at: datetime


@dataclass(frozen=True, slots=True)
class LaunchFacts:
    """The facts of the questions."""

    now: datetime
    calendar: Calendar
    catalogue: Catalogue
    campaigns: tuple[CampaignNow, ...]
    """The newest first."""
    last: Values | None = None
    """The newest campaign, to begin with."""
    campaign: CampaignNow | None = None
    """The one that is changed."""
    base: Values = field(default_factory=lambda: EMPTY)
    """The values known before anything is answered: of a campaign that is changed, all of it."""
    registered: Mapping[str, int] = field(default_factory=dict)
    """Title -> registrations that have it."""
    taken: tuple[StepTaken, ...] = ()
    """Steps that colleagues have taken on the campaign since it was opened here; of one whose year is taken, all."""
    follows: Callable[[CampaignNow, CampaignNow], Following] = field(default=lambda _before, _after: Following())

    @property
    def today(self) -> date:
        return self.now.astimezone(self.calendar.zone).date()

    def local(self, text: str) -> datetime:
        """The moment that a draft keeps, in the office's zone."""
        return datetime.fromisoformat(text).astimezone(self.calendar.zone)

    def of(self, draft: Draft) -> dict[str, Any]:
        """The campaign as it would be by what is answered so far."""
        return {**self.base, **draft.data}

    def regime(self, known: Values) -> Regime:
        return self.catalogue.regime(known["regime"])

    def of_year(self, year: int | None) -> CampaignNow | None:
        """The campaign of that year, where there is one."""
        return next((one for one in self.campaigns if one.year == year), None)


def office_only(actor: Actor) -> None:
    """Raises Refusal for whoever is not of the Office."""
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")


def to_launch(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> LaunchFacts:
    """The facts of a launch. Raises Refusal for whoever is not of the Office."""
    office_only(actor)
    campaigns = tuple(all_campaigns(tx))
    there = next((one for one in campaigns if one.year == data.get("year")), None)
    return LaunchFacts(
        tx.now,
        office_calendar(tx),
        versions.in_use(tx, {one.regime for one in campaigns[:1]}),
        campaigns,
        stored(tx, campaigns[0]) if campaigns else None,
        taken=() if there is None else steps(tx, there.id),
    )


def to_change(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> LaunchFacts:
    """The facts of a change of one part. Raises Refusal for whoever is not of the Office."""
    office_only(actor)
    campaign = campaign_by_key(tx, data["campaign"])
    return LaunchFacts(
        tx.now,
        office_calendar(tx),
        versions.in_use(tx, {campaign.regime}),
        tuple(all_campaigns(tx)),
        campaign=campaign,
        base=stored(tx, campaign),
        registered=following.registered(tx, campaign.id),
        taken=steps(tx, campaign.id, data.get("since", data["seen"])),
        follows=partial(following.following, tx),
    )


def stored(tx: Tx, campaign: CampaignNow) -> dict[str, Any]:
    """A campaign of the store as a draft holds one."""
    return values.of_campaign(
        campaign, titles_of(tx, campaign.id), basis_of(tx, campaign.id), quotas_of(tx, campaign.id)
    )


def steps(tx: Tx, campaign_id: int, since: int = -1) -> tuple[StepTaken, ...]:
    """The steps on the campaign after that revision, with whose they were, the oldest first."""
    made = changes_since(tx, campaign_id, since)
    return tuple(StepTaken(one.part, name_of(tx, one.by), one.at) for one in made)

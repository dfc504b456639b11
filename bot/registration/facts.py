"""Facts for the questions of a registration, under the actor's rights; the rarer ones are read only when asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from bot.awards.rules import progress, streaks
from bot.campaigns.offers import asked_families, offered
from bot.campaigns.records import CampaignNow, current_campaign
from bot.dialogue.screens import Phrase
from bot.people.chain import Confirmer, state_confirmer, union_confirmer
from bot.people.identity import Actor, Staff
from bot.people.naming import name_of
from bot.recognition.told import told, told_years
from bot.refusal import Refusal
from bot.registration.actions import change_window, window
from bot.registration.reading import Answered, answered
from bot.registration.records import RegistrationState, registered_in_year
from bot.store.database import Tx
from bot.titles import rules
from bot.titles.catalogue import Family, Regime, Subject, Title
from bot.titles.loading import shared as catalogue

T = TypeVar("T")


class Lazy(Generic[T]):
    """Loaded once, when first called; `Lazy.of(value)` where it is known."""

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        self._value: list[T] = []

    def __call__(self) -> T:
        if not self._value:
            self._value.append(self._load())
        return self._value[0]

    @classmethod
    def of(cls, value: T) -> "Lazy[T]":
        return cls(lambda: value)


@dataclass(frozen=True, slots=True)
class RegistrationFacts:
    person: Staff
    campaign: CampaignNow
    regime: Regime
    offered: tuple[Title, ...]
    """Titles that this person may register in this campaign, in the order of lists."""
    now: datetime
    answered: Lazy[Answered]
    awards: Lazy[dict[int, frozenset[str]]]
    """Titles recognised, by year."""
    registered_before: Lazy[frozenset[str]]
    """Titles registered in the campaign of last year."""
    known_years: Lazy[frozenset[int]]
    confirmers: Lazy[dict[Family, Confirmer]]
    confirmed_by: Lazy[dict[Family, Phrase]]
    """By family, the one who has confirmed what stands, by name."""
    only: frozenset[Family] | None = None
    """The families in which the person may only change what stands; None: anything may be answered."""

    def answers_open(self, stands: Answered) -> bool:
        """True if answers may be changed too: they stand with the State titles, where there are any."""
        return self.only is None or Family.STATE in self.only or stands.in_family(Family.STATE) is None

    @property
    def last_year(self) -> int:
        return self.campaign.year - 1

    @property
    def recognised_last_year(self) -> tuple[Title, ...]:
        """Titles that were recognised last year and may be registered again."""
        return self.still_offered(self.awards().get(self.last_year, frozenset()))

    @property
    def registered_last_year(self) -> tuple[Title, ...]:
        """Titles that were registered last year and may be registered again, of the families of which no title was
        recognised."""
        recognised = {title.family for title in self.recognised_last_year}
        return tuple(one for one in self.still_offered(self.registered_before()) if one.family not in recognised)

    @property
    def as_last_year(self) -> tuple[Title, ...]:
        """The titles that «Đăng ký như năm trước» registers."""
        return self.still_offered(frozenset(one.id for one in self.recognised_last_year + self.registered_last_year))

    @property
    def asked_families(self) -> tuple[Family, ...]:
        """The families in which an answer is expected of this person."""
        return asked_families(self.offered)

    def asks_union(self, stands: Answered) -> bool:
        """True while a member who has answered for the State's titles may yet say something on the union's."""
        there = Family.UNION in self.asked_families and self.campaign.is_open(self.now)
        return there and stands.answered_in(Family.STATE) and not stands.answered_in(Family.UNION)

    def asks_state(self, stands: Answered) -> bool:
        """True while somebody who has registered union titles only may yet say something on the State's."""
        there = Family.STATE in self.asked_families and self.campaign.is_open(self.now)
        return there and stands.registered and not stands.answered_in(Family.STATE)

    def for_rules(self) -> rules.Candidate:
        """The person as title rules look at a candidate."""
        return rules.Candidate(
            Subject.PERSON,
            self.campaign.year,
            offered=frozenset(title.id for title in self.offered),
            union_member=self.person.union_member,
            union_officer=self.person.union_officer,
            joined=self.person.joined_on,
            streaks=streaks(self.regime, self.awards(), self.last_year, self.known_years()),
        )

    def progress(self) -> tuple[Phrase, ...]:
        """Lines on consecutive years."""
        return progress(self.regime, streaks(self.regime, self.awards(), self.last_year, self.known_years()))

    def still_offered(self, titles: frozenset[str]) -> tuple[Title, ...]:
        return tuple(title for title in self.offered if title.id in titles)


def load(tx: Tx, actor: Actor) -> RegistrationFacts:
    """Raises Refusal when `actor` may not answer any campaign now."""
    return facts_for(tx, actor, window(tx, actor))


def load_to_change(tx: Tx, actor: Actor) -> RegistrationFacts:
    """Raises Refusal when `actor` may neither answer a campaign now nor make a change that was asked for."""
    open_now = change_window(tx, actor)
    return facts_for(tx, actor, open_now.campaign, open_now.only)


def facts_for(tx: Tx, actor: Actor, campaign: CampaignNow, only: frozenset[Family] | None = None) -> RegistrationFacts:
    """The facts in a campaign whose window is of no concern: to show what is. `only`: of these families."""
    person = actor.person
    today = tx.clock.today()
    return RegistrationFacts(
        person=person,
        campaign=campaign,
        regime=catalogue().regime(campaign.regime),
        offered=tuple(one for one in offered(tx, campaign, person) if only is None or one.family in only),
        now=tx.now,
        answered=Lazy(lambda: answered(tx, campaign.id, person.id)),
        awards=Lazy(lambda: told(tx, person.id)),
        registered_before=Lazy(lambda: registered_in_year(tx, person.id, campaign.year - 1)),
        known_years=Lazy(lambda: told_years(tx)),
        confirmers=Lazy(
            lambda: {
                Family.STATE: state_confirmer(tx, person, today),
                Family.UNION: union_confirmer(tx, person, today),
            }
        ),
        confirmed_by=Lazy(
            lambda: {
                one.family: name_of(tx, one.confirmed_by)
                for one in answered(tx, campaign.id, person.id).standing
                if one.state is RegistrationState.CONFIRMED
            }
        ),
        only=only,
    )


def campaign_now(tx: Tx) -> CampaignNow:
    """The campaign that there is. Raises Refusal where there is none."""
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    return campaign


def own_campaign(tx: Tx, actor: Actor) -> CampaignNow:
    """The campaign with the actor's own deadline, where that was extended and is not over."""
    try:
        return window(tx, actor)
    except Refusal:
        return campaign_now(tx)


def what_stands(tx: Tx, actor: Actor) -> tuple[RegistrationFacts, Answered]:
    """The actor's answer in the campaign, with the facts about it."""
    try:
        facts = load_to_change(tx, actor)
    except Refusal:
        facts = facts_for(tx, actor, campaign_now(tx))
    return facts, answered(tx, facts.campaign.id, actor.person.id)


def what_is_registered(tx: Tx, actor: Actor) -> tuple[RegistrationFacts, Answered]:
    """The actor's answer with the facts about it; raises Refusal where nothing is registered."""
    facts, what = what_stands(tx, actor)
    if not what.registered:
        raise Refusal("reg.nothing_yet")
    return facts, what

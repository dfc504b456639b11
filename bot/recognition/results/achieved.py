"""Registered against achieved: what became of every registration of a year, by title and place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.campaigns.records import CampaignNow, quotas_of
from bot.leading.registered import registered
from bot.recognition import naming, records
from bot.recognition.holders import Holder
from bot.recognition.naming import HolderName
from bot.recognition.records import DecisionState
from bot.recognition.shares import Share, shares
from bot.recognition.targets import Outcome
from bot.store.database import Tx
from bot.titles.catalogue import Family, Title
from bot.titles.loading import shared as catalogue


@dataclass(frozen=True, slots=True)
class Sight:
    """The part of a year that somebody may see. `places`: units, or union groups; None: all of them. `told`: only what
    was let go."""

    families: tuple[Family, ...]
    places: frozenset[int] | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A unit or union group with what became of one title there."""

    key: int
    name: str
    registered: int
    achieved: int


@dataclass(frozen=True, slots=True)
class TitleResult:
    """One title of a year: the holders by outcome, in the order of the official list. `decided`: there is a decision
    of its family and level."""

    title: Title
    decided: bool
    registered: Sequence[Holder]
    achieved: Sequence[Holder]

    def of(self, outcome: Outcome) -> list[Holder]:
        wanted, got = set(self.registered), set(self.achieved)
        match outcome:
            case Outcome.ACHIEVED:
                return list(self.achieved)
            case Outcome.OPEN:
                return [holder for holder in self.registered if holder not in got]
        return [holder for holder in self.achieved if holder not in wanted]


@dataclass(frozen=True, slots=True)
class YearResults:
    """All titles of a year that somebody may see, with their holders by name."""

    campaign: CampaignNow
    titles: Sequence[TitleResult]
    names: Mapping[Holder, HolderName]
    shares: Sequence[Share]

    def title(self, order: int) -> TitleResult | None:
        return next((one for one in self.titles if one.title.order == order), None)

    def places(self, one: TitleResult) -> list[Place]:
        """The units or union groups of a title, in the order in which their people stand in the official list."""
        counts: dict[tuple[int, str], list[int]] = {}
        for place, holders in enumerate((one.registered, one.achieved)):
            for holder in holders:
                name = self.names[holder]
                counts.setdefault((name.place, name.place_name), [0, 0])[place] += 1
        return [Place(key, name, *both) for (key, name), both in counts.items()]


def load(tx: Tx, campaign: CampaignNow, sight: Sight) -> YearResults:
    regime = catalogue().regime(campaign.regime)
    decided = [one for one in records.decisions(tx, campaign.year) if one.state is DecisionState.ENTERED]
    seen = [one for one in decided if one.released_at is not None or not sight.told]
    given = records.lines_of_year(tx, campaign.year)
    found: list[TitleResult] = []
    names: dict[Holder, HolderName] = {}
    for family in sight.families:
        wanted = registered(tx, campaign, family)
        got: dict[str, dict[Holder, None]] = {}
        for one in seen:
            for line in given.get(one.id, ()) if one.family is family else ():
                got.setdefault(line.title, {})[line.holder] = None
        every = {holder for those in (*wanted.values(), *got.values()) for holder in those}
        known = naming.names(tx, every, family)
        known = {key: one for key, one in known.items() if sight.places is None or one.place in sight.places}
        names |= known
        levels = {one.level for one in seen if one.family is family}
        found += [
            TitleResult(
                title,
                title.level in levels,
                _in_order(known, wanted.get(title.id, ())),
                _in_order(known, got.get(title.id, ())),
            )
            for title in regime.in_order({*wanted, *got})
        ]
    counts = {one.title.id: len(one.achieved) for one in found}
    limited = [one for one in shares(regime, quotas_of(tx, campaign.id), counts) if one.base]
    return YearResults(campaign, found, names, limited)


def _in_order(known: Mapping[Holder, HolderName], those: Iterable[Holder]) -> list[Holder]:
    wanted = set(those)
    return [holder for holder in known if holder in wanted]

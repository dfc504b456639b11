"""Years in a row: the people who have as many as a title asks for, and those who have one less."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from bot.awards.records import Award, known_years
from bot.awards.rules import counted, streak
from bot.campaigns.records import CampaignNow
from bot.dialogue.screens import Named
from bot.people.dates import here_on
from bot.people.records import Person
from bot.recognition import naming
from bot.recognition.holders import person
from bot.recognition.naming import HolderName
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family, Regime, Title
from bot.titles.criteria import Consecutive
from bot.titles.loading import shared as catalogue

_A, _P = columns(Award), columns(Person)


@dataclass(frozen=True, slots=True)
class YearWith:
    """A year with the title, and the decision where it is known."""

    year: int
    number: str | None
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class InARow:
    """One person with the years in a row of one title; `times` are asked for."""

    name: HolderName
    title: Title
    times: int
    years: Sequence[YearWith]

    @property
    def whole(self) -> bool:
        return len(self.years) >= self.times


@dataclass(frozen=True, slots=True)
class Streaks:
    """`rules`: each title that asks for years in a row, with its source. `pending`: years without any decision."""

    rows: Sequence[InARow]
    rules: Sequence[tuple[Title, Named]]
    pending: Sequence[int]

    def of(self, *, short: bool) -> list[InARow]:
        return [row for row in self.rows if row.whole is not short]


def load(tx: Tx, campaign: CampaignNow) -> Streaks:
    """Everybody who works here today, up to the year of the campaign or the last one that is decided."""
    regime = catalogue().regime(campaign.regime)
    asked, known = counted(regime), known_years(tx)
    query = (
        sa.select(_A.c.person_id, _A.c.year, _A.c.title, _A.c.decision_number, _A.c.decided_on)
        .join(_P, _P.c.id == _A.c.person_id)
        .where(_A.c.title.in_([title.id for title, _ in asked]), here_on(tx.clock.today()))
        .order_by(_A.c.year)
    )
    held: dict[tuple[int, str], dict[int, YearWith]] = {}
    for row in tx.execute(query):
        years = held.setdefault((row.person_id, row.title), {})
        years[row.year] = YearWith(row.year, row.decision_number, row.decided_on)
    rows = []
    pending: set[int] = set()
    names = naming.names(tx, {person(key) for key, _ in held}, Family.STATE)
    for title, times in asked:
        for holder, name in names.items():
            mine = held.get((holder[1], title.id), {})
            run = streak({year: {title.id} for year in mine}, title.id, campaign.year, known)
            pending.update(run.pending)
            if run.length >= times - 1 and run.years:
                rows.append(InARow(name, title, times, [mine[year] for year in run.years]))
    return Streaks(rows, _rules(regime), sorted(pending))


def _rules(regime: Regime) -> list[tuple[Title, Named]]:
    return [
        (title, title.citation)
        for title in regime.titles()
        if any(isinstance(asked, Consecutive) and asked.yearly for asked in title.requires)
    ]

"""Bonuses as an estimate: factors of the decree times the base salary on the day of each decision."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bot.campaigns.records import CampaignNow
from bot.dialogue.screens import Named
from bot.recognition import naming, records
from bot.recognition.holders import Holder
from bot.recognition.naming import HolderName
from bot.recognition.records import DecisionState
from bot.recognition.year_records import SalarySaid, salaries
from bot.store.database import Tx
from bot.titles.catalogue import Family, Title
from bot.titles.loading import shared as catalogue


@dataclass(frozen=True, slots=True)
class Rules:
    factors: Mapping[str, float]
    salaries: Sequence[SalarySaid]
    source: str
    certainty: Named
    highest: Named


@dataclass(frozen=True, slots=True)
class Paid:
    """The bonus of one holder, for the title that pays most. `amount`: đồng; None: no base salary is known for
    the day."""

    name: HolderName
    title: Title
    factor: float
    salary: SalarySaid | None

    @property
    def amount(self) -> int | None:
        return None if self.salary is None else round(self.factor * self.salary.amount)


@dataclass(frozen=True, slots=True)
class Bonuses:
    """`unpaid`: titles for which no factor is known, with how many have them."""

    rows: Sequence[Paid]
    unpaid: Sequence[tuple[Title, int]]
    rules: Rules

    @property
    def total(self) -> int:
        return sum(row.amount or 0 for row in self.rows)

    def by_title(self) -> list[tuple[Title, Sequence[Paid]]]:
        found: dict[str, list[Paid]] = {}
        for row in self.rows:
            found.setdefault(row.title.id, []).append(row)
        return [(rows[0].title, rows) for rows in found.values()]


@cache
def _data() -> Mapping[str, Any]:
    with Path(__file__).with_name("bonuses.toml").open("rb") as file:
        return tomllib.load(file)


def rules(tx: Tx) -> Rules:
    """The factors, and the base salaries: what the Office says of a day goes before what we know."""
    data = _data()
    known = {one["since"]: SalarySaid(one["since"], one["amount"], one["source"]) for one in data["salary"]}
    known |= {one.since: one for one in salaries(tx)}
    ordered = [known[since] for since in sorted(known)]
    return Rules(data["factor"], ordered, data["source"], Named(**data["certainty"]), Named(**data["highest"]))


def salary_on(known: Sequence[SalarySaid], day: date) -> SalarySaid | None:
    """The base salary on that day."""
    return next((one for one in reversed(known) if one.since <= day), None)


def load(tx: Tx, campaign: CampaignNow) -> Bonuses:
    regime, by = catalogue().regime(campaign.regime), rules(tx)
    best: dict[Holder, tuple[float, Title, date]] = {}
    without: dict[str, set[Holder]] = {}
    given = records.lines_of_year(tx, campaign.year)
    for one in records.decisions(tx, campaign.year):
        if one.state is not DecisionState.ENTERED:
            continue
        for line in given.get(one.id, ()):
            if line.title not in regime:
                continue
            factor = by.factors.get(line.title)
            if factor is None:
                without.setdefault(line.title, set()).add(line.holder)
            elif factor > best.get(line.holder, (0.0,))[0]:
                best[line.holder] = (factor, regime.title(line.title), one.signed_on)
    names = naming.names(tx, best, Family.STATE)
    rows = [
        Paid(name, best[holder][1], best[holder][0], salary_on(by.salaries, best[holder][2]))
        for holder, name in names.items()
    ]
    order = {title.id: place for place, title in enumerate(regime.titles())}
    rows.sort(key=lambda row: order[row.title.id])
    return Bonuses(rows, [(title, len(without[title.id])) for title in regime.in_order(without)], by)

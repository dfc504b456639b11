"""The people whom the results of a decision concern: those in it, heads of collectives in it, and those who have
registered such a title and are not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import campaign_of_year
from bot.leading.registered import registered
from bot.ledger.letter import Letter, State
from bot.people.chart import chart
from bot.people.dates import here_on
from bot.people.reach import reachable
from bot.people.records import Person
from bot.recognition import holders, records, rules
from bot.recognition.holders import Holder
from bot.recognition.letter_names import OWN, source
from bot.recognition.records import DecisionNow, LineNow
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Subject
from bot.titles.loading import shared as catalogue

_P, _LETTER = columns(Person), columns(Letter)
_MAY_ARRIVE = (State.SENT, State.PLANNED, State.LEASED, State.INFLIGHT)


@dataclass(frozen=True, slots=True)
class Concerned:
    """`own`: person -> lines of the decision; `collectives`: whoever leads one -> the collectives in it by code;
    `absent`: person -> titles that he or she has registered and is not in it for. People who are still here.

    `away`: people in it who do not work here any more."""

    own: Mapping[int, Sequence[LineNow]]
    collectives: Mapping[int, Sequence[int]]
    absent: Mapping[int, Sequence[str]]
    away: frozenset[int]
    reached: frozenset[int]
    """Those of all of these to whom the bot can write."""

    @property
    def people(self) -> frozenset[int]:
        return frozenset(self.own)

    @property
    def to_reach(self) -> int:
        return len(self.people & self.reached)


def concerned(tx: Tx, one: DecisionNow) -> Concerned:
    here = frozenset(tx.execute(sa.select(_P.c.id).where(here_on(tx.clock.today()))).scalars())
    own: dict[int, list[LineNow]] = {}
    collectives: list[Holder] = []
    for line in records.lines(tx, one.id):
        if line.holder[0] == holders.COLUMNS[0]:
            own.setdefault(line.holder[1], []).append(line)
        elif line.holder not in collectives:
            collectives.append(line.holder)
    can = frozenset(key for key, can in reachable(tx).items() if can)
    away = frozenset(own) - here
    kept = {key: lines for key, lines in own.items() if key in here}
    return Concerned(kept, _leads(tx, collectives), _absent(tx, one, here), away, can & here)


def _leads(tx: Tx, collectives: Sequence[Holder]) -> dict[int, list[int]]:
    """The collectives by whoever leads them."""
    people = chart(tx, tx.clock.today())
    found: dict[int, list[int]] = {}
    for holder in collectives:
        if holders.subject_of(holder) is Subject.UNIT:
            leads = sorted(people.leads(holder[1]))
        else:
            leads = sorted(people.group_leads.get(holder[1], people.chairs))
        for lead in leads:
            found.setdefault(lead, []).append(holders.code(holder))
    return found


def _absent(tx: Tx, one: DecisionNow, here: frozenset[int]) -> dict[int, list[str]]:
    """Those who have it by another decision are not told that it is not in this one."""
    campaign = campaign_of_year(tx, one.year)
    if campaign is None:
        return {}
    titles = [title.id for title in rules.titles(catalogue().regime(campaign.regime), one.family, one.level)]
    known = records.awards_of(tx, one.year, titles)
    wanted = registered(tx, campaign, one.family)
    found: dict[int, list[str]] = {}
    for title in titles:
        for holder in wanted.get(title, ()):
            if holder[0] == holders.COLUMNS[0] and holder[1] in here and (holder, title) not in known:
                found.setdefault(holder[1], []).append(title)
    return found


def untold(tx: Tx, one: DecisionNow, people: Concerned) -> list[int]:
    """The people in the decision whom no letter brings their result: before it is let go, those who cannot be written
    to; afterwards, those to whom no letter has come."""
    everybody = people.people | people.away
    if one.released_at is None:
        return sorted(everybody - people.reached)
    mine = sa.and_(_LETTER.c.source == source(one.id), _LETTER.c.occurrence == OWN, _LETTER.c.state.in_(_MAY_ARRIVE))
    told: Any = tx.execute(sa.select(_LETTER.c.person_id).where(mine)).scalars()
    return sorted(everybody - set(told))


def states(tx: Tx, one: DecisionNow) -> dict[State, int]:
    """The letters of a decision's results by state."""
    query = sa.select(_LETTER.c.state, sa.func.count()).where(_LETTER.c.source == source(one.id))
    rows: Any = tx.execute(query.group_by(_LETTER.c.state))
    return dict(iter(rows))

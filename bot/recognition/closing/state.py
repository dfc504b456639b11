"""The year at its end: what is still open in it, and its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import CampaignNow, campaign_of_year
from bot.enquiries.records import Question
from bot.leading.registered import registered
from bot.ledger.letter import Letter, State
from bot.recognition import records
from bot.recognition.entering.registered import undecided
from bot.recognition.letter_names import source
from bot.recognition.records import DecisionState
from bot.recognition.year_records import ended
from bot.sheets.records import UnitSheet
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family, Level

_Q, _LETTER, _SHEET = columns(Question), columns(Letter), columns(UnitSheet)
_NOT_ARRIVED = (State.FAILED, State.BLOCKED, State.MISSED, State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class YearState:
    """All that is open, and was done. `undecided`: families and levels in which something is registered and nothing
    decided; `unreleased`: decisions whose results were not let go; `undelivered`: results that no letter has brought;
    `without_original`: lists whose signed original has not come; `next`: the next year has its campaign."""

    campaign: CampaignNow
    undecided: Sequence[tuple[Family, Level]]
    drafts: int
    unreleased: int
    undelivered: int
    without_original: int
    questions: int
    decisions: int
    awards: int
    registered: int
    closed: tuple[int, datetime] | None
    next: bool

    @property
    def open(self) -> bool:
        return bool(
            self.undecided
            or self.drafts
            or self.unreleased
            or self.undelivered
            or self.without_original
            or self.questions
        )


def load(tx: Tx, campaign: CampaignNow) -> YearState:
    found = records.decisions(tx, campaign.year)
    held = [one for one in found if one.state is DecisionState.ENTERED]
    wanted = {family: registered(tx, campaign, family) for family in Family}
    holders = {holder for titles in wanted.values() for those in titles.values() for holder in those}
    return YearState(
        campaign,
        undecided(tx, campaign, found),
        sum(one.state is DecisionState.DRAFT for one in found),
        sum(one.released_at is None for one in held),
        _undelivered(tx, [one.id for one in held]),
        _count(tx, _SHEET, _SHEET.c.campaign_id == campaign.id, _SHEET.c.original_at.is_(None)),
        _count(tx, _Q, _Q.c.answered_at.is_(None)),
        len(held),
        sum(map(len, records.lines_of_year(tx, campaign.year).values())),
        len(holders),
        ended(tx, campaign.id),
        campaign_of_year(tx, campaign.year + 1) is not None,
    )


def _undelivered(tx: Tx, decisions: Sequence[int]) -> int:
    sources = [source(key) for key in decisions]
    return _count(tx, _LETTER, _LETTER.c.source.in_(sources), _LETTER.c.state.in_(_NOT_ARRIVED))


def _count(tx: Tx, table: sa.Table, *where: Any) -> int:
    return int(tx.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one())

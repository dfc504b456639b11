"""Registrations by title, as the newest list that was submitted has them, and what of them waits for a decision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import CampaignNow
from bot.consolidation import content
from bot.consolidation.content import Part
from bot.consolidation.records import ADDRESSEES, Snapshot, Submission, latest
from bot.leading.registered import registered
from bot.recognition import rules
from bot.recognition.holders import Holder, of, person
from bot.recognition.kinds import Kind
from bot.recognition.records import DecisionNow, DecisionState
from bot.store.database import Tx
from bot.store.files import file_content
from bot.store.schema import columns
from bot.titles.catalogue import Family
from bot.titles.loading import shared as catalogue

_S, _SUB = columns(Snapshot), columns(Submission)

ByTitle = Mapping[str, Sequence[Holder]]


@dataclass(frozen=True, slots=True)
class Listed:
    """The holders who have registered each title. `snapshot`: the number of the list that says so, 0 where there is
    none yet and what stands now was taken; `submitted`: it was submitted."""

    titles: ByTitle
    snapshot: int = 0
    submitted: bool = False


def listed(tx: Tx, campaign: CampaignNow, family: Family) -> Listed:
    """By the newest snapshot that was submitted; where none was, by the newest there is, or by what stands now."""
    submitted = _submitted(tx, campaign.id, family)
    newest = latest(tx, campaign.id)
    number, sha256 = submitted or ((newest.number, newest.sha256) if newest is not None else (0, None))
    if sha256 is None:
        return Listed(registered(tx, campaign, family))
    part = content.thaw(file_content(tx, sha256)).part(family)
    return Listed({} if part is None else _of_part(part), number, submitted is not None)


def undecided(tx: Tx, campaign: CampaignNow, decisions: Iterable[DecisionNow]) -> list[Kind]:
    """The families and levels of which something is registered and nothing decided: titles that nobody has registered
    wait for no decision. `decisions`: those of the year."""
    decided = {(one.family, one.level) for one in decisions if one.state is DecisionState.ENTERED}
    titles = [title for family in Family for title in registered(tx, campaign, family)]
    return [kind for kind in rules.kinds(catalogue().regime(campaign.regime), titles) if kind not in decided]


def _submitted(tx: Tx, campaign_id: int, family: Family) -> tuple[int, str | None] | None:
    query = (
        sa.select(_S.c.number, _S.c.sha256)
        .join(_SUB, _SUB.c.snapshot_id == _S.c.id)
        .where(_S.c.campaign_id == campaign_id, _SUB.c.addressee == ADDRESSEES[family], _S.c.sha256.is_not(None))
        .order_by(_S.c.number.desc())
        .limit(1)
    )
    row: Any = tx.execute(query).one_or_none()
    return None if row is None else (row.number, row.sha256)


def _of_part(part: Part) -> dict[str, list[Holder]]:
    found: dict[str, list[Holder]] = {}
    for row in part.rows:
        for title in row.titles:
            found.setdefault(title, []).append(person(row.person))
    for group in part.groups:
        for title in group.content.collective:
            found.setdefault(title, []).append(of(part.subject, group.key))
    return found

"""Raw things that may go after a time: how many there are, and their removal. What is kept as the record stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from bot.dialogue.drafts import DraftRow, DraftState
from bot.ledger.letter import Letter, LetterPart, State
from bot.office.imports.records import AT_WORK, Upload, UploadLine
from bot.recognition.year_records import Raw, RetentionNow, retention
from bot.store.database import Tx
from bot.store.schema import columns

_UPLOAD, _LINE, _DRAFT = columns(Upload), columns(UploadLine), columns(DraftRow)
_LETTER, _PART = columns(Letter), columns(LetterPart)


@dataclass(frozen=True, slots=True)
class MayGo:
    """So many of a kind are older than the rule keeps them: of before `before`."""

    rule: RetentionNow
    before: date
    count: int


def months_before(day: date, months: int) -> date:
    """The day so many months earlier, the last of its month where there is none such."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)  # every month has a 28th


def dry_run(tx: Tx) -> dict[Raw, MayGo]:
    """The things that would be removed now, by kind: nothing is changed. A kind without a rule stays whole."""
    found = {}
    for raw, rule in retention(tx).items():
        before = months_before(tx.clock.today(), rule.months)
        count = int(tx.execute(sa.select(sa.func.count()).select_from(_old(tx, raw, before).subquery())).scalar_one())
        found[raw] = MayGo(rule, before, count)
    return found


def _old(tx: Tx, raw: Raw, before: date) -> sa.Select[Any]:
    """Keys of what is older than that day. The words of letters that are blank already have gone."""
    at = datetime.combine(before, time(), tx.now.tzinfo)
    match raw:
        case Raw.UPLOADS:
            lines = sa.exists().where(_LINE.c.upload_id == _UPLOAD.c.id)
            return sa.select(_UPLOAD.c.id).where(_UPLOAD.c.sent_at < at, _UPLOAD.c.state.not_in(AT_WORK), lines)
        case Raw.DRAFTS:
            return sa.select(_DRAFT.c.id).where(_DRAFT.c.updated_at < at, _DRAFT.c.state != DraftState.OPEN)
    ended = sa.select(_LETTER.c.id).where(_LETTER.c.ended_at < at, _LETTER.c.state == State.SENT)
    return sa.select(_PART.c.letter_id).where(_PART.c.letter_id.in_(ended), _PART.c.text != "").distinct()


def remove(tx: Tx, found: Mapping[Raw, MayGo]) -> None:
    """Remove what the dry run has found: names behind numbers of workbooks, dialogues that are over, words of letters.
    That there was an upload or a letter, when and by whom, stays."""
    for raw, may_go in found.items():
        old = _old(tx, raw, may_go.before)
        match raw:
            case Raw.UPLOADS:
                tx.execute(sa.delete(_LINE).where(_LINE.c.upload_id.in_(old)))
            case Raw.DRAFTS:
                tx.execute(sa.delete(_DRAFT).where(_DRAFT.c.id.in_(old)))
            case Raw.LETTERS:
                tx.execute(sa.update(_PART).where(_PART.c.letter_id.in_(old)).values(text=""))

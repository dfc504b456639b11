"""Notices that a person has begun and not sent: drafts, drafts that were thrown away, corrections."""

import sqlalchemy as sa

from bot.ledger import forgetting
from bot.notices.approval.records import approval_source
from bot.notices.history.records import NoticeCorrection
from bot.notices.records import NoticeFile, NoticeRow, NoticeState
from bot.store import files
from bot.store.database import Tx
from bot.store.schema import columns

_N, _F, _C = columns(NoticeRow), columns(NoticeFile), columns(NoticeCorrection)
_UNSENT = (NoticeState.DRAFT, NoticeState.DISCARDED)


def erase(tx: Tx, person_id: int) -> None:
    """Throw away what was not sent, with its words, its files, and the letters that asked colleagues to approve it."""
    own = sa.select(_N.c.id).where(_N.c.created_by == person_id, _N.c.state.in_(_UNSENT))
    drafts = list(tx.execute(own).scalars())
    corrected = sa.delete(_C).where(_C.c.by == person_id).returning(_C.c.notice_id, _C.c.files)
    corrections = tx.execute(corrected).all()
    carried = {sha256 for row in corrections for sha256, *_ in row.files}
    carried |= set(tx.execute(sa.delete(_F).where(_F.c.notice_id.in_(drafts)).returning(_F.c.sha256)).scalars())
    blank = {"state": NoticeState.DISCARDED, "words": "", "number": None, "revision": _N.c.revision + 1}
    tx.execute(sa.update(_N).where(_N.c.id.in_(drafts)).values(**blank))
    asked = {*drafts, *(row.notice_id for row in corrections)}
    forgetting.forget_sources(tx, {approval_source(key) for key in asked})
    files.forget(tx, carried)

"""Drafts: where each dialogue of a chat is, one row with a revision.

One open draft a person and flow. Saving is conditional on the revision it was read at, so that of two taps on one
button, or of two replicas, exactly one moves it.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.dialogue import codec
from bot.dialogue.flows import Draft, End
from bot.dialogue.targets import ToView
from bot.store.database import NOT_FORESEEN, Tx
from bot.store.schema import columns, enum_text, unique_where
from bot.words import strings_in, without

Outcome = tuple[str, ...]
"""Name and needs of the view that shows what a draft became, as `codec.parts` made them."""


class DraftState(StrEnum):
    OPEN = "open"  # goes on where it was, next month too
    FINISHED = "finished"  # became what it was for; says which view shows it
    DROPPED = "dropped"  # begun anew


class DraftRow(SQLModel, table=True):
    """The draft of a dialogue of one chat. One open draft a chat and flow."""

    __tablename__ = "draft"
    __table_args__ = (unique_where("ux_draft_open", "user_id", "flow", where="state = 'open'"),)
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(sa_type=sa.BigInteger)
    flow: str
    data: dict[str, Any] = Field(sa_type=sa.JSON)
    awaiting: str
    revision: int = 0
    editing: bool = False
    state: DraftState = Field(default=DraftState.OPEN, sa_type=enum_text(DraftState))
    outcome: list[Any] | None = Field(default=None, sa_type=sa.JSON)
    """[view, what it needs …] that shows what a finished draft became."""
    created_at: datetime
    updated_at: datetime


_T = columns(DraftRow)
_HASH = re.compile("[0-9a-f]{64}")
COLUMNS = (_T.c.id, _T.c.flow, _T.c.data, _T.c.awaiting, _T.c.revision, _T.c.editing, _T.c.state, _T.c.outcome)
_GET = sa.select(*COLUMNS).where(_T.c.id == sa.bindparam("key"), _T.c.user_id == sa.bindparam("user_id"))
_OPEN = sa.select(*COLUMNS).where(
    _T.c.user_id == sa.bindparam("user_id"), _T.c.flow == sa.bindparam("flow"), _T.c.state == DraftState.OPEN
)
_DROP_OPEN = (
    sa.update(_T)
    .where(
        _T.c.user_id == sa.bindparam("whose"),
        _T.c.flow == sa.bindparam("which"),
        _T.c.state == DraftState.OPEN,
    )
    .values(state=DraftState.DROPPED, updated_at=sa.bindparam("now"))
)
_BEGIN = sa.insert(_T).returning(_T.c.id)
_FINISH = (
    sa.update(_T)
    .where(_T.c.id == sa.bindparam("key"))
    .values(state=DraftState.FINISHED, outcome=sa.bindparam("became"), updated_at=sa.bindparam("now"))
)
_SAVE = (
    sa.update(_T)
    .where(_T.c.id == sa.bindparam("key"), _T.c.revision == sa.bindparam("was"), _T.c.state == DraftState.OPEN)
    .values(
        data=sa.bindparam("new_data"),
        awaiting=sa.bindparam("new_awaiting"),
        revision=sa.bindparam("new_revision"),
        editing=sa.bindparam("new_editing"),
        updated_at=sa.bindparam("now"),
    )
)


def _draft(row: Any) -> tuple[Draft, Outcome | None]:
    ended = End.FINISHED if row.state == DraftState.FINISHED else None
    draft = Draft(row.id, row.flow, row.data, row.awaiting, row.revision, row.editing, ended)
    return draft, tuple(row.outcome) if row.outcome else None


def get(tx: Tx, user_id: int, draft_id: int) -> tuple[Draft, Outcome | None] | None:
    """The draft if it is this person's, with the view that shows what it became; a dropped one is nobody's."""
    row = _found(tx, user_id, draft_id)
    return None if row is None or row.state == DraftState.DROPPED else _draft(row)


def open_draft(tx: Tx, user_id: int, flow: str) -> Draft | None:
    row = tx.execute(_OPEN, {"user_id": user_id, "flow": flow}).one_or_none()
    return None if row is None else _draft(row)[0]


def begin(tx: Tx, user_id: int, flow: str, data: Mapping[str, Any], awaiting: str, *, editing: bool) -> Draft:
    """A new draft of `flow`; one that was open is dropped."""
    tx.execute(_DROP_OPEN, {"whose": user_id, "which": flow, "now": tx.now})
    made = tx.execute(
        _BEGIN,
        {
            "user_id": user_id,
            "flow": flow,
            "data": dict(data),
            "awaiting": awaiting,
            "revision": 0,
            "editing": editing,
            "state": DraftState.OPEN,
            "created_at": tx.now,
            "updated_at": tx.now,
        },
    ).scalar_one()
    return Draft(made, flow, dict(data), awaiting, editing=editing)


SAVED = "drafts saved"


def _found(tx: Tx, user_id: int, draft_id: int) -> Any:
    row = tx.foreseen(("draft", draft_id, user_id))
    if row is NOT_FORESEEN:
        row = tx.execute(_GET, {"key": draft_id, "user_id": user_id}).one_or_none()
    return row


def save(tx: Tx, draft: Draft, was: int, *, last: bool = False) -> bool:
    """Keep `draft`, which was read at revision `was`; False if somebody has moved it meanwhile. `last`: nothing that
    follows in this transaction reads it, so that it may be written with those of others."""
    if last and tx.held is not None:
        tx.held.setdefault(SAVED, []).append((draft, was))
        return True
    return write(tx, draft, was)


def write(tx: Tx, draft: Draft, was: int) -> bool:
    """`save` at once."""
    return (
        tx.execute(
            _SAVE,
            {
                "key": draft.id,
                "was": was,
                "new_data": dict(draft.data),
                "new_awaiting": draft.awaiting,
                "new_revision": draft.revision,
                "new_editing": draft.editing,
                "now": tx.now,
            },
        ).rowcount
        == 1
    )


def finish(tx: Tx, draft_id: int, outcome: ToView) -> None:
    """The draft has become what `outcome` shows; its buttons lead there from now on."""
    tx.execute(_FINISH, {"key": draft_id, "became": codec.parts(outcome), "now": tx.now})


def latest(tx: Tx, user_id: int, width: int) -> list[tuple[Draft, Outcome | None]]:
    """The dialogues of the person that moved last, open or finished, newest first."""
    query = sa.select(*COLUMNS).where(_T.c.user_id == user_id, _T.c.state != DraftState.DROPPED)
    return [_draft(row) for row in tx.execute(query.order_by(_T.c.updated_at.desc(), _T.c.id.desc()).limit(width))]


def open_since(tx: Tx, since: datetime) -> list[tuple[int, int]]:
    """(account, draft) of the dialogues that have moved since then and are not finished."""
    query = sa.select(_T.c.user_id, _T.c.id).where(_T.c.state == DraftState.OPEN, _T.c.updated_at >= since)
    return [(row.user_id, row.id) for row in tx.execute(query)]


def hand_over(tx: Tx, was: int, to: int) -> None:
    """The dialogues of one account go on as those of another, which has none of its own."""
    tx.execute(sa.update(_T).where(_T.c.user_id == was).values(user_id=to))


def forget(tx: Tx, user_id: int) -> set[str]:
    """Drop what the chat had begun and blank what it wrote: whoever is bound to it next must not find the last one's
    words, nor send them as their own. Returns the hashes of the files that were sent into it."""
    written = tx.execute(sa.select(_T.c.data).where(_T.c.user_id == user_id)).scalars().all()
    state = sa.case((_T.c.state == DraftState.OPEN, DraftState.DROPPED), else_=_T.c.state)
    tx.execute(sa.update(_T).where(_T.c.user_id == user_id).values(state=state, data={}, updated_at=tx.now))
    return {text for data in written for text in strings_in(data) if _HASH.fullmatch(text)}


def forget_words(tx: Tx, said: Sequence[str]) -> None:
    """Blank `said` in dialogues that have ended, whoever's they were."""
    for row in tx.execute(sa.select(_T.c.id, _T.c.data).where(_T.c.state != DraftState.OPEN)).all():
        if (kept := without(row.data, said)) != row.data:
            tx.execute(sa.update(_T).where(_T.c.id == row.id).values(data=kept))

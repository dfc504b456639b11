"""Drafts and surfaces of many at once: read, raised, saved and shown by one statement where each had one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.address import Address
from bot.dialogue.drafts import COLUMNS as DRAFT_COLUMNS
from bot.dialogue.drafts import SAVED, DraftRow, DraftState, write
from bot.dialogue.surface import (
    COLUMNS,
    MAIN,
    RAISE,
    RAISED,
    STATE,
    Surface,
    SurfaceRow,
    as_surface,
    below,
    more,
    shown,
)
from bot.store.database import Tx
from bot.store.schema import columns
from bot.store.together.rows import as_rows, evenly, given, keys, named

_T, _D = columns(SurfaceRow), columns(DraftRow)

# --- surfaces ---------------------------------------------------------------------------------------------------------

_GET_SEVERAL = sa.select(*COLUMNS).where(
    _T.c.address.in_(sa.bindparam("addresses", expanding=True)), _T.c.kind == MAIN, _T.c.ref == 0
)


def get_several(tx: Tx, addresses: Collection[Address]) -> dict[Address, Surface]:
    """The main surfaces at these addresses."""
    if not addresses:
        return {}
    rows = tx.execute(_GET_SEVERAL, {"addresses": evenly(sorted(addresses, key=lambda one: one.number))})
    return {row.address: as_surface(row) for row in rows}


@cache
def _raise_several(engine_name: str) -> sa.Update:
    kinds = {"key": sa.Integer, "spec": sa.JSON, "preface": sa.JSON, "fresh": sa.Boolean, "living": sa.Boolean}
    rows = given(engine_name, **kinds, user_id=sa.BigInteger, was=sa.BigInteger).c
    said = {name: rows[name] for name in ("spec", "preface", "living", "user_id")}
    again = {"wanted": _T.c.wanted + 1, "wanted_stamp": sa.bindparam("stamp"), "outdated": sa.false()}
    raised = sa.update(_T).where(_T.c.id == rows.key, named(_T.c.id))
    return raised.values(**said, **again, fresh=below(rows.was, rows.fresh)).returning(
        _T.c.id, *(_T.c[name] for name in STATE)
    )


def raise_held(tx: Tx) -> dict[int, Any]:
    """Write what `raise_` has held back; what is up by the key of the surface, for `as_it_is`."""
    rows = (tx.held or {}).pop(RAISED, [])
    if len({row["key"] for row in rows}) == len(rows) > 1:
        said = {"rows": as_rows(rows), "keys": keys(rows, "key"), "stamp": tx.clock.stamp()}
        return {up.id: up for up in tx.execute(_raise_several(tx.engine_name), said)}
    return {up.id: up for row in rows for up in tx.execute(RAISE, row | {"stamp": tx.clock.stamp()})}


@dataclass(frozen=True, slots=True)
class Showing:
    """One surface that is now shown, as `shown` is told of it."""

    surface: Surface
    message_id: int | None
    kept: bool
    keyboard: bool


@cache
def _shown_several(engine_name: str) -> Any:
    kinds = {"key": sa.Integer, "revision": sa.Integer, "kept": sa.Boolean, "keyboard": sa.Boolean}
    rows = given(engine_name, **kinds, message_id=sa.BigInteger).c
    last = _T.c.wanted == rows.revision
    fresh, preface = (
        sa.case((last, end), else_=own) for end, own in ((sa.false(), _T.c.fresh), (sa.null(), _T.c.preface))
    )
    values = {"shown": rows.revision, "message_id": rows.message_id, "kept": rows.kept, "keyboard": rows.keyboard}
    shows = sa.update(_T).where(_T.c.id == rows.key, named(_T.c.id), _T.c.shown <= rows.revision)
    return shows.values(**values, fresh=fresh, preface=preface).returning(_T.c.id, _T.c.wanted)


def shown_several(tx: Tx, showings: Sequence[Showing]) -> list[Surface | None]:
    """`shown` for several surfaces."""
    if len({one.surface.id for one in showings}) < len(showings):
        return [shown_one(tx, one) for one in showings]
    rows = [
        {
            "key": one.surface.id,
            "revision": one.surface.wanted,
            "message_id": one.message_id,
            "kept": one.kept,
            "keyboard": one.keyboard,
        }
        for one in showings
    ]
    done: Any = tx.execute(_shown_several(tx.engine_name), {"rows": as_rows(rows), "keys": keys(rows, "key")}).all()
    wanted: dict[int, int] = dict(iter(done))
    return [more(tx, one.surface, wanted.get(one.surface.id), kept=one.kept) for one in showings]


def shown_one(tx: Tx, one: Showing) -> Surface | None:
    return shown(tx, one.surface, one.message_id, kept=one.kept, keyboard=one.keyboard)


# --- drafts -----------------------------------------------------------------------------------------------------------

_DRAFTS = sa.select(*DRAFT_COLUMNS, _D.c.user_id).where(_D.c.id.in_(sa.bindparam("keys", expanding=True)))


def foresee(tx: Tx, drafts: Mapping[int, int]) -> dict[str, list[int]]:
    """Read several at once, each a person's, for whoever gets them next: key of the draft -> Telegram id. The people
    of each flow."""
    if not drafts:
        return {}
    rows = {(row.id, row.user_id): row for row in tx.execute(_DRAFTS, {"keys": evenly(sorted(drafts))})}
    people = dict[str, list[int]]()
    for one in drafts.items():
        row = rows.get(one)
        tx.foresee(("draft", *one), (_D.name,), row)
        if row is not None:
            people.setdefault(row.flow, []).append(row.user_id)
    return people


@cache
def _save_several(engine_name: str) -> sa.Update:
    kinds = {"key": sa.Integer, "was": sa.Integer, "data": sa.JSON, "awaiting": sa.Text, "editing": sa.Boolean}
    rows = given(engine_name, **kinds, revision=sa.Integer).c
    unmoved = _D.c.revision == rows.was, _D.c.state == DraftState.OPEN
    here = sa.update(_D).where(_D.c.id == rows.key, named(_D.c.id), *unmoved)
    said = {name: rows[name] for name in ("data", "awaiting", "editing", "revision")}
    return here.values(**said, updated_at=sa.bindparam("now"))


def save_held(tx: Tx) -> bool:
    """Write what `save` has held back; False if somebody has moved one of them meanwhile."""
    drafts = (tx.held or {}).pop(SAVED, [])
    if len(drafts) < 2:
        return all(write(tx, draft, was) for draft, was in drafts)
    rows = [
        {"key": draft.id, "was": was, "data": dict(draft.data), "awaiting": draft.awaiting}
        | {"editing": draft.editing, "revision": draft.revision}
        for draft, was in drafts
    ]
    said = {"rows": as_rows(rows), "keys": keys(rows, "key"), "now": tx.now}
    done = tx.execute(_save_several(tx.engine_name), said)
    return done.rowcount == len(rows)

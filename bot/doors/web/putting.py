"""Screens at the web door: put in place of the one before or below it, and recorded; those of many by one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.address import Address
from bot.dialogue.surface import Surface
from bot.dialogue.together import shown_several
from bot.doors.channel import Record
from bot.doors.web.messages import COLUMNS, Message, WebMessage, as_message, change, take_turn, write
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import AddressType, columns
from bot.store.together.company import LEFT_OUT, LeftOut
from bot.store.together.rows import as_rows, evenly, given, keys, named

JSON = dict[str, Any]
_T = columns(WebMessage)
_SHOWN = sa.select(*COLUMNS).where(
    _T.c.address == sa.bindparam("place", type_=AddressType), _T.c.surface_id == sa.bindparam("surface")
)


@dataclass(frozen=True, slots=True)
class Putting:
    """A screen to be put on its surface, and recorded."""

    surface: Surface
    content: JSON
    record: Record


@dataclass(frozen=True, slots=True)
class Put:
    """A screen that stands. `more`: its surface, to be shown again; `changes`: all that has changed at its address."""

    more: Surface | None
    changes: Sequence[Message]


def put_one(tx: Tx, one: Putting) -> Put:
    surface = one.surface
    number, changes = put(tx, surface.address, surface.id, one.content, at=surface.message_id, fresh=surface.fresh)
    return Put(one.record.within(tx, number), changes)


def put(
    tx: Tx, address: Address, surface_id: int, content: JSON, *, at: int | None, fresh: bool
) -> tuple[int, list[Message]]:
    """Show a screen: in place of the message `at`, or below, where it is `fresh`, has files, or there is none to be
    replaced. What the surface has shown before goes, but for records and files, which stay as they were. The number of
    the message, and what has changed, in order."""
    before = [as_message(row) for row in tx.execute(_SHOWN, {"place": address, "surface": surface_id})]
    stands = _in_place(before, content, at, fresh)
    changes = list[Message]()
    if stands is None:
        take_turn(tx, address)
        changes.append(write(tx, address, content, surface_id=surface_id))
        number = changes[0].id
    else:
        number = stands.id
        if dict(stands.content) != content:
            changes.append(_changed(tx, address, stands, content=content))
    changes += [_leave(tx, address, one) for one in before if one.id != number]
    return number, changes


def _in_place(before: Sequence[Message], content: JSON, at: int | None, fresh: bool) -> Message | None:
    """The message that becomes the screen, where one does."""
    stands = next((one for one in before if one.id == at), None)
    return None if stands is None or fresh or content["files"] or stands.content["files"] else stands


def _changed(tx: Tx, address: Address, message: Message, **values: Any) -> Message:
    seq = change(tx, address, message.id, **values)
    kept = {name: value for name, value in values.items() if name != "deleted_at"}
    return replace(message, seq=seq, changed_at=tx.now, **kept)


def _leave(tx: Tx, address: Address, message: Message) -> Message:
    """The reader goes on from this screen to another one."""
    if message.content["keep"]:
        return _changed(tx, address, message, surface_id=None)
    if message.content["files"]:
        return _changed(tx, address, message, surface_id=None, content={**message.content, "rows": []})
    return _changed(tx, address, message, surface_id=None, content={}, deleted_at=tx.now)


# --- for many ---------------------------------------------------------------------------------------------------------

_UP = sa.select(*COLUMNS, _T.c.address).where(
    _T.c.address.in_(sa.bindparam("places", expanding=True)), _T.c.surface_id.is_not(None)
)
_EARLIER = _T.alias("earlier")
_NEXT_OF_EACH = (
    sa.select(sa.func.coalesce(sa.func.max(_EARLIER.c.seq), 0) + 1)
    .where(_EARLIER.c.address == _T.c.address)
    .correlate(_T)
    .scalar_subquery()
)


@cache
def _change_several(engine_name: str) -> Any:
    rows = given(engine_name, key=sa.Integer, content=sa.JSON).c
    changes = sa.update(_T).where(_T.c.id == rows.key, named(_T.c.id))
    values = {"seq": _NEXT_OF_EACH, "content": rows.content, "changed_at": sa.bindparam("now")}
    return changes.values(**values).returning(_T.c.id, _T.c.seq)


def put_several(tx: Tx, puttings: Sequence[Putting]) -> list[Put | LeftOut]:
    """`put_one` for several addresses: what only changes in its place is read, and written, by one statement for them
    all. Left out is whoever has no turn now, or a second screen here."""
    at = [one.surface.address for one in puttings]
    free = tx.try_locks(Turn.WEB_MESSAGES, {place.number for place in at})
    first = {place: number for number, place in reversed(list(enumerate(at)))}
    mine = [n for n, place in enumerate(at) if first[place] == n and place.number in free]
    up = _up(tx, [at[n] for n in mine])
    done, edits = dict[int, tuple[int, list[Message]]](), dict[int, tuple[int, Message]]()
    for n in mine:
        surface, content = puttings[n].surface, puttings[n].content
        before = [one for one in up.get(at[n], ()) if one.surface_id == surface.id]
        stands = _in_place(before, content, surface.message_id, surface.fresh)
        if stands is None or len(before) > 1:
            done[n] = put(tx, at[n], surface.id, content, at=surface.message_id, fresh=surface.fresh)
        elif dict(stands.content) == content:
            done[n] = stands.id, []
        else:
            edits[stands.id] = n, replace(stands, content=content, changed_at=tx.now)
    for number, seq in _edit(tx, {number: message.content for number, (_, message) in edits.items()}).items():
        n, message = edits[number]
        done[n] = number, [replace(message, seq=seq)]
    shown = _record(tx, [(puttings[n].record, done[n][0]) for n in mine])
    ended: list[Put | LeftOut] = [LEFT_OUT] * len(puttings)
    for n, more in zip(mine, shown, strict=True):
        ended[n] = Put(more, done[n][1])
    return ended


def _record(tx: Tx, shown: Sequence[tuple[Record, int]]) -> list[Surface | None]:
    showings = [record.showing(number) for record, number in shown if record.showing is not None]
    if len(showings) == len(shown):
        return shown_several(tx, showings)
    return [record.within(tx, number) for record, number in shown]


def _up(tx: Tx, places: Sequence[Address]) -> dict[Address, list[Message]]:
    """The screens at these addresses, by address."""
    found = dict[Address, list[Message]]()
    if places:
        asked = {"places": evenly(sorted(places, key=lambda one: one.number))}
        for row in tx.execute(_UP, asked):
            found.setdefault(row.address, []).append(as_message(row[:-1]))
    return found


def _edit(tx: Tx, contents: Mapping[int, Mapping[str, Any]]) -> dict[int, int]:
    """Put these contents where the messages are; the number of each one's change."""
    rows = [{"key": number, "content": content} for number, content in contents.items()]
    if not rows:
        return {}
    asked = {"rows": as_rows(rows), "keys": keys(rows, "key"), "now": tx.now}
    done: Any = tx.execute(_change_several(tx.engine_name), asked).all()
    return dict(iter(done))

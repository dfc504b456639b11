"""Forgetting at the web door: words of people who are erased, and files whose time is over, in whatever was shown."""

import html
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.address import room
from bot.doors.web.messages import WebMessage, change, files_of
from bot.ledger.letter import Letter, LetterPart
from bot.store import files
from bot.store.database import Tx
from bot.store.schema import columns
from bot.words import quotes, traces_of

_AT_ONCE_QUOTED = 50
_T, _L, _P = columns(WebMessage), columns(Letter), columns(LetterPart)


def forget(tx: Tx, person_id: int | None, said: Sequence[str], sources: Collection[str] = ()) -> None:
    """Blank every message to this person, if there is one, all letters from `sources`, and any other that quotes
    something of `said`, whole or shortened. A screen that is up and quotes nothing stays."""
    whose = sa.false() if person_id is None else _T.c.address == room(person_id)
    mine = sa.and_(whose, _T.c.surface_id.is_(None))
    parts = sa.select(_P.c.message_id).join(_L, _L.c.id == _P.c.letter_id).where(_L.c.source.in_(sources))
    theirs = _T.c.id.in_(parts.where(_P.c.address == _T.c.address))
    _blank(tx, tx.execute(_full().where(sa.or_(mine, theirs))).all())
    words = [one for one in said if traces_of(one)]
    for begin in range(0, len(words), _AT_ONCE_QUOTED):
        some = words[begin : begin + _AT_ONCE_QUOTED]
        # Looked for in what JSON makes of them, which is ASCII; then read.
        plain = [trace for one in some for trace in traces_of(one)]
        traces = {_in_json(one) for trace in plain for one in (trace, html.escape(trace, quote=False))}
        text = sa.cast(_T.c.content, sa.Text)
        found = tx.execute(_full().where(sa.or_(*(text.contains(one, autoescape=True) for one in traces)))).all()
        _blank(tx, [row for row in found if any(quotes(said, one) for said in _said(row.content) for one in some)])


def forget_files(tx: Tx, hashes: Collection[str]) -> None:
    """Let go of the files of these hashes; the messages that they came with stay."""
    for sha256 in hashes:
        named = sa.cast(_T.c.content, sa.Text).contains(sha256)
        for row in tx.execute(_full().where(named)).all():
            others = [file for file in row.content["files"] if file["sha256"] != sha256]
            change(tx, row.address, row.id, content={**row.content, "files": others})


def _full() -> sa.Select[Any]:
    return sa.select(_T.c.id, _T.c.address, _T.c.content).where(_T.c.deleted_at.is_(None))


def _blank(tx: Tx, rows: Sequence[Any]) -> None:
    for row in rows:
        if row.content.get("text") or row.content.get("files"):
            bare = {**row.content, "text": "", "rows": [], "files": []}
            change(tx, row.address, row.id, content=bare)
    files.forget(tx, files_of(row.content for row in rows))


def _said(content: Mapping[str, Any]) -> Iterator[str]:
    """All that a person reads of a message: its words, and those of its buttons and files."""
    yield html.unescape(content["text"])
    yield from (button["text"] for row in content["rows"] for button in row)
    yield from (file["name"] for file in content["files"])


def _in_json(text: str) -> str:
    return json.dumps(text)[1:-1]

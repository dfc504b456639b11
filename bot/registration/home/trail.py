"""The audit trail about one person: the subjects that are his or hers, and all that was recorded of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

import sqlalchemy as sa

from bot.enquiries.records import Question
from bot.people.authentication.records import WebLink, WebSession
from bot.people.personal_data import keys_of
from bot.people.records import Grant, Invite, LinkRequest, UnionMembership
from bot.registration.records import Exemption, LateRequest, Receipt, Registration
from bot.store.audit import Audit
from bot.store.database import Tx
from bot.store.schema import columns

_A, _RC, _R = columns(Audit), columns(Receipt), columns(Registration)
_OF_A_PERSON = {
    "receipt": columns(Receipt),
    "late_request": columns(LateRequest),
    "exemption": columns(Exemption),
    "grant": columns(Grant),
    "membership": columns(UnionMembership),
    "invite": columns(Invite),
    "web_link": columns(WebLink),
    "web_session": columns(WebSession),
    "question": columns(Question),
}
"""Kinds of subjects that are one person's -> the table of their keys, which names the person."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One deed on record that concerns the person."""

    at: datetime
    deed: str
    own: bool
    """Done by the person."""


def subjects_of(tx: Tx, person_id: int) -> tuple[str, ...]:
    """The subjects under which the trail has what was done to this person, or with what is this person's."""
    own = (_RC.c.id == _R.c.receipt_id) & (_RC.c.person_id == person_id)
    chats = keys_of(tx, person_id)
    asked = columns(LinkRequest)
    named = chain(
        (("person", person_id),),
        *(_keys(tx, kind, table.c.id, table.c.person_id == person_id) for kind, table in _OF_A_PERSON.items()),
        _keys(tx, "registration", _R.c.id, sa.exists().where(own)),
        _keys(tx, "link_request", asked.c.id, asked.c.user_id.in_(chats)),
        (("account", key) for key in chats),
    )
    return tuple(f"{kind}:{key}" for kind, key in named)


def _keys(tx: Tx, kind: str, key: Any, where: sa.ColumnElement[bool]) -> Iterator[tuple[str, int]]:
    return ((kind, found) for found in tx.execute(sa.select(key).where(where).order_by(key)).scalars())


def recorded(tx: Tx, person_id: int) -> Sequence[Recorded]:
    """Everything on record that the person has done, or that was done to him or her, oldest first."""
    subjects = subjects_of(tx, person_id)
    by, about = _A.c.actor_id == person_id, _A.c.subject.in_(subjects)
    # Apart, because each goes by an index of its own.
    found = {row.id: row for where in (by, about) for row in tx.execute(sa.select(_A).where(where))}
    return [Recorded(row.at, row.deed, row.actor_id == person_id) for _, row in sorted(found.items())]

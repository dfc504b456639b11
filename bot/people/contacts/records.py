"""The table of what people say of their contacts themselves; the roster's own words of them are in `person`."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.address import Door
from bot.people.contacts.rules import Contacts
from bot.people.records import Person
from bot.store.database import Tx
from bot.store.schema import columns


class Contact(SQLModel, table=True):
    """The own words of one person. No row: the roster's address, and the order of doors that the Office has set."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    email: str | None = None
    choice: list[str] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    """The doors that may ring, in this person's order; an empty list: none. None: as the Office has set it."""
    changed_at: datetime


_C, _P = columns(Contact), columns(Person)


def contacts(tx: Tx, person_ids: Collection[int]) -> dict[int, Contacts]:
    """The contacts of each of these people."""
    if not person_ids:
        return {}
    query = (
        sa.select(_P.c.id, _P.c.phone, _P.c.email.label("listed"), _C.c.email, _C.c.choice)
        .outerjoin(_C, _C.c.person_id == _P.c.id)
        .where(_P.c.id.in_(list(person_ids)))
    )
    return {row.id: Contacts(row.phone, row.listed, row.email, _doors(row.choice)) for row in tx.execute(query)}


def _doors(kept: Sequence[str] | None) -> tuple[Door, ...] | None:
    return None if kept is None else tuple(Door(value) for value in kept)


def keep(tx: Tx, person_id: int, values: Mapping[str, Any]) -> None:
    """Write these columns of the person's own words."""
    tx.insert_new(Contact, [{"person_id": person_id, "email": None, "choice": None, "changed_at": tx.now}])
    tx.execute(sa.update(_C).where(_C.c.person_id == person_id).values(**values, changed_at=tx.now))


def forget(tx: Tx, person_id: int) -> None:
    """Forget what the person has said; the roster's words stay, which are the Office's."""
    tx.execute(sa.delete(_C).where(_C.c.person_id == person_id))

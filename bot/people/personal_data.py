"""Personal data of this slice: some lines for the screen «Dữ liệu của tôi», all of it for the export, and its end."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.address import Door, address_of, room, zalo_chat
from bot.dialogue import drafts
from bot.dialogue import surface as surfaces
from bot.dialogue.screens import Phrase, say
from bot.ledger import forgetting
from bot.people.identity import Actor
from bot.people.records import (
    Account,
    Grant,
    Invite,
    LinkRequest,
    Person,
    Post,
    UnionGroup,
    UnionMembership,
    Unit,
    ZaloChat,
)
from bot.people.rules import has_chat, honorific, masked_phone
from bot.store import files
from bot.store.database import Tx
from bot.store.schema import columns

_A, _P, _POST, _U = columns(Account), columns(Person), columns(Post), columns(Unit)
_M, _UG, _G = columns(UnionMembership), columns(UnionGroup), columns(Grant)
_I, _R, _Z = columns(Invite), columns(LinkRequest), columns(ZaloChat)


def my_data_lines(tx: Tx, actor: Actor) -> tuple[Phrase, ...]:
    """At most five short lines: who, post, union group, number (its end only), since when agreed and linked."""
    person = actor.person
    account = tx.execute(sa.select(_A.c.consented_at, _A.c.linked_at).where(_A.c.user_id == actor.user_id)).one()
    post = ", ".join(part for part in (person.position, person.unit_name) if part)
    lines = (
        say("my_data.person", who=say(honorific(person.gender)), name=person.full_name, code=person.code),
        say("person.post", post=post) if post else None,
        say("my_data.group", group=person.union_group_name) if person.union_member else None,
        say("my_data.phone", phone=masked_phone(person.phone)) if person.phone else say("my_data.no_phone"),
        say("my_data.since", agreed=account.consented_at, linked=account.linked_at),
    )
    return tuple(line for line in lines if line is not None)


def addresses_of(tx: Tx, person_id: int) -> list[tuple[Door, str, datetime | None]]:
    """The person's places at the doors: the id by which each door knows the chat, at the web the person's number here;
    and since when."""
    query = sa.select(*(_A.c[name] for name in ("user_id", "linked_at", "web_since", "zalo_chat_key", "zalo_since")))
    found: list[tuple[Door, str, datetime | None]] = []
    for row in tx.execute(query.where(_A.c.person_id == person_id)).all():
        if has_chat(row.user_id):
            at = address_of(row.user_id)
            known_by = _zalo_id(tx, at.value) if at.door is Door.ZALOBOT else str(at.value)
            found.append((at.door, known_by, row.linked_at))
        if row.zalo_chat_key is not None:
            found.append((Door.ZALOBOT, _zalo_id(tx, row.zalo_chat_key), row.zalo_since))
        if row.web_since is not None:
            found.append((Door.WEB, str(room(person_id).value), row.web_since))
    return found


def _zalo_id(tx: Tx, key: int) -> str:
    """The id by which Zalo knows a chat."""
    return str(tx.execute(sa.select(_Z.c.zalo_id).where(_Z.c.id == key)).scalar_one_or_none() or "")


def keys_of(tx: Tx, person_id: int) -> list[int]:
    """The keys under which something may be kept of the person's chats: that of the account, and of a chat beside."""
    rows = tx.execute(sa.select(_A.c.user_id, _A.c.zalo_chat_key).where(_A.c.person_id == person_id)).all()
    beside = [zalo_chat(row.zalo_chat_key).number for row in rows if row.zalo_chat_key is not None]
    return [*(row.user_id for row in rows), *beside]


def personal_data_of(tx: Tx, person_id: int) -> dict[str, Any]:
    """All personal data of this slice about one person, for the person's own eyes: JSON-ready, dates in ISO 8601.

    Hashes of invites are left out: they say nothing to anybody.
    """
    chats, at = keys_of(tx, person_id), addresses_of(tx, person_id)
    return {
        "person": _rows(tx, sa.select(*_P.c).where(_P.c.id == person_id))[0],
        "posts": _rows(
            tx,
            sa.select(_U.c.name.label("unit"), _POST.c.title, _POST.c.since, _POST.c.until)
            .join(_U, _U.c.id == _POST.c.unit_id)
            .where(_POST.c.person_id == person_id)
            .order_by(_POST.c.since),
        ),
        "union": _rows(
            tx,
            sa.select(_UG.c.name.label("group"), _M.c.office, _M.c.since, _M.c.until)
            .join(_UG, _UG.c.id == _M.c.group_id)
            .where(_M.c.person_id == person_id)
            .order_by(_M.c.since),
        ),
        "roles": _rows(
            tx,
            sa.select(_G.c.role, _U.c.name.label("unit"), _G.c.since, _G.c.until)
            .outerjoin(_U, _U.c.id == _G.c.unit_id)
            .where(_G.c.person_id == person_id)
            .order_by(_G.c.since),
        ),
        "accounts": _rows(tx, sa.select(*_A.c).where(_A.c.person_id == person_id)),
        "addresses": [{"door": door.value, "id": known_by, "since": _plain(since)} for door, known_by, since in at],
        "invites": _rows(
            tx,
            sa.select(*(_I.c[name] for name in ("created_at", "expires_at", "used_at", "revoked_at", "grants_office")))
            .where(_I.c.person_id == person_id)
            .order_by(_I.c.id),
        ),
        "link_requests": _rows(
            tx,
            sa.select(*(_R.c[name] for name in ("created_at", "phone", "statement", "state", "decided_at", "reason")))
            .where(_R.c.user_id.in_(chats))
            .order_by(_R.c.id),
        ),
    }


def erase(tx: Tx, person_id: int, words: Sequence[str]) -> None:
    """Forget what the person's chats have said here, and wherever else `words` stand that the person has sent to
    others: in dialogues, screens and letters, also in those of others. What was begun and not sent, looked for or taken
    from a suggestion reached nobody, and is looked for nowhere else. The binding of the chat stays, so that the person
    hears of it; «Ngắt liên kết» ends that."""
    chats = keys_of(tx, person_id)
    asked = sa.and_(_R.c.user_id.in_(chats), _R.c.statement != "")
    said = [*words, *tx.execute(sa.select(_R.c.statement).where(asked)).scalars()]
    tx.execute(sa.update(_R).where(_R.c.user_id.in_(chats)).values(statement="", phone=None, reason=None))
    files.forget(tx, set[str]().union(*(drafts.forget(tx, user_id) for user_id in chats)))
    said = list(dict.fromkeys(said))
    drafts.forget_words(tx, said)
    surfaces.forget_words(tx, chats, said)
    forgetting.forget(tx, person_id, said)


def _rows(tx: Tx, query: sa.Select[Any]) -> list[dict[str, Any]]:
    return [{name: _plain(value) for name, value in row._mapping.items()} for row in tx.execute(query)]


def _plain(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
    return value

"""Subjects of the journal in words: to whom something was done, or to what."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import Campaign
from bot.dialogue.screens import Phrase, say
from bot.enquiries.records import Question
from bot.ledger.outages import DoorOutage
from bot.office.journal.names import DOORS, RAW, SIGNED
from bot.people.authentication.records import WebLink, WebSession
from bot.people.records import Account, Grant, Invite, Person, UnionGroup, UnionMembership, Unit
from bot.registration.records import Exemption, LateRequest, Receipt, Registration
from bot.sheets.records import UnitSheet
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.loading import shared as catalogue


@dataclass(frozen=True, slots=True)
class Coded:
    """A thing with a code, and the name of whose it is."""

    name: str
    code: str


Words = str | Phrase | Coded
Named = Mapping[int, Words]

_P, _RC, _R, _SHEET = columns(Person), columns(Receipt), columns(Registration), columns(UnitSheet)
_U, _UG, _O = columns(Unit), columns(UnionGroup), columns(DoorOutage)


def _regime(code: str) -> Phrase:
    return say("journal.of.regime", name=next((one.name for one in catalogue() if one.code == code), code))


def _signatory(paper: str) -> Phrase | None:
    return say("journal.of.signatory", what=SIGNED[paper]) if paper in SIGNED else None


def _door(door: str) -> Phrase | None:
    return next((name for one, name in DOORS.items() if one == door), None)


_NAMED: Mapping[str, Callable[[str], Phrase | None]] = {
    "notice": lambda key: say("journal.of.notice", number=key),
    "notice_series": lambda key: say("journal.of.series", number=key),
    "link_request": lambda key: say("journal.of.link_request", number=key),
    "import": lambda key: say("journal.of.import", number=key),
    "upload": lambda key: say("journal.of.upload", number=key),
    "snapshot": lambda key: say("journal.of.snapshot", number=key),
    "decision": lambda key: say("journal.of.decision", number=key),
    "regime": _regime,
    "signatory": _signatory,
    "bell_door": _door,
    "retention": lambda key: RAW.get(key),
}
"""Kinds whose key says all that is to be said."""


def names(tx: Tx, people: Collection[int]) -> dict[int, str]:
    """The names of these people, with whatever became of them. The reader may know of everybody."""
    query = sa.select(_P.c.id, _P.c.full_name).where(_P.c.id.in_(sorted(people)))
    return {row.id: row.full_name for row in tx.execute(query)}


def whole(words: Words | None) -> str | Phrase | None:
    """The words where they stand alone."""
    return say("journal.of.coded", name=words.name, code=words.code) if isinstance(words, Coded) else words


def beside(words: Words | None, who: str | Phrase) -> str | Phrase | None:
    """The words behind the name of whoever did it, who is not named twice."""
    if isinstance(words, Coded) and words.name == who:
        return words.code
    return None if words == who else whole(words)


def in_words(tx: Tx, subjects: Iterable[str]) -> dict[str, Words]:
    """Each subject -> whom or what it names. One of which nothing more is to be said is left out."""
    by_kind: dict[str, set[str]] = {}
    for subject in subjects:
        kind, _, key = subject.partition(":")
        by_kind.setdefault(kind, set()).add(key)
    found = dict[str, Words]()
    for kind, keys in by_kind.items():
        if kind in _NAMED:
            named = {key: _NAMED[kind](key) for key in keys}
            found |= {f"{kind}:{key}": words for key, words in named.items() if words is not None}
        elif kind in _LOADED:
            known = _LOADED[kind](tx, {int(key) for key in keys if key.lstrip("-").isdecimal()})
            found |= {f"{kind}:{key}": words for key, words in known.items()}
    return found


def _of_a_person(model: Any) -> Callable[[Tx, Collection[int]], Named]:
    table = columns(model)
    key = table.c.user_id if model is Account else table.c.id

    def load(tx: Tx, keys: Collection[int]) -> Named:
        query = sa.select(key.label("key"), _P.c.full_name).join(_P, _P.c.id == table.c.person_id).where(key.in_(keys))
        return {row.key: row.full_name for row in tx.execute(query)}

    return load


def _doors(tx: Tx, keys: Collection[int]) -> Named:
    query = sa.select(_O.c.id, _O.c.door).where(_O.c.id.in_(keys))
    return {row.id: DOORS[row.door] for row in tx.execute(query)}


def _called(table: sa.Table, name: str) -> Callable[[Tx, Collection[int]], Named]:
    def load(tx: Tx, keys: Collection[int]) -> Named:
        query = sa.select(table.c.id, table.c[name].label("name")).where(table.c.id.in_(keys))
        return {row.id: row.name for row in tx.execute(query)}

    return load


def _with_code(key: sa.Column[int], of: sa.Table, joined: Any) -> Callable[[Tx, Collection[int]], Named]:
    """A loader of things with a code, with the person, unit or group whose they are."""
    owner = sa.func.coalesce(*([_P.c.full_name] if "person_id" in of.c else []), _U.c.name, _UG.c.name)
    if "person_id" in of.c:
        joined = joined.outerjoin(_P, _P.c.id == of.c.person_id)
    joined = joined.outerjoin(_U, _U.c.id == of.c.unit_id).outerjoin(_UG, _UG.c.id == of.c.union_group_id)

    def load(tx: Tx, keys: Collection[int]) -> Named:
        query = sa.select(key.label("key"), of.c.code, owner.label("owner")).select_from(joined).where(key.in_(keys))
        return {row.key: Coded(row.owner or "", row.code) for row in tx.execute(query)}

    return load


_LOADED: Mapping[str, Callable[[Tx, Collection[int]], Named]] = {
    "person": names,
    "door_outage": _doors,
    "unit": _called(_U, "name"),
    "union_group": _called(_UG, "name"),
    "campaign": _called(columns(Campaign), "name"),
    "receipt": _with_code(_RC.c.id, _RC, _RC),
    "registration": _with_code(_R.c.id, _RC, _R.join(_RC, _RC.c.id == _R.c.receipt_id)),
    "sheet": _with_code(_SHEET.c.id, _SHEET, _SHEET),
    "exemption": _of_a_person(Exemption),
    "late_request": _of_a_person(LateRequest),
    "grant": _of_a_person(Grant),
    "membership": _of_a_person(UnionMembership),
    "invite": _of_a_person(Invite),
    "web_link": _of_a_person(WebLink),
    "web_session": _of_a_person(WebSession),
    "question": _of_a_person(Question),
    "account": _of_a_person(Account),
}

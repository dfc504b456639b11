"""Details of an entry in words: what was noted with a deed, by the names that people know it by."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.dialogue.screens import Named, Phrase, say
from bot.office.journal import names
from bot.people.records import Person, UnionGroup, Unit
from bot.personnel.roles.duties import IN_UNION, Duty
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.loading import shared as catalogue

MOST_NAMES = 6
"""People of one entry who are named; the rest are counted."""
_P, _U, _G = columns(Person), columns(Unit), columns(UnionGroup)


@dataclass(frozen=True, slots=True)
class Noted:
    """One thing that was noted, with all else of the entry, and the names of those whose keys stand there."""

    deed: str
    name: str
    details: Mapping[str, Any]
    people: Mapping[int, str]
    units: Mapping[int, str]
    groups: Mapping[int, str]

    @property
    def slice(self) -> str:
        """The first word of the deed."""
        return self.deed.partition(".")[0]

    @property
    def value(self) -> Any:
        return self.details[self.name]


Read = Callable[[Noted], Any]
"""The value as a phrase takes it; None: nothing is to be said of it."""


def _count(one: Noted) -> int | None:
    return int(one.value) or None


def _size(one: Noted) -> int | None:
    return len(one.value) or None


def _flag(one: Noted) -> bool | None:
    return one.value is True or None


def _day(one: Noted) -> date | None:
    return None if one.value is None else date.fromisoformat(one.value)


def _sum(one: Noted) -> int:
    return int(one.value)


def _among(words: Mapping[Any, Any]) -> Read:
    return lambda one: words[one.value]


def _titles(one: Noted) -> tuple[Named, ...] | None:
    return tuple(map(_title, one.value)) or None


def _title(id: str) -> Named:
    return [regime.title(id).short for regime in catalogue() if id in regime][-1]


def _unit(one: Noted) -> str:
    return one.units[int(one.value)]


def _place(one: Noted) -> str | None:
    if one.value is None:
        return None
    return (one.groups if Duty(one.details["role"]) in IN_UNION else one.units)[int(one.value)]


def _person(one: Noted) -> str | None:
    return None if one.value is None else one.people[int(one.value)]


def _words(one: Noted) -> tuple[Phrase, ...] | None:
    said = [names.WORDS[word] for word in one.value]
    return tuple(words for at, words in enumerate(said) if words not in said[:at]) or None


def _paper(one: Noted) -> Phrase:
    kind, _, form = one.value.partition(".")
    return say("snapshot.paper.named", kind=names.PAPERS[kind], form=names.FORMS[form])


def _kind(one: Noted) -> Phrase:
    return names.KINDS[one.slice][one.value]


def _reason(one: Noted) -> Phrase:
    return (names.EXEMPT if one.slice == "exemption" else names.DECLINED)[one.value]


_SAID: Mapping[str, tuple[str, Read]] = {
    "above": ("journal.detail.above", lambda one: None if one.value is None else int(one.value)),
    "absent": ("journal.detail.absent", _flag),
    "added": ("journal.detail.added", _count),
    "addressee": ("journal.detail.addressee", _among(names.ADDRESSEES)),
    "amount": ("journal.detail.amount", _sum),
    "anew": ("journal.detail.anew", _flag),
    "awards": ("journal.detail.awards", _count),
    "bells": ("journal.detail.bells", _count),
    "campaigns": ("journal.detail.campaigns", _size),
    "changed": ("journal.detail.changed", _count),
    "count": ("journal.detail.files", _count),
    "day": ("journal.detail.day", _day),
    "door": ("journal.detail.door", _among(names.DOORS)),
    "drafts": ("journal.detail.drafts", _count),
    "into": ("journal.detail.into", _unit),
    "kind": ("journal.detail.kind", _kind),
    "language": ("journal.detail.language", _among(names.LANGUAGES)),
    "leads": ("journal.detail.leads", _count),
    "letters": ("journal.detail.letters", _count),
    "lines": ("journal.detail.lines", _count),
    "messages": ("journal.detail.letters", _count),
    "months": ("journal.detail.months", _count),
    "old": ("journal.detail.old", _unit),
    "new": ("journal.detail.new", _unit),
    "office": ("journal.detail.office", _flag),
    "on": ("journal.detail.day", _day),
    "on_paper": ("journal.detail.on_paper", _flag),
    "paper": ("journal.detail.paper", _paper),
    "part": ("journal.detail.part", _among(names.PARTS)),
    "person": ("journal.detail.person", _person),
    "role": ("journal.detail.role", _among(names.ROLES)),
    "place": ("journal.detail.place", _place),
    "prefix": ("journal.detail.prefix", _among(names.PREFIXES)),
    "proof": ("journal.detail.proof", _among(names.PROOFS)),
    "reason": ("journal.detail.reason", _reason),
    "records": ("journal.detail.records", _count),
    "rejected": ("journal.detail.rejected", _count),
    "removed": ("journal.detail.removed", _count),
    "restored": ("journal.detail.restored", _count),
    "revoked": ("journal.detail.revoked", _among(names.REVOKED)),
    "series": ("journal.detail.series", _count),
    "shared": ("journal.detail.shared", _flag),
    "signed_on": ("journal.detail.signed_on", _day),
    "since": ("journal.detail.since", _day),
    "state": ("journal.detail.state", _among(names.LATE)),
    "titles": ("journal.detail.titles", _titles),
    "told_on": ("journal.detail.told_on", _day),
    "topic": ("journal.detail.topic", _among(names.TOPICS)),
    "unit": ("journal.detail.unit", _unit),
    "units_added": ("journal.detail.units_added", _count),
    "units_changed": ("journal.detail.units_changed", _count),
    "uploads": ("journal.detail.uploads", _count),
    "verdict": ("journal.detail.verdict", _among(names.VERDICTS)),
    "version": ("journal.detail.version", _count),
    "was": ("journal.detail.was", _person),
    "what": ("journal.detail.what", _among(names.FAMILIES)),
    "words": ("journal.detail.words", _words),
    "workbooks": ("journal.detail.uploads", _count),
}
"""Name of what is noted -> its phrase, whose value is called `value`, and how that is read. In the order of reading."""
UNSAID = frozenset(
    {
        *("before", "digest", "ended", "invite", "key", "passkey", "report", "request", "rule", "sha256", "signatory"),
    }
)
"""Keys of the store and marks of contents, which tell a reader nothing."""


def _people(one: Noted) -> Phrase | None:
    if isinstance(one.value, int):
        return say("journal.detail.people", value=one.value) if one.value else None
    named = [one.people[key] for key in one.value if key in one.people]
    if not named:
        return None
    if (more := len(named) - MOST_NAMES) > 0:
        return say("journal.detail.people_more", value=tuple(named[:MOST_NAMES]), more=more)
    return say("journal.detail.people_named", value=tuple(named))


def _days(one: Noted) -> Phrase | None:
    if isinstance(one.value, list):
        return say("journal.detail.days", value=tuple(map(date.fromisoformat, one.value)))
    if not isinstance(one.value, int) or one.value <= 0:
        return None
    calendar = one.slice == "reminder"
    return say("journal.detail.calendar_days" if calendar else "journal.detail.working_days", value=one.value)


def _until(one: Noted) -> Phrase | None:
    if (day := _day(one)) is None:
        return None
    return say("journal.detail.not_from" if one.slice == "role" else "journal.detail.until", value=day)


def _notice(one: Noted) -> Phrase:
    key = "journal.detail.terms" if one.slice == "account" else "journal.detail.notice"
    return Phrase(key, {"value": int(one.value)})


_BY_DEED: Mapping[str, Callable[[Noted], Phrase | None]] = {
    "days": _days,
    "notice": _notice,
    "people": _people,
    "until": _until,
}
"""Name of what is noted -> its phrase, where that depends on the deed or on how it was noted."""
KNOWN = frozenset(_SAID) | frozenset(_BY_DEED) | UNSAID


def _said(one: Noted) -> Phrase | None:
    """A store may hold anything: what is not understood is passed over."""
    try:
        if one.name in _BY_DEED:
            return _BY_DEED[one.name](one)
        if one.name not in _SAID:
            return None
        key, read = _SAID[one.name]
        value = read(one)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None
    if value is None:
        return None
    return Phrase(key, {} if value is True else {"value": value})


Entry = tuple[str, Mapping[str, Any]]
"""A deed with its details."""


def in_words(tx: Tx, entries: Sequence[Entry]) -> list[tuple[Phrase, ...]]:
    """Of each of the entries, what was noted with it."""
    people = _called(tx, _P, "full_name", _people_in(entries))
    keys = _places_in(entries)
    units, groups = _called(tx, _U, "name", keys), _called(tx, _G, "name", keys)
    return [
        tuple(
            said
            for name in sorted(details, key=_order)
            if (said := _said(Noted(deed, name, details, people, units, groups))) is not None
        )
        for deed, details in entries
    ]


_ORDER = (*_SAID, *_BY_DEED)


def _order(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def _people_in(entries: Iterable[Entry]) -> set[int]:
    return {key for _deed, details in entries for name in ("person", "people", "was") for key in _keys(details, name)}


def _places_in(entries: Iterable[Entry]) -> set[int]:
    held = ("into", "new", "old", "place", "unit")
    return {key for _deed, details in entries for name in held for key in _keys(details, name)}


def _keys(details: Mapping[str, Any], name: str) -> list[int]:
    """The keys that stand there, one or several."""
    value = details.get(name)
    return [key for key in (value if isinstance(value, list) else [value]) if type(key) is int]


def _called(tx: Tx, table: sa.Table, column: str, keys: set[int]) -> dict[int, str]:
    if not keys:
        return {}
    query = sa.select(table.c.id, table.c[column].label("name")).where(table.c.id.in_(sorted(keys)))
    return {row.id: row.name for row in tx.execute(query)}

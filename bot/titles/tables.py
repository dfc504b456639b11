"""One table of a catalogue file that knows where it stands, so that every complaint names the file and the key.

The Office edits these files: a slip must be found at start, by its place, and not months later by a wrong screen.
"""

import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from bot.dialogue.screens import Named, Phrase, say

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_KINDS: Mapping[type, tuple[str, Phrase]] = {
    str: ("a text", say("regime.kind.text")),
    int: ("a whole number", say("regime.kind.number")),
    bool: ("true or false", say("regime.kind.flag")),
    date: ("a date", say("regime.kind.date")),
    list: ("a list", say("regime.kind.list")),
    dict: ("a table", say("regime.kind.table")),
}


WHOLE = "the file"
"""The place of what is wrong with a file as a whole."""


class CatalogueError(Exception):
    """A catalogue file is wrong; the message is `file: key: what is wrong`, and `fault` the same for the Office."""

    def __init__(self, file: str, key: str, problem: str, fault: Phrase | None = None) -> None:
        super().__init__(f"{file}: {key}: {problem}")
        self.place = key
        self.fault = fault or say("regime.fault.wrong")


class Table:
    """Gives out each key by the type it must have; `done` complains of the keys that nobody asked for.

    `files` names the file of the keys that do not come from `file`, where a table was laid over another.
    """

    def __init__(self, file: str, place: str, data: Mapping[str, Any], files: Mapping[str, str] | None = None) -> None:
        self.file, self.place, self.data, self._files = file, place, data, files or {}
        self._taken: set[str] = set()

    @classmethod
    def read(cls, path: Path) -> "Table":
        try:
            return cls.parse(path.name, path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise CatalogueError(path.name, WHOLE, f"cannot be read: {error}") from None

    @classmethod
    def parse(cls, file: str, text: str) -> "Table":
        """The table that is written in `text`, which stands in the file of that name."""
        try:
            return cls(file, "", tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise CatalogueError(file, WHOLE, f"cannot be read: {error}") from None

    def over(self, below: "Table") -> "Table":
        """This table's keys, and those of `below` that it does not have."""
        origins = {key: below.origin(key) for key in below.data} | dict.fromkeys(self.data, self.file)
        return Table(self.file, self.place, {**below.data, **self.data}, origins)

    def only(self, keys: Collection[str]) -> "Table":
        """Those of its keys that are among `keys`."""
        return Table(self.file, self.place, {key: self.data[key] for key in self.data if key in keys}, self._files)

    def without(self, key: str) -> "Table":
        return self.only(self.data.keys() - {key})

    def fresh(self) -> "Table":
        """A copy of the table with nothing taken yet."""
        return Table(self.file, self.place, self.data, self._files)

    def origin(self, key: str) -> str:
        return self._files.get(key, self.file)

    def error(self, key: str, problem: str, fault: Phrase | None = None) -> CatalogueError:
        return CatalogueError(self.origin(key), self.place + key, problem, fault)

    def unknown_title(self, key: str, id: str) -> CatalogueError:
        return self.error(key, f"there is no title {id!r}", say("regime.fault.no_title", title=id))

    def none_of(self, key: str, value: str, known: Iterable[str]) -> CatalogueError:
        all_known = ", ".join(known)
        fault = say("regime.fault.none_of", value=value, known=all_known)
        return self.error(key, f"{value!r} is none of {all_known}", fault)

    def circle(self, key: str, problem: str) -> CatalogueError:
        return self.error(key, problem, say("regime.fault.circle"))

    def has(self, key: str) -> bool:
        return key in self.data

    def take(self, key: str, kind: type[T]) -> T:
        self._taken.add(key)
        if key not in self.data:
            raise self.error(key, "is missing", say("regime.fault.missing"))
        value = self.data[key]
        # By the exact type: true is an int to Python, and not to whoever fills in a form.
        if type(value) is not kind or value == "":
            raise self._not_a(key, value, *_KINDS[kind])
        return value

    def _not_a(self, key: str, value: object, kind: str, said: Phrase) -> CatalogueError:
        return self.error(key, f"{value!r} is not {kind}", say("regime.fault.not_a", kind=said))

    def text(self, key: str) -> str:
        return self.take(key, str)

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.take(key, list)
        if not all(type(value) is str and value for value in values) or len(set(values)) < len(values):
            raise self._not_a(key, values, "a list of different texts", say("regime.kind.texts"))
        return tuple(values)

    def number(self, key: str) -> int:
        return self.take(key, int)

    def numbers(self, key: str) -> tuple[int, ...]:
        values = self.take(key, list)
        if not all(type(value) is int for value in values):
            raise self._not_a(key, values, "a list of whole numbers", say("regime.kind.numbers"))
        return tuple(values)

    def flag(self, key: str) -> bool:
        return self.take(key, bool)

    def day(self, key: str) -> date:
        return self.take(key, date)

    def choice(self, key: str, members: type[E]) -> E:
        return self._member(key, self.text(key), members)

    def choices(self, key: str, members: type[E]) -> tuple[E, ...]:
        return tuple(self._member(key, value, members) for value in self.texts(key))

    def named(self, key: str) -> Named:
        inner = self.table(key)
        return inner.done(Named(vi=inner.text("vi"), en=inner.text("en")))

    def table(self, key: str) -> "Table":
        return Table(self.origin(key), f"{self.place}{key}: ", self.take(key, dict))

    def tables(self, key: str) -> list["Table"]:
        """The rows of a list of tables, each placed by its id or its number; no such key: none."""
        rows = self.take(key, list) if self.has(key) else []
        if not all(type(row) is dict for row in rows):
            raise self.error(key, "is not a list of tables", say("regime.fault.not_a", kind=say("regime.kind.tables")))
        places = [f"{self.place}{key} {row.get('id', number)}: " for number, row in enumerate(rows, start=1)]
        return [Table(self.origin(key), place, row) for place, row in zip(places, rows, strict=True)]

    def maybe(self, key: str, take: Callable[[str], T]) -> T | None:
        return take(key) if self.has(key) else None

    def done(self, value: T) -> T:
        """`value`, if every key was taken."""
        if unknown := sorted(self.data.keys() - self._taken):
            raise self.error(unknown[0], "is not a key that is known here", say("regime.fault.unknown_key"))
        return value

    def _member(self, key: str, value: str, members: type[E]) -> E:
        try:
            return members(value)
        except ValueError:
            raise self.none_of(key, value, members) from None

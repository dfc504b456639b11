"""Versions of regimes in the store: those that came with the program, and those that the Office has given. None
changes in what it says, nor is removed: campaigns and registrations name the one that they were made under."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.logs import where
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns
from bot.titles import loading
from bot.titles.catalogue import Catalogue, Regime
from bot.titles.editions import Edition
from bot.titles.tables import CatalogueError


class RegimeVersion(SQLModel, table=True):
    __tablename__ = "regime_version"
    __table_args__ = (sa.UniqueConstraint("code", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    code: str
    number: int
    """Counts from 1 within a code; the highest is in use. Below 1: only extended by another, and never in use."""
    base: str | None = Field(default=None, foreign_key="regime_version.key")
    """The version that it extends."""
    file: str
    text: str
    from_program: bool
    given_by: int | None = Field(default=None, foreign_key="person.id")
    """None: it came with the program, or by a command of the operator."""
    given_at: datetime


log = logging.getLogger(__name__)
_UNREADABLE: set[str] = set()
_V = columns(RegimeVersion)
_NEWEST = sa.select(_V.c.code, sa.func.max(_V.c.number).label("number")).group_by(_V.c.code).subquery()


@dataclass(frozen=True, slots=True)
class Given:
    """A version as the list of them shows it."""

    id: int
    key: str
    code: str
    number: int
    from_program: bool
    given_by: int | None
    given_at: datetime


def known(tx: Tx, key: str) -> None:
    """See to it that this process knows the regime of that key. Asks the store once a process and key: a version that
    another process has made is noticed by whatever names it. One that a later program cannot read any more is passed
    over: the version in use stands in for it."""
    if key in loading.shared() or key in _UNREADABLE or (edition := _edition(tx, key)) is None:
        return
    try:
        loading.learn(edition)
    except CatalogueError as error:
        _UNREADABLE.add(key)
        log.error("a version of the rules cannot be read", extra={"key": key, "where": where(error)})


def in_use(tx: Tx, also: Iterable[str] = ()) -> Catalogue:
    """Of each code the version in use: the store's, and the program's where the store has none. Reads the list of them,
    and the text of those only that this process has not read yet. `also`: keys of versions that are to be found by
    their key beside those."""
    used = {code: edition.key for code, edition in loading.house().items()} | _used(tx)
    regimes: dict[str, Regime] = {}
    for key in dict.fromkeys([*used.values(), *also]):
        known(tx, key)
        regimes[key] = loading.shared().regime(key)
    return Catalogue(regimes, used)


def ever(tx: Tx) -> tuple[Regime, ...]:
    """Every version that the store holds, and the program's."""
    keys = dict.fromkeys([edition.key for edition in loading.house().values()])
    keys |= dict.fromkeys(tx.execute(sa.select(_V.c.key).order_by(_V.c.given_at, _V.c.key)).scalars())
    for key in keys:
        known(tx, key)
    return tuple(loading.shared().regime(key) for key in keys)


def editions(tx: Tx) -> Mapping[str, Edition]:
    """The same as they are written, by code."""
    stored = {code: edition for code, key in _used(tx).items() if (edition := _edition(tx, key)) is not None}
    return {**loading.house(), **stored}


_USED = (
    sa.select(_V.c.code, _V.c.key)
    .join(_NEWEST, sa.and_(_V.c.code == _NEWEST.c.code, _V.c.number == _NEWEST.c.number))
    .order_by(_V.c.code)
)


def _used(tx: Tx) -> dict[str, str]:
    return {row.code: row.key for row in tx.execute(_USED)}


def given(tx: Tx, key: str) -> Given | None:
    """A version with when and by whom; None: the store does not hold it."""
    return _given(tx, _V.c.key == key)


def given_as(tx: Tx, id: int) -> Given | None:
    """The version that has this number in the store; None: there is none."""
    return _given(tx, _V.c.id == id)


def given_in_use(tx: Tx) -> list[Given]:
    """The versions in use that the store holds, in the order of their codes."""
    found = [given(tx, key) for key in _used(tx).values()]
    return [one for one in found if one is not None]


def _given(tx: Tx, which: sa.ColumnElement[bool]) -> Given | None:
    row: Any = tx.execute(sa.select(*(_V.c[name] for name in Given.__dataclass_fields__)).where(which)).first()
    return None if row is None else Given(*row)


def written(tx: Tx, key: str) -> Edition:
    """A version that the store holds, as it is written. KeyError where it holds none."""
    if (found := _edition(tx, key)) is None:
        raise KeyError(key)
    return found


def _edition(tx: Tx, key: str) -> Edition | None:
    row = tx.execute(sa.select(_V.c.code, _V.c.file, _V.c.text, _V.c.base).where(_V.c.key == key)).first()
    if row is None:
        return None
    return Edition(row.code, row.file, row.text, None if row.base is None else _edition(tx, row.base))


# --- giving -----------------------------------------------------------------------------------------------------------


def keep(tx: Tx, edition: Edition, *, by: int | None = None, from_program: bool = False) -> str:
    """Put an edition in use, and what it extends into the store, where that is not there; its key. One that was in use
    before is in use again."""
    tx.lock(Turn.REGIMES, 0)
    for one in edition.from_below():
        there = given(tx, one.key)
        if there is not None and one is not edition:
            continue
        program = from_program or one is not edition
        row = {"number": _number(tx, one.code, used=one is edition), "from_program": program, "given_at": tx.now}
        row["given_by"] = None if program else by
        if there is not None:
            tx.execute(sa.update(_V).where(_V.c.key == one.key).values(row))
            continue
        base = None if one.base is None else one.base.key
        said = {"key": one.key, "code": one.code, "base": base, "file": one.file, "text": one.text}
        tx.execute(sa.insert(_V), row | said)
    return edition.key


def _number(tx: Tx, code: str, *, used: bool) -> int:
    """The number of a version to come: above all others where it is to be in use, else below them."""
    ends = sa.select(sa.func.min(_V.c.number), sa.func.max(_V.c.number)).where(_V.c.code == code)
    row: Any = tx.execute(ends).one()
    lowest, highest = row
    if lowest is None:
        return 1
    return int(highest) + 1 if used else int(lowest) - 1


def give_program(tx: Tx) -> None:
    """Give the store the program's own regimes: all of them to an empty one, what is new in them to one in use. A code
    of which the Office has given a version of its own stays as it is: no update changes the Office's rules."""
    tx.lock(Turn.REGIMES, 0)
    used = _used(tx)
    by_office = sa.select(_V.c.key).where(_V.c.key.in_(used.values()), _V.c.from_program.is_(False))
    own = set(tx.execute(by_office).scalars())
    for code, edition in loading.house().items():
        if used.get(code) not in own and used.get(code) != edition.key:
            keep(tx, edition, from_program=True)

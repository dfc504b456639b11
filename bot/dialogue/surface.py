"""Surfaces: the screen that a chat should be showing, and the one that it shows, by (address, kind, ref).

An action raises `wanted` in its own transaction; showing sets `shown`. A kill between commit and reply therefore leaves
nobody in silence: start-up shows whatever lags. A screen may be shown twice, and is then identical. Two replicas that
show at once agree in the end, because whoever finds that more is wanted than it showed shows again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.address import STILL, Address, Door
from bot.clock import SKEW
from bot.dialogue import codec
from bot.dialogue.packing import pack
from bot.dialogue.screens import Phrase
from bot.dialogue.targets import ToView
from bot.store.database import Tx
from bot.store.schema import AddressType, at_door, columns
from bot.words import without

MAIN = "main"
"""The one screen a person converses on."""


class SurfaceRow(SQLModel, table=True):
    __tablename__ = "surface"
    __table_args__ = (
        sa.UniqueConstraint("address", "kind", "ref"),
        sa.Index(
            "ix_surface_lagging",
            "id",
            sqlite_where=sa.text("shown < wanted"),
            postgresql_where=sa.text("shown < wanted"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    address: Address = Field(sa_type=AddressType)
    """The door and the place there at which it is shown."""
    kind: str
    ref: int = 0
    user_id: int = Field(sa_type=sa.BigInteger)
    """The account under whose rights it is drawn."""
    spec: dict[str, Any] = Field(sa_type=sa.JSON)
    """{"view": [name, what it needs …]} or {"draft": id}."""
    preface: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    """A sentence above the screen this time: {"key": …, "values": …}."""
    message_id: int | None = Field(default=None, sa_type=sa.BigInteger)
    wanted: int = 0
    shown: int = 0
    wanted_stamp: float = Field(default=0.0, sa_type=sa.Double)
    """The real epoch second at which it was last wanted: a replica that is just showing it is not overtaken."""
    fresh: bool = False
    """True if it is to be sent as a new message below, not edited in place."""
    kept: bool = False
    """The message shown is a record (a receipt): what comes next goes below it."""
    keyboard: bool = False
    """Buttons are up below the writing field."""
    living: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Shows figures that others change: drawn again when they do, in place, at most twice a minute."""
    outdated: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """True if what a living surface shows has changed since it was drawn."""


_T = columns(SurfaceRow)


@dataclass(frozen=True, slots=True)
class Surface:
    id: int
    address: Address
    kind: str
    ref: int
    user_id: int
    spec: Mapping[str, Any]
    preface: Mapping[str, Any] | None
    message_id: int | None
    wanted: int
    shown: int
    fresh: bool
    kept: bool
    keyboard: bool

    @property
    def draft_id(self) -> int | None:
        return self.spec.get("draft")

    @property
    def view(self) -> tuple[str, ...] | None:
        """Name and needs of the view that is wanted, as `codec.parts` made them."""
        view = self.spec.get("view")
        return tuple(view) if view else None


def view_spec(to: ToView) -> dict[str, Any]:
    return {"view": codec.parts(to)}


def draft_spec(draft_id: int) -> dict[str, Any]:
    return {"draft": draft_id}


COLUMNS = [_T.c[name] for name in Surface.__dataclass_fields__]
_GET = sa.select(*COLUMNS).where(
    _T.c.address == sa.bindparam("address"), _T.c.kind == sa.bindparam("kind"), _T.c.ref == sa.bindparam("ref")
)
_FIRST = sa.insert(_T)
STATE = ("message_id", "wanted", "shown", "fresh", "kept", "keyboard")
"""Columns that a transaction beside this one may have changed since a surface was read."""


def below(was: Any, fresh: Any) -> Any:
    """`fresh`; true where another message than `was` is up by now, since that may be a record."""
    return sa.case((_T.c.message_id.is_not_distinct_from(was), fresh), else_=sa.true())


RAISE = (
    sa.update(_T)
    .where(_T.c.id == sa.bindparam("key"))
    .values(
        spec=sa.bindparam("spec"),
        preface=sa.bindparam("preface"),
        fresh=below(sa.bindparam("was", type_=sa.BigInteger), sa.bindparam("fresh", type_=sa.Boolean)),
        user_id=sa.bindparam("user_id"),
        wanted=_T.c.wanted + 1,
        wanted_stamp=sa.bindparam("stamp"),
        living=sa.bindparam("living"),
        outdated=sa.false(),
    )
    .returning(_T.c.id, *(_T.c[name] for name in STATE))
)


def as_surface(row: Any) -> Surface:
    return Surface(*row)


def get(tx: Tx, address: Address, kind: str = MAIN, ref: int = 0) -> Surface | None:
    row = tx.execute(_GET, {"address": address, "kind": kind, "ref": ref}).one_or_none()
    return None if row is None else as_surface(row)


_HERE = sa.select(_T.c.wanted_stamp).where(_T.c.address == sa.bindparam("here"), _T.c.kind == MAIN, _T.c.ref == 0)
_LATER = sa.select(*COLUMNS).where(
    _T.c.address == sa.bindparam("there"),
    _T.c.kind == MAIN,
    _T.c.ref == 0,
    _T.c.wanted_stamp > sa.func.coalesce(_HERE.scalar_subquery(), 0.0),
)


def later(tx: Tx, there: Address, here: Address) -> Surface | None:
    """The screen at one address, if it was wanted later than the one at another."""
    row = tx.execute(_LATER, {"there": there, "here": here}).one_or_none()
    return None if row is None else as_surface(row)


def raise_(
    tx: Tx,
    address: Address,
    user_id: int,
    spec: Mapping[str, Any],
    *,
    kind: str = MAIN,
    ref: int = 0,
    fresh: bool = False,
    living: bool = False,
    preface: Phrase | None = None,
    current: Surface | None = None,
) -> Surface:
    """Want `spec` shown. `fresh`: below, as a new message. `living`: to be drawn again when `outdate` says so.
    `current` spares a read to whoever has just made one."""
    now = current or get(tx, address, kind, ref)
    living = living and address.door not in STILL
    said = None if preface is None else pack(preface)
    if now is None:
        tx.execute(
            _FIRST,
            {
                "address": address,
                "kind": kind,
                "ref": ref,
                "user_id": user_id,
                "spec": dict(spec),
                "preface": said,
                "wanted": 1,
                "wanted_stamp": tx.clock.stamp(),
                "shown": 0,
                "fresh": True,
                "kept": False,
                "keyboard": False,
                "living": living,
            },
        )
        made = get(tx, address, kind, ref)
        assert made is not None
        return made
    # Below a kept message, unless it is that very message which is wanted again.
    new = fresh or now.message_id is None or (now.kept and dict(now.spec) != dict(spec))
    row = {"key": now.id, "spec": dict(spec), "preface": said, "fresh": new, "was": now.message_id}
    row |= {"user_id": user_id, "living": living}
    wanted = replace(now, user_id=user_id, spec=spec, preface=said, wanted=now.wanted + 1, fresh=new)
    if tx.held is not None and current is not None:
        tx.held.setdefault(RAISED, []).append(row)
        return wanted
    return as_it_is(wanted, tx.execute(RAISE, row | {"stamp": tx.clock.stamp()}).one_or_none())


def as_it_is(surface: Surface, row: Any) -> Surface:
    """The surface, which was raised, with what was up by then."""
    return surface if row is None else replace(surface, **{name: getattr(row, name) for name in STATE})


RAISED = "surfaces raised"
_SHOWN = (
    sa.update(_T)
    .where(_T.c.id == sa.bindparam("key"), _T.c.shown <= sa.bindparam("revision"))
    .values(
        shown=sa.bindparam("revision"),
        message_id=sa.bindparam("message_id"),
        kept=sa.bindparam("kept"),
        keyboard=sa.bindparam("keyboard"),
        # Unless something newer is wanted by now: how that is to be shown must survive.
        fresh=sa.case((_T.c.wanted == sa.bindparam("revision"), sa.false()), else_=_T.c.fresh),
        preface=sa.case((_T.c.wanted == sa.bindparam("revision"), sa.null()), else_=_T.c.preface),
    )
    .returning(_T.c.wanted)
)


def shown(tx: Tx, surface: Surface, message_id: int | None, *, kept: bool, keyboard: bool) -> Surface | None:
    """Record that `surface` is now shown as `message_id`; the surface to show again if meanwhile more is wanted."""
    done = tx.execute(
        _SHOWN,
        {"key": surface.id, "revision": surface.wanted, "message_id": message_id, "kept": kept, "keyboard": keyboard},
    ).scalar_one_or_none()
    return more(tx, surface, done, kept=kept)


def more(tx: Tx, surface: Surface, done: int | None, *, kept: bool) -> Surface | None:
    """The surface to show again where more is wanted than was shown. `done`: what is wanted by now; None: somebody has
    shown something newer."""
    if done == surface.wanted:
        return None
    now = get(tx, surface.address, surface.kind, surface.ref)
    if now is None or now.wanted == surface.wanted:
        return None
    if kept and not now.fresh and dict(now.spec) != dict(surface.spec):
        # Wanted in place of what was shown before; what is shown by now is a record, and stays.
        tx.execute(sa.update(_T).where(_T.c.id == now.id).values(fresh=True))
        now = replace(now, fresh=True)
    return now


_LAGGING = (
    sa.select(*COLUMNS)
    .where(_T.c.shown < _T.c.wanted)
    .where(sa.or_(_T.c.wanted_stamp <= sa.bindparam("before"), _T.c.wanted_stamp > sa.bindparam("ahead")))
    .where(_T.c.address.not_in(sa.bindparam("without", expanding=True)))
    .order_by(_T.c.id)
    .limit(sa.bindparam("width"))
)


@cache
def _lagging(halted: frozenset[Door]) -> sa.Select[Any]:
    return _LAGGING.where(*(~at_door(_T.c.address, door) for door in sorted(halted)))


def lagging(
    tx: Tx, before: float, width: int = 200, *, without: Collection[Address] = (), halted: frozenset[Door] = frozenset()
) -> list[Surface]:
    """The surfaces that were wanted before the epoch second `before` and are not shown: the silence that a kill leaves.
    `without`: addresses that cannot be shown anything now, and must not take the place of others;
    `halted`: the same for whole doors."""
    wanted = {"before": before, "width": width, "without": list(without), "ahead": tx.clock.stamp() + SKEW}
    return [as_surface(row) for row in tx.execute(_lagging(halted), wanted)]


def of(tx: Tx, user_ids: Collection[int]) -> list[Surface]:
    """The screens on which these people converse, at every door."""
    here = sa.select(*COLUMNS).where(_T.c.kind == MAIN, _T.c.user_id.in_(sorted(user_ids))).order_by(_T.c.id)
    return [as_surface(row) for row in tx.execute(here)]


def hand_over(tx: Tx, address: Address, user_id: int) -> None:
    """Draw the screens at this address under the rights of another account from now on."""
    tx.execute(sa.update(_T).where(_T.c.address == address).values(user_id=user_id))


def forget_words(tx: Tx, user_ids: Collection[int], said: Sequence[str]) -> None:
    """Blank the sentences above screens: those of these people, and any that hold something of `said`."""
    for row in tx.execute(sa.select(_T.c.id, _T.c.user_id, _T.c.preface).where(_T.c.preface.is_not(None))).all():
        if row.preface and (row.user_id in user_ids or without(row.preface, said) != row.preface):
            tx.execute(sa.update(_T).where(_T.c.id == row.id).values(preface=None))

"""The end of taking a snapshot and of making a paper, as people see it: on the screens before which somebody waits, and
by a letter to whoever has asked and does something else by now."""

from collections.abc import Collection, Iterable

import sqlalchemy as sa

from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.records import PaperNow, SnapshotNow, SnapshotPaper
from bot.consolidation.targets import ShowMaking, ShowPaper, ShowSnapshot, ShowSnapshots
from bot.dialogue import codec, living
from bot.dialogue import surface as surfaces
from bot.dialogue.surface import Surface
from bot.dialogue.targets import ToView
from bot.enquiries.targets import ShowConsolidation
from bot.ledger import planning
from bot.notices import access
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns

TAKEN, MADE = "snapshot_taken", "snapshot_paper"
"""Kinds of letters: a snapshot was taken, or could not be; a paper was made, or could not be."""

_P = columns(SnapshotPaper)


def hold(tx: Tx) -> None:
    """Have the Office's members do nothing else until this is told: before anything of it is written, as taps have it,
    and so that a screen which somebody leaves in this moment is not brought back."""
    for chat in sorted(access.office_accounts(tx)):
        tx.lock(Turn.PERSON, chat)


def snapshot(tx: Tx, one: SnapshotNow) -> list[Surface]:
    """The snapshot is taken, or given up: its screens are drawn again, and whoever wanted it and looks at none of them
    gets a letter."""
    chats, shown = access.office_accounts(tx), (ShowConsolidation(), ShowSnapshot(one.id))
    who = one.wanted_by
    if who is not None and not _before(tx, access.accounts_of(tx, [who]), *shown):
        values = {"snapshot": one.id, "taken": one.sha256 is not None}
        planning.plan(tx, TAKEN, f"snapshot:{one.id}", who, tx.now.isoformat(), values)
    watched = [
        *(here.id for here in living.watched(tx, chats, ShowConsolidation)),
        *(here.id for here in living.watched(tx, chats, ShowSnapshots)),
        *(here.id for here in living.watched(tx, chats, ShowSnapshot) if here.to.snapshot == one.id),
    ]
    return living.follow(tx, watched, 0.0)


def paper(tx: Tx, key: int, kind: PaperKind, form: PaperForm) -> list[Surface]:
    """The paper is made: it comes as a file to whoever waits before its screen."""
    spec = surfaces.view_spec(ShowPaper(key, kind, form))
    waiting = _before(tx, access.office_accounts(tx), ShowMaking(key, kind, form))
    drawn = [surfaces.raise_(tx, one.address, one.user_id, spec, fresh=True, current=one) for one in waiting]
    _tell(tx, key, kind, form, {one.user_id for one in drawn}, made=True)
    return drawn


def follow(tx: Tx, key: int) -> list[Surface]:
    """The screens of the snapshot, and those before which somebody waits for a paper of it, drawn again in place: they
    say how many papers are made."""
    chats = access.office_accounts(tx)
    seen = [
        *(one.id for one in living.watched(tx, chats, ShowSnapshot) if one.to.snapshot == key),
        *(one.id for one in living.watched(tx, chats, ShowMaking) if one.to.snapshot == key),
    ]
    return living.follow(tx, seen, 0.0)


def given_up(tx: Tx, one: PaperNow) -> list[Surface]:
    """The paper could not be made: the screen before which somebody waits says so."""
    waiting = _before(tx, access.office_accounts(tx), ShowMaking(one.snapshot_id, one.kind, one.form))
    _tell(tx, one.snapshot_id, one.kind, one.form, {here.user_id for here in waiting}, made=False)
    return [*living.follow(tx, [here.id for here in waiting], 0.0), *follow(tx, one.snapshot_id)]


def _tell(tx: Tx, key: int, kind: PaperKind, form: PaperForm, seen: Iterable[int], *, made: bool) -> None:
    """By a letter, whoever has asked for it and does not look at its screen."""
    mine = sa.and_(_P.c.snapshot_id == key, _P.c.kind == kind, _P.c.form == form)
    who: int | None = tx.execute(sa.select(_P.c.wanted_by).where(mine)).scalar_one()
    if who is None or set(access.accounts_of(tx, [who])) & set(seen):
        return
    values = {"snapshot": key, "kind": kind.value, "form": form.value, "made": made}
    planning.plan(tx, MADE, f"snapshot:{key}", who, f"{kind}.{form}:{tx.now.isoformat()}", values)


def _before(tx: Tx, accounts: Collection[int], *views: ToView) -> list[Surface]:
    """The screens of these people that show one of the views."""
    wanted = [tuple(codec.parts(view)) for view in views]
    return [one for one in surfaces.of(tx, accounts) if one.view in wanted]

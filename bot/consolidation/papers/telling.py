"""The end of taking a snapshot and of making a paper, as people see it: on the screens before which somebody waits, and
by a letter to whoever has asked and does something else by now."""

from collections.abc import Iterable

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


def snapshot(tx: Tx, one: SnapshotNow) -> list[Surface]:
    """The snapshot is taken, or given up: its screens are drawn again, and whoever wanted it and looks at none of them
    gets a letter."""
    chats, shown = access.office_chats(tx), (ShowConsolidation(), ShowSnapshot(one.id))
    seen = _before(tx, access.chats_of(tx, [one.wanted_by]), *shown)
    if not seen:
        values = {"snapshot": one.id, "taken": one.sha256 is not None}
        planning.plan(tx, TAKEN, f"snapshot:{one.id}", one.wanted_by, tx.now.isoformat(), values)
    watched = [
        *(here.id for here in living.watched(tx, chats, ShowConsolidation)),
        *(here.id for here in living.watched(tx, chats, ShowSnapshots)),
        *(here.id for here in living.watched(tx, chats, ShowSnapshot) if here.to.snapshot == one.id),
    ]
    return living.follow(tx, watched, 0.0)


def paper(tx: Tx, key: int, kind: PaperKind, form: PaperForm) -> list[Surface]:
    """The paper is made: it comes as a file to whoever waits before its screen."""
    spec = surfaces.view_spec(ShowPaper(key, kind, form))
    waiting = _before(tx, access.office_chats(tx), ShowMaking(key, kind, form))
    drawn = [surfaces.raise_(tx, one.chat_id, one.user_id, spec, fresh=True, current=one) for one in waiting]
    _tell(tx, key, kind, form, {one.user_id for one in drawn}, made=True)
    return drawn


def given_up(tx: Tx, one: PaperNow) -> list[Surface]:
    """The paper could not be made: the screen before which somebody waits says so."""
    waiting = _before(tx, access.office_chats(tx), ShowMaking(one.snapshot_id, one.kind, one.form))
    _tell(tx, one.snapshot_id, one.kind, one.form, {here.user_id for here in waiting}, made=False)
    return living.follow(tx, [here.id for here in waiting], 0.0)


def _tell(tx: Tx, key: int, kind: PaperKind, form: PaperForm, seen: Iterable[int], *, made: bool) -> None:
    """By a letter, whoever has asked for it and does not look at its screen."""
    mine = sa.and_(_P.c.snapshot_id == key, _P.c.kind == kind, _P.c.form == form)
    who: int | None = tx.execute(sa.select(_P.c.wanted_by).where(mine)).scalar_one()
    if who is None or set(access.chats_of(tx, [who])) & set(seen):
        return
    values = {"snapshot": key, "kind": kind.value, "form": form.value, "made": made}
    planning.plan(tx, MADE, f"snapshot:{key}", who, f"{kind}.{form}:{tx.now.isoformat()}", values)


def _before(tx: Tx, chats: Iterable[int], *views: ToView) -> list[Surface]:
    """The screens of these people that show one of the views. Each is left as it is meanwhile: a screen that somebody
    leaves in this moment is not brought back."""
    wanted, found = [tuple(codec.parts(view)) for view in views], list[Surface]()
    for chat in sorted(chats):
        tx.lock(Turn.PERSON, chat)
        current = surfaces.get(tx, chat)
        if current is not None and current.view in wanted:
            found.append(current)
    return found

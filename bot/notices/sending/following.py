"""Following a notice that goes out or is changed: the Office's screens show it, and the Office hears when it stops."""

from collections.abc import Iterable

import sqlalchemy as sa

from bot.dialogue import living
from bot.dialogue.living import Watched
from bot.dialogue.surface import Surface
from bot.dialogue.targets import ToView
from bot.ledger import change, planning
from bot.ledger.letter import Letter
from bot.notices import access, records
from bot.notices.in_person import actions as telling
from bot.notices.letter_names import HALTED, notice_of, source
from bot.notices.records import NoticeRow, NoticeState
from bot.notices.sent_targets import ShowCopies
from bot.notices.targets import ShowOfficeNotice
from bot.notices.tracking.rules import WAITING
from bot.store.database import Tx
from bot.store.schema import columns

_L, _N = columns(Letter), columns(NoticeRow)

PROGRESS: tuple[type[ShowOfficeNotice] | type[ShowCopies], ...] = (ShowOfficeNotice, ShowCopies)
"""Views in which the Office watches a notice go out, or its copies be changed."""

SECONDS = 3.0
"""Between two drawings of a progress: sooner, a phone would show nothing but flicker."""


def going(tx: Tx) -> bool:
    """True if there is anything to follow. Only reads."""
    return _any_under_way(tx) or change.anything_open(tx) or any(living.any_outdated(tx, kind) for kind in PROGRESS)


def follow(tx: Tx) -> list[Surface]:
    """The screens that show a notice under way, to be drawn again, none sooner than SECONDS after the last time.

    A notice of which no letter waits is finished, as soon as all who watch it will read so; its contact persons then
    hear whom it did not reach. A notice whose copies are being changed is drawn until they are.
    """
    under_way = dict(_under_way(tx))
    chats = access.office_accounts(tx)
    office = _watched(tx, chats)
    changing = {key for key in {one.to.notice for one in office} if change.anything_open(tx, source(key))}
    watched = [one for one in office if one.to.notice in under_way or one.to.notice in changing or one.outdated]
    just_drawn = {one.to.notice for one in watched if one.rested < SECONDS}
    for notice_id, done in under_way.items():
        if done and notice_id not in just_drawn:
            records.finish(tx, notice_id)
            telling.hand_over(tx, notice_id)
    more = [one.id for one in watched if one.to.notice in changing]
    return living.follow(tx, [one.id for one in watched], SECONDS, more=more)


def followed(tx: Tx, user_id: int, notice_id: int) -> ToView | None:
    """The view in which this person has the progress of the notice before the eyes; None where it is at its end."""
    waits = sa.select(_L.c.id).where(_L.c.source == source(notice_id), _L.c.state.in_(WAITING)).limit(1)
    if tx.execute(waits).first() is None and not change.anything_open(tx, source(notice_id)):
        return None
    return next((one.to for one in _watched(tx, [user_id]) if one.to.notice == notice_id), None)


def _watched(tx: Tx, chats: Iterable[int]) -> list[Watched[ShowOfficeNotice] | Watched[ShowCopies]]:
    of = list(chats)
    return [*living.watched(tx, of, ShowOfficeNotice), *living.watched(tx, of, ShowCopies)]


def alarm(tx: Tx, source: str) -> None:
    """Plan a letter to every member of the Office: no more of this notice leaves until somebody has looked."""
    values = {"notice": notice_of(source), "source": source}
    people = dict.fromkeys(access.office_people(tx), values)
    planning.plan_all(tx, HALTED, f"{HALTED}:{source}", tx.now.isoformat(), people)


def _going(tx: Tx) -> sa.ColumnElement[bool]:
    return sa.and_(_N.c.state == NoticeState.STARTED, sa.or_(_N.c.due_at.is_(None), _N.c.due_at <= tx.now))


def _any_under_way(tx: Tx) -> bool:
    return tx.execute(sa.select(_N.c.id).where(_going(tx)).limit(1)).first() is not None


def _under_way(tx: Tx) -> list[tuple[int, bool]]:
    """The started notices whose time has come, by key, and whether no letter of theirs waits."""
    found = []
    for notice_id in tx.execute(sa.select(_N.c.id).where(_going(tx))).scalars().all():
        waiting = sa.select(_L.c.id).where(_L.c.source == source(notice_id), _L.c.state.in_(WAITING)).limit(1)
        found.append((notice_id, tx.execute(waiting).first() is None))
    return found

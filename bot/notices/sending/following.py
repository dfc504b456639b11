"""As a notice goes out or is taken back: the Office's screens follow it. The Office hears of it when it stops by
itself."""

from bot.dialogue import living
from bot.dialogue.surface import Surface
from bot.ledger import change, planning
from bot.notices import records
from bot.notices.correcting import copies
from bot.notices.in_person import actions as telling
from bot.notices.records import HALTED, notice_of
from bot.notices.targets import ShowOfficeNotice
from bot.notices.tracking import deliveries as ledger
from bot.store.database import Tx

SECONDS = 3.0
"""Between two drawings of a progress: sooner, a phone would show nothing but flicker."""


def going(tx: Tx) -> bool:
    """Whether there is anything to follow. Only reads."""
    return ledger.anything_under_way(tx) or change.anything_open(tx) or living.any_outdated(tx, ShowOfficeNotice)


def follow(tx: Tx) -> list[Surface]:
    """Every notice under way: the screens that show it, to be drawn again, none sooner than SECONDS after the last
    time. One whose letters have all got where they are is finished, as soon as all who watch it will read so; whoever
    leads those whom it did not reach then hears of it. One whose copies are being changed is drawn until they are."""
    under_way = dict(ledger.under_way(tx))
    office = living.watched(tx, ledger.office_chats(tx), ShowOfficeNotice)
    changing = {ref for ref in {one.to.notice for one in office} if copies.are_changing(tx, ref)}
    watched = [one for one in office if one.to.notice in under_way or one.to.notice in changing or one.outdated]
    just_drawn = {one.to.notice for one in watched if one.rested < SECONDS}
    for notice_id, done in under_way.items():
        if done and notice_id not in just_drawn:
            records.finish(tx, notice_id)
            telling.hand_over(tx, notice_id)
    more = [one.id for one in watched if one.to.notice in changing]
    return living.follow(tx, [one.id for one in watched], SECONDS, more=more)


def alarm(tx: Tx, source: str) -> None:
    """A letter to every member of the Office: nothing more of this notice leaves until somebody has looked."""
    values = {"notice": notice_of(source), "source": source}
    people = dict.fromkeys(ledger.office_people(tx), values)
    planning.plan_all(tx, HALTED, f"{HALTED}:{source}", tx.now.isoformat(), people)

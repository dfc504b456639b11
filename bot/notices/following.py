"""As a notice goes out: the Office's screens follow it, and the Office hears of it when it stops by itself."""

from bot import surface
from bot.database import Tx
from bot.notices import ledger, records
from bot.notices.records import HALTED, notice_of
from bot.outbox import letter


def follow(tx: Tx) -> None:
    """Every notice under way: its progress is drawn again where it is open; one whose letters have all got where they
    are is finished."""
    going = ledger.under_way(tx)
    for notice, done in going:
        if done:
            records.finish(tx, notice.id)
    if going:
        surface.outdate(tx, ledger.office_chats(tx))


def alarm(tx: Tx, source: str) -> None:
    """A letter to every member of the Office: nothing more of this notice leaves until somebody has looked."""
    values = {"notice": notice_of(source), "source": source}
    people = dict.fromkeys(ledger.office_people(tx), values)
    letter.plan_all(tx, HALTED, f"{HALTED}:{source}", tx.now.isoformat(), people)
    surface.outdate(tx, ledger.office_chats(tx))

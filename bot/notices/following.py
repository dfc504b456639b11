"""As time passes: the Office's screens follow what is being sent, and what is done is said to be."""

from bot import surface
from bot.database import Tx
from bot.notices import ledger, records


def follow(tx: Tx) -> None:
    """Every notice under way: its progress is drawn again where it is open; one whose letters have all got where they
    are is finished."""
    going = ledger.under_way(tx)
    for notice, done in going:
        if done:
            records.finish(tx, notice.id)
    if going:
        surface.outdate(tx, ledger.office_chats(tx))

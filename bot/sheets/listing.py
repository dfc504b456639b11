"""The list of all lists, opened at the page on which one of them stands."""

from bot.leading.targets import ShowSheets
from bot.registration.reading import Registrant
from bot.sheets.reading import senders
from bot.sheets.screens import LINES_A_PAGE
from bot.store.database import Tx


def among_all(tx: Tx, who: Registrant) -> ShowSheets:
    """The page of all lists of its kind that has the one of `who`."""
    keys = list(senders(tx, who.subject, tx.clock.today()))
    return ShowSheets(who.subject, keys.index(who.key) // LINES_A_PAGE if who.key in keys else 0)

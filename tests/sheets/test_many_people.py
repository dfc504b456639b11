"""Lists of very many people are read without naming everybody in a statement: PostgreSQL takes 65,535 names at most."""

import pytest
import sqlalchemy as sa

from bot.campaigns.records import current_campaign
from bot.sheets.content import Content
from bot.sheets.reading import contents, senders
from bot.store.database import Tx
from bot.titles.catalogue import Subject
from tests.office import Office
from tests.sheets.desks import HEAD, STAFF, registers

FEW = 5


def _read(tx: Tx) -> tuple[list[Content], int]:
    """The lists of all units, and the most values that a statement took meanwhile."""
    campaign, taken = current_campaign(tx), [0]
    assert campaign is not None
    of = list(senders(tx, Subject.UNIT, tx.clock.today()).values())

    def count(_connection: object, _cursor: object, _words: str, values: object, *_rest: object) -> None:
        taken.append(len(values) if isinstance(values, tuple) else 0)

    sa.event.listen(tx.connection, "before_cursor_execute", count)
    found = contents(tx, campaign, Subject.UNIT, of)
    sa.event.remove(tx.connection, "before_cursor_execute", count)
    return found, max(taken)


async def test_what_is_read_for_all_is_what_is_read_by_names(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (HEAD, STAFF):
        await registers(office, name, "LDTT")
    by_names, _ = await office.database.run(_read)
    monkeypatch.setattr("bot.leading.records.MOST_NAMED", FEW)
    for_all, most = await office.database.run(_read)
    assert for_all == by_names
    assert sum(len(one.rows) for one in for_all) > 50 > most

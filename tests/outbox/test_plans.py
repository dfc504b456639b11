"""With ten thousand letters waiting and as many sent, what the courier asks again and again goes by an index."""

from typing import Any

import pytest
from sqlalchemy import event

from bot.ledger import tally
from bot.ledger.change import anything_open
from bot.outbox import claims
from bot.outbox.amending import anything_to_change
from bot.store.database import Body
from bot.store.engines.postgresql import PostgresDatabase, postgresql_engine
from bot.store.engines.sqlite import SqliteDatabase
from tests.office import Office

SEVERAL = ("notice", "reminder")


async def plan(office: Office, body: Body[Any]) -> str:
    """The plan by which SQLite finds the rows of what `body` asks."""
    assert isinstance(office.database, SqliteDatabase)
    found = list[str]()

    def explain(_connection: Any, cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        found.extend(row[3] for row in cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters))

    event.listen(office.database._writer, "before_cursor_execute", explain)
    try:
        await office.database.run(body)
    finally:
        event.remove(office.database._writer, "before_cursor_execute", explain)
    return "\n".join(found)


async def plan_of_postgresql(office: Office, body: Body[Any]) -> str:
    """The plan of PostgreSQL."""
    assert isinstance(office.database, PostgresDatabase)
    asked = list[tuple[str, Any]]()

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    heard = office.database._engine
    event.listen(heard, "before_cursor_execute", hear)
    try:
        await office.database.run(body)
    finally:
        event.remove(heard, "before_cursor_execute", hear)
    engine = postgresql_engine(office.database.url)
    with engine.connect() as connection:
        found = [connection.exec_driver_sql(f"EXPLAIN {statement}", said).scalars().all() for statement, said in asked]
    engine.dispose()
    return "\n".join(line for lines in found for line in lines)


@pytest.mark.parametrize(
    ("body", "index"),
    [
        (lambda tx: claims.claim(tx, "one", SEVERAL, 8, bulk=False), "letter USING INDEX ix_letter_kind_due"),
        (lambda tx: claims.claim(tx, "one", SEVERAL, 8, bulk=True), "letter USING INDEX ix_letter_due"),
        (lambda tx: claims.anything_due(tx, SEVERAL), "letter USING INDEX ix_letter_due"),
        (tally.due_letters, "letter USING INDEX ix_letter_due"),
        (claims.expire, "letter USING INDEX ix_letter_expiring"),
        (anything_open, "letter_change USING COVERING INDEX ix_letter_change_open"),
        (anything_to_change, "letter_change USING INDEX ix_letter_change_open"),
    ],
    ids=["urgent", "bulk", "anything due", "what is late", "expire", "any change", "changes"],
)
async def test_what_is_asked_all_the_time_walks_no_table(office: Office, body: Body[Any], index: str) -> None:
    found = await plan(office, body)
    assert index in found
    assert "SCAN letter" not in found.replace("SCAN letter_part", "")

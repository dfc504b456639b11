"""With twenty thousand people's rows, what is asked at every step goes by an index on PostgreSQL, and of those who wait
none is compared with all others."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event as events_of

from bot.dialogue.engine.together import do_together
from bot.dialogue.together import Showing, shown_several
from bot.store import inbox, parking
from bot.store.database import Database, Tx
from bot.store.engines.opening import sync_engine
from tests.engines import on_postgresql
from tests.handlers.test_together import TITLE, arrived, register, tap
from tests.office import Office

MANY = 20_000
FILLED = (
    "INSERT INTO inbox (update_id, person_key, tries, received_at, done_at)"
    " SELECT n, n, 0, now(), now() FROM generate_series(1, :many) n",
    "INSERT INTO surface (address, kind, ref, user_id, spec, wanted, shown, wanted_stamp, fresh, kept, keyboard)"
    " SELECT n, 'main', 0, n, '{}', 1, 1, 0, false, false, false FROM generate_series(1, :many) n",
    "INSERT INTO draft (user_id, flow, data, awaiting, revision, editing, state, created_at, updated_at)"
    " SELECT n, 'register', '{}', 'titles', 0, false, 'open', now(), now() FROM generate_series(1, :many) n",
    "INSERT INTO account (user_id, language, created_at) SELECT n, 'vi', now() FROM generate_series(1, :many) n",
    "ANALYZE inbox, surface, draft, account",
)
LARGE = ("inbox", "surface", "draft", "account")


@on_postgresql
async def test_what_is_asked_at_every_step_walks_no_table(office: Office) -> None:
    people = await register(office)
    for statement in FILLED:
        parameters = {"many": MANY} if ":many" in statement else {}
        await office.database.run(lambda tx: tx.execute(sa.text(statement), parameters))  # noqa: B023
    asked = list[tuple[str, Any]]()

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if any(f" {table}" in statement for table in LARGE):
            asked.append((statement, parameters))

    def body(tx: Tx) -> None:
        whats = [(person.user_id, tap(person, TITLE)) for person in people]
        replies = do_together(office.service.engine, tx, arrived(tx, whats))  # type: ignore[arg-type]
        shown_several(tx, [Showing(reply.surface, 1, False, False) for reply in replies])  # type: ignore[union-attr]
        parking.admit(tx)
        inbox.claim(tx, "one", 0.0, 64)

    events_of.listen(sa.Engine, "before_cursor_execute", hear)
    try:
        await office.database.run(body)
    finally:
        events_of.remove(sa.Engine, "before_cursor_execute", hear)
    assert len(asked) >= 9
    engine, walked = sync_engine(office.url), list[str]()
    with engine.connect() as connection:
        for statement, said in asked:
            if statement.startswith(("SELECT", "UPDATE")):
                plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", said).scalars())
                walked += [f"{statement}\n{plan}" for table in LARGE if f"Seq Scan on {table}" in plan]
    engine.dispose()
    assert walked == [], "\n\n".join(walked)


WAIT = 300


@on_postgresql
async def test_whoever_waits_is_not_compared_with_all_who_wait(database: Database) -> None:
    """Rows were last counted when nobody waited, as on any quiet morning before an announcement."""
    for statement in (FILLED[0], "ANALYZE inbox"):
        parameters = {"many": MANY} if ":many" in statement else {}
        await database.run(lambda tx: tx.execute(sa.text(statement), parameters))  # noqa: B023
    come = [{"update_id": MANY + n, "message": {"from": {"id": n}}} for n in range(1, WAIT + 1)]
    assert await database.run(lambda tx: inbox.store(tx, come)) == WAIT
    asked = list[tuple[str, Any]]()

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        asked.append((statement, parameters))

    engine = sync_engine(database.url)
    with engine.connect() as connection:
        events_of.listen(connection, "before_cursor_execute", hear)
        inbox.claim(Tx(connection, database.clock), "one", 0.0, 64)
        connection.rollback()
        (claim,) = [(statement, said) for statement, said in asked if "SKIP LOCKED" in statement]
        answer = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {claim[0]}", claim[1]).scalar_one()
        connection.rollback()
    engine.dispose()
    (plan,) = json.loads(answer) if isinstance(answer, str) else answer
    assert max(walked_by(plan["Plan"])) <= 4 * WAIT


def walked_by(node: Any) -> Iterator[float]:
    """Rows that each node of a plan has looked at."""
    looked = sum(node.get(name, 0) for name in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Join Filter"))
    yield looked * node["Actual Loops"]
    for below in node.get("Plans", ()):
        yield from walked_by(below)

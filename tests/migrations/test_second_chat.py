"""A store in use gets room for a second chat, and code of before goes on with what it is then."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from bot.address import zalo_chat
from bot.store.engines.opening import sync_engine
from bot.store.upkeep import migration_config
from tests.engines import Stores, both_engines

BEFORE, AFTER = "0039", "0040"
TELEGRAM = 5_000_000_001
NAMES = ("user_id", "person_id", "language", "consented_at", "linked_at", "created_at")


def _insert(connection: sa.Connection, user_id: int, person_id: int) -> None:
    """As code of before writes an account: it names no column that came later."""
    now = sa.literal(datetime.now(UTC), sa.DateTime(timezone=True))
    values = dict(zip(NAMES, (user_id, person_id, "vi", now, now, now), strict=True))
    connection.execute(sa.insert(sa.table("account", *map(sa.column, NAMES))).values(values))


@both_engines
def test_accounts_stay_as_they_are_and_code_of_before_goes_on(stores: Stores, engine: str, tmp_path: Path) -> None:
    url = stores.bare(engine, tmp_path, "in_use")
    command.upgrade(migration_config(url), BEFORE)
    store = sync_engine(url)
    people = sa.table("person", *map(sa.column, ("id", "code", "full_name", "folded", "kind", "position")))
    with store.begin() as connection:
        one = {"full_name": "A", "folded": "a", "kind": "worker", "position": 0}
        rows = [{"id": key, "code": f"A{key}", **one} for key in (1, 2, 3)]
        connection.execute(sa.insert(people), rows)
        _insert(connection, TELEGRAM, 1)
        _insert(connection, zalo_chat(7).number, 2)
    command.upgrade(migration_config(url), AFTER)
    with store.begin() as connection:
        _insert(connection, zalo_chat(8).number, 3)
    with store.connect() as connection:
        query = "SELECT user_id, person_id, zalo_chat_key, zalo_since FROM account ORDER BY person_id"
        found = [tuple(row) for row in connection.execute(sa.text(query))]
    keys = (TELEGRAM, zalo_chat(7).number, zalo_chat(8).number)
    assert found == [(key, person, None, None) for person, key in enumerate(keys, 1)]
    beside = sa.text("UPDATE account SET zalo_chat_key = 9 WHERE person_id = :person")
    with store.begin() as connection:
        connection.execute(beside, {"person": 1})
    with pytest.raises(sa.exc.IntegrityError), store.begin() as connection:
        connection.execute(beside, {"person": 2})
    with store.begin() as connection:  # and as code of before changes one
        connection.execute(sa.text("UPDATE account SET language = 'en' WHERE person_id = 1"))
    command.downgrade(migration_config(url), BEFORE)
    with store.connect() as connection:
        left = [tuple(row) for row in connection.execute(sa.text("SELECT user_id, person_id FROM account ORDER BY 2"))]
    store.dispose()
    assert left == [(key, person) for person, key in enumerate(keys, 1)]

"""Declinations that were given before they named a family are the State's; going back forgets those of the union."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command

from bot.store.engines.opening import sync_engine
from bot.store.upkeep import migration_config
from tests.engines import Stores, both_engines

BEFORE, AFTER = "0011", "0012"
AT = "2023-02-01 08:00:00+00:00"


def _run(url: str, *statements: str) -> list[Any]:
    """Rows of the last statement."""
    engine = sync_engine(url)
    with engine.begin() as connection:
        results = [connection.execute(sa.text(statement)) for statement in statements]
        rows = [tuple(row) for row in results[-1]] if results[-1].returns_rows else []
    engine.dispose()
    return rows


@both_engines
def test_what_was_declined_stays_the_states_and_the_union_is_apart(stores: Stores, engine: str, tmp_path: Path) -> None:
    url = stores.bare(engine, tmp_path, "declined")
    command.upgrade(migration_config(url), BEFORE)
    _run(
        url,
        "INSERT INTO person (id, code, full_name, folded, kind, position) VALUES (1, 'A', 'A', 'a', 'worker', 0)",
        "INSERT INTO campaign (id, year, name, regime, opens_at, deadline_at, created_at, updated_at)"
        f" VALUES (1, 2023, 'C', 'A_2003', '2023-01-03 01:00:00+00:00', '{AT}', '{AT}', '{AT}')",
        "INSERT INTO receipt (id, campaign_id, number, code, person_id) VALUES (1, 1, 1, 'TD23-0001', 1)",
        'INSERT INTO declination (id, receipt_id, reason, at, "by", ended_at)'
        f" VALUES (1, 1, 'away', '{AT}', 1, '{AT}'), (2, 1, 'new', '{AT}', 1, NULL)",
    )
    command.upgrade(migration_config(url), AFTER)
    families = "SELECT id, family, reason FROM declination ORDER BY id"
    assert _run(url, families) == [(1, "state", "away"), (2, "state", "new")]
    _run(
        url,
        'INSERT INTO declination (id, receipt_id, family, reason, at, "by")'
        f" VALUES (3, 1, 'union', 'personal', '{AT}', 1)",
    )
    command.downgrade(migration_config(url), BEFORE)
    assert _run(url, "SELECT id, reason FROM declination ORDER BY id") == [(1, "away"), (2, "new")]

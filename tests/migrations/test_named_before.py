"""A store in use keeps what its papers have said; one that holds nobody says nothing."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from bot.store.engines.opening import sync_engine
from bot.store.upkeep import migration_config
from tests.engines import Stores, both_engines

BEFORE, AFTER = "0017", "0018"
SOMEBODY = "INSERT INTO person (id, code, full_name, folded, kind, position) VALUES (1, 'A', 'A', 'a', 'worker', 0)"


@both_engines
@pytest.mark.parametrize("in_use", [True, False])
def test_what_papers_have_said_is_kept_where_there_are_people(
    stores: Stores, engine: str, tmp_path: Path, *, in_use: bool
) -> None:
    url = stores.bare(engine, tmp_path, "used" if in_use else "unused")
    command.upgrade(migration_config(url), BEFORE)
    store = sync_engine(url)
    if in_use:
        with store.begin() as connection:
            connection.execute(sa.text(SOMEBODY))
    command.upgrade(migration_config(url), AFTER)
    with store.connect() as connection:
        kept = connection.execute(sa.text("SELECT name, superior, place, address FROM organisation")).all()
    store.dispose()
    said = [("Sở Khoa học và Công nghệ", "UBND tỉnh Tây Ninh", "Tây Ninh", None)]
    assert [tuple(row) for row in kept] == (said if in_use else [])

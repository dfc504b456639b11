"""Changes that were asked for before they had an end: those whose time would be over already are given some days."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from alembic import command

from bot.store.engines.opening import sync_engine
from bot.store.upkeep import migration_config
from tests.engines import Stores, both_engines

BEFORE, AFTER = "0012", "0013"
DAY = timedelta(days=1)
WINDOWS = {
    # campaign: deadline and end of the time to supplement, in days from now; and the days that are given
    1: (5, 15, None),
    2: (-1, 15, 4),
    3: (-1, 2, 2),
    4: (-20, -10, None),
}


@both_engines
def test_what_is_open_after_the_deadline_is_given_some_days(stores: Stores, engine: str, tmp_path: Path) -> None:
    url, now = stores.bare(engine, tmp_path, "asked"), datetime.now(UTC)
    command.upgrade(migration_config(url), BEFORE)
    made = sync_engine(url)
    with made.begin() as connection:

        def add(table: str, **values: object) -> None:
            typed = {
                name: sa.literal(value, sa.DateTime(timezone=True)) if isinstance(value, datetime) else value
                for name, value in values.items()
            }
            connection.execute(sa.insert(sa.table(table, *map(sa.column, values))).values(typed))

        add("person", id=1, code="A", full_name="A", folded="a", kind="worker", position=0)
        for key, (deadline, end, _given) in WINDOWS.items():
            times = {"opens_at": now - 40 * DAY, "deadline_at": now + deadline * DAY, "created_at": now}
            times |= {"supplement_until": now + end * DAY, "updated_at": now}
            add("campaign", id=key, year=2020 + key, name="C", regime="A_2003", **times)
            add("receipt", id=key, campaign_id=key, number=1, code=f"T{key}", person_id=1)
            stands = {"family": "state", "state": "change_asked", "version": 1, "submitted_at": now}
            add("registration", id=key, receipt_id=key, registered_by=1, agreement="own", **stands)
            add("change_request", id=key, registration_id=key, version=1, reason="titles", by=1, at=now)
    command.upgrade(migration_config(url), AFTER)
    request = sa.table(
        "change_request", sa.column("id"), sa.column("until", sa.DateTime(timezone=True)), sa.column("ended_at")
    )
    with made.begin() as connection:
        rows = connection.execute(sa.select(request).order_by(request.c.id)).all()
    made.dispose()
    assert [row.ended_at for row in rows] == [None] * 4
    for row in rows:
        given = WINDOWS[row.id][2]
        if given is None:
            assert row.until is None
        else:
            until = row.until.replace(tzinfo=row.until.tzinfo or UTC)
            assert timedelta(0) <= until - (now + given * DAY) < timedelta(hours=1)

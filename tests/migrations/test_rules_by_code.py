"""Stores that name rules by codes of before: these resolve, and are pinned to versions when the bot starts."""

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import command

from bot.campaigns.records import campaigns_by_key
from bot.clock import Clock
from bot.office.regimes.pinning import pin
from bot.settings import OFFICE_ZONE
from bot.store.database import Tx
from bot.store.engines.opening import open_database, sync_engine
from bot.store.upkeep import migration_config
from bot.titles import records as versions
from bot.titles.editions import Edition
from bot.titles.loading import house
from bot.titles.loading import shared as catalogue
from tests.engines import Stores, both_engines

BEFORE = "0017"
CODES = {2023: "A_2003", 2024: "B_2022", 2025: "B_2022", 2026: "C_draft"}
PINNED = {2023: "A_2003", 2024: "B1_2024", 2025: "B2_2025", 2026: "D_2026"}
"""By campaigns' years: the codes of before, and the rules that their files fall under."""


@both_engines
def test_what_a_store_of_before_names_is_pinned_to_a_version_and_can_be_undone(
    stores: Stores, engine: str, tmp_path: Path
) -> None:
    url, now = stores.bare(engine, tmp_path, "regimes"), datetime.now(UTC)
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
        for year, code in CODES.items():
            window = {"opens_at": now, "deadline_at": now.replace(year=2099), "created_at": now, "updated_at": now}
            add("campaign", id=year, year=year, name="C", regime=code, **window)
            add("receipt", id=year, campaign_id=year, number=1, code=f"T{year}", person_id=1)
            stands = {"family": "state", "state": "submitted", "version": 2, "submitted_at": now}
            add("registration", id=year, receipt_id=year, registered_by=1, agreement="own", **stands)
            for version, withdrawn in ((1, True), (2, False)):
                add("registration_version", registration_id=year, version=version, at=now, by=1, withdrawn=withdrawn)
    command.upgrade(migration_config(url), "head")
    database = open_database(url, Clock(OFFICE_ZONE))
    named = database.run_now(lambda tx: {key: one.regime for key, one in campaigns_by_key(tx, CODES).items()})
    assert {catalogue().regime(regime).code for regime in named.values()} == {"A_2003", "B2_2025", "D_2026"}
    for _again in range(2):
        database.run_now(pin)
        assert database.run_now(_regimes) == {year: house()[code].key for year, code in PINNED.items()}
        assert database.run_now(_made_under) == {year: house()[code].key for year, code in PINNED.items()}
        given = database.run_now(versions.given_in_use)
        assert [(one.code, one.number, one.from_program) for one in given] == [(code, 1, True) for code in house()]
    database.close_now()
    command.downgrade(migration_config(url), BEFORE)
    with made.begin() as connection:
        found = {row.year: row.regime for row in connection.execute(sa.text("SELECT year, regime FROM campaign"))}
    made.dispose()
    assert found == {**CODES, 2026: "C_draft"}


def _regimes(tx: Tx) -> dict[int, str]:
    return {row.year: row.regime for row in tx.execute(sa.text("SELECT year, regime FROM campaign"))}


def _made_under(tx: Tx) -> dict[int, str]:
    query = "SELECT registration_id, regime FROM registration_version WHERE NOT withdrawn"
    return {row.registration_id: row.regime for row in tx.execute(sa.text(query))}


def test_an_update_gives_what_is_new_in_the_program_and_leaves_the_rules_of_the_office(
    stores: Stores, tmp_path: Path
) -> None:
    url = stores.empty("sqlite", tmp_path)
    database = open_database(url, Clock(OFFICE_ZONE))
    older = "# as it was\n" + house()["A_2003"].text

    def as_it_was(tx: Tx) -> None:
        """A store of an older program, in which the Office has replaced one of the rules."""
        first = Edition("A_2003", "regime_a.toml", older, None)
        versions.keep(tx, first, from_program=True)
        own = Edition("B1_2024", "quy-dinh.toml", "# ours\n" + house()["B1_2024"].text, first)
        versions.keep(tx, own)

    database.run_now(as_it_was)
    database.run_now(versions.give_program)
    database.run_now(versions.give_program)
    given = database.run_now(versions.given_in_use)
    assert [(one.code, one.number, one.from_program) for one in given] == [
        ("A_2003", 2, True),
        ("B1_2024", 1, False),
        ("B2_2025", 1, True),
        ("D_2026", 1, True),
    ]
    # What the Office's own extends is what it was when it was given.
    own = next(one for one in given if one.code == "B1_2024")
    written = database.run_now(lambda tx: versions.written(tx, own.key))
    assert written.base is not None and written.base.text == older
    # What this program cannot read is passed over, and what is in use stands in for it.
    odd = Edition("A_2003", "quy-dinh.toml", 'id = "A_2003"\n', None)
    database.run_now(lambda tx: versions.keep(tx, odd))
    assert database.run_now(versions.in_use).regime(odd.key).id == house()["A_2003"].key
    database.close_now()

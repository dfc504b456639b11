"""The store as a whole: brought up to date after a copy was taken, copied while in use, kept to one process."""

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.store import upkeep as store
from bot.store.upkeep import (
    NoBackup,
    StoreInUse,
    StoreTooNew,
    backup,
    exclusive,
    is_behind,
    migrate,
    revision,
    revisions,
)
from tests.engines import Stores, both_engines
from tests.migrations.coming import NEXT, versions, write_revision


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM unit ORDER BY id")]


def with_units(path: Path) -> Path:
    migrate(sqlite_url(path))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO unit (id, name, folded, is_collective, has_seal, position, since)"
            " VALUES (1, 'Sở', 'so', 0, 1, 0, '2020-01-01')"
        )
        connection.execute(
            "INSERT INTO unit (id, name, folded, parent_id, is_collective, has_seal, position, since)"
            " VALUES (2, 'Văn phòng', 'van phong', 1, 1, 0, 1, '2020-01-01')"
        )
    return path


@pytest.fixture
def coming(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file for the body of one more revision, as a later version of the bot would bring it."""
    later = versions(tmp_path / "later")
    monkeypatch.setattr(store, "VERSIONS", later)
    return later / f"{NEXT}_next.py"


# --- bringing it up to date -------------------------------------------------------------------------------------------


@both_engines
def test_a_store_is_migrated_once(stores: Stores, engine: str, tmp_path: Path) -> None:
    url = stores.bare(engine, tmp_path, "new")
    assert revision(url) is None
    assert is_behind(url)
    assert migrate(url) == revisions()
    assert revision(url) == revisions()[-1]
    assert not is_behind(url)
    assert migrate(url) == []


def test_looking_at_a_store_that_is_not_there_does_not_make_one(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "none.db")
    assert not store.exists(url)
    assert revision(url) is None
    assert list(tmp_path.iterdir()) == []


def test_a_start_with_nothing_to_do_does_not_import_alembic(store_url: str) -> None:
    code = f"import sys; from bot.store.upkeep import migrate; migrate({store_url!r}); "
    code += "sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_store_that_holds_something_is_copied_before_it_is_changed(tmp_path: Path, coming: Path) -> None:
    path, was = with_units(tmp_path / "thidua.db"), revisions()[-1]
    write_revision(coming, """op.execute("UPDATE unit SET name = 'changed'")""")
    assert migrate(sqlite_url(path)) == [NEXT]
    assert names(path) == ["changed", "changed"]
    copy = tmp_path / f"thidua-{was}.backup.db"
    assert names(copy) == ["Sở", "Văn phòng"]
    assert revision(sqlite_url(copy)) == was


def test_a_copy_that_was_taken_before_is_kept(tmp_path: Path, coming: Path) -> None:
    path, was = with_units(tmp_path / "thidua.db"), revisions()[-1]
    kept = tmp_path / "copies" / f"thidua-{was}.backup.db"
    backup(sqlite_url(path), kept)
    write_revision(coming, """op.execute("DELETE FROM unit")""")
    migrate(sqlite_url(path), backup_to=kept.parent)
    assert sorted(file.name for file in kept.parent.iterdir()) == [f"thidua-{was}-2.backup.db", kept.name]


def test_a_new_store_is_not_copied(tmp_path: Path) -> None:
    migrate(sqlite_url(tmp_path / "thidua.db"))
    assert list(tmp_path.glob("*.backup.db")) == []


def test_a_revision_that_fails_leaves_the_store_as_it_was(tmp_path: Path, coming: Path) -> None:
    path, was = with_units(tmp_path / "thidua.db"), revisions()[-1]
    write_revision(coming, """op.drop_table("lease"); op.execute("UPDATE unit SET name = 'changed'"); raise OSError""")
    with pytest.raises(OSError):
        migrate(sqlite_url(path))
    assert names(path) == ["Sở", "Văn phòng"]
    assert revision(sqlite_url(path)) == was
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM lease").fetchone() == (0,)


def test_replacing_a_table_keeps_the_rows_that_refer_to_it(tmp_path: Path, coming: Path) -> None:
    path = with_units(tmp_path / "thidua.db")
    batch = (
        """with op.batch_alter_table("unit", recreate="always") as unit: unit.alter_column("name", nullable=False)"""
    )
    write_revision(coming, batch)
    migrate(sqlite_url(path))
    assert names(path) == ["Sở", "Văn phòng"]


def test_a_revision_that_leaves_a_row_referring_to_nothing_is_refused(tmp_path: Path, coming: Path) -> None:
    path = with_units(tmp_path / "thidua.db")
    write_revision(coming, """op.execute("DELETE FROM unit WHERE id = 1")""")
    with pytest.raises(RuntimeError, match="unit"):
        migrate(sqlite_url(path))
    assert names(path) == ["Sở", "Văn phòng"]


@both_engines
def test_a_store_of_a_newer_version_is_left_alone(
    store_url: str, monkeypatch: pytest.MonkeyPatch, coming: Path
) -> None:
    write_revision(coming, "pass")
    migrate(store_url)
    coming.unlink()
    with pytest.raises(StoreTooNew) as refused:
        migrate(store_url)
    assert refused.value.values == {"revision": NEXT, "newest": revisions()[-1]}
    assert revision(store_url) == NEXT


def test_replicas_that_start_together_migrate_once(stores: Stores, tmp_path: Path) -> None:
    url = stores.bare("postgresql", tmp_path, "new")
    applied: list[list[str]] = []
    threads = [threading.Thread(target=lambda: applied.append(migrate_in_process(url))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(applied) == [[], [], revisions()]


def migrate_in_process(url: str) -> list[str]:
    code = f"from bot.store.upkeep import migrate; print(*migrate({url!r}))"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


# --- copying ----------------------------------------------------------------------------------------------------------


def test_a_copy_is_whole_while_others_write(tmp_path: Path) -> None:
    path = with_units(tmp_path / "thidua.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE unit SET name = 'half' WHERE id = 1")
        backup(sqlite_url(path), tmp_path / "copies" / "copy.db")
        writer.execute("COMMIT")
    assert names(tmp_path / "copies" / "copy.db") == ["Sở", "Văn phòng"]
    assert names(path) == ["half", "Văn phòng"]
    assert [file.name for file in (tmp_path / "copies").iterdir()] == ["copy.db"]


def test_what_is_written_but_not_yet_in_the_main_file_is_copied_too(tmp_path: Path) -> None:
    path = with_units(tmp_path / "thidua.db")
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("UPDATE unit SET name = 'new' WHERE id = 1")
        writer.commit()
        assert path.with_name("thidua.db-wal").stat().st_size > 0
        backup(sqlite_url(path), tmp_path / "copy.db")
        assert names(tmp_path / "copy.db") == ["new", "Văn phòng"]


def test_a_copy_never_replaces_a_file(tmp_path: Path) -> None:
    path = with_units(tmp_path / "thidua.db")
    there = tmp_path / "copy.db"
    there.write_text("precious")
    with pytest.raises(NoBackup):
        backup(sqlite_url(path), there)
    assert there.read_text() == "precious"


def test_what_is_not_there_or_not_sqlite_is_not_copied(tmp_path: Path) -> None:
    for url in (sqlite_url(tmp_path / "none.db"), "postgresql://nobody@/nowhere"):
        with pytest.raises(NoBackup):
            backup(url, tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


# --- one process ------------------------------------------------------------------------------------------------------

HOLD = (
    "import sys; from bot.store.upkeep import exclusive\n"
    "with exclusive(sys.argv[1]):\n    print('held', flush=True); input()"
)


@contextmanager
def holder(url: str) -> Iterator["subprocess.Popen[str]"]:
    """Another process that runs on the store."""
    command = [sys.executable, "-c", HOLD, url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_process_on_one_sqlite_store_is_refused_and_told_who_runs(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "data" / "thidua.db")
    with holder(url) as other:
        with pytest.raises(StoreInUse) as refused, exclusive(url):
            pass
        assert refused.value.values["process"] == str(other.pid)
        with exclusive(sqlite_url(tmp_path / "another.db")):
            pass


def test_another_name_for_a_store_does_not_open_it_twice(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "thidua.db")
    with (
        holder(sqlite_url(tmp_path / "thidua.db")),
        pytest.raises(StoreInUse),
        exclusive(sqlite_url(tmp_path / "link.db")),
    ):
        pass


def test_a_process_that_is_killed_lets_go(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "thidua.db")
    with holder(url) as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
        with exclusive(url):
            pass


def test_what_a_holder_starts_does_not_hold_on_after_it(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "thidua.db")
    command = [sys.executable, "-c", "print('started', flush=True); input()"]
    with exclusive(url):
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, close_fds=False)
        assert child.stdout is not None
        assert child.stdout.readline() == b"started\n"
    try:
        with exclusive(url):
            pass
    finally:
        child.kill()
        child.communicate()


def test_any_number_of_processes_share_a_postgresql_store() -> None:
    with exclusive("postgresql://nobody@/nowhere"), exclusive("postgresql://nobody@/nowhere"):
        pass

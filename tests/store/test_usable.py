"""A store that cannot be used: one sentence, exit 2, and nothing of it touched. And whom its files are for."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

import bot.playground
from bot.clock import Clock
from bot.commands.cli import main
from bot.playground.sample import AWARDS, CAMPAIGN, ROSTER
from bot.settings import load
from bot.store.engines.opening import sync_engine
from bot.store.upkeep import StoreUnusable, backup, exclusive, migrate, revision
from bot.titles.loading import DATA as RULES
from bot.variables import SettingsError
from tests.engines import Stores, both_engines, on_postgresql
from tests.kill.lives import ended
from tests.kill.nest import ROOT

NOBODY = 65534
TOKEN = "2023:AAH-a-token-that-nobody-has-given"


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def told(url: str, command: str = "run", *, typed: bool = False) -> tuple[int, str]:
    """The exit code of a command on this store, and all that it says. `typed`: from its first import on."""
    settings = {"THIDUA_DATABASE_URL": url, "THIDUA_BOT_TOKEN": TOKEN, "THIDUA_API_URL": "http://127.0.0.1:9"}
    environment = os.environ | settings
    if typed:
        ran = subprocess.run(
            [sys.executable, "-m", "bot", command], env=environment, capture_output=True, text=True, check=False
        )
        assert ran.stdout == ""
        return ran.returncode, ran.stderr
    with tempfile.TemporaryDirectory() as folder:
        code, said = ended(environment, ROOT, Path(folder) / "log", command)
        assert said == ""
        return code, (Path(folder) / "log").read_text()


def test_a_file_of_something_else_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "thidua.db"
    file.write_bytes(b"PK\x03\x04 this was a workbook" * 500)
    file.chmod(0o644)
    before = (file.read_bytes(), file.stat().st_mode)
    code, said = told(sqlite_url(file), typed=True)
    assert code == 2
    assert said == (
        f"Tệp {file} không phải kho dữ liệu của bot hoặc đã hỏng. Tệp được giữ nguyên;"
        " xin kiểm tra THIDUA_DATABASE_URL hoặc khôi phục từ bản sao lưu.\n"
    )
    assert (file.read_bytes(), file.stat().st_mode) == before


def test_a_damaged_store_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "thidua.db"
    file.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 64)
    before = file.read_bytes()
    with pytest.raises(StoreUnusable) as refused:
        migrate(sqlite_url(file))
    assert refused.value.key == "store.unreadable"
    assert file.read_bytes() == before


def test_another_products_file_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "books.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE book (title TEXT)")
    before = file.read_bytes()
    with pytest.raises(StoreUnusable) as refused:
        migrate(sqlite_url(file))
    assert refused.value.key == "store.foreign"
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


@both_engines
def test_another_products_database_is_left_as_it_is(stores: Stores, engine: str, tmp_path: Path) -> None:
    url = stores.bare(engine, tmp_path, "books")
    opened = sync_engine(url)
    with opened.begin() as connection:
        connection.execute(sa.text("CREATE TABLE book (title TEXT)"))
    with pytest.raises(StoreUnusable) as refused:
        migrate(url)
    assert refused.value.key == "store.foreign"
    with opened.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["book"]
    opened.dispose()


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    code, said = told("postgresql://thidua:a-password@127.0.0.1:9/thidua", "arm")  # `run` waits for it
    assert code == 2
    assert said == (
        "Không kết nối được cơ sở dữ liệu 127.0.0.1/thidua. Xin kiểm tra máy chủ PostgreSQL và THIDUA_DATABASE_URL.\n"
    )


DATA = Path(bot.playground.__file__).parent / "data"
EVERY_COMMAND = {
    "check": ["check"],
    "arm": ["arm"],
    "roster": ["roster", "import", str(DATA / ROSTER)],
    "awards": ["awards", "import", str(DATA / AWARDS)],
    "campaign": ["campaign", "import", str(DATA / CAMPAIGN)],
    "regime": ["regime", "import", str(RULES / "regime_a_2003.toml")],
    "invite": ["invite", "TN005"],
    "backup": ["backup", "{folder}/copy.db"],
    "restore": ["restore", "{folder}/whole.db"],
    "copy": ["store", "copy", "{url}", "sqlite:///{folder}/to.db"],
    "copy to": ["store", "copy", "sqlite:///{folder}/whole.db", "{url}"],
}
"""But `run` and `demo`: the first has tests of its own here, the second needs no store."""


@pytest.fixture
def commanded(
    stores: Stores, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str, str], str]:
    """Gives a command on a store; the one sentence that it says and ends with."""
    stores.another("sqlite", tmp_path, "whole")
    monkeypatch.chdir(tmp_path)

    def give(name: str, url: str) -> str:
        monkeypatch.setenv("THIDUA_DATABASE_URL", url)
        capsys.readouterr()
        words = [word.format(url=url, folder=tmp_path) for word in EVERY_COMMAND[name]]
        code = main(words)
        said = capsys.readouterr()
        if name == "check":
            assert code == 1, name
            return next(line for line in said.out.splitlines() if "dữ liệu" in line)
        assert (code, said.out, said.err.count("\n")) == (2, "", 1), (name, said)
        assert not list(tmp_path.glob("*copy.db*"))
        return said.err.strip()

    return give


@pytest.mark.parametrize("name", EVERY_COMMAND)
def test_a_server_that_is_away_is_one_sentence_of_every_command(
    commanded: Callable[[str, str], str], name: str
) -> None:
    assert commanded(name, "postgresql://thidua:a-password@127.0.0.1:9/thidua") == (
        "Không kết nối được cơ sở dữ liệu 127.0.0.1/thidua. Xin kiểm tra máy chủ PostgreSQL và THIDUA_DATABASE_URL."
    )


@both_engines
def test_a_store_of_a_later_version_is_one_sentence_of_every_command(
    commanded: Callable[[str, str], str], store_url: str
) -> None:
    opened = sync_engine(store_url)
    with opened.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    opened.dispose()
    for name in EVERY_COMMAND:
        if name != "copy to":  # its sentence is another: the target is not empty
            assert commanded(name, store_url).startswith("Kho dữ liệu ở bản 9999, mới hơn"), name


def test_a_damaged_store_is_one_sentence_of_every_command(commanded: Callable[[str, str], str], tmp_path: Path) -> None:
    file = tmp_path / "damaged.db"
    file.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 64)
    before = file.read_bytes()
    for name in EVERY_COMMAND:
        assert commanded(name, sqlite_url(file)).startswith(f"Tệp {file} không phải kho dữ liệu của bot"), name
    assert file.read_bytes() == before


@pytest.mark.parametrize("name", ["roster", "awards", "invite"])
def test_a_store_that_turns_out_to_be_damaged_in_the_midst_ends_with_the_same_sentence(
    stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """Its first pages are whole: it opens, and only one of its tables cannot be read."""
    url = stores.sample("sqlite", tmp_path)
    file = Path(url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(file)) as store:
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = store.execute("PRAGMA page_size").fetchone()
        roots = [root for (root,) in store.execute("SELECT rootpage FROM sqlite_master WHERE tbl_name = 'person'")]
    with file.open("r+b") as pages:
        for root in roots:
            pages.seek((root - 1) * size)
            pages.write(b"\xff" * size)
    monkeypatch.setenv("THIDUA_DATABASE_URL", url)
    assert main(EVERY_COMMAND[name]) == 2
    said = capsys.readouterr()
    assert said.out == "" and "Traceback" not in said.err
    assert said.err.splitlines()[-1].startswith(f"Tệp {file} không phải kho dữ liệu của bot hoặc đã hỏng.")


@on_postgresql
def test_a_database_that_may_only_be_read_is_one_sentence(store_url: str) -> None:
    code, said = told(f"{store_url}&options=-c%20default_transaction_read_only%3Don")
    assert code == 2
    assert "không cho ghi" in said
    assert said.count("\n") == 1, said


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    code, said = told(sqlite_url(tmp_path / "data" / "thidua.db"))
    assert code == 2
    assert said.startswith("Không ghi được vào ")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.parametrize("locked", ["file", "folder"])
def test_a_store_that_may_only_be_read_is_said_before_anything_begins(open_folder: Path, locked: str) -> None:
    file = open_folder / "thidua.db"
    migrate(sqlite_url(file))
    file.chmod(0o444 if locked == "file" else 0o666)
    open_folder.chmod(0o777 if locked == "file" else 0o555)
    child = os.fork()
    if child == 0:  # root may write everywhere, so somebody else tries
        ended = 1
        try:
            if os.geteuid() == 0:
                os.setuid(NOBODY)
            with exclusive(sqlite_url(file)):
                revision(sqlite_url(file))
        except StoreUnusable as refused:
            ended = 0 if refused.key == "store.read_only" else 2
        finally:
            os._exit(ended)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_the_store_and_its_copies_are_for_nobody_else(tmp_path: Path) -> None:
    url, copy = sqlite_url(tmp_path / "thidua.db"), tmp_path / "copy.db"
    before = os.umask(0)
    try:
        migrate(url)
        backup(url, copy)
        with sync_engine(url).begin() as connection:
            connection.execute(sa.text("DELETE FROM lease"))
            assert {file.stat().st_mode & 0o777 for file in tmp_path.glob("*.db*")} == {0o600}
    finally:
        os.umask(before)
    assert copy.exists()


def test_a_store_that_an_earlier_version_left_readable_is_closed(tmp_path: Path) -> None:
    file = tmp_path / "thidua.db"
    migrate(sqlite_url(file))
    file.chmod(0o644)
    migrate(sqlite_url(file))
    assert file.stat().st_mode & 0o777 == 0o600


def test_words_that_were_erased_are_not_in_the_file(tmp_path: Path) -> None:
    url, words = sqlite_url(tmp_path / "erased.db"), b"loi rieng cua mot nguoi " * 40
    migrate(url)
    opened = sync_engine(url)
    with opened.begin() as connection:
        insert = sa.text(
            "INSERT INTO question (user_id, words, topic, asked_at) VALUES (1, :words, 'office', '2023-01-03')"
        )
        for _ in range(50):
            connection.execute(insert, {"words": words.decode()})
    with opened.begin() as connection:
        connection.execute(sa.text("UPDATE question SET words = '' WHERE id % 2 = 0"))
        connection.execute(sa.text("DELETE FROM question WHERE id % 2 = 1"))
    with opened.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
    opened.dispose()
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and b"loi rieng" in file.read_bytes()]


@pytest.mark.parametrize("end", ["/bot", "/bot/", "/bot2023:AAH-a-token-that-nobody-has-given"])
def test_the_address_of_the_bot_api_is_its_root(end: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load({"THIDUA_API_URL": f"https://relay.vn{end}"}, None)
    assert refused.value.key == "settings.api_url"
    assert TOKEN not in repr(refused.value.values)
    assert load({"THIDUA_API_URL": "https://relay.vn/botany/x"}, None).api_url == "https://relay.vn/botany/x"


def test_a_store_that_is_not_there_yet_asks_for_rights_in_its_own_folder_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder above is root's where a service has one of its own."""
    monkeypatch.setattr("os.access", lambda place, _mode: Path(place) != tmp_path.parent)
    with exclusive(sqlite_url(tmp_path / "thidua.db")):
        assert (tmp_path / "thidua.db.lock").exists()

"""A path that the system refuses is one sentence with exit 2, whatever command it was given to: an operator who is root
has files in a folder that the bot's own user may not even look into, and gives commands there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.commands.cli import main
from bot.variables import PREFIX
from tests.engines import Stores

NOBODY = 65_534
TOO_LONG = "x" * 300
"""A name that no file system takes; to whoever is root, too."""
COMMANDS = (
    "roster import {file} --dry-run",
    "awards import {file}",
    "campaign import {file}",
    "regime import {file} --dry-run",
    "restore --check {file}",
    "restore {file} --replace",
    "backup {file}",
    "audit export {file}",
    "export --campaign 2023 --out {file}",
    "store copy sqlite:///{file} sqlite:///other.db",
)


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """Without the rights of root, to whom everything is open."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(before)


@pytest.fixture
def folder(stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the operator, with a store that holds the department and its campaign."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("THIDUA_DATABASE_URL", stores.sample("sqlite", tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_what_cannot_be_opened_is_one_sentence(folder: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command.format(file=TOO_LONG).split()) == 2
    said = capsys.readouterr()
    assert TOO_LONG in said.err and "Xin kiểm tra đường dẫn" in said.err and said.err.count("\n") == 1


def test_a_folder_that_is_not_there_is_one_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "export", "nowhere/nhat-ky.csv"]) == 2
    assert "nowhere/nhat-ky.csv" in capsys.readouterr().err


def test_a_file_is_named_from_the_root_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The operator stands in another folder than the one in which commands run, and has to see which."""
    assert main(["roster", "import", "danh-sach.xlsx"]) == 2
    assert capsys.readouterr().err == f"Không tìm thấy tệp {folder / 'danh-sach.xlsx'}. Xin kiểm tra đường dẫn.\n"
    assert main(["backup", "ban-sao.backup.db"]) == 0
    assert f"Đã sao lưu vào {folder / 'ban-sao.backup.db'} (" in capsys.readouterr().out


def test_in_a_folder_of_somebody_else_check_says_where_it_is_to_be_given(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    closed = folder / "closed"
    closed.mkdir()
    monkeypatch.chdir(closed)
    main(["check", "--offline"])  # what it needs is loaded
    capsys.readouterr()
    closed.chmod(0)
    with as_somebody_else():
        code = main(["check", "--offline"])
    closed.chmod(0o700)
    assert code == 1
    said = capsys.readouterr().out
    assert str(closed / ".env") in said and "Xin gõ lệnh trong thư mục có tệp .env" in said and said.count("\n") == 1

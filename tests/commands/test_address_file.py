"""The address of a store may stand in a file: a password among the words of a command is seen by everybody."""

from pathlib import Path

import pytest

from bot.commands.cli import main
from tests.engines import Stores


def test_store_copy_takes_an_address_from_a_file_and_says_which_it_cannot_read(
    stores: Stores, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = stores.empty("sqlite", tmp_path)
    (tmp_path / "address").write_text(f"sqlite:///{tmp_path}/moved.db\n")
    assert main(["store", "copy", source, "@address"]) == 0
    assert (tmp_path / "moved.db").is_file()
    assert main(["store", "copy", source, "@elsewhere"]) == 2
    said = capsys.readouterr()
    assert "Không đọc được tệp elsewhere chứa địa chỉ kho." in said.out + said.err

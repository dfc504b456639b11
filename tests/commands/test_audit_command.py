"""`audit verify`, `check`, `backup` and `restore --check` say what the chain over the audit trail says."""

import asyncio
import csv
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.clock import Clock
from bot.commands.cli import main
from bot.settings import OFFICE_ZONE
from bot.store.chain.sealing import Sealer
from bot.store.engines.opening import open_database
from tests.engines import both_engines


@both_engines
def test_the_operator_hears_whether_the_chain_holds_and_fits_what_is_on_paper(
    sample_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THIDUA_DATABASE_URL", sample_url)
    monkeypatch.chdir(tmp_path)

    def told(*arguments: str) -> tuple[int, list[str]]:
        code = main(arguments)
        said = capsys.readouterr()
        return code, (said.out + said.err).splitlines()

    def does(*statements: str) -> int:
        async def body() -> int:
            database = open_database(sample_url, Clock(OFFICE_ZONE))
            try:
                for one in statements:
                    await database.run(lambda tx, one=one: tx.execute(sa.text(one)))  # type: ignore[misc]
                return await Sealer(database).look()
            finally:
                await database.close()

        return asyncio.run(body())

    assert told("audit", "verify")[1][-1].endswith("tự làm trong vài giây khi kênh đang phục vụ.")
    rows = does()
    code, (whole, seal) = told("audit", "verify")
    assert (code, whole) == (
        0,
        f"Nhật ký nguyên vẹn: {rows} mục đã niêm phong, không mục nào bị sửa, cắt hay đổi chỗ.",
    )
    head = seal.removeprefix("Mã niêm phong hiện nay: ")
    assert told("backup", "a.db")[1][1] == f"Mã niêm phong nhật ký trong bản sao: {head}. Xin ghi lại cùng bản sao."
    assert seal in told("restore", "--check", "a.db")[1]
    fits = told("audit", "verify", "--head", head.lower())
    assert (fits[0], fits[1][-1][:22]) == (0, "Mã trên giấy khớp: khô")
    assert told("audit", "verify", "--head", "12") == (
        2,
        ["Không đọc được mã này. Xin gõ như trên giấy, ví dụ: 1234-ABCD-EFGH-JKMN-PQRS"],
    )

    assert told("audit", "export", "a.csv") == (0, [f"Đã ghi {rows} mục nhật ký vào {tmp_path / 'a.csv'}."])
    assert told("audit", "export", "a.csv") == (2, [f"{tmp_path / 'a.csv'} đã có. Xin chọn tên khác."])
    table = list(csv.reader((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()))
    assert (len(table), table[0][0], table[1][2:4]) == (rows + 1, "Mục", ["Hệ thống", "nhập danh sách nhân sự"])

    does(f"DELETE FROM audit_seal WHERE place = {rows}", f"DELETE FROM audit WHERE id = {rows}")
    code, lines = told("audit", "verify", "--head", head)
    assert (code, lines[0][:20]) == (1, whole[:20]), "of itself it holds"
    assert lines[-1].startswith(f"Nhật ký KHÔNG còn đến mục {rows} như trên giấy")
    does("UPDATE audit SET deed = 'roster.imported' WHERE id = 2")
    code, lines = told("audit", "verify")
    assert (code, lines[0]) == (1, "Mục 2 của nhật ký (dòng 2) đã bị sửa sau khi niêm phong.")
    assert any("Nhật ký việc đã làm không còn nguyên vẹn: Mục 2" in line for line in told("check", "--offline")[1])

"""`regime import`: what would change for whom, then the change; a wrong file is one sentence."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.commands.cli import main
from bot.store.engines.opening import sync_engine
from bot.titles.loading import house
from tests.engines import both_engines

A = house()["A_2003"]


@both_engines
def test_rules_are_replaced_by_a_file_after_a_dry_run(
    sample_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THIDUA_DATABASE_URL", sample_url)
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "quy-dinh.toml"

    def told(text: str, *more: str) -> tuple[int, str]:
        file.write_text(text, encoding="utf-8")
        code = main(["regime", "import", str(file), *more])
        said = capsys.readouterr()
        return code, said.out + said.err

    def used() -> str:
        engine = sync_engine(sample_url, read_only=True)
        with engine.connect() as connection:
            key = str(connection.execute(sa.text("SELECT regime FROM campaign")).scalar_one())
        engine.dispose()
        return key

    # A campaign that is over keeps its rules; this one is not, whatever day it is.
    engine = sync_engine(sample_url)
    with engine.begin() as connection:
        end = sa.literal(datetime(2099, 1, 1, tzinfo=UTC), sa.DateTime(timezone=True))
        connection.execute(sa.update(sa.table("campaign", sa.column("deadline_at"))).values(deadline_at=end))
    engine.dispose()
    fifth = A.text.replace("percent = 15", "percent = 20", 1)
    lines = [
        "Luật Thi đua, khen thưởng 2003: bản mới thay đổi như sau.",
        "• Phong trào thi đua năm 2023: chưa có đăng ký.",
        "• Chiến sĩ thi đua cơ sở: đổi giới hạn số lượng (chưa có đăng ký).",
        "• Vẫn theo bản cũ: Luật 2022, Nghị định 98/2023; Luật 2022, Nghị định 152/2025; Luật sửa đổi 2026.",
    ]
    assert told(fifth, "--dry-run") == (0, "\n".join([*lines, "Chạy thử: chưa có gì thay đổi.", ""]))
    assert used() == A.key
    assert told(fifth) == (0, "\n".join([*lines, "Đã áp dụng: Luật Thi đua, khen thưởng 2003.", ""]))
    assert used().startswith("A_2003@") and used() != A.key
    renamed = fifth.replace("Lao động tiên tiến", "Lao động gương mẫu")
    assert told(renamed)[0] == 0
    awards = tmp_path / "kt.csv"
    awards.write_text("Mã CCVC,Họ và tên,Danh hiệu,Năm\nTN005,Nguyễn Đức Duy,Lao động gương mẫu,2015\n", "utf-8")
    assert main(["awards", "import", str(awards)]) == 0
    assert "Thêm mới: 1" in capsys.readouterr().out, "titles are known by the rules of the store"
    assert told(fifth)[0] == 0
    assert told(fifth)[0] == 2, "the same again is nothing to replace"
    code, said = told(fifth.replace("percent = 20", "percent = 0", 1))
    assert (code, said) == (
        2,
        "Tệp quy-dinh.toml có lỗi tại «title CSTDCS: quota: percent»: 0 không phải tỷ lệ từ 1 đến 100. Đề nghị sửa rồi"
        " gửi lại.\n",
    )
    assert told("#" * 300_000) == (
        2,
        "Tệp quy-dinh.toml quá lớn (trên 256 KB). Đề nghị gửi tệp quy định (.toml).\n",
    )

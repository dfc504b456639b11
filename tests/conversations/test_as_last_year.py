"""«như năm ngoái», in words: what is known of last year is shown and asked about; where nothing is, the titles are."""

import pytest
import sqlalchemy as sa

from bot.registration.records import Receipt
from bot.store.schema import columns
from tests.engines import both_engines
from tests.office import Office

KNOWN, NEW = "Nguyễn Công Hậu", "Nguyễn Thị Ngọc Nhung"
WORDS = ("như năm ngoái", "đăng ký như năm trước", "em đăng ký giống năm ngoái ạ", "nhu nam ngoai")
UNKNOWN = "Chưa có danh hiệu năm 2022 của Anh/Chị trong dữ liệu; xin chọn danh hiệu dưới đây."


@both_engines
async def test_where_nothing_is_known_one_sentence_says_so_above_the_titles(office: Office) -> None:
    nhung = await office.person(NEW)
    for word in WORDS:
        await nhung.says("/menu")
        await nhung.says(word)
        assert "CHỌN DANH HIỆU" in nhung.reads() and UNKNOWN in nhung.reads(), word
        assert "☐ Lao động tiên tiến" in nhung.buttons()
    await nhung.says("như năm trước")
    assert nhung.reads().count(UNKNOWN) == 1, "said in the midst of it too"
    await nhung.taps("Lao động tiên tiến")
    assert UNKNOWN not in nhung.reads()
    await nhung.says("như năm trước")
    assert "☑ Lao động tiên tiến" in nhung.buttons(), "what was chosen stays"


@pytest.mark.parametrize("words", WORDS)
async def test_where_it_is_known_it_is_asked_and_not_done(office: Office, words: str) -> None:
    hau = await office.person(KNOWN)
    await hau.says("/menu")
    await hau.says(words)
    assert "Năm 2022" in hau.reads() and "Đăng ký như năm trước" in hau.buttons()
    await hau.taps("Chọn lại")
    await hau.says(words)
    assert "Đăng ký như năm trước" in hau.buttons(), "also from the titles"
    assert await office.rows(sa.select(columns(Receipt).c.id)) == []

"""A sentence above a screen addresses its reader as the rest of the screen does: by the word that the roster has."""

import pytest
import sqlalchemy as sa

from bot.people.records import Gender, Person
from bot.store.schema import columns
from tests.office import Office

HAU = "Nguyễn Công Hậu"
_P = columns(Person)


@pytest.mark.parametrize(
    ("gender", "word"),
    [(Gender.MALE, "Anh"), (Gender.FEMALE, "Chị"), (None, "Anh/Chị")],
    ids=["man", "woman", "unknown"],
)
async def test_it_is_said_by_the_word_that_the_roster_has(office: Office, gender: Gender | None, word: str) -> None:
    hau = await office.person(HAU)
    own = sa.update(_P).where(_P.c.id == hau.person_id).values(gender=gender)
    await office.database.run(lambda tx: tx.execute(own) and None)
    await hau.says("/menu")
    shown = hau.reads()
    assert shown.startswith(f"{word} {HAU}")
    await hau.says("ok")
    assert hau.reads() == f"Xin {word} chọn một nút dưới đây.\n\n{shown}"
    await hau.says("/lenhla")
    assert hau.reads().startswith(f"Hệ thống không có lệnh này. {word} chọn một mục dưới đây:")


async def test_where_the_screen_says_anh_chi_the_sentence_above_it_does_too(office: Office) -> None:
    hau = await office.person(HAU)
    await hau.says("không đăng ký")
    assert "Xin Anh/Chị chọn phần không đăng ký." in hau.reads()
    await hau.says("ok")
    assert hau.reads().startswith("Xin Anh/Chị chọn một nút dưới đây.")

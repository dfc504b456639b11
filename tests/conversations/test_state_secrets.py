"""A text that is marked as a State secret is taken nowhere, and nothing of it stays."""

import logging
from collections.abc import Awaitable, Callable

import pytest
import sqlalchemy as sa

from bot.leading.targets import ComposeNotice, ShowMember, ShowNudge
from bot.registration.records import FamilyChoice
from bot.registration.targets import ShowDecline
from bot.store.database import Tx
from bot.titles.catalogue import Family
from tests.engines import both_engines
from tests.office import Office, Phone

SECRET = "Xử lý hồ sơ TỐI MẬT ZQXJ"
REFUSED = "có dấu hiệu độ mật nên không được nhận và không được lưu"


async def _initiative(office: Office) -> Phone:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("dang ky cstdcs")
    await hau.taps("Tiếp tục")
    assert "SÁNG KIẾN" in hau.reads()
    return hau


async def _reason(office: Office) -> Phone:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/menu")
    await hau.forges(ShowDecline(FamilyChoice.STATE))
    await hau.taps("Lý do khác (gõ)")
    return hau


async def _change(office: Office) -> Phone:
    hau, hieu = await office.person("Nguyễn Công Hậu"), await office.person("Phạm Quốc Hiếu")
    for label in ("/dangky", "Đăng ký như năm trước", "Gửi đăng ký"):
        await (hau.says(label) if label.startswith("/") else hau.taps(label))
    await hieu.says("/donvi")
    await hieu.forges(ShowMember(Family.STATE, hau.person_id))
    await hieu.taps("Đề nghị chỉnh sửa")
    return hieu


async def _nudge(office: Office) -> Phone:
    hieu = await office.person("Phạm Quốc Hiếu")
    await hieu.says("/donvi")
    await office.person("Nguyễn Công Hậu")
    await hieu.forges(ShowNudge(Family.STATE))
    await hieu.taps("Sửa nội dung")
    return hieu


async def _notice(office: Office) -> Phone:
    duy = await office.person("Nguyễn Đức Duy")
    await duy.says("/menu")
    await duy.forges(ComposeNotice())
    return duy


async def _nobody(office: Office) -> Phone:
    stranger = await office.stranger()
    await stranger.says("/start")
    return stranger


@pytest.mark.parametrize(
    "where",
    [_initiative, _reason, _change, _nudge, _notice, _nobody],
    ids=lambda where: where.__name__.strip("_"),
)
async def test_what_is_marked_is_refused_wherever_it_is_typed_and_leaves_no_trace(
    office: Office, where: Callable[[Office], Awaitable[Phone]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    person = await where(office)
    before = person.reads()
    await person.says(SECRET)
    assert REFUSED in person.reads() and "ZQXJ" not in person.reads()
    # Nothing says how it would be taken after all, and what was being done goes on.
    assert "nhầm" not in person.reads() and "chữ thường" not in person.reads()
    assert before.splitlines()[0] in person.reads()
    office.world.sends_file(person.user_id, "vb_TOI MAT_ZQXJ.pdf", b"%PDF-1.7 ZQXJ", mime="application/pdf")
    office.world.sends_file(person.user_id, "vb.pdf", b"%PDF-1.7 ZQXJ", mime="application/pdf", caption=SECRET)
    await office.settle()
    assert REFUSED in person.reads()
    office.world.edits(person.user_id, office.world.says(person.user_id, "xin chào"), SECRET)
    await office.settle()
    assert REFUSED in person.reads()
    assert await _kept(office, "ZQXJ") == []
    assert "ZQXJ" not in caplog.text


@both_engines
async def test_a_marked_sentence_that_nobody_asked_for_is_not_kept_to_be_handed_on(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/menu")
    await hau.says(SECRET)
    assert REFUSED in hau.reads() and "Chuyển Văn phòng trả lời" not in hau.buttons()
    assert await _kept(office, "ZQXJ") == []


async def _kept(office: Office, words: str) -> list[str]:
    """The tables and columns that hold these words."""

    def body(tx: Tx) -> list[str]:
        found = []
        inspector = sa.inspect(tx.connection)
        for table in inspector.get_table_names():
            for name in (column["name"] for column in inspector.get_columns(table)):
                holds = sa.cast(sa.column(name), sa.Text).contains(words)
                if tx.execute(sa.select(sa.func.count()).select_from(sa.table(table)).where(holds)).scalar_one():
                    found.append(f"{table}.{name}")
        return found

    return await office.database.run(body)

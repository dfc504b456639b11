"""Only the Office composes, sends and sees; a person sees the own notices, and nobody else's."""

import sqlalchemy as sa

from bot.notices.records import Notice, NoticeKnown
from bot.notices.targets import AcknowledgeNotice, ShowKnown, ShowMyNotice, ShowMyNoticeFile
from bot.store.schema import columns
from tests.notices.desk import HAU, HIEU, KHOI, meets, ready
from tests.office import Office

VIEWS = (
    "office_notices",
    "office_notice",
    "notice_discard",
    "notice_check",
    "notice_people",
    "notice_preview",
    "notice_stop",
    "notice_fates",
    "notice_fate",
    "notice_units",
    "notice_to_tell",
    "notice_tracking",
)
ACTS = (
    "compose",
    "edit_notice",
    "notice_audience",
    "preview_as",
    "discard_notice",
    "try_notice",
    "send_notice",
    "schedule_notice",
    "call_off_notice",
    "pause_notice",
    "resume_notice",
    "stop_notice",
    "resend_notice",
    "chase_notice",
)


async def test_nobody_but_the_office_gets_through_to_any_of_it(office: Office) -> None:
    (hieu,) = await meets(office, HIEU)
    await ready(office, HAU)
    for payload in [f"v:{name}:1:0" for name in VIEWS] + [f"x:{name}:1:0" for name in ACTS]:
        await hieu.forges(payload)
        assert "Mục này dành cho Văn phòng." in hieu.reads(), payload
    (row,) = await office.rows(sa.select(columns(Notice).c.state))
    assert row.state.value == "draft"


async def test_somebody_elses_notice_is_neither_read_nor_known(office: Office) -> None:
    _hau, khoi = await meets(office, HAU, KHOI)
    duy = await ready(office, HAU)
    await duy.taps("Gửi ngay")
    await office.letters()
    for payload in (ShowMyNotice(1), ShowMyNoticeFile(1, 0), ShowKnown(1), AcknowledgeNotice(1)):
        await khoi.forges(payload)
        assert "không có trong danh sách nhận thông báo này" in khoi.reads(), payload
    assert await office.rows(sa.select(columns(NoticeKnown).c.person_id)) == []


async def test_a_member_who_leaves_the_office_in_the_middle_composes_no_more(office: Office) -> None:
    duy = await ready(office, HAU)
    await duy.taps("Sửa")
    await duy.taps("Sửa nội dung")
    await office.database.run(lambda tx: tx.execute(sa.text("DELETE FROM role_grant WHERE role = 'office'")) and None)
    await duy.says("Nội dung của người khác")
    assert "Mục này dành cho Văn phòng." in duy.reads()
    (row,) = await office.rows(sa.select(columns(Notice).c.words))
    assert "Sở phát động" in row.words

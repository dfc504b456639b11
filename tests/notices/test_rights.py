"""Only the Office composes, sends and sees; a person sees the own notices, and nobody else's."""

import sqlalchemy as sa

from bot.dialogue.targets import ToAct, ToView
from bot.leading.targets import ComposeNotice, ShowOfficeNotices
from bot.notices.reader_targets import AcknowledgeNotice, ShowKnown, ShowMyNotice, ShowMyNoticeFile
from bot.notices.records import NoticeKnown, NoticeRow
from bot.notices.rules import NoticePart
from bot.notices.sent_targets import (
    DeliveryGroup,
    ShowDeliveries,
    ShowDelivery,
    ShowDeliveryByUnit,
    ShowLeftToTell,
    ShowTracking,
    TableForm,
)
from bot.notices.targets import (
    CallOffNotice,
    ChaseNotice,
    ChooseRecipients,
    DiscardNotice,
    EditNotice,
    PauseNotice,
    PreviewAs,
    ResendNotice,
    ResumeNotice,
    ScheduleNotice,
    SendNotice,
    ShowChase,
    ShowCheck,
    ShowDiscard,
    ShowOfficeNotice,
    ShowPreview,
    ShowRecipients,
    ShowStop,
    StopNotice,
    TryNotice,
)
from bot.store.schema import columns
from tests.notices.desk import HAU, HIEU, KHOI, meets, ready
from tests.office import Office

OFFICES_OWN: tuple[ToView | ToAct, ...] = (
    ShowOfficeNotices(),
    ShowOfficeNotice(1),
    ShowDiscard(1),
    ShowCheck(1),
    ShowRecipients(1),
    ShowPreview(1),
    ShowStop(1),
    ShowDeliveries(1),
    ShowDelivery(1, DeliveryGroup.WAITING),
    ShowDeliveryByUnit(1),
    ShowLeftToTell(1),
    ShowTracking(1, TableForm.PDF),
    ComposeNotice(),
    EditNotice(1, NoticePart.WORDS),
    ChooseRecipients(1),
    PreviewAs(1),
    DiscardNotice(1, 0),
    TryNotice(1),
    SendNotice(1, 0),
    ScheduleNotice(1, 0),
    CallOffNotice(1),
    PauseNotice(1),
    ResumeNotice(1),
    StopNotice(1),
    ResendNotice(1),
    ChaseNotice(1, 0),
    ShowChase(1),
)


async def test_nobody_but_the_office_gets_through_to_any_of_it(office: Office) -> None:
    (hieu,) = await meets(office, HIEU)
    await ready(office, HAU)
    for payload in OFFICES_OWN:
        await hieu.forges(payload)
        assert "Mục này dành cho Văn phòng." in hieu.reads(), payload
    (row,) = await office.rows(sa.select(columns(NoticeRow).c.state))
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
    (row,) = await office.rows(sa.select(columns(NoticeRow).c.words))
    assert "Sở phát động" in row.words

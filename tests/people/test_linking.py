"""Nobody enters by pressing /start: how a chat becomes a person's, and all the ways in which it must not."""

from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.campaigns.records import Campaign
from bot.people.linking.invites import create_invite
from bot.people.records import Account, Grant, LinkRequest, Person
from bot.people.targets import ShowPrivacyInFull
from bot.playground.api.limits import COUNTED, Limits
from bot.store.schema import columns
from tests.engines import both_engines
from tests.office import Office, Phone

SHARE = "Chia sẻ số điện thoại"


async def agreed(phone: Phone) -> Phone:
    await phone.says("/start")
    await phone.taps("Xem và cho ý kiến")
    await phone.taps("Tôi đồng ý")
    return phone


async def bound(office: Office) -> list[tuple[int, int]]:
    table = columns(Account)
    rows = await office.rows(sa.select(table.c.user_id, table.c.person_id).where(table.c.person_id.is_not(None)))
    return [(row.user_id, row.person_id) for row in rows]


async def invite(office: Office, phone: Phone, *, to_office: bool = False) -> str:
    return await office.database.run(lambda tx: create_invite(tx, phone.person_id, to_office))


def keyboard(phone: Phone) -> list[str]:
    shown = phone.office.world.chat(phone.user_id).keyboard
    return shown.labels() if shown else []


# --- the own number ---------------------------------------------------------------------------------------------------


@both_engines
async def test_hau_agrees_shares_his_number_and_is_known(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu", linked=False)
    await hau.says("/start")
    assert hau.reads().startswith("Sở Khoa học và Công nghệ tỉnh Tây Ninh")
    await hau.taps("Xem và cho ý kiến")
    assert "91/2025/QH15" in hau.reads()
    await hau.taps("Tôi đồng ý")
    assert "BƯỚC CUỐI" in hau.reads()
    assert keyboard(hau) == [SHARE, "Tôi dùng số khác"]
    await hau.taps(SHARE)
    assert "Đã liên kết" in hau.reads()
    assert "Nguyễn Công Hậu" in hau.reads()
    assert "Phòng Quản lý Khoa học" in hau.reads()
    assert keyboard(hau) == []
    assert await bound(office) == [(hau.user_id, hau.person_id)]


@pytest.mark.parametrize(
    ("days", "says", "register"),
    [
        (-30, "Nhận đăng ký từ 08:10 Thứ Năm, 02/02/2023", False),
        (0, "Đang mở: Phong trào thi đua năm 2023, hạn 17:00 Thứ Ba, 28/02/2023.", True),
        (57, "Đã hết hạn lúc 17:00 Thứ Ba, 28/02/2023; nhận đề nghị bổ sung đến 17:00 Thứ Sáu, 10/3/2023", True),
        (90, "Đã hết hạn lúc 17:00 Thứ Ba, 28/02/2023", False),
    ],
)
async def test_whoever_is_linked_reads_whether_registering_is_open(
    office: Office, days: int, says: str, register: bool
) -> None:
    """No campaign is called open before its first day or after its last, and no button leads to what is shut."""
    if days < 0:
        opens_at = office.clock.now() - timedelta(days=days)
        await office.database.run(
            lambda tx: tx.execute(sa.update(columns(Campaign)).values(opens_at=opens_at)) and None
        )
    office.waits(days=max(days, 0))
    hau = await agreed(await office.person("Nguyễn Công Hậu", linked=False))
    await hau.taps(SHARE)
    assert "Đã liên kết" in hau.reads() and says in hau.reads().splitlines()
    assert ("Đăng ký danh hiệu" in hau.buttons()) is register
    await hau.taps("Trang chính")
    assert ("Đăng ký danh hiệu" in hau.buttons()) is register


async def test_somebody_new_reaches_the_receipt_in_at_most_nine_taps(office: Office) -> None:
    hau = await agreed(await office.person("Nguyễn Công Hậu", linked=False))
    await hau.taps(SHARE)
    await hau.taps("Đăng ký danh hiệu")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    assert "Mã số" in hau.reads()
    assert hau.tapped <= 9


async def test_without_consent_nothing_is_kept_and_paper_remains(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu", linked=False)
    await hau.says("/start")
    await hau.taps("Xem và cho ý kiến")
    await hau.taps("Chưa đồng ý")
    assert "bản giấy" in hau.reads()
    await hau.shares_own_contact()
    assert await bound(office) == []
    assert await office.rows(sa.select(columns(Account))) == []
    await hau.taps("Xem và cho ý kiến")
    await hau.taps("Tôi đồng ý")
    assert "BƯỚC CUỐI" in hau.reads()


async def test_the_full_notice_is_read_page_by_page_and_leads_back(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu", linked=False)
    await hau.says("/start")
    await hau.taps("Xem và cho ý kiến")
    await hau.taps("Đọc bản đầy đủ")
    pages = [hau.reads()]
    while "Trang sau" in hau.buttons():
        await hau.taps("Trang sau")
        pages.append(hau.reads())
    assert "(1/4)" in pages[0] and "(4/4)" in pages[-1] and len(pages) == 4
    assert any("Telegram" in page and "ngoài Việt Nam" in page for page in pages)
    await hau.taps("Quay lại")
    await hau.taps("Tôi đồng ý")
    assert "BƯỚC CUỐI" in hau.reads()


async def test_somebody_elses_card_a_forwarded_card_and_a_card_without_owner_bind_nobody(office: Office) -> None:
    hau = await agreed(await office.person("Nguyễn Công Hậu", linked=False))
    hieu = await office.person("Phạm Quốc Hiếu", linked=False)
    assert hau.phone and hieu.phone
    cards = [(hieu.phone, hieu.user_id, False), (hau.phone, hau.user_id, True), (hau.phone, None, False)]
    for phone, owner, forwarded in cards:
        office.world.shares_contact(hau.user_id, phone, owner, "Hiếu", forwarded=forwarded)
        await office.settle()
        assert "không phải của tài khoản Telegram này" in hau.reads()
        assert SHARE in keyboard(hau)
    assert await bound(office) == []
    await hau.taps(SHARE)
    assert await bound(office) == [(hau.user_id, hau.person_id)]


async def test_a_number_typed_by_hand_proves_nothing(office: Office) -> None:
    hau = await agreed(await office.person("Nguyễn Công Hậu", linked=False))
    await hau.says(f"+{hau.phone}")
    assert "chưa đủ để xác nhận" in hau.reads()
    assert await bound(office) == []


async def test_a_second_account_for_one_person_is_refused_and_told_how(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    other = await agreed(await office.stranger(hau.phone))
    await other.taps(SHARE)
    assert "đã liên kết bằng một tài khoản khác" in other.reads()
    assert "Ngắt liên kết" in other.reads()
    assert await bound(office) == [(hau.user_id, hau.person_id)]
    await hau.says("/caidat")
    await hau.taps("Ngắt liên kết")
    await hau.taps("Ngắt liên kết")
    await other.taps(SHARE)
    assert await bound(office) == [(other.user_id, hau.person_id)]


async def test_somebody_who_has_left_is_told_so(office: Office) -> None:
    hau = await agreed(await office.person("Nguyễn Công Hậu", linked=False))
    table = columns(Person)
    left = sa.update(table).where(table.c.id == hau.person_id).values(left_on=office.clock.today())
    await office.database.run(lambda tx: tx.execute(left))
    await hau.taps(SHARE)
    assert "thôi công tác tại Sở từ 03/01/2023" in hau.reads()
    assert await bound(office) == []


async def test_a_contact_step_survives_a_restart(office: Office) -> None:
    hau = await agreed(await office.person("Nguyễn Công Hậu", linked=False))
    await office.restart()
    await hau.taps(SHARE)
    assert await bound(office) == [(hau.user_id, hau.person_id)]


async def test_a_card_shared_twice_links_once_and_a_later_one_is_not_kept(office: Office) -> None:
    hau = await agreed(await office.person("Nguyễn Công Hậu", linked=False))
    assert hau.phone
    for _ in range(2):
        office.world.shares_contact(hau.user_id, hau.phone, hau.user_id, "Hậu")
    await office.settle()
    assert await bound(office) == [(hau.user_id, hau.person_id)]
    assert "Trang chính" in hau.buttons() or "Đăng ký danh hiệu" in hau.buttons()


# --- a request to the Office ------------------------------------------------------------------------------------------


@both_engines
async def test_an_unknown_number_becomes_a_request_that_can_be_put_in_other_words_and_withdrawn(office: Office) -> None:
    new = await agreed(await office.stranger("84909123123"))
    await new.taps(SHARE)
    assert "Số 09xx xxx 123 chưa có trong danh sách" in new.reads()
    await office.restart()
    await new.says("Nguyễn Văn A, Thanh tra Sở")
    assert "Đã chuyển Văn phòng lúc 08:10 ngày 03/01/2023" in new.reads()
    assert "Nguyễn Văn A, Thanh tra Sở" in new.reads()
    await new.taps("Sửa")
    await new.says("Nguyễn Văn An\nThanh tra Sở")
    assert "Nguyễn Văn An Thanh tra Sở" in new.reads()
    table = columns(LinkRequest)
    rows = await office.rows(sa.select(table.c.statement, table.c.phone, table.c.state))
    assert [tuple(row) for row in rows] == [("Nguyễn Văn An Thanh tra Sở", "+84909123123", "open")]
    await office.restart()
    await new.says("/start")
    assert "Nguyễn Văn An" in new.reads()
    await new.taps("Rút đề nghị")
    assert "đã rút" in new.reads()
    assert [row.state for row in await office.rows(sa.select(table.c.state))] == ["withdrawn"]
    assert await bound(office) == []


async def test_another_number_leads_to_the_request_without_a_number(office: Office) -> None:
    new = await agreed(await office.stranger())
    await new.taps("Tôi dùng số khác")
    assert "họ tên và đơn vị" in new.reads()
    await new.says("0909123123")
    assert "gõ họ tên và đơn vị" in new.reads()
    await new.says("Trần Thị B, Văn phòng Sở")
    table = columns(LinkRequest)
    assert [row.phone for row in await office.rows(sa.select(table.c.phone))] == [None]


async def test_back_from_the_request_leads_to_the_own_number_again(office: Office) -> None:
    hau = await agreed(await office.person("Nguyễn Công Hậu", linked=False))
    await hau.taps("Tôi dùng số khác")
    await hau.taps("Quay lại")
    await hau.taps(SHARE)
    assert await bound(office) == [(hau.user_id, hau.person_id)]


async def test_markup_and_line_breaks_in_a_request_stay_words(office: Office) -> None:
    new = await agreed(await office.stranger())
    await new.taps("Tôi dùng số khác")
    await new.says("<b>Nguyễn</b> & A\n\n\n\n\u202eThanh tra")
    assert "<b>Nguyễn</b> & A Thanh tra" in new.reads()


# --- an invite --------------------------------------------------------------------------------------------------------


@both_engines
async def test_hieu_opens_his_invite_agrees_and_is_linked(office: Office) -> None:
    hieu = await office.person("Phạm Quốc Hiếu", linked=False)
    token = await invite(office, hieu)
    await hieu.says(f"/start {token}")
    assert "SỬ DỤNG THÔNG TIN CÁ NHÂN" in hieu.reads()
    assert "Phạm Quốc Hiếu" not in hieu.reads()
    await hieu.taps("Tôi đồng ý")
    assert "Phiếu mời này cấp riêng cho" in hieu.reads()
    assert "Anh Phạm Quốc Hiếu" in hieu.reads()
    assert "hiệu lực đến 08:10 Thứ Sáu, 06/01/2023" in hieu.reads()
    assert await bound(office) == []
    await hieu.taps("Đúng, liên kết")
    assert "Đã liên kết" in hieu.reads()
    assert await bound(office) == [(hieu.user_id, hieu.person_id)]
    assert not any(token in str(row) for row in await office.rows(sa.text("SELECT raw FROM inbox")))


async def test_whoever_is_not_meant_says_so_and_the_invite_stays_good(office: Office) -> None:
    hieu = await office.person("Phạm Quốc Hiếu", linked=False)
    token = await invite(office, hieu)
    finder = await agreed(await office.stranger())
    await finder.says(f"/start {token}")
    await finder.taps("Không phải tôi")
    assert "trả lại phiếu" in finder.reads()
    assert await bound(office) == []
    await hieu.says(f"/start {token}")
    await hieu.taps("Tôi đồng ý")
    await hieu.taps("Đúng, liên kết")
    assert await bound(office) == [(hieu.user_id, hieu.person_id)]


async def test_a_used_invite_opens_nothing_and_shows_the_other_ways(office: Office) -> None:
    hieu = await office.person("Phạm Quốc Hiếu", linked=False)
    token = await invite(office, hieu)
    late = await agreed(await office.stranger())
    await late.says(f"/start {token}")
    await hieu.says(f"/start {token}")
    await hieu.taps("Tôi đồng ý")
    await hieu.taps("Đúng, liên kết")
    await late.taps("Đúng, liên kết")
    assert late.reads().count("đã hết hiệu lực") == 1
    assert await bound(office) == [(hieu.user_id, hieu.person_id)]
    await late.says(f"/start {token}")
    assert "đã hết hiệu lực" in late.reads()
    await late.taps(SHARE)
    assert "BƯỚC CUỐI" in late.reads()


async def test_an_expired_invite_opens_nothing_even_without_consent(office: Office) -> None:
    hieu = await office.person("Phạm Quốc Hiếu", linked=False)
    token = await invite(office, hieu)
    office.waits(hours=72)
    await hieu.says(f"/start {token}")
    assert "đã hết hiệu lực" in hieu.reads()
    await hieu.taps(SHARE)
    assert "SỬ DỤNG THÔNG TIN CÁ NHÂN" in hieu.reads()
    assert await bound(office) == []


async def test_an_invite_for_somebody_linked_elsewhere_is_refused(office: Office) -> None:
    hieu = await office.person("Phạm Quốc Hiếu")
    finder = await agreed(await office.stranger())
    await finder.says(f"/start {await invite(office, hieu)}")
    assert "đã liên kết bằng một tài khoản khác" in finder.reads()
    assert await bound(office) == [(hieu.user_id, hieu.person_id)]


async def test_somebody_linked_is_told_that_anothers_invite_is_not_for_this_account(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    hieu = await office.person("Phạm Quốc Hiếu", linked=False)
    await hau.says(f"/start {await invite(office, hieu)}")
    assert "đang liên kết với Nguyễn Công Hậu" in hau.reads()
    assert "Trang chính" in hau.buttons()


async def test_an_office_invite_links_and_gives_the_role(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu", linked=False)
    await hau.says(f"/start {await invite(office, hau, to_office=True)}")
    await hau.taps("Tôi đồng ý")
    assert "giao quyền Văn phòng" in hau.reads()
    table = columns(Grant)
    held = sa.select(table.c.role).where(table.c.person_id == hau.person_id)
    assert await office.rows(held) == []
    await hau.taps("Đúng, liên kết")
    assert "Đã liên kết" in hau.reads()
    assert [row.role for row in await office.rows(held)] == ["office"]
    assert await office.undone() == []


async def test_an_office_invite_gives_the_role_to_somebody_linked_and_opened_again_is_only_that_link(
    office: Office,
) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    token = await invite(office, hau, to_office=True)
    await hau.says(f"/start {token}")
    await hau.taps("Đúng, liên kết")
    table = columns(Grant)
    held = sa.select(table.c.role).where(table.c.person_id == hau.person_id)
    assert [row.role for row in await office.rows(held)] == ["office"]
    await hau.says(f"/start {token}")
    assert "Đã liên kết" in hau.reads()


# --- what a phone may send that no screen offered ---------------------------------------------------------------------


async def test_forged_buttons_open_nothing_to_a_stranger(office: Office) -> None:
    await office.person("Nguyễn Công Hậu")
    stranger = await office.stranger()
    await stranger.says("/start")
    for name in ("unlink", "withdraw_consent", "withdraw_request", "to_link", "to_request", "ask_erasure"):
        await stranger.forges(f"d:{name}")
    for name in ("linked", "my_data", "unlink_confirm", "menu", "settings", "link_requested", "invite_returned"):
        await stranger.forges(f"s:{name}")
        assert "Nguyễn Công Hậu" not in stranger.reads()
    await stranger.forges("d:language:zzz")
    await stranger.forges(ShowPrivacyInFull(1295))
    assert "(4/4)" in stranger.reads()
    assert await office.undone() == []
    assert len(await bound(office)) == 1


async def test_english_is_remembered_before_anything_else_is(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu", linked=False)
    await hau.says("/start")
    await hau.taps("English")
    assert "Welcome." in hau.reads()
    await hau.taps("Read and decide")
    await hau.taps("I agree")
    await hau.taps("Share my phone number")
    assert "Linked" in hau.reads()
    await hau.says("/caidat")
    await hau.taps("Tiếng Việt")
    assert "CÀI ĐẶT" in hau.reads()


async def test_to_be_linked_takes_few_calls_and_never_three_at_once(office: Office) -> None:
    """A chat takes one a second, and a few more at once; an edit counts as a message does."""
    hau = await office.person("Nguyễn Công Hậu", linked=False)

    def calls() -> list[str]:
        made = [call.method for call in office.world.calls if call.method in COUNTED]
        office.world.calls.clear()
        return made

    await hau.says("/start")
    assert calls() == ["sendMessage"]
    await hau.taps("Xem và cho ý kiến")
    assert calls() == ["editMessageText"]
    await hau.taps("Tôi đồng ý")
    assert calls() == ["sendMessage"], "a keyboard below the field cannot be edited into a message"
    await hau.taps("Chia sẻ số điện thoại")
    assert calls() == ["sendMessage", "sendMessage"], "nor can it be taken away by a message with buttons"
    assert "Đã liên kết" in hau.reads()


async def test_whoever_comes_for_the_first_time_meets_no_limit_of_the_own_chat(office: Office) -> None:
    """Under an unkind server, which lets two messages through at once and then one a second; a tap a second."""
    hau = await office.person("Nguyễn Công Hậu", linked=False)
    office.world.limits = Limits(overall=None, per_chat=(1.0, 2))
    await hau.says("/start")
    for label in (
        "Xem và cho ý kiến",
        "Tôi đồng ý",
        SHARE,
        "Đăng ký danh hiệu",
        "Đăng ký như năm trước",
        "Gửi đăng ký",
    ):
        await office.clock.sleep(1)
        await hau.taps(label)
    assert "Mã số" in hau.reads()
    assert office.world.limits.refusals == Counter()


async def test_linking_itself_meets_no_limit_at_two_taps_a_second(office: Office) -> None:
    """Under a server that lets four messages through at once and then one a second: five were sent for one tap once."""
    hau = await office.person("Nguyễn Công Hậu", linked=False)
    office.world.limits = Limits(overall=None, per_chat=(1.0, 4))
    await hau.says("/start")
    for label in ("Xem và cho ý kiến", "Tôi đồng ý", SHARE):
        await office.clock.sleep(0.5)
        await hau.taps(label)
    assert "Đã liên kết" in hau.reads()
    assert office.world.limits.refusals == Counter()
    called = {method: number for method, number in office.world.counts.items() if method in COUNTED}
    assert sum(called.values()) <= 5, called


async def test_whoever_links_in_one_moment_is_thanked_once_and_sees_it_as_soon_as_may_be(office: Office) -> None:
    """Under a server that lets one message a second through: the screen takes two."""
    hau = await office.person("Nguyễn Công Hậu", linked=False)
    await agreed(hau)
    office.world.limits = Limits(overall=None, per_chat=(1.0, 1))
    await hau.shares_own_contact()
    assert office.world.limits.refusals.total() > 0
    assert [person for _, person in await bound(office)] == [hau.person_id]
    for _ in range(5):
        await office.clock.sleep(2)
        await office.service.display.converge(0.0)
    assert "Đã liên kết" in hau.reads()
    assert [message.text for message in hau.from_bot()].count("Cảm ơn Anh/Chị.") == 1
    assert office.world.limits.refusals == {"chat": 1}, "it was left alone for as long as it asked"

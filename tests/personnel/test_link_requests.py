"""The Office decides requests to be linked: once, for one person, and whoever asked learns of it."""

import asyncio

import sqlalchemy as sa

from bot.address import chat
from bot.leading.targets import ShowLinkRequests
from bot.notices.targets import ShowOfficeNotice
from bot.people.identity import load_actor
from bot.people.records import Account, LinkRequest, Person
from bot.personnel.links import actions as linking
from bot.personnel.targets import ChooseLinked, RefuseLink, ShowLinkRequest
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.schema import columns
from tests.engines import both_engines, both_engines_always
from tests.notices.sending.test_joining import EVERYBODY, sends
from tests.office import Office, Phone
from tests.personnel.steps import finds, opens

WORDS = "Nguyễn Công Hậu, phòng quản lý khoa học"


async def _asks(office: Office, words: str = WORDS, phone: str = "84911000111") -> Phone:
    """Somebody with a number that the roster does not know."""
    stranger = await office.stranger(phone)
    await stranger.says("/start")
    await stranger.taps("Xem và cho ý kiến")
    await stranger.taps("Tôi đồng ý")
    await stranger.shares_own_contact()
    await stranger.says(words)
    assert "Đã chuyển Văn phòng" in stranger.reads()
    return stranger


async def _request(office: Office, stranger: Phone) -> int:
    table = columns(LinkRequest)
    rows = await office.rows(sa.select(table.c.id).where(table.c.user_id == stranger.user_id).order_by(table.c.id))
    return int(rows[-1].id)


async def _opens(office: Office, name: str = "Nguyễn Đức Duy") -> Phone:
    duy = await office.person(name)
    await opens(duy, ShowLinkRequests())
    return duy


async def _owner(office: Office, stranger: Phone) -> int | None:
    table = columns(Account)
    (row,) = await office.rows(sa.select(table.c.person_id).where(table.c.user_id == stranger.user_id))
    owner: int | None = row.person_id
    return owner


@both_engines
async def test_the_office_approves_and_the_person_is_in(office: Office) -> None:
    stranger = await _asks(office)
    duy = await _opens(office)
    await duy.taps(WORDS)
    assert "Người gửi ghi: Nguyễn Công Hậu, phòng quản lý khoa học" in duy.reads()
    assert "Số của tài khoản: 0911 000 111" in duy.reads()
    assert "Gần nhất trong danh sách: Nguyễn Công Hậu (Phòng Quản lý Khoa học)" in duy.reads()
    await duy.taps("Chọn người trong danh sách")
    await duy.taps("Nguyễn Công Hậu, Phòng Quản lý Khoa học")
    assert "Nên gọi điện xác minh" in duy.reads()
    await duy.taps("Duyệt")
    assert "Đã duyệt, đã báo Nguyễn Công Hậu (Phòng Quản lý Khoa học)" in duy.reads()
    await duy.taps("Các đề nghị")
    assert "Không có đề nghị nào đang chờ" in duy.reads()
    await office.letters()
    assert "Văn phòng đã duyệt đề nghị liên kết" in stranger.reads()
    assert "Anh Nguyễn Công Hậu, Phòng Quản lý Khoa học" in stranger.reads()
    await stranger.taps("Trang chính")
    assert "Anh Nguyễn Công Hậu" in stranger.reads()


@both_engines
async def test_who_is_linked_after_a_notice_went_out_gets_it(office: Office) -> None:
    stranger = await _asks(office)
    await sends(office, EVERYBODY)
    duy = await _opens(office)
    await duy.taps(WORDS)
    await duy.taps("Chọn người trong danh sách")
    await duy.taps("Nguyễn Công Hậu, Phòng Quản lý Khoa học")
    await duy.taps("Duyệt")
    await office.letters()
    assert "Có 1 tin đã lỡ" in stranger.reads()
    await stranger.taps("Nhận lại")
    await office.letters()
    assert "Kính gửi Nguyễn Công Hậu, Phòng Quản lý Khoa học." in stranger.reads()
    await duy.forges(ShowOfficeNotice(1))
    assert "Đã gửi: 2" in duy.reads(), "Duy's own copy and this one"


@both_engines
async def test_it_is_sent_back_with_a_reason_that_the_chat_shows_at_once(office: Office) -> None:
    stranger = await _asks(office, "Nguyễn Văn A, Thanh tra Sở")
    before = len(stranger.from_bot())
    duy = await _opens(office)
    await duy.taps("Nguyễn Văn A, Thanh tra Sở")
    assert "Trong danh sách không có tên gần giống" in duy.reads()
    await duy.taps("Từ chối")
    await duy.says("Thanh tra Sở không có người tên này.")
    assert "Đã từ chối, đã báo người gửi kèm lý do" in duy.reads()
    assert len(stranger.from_bot()) == before + 1  # a message of its own: the phone rings
    assert "Văn phòng từ chối đề nghị liên kết" in stranger.reads()
    assert "Lý do: Thanh tra Sở không có người tên này." in stranger.reads()
    assert await _owner(office, stranger) is None
    await stranger.taps("Gửi đề nghị tới Văn phòng")
    await stranger.says("Nguyễn Văn An, Thanh tra Sở")
    assert "Đã chuyển Văn phòng" in stranger.reads()


async def test_a_decision_survives_a_stop_before_it_is_shown(office: Office) -> None:
    stranger = await _asks(office, "Nguyễn Văn A, Thanh tra Sở")
    duy = await office.person("Nguyễn Đức Duy")
    ref = await _request(office, stranger)
    await office.database.run(
        lambda tx: linking.refuse(tx, load_actor(tx, duy.user_id, chat(duy.user_id)), ref, "Không có người tên này")
    )
    assert "chưa chấp thuận" not in stranger.reads()
    await office.restart()
    assert "Văn phòng từ chối đề nghị liên kết" in stranger.reads()


@both_engines
async def test_a_person_who_has_a_chat_is_not_given_to_another(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    stranger = await _asks(office)
    duy = await _opens(office)
    await duy.taps(WORDS)
    await duy.taps("Chọn người trong danh sách")
    await duy.says("TN028")
    assert "Người này đã liên kết với một tài khoản khác" in duy.reads()
    assert "Duyệt" not in duy.buttons()
    await duy.says("/menu")
    await duy.forges("a:1:1:check:send")
    assert await _owner(office, stranger) is None
    assert await _owner(office, hau) == hau.person_id


@both_engines_always
async def test_who_links_while_the_office_looks_is_not_taken_over(office: Office) -> None:
    stranger = await _asks(office)
    duy = await _opens(office)
    await duy.taps(WORDS)
    await duy.taps("Chọn người trong danh sách")
    await duy.says("TN028")
    assert "Duyệt" in duy.buttons()
    hau = await office.person("Nguyễn Công Hậu")  # by the own number, meanwhile
    await duy.taps("Duyệt")
    assert "Nguyễn Công Hậu đã liên kết với một tài khoản khác" in duy.reads()
    assert await _owner(office, stranger) is None
    assert await _owner(office, hau) == hau.person_id
    await opens(duy, ShowLinkRequests())
    assert "1 đề nghị đang chờ" in duy.reads()  # nothing was decided


async def test_of_two_who_decide_at_once_the_second_is_told(office: Office) -> None:
    stranger = await _asks(office)
    duy, thu = await _opens(office), await _opens(office, "Lâm Hồng Thu")
    for one in (duy, thu):
        await one.taps(WORDS)
        await one.taps("Chọn người trong danh sách")
    await duy.says("TN028")
    await thu.says("TN026")
    await duy.taps("Duyệt")
    await thu.taps("Duyệt")
    assert "Đề nghị này Nguyễn Đức Duy đã xử lý lúc" in thu.reads()
    hau = await _owner(office, stranger)
    await opens(thu, RefuseLink(await _request(office, stranger)))
    assert "Nguyễn Đức Duy đã xử lý" in thu.reads()
    assert await _owner(office, stranger) == hau
    await opens(thu, ShowLinkRequest(await _request(office, stranger)))
    assert "Đã duyệt, đã báo Nguyễn Công Hậu (Phòng Quản lý Khoa học)" in thu.reads(), "whom it linked"
    assert "Người xử lý: Anh Nguyễn Đức Duy, lúc " in thu.reads()


async def test_a_request_that_was_withdrawn_is_not_decided(office: Office) -> None:
    stranger = await _asks(office)
    duy = await _opens(office)
    await duy.taps(WORDS)
    await duy.taps("Chọn người trong danh sách")
    await duy.says("TN028")
    await stranger.taps("Rút đề nghị")
    await duy.taps("Duyệt")
    assert "Đề nghị này người gửi đã rút" in duy.reads()
    assert await _owner(office, stranger) is None


async def test_who_has_left_is_linked_to_nobody(office: Office) -> None:
    stranger = await _asks(office)
    duy = await _opens(office)
    ref = await _request(office, stranger)
    await finds(duy, "TN028")
    await duy.taps("Thôi công tác (nghỉ hưu, chuyển đi)")
    await duy.taps("Hôm nay, 03/01")
    await duy.taps("Ghi ngày nghỉ")
    await opens(duy, ChooseLinked(ref))
    await duy.says("TN028")
    assert "Chưa tìm thấy tên này" in duy.reads()


async def test_the_oldest_comes_first(office: Office) -> None:
    await _asks(office, "Người thứ nhất, Thanh tra Sở")
    office.waits(minutes=5)
    await _asks(office, "Người thứ hai, Thanh tra Sở", "84911000222")
    duy = await _opens(office)
    assert duy.buttons()[:2] == ["Người thứ nhất, Thanh tra Sở", "Người thứ hai, Thanh tra Sở"]


async def test_only_the_office_reads_and_decides_requests(office: Office) -> None:
    stranger = await _asks(office)
    ref = await _request(office, stranger)
    for name in ("Phạm Quốc Hiếu", "Thái Thị Châu", "Nguyễn Công Hậu"):
        other = await office.person(name)
        for payload in (
            ShowLinkRequests(),
            ShowLinkRequest(ref),
            ChooseLinked(ref),
            RefuseLink(ref),
        ):
            await opens(other, payload)
            assert "Mục này dành cho Văn phòng" in other.reads(), (name, payload)
            assert "0911" not in other.reads()


@both_engines_always
async def test_two_transactions_at_once_decide_one_request_once(office: Office) -> None:
    stranger = await _asks(office)
    ref = await _request(office, stranger)
    duy, thu = await office.person("Nguyễn Đức Duy"), await office.person("Lâm Hồng Thu")
    hau, hong = [
        (await office.rows(sa.select(columns(Person).c.id).where(columns(Person).c.code == code)))[0].id
        for code in ("TN028", "TN026")
    ]

    async def approves(member: Phone, person_id: int) -> str:
        def body(tx: Tx) -> None:
            linking.approve(tx, load_actor(tx, member.user_id, chat(member.user_id)), ref, person_id)

        try:
            await office.database.run(body)
        except Refusal as refusal:
            return refusal.key
        return "bound"

    outcomes = await asyncio.gather(approves(duy, hau), approves(thu, hong))
    assert sorted(outcomes) == ["bound", "link_office.decided"]
    assert await _owner(office, stranger) == (hau if outcomes[0] == "bound" else hong)

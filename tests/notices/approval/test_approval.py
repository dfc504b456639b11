"""Above a number of people a colleague approves just what will be sent; what changes afterwards is not approved."""

import asyncio
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from bot.address import chat
from bot.leading.targets import ShowOfficeNotices
from bot.ledger.letter import Letter
from bot.notices import records, rules
from bot.notices.approval import actions as asking_approval
from bot.notices.approval import status as approving
from bot.notices.approval.records import NoticeApproval, NoticePolicy
from bot.notices.approval.status import Bound
from bot.notices.records import NoticeRow
from bot.notices.rules import NoticePart
from bot.notices.sending import actions
from bot.notices.targets import AskApproval, EditNotice, ShowApprovals, ShowCheck, ShowOfficeNotice
from bot.people.identity import Actor, load_actor
from bot.refusal import Refusal
from bot.store.audit import Audit
from bot.store.database import Tx
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from bot.waiting.targets import ShowWaiting
from tests.engines import both_engines, both_engines_always
from tests.notices.desk import HAU, HIEU, KHOI, joins_the_office, meets, ready, tries_out
from tests.office import Office, Phone

AN = "Hồ Quốc An"
NOTICE, LETTERS, DEEDS = columns(NoticeRow), columns(Letter), columns(Audit)
APPROVALS, POLICIES = columns(NoticeApproval), columns(NoticePolicy)


async def is_required(office: Office, duy: Phone, above: int = 1) -> None:
    """Approval is required above so many people; Duy is where he was."""
    await office.database.run(lambda tx: asking_approval.set_policy(tx, as_(tx, duy), above))
    await duy.forges(ShowCheck(1))


def as_(tx: Tx, person: Phone) -> Actor:
    return load_actor(tx, person.user_id, chat(person.user_id))


async def planned(office: Office, kind: str) -> list[int]:
    query = sa.select(LETTERS.c.person_id).where(LETTERS.c.kind == kind).order_by(LETTERS.c.person_id)
    return [row.person_id for row in await office.rows(query)]


async def deeds(office: Office, deed: str) -> list[Any]:
    return await office.rows(sa.select(DEEDS.c.actor_id, DEEDS.c.details).where(DEEDS.c.deed == deed))


def button(person: Phone, label: str) -> str:
    (found,) = [b.data for row in person.screen.rows for b in row if b.text == label]
    assert found is not None
    return found


async def test_above_the_number_it_starts_only_when_a_colleague_has_approved_it(office: Office) -> None:
    hieu = await joins_the_office(office, HIEU)
    hau, khoi = await meets(office, HAU, KHOI)
    duy = await ready(office, HAU, KHOI)
    seal = button(duy, "Gửi ngay")
    await is_required(office, duy)
    assert "Gửi tới trên 1 người cần một đồng nghiệp trong Văn phòng duyệt." in duy.reads()
    assert "Gửi ngay" not in duy.buttons()
    assert "Hẹn giờ gửi" not in duy.buttons()
    await duy.forges(seal)
    assert "Xin bấm «Xin duyệt»" in duy.reads()
    assert await planned(office, "notice") == []
    await duy.forges(ShowCheck(1))
    await duy.taps("Xin duyệt")
    assert "Đang chờ duyệt: Anh Nguyễn Đức Duy xin duyệt lúc" in duy.reads()
    assert "Xin duyệt" not in duy.buttons()
    await office.letters()
    asks, shown, below = (message.text for message in hieu.from_bot()[-3:])
    assert "Anh Nguyễn Đức Duy xin Anh/Chị duyệt thông báo dưới đây trước khi gửi tới 2 người." in asks
    assert "Người nhận: Lê Công Khôi, Nguyễn Công Hậu." in asks
    assert shown == "Kính gửi Phạm Quốc Hiếu, Phòng Quản lý Khoa học. Sở phát động phong trào thi đua."
    assert "đúng như người nhận sẽ thấy, điền theo Anh Phạm Quốc Hiếu" in below
    assert hieu.buttons() == ["Duyệt", "Trả lại", "Xem bản nháp"]
    key = hieu.from_bot()[-1].message_id
    await hieu.taps("Xem bản nháp")
    assert "Đang chờ duyệt: Anh Nguyễn Đức Duy xin duyệt lúc" in hieu.reads()
    await hieu.taps("Kiểm tra và gửi")
    await hieu.taps("Duyệt")
    assert "Anh Phạm Quốc Hiếu đã duyệt lúc" in hieu.reads()
    await office.letters()
    assert "Anh Phạm Quốc Hiếu đã duyệt thông báo «Kính gửi" in duy.reads()
    (letter,) = [message for message in hieu.from_bot() if message.message_id == key]
    assert "Anh Phạm Quốc Hiếu đã duyệt lúc" in letter.text and "«" not in letter.text
    assert [one.text for row in letter.rows for one in row] == ["Xem bản nháp"], "there is nothing left to decide on"
    await duy.taps("Kiểm tra và gửi")
    assert "Anh Phạm Quốc Hiếu đã duyệt lúc" in duy.reads()
    await duy.taps("Gửi ngay")
    await office.letters()
    assert all("Sở phát động" in person.reads() for person in (hau, khoi))
    ((asked_by, said),) = await deeds(office, "notice.approval_asked")
    assert (asked_by, said["people"]) == (duy.person_id, 2)
    assert [row.actor_id for row in await deeds(office, "notice.approved")] == [hieu.person_id]


async def test_what_waits_is_approved_where_the_waiting_line_leads(office: Office) -> None:
    hieu = await joins_the_office(office, HIEU)
    duy = await ready(office, HAU, KHOI)
    await is_required(office, duy)
    await duy.taps("Xin duyệt")
    await hieu.forges(ShowWaiting())
    assert "Thông báo chờ duyệt: 1" in hieu.reads()
    await hieu.taps("Xem và duyệt (1)")
    assert "CHỜ ANH/CHỊ DUYỆT: 1" in hieu.reads()
    assert "Kính gửi Phạm Quốc Hiếu, Phòng Quản lý Khoa học. Sở phát động" in hieu.reads()
    await hieu.taps("Duyệt")
    assert "Anh Phạm Quốc Hiếu đã duyệt lúc" in hieu.reads()
    await hieu.forges(ShowApprovals())
    assert "Hiện không có nội dung nào chờ Anh/Chị duyệt." in hieu.reads()
    await duy.forges(ShowApprovals())
    assert "Hiện không có nội dung nào" in duy.reads(), "one's own waits for others"


@both_engines
async def test_who_does_not_approve_says_why_and_may_be_asked_again(office: Office) -> None:
    hieu = await joins_the_office(office, HIEU)
    duy = await ready(office, HAU, KHOI)
    await is_required(office, duy)
    await duy.taps("Xin duyệt")
    await office.letters()
    of_before = button(hieu, "Duyệt")
    await hieu.taps("Xem bản nháp")
    assert "Trả lại" in hieu.buttons() and "Xóa bản nháp" not in hieu.buttons()
    await hieu.taps("Trả lại")
    await hieu.says("Ghi rõ hạn đăng ký.")
    assert "Hiện không có nội dung nào chờ Anh/Chị duyệt." in hieu.reads()
    await office.letters()
    assert "Anh Phạm Quốc Hiếu trả lại thông báo «Kính gửi" in duy.reads()
    assert "Nội dung cần sửa: Ghi rõ hạn đăng ký." in duy.reads()
    assert any("Anh Phạm Quốc Hiếu đã trả lại lúc" in message.text for message in hieu.from_bot())
    await hieu.forges(of_before)
    assert [row.by for row in await office.rows(sa.select(APPROVALS.c.by))] == []
    await duy.forges(ShowCheck(1))
    await duy.taps("Xin duyệt")
    before = len(hieu.from_bot())
    await office.letters()
    assert len(hieu.from_bot()) > before, "asked for again, and told again"
    await hieu.taps("Duyệt")
    assert "đã duyệt lúc" in hieu.reads()


async def test_what_a_colleague_has_approved_is_not_sent_back_by_another(office: Office) -> None:
    """Told at the tap, not after the reason was typed."""
    hieu, khoi = await joins_the_office(office, HIEU), await joins_the_office(office, KHOI)
    duy = await ready(office, HAU, AN)
    await is_required(office, duy)
    await duy.taps("Xin duyệt")
    await office.letters()
    await hieu.taps("Duyệt")
    await khoi.taps("Trả lại")
    assert "Nội dung này đã được Anh Phạm Quốc Hiếu duyệt lúc" in khoi.reads()
    assert "Nội dung cần sửa" not in khoi.reads()


async def test_up_to_the_number_nobody_is_asked(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    duy = await ready(office, HAU)
    await is_required(office, duy, above=1)
    assert "duyệt" not in duy.reads()
    await duy.forges(AskApproval(1))
    assert "Nút này thuộc tin cũ" in duy.reads()
    await duy.taps("Gửi ngay")
    await office.letters()
    assert "Sở phát động" in hau.reads()


@pytest.mark.parametrize("what", ["words", "people"])
async def test_what_changes_after_the_approval_is_not_approved(office: Office, what: str) -> None:
    hieu = await joins_the_office(office, HIEU)
    await meets(office, HAU, KHOI, AN)
    duy = await ready(office, HAU, KHOI)
    await is_required(office, duy)
    await duy.taps("Xin duyệt")
    await office.letters()
    older = button(hieu, "Duyệt")
    await hieu.taps("Duyệt")
    await office.letters()
    await duy.forges(ShowOfficeNotice(1))
    if what == "words":
        await duy.taps("Sửa nội dung")
        await duy.says("Nội dung khác hẳn")
    else:
        await duy.taps("Đổi người nhận")
        await duy.taps("Thêm người nhận")
        await duy.taps("Gõ tên")
        await duy.says(AN)
        await duy.taps("Tiếp tục")
        await duy.taps("Chọn 3 người này")
    await duy.forges(ShowCheck(1))
    assert "đã duyệt" not in duy.reads()
    await tries_out(office, duy)
    assert "Gửi ngay" not in duy.buttons()
    await duy.taps("Xin duyệt")
    await hieu.forges(older)
    assert "đã thay đổi nên bản cũ không duyệt được nữa" in hieu.reads()
    rows = await office.rows(sa.select(APPROVALS.c.by).order_by(APPROVALS.c.asked_at))
    assert [row.by for row in rows] == [hieu.person_id, None]
    await office.letters()
    await hieu.taps("Duyệt")
    await office.letters()
    await duy.taps("Kiểm tra và gửi")
    await duy.taps("Gửi ngay")
    assert len(await planned(office, "notice")) == (2 if what == "words" else 3)


async def test_what_is_put_back_as_it_was_is_approved_again(office: Office) -> None:
    hieu = await joins_the_office(office, HIEU)
    duy = await ready(office, HAU, KHOI, words="Họp lúc 8 giờ")
    await is_required(office, duy)
    await duy.taps("Xin duyệt")
    await office.letters()
    await hieu.taps("Duyệt")
    for words in ("Họp lúc 9 giờ", "Họp lúc 8 giờ"):
        await duy.forges(EditNotice(1, NoticePart.WORDS))
        await duy.says(words)
        await duy.forges(ShowCheck(1))
        assert ("Gửi ngay" in duy.buttons()) is (words == "Họp lúc 8 giờ")


async def test_nobody_approves_what_he_asked_for_and_who_approved_does_not_send(office: Office) -> None:
    hieu = await joins_the_office(office, HIEU)
    (khoi,) = await meets(office, KHOI)
    duy = await ready(office, HAU, KHOI)
    await is_required(office, duy)
    await duy.taps("Xin duyệt")
    await office.letters()
    approve = button(hieu, "Duyệt")
    await duy.forges(approve)
    assert "Anh là người xin duyệt nên một đồng nghiệp khác" in duy.reads()
    await khoi.forges(approve)
    assert "Mục này dành cho Văn phòng." in khoi.reads()
    assert [row.by for row in await office.rows(sa.select(APPROVALS.c.by))] == [None]
    await hieu.taps("Duyệt")
    await hieu.taps("Kiểm tra và gửi")
    assert "Gửi ngay" not in hieu.buttons()
    (row,) = await office.rows(sa.select(NOTICE.c.revision))
    with pytest.raises(Refusal) as told:
        await office.database.run(lambda tx: actions.start(tx, as_(tx, hieu), 1, rules.seal(row.revision, 2)) and None)
    assert told.value.key == "approval.by_you"
    assert await planned(office, "notice") == []


async def test_a_later_sending_needs_it_too(office: Office) -> None:
    await joins_the_office(office, HIEU)
    duy = await ready(office, HAU, KHOI)
    await duy.taps("Hẹn giờ gửi")
    await duy.taps("14:00 Thứ Ba, 03/01/2023")
    await office.database.run(lambda tx: asking_approval.set_policy(tx, as_(tx, duy), 1))
    await duy.taps("Hẹn giờ gửi")
    assert "Xin bấm «Xin duyệt»" in duy.reads()
    assert await planned(office, "notice") == []


async def test_it_is_asked_for_once_and_only_of_what_was_tried_out(office: Office) -> None:
    hieu = await joins_the_office(office, HIEU)
    duy = await ready(office, HAU, KHOI)
    await is_required(office, duy)
    for _ in range(3):
        duy.hits("Xin duyệt")
    await office.settle()
    assert (await planned(office, "notice_approval")).count(hieu.person_id) == 1
    assert len(await deeds(office, "notice.approval_asked")) == 1
    await duy.forges(EditNotice(1, NoticePart.WORDS))
    await duy.says("Nội dung khác hẳn")
    await duy.forges(AskApproval(1))
    assert "xem bản gửi thử trước khi gửi" in duy.reads()
    before = len(hieu.from_bot())
    await office.letters()
    assert not [seen for seen in hieu.from_bot()[before:] if "duyệt thông báo dưới đây" in seen.text]  # it is gone


async def test_alone_in_the_office_one_is_told_what_to_do(office: Office) -> None:
    duy = await ready(office, HAU, KHOI)
    await is_required(office, duy)
    assert "chưa có đồng nghiệp nào khác của Văn phòng dùng kênh này. Xin mời thêm người, hoặc đổi mức" in duy.reads()
    await duy.forges(AskApproval(1))
    assert "chưa có đồng nghiệp nào khác" in duy.reads()
    await duy.forges(ShowCheck(1))
    await duy.taps("Duyệt trước khi gửi")
    await duy.taps("Không yêu cầu")
    await duy.taps("Bỏ quy định duyệt")
    await duy.forges(ShowCheck(1))
    await duy.taps("Gửi ngay")
    assert len(await planned(office, "notice")) == 2


async def test_the_number_is_set_typed_and_taken_back_and_every_change_is_kept(office: Office) -> None:
    duy = await office.person("Nguyễn Đức Duy")
    await duy.says("/menu")
    await duy.forges(ShowOfficeNotices())
    await duy.taps("Duyệt trước khi gửi")
    assert "Hiện nay: không yêu cầu." in duy.reads()
    assert "Không yêu cầu" not in duy.buttons()
    for _ in range(2):
        duy.hits("Yêu cầu khi trên 50 người")  # a notice to everybody goes to 93
    await office.settle()
    assert "Hiện nay: yêu cầu khi gửi tới trên 50 người." in duy.reads()
    assert "chưa thông báo nào" not in duy.reads()
    assert "Anh Nguyễn Đức Duy đặt lúc" in duy.reads()
    await duy.taps("Số khác")
    assert "Sở hiện có 93 người. Gõ một số, ví dụ: 50." in duy.reads()
    for typed in ("nhiều", "-5", "100001"):
        await duy.says(typed)
        assert "Xin Anh gõ một số từ 0 đến 100.000" in duy.reads()
    await duy.says("1.000 người")
    assert "trên 1.000 người.\nSở hiện có 93 người nên chưa thông báo nào phải duyệt." in duy.reads()
    hieu = await joins_the_office(office, HIEU)
    await office.letters()
    await duy.taps("Không yêu cầu")
    assert "Bỏ quy định này?" in duy.reads() and "báo cho 1 đồng nghiệp" in duy.reads()
    await duy.taps("Quay lại")
    assert "trên 1.000 người" in duy.reads()
    await duy.taps("Không yêu cầu")
    duy.hits("Bỏ quy định duyệt")
    duy.hits("Bỏ quy định duyệt")
    await office.settle()
    assert "Hiện nay: không yêu cầu." in duy.reads()
    await office.letters()
    told = [seen.text for seen in hieu.from_bot() if "quy định duyệt thông báo trước khi gửi" in seen.text]
    assert len(told) == 1 and "Hiện nay: không yêu cầu." in told[0]
    rows = await office.rows(sa.select(POLICIES.c.approve_above).order_by(POLICIES.c.id))
    assert [row.approve_above for row in rows] == [50, 1000, None]
    assert [row.details["above"] for row in await deeds(office, "notice.policy_set")] == [50, 1000, None]


@both_engines_always
async def test_colleagues_who_approve_at_once_approve_once(office: Office) -> None:
    hieu, khoi = await joins_the_office(office, HIEU), await joins_the_office(office, KHOI)
    duy = await ready(office, HAU, AN)
    await is_required(office, duy)
    await duy.taps("Xin duyệt")
    await office.letters()
    for _ in range(5):
        hieu.hits("Duyệt")
        khoi.hits("Duyệt")
    await office.settle()
    assert len(await deeds(office, "notice.approved")) == 1
    assert await planned(office, "notice_approved") == [duy.person_id]
    assert all("duyệt lúc" in person.reads() for person in (hieu, khoi))
    first, second = (hieu, khoi) if "đã duyệt lúc" in hieu.reads() else (khoi, hieu)
    assert f"{'Anh Phạm Quốc Hiếu' if first is hieu else 'Anh Lê Công Khôi'} duyệt lúc" in second.reads()


@both_engines_always
async def test_twenty_starts_of_what_was_approved_start_once(office: Office) -> None:
    hieu, khoi = await joins_the_office(office, HIEU), await joins_the_office(office, KHOI)
    duy = await ready(office, HAU, AN)
    await is_required(office, duy)
    await duy.taps("Xin duyệt")
    await office.letters()
    await hieu.taps("Duyệt")
    (row,) = await office.rows(sa.select(NOTICE.c.revision))
    seal = rules.seal(row.revision, 2)
    # SQLite has one writer, and one process: there the second half waits in the same queue.
    other = open_database(office.url, office.clock) if office.url.startswith("postgresql") else office.database

    def start(tx: Tx, who: Phone) -> int:
        return actions.start(tx, as_(tx, who), 1, seal)

    runs = [
        (office.database if number % 2 else other).run(partial(start, who=(duy, khoi)[number % 2]))
        for number in range(20)
    ]
    started = await asyncio.gather(*runs)
    if other is not office.database:
        await other.close()
    assert sorted(started) == [0] * 19 + [2]
    assert len(await planned(office, "notice")) == 2


async def test_anything_else_that_goes_out_is_held_to_the_same_number_by_its_own_content(office: Office) -> None:
    hieu = await joins_the_office(office, HIEU)
    duy = await ready(office, HAU, KHOI)
    await is_required(office, duy)
    await duy.taps("Xin duyệt")
    await office.letters()
    await hieu.taps("Duyệt")

    def demands(tx: Tx, who: Phone, digest: str, people: int) -> str:
        try:
            approving.demand(tx, as_(tx, who), 1, digest, people)
        except Refusal as refusal:
            return refusal.key
        return "goes on"

    def body(tx: Tx) -> list[str]:
        notice = records.notice(tx, 1)
        assert notice is not None
        own = rules.approvable(notice)
        tried = ((duy, own, 2), (hieu, own, 2), (duy, "0123456789abcdef", 2), (duy, "0123456789abcdef", 1))
        return [demands(tx, *one) for one in tried]

    assert await office.database.run(body) == ["goes on", "approval.by_you", "approval.missing", "goes on"]


@pytest.mark.parametrize(
    ("people", "suggested"), [(3000, 300), (301, 300), (300, 100), (93, 50), (21, 20), (6, 5), (5, 1), (1, 1)]
)
def test_a_number_is_offered_that_a_notice_to_everybody_exceeds(people: int, suggested: int) -> None:
    assert Bound(None, people).suggested == suggested
    assert not Bound(people - 1, people).unreached and Bound(people, people).unreached

# mypy: ignore-errors
"""What happens in the old store after the tour: whatever is under way, waits, is set for later, or has gone wrong.

Part of make_store.py, which ran once; see there.
"""

from datetime import timedelta

import sqlalchemy as sa

from bot.database import columns
from bot.notices.records import Notice
from bot.outbox.letter import Letter
from bot.playground.faults import answered, server_error
from bot.slices import ticks, watch
from tests.migrations.crowd import Crowd, Recorder
from tests.notices.desk import DUY, HAU, HIEU, HONG, KHOI, composes, for_names, tries_out
from tests.office import Office, Phone
from tests.sheets.desks import acts, opens

AN, OANH, HIEN, DUNG, DAT = (
    "Hồ Quốc An",
    "Đặng Thị Thanh Oanh",
    "Phạm Thị Hiền",
    "Mai Thị Thanh Dung",
    "Nguyễn Hoàng Đạt",
)
JPEG, PDF = b"\xff\xd8\xff\xe0 page", b"%PDF-1.7 page"
WORDS = "Kính gửi {họ tên}, {đơn vị}. Hạn đăng ký: {hạn}. Đăng ký đến 17:00 ngày 25/02/2023."
RIGHT = "Kính gửi {họ tên}, {đơn vị}. Hạn đăng ký: {hạn}. Đăng ký đến 17:00 ngày 28/02/2023."


async def last(office: Office, model: type) -> int:
    return int((await office.rows(sa.select(sa.func.max(columns(model).c.id))))[0][0])


async def registers(person: Phone) -> None:
    await person.says("/dangky")
    for label in ("Đăng ký như năm trước", "Lao động tiên tiến", "Tiếp tục", "Bỏ qua", "Gửi đăng ký"):
        if label in [text.lstrip("☑☐ ") for text in person.buttons()]:
            await person.taps(label)
    assert "Mã số" in person.reads(), person.reads()


async def after_the_deadline(guide: Recorder, crowd: Crowd) -> None:
    """In March: one request was refused, one agreed to, one waits, one is being written. Their letters are due then."""
    office = guide.office
    office.moves_clock_to(2023, 3, 2, 8, 20)
    oanh = await office.person(OANH)
    for name in (HIEN, await crowd.named(HIEN), await crowd.named(HIEN)):
        person = await office.person(name)
        await guide.says(person, "/dangky", "Sau hạn")
        await guide.taps(person, "Đề nghị bổ sung", "Đề nghị bổ sung")
        await guide.says(person, "Đi công tác từ 20/02 đến 01/3", "Đã ghi đề nghị bổ sung")
    writes = await crowd.twin(HIEN)
    await writes.says("/dangky")
    await writes.taps("Đề nghị bổ sung")
    await acts(oanh, "late_agree", 3)
    await guide.sees(oanh, "Đã đồng ý, chuyển Văn phòng")
    await opens(oanh, "late_one", 2)
    await oanh.taps("Không đồng ý")
    await oanh.says("Anh/Chị đã có ba tháng để đăng ký.")
    await guide.sees(oanh, "Không đồng ý")
    office.moves_clock_to(2023, 2, 20, 9, 0)


async def reminded(guide: Recorder, crowd: Crowd) -> None:
    """A round of reminders has gone; one has put it off, one missed it."""
    office = guide.office
    hong, twin = await office.person(HONG), await crowd.twin(HONG)
    away = await crowd.twin(HONG)
    office.world.blocks(away.user_id)
    await office.settle()
    office.moves_clock_to(2023, 2, 14, 14, 5)
    await ticks(office.database).run_due()
    await office.letters()
    office.world.unblocks(away.user_id)
    await office.settle()
    await guide.sees(away, "Trở lại sau khi chặn: tin đã lỡ")
    await hong.forges("v:snooze:0:0")
    await guide.sees(hong, "Chọn ngày nhắc lại")
    await twin.forges("v:snooze:0:0")
    await twin.taps(twin.buttons()[-2])
    await guide.sees(twin, "Đã hẹn nhắc lại")
    office.moves_clock_to(2023, 2, 20, 9, 0)


async def notices(guide: Recorder, crowd: Crowd) -> dict[str, int]:
    """One of every state; by name, the keys."""
    office, keys = guide.office, {}
    duy = await office.person(DUY)
    readers = [await crowd.twin(HAU) for _ in range(6)]
    keys["readers"] = readers
    names = (HAU, KHOI, DUNG, HIEU, AN, *(reader.name for reader in readers))
    keys["sent"] = await _sent_and_corrected(guide, duy, names)
    keys["halted"] = await _interrupted(guide, duy, names)
    keys["paused"] = await _sent(guide, duy, "Giữa chừng, {họ tên}.", HAU, KHOI, DUNG, HIEU)
    await _half_of(office, keys["paused"])
    await acts(duy, "pause_notice", keys["paused"])
    keys["later"] = await _ready(guide, duy, "Mời họp, {họ tên}.", HAU, KHOI)
    await duy.taps("Hẹn giờ gửi")
    await duy.says("8:30 22/02")
    await duy.taps("Hẹn giờ gửi")
    keys["draft"] = await _ready(guide, duy, "Bản nháp, {họ tên}.", HAU, KHOI, AN)
    keys["bulletin"] = await _repeats(guide, duy)
    keys["asked"] = await _asks_approval(guide, duy)
    await opens(duy, "office_notice", keys["sent"])
    await duy.taps("Đính chính")
    await duy.taps("Số, ngày văn bản")
    await duy.says("17/KH-KHCN ngày 31/12/2022")
    await _corrects(guide, duy)
    await opens(duy, "office_notice", keys["sent"])
    await duy.taps(next(label for label in duy.buttons() if label.startswith("Nhắc ")))
    an = await office.person(AN, linked=False)
    await acts(await office.person(HIEU), "told_notice", keys["sent"], an.person_id)
    return keys


async def _corrects(guide: Recorder, duy: Phone) -> None:
    """The copies are still to be changed, and their readers to be told."""
    office = guide.office
    key = await _sent(guide, duy, WORDS, HAU, KHOI)
    await office.letters()
    await opens(duy, "office_notice", key)
    await _rewrites(office, duy)


async def _ready(guide: Recorder, duy: Phone, words: str, *names: str, known: bool = True) -> int:
    await duy.says("/menu")
    await composes(duy, words, known=known)
    await for_names(duy, *names)
    await tries_out(guide.office, duy)
    return await last(guide.office, Notice)


async def _sent(guide: Recorder, duy: Phone, words: str, *names: str) -> int:
    key = await _ready(guide, duy, words, *names)
    await duy.taps("Gửi ngay")
    return key


async def _sent_and_corrected(guide: Recorder, duy: Phone, names: tuple[str, ...]) -> int:
    office = guide.office
    await duy.forges("x:compose:0:0")
    await duy.says(WORDS)
    office.world.sends_file(duy.user_id, "phu-luc.pdf", PDF, mime="application/pdf")
    await office.settle()
    await duy.taps("Tiếp tục")
    await duy.says("18/TB-VP ngày 20/02/2023")
    await duy.taps("☐ Đăng ký danh hiệu")
    await duy.taps("☐ Đã nắm thông tin")
    await duy.taps("Tiếp tục")
    await for_names(duy, *names)
    await tries_out(office, duy)
    key = await last(office, Notice)
    await duy.taps("Gửi ngay")
    await office.letters()
    await duy.says("/menu")
    await watch(office.database, office.service.display.refresh).look()
    await office.letters()
    await acts(await office.person(KHOI), "know_notice", key)
    await opens(duy, "office_notice", key)
    await _rewrites(office, duy)
    await office.letters()
    return key


async def _rewrites(office: Office, duy: Phone) -> None:
    await duy.taps("Đính chính")
    await duy.taps("Sửa nội dung")
    await duy.says(RIGHT)
    await duy.taps("Gửi thử cho tôi")
    await office.letters()
    await duy.taps("Xem và gửi đính chính")
    await duy.taps("Gửi đính chính")


async def _interrupted(guide: Recorder, duy: Phone, names: tuple[str, ...]) -> int:
    """Telegram did not answer half-way; the Office is to be told that nothing more leaves."""
    office = guide.office
    key = await _sent(guide, duy, "Bị ngắt, {họ tên}.", *names)
    people = [await office.person(name, linked=False) for name in names if name != AN]
    office.world.faults.expect("sendMessage", server_error(502), chat_id=people[1].user_id)
    for person in people[2:]:
        too_long = answered(400, "Bad Request: message is too long")
        office.world.faults.expect("sendMessage", too_long, chat_id=person.user_id, times=1)
    await office.service.courier.take_over()
    await office.service.courier.deliver()
    office.world.faults.clear()
    await office.settle()
    return key


async def _half_of(office: Office, key: int) -> None:
    """Only the first two of its letters have left."""
    table = columns(Letter)
    own = sa.and_(table.c.source == f"notice:{key}", table.c.state == "planned")
    rest = [row.id for row in await office.rows(sa.select(table.c.id).where(own).order_by(table.c.id))][2:]
    put_off = sa.update(table).where(table.c.id.in_(rest))
    now = office.clock.now()
    await office.database.run(lambda tx: tx.execute(put_off.values(due_at=now + timedelta(days=1))) and None)
    await office.letters()
    await office.database.run(lambda tx: tx.execute(put_off.values(due_at=now)) and None)


async def _repeats(guide: Recorder, duy: Phone) -> int:
    key = await _ready(guide, duy, "Bản tin tiến độ, {họ tên}.\n{tiến độ}\n{biểu đồ}", HIEU, OANH, known=False)
    await duy.taps("Gửi định kỳ")
    await duy.taps("Hằng tuần")
    await duy.taps("Thứ Năm")
    await duy.taps("14:00")
    await duy.taps("Lưu lịch gửi")
    return key


async def _asks_approval(guide: Recorder, duy: Phone) -> int:
    key = await _ready(guide, duy, "Chờ duyệt, {họ tên}.", HAU, KHOI, DUNG)
    await duy.forges("x:require_approval:0:2")
    await opens(duy, "notice_check", key)
    await duy.taps("Xin duyệt")
    return key

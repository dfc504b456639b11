"""People who have not acknowledged a notice are reminded after a question, by approval, and once a working day."""

import sqlalchemy as sa

from bot.address import chat
from bot.ledger.letter import Letter
from bot.notices.approval import actions as asking_approval
from bot.notices.reader_targets import AcknowledgeNotice
from bot.notices.targets import ChaseNotice, ShowChase, ShowOfficeNotice
from bot.people.identity import load_actor
from bot.store.schema import columns
from tests.engines import both_engines
from tests.notices.correcting.test_correcting import sent
from tests.notices.desk import HAU, HIEU, KHOI, joins_the_office, meets
from tests.office import Office, Phone

LETTERS = columns(Letter)
SAYS = "Văn phòng gửi lại thông báo ngày"


def reminders(person: Phone) -> int:
    return sum(SAYS in message.text for message in person.from_bot())


async def planned(office: Office) -> list[int]:
    query = sa.select(LETTERS.c.person_id).where(LETTERS.c.kind == "notice_chase")
    return sorted(row.person_id for row in await office.rows(query))


@both_engines
async def test_nobody_is_reminded_twice_on_a_working_day_whoever_taps(office: Office) -> None:
    hieu = await joins_the_office(office, HIEU)
    hau, khoi = await meets(office, HAU, KHOI)
    duy = await sent(office, HAU, KHOI)
    await duy.taps("Nhắc 2 người chưa nắm")
    assert "Gửi lời nhắc tới 2 người đã nhận thông báo mà chưa bấm?" in duy.reads()
    await office.letters()
    assert await planned(office) == [], "it is asked first"
    await hieu.forges(ShowChase(1))
    for person in (duy, hieu, duy):
        person.hits("Gửi lời nhắc tới 2 người")
    await office.settle()
    await office.letters()
    assert (reminders(hau), reminders(khoi)) == (1, 1)
    for person in (duy, hieu):
        assert "Đã gửi lời nhắc tới 2 người lúc 08:" in person.reads()
        assert "Lời nhắc tiếp theo gửi được từ 04/01/2023." in person.reads()
        assert not any(label.startswith("Nhắc") for label in person.buttons())
    office.moves_clock_to(2023, 1, 3, 15)
    await duy.forges(ShowChase(1))
    assert not any(label.startswith("Gửi lời nhắc") for label in duy.buttons())
    await duy.forges(ChaseNotice(1, 2))
    assert "Đã gửi lời nhắc tới 2 người lúc 08:" in duy.reads()
    await office.letters()
    assert (reminders(hau), reminders(khoi)) == (1, 1)
    office.moves_clock_to(2023, 1, 4, 9)
    await hau.forges(AcknowledgeNotice(1))
    await duy.forges(ShowOfficeNotice(1))
    await duy.taps("Nhắc 1 người chưa nắm")
    await duy.taps("Gửi lời nhắc tới 1 người")
    await office.letters()
    assert (reminders(hau), reminders(khoi)) == (1, 2)


async def test_a_weekend_and_the_monday_after_it_are_one_working_day(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    duy = await sent(office, HAU)
    office.moves_clock_to(2023, 1, 7, 9)
    await duy.forges(ChaseNotice(1, 1))
    await office.letters()
    assert "gửi được từ 10/01/2023" in duy.reads()
    office.moves_clock_to(2023, 1, 9, 9)
    await duy.forges(ChaseNotice(1, 2))
    await office.letters()
    assert reminders(hau) == 1


async def test_above_the_number_a_colleague_approves_the_reminder_too(office: Office) -> None:
    hieu = await joins_the_office(office, HIEU)
    hau, _khoi = await meets(office, HAU, KHOI)
    duy = await sent(office, HAU, KHOI)
    await office.database.run(
        lambda tx: asking_approval.set_policy(tx, load_actor(tx, duy.user_id, chat(duy.user_id)), 1)
    )
    await duy.taps("Nhắc 2 người chưa nắm")
    assert "Gửi tới trên 1 người cần một đồng nghiệp trong Văn phòng duyệt." in duy.reads()
    assert not any(label.startswith("Gửi lời nhắc") for label in duy.buttons())
    await duy.forges(ChaseNotice(1, 1))
    assert "Xin bấm «Xin duyệt»" in duy.reads()
    assert await planned(office) == []
    await duy.forges(ShowChase(1))
    await duy.taps("Xin duyệt")
    assert "Đang chờ duyệt: Anh Nguyễn Đức Duy xin duyệt" in duy.reads()
    await office.letters()
    asks, shown, _below = (message.text for message in hieu.from_bot()[-3:])
    assert "XIN DUYỆT LỜI NHẮC" in asks and "2 người chưa bấm" in asks
    assert SAYS in shown
    await hieu.taps("Duyệt")
    assert "Anh Phạm Quốc Hiếu đã duyệt lúc" in hieu.reads()
    await office.letters()
    assert "đã duyệt lời nhắc về thông báo" in duy.reads()
    await duy.taps("Kiểm tra và gửi")
    await duy.taps("Gửi lời nhắc tới 2 người")
    await office.letters()
    assert reminders(hau) == 1
    office.moves_clock_to(2023, 1, 4, 9)
    await duy.forges(ShowChase(1))
    assert "Xin duyệt" in duy.buttons(), "the next one is another one"

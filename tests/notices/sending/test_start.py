"""One start, whoever presses and however often; and nothing starts that was not checked as it stands."""

import asyncio
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.address import chat
from bot.dialogue.flows import BACK, DONE, Chosen, Draft, answer
from bot.ledger.letter import Letter
from bot.notices import rules
from bot.notices.audience.flow import CHOOSE
from bot.notices.records import NoticeRow
from bot.notices.rules import NoticePart
from bot.notices.sending import actions
from bot.notices.targets import ChooseRecipients, DiscardNotice, EditNotice, SendNotice, ShowCheck, ShowOfficeNotice
from bot.people.identity import load_actor
from bot.store.database import Tx
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from tests.engines import both_engines_always
from tests.notices.desk import HAU, HIEU, KHOI, joins_the_office, meets, ready, tries_out
from tests.office import Office, Phone

NOTICE = columns(NoticeRow)
LETTERS = columns(Letter)


async def sent_letters(office: Office) -> list[Any]:
    query = sa.select(LETTERS.c.person_id, LETTERS.c.state).where(LETTERS.c.kind == "notice")
    return await office.rows(query.order_by(LETTERS.c.person_id))


@both_engines_always
async def test_twenty_taps_of_two_members_of_the_office_are_one_start(office: Office) -> None:
    hieu = await joins_the_office(office, HIEU)
    hau, khoi = await meets(office, HAU, KHOI)
    duy = await ready(office, HAU, KHOI)
    await hieu.forges(ShowCheck(1))
    before = len(hau.from_bot()), len(khoi.from_bot())
    for _ in range(10):
        duy.hits("Gửi ngay")
        hieu.hits("Gửi ngay")
    await office.settle()
    assert [row.person_id for row in await sent_letters(office)] == sorted([hau.person_id, khoi.person_id])
    await office.letters()
    assert (len(hau.from_bot()), len(khoi.from_bot())) == (before[0] + 1, before[1] + 1)
    (row,) = await office.rows(sa.select(NOTICE.c.starts, NOTICE.c.announced))
    assert tuple(row) == (1, 2)


@both_engines_always
async def test_two_processes_that_start_at_once_start_once(office: Office) -> None:
    hieu = await joins_the_office(office, HIEU)
    duy = await ready(office, HAU, KHOI, "Hồ Quốc An")
    (row,) = await office.rows(sa.select(NOTICE.c.revision))
    seal = rules.seal(row.revision, 3)
    # SQLite has one writer, and one process: there the second half waits in the same queue.
    other = open_database(office.url, office.clock) if office.url.startswith("postgresql") else office.database

    def start(tx: Tx, who: Phone) -> int:
        return actions.start(tx, load_actor(tx, who.user_id, chat(who.user_id)), 1, seal)

    runs = [
        (office.database if number % 2 else other).run(partial(start, who=(duy, hieu)[number % 2]))
        for number in range(20)
    ]
    planned = await asyncio.gather(*runs)
    if other is not office.database:
        await other.close()
    assert sorted(planned) == [0] * 19 + [3]
    assert len(await sent_letters(office)) == 3


async def test_nothing_is_started_before_a_trial_has_arrived(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    duy = await ready(office, HAU)
    (row,) = await office.rows(sa.select(NOTICE.c.revision))
    await duy.taps("Sửa")
    await duy.taps("Sửa nội dung")
    await duy.says("Nội dung khác hẳn")
    await duy.taps("Kiểm tra và gửi")
    assert "Cần «Gửi thử cho tôi» trước khi gửi." in duy.reads()
    assert "Gửi ngay" not in duy.buttons()
    await duy.forges(SendNotice(1, rules.seal(row.revision + 1, 1)))
    assert "xem bản gửi thử trước khi gửi" in duy.reads()
    assert await sent_letters(office) == []
    await tries_out(office, duy)
    await duy.taps("Gửi ngay")
    await office.letters()
    assert hau.reads() == "Nội dung khác hẳn"


async def test_what_was_changed_meanwhile_is_not_started_from_an_older_screen(office: Office) -> None:
    hieu = await joins_the_office(office, HIEU)
    duy = await ready(office, HAU)
    await hieu.forges(ShowOfficeNotice(1))
    await hieu.taps("Nút bấm")
    await hieu.taps("☐ Đăng ký danh hiệu")
    await hieu.taps("Tiếp tục")
    await duy.taps("Gửi ngay")
    assert "Thông báo vừa được sửa" in duy.reads()
    assert await sent_letters(office) == []


async def test_another_number_of_people_than_was_shown_is_told_before_anything_leaves(office: Office) -> None:
    duy = await ready(office, HAU, KHOI)
    khoi = await office.person(KHOI)
    await office.database.run(
        lambda tx: (
            tx.execute(sa.text("UPDATE person SET left_on = '2023-01-01' WHERE id = :key"), {"key": khoi.person_id})
            and None
        )
    )
    await duy.taps("Gửi ngay")
    assert "Số người nhận vừa thay đổi, nay là 1" in duy.reads()
    assert await sent_letters(office) == []
    await duy.taps("Gửi ngay")
    assert len(await sent_letters(office)) == 1


async def test_a_started_notice_is_locked(office: Office) -> None:
    duy = await ready(office, HAU)
    await duy.taps("Gửi ngay")
    for payload in (EditNotice(1, NoticePart.WORDS), ChooseRecipients(1), DiscardNotice(1, 0), ShowCheck(1)):
        await duy.forges(payload)
        assert "đã gửi nên không sửa được nữa" in duy.reads(), payload


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return (_base36(number // 36) if number >= 36 else "") + digits[number % 36]


def test_back_from_recipients_that_were_chosen_before_is_the_first_question() -> None:
    data = {"notice": 1, "audience": {"everybody": True}, DONE: ["criterion"]}
    draft = Draft(1, CHOOSE.name, data, "summary")
    facts: Any = None
    assert answer(CHOOSE, draft, Chosen(BACK), facts).awaiting == "criterion"


async def test_recipients_that_were_chosen_before_can_be_chosen_anew_from_the_first_question(office: Office) -> None:
    duy = await ready(office, HAU)
    await duy.forges(ChooseRecipients(1))
    await duy.taps("Quay lại")
    assert await office.undone() == []
    assert "Thông báo gửi tới ai?" in duy.reads()

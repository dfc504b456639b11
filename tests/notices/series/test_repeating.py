"""A notice that repeats: what is shown before it is saved, and one notice a time, however often it is looked for."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from bot.address import chat
from bot.commands.arm import arm
from bot.ledger.letter import Letter
from bot.notices import rules
from bot.notices.approval import actions as asking_approval
from bot.notices.records import NoticeRow
from bot.notices.rules import NoticePart
from bot.notices.series import actions as repeating
from bot.notices.series.records import NoticeSeries
from bot.notices.series.rules import Every, SeriesRule
from bot.notices.targets import EditNotice, ShowSeries
from bot.people.identity import load_actor
from bot.people.records import Person
from bot.refusal import Refusal
from bot.slices import ticks
from bot.store import generations
from bot.store.audit import Audit
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from tests.engines import both_engines, both_engines_always
from tests.notices.desk import HAU, HIEU, KHOI, joins_the_office, meets, ready
from tests.office import Office, Phone

NOTICE, SERIES, LETTERS, DEEDS = columns(NoticeRow), columns(NoticeSeries), columns(Letter), columns(Audit)


async def repeats(office: Office, *names: str, words: str = "Họp giao ban, {họ tên}") -> Phone:
    """Duy, who has just saved a notice that goes out every Monday at 14:00. It is Tuesday, 2023-01-03."""
    duy = await ready(office, *names, words=words, known=False)
    await duy.taps("Gửi định kỳ")
    await duy.taps("Hằng tuần")
    await duy.taps("Thứ Hai")
    await duy.taps("14:00")
    await duy.taps("Lưu lịch gửi")
    return duy


async def beats(office: Office, *at: int) -> None:
    """It is so late, and the tick runs."""
    office.moves_clock_to(2023, *at)
    await ticks(office.database).run_due()
    await office.letters()


async def times(office: Office) -> list[Any]:
    query = sa.select(NOTICE.c.id, NOTICE.c.state, NOTICE.c.series_on, NOTICE.c.announced, NOTICE.c.started_by)
    return await office.rows(query.where(NOTICE.c.series_id.is_not(None)).order_by(NOTICE.c.series_on))


async def planned(office: Office, notice_id: int) -> int:
    return len(await office.rows(sa.select(LETTERS.c.id).where(LETTERS.c.source == f"notice:{notice_id}")))


async def deeds(office: Office, deed: str) -> list[Any]:
    return await office.rows(sa.select(DEEDS.c.subject, DEEDS.c.details).where(DEEDS.c.deed == deed))


async def test_the_next_five_times_are_seen_before_it_is_saved_and_tet_is_passed_over(office: Office) -> None:
    duy = await ready(office, HAU, KHOI)
    await duy.taps("Gửi định kỳ")
    await duy.taps("Hằng tuần")
    await duy.taps("Thứ Hai")
    await duy.says("8h")
    assert "hằng tuần, Thứ Hai, lúc 08:00, hiện nay tới 2 người" in duy.reads()
    assert "Năm lần tới (giờ Việt Nam):" in duy.reads()
    assert "08:00 Thứ Hai, 09/01/2023\n08:00 Thứ Hai, 16/01/2023\n" in duy.reads()
    assert "08:00 Thứ Sáu, 27/01/2023 (dời từ Thứ Hai, 23/01/2023)\n" in duy.reads()
    assert "08:00 Thứ Hai, 06/02/2023" in duy.reads()
    assert "Có lần ngoài giờ gửi thông thường." in duy.reads()  # on Mondays not before nine
    for _ in range(5):
        duy.hits("Lưu lịch gửi")
    await office.settle()
    assert "Người lập: Anh Nguyễn Đức Duy." in duy.reads()
    assert len(await office.rows(sa.select(SERIES.c.id))) == 1
    (row,) = await office.rows(sa.select(NOTICE.c.state))
    assert row.state.value == "discarded"
    assert len(await deeds(office, "notice.series_made")) == 1
    await duy.taps("Lịch gửi định kỳ")
    assert "Có 1 lịch gửi." in duy.reads()


async def test_by_the_month_or_every_working_day(office: Office) -> None:
    duy = await ready(office, HAU)
    await duy.taps("Gửi định kỳ")
    await duy.taps("Hằng tháng")
    await duy.says("40")
    assert "Xin gõ một số từ 1 đến 31." in duy.reads()
    await duy.taps("Ngày cuối tháng")
    await duy.says("sáng sớm")
    assert "Chưa rõ giờ." in duy.reads()
    await duy.taps("08:30")
    assert "hằng tháng, ngày cuối tháng, lúc 08:30" in duy.reads()
    assert "08:30 Thứ Ba, 28/02/2023" in duy.reads()
    for _ in range(3):
        await duy.taps("Quay lại")
    await duy.taps("Mỗi ngày làm việc")
    await duy.taps("15:30")
    assert "mỗi ngày làm việc, lúc 15:30" in duy.reads()
    assert "15:30 Thứ Sáu, 06/01/2023\n15:30 Thứ Hai, 09/01/2023" in duy.reads()
    assert "ngoài giờ" not in duy.reads()


@both_engines
async def test_each_time_is_one_notice_however_often_it_is_looked_for(office: Office) -> None:
    hau, khoi = await meets(office, HAU, KHOI)
    await repeats(office, HAU, KHOI)
    await beats(office, 1, 9, 13, 59)
    assert await times(office) == []
    # SQLite has one writer, and one process: there the second half waits in the same queue.
    other = open_database(office.url, office.clock) if office.url.startswith("postgresql") else office.database
    office.moves_clock_to(2023, 1, 9, 14, 1)
    both = [ticks(office.database if number % 2 else other) for number in range(10)]
    await asyncio.gather(*(one.run_due() for one in both))
    if other is not office.database:
        await other.close()
    (first,) = await times(office)
    assert (first.state.value, f"{first.series_on}", first.announced) == ("started", "2023-01-09", 2)
    assert await planned(office, first.id) == 2
    await office.letters()
    assert hau.reads() == "Họp giao ban, Nguyễn Công Hậu"
    assert khoi.reads() == "Họp giao ban, Lê Công Khôi"
    await beats(office, 1, 9, 18)
    assert len(await times(office)) == 1
    await beats(office, 1, 16, 14, 1)
    assert [f"{row.series_on}" for row in await times(office)] == ["2023-01-09", "2023-01-16"]
    assert [row.details["people"] for row in await deeds(office, "notice.started")] == [2, 2]


async def test_it_goes_to_whoever_is_meant_on_the_day(office: Office) -> None:
    await repeats(office, HAU, KHOI)
    khoi = await office.person(KHOI)
    left = sa.update(columns(Person)).where(columns(Person).c.id == khoi.person_id)
    await office.database.run(lambda tx: tx.execute(left.values(left_on=tx.clock.today())) and None)
    await beats(office, 1, 9, 14, 1)
    (first,) = await times(office)
    assert first.announced == await planned(office, first.id) == 1
    hau = await office.person(HAU)
    left = sa.update(columns(Person)).where(columns(Person).c.id == hau.person_id)
    await office.database.run(lambda tx: tx.execute(left.values(left_on=tx.clock.today())) and None)
    await beats(office, 1, 16, 14, 1)
    await beats(office, 1, 16, 14, 2)
    assert [row.state.value for row in await times(office)] == ["started", "discarded"]
    assert len(await deeds(office, "notice.series_for_nobody")) == 1


async def test_a_time_that_was_missed_by_more_than_a_day_is_noted_and_not_sent(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    duy = await repeats(office, HAU)
    before = len(hau.from_bot())
    await beats(office, 1, 10, 14, 30)
    await beats(office, 1, 10, 14, 31)
    assert len(hau.from_bot()) == before
    ((subject, details),) = await deeds(office, "notice.series_missed")
    assert (subject, details["on"]) == ("notice_series:1", "2023-01-09")
    await beats(office, 1, 17, 13)
    assert hau.reads() == "Họp giao ban, Nguyễn Công Hậu"
    await duy.forges(ShowSeries(1))
    assert "Không gửi: 1 lần" in duy.reads()
    assert "14:00 Thứ Sáu, 27/01/2023 (dời từ Thứ Hai, 23/01/2023)" in duy.reads()
    await duy.taps("Đã gửi 17/01/2023: 1 người")
    assert "Tổng 1, khớp danh sách người nhận." in duy.reads()


async def test_nothing_is_started_of_one_that_was_ended(office: Office) -> None:
    hieu = await joins_the_office(office, HIEU)
    duy = await repeats(office, HAU)
    await hieu.forges(ShowSeries(1))
    assert "Người lập: Anh Nguyễn Đức Duy." in hieu.reads()
    await duy.taps("Dừng lịch gửi")
    assert "Từ nay không gửi thêm lần nào." in duy.reads()
    await duy.taps("Giữ lịch gửi")
    await duy.taps("Dừng lịch gửi")
    for _ in range(2):
        duy.hits("Dừng lịch gửi")
    await office.settle()
    assert "Anh Nguyễn Đức Duy đã dừng lịch này lúc" in duy.reads()
    assert "Năm lần tới" not in duy.reads()
    assert len(await deeds(office, "notice.series_ended")) == 1
    await beats(office, 1, 9, 14, 1)
    assert await times(office) == []
    await duy.taps("Lịch gửi định kỳ")
    assert any(label.startswith("Đã dừng: ") for label in duy.buttons())


async def test_it_goes_on_when_whoever_made_it_has_left_the_office(office: Office) -> None:
    hieu = await joins_the_office(office, HIEU)
    (hau,) = await meets(office, HAU)
    duy = await repeats(office, HAU)
    await office.database.run(
        lambda tx: tx.execute(sa.text("DELETE FROM role_grant WHERE person_id = :key"), {"key": duy.person_id}) and None
    )
    await beats(office, 1, 9, 14, 1)
    assert hau.reads() == "Họp giao ban, Nguyễn Công Hậu"
    (first,) = await times(office)
    assert first.started_by == duy.person_id
    await hieu.forges(ShowSeries(1))
    assert "Người lập: Anh Nguyễn Đức Duy." in hieu.reads()


@both_engines_always
async def test_of_twenty_who_save_at_once_one_does(office: Office) -> None:
    await meets(office, HAU)
    duy = await ready(office, HAU)
    (row,) = await office.rows(sa.select(NOTICE.c.revision))
    seal, weekly = rules.seal(row.revision, 1), SeriesRule(Every.WEEK, 0, office.clock.local().time())
    other = open_database(office.url, office.clock) if office.url.startswith("postgresql") else office.database
    saves = [
        (office.database if number % 2 else other).run(
            lambda tx: repeating.make(tx, load_actor(tx, duy.user_id, chat(duy.user_id)), 1, seal, weekly)
        )
        for number in range(20)
    ]
    ended = await asyncio.gather(*saves, return_exceptions=True)
    if other is not office.database:
        await other.close()
    assert sum(isinstance(one, Refusal) for one in ended) == 19
    assert len(await office.rows(sa.select(SERIES.c.id))) == 1


@pytest.mark.parametrize(
    ("spoils", "told"),
    [
        ("words", "Thông báo vừa được sửa"),
        ("people", "Số người nhận vừa thay đổi, nay là 1"),
        ("policy", "Xin bấm «Xin duyệt»"),
    ],
)
async def test_what_may_not_be_sent_once_is_not_repeated(office: Office, spoils: str, told: str) -> None:
    hieu = await joins_the_office(office, HIEU)
    duy = await ready(office, HAU, KHOI)
    khoi = await office.person(KHOI)
    await duy.taps("Gửi định kỳ")
    await duy.taps("Mỗi ngày làm việc")
    await duy.taps("14:00")
    if spoils == "words":
        await hieu.forges(EditNotice(1, NoticePart.WORDS))
        await hieu.says("Nội dung khác hẳn")
    elif spoils == "people":
        left = sa.update(columns(Person)).where(columns(Person).c.id == khoi.person_id)
        await office.database.run(lambda tx: tx.execute(left.values(left_on=tx.clock.today())) and None)
    else:
        await office.database.run(
            lambda tx: asking_approval.set_policy(tx, load_actor(tx, hieu.user_id, chat(hieu.user_id)), 1)
        )
    await duy.taps("Lưu lịch gửi")
    assert told in duy.reads()
    assert await office.rows(sa.select(SERIES.c.id)) == []


async def test_one_series_that_fails_holds_up_no_other(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    await repeats(office, HAU, words="Lịch thứ nhất")
    await repeats(office, HAU, words="Lịch thứ hai")
    broken = sa.update(SERIES).where(SERIES.c.id == 1).values(audience={"nobody knows": 1})
    await office.database.run(lambda tx: tx.execute(broken) and None)
    await beats(office, 1, 9, 14, 1)
    assert hau.reads() == "Lịch thứ hai"


async def test_a_time_that_came_after_the_store_was_copied_is_in_doubt_when_the_copy_is_armed(office: Office) -> None:
    """Nobody knows of it yet; its original may have sent it."""
    hau, khoi = await meets(office, HAU, KHOI)
    await repeats(office, HAU, KHOI)
    await office.database.run(lambda tx: generations.adopt(tx, "another place") and None)
    office.moves_clock_to(2023, 1, 9, 15)
    said = await arm(office.database)
    assert (said.key, said.values["count"]) == ("arm.done", 2)
    before = hau.chat, khoi.chat
    await beats(office, 1, 9, 15, 1)
    (first,) = await times(office)
    own = sa.select(LETTERS.c.state).where(LETTERS.c.source == f"notice:{first.id}")
    assert [row.state.value for row in await office.rows(own)] == ["unknown", "unknown"]
    assert (hau.chat, khoi.chat) == before
    await beats(office, 1, 16, 14, 1)
    assert hau.reads() == "Họp giao ban, Nguyễn Công Hậu", "the next one goes"

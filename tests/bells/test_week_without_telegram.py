"""A tenth of the sample department has no chat, and Telegram is off for a week in the midst of the campaign: at the end
everybody has answered, each in one way, and the certificate of the notice of that week has everybody in one line.

-s prints the table.
"""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa

from bot.address import Door
from bot.bells.records import Bell
from bot.enquiries.targets import ShowOutlook
from bot.leading.targets import ComposeNotice
from bot.ledger.doors import LetterDoor
from bot.ledger.letter import Letter, LetterPart, State
from bot.notices import records
from bot.notices.sent_targets import ShowDeliveries
from bot.notices.targets import ShowCheck
from bot.notices.tracking import deliveries, doors
from bot.notices.tracking.doors import Way
from bot.notices.tracking.records import add as tell
from bot.office.channels.targets import ShowOnPaper, ShowOutage
from bot.people.authentication import place
from bot.people.records import Grant, Person, Role
from bot.store.schema import columns
from tests.bells.house import house_of
from tests.bells.outages import comes_back, goes_out, heads_the_office
from tests.bells.week import THU, Seat, Week
from tests.engines import both_engines_at_length
from tests.entrance.conftest import WebDoor
from tests.entrance.conftest import door as door
from tests.notices.desk import DUY
from tests.office import Office

CHAT = {"early": 43, "both": 12, "chat, mail": 6, "chat, sms": 4, "chat, paper": 5, "chat alone": 10}
"""Those who are at Telegram: many have answered before; some are in by the web too; some have no other door."""
NO_CHAT = {"no chat, mail": 3, "no chat, sms": 2, "no chat, code": 3, "no chat, paper": 2}
WORDS = "Đề nghị gửi đăng ký trước 17 giờ ngày 28/02."
_L, _PART, _D, _B = columns(Letter), columns(LetterPart), columns(LetterDoor), columns(Bell)


@pytest.fixture
async def week(office: Office, door: WebDoor) -> AsyncIterator[Week]:
    async with house_of(office) as house:
        place.open_at(door.url)
        yield Week(house, door)


@both_engines_at_length
@pytest.mark.long
async def test_everybody_has_answered_though_telegram_was_off_for_a_week(week: Week) -> None:
    office, house = week.office, week.house
    others = 93 - sum(CHAT.values()) - sum(NO_CHAT.values())
    await week.settles_in({**CHAT, **NO_CHAT}, await of_the_office(office))
    assert len(week.of("desk")) == others == 3 and len(week.of(*NO_CHAT)) == 10
    duy_key, thu_key = await week.keys(DUY, THU)
    await heads_the_office(office, thu_key)
    await house.opens(Door.EMAIL, Door.SMS)
    # 03/01 to 10/02: by Telegram.
    at(office, 2, 6, 9)
    await week.goes_by(elsewhere=False)
    await week.answer_at_telegram(week.of("early"))
    duy, thu = await week.seat(duy_key), await week.seat(thu_key)
    for key in week.of("desk", "both"):
        await week.seat(key)
    # Monday 13/02, 06:00: no call leaves for Telegram any more. The Office hears of it at 09:00.
    at(office, 2, 13, 6)
    goes_out(office)
    for hour in (6, 7, 8, 9):
        at(office, 2, 13, hour, 5)
        await week.goes_by(elsewhere=True)
    await thu.browser.opens("")
    assert "Kênh đang gián đoạn: Telegram" in thu.reads()
    await thu.forges(ShowOutage(1))
    await thu.taps("Gửi qua kênh kế tiếp")
    await thu.taps("Đồng ý gửi")
    named = await on_paper(week, thu)
    assert named == {week.names[key] for key in week.of("early", "chat, paper", "chat alone")}
    # Tuesday: the ladder's letters of that morning, and a notice to the whole department, from a browser.
    at(office, 2, 14, 8, 35)
    await week.goes_by(elsewhere=True)
    at(office, 2, 14, 9)
    await announces(week, duy)
    await week.goes_by(elsewhere=True)
    # To the weekend: whoever is in, is rung, or has a code on paper answers; forms are signed.
    at(office, 2, 15, 9)
    await week.goes_by(elsewhere=True)
    ways = week.rung()
    rung = week.of("chat, mail", "chat, sms", "no chat, mail", "no chat, sms")
    assert set(ways) >= set(rung) and not set(ways) & set(week.of("early", "both", "chat alone"))
    away = week.of("no chat, mail")[0]  # is rung, and signs a form instead
    await week.answer_at_the_web(week.of("desk", "both"), "trang web")
    await week.answer_at_the_web([key for key in week.of("chat, mail", "no chat, mail") if key != away], "thư", ways)
    await week.answer_at_the_web(week.of("chat, sms", "no chat, sms"), "SMS", ways)
    await week.answer_at_the_web(week.of("no chat, code"), "phiếu mời QR", await week.prints_invites(duy))
    await week.goes_by(elsewhere=True)
    # Monday 20/02: Telegram is back. What waited arrives, once; nothing of what went by another door.
    at(office, 2, 20, 10)
    comes_back(office)
    await week.goes_by(elsewhere=False)
    await week.answer_at_telegram(week.of("chat alone"))
    at(office, 2, 21, 9)
    paper = [*week.of("chat, paper", "no chat, paper"), away]
    await week.answer_on_paper(paper, await week.phone(duy_key), "16/02/2023")
    told = week.of("no chat, paper")
    notice = await office.database.run(lambda tx: records.notice(tx, 1))
    assert notice is not None
    await office.database.run(lambda tx: tell(tx, notice, told, by=duy_key))
    at(office, 2, 28, 17, 30)
    await week.goes_by(elsewhere=False)
    await reconciles(week, away, told)


def at(office: Office, month: int, day: int, hour: int, minute: int = 0) -> None:
    office.moves_clock_to(2023, month, day, hour, minute)


async def of_the_office(office: Office) -> list[str]:
    people, grants = columns(Person), columns(Grant)
    query = sa.select(people.c.full_name).join(grants, grants.c.person_id == people.c.id)
    return [row.full_name for row in await office.rows(query.where(grants.c.role == Role.OFFICE))]


async def on_paper(week: Week, thu: Seat) -> set[str]:
    """All names on the screen of those who have no next door."""
    found, page = set[str](), 0
    while True:
        await thu.forges(ShowOnPaper(1, page))
        words = thu.reads()
        found |= {name for name in week.names.values() if f"• {name}, " in words}
        if "Trang sau" not in thu.labels():
            return found
        page += 1


async def announces(week: Week, duy: Seat) -> None:
    """A notice to everybody, written, tried out and sent from a browser."""
    await duy.forges(ComposeNotice())
    await duy.says(WORDS)
    for label in (
        "Không kèm tệp",
        "Bỏ qua",
        "☐ Đã nắm thông tin",
        "Tiếp tục",
        "Chọn người nhận",
        "Toàn Sở",
        "Chọn 93 người này",
    ):
        await duy.taps(label)
    assert "Telegram đang gián đoạn: ai chỉ dùng Telegram" in duy.reads()
    assert "Telegram 0 · trang web 15 · Thư điện tử 9 (0 đ) · Tin nhắn SMS 6 (2.400 đ) · trực tiếp 63." in duy.reads()
    await duy.taps("Gửi thử cho tôi")
    await week.goes_by(elsewhere=True)
    await duy.forges(ShowCheck(1))
    await duy.taps("Gửi ngay")


async def reconciles(week: Week, away: int, told: list[int]) -> None:
    """Everybody in one line, by name and door; the sums are the roster."""
    office = week.office
    answered = await week.answered()
    assert set(answered) == set(week.how) == set(week.names)
    assert {key for key, paper in answered.items() if paper} == {
        key for key, how in week.how.items() if how == "phiếu giấy"
    }
    notice = await office.database.run(lambda tx: records.notice(tx, 1))
    assert notice is not None
    found = await office.database.run(lambda tx: deliveries.listed(tx, notice))
    counted = await office.database.run(lambda tx: doors.ways(tx, notice, found))
    assert sorted(one.person_id for one in found) == sorted(week.names)
    by_web = (
        len(week.of("desk", "both", "chat, mail", "chat, sms", "no chat, sms", "no chat, code")) + 2
    )  # of those with mail
    at_telegram = len(week.of("early", "chat, paper", "chat alone"))
    assert counted == {Way.TELEGRAM: at_telegram, Way.WEB: by_web, Way.EMAIL: 1, Way.IN_PERSON: len(told)}
    assert sum(counted.values()) == len(week.names) == 93
    duy = await week.phone((await week.keys(DUY))[0])
    await duy.forges(ShowDeliveries(1))
    assert f"Telegram {at_telegram}" in duy.reads() and "Cộng: 93." in duy.reads(), duy.reads()
    await duy.forges(ShowOutlook())
    assert "93/93" in duy.reads(), duy.reads()
    # Nobody has it twice: one message a letter, at one door; and what passed by Telegram was never called for there.
    twice = sa.select(_PART.c.letter_id).where(_PART.c.place == 0).group_by(_PART.c.letter_id)
    assert await office.rows(twice.having(sa.func.count() > 1)) == []
    passed = sa.select(_L.c.id, _L.c.state).join(_D, _D.c.letter_id == _L.c.id).where(_D.c.outage_id.is_not(None))
    assert {row.state for row in await office.rows(passed)} <= {State.SENT, State.CANCELLED}  # not needed any more
    for key in week.of("both", "chat, mail", "chat, sms"):
        phone = await week.phone(key)
        assert not any(WORDS in one.text for one in phone.from_bot()), week.names[key]
    assert await office.rows(sa.select(_L.c.id).where(_L.c.state == State.UNKNOWN)) == []
    show(week, counted, await office.rows(sa.select(_B.c.door, _B.c.state)))


def show(week: Week, counted: dict[Way, int], bells: list[Any]) -> None:
    print(f"\nĐã phản hồi: {len(week.how)}/{len(week.names)}")
    for how, people in Counter(week.how.values()).most_common():
        names = sorted(week.names[key] for key, one in week.how.items() if one == how)
        print(f"  {how:14}{people:4}   {', '.join(names)}")
    print(f"  {'cộng':14}{len(week.how):4}")
    print("Thông báo trong tuần gián đoạn, theo kênh:")
    for way, people in counted.items():
        print(f"  {way.value:14}{people:4}")
    print(f"  {'cộng':14}{sum(counted.values()):4}")
    print("Tin báo:", ", ".join(f"{door} {state} {n}" for (door, state), n in Counter(map(tuple, bells)).items()))

"""Who joins after a notice was sent gets it while it is news, once; and nobody becomes new by changing an answer."""

import asyncio
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from bot.address import chat
from bot.clock import Clock
from bot.ledger.letter import Letter
from bot.notices.audience import recipients
from bot.notices.reader_targets import ShowNoticeToTell
from bot.notices.records import NoticeRow
from bot.notices.sending.joining import Newcomers
from bot.notices.targets import ChaseNotice, ShowCheck, ShowOfficeNotice
from bot.people.identity import load_actor
from bot.people.records import Person, Post, StaffKind, Unit
from bot.personnel.staff import actions as moving
from bot.slices import ticks, watch
from bot.store.database import Tx
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from tests.engines import both_engines, both_engines_always
from tests.notices.correcting.test_recalling import takes_back
from tests.notices.desk import DUY, HAU, HIEU, KHOI, composes, meets, tries_out
from tests.office import Office, Phone, link

LETTERS, NOTICE = columns(Letter), columns(NoticeRow)
EVERYBODY: dict[str, Any] = {"everybody": True}
QLKH, NEW = "Phòng Quản lý Khoa học", "Trần Văn Mới"
OANH = "Đặng Thị Thanh Oanh"


def unit_called(tx: Tx, name: str) -> int:
    unit = columns(Unit)
    return int(tx.execute(sa.select(unit.c.id).where(unit.c.name == name)).scalar_one())


def hires(tx: Tx, name: str = NEW, unit: str = QLKH, since: date | None = None) -> int:
    """Somebody new, as the Office's workbook brings people; the key."""
    row = {"code": f"TN9{len(name)}", "full_name": name, "folded": name.lower(), "kind": StaffKind.WORKER}
    key = tx.execute(sa.insert(columns(Person)).returning(columns(Person).c.id), row | {"position": 500}).scalar_one()
    post = {"person_id": key, "unit_id": unit_called(tx, unit), "title": "Chuyên viên"}
    tx.execute(sa.insert(columns(Post)), post | {"since": since or tx.clock.today()})
    return int(key)


async def sends(office: Office, description: dict[str, Any], *, register: bool = False) -> Phone:
    """Duy has sent a notice to those whom the description means."""
    duy = await office.person(DUY)
    await duy.says("/menu")
    await composes(duy)
    values = {"audience": description, "asks_register": register}
    await office.database.run(lambda tx: tx.execute(sa.update(NOTICE).values(**values)) and None)
    await duy.forges(ShowCheck(1))
    await tries_out(office, duy)
    await duy.taps("Gửi ngay")
    await office.letters()
    await duy.says("/menu")
    await finishes(office)
    return duy


async def finishes(office: Office) -> None:
    await watch(office.database, office.service.display.refresh).look()
    await office.letters()


async def time_passes(office: Office) -> None:
    await ticks(office.database).run_due()
    await office.letters()
    await finishes(office)


async def late(office: Office) -> list[int]:
    query = sa.select(LETTERS.c.person_id).where(LETTERS.c.kind == "notice", LETTERS.c.occurrence == "late")
    return [row.person_id for row in await office.rows(query.order_by(LETTERS.c.person_id))]


def of_unit(tx: Tx) -> dict[str, Any]:
    return {"units": [unit_called(tx, QLKH)]}


@both_engines
async def test_who_begins_to_work_here_gets_what_is_still_news_and_is_counted_beside(office: Office) -> None:
    duy = await sends(office, await office.database.run(of_unit))
    office.moves_clock_to(2023, 1, 10)
    key = await office.database.run(hires)
    await office.database.run(lambda tx: hires(tx, "Ngô Ngoài", "Thanh tra Sở"))
    await office.database.run(lambda tx: link(tx, 4_999, key))
    office.world.human(4_999, "Mới", "Trần Văn")
    moi = Phone(office, 4_999, NEW, key, None)
    await moi.says("/menu")
    await time_passes(office)
    await time_passes(office)
    assert await late(office) == [key]
    assert f"Kính gửi {NEW}, {QLKH}." in moi.reads()
    await duy.forges(ShowOfficeNotice(1))
    announced = (await office.rows(sa.select(NOTICE.c.announced)))[0].announced
    assert f"Tổng {announced}, khớp danh sách người nhận; thêm 1 người vào sau." in duy.reads()
    assert "Đã gửi: 1" in duy.reads() and "Chưa bấm: 1." in duy.reads()
    await duy.taps("Xem theo đơn vị")
    assert f"{QLKH}: đã gửi 1/{announced + 1}" in duy.reads()
    await duy.forges(ChaseNotice(1, 1))
    await office.letters()
    assert "Văn phòng gửi lại thông báo ngày" in moi.reads()
    await moi.taps("Đã nắm thông tin")
    await duy.forges(ShowOfficeNotice(1))
    assert "Đã nắm thông tin: 1. Chưa bấm: 0." in duy.reads()


@pytest.mark.parametrize("why", ["older than a month", "stopped", "taken back", "for others"])
async def test_what_is_no_news_any_more_is_brought_to_nobody(office: Office, why: str) -> None:
    await meets(office, HAU)
    duy = await sends(office, {"people": [28, 24]} if why == "for others" else EVERYBODY)
    if why == "taken back":
        await takes_back(office, duy)
    if why == "stopped":
        halted = sa.text("INSERT INTO source_halt (source, reason, since) VALUES ('notice:1', 'stopped', :at)")
        await office.database.run(lambda tx: tx.execute(halted, {"at": tx.now.isoformat()}) and None)
    office.moves_clock_to(2023, 2, 3 if why == "older than a month" else 1, 9)
    await office.database.run(hires)
    await time_passes(office)
    assert await late(office) == []


async def test_what_asks_to_register_is_news_until_the_deadline(office: Office) -> None:
    await sends(office, EVERYBODY, register=True)
    office.moves_clock_to(2023, 2, 24, 9)
    first = await office.database.run(hires)
    await time_passes(office)
    office.moves_clock_to(2023, 3, 1, 9)
    await office.database.run(lambda tx: hires(tx, "Ngô Trễ Hạn"))
    await time_passes(office)
    assert await late(office) == [first]


async def test_nothing_is_brought_at_night(office: Office) -> None:
    await sends(office, EVERYBODY)
    office.moves_clock_to(2023, 1, 10, 22)
    key = await office.database.run(hires)
    newcomers = Newcomers()
    assert await office.database.run(newcomers.plan) == 0
    office.moves_clock_to(2023, 1, 11, 8, 30)
    assert await office.database.run(newcomers.plan) == 1
    assert await late(office) == [key]


async def test_an_answer_that_is_taken_back_makes_nobody_new(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    await hau.says("/dangky")
    await hau.taps("Không đăng ký năm nay")
    await hau.taps("Cả hai")
    await hau.taps("Lý do cá nhân")
    unit = await office.database.run(of_unit)
    await sends(office, {"all": [unit, {"not": {"answer": "declined"}}]})
    office.moves_clock_to(2023, 1, 10)
    await office.database.run(lambda tx: tx.execute(sa.text("UPDATE declination SET ended_at = at")) and None)
    key = await office.database.run(hires)
    meant = await office.database.run(
        lambda tx: [one.person_id for one in recipients.matching(tx, {"all": [unit, {"not": {"answer": "declined"}}]})]
    )
    assert hau.person_id in meant and key in meant
    await time_passes(office)
    assert await late(office) == [key]


async def test_who_is_moved_into_a_unit_that_is_meant_gets_it_on_the_day(office: Office) -> None:
    unit = await office.database.run(of_unit)
    duy = await sends(office, {"all": [unit, {"answer": "missing"}]})
    oanh = await office.person(OANH, linked=False)
    day = date(2023, 1, 12)

    def move(tx: Tx) -> None:
        actor = load_actor(tx, duy.user_id, chat(duy.user_id))
        moving.transfer(tx, actor, oanh.person_id, unit["units"][0], None, day)

    await office.database.run(move)
    newcomers = Newcomers()
    assert await office.database.run(newcomers.plan) == 0
    office.moves_clock_to(2023, 1, 12, 9)
    assert await office.database.run(newcomers.plan) == 1
    assert await late(office) == [oanh.person_id]
    (row,) = await office.rows(sa.select(NOTICE.c.state))
    assert row.state.value == "started", "followed until this letter, too, has got where it is"


async def test_who_comes_back_gets_it(office: Office) -> None:
    hau = await office.person(HAU, linked=False)
    person, post = columns(Person), columns(Post)
    own = post.c.person_id == hau.person_id

    def leaves(tx: Tx) -> None:
        tx.execute(sa.update(person).where(person.c.id == hau.person_id).values(left_on=date(2023, 1, 3)))
        tx.execute(sa.update(post).where(own).values(since=date(2022, 1, 1), until=date(2023, 1, 3)))

    def returns(tx: Tx) -> None:
        tx.execute(sa.update(person).where(person.c.id == hau.person_id).values(left_on=None))
        row = {"person_id": hau.person_id, "unit_id": unit_called(tx, QLKH), "title": "x", "since": tx.clock.today()}
        tx.execute(sa.insert(post), row)

    await office.database.run(leaves)
    await sends(office, {"all": [EVERYBODY, {"answer": "missing"}]})
    office.moves_clock_to(2023, 1, 10)
    await office.database.run(returns)
    await time_passes(office)
    assert await late(office) == [hau.person_id]


@both_engines_always
async def test_two_processes_that_look_at_once_bring_it_once(office: Office) -> None:
    await sends(office, EVERYBODY)
    office.moves_clock_to(2023, 1, 10)
    key = await office.database.run(hires)
    other = open_database(office.url, office.clock) if office.url.startswith("postgresql") else office.database
    planned = await asyncio.gather(
        *((office.database if n % 2 else other).run(Newcomers().plan) for n in range(8)),
    )
    if other is not office.database:
        await other.close()
    assert sorted(planned) == [0] * 7 + [1]
    assert await late(office) == [key]


async def test_who_is_linked_later_finds_it_among_what_was_missed_and_reads_it_once(office: Office) -> None:
    (hieu,) = await meets(office, HIEU)
    unit = await office.database.run(of_unit)
    await sends(office, {"all": [unit, {"not": {"people": [hieu.person_id]}}]})
    office.moves_clock_to(2023, 1, 10)
    key = await office.database.run(hires)
    phone = sa.update(columns(Person)).where(columns(Person).c.id == key).values(phone="+84912345999")
    await office.database.run(lambda tx: tx.execute(phone) and None)
    await time_passes(office)
    await hieu.forges(ShowNoticeToTell(1))
    assert NEW in hieu.reads(), "whoever leads the unit tells who is not on the app"
    moi = await office.person(NEW, linked=False)
    await moi.says("/start")
    await moi.taps("Xem và cho ý kiến")
    await moi.taps("Tôi đồng ý")
    await moi.shares_own_contact()
    assert "Có 1 tin đã lỡ" in moi.reads()
    await moi.taps("Nhận lại")
    await office.letters()
    await time_passes(office)
    assert sum(f"Kính gửi {NEW}" in message.text for message in moi.from_bot()) == 1
    assert await late(office) == [key]
    await hieu.forges(ShowNoticeToTell(1))
    assert NEW not in hieu.reads()


async def test_who_had_left_before_it_came_and_is_back_gets_it(office: Office) -> None:
    unit = await office.database.run(of_unit)
    await sends(office, unit)
    khoi = await office.person(KHOI, linked=False)
    own = sa.update(LETTERS).where(LETTERS.c.person_id == khoi.person_id)
    await office.database.run(lambda tx: tx.execute(own.values(state="cancelled", reason="left")) and None)
    await time_passes(office)
    assert await late(office) == [khoi.person_id]


async def test_a_look_at_nothing_new_is_one_statement(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    await sends(office, EVERYBODY)
    newcomers = Newcomers()
    await office.database.run(newcomers.plan)
    statements = list[Any]()
    execute = Tx.execute

    def counted(tx: Tx, *said: Any) -> Any:
        statements.append(said)
        return execute(tx, *said)

    monkeypatch.setattr(Tx, "execute", counted)
    assert await office.database.run(newcomers.plan) == 0
    assert len(statements) == 1
    monkeypatch.undo()
    await office.database.run(hires)
    assert await office.database.run(newcomers.plan) == 1


ANSWERS = {"answer": "registered"}
DESCRIPTIONS: dict[str, tuple[dict[str, Any], bool]] = {
    "all who have registered": (ANSWERS, True),
    "all who have not": ({"not": ANSWERS}, True),
    "those of the unit who have not": ({"all": [{"units": [0]}, {"not": ANSWERS}]}, False),
    "all but those of the unit who have": ({"not": {"all": [{"units": [0]}, ANSWERS]}}, True),
    "all but who has, or is of the unit": ({"not": {"any": [ANSWERS, {"units": [0]}]}}, True),
    "of the unit or registered": ({"any": [{"units": [0]}, ANSWERS]}, True),
    "of the unit and unheard of it": ({"all": [{"units": [0]}, {"unknown": 1}]}, False),
}


@pytest.mark.parametrize("which", DESCRIPTIONS)
@both_engines
def test_who_could_have_been_meant_by_another_answer_has_not_joined(sample_url: str, clock: Clock, which: str) -> None:
    """Somebody of another unit, on the day of the sending: could the notice have meant this person?"""
    description, could = DESCRIPTIONS[which]
    database = open_database(sample_url, clock)

    def body(tx: Tx) -> bool:
        unit = unit_called(tx, QLKH)
        told: Any = _with_unit(description, unit)
        says = recipients._could_hold(tx, told, tx.clock.today(), says=True)
        person = columns(Person)
        return bool(tx.execute(sa.select(person.c.id).where(person.c.id == 14, says), {"campaign": 1}).all())

    held = database.run_now(body)
    database.close_now()
    assert held is could


def _with_unit(description: Any, unit: int) -> Any:
    match description:
        case {"units": _}:
            return {"units": [unit]}
        case dict():
            return {key: _with_unit(value, unit) for key, value in description.items()}
        case list():
            return [_with_unit(one, unit) for one in description]
    return description

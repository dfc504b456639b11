"""Somebody cannot be written to for a while, or was not linked: what was missed is offered, and sent only if asked."""

from datetime import timedelta

from bot.ledger import planning
from bot.ledger.letter import State
from bot.people.targets import Occasion, ShowMissed
from bot.slices import ticks
from tests.engines import both_engines
from tests.ledger import figures
from tests.office import Office, Phone


async def _confirmed_while_away(office: Office) -> Phone:
    """Hậu registers and blocks the bot; his head confirms."""
    hau, hieu = await office.person("Nguyễn Công Hậu"), await office.person("Phạm Quốc Hiếu")
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    await _blocks(office, hau)
    await hieu.says("/donvi")
    await hieu.taps("Xem từng người")
    await hieu.taps("Nguyễn Công Hậu: chờ xác nhận")
    await hieu.taps("Xác nhận")
    await office.letters()
    return hau


async def _blocks(office: Office, person: Phone) -> None:
    office.world.blocks(person.user_id)
    await office.settle()


async def _comes_back(office: Office, person: Phone) -> None:
    office.world.unblocks(person.user_id)
    await office.settle()


async def _blocked(office: Office) -> list[str]:
    found = await office.database.run(lambda tx: figures.by_name(tx, State.BLOCKED))
    return [entry.full_name for entry in found]


@both_engines
async def test_who_blocks_and_comes_back_receives_what_was_missed(office: Office) -> None:
    hau = await _confirmed_while_away(office)
    assert await _blocked(office) == ["Nguyễn Công Hậu"]
    before = len(hau.from_bot())
    await _comes_back(office, hau)
    assert len(hau.from_bot()) == before + 1
    assert "Có 1 tin đã lỡ" in hau.reads()
    assert hau.buttons() == ["Nhận lại", "Bỏ qua"]
    await hau.taps("Nhận lại")
    assert "Đang gửi lại 1 tin" in hau.reads()
    await office.letters()
    assert "Anh Phạm Quốc Hiếu đã xác nhận phần Nhà nước" in hau.reads()
    assert await _blocked(office) == []


async def test_a_second_tap_sends_nothing_twice(office: Office) -> None:
    hau = await _confirmed_while_away(office)
    await _comes_back(office, hau)
    hau.hits("Nhận lại")
    hau.hits("Nhận lại")
    await office.settle()
    assert "Không còn tin nào chờ gửi lại" in hau.reads()
    await office.letters()
    assert sum("đã xác nhận phần Nhà nước" in message.text for message in hau.from_bot()) == 1


async def test_who_passes_over_is_led_home_and_stays_named_to_the_office(office: Office) -> None:
    hau = await _confirmed_while_away(office)
    await _comes_back(office, hau)
    await hau.taps("Bỏ qua")
    assert "Nguyễn Công Hậu" in hau.reads() and "Đăng ký của tôi" in hau.buttons()
    await office.letters()
    assert await _blocked(office) == ["Nguyễn Công Hậu"]


async def test_what_is_not_needed_any_more_is_not_sent_after_all(office: Office) -> None:
    hau = await _confirmed_while_away(office)
    await _comes_back(office, hau)
    await hau.says("/cuatoi")
    await hau.taps("Rút đăng ký")
    await hau.taps("Rút đăng ký")
    await hau.forges(ShowMissed(Occasion.BACK))
    await hau.taps("Nhận lại")
    await office.letters()
    assert "Đang gửi lại 1 tin" in hau.reads(), "it was cancelled when its turn came"
    assert await _blocked(office) == []


async def test_of_two_reminders_missed_only_the_one_of_use_is_offered(office: Office) -> None:
    hong = await office.person("Nguyễn Thị Hồng")
    await hong.says("/menu")
    await _blocks(office, hong)
    for day in ((2023, 2, 21, 14, 5), (2023, 2, 28, 9, 0)):
        office.moves_clock_to(*day)
        await ticks(office.database).run_due()
        await office.letters()
    office.waits(minutes=5)
    await _comes_back(office, hong)
    assert "Có 1 tin đã lỡ" in hong.reads()
    await hong.taps("Nhận lại")
    await office.letters()
    assert "28/02/2023" in hong.reads()


@both_engines
async def test_who_is_linked_only_now_is_offered_what_came_before(office: Office) -> None:
    hong = await office.person("Nguyễn Thị Hồng", linked=False)
    planned = {"registration": 0, "version": 1}
    until = office.clock.now() + timedelta(days=1)
    key = hong.person_id
    await office.database.run(
        lambda tx: planning.plan(tx, "confirmed", "registration:0", key, "1", planned, useful_until=until)
    )
    await office.letters()
    assert await _blocked(office) == ["Nguyễn Thị Hồng"]
    await hong.says("/start")
    await hong.taps("Xem và cho ý kiến")
    await hong.taps("Tôi đồng ý")
    await hong.shares_own_contact()
    assert "Đã liên kết" in hong.reads() and "Có 1 tin đã lỡ" in hong.reads()
    await hong.taps("Bỏ qua")
    assert "Đã liên kết" in hong.reads() and "Chị Nguyễn Thị Hồng" in hong.reads()

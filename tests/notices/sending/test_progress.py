"""The Office watches a notice go out: its screen changes in place, not more often than every three seconds."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.address import chat
from bot.dialogue import surface
from bot.ledger.letter import Letter, State
from bot.notices.reader_targets import AcknowledgeNotice
from bot.notices.records import NoticeRow
from bot.playground.world import Call
from bot.slices import watch
from bot.store.schema import columns
from tests.engines import both_engines
from tests.notices.correcting.test_correcting import rewrites, sent
from tests.notices.desk import HAU, HIEU, KHOI, composes, joins_the_office, meets, ready
from tests.office import Office, Phone

LETTERS = columns(Letter)
NAMES = (HAU, KHOI, "Hồ Quốc An")


async def seconds_pass(office: Office, seconds: int) -> None:
    """As the clockwork beats it, in two processes."""
    for _ in range(seconds):
        await office.clock.sleep(1.0)
        for _process in range(2):
            await watch(office.database, office.service.display.refresh).look()


async def one_arrives(office: Office) -> None:
    first = sa.select(sa.func.min(LETTERS.c.id)).where(LETTERS.c.kind == "notice", LETTERS.c.state == State.PLANNED)
    arrived = {"state": State.SENT, "ended_at": office.clock.now()}
    await office.database.run(
        lambda tx: (
            tx.execute(sa.update(LETTERS).where(LETTERS.c.id == first.scalar_subquery()).values(**arrived)) and None
        )
    )


def edits(office: Office, person: Phone) -> list[Call]:
    return [
        call
        for call in office.world.calls
        if call.method == "editMessageText" and call.params["chat_id"] == person.user_id
    ]


async def state(office: Office) -> Any:
    (row,) = await office.rows(sa.select(columns(NoticeRow).c.state).where(columns(NoticeRow).c.id == 1))
    return row.state.value


@both_engines
async def test_who_has_it_open_sees_it_move_every_three_seconds_and_nobody_elses_screen_is_touched(
    timed: Office,
) -> None:
    hieu = await joins_the_office(timed, HIEU)
    await meets(timed, HAU)
    duy = await ready(timed, *NAMES)
    await composes(hieu, "Nội dung còn đang soạn.")
    await duy.taps("Gửi ngay")
    before, other = len(edits(timed, duy)), await timed.database.run(lambda tx: surface.get(tx, chat(hieu.user_id)))
    for number in range(3):
        assert f"{number}/3" in duy.reads()
        await one_arrives(timed)
        await seconds_pass(timed, 2)
        assert f"{number}/3" in duy.reads(), "not sooner"
        await seconds_pass(timed, 1)
    assert "ĐÃ GỬI lúc" in duy.reads()
    assert len(edits(timed, duy)) == before + 3
    assert await timed.database.run(lambda tx: surface.get(tx, chat(hieu.user_id))) == other
    assert await state(timed) == "finished"


@both_engines
async def test_the_last_figures_are_drawn_however_soon_they_come_after_the_last_drawing(timed: Office) -> None:
    await meets(timed, HAU)
    duy = await ready(timed, HAU)
    await duy.taps("Gửi ngay")
    await seconds_pass(timed, 3)
    await one_arrives(timed)
    await seconds_pass(timed, 1)
    assert "0/1" in duy.reads() and await state(timed) == "started"
    await seconds_pass(timed, 2)
    assert "ĐÃ GỬI lúc" in duy.reads() and await state(timed) == "finished"


@both_engines
async def test_a_recall_is_followed_to_its_last_copy(timed: Office) -> None:
    await meets(timed, HAU, KHOI)
    duy = await sent(timed, HAU, KHOI)
    await duy.taps("Thu hồi")
    await duy.taps("Thu hồi")
    await seconds_pass(timed, 5)
    assert "Đã xóa khỏi máy người nhận: 0/2 bản." in duy.reads()
    await timed.service.courier.take_over()
    await timed.service.courier.change()
    await seconds_pass(timed, 3)
    assert "Đã xóa khỏi máy người nhận: 2/2 bản." in duy.reads()
    before = len(edits(timed, duy))
    await seconds_pass(timed, 6)
    assert len(edits(timed, duy)) == before


@both_engines
async def test_a_member_who_acknowledges_the_own_copy_still_sees_it_go_to_its_end(timed: Office) -> None:
    await meets(timed, HAU)
    duy = await ready(timed, "Nguyễn Đức Duy", HAU)
    await duy.taps("Gửi ngay")
    await one_arrives(timed)
    await duy.forges(AcknowledgeNotice(1), message=duy.from_bot()[0])
    assert "1/2" in duy.reads() and "Anh/Chị đã nắm thông tin lúc" in duy.reads()
    await seconds_pass(timed, 3)
    await one_arrives(timed)
    await seconds_pass(timed, 3)
    assert "ĐÃ GỬI lúc" in duy.reads() and "Đã nắm thông tin: 1. Chưa bấm: 1." in duy.reads()


@both_engines
async def test_a_correction_is_followed_to_its_last_copy(timed: Office) -> None:
    await meets(timed, HAU, KHOI)
    duy = await sent(timed, HAU, KHOI)
    await rewrites(timed, duy)
    await duy.taps("Gửi đính chính")
    assert "ĐÍNH CHÍNH TẠI CHỖ: 0/2 bản" in duy.reads()
    await seconds_pass(timed, 4)
    await timed.service.courier.take_over()
    await timed.service.courier.change()
    await seconds_pass(timed, 3)
    assert "ĐÍNH CHÍNH TẠI CHỖ: 2/2 bản" in duy.reads()


async def test_what_has_not_changed_is_not_edited(timed: Office) -> None:
    await meets(timed, HAU)
    duy = await ready(timed, HAU)
    await duy.taps("Gửi ngay")
    await duy.taps("Tạm dừng")
    before = len(edits(timed, duy))
    await seconds_pass(timed, 10)
    assert len(edits(timed, duy)) == before
    await one_arrives(timed)
    await seconds_pass(timed, 3)
    assert len(edits(timed, duy)) == before + 1


async def test_whoever_has_gone_on_to_another_screen_is_not_called_back(timed: Office) -> None:
    await meets(timed, HAU)
    duy = await ready(timed, HAU)
    await duy.taps("Gửi ngay")
    await duy.says("/quanly")
    before, reads = len(edits(timed, duy)), duy.reads()
    await one_arrives(timed)
    await seconds_pass(timed, 6)
    assert (len(edits(timed, duy)), duy.reads()) == (before, reads)
    assert await state(timed) == "finished"


async def test_while_nothing_is_under_way_one_question_is_all_that_is_asked(
    timed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    duy = await ready(timed, HAU)
    await duy.taps("Hẹn giờ gửi")
    await duy.taps("14:00 Thứ Ba, 03/01/2023")
    await duy.taps("Hẹn giờ gửi")

    asked = list[Any]()

    async def run(body: Any) -> list[Any]:
        asked.append(body)
        return []

    monkeypatch.setattr(timed.database, "run", run)
    await watch(timed.database, timed.service.display.refresh).look()
    assert asked == []
    timed.moves_clock_to(2023, 1, 3, 14, 0)
    await watch(timed.database, timed.service.display.refresh).look()
    assert len(asked) == 1
    monkeypatch.undo()


async def test_progress_comes_after_taps_and_takes_nothing_from_the_letters(timed: Office) -> None:
    """It leaves out of what Telegram allows beyond the letters, but never the last of it."""
    gate = timed.service.gate
    began = timed.clock.monotonic()
    for _ in range(3):
        await gate.turn()
    paced = timed.clock.monotonic() - began
    began = timed.clock.monotonic()
    assert [await gate.aside() for _ in range(2)] == [True, True]
    assert timed.clock.monotonic() == began, "out of the reserve"
    gate.replied()
    for _ in range(3):
        await gate.aside()
    assert timed.clock.monotonic() - began >= paced, "in the letters' row"
    await gate.halt(5)
    assert not await gate.aside()

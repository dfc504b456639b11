"""Whoever waits for a paper reads, in place, how many of those asked for are made."""

import asyncio
import threading

import pytest

from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.papers import makers
from bot.consolidation.papers.material import Material, Say
from bot.nursery import Nursery
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import OFFICER


async def test_papers_that_are_made_are_counted_before_whoever_waits(
    timed: TimedOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    timed.clock.move_to(at(2023, 2, 27, 9))
    duy = await timed.person(OFFICER)
    await duy.says("tổng hợp")
    await duy.taps("Tổng hợp")
    await timed.makes_papers()
    goes_on, report = threading.Event(), (PaperKind.REPORT, PaperForm.DOCX)

    def made(_say: Say, _material: Material) -> bytes:
        return b"made"

    def made_slowly(_say: Say, _material: Material) -> bytes:
        assert goes_on.wait(120)
        return b"made slowly"

    monkeypatch.setitem(makers.MAKERS, (PaperKind.URGING, PaperForm.DOCX), made)
    monkeypatch.setitem(makers.MAKERS, report, made_slowly)
    for paper in ("Công văn đôn đốc", "Báo cáo kết quả đăng ký"):
        await duy.says("tổng hợp")
        await duy.taps("Bản tổng hợp số 1")
        await duy.taps("Tờ trình, công văn, báo cáo")
        await duy.taps(paper)
        await duy.taps("Word")
    assert "Đã lập 0/2 văn bản được yêu cầu của bản tổng hợp này." in duy.reads()
    beside, messages = Nursery(), {one.message_id for one in duy.chat}
    beside.start(timed.service.paper_maker.look(), "papers")
    async with asyncio.timeout(120):
        while "Đã lập 1/2 văn bản" not in duy.reads():  # noqa: ASYNC110 - a thread makes it so
            await asyncio.sleep(0.01)
    assert {one.message_id for one in duy.chat} == messages, "edited, not sent anew"
    goes_on.set()
    await beside.join()

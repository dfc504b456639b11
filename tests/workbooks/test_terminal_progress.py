"""The terminal says how far a long reading is, and nothing of a short one."""

import pytest

from bot.commands.terminal import _patiently
from bot.phrases.catalogue import Phrases
from bot.settings import OFFICE_ZONE
from tests.quick_clock import QuickClock


def test_a_line_is_said_every_two_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    clock = QuickClock(OFFICE_ZONE)
    progress = _patiently(clock, Phrases(OFFICE_ZONE))
    for rows in range(0, 9_000, 1000):
        progress(rows, rows // 100)
        clock.skipped += 0.5
    assert capsys.readouterr().out.splitlines() == [
        "Đang đọc tệp, đã được 4.000 dòng (40%)…",
        "Đang đọc tệp, đã được 8.000 dòng (80%)…",
    ]

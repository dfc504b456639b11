"""Biểu đồ tiến độ: how many have registered, unit by unit, as a picture to be read on a phone. Pure but for the
typesetter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.screens import Named, Phrase, say
from bot.papers.typesetting import picture

PIXELS = 1080
MOST_BARS = 40
"""More would be a picture that no phone shows in one piece; how many are left out is said."""

Say = Callable[[Phrase | Named], str]
"""Says a phrase without markup."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Of `expected` people so many have registered, and so many have answered: those too that do not register."""

    name: Phrase | Named
    registered: int
    answered: int
    expected: int
    percent: int
    """The percentage that has registered."""
    whole: bool = False
    """The department, beside its units."""


def coverage_chart(phrase: Say, campaign: str, at: datetime, bars: Sequence[Bar]) -> bytes:
    """The picture, a PNG. `bars` in the order in which they are shown."""
    units = [bar for bar in bars if not bar.whole]
    shown = [*units[:MOST_BARS], *(bar for bar in bars if bar.whole)]
    left_out = len(units) - MOST_BARS
    words = {
        "title": phrase(say("paper.coverage.title", campaign=campaign)),
        "at": phrase(say("paper.coverage.at", at=at)),
        "registered": phrase(say("paper.coverage.registered")),
        "answered": phrase(say("paper.coverage.answered")),
        "more": phrase(say("paper.coverage.more", count=left_out)) if left_out > 0 else None,
    }
    return picture("coverage_chart.typ", {"words": words, "bars": [_bar(phrase, bar) for bar in shown]}, PIXELS)


def _bar(phrase: Say, bar: Bar) -> dict[str, object]:
    figures = say("paper.coverage.figures", registered=bar.registered, expected=bar.expected, percent=bar.percent)
    return {
        "name": phrase(bar.name),
        "figures": phrase(figures),
        "registered": bar.registered / bar.expected,
        "answered": bar.answered / bar.expected,
        "whole": bar.whole,
    }

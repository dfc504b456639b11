"""The Office's words on a campaign, understood: moments, reminders, shares, years. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from bot.folding import fold
from bot.office.days.typed import typed_days
from bot.refusal import Refusal
from bot.reminders.rules import Audience, LadderStep

_MINUTES = r"(?: ?(\d{2})(?![\d/]))?"
_TIME = re.compile(rf"\b(?:luc |vao )?(\d{{1,2}})(?: ?h{_MINUTES}| ?gio{_MINUTES}|:(\d{{2}}))(?: phut)?\b,?")
_BEFORE = re.compile(r"\btruoc\b")
_AROUND = re.compile(r"\b(?:han|cuoi|dang ky|chot|cham nhat|den|toi|het|truoc|mo|bat dau|la|vao|luc)\b")


@dataclass(frozen=True, slots=True)
class TypedMoment:
    """A day as it was typed, with the time of day where one was."""

    day: date
    at: time | None
    before: bool
    """«Trước ngày …» without a time: whether the day itself counts must be asked."""


def typed_moment(text: str, today: date) -> TypedMoment:
    """The one moment that `text` means: 28/2, 17h thứ Ba 28/2, trước ngày 28/2. Raises Refusal."""
    plain = fold(text)
    at = None
    if found := _TIME.search(plain):
        at = _time(found)
        plain = plain[: found.start()] + " " + plain[found.end() :]
    before = at is None and _BEFORE.search(plain) is not None
    days = typed_days(" ".join(_AROUND.sub(" ", plain).split()), today)
    if len(days) != 1:
        raise Refusal("launch.one_day")
    return TypedMoment(days[0], at, before)


def _time(found: re.Match[str]) -> time:
    hour, minute = int(found[1]), int(found[2] or found[3] or found[4] or 0)
    if hour > 23 or minute > 59:
        raise Refusal("launch.no_such_time", at=found[0].strip(" ,"))
    return time(hour, minute)


def typed_year(text: str) -> int:
    """The year that `text` names, of four digits. Raises Refusal."""
    found = re.findall(r"\b\d{4}\b", text)
    if len(found) != 1:
        raise Refusal("launch.year_unclear")
    return int(found[0])


FEWEST, MOST = 1, 100


def typed_percent(text: str) -> int:
    """A whole percentage from 1 to 100. Raises Refusal."""
    found = re.fullmatch(r"(\d{1,9})(?:[.,](\d+))? ?%?", fold(text))
    if found is None:
        raise Refusal("launch.percent_unclear")
    if (found[2] or "").strip("0"):
        raise Refusal("launch.percent_whole")
    percent = int(found[1])
    if not FEWEST <= percent <= MOST:
        raise Refusal("launch.percent_limits", percent=percent)
    return percent


# --- reminders --------------------------------------------------------------------------------------------------------

EARLIEST, LATEST = 90, -10
"""Days before the deadline; negative: working days after it."""
MOST_STEPS = 10
_USUAL = time(8, 30)


def typed_steps(text: str, to: Audience) -> list[LadderStep]:
    """The reminders of one audience as they were typed: «14, 7, 3 lúc 8h30; 0 lúc 14h», days before the deadline, or
    «T-7», «T+1»; -1 is one working day after it. Raises Refusal."""
    found: dict[int, LadderStep] = {}
    for part in re.split(r"[;\n]", fold(text.replace("\u2212", "-"))):
        at = _USUAL
        if said := _TIME.search(part):
            at, part = _time(said), part[: said.start()] + " " + part[said.end() :]
        for day in _days(part):
            found[day] = LadderStep(day, at, to)
    if not found:
        raise Refusal("launch.ladder_unclear")
    if len(found) > MOST_STEPS:
        raise Refusal("launch.ladder_many", most=MOST_STEPS)
    return sorted(found.values(), key=lambda step: -step.days_before)


def _days(part: str) -> Sequence[int]:
    part = re.sub(r"\bt ?([-+]) ?(\d+)", lambda found: str(int(found[2]) * (1 if found[1] == "-" else -1)), part)
    part = re.sub(r"\bt0\b", "0", part)
    rest = re.sub(r"-?\b\d{1,3}\b", " ", part)
    if re.sub(r"\b(?:truoc|ngay|va|nhac)\b|[,. ]", "", rest):
        raise Refusal("launch.ladder_unclear")
    days = [int(one) for one in re.findall(r"-?\b\d{1,3}\b", part)]
    if any(not LATEST <= day <= EARLIEST for day in days):
        raise Refusal("launch.ladder_days", earliest=EARLIEST, latest=-LATEST)
    return days

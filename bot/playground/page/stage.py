"""The stage of a page: the world, the cast, the clock and the other doors that it shows."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.playground.page.doors import Doors
from bot.playground.page.tour import TourStep
from bot.playground.world import World


class Part(StrEnum):
    """A role in the department: one filter above the list."""

    STAFF = "staff"  # Nhân viên
    LEAD = "lead"  # Lãnh đạo đơn vị
    UNION_LEAD = "union_lead"  # Tổ trưởng công đoàn
    OFFICE = "office"  # Văn phòng
    BOARD = "board"  # Ban Giám đốc


class ClockRefused(Exception):
    """The clock does not go there. Its text is shown to the visitor."""


@dataclass(frozen=True, slots=True)
class CastMember:
    """One whom the visitor may be. `phone` is what a shared contact carries (None: nothing to share)."""

    user_id: int
    name: str
    position: str
    unit: str
    roles: frozenset[Part]
    phone: str | None


@dataclass(frozen=True, slots=True)
class Stage:
    """The world, the cast and the clock of a page.

    `now` is aware, in the office's zone, and the clock that `world` dates its messages by. `move_clock(to)` returns
    when everything due by then has been done; it may raise ClockRefused. `next_reminder` says when the next one is
    due (None: none is planned); without it the page has no such button. `suggested` are whom to try first; `tour` are
    steps that lead from one to the next; `doors` are those beside Telegram, without which the page has no such panes.
    """

    world: World
    cast: Sequence[CastMember]
    now: Callable[[], datetime]
    move_clock: Callable[[datetime], Awaitable[None]]
    next_reminder: Callable[[], Awaitable[datetime | None]] | None = None
    suggested: Sequence[int] = ()
    office: str = ""
    tour: Sequence[TourStep] = ()
    doors: Doors | None = None

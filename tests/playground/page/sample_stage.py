"""A small department for the page's tests: five people, a clock that stands still until it is moved."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.playground.page.stage import CastMember, ClockRefused, Part, Stage
from bot.playground.world import World

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HAU, HIEU, DUY, KHOI, GUEST = 701, 702, 703, 704, 799
CAST = (
    CastMember(
        DUY,
        "Nguyễn Đức Duy",
        "Phó Chánh Văn phòng",
        "Văn phòng Sở",
        frozenset({Part.OFFICE, Part.STAFF}),
        "84342358081",
    ),
    CastMember(
        HIEU,
        "Phạm Quốc Hiếu",
        "Trưởng phòng",
        "Phòng Quản lý Khoa học",
        frozenset({Part.LEAD, Part.STAFF}),
        "84359542962",
    ),
    CastMember(
        KHOI,
        "Lê Công Khôi",
        "Phó Trưởng phòng",
        "Phòng Quản lý Khoa học",
        frozenset({Part.UNION_LEAD, Part.STAFF}),
        "84947445357",
    ),
    CastMember(HAU, "Nguyễn Công Hậu", "Chuyên viên", "Phòng Quản lý Khoa học", frozenset({Part.STAFF}), "84819400960"),
    CastMember(GUEST, "Trần Văn Khách", "", "", frozenset(), None),
)


def wall(text: str) -> datetime:
    """2023-01-03T08:10 in the office's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@dataclass
class Scene:
    """The stage, what stands on it, and where the clock was asked to go."""

    clock: Clock = field(default_factory=lambda: Clock(ZONE, real=lambda: datetime(2026, 1, 1, tzinfo=UTC)))
    moves: list[datetime] = field(default_factory=list)
    reminder: datetime | None = None

    def __post_init__(self) -> None:
        self.clock.move_to(wall("2023-01-03T08:10"))
        self.world = World(now=self.clock.now)
        self.stage = Stage(
            self.world,
            CAST,
            self.clock.local,
            self._move,
            self._next_reminder,
            suggested=(HAU, HIEU, DUY),
            office="Sở Khoa học và Công nghệ tỉnh Tây Ninh",
        )

    async def _move(self, to: datetime) -> None:
        if to < self.clock.local():
            raise ClockRefused("Đồng hồ chỉ đi tới.")
        self.moves.append(to)
        self.clock.move_to(to)

    async def _next_reminder(self) -> datetime | None:
        return self.reminder

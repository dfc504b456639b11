"""Calendars and campaigns to judge rules by."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from bot.campaigns.calendar import Calendar
from bot.campaigns.records import CampaignNow, DayKind
from bot.settings import OFFICE_ZONE


def calendar(*, off: Iterable[date] = (), worked: Iterable[date] = ()) -> Calendar:
    table = dict.fromkeys(off, DayKind.OFF) | dict.fromkeys(worked, DayKind.WORKED)
    return Calendar(OFFICE_ZONE, table)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=OFFICE_ZONE)


def campaign(**changed: Any) -> CampaignNow:
    """The department's campaign of 2023, with what a test changes."""
    values: dict[str, Any] = dict.fromkeys(CampaignNow.__dataclass_fields__) | {
        "id": 1,
        "year": 2023,
        "name": "Phong trào thi đua năm 2023",
        "regime": "A_2003",
        "opens_at": at(2023, 1, 3),
        "deadline_at": at(2023, 2, 28, 17),
        "supplement_until": at(2023, 3, 10, 17),
    }
    return CampaignNow(**values | changed)

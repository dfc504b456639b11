"""Hours and prices of doors that ring, and how a text of SMS is counted. Pure."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from math import ceil

from bot.address import Door

HOURS: Mapping[Door, tuple[time, time]] = {
    Door.EMAIL: (time(6), time(22)),
    # Zalo takes templates of tags 2 and 3 from 07:00 to 22:00 and refuses them at night.
    Door.ZALO: (time(7), time(21, 55)),
    Door.SMS: (time(7), time(21)),
}
"""The civil hours in which a door rings: from, to (exclusive)."""
PRICES: Mapping[Door, int] = {Door.EMAIL: 0, Door.ZALO: 200, Door.SMS: 400}
"""Đồng, until the Office says otherwise: a ZBS template to a number; one segment of SMS of the class for offices."""
_GSM_ONE, _GSM_MORE, _WIDE_ONE, _WIDE_MORE = 160, 153, 70, 67


def hour_from(door: Door, at: datetime) -> datetime:
    """The first moment, not before `at` (local), at which the door may ring."""
    opens, closes = HOURS[door]
    first = at.replace(hour=opens.hour, minute=opens.minute, second=0, microsecond=0)
    if at.timetz().replace(tzinfo=None) < opens:
        return first
    return at if at.timetz().replace(tzinfo=None) < closes else first + timedelta(days=1)


def segments(text: str) -> int:
    """The number of SMS segments that `text` takes; signs of Vietnamese cost more than half of the room."""
    one, more = (_GSM_ONE, _GSM_MORE) if text.isascii() else (_WIDE_ONE, _WIDE_MORE)
    length = len(text.encode("utf-16-le")) // 2
    return 1 if length <= one else ceil(length / more)

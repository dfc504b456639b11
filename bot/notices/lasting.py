"""How long a notice is news. Pure."""

from datetime import datetime, timedelta

from bot.notices.records import NoticeState, Written

OPEN_FOR = timedelta(days=30)
"""So long after its sending a notice without a deadline of its own is still brought to who joins late, and told in
person: a month's news is news to somebody new; what is older has been settled or was said again."""


def is_open(notice: Written, deadline: datetime | None, now: datetime) -> bool:
    """Whether somebody whom it has not reached should still hear of it: it was sent, and its day has not passed. With
    «Đăng ký danh hiệu» under it that day is the campaign's `deadline`."""
    if notice.state not in (NoticeState.STARTED, NoticeState.FINISHED) or notice.due_at is None or notice.due_at > now:
        return False
    if notice.asks_register:
        return deadline is not None and now <= deadline
    return now <= notice.due_at + OPEN_FOR

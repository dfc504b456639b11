"""Flood limits: a kind and an unkind reading, and what each sender gets under them."""

import pytest

from bot.playground.api.limits import Limits
from bot.playground.api.refused import Refused


def refused(limits: Limits, chat_id: int, now: float, cost: int = 1) -> int:
    """retry_after, or 0 where the message passes."""
    try:
        limits.admit(chat_id, now, cost)
    except Refused as no:
        assert no.status == 429
        return no.parameters["retry_after"]
    return 0


def test_thirty_may_come_at_once_and_the_thirty_first_waits() -> None:
    limits = Limits(per_chat=None)
    assert [refused(limits, chat, 0.0) for chat in range(31)] == [0] * 30 + [1]
    assert refused(limits, 99, 0.5) == 1
    assert refused(limits, 99, 1.0) == 0
    assert limits.refusals == {"overall": 1, "halt": 1}


@pytest.mark.parametrize("burst", [2, 30])
def test_an_even_pace_of_thirty_a_second_passes_under_either_reading(burst: int) -> None:
    limits = Limits(overall=(30.0, burst), per_chat=None)
    assert not any(refused(limits, n, n / 29.9) for n in range(600))


def test_one_chat_takes_one_a_second_after_a_short_burst_and_holds_up_nobody_else() -> None:
    limits = Limits(overall=None, per_chat=(1.0, 3))
    assert [refused(limits, 1, 0.0) for _ in range(4)] == [0, 0, 0, 1]
    assert refused(limits, 2, 0.0) == 0
    assert [refused(limits, 1, 10.0 + n) for n in range(20)] == [0] * 20


def test_a_group_takes_twenty_a_minute() -> None:
    limits = Limits(overall=None)
    assert [refused(limits, -1, 0.0) for _ in range(21)] == [0] * 20 + [3]
    assert refused(limits, -1, 3.0) == 0


def test_an_album_costs_as_many_messages_as_it_has() -> None:
    limits = Limits(overall=(30.0, 10), per_chat=None)
    assert refused(limits, 1, 0.0, cost=10) == 0
    assert refused(limits, 1, 0.0, cost=10) == 1


def test_a_refused_message_uses_up_nothing() -> None:
    limits = Limits(overall=(30.0, 30), per_chat=(1.0, 1))
    assert refused(limits, 1, 0.0) == 0
    assert refused(limits, 1, 0.0) == 1
    assert [refused(limits, chat, 0.0) for chat in range(2, 31)] == [0] * 29

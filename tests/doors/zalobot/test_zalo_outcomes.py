"""The bot at Zalo says in the shared words what became of a message: from what answer it was, and when it broke."""

import pytest
import sqlalchemy as sa

from bot.address import Address, zalo_chat
from bot.doors.outcomes import NotDelivered, Outcome
from bot.doors.rendering import Rendered
from bot.doors.zalobot.channel import REFUSED_SECONDS, TOKEN_SECONDS, ZaloBot
from bot.doors.zalobot.words import MOST, parted, plain, units
from tests.doors.zalobot.server import Mood
from tests.doors.zalobot.stage import ZaloOffice

HAU = "Nguyễn Công Hậu"
MOODS = {
    "a bare yes": (Mood(does=True, bare=True), None, True),
    "no such chat, or words that it does not take": (Mood(code=400), Outcome.CONTENT, False),
    "a token that was reset": (Mood(code=401, description="Unauthorized"), Outcome.TOKEN, False),
    "a fault of its server": (Mood(code=403, description="Internal server error"), Outcome.UNKNOWN, False),
    "a fault after it was done": (
        Mood(code=403, description="Internal server error", does=True),
        Outcome.UNKNOWN,
        True,
    ),
    "nothing is there": (Mood(code=404, status=404), Outcome.UNREACHABLE, False),
    "too late": (Mood(code=408, description="Request timeout", status=408, does=True), Outcome.UNKNOWN, True),
    "the month is used up": (Mood(code=429, description="Quota exceeded"), Outcome.SPENT, False),
    "too many at once": (Mood(code=429, description="Too many requests", status=429), Outcome.WAIT, False),
    "a code that nobody knows": (Mood(code=999), Outcome.UNKNOWN, False),
    "a page of something between": (Mood(page=True, status=200, does=True), Outcome.UNKNOWN, True),
    "a page that says 502": (Mood(page=True, status=502), Outcome.UNKNOWN, False),
    "cut before an answer": (Mood(cuts=True), Outcome.UNKNOWN, False),
    "cut after it was done": (Mood(cuts=True, does=True), Outcome.UNKNOWN, True),
}


def rendered(text: str) -> Rendered:
    return Rendered(text, None, None, None, keep=False)


async def channel_of(zalo: ZaloOffice) -> tuple[ZaloBot, Address]:
    await zalo.person(HAU)
    assert zalo.office.service.guests is not None
    return zalo.office.service.guests.channel, zalo_chat(1)


@pytest.mark.parametrize("name", MOODS)
async def test_every_answer_has_its_meaning(zalo: ZaloOffice, name: str) -> None:
    mood, wanted, arrives = MOODS[name]
    channel, address = await channel_of(zalo)
    zalo.server.moods = [mood]
    if wanted is None:
        assert len(await channel.send(address, rendered("Xin chào"))) == 1
    else:
        with pytest.raises(NotDelivered) as refused:
            await channel.send(address, rendered("Xin chào"))
        assert refused.value.outcome is wanted
    assert bool(zalo.server.taken) is arrives
    assert arrives <= (wanted in (None, Outcome.UNKNOWN)), "what may have arrived is never called a failure"


async def test_where_nobody_answers_nothing_has_left(zalo: ZaloOffice) -> None:
    channel, address = await channel_of(zalo)
    channel._api._root = "http://127.0.0.1:9/bot1:x"
    with pytest.raises(NotDelivered) as refused:
        await channel.send(address, rendered("Xin chào"))
    assert refused.value.outcome is Outcome.NOT_SENT and not refused.value.answered


async def test_an_unknown_chat_is_nobody(zalo: ZaloOffice) -> None:
    channel, _ = await channel_of(zalo)
    with pytest.raises(NotDelivered) as refused:
        await channel.send(zalo_chat(999), rendered("Xin chào"))
    assert refused.value.outcome is Outcome.UNREACHABLE


async def test_a_message_in_parts_is_in_doubt_when_one_of_them_is(zalo: ZaloOffice) -> None:
    channel, address = await channel_of(zalo)
    long = "\n".join(f"Dòng thứ {number} của một thông báo dài" for number in range(120))
    zalo.server.moods = [None, Mood(code=401)]
    with pytest.raises(NotDelivered) as refused:
        await channel.send(address, rendered(long))
    assert refused.value.outcome is Outcome.UNKNOWN, "the first part is there: it must not be sent again"
    assert len(zalo.server.taken) == 1


async def test_it_is_silent_for_as_long_as_it_is_useless_to_ask(zalo: ZaloOffice) -> None:
    channel, address = await channel_of(zalo)
    for mood, seconds in ((Mood(code=429, description="slow"), REFUSED_SECONDS), (Mood(code=401), TOKEN_SECONDS)):
        zalo.server.moods = [mood]
        with pytest.raises(NotDelivered):
            await channel.send(address, rendered("Xin chào"))
        assert channel.halted() and channel.silent_for(address) == pytest.approx(seconds)
        await zalo.office.clock.sleep(seconds + 1)
        assert not channel.halted()


async def test_a_reply_that_could_not_go_comes_when_the_door_serves_again(zalo: ZaloOffice) -> None:
    hau = await zalo.person(HAU)
    zalo.server.moods = [Mood(code=401)]
    await hau.says("menu")
    assert hau.texts() == []
    await zalo.office.clock.sleep(TOKEN_SECONDS + 1)
    await zalo.settle()
    assert hau.offered()


async def test_a_letter_of_which_nobody_knows_goes_by_no_other_door(zalo: ZaloOffice) -> None:
    hau, hieu = await zalo.person(HAU), await zalo.person("Phạm Quốc Hiếu")
    for step in ("menu", "Đăng ký danh hiệu", "Đăng ký như năm trước", "Gửi đăng ký"):
        await (hau.says(step) if step == "menu" else hau.picks(step))
    for step in ("/donvi", "Xem từng người", f"{HAU}: chờ xác nhận", "Xác nhận"):
        await (hieu.says(step) if step.startswith("/") else hieu.picks(step))
    before = len(hau.texts())
    zalo.server.moods = [Mood(cuts=True, does=True)]
    for _ in range(3):
        await zalo.office.letters()
    assert len(hau.texts()) == before + 1
    rows = await zalo.office.rows(sa.text("SELECT state, reason FROM letter WHERE state = 'unknown'"))
    assert [(row.state, row.reason) for row in rows] == [("unknown", "no_answer")]


def test_words_lose_their_marks_and_keep_their_links() -> None:
    said = '<b>Một</b> &amp; <i>hai</i> &lt;3 <a href="https://so.example.vn/x?a=1&amp;b=2">đây</a> <a href="tg://x">đó</a>'
    assert plain(said) == "Một & hai <3 đây (https://so.example.vn/x?a=1&b=2) đó"


def test_what_is_long_is_broken_between_lines_and_words_and_loses_nothing() -> None:
    for text in ("chữ " * 3000, "x" * 5000, "😀" * 1999, "\n".join("dòng" * 30 for _ in range(80)), "a\n\nb", ""):
        parts = parted(text)
        assert all(0 < units(part) <= MOST for part in parts)
        assert "".join("".join(parts).split()) == "".join(text.split())

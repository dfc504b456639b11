"""Every door by which people take part is held to this: what is said there is read whole, a choice is the one that was
meant, and nothing is claimed that is not so. Each is tried over its own other side: the stand-in for Telegram, the
store for the web, Zalo's API over HTTP."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from bot.address import STILL, Address, Door, address_of, chat, room
from bot.dialogue import surface as surfaces
from bot.dialogue.screens import Button, Screen, say, screen
from bot.dialogue.surface import Surface
from bot.dialogue.ways import HOME, ShowHome
from bot.doors.channel import Channel, Record
from bot.doors.outcomes import NotDelivered, Outcome
from bot.doors.rendering import Rendered, render
from bot.doors.web import messages
from bot.doors.web.hub import Hub
from bot.doors.web.markup import cleaned
from bot.doors.web.post import Post
from bot.people.records import Account
from bot.people.targets import ShowSettings
from bot.store.database import Tx
from bot.store.schema import columns
from tests.doors.zalobot.stage import ZaloOffice
from tests.office import Office

HAU = "Nguyễn Công Hậu"
OTHER = Button(say("button.settings"), ShowSettings())
SPITEFUL = "<b>5 < 6 & 7 > 3</b> &amp; [99] «Gửi» _x_ *y* \U0001f600"


@dataclass
class Stand:
    """A door with somebody before it. `read`: the texts that stand there, in their order; `choices`: label -> payload
    of the last message that has any; `chooses`: does it."""

    office: Office
    channel: Channel
    address: Address
    user_id: int
    read: Callable[[], Any]
    chooses: Callable[[str], Any]

    @property
    def door(self) -> Door:
        return self.address.door

    def drawn(self, made: Screen) -> Rendered:
        return render(self.office.service.phrases, "vi", made)

    async def puts(self, made: Screen) -> Surface:
        """Want a screen and show it, as the display does; the surface after that."""
        address, user_id = self.address, self.user_id

        def want(tx: Tx) -> Surface:
            return surfaces.raise_(tx, address, user_id, surfaces.view_spec(ShowHome()), fresh=True)

        wanted = await self.office.database.run(want)
        shown = columns(surfaces.SurfaceRow)

        def within(tx: Tx, number: int) -> Surface | None:
            values = {"message_id": number, "shown": wanted.wanted, "fresh": False}
            tx.execute(sa.update(shown).where(shown.c.id == wanted.id).values(**values))
            return None

        async def after(number: int) -> Surface | None:
            return await self.office.database.run(lambda tx: within(tx, number))

        assert await self.channel.put(wanted, self.drawn(made), "vi", Record(within, after)) is None
        found = await self.office.database.read(lambda tx: surfaces.get(tx, address))
        assert found is not None and found.shown == found.wanted
        return found


@asynccontextmanager
async def telegram(url: str) -> AsyncIterator[Stand]:
    office = Office(url)
    await office.open()
    hau = await office.person(HAU)
    await hau.says("/menu")  # nobody is written to before
    channels = office.service.display._channels
    at = chat(hau.user_id)

    async def read() -> list[str]:
        return [one.text for one in hau.from_bot()]

    async def chooses(label: str) -> None:
        await hau.taps(label)

    yield Stand(office, channels.to(at), at, hau.user_id, read, chooses)
    await office.close()


@asynccontextmanager
async def web(url: str) -> AsyncIterator[Stand]:
    office = Office(url)
    await office.open()
    hau = await office.person(HAU)
    service, at = office.service, room(hau.person_id)
    post = Post(service.database, service.phrases, Hub(service.database))
    service.display._channels._channels[Door.WEB] = post  # type: ignore[index]
    accounts = columns(Account)

    def body(tx: Tx) -> None:
        tx.execute(sa.update(accounts).where(accounts.c.user_id == hau.user_id).values(web_since=tx.now))

    await office.database.run(body)

    async def there() -> list[messages.Message]:
        return (await office.database.read(lambda tx: messages.page(tx, at, 50)))[0]

    async def read() -> list[str]:
        return [cleaned(one.content["text"])[1] for one in await there()]

    async def chooses(label: str) -> None:
        last = (await there())[-1]
        found = [one["data"] for row in last.content["rows"] for one in row if one["text"] == label]
        assert len(found) == 1, f"no {label!r} below {last.content['text']!r}"
        sent = {"what": "tap", "data": found[0], "message": last.id}
        await service.intake.receive_web(at, hau.user_id, f"key-of-{label}-{last.id}", sent)
        await service.intake.idle()

    yield Stand(office, post, at, hau.user_id, read, chooses)
    await office.close()


@asynccontextmanager
async def zalobot(url: str) -> AsyncIterator[Stand]:
    async with ZaloOffice(url) as zalo:
        hau = await zalo.person(HAU)
        (user_id,) = await zalo.linked()
        guests = zalo.office.service.guests
        assert guests is not None

        async def read() -> list[str]:
            return hau.texts()

        yield Stand(zalo.office, guests.channel, address_of(user_id), user_id, read, hau.picks)


DOORS = {"telegram": telegram, "web": web, "zalobot": zalobot}


@pytest.fixture(params=DOORS)
async def stand(request: pytest.FixtureRequest, sample_url: str) -> AsyncIterator[Stand]:
    async with DOORS[request.param](sample_url) as made:
        yield made


def words(text: str) -> Screen:
    return screen(say("change.own_words", words=text))


async def test_what_is_sent_is_read_whole_whatever_signs_are_in_it(stand: Stand) -> None:
    numbers = await stand.channel.send(stand.address, stand.drawn(words(SPITEFUL)), "1:0")
    assert numbers and all(isinstance(number, int) and number > 0 for number in numbers)
    assert (await stand.read())[-1] == SPITEFUL


async def test_messages_stand_in_the_order_in_which_they_were_sent(stand: Stand) -> None:
    for number in range(3):
        await stand.channel.send(stand.address, stand.drawn(words(f"Tin thứ {number}")), f"{number}:0")
    assert (await stand.read())[-3:] == ["Tin thứ 0", "Tin thứ 1", "Tin thứ 2"]


async def test_what_is_long_is_read_to_its_end(stand: Stand) -> None:
    long = "\n".join(f"Dòng thứ {number} của thông báo này" for number in range(110))
    before = len(await stand.read())
    await stand.channel.send(stand.address, stand.drawn(words(long)), "1:0")
    assert "\n".join((await stand.read())[before:]) == long


async def test_a_screen_is_up_and_a_choice_is_the_one_that_was_meant(stand: Stand) -> None:
    await stand.puts(screen(say("change.own_words", words="Chọn một mục"), rows=((HOME, OTHER),)))
    assert (await stand.read())[-1].startswith("Chọn một mục")
    await stand.chooses("Cài đặt")
    assert (await stand.read())[-1].startswith("CÀI ĐẶT")


async def test_the_next_screen_is_what_stands_last(stand: Stand) -> None:
    for name in ("một", "hai", "ba"):
        await stand.puts(screen(say("change.own_words", words=f"Màn hình {name}"), rows=((HOME,),)))
        assert (await stand.read())[-1].startswith(f"Màn hình {name}")


async def test_what_was_sent_changes_or_it_is_said_that_it_does_not(stand: Stand) -> None:
    (number,) = await stand.channel.send(stand.address, stand.drawn(words("Bản cũ")), "1:0")
    before = len(await stand.read())

    async def edits() -> None:
        await stand.channel.edit(stand.address, number, stand.drawn(words("Bản mới")), other_file=False)

    if stand.door in STILL:
        with pytest.raises(NotDelivered) as refused:
            await edits()
        assert refused.value.outcome is Outcome.GONE
        assert (await stand.read())[-1] == "Bản cũ"
    else:
        await edits()
        assert (await stand.read())[-1] == "Bản mới"
        with pytest.raises(NotDelivered) as refused:
            await edits()
        assert refused.value.outcome is Outcome.UNCHANGED
    assert len(await stand.read()) == before, "in place, or not at all"


async def test_what_was_sent_goes_or_it_is_said_that_it_stays(stand: Stand) -> None:
    (number,) = await stand.channel.send(stand.address, stand.drawn(words("Gửi nhầm")), "1:0")
    if stand.door in STILL:
        with pytest.raises(NotDelivered):
            await stand.channel.delete(stand.address, [number])
        assert (await stand.read())[-1] == "Gửi nhầm"
    else:
        await stand.channel.delete(stand.address, [number])
        assert "Gửi nhầm" not in await stand.read()


async def test_a_door_that_serves_holds_nothing_up(stand: Stand) -> None:
    await stand.channel.answers()
    await stand.channel.acknowledge("no such tap")
    stand.channel.replied()
    assert stand.channel.silent_for(stand.address) == 0.0
    assert not stand.channel.halted() and list(stand.channel.silent_addresses()) == []
    assert await stand.channel.turn() and await stand.channel.aside()


async def test_nobody_is_at_an_address_that_was_never_one(stand: Stand) -> None:
    """The web door keeps what nobody reads; the others say so, and send it to nobody else."""
    nobody = {Door.TELEGRAM: chat(77), Door.WEB: room(77_777), Door.ZALOBOT: Address(Door.ZALOBOT, 77_777)}[stand.door]
    before = await stand.read()
    if stand.door is Door.WEB:
        await stand.channel.send(nobody, stand.drawn(words("Cho ai?")), "1:0")
    else:
        with pytest.raises(NotDelivered) as refused:
            await stand.channel.send(nobody, stand.drawn(words("Cho ai?")), "1:0")
        assert refused.value.outcome is Outcome.UNREACHABLE
    assert await stand.read() == before

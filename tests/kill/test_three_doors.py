"""The process dies at every commit of whoever carries letters by three doors at once, Telegram, the bot at Zalo and
mail, and at their calls: by no door is one lost or doubled, and those of which nobody can know are named."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.address import Door, zalo_chat
from bot.bells import policy
from bot.bells.records import Bell, BellReason, BellState
from bot.ledger.doors import LetterDoor
from bot.ledger.letter import State
from bot.ledger.planning import plan_all
from bot.people.records import Account, Person, ZaloChat
from bot.playground.bells import mail
from bot.playground.http_door import serving
from bot.store import leases
from bot.store.database import Tx
from bot.store.schema import columns
from tests.bench.crowd import FIRST_USER, prepare_crowd
from tests.doors.zalobot.server import SECRET, TOKEN, ZaloBotServer, app_of
from tests.engines import both_engines_at_length
from tests.kill.stage import PATIENCE, Blow, Stage
from tests.kill.test_letters import CALLS, OPEN, OWN_HAND, SOURCE, Bots, bots_on, counts, none_is_open, until
from tests.ledger import figures

ROUNDS = int(os.environ.get("THIDUA_DOOR_ROUNDS", "0"))
"""Rounds in which each commit is died at, the later ones of a life too; 3 in make drill."""
pytestmark = [
    pytest.mark.slow,
    both_engines_at_length,
    pytest.mark.skipif(not ROUNDS, reason="make drill: some minutes; make test has the doors one by one"),
]
PEOPLE = 480
"""With a letter each, a third at each door; twice as many in each round that dies at later ones."""
LOOK_SECONDS = 0.5
"""Between two looks whether a life that does not die has anything left to do."""
MOST_OUT = 8
"""Letters, or bells, of one life that may be in doubt."""
_A, _B, _P, _T, _Z = (columns(model) for model in (Account, Bell, Person, LetterDoor, ZaloChat))

FIRST, LATER = (1,), (1, 2, 4)
BEYOND = tuple(
    f"{when} {where} {n}"
    for where in ("ZaloBot.put", "ZaloBot.leave", "Ringer.begin", "Ringer.record", "Ringer.plan", "Ringer.take_over")
    for n in (LATER if ROUNDS and where != "Ringer.take_over" else FIRST)
    for when in ("before", "after")
)
"""Commits of whoever carries by other doors than Telegram; those of the courier are OWN_HAND."""


@dataclass
class Struck:
    """The place at which a call kills, and how; None: nowhere. `strike` ends the process."""

    strike: Callable[[], None] = lambda: None
    at: Door | None = None
    blow: Blow | None = None

    def falls(self, door: Door) -> Blow | None:
        """The blow, where it falls at this door; it falls once."""
        if self.at is not door:
            return None
        self.at = None
        return self.blow


class FatefulZalo(ZaloBotServer):
    """Zalo, in one of whose calls the process may die."""

    struck: Struck

    async def _sendMessage(self, request: web.Request, said: dict[str, Any]) -> web.StreamResponse:
        blow = self.struck.falls(Door.ZALOBOT)
        if blow is not Blow.UNDONE:
            answer = await super()._sendMessage(request, said)
        if blow is not None:
            self.struck.strike()
            await asyncio.Event().wait()  # nobody is there to hear an answer
        return answer


@dataclass
class FatefulMail(mail.MailServer):
    """A mail server, in one of whose calls the process may die."""

    struck: Struck = field(default_factory=Struck)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        blow = self.struck.falls(Door.EMAIL)
        said = "421 gone" if blow is Blow.UNDONE else await super().handle_DATA(server, session, envelope)
        if blow is not None:
            self.struck.strike()
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return said


@dataclass
class Doors:
    """The three doors, with the people of each: those at Telegram by key, at Zalo by chat, of mail by address."""

    stage: Stage
    zalo: FatefulZalo
    mail: FatefulMail
    struck: Struck
    people: dict[Door, dict[int, Any]] = field(default_factory=dict)
    stopped: dict[int, int] = field(default_factory=dict)
    """Those of Zalo who have stopped the bot at Telegram, by key: their letters come there after that has failed."""

    def received(self) -> dict[Door, Counter[int]]:
        """By door, the messages that each of all these people has there."""
        chats, taken = Counter(chat for chat, _ in self.zalo.taken), self.mail.taken
        boxes = Counter(message_from_bytes(_bytes(one.content))["To"] for one in taken)

        def at_telegram(user_id: int) -> int:
            return sum(message.from_bot for message in self.stage.world.chat(user_id).messages)

        of: dict[Door, Callable[[Any], int]] = {
            Door.TELEGRAM: at_telegram,
            Door.ZALOBOT: lambda chat_id: chats[chat_id],
            Door.EMAIL: lambda box: boxes[box],
        }
        return {door: Counter({key: of[door](at) for key, at in own.items()}) for door, own in self.people.items()}


def _bytes(content: str | bytes | None) -> bytes:
    assert isinstance(content, bytes)
    return content


@asynccontextmanager
async def doors_of(stage: Stage) -> AsyncIterator[tuple[Doors, Bots]]:
    struck = Struck()
    zalo, post = FatefulZalo(), FatefulMail(struck=struck)
    zalo.struck = struck
    async with serving(app_of(zalo)) as url, mail.receiving(post):
        said = {
            "THIDUA_ZALOBOT_TOKEN": TOKEN,
            "THIDUA_ZALOBOT_SECRET": SECRET,
            "THIDUA_ZALOBOT_URL": "https://thidua.example.vn",
            "THIDUA_ZALOBOT_API_URL": url,
            "THIDUA_SMTP_URL": f"smtp://127.0.0.1:{post.port}",
            "THIDUA_MAIL_FROM": "vanphong@so.example.vn",
        }
        async with bots_on(stage, 100.0, **said) as bots:
            struck.strike = stage.world.strike = bots.strike
            yield Doors(stage, zalo, post, struck), bots


def audience(tx: Tx, size: int) -> tuple[dict[Door, dict[int, Any]], dict[int, int]]:
    """So many people with a letter each, which is due: at Telegram, at Zalo and on no app, one after the other. Of
    those at Telegram each fourth has a chat at Zalo besides: the keys of their accounts, by person."""
    prepare_crowd(tx, size)
    rows = tx.execute(sa.select(_A.c.person_id).where(_A.c.user_id >= FIRST_USER).order_by(_A.c.person_id))
    keys = [row.person_id for row in rows]
    by = {door: keys[place::3] for place, door in enumerate((Door.TELEGRAM, Door.ZALOBOT, Door.EMAIL))}
    people: dict[Door, dict[int, Any]] = {door: {} for door in by}
    for key in by[Door.TELEGRAM]:
        mine = sa.select(_A.c.user_id).where(_A.c.person_id == key)
        people[Door.TELEGRAM][key] = tx.execute(mine).scalar_one()
    beside = {key: people[Door.TELEGRAM].pop(key) for key in by[Door.TELEGRAM][::4]}
    for key in (*by[Door.ZALOBOT], *beside):
        chat_id = people[Door.ZALOBOT][key] = f"chat-{key}"
        made = sa.insert(_Z).values(zalo_id=chat_id, seen_at=tx.now).returning(_Z.c.id)
        chat = tx.execute(made).scalar_one()
        has = {"zalo_chat_key": chat, "zalo_since": tx.now} if key in beside else {"user_id": zalo_chat(chat).number}
        tx.execute(sa.update(_A).where(_A.c.person_id == key).values(**has))
    for key in by[Door.EMAIL]:
        box = people[Door.EMAIL][key] = f"p{key}@so.example.vn"
        tx.execute(sa.delete(_A).where(_A.c.person_id == key))
        tx.execute(sa.update(_P).where(_P.c.id == key).values(email=box))
    assert plan_all(tx, "bulk", SOURCE, "1", {key: {"words": f"Thư {key}"} for key in keys}) == size
    policy.begin(tx, [Door.EMAIL])
    policy.change(tx, Door.EMAIL, is_on=True, on_since=tx.now)
    return people, beside


async def bells(stage: Stage) -> list[Any]:
    return await stage.rows(sa.select(_B.c.person_id, _B.c.state, _B.c.reason))


async def opened(doors: Doors, size: int) -> None:
    stage = doors.stage
    doors.people, doors.stopped = await stage.database.run(lambda tx: audience(tx, size))
    for user_id in (*doors.people[Door.TELEGRAM].values(), *doors.stopped.values()):
        stage.world.human(user_id, f"Người {user_id}")
        stage.world.says(user_id, "/start")
    for user_id in doors.stopped.values():
        stage.world.blocks(user_id)
    stage.world.call("getUpdates", {"offset": stage.world.updates.next_id})  # that was long ago
    doors.zalo.known = set(doors.people[Door.ZALOBOT].values())


def fates() -> list[tuple[str, Door | None]]:
    """The places of a round at which it dies: commits, and calls at each door before that has done them and after. In
    an order in which all doors meet letters that are still to go."""
    at_calls = [(how, Door.TELEGRAM) for how in CALLS[:3]]
    at_calls += [(how, door) for door in (Door.ZALOBOT, Door.EMAIL) for how in CALLS[:2]]
    every = [*((point, None) for point in (*OWN_HAND, *BEYOND)), *at_calls]
    return sorted(every, key=lambda one: every.index(one) * STEP % len(every))


STEP = 7


async def test_killed_at_every_commit_with_three_doors(stage: Stage) -> None:
    async with doors_of(stage) as (doors, bots):
        await opened(doors, PEOPLE * max(2 * ROUNDS, 1))
        met, places = 0, fates() * max(ROUNDS, 1)
        for how, at in places:
            met += await dies_at(doors, bots, how, at)
            await stage.database.run(leases.clear)  # on PostgreSQL it would be waited for, twelve seconds each
            await after_a_death(doors)
        stage.world.omen = lambda _method: None
        await bots.start()
        await until(stage, none_is_open)
        async with asyncio.timeout(PATIENCE):
            while await _rings(doors):  # noqa: ASYNC110 - another process rings
                await asyncio.sleep(0.1)
        told = await at_the_end(doors, bots.kills)
        print(f"\nAt the commits of three doors: {bots.kills} kills, {met} of them at their places; {told}")
        assert bots.kills == len(places) and 2 * met > len(places)


async def dies_at(doors: Doors, bots: Bots, how: str, at: Door | None) -> bool:
    """End a life there, or, where it does not come there, once it has nothing more to do; whether it came there."""

    def omen(method: str) -> Blow | None:
        if at is not Door.TELEGRAM or method != "sendMessage":
            return None
        if how == "answered":
            asyncio.get_running_loop().call_later(0.001, bots.strike)
        return _BLOWS.get(how)

    doors.stage.world.omen = omen
    doors.struck.at, doors.struck.blow = at, _BLOWS.get(how)
    await bots.start("" if at is not None else how)
    death = asyncio.create_task(bots.died())
    came = True
    while not (await asyncio.wait({death}, timeout=LOOK_SECONDS))[0]:
        if came and await _is_all_done(doors):
            came = False
            bots.strike()
    await death
    return came


async def _is_all_done(doors: Doors) -> bool:
    now = await counts(doors.stage)
    return not any(now[state] for state in OPEN) and not await _rings(doors)


_BLOWS = {"not arrived": Blow.UNDONE, "arrived": Blow.DONE}


async def _rings(doors: Doors) -> bool:
    """True while a bell is still to ring."""
    found = await bells(doors.stage)
    on_the_way = any(one.state in (BellState.PLANNED, BellState.INFLIGHT) for one in found)
    return on_the_way or len({one.person_id for one in found}) < len(doors.people[Door.EMAIL])


async def after_a_death(doors: Doors) -> None:
    """Sums add up, and no more is out than one process carries."""
    now, found = await counts(doors.stage), Counter(one.state for one in await bells(doors.stage))
    assert sum(now.values()) == sum(map(len, doors.people.values()))
    assert now[State.INFLIGHT] <= MOST_OUT and found[BellState.INFLIGHT] <= MOST_OUT
    assert sum(found.values()) == len({one.person_id for one in await bells(doors.stage)}), "one bell a person"


async def at_the_end(doors: Doors, kills: int) -> str:
    """Raises unless each has what was to come by his or her one door, once, or is named as one of whom nobody knows;
    the figures."""
    stage, got = doors.stage, doors.received()
    now = await counts(stage)
    everybody = sum(map(len, doors.people.values()))
    assert now[State.BLOCKED] == len(doors.people[Door.EMAIL])
    assert now[State.SENT] + now[State.UNKNOWN] + now[State.BLOCKED] == sum(now.values()) == everybody
    named = await stage.database.read(lambda tx: figures.by_name(tx, State.UNKNOWN))
    unknown = {one.person_id for one in named if one.full_name}
    assert len(unknown) == now[State.UNKNOWN]
    rung = await bells(stage)
    assert {one.state for one in rung} <= {BellState.RUNG, BellState.UNKNOWN}
    assert {one.reason for one in rung if one.state is BellState.UNKNOWN} <= {BellReason.STOPPED, BellReason.NO_ANSWER}
    unknown |= {one.person_id for one in rung if one.state is BellState.UNKNOWN}
    assert len(unknown) <= MOST_OUT * kills
    said = list[str]()
    for door, own in doors.people.items():
        lost = [key for key in own if not got[door][key] and key not in unknown]
        doubled = [key for key in own if got[door][key] > 1]
        assert (lost, doubled) == ([], []), door
        doubt = sorted(own.keys() & unknown)
        arrived = sum(got[door][key] for key in doubt)
        said.append(f"{door.value} {len(own)}: 0 lost, 0 doubled, {len(doubt)} unknown by name ({arrived} arrived)")
    at_telegram = [stage.world.chat(user_id).messages for user_id in doors.stopped.values()]
    assert not any(message.from_bot for messages in at_telegram for message in messages)
    failed = await stage.rows(sa.select(_T.c.letter_id).where(_T.c.door == Door.TELEGRAM, _T.c.state == State.BLOCKED))
    said.append(f"{len(failed)} of Zalo's came there after a known failure at Telegram")
    strangers = len(doors.zalo.taken) + len(doors.mail.taken) - sum(got[Door.ZALOBOT].values())
    assert strangers == sum(got[Door.EMAIL].values()), "nothing came to anybody else"
    return "; ".join(said)

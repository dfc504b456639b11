"""Every answer that Telegram can give ends in the right state, and what may be tried again is."""

import asyncio
import itertools
from typing import Any

import pytest
import sqlalchemy as sa

from bot.dialogue.screens import Button, Screen, say, screen
from bot.dialogue.ways import ShowHome
from bot.ledger.halts import AT_LEAST, HaltReason, let_go_on
from bot.ledger.letter import Kind, Letter, LetterPart, PartState, State
from bot.ledger.planning import not_received, plan_all, resend
from bot.outbox.courier import WIDTH
from bot.people.records import Account, Person
from bot.playground.api.faults import Fault, answered, blocked, cut_off, halted, server_error, silent
from bot.store import leases
from bot.store.database import Tx
from bot.store.schema import columns
from tests.engines import both_engines
from tests.ledger import figures
from tests.outbox.run import BULK, FIRST_USER, SOURCE, Weather, running

pytestmark = both_engines
_A, _L, _P = columns(Account), columns(Letter), columns(LetterPart)


def forbidden(words: str) -> Fault:
    return answered(403, f"Forbidden: {words}")


def bad(words: str) -> Fault:
    return answered(400, f"Bad Request: {words}")


FINAL = {
    "blocked": (blocked(), State.BLOCKED, "blocked", True),
    "deactivated": (forbidden("user is deactivated"), State.BLOCKED, "deactivated", True),
    "never begun": (forbidden("bot can't initiate conversation with a user"), State.BLOCKED, "no_chat", True),
    "a bot": (forbidden("bot can't send messages to bots"), State.BLOCKED, "no_chat", True),
    "no such chat": (bad("chat not found"), State.BLOCKED, "no_chat", False),
    "no such peer": (bad("PEER_ID_INVALID"), State.BLOCKED, "no_chat", False),
    "markup": (bad("can't parse entities: Unclosed start tag at byte offset 3"), State.FAILED, "content", False),
    "too long": (bad("message is too long"), State.FAILED, "content", False),
    "button": (bad("BUTTON_DATA_INVALID"), State.FAILED, "content", False),
    "500": (server_error(500), State.UNKNOWN, "server_error", False),
    "502": (server_error(502), State.UNKNOWN, "server_error", False),
    "silent, done": (silent(done=True), State.UNKNOWN, "no_answer", False),
    "silent, undone": (silent(done=False), State.UNKNOWN, "no_answer", False),
}


@pytest.mark.parametrize("name", FINAL)
async def test_an_answer_that_decides(store_url: str, name: str) -> None:
    fault, state, reason, gone = FINAL[name]
    async with running(store_url, 2) as run:
        await run.plan("urgent")
        run.world.faults.expect("sendMessage", fault, chat_id=FIRST_USER + 1)
        await run.delivers()
        assert await run.state(1) == (state, reason)
        assert await run.state(2) == (State.SENT, None)
        away = await run.database.run(lambda tx: list(tx.execute(sa.select(_A.c.blocked_at).order_by(_A.c.user_id))))
        assert [row.blocked_at is not None for row in away] == [gone, False]
        assert len([call for call in run.sends() if call.params["chat_id"] == FIRST_USER + 1]) == 1


PASSING = {
    "429": halted(3),
    "no connection": cut_off(),
    "token": answered(401, "Unauthorized"),
    "odd 403": forbidden("bot can't send messages to the user"),
}


@pytest.mark.parametrize("name", PASSING)
async def test_an_answer_after_which_it_is_tried_again(store_url: str, name: str) -> None:
    async with running(store_url, 2) as run:
        await run.plan()
        run.world.faults.expect("sendMessage", PASSING[name], chat_id=FIRST_USER + 1)
        await run.delivers()
        await run.clock.sleep(3)
        await run.delivers()
        assert await run.totals() == {"sent": 2}
        assert run.received_in_all() == [1, 1]


@pytest.mark.parametrize(
    ("name", "state", "reason"),
    [("no connection", State.FAILED, "no_connection"), ("odd 403", State.BLOCKED, "refused")],
)
async def test_what_does_not_pass_is_given_up_after_five_tries(
    store_url: str, name: str, state: State, reason: str
) -> None:
    async with running(store_url, 2) as run:
        await run.plan()
        run.world.faults.expect("sendMessage", PASSING[name], chat_id=FIRST_USER + 1, times=99)
        for _ in range(10):
            await run.delivers()
            await run.clock.sleep(60)
        assert await run.state(1) == (state, reason)
        assert await run.state(2) == (State.SENT, None)
        assert len([call for call in run.sends() if call.params["chat_id"] == FIRST_USER + 1]) == 5


async def test_who_is_not_linked_has_blocked_us_or_has_left_has_a_row_and_gets_no_call(store_url: str) -> None:
    async with running(store_url, 4) as run:
        await run.plan()

        def meanwhile(tx: Tx) -> None:
            tx.execute(sa.update(_A).where(_A.c.person_id == 1).values(person_id=None))
            tx.execute(sa.update(_A).where(_A.c.person_id == 2).values(blocked_at=tx.now))
            person = columns(Person)
            tx.execute(sa.update(person).where(person.c.id == 3).values(left_on=tx.clock.today()))

        await run.database.run(meanwhile)
        await run.delivers()
        assert [await run.state(person_id) for person_id in run.people] == [
            (State.BLOCKED, "not_linked"),
            (State.BLOCKED, "blocked"),
            (State.CANCELLED, "left"),
            (State.SENT, None),
        ]
        assert len(run.sends()) == 1


async def test_who_comes_back_is_offered_what_still_has_its_use(store_url: str) -> None:
    async with running(store_url, 1) as run:
        now = run.clock.now()
        away = sa.update(_A).values(blocked_at=now)
        await run.database.run(lambda tx: tx.execute(away))
        await run.plan(occurrence="of use for ever")
        await run.plan(occurrence="of use today", useful_until=now.replace(hour=10))
        await run.delivers()
        run.clock.move_to(now.replace(hour=16))
        await run.database.run(lambda tx: tx.execute(sa.update(_A).values(blocked_at=None)))
        waiting = await run.database.run(lambda tx: not_received(tx, 1))
        assert waiting == [row.id for row in await run.letters() if row.occurrence == "of use for ever"]
        assert await run.database.run(lambda tx: resend(tx, waiting, by=1)) == 1
        await run.delivers()
        assert await run.totals() == {"blocked": 1, "sent": 1}


async def test_what_is_not_needed_any_more_is_not_sent(store_url: str) -> None:
    async with running(store_url, 2) as run:
        done: dict[int, dict[str, Any]] = {1: {"words": "…"}, 2: {"words": "…", "done": True}}
        await run.database.run(lambda tx: plan_all(tx, "bulk", SOURCE, "1", done))
        await run.delivers()
        assert await run.totals() == {"cancelled": 1, "sent": 1}
        assert (await run.state(2))[1] == "not_needed"


# --- what a whole source has in common --------------------------------------------------------------------------------


async def test_bad_content_stops_the_run_before_the_second_recipient(store_url: str) -> None:
    async with running(store_url, 50) as run:
        await run.plan()
        await run.plan(source="notice:2")
        run.world.faults.expect("sendMessage", bad("can't parse entities"), times=1)
        await run.delivers()
        assert await run.totals() == {"failed": 1, "planned": 49}
        assert await run.totals("notice:2") == {"sent": 50}
        halted = await run.database.run(figures.halted_sources)
        failed = int((await run.letters())[0].id)
        assert [(one.source, one.letter_id) for one in halted] == [(SOURCE, failed)]
        await run.database.run(lambda tx: let_go_on(tx, SOURCE, by=1))
        await run.database.run(lambda tx: resend(tx, [failed], by=1))
        await run.delivers()
        assert await run.totals() == {"sent": 50}
        assert run.received_in_all() == [2] * 50


async def test_one_letter_of_many_that_is_not_taken_stops_nobody_else_and_three_do(store_url: str) -> None:
    async with running(store_url, 40, width=1) as run:
        await run.plan()
        for person_id in (5, 11, 20, 30):
            run.world.faults.expect("sendMessage", bad("message is too long"), chat_id=FIRST_USER + person_id)
        await run.delivers()
        assert await run.totals() == {"failed": 3, "planned": 20, "sent": 17}


async def test_when_too_many_stay_without_an_answer_the_run_waits_for_somebody(store_url: str) -> None:
    """Telegram is there, and loses every fourth call."""
    async with running(store_url, 200) as run:
        await run.plan()
        number = itertools.count()
        lost = silent(done=True)
        run.world.faults = Weather(
            lambda method, _: lost if method == "sendMessage" and next(number) % 4 == 3 else None
        )
        await run.delivers()
        found = await run.totals()
        assert AT_LEAST <= found["unknown"] < AT_LEAST + WIDTH
        assert found["planned"] > 100
        (held,) = await run.database.run(figures.halted_sources)
        assert held.reason is HaltReason.FAILURES
        run.world.faults.forecast = lambda _method, _params: None
        await run.database.run(lambda tx: let_go_on(tx, SOURCE, by=1))
        await run.delivers()
        assert await run.totals() == {"sent": 200 - found["unknown"], "unknown": found["unknown"]}
        assert run.received_in_all() == [1] * 200


async def test_what_a_death_leaves_in_doubt_halts_nothing(store_url: str) -> None:
    async with running(store_url, 40) as run:
        await run.plan()
        dead = {"state": State.INFLIGHT, "owner": "dead", "attempts": 1, "began_at": run.clock.now()}
        first = _L.c.id.in_([row.id for row in (await run.letters())[:WIDTH]])
        await run.database.run(lambda tx: tx.execute(sa.update(_L).where(first).values(**dead)))
        run.courier = await run.new_courier()
        await run.database.run(leases.clear)
        await run.courier.take_over()
        run.world.faults.expect("sendMessage", silent(done=False), chat_id=FIRST_USER + 20)
        await run.delivers()
        assert await run.totals() == {"sent": 40 - WIDTH - 1, "unknown": WIDTH + 1}
        assert await run.database.run(figures.halted_sources) == []


def raises(_tx: Tx, _actor: Any, _values: Any) -> Screen | None:
    raise ZeroDivisionError


def asks_badly(tx: Tx, _actor: Any, _values: Any) -> Screen | None:
    tx.execute(sa.text("SELECT * FROM no_such_table"))
    return None


@pytest.mark.parametrize("compose", [raises, asks_badly])
async def test_a_letter_that_we_cannot_draw_fails_and_the_others_go(store_url: str, compose: Any) -> None:
    kinds = (BULK, Kind("broken", compose))
    async with running(store_url, 10, kinds=kinds) as run:
        await run.plan("broken", "notice:broken")
        await run.plan()
        await run.delivers()
        assert await run.totals("notice:broken") == {"failed": 1, "planned": 9}
        assert await run.totals() == {"sent": 10}


# --- parts ------------------------------------------------------------------------------------------------------------


def two_parts(_tx: Tx, _actor: Any, values: Any) -> tuple[Screen, ...]:
    first = screen(say("asked.words", words="Phần một"))
    home = Button(say("button.home"), ShowHome())
    return (first, screen(say("asked.words", words=values["words"]), rows=((home,),)))


async def parts(run: Any) -> list[tuple[int, PartState, int | None]]:
    rows = await run.database.run(lambda tx: list(tx.execute(sa.select(_P).order_by(_P.c.letter_id, _P.c.place))))
    return [(row.place, row.state, row.message_id) for row in rows]


async def test_parts_follow_each_other_and_each_has_its_own_message(store_url: str) -> None:
    async with running(store_url, 2, kinds=(Kind("parts", two_parts),)) as run:
        await run.plan("parts")
        await run.delivers()
        assert await run.totals() == {"sent": 2}
        assert run.received(1) == ["Nội dung: Phần một", "Nội dung: Thư số 1"]
        rows = await parts(run)
        assert [(place, state) for place, state, _ in rows] == [(0, PartState.SENT), (1, PartState.SENT)] * 2
        assert all(message_id for *_, message_id in rows)


async def test_a_part_that_has_arrived_is_not_sent_again_with_the_next(store_url: str) -> None:
    async with running(store_url, 1, kinds=(Kind("parts", two_parts),)) as run:
        await run.plan("parts")
        run.world.faults.expect("sendMessage", silent(done=False))
        await run.delivers()
        assert [state for _, state, _ in await parts(run)] == [PartState.UNKNOWN, PartState.PLANNED]
        ids = [row.id for row in await run.letters()]
        await run.database.run(lambda tx: resend(tx, ids, by=1))
        second = iter([None, silent(done=False)])
        run.world.faults = Weather(lambda method, _params: next(second, None) if method == "sendMessage" else None)
        await run.delivers()
        assert [state for _, state, _ in await parts(run)] == [PartState.SENT, PartState.UNKNOWN]
        await run.database.run(lambda tx: resend(tx, ids, by=1))
        await run.delivers()
        assert run.received(1) == ["Nội dung: Phần một", "Nội dung: Thư số 1"]
        assert await run.totals() == {"sent": 1}


# --- order and pace ---------------------------------------------------------------------------------------------------


async def test_urgent_letters_pass_a_run_by(store_url: str) -> None:
    async with running(store_url, 60) as run:
        await run.plan()
        last = {person_id: {"words": "Gấp"} for person_id in run.people[-5:]}

        begun = asyncio.Event()
        stop_watching = run.world.watch(lambda _chat_id: begun.set() if len(run.sends()) >= 10 else None)

        async def later() -> None:
            await begun.wait()
            await run.database.run(lambda tx: plan_all(tx, "urgent", "change:1", "1", last))

        hurry = asyncio.create_task(later())
        await run.delivers()
        await hurry
        stop_watching()
        places = [place for place, call in enumerate(run.sends()) if "Gấp" in call.params["text"]]
        assert len(places) == 5
        assert max(places) < 35, "of 65: not behind those who were there before"


async def test_one_chat_gets_one_letter_a_second(store_url: str) -> None:
    async with running(store_url, 2) as run:
        for number in range(5):
            await run.plan(occurrence=str(number))
        await run.delivers()
        for person_id in run.people:
            own = [call.at for call in run.sends() if call.params["chat_id"] == FIRST_USER + person_id]
            assert len(own) == 5
            assert all(later - earlier >= 1.0 for earlier, later in itertools.pairwise(own))


async def test_a_refusal_of_one_chat_is_no_word_about_the_chat_that_was_linked_meanwhile(store_url: str) -> None:
    async with running(store_url, 1) as run:
        await run.plan()
        turn, account = run.gate.turn, columns(Account)

        async def links_another_chat() -> bool:
            """The message is in flight by now, and not called yet."""
            other = {"user_id": FIRST_USER + 50}
            await run.database.run(lambda tx: tx.execute(sa.update(account).values(**other)))
            return await turn()

        run.gate.turn = links_another_chat  # type: ignore[method-assign]
        run.world.faults.expect("sendMessage", blocked())
        await run.delivers()
        assert (await run.state(1))[0] is State.BLOCKED
        rows = await run.database.run(lambda tx: list(tx.execute(sa.select(account.c.user_id, account.c.blocked_at))))
        assert [tuple(row) for row in rows] == [(FIRST_USER + 50, None)]

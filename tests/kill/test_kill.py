"""The process dies, by SIGKILL, wherever it is; it is started again, and people go on where they were."""

import asyncio
import os
import random

import pytest
import sqlalchemy as sa

from bot.awards.records import Award
from bot.people.records import Person
from bot.store.schema import columns
from tests.engines import both_engines
from tests.kill.dialogues import (
    LONGEST,
    SHORT,
    Dialogue,
    assert_all_is_told,
    assert_registered_once,
    begins,
    does,
)
from tests.kill.stage import LOOK, PATIENCE, Blow, Caller, Stage

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("THIDUA_KILLS", "12"))
SEED = int(os.environ.get("THIDUA_SEED", "2023"))
PEOPLE = 6
_P, _A = columns(Person), columns(Award)
HAD_LAST_YEARS_TITLE = (
    sa.select(_P.c.full_name)
    .join(_A, _A.c.person_id == _P.c.id)
    .where(_A.c.year == 2022, _A.c.title == "LDTT", _P.c.full_name != "Nguyễn Công Hậu")
    .group_by(_P.c.full_name)
    .having(sa.func.count() == 1)
    .order_by(_P.c.full_name)
)

SHOWING = frozenset({"sendMessage", "editMessageText"})
SERVING = SHOWING | {"getUpdates", "answerCallbackQuery"}


async def test_killed_after_every_step_the_same_screen_is_there_and_the_person_goes_on(stage: Stage) -> None:
    hau = await stage.person("Nguyễn Công Hậu")
    await stage.bot.start()
    for step, reads in LONGEST:
        await does(hau, step)
        assert reads in hau.reads()
        before = hau.chat
        await stage.bot.kill()
        await stage.bot.start()
        await stage.settled()
        assert hau.chat == before, "what was shown stays as it is, and nothing is said twice"
    await assert_registered_once(stage, hau)
    await assert_all_is_told(stage)
    print(f"\n{stage.bot.starts - 1} kills between the steps of a dialogue: every screen as it was")


@both_engines
async def test_killed_just_after_a_tap_the_answer_comes_after_the_restart(stage: Stage) -> None:
    hau = await stage.person("Nguyễn Công Hậu")
    await stage.bot.start()
    for place, (step, reads) in enumerate(LONGEST):
        if place % 6 == 5:
            begins(hau, step)
            await stage.is_born_again(stage.bot)
            await hau.settle()
        else:
            await does(hau, step)
        assert reads in hau.reads()
    await assert_registered_once(stage, hau)
    await assert_all_is_told(stage)


async def test_killed_before_any_screen_is_out_the_screen_comes_after_the_restart(stage: Stage) -> None:
    """Between commit and reply: at each message that the dialogue sends or edits the bot dies once."""
    hau = await stage.person("Nguyễn Công Hậu")
    shows = 0

    def every_other(method: str) -> Blow | None:
        nonlocal shows
        shows += method in SHOWING
        return Blow.UNDONE if method in SHOWING and shows % 2 else None

    stage.world.omen = every_other
    await stage.bot.start()
    async with stage.looked_after():
        for step, reads in LONGEST:
            await does(hau, step)
            assert reads in hau.reads()
    await assert_registered_once(stage, hau)
    await assert_all_is_told(stage)
    assert stage.bot.starts == len(LONGEST) + 1
    typed = [step for step, _reads in LONGEST if step.startswith("= ")]
    assert len(hau.from_bot()) == len(typed), "a message for each that was typed, edited by each tap"
    print(f"\n{stage.bot.starts - 1} kills between commit and reply: every screen came")


async def test_killed_when_a_screen_is_out_already_it_may_come_again_and_is_the_same(stage: Stage) -> None:
    """Telegram has done what it was asked, and nobody has heard so."""
    hau = await stage.person("Nguyễn Công Hậu")
    stricken = set[int]()

    def each_message_once(method: str) -> Blow | None:
        sent = len(hau.from_bot())
        receipt = method == "editMessageText" and "Phục vụ người dân đúng hẹn" in hau.reads()
        if (method == "sendMessage" and sent not in stricken) or (receipt and -1 not in stricken):
            stricken.update({-1} if receipt else {sent, sent + 1})
            return Blow.DONE
        return None

    stage.world.omen = each_message_once
    await stage.bot.start()
    async with stage.looked_after():
        for step, reads in LONGEST:
            before = len(hau.from_bot())
            await does(hau, step)
            new = [message.text for message in hau.from_bot()[before:]]
            assert len(new) == (2 if step.startswith("= ") else 0)
            assert len(set(new)) <= 1, "the very same"
            assert reads in hau.reads()
    await assert_registered_once(stage, hau)
    await assert_all_is_told(stage)
    print(f"\n{stage.bot.starts - 1} kills after the screen was out: no receipt twice")


async def test_killed_before_a_tap_is_acknowledged_the_screen_still_comes(stage: Stage) -> None:
    hau = await stage.person("Nguyễn Công Hậu")
    stage.world.omen = lambda method: Blow.UNDONE if method == "answerCallbackQuery" else None
    await stage.bot.start()
    async with stage.looked_after():
        for step, reads in LONGEST[:4]:
            await does(hau, step)
            assert reads in hau.reads()
        # The last screen may be there before the call that the bot dies of.
        async with asyncio.timeout(PATIENCE):
            while stage.bot.starts < 4:  # noqa: ASYNC110 - whoever looks after it starts it
                await asyncio.sleep(LOOK)
    assert stage.bot.starts == 4


async def test_killed_at_random_moments_while_many_register_everybody_ends_with_one_registration(stage: Stage) -> None:
    chance = random.Random(SEED)
    names = [row.full_name for row in await stage.rows(HAD_LAST_YEARS_TITLE)]
    people = [await stage.person(name) for name in chance.sample(names, PEOPLE)]
    hau = await stage.person("Nguyễn Công Hậu")
    calls = {"left": 3}

    def sooner_or_later(method: str) -> Blow | None:
        """Some calls after it began, the bot dies: at once, with the call done or not, or a moment later."""
        calls["left"] -= method in SERVING
        if method not in SERVING or calls["left"] or stage.bot.starts > KILLS:
            return None
        calls["left"] = chance.randint(1, 25)
        if chance.random() < 0.4:
            asyncio.get_running_loop().call_later(chance.random() * 0.03, stage.bot.strike, stage.bot.process)
            return None
        return chance.choice(list(Blow))

    async def registers(person: Caller, dialogue: Dialogue) -> None:
        for step, reads in dialogue:
            await does(person, step)
            assert reads in person.reads(), f"{person.name}, {step}"

    async def changes_their_mind(person: Caller) -> None:
        """Keeps the bot busy until it has died often enough."""
        await registers(person, SHORT)
        while stage.bot.starts <= KILLS:
            for step in ("= /menu", "Đăng ký của tôi", "Trang chính"):
                await does(person, step)

    stage.world.omen = sooner_or_later
    await stage.bot.start()
    async with stage.looked_after():
        await asyncio.gather(registers(hau, LONGEST), *(changes_their_mind(person) for person in people))
    await assert_registered_once(stage, hau, *people)
    await stage.settled()
    await assert_all_is_told(stage)
    assert stage.bot.starts == KILLS + 1
    shown = sum(len(person.from_bot()) for person in (hau, *people))
    print(
        f"\nseed {SEED}: {KILLS} kills under {PEOPLE + 1} people, {stage.world.updates.next_id - 500_000_001} updates:"
    )
    print(f"0 lost, 0 registered twice, 0 screens behind; {shown} messages")

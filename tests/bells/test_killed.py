"""The process that rings dies at every commit, before it and after it: nobody hears twice, and whoever may have heard
nothing is unknown, by name."""

import asyncio
import sys
from collections import Counter
from datetime import UTC, datetime
from email import message_from_bytes

import pytest
import sqlalchemy as sa

from bot.address import Door
from bot.people.records import Person
from bot.store.database import Tx
from bot.store.schema import columns
from tests.bells.house import House
from tests.engines import both_engines_at_length
from tests.kill.nest import ROOT

pytestmark = [both_engines_at_length, pytest.mark.slow]
PEOPLE = 24
_P = columns(Person)


async def test_kills_at_every_commit(house: House) -> None:
    office = house.office
    await house.opens(Door.EMAIL)
    people = [row.id for row in await office.rows(sa.select(_P.c.id).order_by(_P.c.id).limit(PEOPLE))]

    def body(tx: Tx) -> None:
        for person in people:
            tx.execute(sa.update(_P).where(_P.c.id == person).values(email=f"p{person}@so.example.vn"))

    await office.database.run(body)
    await house.writes_to(*people)
    ahead = str((office.clock.now() - datetime.now(UTC)).total_seconds())
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bells.dying", office.database.url, str(house.mail.port), ahead),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await process.communicate()
    assert process.returncode == 0
    kills = int(printed.split()[-1])
    told = await house.told()
    heard = Counter(message_from_bytes(_bytes(one.content))["To"] for one in house.mail.taken)
    states = Counter(state for _, state, _ in told)
    print(f"kills {kills}, heard {len(heard)}, twice {sum(n > 1 for n in heard.values())}, {dict(states)}")
    assert kills >= 8 and len(told) == PEOPLE and set(states) == {"rung", "unknown"}
    assert max(heard.values()) == 1  # nobody twice
    rung = {row.person_id for row in await house.rows() if row.state.value == "rung"}
    assert {f"p{person}@so.example.vn" for person in rung} <= set(heard)  # and what counts as rung has rung
    assert all(reason == "stopped" for _, state, reason in told if state == "unknown")


def _bytes(content: str | bytes | None) -> bytes:
    assert isinstance(content, bytes)
    return content

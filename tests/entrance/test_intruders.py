"""Whoever wants in at the web door and is not meant: each way tried a few times, often in `make drill`."""

import os
from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from tests.entrance import attacks, content_attacks, wire_attacks
from tests.entrance.attacks import Figures
from tests.entrance.conftest import WebDoor
from tests.office import Office

TIMES = int(os.environ.get("THIDUA_INTRUDERS", "1"))


async def _often(attack: Callable[[WebDoor, int], Awaitable[Figures]], door: WebDoor) -> Figures:
    return await attack(door, TIMES)


ATTACKS: dict[str, Callable[[WebDoor], Awaitable[Figures]]] = {
    "link theft": lambda door: attacks.theft(door, 2 * TIMES),
    "forwarding": lambda door: attacks.forwarding(door, 2 * TIMES),
    "replay": lambda door: attacks.replay(door, TIMES),
    "fixation": lambda door: attacks.fixation(door, 2 * TIMES),
    "forms of other sites": lambda door: attacks.forms_of_others(door, "user=1"),
    "guessing PINs": lambda door: attacks.guessing(door, TIMES),
    "who is on the roster": lambda door: attacks.enumeration(door, 2 * TIMES),
    "open redirect": attacks.redirects,
    "initData": attacks.forged_words_of_telegram,
    **{name: partial(_often, attack) for name, attack in {**wire_attacks.ATTACKS, **content_attacks.ATTACKS}.items()},
}


@pytest.mark.parametrize("name", ATTACKS)
async def test_nothing_comes_of_it(office: Office, door: WebDoor, name: str) -> None:
    found = await ATTACKS[name](door)
    print(f"{name}: tried {found.tried}, bad {found.bad}. {found.more}")
    assert found.tried > 0 and found.bad == 0, (name, found)

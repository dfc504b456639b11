"""Buttons that nobody was given: a thousand people forge the text of one against every view and act, with the numbers
of others' things, of things that are closed, ended or gone, and with what is no number at all. Nobody sees or does what
is not theirs, and nothing fails.

THIDUA_FORGERS: how many people; `make drill` has the thousand. THIDUA_SEED: which.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from types import NoneType
from typing import Any

import pytest

from bot.dialogue import codec
from bot.dialogue.targets import ToView
from bot.doors.buttons import LIMIT
from bot.phrases.catalogue import Phrases
from bot.playground.sample import first_morning
from bot.settings import OFFICE_ZONE
from bot.slices import registry
from bot.store.engines.sqlite import sqlite_path
from tests.engines import Stores, morning_clock
from tests.matrix.cast import Part, Somebody
from tests.matrix.fields import Target
from tests.matrix.past import add_past
from tests.matrix.stagehand import Stagehand
from tests.matrix.test_matrix import FREE, complaints

FORGERS = int(os.environ.get("THIDUA_FORGERS", "4"))
SEED = int(os.environ.get("THIDUA_SEED", "2023"))
PORTIONS = max(4, FORGERS // 20)
"""Portions of the forgers, so that several processes may share them, and none is taken for one that hangs."""
REGISTRY = registry(Phrases(OFFICE_ZONE))
THINGS: dict[str, type[Target]] = {f"s:{name}": view.to for name, view in REGISTRY.views.items()}
THINGS |= {f"d:{name}": act.to for name, act in REGISTRY.acts.items()}
NO_NUMBERS = (
    "-",
    "--1",
    "-1",
    "zzzzzz",
    "zzzzzzz",
    "00",
    "0x1",
    "1e3",
    "A",
    "_",
    "null",
    "true",
    "",
    " ",
    "é",
    ":",
    "1:1",
)
MOST = 260
"""Keys up to this are somebody's in some table."""


@pytest.fixture(scope="module")
def stagehand(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stagehand]:
    sample = sqlite_path(stores.sample("sqlite", tmp_path_factory.mktemp("forged")))
    stagehand = Stagehand(sample, morning_clock(), REGISTRY, add_past)
    yield stagehand
    stagehand.close()


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_whatever_a_thousand_people_forge_nobody_sees_or_does_what_is_not_theirs(
    stagehand: Stagehand, portion: int
) -> None:
    stagehand.moves_to(first_morning(OFFICE_ZONE))
    tried, refused, wrong = 0, Counter[bool](), list[str]()
    for number in range(portion, FORGERS, PORTIONS):
        chance = random.Random(SEED * 10_000 + number)
        who = somebody(stagehand, number, chance)
        stagehand.enters(who, FREE[0])
        for name, kind in THINGS.items():
            text = forged(name, kind, chance)
            outcome = stagehand.forges(who, text)
            tried += 1
            refused[outcome.refused] += 1
            wrong += [f"{text!r}: {complaint}" for complaint in complaints(stagehand, who, outcome)]
    print(f"\n{tried} forged buttons tried, {refused[True]} refused, {len(wrong)} bad")
    assert not wrong, "\n".join(wrong)


def somebody(stagehand: Stagehand, number: int, chance: random.Random) -> Somebody:
    """Every part in its turn, and between them people who play none."""
    parts = list(Part)
    return parts[number // 2 % len(parts)] if number % 2 else chance.choice(stagehand.department.ordinary)


def forged(name: str, kind: type[Target], chance: random.Random) -> str:
    """The text of a button: mostly with needs of the right number and type, and a key of anything."""
    needs = [_need(kinds, chance) for _, kinds, _ in codec._shape(kind)]  # type: ignore[arg-type]
    if chance.random() < 0.05:
        needs = needs[:-1] if chance.random() < 0.5 else [*needs, _number(chance)]
    return ":".join((name, *needs))[: LIMIT + 6]


def _need(kinds: tuple[Any, ...], chance: random.Random) -> str:
    if chance.random() < 0.06:
        return chance.choice(NO_NUMBERS)
    if NoneType in kinds and chance.random() < 0.2:
        return "-"
    of = next(one for one in kinds if one is not NoneType)
    if issubclass(of, StrEnum):
        return str(chance.choice(list(of)).value)
    if of is bool:
        return chance.choice("01")
    return _number(chance)


def _number(chance: random.Random) -> str:
    """A key that is somebody's, mostly; nobody's; the largest there is, and one more; a day."""
    number = chance.choices(
        (
            chance.randint(1, MOST),
            chance.randint(0, 9),
            codec.LARGEST,
            codec.LARGEST + 1,
            738_000 + chance.randint(0, 999),
        ),
        (12, 4, 1, 1, 1),
    )[0]
    return codec.base36(number)


def test_there_is_something_to_forge() -> None:
    assert len(THINGS) > 200
    assert all(issubclass(kind, ToView) == name.startswith("s:") for name, kind in THINGS.items())

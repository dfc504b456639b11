"""Every view and every act, as everybody, with every number worth trying: nobody sees or does what is not theirs.

Not a table of answers: what must hold of any. The one table, meant.py, says whom each view and act is for.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from bot.dialogue.targets import ToView
from bot.people.authentication import place
from bot.people.linking import second
from bot.people.targets import ShowPrivacy, ShowSettings
from bot.phrases.catalogue import Phrases
from bot.playground.sample import first_morning
from bot.settings import OFFICE_ZONE
from bot.slices import registry
from bot.store.engines.sqlite import sqlite_path
from tests.engines import Stores, morning_clock
from tests.matrix.cast import OUTSIDE, Part, Somebody
from tests.matrix.fields import OFFERED_BY, Target, variants
from tests.matrix.meant import DIRECTING, MEANT, UNPROVEN
from tests.matrix.scenes import SCENES, TIMES
from tests.matrix.stagehand import Outcome, Stagehand

pytestmark = pytest.mark.long

REGISTRY = registry(Phrases(OFFICE_ZONE))
THINGS = {f"view {name}": REGISTRY.views[name].to for name in sorted(REGISTRY.views)} | {
    f"act {name}": REGISTRY.acts[name].to for name in sorted(REGISTRY.acts)
}
DIRECTED = ("overview_names", "find_names", "snapshot_gap")
"""Where a deputy reads what the Director does: the names of the whole department."""
FREE = (ShowPrivacy(), ShowSettings())
"""Views that cost little and are for everybody: one of them is up when something else is tried."""


@pytest.fixture(scope="module")
def stagehand(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stagehand]:
    sample = sqlite_path(stores.sample("sqlite", tmp_path_factory.mktemp("matrix")))
    stagehand = Stagehand(sample, morning_clock(), REGISTRY)
    place.open_at("https://thi-dua.example.vn")
    second.open_here(True)
    yield stagehand
    place.open_at("")
    second.open_here(False)
    stagehand.close()


def test_everything_there_is_says_whom_it_is_for() -> None:
    names = {name for name, _, _ in things()}
    new = sorted(name for name in names if name not in MEANT and _whatever(name) not in MEANT)
    gone = sorted(MEANT.keys() - names - THINGS.keys())
    assert not new, (
        f"{', '.join(new)}: say in tests/matrix/meant.py which parts are meant to get through, and no others"
    )
    assert not gone, f"{', '.join(gone)}: not there any more; take it out of tests/matrix/meant.py"
    assert len(UNPROVEN) <= 10
    assert {*SCENES, *TIMES} <= THINGS.keys()
    assert UNPROVEN.keys() <= names
    offered = {f"act {act}" for act in OFFERED_BY} | {f"view {view}" for view in OFFERED_BY.values()}
    assert offered <= THINGS.keys()


@pytest.mark.parametrize("part", Part, ids=lambda part: part.name.lower())
def test_nobody_sees_or_does_what_is_not_theirs(stagehand: Stagehand, part: Part) -> None:
    wrong = list[str]()
    door = stagehand.taps(part, REGISTRY.entrance).screen
    for name, kind, fixed in things():
        stagehand.enters(part, FREE[isinstance(FREE[0], kind)])
        outcomes = stagehand.tries(part, kind, fixed)
        wrong += [complaint for outcome in outcomes for complaint in complaints(stagehand, part, outcome)]
        through = any(got_through(part, kind, outcome, door) for outcome in outcomes)
        meant = part in meant_by(name)
        if through and not meant:
            wrong.append(f"{name} is not for {part}, who gets through")
        if meant and not through and name not in UNPROVEN:
            wrong.append(f"{name} is for {part}, who never gets through: {outcomes[0].text[:200]!r}")
    assert not wrong, "\n".join(wrong)


def things() -> Iterator[tuple[str, type[Target], Mapping[str, Any]]]:
    """Everything there is: `view member union`, its class, and the fields that make it just that."""
    for name, kind in THINGS.items():
        for of, fixed in variants(kind).items():
            yield f"{name} {of}".rstrip(), kind, fixed


def meant_by(name: str) -> frozenset[Part]:
    return MEANT.get(name, MEANT.get(_whatever(name), frozenset()))


def _whatever(name: str) -> str:
    """Without what it is of: `view member`."""
    return " ".join(name.split()[:2])


def complaints(stagehand: Stagehand, part: Somebody, outcome: Outcome) -> list[str]:
    """What must not be, whatever was tried."""
    what = f"{outcome.tried} as {part}"
    if outcome.error:
        return [f"{what} fails: {outcome.error}"]
    department = stagehand.department
    under, named = department.under(part), department.named_to(part)
    if part in DIRECTING and outcome.asked in DIRECTED:
        named |= department.people.keys()
    found = list[str]()
    if strange := outcome.names - under - named:
        found.append(f"{what} shows the names of {sorted(strange)}")
    places = {"unit": department.units_of(part), "group": department.groups_of(part)}
    codes = {receipt for receipt, (kind, key) in department.whole.items() if key in places[kind]}
    if strange := outcome.private - under - department.office - codes:
        found.append(f"{what} shows a number, code or words of {sorted(strange)}")
    for table, (kind, key) in outcome.touched:
        if table == "opinion" and part in DIRECTING:
            continue
        allowed = {
            # The lead's letter to the Office is the Office's, and the lead's affair.
            "person": under | named if table == "letter" else under,
            **places,
            "chat": {department.user(part)},
            "department": {0} if part is Part.OFFICE else set[int](),
        }
        if key not in allowed[kind]:
            found.append(f"{what} writes to {table} of {kind} {key}")
    return found


def got_through(part: Part, kind: type[Target], outcome: Outcome, door: str) -> bool:
    """It was shown or done, and neither refused nor turned away at the door."""
    if outcome.refused or outcome.error:
        return False
    if part in OUTSIDE and outcome.screen == door and kind is not type(REGISTRY.entrance):
        return False
    return outcome.view == kind.name if issubclass(kind, ToView) else True


@pytest.mark.parametrize("part", Part, ids=lambda part: part.name.lower())
def test_nobody_answers_a_question_that_was_put_to_somebody_else(stagehand: Stagehand, part: Part) -> None:
    stagehand.moves_to(first_morning(OFFICE_ZONE))
    stagehand.enters(part, FREE[0])
    outcomes = [stagehand.taps(part, answer) for answer in stagehand.answers_for_others(part)]
    assert outcomes
    wrong = [complaint for outcome in outcomes for complaint in complaints(stagehand, part, outcome)]
    wrong += [f"{outcome.tried} was taken from {part}" for outcome in outcomes if not outcome.refused]
    assert not wrong, "\n".join(wrong)

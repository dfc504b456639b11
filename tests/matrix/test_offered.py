"""No dead buttons: whatever a screen offers does something other than refuse, over random departments, days and roles.

Buttons are followed breadth first from home, as whoever plays a part and as others by chance; what an act leads to, one
step further. Nothing changes between a screen and its buttons, so that no refusal has an excuse.
"""

import os
import random
from collections import Counter, deque
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.dialogue.screens import Button, Phrase
from bot.dialogue.targets import Payload, ToAct, ToAnswer, ToView
from bot.dialogue.ways import ShowHome
from bot.leading.confirming import changes
from bot.people.records import Role
from bot.phrases.catalogue import Phrases
from bot.registration.records import ChangeReason, LateRequestState, RegistrationState
from bot.settings import OFFICE_ZONE
from bot.sheets.records import SheetState
from bot.slices import registry
from bot.store import inbox
from bot.store.database import Tx
from bot.store.engines.sqlite import sqlite_path
from bot.titles.catalogue import Family
from tests.engines import Stores, morning_clock
from tests.matrix.cast import OUTSIDE, USERS, Part
from tests.matrix.rows import add, change, table
from tests.matrix.stagehand import UPDATE, Stagehand

pytestmark = pytest.mark.long

SEEDS = range(int(os.environ.get("THIDUA_DEPARTMENTS", "2")))
"""Departments by chance; `make drill` walks through two hundred."""
DEPTH = 4
ALIKE = 2
"""Buttons of one kind that are pressed by one person: of a list of people, some."""
PLAYERS, OTHERS = 3, 1
"""People who walk in each department: of those who play a part, and of the others."""
NEXT = UPDATE + 1

MOMENTS = (
    datetime(2023, 1, 1, 20, 0),  # before it opens
    datetime(2023, 2, 15, 9, 0),
    datetime(2023, 2, 18, 22, 0),  # a Saturday night
    datetime(2023, 2, 28, 16, 0),  # the last hour
    datetime(2023, 2, 28, 20, 30),
    datetime(2023, 3, 1, 9, 0),
    datetime(2023, 3, 8, 9, 0),
    datetime(2023, 3, 10, 16, 30),  # the last hour to supplement
    datetime(2023, 3, 13, 9, 0),
    datetime(2023, 6, 1, 9, 0),
)


@pytest.fixture(scope="module")
def stagehand(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stagehand]:
    sample = sqlite_path(stores.sample("sqlite", tmp_path_factory.mktemp("offered")))
    stagehand = Stagehand(sample, morning_clock(), registry(Phrases(OFFICE_ZONE)))
    inbox.store(stagehand.tx, [{"update_id": NEXT, "callback_query": {}}])
    yield stagehand
    stagehand.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_offered_does_something_other_than_refuse(stagehand: Stagehand, seed: int) -> None:
    chance = random.Random(seed)
    moment = MOMENTS[seed % len(MOMENTS)]
    stagehand.moves_to(moment.replace(tzinfo=OFFICE_ZONE))
    dead, pressed = Counter[str](), 0
    with stagehand.undone("department"):
        shuffle(stagehand.tx, stagehand, chance)
        players = chance.sample([part for part in Part if part not in OUTSIDE], PLAYERS)
        people = {part.value: stagehand.department.user(part) for part in players}
        people |= {f"person {key}": USERS + key for key in chance.sample(sorted(stagehand.department.people), OTHERS)}
        for who, user_id in people.items():
            for path, refusal in walk(stagehand, user_id, chance):
                pressed += 1
                if refusal:
                    dead[f"{who}: {' > '.join(path)}: {refusal}"] += 1
    print(f"{moment:%d %b %H:%M}: {pressed} buttons, {len(dead)} of them dead")
    assert pressed > 100
    assert not dead, "\n".join(sorted(dead))


# --- a department by chance -------------------------------------------------------------------------------------------


def shuffle(tx: Tx, stagehand: Stagehand, chance: random.Random) -> None:
    """Registrations, declinations, lists, late requests and roles in any state they can be in; then what time does."""
    registration, request, declination = table("registration"), table("change_request"), table("declination")
    rows = tx.execute(sa.select(registration.c.id, registration.c.version, registration.c.receipt_id)).all()
    change(tx, "change_request", request.c.ended_at.is_(None), outcome="replaced", ended_at=tx.now)
    change(tx, "declination", declination.c.ended_at.is_(None), ended_at=tx.now)
    people = set(
        tx.execute(sa.select(table("receipt").c.id).where(table("receipt").c.person_id.is_not(None))).scalars()
    )
    for row in rows:
        state = chance.choice(list(RegistrationState))
        if row.receipt_id not in people and state is RegistrationState.CHANGE_ASKED:
            state = RegistrationState.SUBMITTED
        confirmed = state is RegistrationState.CONFIRMED
        values = {"confirmed_by": 1 if confirmed else None, "confirmed_at": tx.now if confirmed else None}
        change(tx, "registration", registration.c.id == row.id, state=state, **values)
        if state is RegistrationState.CHANGE_ASKED:
            until = tx.now + timedelta(days=chance.randint(-2, 3)) if chance.random() < 0.3 else None
            asked = {"registration_id": row.id, "version": row.version, "reason": ChangeReason.TITLES, "by": 1}
            add(tx, "change_request", **asked, at=tx.now - timedelta(days=chance.randint(0, 9)), until=until)
    stands = registration.c.state != RegistrationState.WITHDRAWN
    for family in Family:
        standing = sa.select(registration.c.receipt_id).where(stands, registration.c.family == family)
        free = sorted(people - set(tx.execute(standing).scalars()))
        for receipt in chance.sample(free, len(free) // 2):
            add(tx, "declination", receipt_id=receipt, family=family, reason="personal", at=tx.now, by=1)
    sheet, late = table("unit_sheet"), table("late_request")
    for key in tx.execute(sa.select(sheet.c.id)).scalars().all():
        change(tx, "unit_sheet", sheet.c.id == key, state=chance.choice(list(SheetState)))
    for key in tx.execute(sa.select(late.c.id)).scalars().all():
        decided = chance.choice(list(LateRequestState))
        until = tx.now + timedelta(days=chance.randint(-3, 3)) if decided is LateRequestState.GRANTED else None
        by = {"decided_by": 5, "decided_at": tx.now}
        change(tx, "late_request", late.c.id == key, state=decided, granted_until=until, **by)
    units, today = sorted(stagehand.department.units.values()), tx.clock.today()
    for key in chance.sample(sorted(stagehand.department.people), 6):
        role = chance.choice([Role.COORDINATOR, Role.ACTING_HEAD, Role.UNIT_HEAD, Role.DEPUTY, Role.OFFICE])
        unit = None if role is Role.OFFICE else chance.choice(units)
        since = today - timedelta(days=1)
        add(tx, "role_grant", person_id=key, role=role, unit_id=unit, since=since, until=date(2024, 1, 1))
    changes.follow(tx)


# --- the walk ---------------------------------------------------------------------------------------------------------


def walk(stagehand: Stagehand, user_id: int, chance: random.Random) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every button from home to the depth, some of each kind: the way there by labels, and what it was refused by."""
    queue = deque[tuple[Payload, tuple[str, ...]]]([(ShowHome(), ())])
    kinds, seen = Counter[str](), set[Payload]()
    while queue:
        target, path = queue.popleft()
        with stagehand.undone():
            refusal, found = pressed(stagehand, user_id, target, UPDATE)
            yield path, refusal
            if refusal:
                continue
            chance.shuffle(found)
            if not isinstance(target, ToView):
                yield from further(stagehand, user_id, found, path)
                continue
        for button in found if len(path) < DEPTH else ():
            kind = f"{type(button.to).__name__} {_key(button)}"
            if button.to in seen or kinds[kind] >= ALIKE or not isinstance(button.to, ToView | ToAct):
                continue
            seen.add(button.to)
            kinds[kind] += 1
            queue.append((button.to, (*path, _key(button))))


def further(
    stagehand: Stagehand, user_id: int, found: list[Button], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """The buttons that an act leads to: each of them, from where the act has left things."""
    for button in found[: 2 * ALIKE]:
        if isinstance(button.to, ToView | ToAct | ToAnswer):
            with stagehand.undone("further"):
                refusal, _ = pressed(stagehand, user_id, button.to, NEXT)
            yield (*path, _key(button)), refusal


def pressed(stagehand: Stagehand, user_id: int, target: Payload, update: int) -> tuple[str, list[Button]]:
    try:
        return stagehand.follows(user_id, target, update)
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        return f"{type(error).__name__}: {error}", []


def _key(button: Button) -> str:
    return button.label.key if isinstance(button.label, Phrase) else button.label.vi

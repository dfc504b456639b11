"""Stores that have grown large: a hundred thousand people in four thousand units, three years of campaigns, five
million letters, a million old updates; what each screen and tick costs there, and how long a copy takes.

`python -m tests.bench large` has it alone: it takes long, and several gigabytes. THIDUA_LARGE: the number of people.
"""

import asyncio
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa

from bot.campaigns.calendar import vietnam
from bot.clock import Clock
from bot.dialogue.engine.registry import Registry
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.dialogue.ways import ShowHome
from bot.people.identity import Actor, load_linked
from bot.people.records import Grant, Role
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.settings import OFFICE_ZONE
from bot.slices import registry, ticks, waits
from bot.store import inbox
from bot.store.copies import copying
from bot.store.database import Database, Tx
from bot.store.engines.opening import open_database
from bot.store.scrub import scrub
from tests.bench import costs
from tests.bench.crowd import keep_open, prepare_crowd
from tests.bench.department import SINCE, hire
from tests.bench.running import bot_on, running
from tests.bench.stores import Engine, Store

Figure = tuple[str, float, float, float, str]
PEOPLE = int(os.environ.get("THIDUA_LARGE", "100000"))
UNITS, YEARS = PEOPLE // 25, {2: 2022, 3: 2021}
ROUNDS, UPDATES = 50, 10
"""Letters and old updates of each person."""
AT = datetime(2023, 2, 14, 9, tzinfo=OFFICE_ZONE)
OFFICE, DIRECTOR = PEOPLE, PEOPLE - 1
ROLES = {"the Office": OFFICE, "the Director": DIRECTOR, "a lead": 1, "the union": UNITS + 1, "staff": 2 * UNITS + 7}
DEPTH, TRIES, SLOWEST = 4, 3, 12
SETTLING, IDLE = 20.0, 60.0

_REGISTERED = (
    "INSERT INTO receipt (id, campaign_id, number, code, person_id)"
    " SELECT {first} + id, {campaign}, id, 'T{campaign}-' || id, id FROM person WHERE id <= {people}",
    "INSERT INTO registration (id, receipt_id, family, state, version, submitted_at, registered_by, agreement)"
    " SELECT {first} + id, {first} + id, 'state', 'submitted', 1, :then, id, 'own' FROM person WHERE id <= {people}",
    'INSERT INTO registration_version (id, registration_id, version, at, "by", on_paper, withdrawn)'
    " SELECT {first} + id, {first} + id, 1, :then, id, {no}, {no} FROM person WHERE id <= {people}",
    "INSERT INTO registration_title (version_id, title, initiative_later)"
    " SELECT {first} + id, 'LDTT', {no} FROM person WHERE id <= {people}",
)
_CAMPAIGN = (
    "INSERT INTO campaign (id, year, name, regime, opens_at, deadline_at, people_order, revision, created_at,"
    " updated_at) SELECT {campaign}, {year}, '{year}', regime, opens_at, deadline_at, people_order, 1, :then, :then"
    " FROM campaign WHERE id = 1",
    "INSERT INTO campaign_title (campaign_id, title) SELECT {campaign}, title FROM campaign_title"
    " WHERE campaign_id = 1",
)
_LETTER = (
    "INSERT INTO letter (kind, source, person_id, occurrence, data, state, due_at, rest_until, attempts, tries,"
    " repeated, planned_at, began_at, ended_at) SELECT 'reminder', 'reminder:{number}', id, '{number}', '{{}}', 'sent',"
    " :then, 0, 1, 0, {no}, :then, :then, :then FROM person"
)
_PARTS = (
    "INSERT INTO letter_part (letter_id, place, state, attempt, text, digest, address, message_id, form)"
    " SELECT id, 0, 'sent', 1, 'Đề nghị Anh/Chị đăng ký danh hiệu thi đua trước ngày 28/02.', '{digest}',"
    " 6000000000 + person_id, id, 'text' FROM letter"
)
_UPDATE = (
    "INSERT INTO inbox (update_id, person_key, tries, received_at, done_at)"
    " SELECT {number} * 1000000 + id, 6000000000 + id, 0, :then, :then FROM person"
)
_NUMBERS = tuple(
    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
    for table in ("person", "post", "receipt", "registration", "registration_version", "campaign")
)
"""Rows that came with their keys: the next ones have others."""


def _build(tx: Tx) -> None:
    hire(tx, PEOPLE, UNITS)
    for who, role in ((OFFICE, Role.OFFICE), (DIRECTOR, Role.DIRECTOR)):
        tx.insert_new(Grant, [{"person_id": who, "role": role, "since": SINCE, "from_roster": True}])
    postgresql = tx.engine_name == "postgresql"
    for words in (*_history("false" if postgresql else "0"), *(_NUMBERS if postgresql else ())):
        then = [sa.bindparam("then", tx.now - timedelta(days=400), sa.DateTime)] if ":then" in words else []
        tx.execute(sa.text(words).bindparams(*then))


def _history(no: str) -> Iterator[str]:
    """The statements that write three years: each a row of everybody."""
    for campaign, year in YEARS.items():
        yield from (words.format(campaign=campaign, year=year) for words in _CAMPAIGN)
    for campaign, people in {1: PEOPLE // 2, **dict.fromkeys(YEARS, PEOPLE)}.items():
        given = {"campaign": campaign, "first": campaign * 1_000_000, "people": people, "no": no}
        yield from (words.format(**given) for words in _REGISTERED)
    yield from (_LETTER.format(number=number, no=no) for number in range(ROUNDS))
    yield _PARTS.format(digest="0" * 64)
    yield from (_UPDATE.format(number=number) for number in range(1, UPDATES + 1))
    yield "ANALYZE"


def made(engine: Engine) -> Store:
    """A large store."""
    store = engine.empty("large")
    database = _opened(store)
    database.run_now(_build)
    database.close_now()
    return store


def _opened(store: Store) -> Database:
    clock = Clock(OFFICE_ZONE)
    clock.move_to(AT)
    return open_database(store.url, clock)


# --- screens ----------------------------------------------------------------------------------------------------------


def screens(engine: Engine, store: Store) -> dict[tuple[str, str], float]:
    """Milliseconds of processor, bot and server together, of each screen that is reached by buttons from home, by role
    and name of the view."""
    database, known = _opened(store), registry(Phrases(OFFICE_ZONE))
    found = dict[tuple[str, str], float]()
    for role, person in ROLES.items():
        seen, waiting = set[str](), list[tuple[ToView, int]]([(ShowHome(), 0)])
        while waiting:
            to, depth = waiting.pop(0)
            if to.name in seen:
                continue
            seen.add(to.name)
            took, drawn = _drawn(engine, database, known, person, to)
            found[role, to.name] = took
            if drawn is not None and depth < DEPTH:
                waiting += [(ahead, depth + 1) for ahead in _ways_on(drawn)]
    database.close_now()
    return found


def _ways_on(drawn: Screen) -> Iterator[ToView]:
    return (button.to for row in drawn.rows for button in row if isinstance(button.to, ToView))


def _drawn(engine: Engine, database: Database, known: Registry, person: int, to: ToView) -> tuple[float, Screen | None]:
    drawn: Screen | None = None

    def draw(tx: Tx) -> None:
        nonlocal drawn
        actor: Actor = load_linked(tx, {person})[person][0]
        tx.found = {}  # as when the engine draws
        with suppress(Refusal):
            drawn = known.views[to.name].show(tx, actor, to)

    tried = [_spent(engine, lambda: database.run_now(draw)) * 1000 for _ in range(TRIES)]
    return statistics.median(tried), drawn


# --- ticks, thinning, copies ------------------------------------------------------------------------------------------


def ticking(engine: Engine, store: Store) -> dict[str, float]:
    """Seconds of processor of each function that plans what is due, and of old updates thinned, the longest part of it
    too."""
    database, found = _opened(store), dict[str, float]()
    vietnam(AT.year)  # a bot that runs has read it before its first tick, and knows all kinds of work
    assert waits()
    for due in ticks(database).due:
        name = f"{due.__module__.removeprefix('bot.')}.{getattr(due, '__name__', due)}"
        found[name] = _spent(engine, partial(database.run_now, due))
    thinned = list(_thinned(engine, database))
    found["old updates thinned"], found["longest of that"] = sum(thinned), max(thinned)
    database.close_now()
    return found


def copying_of(engine: Engine, store: Store) -> dict[str, float]:
    """Seconds of a copy of the store, and of putting it back elsewhere."""
    clock, file = Clock(OFFICE_ZONE), store.folder / f"{engine.name}.backup"
    found = {"a copy": _seconds(lambda: copying.make(store.url, file, clock))}
    empty = engine.empty("restored")

    def put_back() -> None:
        with copying.opened(file, store.folder, clock) as copy:
            copying.put_back(copy, empty.url, clock, store.folder / f"{engine.name}.aside")

    return found | {"put back": _seconds(put_back), "MB of the copy": file.stat().st_size / 1e6}


def _thinned(engine: Engine, database: Database) -> Iterator[float]:
    """Seconds of each part, until there is nothing more."""
    parts = [1]
    while parts[-1]:
        yield _spent(engine, lambda: parts.append(database.run_now(inbox.prune)))


def _spent(engine: Engine, work: Callable[[], object]) -> float:
    """Seconds of processor, of this process and of the server."""
    began = time.process_time() + engine.seconds()
    work()
    return time.process_time() + engine.seconds() - began


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def cleaned(store: Store) -> dict[str, float]:
    """Seconds in which the files are cleaned of what was erased."""
    return {"files cleaned": _seconds(lambda: scrub(store.url))}


# --- a bot that serves ------------------------------------------------------------------------------------------------


async def served(engine: Engine, store: Store) -> dict[str, float]:
    """Milliseconds of processor of a registration step, bot and server together, and of a second in which nothing
    happens."""
    await store.run_aside(lambda tx: prepare_crowd(tx, costs.PEOPLE))
    await store.run_aside(keep_open)
    step = await costs.step(engine, store)
    meters = costs.Meters(engine)
    async with running(bot_on(store.url, store.folder), told=meters.pids.append):
        await asyncio.sleep(SETTLING)
        before = meters.read()
        await asyncio.sleep(IDLE)
        after = meters.read()
    idle = (after[0] - before[0] + after[1] - before[1]) / IDLE * 1000
    return {"a registration step, ms": step.both, "a second of rest, ms": idle}


# --- the table --------------------------------------------------------------------------------------------------------


async def grown(engines: Sequence[Engine]) -> list[Figure]:
    """Rows of the bench."""
    rows: list[Figure] = []
    for engine in engines:
        began = time.perf_counter()
        store = await asyncio.to_thread(made, engine)
        print(f"{engine.name}: made in {time.perf_counter() - began:.0f} s", flush=True)
        drawn = await asyncio.to_thread(screens, engine, store)
        print(f"{engine.name}: {len(drawn)} screens", flush=True)
        slowest = sorted(drawn.items(), key=lambda item: -item[1])[:SLOWEST]
        rows += [(f"{engine.name}: {name} for {role}, ms", took, 1, took, "<= 2000") for (role, name), took in slowest]
        middle = statistics.median(drawn.values())
        rows.append((f"{engine.name}: the middle one of {len(drawn)} screens, ms", middle, 1, middle, "<= 100"))
        ticks_took = await asyncio.to_thread(ticking, engine, store)
        rows += [(f"{engine.name}: {what}, s", took, 1, took, "<= 10") for what, took in ticks_took.items()]
        work = await served(engine, store)
        rows += [(f"{engine.name}: {what}", took, 1, took, "") for what, took in work.items()]
        copied = await asyncio.to_thread(copying_of, engine, store)
        copied |= await asyncio.to_thread(cleaned, store)
        rows += [(f"{engine.name}: {what}", took, 1, took, "") for what, took in copied.items()]
    return rows

"""What every test may use: an office with its people, or a bare store, on SQLite or on both engines."""

import gc
import os
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from ipaddress import ip_address
from itertools import groupby
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import pytest_asyncio

from bot.clock import Clock
from bot.doors import display
from bot.store.database import Database
from bot.store.engines.opening import open_database
from tests import engines
from tests.asked_of_postgresql import Asked
from tests.by_web import BY_WEB, TELEGRAM_ONLY
from tests.engines import Stores, morning_clock
from tests.office import Office
from tests.quick_pins import quick_pins
from tests.quick_stores import quick_stores
from tests.short_screens import counted

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")  # how long an example takes is the machine's affair

_END_RUN = pytest.StashKey[Callable[[], None]]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "engines(*names): the engines that a test's store is on (tests/engines.py)")
    if not hasattr(config, "workerinput"):
        config.stash[_END_RUN] = engines.begin_run()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--figures", action="store_true", help="say of each module what was tried, and how much was bad")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """With --figures: of each module how many tests were tried and how many were bad, and what they printed of it."""
    if not terminalreporter.config.option.figures:
        return
    tried, bad, printed = Counter[str](), Counter[str](), dict[str, list[str]]()
    for outcome in ("passed", "failed", "error"):
        for report in terminalreporter.getreports(outcome):
            module = report.nodeid.partition("::")[0]
            tried[module] += report.when == "call"
            bad[module] += outcome != "passed"
            said = [line for line in report.capstdout.splitlines() if line.strip()]
            printed.setdefault(module, []).extend(said if report.when == "call" else [])
    terminalreporter.section("figures")
    for module in sorted(printed):
        terminalreporter.write_line(f"{module}: {tried[module]} tried, {bad[module]} bad")
        for line in printed[module]:
            terminalreporter.write_line(f"    {line}")


def pytest_unconfigure(config: pytest.Config) -> None:
    """After all workers have ended."""
    if _END_RUN in config.stash:
        config.stash[_END_RUN]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The slow ones spread evenly among the others, and none at the end: they mostly wait, for a lease to end or for a
    browser, and several at once would leave the cores idle. Those of one browser stay together. The long ones first, in
    each worker's share: the last of them would keep one core, and the others would have nothing to do."""
    _leave_to_drill(config, items)
    if BY_WEB:
        there = [item for item in items if "postgresql" not in item.nodeid]
        items[:] = [item for item in there if not item.nodeid.startswith(TELEGRAM_ONLY)]
    by_module = groupby((item for item in items if item.get_closest_marker("long") is not None), lambda item: item.path)
    long = [list(group) for _, group in by_module]  # together: what its module has made for all of them is costly
    others = [item for item in items if item.get_closest_marker("long") is None]
    _spread_slow(others)
    workers = int(getattr(config, "workerinput", {}).get("workercount", 1))
    shares, left = list[pytest.Item](), len(items)
    for worker in range(workers):
        size = left // (workers - worker)  # as pytest-xdist shares them out
        own = [item for group in long[worker::workers] for item in group]
        shares += [*own, *others[: max(0, size - len(own))]]
        del others[: max(0, size - len(own))]
        left -= size
    items[:] = [*shares, *others]


def _leave_to_drill(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take out what is in `make drill` alone: what is at length, and on PostgreSQL what tests/engines.py says; or,
    where the drill asks for the latter, all else."""
    if os.environ.get(engines.LONG_TOO) is None:
        long = [item for item in items if item.get_closest_marker("at_length") is not None]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in set(long)]
    if (at_length := os.environ.get(engines.AT_LENGTH)) not in (None, engines.ONLY_LEFT):
        return
    alone = at_length is not None
    left, seen = dict[pytest.Item, None](), set[str]()
    for item in items:
        mark = item.get_closest_marker("engines")
        if mark is not None and "postgresql" in item.nodeid:
            room = engines.room(item.path)
            # Of a part of a room nobody knows which is the first of the whole: all of it, then.
            if engines.is_left(mark, room, first=not alone and room not in seen):
                left[item] = None
            else:
                seen.add(room)
    out = [item for item in items if (item in left) is not alone]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if (item in left) is alone]


def _spread_slow(items: list[pytest.Item]) -> None:
    slow = [item for item in items if item.get_closest_marker("slow") is not None]
    quick = [item for item in items if item.get_closest_marker("slow") is None]
    groups = [list(group) for _, group in groupby(slow, _together)]
    if not quick or not groups:
        return
    stride = len(quick) * 0.9 / len(groups)
    mixed: list[pytest.Item] = []
    for place, group in enumerate(groups):
        mixed += [*quick[round(place * stride) : round((place + 1) * stride)], *group]
    items[:] = [*mixed, *quick[round(len(groups) * stride) :]]


def pytest_collection_finish() -> None:
    """Freezes what was collected, which stays to the end; to walk it again and again was a twentieth of the work."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


def _together(item: pytest.Item) -> str:
    """The module of a test that shares a browser; itself for others."""
    return item.location[0] if item.get_closest_marker("browser") is not None else item.nodeid


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    mark = metafunc.definition.get_closest_marker("engines")
    if mark is not None and "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", mark.args, indirect=True)


@pytest.fixture(autouse=True, scope="session")
def only_this_machine() -> Iterator[None]:
    """Whoever reaches for another machine fails where it does."""
    reach = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not ip_address(address[0]).is_loopback:
            pytest.fail(f"a test reached for {address[0]}")
        reach(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(autouse=True, scope="session")
def no_traces_at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a process that serves keeps for its user goes with the run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session")
def asked_of_postgresql(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    there = Asked(stores.another("postgresql", tmp_path_factory.getbasetemp(), "asked_of"))
    yield there
    there.close()


@pytest.fixture(autouse=True, scope="session")
def stores_are_quick(asked_of_postgresql: Asked) -> Iterator[None]:
    with quick_stores(asked_of_postgresql.listen):
        yield


@pytest.fixture(autouse=True)
def what_is_asked_is_understood_by_postgresql(asked_of_postgresql: Asked) -> Iterator[None]:
    yield
    faults, asked_of_postgresql.faults = asked_of_postgresql.faults, []
    if faults:
        pytest.fail("PostgreSQL does not understand:\n" + "\n\n".join(faults), pytrace=False)


@pytest.fixture(autouse=True, scope="session")
def screens_are_counted() -> Iterator[list[str]]:
    found: list[str] = []
    with counted(found):
        yield found


@pytest.fixture(autouse=True)
def no_screen_has_more_than_ten_lines(screens_are_counted: list[str]) -> Iterator[None]:
    yield
    faults, screens_are_counted[:] = [*screens_are_counted], []
    if faults:
        pytest.fail("more than ten lines:\n" + "\n".join(sorted(set(faults))), pytrace=False)


@pytest.fixture(autouse=True, scope="session")
def what_is_shown_is_recorded_at_once() -> Iterator[None]:
    """A test that waits until all is done would wait for what takes its time since nobody waits for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(display, "REST_SECONDS", 0.0)
        yield


@pytest.fixture(autouse=True, scope="session")
def pins_are_quick() -> Iterator[None]:
    with quick_pins():
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chrome() -> AsyncIterator[Any]:
    """One browser (playwright's) for all that a worker looks at, each with a context of its own. Whoever uses it runs
    in its event loop: `asyncio(loop_scope="session")`."""
    from tests.playground.page.browser import launched  # whoever needs none need not load it

    async with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def stores() -> Stores:
    return Stores(os.environ.get("PYTEST_XDIST_WORKER", "main"))


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """The engine that a test's store is on; `@both_engines` runs it on each."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def store_url(stores: Stores, engine: str, tmp_path: Path) -> str:
    """A migrated store that holds nothing."""
    return stores.empty(engine, tmp_path)


@pytest.fixture
def sample_url(stores: Stores, engine: str, tmp_path: Path) -> str:
    """A store with the sample department."""
    return stores.sample(engine, tmp_path)


@pytest.fixture
def clock() -> Clock:
    return morning_clock()


@pytest.fixture
async def database(store_url: str, clock: Clock) -> AsyncIterator[Database]:
    """A store that holds nothing, open."""
    database = open_database(store_url, clock)
    yield database
    await database.close()


@pytest.fixture
async def office(sample_url: str) -> AsyncIterator[Office]:
    """The sample department with its bot."""
    office = Office(sample_url)
    await office.open()
    yield office
    await office.close()

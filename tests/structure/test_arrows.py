"""Who may import whom: one table, read against every import there is."""

import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from bot.slices import SLICES
from tests.structure.rooms import ROOMS, room
from tests.structure.source import Module, modules

KEPT = re.compile(r"actions|flow|views|letters|(\w+_)?screens")
"""What a slice keeps to itself: what asks, draws and does. The rest may be known to the slices after it."""
WHOLE = ("bot.slices", "bot.commands", "bot.playground.sample", "bot.tables")
"""Who puts together, loads and commands: they reach into a slice wherever its work is."""

HOMES = {
    "telegram": "handlers bot.doors.telegram bot.playground bot.wiring bot.commands",
    # Tables stand in records; statements where rows are read and written, and nowhere that asks, judges or draws.
    "sqlmodel": "bot.store bot.dialogue.drafts bot.dialogue.surface bot.ledger bot.doors bot.migrations"
    " *.records *_records bot.people.roster.snapshot",
    "psycopg": "bot.store.engines",
    "sqlalchemy": f"bot.store bot.dialogue bot.ledger bot.outbox bot.doors bot.migrations"
    f" {' '.join(f'bot.{slice_}' for slice_ in SLICES)}",
    "alembic": "bot.store bot.migrations",
    "aiohttp": "bot.doors bot.playground bot.commands.serving bot.commands.run bot.commands.playing"
    " handlers.web handlers.listening",
    "prometheus_client": "handlers.metrics",
    "aiosmtplib": "bot.doors.email",
    "aiosmtpd": "bot.playground.bells",
    "apscheduler": "scheduler",
    "babel": "bot.phrases bot.clock",
    "holidays": "bot.campaigns",
    "typst": "bot.papers",
    "segno": "bot.papers",
    "openpyxl": "bot.workbooks bot.papers",
    "xlrd": "bot.workbooks",
    "docx": "bot.papers",
    "docxtpl": "bot.papers",
    "jinja2": "bot.papers bot.doors.web",
    "pydantic": "bot.consolidation.content",
    "webauthn": "bot.people.passkeys.proving",
}
"""Each library has one home."""

NO_SQL = re.compile(r".*\.(rules|criteria|collective|matching|loading|flow|views|\w*screens|facts|said|scoring|words)")

HEAVY = (
    *("aiosmtplib", "alembic", "openpyxl", "xlrd", "docx", "docxtpl", "jinja2", "typst", "segno", "holidays"),
    *("prometheus_client", "webauthn", "bot.playground"),
)
"""Imported by what needs them when it does: a bot that starts should be polling before a workbook library is read."""


def ours(module: Module) -> Iterator[tuple[str, int]]:
    own = {"bot", "handlers", "scheduler"}
    return ((name, line) for name, line in module.imports() if name.split(".")[0] in own and name != "bot")


def matches(module: str, patterns: str) -> bool:
    return any(
        module.endswith(pattern[1:])
        if pattern.startswith("*")
        else module == pattern or module.startswith(f"{pattern}.")
        for pattern in patterns.split()
    )


def test_every_module_has_a_room() -> None:
    assert [module.path for module in modules() if room(module.name) not in ROOMS and module.name != "bot"] == []


def test_every_room_is_there() -> None:
    lived_in = {room(module.name) for module in modules()}
    assert [one for one in ROOMS if one not in lived_in] == []


def test_no_import_runs_against_the_order_of_the_rooms() -> None:
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in modules()
        for name, line in ours(module)
        if module.name != "bot" and ROOMS.index(room(name)) > ROOMS.index(room(module.name))
    ]
    assert wrong == []


def test_a_slice_keeps_to_itself_what_asks_draws_and_does() -> None:
    wrong = []
    for module in modules():
        for name, line in ours(module):
            inside = room(name).split(".")[0]
            if (
                room(name) not in SLICES
                or inside == room(module.name).split(".")[0]
                or matches(module.name, " ".join(WHOLE))
            ):
                continue
            if KEPT.fullmatch(name.split(".")[-1]):
                wrong.append(f"{module.path}:{line} imports {name}")
    assert wrong == []


def test_no_room_knows_the_telegram_library_or_writes_its_markup_but_the_door_and_the_handlers() -> None:
    """The door to Telegram is one of several: nothing else may speak its language."""
    spoken = re.compile(r"</?(b|i|u|s|a|code|pre|blockquote|tg-spoiler)( [^>]*)?>")
    wrong = [
        f"{module.path}:{literal.lineno}"
        for module in modules()
        for literal in module.literals()
        if spoken.search(str(literal.value))
        and not matches(module.name, "bot.doors handlers bot.playground bot.phrases")
    ]
    assert wrong == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    try:
        TopologicalSorter({module.name: {name for name, _ in ours(module)} - {"bot"} for module in modules()}).prepare()
    except CycleError as error:
        raise AssertionError(error.args[1]) from None


def test_every_library_has_one_home() -> None:
    wrong = []
    for module in modules():
        for name, line in module.imports():
            library = name.split(".")[0]
            if library in sys.stdlib_module_names or library in {"bot", "handlers", "scheduler"}:
                continue
            if not matches(module.name, HOMES.get(library, "")):
                wrong.append(f"{module.path}:{line} imports {library}")
    assert wrong == []


def test_what_asks_judges_or_draws_holds_no_sql() -> None:
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in modules()
        for name, line in module.imports()
        if NO_SQL.fullmatch(module.name) and name.split(".")[0] in {"sqlalchemy", "sqlmodel"}
    ]
    assert wrong == []


def test_starting_to_serve_imports_nothing_that_is_needed_only_now_and_then() -> None:
    code = f"import sys, bot.commands.cli, bot.commands.run; print(*({set(HEAVY)} & sys.modules.keys()))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []

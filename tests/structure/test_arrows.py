"""Who may import whom: one table, read against every import there is."""

import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from tests.structure.source import Module, modules

SLICES = (
    "bot.people",
    "bot.titles",
    "bot.awards",
    "bot.campaigns",
    "bot.enquiries",
    "bot.registration",
    "bot.leading",
    "bot.sheets",
    "bot.personnel",
    "bot.notices",
    "bot.reminders",
    "bot.results",
)
"""In order: a slice may know those before it, and of them only what they show."""
APART = frozenset(SLICES[-3:])
"""These do not know each other."""

SHOWN = {
    # Pure rules, and records or what is read from them. Never what asks, draws or does: flow, views, screens, actions.
    "bot.people": "records rules identity chain held reach collectives naming",
    "bot.titles": "catalogue criteria collective loading matching rules",
    "bot.awards": "records rules",
    "bot.campaigns": "records calendar",
    "bot.enquiries": "records rules held",
    "bot.registration": "records rules filing",
    "bot.leading": "records rules board",
    "bot.sheets": "records rules",
}
"""What a slice shows to the slices after it, and to whoever shows or sends for all of them."""
WORKBOOKS = "workbook tables cells tree snapshot report"
"""How people/ reads a workbook, shown to the other slice that has one to read."""
WHOLE = ("bot.slices", "bot.cli", "bot.demo", "bot.checking", "bot.inviting", "bot.playground.sample", "bot.tables")
"""Who puts together, loads and commands: they reach into a slice wherever its work is."""

WORDS = "bot.refusal bot.clock bot.locks bot.folding bot.words bot.logs bot.database bot.conversation bot.ways"
LEDGER = "bot.outbox.letter bot.outbox.planning bot.outbox.change bot.outbox.halts bot.outbox.sources"
"""What is planned, changed, halted; not what carries it."""
STATE = f"bot.drafts bot.surface bot.living bot.audit bot.files {LEDGER}"
"""What an action of any slice may write beside its own rows."""
COMMAND = f"{WORDS} bot.settings bot.store bot.phrases"
ALL_SLICES = " ".join(SLICES)

MAY_KNOW = {
    # What everything stands on.
    "bot.refusal": "",
    "bot.clock": "",
    "bot.locks": "",
    "bot.logs": "",
    "bot.folding": "",
    "bot.nursery": "bot.logs",
    "bot.words": "bot.refusal",
    "bot.settings": "bot.refusal",
    "bot.database": "bot.clock",
    "bot.conversation": "bot.database",  # the name of a transaction, for annotations
    "bot.ways": "bot.conversation",
    "bot.packing": "bot.conversation",
    "bot.phrases": "bot.conversation",
    "bot.papers": "bot.conversation",
    # What is kept of updates, dialogues and deeds; the store as a whole.
    "bot.files": "bot.database",
    "bot.inbox": "bot.database",
    "bot.leases": "bot.database",
    "bot.generations": "bot.database",
    "bot.witness": "",
    "bot.audit": "bot.database",
    "bot.drafts": "bot.database bot.conversation",
    "bot.surface": "bot.database bot.conversation bot.packing",
    "bot.living": "bot.database bot.surface",
    "bot.outbox.letter": "bot.database bot.conversation",
    "bot.outbox.planning": "bot.database bot.audit bot.outbox.letter",
    "bot.outbox.change": "bot.database bot.audit bot.outbox.letter",
    "bot.outbox.halts": "bot.database bot.logs bot.audit bot.outbox.letter",
    "bot.outbox.sources": "bot.database bot.audit bot.outbox.letter bot.outbox.planning bot.outbox.halts",
    "bot.outbox.gate": "bot.database",
    "bot.store": "bot.database bot.refusal",
    "bot.tables": f"bot.inbox bot.leases bot.generations bot.outbox.gate {STATE} {ALL_SLICES}",
    "bot.migrations": "bot.database bot.store bot.tables",
    # The channel, what drives the dialogues, what beats time.
    "bot.telegram": f"{WORDS} bot.files bot.surface bot.living bot.packing bot.phrases bot.outbox.gate",
    "bot.outbox": f"{WORDS} bot.nursery bot.leases bot.generations bot.witness bot.audit {LEDGER} bot.outbox.gate"
    " bot.phrases bot.people bot.telegram",
    "handlers": f"{WORDS} bot.nursery bot.inbox bot.leases bot.files bot.drafts bot.surface bot.living bot.people"
    " bot.telegram",
    "scheduler": f"{WORDS} bot.nursery bot.leases {ALL_SLICES}",
    "bot.playground": "bot.clock bot.folding bot.nursery bot.telegram",
    "bot.playground.sample": "bot.clock bot.database bot.people bot.titles bot.awards bot.campaigns",
    # Where everything is put together, and the commands.
    "bot.slices": f"{WORDS} bot.surface bot.phrases bot.outbox.letter {ALL_SLICES} handlers scheduler",
    "bot.wiring": f"{WORDS} bot.settings bot.inbox bot.leases bot.tables bot.phrases bot.telegram bot.slices"
    f" bot.outbox {LEDGER} bot.outbox.gate bot.witness handlers scheduler",
    "bot.arming": f"{WORDS} bot.generations bot.witness bot.audit bot.outbox bot.slices",
    # The port, and how updates come.
    "bot.serve": f"{COMMAND} bot.nursery bot.people bot.arming bot.witness bot.wiring handlers",
    "bot.demo": f"{COMMAND} bot.people bot.slices bot.wiring bot.playground bot.playground.sample",
    "bot.checking": f"{COMMAND} bot.arming bot.titles bot.telegram",
    "bot.inviting": f"{COMMAND} bot.papers bot.people bot.telegram",
    "bot.cli": f"{COMMAND} {ALL_SLICES} bot.serve bot.demo bot.checking bot.inviting bot.arming",
    "bot.__main__": "bot.cli",
}
"""Room -> the rooms that it may know besides itself. The slices follow from their order."""
for place, room_ in enumerate(SLICES):
    before = " ".join(other for other in SLICES[:place] if not {other, room_} <= APART)
    MAY_KNOW[room_] = f"{WORDS} {STATE} bot.papers {before}"

HOMES = {
    "telegram": "handlers bot.telegram bot.outbox.courier bot.outbox.changing bot.playground"
    " bot.wiring bot.serve bot.checking bot.inviting",
    # Tables stand in records; statements where rows are read and written, and nowhere that asks, judges or draws.
    "sqlmodel": "bot.database bot.files bot.inbox bot.leases bot.generations bot.drafts bot.surface bot.outbox.letter"
    " bot.outbox.change bot.outbox.halts bot.outbox.gate bot.migrations *.records *_records bot.people.snapshot",
    "sqlalchemy": "bot.database bot.files bot.store bot.inbox bot.leases bot.generations bot.drafts bot.surface"
    f" bot.living bot.audit bot.outbox bot.migrations {ALL_SLICES}",
    "alembic": "bot.store bot.migrations",
    "aiohttp": "bot.telegram.request bot.playground bot.serve handlers.web",
    "apscheduler": "scheduler",
    "babel": "bot.phrases bot.clock",
    "holidays": "bot.campaigns",
    "typst": "bot.papers",
    "segno": "bot.papers",
    "openpyxl": "bot.people.workbook bot.people.rejects bot.awards bot.results bot.papers",
    "xlrd": "bot.people.workbook bot.awards bot.results",
}
"""Each library has one home."""

NO_SQL = re.compile(r".*\.(rules|criteria|collective|matching|loading|flow|views|\w*screens|facts|free_text|words)")

HEAVY = ("alembic", "openpyxl", "xlrd", "typst", "segno", "holidays", "bot.playground")
"""Imported by what needs them when it does: a bot that starts should be polling before a workbook library is read."""


def room(module: str) -> str:
    """The longest name in the table that `module` is in."""
    parts = module.split(".")
    inside = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((name for name in inside if name in MAY_KNOW), module)


def ours(module: Module) -> Iterator[tuple[str, int]]:
    own = {"bot", "handlers", "scheduler"}
    return ((name, line) for name, line in module.imports() if name.split(".")[0] in own)


def matches(module: str, patterns: str) -> bool:
    return any(
        module.endswith(pattern[1:])
        if pattern.startswith("*")
        else module == pattern or module.startswith(f"{pattern}.")
        for pattern in patterns.split()
    )


def test_every_module_has_a_room() -> None:
    homeless = [module.path for module in modules() if room(module.name) not in MAY_KNOW and module.name != "bot"]
    assert homeless == []


def test_no_import_runs_against_the_arrows() -> None:
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in modules()
        for name, line in ours(module)
        if room(name) != room(module.name) and room(name) not in MAY_KNOW[room(module.name)].split()
    ]
    assert wrong == []


def test_a_slice_shows_its_rules_and_records_and_keeps_its_dialogues_to_itself() -> None:
    wrong = []
    for module in modules():
        for name, line in ours(module):
            if room(name) not in SLICES or room(name) == room(module.name) or module.name in WHOLE:
                continue
            shown = SHOWN.get(room(name), "").split()
            if (room(name), room(module.name)) == ("bot.people", "bot.awards"):
                shown += WORKBOOKS.split()
            inner = name.removeprefix(room(name)).lstrip(".")
            if inner and inner not in shown:
                wrong.append(f"{module.path}:{line} imports {name}")
    assert wrong == []


def test_the_table_has_no_circle() -> None:
    try:
        TopologicalSorter({name: set(known.split()) for name, known in MAY_KNOW.items()}).prepare()
    except CycleError as error:
        raise AssertionError(error.args[1]) from None


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
    code = f"import sys, bot.cli, bot.serve; print(*({set(HEAVY)} & sys.modules.keys()))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []

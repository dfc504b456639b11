"""`make drill`: the tests that go by chance, at length, and what only it does, part after part. As each part ends it
says what was tried and how much of it was bad; a table of all comes last. `make drill PART="noise forged"` has those
alone.

WORKERS: processes of a part. OPTIONS: more words for pytest.
"""

import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.engines import AT_LENGTH, LONG_TOO, ONLY_LEFT

FIGURES = re.compile(r"^tests/\S+: (\d+) tried, (\d+) bad$", re.MULTILINE)
"""The line that tests/conftest.py says of each module with --figures."""
HOUR = 3600
"""Seconds before a test is taken for one that hangs: the longest stories of chance take many minutes."""


@dataclass(frozen=True, slots=True)
class Part:
    what: str
    tests: tuple[str, ...]
    numbers: Mapping[str, str] = field(default_factory=dict)
    """Numbers of cases, by the variables that its tests read; `make test` has fewer."""
    on_both: str = "1"
    """The value of AT_LENGTH, or nothing."""
    words: tuple[str, ...] = ()
    """More words for pytest."""


def numbers(**given: object) -> dict[str, str]:
    return {f"THIDUA_{name}": str(value) for name, value in given.items()}


PARTS: Mapping[str, Part] = {
    "noise": Part(
        "updates that nobody has foreseen",
        ("tests/properties/test_noise.py",),
        numbers(NOISE=20_000),
    ),
    "forged": Part(
        "a thousand people's forged buttons; what is offered in random departments",
        ("tests/matrix/test_forged.py", "tests/matrix/test_offered.py"),
        numbers(FORGERS=1_000, DEPARTMENTS=200),
    ),
    "campaigns": Part(
        "random campaigns, counted in every way",
        ("tests/properties/test_families.py", "tests/properties/test_outlines.py", "tests/properties/test_twice.py"),
        numbers(CAMPAIGNS=200),
    ),
    "workbooks": Part(
        "hostile workbooks, and realistic ones",
        ("tests/workbooks/test_hostile_files.py", "tests/properties/test_layouts.py"),
        numbers(HOSTILE=10_000, LAYOUTS=2_000),
    ),
    "kills": Part(
        "kills in the midst of a run of letters, and while many register; processes that are frozen",
        tuple(f"tests/kill/test_{name}.py" for name in ("letters", "three_doors", "kill", "replicas")),
        numbers(LETTERS=2_000, LETTER_KILLS=200, DOOR_ROUNDS=3, KILLS=100, FREEZES=5),
    ),
    "rolling": Part(
        "updates from the version before, while people tap and letters leave",
        ("tests/kill/test_rolling.py", "tests/drill/test_version_before.py"),
        numbers(ROLLINGS=9),
    ),
    "restores": Part(
        "copies of random moments of a run of letters, put back",
        ("tests/kill/test_random_copies.py",),
        numbers(LETTERS=2_000, RESTORES=30),
    ),
    "weather": Part(
        "lines that break, full disks, clocks that are set, leaders that are stopped, servers that restart",
        tuple(
            f"tests/drill/test_{name}.py"
            for name in ("broken_line", "clock", "full_disk", "server_restart", "stopped_leader", "two_stores")
        ),
        numbers(STOPS=5, FULL_DISKS=11, BROKEN_LINES=12, SERVER_RESTARTS=3, TWO_STORES=1),
    ),
    "deaths": Part(
        "deeds of the Office, dying at each commit",
        (
            "tests/notices/sending/test_deaths.py",
            "tests/launching/test_once.py",
            "tests/office_room/test_decided_once.py",
            "tests/office_room/test_regimes.py",
            "tests/consolidation/test_consolidated_once.py",
            "tests/consolidation/test_template_once.py",
            "tests/recognition/test_recognition_once.py",
        ),
        numbers(DEATHS_APART=1),
    ),
    "intruders": Part(
        "whoever wants in at the web door and is not meant",
        ("tests/entrance/test_intruders.py",),
        numbers(INTRUDERS=30),
    ),
    "screens": Part(
        "every screen of the tour on its web page, looked at by axe",
        ("tests/doors/web/test_screens_browser.py",),
        numbers(EVERY_SCREEN=1),
        on_both="",
    ),
    "walks": Part(
        "long walks in a browser, long stories, and deeds that die at each commit",
        ("tests",),
        on_both="",
        words=("-m", "at_length", "--ignore=tests/structure"),
    ),
    "revisions": Part(
        "each revision of the store, undone alone",
        ("tests/migrations/test_revisions.py",),
        numbers(REVISIONS=1_000),
    ),
    "printed": Part(
        "papers in LibreOffice, where it is installed",
        ("tests/drill/test_office_suite.py", "tests/drill/test_printed.py"),
        numbers(OFFICE_SUITE=1, PRINTED="1 7 20 93 3000"),
    ),
    "web": Part(
        "transcripts at the web door",
        tuple(
            f"tests/{room}"
            for room in (
                *("conversations", "leading", "notices", "sheets", "enquiries", "office_room", "consolidation"),
                *("recognition", "personnel", "launching", "waiting"),
            )
        ),
        numbers(TEST_DOOR="web"),
        on_both="",
    ),
    "postgresql": Part(
        "on PostgreSQL what `make test` has on SQLite alone",
        ("tests",),
        on_both=ONLY_LEFT,
    ),
}


@dataclass(frozen=True, slots=True)
class Result:
    name: str
    tried: int
    bad: int
    seconds: float


def main() -> int:
    names = sys.argv[1:] or list(PARTS)
    if unknown := set(names) - PARTS.keys():
        print(f"no such part: {', '.join(sorted(unknown))}; there are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    results = [run(name) for name in names]
    print(f"\n{'part':12}{'tried':>8}{'bad':>6}{'seconds':>9}")
    for one in results:
        print(f"{one.name:12}{one.tried:8}{one.bad:6}{one.seconds:9.0f}  {PARTS[one.name].what}")
    return 1 if any(one.bad for one in results) else 0


def run(name: str) -> Result:
    """Play one part, and pass on what pytest says of it."""
    part, began = PARTS[name], time.monotonic()
    print(f"\n--- {name}: {part.what}", flush=True)
    environment = {**os.environ, **part.numbers, LONG_TOO: "1"} | ({AT_LENGTH: part.on_both} if part.on_both else {})
    said = b""
    with subprocess.Popen(command(name), env=environment, stdout=subprocess.PIPE) as told:
        assert told.stdout is not None
        while piece := os.read(told.stdout.fileno(), 1 << 16):  # a dot at a time
            sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            said += piece
    figures = [(int(tried), int(bad)) for tried, bad in FIGURES.findall(said.decode(errors="replace"))]
    tried, bad = (sum(column) for column in zip(*figures, strict=True)) if figures else (0, 0)
    # What could not even be collected is in no figure.
    bad = max(bad, int(told.returncode != 0))
    result = Result(name, tried, bad, time.monotonic() - began)
    print(f"--- {name}: {result.tried} tried, {result.bad} bad, {result.seconds:.0f} seconds", flush=True)
    return result


def command(name: str) -> list[str]:
    words = ["--dist", "worksteal", "-rs", "--figures", "-o", f"faulthandler_timeout={HOUR}"]
    if name == "postgresql":  # what other parts have on both engines is not asked again
        others = [path for other, part in PARTS.items() if other != name and part.on_both for path in part.tests]
        words += [f"--ignore={path}" for path in ("tests/structure", *others)]
    workers = os.environ.get("WORKERS") or str(len(os.sched_getaffinity(0)) + 1)
    more = shlex.split(os.environ.get("OPTIONS", ""))
    return [
        sys.executable,
        "-m",
        "pytest",
        "--numprocesses",
        workers,
        *words,
        *PARTS[name].words,
        *PARTS[name].tests,
        *more,
    ]


if __name__ == "__main__":
    sys.exit(main())

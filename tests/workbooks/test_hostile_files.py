"""Files made to do harm, by the thousand: each is read or refused by name, and none takes more than its share.

`THIDUA_HOSTILE=10000` reads so many (`make drill`).
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from bot.refusal import Refusal
from bot.workbooks import reading
from bot.workbooks.reading import LIMITS
from tests.workbooks.hostile import HUGE
from tests.workbooks.packages import SHEET, frame, package, rows, sheet

FILES = int(os.environ.get("THIDUA_HOSTILE", "90"))
SEED = int(os.environ.get("THIDUA_SEED", "2023"))
AT_ONCE = max(30, FILES // 100)
BEGINS = range(0, FILES, AT_ONCE)
REFUSALS = {
    f"workbook.{why}" for why in ("broken", "large", "complex", "empty", "binary", "opendocument", "web", "locked")
}


@pytest.mark.skipif(sys.platform == "win32", reason="asks the system how much a process has used")
@pytest.mark.parametrize("begin", BEGINS)
def test_every_hostile_file_is_read_or_refused_within_its_bounds(begin: int) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.workbooks.hostile", str(SEED * 1_000_000 + begin), str(AT_ONCE)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=AT_ONCE * LIMITS.seconds * 2,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    *outcomes, used = map(json.loads, told.stdout.splitlines())
    refused = sum(one["refused"] is not None for one in outcomes)
    print(
        f"{len(outcomes)} hostile files from {begin}: {refused} refused, the others read; {used['kilobytes'] >> 10} MB"
    )
    assert len(outcomes) == AT_ONCE
    assert [one for one in outcomes if one["refused"] not in {None, *REFUSALS}] == []
    assert 0 < used["kilobytes"] * 1024 <= LIMITS.memory


in_the_drill = pytest.mark.skipif(FILES < 1_000, reason="make drill: millions, a second or some each")
MILLION = 1_000_000


@in_the_drill
@pytest.mark.parametrize("kind", range(len(HUGE)))
def test_a_million_of_one_thing_is_read_or_refused_in_time(kind: int) -> None:
    source = package({**frame(), **HUGE[kind](random.Random(SEED), MILLION)})
    refused, took = read(source)
    print(f"a million of kind {kind}, {len(source) >> 10} kB: {refused or 'read'} in {took:.1f} s")
    assert refused in {"", *REFUSALS}
    assert took < LIMITS.seconds + 5, "it was given up later than it may last"


@in_the_drill
def test_a_million_formatted_empty_rows_are_read_in_seconds() -> None:
    empty = (f'<row r="{n}" s="3"><c r="A{n}" s="3"/><c r="B{n}" s="3"></c></row>' for n in range(2, MILLION))
    end = f'<row r="{MILLION}"><c r="A{MILLION}" t="str"><v>end</v></c></row>'
    source = package({**frame(), SHEET: sheet([rows([["x"]]), *empty, end])})
    refused, took = read(source)
    print(f"a million formatted empty rows, {len(source) >> 10} kB: {refused or 'read'} in {took:.1f} s")
    assert refused == ""


def read(source: bytes) -> tuple[str, float]:
    """The key of the refusal, or nothing; and the seconds of the processor that the reading process has taken."""
    began, refused = _worked(), ""
    try:
        reading.read(source, "a.xlsx")
    except Refusal as refusal:
        refused = refusal.key
    return refused, _worked() - began


def _worked() -> float:
    """Seconds of the processor that processes which have ended had of it, of those that this one began."""
    ended = os.times()
    return ended.children_user + ended.children_system

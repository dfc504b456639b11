"""Files made to do harm, by the thousand: each is read or refused by name, and none takes more than its share.

`THIDUA_HOSTILE=10000` reads so many (`make drill`).
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.workbooks.reading import LIMITS

FILES = int(os.environ.get("THIDUA_HOSTILE", "30"))
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
    assert len(outcomes) == AT_ONCE
    assert [one for one in outcomes if one["refused"] not in {None, *REFUSALS}] == []
    assert 0 < used["kilobytes"] * 1024 <= LIMITS.memory

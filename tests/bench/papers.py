"""The time and memory of the papers of a snapshot: of the consolidated table each format at two sizes, and of ten
thousand registrations every other paper.

`python -m tests.bench.papers SIZE KIND FORM` makes one in a process of its own, whose memory nothing else has filled,
and prints what it took as JSON.
"""

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bot.consolidation.content import freeze, thaw
from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.papers.makers import MAKERS
from tests.tables.departments import LARGE, department, material, say

SIZES = {3000: LARGE, 10_000: (34,) * 100 + (33,) * 200}
"""3,000 people in 40 units, 10,000 in 300."""
_STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Cost:
    """`seconds`: of one core. `megabytes`: the most that was held at once. Both with the typesetter's own process where
    there is one."""

    seconds: float
    megabytes: float


def tables() -> dict[tuple[int, PaperForm], Cost]:
    """The consolidated table by number of people and format."""
    return {(size, form): _cost(size, PaperKind.TABLE, form) for size in SIZES for form in PaperForm}


def others() -> dict[tuple[PaperKind, PaperForm], Cost]:
    """All other papers of ten thousand registrations."""
    return {(kind, form): _cost(10_000, kind, form) for kind, form in MAKERS if kind is not PaperKind.TABLE}


def _cost(size: int, kind: PaperKind, form: PaperForm) -> Cost:
    command = [sys.executable, "-m", "tests.bench.papers", str(size), kind, form]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return Cost(found["seconds"], found["megabytes"])


def _make(size: int, kind: PaperKind, form: PaperForm) -> dict[str, float]:
    frozen = freeze(department(SIZES[size]))
    began = time.process_time()
    MAKERS[kind, form](say, material(thaw(frozen)))
    beside = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = time.process_time() - began + beside.ru_utime + beside.ru_stime
    kilobytes = _own_peak() + beside.ru_maxrss
    return {"seconds": seconds, "megabytes": kilobytes / 1024}


def _own_peak() -> int:
    """Kilobytes. What the system counts for a new process begins with its parent's: its own is said elsewhere."""
    if not _STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return next(int(line.split()[1]) for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    print(json.dumps(_make(int(sys.argv[1]), PaperKind(sys.argv[2]), PaperForm(sys.argv[3]))))

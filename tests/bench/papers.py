"""The time and memory of the papers of a snapshot of ten thousand registrations.

`python -m tests.bench.papers` makes them in a process of its own, whose memory nothing else has filled, and prints what
each took as JSON.
"""

import json
import resource
import subprocess
import sys
import time

from bot.consolidation.content import freeze, thaw
from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.papers.makers import MAKERS
from tests.tables.departments import department, material, say

SIZES = (34,) * 100 + (33,) * 200
"""10,000 people in 300 units."""


def papers() -> tuple[dict[tuple[PaperKind, PaperForm], float], float]:
    """Seconds of each paper, and the most megabytes that both processes took."""
    run = subprocess.run([sys.executable, "-m", "tests.bench.papers"], check=True, capture_output=True)
    found = json.loads(run.stdout)
    seconds = {(PaperKind(kind), PaperForm(form)): spent for kind, form, spent in found["seconds"]}
    return seconds, found["megabytes"]


def _make() -> dict[str, object]:
    frozen = freeze(department(SIZES))
    seconds = []
    for (kind, form), make in MAKERS.items():
        began = time.perf_counter()
        make(say, material(thaw(frozen)))
        seconds.append((kind, form, time.perf_counter() - began))
    kilobytes = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"seconds": seconds, "megabytes": kilobytes / 1024}


if __name__ == "__main__":
    print(json.dumps(_make()))

"""A paper of very many pages, set section by section. Of each only its bytes are left when the next one is set: however
many pages there are, no process holds more of them than a section has."""

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.papers.sections.joining import Joined, Told

_SECONDS = 600
"""More is a fault of ours."""
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
"""All that the process is told of its surroundings: no token, no password."""
_LAUNCH = "import json, sys; sys.path[:] = json.loads(sys.argv[2]); from bot.papers.sections.child import main; main()"


@dataclass(frozen=True, slots=True)
class Place:
    """The place where a section begins, at the head of a page: with so many rows of so many parts before it."""

    part: int = 0
    row: int = 0
    page: int = 1

    def after(self, pages: int, reached: tuple[int, int]) -> "Place":
        """The place after so many pages of the paper, the last of which ends with that part and row of this section."""
        part, row = reached
        return Place(self.part + part, row if part else self.row + row, pages + 1)


Cut = Callable[[Place], Mapping[str, Any]]
"""The data of the section that begins there. Of one that others follow, the template says under <reached> how many
parts and rows of it stand on whole pages, and sets no more than these."""


def set_in_sections(template: str, cut: Cut) -> bytes:
    """The paper. The same data gives the same bytes. It waits for other processes; other threads go on."""
    joined, at = Joined(), Place()
    while True:
        told, objects = _set(template, cut(at), joined)
        reached = told.pop("reached")
        joined.add(Told(**told), objects)
        if reached is None:
            return joined.whole()
        following = at.after(joined.pages, reached)
        if (following.part, following.row) == (at.part, at.row):
            raise ValueError("a section is less than a page")
        at = following


def _set(template: str, data: Mapping[str, Any], joined: Joined) -> tuple[dict[str, Any], bytes]:
    import subprocess

    how = [template, joined.sections, joined.free, joined.pages]
    run = subprocess.run(
        [sys.executable, "-I", "-c", _LAUNCH, json.dumps(how), json.dumps(sys.path)],
        input=json.dumps(data).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        timeout=_SECONDS,
        check=True,
    )
    told, _, objects = run.stdout.partition(b"\n")
    return json.loads(told), objects

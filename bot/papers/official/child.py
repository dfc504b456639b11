"""The process that checks and fills one template: both come on standard input, and what is made leaves by standard
output. Started by apart.py. It imports nothing of the bot but this room and what it stands on."""

import base64
import json
import os
import signal
import sys
from contextlib import suppress

from bot.papers.official import checking
from bot.papers.official.apart import Limits
from bot.papers.official.filling import filled_in
from bot.papers.official.official import OfficialKind
from bot.refusal import Refusal

_PR_SET_PDEATHSIG = 1


def main() -> None:
    task, kind, parent, bounds = json.loads(sys.argv[1])
    limits = Limits(*bounds)
    _confine(limits, parent)
    said = json.loads(sys.stdin.buffer.read())
    template = base64.b64decode(said["template"])
    made = b""
    try:
        if task == "try":
            checking.check(OfficialKind(kind), template)
        made = filled_in(template, said["names"], said["at"])
        answer: list[object] = ["made"] if len(made) <= limits.made else ["refused", "template.file.costly", {}]
    except Refusal as refusal:
        answer = ["refused", refusal.key, refusal.values]
    except (MemoryError, RecursionError):
        answer = ["refused", "template.file.costly", {}]
    except Exception as error:  # noqa: BLE001 - a package that passed for one, and is none
        answer = ["fault", type(error).__name__] if task == "fill" else ["refused", "template.file.not_docx", {}]
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + (made if answer == ["made"] else b""))
    sys.stdout.buffer.flush()
    os._exit(0)  # whatever is in memory need not be taken down piece by piece


def _confine(limits: Limits, parent: int) -> None:
    """Bounds of memory and time, kept by the system; no file is written; with process `parent` this one dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, and ends this process
    try:
        import resource
    except ImportError:  # not there on Windows: the parent's patience is all there is
        return
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # not known, or already less
            resource.setrlimit(what, (most, most))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        if os.getppid() != parent:  # it died before it could be asked for
            os._exit(0)

"""The process that checks and fills one template: both come on standard input, and what is made leaves by standard
output. Started by apart.py. It imports nothing of the bot but this room and what it stands on."""

import base64
import json
import os
import sys

from bot.confinement import confine
from bot.papers.official import checking
from bot.papers.official.apart import Limits
from bot.papers.official.filling import filled_in
from bot.papers.official.official import OfficialKind
from bot.refusal import Refusal


def main() -> None:
    task, kind, parent, bounds = json.loads(sys.argv[1])
    limits = Limits(*bounds)
    confine(limits.memory, limits.seconds, parent)
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

"""The Office's own templates, checked and filled in a process of its own (child.py), which may use so much memory and
time and no more: a template may be anything, broken, enormous, or made to do harm.

Blocks: in a conversation, call it in a thread.
"""

import base64
import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from bot.papers.official.official import OfficialKind
from bot.refusal import Refusal

LARGEST = 2_000_000
"""Bytes of a template: a letterhead with a picture takes a tenth of it."""
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LAUNCH = "import sys; sys.path += sys.argv[2:]; from bot.papers.official import child; child.main()"
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
"""All that the process is told of its surroundings: no token, no password."""
_MACROS = {".docm", ".dotm"}


class Limits(NamedTuple):
    """The most that a template may cost."""

    seconds: int = 20
    """Of the processor; of the clock four times as many, on a machine that is busy."""
    memory: int = 800_000_000
    """Bytes of addresses of the process."""
    made: int = 20_000_000
    """Bytes of what is made."""


LIMITS = Limits()


def ending(name: str, content: bytes) -> None:
    """Raises Refusal for a file that by its name or its first bytes is no docx."""
    suffix = Path(name).suffix.lower()
    if suffix in _MACROS:
        raise Refusal("template.file.macros")
    if suffix == ".pdf" or content.startswith(b"%PDF"):
        raise Refusal("template.file.pdf")
    if suffix in {".doc", ".dot"} or content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal("template.file.doc")
    if suffix != ".docx" or not content.startswith(b"PK\x03\x04"):
        raise Refusal("template.file.not_docx")
    if len(content) > LARGEST:
        raise Refusal("template.file.large")


def tried(kind: OfficialKind, template: bytes, names: Mapping[str, Any], at: datetime) -> bytes:
    """The template, checked and filled in once. Raises Refusal where it may not be one."""
    return _run("try", kind, template, names, at, LIMITS)


def filled_apart(
    kind: OfficialKind, template: bytes, names: Mapping[str, Any], at: datetime, limits: Limits = LIMITS
) -> bytes:
    """The template, which was checked when it was taken, filled in. Raises Refusal where that takes too much."""
    return _run("fill", kind, template, names, at, limits)


def _run(
    task: str, kind: OfficialKind, template: bytes, names: Mapping[str, Any], at: datetime, limits: Limits
) -> bytes:
    import subprocess  # not above: the other process imports what is beside this module, and should start at once

    root = str(Path(__file__).resolve().parents[3])
    command = [sys.executable, "-I", "-S", "-B", "-c", _LAUNCH]
    command += [json.dumps([task, kind, os.getpid(), limits]), root, *filter(None, sys.path)]
    said = {"names": names, "at": moment(at), "template": base64.b64encode(template).decode()}
    try:
        done = subprocess.run(
            command,
            input=json.dumps(said).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            cwd=os.sep,
            timeout=4 * limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refusal("template.file.costly") from error
    head, _, made = done.stdout.partition(b"\n")
    answer = json.loads(head) if head else ["ended"]
    match answer:
        case ["made"]:
            return made
        case ["refused", str(key), dict(values)]:
            raise Refusal(key, **values)
        case ["fault", where]:
            raise RuntimeError(f"a template was not filled: {where}")
    raise Refusal("template.file.costly")  # it was ended from without


def moment(at: datetime) -> str:
    """The moment as a file names it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

"""Typesetting in a process of its own: a paper of many pages takes much memory, which is given back when it is made."""

import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from bot.papers.typesetting import compile

_SECONDS = 600
"""More is a fault of ours."""
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
"""All that the process is told of its surroundings: no token, no password."""
_LAUNCH = "import json, sys; sys.path[:] = json.loads(sys.argv[2]); from bot.papers.apart import main; main()"


def compile_apart(template: str, data: Mapping[str, Any]) -> bytes:
    """The same bytes as `compile` gives, from another process. It waits for them; other threads go on."""
    import subprocess

    run = subprocess.run(
        [sys.executable, "-I", "-c", _LAUNCH, template, json.dumps(sys.path)],
        input=json.dumps(data).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        timeout=_SECONDS,
        check=True,
    )
    return run.stdout


def main() -> None:
    """The other process: data on standard input, the paper on standard output."""
    sys.stdout.buffer.write(compile(sys.argv[1], json.load(sys.stdin.buffer)))

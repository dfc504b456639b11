"""The nest: a process, one for all tests of a worker, that has imported the bot and read its files. For each line
that it gets over its socket it forks another, which lives in the environment and the folder that the line says, writes
to that log, and does what `bear` of that module does; what it is told and what it says goes over the connection.

    asyncio.open_unix_connection(nest())
"""

import atexit
import gc
import os
import pkgutil
import select
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from importlib import import_module
from json import loads
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_IMPORTED = ("bot.__main__", "bot.migrations", "bot.playground")
"""Run when they are imported, or no part of a bot that serves."""


@cache
def nest() -> str:
    """The address of this process's nest, which is made when it is first asked for, and ends with this process."""
    folder = tempfile.mkdtemp(prefix="thidua-nest-")
    address = f"{folder}/socket"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = subprocess.Popen([sys.executable, "-m", __name__, address], env=environment, cwd=ROOT, **pipes)  # type: ignore[call-overload]

    def end() -> None:
        process.communicate()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    if process.stdout.readline() != b"ready\n":
        raise AssertionError("the nest has not come up")
    return address


def main(address: str) -> None:
    """Fork until nobody is there any more who could ask for it."""
    gc.disable()
    _warm()
    gc.freeze()
    gc.enable()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        print("ready", flush=True)
        while sys.stdin not in select.select([door, sys.stdin], [], [])[0]:
            line, _ = door.accept()
            _bury()
            if os.fork() == 0:
                door.close()
                _live(line)
                os._exit(0)
            line.close()


def _warm() -> None:
    from sqlalchemy.orm import configure_mappers

    import bot
    from bot import slices
    from bot.phrases.catalogue import Phrases
    from bot.settings import OFFICE_ZONE
    from bot.titles import loading
    from bot.understanding import phrasings

    for module in pkgutil.walk_packages(bot.__path__, "bot.", onerror=lambda _name: None):
        if not module.name.startswith(NOT_IMPORTED):
            import_module(module.name)
    for name in ("holidays.countries.vietnam", "tests.kill.lives", "tests.kill.zygote"):
        import_module(name)
    slices.registry(Phrases(OFFICE_ZONE))
    for read in (slices.letter_kinds, slices.waits, loading.house, loading.shared, phrasings.shared, configure_mappers):
        read()


def _live(line: socket.socket) -> None:
    order = b""
    while not order.endswith(b"\n"):
        order += line.recv(1)
    order = loads(order)
    os.setsid()
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    for number, own in enumerate((line.fileno(), line.fileno(), log)):
        os.dup2(own, number)
    os.close(log)
    line.close()
    print(os.getpid(), flush=True)
    import_module(order["program"]).bear()


def _bury() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    main(sys.argv[1])

"""The witness: the last generation this machine saw of a store, in a file beside it and in one that no restored folder
brings back.

They are written after each commit in which the store's generation has risen, and before anything leaves for it. A kill
loses nothing of that. After a power cut the store may be further than they say, which is no fault.
"""

import fcntl
import json
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

Saw = Callable[[int], None]
"""Told of a generation that is durable in the store."""
SIZE = 256
"""Bytes, always: a shorter text after a longer one would leave the end of that."""
_GET_VERSION = 0x80087601
"""Linux's FS_IOC_GETVERSION. A file that takes the place of a deleted one often gets its number too, but not this."""


@dataclass(frozen=True, slots=True)
class Note:
    """The content of a witness."""

    store: str
    generation: int
    place: str | None
    """The place of the store: of SQLite the number of its file."""
    itself: bool
    """This is the very file that was written, and no copy of it."""


def not_seen(_generation: int) -> None:
    """Nobody keeps count: of a store that is gone afterwards, such as the demo's."""


def beside(store: Path) -> Path:
    return Path(f"{store.resolve()}.witness")


def apart(store: str) -> Path | None:
    """The file of the store with this id in the user's folder for such things. None: there is no such folder."""
    try:
        told = Path(os.environ.get("XDG_STATE_HOME", ""))
        folder = told if told.is_absolute() else Path.home() / ".local" / "state"
    except RuntimeError:
        return None
    return folder / "thidua-bot" / f"{store}.witness"


def read(path: Path | None) -> Note | None:
    """None: there is none, or none that can be read."""
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            said = json.loads(file.read(SIZE))
            itself = said["itself"] in (None, _number(file.fileno()))
        return Note(said["store"], int(said["generation"]), said["place"], itself)
    except (OSError, ValueError, KeyError, TypeError):
        return None


class Witness:
    """The files, kept open. `beside` says which file it is itself; who moves into another home takes `apart` along."""

    def __init__(self, store: str, generation: int, place: str | None, *, beside: Path | None, apart: Path | None):
        self._store, self._place, self._seen = store, place, generation
        self._files: list[tuple[int, str | None]] = []
        for path in (beside, apart):
            if path is not None:
                self._open(path, known_by_number=path is beside)

    def _open(self, path: Path, *, known_by_number: bool) -> None:
        """Open the file, or go on without it: where it cannot be written, the other one must do."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            log.warning("no witness there: %s", type(error).__name__)
            return
        self._files.append((file, _number(file) if known_by_number else None))
        with suppress(OSError):
            self._write(*self._files[-1])
            os.ftruncate(file, SIZE)
            os.fsync(file)  # the file itself must outlast a power cut; what is written into it later need not
            _keep_name(path.parent)

    def saw(self, generation: int) -> None:
        """`generation` is durable in the store. Answers of two transactions may come in any order."""
        if generation <= self._seen:
            return
        self._seen = generation
        for file, number in self._files:
            try:
                self._write(file, number)
            except OSError as error:
                log.error("a witness could not be written: %s", type(error).__name__)

    def _write(self, file: int, number: str | None) -> None:
        said = {"store": self._store, "generation": self._seen, "place": self._place, "itself": number}
        os.pwrite(file, json.dumps(said).ljust(SIZE).encode(), 0)

    def close(self) -> None:
        while self._files:
            os.close(self._files.pop()[0])


def _number(file: int) -> str:
    """The number of an open file, which no other file has, not even its own copy in its place."""
    version = bytearray(8)
    with suppress(OSError):  # not every file system has it
        fcntl.ioctl(file, _GET_VERSION, version)
    return f"{os.fstat(file).st_ino}.{int.from_bytes(version, 'little')}"


def _keep_name(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)

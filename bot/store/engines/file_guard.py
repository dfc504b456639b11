"""A guard over the files of an open SQLite store: they stay the files that were opened.

SQLite does not notice that its file was replaced, deleted or written over, nor that its log was: it goes on into files
that nobody will find, and what people were told is kept is gone with the process. So the writer looks at them before
and after each COMMIT, which costs less than a hundredth of it, and now and then into the main file itself.
"""

import logging
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from bot.clock import Clock
from bot.store.database import StoreLost

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
"""Seconds between two looks into the main file."""
GONE, WITHOUT_LOG, WRITTEN_OVER = "store.lost.gone", "store.lost.log", "store.lost.written_over"
_KNOWN = "SELECT store, generation, place FROM store_identity"
_NOTHING = ("", -1, None)

File = tuple[int, int]
"""Device and number of a file."""


class FileGuard:
    """Used by the thread that writes; `file` is open in SQLite as long as the guard is asked."""

    def __init__(self, file: Path, clock: Clock) -> None:
        self._clock = clock
        self._file, self._log = file.resolve(), Path(f"{file.resolve()}-wal")
        self._main: File | None = None
        self._size = 0
        self._opened_log: File | None = None
        self._inside: tuple[str, int, str | None] | None = None
        self._looked, self._failed = 0.0, 0

    def require(self) -> None:
        """Raises StoreLost where a file is not the one that was opened."""
        try:
            main, log_ = self._seen(self._file), self._seen(self._log)
        except OSError as error:  # the disk does not answer, or there are too many open files: no news of the store
            log.warning("the files of the store cannot be looked at: %s", type(error).__name__)
            return
        if main is None or (self._main is not None and _file(main) != self._main):
            raise StoreLost(GONE, file=str(self._file))
        shrunk, self._main, self._size = main.st_size < self._size, _file(main), main.st_size
        if log_ is not None and self._opened_log is None:
            self._opened_log = _file(log_)  # SQLite makes it with the first transaction
        if self._opened_log is not None and (log_ is None or _file(log_) != self._opened_log):
            raise StoreLost(WITHOUT_LOG if log_ is None else GONE, file=str(self._file))
        if shrunk or self._clock.monotonic() - self._looked >= LOOK_SECONDS:
            self._looked = self._clock.monotonic()
            self._look_inside()
            if shrunk and self._failed:  # smaller it is after a VACUUM, and then whole
                raise StoreLost(WRITTEN_OVER, file=str(self._file))

    @staticmethod
    def _seen(path: Path) -> os.stat_result | None:
        """None: it is not there. Raises OSError where that cannot be known."""
        try:
            return path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _look_inside(self) -> None:
        """The main file says of itself what only goes up. One that was written over with another store, or with an
        earlier copy, says something else."""
        try:
            # By SQLite itself: a file that anything else closes loses all locks that this process has on it.
            with closing(sqlite3.connect(f"{self._file.as_uri()}?immutable=1", uri=True)) as main:
                found = main.execute(_KNOWN).fetchone() or _NOTHING
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):  # there are too many open files, or the like
                return
            found = _NOTHING  # a store that is new has its tables in the log
        except sqlite3.DatabaseError:
            self._failed += 1  # once or twice may be a checkpoint under way
            if self._failed > 2:
                raise StoreLost(WRITTEN_OVER, file=str(self._file)) from None
            return
        self._failed = 0
        before, self._inside = self._inside, found
        if before is not None:
            other = before[0] not in ("", found[0])
            # A mark may still be there, of a copy that was armed just now: its end is in the log. None comes later.
            if other or found[1] < before[1] or (found[2] and not before[2]):
                raise StoreLost(WRITTEN_OVER, file=str(self._file))

    def save(self, connection: sqlite3.Connection, lost: StoreLost) -> StoreLost:
        """Save what was promised so far: SQLite still holds the files that it opened. The reason, with the place of
        what was saved where that is a file of its own."""
        stamp = f"{self._clock.local():%Y%m%d-%H%M%S}"
        log.critical("the store is lost: %s", lost.key)
        try:
            if lost.key == WITHOUT_LOG:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                return lost
            if lost.key == WRITTEN_OVER:
                # Left there, it would be read into a file to which it does not belong, at the latest when this process
                # lets go of it.
                shutil.copyfile(self._log, f"{self._log}.{stamp}")
                os.truncate(self._log, 0)
                return lost
            saved = self._file.with_name(f"{self._file.stem}-saved-{stamp}.backup.db")
            os.close(os.open(saved, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            connection.execute("VACUUM INTO ?", (str(saved),))
        except Exception as error:  # noqa: BLE001 - whatever it was, the process is to end, not to hang
            log.error("nothing could be saved of it: %s", type(error).__name__)
            with suppress(UnboundLocalError, OSError):
                saved.unlink()
            return lost
        return StoreLost("store.lost.saved", file=str(self._file), saved=str(saved))


def _file(seen: os.stat_result) -> File:
    return seen.st_dev, seen.st_ino

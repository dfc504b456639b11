"""A copy of a store in one file: made while the store serves, and read whole before anything is done with it.

A copy is a SQLite store, whichever engine it was made from: it needs no tools of a server, of a fitting version, and
goes back to either engine. It says itself that it is a copy, and from when it knows nothing.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from bot.clock import Clock
from bot.refusal import Refusal
from bot.store import audit, generations, leases, upkeep
from bot.store.audit import AuditSeal, Head
from bot.store.copies import transfer
from bot.store.copies.transfer import Content
from bot.store.database import Tx, in_transaction
from bot.store.engines.opening import is_sqlite, sync_engine
from bot.store.engines.sqlite import create, sqlite_path
from bot.store.generations import Identity, Mark
from bot.store.schema import columns
from bot.store.upkeep import NoBackup, StoreUnusable


def make(url: str, file: Path, clock: Clock) -> None:
    """Copy the store into the new `file`, marked as a copy, whole or not at all, while others go on writing. Raises
    NoBackup, StoreUnusable, StoreTooNew."""
    if not upkeep.exists(url) or upkeep.revision(url) is None:
        raise NoBackup("store.backup.nothing", file=upkeep.name(url))
    behind = upkeep.is_behind(url)
    now = clock.now()  # before the copy: what happens from here on may be missing
    with upkeep.writing(file) as part:
        if is_sqlite(url):
            upkeep.copy_file(url, part)
        else:
            _export(url, part, behind=behind)
        with _marking(part, clock) as tx:
            if generations.has_identity(tx):
                _mark(tx, now)


def _export(url: str, part: Path, *, behind: bool) -> None:
    """A store of PostgreSQL's, as it is at one moment."""
    if behind:
        raise NoBackup("store.backup.behind")
    upkeep.upgrade(f"sqlite:///{part}")
    reading, writing = sync_engine(url), sync_engine(f"sqlite:///{part}")
    try:
        with reading.connect() as source, writing.begin() as target:
            source = source.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with source.begin():
                transfer.hold(source)
                transfer.transfer(source, target)
    finally:
        reading.dispose()
        writing.dispose()


def _mark(tx: Tx, since: datetime) -> Identity:
    leases.clear(tx)  # nobody serves it
    return generations.mark(tx, Mark.COPY, since)


@contextmanager
def _marking(file: Path, clock: Clock) -> Iterator[Tx]:
    engine = sync_engine(f"sqlite:///{file}")
    try:
        with engine.begin() as connection:
            tx = Tx(connection, clock)
            yield tx
            tx.close(keep=True)
    finally:
        engine.dispose()
    upkeep.make_single(file)


def head_of(file: Path, clock: Clock) -> Head | None:
    """The end of the audit trail's chain in a copy that was just made; None: it is of a version that had none."""
    engine = sync_engine(f"sqlite:///{file}", read_only=True)
    try:
        with engine.begin() as connection:
            if not sa.inspect(connection).has_table(columns(AuditSeal).name):
                return None
            return audit.head(Tx(connection, clock))
    finally:
        engine.dispose()


# --- reading a copy ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that was read whole: a file of ours, brought to this version, and marked."""

    file: Path
    revision: str
    """As it was before."""
    identity: Identity
    people: int
    registrations: int
    letters: int
    """Waiting to be sent, or under way."""
    head: Head
    """The end of the audit trail's chain."""


@contextmanager
def opened(file: Path, folder: Path, clock: Clock) -> Iterator[Copy]:
    """A copy of the copy in `folder`, which goes afterwards unless it was moved; `file` is only read. Raises Refusal
    where it is damaged, of another product, or of a newer version."""
    if not file.is_file():
        raise Refusal("file.missing", file=str(file))
    if not os.access(file, os.R_OK):
        raise Refusal("file.denied", file=str(file))
    part = folder / f"{file.name}.part"
    part.unlink(missing_ok=True)  # of one that was killed
    create(part)
    try:
        shutil.copyfile(file, part)
        if (log := Path(f"{file}-wal")).exists():  # a plain copy of a store that was not closed
            shutil.copyfile(log, f"{part}-wal")
        yield _read(file, part, clock)
    finally:
        for end in ("", "-wal", "-shm"):
            with suppress(OSError):
                Path(f"{part}{end}").unlink(missing_ok=True)


def _read(file: Path, part: Path, clock: Clock) -> Copy:
    url = f"sqlite:///{part}"
    try:
        was = upkeep.revision(url)
        if was is None:
            raise StoreUnusable("restore.no_store", file=str(file))
        upkeep.is_behind(url)
    except StoreUnusable as error:
        key = "restore.unreadable" if error.key == "store.unreadable" else "restore.no_store"
        raise StoreUnusable(key, file=str(file)) from None
    _require_whole(file, url)
    upkeep.upgrade(url)

    with _marking(part, clock) as tx:
        since = generations.last_moment(tx) or tx.now
        identity = _mark(tx, since)
        people, registrations, letters = (int(tx.execute(sa.text(count)).scalar_one()) for count in _COUNTS)
        return Copy(part, was, identity, people, registrations, letters, audit.head(tx))


_COUNTS = (
    "SELECT count(*) FROM person",
    "SELECT count(*) FROM registration",
    "SELECT count(*) FROM letter WHERE state IN ('planned', 'leased', 'inflight')",
)
"""The figures by which a person tells whether a copy is the right one."""


def _require_whole(file: Path, url: str) -> None:
    engine = sync_engine(url)
    try:
        with engine.connect() as connection:
            said = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    except sa.exc.DBAPIError:
        said, orphans = "unreadable", None
    finally:
        engine.dispose()
    if said != "ok" or orphans is not None:
        raise StoreUnusable("restore.unreadable", file=str(file))


# --- putting it back --------------------------------------------------------------------------------------------------


def put_back(copy: Copy, url: str, clock: Clock, aside: Path) -> Path | None:
    """Put the copy in the place of the store at `url`, of which the caller is alone; the file in which the store that
    was there is kept, under the name `aside`. Whole or not at all: a kill in the midst leaves one of the two."""
    return _put_file(copy, sqlite_path(url), aside) if is_sqlite(url) else _put_rows(copy, url, clock, aside)


def _put_file(copy: Copy, store: Path, aside: Path) -> Path | None:
    replaced = None
    if store.exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(store)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        for end in ("-wal", "-shm"):  # of a store that could not be opened
            with suppress(FileNotFoundError):
                Path(f"{store}{end}").rename(f"{aside}{end}")
        try:
            aside.hardlink_to(store)
        except OSError:  # not every file system has such
            store.rename(aside)
        aside.chmod(0o600)
        replaced = aside
    with copy.file.open("rb+") as new:
        os.fsync(new.fileno())
    copy.file.rename(store)
    upkeep.keep_name(store.parent)
    return replaced


def _put_rows(copy: Copy, url: str, clock: Clock, aside: Path) -> Path | None:
    """All in one transaction: whoever looks sees the old store or the new one."""
    replaced = None
    if upkeep.exists(url) and upkeep.revision(url) is not None:
        upkeep.migrate(url)
        make(url, aside, clock)
        replaced = aside
    upkeep.migrate(url)
    reading, writing = sync_engine(f"sqlite:///{copy.file}"), sync_engine(url)
    try:
        with writing.begin() as target, reading.begin() as source:
            transfer.empty(target)
            transfer.transfer(source, target)
    finally:
        reading.dispose()
        writing.dispose()
    return replaced


# --- moving -----------------------------------------------------------------------------------------------------------


def move(source_url: str, target_url: str, clock: Clock) -> dict[str, Content]:
    """Copy all of one store into another, empty one, both of the newest revision, while nobody serves either; what
    each table holds.

    The source is marked first, so that nobody takes it up meanwhile; and marked no longer if nothing came of it."""
    engine, made = sync_engine(source_url), sync_engine(target_url)
    try:
        with engine.begin() as connection:
            before = in_transaction(connection, clock, _before_moving)
        try:
            with made.connect() as connection:
                if not transfer.is_empty(connection):
                    raise Refusal("store_copy.not_empty", store=upkeep.name(target_url))
            with engine.connect() as source, made.begin() as target:
                if source.dialect.name == "postgresql":
                    source = source.execution_options(isolation_level="REPEATABLE READ")
                with source.begin():
                    transfer.hold(source)
                    moved = transfer.transfer(source, target)
                in_transaction(target, clock, lambda tx: _as_before(tx, before))
        except BaseException:
            with engine.begin() as connection:
                in_transaction(connection, clock, lambda tx: generations.place_again(tx, before.place))
            raise
    finally:
        engine.dispose()
        made.dispose()
    return moved


def _before_moving(tx: Tx) -> Identity:
    before = generations.identity(tx) or generations.adopt(tx, None)
    if before.mark is None:
        generations.mark(tx, Mark.MOVED, tx.now)
    return before


def _as_before(tx: Tx, before: Identity) -> None:
    """The target is a copy, until it is armed."""
    _mark(tx, before.marked_at or tx.now)

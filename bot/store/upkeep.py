"""The store as a whole: brought up to date, copied, and kept to one process."""

import fcntl
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.refusal import Refusal
from bot.store.engines.opening import is_sqlite, sync_engine
from bot.store.engines.sqlite import sqlite_path

if TYPE_CHECKING:
    from alembic.config import Config

VERSIONS = Path(__file__).resolve().parent.parent / "migrations" / "versions"


class StoreInUse(Refusal):
    """Another process runs on this SQLite store."""


class StoreTooNew(Refusal):
    """The store is at a revision that this version of the bot does not know: it was written by a newer one."""


class NoBackup(Refusal):
    """A copy cannot be made there, or not by us."""


def revisions() -> list[str]:
    """All there are, oldest first. File names begin with them, so that a start with nothing to do spares alembic."""
    return sorted(file.stem.split("_")[0] for file in VERSIONS.glob("*.py"))


def exists(url: str) -> bool:
    """True if there is anything to connect to. Of PostgreSQL only connecting tells."""
    return not is_sqlite(url) or sqlite_path(url).exists()


def revision(url: str) -> str | None:
    """The revision of the store; None while nothing has been made of it."""
    if not exists(url):
        return None
    engine = sync_engine(url, read_only=True)
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
            return found
    finally:
        engine.dispose()


def is_behind(url: str) -> bool:
    """True if `migrate` has something to do. Raises StoreTooNew."""
    was, known = revision(url), revisions()
    if was is not None and was not in known:
        raise StoreTooNew("store.too_new", revision=was, newest=known[-1])
    return was != known[-1]


def migrate(url: str, *, backup_to: Path | None = None) -> list[str]:
    """Bring the store to the newest revision; the revisions applied. Raises StoreTooNew.

    A SQLite store that holds something is copied first, into `backup_to` or beside it, under a name that says its
    revision. PostgreSQL is backed up by whoever runs it."""
    if not is_behind(url):
        return []
    was = revision(url)
    if was is not None and is_sqlite(url):
        backup(url, _unused(backup_to or sqlite_path(url).parent, f"{sqlite_path(url).stem}-{was}"))
    from alembic import command

    applied: list[str] = []
    command.upgrade(migration_config(url, applied), "head")
    return applied


def migration_config(url: str, applied: "list[str] | None" = None) -> "Config":
    """The configuration for alembic. `applied` receives the revisions that are run."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes.update(url=url, applied=[] if applied is None else applied)
    return config


def backup(url: str, file: Path) -> None:
    """Copy the SQLite store into the new `file`, whole or not at all, while others go on writing. Raises NoBackup."""
    if not is_sqlite(url):
        raise NoBackup("store.backup.postgresql")
    if not exists(url):
        raise NoBackup("store.backup.nothing", file=str(sqlite_path(url)))
    if file.exists():
        raise NoBackup("store.backup.taken", file=str(file))
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    engine = sync_engine(url)
    try:
        with engine.connect() as connection:
            # Past SQLAlchemy, which would begin a transaction: VACUUM refuses to run in one.
            connection.connection.driver_connection.execute("VACUUM INTO ?", (str(part),))  # type: ignore[union-attr]
    finally:
        engine.dispose()
    with part.open("rb+") as copy:
        os.fsync(copy.fileno())
    part.rename(file)


@contextmanager
def exclusive(url: str) -> Iterator[None]:
    """Be the only process that runs on a SQLite store; raises StoreInUse. The system lets go when the process ends,
    however it ends. Any number of processes share a PostgreSQL database."""
    if not is_sqlite(url):
        yield
        return
    path = sqlite_path(url).resolve()  # whatever name it is reached by
    path.parent.mkdir(parents=True, exist_ok=True)
    # The lock file stays: whoever removed it could leave two processes holding two files of one name.
    with Path(f"{path}.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            owner = lock.read().strip()
            raise StoreInUse("store.in_use", file=str(path), process=owner or "?") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _unused(folder: Path, stem: str) -> Path:
    names = itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
    return next(file for name in names if not (file := folder / f"{name}.backup.db").exists())

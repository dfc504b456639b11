"""The store as a whole: brought up to date, copied, and kept to one process."""

import fcntl
import itertools
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import sqlalchemy as sa

from bot.refusal import Refusal
from bot.store.engines.altering import patiently
from bot.store.engines.opening import is_sqlite, sync_engine
from bot.store.engines.sqlite import create, sqlite_path

if TYPE_CHECKING:
    from alembic.config import Config

VERSIONS = Path(__file__).resolve().parent.parent / "migrations" / "versions"


_MAY_NOT_WRITE = frozenset({"25006", "42501"})
"""PostgreSQL's: the transaction, or the server, is read-only; the user may not."""


class StoreInUse(Refusal):
    """Another process runs on this SQLite store."""


class StoreTooNew(Refusal):
    """The store is at a revision that this version of the bot does not know: it was written by a newer one."""


class StoreUnusable(Refusal):
    """The store cannot be read, cannot be written, cannot be reached, or is not ours. Nothing of it was touched."""


class NoBackup(Refusal):
    """A copy cannot be made there, or not by us."""


def revisions() -> list[str]:
    """All there are, oldest first. File names begin with them, so that a start with nothing to do spares alembic."""
    return sorted(file.stem.split("_")[0] for file in VERSIONS.glob("*.py"))


def exists(url: str) -> bool:
    """True if there is anything to connect to. Of PostgreSQL only connecting tells."""
    return not is_sqlite(url) or sqlite_path(url).exists()


def revision(url: str) -> str | None:
    """The revision of the store; None while nothing has been made of it. Raises StoreUnusable."""
    if not exists(url):
        return None
    if is_sqlite(url):
        # Not by opening it: whoever closes a file loses all the locks that SQLite has on it in this process.
        _require_writable(sqlite_path(url))
    engine = sync_engine(url, read_only=True)
    try:
        if not is_sqlite(url):
            _require_own_sessions(url)
        with engine.connect() as connection:
            tables = sa.inspect(connection).get_table_names()
            if "alembic_version" in tables:
                found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
                return found
    except sa.exc.DBAPIError:  # its message may quote the address with its password
        raise _unusable(url) from None
    finally:
        engine.dispose()
    if tables:
        raise StoreUnusable("store.foreign", store=name(url))
    return None


def _require_own_sessions(url: str) -> None:
    from bot.store.engines.postgresql import are_sessions_shared  # PostgreSQL's driver, for a store that is there

    if are_sessions_shared(url):
        raise StoreUnusable("store.pooled", store=name(url))


def _require_writable(file: Path) -> None:
    """Of a file that is not there yet, its folder."""
    writable = os.access(file, os.R_OK | os.W_OK) if file.exists() else True
    if not (writable and os.access(file.parent, os.W_OK | os.X_OK)):
        raise StoreUnusable("store.read_only", file=str(file))


def _unusable(url: str) -> StoreUnusable:
    return StoreUnusable("store.unreadable" if is_sqlite(url) else "store.unreachable", store=name(url))


def name(url: str) -> str:
    """The store as the operator knows it: its file, or its server and database, without a user and a password."""
    if is_sqlite(url):
        return str(sqlite_path(url))
    parts = urlsplit(url)
    return f"{parts.hostname or parse_qs(parts.query).get('host', [''])[0]}{parts.path}"


def is_behind(url: str) -> bool:
    """True if `migrate` has something to do. Raises StoreTooNew."""
    was, known = revision(url), revisions()
    if was is not None and was not in known:
        raise StoreTooNew("store.too_new", revision=was, newest=known[-1])
    return was != known[-1]


def require_whole(url: str) -> None:
    """Raises StoreUnusable where SQLite says that pages of the file do not fit together. PostgreSQL keeps sums of its
    own."""
    if not is_sqlite(url):
        return
    engine = sync_engine(url, read_only=True)
    try:
        with engine.connect() as connection:
            whole = connection.scalar(sa.text("PRAGMA quick_check(1)")) == "ok"
    except sa.exc.DBAPIError:
        whole = False
    finally:
        engine.dispose()
    if not whole:
        raise _unusable(url)


def migrate(url: str, *, backup_to: Path | None = None) -> list[str]:
    """Bring the store to the newest revision; the revisions applied. Raises StoreTooNew.

    A SQLite store that holds something is copied first, into `backup_to` or beside it, under a name that says its
    revision. PostgreSQL is backed up by whoever runs it."""
    behind = is_behind(url)
    if is_sqlite(url) and exists(url):
        _keep_private(sqlite_path(url))
    if not behind:
        return []
    was = revision(url)
    if was is not None and is_sqlite(url):
        backup(url, _unused(backup_to or sqlite_path(url).parent, f"{sqlite_path(url).stem}-{was}"))
    return upgrade(url)


def upgrade(url: str) -> list[str]:
    """Bring the store to the newest revision, without a copy of it; the revisions applied. Of PostgreSQL while others
    serve it; raises StoreHeld where they leave no moment for it, StoreUnusable where the server goes away."""
    from alembic import command

    applied: list[str] = []
    config = migration_config(url, applied)
    config.attributes["at_once"] = True
    if is_sqlite(url):
        command.upgrade(config, "head")
        return applied
    try:
        patiently(lambda: command.upgrade(config, "head"), name(url))
    except sa.exc.DBAPIError as error:
        if not error.connection_invalidated:
            raise
        raise _unusable(url) from None
    return applied


def holds_people(url: str) -> bool:
    """True if the store has somebody in it, at whatever revision it is. Raises StoreUnusable."""
    if revision(url) is None:
        return False
    engine = sync_engine(url, read_only=True)
    try:
        with engine.connect() as connection:
            return bool(connection.scalar(sa.text("SELECT EXISTS (SELECT 1 FROM person)")))
    finally:
        engine.dispose()


def fault_of(error: Exception, url: str) -> Refusal | None:
    """A driver's error, as the reason why the store cannot be used: its message may quote words of people, and the
    address with its password. None: it is no driver's."""
    if getattr(getattr(error, "orig", None), "sqlstate", None) in _MAY_NOT_WRITE:
        return StoreUnusable("store.may_not_write", store=name(url))
    return _unusable(url) if isinstance(error, sa.exc.DBAPIError | sqlite3.Error) else None


def migration_config(url: str, applied: "list[str] | None" = None) -> "Config":
    """The configuration for alembic. `applied` receives the revisions that are run."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes.update(url=url, applied=[] if applied is None else applied)
    return config


def backup(url: str, file: Path) -> None:
    """Copy the SQLite store as it is into the new `file`, whole or not at all, while others go on writing. Raises
    NoBackup."""
    if not is_sqlite(url):
        raise NoBackup("store.backup.postgresql")
    if not exists(url):
        raise NoBackup("store.backup.nothing", file=str(sqlite_path(url)))
    with writing(file) as part:
        copy_file(url, part)


@contextmanager
def writing(file: Path) -> Iterator[Path]:
    """A file for its owner alone, which becomes the new `file` when all is in it and durable. Raises NoBackup."""
    if file.exists():
        raise NoBackup("store.backup.taken", file=str(file))
    part = file.with_name(f"{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.unlink(missing_ok=True)
        create(part)
        try:
            yield part
            with part.open("rb+") as copy:
                os.fsync(copy.fileno())
            part.rename(file)
            keep_name(file.parent)
        finally:
            for end in ("", "-wal", "-shm"):
                Path(f"{part}{end}").unlink(missing_ok=True)
    except (OSError, sqlite3.Error, sa.exc.DBAPIError) as error:
        why = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else type(error).__name__
        raise NoBackup("store.backup.failed", file=str(file), why=why) from None


def copy_file(url: str, part: Path) -> None:
    """Copy the SQLite store into `part`, an empty file, as it is at one moment."""
    engine = sync_engine(url)
    try:
        with engine.connect() as connection:
            # Past SQLAlchemy, which would begin a transaction: VACUUM refuses to run in one.
            connection.connection.driver_connection.execute("VACUUM INTO ?", (str(part),))  # type: ignore[union-attr]
    finally:
        engine.dispose()


def make_single(file: Path) -> None:
    """Let a SQLite store be one file, which may be read where nothing can be written."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE").fetchone()


def keep_name(folder: Path) -> None:
    """Make the names of files in there durable."""
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _keep_private(file: Path) -> None:
    """Take away what others may do with the store and with what lies beside it: earlier versions left it readable."""
    for one in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))):
        if one.exists() and (mode := one.stat().st_mode) & 0o077:
            with suppress(PermissionError):  # somebody else's file: whoever owns it decides
                one.chmod(mode & 0o700)


@contextmanager
def exclusive(url: str) -> Iterator[None]:
    """Be the only process that runs on a SQLite store; raises StoreInUse. The system lets go when the process ends,
    however it ends. Any number of processes share a PostgreSQL database."""
    if not is_sqlite(url):
        yield
        return
    path = sqlite_path(url).resolve()  # whatever name it is reached by
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise StoreUnusable("store.read_only", file=str(path)) from None
    _require_writable(path)
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

"""The machine as `check` sees it: who may read the files, how much room there is, the office's hour, and the ports."""

import os
import re
import shutil
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import Clock
from bot.commands.checking.finding import Finding, knows, wrong
from bot.commands.serving import health
from bot.dialogue.screens import say
from bot.settings import Settings, secret_files
from bot.store import witness
from bot.store.copies.daily import MORNING
from bot.store.engines.opening import is_sqlite
from bot.store.engines.sqlite import MEMORY, sqlite_path

LEAST_FREE = 512 << 20
"""Bytes. And twice the store: it is copied before it is brought up to date."""
VIETNAM = timedelta(hours=7)
OLDEST_COPY = timedelta(hours=36)
"""The age of the newest daily copy from which on one was left out."""
_COPY = re.compile(r"thidua-\d{4}-\d\d-\d\d\.backup\.db")


def findings(settings: Settings, dotenv: Path) -> list[Finding]:
    return [*_modes(settings, dotenv), *_room(settings), *_copies(settings), *_zone(settings), *_ports(settings)]


def _modes(settings: Settings, dotenv: Path) -> Iterator[Finding]:
    for file in (dotenv, *secret_files(os.environ, dotenv), *_of_store(settings)):
        if file.is_file() and file.stat().st_mode & 0o077:
            yield wrong(say("check.file_open", file=str(file)))


def _of_store(settings: Settings) -> list[Path]:
    if not is_sqlite(settings.database_url):
        return []
    file = sqlite_path(settings.database_url)
    return [file, *(file.with_name(file.name + end) for end in ("-wal", "-shm")), witness.beside(file)]


def _room(settings: Settings) -> Iterator[Finding]:
    if not is_sqlite(settings.database_url) or settings.database_url.endswith(MEMORY):
        return
    file = sqlite_path(settings.database_url).resolve()
    folder = next(folder for folder in file.parents if folder.is_dir())
    free, needed = shutil.disk_usage(folder).free, LEAST_FREE
    if file.is_file():
        needed = max(needed, 2 * file.stat().st_size)
    if free < needed:
        yield wrong(say("check.disk", folder=str(folder), free=free >> 20, needed=needed >> 20))


def _copies(settings: Settings) -> Iterator[Finding]:
    folder = settings.backup_folder
    if folder is None:
        yield knows(say("check.no_copies"))
        return
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        yield wrong(say("check.copies_folder", folder=str(folder)))
        return
    copies = [file for file in folder.iterdir() if _COPY.fullmatch(file.name)]
    newest = max((datetime.fromtimestamp(file.stat().st_mtime, UTC) for file in copies), default=None)
    if newest is not None and Clock(settings.timezone).now() - newest > OLDEST_COPY:
        yield wrong(say("check.copies_old", folder=str(folder), at=newest))
    elif newest is None:
        yield knows(say("check.copies_none_yet", folder=str(folder), morning=f"{MORNING:%H:%M}"))
    for copy in copies:
        if copy.stat().st_mode & 0o077:
            yield wrong(say("check.file_open", file=str(copy)))


def _zone(settings: Settings) -> Iterator[Finding]:
    now = Clock(settings.timezone).local()
    if now.utcoffset() != VIETNAM:
        yield knows(say("check.zone", zone=settings.timezone.key, hour=f"{now:%H:%M}"))


def _ports(settings: Settings) -> Iterator[Finding]:
    serving = health.asked(settings)
    if serving is not None:
        if not serving.get("healthy"):
            yield wrong(say("check.serves_badly", why=str(serving.get("says") or "")))
        for note in serving.get("notes", ()):
            yield wrong(say("check.serves_with", what=str(note)))
        return
    addresses = {settings.status_address}
    if settings.webhook_url is not None:
        addresses.add((settings.http_host, settings.http_port))
    for host, port in sorted(addresses):
        if not _is_free(host, port):
            yield wrong(say("run.port_taken", host=host, port=port))


def _is_free(host: str, port: int) -> bool:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError:
        return False
    return True

"""PgBouncer between the bot and PostgreSQL: the real one, where there is one."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.store.upkeep import revision, revisions
from tests.engines import Stores, on_postgresql
from tests.store.test_usable import told

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

pytestmark = [on_postgresql, pytest.mark.skipif(PROGRAM is None, reason="there is no PgBouncer")]


@contextmanager
def bouncer(url: str, mode: str) -> Iterator[str]:
    """The address of `url` through a PgBouncer, which runs as the server's user: it refuses to be root."""
    assert PROGRAM is not None
    server = Path(parse_qs(urlsplit(url).query)["host"][0])
    folder = server / f"bouncer-{mode}"
    folder.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    users, settings = folder / "users", folder / "settings.ini"
    users.write_text('"postgres" ""\n')
    settings.write_text(
        f"[databases]\n* = host={server} user=postgres\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n"
        f"auth_file = {users}\npool_mode = {mode}\nlogfile = {folder / 'log'}\n"
    )
    as_user = []
    if os.getuid() == 0:
        as_user = ["-u", server.owner()]
        for path in (folder, users, settings):
            shutil.chown(path, server.owner())
    process = subprocess.Popen([PROGRAM, "-q", *as_user, settings], stderr=subprocess.DEVNULL)
    try:
        for _ in range(1000):
            with socket.socket() as there:
                if there.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.01)
        yield f"postgresql://postgres@127.0.0.1:{port}{urlsplit(url).path}"
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)


@pytest.fixture
def url(stores: Stores, engine: str, tmp_path: Path) -> str:
    return stores.empty(engine, tmp_path)


def test_a_pooler_that_gives_each_session_its_own_connection_serves(url: str) -> None:
    with bouncer(url, "session") as through:
        assert revision(through) == revisions()[-1]


def test_one_that_shares_connections_among_sessions_is_refused_in_one_sentence(url: str) -> None:
    with bouncer(url, "transaction") as through:
        code, said = told(through)
    assert code == 2
    place = urlsplit(url).path
    assert said == (
        f"Giữa bot và PostgreSQL 127.0.0.1{place} có bộ gộp kết nối (như PgBouncer) không dành riêng kết nối cho mỗi"
        " phiên. Xin nối thẳng vào PostgreSQL, hoặc đặt pool_mode = session.\n"
    )

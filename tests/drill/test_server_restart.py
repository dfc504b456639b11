"""Drill: the server of PostgreSQL goes down while letters go out and somebody registers, and comes up again: nothing is
lost, and nothing comes twice. In `make drill` only: it needs a server of its own."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ledger.letter import State
from tests import engines
from tests.kill.dialogues import LONGEST, assert_all_is_told, assert_registered_once, does
from tests.kill.stage import staged
from tests.kill.test_letters import Ledger, audience, bots_on, counts, none_is_open, until

RESTARTS = int(os.environ.get("THIDUA_SERVER_RESTARTS", "0"))
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not RESTARTS, reason="make drill: a server of its own")]


class Server:
    """A server of this test's own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        engines.start_server(data, engines.DURABLE)
        self.store = engines.Postgres(data)
        self.store.prepare()

    def restart(self) -> None:
        """At once, as after a power cut: without a checkpoint."""
        engines.restart_server(self.data)


@pytest.fixture
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="pg-drill-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        yield Server(data)
        engines.stop_server(data)


async def test_a_server_that_restarts_loses_and_doubles_nothing(server: Server, tmp_path: Path) -> None:
    url = server.store.fresh("drill", "sample")
    async with staged(url, tmp_path) as stage:
        stage.failures_expected = True
        people = await audience(stage, 400)
        hau = await stage.person("Nguyễn Công Hậu")
        async with bots_on(stage, 20.0) as bots:
            await bots.start()
            pace = max(1, len(LONGEST) // RESTARTS)
            for place, (step, reads) in enumerate(LONGEST):
                await does(hau, step)
                assert reads in hau.reads()
                if place % pace == pace - 1:
                    sent = (await counts(stage))[State.SENT]
                    server.restart()
                    await stage.database.close()  # the test's own connections are cut as well
                    stage.database = stage.reopened()
                    await until(stage, lambda now, sent=sent: now[State.SENT] > sent or none_is_open(now))  # type: ignore[misc]
            await until(stage, none_is_open)
            await stage.settled()
            print(await Ledger(stage, people).at_the_end(RESTARTS))
            await assert_registered_once(stage, hau)
            await assert_all_is_told(stage)

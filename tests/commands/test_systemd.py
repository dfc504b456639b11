"""The service manager, spoken to over a real socket; and the pulse, which feeds its watchdog only while all goes on."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.serving.pulse import STUCK_SECONDS, Pulse
from bot.commands.serving.systemd import Manager
from bot.dialogue.screens import Phrase
from bot.phrases.catalogue import Phrases
from bot.settings import OFFICE_ZONE
from handlers.health import Front
from tests.office import Office

SAYS = Phrases(OFFICE_ZONE)


class Listener:
    """The manager's end."""

    def __init__(self, address: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(address)
        self._socket.setblocking(False)

    def heard(self) -> list[str]:
        lines = []
        while True:
            try:
                lines.append(self._socket.recv(4096).decode())
            except BlockingIOError:
                return lines

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(params=["path", "abstract"])
def listener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Listener, str]]:
    """The manager, and what it writes into NOTIFY_SOCKET."""
    abstract = request.param == "abstract"
    name = f"thidua-test-{os.getpid()}" if abstract else str(tmp_path / "notify")
    made = Listener(f"\0{name}" if abstract else name)
    yield made, f"@{name}" if abstract else name
    made.close()


def test_what_it_is_told(listener: tuple[Listener, str]) -> None:
    manager = Manager({"NOTIFY_SOCKET": listener[1]})
    manager.says("Chưa kết nối được\nTelegram.")
    manager.waits(30)
    manager.ready()
    manager.lives()
    manager.stopping()
    assert listener[0].heard() == [
        "STATUS=Chưa kết nối được Telegram.",
        "EXTEND_TIMEOUT_USEC=30000000",
        "READY=1",
        "WATCHDOG=1",
        "STOPPING=1",
    ]


def test_where_nobody_manages_nothing_happens(tmp_path: Path) -> None:
    Manager({}).ready()
    Manager({"NOTIFY_SOCKET": str(tmp_path / "nobody")}).ready()


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "180000000"}, 180.0),
        ({"WATCHDOG_USEC": "180000000", "WATCHDOG_PID": str(os.getpid())}, 180.0),
        ({"WATCHDOG_USEC": "180000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_the_watchdogs_patience(environment: dict[str, str], expected: float | None) -> None:
    assert Manager(environment).watchdog_seconds == expected


@pytest.mark.parametrize("polling", [True, False])
async def test_it_is_fed_as_long_as_the_poll_is_tried_however_it_ends(
    office: Office, tmp_path: Path, polling: bool
) -> None:
    listener = Listener(str(tmp_path / "notify"))
    service = office.service
    front = Front(service.intake, office.database, service.gate, say=lambda phrase: said(phrase))
    pulse = Pulse(front, Manager({"NOTIFY_SOCKET": str(tmp_path / "notify")}), polling)
    now = office.clock.monotonic()
    service.intake.last_poll, service.intake.tried_at = now - 1_000, now - STUCK_SECONDS / 2
    await pulse.beat()
    heard = listener.heard()
    assert heard[0] == "WATCHDOG=1", "Telegram is away: to start anew would not bring it back"
    if polling:
        assert heard[1].startswith("STATUS=Không nhận được trả lời của Telegram từ ")
    service.intake.tried_at = now - STUCK_SECONDS - 1
    await pulse.beat()
    assert listener.heard() == ([] if polling else ["WATCHDOG=1"]), "who hangs starves; a webhook has no poll to hang"
    front.closes()
    await pulse.beat()
    assert "WATCHDOG=1" not in listener.heard()
    listener.close()


def said(phrase: Phrase) -> str:
    return SAYS.plain("vi", phrase)

"""The service manager, told as systemd expects it: a datagram of lines to the socket in NOTIFY_SOCKET.

Nothing of it is needed to serve: where nobody manages this process, nobody is told.
"""

import logging
import os
import socket
from collections.abc import Mapping

log = logging.getLogger(__name__)


class Manager:
    """The one that started this process, if there is one."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        path = environment.get("NOTIFY_SOCKET", "")
        # An abstract name is written with @ in place of its first byte, which is 0.
        self._path = f"\0{path[1:]}" if path.startswith("@") else path
        self.watchdog_seconds = _watchdog_seconds(environment)
        """Seconds without a sign of life after which this process is killed and started anew; None: it is not."""

    def ready(self) -> None:
        self._tell("READY=1")

    def stopping(self) -> None:
        self._tell("STOPPING=1")

    def says(self, sentence: str) -> None:
        """One line to read in `systemctl status`."""
        self._tell(f"STATUS={' '.join(sentence.split())}")

    def lives(self) -> None:
        """A sign of life."""
        self._tell("WATCHDOG=1")

    def waits(self, seconds: float) -> None:
        """A start that goes on waiting for so long yet."""
        self._tell(f"EXTEND_TIMEOUT_USEC={int(seconds * 1_000_000)}")

    def _tell(self, line: str) -> None:
        if not self._path:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as told:
                told.setblocking(False)
                told.sendto(line.encode(), self._path)
        except OSError as error:
            log.warning("the service manager was not told: %s", type(error).__name__)


def _watchdog_seconds(environment: Mapping[str, str]) -> float | None:
    """The watchdog's patience, where it is for this process and no other."""
    if environment.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return None
    said = environment.get("WATCHDOG_USEC", "")
    return int(said) / 1_000_000 if said.isdecimal() and int(said) else None

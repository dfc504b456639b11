"""A server of SMTP in this process, on loopback: it takes mail for everybody and carries it nowhere."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = "mat-khau"


@dataclass
class MailServer:
    """For names with the password PASSWORD, and for whoever says none. `told`: hears of what was taken, before that is
    said."""

    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    told: Callable[[Envelope], Awaitable[None]] | None = None

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        self.taken.append(envelope)
        if self.told is not None:
            await self.told(envelope)
        return "250 taken"


def _authenticated(_server: SMTP, _session: Session, _envelope: Envelope, _by: str, said: Any) -> AuthResult:
    return AuthResult(success=isinstance(said, LoginPassword) and said.password == PASSWORD.encode(), handled=False)


@asynccontextmanager
async def receiving(server: MailServer) -> AsyncIterator[None]:
    """Serve it on any free port of this machine, which it then knows."""

    def begins() -> SMTP:
        return SMTP(server, hostname="localhost", authenticator=_authenticated, auth_require_tls=False)

    listener = await asyncio.get_running_loop().create_server(begins, "127.0.0.1", 0)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield
    finally:
        listener.close()
        await listener.wait_closed()

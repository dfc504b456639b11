"""Mail by SMTP, step by step, so that it is known at which of them it ended: before the words have left it has
certainly not been sent; after them without an answer nobody knows.

Words of servers name addresses, and are not kept.
"""

import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Final
from urllib.parse import unquote, urlsplit

import aiosmtplib
from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
)

from bot.clock import Clock
from bot.doors.bell import Words
from bot.doors.outcomes import NotDelivered, Outcome
from bot.variables import is_loopback

SECONDS: Final = 30.0
"""Seconds that each step may take."""
_LATER, _LOCKED = 400, frozenset({530, 534, 535, 538})
_FULL_OR_REFUSED: Final = frozenset({552, 554})


class Mail:
    """A Bell. `url`: smtp:// (the connection is encrypted by STARTTLS before anything is said, except on this machine)
    or smtps://, with name and password where the server asks for them. `sender`: the address that it is from, which may
    have a name before it. `context`: how the server shows who it is; the system's certificates by default."""

    def __init__(self, url: str, sender: str, clock: Clock, context: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        self._host, self._secure = parts.hostname or "", parts.scheme == "smtps"
        self._port = parts.port or (465 if self._secure else 587)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender, self._clock, self._context = sender, clock, context

    async def ring(self, words: Words) -> str:
        message = self._message(words)
        client = self._client()
        try:
            await self._connect(client)
            await self._envelope(client, words.address)
            await self._say(client, message)
        finally:
            with suppress(SMTPException, OSError):
                client.close()
        return str(message["Message-ID"])

    async def look(self) -> None:
        """Connect and say who we are, and no more. Raises NotDelivered."""
        client = self._client()
        try:
            await self._connect(client)
        finally:
            client.close()

    async def close(self) -> None:
        """Nothing is kept open between two rings."""

    def _client(self) -> aiosmtplib.SMTP:
        here = is_loopback(self._host)
        return aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            timeout=SECONDS,
            use_tls=self._secure,
            start_tls=not (self._secure or (here and self._context is None)),
            tls_context=self._context if self._context is not None or here else ssl.create_default_context(),
            local_hostname=parseaddr(self._sender)[1].rpartition("@")[2],
        )

    def _message(self, words: Words) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, words.address, words.subject
        message["Date"] = format_datetime(self._clock.now())
        # The server on the way, and whoever reads, can tell by it that two are one.
        message["Message-ID"] = f"<{words.key}@{parseaddr(self._sender)[1].rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(words.text)
        return message

    async def _connect(self, client: aiosmtplib.SMTP) -> None:
        try:
            await client.connect()
            if self._user:
                await client.login(self._user, self._password)
        except SMTPAuthenticationError:
            raise NotDelivered(Outcome.TOKEN) from None
        except SMTPResponseException as error:
            outcome = Outcome.WAIT if _LATER <= error.code < 500 else Outcome.NOT_SENT
            raise NotDelivered(outcome, answered=not isinstance(error, SMTPConnectError)) from None
        except (SMTPException, OSError, ValueError):
            raise NotDelivered(Outcome.NOT_SENT, answered=False) from None

    async def _envelope(self, client: aiosmtplib.SMTP, address: str) -> None:
        try:
            await client.mail(parseaddr(self._sender)[1])
            await client.rcpt(address)
        except SMTPRecipientRefused as error:
            raise NotDelivered(_of_recipient(error.code)) from None
        except SMTPResponseException as error:
            raise NotDelivered(Outcome.WAIT if error.code < 500 else Outcome.TOKEN) from None
        except (SMTPException, OSError, ValueError):
            raise NotDelivered(Outcome.NOT_SENT, answered=False) from None

    async def _say(self, client: aiosmtplib.SMTP, message: EmailMessage) -> None:
        try:
            await client.data(message.as_bytes(policy=message.policy.clone(linesep="\r\n", max_line_length=76)))
        except SMTPDataError as error:
            raise NotDelivered(Outcome.WAIT if error.code < 500 else Outcome.CONTENT) from None
        except (SMTPException, OSError):
            raise NotDelivered(Outcome.UNKNOWN, answered=False) from None


def _of_recipient(code: int) -> Outcome:
    if code < 500:
        return Outcome.WAIT
    if code in _LOCKED:
        return Outcome.TOKEN
    return Outcome.BLOCKED if code in _FULL_OR_REFUSED else Outcome.UNREACHABLE

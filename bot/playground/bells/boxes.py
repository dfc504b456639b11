"""Boxes of the cast: what has come by mail, SMS and Zalo, as it lies on each person's phone."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parseaddr
from typing import Any

from aiosmtpd.smtp import Envelope

from bot.address import Door

JSON = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message. `key`: the sender's own name of it; `link`: of a button below the words, where there is one."""

    door: Door
    key: str
    sender: str
    to: str
    subject: str
    text: str
    link: str
    at: datetime


@dataclass(slots=True)
class Boxes:
    """`whose`: the person for whom the message with this key is, None for nobody here. `template`: the words of the
    Zalo message, with %(name)s in them; its button leads to `link` and the token. `office`: the sender, as phones name
    it."""

    whose: Callable[[str], Awaitable[int | None]]
    now: Callable[[], datetime]
    template: str
    link: str
    office: str
    _of: defaultdict[int, list[Arrived]] = field(default_factory=lambda: defaultdict(list))
    _listeners: list[Callable[[int], None]] = field(default_factory=list)

    def of(self, user_id: int) -> list[Arrived]:
        """This person's messages, the oldest first."""
        return self._of.get(user_id, [])

    def watch(self, changed: Callable[[int], None]) -> Callable[[], None]:
        """Call `changed` with the person for whom something has come; returns what ends that."""
        self._listeners.append(changed)
        return lambda: self._listeners.remove(changed)

    async def mail(self, envelope: Envelope) -> None:
        assert isinstance(envelope.content, bytes)
        said = message_from_bytes(envelope.content, policy=policy.default)
        key = str(said["Message-ID"]).strip("<>").partition("@")[0]
        text = str(said.get_content()).replace("\r\n", "\n").strip()
        name, address = parseaddr(str(said["From"]))
        sender = f"{name} <{address}>" if name else address
        await self._keep(Door.EMAIL, key, sender, ", ".join(envelope.rcpt_tos), text, subject=str(said["Subject"]))

    async def sms(self, said: JSON) -> None:
        await self._keep(Door.SMS, said["reference"], self.office, said["to"], said["text"])

    async def zalo(self, said: JSON) -> None:
        filled = said["template_data"]
        link = f"{self.link}{filled['token']}"
        text = self.template % {"name": filled["name"]}
        await self._keep(Door.ZALO, said["tracking_id"], self.office, f"+{said['phone']}", text, link=link)

    async def _keep(
        self, door: Door, key: str, sender: str, to: str, text: str, *, subject: str = "", link: str = ""
    ) -> None:
        user_id = await self.whose(key)
        if user_id is None:
            return
        self._of[user_id].append(Arrived(door, key, sender, to, subject, text, link, self.now()))
        for listener in tuple(self._listeners):
            listener(user_id)

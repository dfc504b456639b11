"""The doors beside Telegram in the demo: the bot's own clients of mail, SMS and Zalo, each with a stand-in on this
machine; and the web door in a browser of everybody.
"""

import tomllib
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.address import Door
from bot.bells import carrying, policy
from bot.commands.playing.cast import Actor
from bot.commands.serving.door import open_door
from bot.doors.bell import Bell
from bot.doors.email.smtp import Mail
from bot.doors.sms.gateway import Sms
from bot.doors.zalo.template import Zalo
from bot.organisation.records import OrganisationNow
from bot.people.authentication import links
from bot.people.authentication.records import LinkKind
from bot.people.identity import load_linked
from bot.people.linking.invites import PRINTED_LIFETIME, create_invite
from bot.playground.bells.boxes import Boxes
from bot.playground.bells.mail import MailServer, receiving
from bot.playground.bells.sms import SmsGateway
from bot.playground.bells.zalo import ZaloServer
from bot.playground.browsers import ELSEWHERE, browsers, path_of
from bot.playground.http_door import Line
from bot.playground.page.doors import DoorCost, Doors
from bot.playground.same_origin import programs_only
from bot.playground.sample import DATA
from bot.refusal import Refusal
from bot.store import leases
from bot.store.database import Database, Tx
from bot.wiring import Service

RINGING = (Door.EMAIL, Door.ZALO, Door.SMS)


@dataclass(frozen=True, slots=True)
class Contacts:
    """Addresses for mail by code, codes of those without Zalo, and the words of the Zalo template."""

    mail: dict[str, str]
    no_zalo: frozenset[str]
    template: str


def contacts() -> Contacts:
    said = tomllib.loads((DATA / "contacts.toml").read_text("utf-8"))
    return Contacts(said["mail"], frozenset(said["no_zalo"]), said["zalo_template"].strip())


class PlayedDoors:
    """`web`: the address of the web doors."""

    def __init__(
        self,
        database: Database,
        people: Sequence[Actor],
        own: OrganisationNow,
        known: Contacts,
        line: Line,
        web: str,
    ) -> None:
        self._database, self._line, self._web = database, line, web
        self._person = {one.member.user_id: one.staff.id for one in people}
        self._user = {one.staff.id: one.member.user_id for one in people}
        self._running: Service | None = None
        self._links = f"{web}{ELSEWHERE}/in/"
        now = database.clock.local
        self._boxes = Boxes(self._whose, now, known.template, self._links, own.full_name)
        self._sender = f"{own.full_name} <thongbao@so.example.vn>"
        self._mail = MailServer(told=self._boxes.mail)
        self._sms = SmsGateway(told=self._boxes.sms)
        none = frozenset(one.member.phone or "" for one in people if one.staff.code in known.no_zalo)
        self._zalo = ZaloServer(now, unknown=none, told=self._boxes.zalo)

    @property
    def web_url(self) -> str:
        """The address of the web door, as the settings have it."""
        return self._web + ELSEWHERE

    def add_servers(self, app: web.Application) -> None:
        """Mount the servers of SMS and Zalo, for programs of this machine alone."""
        app.router.add_post("/sms", programs_only(self._sms.post))
        app.router.add_post("/zalo/v4/oa/access_token", programs_only(self._zalo.renew))
        app.router.add_post("/zalo/message/template", programs_only(self._zalo.send))

    @asynccontextmanager
    async def bells(self, at: str) -> AsyncIterator[Mapping[Door, Bell]]:
        """The bot's own clients, while the mail server is up. `at`: the address of the other servers."""
        async with receiving(self._mail):
            api = f"{at}/zalo"
            yield {
                Door.EMAIL: Mail(f"smtp://127.0.0.1:{self._mail.port}", self._sender, self._database.clock),
                Door.ZALO: Zalo(self._database, "app", self._zalo.secret, self._zalo.refresh, "1", api=api, oauth=api),
                Door.SMS: Sms(f"{at}/sms", self._sms.token),
            }

    def served(self, running: Service, page: str) -> web.Application:
        """The web doors of everybody, which may stand in a frame of the page."""
        return browsers(self._person, lambda app, url: open_door(app, running, url), self._web, page)

    def doors(self) -> Doors:
        return Doors(
            self._boxes,
            self._web,
            lambda user_id: self._web + path_of(user_id),
            self._links,
            self._token_for,
            self._prices,
            self._costs,
            self._cut,
        )

    async def begin(self, running: Service) -> None:
        """The bot is there. Have all doors that ring open, as the Office would."""
        self._running = running

        def body(tx: Tx) -> None:
            for door in RINGING:
                policy.change(tx, door, is_on=True, on_since=tx.now)

        await self._database.run(body)

    async def look(self) -> None:
        """Have the bot look at its doors, which it does each minute anyway: the clock may have been moved by days."""
        if self._running is not None:
            await self._running.doors.look()

    # --- what the page asks for ---------------------------------------------------------------------------------------

    async def _whose(self, key: str) -> int | None:
        bell = carrying.bell_of(key)
        found = (await self._database.read(lambda tx: carrying.charged(tx, [bell]))).get(bell)
        return None if found is None else self._user.get(found.person_id)

    async def _prices(self, keys: Collection[str]) -> Mapping[str, int]:
        bells = {key: carrying.bell_of(key) for key in keys}
        found = await self._database.read(lambda tx: carrying.charged(tx, bells.values()))
        return {key: found[bell].price for key, bell in bells.items() if bell in found}

    async def _costs(self) -> list[DoorCost]:
        found = await self._database.read(policy.doors)
        return [DoorCost(one.door.value, one.price, one.used, one.cost, one.ever) for one in found]

    async def _token_for(self, user_id: int) -> str | None:
        """An invite, as on paper, for somebody who is on no door; else a link of the person's own making."""
        person_id = self._person[user_id]

        def body(tx: Tx) -> str:
            if load_linked(tx, [person_id]):
                return links.create(tx, person_id, LinkKind.OWN, by=person_id)
            return create_invite(tx, person_id, office=False, beside=True, lifetime=PRINTED_LIFETIME)

        try:
            return await self._database.run(body)
        except Refusal:
            return None

    async def _cut(self, cut: bool) -> None:
        if cut:
            await self._line.cut()
        else:
            await self._line.open()
        # What it has answered a minute ago is over, as the clock of the demo is moved on.
        await self._database.run(lambda tx: leases.note(tx, leases.SERVED, 0.0))
        await self.look()

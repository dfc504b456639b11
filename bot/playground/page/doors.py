"""The other doors of the page's people: the web door in a browser of each, boxes in which mail, SMS and Zalo arrive
with their prices, and Telegram as it is cut off and comes back."""

import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.playground.bells.boxes import Arrived, Boxes
from bot.playground.page.on_screen import wall
from bot.playground.page.verbs import want
from bot.playground.same_origin import json_body
from bot.playground.world import World

JSON = dict[str, Any]
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,80}")


@dataclass(frozen=True, slots=True)
class DoorCost:
    """One door that rings, as the Office's own screen has it: đồng a message, messages of this month with what they
    cost, and what all of them cost so far."""

    door: str
    price: int
    used: int
    cost: int
    ever: int


@dataclass(frozen=True, slots=True)
class Doors:
    """`origin`: of the web doors; `browser_of`: the address of a person's own, without a stroke at its end;
    `links`: what every link into the web door begins with; `token_for`: a new way in for this person, None for
    somebody who has left; `prices`: of messages, by their keys; `cut`: cut Telegram off, or let it come back."""

    boxes: Boxes
    origin: str
    browser_of: Callable[[int], str]
    links: str
    token_for: Callable[[int], Awaitable[str | None]]
    prices: Callable[[Collection[str]], Awaitable[Mapping[str, int]]]
    costs: Callable[[], Awaitable[Sequence[DoorCost]]]
    cut: Callable[[bool], Awaitable[None]]


class DoorPages:
    """The page's routes to them. `changed`: the doors as a whole have; `person_changed`: one person's news."""

    def __init__(
        self,
        doors: Doors,
        world: World,
        who: Callable[[web.Request], int],
        changed: Callable[[], None],
        person_changed: Callable[[int], None],
    ) -> None:
        self._doors, self._world, self._who = doors, world, who
        self._changed, self._person_changed = changed, person_changed
        self._seen: defaultdict[int, int] = defaultdict(int)
        self._entered: set[int] = set()

    def watch(self) -> Callable[[], None]:
        """Tell the page of whatever comes; returns what ends that."""

        def arrived(user_id: int) -> None:
            self._person_changed(user_id)
            self._changed()

        return self._doors.boxes.watch(arrived)

    def news(self, user_id: int) -> JSON:
        """One person's: whether the own browser has been opened, messages in the box, and those not seen yet."""
        came = len(self._doors.boxes.of(user_id))
        return {"entered": user_id in self._entered, "came": came, "unseen": came - self._seen[user_id]}

    def last(self, user_id: int) -> str:
        """The wall time at which something has come into the box; empty: nothing has."""
        came = self._doors.boxes.of(user_id)
        return wall(came[-1].at) if came else ""

    def about(self, user_id: int) -> JSON:
        """The facts of one person that stay as they are."""
        return {"browser": self._doors.browser_of(user_id)}

    async def state(self) -> JSON:
        costs = await self._doors.costs()
        rows = [
            {"door": one.door, "price": one.price, "used": one.used, "cost": one.cost, "ever": one.ever}
            for one in costs
        ]
        return {
            "reachable": not self._world.cut_off,
            "links": self._doors.links,
            "doors": rows,
            "ever": sum(one.ever for one in costs),
        }

    # --- routes -------------------------------------------------------------------------------------------------------

    async def doors(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response(await self.state())

    async def box(self, request: web.Request) -> web.StreamResponse:
        """This person's messages with their prices. To have asked is to have seen them."""
        user_id = self._who(request)
        came = self._doors.boxes.of(user_id)
        prices = await self._doors.prices([one.key for one in came])
        if self._seen[user_id] < len(came):
            self._seen[user_id] = len(came)
            self._person_changed(user_id)
        return web.json_response({"messages": [_message(one, prices.get(one.key, 0)) for one in came]})

    async def enters(self, request: web.Request) -> web.StreamResponse:
        """A new link into the web door, opened in this person's browser; of a {"link"} that came, the same."""
        user_id = self._who(request)
        body = await json_body(request)
        said = want(body, "link", str) if "link" in body else ""
        if said and not _TOKEN.fullmatch(said.removeprefix(self._doors.links)):
            raise web.HTTPBadRequest(text="link: into the web door")
        token = said.removeprefix(self._doors.links) or await self._doors.token_for(user_id)
        if token is None:
            return web.json_response({"error": "left"}, status=409)
        self._entered.add(user_id)
        self._person_changed(user_id)
        return web.json_response({"address": f"{self._doors.browser_of(user_id)}/in/{token}"})

    async def cuts(self, request: web.Request) -> web.StreamResponse:
        body = await json_body(request)
        if not isinstance(body.get("reachable"), bool):
            raise web.HTTPBadRequest(text="reachable: true or false")
        await self._doors.cut(not body["reachable"])
        self._changed()
        return web.json_response(await self.state())


def _message(one: Arrived, price: int) -> JSON:
    return {
        "door": one.door.value,
        "key": one.key,
        "sender": one.sender,
        "to": one.to,
        "subject": one.subject,
        "text": one.text,
        "link": one.link,
        "at": wall(one.at),
        "price": price,
    }

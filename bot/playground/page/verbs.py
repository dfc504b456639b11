"""The verbs of the page: from posted JSON to the action of a person, one function each.

A field that is missing or of another kind is a bad request (400); what a phone would not let its owner do, such as
tapping a button that has just been edited away, is a conflict (409), and the page shows how things are now.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from aiohttp import web

from bot.playground.world import World

T = TypeVar("T")
JSON = dict[str, Any]


def want(body: JSON, name: str, kind: type[T]) -> T:
    value = body.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise web.HTTPBadRequest(text=f"{name}: {kind.__name__} expected")
    return value


def done(deed: Callable[[], Any]) -> web.Response:
    """The answer to a verb: {"result": …}, or 409 with {"error": why}."""
    try:
        return web.json_response({"result": deed()})
    except (ValueError, KeyError) as refusal:
        return web.json_response({"error": str(refusal)}, status=409)


def _says(world: World, user_id: int, body: JSON) -> int:
    """{text, reply_to?}"""
    reply_to = want(body, "reply_to", int) if body.get("reply_to") is not None else None
    return world.says(user_id, want(body, "text", str), reply_to=reply_to)


def _shares_contact(world: World, user_id: int, body: JSON) -> int:
    """{owner, phone?, forwarded?}: the card of `owner`, with that account's number or with another `phone`."""
    owner = world.humans[want(body, "owner", int)]
    phone = want(body, "phone", str) if "phone" in body else owner.phone
    if not phone:
        raise ValueError("no phone number to share")
    return world.shares_contact(
        user_id, phone, owner.user_id, owner.first_name, forwarded=body.get("forwarded") is True
    )


def _opens_link(world: World, user_id: int, body: JSON) -> int:
    """{payload}: a blocked bot is unblocked by that, as START does on a phone."""
    payload = want(body, "payload", str)
    world.unblocks(user_id)
    return world.opens_link(user_id, payload)


VERBS: dict[str, Callable[[World, int, JSON], Any]] = {
    "says": _says,
    "taps": lambda world, who, body: world.taps(who, want(body, "message", int), want(body, "data", str)),
    "presses": lambda world, who, body: world.presses(who, want(body, "label", str)),
    "shares_contact": _shares_contact,
    "opens_link": _opens_link,
    "blocks": lambda world, who, body: world.blocks(who),
    "unblocks": lambda world, who, body: world.unblocks(who),
}

"""Methods for getting updates: polling and webhook, and which of them Telegram allows.

The core answers at once; waiting for news is asyncio's business and lives in `long_poll`, shared by both doors.
"""

import asyncio
import re
from typing import Any

from bot.playground.api.loopback import is_loopback
from bot.playground.api.refused import bad, conflict, flood
from bot.playground.api.signatures import Args
from bot.playground.messages.state import JSON, State, Webhook
from bot.playground.methods.sending import Uploads

MAX_BATCH = 100
MAX_WAIT = 50  # seconds
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_HOOK_EVERY = 1.0  # seconds between two setWebhook
_HTTP = re.compile(r"https?://[^\s/]+(?:/\S*)?")


def get_updates(state: State, args: Args, files: Uploads) -> list[Any]:
    """Updates that wait now; the caller of this poll becomes the only one, an older one that still waits gets 409."""
    if state.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    if "allowed_updates" in args:
        _allow(state, args)
    state.poll_turn += 1
    state.updates.nudge()
    return fetch(state, args)


def fetch(state: State, args: Args) -> list[Any]:
    limit = min(max(args.get("limit", MAX_BATCH), 1), MAX_BATCH)
    return state.updates.fetch(args.get("offset", 0), limit)


async def long_poll(state: State, args: Args) -> list[Any]:
    """Wait up to `timeout` seconds for the first update. Refused (409) when another poll or a webhook takes over."""
    turn = state.poll_turn
    seconds = min(max(args.get("timeout", 0), 0), MAX_WAIT)
    news = asyncio.Event()
    stop_listening = state.updates.listen(news.set)
    try:
        async with asyncio.timeout(seconds):
            while True:
                await news.wait()
                news.clear()
                if state.webhook.url:
                    raise conflict("terminated by setWebhook request")
                if state.poll_turn != turn:
                    raise conflict(
                        "terminated by other getUpdates request; make sure that only one bot instance is running"
                    )
                if batch := fetch(state, args):
                    return batch
    except TimeoutError:
        return []
    finally:
        stop_listening()


def set_webhook(state: State, args: Args, files: Uploads) -> bool:
    url = args.get("url", "")
    if url:
        if not _HTTP.fullmatch(url):
            raise bad("bad webhook: invalid HTTPS URL specified")
        if not is_loopback(url):
            raise bad("stand-in: a webhook must be on this machine, nothing is sent outside")
        secret = args.get("secret_token", "")
        if secret and not _SECRET.fullmatch(secret):
            raise bad("secret token contains unallowed characters")
        if not 1 <= args.get("max_connections", 40) <= 100:
            raise bad("stand-in: max_connections must be between 1 and 100")
        if state.monotonic() - state.webhook.set_at < _HOOK_EVERY:
            raise flood(1)
        state.webhook = Webhook(url, secret, args.get("max_connections", 40), state.monotonic())
        if "allowed_updates" in args:
            _allow(state, args)
    else:
        state.webhook = Webhook(set_at=state.webhook.set_at)
    if args.get("drop_pending_updates"):
        state.updates.drop()
    state.updates.nudge()
    return True


def delete_webhook(state: State, args: Args, files: Uploads) -> bool:
    return set_webhook(state, {name: value for name, value in args.items() if name == "drop_pending_updates"}, files)


def get_webhook_info(state: State, args: Args, files: Uploads) -> JSON:
    hook = state.webhook
    info: JSON = {"url": hook.url, "has_custom_certificate": False, "pending_update_count": len(state.updates)}
    if hook.url:
        info["max_connections"] = hook.max_connections
    if hook.last_error:
        info["last_error_date"] = hook.last_error_at
        info["last_error_message"] = hook.last_error
    return info


def _allow(state: State, args: Args) -> None:
    if not all(isinstance(kind, str) for kind in args["allowed_updates"]):
        raise bad("can't parse allowed updates: expected an Array of String")
    state.updates.allow(args["allowed_updates"])

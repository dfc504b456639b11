"""Telegram's word on whoever has opened a page from a button in a chat (`initData`), verified as it asks for:
https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app. Pure."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from bot.refusal import Refusal

FRESH, AHEAD = timedelta(hours=1), timedelta(minutes=2)
MOST_CHARACTERS, MOST_FIELDS = 4096, 32


@dataclass(frozen=True, slots=True)
class Opened:
    """The Telegram user who has opened the page, and the seal of this one opening, which counts once."""

    user_id: int
    seal: str


def verified(said: str, bot_token: str, now: datetime) -> Opened:
    """Raises Refusal, one and the same, for whatever is not Telegram's, not fresh, or not of a person."""
    wrong = Refusal("entry.not_usable")
    if not bot_token or not said or len(said) > MOST_CHARACTERS:
        raise wrong
    try:
        pairs = parse_qsl(said, keep_blank_values=True, strict_parsing=True, max_num_fields=MOST_FIELDS)
        fields = dict(pairs)
        seal = fields.pop("hash")
        lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
        key = hmac.new(b"WebAppData", bot_token.encode(), hashlib.sha256).digest()
        expected = hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()
        genuine = hmac.compare_digest(seal.encode(), expected.encode())
        at = datetime.fromtimestamp(int(fields["auth_date"]), UTC)
        user = json.loads(fields["user"])
        user_id = user["id"]
    except (ValueError, KeyError, TypeError, OverflowError, OSError, RecursionError, UnicodeError):
        raise wrong from None
    if not genuine or len(fields) + 1 != len(pairs) or type(user_id) is not int or user.get("is_bot"):
        raise wrong
    if not now - FRESH <= at <= now + AHEAD:
        raise wrong
    return Opened(user_id, f"telegram:{seal}")

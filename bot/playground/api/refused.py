"""A refusal of the Bot API: an HTTP status, Telegram's own words, and the parameters that clients act on.

The words are those of the official server (tdlib/telegram-bot-api, Client.cpp). A refusal that only this stand-in
makes, because something is not played here or because a mistake should be loud, begins with `stand-in:`.
"""

from typing import Any


class Refused(Exception):
    """A call that was understood and not carried out."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def envelope(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad(words: str) -> Refused:
    return Refused(400, f"Bad Request: {words}")


def forbidden(words: str) -> Refused:
    return Refused(403, f"Forbidden: {words}")


def conflict(words: str) -> Refused:
    return Refused(409, f"Conflict: {words}")


def flood(seconds: int) -> Refused:
    """`seconds` is what `parameters.retry_after` carries."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def not_played(what: str) -> Refused:
    """Telegram would take this; the stand-in does not play it and says so instead of pretending."""
    return bad(f"stand-in: {what}")

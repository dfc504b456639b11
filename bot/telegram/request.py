"""The wire under python-telegram-bot: one aiohttp session, and errors that say whether a call may have been done.

Two things matter to whoever sends letters. `NotSent`: nothing left this machine, so the call may be made again.
`NoAnswer`: it left and no answer came; Telegram has no idempotency key, so only a person may decide to send it again.

Addresses contain the token. No message, repr or cause of an exception made here contains an address, and an error page
that a relay answers with is blanked where it echoes the path.
"""

from telegram.error import NetworkError, TimedOut


class NotSent(NetworkError):
    """No connection: nothing was sent, making the call again is safe."""


class NoAnswer(TimedOut):
    """The call was sent, or partly; no answer came. It may or may not have been carried out."""

"""Targets of the buttons about one's own passkeys."""

from bot.dialogue.targets import ToAct, ToView


class ShowPasskeys(ToView, name="passkeys"):
    """One's own passkeys, and what a passkey is."""


class ShowPasskey(ToView, name="passkey"):
    """One of them."""

    passkey: int


class RemovePasskey(ToAct, name="remove_passkey"):
    """Remove one of them."""

    passkey: int

"""The target of printed invites that only their printing leads to."""

from bot.dialogue.targets import ToView


class ShowInviteCards(ToView, name="invite_cards"):
    """The cards that were made last, as a file."""

    made: int

"""Targets of printed invites that only their own screens lead to."""

from bot.dialogue.targets import ToAct, ToView


class ShowInviteCards(ToView, name="invite_cards"):
    """The cards that were made last, as a file."""

    made: int


class ChooseInvitedUnits(ToAct, name="choose_invited_units"):
    """Begin to choose the units for whose people invites are printed together."""


class ShowDrawing(ToView, name="invites_drawing"):
    """Many cards that are being drawn, with how far that is."""

    made: int

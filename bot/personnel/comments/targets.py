"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView


class ShowMovedAway(ToView, name="moved_away"):
    """Who has left a unit in the year."""

    unit: int


class ShowComment(ToView, name="comment"):
    """A comment, as the unit sees it that was left."""

    person: int


class WriteComment(ToAct, name="comment"):
    """Write a comment."""

    person: int

"""Targets of buttons in this slice: its views and acts, each with what it needs."""

from bot.dialogue.targets import ToAct, ToView
from bot.titles.catalogue import Family


class ShowWaiting(ToView, name="waiting"):
    """All that waits for the person, by kind, each with the way to where it is done."""


class ShowRising(ToView, name="rising"):
    """The days after which what waits rises to whoever stands above, for the Office to choose."""


class SetRising(ToAct, name="set_rising"):
    """Let what waits rise after so many working days; 0: by the time that is left."""

    days: int


class ShowBelow(ToView, name="below"):
    """The board on which whoever stands above sees what waits there. `family`: of the titles; `key`: of one unit, with
    all below it, or of one union group."""

    family: Family
    key: int | None = None


class ShowDesk(ToView, name="desk"):
    """The desk of the Office: all that waits for its decision, the oldest first."""


class TakeNext(ToAct, name="next_work"):
    """Go on with what has waited longest at the desk."""

"""Targets of buttons in this slice: its views and acts, each with what it needs."""

from datetime import date

from bot.campaigns.records import DayKind
from bot.dialogue.targets import ToAct, ToView
from bot.sheets.standing import Standing


class ShowDeclared(ToView, name="declared_days"):
    """One declaration, which this day is part of, with what moves when it is taken back."""

    day: date
    page: int = 0


class DeclareDays(ToAct, name="declare_days"):
    """Begin to declare days off or worked."""

    kind: DayKind


class TakeBackDays(ToAct, name="take_back_days"):
    """Take back what was declared together with the day `first`, if it still ends with `last`."""

    first: date
    last: date


class ShowLists(ToView, name="outlook_lists"):
    """The units, or union groups, whose list is in this state."""

    standing: Standing
    groups: bool = False
    page: int = 0


class ShowShares(ToView, name="outlook_shares"):
    """The share of one title that is limited, by unit. `limit`: its place among the limits."""

    limit: int = 0
    page: int = 0


class ShowForecast(ToView, name="outlook_forecast"):
    """The forecast for the deadline, and the fewest people to speak to until then."""

    page: int = 0


class ShowChart(ToView, name="outlook_chart"):
    """The progress of all units as a picture."""

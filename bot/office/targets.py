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


class ShowRegime(ToView, name="office_regime"):
    """One version of the rules. `version`: its number in the store."""

    version: int
    page: int = 0


class ShowRegimeFile(ToView, name="office_regime_file"):
    """A version of the rules as a file, to be changed and sent back."""

    version: int


class GiveRegime(ToAct, name="give_regime"):
    """Begin to replace rules by a file."""


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
    """The progress of all units as pictures."""

    page: int = 0


class ShowPaperForm(ToView, name="paper_form"):
    """A person's registration as it was entered from the signed form."""

    person: int


class ShowFormTemplate(ToView, name="form_template"):
    """The workbook in which a unit enters what its people have signed."""

    unit: int


class SendForms(ToAct, name="send_forms"):
    """Begin to send a unit's workbook of signed forms."""

    unit: int

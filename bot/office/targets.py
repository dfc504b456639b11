"""Targets of buttons in this slice: its views and acts, each with what it needs."""

from datetime import date

from bot.campaigns.records import DayKind
from bot.dialogue.targets import ToAct, ToView


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


class ShowPaperForm(ToView, name="paper_form"):
    """A person's registration as it was entered from the signed form."""

    person: int


class ShowFormTemplate(ToView, name="form_template"):
    """The workbook in which a unit enters what its people have signed."""

    unit: int


class SendForms(ToAct, name="send_forms"):
    """Begin to send a unit's workbook of signed forms."""

    unit: int

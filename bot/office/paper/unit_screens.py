"""A unit's signed forms on the screen: how it is done, the workbook to fill in, what would be entered. Pure."""

from collections.abc import Sequence

from bot.dialogue.screens import Button, Paper, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.office.paper import forms
from bot.office.paper.unit_actions import Entry, Refused, UnitForms, reasons
from bot.office.targets import SendForms, ShowFormTemplate
from bot.personnel import inputs
from bot.personnel.targets import ShowUnit, ShowUnitForms

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LISTED = 4


def unit_forms(of: UnitForms, entered: int, to_enter: int) -> Screen:
    """The way in which it is done. `entered`: people whose forms stand; `to_enter`: those of whom one may yet."""
    return screen(
        say("paper.unit.head", unit=of.unit.name),
        say("paper.unit.figures", entered=entered, left=to_enter),
        say("paper.unit.how"),
        rows=(
            (Button(say("button.form_template"), ShowFormTemplate(of.unit.id)),),
            (Button(say("button.send_forms"), SendForms(of.unit.id), Style.PRIMARY),),
            (Button(say("button.back"), ShowUnit(of.unit.id)),),
        ),
    )


def template(of: UnitForms, people: Sequence[tuple[str, str, str]]) -> Screen:
    """The workbook to fill in, with the people of whom a form may be entered."""
    headings = forms.headings(of.offered)

    def make(phrase: forms.Say) -> bytes:
        from bot.papers.forms.workbook import FormSheet, form_workbook

        return form_workbook(FormSheet(phrase(say("paper.sheet")), [phrase(one) for one in headings], people))

    return screen(
        say("paper.unit.template", unit=of.unit.name, count=len(people)),
        say("paper.unit.fill"),
        rows=(
            (Button(say("button.send_forms"), SendForms(of.unit.id), Style.PRIMARY),),
            (Button(say("button.back"), ShowUnitForms(of.unit.id)),),
        ),
        file=Paper(f"dang-ky-giay-{of.campaign.year}-don-vi-{of.unit.id}.xlsx", XLSX, make),
    )


def send(of: UnitForms) -> Screen:
    return screen(say("paper.unit.head", unit=of.unit.name), say("paper.unit.send"), rows=(inputs.AWAY,))


def check(of: UnitForms, filename: str, entries: Sequence[Entry], refused: Sequence[Refused]) -> Screen:
    """The people who would be entered, and the first rows that cannot be, with all of them as a workbook to correct."""
    lines = reasons(refused[:LISTED])
    more, declined = len(refused) - len(lines), sum(one.row.declines is not None for one in entries)
    send = Button(say("button.enter_forms", count=len(entries)), Option("send"), Style.SUCCESS)
    return screen(
        say("paper.unit.check", unit=of.unit.name, filename=filename),
        say("paper.unit.will_enter", count=len(entries)) if entries else say("paper.nothing_to_enter"),
        say("paper.unit.will_enter_declined", count=declined) if declined else None,
        say("paper.unit.refused", count=len(refused)) if refused else None,
        *lines,
        say("paper.unit.more", count=more) if more else None,
        say("paper.unit.as_signed") if entries else None,
        rows=((send if entries else None,), inputs.AWAY),
        **({"file": _rejects(of, refused)} if refused else {}),
    )


def _rejects(of: UnitForms, refused: Sequence[Refused]) -> Paper:
    def make(phrase: forms.Say) -> bytes:
        from bot.workbooks.rejects import workbook
        from bot.workbooks.report import Problem, Reject

        heads, rows = tuple(phrase(say(one)) for one in (forms.CODE, forms.NAME)), []
        for one in refused:
            cells = (one.row.code, one.row.name)
            rows.append(Reject(phrase(say("paper.sheet")), one.row.number, (Problem(heads[0], one.why),), heads, cells))
        return workbook(rows, lambda key, values: phrase(say(key, **values)))

    return Paper(f"dang-ky-giay-can-sua-don-vi-{of.unit.id}.xlsx", XLSX, make)

"""A unit's signed forms on the screen: how it is done, and the workbook to fill in. Pure."""

from collections.abc import Sequence

from bot.dialogue.screens import Button, Paper, Screen, Style, say, screen
from bot.office.paper import forms
from bot.office.paper.entries import UnitForms
from bot.office.targets import SendForms, ShowFormTemplate
from bot.personnel.targets import ShowUnit, ShowUnitForms

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def unit_forms(of: UnitForms, entered: int, to_enter: int) -> Screen:
    """The way in which it is done. `entered`: people whose forms stand; `to_enter`: those of whom one may yet."""
    return screen(
        say("paper.unit.head", unit=of.unit.name),
        say("paper.unit.figures", entered=entered, left=to_enter),
        say("paper.unit.how" if to_enter else "paper.unit.nobody"),
        rows=(
            (Button(say("button.form_template"), ShowFormTemplate(of.unit.id)) if to_enter else None,),
            (Button(say("button.send_forms"), SendForms(of.unit.id), Style.PRIMARY if to_enter else None),),
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

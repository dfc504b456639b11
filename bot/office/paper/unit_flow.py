"""The dialogue that takes a unit's workbook: the file, what would be entered of it, and entering.

A draft's data: unit, filename, read_at (ISO), rows (as `forms.FilledRow.packed`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.dialogue.flows import Draft, Flow, Move, Next, Said, SharedFile, Step
from bot.dialogue.screens import Phrase, Screen
from bot.dialogue.targets import ToView
from bot.office.paper import unit_actions, unit_screens
from bot.office.paper.actions import PaperForm
from bot.office.paper.forms import FilledRow, unpacked
from bot.office.paper.unit_actions import UnitForms
from bot.people.identity import Actor
from bot.personnel import inputs
from bot.personnel.targets import ShowUnitForms
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.words import shortened

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class FormsToEnter:
    """The unit, and what stands of each of its people."""

    of: UnitForms
    stands: Mapping[str, PaperForm | Phrase]
    """By staff code: the form that may be entered, or why none may."""


def _rows(data: Mapping[str, Any]) -> list[FilledRow]:
    return [unpacked(row) for row in data.get("rows", ())]


def _load(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> FormsToEnter:
    of = unit_actions.unit(tx, actor, data["unit"])
    return FormsToEnter(of, unit_actions.standing(tx, actor, of))


def _file(said: Said, _draft: Draft, case: FormsToEnter) -> Move:
    if not isinstance(said, SharedFile):
        raise Refusal("paper.send_workbook")
    name = shortened(Path(said.name).name, LONGEST_NAME)
    if said.photo:
        raise Refusal("workbook.ending", filename=name)
    if said.content is None:
        raise Refusal("workbook.large", filename=name)
    rows = unit_actions.parse(case.of, said.content, said.name)
    return Next({"filename": name, "read_at": case.of.now.isoformat(), "rows": [row.packed() for row in rows]})


def _ask_check(draft: Draft, case: FormsToEnter) -> Screen:
    read_at = datetime.fromisoformat(draft.data["read_at"])
    entries, refused = unit_actions.compare(_rows(draft.data), case.stands, read_at)
    return unit_screens.check(case.of, draft.data["filename"], entries, refused)


def _enter(tx: Tx, actor: Actor, draft: Draft, case: FormsToEnter) -> ToView:
    read_at = datetime.fromisoformat(draft.data["read_at"])
    unit_actions.enter(tx, actor, case.of.unit.id, _rows(draft.data), read_at)
    return ShowUnitForms(case.of.unit.id)


FORMS: Flow[FormsToEnter] = Flow(
    "unit_forms",
    facts=_load,
    steps=(
        Step("file", ask=lambda _draft, case: unit_screens.send(case.of), parse=_file, takes_files=True),
        Step("check", ask=_ask_check, parse=inputs.sure),
    ),
    finish=_enter,
    home=lambda draft: ShowUnitForms(draft.data["unit"]),
)

FLOWS = (FORMS,)

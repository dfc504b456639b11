"""The dialogues over a workbook: it is sent, and the year is told that it does not say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.dialogue.flows import Draft, Finish, Flow, Move, Said, SharedFile, Step, Typed
from bot.dialogue.targets import ToView
from bot.office.imports import actions, rules, screens
from bot.office.imports.targets import ShowUpload
from bot.office.paper import entries
from bot.office.paper.entries import UnitForms
from bot.people.identity import Actor
from bot.people.roster.records import ImportKind
from bot.personnel.rules import office_only
from bot.personnel.targets import ShowImports, ShowUnitForms
from bot.recognition.targets import ShowDecision
from bot.refusal import Refusal
from bot.store.database import Tx


def _kind(_tx: Tx, actor: Actor, data: Mapping[str, Any]) -> ImportKind:
    office_only(actor)
    return ImportKind(data["kind"])


def _file(said: Said, _draft: Draft, _kind: ImportKind) -> Move:
    match said:
        case SharedFile():
            sha256, name = rules.take(said)
            return Finish({"sha256": sha256, "name": name})
    raise Refusal("imports.send_file")


def _send(tx: Tx, actor: Actor, draft: Draft, kind: ImportKind) -> ToView:
    data = draft.data
    return ShowUpload(actions.send(tx, actor, kind, data["sha256"], data["name"], decision_id=data.get("decision")))


def _home(draft: Draft) -> ToView:
    decision = draft.data.get("decision")
    return ShowImports(ImportKind(draft.data["kind"])) if decision is None else ShowDecision(decision)


SEND: Flow[ImportKind] = Flow(
    "send_workbook",
    facts=_kind,
    steps=(
        Step(
            "file",
            ask=lambda draft, kind: screens.send(kind, of_decision="decision" in draft.data),
            parse=_file,
            takes_files=True,
        ),
    ),
    finish=_send,
    home=_home,
)


def _unit(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> UnitForms:
    return entries.unit(tx, actor, data["unit"])


def _forms(said: Said, _draft: Draft, _of: UnitForms) -> Move:
    match said:
        case SharedFile():
            sha256, name = rules.take(said)
            return Finish({"sha256": sha256, "name": name})
    raise Refusal("paper.send_workbook")


def _send_forms(tx: Tx, actor: Actor, draft: Draft, of: UnitForms) -> ToView:
    data, unit = draft.data, of.unit.id
    return ShowUpload(actions.send(tx, actor, ImportKind.UNIT_FORMS, data["sha256"], data["name"], unit_id=unit))


FORMS: Flow[UnitForms] = Flow(
    "unit_forms",
    facts=_unit,
    steps=(Step("file", ask=lambda _draft, of: screens.send_forms(of.unit.name), parse=_forms, takes_files=True),),
    finish=_send_forms,
    home=lambda draft: ShowUnitForms(draft.data["unit"]),
)


@dataclass(frozen=True, slots=True)
class YearOf:
    """The workbook that does not say a year."""

    filename: str
    today: date


def _upload(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> YearOf:
    return YearOf(actions.found(tx, actor, data["upload"]).filename, tx.clock.today())


def _year(said: Said, _draft: Draft, facts: YearOf) -> Move:
    match said:
        case Typed(text):
            return Finish({"year": rules.year(text, facts.today)})
    raise Refusal("type.below")


def _tell_year(tx: Tx, actor: Actor, draft: Draft, _facts: YearOf) -> ToView:
    actions.tell_year(tx, actor, draft.data["upload"], draft.data["year"])
    return ShowUpload(draft.data["upload"])


YEAR: Flow[YearOf] = Flow(
    "import_year",
    facts=_upload,
    steps=(Step("year", ask=lambda _draft, facts: screens.which_year(facts.filename), parse=_year),),
    finish=_tell_year,
    home=lambda draft: ShowUpload(draft.data["upload"]),
)

FLOWS: tuple[Flow[Any], ...] = (SEND, FORMS, YEAR)

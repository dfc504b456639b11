"""The dialogue in which the Office sends a template."""

from collections.abc import Mapping
from typing import Any

from bot.consolidation.template_targets import ShowTemplate, ShowTrial
from bot.consolidation.templates import actions, screens
from bot.dialogue.flows import Draft, Finish, Flow, Move, Said, SharedFile, Step
from bot.dialogue.targets import ToView
from bot.papers.official import apart
from bot.papers.official.official import OfficialKind
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.words import shortened

LONGEST_NAME = 60


def _kind(_tx: Tx, actor: Actor, data: Mapping[str, Any]) -> OfficialKind:
    actions.office_only(actor)
    return OfficialKind(data["kind"])


def _file(said: Said, _draft: Draft, _kind: OfficialKind) -> Move:
    match said:
        case SharedFile(content=None):
            raise Refusal("template.file.large")
        case SharedFile(photo=True):
            raise Refusal("template.file.not_docx")
        case SharedFile(name=name, content=bytes(content)) as file:
            apart.ending(name, content)
            return Finish({"sha": file.sha256, "name": shortened(name, LONGEST_NAME)})
    raise Refusal("template.file.wanted")


def _send(tx: Tx, actor: Actor, draft: Draft, kind: OfficialKind) -> ToView:
    return ShowTrial(actions.send(tx, actor, kind, draft.data["sha"], draft.data["name"]))


GIVE: Flow[OfficialKind] = Flow(
    "give_template",
    facts=_kind,
    steps=(Step("file", ask=lambda _draft, kind: screens.which_file(kind), parse=_file, takes_files=True),),
    finish=_send,
    home=lambda draft: ShowTemplate(OfficialKind(draft.data["kind"])),
)

FLOWS: tuple[Flow[Any], ...] = (GIVE,)

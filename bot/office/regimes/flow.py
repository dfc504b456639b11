"""The dialogue in which the Office replaces rules by a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Next, Said, SharedFile, Stay, Step
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.enquiries.targets import ShowRegimes
from bot.office.regimes import actions, reading, screens
from bot.office.regimes.actions import Trial
from bot.office.targets import ShowRegime
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.files import file_content
from bot.titles import records as versions


@dataclass(frozen=True, slots=True)
class RegimeToGive:
    """The ways to what a file would change: one that is sent now, by name and content, and one that was kept."""

    look: Callable[[str, bytes], Trial]
    kept: Callable[[str], bytes]


def _facts(tx: Tx, actor: Actor, _data: Mapping[str, Any]) -> RegimeToGive:
    actions.office_only(actor)
    return RegimeToGive(partial(actions.trial, tx), partial(file_content, tx))


def _file(said: Said, _draft: Draft, facts: RegimeToGive) -> Move:
    match said:
        case SharedFile(name=name, content=None):
            raise Refusal("regime.file.too_large", file=name, most=reading.LARGEST // 1024)
        case SharedFile(photo=True):
            raise Refusal("regime.file.photo")
        case SharedFile(name=name, content=bytes(content)) as file:
            tried = facts.look(name, content)
            before = tried.offered.before
            return Next({"file": name, "sha": file.sha256, "seen": before.id if before else None, "page": 0})
    raise Refusal("regime.file.wanted")


def _ask_check(draft: Draft, facts: RegimeToGive) -> Screen:
    try:
        return screens.check(draft, facts.look(draft.data["file"], facts.kept(draft.data["sha"])))
    except Refusal as refusal:  # what could be taken when it came cannot be any more
        return screens.cannot(refusal)


def _check(said: Said, draft: Draft, _facts: RegimeToGive) -> Move:
    page = int(draft.data["page"])
    match said:
        case Chosen("send"):
            return Finish()
        case Chosen("before"):
            return Stay({"page": max(page - 1, 0)})
        case Chosen("after"):
            return Stay({"page": page + 1})
    raise Refusal("choose.below")


def _give(tx: Tx, actor: Actor, draft: Draft, _facts: RegimeToGive) -> ToView:
    data = draft.data
    regime = actions.give(tx, actor.person.id, data["file"], file_content(tx, data["sha"]), data["seen"])
    given = versions.given(tx, regime.id)
    assert given is not None
    return ShowRegime(given.id)


GIVE: Flow[RegimeToGive] = Flow(
    "give_regime",
    facts=_facts,
    steps=(
        Step("file", ask=lambda _draft, _facts: screens.which_file(), parse=_file, takes_files=True),
        Step("check", ask=_ask_check, parse=_check),
    ),
    finish=_give,
    home=lambda _draft: ShowRegimes(),
)

FLOWS = (GIVE,)

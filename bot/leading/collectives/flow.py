"""Đăng ký tập thể: the dialogue in which a lead registers the unit or union group.

A draft's data: subject and key of the collective, titles [ids].
"""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Said, Step
from bot.dialogue.targets import ToView
from bot.leading.choosing import ticked
from bot.leading.collectives import actions, screens
from bot.leading.collectives.actions import CollectiveTitles
from bot.leading.collectives.screens import chosen
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.registration.reading import Registrant
from bot.store.database import Tx
from bot.titles.catalogue import Subject


def _who(data: Mapping[str, Any]) -> Registrant:
    return Registrant(Subject(data["subject"]), data["key"])


def _load(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> CollectiveTitles:
    """The collective while it may still be registered: nobody answers questions for nothing. Raises Refusal."""
    collective = actions.load(tx, actor, _who(data))
    if tx.now > collective.campaign.closes_at:
        raise Refusal("collective.over", at=collective.campaign.closes_at)
    return collective


def _titles(said: Said, draft: Draft, collective: CollectiveTitles) -> Move:
    return ticked(said, collective.regime, collective.offered, chosen(draft))


def _check(said: Said, draft: Draft, collective: CollectiveTitles) -> Move:
    match said:
        case Chosen("send"):
            return Finish()
        case Chosen("lower"):
            about, _found = screens.findings(draft, collective)
            if about is None:
                raise Refusal("choose.below")
            return Finish({"titles": sorted(chosen(draft) - {about.id})})
    raise Refusal("choose.below")


def _file(tx: Tx, actor: Actor, draft: Draft, collective: CollectiveTitles) -> ToView:
    actions.file(tx, actor, collective.who, chosen(draft))
    return screens.view_of(collective.who)


COLLECTIVE: Flow[CollectiveTitles] = Flow(
    "collective",
    facts=_load,
    steps=(
        Step("titles", ask=screens.titles, parse=_titles),
        Step("check", ask=screens.check, parse=_check),
    ),
    finish=_file,
    home=lambda draft: screens.view_of(_who(draft.data)),
)

FLOWS = (COLLECTIVE,)

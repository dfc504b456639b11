"""Đăng ký thay: the dialogue in which a lead registers for a person: titles, when the person said so, summary.

A draft's data: person, seen (the revision of what stood when it began), titles [ids], told_on (ISO date).
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Goto, Move, Next, Said, Step, Typed
from bot.dialogue.targets import ToView
from bot.leading.choosing import ticked
from bot.leading.proxy import actions, screens
from bot.leading.proxy.actions import ProxyCase
from bot.leading.targets import ShowProxied, ShowProxy
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.words import bare_day
from bot.workbooks.values import day

_SPOKEN = {"hom nay": 0, "today": 0, "hom qua": 1, "qua": 1, "yesterday": 1}
_NO_YEAR = re.compile(r"\s*\d{1,2}\s*[/.-]\s*\d{1,2}\s*")


def _load(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> ProxyCase:
    return actions.proxy_case(tx, actor, data["person"])


def _titles(said: Said, draft: Draft, case: ProxyCase) -> Move:
    return ticked(said, case.regime, case.offered, screens.chosen(draft))


def _told_on(said: Said, _draft: Draft, case: ProxyCase) -> Move:
    match said:
        case Chosen("today"):
            on = case.today
        case Chosen("yesterday"):
            on = case.today - timedelta(days=1)
        case Typed(text):
            on = _typed_day(text, case.today)
        case _:
            raise Refusal("type.or_choose")
    actions.check_told_on(case, on)
    return Next({"told_on": on.isoformat()})


def _typed_day(text: str, today: date) -> date:
    """A day as people type it; without a year, the last one that was."""
    bare = bare_day(text)
    if bare in _SPOKEN:
        return today - timedelta(days=_SPOKEN[bare])
    if _NO_YEAR.fullmatch(bare):
        found = day(f"{bare}/{today.year}", today)
        if found is not None and found > today:
            found = day(f"{bare}/{today.year - 1}", today)
    else:
        found = day(bare, today)
    if found is None:
        raise Refusal("proxy.no_such_day")
    return found


def _summary(said: Said, _draft: Draft, _case: ProxyCase) -> Move:
    match said:
        case Chosen("send"):
            return Finish({"on_paper": False})
        case Chosen("paper"):
            return Finish({"on_paper": True})
        case Chosen("edit_titles"):
            return Goto("titles")
        case Chosen("edit_day"):
            return Goto("told_on")
    raise Refusal("choose.below")


def _send(tx: Tx, actor: Actor, draft: Draft, case: ProxyCase) -> ToView:
    actions.register(
        tx,
        actor,
        case.person.id,
        screens.chosen(draft),
        date.fromisoformat(draft.data["told_on"]),
        on_paper=draft.data["on_paper"],
        seen=draft.data["seen"],
    )
    return ShowProxied(case.person.id)


FLOWS: tuple[Flow[ProxyCase], ...] = (
    Flow(
        "proxy",
        facts=_load,
        steps=(
            Step("titles", ask=screens.titles, parse=_titles),
            Step("told_on", ask=screens.told_on, parse=_told_on),
            Step("summary", ask=screens.summary, parse=_summary),
        ),
        finish=_send,
        home=lambda _draft: ShowProxy(),
    ),
)

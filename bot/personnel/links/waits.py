"""Requests to be linked: somebody stands at the door until the Office decides."""

from collections.abc import Iterator

import sqlalchemy as sa

from bot.dialogue.screens import say
from bot.leading.targets import ShowLinkRequests
from bot.people.records import LinkRequest, LinkRequestState
from bot.personnel.targets import ShowLinkRequest
from bot.store.schema import columns
from bot.waiting.kinds import Place, WaitingItem, WaitingKind
from bot.waiting.survey import Survey

_R = columns(LinkRequest)
_OPEN = sa.select(_R.c.id, _R.c.created_at).where(_R.c.state == LinkRequestState.OPEN)


def _links(survey: Survey) -> Iterator[WaitingItem]:
    if survey.actor is not None and not survey.office:
        return
    place = Place(0, say("waiting.office"))
    for row in survey.tx.execute(_OPEN).all():
        yield WaitingItem(row.id, survey.office, row.created_at, place=place, to=ShowLinkRequest(row.id))


WAITS = (
    WaitingKind(
        "links",
        _links,
        "waiting.todo.links",
        ShowLinkRequests(),
        "button.link_requests",
        overdue="waiting.overdue.links",
        at_once="waiting.now.links",
        on_desk="desk.one.link",
    ),
)

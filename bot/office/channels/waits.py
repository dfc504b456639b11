"""Doors that are out, as long as the head of the Office has said nothing of it."""

from collections.abc import Iterator

from bot.ledger import outages as ledger
from bot.office.channels import outages
from bot.office.channels.targets import ShowChannels, ShowOutage
from bot.people.office import heads
from bot.waiting.kinds import WaitingItem, WaitingKind
from bot.waiting.survey import Survey


def _outages(survey: Survey) -> Iterator[WaitingItem]:
    if not survey.office:
        return
    deciding = frozenset(heads.heads(survey.tx)) or survey.office[0]
    for one in ledger.open_now(survey.tx):
        if one.decided_at is None:
            yield WaitingItem(one.id, (deciding,), one.noticed_at, to=ShowOutage(one.id))


WAITS = (
    WaitingKind(
        "outages",
        _outages,
        "waiting.todo.outages",
        ShowChannels(),
        "button.outages_count",
        letters=outages.source,
        on_desk="desk.one.outage",
    ),
)

"""Notices of which people are to be told in person, because no letter reached them."""

from collections.abc import Iterator

from bot.notices import records
from bot.notices.in_person import contacts
from bot.notices.letter_names import todo_source
from bot.notices.reader_targets import ShowNoticesToTell
from bot.notices.tracking import deliveries
from bot.notices.tracking.rules import earliest, is_open
from bot.waiting.kinds import WaitingItem, WaitingKind
from bot.waiting.survey import Survey


def _to_tell(survey: Survey) -> Iterator[WaitingItem]:
    if survey.actor is not None and not contacts.is_contact(survey.tx, survey.actor):
        return
    tx, campaign = survey.tx, survey.campaign
    news = [one for one in records.sent_since(tx, earliest(campaign, tx.now)) if is_open(one, campaign, tx.now)]
    chart = contacts.load(tx) if news else None
    for notice in news:
        assert chart is not None
        missed = [one for one in deliveries.listed(tx, notice, unreached=True) if one.to_tell and one.told_at is None]
        if not missed:
            continue
        office = next(iter(survey.office), frozenset[int]())
        asked = frozenset[int]().union(*(chart.nearest(one.person_id, one.unit_id) or office for one in missed))
        yield WaitingItem(notice.id, (asked,), min(one.at for one in missed))


WAITS = (
    WaitingKind(
        "to_tell",
        _to_tell,
        "waiting.todo.to_tell",
        ShowNoticesToTell(),
        "button.tell_notices",
        letters=todo_source,
    ),
)

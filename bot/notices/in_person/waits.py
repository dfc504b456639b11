"""Notices of which people are to be told in person, because no letter reached them."""

from collections.abc import Iterator
from datetime import datetime

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
    sent = records.sent_since(tx, earliest(campaign, tx.now), audience=False)
    news = [one for one in sent if is_open(one, campaign, tx.now)]
    if not news:
        return
    chart = contacts.load(tx)
    people = None if survey.actor is None else contacts.people_of(tx, survey.actor, chart)
    for notice in news:
        # For each who is asked, it waits since the first of those whom he or she is to tell was missed.
        since = dict[int, datetime]()
        for person_id, unit_id, at in deliveries.untold(tx, notice, people):
            for asked in chart.nearest(person_id, unit_id) or next(iter(survey.office), frozenset[int]()):
                since[asked] = min(at, since.get(asked, at))
        for asked, at in since.items():
            yield WaitingItem(notice.id, (frozenset({asked}),), at)


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

"""Notices that a colleague has asked to approve, as they are now."""

from collections.abc import Iterator

from bot.leading.targets import ShowOfficeNotices
from bot.notices import records as notices
from bot.notices.approval import proposals, records
from bot.notices.approval.records import approval_source
from bot.waiting.kinds import WaitingItem, WaitingKind
from bot.waiting.survey import Survey


def _approvals(survey: Survey) -> Iterator[WaitingItem]:
    if not survey.office:
        return
    for asked in records.asked(survey.tx):
        stored = notices.notice(survey.tx, asked.notice_id)
        if stored is None or proposals.of_digest(survey.tx, stored, asked.digest) is None:
            continue  # written anew since, or sent
        yield WaitingItem(asked.notice_id, (survey.office[0] - {asked.asked_by},), asked.asked_at)


WAITS = (
    WaitingKind(
        "approvals",
        _approvals,
        "waiting.todo.approvals",
        ShowOfficeNotices(),
        "button.all_notices",
        letters=approval_source,
    ),
)

"""Notices that a colleague has asked to approve, as they are now."""

from collections.abc import Iterator

from bot.notices.approval import proposals
from bot.notices.approval.records import approval_source
from bot.notices.targets import ShowApprovals
from bot.people.office import heads
from bot.waiting.kinds import WaitingItem, WaitingKind
from bot.waiting.survey import Survey


def _approvals(survey: Survey) -> Iterator[WaitingItem]:
    if not survey.office:
        return
    # Whoever decides for the Office; where nobody is named, any of its members.
    deciding = frozenset(heads.heads(survey.tx)) or survey.office[0]
    for one in proposals.wanted(survey.tx):
        yield WaitingItem(one.proposal.notice.id, (deciding - {one.asked_by},), one.asked_at)


WAITS = (
    WaitingKind(
        "approvals",
        _approvals,
        "waiting.todo.approvals",
        ShowApprovals(),
        "button.approvals",
        letters=approval_source,
        on_desk="desk.one.approval",
    ),
)

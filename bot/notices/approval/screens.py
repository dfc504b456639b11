"""The screens of approval: the policy, the status in other screens, and the letters. Pure."""

from datetime import datetime

from bot.dialogue.flows import LATER
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option, ToView
from bot.notices import rules
from bot.notices.approval.status import ApprovalStatus
from bot.notices.records import Notice, NoticeState
from bot.notices.screens import TO_ALL, title
from bot.notices.sent_targets import ShowCorrection
from bot.notices.targets import (
    ApproveNotice,
    AskApproval,
    DropApproval,
    EnterApprovalNumber,
    RequireApproval,
    ShowApprovalPolicy,
    ShowCheck,
    ShowOfficeNotice,
)
from bot.people.identity import Staff
from bot.people.naming import by_name

POLICY = Button(say("button.approval_policy"), ShowApprovalPolicy())


def policy(above: int | None, by: Phrase | None, at: datetime | None, suggested: int) -> Screen:
    """The policy and the ways to change it. `by`: the one who decided it; None: nobody ever did."""
    return screen(
        say("approval.policy.head"),
        say("approval.policy.none") if above is None else say("approval.policy.above", above=above),
        say("approval.policy.since", who=by, at=at) if by is not None else None,
        say("approval.policy.means"),
        rows=(
            (Button(say("button.require_above", above=suggested), RequireApproval(suggested)),)
            if above != suggested
            else (),
            (Button(say("button.another_number"), EnterApprovalNumber()),),
            (Button(say("button.require_nothing"), DropApproval()),) if above is not None else (),
            (TO_ALL,),
        ),
    )


def number(above: int | None) -> Screen:
    """The question for another number."""
    return screen(
        say("approval.number.head"),
        say("approval.policy.none") if above is None else say("approval.policy.above", above=above),
        say("approval.number.type"),
        rows=((Button(say("button.later"), Option(LATER)),),),
    )


# --- the status in other screens --------------------------------------------------------------------------------------


def line(status: ApprovalStatus) -> Phrase | None:
    """The status in one line; None where approval is not needed."""
    if status.given_by is not None:
        return say("approval.given", who=status.given_by, at=status.given_at)
    if status.asked_by is not None:
        return say("approval.asked", who=status.asked_by, at=status.asked_at)
    if status.above is None:
        return None
    return say("approval.needed", above=status.above) if status.colleagues else say("approval.nobody")


def ways(notice: Notice, status: ApprovalStatus) -> tuple[Button, ...]:
    """The buttons in place of «Gửi ngay», while that must wait."""
    if status.theirs:
        return (_approve(notice),)
    if status.asked_by is not None:
        return ()
    if not status.colleagues:
        return (POLICY,)
    return (Button(say("button.ask_approval"), AskApproval(notice.id), Style.PRIMARY),)


def _approve(notice: Notice) -> Button:
    return Button(say("button.approve"), ApproveNotice(notice.id, rules.mark(rules.approvable(notice))), Style.SUCCESS)


def written_in(notice: Notice) -> ToView:
    """The view in which the notice is written: as a draft, or as a correction."""
    return ShowOfficeNotice(notice.id) if notice.state is NoticeState.DRAFT else ShowCorrection(notice.id)


def sent_from(notice: Notice) -> ToView:
    """The view from which the notice, or its correction, is sent."""
    return ShowCheck(notice.id) if notice.state is NoticeState.DRAFT else ShowCorrection(notice.id)


# --- letters ----------------------------------------------------------------------------------------------------------


def asks(by: Staff | None, meant: Phrase, people: int) -> Screen:
    """The head of the letter that asks for approval."""
    return screen(
        say("approval.letter.head"),
        say("approval.letter.by", who=by_name(by), count=people),
        say("approval.letter.to", who=meant),
    )


def below(notice: Notice, person: Staff) -> Screen:
    """The end of that letter, under the notice. `person`: the one for whom its places were filled in."""
    return screen(
        say("approval.letter.seen", who=by_name(person)),
        say("approval.letter.holds"),
        rows=((_approve(notice), Button(say("button.see_draft"), written_in(notice))),),
    )


def given(notice: Notice, by: Staff | None) -> Screen:
    """The letter that says that approval is given."""
    return screen(
        say("approval.letter.given", who=by_name(by), title=title(notice, 80)),
        say("approval.letter.send"),
        rows=((Button(say("button.check_and_send"), sent_from(notice), Style.PRIMARY),),),
    )

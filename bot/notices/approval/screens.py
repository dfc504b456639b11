"""Approval by a colleague: when it is required, where it is, and the letters about it. Pure."""

from datetime import datetime

from bot.dialogue.flows import LATER
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option, ToView
from bot.leading.targets import ShowOfficeNotices
from bot.notices import rules
from bot.notices.approval.rules import Standing
from bot.notices.records import NoticeState, Written
from bot.notices.screens import title
from bot.notices.targets import (
    ApproveNotice,
    AskApproval,
    DropApproval,
    EnterApprovalNumber,
    RequireApproval,
    ShowApprovalPolicy,
    ShowCheck,
    ShowCorrection,
    ShowOfficeNotice,
)
from bot.people.identity import Staff
from bot.people.naming import by_name

POLICY = Button(say("button.approval_policy"), ShowApprovalPolicy())


def policy(above: int | None, by: Phrase | None, at: datetime | None, suggested: int) -> Screen:
    """How it stands. `by`: who decided so; None: nobody ever did."""
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
            (Button(say("button.all_notices"), ShowOfficeNotices()),),
        ),
    )


def number(above: int | None) -> Screen:
    return screen(
        say("approval.number.head"),
        say("approval.policy.none") if above is None else say("approval.policy.above", above=above),
        say("approval.number.type"),
        rows=((Button(say("button.later"), Option(LATER)),),),
    )


# --- on the desk of a notice ------------------------------------------------------------------------------------------


def line(standing: Standing) -> Phrase | None:
    """What whoever looks at the notice should know of its approval."""
    if standing.given_by is not None:
        return say("approval.given", who=standing.given_by, at=standing.given_at)
    if standing.asked_by is not None:
        return say("approval.asked", who=standing.asked_by, at=standing.asked_at)
    if standing.above is None:
        return None
    return say("approval.needed", above=standing.above) if standing.colleagues else say("approval.nobody")


def ways(notice: Written, standing: Standing) -> tuple[Button, ...]:
    """In place of «Gửi ngay», while that must wait."""
    if standing.theirs:
        return (_approve(notice),)
    if standing.asked_by is not None:
        return ()
    if not standing.colleagues:
        return (POLICY,)
    return (Button(say("button.ask_approval"), AskApproval(notice.id), Style.PRIMARY),)


def _approve(notice: Written) -> Button:
    return Button(say("button.approve"), ApproveNotice(notice.id, rules.mark(rules.approvable(notice))), Style.SUCCESS)


def desk(notice: Written) -> ToView:
    """Where it is written: as a draft, or as what a sent notice is to say instead."""
    return ShowOfficeNotice(notice.id) if notice.state is NoticeState.DRAFT else ShowCorrection(notice.id)


def sending(notice: Written) -> ToView:
    """Where it is sent from."""
    return ShowCheck(notice.id) if notice.state is NoticeState.DRAFT else ShowCorrection(notice.id)


# --- letters ----------------------------------------------------------------------------------------------------------


def asks(by: Staff | None, meant: Phrase, people: int) -> Screen:
    """Above what is to be approved."""
    return screen(
        say("approval.letter.head"),
        say("approval.letter.by", who=by_name(by), count=people),
        say("approval.letter.to", who=meant),
    )


def below(notice: Written, person: Staff) -> Screen:
    """Below it. `person`: for whom its places were filled in."""
    return screen(
        say("approval.letter.seen", who=by_name(person)),
        say("approval.letter.holds"),
        rows=((_approve(notice), Button(say("button.see_draft"), desk(notice))),),
    )


def given(notice: Written, by: Staff | None) -> Screen:
    return screen(
        say("approval.letter.given", who=by_name(by), title=title(notice, 80)),
        say("approval.letter.send"),
        rows=((Button(say("button.check_and_send"), sending(notice), Style.PRIMARY),),),
    )

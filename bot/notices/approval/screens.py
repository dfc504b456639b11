"""The screens of approval: the policy, the status in other screens, and the letters. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.dialogue.flows import BACK, LATER
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option, ToView
from bot.dialogue.ways import HOME, Page, turn
from bot.notices.approval.proposals import Matter, Proposal, Wanted
from bot.notices.approval.status import ApprovalStatus, Bound
from bot.notices.screens import TO_ALL, title
from bot.notices.sent_targets import ShowCorrection
from bot.notices.targets import (
    ApproveNotice,
    AskApproval,
    DropApproval,
    EnterApprovalNumber,
    RequireApproval,
    ReturnApproval,
    ShowApprovalPolicy,
    ShowApprovals,
    ShowChase,
    ShowCheck,
    ShowDropApproval,
    ShowOfficeNotice,
)
from bot.people.identity import Staff
from bot.people.naming import by_name

POLICY = Button(say("button.approval_policy"), ShowApprovalPolicy())


def policy(bound: Bound, by: Phrase | None, at: datetime | None, approves: Phrase | None, *, decides: bool) -> Screen:
    """The policy and the ways to change it. `by`: the one who decided it; None: nobody ever did. `approves`: whoever
    decides for the Office, where somebody is named; `decides`: the reader does."""
    above = bound.above
    return screen(
        say("approval.policy.head"),
        say("approval.policy.none") if above is None else say("approval.policy.above", above=above),
        say("approval.policy.unreached", people=bound.people) if bound.unreached else None,
        say("approval.policy.since", who=by, at=at) if by is not None else None,
        say("approval.policy.means") if approves is None else say("approval.policy.means_head", who=approves),
        rows=(*(_to_change(above, bound.suggested) if decides else ()), (TO_ALL,)),
    )


def _to_change(above: int | None, suggested: int) -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(say("button.require_above", above=suggested), RequireApproval(suggested)),)
        if above != suggested
        else (),
        (Button(say("button.another_number"), EnterApprovalNumber()),),
        (Button(say("button.require_nothing"), ShowDropApproval()),) if above is not None else (),
    )


def ask_to_drop(above: int, colleagues: int) -> Screen:
    """`colleagues`: the number of those who will be told."""
    return screen(
        say("approval.drop.head"),
        say("approval.policy.above", above=above),
        say("approval.drop.means"),
        say("approval.drop.told", count=colleagues) if colleagues else None,
        rows=(
            (Button(say("button.drop_approval"), DropApproval(), Style.DANGER),),
            (Button(say("button.back"), ShowApprovalPolicy()),),
        ),
    )


def policy_letter(above: int | None, by: Phrase, at: datetime) -> Screen:
    """To colleagues, when the rule was changed."""
    return screen(
        say("approval.policy.changed", who=by, at=at),
        say("approval.policy.none") if above is None else say("approval.policy.above", above=above),
        rows=((POLICY,), (TO_ALL,)),
    )


def number(bound: Bound) -> Screen:
    """The question for another number."""
    return screen(
        say("approval.number.head"),
        say("approval.policy.none") if bound.above is None else say("approval.policy.above", above=bound.above),
        say("approval.number.type", people=bound.people, example=bound.suggested),
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


def ways(proposal: Proposal, status: ApprovalStatus) -> tuple[Button, ...]:
    """The buttons in place of «Gửi ngay», while that must wait."""
    if status.theirs:
        return decide(proposal)
    if status.asked_by is not None:
        return ()
    if not status.colleagues:
        return (POLICY,)
    return (
        Button(
            say("button.ask_approval"),
            AskApproval(proposal.notice.id, proposal.matter is Matter.REMINDER),
            Style.PRIMARY,
        ),
    )


def decide(proposal: Proposal) -> tuple[Button, Button]:
    """The buttons of whoever is asked to approve it."""
    return (
        Button(say("button.approve"), ApproveNotice(proposal.notice.id, proposal.mark), Style.SUCCESS),
        Button(say("button.send_back"), ReturnApproval(proposal.notice.id, proposal.mark)),
    )


def written_in(proposal: Proposal) -> ToView:
    """The view in which it is written: a draft, a correction or a reminder."""
    notice_id = proposal.notice.id
    match proposal.matter:
        case Matter.DRAFT:
            return ShowOfficeNotice(notice_id)
        case Matter.CORRECTION:
            return ShowCorrection(notice_id)
        case Matter.REMINDER:
            return ShowChase(notice_id)


def sent_from(proposal: Proposal) -> ToView:
    """The view from which it is sent."""
    return ShowCheck(proposal.notice.id) if proposal.matter is Matter.DRAFT else written_in(proposal)


# --- what waits for the actor -----------------------------------------------------------------------------------------


def waiting(shown: Page[Wanted], by: Staff | None, people: int, lines: Sequence[Phrase], total: int) -> Screen:
    """Proposals that wait for approval, one on a page, of `total`. `by`: the one who asked; `lines`: its content."""
    one = shown.items[0]
    return screen(
        say("approval.waiting.head", count=total),
        _by(one.proposal, by, people),
        *lines,
        say("approval.asked", who=by_name(by), at=one.asked_at),
        shown.line,
        rows=(
            decide(one.proposal),
            (Button(say("button.see_draft"), written_in(one.proposal)),),
            turn(ShowApprovals(shown.number), shown.of),
            (TO_ALL, HOME),
        ),
    )


def nothing_waits(onward: Button | None) -> Screen:
    """The same where nothing waits. `onward`: the way on to other work."""
    return screen(say("approval.waiting.none"), rows=((onward,), (TO_ALL, HOME)))


def why_not(proposal: Proposal) -> Screen:
    """The question why it is not approved."""
    return screen(
        say("approval.return.head", title=title(proposal.notice, 80)),
        say("approval.return.ask"),
        rows=((Button(say("button.back"), Option(BACK)),),),
    )


# --- letters ----------------------------------------------------------------------------------------------------------


_HEADS = {
    Matter.DRAFT: "approval.letter.head",
    Matter.CORRECTION: "approval.letter.correction",
    Matter.REMINDER: "approval.letter.reminder",
}
_BY = {
    Matter.DRAFT: "approval.letter.by",
    Matter.CORRECTION: "approval.letter.correction_by",
    Matter.REMINDER: "approval.letter.reminder_by",
}


def asks(proposal: Proposal, by: Staff | None, lines: Sequence[Phrase], people: int) -> Screen:
    """The head of the letter that asks for approval. `lines`: to whom a draft goes, or what a correction changes."""
    return screen(
        Phrase(_HEADS[proposal.matter]),
        _by(proposal, by, people),
        *lines,
    )


def _by(proposal: Proposal, by: Staff | None, people: int) -> Phrase:
    return Phrase(_BY[proposal.matter], {"who": by_name(by), "count": people, "title": title(proposal.notice, 80)})


def below(proposal: Proposal, person: Staff) -> Screen:
    """The end of that letter, under the notice. `person`: the one for whom its places were filled in."""
    return screen(
        say("approval.letter.seen", who=by_name(person)),
        say("approval.letter.holds"),
        rows=(decide(proposal), (Button(say("button.see_draft"), written_in(proposal)),)),
    )


def decided(proposal: Proposal, whose: Phrase) -> Screen:
    """The same end once somebody has decided."""
    return screen(whose, rows=((Button(say("button.see_draft"), written_in(proposal)),),))


_GIVEN = {
    Matter.DRAFT: "approval.letter.given",
    Matter.CORRECTION: "approval.letter.correction_given",
    Matter.REMINDER: "approval.letter.reminder_given",
}


def given(proposal: Proposal, by: Staff | None) -> Screen:
    """The letter that says that approval is given."""
    return screen(
        Phrase(_GIVEN[proposal.matter], {"who": by_name(by), "title": title(proposal.notice, 80)}),
        say("approval.letter.send"),
        rows=((Button(say("button.check_and_send"), sent_from(proposal), Style.PRIMARY),),),
    )


_RETURNED = {
    Matter.DRAFT: "approval.letter.returned",
    Matter.CORRECTION: "approval.letter.correction_returned",
    Matter.REMINDER: "approval.letter.reminder_returned",
}


def returned(proposal: Proposal, by: Staff | None, reason: str) -> Screen:
    """The letter that says why approval is not given."""
    return screen(
        Phrase(_RETURNED[proposal.matter], {"who": by_name(by), "title": title(proposal.notice, 80)}),
        say("approval.letter.reason", reason=reason),
        rows=((Button(say("button.see_draft"), written_in(proposal), Style.PRIMARY),),),
    )

"""The screens of a notice that is corrected or taken back, for the Office and for holders of a copy. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import page_of, turn
from bot.ledger.change import ChangeReason
from bot.ledger.letter import State
from bot.notices import rules
from bot.notices.approval import screens as approval_screens
from bot.notices.approval.proposals import Matter, Proposal
from bot.notices.approval.status import ApprovalStatus
from bot.notices.checking.screens import TRIALS
from bot.notices.correcting.copies import Copy, CopyState
from bot.notices.history.differences import Differences
from bot.notices.history.screens import differs
from bot.notices.reader_targets import ShowMyNotice
from bot.notices.records import Notice
from bot.notices.rules import NoticePart
from bot.notices.screens import TO_ALL, Values, back, know_button, title, to_files
from bot.notices.sent_targets import (
    CorrectNotice,
    DropCorrection,
    EditCorrection,
    RecallNotice,
    ShowCopies,
    ShowCorrection,
    TellRecalled,
    TryCorrection,
)
from bot.notices.targets import ShowOfficeNotice
from bot.notices.tracking.screens import tables
from bot.people.identity import Staff
from bot.people.rules import honorific

BY_NAME = 6
"""Copies on one page."""


def _sent_on(notice: Notice) -> datetime:
    at = notice.due_at or notice.started_at
    assert at is not None
    return at


# --- correcting -------------------------------------------------------------------------------------------------------


def correction(
    notice: Notice, after: Notice, differences: Differences, trial: State | None, holders: int, status: ApprovalStatus
) -> Screen:
    """The correction of a notice while it is being written. `after`: the notice as it would be; `holders`: the number
    of people who have a copy."""
    tried_out = bool(differences) and trial is State.SENT
    ready = tried_out and status.open
    return screen(
        say("correction.head", title=title(notice, 80)),
        *differs(differences, notice, after, None),
        _who(holders) if differences else say("correction.nothing_yet"),
        say(TRIALS.get(trial, "correction.trial_on_its_way")) if differences else None,
        approval_screens.line(status) if differences else None,
        rows=(
            (
                _edit(notice, NoticePart.WORDS, say("button.notice_words")),
                _edit(notice, NoticePart.DOCUMENT, say("button.notice_document")),
            ),
            (_edit(notice, NoticePart.FILES, to_files(len(after.files))),) if notice.files else (),
            (Button(say("button.try_notice"), TryCorrection(notice.id), None if tried_out else Style.PRIMARY),)
            if differences
            else (),
            (Button(say("button.correct_now"), CorrectNotice(notice.id, notice.revision), Style.SUCCESS),)
            if ready
            else approval_screens.ways(Proposal(after, Matter.CORRECTION, rules.approvable(after)), status)
            if tried_out
            else (),
            (
                Button(say("button.drop_correction"), DropCorrection(notice.id)) if differences else None,
                back(notice),
            ),
        ),
    )


def _edit(notice: Notice, part: NoticePart, label: Phrase) -> Button:
    return Button(label, EditCorrection(notice.id, part))


def tried(notice: Notice, person: Staff) -> Screen:
    """The screen under the trial of a correction, with the way on."""
    return screen(
        say("correction.tried", who=say(honorific(person.gender)), name=person.full_name),
        rows=((Button(say("button.to_correction"), ShowCorrection(notice.id), Style.PRIMARY),),),
    )


def letter(before: Notice, after: Notice, differences: Differences, values: Values) -> Screen:
    """The letter to holders of a copy, which itself is edited in its place."""
    return screen(
        say("correction.letter.head", at=_sent_on(after), title=title(after, 80)),
        *differs(differences, before, after, values),
        say("correction.letter.sorry" if differences.complete else "correction.letter.sorry_see_whole"),
        rows=(
            (know_button(after),) if after.asks_known else (),
            (Button(say("button.see_whole_notice"), ShowMyNotice(after.id)),),
        ),
    )


def _who(holders: int) -> Phrase:
    return say("correction.who", count=holders) if holders else say("correction.who_nobody")


# --- taking back ------------------------------------------------------------------------------------------------------


def recall(notice: Notice, arrived: int, known: int, earlier: int, old: int) -> Screen:
    """The question whether to take a notice back. `earlier`: people who have acknowledged only what it said before a
    correction; `old`: copies that Telegram does not let us delete any more."""
    return screen(
        say("recall.head", title=title(notice, 80), at=_sent_on(notice)),
        say("recall.counts", arrived=arrived, known=known) if known else say("recall.arrived", count=arrived),
        say("recall.earlier", count=earlier) if earlier else None,
        say("recall.limits"),
        say("recall.old", count=old) if old else None,
        say("recall.told"),
        rows=(
            (
                Button(say("button.recall"), RecallNotice(notice.id, notice.revision), Style.DANGER),
                Button(say("button.keep_sent"), ShowOfficeNotice(notice.id)),
            ),
        ),
    )


def recalled(notice: Notice, copies: Sequence[Copy], never: int, told: int, left: int, in_person: int) -> Screen:
    """A notice that was taken back. `never`: recipients whom it had not reached; `told`: people who hear of the recall;
    `left`: people whom a letter could still tell; `in_person`: people who had been told of the notice in person."""
    by = Counter(copy.state for copy in copies)
    return screen(
        say("recalled.head", title=title(notice, 80), at=notice.recalled_at),
        say("recalled.done", done=by[CopyState.DONE], total=len(copies)),
        say("recalled.waiting", count=by[CopyState.WAITING]) if by[CopyState.WAITING] else None,
        say("recalled.failed", count=by[CopyState.FAILED]) if by[CopyState.FAILED] else None,
        say("recalled.unknown", count=by[CopyState.UNKNOWN]) if by[CopyState.UNKNOWN] else None,
        say("recalled.never", count=never) if never else None,
        say("recalled.told", count=told) if told else None,
        say("recalled.in_person", count=in_person) if in_person else None,
        rows=(
            (Button(say("button.tell_recalled", count=left), TellRecalled(notice.id)),) if left else (),
            (Button(say("button.by_name"), ShowCopies(notice.id)),) if copies else (),
            tables(notice.id),
            (Button(say("button.see_again"), ShowOfficeNotice(notice.id)), TO_ALL),
        ),
    )


def was_recalled(notice: Notice) -> Screen:
    """The letter to people who had acknowledged the notice, or whose copy could not be taken back."""
    return screen(say("recall.letter", at=_sent_on(notice), title=title(notice, 80)))


# --- the copies by name -----------------------------------------------------------------------------------------------

_STATES = {
    CopyState.WAITING: "copy.waiting",
    CopyState.DONE: "copy.done",
    CopyState.FAILED: "copy.failed",
    CopyState.UNKNOWN: "copy.unknown",
}
_REASONS: Mapping[ChangeReason, str] = {
    ChangeReason.GONE: "copy.reason.gone",
    ChangeReason.TOO_OLD: "copy.reason.too_old",
    ChangeReason.BLOCKED: "copy.reason.blocked",
    ChangeReason.NOT_LINKED: "copy.reason.not_linked",
    ChangeReason.OTHER_FORM: "copy.reason.refused",
    ChangeReason.REFUSED: "copy.reason.refused",
    ChangeReason.CONTENT: "copy.reason.refused",
    ChangeReason.UNDRAWN: "copy.reason.undrawn",
    ChangeReason.NO_CONNECTION: "copy.reason.no_connection",
    ChangeReason.NO_ANSWER: "copy.reason.no_answer",
    ChangeReason.SERVER_ERROR: "copy.reason.no_answer",
}
_ORDER = (CopyState.FAILED, CopyState.UNKNOWN, CopyState.WAITING, CopyState.DONE)


def copies(notice: Notice, found: Sequence[Copy], page: int, known_at: datetime | None) -> Screen:
    """The copies by name, those first with which something is still to be done. `known_at`: the moment at which whoever
    reads this has acknowledged the notice."""
    ordered = sorted(found, key=lambda copy: _ORDER.index(copy.state))
    shown = page_of(ordered, page, BY_NAME)
    by = Counter(copy.state for copy in found)
    recalled_ = notice.recalled_at is not None
    return screen(
        say("copies.recalled" if recalled_ else "copies.corrected", done=by[CopyState.DONE], total=len(found)),
        *map(_line, shown.items),
        shown.line,
        say("notice.known_on", at=known_at) if known_at else None,
        rows=(turn(ShowCopies(notice.id, shown.number), shown.of), (back(notice), TO_ALL)),
    )


def _line(copy: Copy) -> Phrase:
    if copy.state is CopyState.FAILED and copy.reason is not None and copy.reason in _REASONS:
        return say("copy.line_reason", name=copy.full_name, unit=copy.unit_name, reason=Phrase(_REASONS[copy.reason]))
    return say("copy.line", name=copy.full_name, unit=copy.unit_name, outcome=Phrase(_STATES[copy.state]))

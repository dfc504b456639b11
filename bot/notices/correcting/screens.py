"""A notice that is put right or taken back, as the Office and as those see it who have a copy. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.dialogue.screens import Button, Formatted, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import HOME, turn
from bot.ledger.change import ChangeReason
from bot.ledger.letter import State
from bot.notices import rules, screens
from bot.notices.approval import screens as approval_screens
from bot.notices.approval.rules import Standing
from bot.notices.correcting.copies import Copy, Outcome
from bot.notices.correcting.differences import Differences
from bot.notices.records import Written
from bot.notices.screens import Values, know_button, title
from bot.notices.sending.screens import tables
from bot.notices.targets import (
    CorrectNotice,
    DropCorrection,
    EditCorrection,
    RecallNotice,
    ShowCopies,
    ShowCorrection,
    ShowMyNotice,
    ShowMyVersions,
    ShowOfficeNotice,
    ShowVersions,
    TellRecalled,
    TryCorrection,
)
from bot.notices.writing.desk_screens import TO_ALL, TRIALS, back
from bot.people.identity import Staff
from bot.people.rules import honorific

PARTS = ("words", "document", "files")
"""What can be put right: the version of the act `edit_correction` is a place here."""
BY_NAME = 8


def _sent_on(notice: Written) -> datetime:
    at = notice.due_at or notice.started_at
    assert at is not None
    return at


def _differs(differences: Differences, before: Written, after: Written, values: Values | None) -> tuple[Phrase, ...]:
    """`values`: for whom places are filled in; None: they are shown as they are written."""
    lines: list[Phrase] = []
    if differences.old:
        lines.append(say("correction.old", parts=_filled(differences.old, values)))
    if differences.new:
        key = "correction.new" if differences.old else "correction.added"
        lines.append(Phrase(key, {"parts": _filled(differences.new, values)}))
    if differences.document:
        lines += [say("correction.document", old=_document(before), new=_document(after))]
    if differences.files:
        names = tuple(file.name for file in after.files)
        lines.append(say("correction.files", names=names))
    return tuple(lines)


def _filled(lines: Sequence[str], values: Values | None) -> tuple[object, ...]:
    markup = "\n".join(lines)
    return (Formatted(markup),) if values is None else rules.filled(markup, values)


def _document(notice: Written) -> Phrase:
    return say("correction.no_document") if notice.number is None else screens.document(notice.number, notice)


# --- putting right ----------------------------------------------------------------------------------------------------


def correction(
    notice: Written, after: Written, differences: Differences, trial: State | None, holders: int, standing: Standing
) -> Screen:
    """The Office's desk while a notice is put right."""
    ref = notice.id
    tried_out = bool(differences) and trial is State.SENT
    ready = tried_out and standing.open
    return screen(
        say("correction.head", title=title(notice, 80)),
        *_differs(differences, notice, after, None),
        say("correction.who", count=holders) if differences else say("correction.nothing_yet"),
        say(TRIALS.get(trial, "notice.trial.on_its_way")) if differences else None,
        approval_screens.line(standing) if differences else None,
        rows=(
            (
                _edit(notice, "words", say("button.notice_words")),
                _edit(notice, "document", say("button.notice_document")),
            ),
            (_edit(notice, "files", say("button.notice_files", count=len(after.files))),) if notice.files else (),
            (Button(say("button.try_notice"), TryCorrection(ref), None if tried_out else Style.PRIMARY),)
            if differences
            else (),
            (Button(say("button.correct_now"), CorrectNotice(ref, notice.revision), Style.SUCCESS),)
            if ready
            else approval_screens.ways(after, standing)
            if tried_out
            else (),
            (
                Button(say("button.drop_correction"), DropCorrection(ref)) if differences else None,
                back(notice),
            ),
        ),
    )


def _edit(notice: Written, part: str, label: Phrase) -> Button:
    return Button(label, EditCorrection(notice.id, PARTS.index(part)))


def tried(notice: Written, person: Staff) -> Screen:
    """Below a trial of a correction: the way on."""
    return screen(
        say("correction.tried", who=say(honorific(person.gender)), name=person.full_name),
        rows=((Button(say("button.to_correction"), ShowCorrection(notice.id), Style.PRIMARY),),),
    )


def letter(before: Written, after: Written, differences: Differences, values: Values) -> Screen:
    """To whoever has a copy, which is edited in its place."""
    return screen(
        say("correction.letter.head", at=_sent_on(after), title=title(after, 80)),
        *_differs(differences, before, after, values),
        say("correction.letter.sorry"),
        rows=(
            (know_button(after),) if after.asks_known else (),
            (Button(say("button.see_whole_notice"), ShowMyNotice(after.id)),),
        ),
    )


def before(was: Written, until: datetime, values: Values, versions: int, here: ShowVersions | ShowMyVersions) -> Screen:
    """A version of the past. `here`: the Office's view or the reader's own, at this one of `versions`."""
    to = ShowOfficeNotice(was.id) if isinstance(here, ShowVersions) else ShowMyNotice(was.id)
    return screen(
        say("correction.before", version=was.version, until=until),
        *screens.body(was, values),
        rows=(turn(here, versions), (Button(say("button.back"), to), HOME)),
    )


# --- taking back ------------------------------------------------------------------------------------------------------


def recall(notice: Written, arrived: int, known: int, old: int) -> Screen:
    """Before a notice is taken back. `old`: copies that Telegram does not let us delete any more."""
    return screen(
        say("recall.head", title=title(notice, 80), at=_sent_on(notice)),
        say("recall.counts", arrived=arrived, known=known),
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


def recalled(notice: Written, copies: Sequence[Copy], never: int, told: int, left: int) -> Screen:
    """`never`: whom it had not reached; `told`: who hears of the recall; `left`: whom a letter could still tell."""
    by = Counter(copy.outcome for copy in copies)
    return screen(
        say("recalled.head", title=title(notice, 80), at=notice.recalled_at),
        say("recalled.done", done=by[Outcome.DONE], total=len(copies)),
        say("recalled.waiting", count=by[Outcome.WAITING]) if by[Outcome.WAITING] else None,
        say("recalled.failed", count=by[Outcome.FAILED]) if by[Outcome.FAILED] else None,
        say("recalled.unknown", count=by[Outcome.UNKNOWN]) if by[Outcome.UNKNOWN] else None,
        say("recalled.never", count=never) if never else None,
        say("recalled.told", count=told) if told else None,
        rows=(
            (Button(say("button.tell_recalled", count=left), TellRecalled(notice.id)),) if left else (),
            (Button(say("button.by_name"), ShowCopies(notice.id)),) if copies else (),
            tables(notice.id),
            (Button(say("button.see_again"), ShowOfficeNotice(notice.id)), TO_ALL),
        ),
    )


def was_recalled(notice: Written) -> Screen:
    """To whoever had said that he or she knows, or whose copy could not be taken away."""
    return screen(say("recall.letter", at=_sent_on(notice), title=title(notice, 80)))


# --- what came of each copy -------------------------------------------------------------------------------------------

_OUTCOMES = {
    Outcome.WAITING: "copy.waiting",
    Outcome.DONE: "copy.done",
    Outcome.FAILED: "copy.failed",
    Outcome.UNKNOWN: "copy.unknown",
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
_ORDER = (Outcome.FAILED, Outcome.UNKNOWN, Outcome.WAITING, Outcome.DONE)


def copies(notice: Written, found: Sequence[Copy], page: int) -> Screen:
    """By name: those first of whom something is still to be done."""
    pages = max(1, -(-len(found) // BY_NAME))
    page = min(page, pages - 1)
    ordered = sorted(found, key=lambda copy: _ORDER.index(copy.outcome))
    by = Counter(copy.outcome for copy in found)
    recalled_ = notice.recalled_at is not None
    return screen(
        say("copies.recalled" if recalled_ else "copies.corrected", done=by[Outcome.DONE], total=len(found)),
        *(_line(copy) for copy in ordered[page * BY_NAME :][:BY_NAME]),
        say("list.page", page=page + 1, pages=pages) if pages > 1 else None,
        rows=(turn(ShowCopies(notice.id, page), pages), (back(notice), TO_ALL)),
    )


def _line(copy: Copy) -> Phrase:
    if copy.outcome is Outcome.FAILED and copy.reason is not None and copy.reason in _REASONS:
        return say("copy.line_reason", name=copy.full_name, unit=copy.unit_name, reason=Phrase(_REASONS[copy.reason]))
    return say("copy.line", name=copy.full_name, unit=copy.unit_name, outcome=Phrase(_OUTCOMES[copy.outcome]))

"""A notice on the Office's desk while it is written and checked. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import HOME, turn
from bot.enquiries.targets import ShowOffice
from bot.leading.targets import ComposeNotice, ShowOfficeNotices
from bot.ledger.letter import State
from bot.notices import rules, screens
from bot.notices.approval import screens as approval_screens
from bot.notices.approval.rules import Standing
from bot.notices.audience import Reach, Recipient
from bot.notices.records import NoticeState, Written
from bot.notices.rules import Place
from bot.notices.screens import title
from bot.notices.targets import (
    AcknowledgeNotice,
    ChooseRecipients,
    DiscardNotice,
    EditNotice,
    PreviewAs,
    RepeatNotice,
    ScheduleNotice,
    SendNotice,
    ShowAllSeries,
    ShowCheck,
    ShowDiscard,
    ShowOfficeNotice,
    ShowPreview,
    ShowRecipients,
    TryNotice,
)
from bot.people.identity import Staff
from bot.people.rules import honorific
from bot.words import shortened

PARTS = ("words", "files", "document", "buttons")
"""What can be changed, in the order in which it is asked: the version of the act `edit_notice` is a place here."""
LONG = 400
"""Characters of the words on the desk."""
NAMES = 20

TO_ALL = Button(say("button.all_notices"), ShowOfficeNotices())


def back(notice: Written) -> Button:
    return Button(say("button.back"), ShowOfficeNotice(notice.id))


def _edit(notice: Written, part: str, label: Phrase) -> Button:
    return Button(label, EditNotice(notice.id, PARTS.index(part)))


# --- all of them ------------------------------------------------------------------------------------------------------

_LABELS = {
    NoticeState.DRAFT: "office_notices.draft",
    NoticeState.STARTED: "office_notices.started",
    NoticeState.FINISHED: "office_notices.finished",
    NoticeState.RECALLED: "office_notices.recalled",
}


def everything(found: Sequence[Written], page: int) -> Screen:
    pages = max(1, -(-len(found) // screens.LISTED))
    page = min(page, pages - 1)
    return screen(
        say("office_notices.head"),
        say("office_notices.count", count=len(found)) if found else say("office_notices.none"),
        rows=(
            (Button(say("button.compose"), ComposeNotice(), Style.PRIMARY),),
            *(
                (Button(say(_LABELS[one.state], title=title(one, 28)), ShowOfficeNotice(one.id)),)
                for one in found[page * screens.LISTED :][: screens.LISTED]
            ),
            turn(ShowOfficeNotices(page), pages),
            (Button(say("button.all_series"), ShowAllSeries()),),
            (approval_screens.POLICY,),
            (Button(say("button.office"), ShowOffice()), HOME),
        ),
    )


# --- a draft ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Checked:
    """What stands between a draft and its start."""

    people: Mapping[Reach, int] | None
    """How many of each; None while nobody was chosen."""
    meant: Phrase | None
    """Whom it means, in words."""
    trial: State | None
    approval: Standing
    now: datetime
    civil: bool
    """An office may be written to now."""

    @property
    def total(self) -> int:
        return sum(self.people.values()) if self.people else 0


def draft(notice: Written, checked: Checked) -> Screen:
    chosen = checked.people is not None
    return screen(
        say("notice.draft_head", number=notice.id),
        say("asked.words", words=shortened(rules.plain(notice.words), LONG)),
        _document(notice),
        _carries(notice),
        _to(checked),
        approval_screens.line(checked.approval),
        rows=(
            (Button(say("button.change_audience" if chosen else "button.audience"), ChooseRecipients(notice.id)),),
            (
                _edit(notice, "words", say("button.notice_words")),
                _edit(notice, "files", say("button.notice_files", count=len(notice.files))),
            ),
            (
                _edit(notice, "document", say("button.notice_document")),
                _edit(notice, "buttons", say("button.notice_buttons")),
            ),
            (Button(say("button.preview_as"), ShowPreview(notice.id)),),
            (Button(say("button.check_and_send"), ShowCheck(notice.id), Style.PRIMARY),) if chosen else (),
            (Button(say("button.discard_notice"), ShowDiscard(notice.id)), TO_ALL),
        ),
    )


def _document(notice: Written) -> Phrase:
    return say("notice.no_document") if notice.number is None else screens.document(notice.number, notice)


def _carries(notice: Written) -> Phrase:
    labels = (
        *((say("button.register"),) if notice.asks_register else ()),
        *((say("button.known"),) if notice.asks_known else ()),
    )
    if not labels:
        return say("notice.carries_no_buttons", files=len(notice.files))
    return say("notice.carries", files=len(notice.files), buttons=labels)


def _to(checked: Checked) -> Phrase:
    if checked.people is None or checked.meant is None:
        return say("notice.to_nobody")
    return say("notice.to", who=checked.meant, count=checked.total)


def discard(notice: Written) -> Screen:
    return screen(
        say("notice.discard", title=title(notice, 80)),
        rows=(
            (
                Button(say("button.discard_notice"), DiscardNotice(notice.id, notice.revision), Style.DANGER),
                Button(say("button.keep_notice"), ShowOfficeNotice(notice.id)),
            ),
        ),
    )


# --- checking ---------------------------------------------------------------------------------------------------------

TRIALS = {
    None: "notice.trial.none",
    State.SENT: "notice.trial.sent",
    State.FAILED: "notice.trial.failed",
    State.BLOCKED: "notice.trial.failed",
    State.UNKNOWN: "notice.trial.failed",
    State.CANCELLED: "notice.trial.none",
    State.MISSED: "notice.trial.none",
}


def check(notice: Written, checked: Checked, most: tuple[str, int] | None, seconds: int) -> Screen:
    """Count before sending. `most`: the unit in which most are not reached, and how many there; `seconds`: how long it
    takes at the pace that is set."""
    assert checked.people is not None and checked.meant is not None
    people, total = checked.people, checked.total
    missed = total - people[Reach.REACHED]
    ready = checked.trial is State.SENT
    return screen(
        say("notice.check.head", who=checked.meant, count=total),
        say("notice.check.reached", count=people[Reach.REACHED]),
        say("notice.check.unlinked", count=people[Reach.UNLINKED]),
        say("notice.check.blocked", count=people[Reach.BLOCKED]),
        say("notice.check.most", unit=most[0], count=most[1]) if most else None,
        say(
            "notice.check.sum",
            reached=people[Reach.REACHED],
            unlinked=people[Reach.UNLINKED],
            blocked=people[Reach.BLOCKED],
            total=total,
        ),
        say(TRIALS.get(checked.trial, "notice.trial.on_its_way")),
        approval_screens.line(checked.approval),
        say("notice.check.takes", seconds=seconds) if ready else None,
        say("notice.check.now" if checked.civil else "notice.check.now_quiet", at=checked.now),
        rows=(
            (
                Button(say("button.see_names", count=missed), ShowRecipients(notice.id * 2 + 1)) if missed else None,
                Button(say("button.see_all_names"), ShowRecipients(notice.id * 2)),
            ),
            (
                Button(say("button.preview_as"), ShowPreview(notice.id)),
                Button(say("button.try_notice"), TryNotice(notice.id), None if ready else Style.PRIMARY),
            ),
            *(_start(notice, checked) if ready else ()),
            (Button(say("button.edit"), ShowOfficeNotice(notice.id)), TO_ALL),
        ),
    )


def _start(notice: Written, checked: Checked) -> tuple[tuple[Button, ...], ...]:
    if not checked.approval.open:
        return (approval_screens.ways(notice, checked.approval),)
    seal = rules.seal(notice.revision, checked.total)
    return (
        (Button(say("button.send_now"), SendNotice(notice.id, seal), Style.SUCCESS),),
        (
            Button(say("button.send_later"), ScheduleNotice(notice.id, seal)),
            Button(say("button.repeat_notice"), RepeatNotice(notice.id, seal)),
        ),
    )


def tried(notice: Written, person: Staff) -> Screen:
    """Below a trial: the way on."""
    return screen(
        say("notice.tried", who=say(honorific(person.gender)), name=person.full_name),
        say("notice.tried_files", names=tuple(file.name for file in notice.files)) if notice.files else None,
        say("notice.tried_change"),
        rows=(
            (Button(say("button.check_and_send"), ShowCheck(notice.id), Style.PRIMARY),),
            (Button(say("button.edit"), ShowOfficeNotice(notice.id)),),
        ),
    )


def preview(notice: Written, person: Staff, values: screens.Values) -> Screen:
    """As one person sees it. Its buttons do nothing here."""
    nothing = AcknowledgeNotice(notice.id)
    return screen(
        say("notice.preview", name=person.full_name, unit=person.unit_name),
        *screens.body(notice, values),
        say("notice.with_chart") if rules.holds(notice.words, Place.CHART) else None,
        say("notice.tried_files", names=tuple(file.name for file in notice.files)) if notice.files else None,
        rows=(
            (Button(say("button.register"), nothing) if notice.asks_register else None,),
            (Button(say("button.known"), nothing) if notice.asks_known else None,),
            (Button(say("button.preview_other"), PreviewAs(notice.id)), back(notice)),
        ),
    )


def people(notice: Written, found: Sequence[Recipient], unreached: bool, page: int) -> Screen:
    """Names before sending."""
    pages = max(1, -(-len(found) // NAMES))
    page = min(page, pages - 1)
    names = tuple(
        say(_REACHES[one.reach], name=one.full_name, unit=one.unit_name) for one in found[page * NAMES :][:NAMES]
    )
    return screen(
        say("notice.people.unreached" if unreached else "notice.people.all", count=len(found)),
        say("notice.people.names", names=names) if names else None,
        say("list.page", page=page + 1, pages=pages) if pages > 1 else None,
        rows=(
            turn(ShowRecipients(notice.id * 2 + unreached, page), pages),
            (Button(say("button.back"), ShowCheck(notice.id)),),
        ),
    )


_REACHES = {
    Reach.REACHED: "notice.person.reached",
    Reach.UNLINKED: "notice.person.unlinked",
    Reach.BLOCKED: "notice.person.blocked",
}

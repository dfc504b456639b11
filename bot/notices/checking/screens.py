"""The screens of a draft: as it is, its check, its preview and the names of its recipients. Pure."""

from collections.abc import Mapping, Sequence

from bot.address import Door
from bot.bells.coverage import Coverage
from bot.dialogue.screens import Button, Named, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import page_of, turn
from bot.ledger.letter import State
from bot.notices import rules, screens
from bot.notices.approval import screens as approval_screens
from bot.notices.audience.recipients import Reach, Recipient
from bot.notices.checking.check import DraftCheck
from bot.notices.paragraphs import opening
from bot.notices.reader_targets import AcknowledgeNotice
from bot.notices.records import Notice
from bot.notices.rules import NoticePart, Place
from bot.notices.screens import TO_ALL, back
from bot.notices.targets import (
    ChooseRecipients,
    EditNotice,
    PreviewAs,
    RepeatNotice,
    ScheduleNotice,
    SendNotice,
    ShowCheck,
    ShowDiscard,
    ShowOfficeNotice,
    ShowPreview,
    ShowRecipients,
    TryNotice,
)
from bot.notices.writing.screens import AWAY
from bot.people.contacts.names import CHANNELS
from bot.people.identity import Staff
from bot.people.rules import honorific

LONG = 2400
"""Characters of the words that are shown as they are."""
NAMES = 20
"""Recipients on one page."""


def _edit(notice: Notice, part: NoticePart, label: Phrase) -> Button:
    return Button(label, EditNotice(notice.id, part))


# --- a draft ----------------------------------------------------------------------------------------------------------


def draft(notice: Notice, checked: DraftCheck, onward: Button | None) -> Screen:
    """A draft, with the ways to change each part of it and to check it. `onward`: the way on of whoever has just
    approved it."""
    chosen = checked.people is not None
    discard = None if checked.approval.theirs else Button(say("button.discard_notice"), ShowDiscard(notice.id))
    return screen(
        say("notice.draft_head", number=notice.id),
        say("compose.words.shown", words=opening(notice.words, LONG)),
        _document(notice),
        _carries(notice),
        _to(checked),
        approval_screens.line(checked.approval),
        rows=(
            (Button(say("button.change_audience" if chosen else "button.audience"), ChooseRecipients(notice.id)),),
            (
                _edit(notice, NoticePart.WORDS, say("button.notice_words")),
                _edit(notice, NoticePart.FILES, screens.to_files(len(notice.files))),
            ),
            (
                _edit(notice, NoticePart.DOCUMENT, say("button.notice_document")),
                _edit(notice, NoticePart.BUTTONS, say("button.notice_buttons")),
            ),
            (onward or Button(say("button.preview_as"), ShowPreview(notice.id)),),
            (Button(say("button.check_and_send"), ShowCheck(notice.id), Style.PRIMARY),) if chosen else (),
            approval_screens.decide(checked.proposal) if checked.approval.theirs else (),
            (discard, TO_ALL),
        ),
    )


def _document(notice: Notice) -> Phrase:
    return say("notice.no_document") if notice.number is None else screens.document(notice.number, notice)


def _carries(notice: Notice) -> Phrase:
    labels = (
        *((say("button.register"),) if notice.asks_register else ()),
        *((say("button.known"),) if notice.asks_known else ()),
    )
    files = len(notice.files)
    if not labels:
        return say("notice.carries_no_buttons", files=files) if files else say("notice.carries_nothing")
    return (
        say("notice.carries", files=files, buttons=labels) if files else say("notice.carries_buttons", buttons=labels)
    )


def _to(checked: DraftCheck) -> Phrase:
    if checked.people is None or checked.meant is None:
        return say("notice.to_nobody")
    return say("notice.to", who=checked.meant, count=checked.total)


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


def check(notice: Notice, checked: DraftCheck, most: tuple[str, int] | None, seconds: int) -> Screen:
    """The counts before sending. `most`: the unit in which most are not reached, and their number there; `seconds`: the
    time that sending takes."""
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
        *(_by_door(checked.coverage) or (_sum(people, total),)),
        say("notice.check.telegram_out") if checked.coverage is not None and checked.coverage.telegram_out else None,
        say(TRIALS.get(checked.trial, "notice.trial.on_its_way")),
        approval_screens.line(checked.approval),
        say("notice.check.takes_now", takes=say("notice.check.takes", seconds=seconds), now=_now(checked))
        if ready
        else _now(checked),
        rows=(
            (
                Button(say("button.see_names", count=missed), ShowRecipients(notice.id, unreached=True))
                if missed
                else None,
                Button(say("button.see_all_names"), ShowRecipients(notice.id)),
            ),
            (
                Button(say("button.preview_as"), ShowPreview(notice.id)),
                Button(say("button.try_notice"), TryNotice(notice.id), None if ready else Style.PRIMARY),
            ),
            *(_start(notice, checked) if ready else ()),
            (Button(say("button.edit"), ShowOfficeNotice(notice.id)), TO_ALL),
        ),
    )


def _now(checked: DraftCheck) -> Phrase:
    if checked.civil == checked.now:
        return say("notice.check.now", at=checked.now)
    return say("notice.check.now_quiet", at=checked.now, next=checked.civil)


def _sum(people: Mapping[Reach, int], total: int) -> Phrase:
    return say(
        "notice.check.sum",
        reached=people[Reach.REACHED],
        unlinked=people[Reach.UNLINKED],
        blocked=people[Reach.BLOCKED],
        total=total,
    )


def _by_door(found: Coverage | None) -> tuple[Phrase, ...]:
    """One line, which adds up to all recipients; and one for each door whose month has too little left."""
    if found is None or not found.by_several:
        return ()
    pieces = (
        say("notice.check.at", name=CHANNELS[Door.TELEGRAM], count=found.telegram),
        say("notice.check.at", name=CHANNELS[Door.WEB], count=found.web),
        *([say("notice.check.at", name=CHANNELS[Door.ZALOBOT], count=found.zalobot)] if found.zalobot else ()),
        *(
            say("notice.check.at_cost", name=CHANNELS[door], count=count, cost=found.cost(door))
            for door, count in found.ringing.items()
            if count
        ),
        say("notice.check.in_person", count=found.in_person),
    )
    short = [
        say("notice.check.short", name=CHANNELS[door], left=found.left[door], count=count)
        for door, count in found.ringing.items()
        if found.short(door)
    ]
    if found.zalobot > (left := found.zalobot_left):
        short.append(say("notice.check.short", name=CHANNELS[Door.ZALOBOT], left=left, count=found.zalobot))
    return (say("notice.check.by_door", pieces=pieces), *short)


def _start(notice: Notice, checked: DraftCheck) -> tuple[tuple[Button, ...], ...]:
    if not checked.approval.open:
        return (approval_screens.ways(checked.proposal, checked.approval),)
    seal = rules.seal(notice.revision, checked.total)
    return (
        (Button(say("button.send_now"), SendNotice(notice.id, seal), Style.SUCCESS),),
        (
            Button(say("button.send_later"), ScheduleNotice(notice.id, seal)),
            Button(say("button.repeat_notice"), RepeatNotice(notice.id, seal)),
        ),
    )


def tried(notice: Notice, person: Staff) -> Screen:
    """The screen under a trial, with the way on."""
    return screen(
        say("notice.tried", who=say(honorific(person.gender)), name=person.full_name),
        say("notice.tried_files", names=tuple(file.name for file in notice.files)) if notice.files else None,
        say("notice.tried_change"),
        rows=(
            (Button(say("button.check_and_send"), ShowCheck(notice.id), Style.PRIMARY),),
            (Button(say("button.edit"), ShowOfficeNotice(notice.id)),),
        ),
    )


def preview(notice: Notice, person: Staff, values: screens.Values) -> Screen:
    """A draft as one person will see it; its buttons do nothing here."""
    nothing = AcknowledgeNotice(notice.id)
    return screen(
        say("notice.preview", name=person.name_in_unit, unit=person.unit_name),
        *screens.body(notice, values),
        say("notice.with_chart") if rules.holds(notice.words, Place.CHART) else None,
        say("notice.tried_files", names=tuple(file.name for file in notice.files)) if notice.files else None,
        rows=(
            (Button(say("button.register"), nothing) if notice.asks_register else None,),
            (Button(say("button.known"), nothing) if notice.asks_known else None,),
            (Button(say("button.preview_other"), PreviewAs(notice.id)), back(notice)),
        ),
    )


_REACHES = {
    Reach.REACHED: "notice.person.reached",
    Reach.UNLINKED: "notice.person.unlinked",
    Reach.BLOCKED: "notice.person.blocked",
}


def people(notice: Notice, found: Sequence[Recipient], unreached: bool, page: int) -> Screen:
    """The recipients by name, before sending."""
    shown = page_of(found, page, NAMES)
    names = tuple(say(_REACHES[one.reach], name=one.full_name, unit=one.unit_name) for one in shown.items)
    return screen(
        say("notice.people.unreached" if unreached else "notice.people.all", count=len(found)),
        say("notice.people.names", names=names) if names else None,
        shown.line,
        rows=(
            turn(ShowRecipients(notice.id, unreached, shown.number), shown.of),
            (Button(say("button.back"), ShowCheck(notice.id)),),
        ),
    )


def as_whom(found: Sequence[Recipient]) -> Screen:
    """The question as whom a draft is previewed; some of its recipients to choose from."""
    return screen(
        say("notice.as_whom.head"),
        say("notice.as_whom.type"),
        rows=(
            *((Button(Named(one.full_name, one.full_name), Option(f"p{one.person_id}")),) for one in found),
            AWAY,
        ),
    )

"""A notice as whoever gets it sees it, in the chat and in «Thông báo». Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.dialogue.screens import Album, Attachment, Button, Named, Paper, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import HOME, turn
from bot.enquiries.targets import Register, ShowPlan
from bot.notices import rules
from bot.notices.records import File, Written
from bot.notices.rules import Place
from bot.notices.targets import (
    AcknowledgeNotice,
    ShowMyNotice,
    ShowMyNoticeChart,
    ShowMyNoticeFile,
    ShowMyVersions,
    ShowNoticesToTell,
)
from bot.registration.targets import ShowNotices
from bot.words import shortened

LISTED = 6
SHORT = 40
"""Characters of a notice on a button."""

REGISTER = Button(say("button.register"), Register(), Style.PRIMARY)
TO_NOTICES = Button(say("button.notices"), ShowNotices())
SEE_PLAN = Button(say("button.see_plan"), ShowPlan())

Values = Mapping[Place, Any]


def title(notice: Written, to: int = SHORT) -> str:
    """What a notice is called on lists."""
    return shortened(rules.headline(notice.words), to)


def body(notice: Written, values: Values) -> tuple[Phrase, ...]:
    """What it says to the person of `values`."""
    lines = [say("notice.words", parts=rules.filled(notice.words, values))]
    if notice.number is not None:
        lines.append(document(notice.number, notice))
    return tuple(lines)


def document(number: str, notice: Written) -> Phrase:
    if notice.dated is None:
        return say("notice.document_number", number=number)
    return say("notice.document", number=number, dated=notice.dated)


def know_button(notice: Written) -> Button:
    return Button(say("button.known"), AcknowledgeNotice(notice.id), Style.SUCCESS)


def letter(notice: Written, values: Values) -> tuple[Screen, ...]:
    """Pictures, other files and the chart are shown apart, as Telegram wants it; the last of them is over the words."""
    rows = (
        (REGISTER if notice.asks_register else None,),
        (know_button(notice) if notice.asks_known else None,),
    )
    pictures = tuple(attached(file) for file in notice.files if file.mime in rules.PICTURES)
    others = tuple(attached(file) for file in notice.files if file.mime not in rules.PICTURES)
    chart = values[Place.CHART] if rules.holds(notice.words, Place.CHART) else None
    before = [some for some in (pictures, others) if some]
    last = chart or _together(before.pop() if before else ())
    shown = (screen(_named(files), file=_together(files)) for files in before)
    return (*shown, screen(*body(notice, values), rows=rows, file=last))


def _named(files: Sequence[Attachment]) -> Phrase:
    return say("notice.files", names=tuple(file.name for file in files))


def _together(files: tuple[Attachment, ...]) -> Attachment | Album | None:
    return Album(files) if len(files) > 1 else files[0] if files else None


def attached(file: File) -> Attachment:
    return Attachment(file.sha256, file.name, file.mime, photo=file.mime in rules.PICTURES)


def chase(notice: Written, name: str) -> Screen:
    """To whoever got it and has not said so."""
    assert notice.started_at is not None
    return screen(
        say("notice.chase.to", name=name),
        say("notice.chase.words", at=notice.due_at or notice.started_at, title=title(notice, 80)),
        say("notice.chase.ask"),
        rows=((Button(say("button.see_notice"), ShowMyNotice(notice.id)),), (know_button(notice),)),
    )


def known(notice: Written, at: datetime) -> Screen:
    return screen(
        say("notice.known", at=at),
        say("notice.kept"),
        rows=((REGISTER if notice.asks_register else None, TO_NOTICES), (HOME,)),
    )


# --- «Thông báo» ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Received:
    """A notice of one's own. `late`: it could not be brought to the chat."""

    notice: Written
    late: bool
    known: bool


def mine(found: Sequence[Received], page: int, *, has_plan: bool, to_tell: int = 0) -> Screen:
    """All that one received, the newest first, those too that did not arrive. `to_tell`: how often the reader has
    somebody to tell in person."""
    plan = SEE_PLAN if has_plan else None
    work = Button(say("button.tell_notices", count=to_tell), ShowNoticesToTell()) if to_tell else None
    if not found:
        return screen(say("notices.head"), say("notices.none"), say("notices.later"), rows=((work,), (plan, HOME)))
    pages = -(-len(found) // LISTED)
    page = min(page, pages - 1)
    to_know = sum(one.notice.asks_known and not one.known for one in found)
    late = sum(one.late for one in found)
    return screen(
        say("notices.head"),
        say("notices.count", count=len(found)),
        say("notices.to_know", count=to_know) if to_know else None,
        say("notices.late", count=late) if late else None,
        rows=(
            *((_listed(one),) for one in found[page * LISTED :][:LISTED]),
            turn(ShowNotices(page), pages),
            (work,),
            (plan, HOME),
        ),
    )


def _listed(one: Received) -> Button:
    at = one.notice.due_at or one.notice.created_at
    label = say("notices.line", at=at, title=title(one.notice, 30))
    return Button(label, ShowMyNotice(one.notice.id))


def reading(notice: Written, values: Values, known_at: datetime | None, corrected_at: datetime | None) -> Screen:
    """One's own notice, read again, as it says now."""
    asks = notice.asks_known and known_at is None
    at = notice.due_at or notice.created_at
    return screen(
        say("notice.read_head", at=at),
        *body(notice, values),
        say("notice.corrected_on", at=corrected_at) if corrected_at else None,
        say("notice.known_on", at=known_at) if known_at else None,
        rows=(
            *(
                (Button(Named(file.name, file.name), ShowMyNoticeFile(notice.id, place)),)
                for place, file in enumerate(notice.files)
            ),
            (Button(say("button.see_chart"), ShowMyNoticeChart(notice.id)),)
            if rules.holds(notice.words, Place.CHART)
            else (),
            (REGISTER if notice.asks_register else None, know_button(notice) if asks else None),
            (Button(say("button.earlier_version"), ShowMyVersions(notice.id, notice.version - 2)),)
            if corrected_at
            else (),
            (TO_NOTICES, HOME),
        ),
    )


def file(notice: Written, chosen: File) -> Screen:
    return screen(
        say("notice.file", name=chosen.name), rows=((_to_reading(notice), HOME),), file=attached(chosen), keep=True
    )


def chart(notice: Written, picture: Paper) -> Screen:
    """As of now, not as of when it was sent."""
    return screen(say("notice.chart_now"), rows=((_to_reading(notice), HOME),), file=picture, keep=True)


def _to_reading(notice: Written) -> Button:
    return Button(say("button.back"), ShowMyNotice(notice.id))

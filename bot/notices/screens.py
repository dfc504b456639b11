"""A notice as its recipients see it, and what the screens of this slice share: titles and buttons. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.dialogue.screens import Album, Attachment, Button, Phrase, Screen, Style, say, screen
from bot.enquiries.targets import Register
from bot.leading.targets import ShowOfficeNotices
from bot.notices import rules
from bot.notices.reader_targets import AcknowledgeNotice, ShowMyNotice
from bot.notices.records import File, Notice
from bot.notices.rules import Place
from bot.notices.targets import ShowOfficeNotice
from bot.people.identity import Staff
from bot.people.rules import honorific
from bot.registration.targets import ShowNotices
from bot.words import shortened

LISTED = 6
"""Notices on one page of a list."""
SHORT = 40
"""Characters of a title on a button."""

REGISTER = Button(say("button.register"), Register(), Style.PRIMARY)
TO_NOTICES = Button(say("button.notices"), ShowNotices())
TO_ALL = Button(say("button.all_notices"), ShowOfficeNotices())

Values = Mapping[Place, Any]
"""The values of the places for one person."""


def title(notice: Notice, to: int = SHORT) -> str:
    """The title of a notice, shortened to `to` characters."""
    return shortened(rules.headline(notice.words), to)


def body(notice: Notice, values: Values) -> tuple[Phrase, ...]:
    """The words and the official document, as lines for the person whose values these are."""
    lines = [say("notice.words", parts=rules.filled(notice.words, values))]
    if notice.number is not None:
        lines.append(document(notice.number, notice))
    return tuple(lines)


def document(number: str, notice: Notice) -> Phrase:
    """The line that names the official document."""
    if notice.dated is None:
        return say("notice.document_number", number=number)
    return say("notice.document", number=number, dated=notice.dated)


def to_files(count: int) -> Phrase:
    """The label that leads to the files, with their number."""
    return say("button.notice_files", count=count) if count else say("button.notice_no_files")


def know_button(notice: Notice) -> Button:
    """The button that acknowledges the notice."""
    return Button(say("button.known"), AcknowledgeNotice(notice.id, notice.version), Style.SUCCESS)


def letter(notice: Notice, values: Values) -> tuple[Screen, ...]:
    """A notice as the messages of one letter: pictures, other files and the chart apart; the last of them has the words
    under it."""
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
    """The file as a message carries it."""
    return Attachment(file.sha256, file.name, file.mime, photo=file.mime in rules.PICTURES)


def reminder(notice: Notice, person: Staff) -> Screen:
    """The letter that reminds a recipient to acknowledge the notice."""
    at = notice.due_at or notice.started_at
    assert at is not None
    who = say(honorific(person.gender))
    return screen(
        say("notice.chase.to", who=who, name=person.full_name),
        say("notice.chase.words", at=at, title=title(notice, 80), who=who),
        say("notice.chase.ask", who=who),
        rows=((Button(say("button.see_notice"), ShowMyNotice(notice.id)),), (know_button(notice),)),
    )


def back(notice: Notice) -> Button:
    """The way back to the notice, for the Office."""
    return Button(say("button.back"), ShowOfficeNotice(notice.id))

"""Who is to be told in person, why, and what to say: for whoever leads them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import HOME, turn
from bot.notices import rules
from bot.notices.in_person.actions import Work
from bot.notices.records import Written
from bot.notices.rules import Place
from bot.notices.screens import TO_NOTICES, document, title
from bot.notices.targets import (
    RecordAllTold,
    RecordNoticeTold,
    ShowNoticesToTell,
    ShowNoticeToTell,
    ShowPersonToTell,
    TakeBackTold,
)
from bot.notices.tracking.deliveries import Fate, Line
from bot.people.identity import Staff
from bot.people.rules import honorific, local_phone

LISTED = 6
PEOPLE_A_PAGE = 8
NAMES = 12
"""Of one reason; the others are counted."""
WORDS = 300
"""Characters of a notice in a text to pass on: a chat shows it without a tap."""


@dataclass(frozen=True, slots=True)
class Text:
    """What goes into the text to pass on. `deadline`: None where nothing is to be done by a day."""

    values: Mapping[Place, Any]
    deadline: datetime | None
    by: Staff


def letter(at: Work) -> Screen:
    """To whoever leads them: so many did not get it."""
    return screen(
        say("tell_notice.letter", count=len(at.open), title=title(at.notice, 80)),
        say("tell_notice.letter_how"),
        rows=((Button(say("button.see_and_tell"), ShowNoticeToTell(at.notice.id), Style.PRIMARY),),),
    )


def everything(left: Sequence[Work], page: int) -> Screen:
    """Every notice of which somebody is still to be told."""
    if not left:
        return screen(say("tell_notices.none"), rows=((TO_NOTICES, HOME),))
    pages = -(-len(left) // LISTED)
    page = min(page, pages - 1)
    return screen(
        say("tell_notices.head", count=len(left)),
        say("tell_notices.how"),
        say("list.page", page=page + 1, pages=pages) if pages > 1 else None,
        rows=(
            *(
                (
                    Button(
                        say("tell_notices.line", title=title(one.notice, 30), count=len(one.open)),
                        ShowNoticeToTell(one.notice.id),
                    ),
                )
                for one in left[page * LISTED :][:LISTED]
            ),
            turn(ShowNoticesToTell(page), pages),
            (TO_NOTICES, HOME),
        ),
    )


def one_notice(at: Work, text: Text, page: int) -> Screen:
    """Names with the reason, a text for all of them, a button each, and one for all."""
    ref, left = at.notice.id, at.open
    if not at.lines:
        return screen(say("tell_notice.nobody", title=title(at.notice, 80)), rows=((_TO_LIST, HOME),))
    pages = -(-len(at.lines) // PEOPLE_A_PAGE)
    page = min(page, pages - 1)
    return screen(
        say("tell_notice.head", title=title(at.notice, 80)),
        say("tell_notice.told", told=len(at.lines) - len(left), count=len(at.lines)),
        *_by_reason(left),
        *((say("tell.copy"), say("tell.block", text=_passed_on(at.notice, text))) if left else ()),
        rows=(
            *((_person(ref, line),) for line in at.lines[page * PEOPLE_A_PAGE :][:PEOPLE_A_PAGE]),
            turn(ShowNoticeToTell(ref, page), pages),
            (Button(say("button.told_all", count=len(left)), RecordAllTold(ref, at.seal), Style.SUCCESS),)
            if left
            else (),
            (_TO_LIST, HOME),
        ),
    )


_TO_LIST = Button(say("button.back"), ShowNoticesToTell())


def _by_reason(left: Sequence[Line]) -> list[Phrase]:
    lines = []
    for fate, key in _LISTS.items():
        names = [line.full_name for line in left if line.fate is fate]
        more = len(names) - NAMES
        shown = (*names[:NAMES], say("board.more", count=more)) if more > 0 else tuple(names)
        if names:
            lines.append(Phrase(key, {"count": len(names), "names": shown}))
    return lines


_LISTS = {
    Fate.UNLINKED: "tell_notice.unlinked",
    Fate.BLOCKED: "tell_notice.blocked",
    Fate.FAILED: "tell_notice.failed",
}
_WHY = {
    Fate.UNLINKED: "tell.not_linked",
    Fate.BLOCKED: "tell_notice.why_blocked",
    Fate.FAILED: "tell_notice.why_failed",
}


def _person(notice_id: int, line: Line) -> Button:
    key = "tell.person" if line.told_at is None else "tell_notice.person_told"
    return Button(Phrase(key, {"name": line.full_name}), ShowPersonToTell(notice_id, line.person_id))


def one_person(at: Work, line: Line, person: Staff, text: Text) -> Screen:
    """Name and number, a text in one block to copy, and that it was done."""
    ref, key, why = at.notice.id, person.id, Phrase(_WHY[line.fate])
    head = (
        say("tell.head", name=person.full_name, phone=local_phone(person.phone), why=why)
        if person.phone
        else say("tell.head_no_phone", name=person.full_name, why=why)
    )
    back = Button(say("button.back"), ShowNoticeToTell(ref))
    if line.told_at is not None:
        mine = line.told_by == text.by.id
        return screen(
            head,
            say("tell_notice.told_by", at=line.told_at, by=line.teller),
            rows=((Button(say("button.not_told"), TakeBackTold(ref, key)) if mine else None,), (back,)),
        )
    return screen(
        head,
        say("tell.copy"),
        say("tell.block", text=_passed_on(at.notice, text, person)),
        say("tell.then"),
        rows=((Button(say("button.told"), RecordNoticeTold(ref, key), Style.SUCCESS),), (back,)),
    )


def _passed_on(notice: Written, text: Text, to: Staff | None = None) -> Phrase:
    """The text for Zalo, in few lines. `to`: one person; None: whoever reads it."""
    short = rules.in_short(notice.words, WORDS)
    words = rules.filled(short, text.values)
    greets = rules.greets(short)
    lines = (
        say("tell_notice.text.to", who=say(honorific(to.gender)), name=to.full_name) if to and not greets else None,
        say("notice.words", parts=words) if greets else say("tell_notice.text.words", words=words),
        document(notice.number, notice) if notice.number is not None else None,
        say("tell_notice.text.deadline", at=text.deadline) if text.deadline is not None else None,
        say("tell_notice.text.end", name=text.by.full_name),
    )
    return say("tell_notice.text", lines=tuple(line for line in lines if line is not None))

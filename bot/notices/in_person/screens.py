"""The screens of telling in person: the people, the reasons and the text to pass on. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import HOME, page_of, turn
from bot.notices import rules
from bot.notices.in_person.actions import TellingTask
from bot.notices.reader_targets import (
    RecordAllTold,
    RecordNoticeTold,
    ShowNoticesToTell,
    ShowNoticeToTell,
    ShowPersonToTell,
    TakeBackTold,
)
from bot.notices.records import Notice
from bot.notices.rules import Place
from bot.notices.screens import TO_NOTICES, document, title
from bot.notices.sent_targets import ShowDeliveryByUnit, ShowLeftToTell
from bot.notices.tracking.deliveries import Delivery
from bot.notices.tracking.rules import DeliveryState
from bot.notices.tracking.screens import UNITS
from bot.notices.tracking.units import UnitCounts
from bot.people.identity import Staff
from bot.people.rules import honorific, local_phone

LISTED = 6
PEOPLE_A_PAGE = 8
NAMES = 12
"""Names that are listed of one reason; the others are counted."""
UNTOLD = 20
"""Names that are listed of one unit."""
WORDS = 300
"""Characters of a notice in a text to pass on: a chat shows it without a tap."""


@dataclass(frozen=True, slots=True)
class TextToPassOn:
    """The content of a text to pass on. `deadline`: None where nothing is to be done by a day."""

    values: Mapping[Place, Any]
    deadline: datetime | None
    by: Staff


def letter(task: TellingTask) -> Screen:
    """The letter to a contact person: so many did not get the notice."""
    return screen(
        say("tell_notice.letter", count=len(task.untold), title=title(task.notice, 80)),
        _corrected(task),
        say("tell_notice.letter_how"),
        rows=((Button(say("button.see_and_tell"), ShowNoticeToTell(task.notice.id), Style.PRIMARY),),),
    )


def _corrected(task: TellingTask) -> Phrase | None:
    return say("tell_notice.corrected", at=task.corrected_at) if task.corrected_at is not None else None


def nobody_left(task: TellingTask) -> Screen:
    """That letter as it is put right when everybody has been told or reached."""
    return screen(say("tell_notice.nobody", title=title(task.notice, 80)), rows=((TO_NOTICES,),))


def taken_back(notice: Notice, told: Sequence[str], back: Button = TO_NOTICES) -> Screen:
    """That letter, and the view that it led to, after the notice was taken back. `told`: the names of those whom the
    reader has told of it."""
    return screen(
        say("tell_notice.recalled", title=title(notice, 80), at=notice.recalled_at),
        say("tell_notice.recalled_told", names=_some(told)) if told else None,
        rows=((back,),),
    )


def _some(names: Sequence[str]) -> tuple[Any, ...]:
    more = len(names) - NAMES
    return (*names[:NAMES], say("board.more", count=more)) if more > 0 else tuple(names)


def everything(left: Sequence[TellingTask], page: int) -> Screen:
    """The notices of which somebody is still to be told."""
    if not left:
        return screen(say("tell_notices.none"), rows=((TO_NOTICES, HOME),))
    shown = page_of(left, page, LISTED)
    return screen(
        say("tell_notices.head", count=len(left)),
        say("tell_notices.how"),
        shown.line,
        rows=(
            *(
                (
                    Button(
                        say("tell_notices.line", title=title(one.notice, 30), count=len(one.untold)),
                        ShowNoticeToTell(one.notice.id),
                    ),
                )
                for one in shown.items
            ),
            turn(ShowNoticesToTell(shown.number), shown.of),
            (TO_NOTICES, HOME),
        ),
    )


TO_LIST = Button(say("button.back"), ShowNoticesToTell())


def one_notice(task: TellingTask, text: TextToPassOn, page: int) -> Screen:
    """The people to tell, with the reasons, one text for all, a button for each and one for all."""
    notice, left = task.notice, task.untold
    if not task.deliveries:
        return screen(say("tell_notice.nobody", title=title(task.notice, 80)), rows=((TO_LIST, HOME),))
    shown = page_of(task.deliveries, page, PEOPLE_A_PAGE)
    return screen(
        say("tell_notice.head", title=title(task.notice, 80)),
        say("tell_notice.told", told=len(task.deliveries) - len(left), count=len(task.deliveries)),
        _corrected(task) if left else None,
        *_by_reason(left),
        *((say("tell.copy"), say("tell.block", text=_passed_on(notice, text))) if left else ()),
        rows=(
            *((_person(notice.id, one),) for one in shown.items),
            turn(ShowNoticeToTell(notice.id, shown.number), shown.of),
            (
                Button(
                    say("button.told_all", count=len(left)),
                    RecordAllTold(notice.id, task.seal, notice.version),
                    Style.SUCCESS,
                ),
            )
            if left
            else (),
            (TO_LIST, HOME),
        ),
    )


_LISTS = {
    DeliveryState.UNLINKED: "tell_notice.unlinked",
    DeliveryState.BLOCKED: "tell_notice.blocked",
    DeliveryState.FAILED: "tell_notice.failed",
}


def _by_reason(left: Sequence[Delivery]) -> list[Phrase]:
    lines = []
    for state, key in _LISTS.items():
        names = [one.full_name for one in left if one.state is state]
        if names:
            lines.append(Phrase(key, {"count": len(names), "names": _some(names)}))
    return lines


def _person(notice_id: int, delivery: Delivery) -> Button:
    key = "tell.person" if delivery.told_at is None else "tell_notice.person_told"
    return Button(Phrase(key, {"name": delivery.full_name}), ShowPersonToTell(notice_id, delivery.person_id))


_WHY = {
    DeliveryState.UNLINKED: "tell.not_linked",
    DeliveryState.BLOCKED: "tell_notice.why_blocked",
    DeliveryState.FAILED: "tell_notice.why_failed",
}


def one_person(task: TellingTask, delivery: Delivery, person: Staff, text: TextToPassOn) -> Screen:
    """The name and number of a person, a text in one block to copy, and the button that it was done."""
    notice, why = task.notice, Phrase(_WHY[delivery.state])
    head = (
        say("tell.head", name=person.name, phone=local_phone(person.phone), why=why)
        if person.phone
        else say("tell.head_no_phone", name=person.name, why=why)
    )
    back = Button(say("button.back"), ShowNoticeToTell(notice.id))
    if delivery.told_at is not None:
        mine = delivery.told_by == text.by.id
        return screen(
            head,
            say("tell_notice.told_by", at=delivery.told_at, by=delivery.told_by_name),
            rows=((Button(say("button.not_told"), TakeBackTold(notice.id, person.id)) if mine else None,), (back,)),
        )
    return screen(
        head,
        say("tell.copy"),
        say("tell.block", text=_passed_on(notice, text, person)),
        say("tell.then"),
        rows=(
            (Button(say("button.told"), RecordNoticeTold(notice.id, person.id, notice.version), Style.SUCCESS),),
            (back,),
        ),
    )


def _passed_on(notice: Notice, text: TextToPassOn, to: Staff | None = None) -> Phrase:
    """The text for Zalo, in few lines. `to`: the one who will read it; None: several."""
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


def progress(notice: Notice, found: Sequence[UnitCounts], own: int, page: int) -> Screen:
    """The people who were not reached, by unit: how many of them were told, and the names of the others. `own`: those
    whom the Office itself is to tell."""
    there = [one for one in found if one.to_tell]
    shown = page_of(there, page, UNITS)
    count = sum(one.to_tell for one in there)
    told = count - sum(len(one.untold) for one in there)
    return screen(
        say("notice.to_tell.head", count=count, told=told) if told else say("notice.to_tell.head_none", count=count),
        *(_told_of(one) for one in shown.items),
        shown.line,
        rows=(
            (Button(say("button.tell_notices", count=own), ShowNoticeToTell(notice.id)),) if own else (),
            turn(ShowLeftToTell(notice.id, shown.number), shown.of),
            (Button(say("button.back"), ShowDeliveryByUnit(notice.id)),),
        ),
    )


def _told_of(one: UnitCounts) -> Phrase:
    told = one.to_tell - len(one.untold)
    if not one.untold:
        return say("notice.to_tell.unit_done", unit=one.name, count=one.to_tell)
    names = one.untold[:UNTOLD]
    return say("notice.to_tell.unit", unit=one.name, told=told, count=one.to_tell, names=names)

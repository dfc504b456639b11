"""The screens of reading: the list of notices, each one, its files and chart, and the receipt. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.screens import Button, Named, Paper, Screen, say, screen
from bot.dialogue.ways import HOME, page_of, turn
from bot.enquiries.targets import ShowPlan
from bot.notices import rules
from bot.notices.reader_targets import (
    ShowMyNotice,
    ShowMyNoticeChart,
    ShowMyNoticeFile,
    ShowMyVersions,
    ShowNoticesToTell,
)
from bot.notices.records import File, Notice, NoticeState
from bot.notices.rules import Place
from bot.notices.screens import LISTED, REGISTER, TO_NOTICES, Values, attached, body, know_button, title
from bot.registration.targets import ShowNotices

SEE_PLAN = Button(say("button.see_plan"), ShowPlan())


def known(notice: Notice, at: datetime) -> Screen:
    """The receipt for an acknowledgement."""
    return screen(
        say("notice.known", at=at),
        say("notice.kept"),
        rows=((REGISTER if notice.asks_register else None, TO_NOTICES), (HOME,)),
    )


def known_and_recalled(notice: Notice, at: datetime) -> Screen:
    """The same receipt after the notice was taken back: it is kept nowhere."""
    return screen(
        say("notice.known", at=at),
        say("notice.was_recalled", at=notice.recalled_at),
        rows=((TO_NOTICES, HOME),),
    )


@dataclass(frozen=True, slots=True)
class ReceivedNotice:
    """A notice on its reader's list. `late`: it could not be brought to the chat."""

    notice: Notice
    late: bool
    known: bool

    @property
    def taken_back(self) -> bool:
        return self.notice.state is NoticeState.RECALLED


def mine(found: Sequence[ReceivedNotice], page: int, *, has_plan: bool, to_tell: int = 0) -> Screen:
    """The list of notices, the newest first, with those that did not arrive. `to_tell`: the number of people whom the
    reader is to tell in person."""
    plan = SEE_PLAN if has_plan else None
    work = Button(say("button.tell_notices", count=to_tell), ShowNoticesToTell()) if to_tell else None
    if not found:
        return screen(say("notices.head"), say("notices.none"), say("notices.later"), rows=((work,), (plan, HOME)))
    shown = page_of(found, page, LISTED)
    there = [one for one in found if not one.taken_back]
    to_know = sum(one.notice.asks_known and not one.known for one in there)
    late = sum(one.late for one in there)
    return screen(
        say("notices.head"),
        say("notices.count", count=len(there)) if there else None,
        say("notices.taken_back", count=len(found) - len(there)) if len(found) > len(there) else None,
        say("notices.to_know", count=to_know) if to_know else None,
        say("notices.late", count=late) if late else None,
        rows=(
            *((_listed(one),) for one in shown.items),
            turn(ShowNotices(shown.number), shown.of),
            (work,),
            (plan, HOME),
        ),
    )


def _listed(one: ReceivedNotice) -> Button:
    at = one.notice.due_at or one.notice.created_at
    if one.taken_back:
        # Its title may be what it was taken back for.
        return Button(say("notices.line_taken_back", at=at), ShowMyNotice(one.notice.id))
    label = say("notices.line", at=at, title=title(one.notice, 30))
    return Button(label, ShowMyNotice(one.notice.id))


def reading(notice: Notice, values: Values, known_at: datetime | None, corrected_at: datetime | None) -> Screen:
    """A notice as it now is, for its reader."""
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


def taken_back(notice: Notice) -> Screen:
    """The word that a notice was taken back, without anything that it said."""
    return screen(
        say("notice.was_recalled", at=notice.recalled_at),
        say("notice.recalled_sent", at=notice.due_at or notice.created_at),
        rows=((TO_NOTICES, HOME),),
    )


def file(notice: Notice, chosen: File) -> Screen:
    """A file of a notice."""
    return screen(
        say("notice.file", name=chosen.name), rows=((_to_reading(notice), HOME),), file=attached(chosen), keep=True
    )


def chart(notice: Notice, picture: Paper) -> Screen:
    """The chart as of now, not as of the sending."""
    return screen(say("notice.chart_now"), rows=((_to_reading(notice), HOME),), file=picture, keep=True)


def _to_reading(notice: Notice) -> Button:
    return Button(say("button.back"), ShowMyNotice(notice.id))

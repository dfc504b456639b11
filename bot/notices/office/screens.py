"""The list of the Office's notices. Pure."""

from collections.abc import Sequence

from bot.dialogue.screens import Button, Screen, Style, say, screen
from bot.dialogue.ways import HOME, page_of, turn
from bot.enquiries.targets import ShowOffice
from bot.leading.targets import ComposeNotice, ShowOfficeNotices
from bot.notices.approval.screens import POLICY
from bot.notices.records import Notice, NoticeState
from bot.notices.screens import LISTED, title
from bot.notices.targets import ShowAllSeries, ShowOfficeNotice

_LABELS = {
    NoticeState.DRAFT: "office_notices.draft",
    NoticeState.STARTED: "office_notices.started",
    NoticeState.FINISHED: "office_notices.finished",
    NoticeState.RECALLED: "office_notices.recalled",
}


def everything(found: Sequence[Notice], page: int) -> Screen:
    """The list of all notices, and the ways to write one and to the series."""
    shown = page_of(found, page, LISTED)
    return screen(
        say("office_notices.head"),
        say("office_notices.count", count=len(found)) if found else say("office_notices.none"),
        rows=(
            (Button(say("button.compose"), ComposeNotice(), Style.PRIMARY),),
            *(
                (Button(say(_LABELS[one.state], title=title(one, 28)), ShowOfficeNotice(one.id)),)
                for one in shown.items
            ),
            turn(ShowOfficeNotices(shown.number), shown.of),
            (Button(say("button.all_series"), ShowAllSeries()),),
            (POLICY,),
            (Button(say("button.office"), ShowOffice()), HOME),
        ),
    )

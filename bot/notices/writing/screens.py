"""The questions by which a notice is written, and the one whether to discard it. Pure."""

from collections.abc import Sequence

from bot.campaigns.records import CampaignNow
from bot.dialogue.flows import BACK, LATER, Draft
from bot.dialogue.screens import Button, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.notices.records import Notice
from bot.notices.rules import all_places, plain
from bot.notices.screens import title
from bot.notices.targets import DiscardNotice, ShowOfficeNotice
from bot.notices.writing import rules
from bot.words import shortened

LONG = 600
"""Characters of the words that are shown again."""

AWAY = (Button(say("button.back"), Option(BACK)), Button(say("button.later"), Option(LATER)))
LEAVE = (Button(say("button.later"), Option(LATER)),)


def words(draft: Draft, campaign: CampaignNow | None, past: Sequence[Notice]) -> Screen:
    """The question for the words, with templates and past notices to begin with."""
    so_far = draft.data.get("words")
    return screen(
        say("compose.head"),
        say("compose.written", words=shortened(plain(so_far), LONG)) if so_far else None,
        say("compose.type_again") if so_far else say("compose.type"),
        say("compose.places", places=all_places()),
        say("compose.official"),
        rows=(
            (Button(say("button.launch_template"), Option("launch")),) if campaign else (),
            (Button(say("button.remind_template"), Option("remind")),) if campaign else (),
            (Button(say("button.progress_template"), Option("progress")),) if campaign else (),
            *((Button(say("button.past_notice", title=title(one, 28)), Option(f"n{one.id}")),) for one in past),
            LEAVE,
        ),
    )


def files(draft: Draft) -> Screen:
    """The question for files."""
    kept = draft.data.get("files", ())
    return screen(
        say("compose.files.head"),
        say("compose.files.kept", names=tuple(name for _sha256, name, _mime in kept)) if kept else None,
        say("compose.files.send", most=rules.MOST_FILES),
        say("compose.files.secret"),
        rows=(
            (Button(say("button.next"), Option("next"), Style.PRIMARY),)
            if kept
            else (Button(say("button.no_files"), Option("next")),),
            (Button(say("button.drop_files"), Option("clear")),) if kept else (),
            AWAY,
        ),
    )


def document(draft: Draft, campaign: CampaignNow | None) -> Screen:
    """The question for the official document."""
    number = draft.data.get("number")
    plan = campaign.plan_number if campaign else None
    return screen(
        say("compose.document.head"),
        say("compose.document.now", number=number) if number else None,
        say("compose.document.how"),
        rows=(
            (Button(say("button.plan_number", number=shortened(plan, 24)), Option("plan")),) if plan else (),
            (Button(say("button.skip"), Option("skip")),),
            AWAY,
        ),
    )


def buttons(draft: Draft) -> Screen:
    """The question for the buttons under the notice."""
    return screen(
        say("compose.buttons.head"),
        say("compose.buttons.how"),
        rows=(
            (_ticked(draft, "register", "button.ticked_register", "button.unticked_register"),),
            (_ticked(draft, "known", "button.ticked_known", "button.unticked_known"),),
            (Button(say("button.next"), Option("done"), Style.PRIMARY),),
            AWAY,
        ),
    )


def _ticked(draft: Draft, which: str, on: str, off: str) -> Button:
    return Button(say(on if draft.data.get(which) else off), Option(which))


def discard(notice: Notice) -> Screen:
    """The question whether to discard a draft."""
    return screen(
        say("notice.discard", title=title(notice, 80)),
        rows=(
            (
                Button(say("button.discard_notice"), DiscardNotice(notice.id, notice.revision), Style.DANGER),
                Button(say("button.keep_notice"), ShowOfficeNotice(notice.id)),
            ),
        ),
    )

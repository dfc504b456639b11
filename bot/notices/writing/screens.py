"""The questions by which a notice is written, and the one whether to discard it. Pure."""

from collections.abc import Sequence

from bot.campaigns.records import CampaignNow
from bot.dialogue.flows import BACK, LATER, Draft
from bot.dialogue.screens import Button, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import page_of, turn_within
from bot.notices.paragraphs import opening, paragraphs
from bot.notices.records import Notice
from bot.notices.rules import all_places, plain
from bot.notices.screens import title
from bot.notices.targets import DiscardNotice, ShowOfficeNotice
from bot.notices.writing import rules
from bot.words import shortened

LONG = 3400
"""Characters of the words that are shown as they are: a message holds 4096."""
LONG_PARAGRAPH = 3000
PARAGRAPHS = 8
"""Paragraphs on one page."""

AWAY = (Button(say("button.back"), Option(BACK)), Button(say("button.later"), Option(LATER)))
LEAVE = (Button(say("button.later"), Option(LATER)),)


TEMPLATES = {
    "launch": "button.launch_template",
    "remind": "button.remind_template",
    "progress": "button.progress_template",
    "council": "button.council_template",
    "results": "button.results_template",
}
"""Templates by their names in `templates.toml`, and what their buttons say."""
_PAIRS = tuple(tuple(TEMPLATES.items())[at : at + 2] for at in range(0, len(TEMPLATES), 2))


def words(draft: Draft, campaign: CampaignNow | None, past: Sequence[Notice]) -> Screen:
    """The question for the words: with templates and past notices to begin with, or the words as they are and what may
    be done with them."""
    so_far, number = draft.data.get("words"), draft.data.get("paragraph")
    if so_far and number is not None:
        return _paragraph(paragraphs(so_far), number)
    if so_far and draft.data.get("choosing"):
        return _which_paragraph(paragraphs(so_far), int(draft.data.get("page", 0)))
    if so_far:
        return _as_they_are(so_far)
    return _to_begin_with(campaign, past, aside=bool(draft.data.get("put_aside")))


def _to_begin_with(campaign: CampaignNow | None, past: Sequence[Notice], *, aside: bool) -> Screen:
    return screen(
        say("compose.head"),
        say("compose.type"),
        say("compose.places", places=all_places()),
        say("compose.official"),
        rows=(
            *(tuple(Button(say(label), Option(name)) for name, label in pair) for pair in _PAIRS if campaign),
            *((Button(say("button.past_notice", title=title(one, 28)), Option(f"n{one.id}")),) for one in past),
            (Button(say("button.keep_words"), Option("put_aside")),) if aside else (),
            LEAVE,
        ),
    )


def _as_they_are(so_far: str) -> Screen:
    return screen(
        say("compose.words.head"),
        say("compose.words.shown", words=opening(so_far, LONG)),
        say("compose.words.how"),
        say("compose.places", places=all_places()),
        rows=(
            (Button(say("button.next"), Option("keep"), Style.PRIMARY),),
            (Button(say("button.edit_paragraph"), Option("paragraphs")),),
            (Button(say("button.other_template"), Option("other")),),
            LEAVE,
        ),
    )


def _which_paragraph(found: Sequence[str], page: int) -> Screen:
    shown = page_of(tuple(enumerate(found)), page, PARAGRAPHS)
    return screen(
        say("compose.paragraphs.head"),
        say("compose.paragraphs.how"),
        shown.line,
        rows=(
            *(
                (Button(say("compose.paragraphs.line", number=at + 1, words=_begins(text)), Option(f"p{at}")),)
                for at, text in shown.items
            ),
            turn_within(shown.number, shown.of),
            (Button(say("button.back"), Option("whole")),),
        ),
    )


def _begins(text: str) -> str:
    return shortened(plain(text), 34)


def _paragraph(found: Sequence[str], number: int) -> Screen:
    return screen(
        say("compose.paragraph.head", number=number + 1),
        say("compose.words.shown", words=opening(found[number], LONG_PARAGRAPH)),
        say("compose.paragraph.how"),
        rows=(
            (Button(say("button.drop_paragraph"), Option("drop"), Style.DANGER),) if len(found) > 1 else (),
            (Button(say("button.back"), Option("which")),),
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

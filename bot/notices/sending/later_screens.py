"""The questions of a later sending, and as whom a draft is seen. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.dialogue.screens import Button, Named, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.notices.audience import Recipient
from bot.notices.writing.screens import AWAY


def when(choices: Sequence[datetime]) -> Screen:
    return screen(
        say("notice.when.head"),
        say("notice.when.type"),
        rows=(
            *((Button(say("button.at", at=at), Option(f"w{place}")),) for place, at in enumerate(choices)),
            AWAY,
        ),
    )


def when_check(at: datetime, civil: bool, count: int) -> Screen:
    return screen(
        say("notice.when.check", at=at, count=count),
        say("notice.when.zone"),
        say("notice.when.civil") if civil else say("notice.when.quiet"),
        rows=(
            (Button(say("button.send_later"), Option("send"), Style.SUCCESS),),
            AWAY,
        ),
    )


def as_whom(found: Sequence[Recipient]) -> Screen:
    """Some of those it goes to, to choose from."""
    return screen(
        say("notice.as_whom.head"),
        say("notice.as_whom.type"),
        rows=(
            *((Button(Named(one.full_name, one.full_name), Option(f"p{one.person_id}")),) for one in found),
            AWAY,
        ),
    )

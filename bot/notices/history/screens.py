"""The screen of a past version of a notice. Pure."""

from datetime import datetime

from bot.dialogue.screens import Button, Screen, say, screen
from bot.dialogue.ways import HOME, turn
from bot.notices.reader_targets import ShowMyNotice, ShowMyVersions
from bot.notices.records import Notice
from bot.notices.screens import Values, body
from bot.notices.sent_targets import ShowVersions
from bot.notices.targets import ShowOfficeNotice


def before(was: Notice, until: datetime, values: Values, versions: int, here: ShowVersions | ShowMyVersions) -> Screen:
    """A past version, of so many. `here`: the view of the Office or of the reader that shows it."""
    to = ShowOfficeNotice(was.id) if isinstance(here, ShowVersions) else ShowMyNotice(was.id)
    return screen(
        say("correction.before", version=was.version, until=until),
        *body(was, values),
        rows=(turn(here, versions), (Button(say("button.back"), to), HOME)),
    )

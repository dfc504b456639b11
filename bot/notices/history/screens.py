"""The screen of a past version of a notice, and the differences between two versions as lines. Pure."""

from datetime import datetime

from bot.dialogue import notation
from bot.dialogue.screens import Button, Formatted, Phrase, Screen, say, screen
from bot.dialogue.ways import HOME, turn
from bot.notices import rules
from bot.notices.history.differences import Differences
from bot.notices.reader_targets import ShowMyNotice, ShowMyVersions
from bot.notices.records import Notice
from bot.notices.screens import Values, body, document
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


def differs(differences: Differences, before: Notice, after: Notice, values: Values | None) -> tuple[Phrase, ...]:
    """The differences as lines. `values`: what fills the places; None: they are shown as they are written."""
    lines: list[Phrase] = []
    for passage in differences.passages:
        if passage.old:
            key = "correction.old" if passage.new else "correction.left_out"
            lines.append(Phrase(key, {"parts": _filled(passage.old, values)}))
        if passage.new:
            key = "correction.new" if passage.old else "correction.added"
            lines.append(Phrase(key, {"parts": _filled(passage.new, values)}))
    if differences.rewritten:
        lines += [say("correction.rewritten"), say("correction.new", parts=_filled(differences.rewritten, values))]
    if differences.more:
        lines.append(say("correction.more", count=differences.more))
    if differences.document:
        lines += [say("correction.document", old=_document(before), new=_document(after))]
    if differences.files:
        names = tuple(file.name for file in after.files)
        lines.append(say("correction.files", names=names))
    return tuple(lines)


def _filled(words: str, values: Values | None) -> Formatted:
    return notation.read(words) if values is None else rules.filled(words, values)


def _document(notice: Notice) -> Phrase:
    return say("correction.no_document") if notice.number is None else document(notice.number, notice)

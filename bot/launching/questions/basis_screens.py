"""The question for the documents that a plan refers to: the list of them, and one with its file. Pure."""

from collections.abc import Sequence
from mimetypes import guess_type

from bot.dialogue.screens import Attachment, Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import page_of, turn_within
from bot.launching.facts import LaunchFacts
from bot.launching.questions.taken import AWAY, LEAVE
from bot.launching.values import Values
from bot.words import shortened

LISTED = 5
"""Documents on a page."""
WORDS = 110
"""Characters of a name on the list: with five of them, the buttons below stay in sight."""
AT, PAGE, OPEN, DROPS = "basis_at", "basis_page", "basis_open", "basis_drops"
"""Keys of a draft's data: the place of the document that is up, the page of the list, whether the file is shown too,
and whether it is asked back before the whole list goes."""


def chosen(known: Values) -> int | None:
    """The place of the document that is up; None: the list is."""
    at = known.get(AT)
    return at if at is not None and at < len(known["basis"]) else None


def is_dropping(known: Values) -> bool:
    """True while it is asked back whether all documents are to go."""
    return bool(known.get(DROPS) and known["basis"])


def pages(kept: Sequence[object]) -> int:
    return page_of(kept, 0, LISTED).of


def basis(known: Values, _facts: LaunchFacts) -> Screen:
    at = chosen(known)
    if at is not None:
        return _one(known, at)
    return _drop_all(len(known["basis"])) if is_dropping(known) else _list(known)


def _drop_all(count: int) -> Screen:
    return screen(
        say("launch.basis.drop_all", count=count),
        say("launch.basis.drop_all_what"),
        rows=(
            (Button(say("button.drop_documents", count=count), Option("clear_all"), Style.DANGER),),
            (Button(say("button.keep"), Option("keep")),),
        ),
    )


def _list(known: Values) -> Screen:
    kept = known["basis"]
    page = page_of(tuple(enumerate(kept)), int(known.get(PAGE) or 0), LISTED)
    return screen(
        say("launch.basis.head_count", count=len(kept)) if kept else say("launch.basis.head"),
        *(_line(at, *one) for at, one in page.items),
        page.line,
        say("launch.basis.more") if kept else say("launch.basis.how"),
        say("launch.basis.file", last=len(kept)) if kept else None,
        rows=(
            *_threes([Button(say("button.basis_one", number=at + 1), Option(f"d{at}")) for at, _one in page.items]),
            turn_within(page.number, page.of),
            (Button(say("button.next" if kept else "button.give_later"), Option("next"), Style.PRIMARY),),
            AWAY,
            (Button(say("button.drop_all"), Option("clear"), Style.DANGER) if len(kept) > 1 else None,),
        ),
    )


def _line(at: int, words: str, sha256: str | None, _file: str | None) -> Phrase:
    return line(at, words, sha256)


def line(at: int, words: str, sha256: str | None) -> Phrase:
    """A document on a list of them: its number, its name, and whether its file is at hand."""
    return say(
        "launch.basis.with_file" if sha256 else "launch.basis.line", number=at + 1, words=shortened(words, WORDS)
    )


def _threes(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3)]


def _one(known: Values, at: int) -> Screen:
    words, sha256, name = known["basis"][at]
    shown = None
    if sha256 is not None and known.get(OPEN):
        mime = guess_type(name or "")[0] or "application/octet-stream"
        shown = Attachment(sha256, name or f"{at + 1}", mime)
    return screen(
        say("launch.basis.one", number=at + 1, words=shortened(words, 300)),
        say("launch.basis.no_file_yet") if sha256 is None else say("launch.basis.file_of", name=shortened(name, 60)),
        say("launch.basis.change"),
        rows=(
            (
                Button(say("button.open_file"), Option("open")) if sha256 is not None and shown is None else None,
                Button(say("button.basis_no_file"), Option("unfile")) if sha256 is not None else None,
            ),
            (Button(say("button.ready"), Option("done"), Style.PRIMARY),),
            (Button(say("button.basis_remove"), Option("remove"), Style.DANGER), *LEAVE),
        ),
        file=shown,
    )

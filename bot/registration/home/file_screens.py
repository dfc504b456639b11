"""The screens of one's own data, and of the files that one may take away. Pure."""

from collections.abc import Sequence

from bot.address import Door
from bot.dialogue.screens import Button, Paper, Phrase, Screen, say, screen
from bot.dialogue.ways import HOME
from bot.enquiries.targets import AskRoster
from bot.people.contacts.names import CHANNELS
from bot.people.targets import AskErasure, ShowSettings, ShowUnlink
from bot.registration.targets import ShowMyDataFile


def form(file: Paper, *, filled: bool) -> Screen:
    """A file stays in the chat; what comes next goes below it."""
    return screen(
        say("form.filled") if filled else say("form.blank"),
        rows=((HOME,),) if filled else (),
        file=file,
        keep=True,
    )


def my_data(lines: tuple[Phrase, ...], places: Sequence[tuple[Door, str]], versions: int, awards: int) -> Screen:
    """`places`: the doors at which the person is, each with the id of the chat there; the web has none."""
    doors = tuple(
        CHANNELS[door] if door is Door.WEB else say("my_data.door", name=CHANNELS[door], known_by=known_by)
        for door, known_by in places
    )
    return screen(
        say("my_data.head"),
        *lines,
        say("my_data.doors", doors=doors),
        say("my_data.counts", versions=versions, awards=awards),
        say("my_data.kept"),
        rows=(
            (
                Button(say("button.download"), ShowMyDataFile()),
                Button(say("button.wrong_data"), AskRoster()),
            ),
            (
                Button(say("button.unlink"), ShowUnlink()),
                Button(say("button.ask_erasure"), AskErasure()),
            ),
            (Button(say("button.settings"), ShowSettings()), HOME),
        ),
    )


def my_data_file(file: Paper) -> Screen:
    return screen(say("my_data.file"), rows=((HOME,),), file=file, keep=True)

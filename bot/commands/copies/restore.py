"""`restore`: puts a copy into the place of the store, where it serves nobody until it is armed; or only reads it."""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot import settings as configured
from bot.clock import Clock
from bot.commands.copies.serving import require_nobody_serves
from bot.commands.terminal import print_phrase
from bot.dialogue.screens import Phrase, say
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.settings import Settings
from bot.store import upkeep
from bot.store.copies import copying
from bot.store.copies.copying import Copy
from bot.store.engines.opening import is_sqlite
from bot.store.engines.sqlite import sqlite_path


def command(parsed: argparse.Namespace, phrases: Phrases) -> None:
    import bot.tables  # noqa: F401 - every table is known

    settings = configured.load()
    said = check(parsed.file, settings) if parsed.check else restore(parsed.file, settings, replace=parsed.replace)
    for phrase in said:
        print_phrase(phrases, phrase)


def check(file: Path, settings: Settings) -> list[Phrase]:
    """The content of a copy, as sentences. Changes nothing. Raises Refusal where it could not be put back."""
    with tempfile.TemporaryDirectory() as folder, copying.opened(file, Path(folder), Clock(settings.timezone)) as copy:
        return [*holds(copy), say("restore.fit", store=copy.identity.store[:8], revision=copy.revision)]


def restore(file: Path, settings: Settings, *, replace: bool) -> list[Phrase]:
    """Put the copy into the store of `settings`, disarmed; what the command says. Raises Refusal, and then nothing
    was changed."""
    url, clock = settings.database_url, Clock(settings.timezone)
    with upkeep.exclusive(url), _beside(url) as folder, copying.opened(file, folder, clock) as copy:
        if not replace and _holds_people(url):
            raise Refusal("restore.not_empty", store=upkeep.name(url))
        require_nobody_serves(url, clock)
        aside = sqlite_path(url) if is_sqlite(url) else file.absolute()
        aside = aside.with_name(f"{aside.stem}-replaced-{clock.local():%Y%m%d-%H%M%S}.backup.db")
        kept = copying.put_back(copy, url, clock, aside)
        return [
            say("restore.done", store=upkeep.name(url)),
            *holds(copy),
            *([say("restore.kept", file=str(kept))] if kept else []),
            say("restore.next"),
        ]


def holds(copy: Copy) -> list[Phrase]:
    return [
        say("restore.holds", people=copy.people, registrations=copy.registrations, letters=copy.letters),
        say("restore.since", since=copy.identity.marked_at),
        say("audit.head", head=str(copy.head)),
    ]


@contextmanager
def _beside(url: str) -> Iterator[Path]:
    """A folder for a file that is to become the store by its name alone."""
    if is_sqlite(url):
        folder = sqlite_path(url).parent
        yield folder
    else:
        with tempfile.TemporaryDirectory() as name:
            yield Path(name)


def _holds_people(url: str) -> bool:
    if upkeep.exists(url):
        upkeep.is_behind(url)  # refuses one that a later version wrote
    return upkeep.exists(url) and upkeep.holds_people(url)

"""Letters with files, and the kind that draws them: what the tests of changes send and change."""

import struct
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from bot.dialogue.screens import Album, Attachment, Button, Screen, say, screen
from bot.dialogue.ways import ShowHome
from bot.ledger.letter import Kind, LetterPart
from bot.people.identity import Actor
from bot.playground.persons.phone import Seen
from bot.store.database import Tx
from bot.store.files import store_file
from bot.store.schema import columns
from tests.outbox.run import FIRST_USER, SOURCE, Run

_P = columns(LetterPart)
HOME = ((Button(say("button.home"), ShowHome()),),)


def picture(number: int) -> bytes:
    """The head of a PNG, which is all that the stand-in looks at."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 480) + bytes([number])


def notice(_tx: Tx, _actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    """Says `words` over the files of `files`: [sha256, name, photo] each; with a button where `button` is set."""
    files = tuple(Attachment(sha256, name, "image/png", photo) for sha256, name, photo in values.get("files", ()))
    file = None if not files else files[0] if len(files) == 1 else Album(files)
    return screen(say("asked.words", words=values["words"]), rows=HOME if values.get("button") else (), file=file)


NOTICE = Kind("notice", notice)


async def stored(run: Run, *numbers: int, photo: bool = True) -> list[list[Any]]:
    """Files in the store, as values for `notice`."""

    def body(tx: Tx) -> list[list[Any]]:
        return [[store_file(tx, picture(number), "image/png"), f"{number}.png", photo] for number in numbers]

    return await run.database.run(body)


async def parts(run: Run) -> list[Any]:
    query = sa.select(_P).order_by(_P.c.letter_id, _P.c.place)
    return await run.database.run(lambda tx: list(tx.execute(query)))


def seen(run: Run, person_id: int) -> list[Seen]:
    """What the bot has put into this chat and is still there."""
    return [message for message in run.world.chat(FIRST_USER + person_id).messages if message.from_bot]


def calls(run: Run) -> list[str]:
    """The methods that were called, without the harmless ones."""
    return [call.method for call in run.world.calls if not call.method.startswith("get")]


async def letter_ids(run: Run, source: str = SOURCE) -> list[int]:
    return [row.id for row in await run.letters() if row.source == source]

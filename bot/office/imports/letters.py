"""The letter that says what became of a workbook, checked again when it leaves."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Button, Screen, say, screen
from bot.dialogue.ways import HOME
from bot.ledger.letter import Kind
from bot.office.imports import records, settling
from bot.office.imports.records import UploadNow, UploadState
from bot.office.imports.targets import ShowUpload
from bot.people.identity import Actor
from bot.people.records import Role
from bot.store.database import Tx
from bot.words import shortened


def _settled(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    upload = records.upload(tx, values["upload"])
    if upload is None or upload.state != values["state"] or not actor.has(Role.OFFICE):
        return None
    return _told(upload)


def _told(one: UploadNow) -> Screen:
    name = shortened(one.filename, 60)
    said = {
        UploadState.READ: say("imports.letter.read", file=name),
        UploadState.REFUSED: say("imports.letter.refused", file=name),
        UploadState.DONE: say("imports.letter.done", file=name),
    }.get(one.state, say("imports.file", file=name))
    return screen(said, one.refusal, rows=((Button(say("button.open_import"), ShowUpload(one.id)), HOME),))


LETTERS = (Kind(settling.SETTLED, _settled, bulk=False),)

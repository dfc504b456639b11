"""Letters to the sender of a list, each checked again when it leaves, under the rights of whoever reads it."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Button, Screen, Style, say, screen
from bot.ledger.letter import Haste, Kind
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.sheets import records, rights
from bot.sheets import screens as pieces
from bot.sheets.receiving import actions
from bot.sheets.records import SentSheet, SheetState
from bot.sheets.targets import sheet_of
from bot.store.database import Tx


def _for_lead(tx: Tx, actor: Actor, values: Mapping[str, Any], state: SheetState) -> SentSheet | None:
    found = records.sent(tx, values["sheet"])
    if found is None or found.state is not state or found.version != values["version"]:
        return None
    return found if rights.may_send(tx, actor, found.who) else None


def _accepted(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    found = _for_lead(tx, actor, values, SheetState.ACCEPTED)
    if found is None:
        return None
    who = pieces.receiver(found.who.subject)
    return screen(
        say("letter.sheet.accepted", who=who, code=found.code, version=found.version, at=found.decided_at),
        None if found.original_at else say("sheet.original_to", who=who),
        say("letter.sheet.thanks"),
        rows=((Button(say("button.see_sheet"), sheet_of(found.who)),),),
    )


def _returned(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    found = _for_lead(tx, actor, values, SheetState.RETURNED)
    if found is None:
        return None
    return screen(
        say(
            "letter.sheet.returned",
            who=pieces.receiver(found.who.subject),
            code=found.code,
            version=found.version,
        ),
        say("letter.sheet.reason", reason=found.reason or ""),
        say("letter.sheet.by", who=name_of(tx, found.decided_by), at=found.decided_at),
        say("letter.sheet.kept"),
        rows=((Button(say("button.see_sheet"), sheet_of(found.who), Style.PRIMARY),),),
    )


LETTERS = (
    Kind(actions.ACCEPTED, _accepted, bulk=True),
    Kind(actions.RETURNED, _returned, bulk=False, haste=Haste.CHANGE),
)

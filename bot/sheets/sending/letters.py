"""Letters to the receiver of a list, each checked again when it leaves, under the rights of whoever reads it."""

from collections.abc import Mapping
from typing import Any

from bot.campaigns.records import current_campaign
from bot.dialogue.screens import Button, Screen, Style, say, screen
from bot.ledger.letter import Kind
from bot.people.identity import Actor
from bot.sheets import records, rights
from bot.sheets import screens as pieces
from bot.sheets.records import SentSheet, SheetState
from bot.sheets.rules import differences
from bot.sheets.sending import actions
from bot.sheets.targets import ShowReceivedSheet
from bot.store.database import Tx
from bot.titles.loading import shared as catalogue


def _for_receiver(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> SentSheet | None:
    """The list, if it still is the version that the letter is about."""
    found = records.sent(tx, values["sheet"])
    if found is None or found.version != values["version"] or not rights.may_receive(actor, found.who.subject):
        return None
    return found


def _arrived(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    found = _for_receiver(tx, actor, values)
    if found is None or found.state is not SheetState.SUBMITTED:
        return None
    return screen(
        say("letter.sheet.arrived", name=found.content.name, code=found.code, version=found.version, at=found.at),
        pieces.figures(found.content),
        pieces.papers_so_far(found),
        rows=_to_received(found),
    )


def _changed(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    found = _for_receiver(tx, actor, values)
    before = records.content_of(tx, found.id, found.version - 1) if found else None
    campaign = current_campaign(tx)
    if found is None or before is None or campaign is None:
        return None
    regime = catalogue().regime(campaign.regime)
    changes = differences(before, found.content)
    more = len(changes) - pieces.SHOWN_CHANGES
    return screen(
        say("letter.sheet.changed", name=found.content.name, code=found.code, version=found.version, at=found.at),
        *(pieces.change(one, found.content, regime) for one in changes[: pieces.SHOWN_CHANGES]),
        say("sheet.changes_more", count=more) if more > 0 else None,
        say("letter.sheet.no_signature"),
        rows=_to_received(found),
    )


def _to_received(found: SentSheet) -> tuple[tuple[Button, ...], ...]:
    return ((Button(say("button.see_sheet"), ShowReceivedSheet(found.id), Style.PRIMARY),),)


LETTERS = (
    Kind(actions.ARRIVED, _arrived, bulk=True),
    Kind(actions.CHANGED, _changed, bulk=True),
)

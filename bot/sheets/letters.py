"""What is told about lists, each checked again when it leaves, under the rights of whoever reads it."""

from collections.abc import Mapping
from typing import Any

from bot.campaigns.records import current_campaign
from bot.dialogue.screens import Button, Screen, Style, say, screen
from bot.ledger.letter import Kind
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.sheets import records, rights, wording
from bot.sheets.receiving import actions as deciding
from bot.sheets.records import Sent, SheetState
from bot.sheets.rules import difference
from bot.sheets.sending import actions
from bot.sheets.sending.actions import view_of
from bot.sheets.targets import ShowReceivedSheet
from bot.store.database import Tx
from bot.titles.loading import shared as catalogue


def _for_receiver(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Sent | None:
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
        wording.figures(found.content, found.who.subject),
        wording.papers(found),
        rows=_to_received(found),
    )


def _changed(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    found = _for_receiver(tx, actor, values)
    before = records.content_of(tx, found.id, found.version - 1) if found else None
    campaign = current_campaign(tx)
    if found is None or before is None or campaign is None:
        return None
    regime = catalogue().regime(campaign.regime)
    changes = difference(before, found.content)
    more = len(changes) - wording.SHOWN_CHANGES
    return screen(
        say("letter.sheet.changed", name=found.content.name, code=found.code, version=found.version, at=found.at),
        *(wording.change(one, found.content, regime) for one in changes[: wording.SHOWN_CHANGES]),
        say("sheet.changes_more", count=more) if more > 0 else None,
        say("letter.sheet.no_signature"),
        rows=_to_received(found),
    )


def _to_received(found: Sent) -> tuple[tuple[Button, ...], ...]:
    return ((Button(say("button.see_sheet"), ShowReceivedSheet(found.id), Style.PRIMARY),),)


def _for_lead(tx: Tx, actor: Actor, values: Mapping[str, Any], state: SheetState) -> Sent | None:
    found = records.sent(tx, values["sheet"])
    if found is None or found.state is not state or found.version != values["version"]:
        return None
    return found if rights.may_send(tx, actor, found.who) else None


def _accepted(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    found = _for_lead(tx, actor, values, SheetState.ACCEPTED)
    if found is None:
        return None
    who = wording.receiver(found.who.subject)
    return screen(
        say("letter.sheet.accepted", who=who, code=found.code, version=found.version, at=found.decided_at),
        None if found.original_at else say("sheet.original_to", who=who),
        say("letter.sheet.thanks"),
        rows=((Button(say("button.see_sheet"), view_of(found.who)),),),
    )


def _returned(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    found = _for_lead(tx, actor, values, SheetState.RETURNED)
    if found is None:
        return None
    return screen(
        say(
            "letter.sheet.returned",
            who=wording.receiver(found.who.subject),
            code=found.code,
            version=found.version,
        ),
        say("letter.sheet.reason", reason=found.reason or ""),
        say("letter.sheet.by", who=name_of(tx, found.decided_by), at=found.decided_at),
        say("letter.sheet.kept"),
        rows=((Button(say("button.see_sheet"), view_of(found.who), Style.PRIMARY),),),
    )


LETTERS = (
    Kind(actions.ARRIVED, _arrived, bulk=True),
    Kind(actions.CHANGED, _changed, bulk=True),
    Kind(deciding.ACCEPTED, _accepted, bulk=True),
    Kind(deciding.RETURNED, _returned, bulk=False),
)

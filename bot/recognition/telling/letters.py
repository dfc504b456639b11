"""Letters about results, drawn when they leave, for each from the own lines alone."""

from collections.abc import Mapping
from typing import Any

from bot.campaigns.records import campaign_of_year
from bot.dialogue.screens import Screen
from bot.ledger.letter import Kind
from bot.people.identity import Actor
from bot.recognition import holders, naming, records
from bot.recognition.letter_names import RESULT, REVOKED
from bot.recognition.records import DecisionNow, DecisionState
from bot.recognition.telling import own, screens
from bot.store.database import Tx
from bot.titles.catalogue import Regime
from bot.titles.loading import shared as catalogue


def _regime(tx: Tx, one: DecisionNow) -> Regime | None:
    campaign = campaign_of_year(tx, one.year)
    return None if campaign is None else catalogue().regime(campaign.regime)


def _own(tx: Tx, one: DecisionNow, actor: Actor) -> list[str]:
    """The reader's titles: of a decision on thousands, each letter reads its own lines alone."""
    return [line.title for key, line in records.own_lines(tx, actor.person.id) if key == one.id]


def _result(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    """Nothing of a decision that does not hold any more."""
    one = records.decision(tx, values["decision"])
    if one is None or one.state is not DecisionState.ENTERED or (regime := _regime(tx, one)) is None:
        return None
    if "collectives" in values:
        return _collectives(tx, actor, one, [holders.of_code(code) for code in values["collectives"]], regime)
    if "absent" in values:
        missing = regime.in_order(set(values["absent"]) - set(_own(tx, one, actor)))
        return screens.absent(actor.person, one, missing) if missing else None
    titles = regime.in_order(_own(tx, one, actor))
    return screens.own(actor.person, one, titles, own.in_a_row(tx, actor.person.id)) if titles else None


def _collectives(tx: Tx, actor: Actor, one: DecisionNow, led: list[holders.Holder], regime: Regime) -> Screen | None:
    lines = records.lines(tx, one.id)
    names = naming.names(tx, led, one.family)
    found = [
        (names[holder].name, titles)
        for holder in led
        if (titles := regime.in_order({line.title for line in lines if line.holder == holder}))
    ]
    return screens.collective(actor.person, one, found) if found else None


def _revoked(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    one = records.decision(tx, values["decision"])
    if one is None or one.state is not DecisionState.REVOKED or (regime := _regime(tx, one)) is None:
        return None
    titles = regime.in_order(_own(tx, one, actor))
    led = naming.names(tx, _told_of(tx, one, actor), one.family)
    named = [name.name for name in led.values()]
    return screens.revoked(actor.person, one, titles, named) if titles or named else None


def _told_of(tx: Tx, one: DecisionNow, actor: Actor) -> set[holders.Holder]:
    """The collectives whose result this person was told."""
    return {holders.of_code(code) for code in records.collectives_told(tx, one.id, actor.person.id)}


LETTERS = (
    Kind(RESULT, _result, bulk=True),
    Kind(REVOKED, _revoked, bulk=True),
)

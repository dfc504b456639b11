"""The letters of a sending: the notice, the reminder to acknowledge it, and the alarm when it stops by itself."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Screen
from bot.ledger import sources
from bot.ledger.letter import Haste, Kind
from bot.notices import records
from bot.notices.filling.values import values_for
from bot.notices.letter_names import CHASE, HALTED, NOTICE
from bot.notices.records import SENT
from bot.notices.screens import letter, reminder
from bot.notices.sending import screens
from bot.notices.sending.following import alarm
from bot.people.identity import Actor
from bot.people.records import Role
from bot.store.database import Tx


def _notice(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> tuple[Screen, ...] | None:
    notice = records.without_audience(tx, values["notice"])
    if notice is None or notice.state not in SENT:
        return None
    return letter(notice, values_for(tx, actor.person))


def _chase(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    notice = records.without_audience(tx, values["notice"])
    if notice is None or records.known_at(tx, notice.id, actor.person.id) is not None:
        return None
    return reminder(notice, actor.person)


def _halted(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    halt, notice = sources.halt_of(tx, values["source"]), records.notice(tx, values["notice"])
    if halt is None or notice is None or not actor.has(Role.OFFICE):
        return None
    return screens.alarm(notice, halt.reason)


LETTERS = (
    Kind(NOTICE, _notice, alarm=alarm, haste=Haste.NOTICE),
    Kind(CHASE, _chase, alarm=alarm, haste=Haste.NOTICE),
    Kind(HALTED, _halted, bulk=False, haste=Haste.DECISION),
)

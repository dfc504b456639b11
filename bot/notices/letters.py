"""A notice as a letter: drawn for each person when it leaves, from words that are locked by then."""

from collections.abc import Mapping
from typing import Any

from bot.conversation import Screen
from bot.database import Tx
from bot.notices import actions, desk_screens, filling, following, records, rules, screens, sending_screens
from bot.notices.records import CHASE, HALTED, NOTICE, TRIAL, NoticeState
from bot.outbox import sources
from bot.outbox.letter import Kind
from bot.people.identity import Actor
from bot.people.records import Role


def _notice(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> tuple[Screen, ...] | None:
    notice = records.written(tx, values["notice"])
    if notice is None or notice.state not in actions.SENT:
        return None
    return screens.letter(notice, filling.values(tx, actor.person))


def _trial(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> tuple[Screen, ...] | None:
    """Exactly what they will see, and below it the way on; not of what has been changed meanwhile."""
    notice = records.written(tx, values["notice"])
    if notice is None or notice.state is not NoticeState.DRAFT or not actor.has(Role.OFFICE):
        return None
    if rules.digest(notice) != values["digest"]:
        return None
    return (*screens.letter(notice, filling.values(tx, actor.person)), desk_screens.tried(notice, actor.person))


def _chase(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    notice = records.written(tx, values["notice"])
    if notice is None or records.known_at(tx, notice.id, actor.person.id) is not None:
        return None
    return screens.chase(notice, actor.person.full_name)


def _halted(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    held, notice = sources.halt_of(tx, values["source"]), records.written(tx, values["notice"])
    if held is None or notice is None or not actor.has(Role.OFFICE):
        return None
    return sending_screens.alarm(notice, held.reason)


LETTERS = (
    Kind(NOTICE, _notice, alarm=following.alarm),
    Kind(TRIAL, _trial, bulk=False),
    Kind(CHASE, _chase, alarm=following.alarm),
    Kind(HALTED, _halted, bulk=False),
)

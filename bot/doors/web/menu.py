"""The menu of commands: those that lead this person somewhere."""

from collections.abc import Iterable

from bot.people.identity import Actor
from bot.people.reach import SEEING, leads_union, units_of
from bot.people.records import Role


def commands_of(actor: Actor, every: Iterable[str]) -> tuple[str, ...]:
    """Of all commands those that this person has something to do with, in their order. What the others lead to refuses
    in any case: this spares taps, and is no right."""
    if actor.staff is None:
        return ()
    withheld = {
        name
        for name, has in (
            ("donvi", bool(units_of(actor, SEEING))),
            ("congdoan", leads_union(actor)),
            ("quanly", actor.has(Role.OFFICE)),
        )
        if not has
    }
    return tuple(name for name in every if name not in withheld)

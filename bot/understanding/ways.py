"""Ways on from what was typed: for whom each is, and what a sentence can come to."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.dialogue.screens import Named, Phrase
from bot.dialogue.targets import ToAct, ToView
from bot.people.identity import Actor
from bot.people.reach import LEADING, SEEING, units_of
from bot.people.records import Role, UnionOffice

Who = Callable[[Actor], bool]


# --- for whom ---------------------------------------------------------------------------------------------------------


def anybody(_actor: Actor) -> bool:
    return True


def office(actor: Actor) -> bool:
    return actor.has(Role.OFFICE)


def others(actor: Actor) -> bool:
    """Everybody but the Office, which does not ask itself."""
    return not office(actor)


def director(actor: Actor) -> bool:
    return actor.has(Role.DIRECTOR)


def department(actor: Actor) -> bool:
    """The people who see all figures of the department."""
    return office(actor) or director(actor)


def directs(actor: Actor) -> bool:
    """The Director, and the deputies."""
    return actor.has(Role.DIRECTOR) or actor.has(Role.DEPUTY)


def sees_unit(actor: Actor) -> bool:
    return bool(units_of(actor, SEEING))


def confirms(actor: Actor) -> bool:
    return bool(units_of(actor, LEADING | {Role.DEPUTY}))


def prepares(actor: Actor) -> bool:
    return bool(units_of(actor, LEADING | {Role.COORDINATOR}))


def heads(actor: Actor) -> bool:
    return bool(units_of(actor, {Role.UNIT_HEAD}))


def leads_group(actor: Actor) -> bool:
    return actor.person.union_office is UnionOffice.GROUP_LEAD


def chair(actor: Actor) -> bool:
    return actor.person.union_office is UnionOffice.CHAIR


def has_collective(actor: Actor) -> bool:
    """The directors' own unit is none."""
    return sees_unit(actor) and not director(actor)


# --- what leads where -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Way:
    """A way on, for whom, and the label of its button."""

    who: Who
    to: ToView | ToAct
    label: Phrase


@dataclass(frozen=True, slots=True)
class Intent:
    """Something that people ask for. Of `ways`, the first group with a way for the actor counts, and of it each such
    way."""

    ways: tuple[tuple[Way, ...], ...] = ()
    deed: bool = False
    """It begins or changes something: a question never leads straight there."""
    at_once: bool = True
    """False: its button is always offered, because a tap on it cannot be taken back."""
    answer: Phrase | None = None
    """The answer to the question after it, above the ways on."""
    why: Phrase | None = None
    """The reason why it is not for the actor, or not here at all."""
    instead: tuple[str, ...] = ()
    """Intents that whoever it is not for may have."""

    def open_to(self, actor: Actor) -> tuple[Way, ...]:
        for group in self.ways:
            if mine := tuple(way for way in group if way.who(actor)):
                return mine
        return ()


Target = ToView | ToAct


@dataclass(frozen=True, slots=True)
class Offer:
    """A way on, and the label of its button."""

    to: Target
    label: Phrase | Named


@dataclass(frozen=True, slots=True)
class Meaning:
    """The consequence of a sentence: `opens` at once, `question` for the Office, or `offers` with a word above them."""

    opens: Target | None = None
    question: str | None = None
    offers: tuple[Offer, ...] = ()
    word: Phrase | None = None


def for_all(to: ToView | ToAct, label: Phrase) -> tuple[tuple[Way, ...], ...]:
    return ((Way(anybody, to, label),),)

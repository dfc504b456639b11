"""Units in what was typed: those of the actor that a sentence names, by their names or by their kind."""

from collections.abc import Iterable, Sequence

from bot.folding import fold
from bot.people.identity import Actor
from bot.people.reach import SEEING, subtree, unit_names_by_key, units_of
from bot.store.database import Tx

_KINDS = ("chi cuc", "trung tam", "van phong", "phong", "thanh tra", "ban")
"""The words with which names of units begin."""
_OF_KINDS = frozenset(word for kind in _KINDS for word in kind.split())
ENOUGH = 2
"""Words of a name, one of them more than its kind, by which a unit is known."""

Units = Sequence[tuple[int, str]]


def seen(tx: Tx, actor: Actor) -> Units:
    """The units that the actor sees, in the order of the official list; none for whoever sees one alone."""
    units = subtree(tx, units_of(actor, SEEING), tx.clock.today())
    return unit_names_by_key(tx, units) if len(units) > 1 else ()


def named(said: Iterable[str], units: Units) -> Units:
    """Those of `units` that the words name best; where they name none, all of the kind that they speak of."""
    sentence = " ".join(said).split()
    common = [(one, _common(sentence, fold(one[1]).split())) for one in units]
    best = max((length for _one, length in common), default=0)
    if best >= ENOUGH:
        return tuple(one for one, length in common if length == best)
    text = f" {' '.join(sentence)} "
    for kind in _KINDS:
        if f" {kind} " in text and (found := tuple(one for one in units if fold(one[1]).startswith(kind))):
            return found
    return ()


def _common(sentence: Sequence[str], name: Sequence[str]) -> int:
    """Words of the longest run that both have; 0 where it says no more than the kind of unit."""
    longest = 0
    for start in range(len(name)):
        for end in range(start + 1, len(name) + 1):
            run = name[start:end]
            tells = any(word not in _OF_KINDS for word in run)
            if tells and any(list(sentence[at : at + len(run)]) == run for at in range(len(sentence))):
                longest = max(longest, len(run))
    return longest

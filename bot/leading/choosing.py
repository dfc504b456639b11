"""Titles that are ticked one by one: the answers to such a question of a dialogue."""

from collections.abc import Iterable

from bot.dialogue.flows import Chosen, Move, Next, Said, Stay
from bot.refusal import Refusal
from bot.titles.catalogue import Regime, Title
from bot.titles.rules import toggle


def ticked(said: Said, regime: Regime, offered: Iterable[Title], chosen: Iterable[str]) -> Move:
    """The move after a tap on a title or on «next»; `chosen`: those that are ticked so far. Raises Refusal where none
    is, or for anything else that is said."""
    among = {title.id for title in offered}
    on = frozenset(chosen) & among
    match said:
        case Chosen("next"):
            if not on:
                raise Refusal("reg.titles.none")
            return Next({"titles": sorted(on)})
        case Chosen(title) if title in among:
            return Stay({"titles": sorted(toggle(regime, on, title) & among)})
    raise Refusal("choose.below")

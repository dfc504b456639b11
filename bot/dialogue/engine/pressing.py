"""Typed words as a tap: the button of the screen that is up, whose label they are.

Somebody who types the name of a button below it means the button, also where the question takes any words.
"""

import re
from collections.abc import Callable, Iterator

from bot.dialogue.screens import Button, Named, Phrase, Screen, Style
from bot.dialogue.targets import ToAct, ToAnswer, ToView

Pressed = ToAnswer | ToView | ToAct
Gist = Callable[[str], tuple[str, ...]]
"""The words of a sentence without courtesies around them, as they are compared."""

LONGEST_LABEL = 80
"""Characters of a text that may be a label; a longer one is read for what it says."""
_BESIDE = re.compile(r"\s*\([^()]*\)")
_REST = re.compile(r":.*|,(?= *\d).*", re.DOTALL)


def pressed(screen: Screen, text: str, label: Callable[[Phrase | Named], str], gist: Gist) -> Pressed | None:
    """The target of the one button that `text` names; None where it names none or several. Nothing that takes away is
    done by words alone."""
    meant = gist(text) if len(text) <= LONGEST_LABEL else ()
    if not meant:
        return None
    found = {
        button.to
        for row in screen.rows
        for button in row
        if isinstance(button.to, Pressed) and button.style is not Style.DANGER and _names(meant, button, label, gist)
    }
    return found.pop() if len(found) == 1 else None


def assenting(screen: Screen) -> Phrase | Named | None:
    """The label of the one button that agrees to what stands on a screen; None where there is none, or several."""
    found = [button for row in screen.rows for button in row if button.style is Style.SUCCESS]
    return found[0].label if len(found) == 1 else None


def _names(meant: tuple[str, ...], button: Button, label: Callable[[Phrase | Named], str], gist: Gist) -> bool:
    return any(meant == words or _is_number(meant, words) for words in map(gist, _readings(label(button.label))))


def _readings(label: str) -> Iterator[str]:
    """The label; without what stands in brackets, as a count; and without what is said of it, as the date of a day or
    the state of a person."""
    yield label
    yield _BESIDE.sub("", label)
    yield _REST.sub("", _BESIDE.sub("", label))


def _is_number(meant: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """True for a number below a button that has one word and that number."""
    return len(meant) == 1 and meant[0].isdecimal() and len(words) == 2 and words[1:] == meant and words[0].isalpha()

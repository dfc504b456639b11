"""Payloads of inline buttons, within Telegram's 64 bytes.

`a` answer (draft, revision, step, option), `s` a view to show, `d` an act to do, each with what it needs.
A payload comes back from the phone as it likes: it names what is wanted and is never proof of a right.
"""

import re

from bot.dialogue import codec
from bot.dialogue.targets import Option, Payload, ToAct, ToAnswer, ToPage, ToView, Wanted

LIMIT = 64
_WORD = re.compile(r"[A-Za-z0-9_-]{1,24}")


class PayloadTooLong(ValueError):
    """A button of ours would not fit: found by the test that renders every screen."""


def pack(payload: Payload) -> str:
    match payload:
        case ToAnswer(draft, revision, step, option):
            text = f"a:{codec.base36(draft)}:{codec.base36(revision)}:{step}:{option}"
        case ToView():
            text = ":".join(("s", *codec.parts(payload)))
        case ToAct():
            text = ":".join(("d", *codec.parts(payload)))
        case Option():
            raise TypeError("an Option belongs to a flow: screen_for makes an answer of it")
        case ToPage():
            raise TypeError("nothing comes back of a button that opens a page")
    if len(text.encode()) > LIMIT:
        raise PayloadTooLong(text)
    return text


def unpack(data: str) -> ToAnswer | Wanted | None:
    """The target of the button; None for anything that is not ours. Buttons of older versions (`v`, `x`) are not."""
    match data.split(":") if len(data.encode(errors="replace")) <= LIMIT else ():
        case ["a", draft, revision, step, option] if _words(step, option):
            try:
                return ToAnswer(codec.number(draft), codec.number(revision), step, option)
            except ValueError:
                return None
        case ["s" | "d" as kind, name, *needs] if _words(name, *needs):
            return Wanted(name, tuple(needs), is_act=kind == "d")
    return None


def _words(*words: str) -> bool:
    return all(_WORD.fullmatch(word) for word in words)

"""Payloads of inline buttons: a typed codec within Telegram's 64 bytes.

`a` answer (draft, revision, step, option), `v` view (name, ref, page), `x` act (name, ref, version); base 36 integers.
A payload comes back from the phone as it likes: it names what is wanted and is never proof of a right.
"""

import re

from bot.dialogue.targets import Option, Payload, ToAct, ToAnswer, ToView

LIMIT = 64
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_WORD = re.compile(r"[A-Za-z0-9_]{1,24}")
_NUMBER = re.compile(r"[0-9a-z]{1,6}")
LARGEST = (1 << 31) - 1
"""What a key may be: a forged button must not ask a column for a number that it could not hold."""


class PayloadTooLong(ValueError):
    """A button of ours would not fit: found by the test that renders every screen."""


def pack(payload: Payload) -> str:
    match payload:
        case ToAnswer(draft, revision, step, option):
            text = f"a:{_base36(draft)}:{_base36(revision)}:{step}:{option}"
        case ToView(name, ref, page):
            text = f"v:{name}:{_base36(ref)}:{_base36(page)}"
        case ToAct(name, ref, version):
            text = f"x:{name}:{_base36(ref)}:{_base36(version)}"
        case Option():
            raise TypeError("an Option belongs to a flow: screen_for makes an answer of it")
    if len(text.encode()) > LIMIT:
        raise PayloadTooLong(text)
    return text


def unpack(data: str) -> ToAnswer | ToView | ToAct | None:
    """What the button meant, or None for anything that is not ours."""
    match data.split(":") if len(data.encode(errors="replace")) <= LIMIT else ():
        case ["a", draft, revision, step, option] if _words(step, option) and _numbers(draft, revision):
            return ToAnswer(int(draft, 36), int(revision, 36), step, option)
        case ["v", name, ref, page] if _words(name) and _numbers(ref, page):
            return ToView(name, int(ref, 36), int(page, 36))
        case ["x", name, ref, version] if _words(name) and _numbers(ref, version):
            return ToAct(name, int(ref, 36), int(version, 36))
    return None


def _words(*words: str) -> bool:
    return all(_WORD.fullmatch(word) for word in words)


def _numbers(*numbers: str) -> bool:
    return all(_NUMBER.fullmatch(number) and int(number, 36) <= LARGEST for number in numbers)


def _base36(number: int) -> str:
    if number < 0:
        raise ValueError("keys are not negative")
    text = _DIGITS[number % 36]
    while number := number // 36:
        text = _DIGITS[number % 36] + text
    return text

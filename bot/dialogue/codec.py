"""The codec of targets: a view or act with what it needs, as short text for buttons and stores, and back.

Integers are base 36, days the integers of the calendar, enums their values, `None` a dash; a default is left out at the
end. Nothing may hold a colon, which is what buttons put between the parts.
"""

import re
from dataclasses import MISSING, fields
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, TypeVar, cast, get_args, get_type_hints

from bot.dialogue.targets import ToAct, ToView

T = TypeVar("T", bound=ToView | ToAct)

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
"""Days of buttons. At the ends of the calendar no day has one before or after it, nor a moment in another zone."""
LARGEST = (1 << 31) - 1
"""The largest integer: a forged button must not ask a column for a number that it could not hold."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_NUMBER = re.compile(r"[0-9a-z]{1,6}")
_NONE = "-"


def parts(target: ToView | ToAct) -> list[str]:
    """The name of `target`, and its fields as text."""
    packed = [target.name]
    left_out = 0
    for name, kinds, default in _shape(cast(Any, type(target))):
        value = getattr(target, name)
        packed.append(_pack(value, kinds))
        left_out = left_out + 1 if default is not MISSING and value == default else 0
    return packed[: len(packed) - left_out] if left_out else packed


def build(kind: type[T], packed: list[str]) -> T | None:
    """The target of `kind` with these fields; None for text that `parts` would not have made."""
    shape = _shape(cast(Any, kind))
    if len(packed) > len(shape):
        return None
    if any(default is MISSING for _, _, default in shape[len(packed) :]):
        return None
    try:
        return kind(**{name: _unpack(text, kinds) for text, (name, kinds, _) in zip(packed, shape, strict=False)})
    except ValueError:  # a target may refuse values itself, in __post_init__
        return None


def base36(number: int) -> str:
    if number < 0:
        raise ValueError("keys are not negative")
    text = _DIGITS[number % 36]
    while number := number // 36:
        text = _DIGITS[number % 36] + text
    return text


def number(text: str) -> int:
    """The integer that `base36` made `text` of. ValueError for any other text."""
    if not _NUMBER.fullmatch(text) or (found := int(text, 36)) > LARGEST:
        raise ValueError(text)
    return found


@cache
def _shape(kind: Any) -> tuple[tuple[str, tuple[Any, ...], Any], ...]:
    """Name, types and default of each field. TypeError for a type that is not packed."""
    hints = get_type_hints(kind)
    shape = []
    for field in fields(kind):
        kinds = get_args(hints[field.name]) or (hints[field.name],)
        for one in kinds:
            if not (one in (int, bool, date, NoneType) or (isinstance(one, type) and issubclass(one, StrEnum))):
                raise TypeError(f"{kind.__name__}.{field.name} cannot be packed: {one}")
        shape.append((field.name, kinds, field.default))
    return tuple(shape)


def _pack(value: Any, kinds: tuple[Any, ...]) -> str:
    match value:
        case None if NoneType in kinds:
            return _NONE
        case StrEnum():
            return str(value.value)
        case date():
            return base36(value.toordinal())
        case int():
            return base36(int(value))
    raise TypeError(f"cannot be packed: {value!r}")


def _unpack(text: str, kinds: tuple[Any, ...]) -> Any:
    if NoneType in kinds and text == _NONE:
        return None
    kind = next(one for one in kinds if one is not NoneType)
    if issubclass(kind, StrEnum):
        return kind(text)
    found = number(text)
    if kind is date:
        if not FIRST_DAY.toordinal() <= found <= LAST_DAY.toordinal():
            raise ValueError(text)
        return date.fromordinal(found)
    if kind is bool and found > 1:
        raise ValueError(text)
    return kind(found)

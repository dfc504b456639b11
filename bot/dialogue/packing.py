"""A phrase as JSON and back: a sentence that a screen is to say once waits in the store."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.dialogue.screens import Named, Phrase


def pack(phrase: Phrase) -> dict[str, Any]:
    """A phrase as JSON, its dates and names kept as what they are."""
    return {"key": phrase.key, "values": {name: _pack(value) for name, value in phrase.values.items()}}


def unpack(packed: Mapping[str, Any]) -> Phrase:
    return Phrase(packed["key"], {name: _unpack(value) for name, value in packed["values"].items()})


def _pack(value: Any) -> Any:
    match value:
        case Phrase():
            return {"phrase": pack(value)}
        case Named(vi, en):
            return {"named": [vi, en]}
        case datetime():
            return {"datetime": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case tuple() | list():
            return [_pack(item) for item in value]
        case _:
            return value


def _unpack(value: Any) -> Any:
    match value:
        case {"phrase": inner}:
            return unpack(inner)
        case {"named": [vi, en]}:
            return Named(vi, en)
        case {"datetime": text}:
            return datetime.fromisoformat(text)
        case {"date": text}:
            return date.fromisoformat(text)
        case list():
            return tuple(_unpack(item) for item in value)
        case _:
            return value

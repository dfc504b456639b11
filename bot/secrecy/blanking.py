"""Blanking: what carries the marking of a State secret in an update as it came, before anything keeps it. Pure."""

from collections.abc import Mapping
from typing import Any

from bot.secrecy.markings import bare_stamp, is_marked, is_marked_file

INSTEAD = bare_stamp()
"""The words that stand for those that were marked. They carry the marking as well, so that the person is told."""
_WORDS = frozenset({"text", "caption", "title", "question", "description", "explanation", "address"})
"""The fields of a message in which people write. What is beside them, as where a word is bold, goes with them."""
_BESIDE = frozenset({"entities", "caption_entities"})


def blanked(value: Any) -> Any:
    """The JSON value as it was, or with `INSTEAD` for people's words, and names of files, that are marked."""
    match value:
        case Mapping():
            kept = {key: _field(key, inner) for key, inner in value.items()}
            changed = any(kept[key] is INSTEAD for key in kept)
            return {key: inner for key, inner in kept.items() if key not in _BESIDE} if changed else kept
        case list():
            return [blanked(inner) for inner in value]
    return value


def _field(key: str, inner: Any) -> Any:
    if not isinstance(inner, str):
        return blanked(inner)
    marked = is_marked(inner) if key in _WORDS else key == "file_name" and is_marked_file(inner)
    return INSTEAD if marked else inner

"""Text as Telegram takes it: cleaned, its entities read or found, blanks trimmed from both ends."""

import re
from typing import Any

from bot.playground.api.refused import bad, not_played
from bot.playground.messages.entities import STYLES, Entity, parse_html, units

#: What the parameter `entities` may name; Telegram ignores the ones it finds by itself (url, bot_command, …).
_GIVEN = {*STYLES.values(), "expandable_blockquote"}
_FOUND = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")
_UNCLEAN = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e\u0333\u033f\u030a]")
_CLEANING: dict[int, int | None] = {
    **dict.fromkeys((*range(0x0A), *range(0x0B, 0x20)), 0x20),
    **dict.fromkeys((0x0D, *range(0x2028, 0x202F), 0x0333, 0x033F, 0x030A)),
}
MAX_ENTITIES = 100


def clean(text: str) -> str:
    """Without the characters Telegram never shows: control characters, direction marks, piled-up accents."""
    return text.translate(_CLEANING) if _UNCLEAN.search(text) else text


def read_text(text: str, parse_mode: str | None, given: list[Any] | None) -> tuple[str, list[Entity]]:
    """(plain text, entities) of what a bot sends. Raises Refused in Telegram's words; may return an empty text."""
    text = clean(text)
    mode = (parse_mode or "").lower()
    if mode == "html":
        plain, entities = parse_html(text)
    elif mode in ("", "none"):
        plain, entities = text, [_given(entity) for entity in given or () if _kind(entity) not in _FOUND]
    elif mode in ("markdown", "markdownv2"):
        raise not_played(f"parse_mode {parse_mode} is not played")
    else:
        raise bad("unsupported parse_mode")
    return _trim(plain, entities[:MAX_ENTITIES])


def commands_in(text: str) -> list[Entity]:
    """The bot_command entities Telegram finds in what a person typed."""
    if "/" not in text:
        return []
    return [
        {"type": "bot_command", "offset": units(text[: found.start()]), "length": units(found.group())}
        for found in _COMMAND.finditer(text)
    ]


def _kind(entity: Any) -> str:
    if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
        raise bad("can't parse MessageEntity: Type is not specified")
    return str(entity["type"])


def _given(entity: Entity) -> Entity:
    if entity["type"] not in _GIVEN:
        raise bad("can't parse MessageEntity: Unsupported type specified")
    for field in ("offset", "length"):
        if not isinstance(entity.get(field), int):
            raise bad(f'can\'t parse MessageEntity: Field "{field}" must be of type Number')
    return dict(entity)


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Telegram cuts blanks and line breaks at both ends; entities follow."""
    right = text.rstrip(" \n")
    bare = right.lstrip(" \n")
    if len(bare) == len(text):
        return text, entities
    shift, total = len(right) - len(bare), units(bare)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - shift)
        end = min(total, entity["offset"] - shift + entity["length"])
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return bare, moved

"""Telegram's HTML, read into entities with UTF-16 offsets.

The rules and the words of refusal follow TDLib's MessageEntity.cpp. Two of them surprise: an unknown character
reference (`&nbsp;`) stays as it is written, and error offsets count bytes of the source, entity offsets UTF-16 units.
"""

import re
from typing import Any

from bot.playground.api.refused import bad, not_played

Entity = dict[str, Any]

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_TAG_OR_REFERENCE = re.compile(r"[<&]")
_NAME = re.compile(r"[^ \t\r\n\v\f>]*")
_SPACE = re.compile(r"[ \t\r\n\v\f]*")
_ATTRIBUTE = re.compile(r"[^ \t\r\n\v\f=>/\"']*")
_TOKEN = re.compile(r"[0-9A-Za-z.\-]*")
_LINK = re.compile(r"(?i)(?:https?://)?[^\s/?#@]+\.[^\s]+|tg://\S+")


def units(text: str) -> int:
    """Length in UTF-16 code units, the measure of every offset and limit."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) >> 1


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Read Telegram's HTML. Raises Refused (`can't parse entities: …`) exactly where Telegram does."""
    if "<" not in source and "&" not in source:
        return source, []
    out: list[str] = []
    length = 0  # of `out`, in UTF-16 units
    open_tags: list[tuple[str, str, int, int]] = []  # name, argument, offset, index into `out`
    entities: list[Entity] = []
    at = 0
    while found := _TAG_OR_REFERENCE.search(source, at):
        if found.start() > at:
            out.append(source[at : found.start()])
            length += units(out[-1])
        at = found.start()
        if source[at] == "&":
            character, at = _reference(source, at)
            out.append(character)
            length += units(character)
        elif source.startswith("/", at + 1):
            at, closed = _end_tag(source, at, open_tags)
            if entity := _entity(closed, length, out, entities):
                entities.append(entity)
        else:
            name, argument, at = _start_tag(source, at)
            open_tags.append((name, argument, length, len(out)))
    if open_tags:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    out.append(source[at:])
    return "".join(out), _outside_code(sorted(entities, key=_place))


def _unparsable(words: str) -> Exception:
    return bad(f"can't parse entities: {words}")


def _byte(source: str, at: int) -> int:
    return len(source[:at].encode())


def _reference(source: str, at: int) -> tuple[str, int]:
    found = _REFERENCE.match(source, at)
    if found is None:
        return "&", at + 1
    hexadecimal, decimal, name = found.groups()
    if name:
        return (_NAMED[name], found.end()) if name in _NAMED else ("&", at + 1)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if not 0 < code < 0x10FFFF or 0xD800 <= code < 0xE000 or len(found.group().rstrip(";")) >= 10:
        return "&", at + 1
    return chr(code), found.end()


def _span(pattern: re.Pattern[str], source: str, at: int) -> int:
    found = pattern.match(source, at)
    return found.end() if found else at


def _start_tag(source: str, begin: int) -> tuple[str, str, int]:
    """(name, argument, index after `>`) of the tag at `begin`; the argument is an address, a language or a flag."""
    at = _span(_NAME, source, begin + 1)
    if at >= len(source):
        raise _unparsable(f"Unclosed start tag at byte offset {_byte(source, begin)}")
    name = source[begin + 1 : at].lower()
    if name == "tg-emoji":
        raise not_played("custom emoji are not played")
    if name not in STYLES:
        raise _unparsable(f'Unsupported start tag "{name}" at byte offset {_byte(source, begin)}')
    argument = ""
    while True:
        at = _span(_SPACE, source, at)
        if source.startswith(">", at):
            break
        attribute_end = _span(_ATTRIBUTE, source, at)
        attribute = source[at:attribute_end]
        if not attribute:
            raise _unparsable(f'Empty attribute name in the tag "{name}" at byte offset {_byte(source, begin)}')
        at = _span(_SPACE, source, attribute_end)
        if not source.startswith("=", at):
            if at >= len(source):
                raise _unparsable(f'Unclosed start tag "{name}" at byte offset {_byte(source, begin)}')
            argument = "1" if (name, attribute) == ("blockquote", "expandable") else argument
            continue
        value, at = _attribute_value(source, begin, name, _span(_SPACE, source, at + 1))
        if (name, attribute) == ("a", "href"):
            argument = value
        elif (name, attribute) == ("code", "class") and value.startswith("language-"):
            argument = value.removeprefix("language-")
        elif (name, attribute) == ("span", "class") and value.startswith("tg-"):
            argument = value.removeprefix("tg-")
        elif (name, attribute) == ("blockquote", "expandable"):
            argument = "1"
    if name == "span" and argument != "spoiler":
        raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {_byte(source, begin)}')
    return name, argument, at + 1


def _attribute_value(source: str, begin: int, name: str, at: int) -> tuple[str, int]:
    if at >= len(source):
        raise _unparsable(f'Unclosed start tag "{name}" at byte offset {_byte(source, begin)}')
    quote = source[at]
    if quote not in "\"'":
        end = _span(_TOKEN, source, at)
        if end < len(source) and source[end] not in " \t\r\n\v\f>":
            raise _unparsable(f"Unexpected end of name token at byte offset {_byte(source, at)}")
        value = source[at:end].lower()
    else:
        end = source.find(quote, at + 1)
        if end < 0:
            raise _unparsable(f"Unclosed start tag at byte offset {_byte(source, begin)}")
        raw, end = source[at + 1 : end], end + 1
        value = _REFERENCE.sub(lambda found: _reference(found.group(), 0)[0] if _whole(found) else found.group(), raw)
    if end >= len(source):
        raise _unparsable(f"Unclosed start tag at byte offset {_byte(source, begin)}")
    return value, end


def _whole(found: re.Match[str]) -> bool:
    return _reference(found.group(), 0)[1] == len(found.group())


def _end_tag(
    source: str, begin: int, open_tags: list[tuple[str, str, int, int]]
) -> tuple[int, tuple[str, str, int, int]]:
    if not open_tags:
        raise _unparsable(f"Unexpected end tag at byte offset {_byte(source, begin)}")
    end = _span(_NAME, source, begin + 2)
    name = source[begin + 2 : end]
    end = _span(_SPACE, source, end)
    if not source.startswith(">", end):
        raise _unparsable(f"Unclosed end tag at byte offset {_byte(source, begin)}")
    expected = open_tags[-1][0]
    if name and name != expected:
        raise _unparsable(
            f'Unmatched end tag at byte offset {_byte(source, begin)}, expected "</{expected}>", found "</{name}>"'
        )
    return end + 1, open_tags.pop()


def _entity(closed: tuple[str, str, int, int], length: int, out: list[str], so_far: list[Entity]) -> Entity | None:
    name, argument, offset, index = closed
    if length <= offset:
        return None
    entity: Entity = {"type": STYLES[name], "offset": offset, "length": length - offset}
    if name == "a":
        address = argument or "".join(out[index:])
        if not _LINK.fullmatch(address):
            return None
        entity["url"] = address if "://" in address else f"http://{address}"
    elif name == "blockquote" and argument:
        entity["type"] = "expandable_blockquote"
    elif name == "code" and argument:
        entity["language"] = argument  # read by the <pre> around it, dropped otherwise
    elif name == "pre" and so_far and so_far[-1]["type"] == "code":
        inner = so_far[-1]
        if (inner["offset"], inner["length"]) == (offset, length - offset) and "language" in inner:
            entity["language"] = so_far.pop()["language"]
    return entity


def _outside_code(entities: list[Entity]) -> list[Entity]:
    """Code stands alone: what is inside it goes, what surrounds it (a quote excepted) is cut around it."""
    kept: list[Entity] = []
    codes: list[tuple[int, int]] = []
    for entity in entities:
        if entity["type"] in ("code", "pre"):
            begin, end = entity["offset"], entity["offset"] + entity["length"]
            if not any(start <= begin < stop for start, stop in codes):
                codes.append((begin, end))
                kept.append(entity)
        if entity["type"] == "code":
            entity.pop("language", None)  # only a <pre> around it may say which
    if not codes:
        return entities
    for entity in entities:
        if entity["type"].endswith("blockquote"):
            kept.append(entity)
        elif entity["type"] not in ("code", "pre"):
            kept += [{**entity, "offset": at, "length": end - at} for at, end in _around(entity, codes)]
    return sorted(kept, key=_place)


def _around(entity: Entity, codes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    pieces = []
    at, end = entity["offset"], entity["offset"] + entity["length"]
    for start, stop in codes:
        if at < start < end:
            pieces.append((at, start))
        if start < end:
            at = max(at, stop)
    return [*pieces, (at, end)] if at < end else pieces


def _place(entity: Entity) -> tuple[int, int]:
    return entity["offset"], -entity["length"]

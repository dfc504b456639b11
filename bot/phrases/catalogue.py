"""Reads locales/<language>/LC_MESSAGES/bot.po at start and says phrases. A missing key is an error, never a silence.

Keys are symbolic (`reg.summary.head`), so that the Office can edit the wording without touching code. A message holds
tags as of HTML and brace placeholders; values are written by a Pen, once, and nowhere else. Dates take a format
after a colon: `{deadline:stamp}` is "17:00 Thứ Ba, 28/02/2023", `{day:full}` "Thứ Ba, 28/02/2023", `{day:date}`
"28/02/2023" (and "10/3/2023": only January and February have a zero), `{day:short}` "28/02", `{at:time}` "17:00",
`{at:both}` "17:00 ngày 28/02/2023". A list is joined by "; ", or as `{titles:comma}`, `{years:dot}`, `{names:lines}`
say; `{parts:whole}` puts nothing between.
"""

import re
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.dialogue.screens import READER, Formatted, Named, Phrase

ROOT = Path(__file__).resolve().parent.parent.parent / "locales"
LANGUAGES = ("vi", "en")
COMRADES = "@comrades"
"""Behind a language: everybody is addressed by one word, «đồng chí», instead of «Anh», «Chị»."""

EITHER = "person.honorific.either"
"""The key of «Anh/Chị», the word of address where the roster does not say."""
_ADDRESSES = ("person.honorific.", "notice.address.")
"""Beginnings of keys of words of address that stand before a name: somebody else's, perhaps."""

# Babel's own "long" formats print the zone and put the time first; offices here write it this way.
_PATTERNS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "stamp": "HH:mm EEEE, dd/MM/y",
        "both": "HH:mm 'ngày' dd/MM/y",
        "exact": "HH:mm:ss 'ngày' dd/MM/y",
        "full": "EEEE, dd/MM/y",
        "date": "dd/MM/y",
        "short": "dd/MM",
        "time": "HH:mm",
        "": "dd/MM/y",
    },
    "en": {
        "stamp": "HH:mm EEEE, dd/MM/y",
        "both": "HH:mm 'on' dd/MM/y",
        "exact": "HH:mm:ss 'on' dd/MM/y",
        "full": "EEEE, dd/MM/y",
        "date": "dd/MM/y",
        "short": "dd/MM",
        "time": "HH:mm",
        "": "dd/MM/y",
    },
}


_JOINTS = {"comma": ", ", "dot": " · ", "lines": "\n", "whole": ""}


class PhraseError(Exception):
    """A key or a placeholder is missing: a fault of ours, found by tests before a person meets it."""


Show = Callable[[Any], str]
"""Shows a value as of a Phrase."""


@dataclass(frozen=True, slots=True)
class Pen:
    """The way in which a channel writes text, and words in their author's formatting, among the tags of a message."""

    text: Callable[[str], str]
    formatted: Callable[[Formatted, Show], str]


def _unformatted(words: Formatted, show: Show) -> str:
    return "".join(part if isinstance(part, str) else show(part) for part in words.parts)


PLAIN = Pen(str, _unformatted)
"""Without formatting."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words that only the installation knows, and people read; "": not said. What the Office says of itself stands in
    the store (`bot/organisation`)."""

    copies: str = ""
    """The number of days that daily copies are kept."""
    bot: str = ""
    """The bot's name at Telegram, known once it has answered."""


class Phrases:
    """All languages, each also with COMRADES behind it. `zone` is the office's: datetimes are shown in it. `own`: the
    installation's words. A phrase that is there to say one of them, or of the Office's, says nothing where there is
    none (`own.copies`, `own.phone`)."""

    def __init__(self, zone: ZoneInfo, own: OwnWords | None = None, root: Path = ROOT) -> None:
        self._zone, self._own = zone, own or OwnWords()
        self._messages = {language: read_messages(root / language / "LC_MESSAGES" / "bot.po") for language in LANGUAGES}
        self._messages |= {language + COMRADES: messages for language, messages in self._messages.items()}
        self._messages["vi" + COMRADES] = _comradely(root / "vi" / "LC_MESSAGES" / "bot.po")
        self._either = self._messages["vi"][EITHER]

    def name_bot(self, username: str) -> None:
        """From now on this is the bot's name."""
        self._own = replace(self._own, bot=username)

    def keys(self) -> frozenset[str]:
        return frozenset(self._messages["vi"])

    def missing(self) -> list[str]:
        """Keys that one language has and another lacks: they would fail when they are said."""
        vi, en = (set(self._messages[language]) for language in LANGUAGES)
        return sorted(vi ^ en)

    def says_either(self, language: str, said: str) -> bool:
        """True if words of a screen address their reader as whoever it may be."""
        return language.startswith("vi") and self._either in said

    def plain(self, language: str, phrase: Phrase | Named) -> str:
        """The phrase without markup: button labels, papers, workbooks."""
        return self.say(language, phrase, PLAIN)

    def say(self, language: str, phrase: Phrase | Named, pen: Pen) -> str:
        """The phrase, its values written by `pen`."""
        if isinstance(phrase, Named):
            return pen.text(phrase.vi if language.startswith("vi") else phrase.en)
        message = self._messages.get(language, self._messages["vi"]).get(phrase.key)
        if message is None:
            raise PhraseError(f"no phrase {phrase.key!r} in {language}")
        if READER in phrase.values and self._either in message and not phrase.key.startswith(_ADDRESSES):
            message = message.replace(self._either, f"{{{READER}}}")
        if phrase.key in _OWN:
            field, before, after = _OWN[phrase.key]
            own = phrase.values["own"] or (getattr(self._own, field) if field else "")
            return before + message.format(own=pen.text(own)) + after if own else ""
        if "{" not in message:
            return message
        return _Formatter(self, language, pen, self._zone).vformat(message, (), phrase.values)


_OWN: Mapping[str, tuple[str, str, str]] = {
    "own.place": ("", "", " "),
    "own.phone": ("", "", ""),
    "own.copies": ("copies", " ", ""),
    "own.bot": ("bot", "", ""),
}
"""Phrase that says `own` -> the field of OwnWords where it is given none ("": none), and what stands between it and the
words before and after."""


@cache
def _comradely(path: Path) -> Mapping[str, str]:
    """The messages of a .po file in which everybody is addressed by one word."""
    return _with_comrades(read_messages(path))


def _with_comrades(messages: Mapping[str, str]) -> Mapping[str, str]:
    """The messages in which everybody is addressed by one word, as `address.comrade` has it, with a capital where a
    sentence begins."""
    word, either = messages["address.comrade"], messages[EITHER]
    begins = re.compile(rf"(^|[.!?…:]\s|\n)((?:<[^>]+>)*){re.escape(either)}")

    def said(key: str, message: str) -> str:
        if key.startswith(_ADDRESSES):
            return word
        message = begins.sub(lambda found: f"{found[1]}{found[2]}{word[:1].upper()}{word[1:]}", message)
        return message.replace(either, word)

    return {key: said(key, message) for key, message in messages.items()}


class _Formatter(string.Formatter):
    def __init__(self, phrases: Phrases, language: str, pen: Pen, zone: ZoneInfo) -> None:
        self._phrases, self._language, self._pen, self._zone = phrases, language, pen, zone
        self._locale = language.removesuffix(COMRADES)

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        try:
            return kwargs[str(key)]
        except KeyError:
            raise PhraseError(f"no value for {{{key}}}") from None

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        value, name = super().get_field(field_name, args, kwargs)
        return (_as_named(value) if field_name in NAMES else value), name

    def format_field(self, value: Any, format_spec: str) -> str:
        return self._show(value, format_spec)

    def _show(self, value: Any, spec: str) -> str:
        match value:
            case Phrase() | Named():
                return self._phrases.say(self._language, value, self._pen)
            case Formatted():
                return self._pen.formatted(value, lambda part: self._show(part, ""))
            case tuple() | list():
                return _JOINTS.get(spec, "; ").join(self._show(item, "" if spec in _JOINTS else spec) for item in value)
            case datetime():
                return _datetime(value.astimezone(self._zone), self._locale, spec)
            case date():
                return _date(value, self._locale, spec)
            case bool() | None:
                raise PhraseError(f"{value!r} is not something to show")
            case int():
                # Babel takes ten times as long as str, and most numbers are small.
                return str(value) if -1000 < value < 1000 else format_decimal(value, locale=self._locale)
            case float():
                return format_decimal(value, format=spec or "0.#", locale=self._locale)
            case _:
                return self._pen.text(str(value))


NAMES = frozenset(
    {"before", "column", "first", "last", "line", "newer", "number", "pending", "place", "port", "process", "revision"}
    | {"row", "version", "year", "years"}
)
"""Places of messages in which a number names something and counts nothing: it is written without a mark at thousands,
2023 and not 2.023."""


def _as_named(value: Any) -> Any:
    """Numbers as words."""
    if isinstance(value, tuple | list):
        return tuple(_as_named(one) for one in value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _of_month(pattern: str, month: int) -> str:
    """The pattern with the month as official papers write it: 28/02/2023, but 10/3/2023 (Nghị định 30/2020/NĐ-CP)."""
    return pattern if month < 3 else pattern.replace("MM", "M")


@lru_cache(maxsize=4096)
def _datetime(at: datetime, language: str, spec: str) -> str:
    pattern = _of_month(_PATTERNS[language][spec or "both"], at.month)
    return format_datetime(at, pattern, tzinfo=at.tzinfo, locale=Locale.parse(language))


def written(day: date) -> str:
    """A day in Vietnamese words that are kept as they are, such as those of a notice."""
    return _date(day, "vi", "date")


@lru_cache(maxsize=4096)
def _date(day: date, language: str, spec: str) -> str:
    return format_date(day, _of_month(_PATTERNS[language][spec], day.month), locale=Locale.parse(language))


@cache
def read_messages(path: Path) -> Mapping[str, str]:
    """Key -> text of one .po file, read once. Fuzzy and empty entries are left out, so that a use of them fails
    loudly."""
    with path.open("rb") as file:
        catalog = read_po(file, charset="utf-8")
    return {
        str(message.id): str(message.string)
        for message in catalog
        if message.id and message.string and not message.fuzzy
    }

"""Rules of workbooks in chat: which files are taken, which years, and how long a line may be. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.awards.years import likely
from bot.dialogue.flows import SharedFile
from bot.dialogue.screens import Phrase, say
from bot.refusal import Refusal
from bot.words import shortened
from bot.workbooks.reading import LIMITS, ending_of

NAMED = 5
"""Items that a line names of all; the number says how many more there are."""
LONGEST = 160
"""Characters of a text within a line."""
_YEAR = re.compile(r"\d{4}")


def take(sent: SharedFile) -> tuple[str, str]:
    """Hash and name of a file that is worth reading. Raises Refusal."""
    if sent.photo:
        raise Refusal("workbook.picture")
    name = shortened(sent.name)
    ending_of(sent.name)
    if sent.content is None or len(sent.content) > LIMITS.file:
        raise Refusal("workbook.large", filename=name)
    if not sent.content:
        raise Refusal("workbook.empty", filename=name)
    return sent.sha256, sent.name


def year(text: str, today: date) -> int:
    """The year that was typed. Raises Refusal."""
    found = _YEAR.search(text)
    if found is None or not likely(int(found.group()), today.year):
        raise Refusal("imports.year_unclear")
    return int(found.group())


def brief(phrase: Phrase) -> Phrase:
    """The same phrase with long lists and texts cut, as it fits a screen."""
    return Phrase(phrase.key, {name: _brief(value) for name, value in phrase.values.items()})


def _brief(value: Any) -> Any:
    match value:
        case Phrase():
            return brief(value)
        case str():
            return shortened(value, LONGEST)
        case tuple() | list():
            kept = tuple(map(_brief, value[:NAMED]))
            return kept if len(value) <= NAMED else (*kept, say("imports.more", count=len(value) - NAMED))
        case Mapping():
            raise TypeError("a phrase holds no mapping")
    return value

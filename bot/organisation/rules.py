"""Rules of the department's own words, and of who signs which paper from when to when. Pure: return or refuse."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.organisation.records import Address, OrganisationNow, SignatoryNow, Word
from bot.refusal import Refusal
from bot.words import own_words

LONGEST: Mapping[Word, int] = {
    Word.FULL_NAME: 120,
    Word.NAME: 80,
    Word.SUPERIOR: 80,
    Word.PLACE: 40,
    Word.UNION_NAME: 100,
    Word.CONTACT_NAME: 60,
    Word.CONTACT_PHONE: 40,
    Word.DATA_PLACE: 120,
}
"""Characters: what a head of a paper, or a line of a screen, has room for."""
SHORTEST, LONGEST_OFFICE, LONGEST_PERSON = 2, 60, 60
OPTIONAL = frozenset({Word.SUPERIOR, Word.UNION_NAME, Word.CONTACT_NAME, Word.CONTACT_PHONE, Word.DATA_PLACE})
"""Words that may be left unsaid for good."""
ON_PAPERS = frozenset({Word.NAME, Word.SUPERIOR, Word.PLACE, Word.UNION_NAME})

_WAYS: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))
_EXTENSION = re.compile(rf"[\s,;(]*(?:{'|'.join(map(re.escape, _WAYS['extension']))})\s*\d{{1,6}}\)?$", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+?84|0)[2-9]\d{8,9}|1\d{2,9}")
"""A number in Viet Nam, fixed or mobile, or a service number such as 1022."""
_OF_PROVINCE = re.compile(rf"(?P<name>.+?) (?P<kind>{'|'.join(_WAYS['kinds'])}) (?P<place>.+)", re.IGNORECASE)


def said(word: Word, text: str) -> str:
    """`text` as it may be kept for this word, on one line. Raises Refusal."""
    words = " ".join(own_words(text, shortest=SHORTEST, longest=LONGEST[word]).split())
    if word is Word.CONTACT_PHONE:
        return phone(words)
    if not any(char.isalpha() for char in words):
        raise Refusal("organisation.no_letters")
    return words


def phone(text: str) -> str:
    """A number that can be called, as it was written. Raises Refusal."""
    if not _PHONE.fullmatch(re.sub(r"[\s.\-()]", "", _EXTENSION.sub("", text))):
        raise Refusal("organisation.not_a_phone")
    return text


def office_of(text: str) -> str:
    """The name of an office that signs. Raises Refusal."""
    return _named(text, LONGEST_OFFICE)


def person_of(text: str) -> str:
    """The name that is printed below a signature. Raises Refusal."""
    return _named(text, LONGEST_PERSON)


def _named(text: str, longest: int) -> str:
    words = " ".join(own_words(text, shortest=SHORTEST, longest=longest).split())
    if not any(char.isalpha() for char in words):
        raise Refusal("organisation.no_letters")
    return words


def proposed(word: Word, full_name: str, name: str) -> str:
    """The word as the full name lets it be guessed, where that says the province; "": it does not."""
    found = _OF_PROVINCE.fullmatch(full_name)
    match word:
        case Word.NAME:
            return found["name"] if found else full_name
        case Word.SUPERIOR:
            return _WAYS["superior"].format(kind=found["kind"].lower(), place=found["place"]) if found else ""
        case Word.PLACE:
            return found["place"] if found else ""
        case Word.UNION_NAME:
            return _WAYS["union"].format(name=name) if name else ""
    return ""


def mark(own: OrganisationNow) -> str:
    """A short mark of these words: others have another one."""
    return _digest(own.says(word) for word in Word)


def mark_of(signatories: Iterable[SignatoryNow]) -> str:
    """The same of those who sign a paper."""
    return _digest(str(one) for one in signatories)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8]


def changed(now: OrganisationNow, wanted: Mapping[Word, str]) -> dict[Word, str]:
    """Those of the wanted words that are not so yet. Raises Refusal for a form of address that there is not."""
    if Word.ADDRESS in wanted and wanted[Word.ADDRESS] not in list(Address):
        raise Refusal("choose.below")
    return {word: value for word, value in wanted.items() if value != now.says(word)}


# --- signatories ------------------------------------------------------------------------------------------------------


def span(since: date, until: date | None) -> None:
    """Raises Refusal where the last day is before the first."""
    if until is not None and until < since:
        raise Refusal("signatory.backwards", since=since, until=until)


def replaced(new: SignatoryNow, others: Iterable[SignatoryNow]) -> SignatoryNow | None:
    """The one of this paper's signatories who signs until the day before `new` begins, and did not end by then. Raises
    Refusal where `new` would sign together with somebody who begins on the same day or later."""
    before = None
    for one in others:
        if one.until is not None and one.until < new.since:
            continue
        if new.until is not None and new.until < one.since:
            continue
        if one.since >= new.since:
            raise Refusal("signatory.together", office=one.office, since=one.since)
        before = one
    return before

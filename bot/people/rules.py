"""Values of the roster: phone numbers, staff codes, names and forms of address, and how they are shown. Pure.

The rules of numbers are Vietnam's: ten digits since 2018, and the eleven of before it, which old lists still hold.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from bot.address import CHATS, Address, address_of, room, zalo_chat
from bot.folding import words
from bot.people.records import Gender
from bot.workbooks.reading import Cell
from bot.workbooks.values import clean, shown

_MOBILE = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}")
_PHONE_WRITTEN = re.compile(r"\+?[\d\s.()-]+")
_BETWEEN_PHONES = re.compile(r"[^\d\s.()+-]+|\n")
_GROUP = re.compile(r"\+?\d+")
_BRACKETED = re.compile(r"\([^)]*[^\W\d_][^)]*\)")
_APOSTROPHES = re.compile(r"\s*['`\u00b4\u2018\u2019\u02b9\u02bc\u2032]\s*")
_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*")
_BULLET = re.compile(r"[-–—•*]\s+(?=\w)")
_EMAIL = re.compile(
    r"[A-Za-z0-9_%+'&=^~-]+(?:\.[A-Za-z0-9_%+'&=^~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
_NO_NAME = re.compile(r"[=+@|!{}\[\]\\^~*#$%]|^[-'\d]")
# The change of 15/9/2018, Bộ Thông tin và Truyền thông: 11 digits to 10, by the first four.
_BEFORE_2018 = {
    **{f"016{n}": f"03{n}" for n in range(2, 10)},
    **{"0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078"},
    **{"0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082"},
    **{"0186": "056", "0188": "058", "0199": "059"},
}


def phone(written: str | int | float) -> str | None:
    """A Vietnamese mobile number as E.164 (`+84819400960`), or None.

    Takes what people and spreadsheets make of it: spaces, dots, hyphens, +84, 84, 0084, a lost leading zero, the eleven
    digits of before 2018.
    """
    text = unicodedata.normalize("NFKC", clean(str(written))).lstrip("'")
    if isinstance(written, bool) or not _PHONE_WRITTEN.fullmatch(text):
        return None
    digits = re.sub(r"\D", "", text)
    if text.startswith("+"):
        if not digits.startswith("84"):
            return None
        digits = digits[2:]
    elif digits.startswith("0084"):
        digits = digits[4:]
    elif digits.startswith("84") and len(digits) >= 11:  # nine digits that begin with 84 are 084… without its zero
        digits = digits[2:]
    national = f"0{digits.removeprefix('0')}"
    if len(national) == 11 and (now := _BEFORE_2018.get(national[:4])):
        national = now + national[4:]
    return f"+84{national[1:]}" if _MOBILE.fullmatch(national) else None


class Phones(NamedTuple):
    """The first mobile number of a cell, None where it holds none. `more`: it says something else besides."""

    first: str | None
    more: bool


def phones(written: str) -> Phones:
    """The mobile number of a cell as offices fill it: «ĐT: 0912…», two numbers, one of them a landline, «(Zalo)»."""
    if whole := phone(written) or phone(written.replace(",", " ")):
        return Phones(whole, more=False)
    text = unicodedata.normalize("NFKC", written)
    for piece in _BETWEEN_PHONES.split(text):
        if found := phone(piece) or _first_mobile(_GROUP.findall(piece)):
            return Phones(found, more=len(re.sub(r"\D", "", text)) > 12 or bool(_BRACKETED.search(text)))
    return Phones(None, more=True)


def _first_mobile(groups: Sequence[str]) -> str | None:
    """The first run of groups of digits that is a mobile number with all its digits."""
    for start, group in enumerate(groups):
        if group.startswith(("0", "84", "+84")):
            for end in range(start + 1, len(groups) + 1):
                if found := phone("".join(groups[start:end])):
                    return found
    return None


def email(written: str) -> str | None:
    """An address for mail as it is kept, or None: one sign @, a whole domain, nothing that a header could be broken
    with. Whether somebody reads it only a letter shows."""
    text = unicodedata.normalize("NFKC", clean(written)).strip("<>;,. ").removeprefix("mailto:")
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        return None
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.lower()}"


class Emails(NamedTuple):
    """The first address of a cell, None where it holds none. `more`: it says something else besides."""

    first: str | None
    more: bool


def emails(written: str) -> Emails:
    """The address of a cell as offices fill it: two of them, a word before it, brackets around it."""
    pieces = [piece for piece in re.split(r"[\s;,/()<>]+", written) if piece]
    found = [one for one in map(email, pieces) if one is not None]
    return Emails(found[0] if found else None, more=len(pieces) > 1)


def masked_email(address: str) -> str:
    """`h…@tinh.gov.vn`: enough to know one's own address by."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


def local_phone(e164: str) -> str:
    """`0819 400 960`."""
    national = _national(e164)
    return f"{national[:4]} {national[4:7]} {national[7:]}" if len(national) == 10 else national


def masked_phone(e164: str) -> str:
    """`…0960`: enough to know one's own number by."""
    return f"…{e164[-4:]}"


def half_masked_phone(e164: str) -> str:
    """`08xx xxx 960`, for those who must tell two numbers apart."""
    national = _national(e164)
    return f"{national[:2]}xx xxx {national[-3:]}" if len(national) == 10 else masked_phone(e164)


def _national(e164: str) -> str:
    return f"0{e164[3:]}" if e164.startswith("+84") else e164


def code(cell: Cell) -> str:
    """A staff code as it is kept: upper case, without spaces, and without the apostrophe that makes digits a text."""
    return shown(cell).replace(" ", "").lstrip("'’‘`").upper()


def bare_code(code: str) -> str:
    """`code` without leading zeros, which come and go with the format of the cell, if it is all digits."""
    return code.lstrip("0") or code if code.isdecimal() else code


def full_name(written: str) -> str:
    """A name as it is kept: without the dash of a list before it."""
    return _BULLET.sub("", written, count=1) if _BULLET.match(written) else written


def is_name(full_name: str) -> bool:
    """False for what a spreadsheet would compute, and for what has no letters."""
    return not _NO_NAME.search(full_name) and any(char.isalpha() for char in full_name)


def letters(full_name: str) -> str:
    """The letters of a name, without marks: alike for H'Lan, H’Lan and H Lan, for Y - Dũng and Y-Dũng, Mỹ and Mĩ."""
    return "".join(words(_APOSTROPHES.sub("'", full_name))).replace("y", "i")


def same_name(full_name: str, other: str) -> bool:
    """True if two names have the same letters."""
    return letters(full_name) == letters(other)


def spelt_alike(full_name: str, other: str) -> bool:
    """True if two names differ in nothing but the signs that their apostrophes and dashes are typed with."""
    return _signs(full_name) == _signs(other)


def _signs(full_name: str) -> str:
    return _DASHES.sub("-", _APOSTROPHES.sub("'", full_name))


def given_name(full_name: str) -> str:
    """The last word: what one is called by."""
    return full_name.split()[-1] if full_name.split() else full_name


def honorific(gender: Gender | None) -> str:
    """The phrase key of Anh, Chị, or both where the roster does not say."""
    match gender:
        case Gender.MALE:
            return "person.honorific.male"
        case Gender.FEMALE:
            return "person.honorific.female"
    return "person.honorific.either"


def open_doors(
    user_id: int,
    person_id: int | None,
    blocked_at: datetime | None,
    web_since: datetime | None,
    zalo_chat_key: int | None,
) -> tuple[Address, ...]:
    """The addresses at which the holder of an account is reached now, in the order in which they are tried."""
    every = places(user_id, person_id, web_since, zalo_chat_key)
    return every[1:] if blocked_at is not None and has_chat(user_id) else every


def places(user_id: int, person_id: int | None, at_web: object, zalo_chat_key: int | None) -> tuple[Address, ...]:
    """The addresses at which the holder of an account converses: chats first, that of the account before all.
    `at_web`: since when, or that, the person takes part there."""
    own = [address_of(user_id)] if has_chat(user_id) else []
    beside = [zalo_chat(zalo_chat_key)] if zalo_chat_key is not None else []
    return (*own, *beside, *([room(person_id)] if at_web and person_id is not None else []))


def has_chat(user_id: int) -> bool:
    """True if the account of this key is a chat, at Telegram or with the bot at Zalo; else a person's room."""
    return address_of(user_id).door in CHATS

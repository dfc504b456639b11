"""Holders of titles as a decision's lines have them: a person, a unit or a union group, by column and key. Pure."""

from bot.titles.catalogue import Subject

Holder = tuple[str, int]
"""The column that names the holder, and the key in it: ("person_id", 28)."""

COLUMNS = ("person_id", "unit_id", "union_group_id")
_SUBJECTS = dict(zip(COLUMNS, (Subject.PERSON, Subject.UNIT, Subject.UNION_GROUP), strict=True))


def person(key: int) -> Holder:
    return COLUMNS[0], key


def of(subject: Subject, key: int) -> Holder:
    return next((column, key) for column, one in _SUBJECTS.items() if one is subject)


def subject_of(holder: Holder) -> Subject:
    return _SUBJECTS[holder[0]]


def code(holder: Holder) -> int:
    """The holder as one number, for buttons and drafts."""
    return holder[1] * len(COLUMNS) + COLUMNS.index(holder[0])


def of_code(number: int) -> Holder:
    """The inverse of `code`."""
    return COLUMNS[number % len(COLUMNS)], number // len(COLUMNS)

"""Rules of personnel: days as people type them, deputies by title, people by name, posts after a move. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.folding import matches, sort_key, words
from bot.people.identity import Actor, Staff
from bot.people.records import Role
from bot.people.rules import code as staff_code
from bot.refusal import Refusal
from bot.words import bare_day
from bot.workbooks.values import day as full_day

SHORTEST_NAME, LONGEST_NAME = 3, 120
"""Characters of a unit's name, and of a post's."""
SHORTEST_WORDS, LONGEST_WORDS = 5, 500
"""Characters of a comment, a reason, an answer."""
FOUND = 8
"""People that one search shows; more ask for more of the name."""
FARTHEST = timedelta(days=366)
"""No day that is said in chat lies farther ahead: what does is a slip of the finger."""

_DAY_AND_MONTH = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})")
_NAME_ENDS = re.compile(r"[,;\n(]| - ")
_WORDS = {"hom nay": 0, "today": 0, "ngay mai": 1, "mai": 1, "tomorrow": 1}


def office_only(actor: Actor) -> None:
    """Raises Refusal for whoever is not of the Office."""
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")


# --- days -------------------------------------------------------------------------------------------------------------


def typed_day(text: str, today: date) -> date:
    """The day that `text` means: d/m (the one nearest to today), d/m/y, hôm nay, ngày mai. Raises Refusal."""
    bare = bare_day(text)
    if bare in _WORDS:
        return today + timedelta(days=_WORDS[bare])
    found = _DAY_AND_MONTH.fullmatch(bare)
    day = _nearest(int(found[1]), int(found[2]), today) if found else full_day(bare, today)
    if day is None:
        raise Refusal("day.unclear")
    return day


def _nearest(day: int, month: int, today: date) -> date | None:
    found = filter(None, (_day(year, month, day) for year in (today.year - 1, today.year, today.year + 1)))
    nearest = min(found, key=lambda one: abs(one - today), default=None)
    # Half a year away at most, as every day of some year is; the 29th of February of another year is not meant.
    return nearest if nearest is not None and abs(nearest - today) <= timedelta(days=184) else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def within(day: date, earliest: date, today: date) -> date:
    """`day`, if it is neither before `earliest` nor too far ahead. Raises Refusal."""
    if day < earliest:
        raise Refusal("day.too_early", earliest=earliest)
    if day > today + FARTHEST:
        raise Refusal("day.too_late", latest=today + FARTHEST)
    return day


def end_of_week(day: date) -> date:
    """The Sunday of its week."""
    return day + timedelta(days=6 - day.weekday())


def last_day(until: date) -> date:
    """The last day on which a row holds, as people name its end: the day before `until`."""
    return until - timedelta(days=1)


# --- people -----------------------------------------------------------------------------------------------------------


def is_deputy(position: str) -> bool:
    """Cấp phó, by the title of the post: Phó Trưởng phòng, Phó Chánh Văn phòng, Phó Giám đốc."""
    return words(position)[:1] == ("pho",)


def find(people: Iterable[Staff], typed: str) -> list[Staff]:
    """The people that `typed` means, best first: a staff code, or a name or part of it with or without marks. The
    unit may be typed too, which tells namesakes apart."""
    everybody = list(people)
    by_code = [person for person in everybody if person.code == staff_code(typed)]
    if by_code:
        return by_code
    ranked = [
        (rank, sort_key(person.full_name), person)
        for person in everybody
        if (rank := matches(typed, person.full_name)) is not None
    ] or [
        (rank, sort_key(person.full_name), person)
        for person in everybody
        if (rank := matches(typed, f"{person.full_name} {person.unit_name}")) is not None
    ]
    return [person for _rank, _order, person in sorted(ranked, key=lambda found: found[:2])]


def resembling(people: Iterable[Staff], statement: str, most: int) -> list[Staff]:
    """The people whose names come nearest to what a stranger wrote, a name and often a unit: two words of it at
    least."""
    name, said = set(words(_NAME_ENDS.split(statement.strip(), maxsplit=1)[0])), set(words(statement))
    scored = []
    for person in people:
        own, unit = set(words(person.full_name)), set(words(person.unit_name))
        shared = len(own & name)
        if shared >= 2:
            scored.append((-shared / len(own | name), -len(unit & said), sort_key(person.full_name), person))
    return [found[-1] for found in sorted(scored, key=lambda found: found[:3])[:most]]


# --- posts ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DatedPost:
    """A post as it is in the store."""

    id: int
    unit_id: int
    title: str
    since: date
    until: date | None

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or self.until > on)


@dataclass(frozen=True, slots=True)
class PostChanges:
    """Changes of posts by a move: `ended` gets its end on the day of the move, `dropped` never come to be."""

    ended: DatedPost
    dropped: tuple[int, ...]


def moved(posts: Sequence[DatedPost], since: date, today: date) -> PostChanges:
    """The posts of one person, in order, when another begins on `since`. Posts that are planned for then or later give
    way. Raises Refusal where none holds before that day, or what has begun would be undone."""
    begun = [post for post in posts if post.since < since]
    later = [post for post in posts if post.since >= since]
    if undone := next((post for post in later if post.since <= today), None):
        raise Refusal("move.before_post", since=undone.since)
    if not begun or not begun[-1].holds(since - timedelta(days=1)):
        raise Refusal("move.no_post", day=since)
    return PostChanges(begun[-1], tuple(post.id for post in later))

"""What makes a list another one than was signed, and what may be a page of a signed copy. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from bot.dialogue.flows import SharedFile
from bot.refusal import Refusal
from bot.registration.questions import OF_VERSIONS, Question
from bot.registration.reading import Registrant
from bot.sheets.content import Content, Row
from bot.store.files import LARGEST
from bot.titles.catalogue import Family, Subject

MOST_PAGES = 30
"""Photos of one list: more is somebody's whole gallery."""
SHORTEST_NUMBER, LONGEST_NUMBER = 2, 60
"""Of a document's number: 15/CV, up to 125/TĐC-HCTH ngày 27/02/2023."""
SHORTEST_REASON, LONGEST_REASON = 3, 300


# --- whose list -------------------------------------------------------------------------------------------------------

SUBJECTS = (Subject.UNIT, Subject.UNION_GROUP)
FAMILIES = {Subject.UNIT: Family.STATE, Subject.UNION_GROUP: Family.UNION}
"""A unit's list holds State titles and goes to the Office; a union group's, union titles, to the union's chair."""


def number(who: Registrant) -> int:
    """Unit or union group as one integer, for a button."""
    return who.key * len(SUBJECTS) + SUBJECTS.index(who.subject)


def numbered(ref: int) -> Registrant:
    """The inverse of `number`."""
    return Registrant(SUBJECTS[ref % len(SUBJECTS)], ref // len(SUBJECTS))


# --- what has changed -------------------------------------------------------------------------------------------------


class What(StrEnum):
    """What is different about one person, or about the collective, since a version was sent."""

    COLLECTIVE = "collective"  # the collective's own titles
    ADDED = "added"  # came to the list
    GONE = "gone"  # left it
    TITLES = "titles"
    INITIATIVE = "initiative"
    ANSWER = "answer"  # to one of the questions of a registration
    STAND = "stand"  # declined, or is exempt, or is not any more
    POSITION = "position"


@dataclass(frozen=True, slots=True)
class Change:
    """One person's, or the collective's when both rows are None. `signs`: what was signed says something else."""

    what: What
    before: Row | None = None
    after: Row | None = None
    signs: bool = False
    question: Question | None = None
    """The one that is answered otherwise, where that is what has changed."""

    @property
    def name(self) -> str:
        row = self.after or self.before
        return row.name if row else ""


def difference(sent: Content, now: Content) -> tuple[Change, ...]:
    """What reads otherwise now than in the version sent. Those that need a new signature come first.

    How a person agreed, who has confirmed and how often something was sent does not count: the paper does not say it.
    """
    found = []
    if frozenset(sent.collective) != frozenset(now.collective):
        found.append(Change(What.COLLECTIVE, signs=True))
    was = {row.person: row for row in sent.rows}
    for row in now.rows:
        before = was.pop(row.person, None)
        if before is None:
            found.append(Change(What.ADDED, after=row, signs=bool(row.titles)))
        elif (what := _changed(before, row)) is not None:
            other = _other_answer(before, row) if what is What.ANSWER else None
            signs = what is What.TITLES or (other is not None and other.signed)
            found.append(Change(what, before, row, signs, other))
    found += [Change(What.GONE, before=row, signs=bool(row.titles)) for row in was.values()]
    return tuple(sorted(found, key=lambda change: not change.signs))


def _changed(before: Row, now: Row) -> What | None:
    """The weightiest change: one line a person."""
    if frozenset(before.titles) != frozenset(now.titles):
        return What.TITLES
    if before.stand is not now.stand:
        return What.STAND
    if (before.initiative, before.initiative_later) != (now.initiative, now.initiative_later):
        return What.INITIATIVE
    if _other_answer(before, now) is not None:
        return What.ANSWER
    return What.POSITION if before.position != now.position else None


def _other_answer(before: Row, now: Row) -> Question | None:
    """The first question, a signed one before others, that is answered otherwise."""
    other = [one for one in OF_VERSIONS if before.answers.get(one.name) != now.answers.get(one.name)]
    return next((one for one in other if one.signed), other[0] if other else None)


def sign_again(changes: tuple[Change, ...]) -> bool:
    return any(change.signs for change in changes)


# --- what may be a page -----------------------------------------------------------------------------------------------


class Page(StrEnum):
    """What a page may be: its MIME type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    PDF = "application/pdf"


ENDINGS = {Page.JPEG: "jpg", Page.PNG: "png", Page.WEBP: "webp", Page.HEIC: "heic", Page.PDF: "pdf"}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})


def page_of(content: bytes) -> Page | None:
    """What the first bytes say that it is; what name and sender's program say proves nothing."""
    if content.startswith(b"\xff\xd8\xff"):
        return Page.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Page.PNG
    if content.startswith(b"%PDF-"):
        return Page.PDF
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Page.WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return Page.HEIC
    return None


def page(file: SharedFile) -> Page:
    """What kind of page `file` is. Raises Refusal: too big, not to be had, empty, or nothing that can be looked at."""
    if file.content is None:
        raise Refusal("sheet.file.too_big" if file.size > LARGEST else "sheet.file.not_fetched")
    if not file.content:
        raise Refusal("sheet.file.empty")
    if len(file.content) > LARGEST:
        raise Refusal("sheet.file.too_big")
    found = page_of(file.content)
    if found is None:
        raise Refusal("sheet.file.wrong")
    return found

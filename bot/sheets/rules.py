"""Rules of lists: the differences from what was signed, and the pages that a signed copy may have. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from bot.dialogue.flows import SharedFile
from bot.refusal import Refusal
from bot.registration.questions import OF_VERSIONS, Question
from bot.registration.reading import Registrant
from bot.sheets.content import Content, SheetRow
from bot.store.files import LARGEST
from bot.titles.catalogue import Family, Subject

MOST_PAGES = 30
"""Photos of one list: more is somebody's whole gallery."""
SHORTEST_NUMBER, LONGEST_NUMBER = 2, 60
"""Of a document's number: 15/CV, up to 125/TĐC-HCTH ngày 27/02/2023."""
SHORTEST_REASON, LONGEST_REASON = 3, 300


# --- the sender -------------------------------------------------------------------------------------------------------

SUBJECTS = (Subject.UNIT, Subject.UNION_GROUP)
FAMILIES = {Subject.UNIT: Family.STATE, Subject.UNION_GROUP: Family.UNION}
"""A unit's list holds State titles and goes to the Office; a union group's, union titles, to the union's chair."""


def number(who: Registrant) -> int:
    """Unit or union group as one integer, as the drafts of dialogues keep it under `list`."""
    return who.key * len(SUBJECTS) + SUBJECTS.index(who.subject)


def numbered(number: int) -> Registrant:
    """The inverse of `number`."""
    return Registrant(SUBJECTS[number % len(SUBJECTS)], number // len(SUBJECTS))


# --- what has changed -------------------------------------------------------------------------------------------------


class DifferenceKind(StrEnum):
    """A difference about one person, or about the collective, since a version was sent."""

    COLLECTIVE = "collective"  # the collective's own titles
    ADDED = "added"  # came to the list
    GONE = "gone"  # left it
    TITLES = "titles"
    INITIATIVE = "initiative"
    ANSWER = "answer"  # to one of the questions of a registration
    STATE = "state"  # declined, or is exempt, or is not any more
    POSITION = "position"


@dataclass(frozen=True, slots=True)
class Difference:
    """One person's, or the collective's when both rows are None. `signs`: what was signed says something else."""

    kind: DifferenceKind
    before: SheetRow | None = None
    after: SheetRow | None = None
    signs: bool = False
    question: Question | None = None
    """The one that is answered otherwise, where that is what has changed."""

    @property
    def name(self) -> str:
        row = self.after or self.before
        return row.name if row else ""


def differences(sent: Content, now: Content) -> tuple[Difference, ...]:
    """The differences between the version sent and now. Those that need a new signature come first.

    How a person agreed, who has confirmed and how often something was sent does not count: the paper does not say it.
    """
    found = []
    if frozenset(sent.collective) != frozenset(now.collective):
        found.append(Difference(DifferenceKind.COLLECTIVE, signs=True))
    was = {row.person: row for row in sent.rows}
    for row in now.rows:
        before = was.pop(row.person, None)
        if before is None:
            found.append(Difference(DifferenceKind.ADDED, after=row, signs=bool(row.titles)))
        elif (kind := _changed(before, row)) is not None:
            other = _other_answer(before, row) if kind is DifferenceKind.ANSWER else None
            signs = kind is DifferenceKind.TITLES or (other is not None and other.signed)
            found.append(Difference(kind, before, row, signs, other))
    found += [Difference(DifferenceKind.GONE, before=row, signs=bool(row.titles)) for row in was.values()]
    return tuple(sorted(found, key=lambda change: not change.signs))


def _changed(before: SheetRow, now: SheetRow) -> DifferenceKind | None:
    """The weightiest change: one line a person."""
    if frozenset(before.titles) != frozenset(now.titles):
        return DifferenceKind.TITLES
    if before.state is not now.state:
        return DifferenceKind.STATE
    if (before.initiative, before.initiative_later) != (now.initiative, now.initiative_later):
        return DifferenceKind.INITIATIVE
    if _other_answer(before, now) is not None:
        return DifferenceKind.ANSWER
    return DifferenceKind.POSITION if before.position != now.position else None


def _other_answer(before: SheetRow, now: SheetRow) -> Question | None:
    """The first question, a signed one before others, that is answered otherwise."""
    other = [one for one in OF_VERSIONS if before.answers.get(one.name) != now.answers.get(one.name)]
    return next((one for one in other if one.signed), other[0] if other else None)


def sign_again(changes: tuple[Difference, ...]) -> bool:
    return any(change.signs for change in changes)


# --- what may be a page -----------------------------------------------------------------------------------------------


class PageType(StrEnum):
    """MIME types that a page may have."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    PDF = "application/pdf"


ENDINGS = {PageType.JPEG: "jpg", PageType.PNG: "png", PageType.WEBP: "webp", PageType.HEIC: "heic", PageType.PDF: "pdf"}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})


def page_type_of(content: bytes) -> PageType | None:
    """The type that the first bytes say; the file's name and the sender's program prove nothing."""
    if content.startswith(b"\xff\xd8\xff"):
        return PageType.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PageType.PNG
    if content.startswith(b"%PDF-"):
        return PageType.PDF
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return PageType.WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return PageType.HEIC
    return None


def page_type(file: SharedFile) -> PageType:
    """The type of the page `file`. Raises Refusal: too big, not to be had, empty, or nothing that can be looked at."""
    if file.content is None:
        raise Refusal("sheet.file.too_big" if file.size > LARGEST else "sheet.file.not_fetched")
    if not file.content:
        raise Refusal("sheet.file.empty")
    if len(file.content) > LARGEST:
        raise Refusal("sheet.file.too_big")
    found = page_type_of(file.content)
    if found is None:
        raise Refusal("sheet.file.wrong")
    return found

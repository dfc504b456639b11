"""Titles as cells of lists name them: several in one, with official long names, with years beside them. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

from bot.awards import years
from bot.titles.catalogue import Catalogue, Title
from bot.titles.matching import Vocabulary
from bot.workbooks.tables import key, meanings
from bot.workbooks.values import clean

_BETWEEN = re.compile(r"([,;\n+&/|])")
_AND = re.compile(r"\s+v\u00e0\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_OF_A_YEAR = re.compile(r"[\s,:-]*(?:\bn[a\u0103]m\s+)?\b(?:19|20)\d\d\b", re.IGNORECASE)
_PROVINCE = re.compile(r"(t\u1ec9nh)(?:\s+[^\W\d_]+){1,3}$", re.IGNORECASE)
_LONGEST = 6
"""Pieces between separators that one official name has at the most."""
_OF_BO_OR_TINH = ("CSTD_TINH", "CSTD_BO")


@dataclass(frozen=True, slots=True)
class Named:
    """One title in a cell. `years`: those that the cell itself says with it. `assumed`: the name has two meanings, and
    the one of the province was taken."""

    title: Title
    years: frozenset[int] = frozenset()
    assumed: bool = False


@dataclass(slots=True)
class CellTitles:
    named: list[Named] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Pieces that name no title."""
    asides: list[str] = field(default_factory=list)
    """Words in brackets that were passed over."""


class TitleReader:
    """Reads cells, under the rules of a year first: names have moved between laws."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._vocabularies = [(regime, Vocabulary(regime)) for regime in catalogue if regime.active]
        self._find: Callable[[str, int], tuple[Title, ...]] = cache(self._found)

    def exactly(self, text: str, year: int = 0) -> Title | None:
        """The one title that `text` names."""
        found = self._candidates(text, year)
        return found[0] if len(found) == 1 else None

    def cell(self, written: str, year: int, issuer: str = "") -> CellTitles:
        """All titles of a cell. `written` keeps its line breaks, which part them; `issuer` is whoever decided."""
        read = CellTitles()
        parts = _BETWEEN.split(written)
        pieces, signs = parts[::2], parts[1::2]
        start = 0
        while start < len(pieces):
            for end in range(min(len(pieces), start + _LONGEST), start, -1):
                text = pieces[start] + "".join(
                    sign + piece for sign, piece in zip(signs[start : end - 1], pieces[start + 1 : end], strict=True)
                )
                if named := self._named(text, year, issuer, read):
                    read.named.append(named)
                    break
            else:
                end = start + 1
                both = [self._named(part, year, issuer, read) for part in _AND.split(pieces[start])]
                if named_both := [one for one in both if one] if None not in both else []:
                    read.named += named_both
                elif read.named and (more := years.listed(clean(pieces[start]))):  # LĐTT 2019, 2020
                    read.named[-1] = replace(read.named[-1], years=read.named[-1].years | frozenset(more))
                elif clean(pieces[start]):
                    read.unread.append(clean(pieces[start]))
            start = end
        return read

    def _named(self, written: str, year: int, issuer: str, read: CellTitles) -> Named | None:
        asides = _BRACKETS.findall(written)
        bare = _OF_A_YEAR.sub("", _BRACKETS.sub(" ", written))
        found = self._candidates(clean(bare), year)
        if not found or (len(found) > 1 and tuple(title.id for title in found) != _OF_BO_OR_TINH):
            return None
        said = years.said_in(_BRACKETS.sub(" ", written))
        for aside in asides:
            if listed := years.listed(aside):
                said |= frozenset(listed)
            elif aside.strip():
                read.asides.append(clean(aside))
        if len(found) == 1:
            return Named(found[0], said)
        by = f" {key(issuer)} "
        of_bo = " bo " in by and " can bo " not in by
        return Named(found[1] if of_bo else found[0], said, assumed=not of_bo and not _of_the_province(by))

    def _candidates(self, text: str, year: int) -> tuple[Title, ...]:
        text = text.strip(" .:-;,")
        for way in (text, _without_lead(text), _PROVINCE.sub(r"\1", text), _PROVINCE.sub(r"\1", _without_lead(text))):
            if way and (found := self._find(way, year)):
                return found
        return ()

    def _found(self, text: str, year: int) -> tuple[Title, ...]:
        nearest = sorted(self._vocabularies, key=lambda pair: not pair[0].covers(year))
        for regime, vocabulary in nearest:
            if (exact := vocabulary.exactly(text)) is not None:
                return (regime.title(exact),)
        for regime, vocabulary in nearest:
            if len(near := vocabulary.nearly(text)) > 1:
                return tuple(regime.title(id) for id in near)
        return ()


def _of_the_province(issuer: str) -> bool:
    return any(f" {word} " in issuer for word in ("ubnd", "tinh", "uy ban"))


def _without_lead(text: str) -> str:
    """`text` without «danh hiệu», «đạt» and the like before the name of the title."""
    words = text.split()
    for end in range(min(len(words) - 1, 8), 0, -1):
        if key(" ".join(words[:end])) in meanings("before_titles"):
            return " ".join(words[end:])
    return text

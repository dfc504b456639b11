"""Names in what was typed: of titles; of the units of the actor, by their names or their kind; and of people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.folding import fold, matches, words
from bot.people.dates import here_on
from bot.people.identity import Actor
from bot.people.reach import SEEING, subtree, unit_names_by_key, units_of
from bot.people.records import Person
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.loading import shared as catalogue
from bot.titles.matching import Vocabulary
from bot.understanding.phrasings import Phrasings
from bot.understanding.said import Said
from bot.understanding.scoring import Heard

_KINDS = ("chi cuc", "trung tam", "van phong", "phong", "thanh tra", "ban")
"""The words with which names of units begin."""
_OF_KINDS = frozenset(word for kind in _KINDS for word in kind.split())
ENOUGH = 2
"""Words of a name, one of them more than its kind, by which a unit is known."""

MANY = 200
"""People of one given name among whom the others of their names are looked at."""
LONGEST = 5
"""Words of a name that nobody has."""
_P = columns(Person)

Units = Sequence[tuple[int, str]]


@cache
def vocabulary(regime_id: str) -> Vocabulary:
    return Vocabulary(catalogue().regime(regime_id))


def seen_units(tx: Tx, actor: Actor) -> Units:
    """The units that the actor sees, in the order of the official list; none for whoever sees one alone."""
    units = subtree(tx, units_of(actor, SEEING), tx.clock.today())
    return unit_names_by_key(tx, units) if len(units) > 1 else ()


def named_units(said: Iterable[str], units: Units) -> Units:
    """Those of `units` that the words name best; where they name none, all of the kind that they speak of."""
    sentence = " ".join(said).split()
    common = [(one, _common(sentence, fold(one[1]).split())) for one in units]
    best = max((length for _one, length in common), default=0)
    if best >= ENOUGH:
        return tuple(one for one, length in common if length == best)
    text = f" {' '.join(sentence)} "
    for kind in _KINDS:
        if f" {kind} " in text and (found := tuple(one for one in units if fold(one[1]).startswith(kind))):
            return found
    return ()


def _common(sentence: Sequence[str], name: Sequence[str]) -> int:
    """Words of the longest run that both have; 0 where it says no more than the kind of unit."""
    longest = 0
    for start in range(len(name)):
        for end in range(start + 1, len(name) + 1):
            run = name[start:end]
            tells = any(word not in _OF_KINDS for word in run)
            if tells and any(list(sentence[at : at + len(run)]) == run for at in range(len(sentence))):
                longest = max(longest, len(run))
    return longest


# --- people -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """A name that a sentence speaks of: as it was typed, and the keys of those who bear it; none: nobody does."""

    typed: str
    people: tuple[int, ...]
    owns: bool
    """Something is said to be this person's."""
    exactly: bool = True
    """Its marks agree with theirs, or none were typed."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as it was typed, folded, and whether it is part of something else that was heard."""

    typed: str
    folded: str
    heard: bool

    @property
    def capital(self) -> bool:
        return self.typed[:1].isupper() and not self.typed[1:2].isupper()


def asked_about(tx: Tx, said: Said, heard: Heard, known: Phrasings) -> Named | None:
    """The name that the sentence asks about; None where it names nobody, calls somebody, or speaks of oneself."""
    tokens = _tokens(said, heard)
    spans = _spans(tx, tokens, known)
    if not spans:
        span = _unknown(tokens, known)
        if span is None or _aside(tokens, span, known):
            return None
        return Named(_typed(tokens, span), (), _owns(tokens, span, known))
    longest = max(end - start for _row, (start, end) in spans)
    best = [(row, span) for row, span in spans if span[1] - span[0] == longest]
    if any(_aside(tokens, span, known) for _row, span in best):
        return None
    ranks = [(row.id, matches(_typed(tokens, span), row.full_name) or 0) for row, span in best]
    agree = [key for key, rank in ranks if rank < 2]
    typed, owns = _typed(tokens, best[0][1]), _owns(tokens, best[0][1], known)
    marked = any(_marked(token) for token in tokens)
    if agree and marked:
        return Named(typed, tuple(dict.fromkeys(agree)), owns)
    plainly = not any(_marked(token) for _row, span in best for token in tokens[slice(*span)])
    return Named(typed, tuple(dict.fromkeys(key for key, _rank in ranks)), owns, exactly=bool(agree) or plainly)


def _tokens(said: Said, heard: Heard) -> list[_Token]:
    covered = {place for reading in heard.readings for place in reading.places}
    found = []
    for word, end in said.typed():
        places = [place for place, its_end in enumerate(said.ends) if its_end == end]
        found.append(_Token(word, fold(word), bool(places) and all(place in covered for place in places)))
    return found


def _typed(tokens: Sequence[_Token], span: tuple[int, int]) -> str:
    return " ".join(token.typed for token in tokens[slice(*span)])


def _marked(token: _Token) -> bool:
    return token.typed.casefold() != token.folded


# --- names that people bear -------------------------------------------------------------------------------------------


def _spans(tx: Tx, tokens: Sequence[_Token], known: Phrasings) -> list[tuple[Any, tuple[int, int]]]:
    """Everybody whose given name stands in the sentence as a name, with the words that are his or hers."""
    given = {
        token.folded
        for place, token in enumerate(tokens)
        if token.folded.isalpha() and (token.capital or _begun(tokens[max(0, place - LONGEST) : place], known))
    }
    given -= known.last | {run[0] for run in known.questions if len(run) == 1}
    if not given:
        return []
    whole = sa.literal(" ") + _P.c.folded
    called = sa.or_(*(whole.endswith(f" {word}") for word in sorted(given)))
    query = sa.select(_P.c.id, _P.c.full_name).where(called, here_on(tx.clock.today()))
    rows = tx.execute(query.order_by(_P.c.position, _P.c.id).limit(MANY)).all()
    return [(row, span) for row in rows if (span := _span(words(row.full_name), tokens, known))]


def _begun(before: Sequence[_Token], known: Phrasings) -> bool:
    """True where a form of address or a family name stands not far before: only then a small word may be a name."""
    return any(
        token.typed.casefold() in known.people.address or token.folded in known.people.families for token in before
    )


def _span(name: Sequence[str], tokens: Sequence[_Token], known: Phrasings) -> tuple[int, int] | None:
    """The longest run of words that is this name or the end of it, the words between left out or not."""
    best = None
    for last in (place for place, token in enumerate(tokens) if name and token.folded == name[-1]):
        start, left = last, list(name[:-1])
        while start and tokens[start - 1].folded in left:
            start -= 1
            left = left[: len(left) - 1 - left[::-1].index(tokens[start].folded)]
        if start < last and tokens[start].typed.casefold() in known.people.address and not tokens[start].capital:
            start += 1
        if _is_name(tokens, (start, last + 1), known) and (best is None or last + 1 - start > best[1] - best[0]):
            best = (start, last + 1)
    return best


def _is_name(tokens: Sequence[_Token], span: tuple[int, int], known: Phrasings) -> bool:
    start, end = span
    said = tokens[start:end]
    addressed = bool(start) and tokens[start - 1].typed.casefold() in known.people.address
    if len(said) > 1:
        return addressed or said[0].folded in known.people.families or any(not token.heard for token in said)
    (word,) = said
    common = word.heard or word.folded in known.fillers or word.typed.casefold() in known.people.address
    if addressed:
        return word.capital or not common
    return word.capital and not common and word.folded not in known.spelling.known


# --- names that nobody bears ------------------------------------------------------------------------------------------


def _unknown(tokens: Sequence[_Token], known: Phrasings) -> tuple[int, int] | None:
    """The words that can only be a name: with capitals, behind a form of address or a family name."""
    for start, token in enumerate(tokens):
        addressed = bool(start) and tokens[start - 1].typed.casefold() in known.people.address
        if not token.capital or token.heard or token.folded in _OF_KINDS:
            continue
        if not addressed and token.folded not in known.people.families:
            continue
        end = start + 1
        while end < len(tokens) and end - start < LONGEST and tokens[end].typed[:1].isupper() and not tokens[end].heard:
            end += 1
        if end - start > 1 or (addressed and token.folded not in known.fillers):
            return start, end
    return None


# --- whom a sentence is about -----------------------------------------------------------------------------------------


def _owns(tokens: Sequence[_Token], span: tuple[int, int], known: Phrasings) -> bool:
    """True for «của chị Lan», «cho anh Bình»."""
    start = span[0]
    while start and tokens[start - 1].typed.casefold() in known.people.address:
        start -= 1
    return bool(start) and tokens[start - 1].folded in ("cua", "cho")


def _aside(tokens: Sequence[_Token], span: tuple[int, int], known: Phrasings) -> bool:
    """True where the one who is named is only called, or where the sentence asks for the one who has typed it."""
    start, end = span
    after = [token.folded for token in tokens[end : end + 2]]
    if after[:1] == ["oi"] or (after[:1] in (["cho"], ["giup"]) and after[1:] and after[1] in known.people.oneself):
        return True
    return any(
        token.folded in known.people.oneself and place + 1 != start and not _beside(tokens, place, known)
        for place, token in enumerate(tokens)
        if not start <= place < end
    )


def _beside(tokens: Sequence[_Token], place: int, known: Phrasings) -> bool:
    """True for «phòng em» and «cho tôi hỏi»."""
    before = tokens[place - 1].folded if place else ""
    after = tokens[place + 1].folded if place + 1 < len(tokens) else ""
    return before in known.people.belonging or (before == "cho" and after in known.people.asking)

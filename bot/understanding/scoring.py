"""The scorer: which phrasings stand in a sentence, how much of it they cover, and how it is meant. Pure.

Its rules, in their order:
1. a phrasing is heard when all its runs of words stand in the sentence and do not overlap;
2. what covers part of the words of another reading gives way to it: "register" to "do not register";
3. a weak intent gives way to any other;
4. readings that are left are of equal right, however many words each covers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.understanding.phrasings import Phrasing, Phrasings, Piece
from bot.understanding.said import Said, Words

Places = frozenset[int]
OFFICE = "office"
"""The intent of turning to the Office."""
LONGEST_RUN = 8
"""Words of the longest run that is looked for."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An intent that was heard, the places of the words that say so, and whether a negation stands before them."""

    intent: str
    places: Places
    negated: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """All that was heard in a sentence. `content`: the places of its words that are no politeness."""

    readings: tuple[Reading, ...]
    content: Places
    asks: bool
    """It is a question."""

    def share(self, places: Places) -> float:
        """The part of the sentence that these words make up, from 0 to 1."""
        content = self.content | places
        return len(places) / len(content) if content else 0.0


def hear(said: Said, phrasings: Phrasings) -> Heard:
    words = said.words
    where = _runs(words)
    content = frozenset(place for place, word in enumerate(words) if word not in phrasings.fillers)
    core = content - _asking(where, content, words, phrasings)
    matches = [
        (phrasing.intent, places)
        for phrasing in phrasings.each
        if (places := _places(phrasing, where)) and (not phrasing.whole or core <= places)
    ]
    covered = {places for _, places in matches}
    kept: dict[str, Places] = {}
    for intent, places in matches:
        if not any(places < other for other in covered):
            kept[intent] = kept.get(intent, frozenset()) | places
    if strong := {intent: places for intent, places in kept.items() if intent not in phrasings.weak}:
        kept = strong
    readings = [Reading(intent, places, _negated(words, places, phrasings)) for intent, places in kept.items()]
    readings.sort(key=lambda reading: (-len(reading.places), min(reading.places), reading.intent))
    return Heard(tuple(readings), content, _asks(said, where, content, phrasings))


def to_office(said: Said, heard: Heard, phrasings: Phrasings) -> int:
    """The number of words with which the sentence turns to the Office; 0: it does not, or they are part of something
    else that was heard, as in «gửi Văn phòng danh sách»."""
    start = 0
    while start < len(said.words) and said.words[start] in phrasings.fillers:
        start += 1
    for begin in (0, start):
        for run in phrasings.to_office:
            end = begin + len(run)
            if said.words[begin:end] == run:
                others = (reading.places for reading in heard.readings if reading.intent != OFFICE)
                return 0 if any(places & frozenset(range(begin, end)) for places in others) else end
    return 0


def _runs(words: Words) -> dict[Words, list[int]]:
    """Every run of words in the sentence, with the places where it begins."""
    found: dict[Words, list[int]] = {}
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + LONGEST_RUN) + 1):
            found.setdefault(words[start:end], []).append(start)
    return found


def _places(phrasing: Phrasing, where: dict[Words, list[int]]) -> Places:
    """The places of a phrasing's words; none where it does not stand in the sentence."""
    taken: Places = frozenset()
    for piece in sorted(phrasing.pieces, key=lambda piece: -len(piece[0])):
        found = next((places for places in _occurrences(piece, where) if not places & taken), None)
        if found is None:
            return frozenset()
        taken |= found
    return taken


def _occurrences(piece: Piece, where: dict[Words, list[int]]) -> Iterator[Places]:
    for run in piece:
        for start in where.get(run, ()):
            yield frozenset(range(start, start + len(run)))


def _negated(words: Words, places: Places, phrasings: Phrasings) -> bool:
    before = min(places) - 1
    while before >= 0 and words[before] in phrasings.fillers:
        before -= 1
    return before >= 0 and words[before] in phrasings.negations


def _asking(where: dict[Words, list[int]], content: Places, words: Words, phrasings: Phrasings) -> Places:
    """The places of words that make a question of the rest."""
    found = frozenset(place for places in _occurrences(phrasings.questions, where) for place in places)
    return found | (frozenset({max(content)}) if content and words[max(content)] in phrasings.last else frozenset())


def _asks(said: Said, where: dict[Words, list[int]], content: Places, phrasings: Phrasings) -> bool:
    last = said.text.lower().rstrip(" .!…").split()[-1:]
    if last and (last[0].endswith("?") or last[0] in phrasings.particles):
        return True
    if any(run in where for run in phrasings.questions):
        return True
    return bool(content) and said.words[max(content)] in phrasings.last and len(content) > 1

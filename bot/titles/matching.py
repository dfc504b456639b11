"""Titles as people write them in a chat: «cstđcs», «chien sy thi dua co so», «LĐTT và CSTĐ».

Nothing is guessed: what could mean several titles comes back as a question to put.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.dialogue.screens import say
from bot.folding import unkeyed, words
from bot.titles.catalogue import Regime
from bot.titles.loading import DATA
from bot.titles.tables import Table

SYNONYMS = DATA / "synonyms.toml"


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that name no one title: `heard`, folded, and the titles to ask about, in the order of lists.

    There may be one only, where the words come near it without being its name.
    """

    heard: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """Titles that a text speaks of, in the order it was said; false where it says nothing."""

    titles: tuple[str, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    count: int = field(default=0, compare=False)
    """The words of the text that say so."""

    def __bool__(self) -> bool:
        return bool(self.titles or self.unclear)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A run of words that the vocabulary knows."""

    words: tuple[str, ...]
    titles: frozenset[str]
    clear: bool


class Vocabulary:
    """All ways to write the titles of a regime. Built once for each, and kept."""

    def __init__(self, regime: Regime, synonyms: Path = SYNONYMS, *, whole: bool = False) -> None:
        """CatalogueError where words have two meanings; and where the file names a title that the regime does not have,
        if it must be `whole`: the Office's rules may do without one."""
        self._regime, self._whole = regime, whole
        table = Table.read(synonyms)
        self._skip = frozenset(word for phrase in table.texts("skip") for word in words(phrase))
        self._meanings: dict[str, tuple[frozenset[str], bool]] = {}
        for title in regime.titles():
            names = (title.name, title.short, title.label)
            known = (*title.abbr, *(named.vi for named in names), *(named.en for named in names))
            self._learn(table, "titles", known, frozenset({title.id}), clear=True)
        synonymous = table.table("titles")
        for id in synonymous.data:
            said = synonymous.texts(id)
            if self._has(synonymous, id, [id]):
                self._learn(synonymous, id, said, frozenset({id}), clear=True)
        for row in table.tables("unclear"):
            candidates = row.texts("titles")
            there, unclear = self._has(row, "titles", candidates), row.texts("words")
            if there:
                self._learn(row, "words", unclear, there, clear=False)
            row.done(None)
        table.done(None)
        self._beginnings = frozenset(said[:end] for said in self._meanings for end in range(len(said) + 1))

    def understand(self, text: str) -> Understood:
        """The titles named anywhere in `text`, each once, and what was unclear. Other words are passed over."""
        titles: dict[str, None] = {}
        unclear: dict[Unclear, None] = {}
        count = 0
        for heard in self._heard(text):
            count += len(heard.words)
            if heard.clear:
                titles.update(dict.fromkeys(heard.titles))
            else:
                candidates = tuple(title.id for title in self._regime.in_order(heard.titles))
                unclear[Unclear(" ".join(heard.words), candidates)] = None
        return Understood(tuple(titles), tuple(unclear), count)

    def exactly(self, text: str) -> str | None:
        """The title that `text` names and nothing besides, as in a cell of a workbook; None where it is not that."""
        said = self._said(text)
        match list(self._heard(text)):
            case [_Heard(words=heard, titles=titles, clear=True)] if len(heard) == len(said):
                return next(iter(titles))
        return None

    def nearly(self, text: str) -> tuple[str, ...]:
        """The titles that `text`, and nothing besides, may mean: several where it is the name of several."""
        said = self._said(text)
        match list(self._heard(text)):
            case [_Heard(words=heard, titles=titles)] if len(heard) == len(said):
                return tuple(title.id for title in self._regime.in_order(titles))
        return ()

    def _said(self, text: str) -> tuple[str, ...]:
        return tuple(word for word in words(text) if word not in self._skip)

    def _heard(self, text: str) -> Iterator[_Heard]:
        """The longest runs of words that mean something, from the left, as written or as typed without marks' keys."""
        said = self._said(text)
        meant = tuple(unkeyed(word) for word in said)
        start = 0
        while start < len(said):
            end, meaning = start + 1, None
            for stop in range(start + 1, len(said) + 1):
                readings = ("".join(said[start:stop]), "".join(meant[start:stop]))
                if not self._beginnings.intersection(readings):
                    break
                for reading in readings:
                    if reading in self._meanings:
                        end, meaning = stop, self._meanings[reading]
                        break
            if meaning:
                yield _Heard(said[start:end], *meaning)
            start = end

    def _has(self, table: Table, key: str, ids: Iterable[str]) -> frozenset[str]:
        """Those of `ids` that the regime has."""
        strangers = [id for id in ids if id not in self._regime]
        if strangers and self._whole:
            raise table.error(key, f"there is no title {strangers[0]!r} in {self._regime.code}")
        return frozenset(ids) - frozenset(strangers)

    def _learn(self, table: Table, key: str, phrases: Iterable[str], titles: frozenset[str], *, clear: bool) -> None:
        meaning = (titles, clear)
        for phrase in phrases:
            said = "".join(self._said(phrase))
            if not said:
                fault = say("regime.fault.no_words", words=phrase)
                raise table.error(key, f"{phrase!r} has no word that counts", fault)
            if self._meanings.setdefault(said, meaning) != meaning:
                others = ", ".join(sorted(self._meanings[said][0]))
                fault = say("regime.fault.means", words=phrase, other=others)
                raise table.error(key, f"{phrase!r} already means {others}", fault)

"""A snapshot beside the one before it, as the Office reads the difference."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.consolidation import differences, reading, records
from bot.consolidation.differences import Change
from bot.consolidation.office.difference_screens import line
from bot.dialogue.screens import Phrase
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles.catalogue import Family


@dataclass(frozen=True, slots=True)
class Differing:
    """The differences in one family, and the numbers of both snapshots. `short`: what titles are called."""

    number: int
    before: int
    changes: tuple[Change, ...]
    families: Sequence[Family]
    short: dict[str, str]

    def lines(self) -> tuple[Phrase, ...]:
        return tuple(line(one, self.short) for one in self.changes)

    def called(self, typed: str) -> tuple[Phrase, ...]:
        return tuple(line(one, self.short) for one in differences.called(self.changes, typed))


def differing(tx: Tx, key: int, family: Family) -> Differing:
    """Raises Refusal where there is no snapshot before it."""
    one, content = reading.taken(tx, key)
    before = records.before(tx, one)
    if before is None:
        raise Refusal("snapshot.first", number=one.number)
    earlier = reading.taken(tx, before.id)[1]
    short = {title.id: title.short for both in (earlier, content) for part in both.parts for title in part.titles}
    families = [part.family for part in content.parts]
    return Differing(one.number, before.number, differences.changes(earlier, content, family), families, short)

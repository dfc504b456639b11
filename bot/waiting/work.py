"""The work of people: what waits for each, and what has waited too long for those whom each stands above.

Boards, the first screen and letters ask here. What is done is not here any more, whoever did it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import cached_property

from bot.dialogue.targets import ToView
from bot.people.identity import Actor
from bot.store.database import Tx
from bot.waiting import records
from bot.waiting.kinds import Place, WaitingItem, WaitingKind, kinds
from bot.waiting.rules import Patience
from bot.waiting.survey import Survey


@dataclass(frozen=True, slots=True)
class Todo:
    """All items of one kind that one person is to deal with."""

    kind: WaitingKind
    items: tuple[WaitingItem, ...]
    rises: bool = False
    """Some of it is told to those above on the next working day, if it still waits then."""

    @property
    def since(self) -> datetime:
        return min(item.since for item in self.items)


@dataclass(frozen=True, slots=True)
class Overdue:
    """Items of one kind that have waited too long in one place, for others."""

    kind: WaitingKind
    place: Place
    items: tuple[WaitingItem, ...]

    @property
    def since(self) -> datetime:
        return min(item.since for item in self.items)


@dataclass(frozen=True, slots=True)
class Work:
    """The work of one person, in the order of the kinds."""

    todo: tuple[Todo, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    news: tuple[Todo, ...] = ()
    """All that is only told, once."""

    @property
    def count(self) -> int:
        """The number of things to do; what is overdue elsewhere is for others to do."""
        return sum(len(one.items) for one in self.todo)

    @property
    def late(self) -> int:
        """The number of things that others have left too long."""
        return sum(len(one.items) for one in self.overdue)

    @property
    def any(self) -> bool:
        return bool(self.todo or self.overdue or self.news)

    def leading_to(self, view: ToView) -> int:
        """The number of things that are done in this view."""
        return sum(len(one.items) for one in self.todo if one.kind.to == view)


def everybody(tx: Tx) -> dict[int, Work]:
    """The work of everybody who has any, by person, with the news of today."""
    return _with_news_of_today(tx, _work(Survey(tx)))


def of(tx: Tx, actor: Actor) -> Work:
    """The work of one person, under the roles of today."""
    return _work(Survey(tx, actor)).get(actor.person.id, Work())


def _work(survey: Survey) -> dict[int, Work]:
    found = _Gathering(survey)
    for kind in kinds():
        for item in kind.load(survey):
            if item.until is None or survey.tx.now <= item.until:
                found.add(kind, item)
    return found.work()


class _Gathering:
    """All that was found, by person, kind and place. For one person's survey, of that one only."""

    def __init__(self, survey: Survey) -> None:
        self._survey, self._only = survey, survey.person_id
        self._todo: defaultdict[int, dict[str, tuple[WaitingKind, list[WaitingItem]]]] = defaultdict(dict)
        self._over: defaultdict[int, dict[tuple[str, int], tuple[WaitingKind, Place, list[WaitingItem]]]]
        self._over = defaultdict(dict)

    def add(self, kind: WaitingKind, item: WaitingItem) -> None:
        if not item.chain:
            return
        for person in self._wanted(item.chain[0]):
            self._todo[person].setdefault(kind.name, (kind, []))[1].append(item)
        if kind.overdue is None or item.place is None or not any(map(self._wanted, item.chain[1:])):
            return
        risen = self._patience.steps(item.since, campaign=kind.family is not None)
        for step in item.chain[1 : risen + 1]:
            for person in self._wanted(step):
                self._over[person].setdefault((kind.name, item.place.key), (kind, item.place, []))[2].append(item)

    def _wanted(self, people: frozenset[int]) -> frozenset[int]:
        if self._only is None:
            return people
        return frozenset({self._only}) if self._only in people else frozenset()

    def _rises(self, kind: WaitingKind, items: Iterable[WaitingItem]) -> bool:
        return kind.overdue is not None and any(
            item.place is not None
            and len(item.chain) > 1
            and self._patience.eve(item.since, campaign=kind.family is not None)
            for item in items
        )

    @cached_property
    def _patience(self) -> Patience:
        survey, campaign = self._survey, self._survey.campaign
        deadline = None if campaign is None else campaign.deadline_at
        return Patience(survey.calendar, survey.today, records.policy(survey.tx), deadline)

    def work(self) -> dict[int, Work]:
        return {
            person: Work(
                tuple(
                    Todo(kind, tuple(items), self._rises(kind, items))
                    for kind, items in self._todo[person].values()
                    if not kind.news
                ),
                tuple(Overdue(kind, place, tuple(items)) for kind, place, items in self._over[person].values()),
                tuple(Todo(kind, tuple(items)) for kind, items in self._todo[person].values() if kind.news),
            )
            for person in (*self._todo, *(self._over.keys() - self._todo.keys()))
        }


# --- what was told of it ----------------------------------------------------------------------------------------------


def untold(tx: Tx, works: Mapping[int, Work]) -> frozenset[int]:
    """Those of the people for whom something waits that they have not been told of: since it has begun to wait, and
    they could be written to, no digest and no letter of its own was for them; or it is about to rise, and they have not
    been told again today."""
    today = datetime.combine(tx.clock.today(), time(), tx.clock.zone)
    told, linked = records.told(tx, works), records.linked(tx, works)
    found, elsewhere = set[int](), dict[tuple[str, int], datetime]()
    for person, work in works.items():
        for mark, waits_since, source in _marks(person, work, today):
            since = max(waits_since, linked.get(person, waits_since))
            at = told.get(mark)
            if at is not None and at >= since:
                continue
            if source is None:
                found.add(person)
            else:
                elsewhere[source, person] = max(since, elsewhere.get((source, person), since))
    letters = records.letters(tx, {source for source, _person in elsewhere})
    found |= {
        key[1] for key, since in elsewhere.items() if (planned_at := letters.get(key)) is None or planned_at < since
    }
    return frozenset(found)


def to_tell(tx: Tx, actor: Actor) -> Work:
    """The work of one person as a letter of today tells it."""
    return _with_news_of_today(tx, {actor.person.id: of(tx, actor)}).get(actor.person.id, Work())


def _with_news_of_today(tx: Tx, works: dict[int, Work]) -> dict[int, Work]:
    """The works without the news that were told on an earlier day, those of which something is left."""
    told, today = records.told(tx, [person for person, work in works.items() if work.news]), tx.clock.today()

    def is_new(person: int, kind: WaitingKind, item: WaitingItem) -> bool:
        at = told.get((person, kind.name, False, item.key))
        return at is None or at < item.since or tx.clock.local(at).date() >= today

    def without(person: int, one: Todo) -> Todo:
        return Todo(one.kind, tuple(item for item in one.items if is_new(person, one.kind, item)))

    left = {
        person: replace(work, news=tuple(some for one in work.news if (some := without(person, one)).items))
        for person, work in works.items()
    }
    return {person: work for person, work in left.items() if work.any}


def tell(tx: Tx, works: Mapping[int, Work]) -> None:
    """Record that these people are told of all that waits for them."""
    records.tell(tx, (mark for person, work in works.items() for mark, _since, _source in _marks(person, work, tx.now)))


def _marks(person: int, work: Work, today: datetime) -> list[tuple[records.Mark, datetime, str | None]]:
    """Each with the time since which the person is to have been told; `today`: of what is about to rise."""
    return [
        *(
            (
                (person, todo.kind.name, False, item.key),
                max(item.since, today) if todo.rises else item.since,
                todo.kind.source(item.key),
            )
            for todo in (*work.todo, *work.news)
            for item in todo.items
        ),
        # Once a place, as long as the oldest that waits there is the one that was told of.
        *(((person, one.kind.name, True, one.place.key), one.since, None) for one in work.overdue),
    ]

"""Over 200 random campaigns: in each family of titles everybody is in exactly one state, parts add up to the whole, and
whoever counts the same people finds the same: boards, tallies, lists, charts, digests, audiences, and one's own page.
"""

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from typing import Any

import pytest
import sqlalchemy as sa

from bot.dialogue.screens import Phrase, Screen
from bot.dialogue.ways import ShowHome
from bot.enquiries.targets import NameState
from bot.leading import reading
from bot.leading.board.counts import by_group, by_unit
from bot.leading.reading import Board, BoardFigures, BoardState, Counts, Member
from bot.notices.audience import recipients
from bot.notices.filling import coverage
from bot.office.overview import names
from bot.people.identity import Scope
from bot.people.reach import subtree, union_scope, unit_scope
from bot.people.records import Role, UnionGroup, Unit
from bot.registration.home import views as home
from bot.reminders import letters, unanswered
from bot.reminders.unanswered import Tally
from bot.sheets import reading as sheets
from bot.sheets.content import RowState
from bot.store.database import Tx
from bot.store.engines.opening import sync_engine
from bot.store.engines.sqlite import sqlite_path
from bot.store.schema import columns
from bot.titles.catalogue import Family, Subject
from tests.engines import Stores, morning_clock
from tests.properties.campaigns import DECLINED, REGISTERED, RandomCampaign

CAMPAIGNS = int(os.environ.get("THIDUA_CAMPAIGNS", "25"))
OF_REGISTERED = frozenset({BoardState.WAITING, BoardState.CHANGE_ASKED, BoardState.CONFIRMED})
ROWS = {
    RowState.REGISTERED: OF_REGISTERED,
    RowState.DECLINED: frozenset({BoardState.DECLINED}),
    RowState.MISSING: frozenset({BoardState.MISSING}),
    RowState.EXEMPT: frozenset({BoardState.EXEMPT}),
}
ANSWERS = {
    recipients.Answer.REGISTERED: OF_REGISTERED,
    recipients.Answer.DECLINED: frozenset({BoardState.DECLINED}),
    recipients.Answer.MISSING: frozenset({BoardState.MISSING}),
}
STATUS: Mapping[str, set[tuple[str | None, str | None]]] = {
    "status.registered": {(REGISTERED, None), (REGISTERED, REGISTERED)},
    "status.declined": {(DECLINED, None), (DECLINED, DECLINED)},
    "status.none": {(None, None)},
    "status.exempt_open": {(None, None)},
    "status.apart": {
        (REGISTERED, DECLINED),
        (DECLINED, REGISTERED),
        (None, REGISTERED),
        (None, DECLINED),
        (REGISTERED, REGISTERED),  # one of them is confirmed
        (REGISTERED, None),  # of a member
        (DECLINED, None),
    },
}
"""Status on home -> the answers, the State's and the union's, of which it may say so."""


@pytest.fixture(scope="module")
def connection(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    empty = sqlite_path(stores.empty("sqlite", tmp_path_factory.mktemp("families")))
    engine = sync_engine("sqlite:///:memory:")
    raw: Any = engine.raw_connection().driver_connection
    with closing(sqlite3.connect(empty)) as store:
        store.backup(raw)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@contextmanager
def undone(connection: sa.Connection) -> Iterator[Tx]:
    """A transaction of which nothing stays."""
    begun, tx = connection.begin(), Tx(connection, morning_clock())
    try:
        yield tx
    finally:
        tx.close(keep=False)
        begun.rollback()


@pytest.mark.parametrize("first", range(0, CAMPAIGNS, 25))
def test_everybody_is_in_one_state_a_family_and_all_counts_agree(connection: sa.Connection, first: int) -> None:
    people = 0
    for seed in range(first, first + 25):
        with undone(connection) as tx:
            campaign = RandomCampaign(tx, seed)
            for family in Family:
                _states_are_what_was_said(campaign, family)
            _units_agree(campaign)
            _groups_agree(campaign)
            _lists_agree(campaign)
            _the_whole_agrees(campaign)
            if seed % 4 == 0:  # many pages are read
                _the_overview_agrees(campaign)
            _everybody_reads_the_same(campaign)
            people += len(campaign.people)
        _board.cache_clear()
    print(f"25 campaigns from {first}, {people} people: 0 in two states of a family or in none, 0 counts that disagree")


@cache
def _board(of: RandomCampaign, scope: Scope, family: Family) -> Board:
    """As of the end of the campaign."""
    return reading.load(of.tx, scope, of.campaign, family)


def _everybody(of: RandomCampaign, family: Family) -> Board:
    return _board(of, Scope(everybody=True), family)


def _states_are_what_was_said(of: RandomCampaign, family: Family) -> None:
    board = _everybody(of, family)
    assert sorted(member.person.id for member in board.members) == sorted(of.people)
    for member in board.members:
        said = of.said.get((member.person.id, family))
        unsaid = BoardState.EXEMPT if member.person.id in of.exempt else BoardState.MISSING
        allowed: Mapping[str | None, frozenset[BoardState]] = {
            REGISTERED: OF_REGISTERED,
            DECLINED: frozenset({BoardState.DECLINED}),
            None: frozenset({unsaid}),
        }
        assert member.state in allowed[said], (member.person.full_name, family)
    _adds_up(board)


def _adds_up(board: Board) -> None:
    assert sum(len(board.of(state)) for state in BoardState) == len(board.members)
    assert board.expected == board.answered + len(board.of(BoardState.MISSING))
    assert board.answered == board.registered + len(board.of(BoardState.DECLINED))
    assert board.registered == sum(len(board.of(state)) for state in OF_REGISTERED)


def _units_agree(of: RandomCampaign) -> None:
    """Board, figures and tally of each unit; together, with those who have none, they are the department."""
    units = of.tx.execute(sa.select(columns(Unit).c.id)).scalars().all()
    figures = reading.figures(of.tx, of.campaign, Family.STATE)
    tallies = unanswered.tally_units(of.tx, of.campaign.id, None)
    whole = _everybody(of, Family.STATE)
    for unit in (*units, None):
        ids = {member.person.id for member in whole.members if member.person.unit_id == unit}
        board = Board(of.campaign, Family.STATE, tuple(one for one in whole.members if one.person.id in ids))
        if unit is not None:
            assert board == _board(of, Scope(unit_ids=frozenset({unit})), Family.STATE)
        assert figures.get(unit, BoardFigures(0, 0, 0)) == _figures(board)
        assert tallies.get(unit, Tally()) == _tally(board)
    assert sum(tallies.values(), Tally()) == _tally(whole)


def _groups_agree(of: RandomCampaign) -> None:
    """Board and tally of each group; together they are the board of the union's chair."""
    tallies = unanswered.tally_groups(of.tx, of.campaign.id, None)
    groups = of.tx.execute(sa.select(columns(UnionGroup).c.id)).scalars().all()
    for group in groups:
        board = _board(of, Scope(union_group_ids=frozenset({group})), Family.UNION)
        _adds_up(board)
        assert tallies.get(group, Tally()) == _tally(board)
    whole = _board(of, Scope(union_group_ids=frozenset(groups)), Family.UNION)
    assert sum(tallies.values(), Tally()) == _tally(whole)


def _figures(board: Board) -> BoardFigures:
    return BoardFigures(board.expected, board.answered, board.registered)


def _tally(board: Board) -> Tally:
    waiting, missing = board.of(BoardState.WAITING), board.of(BoardState.MISSING)
    unlinked = sum(not member.linked for member in missing)
    return Tally(board.expected, board.answered, len(waiting), unlinked, board.registered)


def _lists_agree(of: RandomCampaign) -> None:
    """A list says of each of its people, and of how many, the same as the board."""
    for subject, family in ((Subject.UNIT, Family.STATE), (Subject.UNION_GROUP, Family.UNION)):
        for sender in sheets.senders(of.tx, subject, of.tx.clock.today()).values():
            content, board = sheets.content(of.tx, of.campaign, sender), _board(of, sender.scope, family)
            assert sum(len(content.of(state)) for state in RowState) == len(content.rows)
            for state, meant in ROWS.items():
                listed = {row.person for row in content.of(state)}
                assert listed == {member.person.id for member in board.of(*meant)}, (sender.name, state)


def _the_whole_agrees(of: RandomCampaign) -> None:
    """The department, as reminders, audiences and the chart count it."""
    board = _everybody(of, Family.STATE)
    missing = {member.person.id for member in board.of(BoardState.MISSING)}
    assert set(unanswered.missing(of.tx, of.campaign.id)) == missing
    for answer, meant in ANSWERS.items():
        found = {one.person_id for one in recipients.matching(of.tx, {"answer": answer.value})}
        assert found == {member.person.id for member in board.of(*meant)}, answer
    drawn = coverage.of(of.tx, None)
    assert drawn is not None
    assert BoardFigures(drawn.whole.expected, drawn.whole.answered, drawn.whole.registered) == _figures(board)


OVERVIEW = {
    NameState.ALL: frozenset(BoardState),
    NameState.MISSING: frozenset({BoardState.MISSING}),
    NameState.UNLINKED: frozenset({BoardState.MISSING}),
    NameState.REGISTERED: OF_REGISTERED,
    NameState.DECLINED: frozenset({BoardState.DECLINED}),
    NameState.EXEMPT: frozenset({BoardState.EXEMPT}),
}


def _the_overview_agrees(of: RandomCampaign) -> None:
    """Every number of the overview, by unit and by group, and the names behind it, are those of the board."""
    groups = of.tx.execute(sa.select(columns(UnionGroup).c.id)).scalars().all()
    union = Scope(union_group_ids=frozenset(groups))
    units = of.tx.execute(sa.select(columns(Unit).c.id)).scalars().all()
    for family, scope, places in (
        (Family.STATE, Scope(everybody=True), {unit: subtree(of.tx, {unit}, of.tx.clock.today()) for unit in units}),
        (Family.UNION, union, {group: frozenset({group}) for group in groups}),
    ):
        board = _board(of, scope, family)
        whole, _places = by_unit(of.tx, of.campaign) if family is Family.STATE else by_group(of.tx, of.campaign)
        _numbers_agree(of, board, None, whole)
        counted = reading.counts(of.tx, of.campaign, family)
        for key, below in places.items():
            part = tuple(one for one in board.members if _place(one, family) in below)
            there = sum((counts for place, counts in counted.items() if place in below), Counts())
            _numbers_agree(of, Board(of.campaign, family, part), key, there)


def _place(member: Member, family: Family) -> int | None:
    return member.person.unit_id if family is Family.STATE else member.person.union_group_id


def _numbers_agree(of: RandomCampaign, board: Board, key: int | None, counts: Counts) -> None:
    numbers = {
        NameState.ALL: counts.people,
        NameState.MISSING: counts.missing,
        NameState.UNLINKED: counts.unlinked,
        NameState.REGISTERED: counts.registered,
        NameState.DECLINED: counts.declined,
        NameState.EXEMPT: counts.exempt,
    }
    for state, meant in OVERVIEW.items():
        members = [one for one in board.of(*meant) if state is not NameState.UNLINKED or not one.linked]
        assert numbers[state] == len(members), (state, key)
        found, page, pages = set[int](), 0, 1
        while page < pages:
            read = names.page(of.tx, of.campaign, board.family, state, key, page)
            found |= {one.id for one in read.items}
            page, pages = page + 1, read.pages
        assert found == {one.person.id for one in members}, (state, key)
        assert read.count == len(members), (state, key)


def _everybody_reads_the_same(of: RandomCampaign) -> None:
    """Home, the digest of whoever leads, and the Office's letter, as they are drawn."""
    for person in of.people:
        actor = of.actor(person)
        (status,) = _lines(home.menu(of.tx, actor, ShowHome()), "status.")
        said = (of.said.get((person, Family.STATE)), of.said.get((person, Family.UNION)))
        assert said in STATUS[status.key], (actor.person.full_name, said, status.key)
        if not any(said):
            assert (status.key == "status.exempt_open") == (person in of.exempt), actor.person.full_name
        if None in said and any(said):
            asked = actor.person.union_member and unanswered.takes_union_titles(of.tx, of.campaign)
            assert (status.key == "status.apart") == (said[0] is None or asked), (actor.person.full_name, said)
        digest = letters.digest(of.tx, actor, {"campaign": of.campaign.id, "text": "digest"})
        led = Counter[str]()
        for line in _lines(digest, "digest.un"):
            scope = {"digest.units": unit_scope(of.tx, actor), "digest.union_list": None}.get(
                line.key, union_scope(actor)
            )
            if scope is not None:
                family = Family.STATE if line.key == "digest.units" else Family.UNION
                board = _board(of, scope, family)
                assert (line.values["answered"], line.values["total"]) == (board.answered, board.expected)
                led[family] += 1
        assert max(led.values(), default=0) <= 1
        if actor.has(Role.OFFICE):
            _office_reads_the_same(of, letters.office(of.tx, actor, {"campaign": of.campaign.id, "text": "office"}))


def _office_reads_the_same(of: RandomCampaign, letter: Screen | None) -> None:
    board = _everybody(of, Family.STATE)
    missing, waiting = board.of(BoardState.MISSING), board.of(BoardState.WAITING)
    assert (letter is None) is not bool(missing or waiting)
    for head in _lines(letter, "open_work.head"):
        assert (head.values["answered"], head.values["total"]) == (board.answered, board.expected)
    for line in _lines(letter, "open_work.missing"):
        assert line.values["count"] == len(missing)


def _lines(screen: Screen | None, key: str) -> list[Phrase]:
    return [] if screen is None else [line for line in screen.body if line.key.startswith(key)]

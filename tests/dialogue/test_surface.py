"""What a chat should be showing and what it shows agree in the end, whoever shows it and whatever comes between."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.address import Address, Door
from bot.dialogue import living
from bot.dialogue import surface as surfaces
from bot.dialogue.packing import pack, unpack
from bot.dialogue.screens import Named, Phrase, say
from bot.dialogue.surface import Surface, draft_spec, view_spec
from bot.dialogue.together import raise_held
from bot.dialogue.ways import ShowHome
from bot.enquiries.targets import ShowMine
from bot.notices.targets import ShowOfficeNotice
from bot.registration.targets import ShowReceipt, ShowUnitBoard
from bot.store.database import Database, Tx
from tests.engines import both_engines

pytestmark = both_engines

HAU = 5_000_000_001
CHAT, OTHER = Address(Door.TELEGRAM, HAU), Address(Door.WEB, 1)
MENU, MINE, RECEIPT = view_spec(ShowHome()), view_spec(ShowMine()), view_spec(ShowReceipt(7))


class Chat:
    """One chat's surface in one store."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def wants(self, spec: object, *, fresh: bool = False, preface: Phrase | None = None) -> Surface:
        return await self.database.run(
            lambda tx: surfaces.raise_(tx, CHAT, HAU, spec, fresh=fresh, preface=preface)  # type: ignore[arg-type]
        )

    async def shown(
        self, surface: Surface, message_id: int, *, kept: bool = False, keyboard: bool = False
    ) -> Surface | None:
        return await self.database.run(lambda tx: surfaces.shown(tx, surface, message_id, kept=kept, keyboard=keyboard))

    async def now(self) -> Surface:
        found = await self.database.run(lambda tx: surfaces.get(tx, CHAT))
        assert found is not None
        return found

    async def lagging(self) -> list[Address]:
        stamp = self.database.clock.stamp() + 1
        return [surface.address for surface in await self.database.run(lambda tx: surfaces.lagging(tx, stamp))]


@pytest.fixture
def chat(database: Database) -> Chat:
    return Chat(database)


# --- wanted and shown -------------------------------------------------------------------------------------------------


async def test_the_first_screen_of_a_chat_is_sent_and_those_after_it_replace_it(chat: Chat) -> None:
    first = await chat.wants(MENU)
    assert (first.fresh, first.message_id, first.view) == (True, None, ("menu",))
    assert await chat.shown(first, 10) is None
    second = await chat.wants(MINE)
    assert (second.fresh, second.message_id, second.view) == (False, 10, ("mine",))


async def test_what_is_wanted_and_not_shown_lags_until_it_is(chat: Chat) -> None:
    wanted = await chat.wants(MENU)
    assert await chat.lagging() == [CHAT]
    await chat.shown(wanted, 10)
    assert await chat.lagging() == []
    again = await chat.wants(MENU)
    assert await chat.lagging() == [CHAT]
    await chat.shown(again, 10)
    assert await chat.lagging() == []


async def test_what_has_just_been_wanted_is_left_to_whoever_is_showing_it(chat: Chat) -> None:
    await chat.wants(MENU)
    before = chat.database.clock.stamp() - 60
    assert await chat.database.run(lambda tx: surfaces.lagging(tx, before)) == []


async def test_chats_that_cannot_be_shown_anything_do_not_take_the_place_of_others(chat: Chat) -> None:
    await chat.wants(MENU)
    await chat.database.run(lambda tx: surfaces.raise_(tx, OTHER, HAU, MENU))
    after = chat.database.clock.stamp() + 1
    found = await chat.database.run(lambda tx: surfaces.lagging(tx, after, 1, without=[CHAT]))
    assert [surface.address for surface in found] == [OTHER]
    halted = frozenset({Door.TELEGRAM})
    found = await chat.database.run(lambda tx: surfaces.lagging(tx, after, halted=halted))
    assert [surface.address for surface in found] == [OTHER]


async def test_a_transaction_that_is_undone_wants_nothing(chat: Chat) -> None:
    def body(tx: Tx) -> None:
        surfaces.raise_(tx, CHAT, HAU, MENU)
        raise KeyError

    with pytest.raises(KeyError):
        await chat.database.run(body)
    assert await chat.lagging() == []


async def test_what_raise_says_is_what_the_store_says(chat: Chat) -> None:
    for spec, fresh, preface in (
        (MENU, False, None),
        (draft_spec(7), True, say("stale.button")),
        (MINE, False, None),
    ):
        wanted = await chat.wants(spec, fresh=fresh, preface=preface)
        assert await chat.now() == wanted
        await chat.shown(wanted, 10)


async def test_surfaces_of_one_chat_are_kept_apart_by_kind_and_thing(database: Database) -> None:
    def body(tx: Tx) -> set[int]:
        return {
            surfaces.raise_(tx, CHAT, HAU, MENU).id,
            surfaces.raise_(tx, CHAT, HAU, MENU, kind="board", ref=1).id,
            surfaces.raise_(tx, CHAT, HAU, MENU, kind="board", ref=2).id,
            surfaces.raise_(tx, CHAT, HAU, MINE).id,
        }

    assert len(await database.run(body)) == 3


# --- below, not in place ----------------------------------------------------------------------------------------------


async def test_a_receipt_stays_and_the_next_screen_goes_below_it(chat: Chat) -> None:
    receipt = await chat.wants(RECEIPT)
    await chat.shown(receipt, 10, kept=True)
    assert not (await chat.wants(RECEIPT)).fresh  # the receipt itself is brought up to date where it stands
    below = await chat.wants(MENU)
    assert below.fresh
    await chat.shown(below, 11)
    assert not (await chat.wants(MINE)).fresh


async def test_what_is_wanted_beside_the_showing_of_a_record_goes_below_it(chat: Chat) -> None:
    """A step may have read what is up before the record is there, and be written after."""
    await chat.shown(await chat.wants(MENU), 10)
    receipt, read = await chat.wants(RECEIPT), await chat.now()
    await chat.shown(receipt, 11, kept=True)
    for alone in (True, False):
        wanted = await chat.database.run(lambda tx, alone=alone: raised(tx, MINE, read, alone=alone))  # type: ignore[misc]
        assert (wanted.message_id, wanted.kept, wanted.fresh) == (11, True, True)
        assert (await chat.now()) == wanted, "it is known as it is kept"


def raised(tx: Tx, spec: object, read: Surface, *, alone: bool) -> Surface:
    """By a step alone, or in company with one of another chat."""
    tx.held = None if alone else {}
    wanted = surfaces.raise_(tx, CHAT, HAU, spec, current=read)  # type: ignore[arg-type]
    if alone:
        return wanted
    other = surfaces.get(tx, OTHER) or surfaces.raise_(tx, OTHER, HAU, MENU)
    surfaces.raise_(tx, OTHER, HAU, MINE, current=other)
    return surfaces.as_it_is(wanted, raise_held(tx)[wanted.id])


async def test_the_answer_to_something_typed_goes_below_it(chat: Chat) -> None:
    await chat.shown(await chat.wants(MENU), 10)
    typed = await chat.wants(MINE, fresh=True)
    assert typed.fresh
    await chat.shown(typed, 11)
    assert not (await chat.now()).fresh


async def test_a_sentence_above_a_screen_is_said_once(chat: Chat) -> None:
    told = await chat.wants(MENU, preface=say("stale.button"))
    assert told.preface is not None
    assert unpack(told.preface) == say("stale.button")
    await chat.shown(told, 10)
    assert (await chat.now()).preface is None
    assert (await chat.wants(MENU)).preface is None


async def test_what_is_shown_is_remembered_with_its_keyboard(chat: Chat) -> None:
    await chat.shown(await chat.wants(MENU), 10, keyboard=True)
    assert (await chat.now()).keyboard


# --- more wanted meanwhile --------------------------------------------------------------------------------------------


async def test_whoever_has_shown_finds_that_more_is_wanted(chat: Chat) -> None:
    tapped = await chat.wants(MENU)
    await chat.wants(MINE)
    more = await chat.shown(tapped, 10)
    assert more is not None
    assert (more.view, more.message_id) == (("mine",), 10)
    assert await chat.shown(more, 10) is None
    assert await chat.lagging() == []


async def test_what_was_wanted_meanwhile_keeps_its_place_and_its_sentence(chat: Chat) -> None:
    """While a tap is being shown the person types: the answer goes below their words, with what it has to say."""
    tapped = await chat.wants(MENU)
    typed = await chat.wants(MINE, fresh=True, preface=say("file.not_awaited"))
    more = await chat.shown(tapped, 10)
    assert more is not None
    assert more.fresh
    assert more.preface == typed.preface


async def test_a_slow_replica_does_not_overwrite_what_a_quick_one_has_recorded(chat: Chat) -> None:
    old = await chat.wants(MENU)
    new = await chat.wants(MINE, fresh=True)
    assert await chat.shown(new, 11) is None
    more = await chat.shown(old, 10)
    assert more is not None
    assert (more.view, more.message_id) == (("mine",), 11)


@dataclass
class Phone:
    """What Telegram shows: message -> screen."""

    messages: dict[int, tuple[str, ...] | None] = field(default_factory=dict)

    def put(self, surface: Surface) -> int:
        message_id = len(self.messages) + 100 if surface.fresh or surface.message_id is None else surface.message_id
        self.messages[message_id] = surface.view
        return message_id


ORDERS = sorted(set(itertools.permutations("AAABBB")))
"""Every way in which three moves each of two replicas can fall: want, put, record."""


@pytest.mark.parametrize("fresh", [False, True])
@pytest.mark.parametrize("order", ORDERS, ids="".join)
async def test_two_replicas_that_show_at_once_agree_in_the_end(chat: Chat, order: tuple[str, ...], fresh: bool) -> None:
    phone = Phone()
    await chat.shown(first := await chat.wants(RECEIPT), phone.put(first))

    class Replica:
        def __init__(self, spec: object) -> None:
            self.spec, self.moves = spec, iter(("want", "put", "record"))

        async def move(self) -> None:
            match next(self.moves):
                case "want":
                    self.surface = await chat.wants(self.spec, fresh=fresh)
                case "put":
                    self.message_id = phone.put(self.surface)
                case "record":
                    more = await chat.shown(self.surface, self.message_id)
                    while more is not None:
                        more = await chat.shown(more, phone.put(more))

    replicas = {"A": Replica(MENU), "B": Replica(MINE)}
    for name in order:
        await replicas[name].move()
    settled = await chat.now()
    assert settled.shown == settled.wanted
    assert settled.message_id is not None
    assert phone.messages[settled.message_id] == settled.view
    assert await chat.lagging() == []


# --- phrases in the store ---------------------------------------------------------------------------------------------

values = st.recursive(
    st.text()
    | st.integers()
    | st.dates()
    | st.datetimes(timezones=st.just(UTC))
    | st.builds(Named, st.text(), st.text()),
    lambda inner: (
        st.lists(inner).map(tuple) | st.builds(Phrase, st.text(), st.dictionaries(st.text(), inner, max_size=3))
    ),
    max_leaves=8,
)


@given(st.builds(Phrase, st.text(), st.dictionaries(st.text(), values, max_size=4)))
def test_a_phrase_comes_back_as_it_was(phrase: Phrase) -> None:
    assert unpack(pack(phrase)) == phrase


async def test_a_sentence_with_dates_survives_the_store(chat: Chat) -> None:
    deadline, day = datetime(2023, 2, 28, 10, tzinfo=UTC), date(2023, 2, 28)
    told = say("reg.closed", deadline=deadline, day=day, titles=(Named("Lao động tiên tiến", "Advanced"), say("x")))
    await chat.wants(MENU, preface=told)
    preface = (await chat.now()).preface
    assert preface is not None
    assert unpack(preface) == told


async def test_what_somebody_watches_is_found_by_its_view_and_only_while_it_is_living(chat: Chat) -> None:
    def body(tx: Tx) -> None:
        for user_id, view, lives in (
            (HAU, ShowOfficeNotice(7), True),
            (HAU + 1, ShowUnitBoard(), True),
            (HAU + 2, ShowOfficeNotice(7), False),
            (HAU + 3, ShowOfficeNotice(7), True),
        ):
            surfaces.raise_(tx, Address(Door.TELEGRAM, user_id), user_id, view_spec(view), living=lives)
        surfaces.raise_(tx, Address(Door.TELEGRAM, HAU + 4), HAU + 4, draft_spec(7), living=True)

    await chat.database.run(body)
    people = (HAU, HAU + 1, HAU + 2, HAU + 4)
    found = await chat.database.run(lambda tx: living.watched(tx, people, ShowOfficeNotice))
    assert [(one.id, one.to) for one in found] == [((await chat.now()).id, ShowOfficeNotice(7))]

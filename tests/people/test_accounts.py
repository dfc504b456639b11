"""Whose chat is whose, whatever is tried: each rule in the transaction itself, below every screen."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from bot.address import chat
from bot.clock import Clock
from bot.dialogue.drafts import begin, get, open_draft
from bot.dialogue.flows import Flow, SharedContact
from bot.dialogue.targets import ToFlow
from bot.dialogue.ways import ShowHome
from bot.people.identity import Actor, load_actor
from bot.people.linking import accounts, invites, views
from bot.people.linking import requests as link_requests
from bot.people.linking.flow import LINK, LINK_REQUEST, Newcomer
from bot.people.personal_data import personal_data_of
from bot.people.records import Account, Grant, LinkRequestState, Person, Post, Role, StaffKind, Unit
from bot.people.targets import Agree, ChangeLanguage, Language, ShowInviteSpent, ShowPrivacy, ShowWelcome
from bot.refusal import Refusal
from bot.settings import OFFICE_ZONE
from bot.store.audit import Audit
from bot.store.database import Database, Tx
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from tests.engines import ENGINES

HAU, HIEU, GONE = 28, 27, 90
PHONES = {HAU: "+84819400960", HIEU: "+84912345678", GONE: "+84987654321"}
NAMES = {HAU: "Nguyễn Công Hậu", HIEU: "Phạm Quốc Hiếu", GONE: "Trần Văn Nghỉ"}
MORNING = datetime(2023, 1, 3, 1, tzinfo=UTC)
ONE, OTHER = 5_000_000_001, 5_000_000_002


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Every rule that a store keeps is kept by both."""
    return str(request.param)


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Database]:
    def fill(tx: Tx) -> None:
        since = date(2022, 1, 1)
        tx.add(Unit(id=1, name="Phòng Quản lý Khoa học", folded="phong quan ly khoa hoc", since=since))
        for key, phone in PHONES.items():
            left = date(2023, 1, 3) if key == GONE else None
            name, kind = NAMES[key], StaffKind.CIVIL_SERVANT
            tx.add(Person(id=key, code=f"TN{key}", full_name=name, folded="", kind=kind, phone=phone, left_on=left))
            tx.add(Post(person_id=key, unit_id=1, title="Chuyên viên", since=since))

    database = open_database(store_url, Clock(OFFICE_ZONE, real=lambda: MORNING))
    await database.run(fill)
    yield database
    await database.close()


def who(tx: Tx, user_id: int) -> Actor:
    return load_actor(tx, user_id, chat(user_id))


def agree(tx: Tx, user_id: int) -> Actor:
    accounts.consent(tx, who(tx, user_id))
    return who(tx, user_id)


async def agreed(store: Database, *user_ids: int) -> None:
    for user_id in user_ids:
        await store.run(lambda tx, user_id=user_id: agree(tx, user_id))  # type: ignore[misc]


async def link(store: Database, user_id: int, person_id: int) -> None:
    await store.run(lambda tx: accounts.link_by_phone(tx, who(tx, user_id), PHONES[person_id]))


async def bound(store: Database) -> dict[int, int | None]:
    table = columns(Account)
    rows = await store.run(lambda tx: tx.execute(sa.select(table.c.user_id, table.c.person_id)).all())
    return {row.user_id: row.person_id for row in rows}


async def deeds(store: Database) -> list[str]:
    table = columns(Audit)
    return list(await store.run(lambda tx: tx.execute(sa.select(table.c.deed).order_by(table.c.id)).scalars().all()))


async def test_a_number_links_only_after_consent(store: Database) -> None:
    await store.run(lambda tx: accounts.ensure(tx, who(tx, ONE)))
    with pytest.raises(Refusal) as refused:
        await link(store, ONE, HAU)
    assert refused.value.key == "consent.first"
    assert await bound(store) == {ONE: None}


async def test_the_schema_knows_no_binding_without_consent(store: Database) -> None:
    await store.run(lambda tx: accounts.ensure(tx, who(tx, ONE)))
    table = columns(Account)
    with pytest.raises(IntegrityError):
        await store.run(lambda tx: tx.execute(sa.update(table).values(person_id=HAU)))


async def test_consent_is_timed_once_and_linking_follows_it(store: Database) -> None:
    await agreed(store, ONE)
    first = await store.run(lambda tx: tx.get(Account, ONE))
    store.clock.move_to(store.clock.now() + timedelta(days=1))
    await agreed(store, ONE)
    await link(store, ONE, HAU)
    again = await store.run(lambda tx: tx.get(Account, ONE))
    assert first and first.consented_at and again and again.consented_at == first.consented_at
    assert again.linked_at is not None and again.linked_at > first.consented_at
    assert (await store.run(lambda tx: who(tx, ONE))).person.full_name == NAMES[HAU]
    assert await deeds(store) == ["account.consented", "account.linked"]


@pytest.mark.parametrize("written", ["+84819400960", "84819400960", "0819400960", "0819 400 960"])
def test_a_card_of_ones_own_proves_the_number_however_telegram_writes_it(written: str) -> None:
    assert accounts.proven_phone(SharedContact(written, ONE, forwarded=False), ONE) == PHONES[HAU]


@pytest.mark.parametrize(
    "card",
    [
        SharedContact("84819400960", OTHER, forwarded=False),
        SharedContact("84819400960", None, forwarded=False),
        SharedContact("84819400960", ONE, forwarded=True),
        SharedContact("", ONE, forwarded=False),
    ],
    ids=["somebody else's", "nobody's", "forwarded", "without a number"],
)
def test_any_other_card_proves_nothing(card: SharedContact) -> None:
    with pytest.raises(Refusal) as refused:
        accounts.proven_phone(card, ONE)
    assert refused.value.key == "link.not_own"


async def test_one_person_has_one_account(store: Database) -> None:
    await agreed(store, ONE, OTHER)
    await link(store, ONE, HAU)
    with pytest.raises(Refusal) as refused:
        await link(store, OTHER, HAU)
    assert refused.value.key == "link.taken"
    assert await bound(store) == {ONE: HAU, OTHER: None}


async def test_the_schema_refuses_the_second_account_where_a_look_came_too_early(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await agreed(store, ONE, OTHER)
    await link(store, ONE, HAU)
    monkeypatch.setattr(accounts, "may_bind", lambda _tx, _actor, _person_id: None)
    with pytest.raises(Refusal) as refused:
        await link(store, OTHER, HAU)
    assert refused.value.key == "link.taken"
    assert await bound(store) == {ONE: HAU, OTHER: None}


async def test_somebody_who_has_left_is_not_linked_from_the_first_day_on(store: Database) -> None:
    await agreed(store, ONE)
    with pytest.raises(Refusal) as refused:
        await link(store, ONE, GONE)
    assert refused.value.key == "link.left"
    assert await bound(store) == {ONE: None}


async def test_linking_twice_changes_nothing_and_drops_no_draft(store: Database) -> None:
    await agreed(store, ONE)
    await link(store, ONE, HAU)
    draft = await store.run(lambda tx: begin(tx, ONE, "register", {"titles": ["LDTT"]}, "titles", editing=False))
    await link(store, ONE, HAU)
    assert await store.run(lambda tx: open_draft(tx, ONE, "register")) == draft
    assert (await deeds(store)).count("account.linked") == 1


async def test_unlinking_frees_the_person_and_leaves_no_words_for_the_next_one(store: Database) -> None:
    await agreed(store, ONE, OTHER)
    await link(store, ONE, HAU)
    draft = await store.run(lambda tx: begin(tx, ONE, "register", {"pledge": "riêng"}, "pledge", editing=False))
    await store.run(lambda tx: accounts.unlink(tx, who(tx, ONE)))
    assert await store.run(lambda tx: get(tx, ONE, draft.id)) is None
    assert "riêng" not in await everything(store)
    await link(store, OTHER, HAU)
    await link(store, ONE, HIEU)
    assert await bound(store) == {ONE: HIEU, OTHER: HAU}


async def test_withdrawing_consent_unlinks_and_forgets_what_was_asked(store: Database) -> None:
    await agreed(store, ONE)
    await store.run(lambda tx: link_requests.ask(tx, who(tx, ONE), "Nguyễn Văn Kín, Thanh tra Sở", "+84999999999"))
    await store.run(lambda tx: accounts.withdraw_consent(tx, who(tx, ONE)))
    actor = await store.run(lambda tx: who(tx, ONE))
    assert not actor.consented and actor.staff is None
    request = await store.run(lambda tx: link_requests.latest(tx, ONE))
    assert request is not None and request.state is LinkRequestState.WITHDRAWN
    kept = await everything(store)
    assert "Văn Kín" not in kept and "999999999" not in kept


# --- invites ----------------------------------------------------------------------------------------------------------


async def invited(store: Database, person_id: int, *, office: bool = False) -> tuple[str, int]:
    token = await store.run(lambda tx: invites.create_invite(tx, person_id, office))
    key = await store.run(lambda tx: invites.peek(tx, token))
    assert key is not None
    return token, key


async def test_an_invite_is_kept_as_a_hash_and_fits_a_deep_link(store: Database) -> None:
    token, _key = await invited(store, HAU)
    assert 16 <= len(token) <= 64 and token.replace("-", "").replace("_", "").isalnum() and token.isascii()
    assert token not in await everything(store)


async def test_an_invite_links_once(store: Database) -> None:
    await agreed(store, ONE, OTHER)
    _token, key = await invited(store, HAU)
    await store.run(lambda tx: invites.use(tx, who(tx, ONE), key))
    await store.run(lambda tx: accounts.unlink(tx, who(tx, ONE)))
    with pytest.raises(Refusal) as refused:
        await store.run(lambda tx: invites.use(tx, who(tx, OTHER), key))
    assert refused.value.key == "invite.spent"
    assert await bound(store) == {ONE: None, OTHER: None}


@pytest.mark.parametrize("by_number", [0, 5, 10])
async def test_of_many_who_reach_for_one_person_at_once_one_is_linked(store: Database, by_number: int) -> None:
    chats = range(ONE, ONE + 10)
    await agreed(store, *chats)
    _token, key = await invited(store, HAU)

    def reach(tx: Tx, user_id: int) -> None:
        if user_id - ONE < by_number:
            accounts.link_by_phone(tx, who(tx, user_id), PHONES[HAU])
        else:
            invites.use(tx, who(tx, user_id), key)

    ends = await asyncio.gather(
        *(store.run(partial(reach, user_id=user_id)) for user_id in chats), return_exceptions=True
    )
    assert ends.count(None) == 1
    refused = {end.key for end in ends if isinstance(end, Refusal)}
    assert refused and refused <= {"link.taken", "invite.spent"}
    assert [person for person in (await bound(store)).values() if person is not None] == [HAU]


async def test_an_invite_lasts_72_hours(store: Database) -> None:
    await agreed(store, ONE)
    _token, key = await invited(store, HAU)
    store.clock.move_to(MORNING + timedelta(hours=72))
    with pytest.raises(Refusal) as refused:
        await store.run(lambda tx: invites.use(tx, who(tx, ONE), key))
    assert refused.value.key == "invite.spent"


async def test_an_invite_that_could_not_be_used_is_not_spent(store: Database) -> None:
    _token, key = await invited(store, HAU)
    await store.run(lambda tx: accounts.ensure(tx, who(tx, ONE)))
    with pytest.raises(Refusal) as refused:
        await store.run(lambda tx: invites.use(tx, who(tx, ONE), key))
    assert refused.value.key == "consent.first"
    await agreed(store, ONE)
    await store.run(lambda tx: invites.use(tx, who(tx, ONE), key))
    assert await bound(store) == {ONE: HAU}


async def test_a_new_invite_ends_the_old_one_of_its_kind_only(store: Database) -> None:
    keys = [(await invited(store, HAU, office=office))[1] for office in (False, True, False)]
    offers = [await store.run(lambda tx, key=key: invites.offer(tx, who(tx, ONE), key)) for key in keys]  # type: ignore[misc]
    assert [offer and offer.hindrance and offer.hindrance.key for offer in offers] == ["invite.spent", None, None]


async def test_nobody_who_has_left_is_invited(store: Database) -> None:
    with pytest.raises(Refusal) as refused:
        await invited(store, GONE)
    assert refused.value.key == "invite.person_left"


async def test_an_office_invite_gives_the_role_once_also_to_somebody_linked_already(store: Database) -> None:
    await agreed(store, ONE)
    await link(store, ONE, HAU)
    for _ in range(2):
        _token, key = await invited(store, HAU, office=True)
        await store.run(lambda tx, key=key: invites.use(tx, who(tx, ONE), key))  # type: ignore[misc]
    assert (await store.run(lambda tx: who(tx, ONE))).has(Role.OFFICE)
    grants = columns(Grant)
    assert len(await store.run(lambda tx: tx.execute(sa.select(grants.c.id)).all())) == 1
    assert (await deeds(store)).count("account.linked") == 1


async def test_somebody_linked_cannot_use_anothers_invite(store: Database) -> None:
    await agreed(store, ONE)
    await link(store, ONE, HAU)
    _token, key = await invited(store, HIEU, office=True)
    with pytest.raises(Refusal) as refused:
        await store.run(lambda tx: invites.use(tx, who(tx, ONE), key))
    assert refused.value.key == "link.bound_elsewhere"
    assert not (await store.run(lambda tx: who(tx, ONE))).grants


@pytest.mark.parametrize("argument", ["", "x", "../../etc", "a" * 65, "0" * 32, "ký-tự-lạ-không-phải-mã"])
async def test_a_start_with_anything_else_for_a_token_opens_nothing(store: Database, argument: str) -> None:
    await invited(store, HAU)
    target = await store.run(lambda tx: views.start(tx, who(tx, ONE), argument))
    assert target == (ShowInviteSpent() if argument else ShowWelcome())


async def test_consent_goes_before_an_invite_and_the_invite_waits_behind_it(store: Database) -> None:
    token, key = await invited(store, HAU)
    assert await store.run(lambda tx: views.start(tx, who(tx, ONE), token)) == ShowPrivacy()
    target = await store.run(lambda tx: views.agree(tx, who(tx, ONE), Agree(accounts.NOTICE)))
    assert target == ToFlow("invite")
    draft = await store.run(lambda tx: open_draft(tx, ONE, "invite"))
    assert draft is not None and draft.data == {"invite": key}


async def test_agreeing_to_an_older_wording_agrees_to_nothing(store: Database) -> None:
    assert await store.run(lambda tx: views.agree(tx, who(tx, ONE), Agree(accounts.NOTICE - 1))) == ShowPrivacy()
    assert not (await store.run(lambda tx: who(tx, ONE))).consented


# --- requests, settings, data -----------------------------------------------------------------------------------------


async def test_a_second_request_edits_the_open_one_and_keeps_its_place(store: Database) -> None:
    await agreed(store, ONE)
    first = await store.run(lambda tx: link_requests.ask(tx, who(tx, ONE), "Nguyễn Văn A", "+84999999999"))
    before = await store.run(lambda tx: link_requests.latest(tx, ONE))
    store.clock.move_to(store.clock.now() + timedelta(hours=1))
    second = await store.run(lambda tx: link_requests.ask(tx, who(tx, ONE), "Nguyễn Văn An, Thanh tra", None))
    after = await store.run(lambda tx: link_requests.latest(tx, ONE))
    assert before and after and first == second
    assert (after.statement, after.phone, after.created_at) == (
        "Nguyễn Văn An, Thanh tra",
        "+84999999999",
        before.created_at,
    )


async def test_linking_closes_the_request_that_waited(store: Database) -> None:
    await agreed(store, ONE)
    await store.run(lambda tx: link_requests.ask(tx, who(tx, ONE), "Nguyễn Công Hậu", None))
    await link(store, ONE, HAU)
    request = await store.run(lambda tx: link_requests.latest(tx, ONE))
    assert request is not None and not request.waits


async def test_nobody_asks_without_consent_nor_when_linked(store: Database) -> None:
    with pytest.raises(Refusal) as early:
        await store.run(lambda tx: link_requests.ask(tx, who(tx, ONE), "Nguyễn Văn A", None))
    await agreed(store, ONE)
    await link(store, ONE, HAU)
    with pytest.raises(Refusal) as late:
        await store.run(lambda tx: link_requests.ask(tx, who(tx, ONE), "Nguyễn Văn A", None))
    assert (early.value.key, late.value.key) == ("consent.first", "link.already")


async def test_the_dialogues_themselves_are_closed_without_consent_and_to_the_linked(store: Database) -> None:
    async def why(flow: Flow[Newcomer]) -> str:
        with pytest.raises(Refusal) as refused:
            await store.run(lambda tx: flow.facts(tx, who(tx, ONE), {}))
        return refused.value.key

    assert [await why(flow) for flow in (LINK, LINK_REQUEST)] == ["consent.first", "consent.first"]
    await agreed(store, ONE)
    await link(store, ONE, HAU)
    assert [await why(flow) for flow in (LINK, LINK_REQUEST)] == ["link.already", "link.already"]


async def test_before_consent_only_the_language_is_remembered(store: Database) -> None:
    await store.run(lambda tx: views.start(tx, who(tx, ONE), ""))
    assert await bound(store) == {}
    await store.run(lambda tx: views.language(tx, who(tx, ONE), ChangeLanguage(Language.ENGLISH)))
    row = await store.run(lambda tx: tx.get(Account, ONE))
    assert row is not None and row.language == "en"
    assert (row.person_id, row.consented_at, row.linked_at, row.blocked_at) == (None, None, None, None)


async def test_blocking_is_remembered_and_coming_back_leads_home(store: Database) -> None:
    await agreed(store, ONE)
    await link(store, ONE, HAU)
    assert await store.run(lambda tx: views.reachability(tx, who(tx, ONE), False)) is None
    row = await store.run(lambda tx: tx.get(Account, ONE))
    assert row is not None and row.blocked_at is not None
    assert await store.run(lambda tx: views.reachability(tx, who(tx, ONE), True)) == ShowHome()
    row = await store.run(lambda tx: tx.get(Account, ONE))
    assert row is not None and row.blocked_at is None
    assert await store.run(lambda tx: views.reachability(tx, who(tx, OTHER), True)) == ShowWelcome()


async def test_the_export_holds_what_is_held_and_no_hash(store: Database) -> None:
    await agreed(store, ONE)
    await store.run(lambda tx: link_requests.ask(tx, who(tx, ONE), "Nguyễn Công Hậu, QLKH", None))
    _token, key = await invited(store, HAU)
    await store.run(lambda tx: invites.use(tx, who(tx, ONE), key))
    held = await store.run(lambda tx: personal_data_of(tx, HAU))
    text = json.dumps(held, ensure_ascii=False)
    assert held["person"]["phone"] == PHONES[HAU]
    assert held["posts"] == [
        {"unit": "Phòng Quản lý Khoa học", "title": "Chuyên viên", "since": "2022-01-01", "until": None}
    ]
    assert [row["statement"] for row in held["link_requests"]] == ["Nguyễn Công Hậu, QLKH"]
    assert held["accounts"][0]["user_id"] == ONE and held["invites"][0]["used_at"]
    assert "hash" not in text and NAMES[HIEU] not in text


async def everything(store: Database) -> str:
    """The whole store as text: what is to be forgotten or hidden must not be in it."""

    def read(tx: Tx) -> str:
        return "\n".join(
            str(tuple(row)) for table in SQLModel.metadata.sorted_tables for row in tx.execute(sa.select(table))
        )

    return await store.run(read)

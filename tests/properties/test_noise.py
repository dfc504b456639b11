"""Thousands of updates that nobody has foreseen: everybody is answered, nobody learns or changes what is not theirs.

THIDUA_NOISE is how many updates (some seconds' worth by default), THIDUA_SEED which ones.
"""

import asyncio
import logging
import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from telegram import Update
from telegram.ext import filters

from bot.clock import Clock
from bot.dialogue.drafts import DraftRow
from bot.people.identity import Scope, Staff, grants, roster
from bot.people.records import Account, LinkRequest, Person, Role, UnionOffice, Unit
from bot.playground.world import World
from bot.registration.records import Receipt, Registration, RegistrationVersion
from bot.settings import OFFICE_ZONE
from bot.store.inbox import InboxRow
from bot.store.schema import columns
from tests.engines import both_engines_at_length
from tests.office import Office, Phone
from tests.properties.noise import Noise, as_sent

UPDATES = int(os.environ.get("THIDUA_NOISE", "700"))
SEED = int(os.environ.get("THIDUA_SEED", "2023"))
OTHER_ENGINE = 5
"""On PostgreSQL a fifth: what differs there are types and locks, which are soon met."""
EXPECTED_REFUSALS = ("message is not modified", "bot was blocked by the user")
PHASES = (((2023, 1, 4), 0.7), ((2023, 3, 1), 0.2), ((2022, 12, 30), 0.1))
"""The campaign is open; over, with late requests; not open yet. And how much of the noise falls into each."""


class NoisyOffice(Office):
    """Updates come through the poll itself, which must live through all of them; in real time, in which those that have
    failed are taken again."""

    def __init__(self, url: str) -> None:
        super().__init__(url, Clock(OFFICE_ZONE))
        self.world = World(now=self.clock.now, history=50)

    async def open(self) -> None:
        await super().open()
        await self.service.intake.lead()
        self.service.intake.start(polling=True)
        await self.service.intake.lead()

    async def settle(self) -> None:
        async with asyncio.timeout(120):
            await self.world.drained()
            await self.service.intake.idle()
        await self.service.display.converge(0.0)


@dataclass
class Member:
    """One of the cast, with a word that only he or she writes, and the names that may be shown to them."""

    phone: Phone
    mark: str
    may_read: set[str] = field(default_factory=set)

    @property
    def user_id(self) -> int:
        return self.phone.user_id

    @property
    def card(self) -> dict[str, Any]:
        return self.phone.office.world.humans[self.user_id].card()

    @property
    def chat(self) -> dict[str, Any]:
        return {"id": self.user_id, "type": "private", "first_name": "x"}

    @property
    def last_id(self) -> int:
        return max((message.message_id for message in self.phone.chat), default=0)


class Crowd:
    def __init__(self, office: NoisyOffice, seed: int) -> None:
        self.office, self.world, self.chance = office, office.world, random.Random(seed)
        self.noise = Noise(self.chance)
        self.cast: list[Member] = []
        self.sent = 0
        self.damaged: set[int] = set()
        """Updates that no Telegram would send: the bot may give them up, but must go on."""
        self.done: Counter[str] = Counter()
        self.buttons: list[str] = []
        """Payloads that somebody has been shown."""
        self.codes: dict[str, int] = {}
        self.looked_at: dict[int, int] = {}

    # --- who is there -------------------------------------------------------------------------------------------------

    async def gather(self) -> None:
        office = self.office
        today = office.clock.today()
        people = await office.database.run(lambda tx: roster(tx, Scope(everybody=True), today))
        held = await office.database.run(lambda tx: grants(tx, today))
        lead_the_union = {UnionOffice.GROUP_LEAD, UnionOffice.CHAIR}
        self.leads = {p.id for p in people if p.id in held or p.union_office in lead_the_union}
        named = {p.full_name for p in people if p.id in self.leads}
        self.contacts = contacts = {
            p.full_name for p in people if Role.OFFICE in {one.role for one in held.get(p.id, ())}
        }
        below = await units_below(office)
        self.names = {person.full_name for person in people}

        def in_charge_of(person: Staff) -> set[str]:
            """Whom a lead's boards may name."""
            roles = held.get(person.id, frozenset())
            if {Role.OFFICE, Role.DIRECTOR} & {one.role for one in roles}:
                return self.names
            units = set().union(*(below[one.unit_id] for one in roles if one.unit_id))
            group = person.union_group_id if person.union_office in lead_the_union else None
            return {p.full_name for p in people if p.unit_id in units or (group and p.union_group_id == group)}

        by_name = {person.full_name: person for person in people}
        self.numbers = {person.phone.removeprefix("+84") for person in people if person.phone}
        director = next(p.full_name for p in people if Role.DIRECTOR in {one.role for one in held.get(p.id, ())})
        plain = [p.full_name for p in people if p.full_name not in named and p.phone][:5]
        linked = [*plain[:3], "Nguyễn Công Hậu", "Phạm Quốc Hiếu", "Lê Công Khôi", director, min(contacts)]
        for name in linked:
            self._joins(await office.person(name), named | {name} | in_charge_of(by_name[name]))
        for name in plain[3:]:
            self._joins(await office.person(name, linked=False), named | {name})
        for number in ("84999999999", "15551234567"):
            self._joins(await office.stranger(number), contacts)
        gone = await office.person(next(p.full_name for p in people[40:] if p.full_name not in named | set(plain)))
        await gone.says("/dangky")  # in the midst of it when the last day comes
        left = sa.update(columns(Person)).where(columns(Person).c.id == gone.person_id)
        await office.database.run(lambda tx: tx.execute(left.values(left_on=today - timedelta(days=400))))
        self._joins(gone, contacts | {gone.name})
        self.world.humans[self.cast[-2].user_id].language_code = "en"
        for member in self.cast[:-1]:
            await member.phone.says("/start")

    def _joins(self, phone: Phone, may_read: set[str]) -> None:
        self.cast.append(Member(phone, f"zq{len(self.cast):02d}qz", may_read))

    # --- what they do -------------------------------------------------------------------------------------------------

    def acts(self, member: Member) -> bool:
        """One thing that comes from this person; whether an answer is due."""
        if self.world.chat(member.user_id).blocked:
            self.world.unblocks(member.user_id)
            return self._counted("unblocks")
        deeds = (self._says, self._taps, self._forges, self._shares, self._sends_file, self._edits, self._raw)
        deed = self.chance.choices((*deeds, self._damaged, self._blocks), (6, 10, 4, 1, 1, 1, 3, 4, 0.3))[0]
        return deed(member)

    def _counted(self, deed: str, _done: Any = None, *, due: bool = True) -> bool:
        self.done[deed] += 1
        self.sent += 1
        return due

    def _says(self, member: Member) -> bool:
        text = self.noise.text(member.mark)
        with suppress(ValueError):  # nothing is left of it: a phone sends no empty message
            return self._counted("texts", self.world.says(member.user_id, text))
        return False

    def _taps(self, member: Member) -> bool:
        keyboard = self.world.chat(member.user_id).keyboard
        if keyboard is not None and self.chance.random() < 0.5:
            return self._counted("keys", self.world.presses(member.user_id, self.chance.choice(keyboard.labels())))
        recent = member.phone.from_bot()[-3:]
        buttons = [(message.message_id, button) for message in recent for row in message.rows for button in row]
        if not buttons:
            return self._says(member)
        leading_on = [each for each in buttons if each[1].style in ("primary", "success")]
        message_id, button = self.chance.choice(leading_on if leading_on and self.chance.random() < 0.5 else buttons)
        self.buttons.append(button.data or "")
        return self._counted("taps", self.world.taps(member.user_id, message_id, button.data or ""))

    def _forges(self, member: Member) -> bool:
        other = self.chance.choice(self.cast).phone.screen
        theirs = [button.data or "" for row in other.rows for button in row]
        data, message_id = self.noise.forged(theirs or self.buttons[-300:]), member.phone.screen.message_id
        if self.chance.random() < 0.3:
            raw = self.noise.tap(member.card, member.chat, data)
            return self._counted("raw taps", self.world.inject(raw))
        return self._counted("forged taps", self.world.taps(member.user_id, message_id, data, forge=True))

    def _shares(self, member: Member) -> bool:
        other = self.chance.choice(self.cast)
        number = self.chance.choice(
            (member.phone.phone, other.phone.phone, "0", "113", "+84 (0) 912-345-678", "84" * 30)
        )
        owner = self.chance.choice((other.user_id, None, 1))
        if number == member.phone.phone and self.chance.random() < 0.5:
            owner = member.user_id
        forwarded = self.chance.random() < 0.3
        self.world.shares_contact(member.user_id, number or "0", owner, "X", forwarded=forwarded)
        return self._counted("cards")

    def _sends_file(self, member: Member) -> bool:
        name = self.chance.choice(("ds.xlsx", "../../etc/passwd", "", "ảnh\u202egpj.exe", "a" * 250))
        caption = self.chance.choice((None, self.noise.text(member.mark)[:900], "/menu"))
        as_photo = self.chance.random() < 0.4
        self.world.sends_file(member.user_id, name, b"\x00\xff", "x/y", caption=caption, as_photo=as_photo)
        return self._counted("files")

    def _edits(self, member: Member) -> bool:
        own = [message for message in member.phone.chat if not message.from_bot and message.text]
        if not own or self.chance.random() < 0.3:
            return self._counted("edits", self.world.inject(self.noise.edited(member.card, member.chat, member.mark)))
        with suppress(ValueError, KeyError):  # a file's caption, a card
            self.world.edits(
                member.user_id, self.chance.choice(own).message_id, f"{self.noise.text(member.mark)[:3000]} x"
            )
            return self._counted("edits")
        return False

    def _raw(self, member: Member) -> bool:
        if self.chance.random() < 0.2:
            return self._counted(
                "service messages", self._inject(self.noise.service(member.card, member.chat)), due=False
            )
        if self.chance.random() < 0.4:
            return self._counted("elsewhere", self._inject(self.noise.elsewhere(member.card)), due=False)
        return self._counted("other kinds", self._inject(self.noise.message(member.card, member.chat, member.mark)))

    def _damaged(self, member: Member) -> bool:
        whole = self.chance.choice(
            (
                self.noise.message(member.card, member.chat, member.mark),
                self.noise.edited(member.card, member.chat, member.mark),
                self.noise.tap(member.card, member.chat, self.noise.forged(self.buttons[-300:])),
                self.noise.service(member.card, member.chat),
                self.noise.elsewhere(member.card),
            )
        )
        if self.chance.random() < 0.15:
            self.world.inject(self.noise.rubbish())
            return self._counted("rubbish", self._inject({}), due=False)
        broken = self.noise.damaged(whole)
        self.damaged.add(self._inject(broken))
        return self._counted("damaged", due=_is_a_persons_message(broken, member.user_id))

    def _blocks(self, member: Member) -> bool:
        self.world.blocks(member.user_id)
        return self._counted("blocks", due=False)

    def _inject(self, raw: Any) -> int:
        return self.world.inject(as_sent(raw))

    # --- what must hold -----------------------------------------------------------------------------------------------

    async def round(self) -> None:
        before, drafts_before = await registrations(self.office), await drafts(self.office)
        actors = self.chance.sample(self.cast, self.chance.randint(2, 7))
        due: list[tuple[Member, int]] = []
        for member in actors:
            for _ in range(self.chance.choice((1, 1, 1, 2, 3))):
                last = member.last_id
                if self.acts(member):
                    due.append((member, last))
        await self.office.settle()
        for member, last in due:
            self._was_answered(member, last)
        after = await registrations(self.office)
        own = {member.phone.person_id for member in actors}
        changed = {person for person in before.keys() | after.keys() if before.get(person) != after.get(person)}
        assert changed <= own, "somebody's registration changed who had done nothing"
        drafts_after = await drafts(self.office)
        everybody = drafts_before.keys() | drafts_after.keys()
        moved = {user_id for user_id in everybody if drafts_before.get(user_id) != drafts_after.get(user_id)}
        assert moved <= {member.user_id for member in actors}, "somebody's dialogue moved who had done nothing"
        for member in self.cast:
            revision = self.world.chats[member.user_id].revision
            if revision != self.looked_at.get(member.user_id):
                self._learns_nothing(member)
                self.looked_at[member.user_id] = revision
        self._telegram_refused_nothing()

    def _was_answered(self, member: Member, last: int) -> None:
        if self.world.chat(member.user_id).blocked:
            return
        assert not self.world.spinning(member.user_id), "a tap still waits"
        seen = member.phone.chat[-1]
        assert seen.from_bot, f"{member.phone.name} was not answered: {seen.text!r}"
        ways_on = seen.rows or self.world.chat(member.user_id).keyboard or seen.attachment
        assert ways_on, f"no way on from {seen.text!r}"

    def _learns_nothing(self, member: Member) -> None:
        if member.phone.name in self.contacts:
            return  # of the Office, which reads the questions that are put to it, and the registrations of everybody
        own = {code for code, person in self.codes.items() if person == member.phone.person_id}
        others = {other.mark for other in self.cast if other is not member}
        for message in member.phone.from_bot():
            text = message.text
            assert not [name for name in self.names - member.may_read if name in text], text
            assert not [code for code in self.codes.keys() - own if code in text], text
            assert not [mark for mark in others if mark in text.casefold()], text
            assert not [number for number in self.numbers if number in text], text

    def _telegram_refused_nothing(self) -> None:
        for call in self.world.calls:
            refused = call.status >= 400 and not any(words in call.description for words in EXPECTED_REFUSALS)
            refused &= call.method != "answerCallbackQuery"  # of taps never made; those made must not wait, see above
            assert not refused, f"{call.method}: {call.description}: {call.params}"
        self.world.calls.clear()

    async def story(self, updates: int) -> None:
        for day, part in PHASES:
            self.office.moves_clock_to(*day)
            until = self.sent + updates * part
            while self.sent < until:
                self.codes = await receipts(self.office)
                await self.round()


def _is_a_persons_message(raw: Any, user_id: int) -> bool:
    """Whether what is left is still something that this person sent to the bot alone, as far as one can tell."""
    message = raw.get("message") or raw.get("edited_message") if isinstance(raw, dict) else None
    try:
        parsed = Update.de_json({"update_id": 1, **raw}, None)
    except Exception:  # noqa: BLE001 - whatever the library raises
        chat = message.get("chat") if isinstance(message, dict) else None
        return isinstance(chat, dict) and chat.get("id") == user_id and chat.get("type") == "private"
    if parsed is None or parsed.effective_user is None or parsed.effective_user.id != user_id:
        return False
    if parsed.callback_query is not None:
        return False  # nobody waits for an answer to a tap that was never made; that it is not in the way is enough
    told, chat = parsed.message or parsed.edited_message, parsed.effective_chat
    private = chat is not None and chat.id == user_id and chat.type == "private"
    return private and told is not None and not filters.StatusUpdate.ALL.check_update(parsed)


async def units_below(office: Office) -> dict[int, set[int]]:
    """Each unit with all that is under it."""
    parents = {
        row.id: row.parent_id for row in await office.rows(sa.select(columns(Unit).c.id, columns(Unit).c.parent_id))
    }

    def above(unit: int | None) -> Iterator[int]:
        while unit is not None:
            yield unit
            unit = parents[unit]

    return {unit: {other for other in parents if unit in above(other)} for unit in parents}


async def registrations(office: Office) -> dict[int, tuple[Any, ...]]:
    """All versions of each person, and of a unit or group of whoever registered it; each made by the
    person, and confirmed by somebody else."""
    receipt, registration, version = columns(Receipt), columns(Registration), columns(RegistrationVersion)
    rows = await office.rows(
        sa.select(receipt.c.person_id, registration.c.family, version.c.version, version.c.by, version.c.withdrawn)
        .add_columns(registration.c.confirmed_by)
        .join(registration, registration.c.receipt_id == receipt.c.id)
        .join(version, version.c.registration_id == registration.c.id)
        .order_by(version.c.id)
    )
    found: dict[int, tuple[Any, ...]] = {}
    for row in rows:
        assert row.by == row.person_id or row.person_id is None, "somebody registered somebody else"
        assert row.confirmed_by is None or row.confirmed_by != row.by, "somebody confirmed the own registration"
        found[row.by] = (*found.get(row.by, ()), tuple(row)[:-1])
    return found


async def who_registered_collectives(office: Office) -> set[int]:
    receipt, registration, version = columns(Receipt), columns(Registration), columns(RegistrationVersion)
    by = sa.select(version.c.by).join(registration, registration.c.id == version.c.registration_id)
    rows = await office.rows(
        by.join(receipt, receipt.c.id == registration.c.receipt_id).where(receipt.c.person_id.is_(None))
    )
    return {row.by for row in rows}


async def drafts(office: Office) -> dict[int, tuple[Any, ...]]:
    """Where the dialogues of each chat are."""
    table = columns(DraftRow)
    found: dict[int, tuple[Any, ...]] = {}
    for row in await office.rows(sa.select(table.c.user_id, table.c.id, table.c.revision).order_by(table.c.id)):
        found[row.user_id] = (*found.get(row.user_id, ()), tuple(row))
    return found


async def receipts(office: Office) -> dict[str, int]:
    """The codes of people's registrations, with whose they are; those of units are no person's."""
    table = columns(Receipt)
    own = sa.select(table.c.code, table.c.person_id).where(table.c.person_id.is_not(None))
    return {row.code: row.person_id for row in await office.rows(own)}


@pytest.fixture
async def noisy_office(sample_url: str) -> AsyncIterator[NoisyOffice]:
    office = NoisyOffice(sample_url)
    await office.open()
    yield office
    await office.close()


@both_engines_at_length
async def test_whatever_comes_everybody_is_answered_and_nobody_reaches_what_is_not_theirs(
    noisy_office: NoisyOffice, engine: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    crowd = Crowd(noisy_office, SEED)
    await crowd.gather()
    await crowd.story(UPDATES if engine == "sqlite" else UPDATES // OTHER_ENGINE)

    failures = [record for record in caplog.records if record.levelno >= logging.ERROR]
    unforeseen = [record for record in failures if getattr(record, "update", None) not in crowd.damaged]
    assert not [record.getMessage() for record in unforeseen]
    inbox = columns(InboxRow)
    undone = await noisy_office.rows(sa.select(inbox.c.update_id, inbox.c.dead_at).where(inbox.c.done_at.is_(None)))
    assert all(row.dead_at is not None and row.update_id in crowd.damaged for row in undone)
    assert await registrations(noisy_office), "the noise has registered somebody"
    await assert_bound_to_their_own(crowd)
    assert await who_registered_collectives(noisy_office) <= crowd.leads
    if engine == "sqlite":
        assert await noisy_office.rows(sa.text("PRAGMA foreign_key_check")) == []
        assert await noisy_office.rows(sa.text("PRAGMA integrity_check")) == [("ok",)]
    told = ", ".join(f"{number} {deed}" for deed, number in crowd.done.most_common())
    print(f"\nseed {SEED}, {engine}: {crowd.sent} updates ({told}); {len(undone)} given up, all of them damaged by us")


async def assert_bound_to_their_own(crowd: Crowd) -> None:
    account, request = columns(Account), columns(LinkRequest)
    bound = await crowd.office.rows(sa.select(account.c.user_id, account.c.person_id).where(account.c.person_id > 0))
    owners = {member.user_id: member.phone.person_id for member in crowd.cast}
    assert all(owners[row.user_id] == row.person_id for row in bound), "a chat became somebody else"
    asked = await crowd.office.rows(sa.select(request.c.user_id))
    assert {row.user_id for row in asked} <= owners.keys()

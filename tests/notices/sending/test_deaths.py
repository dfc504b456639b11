"""The process dies at every commit of what the Office does with a notice, before it is durable and after it, and is
started again: one letter to each, to nobody two, and those of whom nobody can know by name."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.address import chat
from bot.dialogue.targets import ToAct
from bot.doors.buttons import pack
from bot.ledger import letter
from bot.ledger.letter import Letter, LetterPart, PartState, State
from bot.notices import records, rules
from bot.notices.checking import actions as checking_actions
from bot.notices.correcting import actions as correcting
from bot.notices.letter_names import source
from bot.notices.reader_targets import AcknowledgeNotice
from bot.notices.records import NoticeRow, known_by
from bot.notices.sending import actions
from bot.notices.sent_targets import CorrectNotice, RecallNotice
from bot.notices.targets import (
    CallOffNotice,
    ChaseNotice,
    PauseNotice,
    ResendNotice,
    ResumeNotice,
    SendNotice,
    StopNotice,
)
from bot.notices.writing import actions as writing_actions
from bot.outbox.courier import WIDTH
from bot.people.identity import Actor, load_actor
from bot.store.database import Tx
from bot.store.schema import columns
from tests.engines import both_engines
from tests.ledger import figures
from tests.notices.desk import DUY, HAU, HIEU, KHOI
from tests.notices.mortal import MortalOffice, apart
from tests.office import Phone

pytestmark = [both_engines, pytest.mark.slow]

OLD, NEW = "Nội dung thông báo số {n}: họp lúc 8 giờ.", "Nội dung thông báo số {n}: họp lúc 9 giờ."
READERS = (HAU, HIEU, KHOI)
LETTERS, PARTS, NOTICES = columns(Letter), columns(LetterPart), columns(NoticeRow)
ENOUGH = 60
"""Commits in one deed: none has as many."""


@pytest.fixture
async def mortal(sample_url: str) -> AsyncIterator[MortalOffice]:
    office = MortalOffice(sample_url)
    await office.open()
    for name in (DUY, *READERS):
        await (await office.person(name)).says("/menu")
    yield office
    await office.close()


@dataclass
class Case:
    """One notice, from its draft to what became of it."""

    office: MortalOffice
    duy: Phone
    readers: list[Phone]
    id: int = 0

    async def do(self, deed: Callable[[Tx, Actor], Any]) -> Any:
        """As the Office, in one transaction."""
        who = self.duy.user_id
        return await self.office.database.run(lambda tx: deed(tx, load_actor(tx, who, chat(who))))

    async def notice(self) -> Any:
        return await self.office.database.run(lambda tx: records.notice(tx, self.id))

    async def drafted(self) -> None:
        (row,) = await self.office.rows(sa.select(sa.func.coalesce(sa.func.max(NOTICES.c.id), 0).label("n")))
        values = {"words": OLD.format(n=row.n + 1), "asks_register": False, "asks_known": True}
        meant = {"audience": {"people": [reader.person_id for reader in self.readers]}}
        self.id = await self.do(lambda tx, actor: writing_actions.create(tx, actor, values | meant, ()))
        await self.tried(lambda tx, actor: checking_actions.try_out(tx, actor, self.id))

    async def tried(self, try_out: Callable[[Tx, Actor], Any]) -> None:
        """As if the trial had come through: that is not what is tested here."""
        await self.do(try_out)
        arrived = sa.update(LETTERS).where(LETTERS.c.kind == "notice_trial").values(state=State.SENT)
        await self.office.database.run(lambda tx: tx.execute(arrived) and None)

    async def started(self) -> None:
        await self.drafted()
        seal = await self.seal()
        assert await self.do(lambda tx, actor: actions.start(tx, actor, self.id, seal)) == len(self.readers)

    async def seal(self) -> int:
        return rules.seal((await self.notice()).revision, len(self.readers))

    async def sent(self) -> None:
        await self.started()
        await self.office.lives()
        assert await self.states() == ["sent"] * len(self.readers)

    async def half_sent(self) -> None:
        """To the first; the others wait for their turn."""
        await self.started()
        others = sa.and_(LETTERS.c.source == source(self.id), LETTERS.c.person_id != self.first.person_id)
        wait, go = (
            sa.update(LETTERS).where(others).values(rest_until=until)
            for until in (self.office.clock.stamp() + 600, 0.0)
        )
        await self.office.database.run(lambda tx: tx.execute(wait) and None)
        await self.office.lives()
        await self.office.database.run(lambda tx: tx.execute(go) and None)
        assert self.copies(self.first) == 1

    @property
    def first(self) -> Phone:
        return self.readers[0]

    async def states(self, kind: str = "notice", occurrence: str | None = None) -> list[str]:
        """Of the letters, in the order of the readers."""
        own = sa.and_(LETTERS.c.kind == kind, LETTERS.c.source == f"{kind}:{self.id}")
        if occurrence is not None:
            own = sa.and_(own, LETTERS.c.occurrence == occurrence)
        rows = await self.office.rows(sa.select(LETTERS.c.person_id, LETTERS.c.state).where(own))
        found = {row.person_id: row.state.value for row in rows}
        assert len(found) == len(rows), "one letter a person"
        return [found[reader.person_id] for reader in self.readers if reader.person_id in found]

    def copies(self, reader: Phone, words: str = OLD) -> int:
        return sum(message.text.startswith(words.format(n=self.id)) for message in reader.from_bot())

    async def once_each(self, people: list[Phone] | None = None, most: int = 1) -> None:
        """Who got it got it once; whoever did not is named as one of whom nobody knows."""
        unknown = await self.office.database.run(lambda tx: figures.by_name(tx, State.UNKNOWN, source(self.id)))
        assert len(unknown) <= WIDTH and all(entry.full_name for entry in unknown)
        doubtful = {entry.person_id for entry in unknown}
        for reader in self.readers if people is None else people:
            got = self.copies(reader)
            assert got <= most and (got == most or reader.person_id in doubtful), reader.name


@dataclass(frozen=True)
class Deed:
    """`before`: what the Office sees as it taps `payload`; `after`: what must be so, however the process died."""

    before: Callable[[Case], Any]
    payload: Callable[[Case], Any]
    after: Callable[[Case], Any]


async def _send_now(case: Case) -> str:
    return pack(SendNotice(case.id, await case.seal()))


async def _all_sent(case: Case) -> None:
    assert set(await case.states()) <= {"sent", "unknown"} and len(await case.states()) == len(case.readers)
    await case.once_each()


async def _paused(case: Case) -> None:
    """What has left has left; nothing more does, until it is let go on: then the rest, and nothing else."""
    states = await case.states()
    assert states[0] == "sent" and set(states) <= {"sent", "unknown", "planned"}
    waiting = [reader for reader, state in zip(case.readers, states, strict=True) if state == "planned"]
    assert all(case.copies(reader) == 0 for reader in waiting)
    await case.do(lambda tx, actor: actions.go_on(tx, actor, case.id) if waiting else None)
    await case.office.lives()
    await _all_sent(case)


async def _stopped(case: Case) -> None:
    states = await case.states()
    assert states[0] == "sent" and set(states) <= {"sent", "unknown", "cancelled"} and len(states) == len(case.readers)
    for reader, state in zip(case.readers, states, strict=True):
        assert state != "cancelled" or case.copies(reader) == 0
    await case.once_each([reader for reader, state in zip(case.readers, states, strict=True) if state != "cancelled"])


async def _pause_first(case: Case) -> None:
    await case.half_sent()
    await case.do(lambda tx, actor: actions.pause(tx, actor, case.id))


async def _set_for_later(case: Case) -> None:
    await case.drafted()
    seal, due = await case.seal(), case.office.clock.now() + timedelta(hours=1)
    await case.do(lambda tx, actor: actions.start(tx, actor, case.id, seal, due))


async def _called_off(case: Case) -> None:
    case.office.waits(hours=2)
    await case.office.lives()
    assert await case.states() == ["cancelled"] * len(case.readers)
    assert [case.copies(reader) for reader in case.readers] == [0] * len(case.readers)
    assert (await case.notice()).state.value == "draft"


async def _in_doubt(case: Case) -> None:
    """One has arrived; of one nobody knows, who has no copy; one was not taken."""
    await case.sent()
    for reader, state, reason in zip(case.readers[1:], ("unknown", "failed"), ("no_answer", "content"), strict=True):
        case.office.world.deletes(reader.user_id, reader.screen.message_id)
        own = sa.and_(LETTERS.c.source == source(case.id), LETTERS.c.person_id == reader.person_id)
        key = sa.select(LETTERS.c.id).where(own).scalar_subquery()
        for lost in (
            sa.update(LETTERS).where(own).values(state=State(state), reason=letter.Reason(reason)),
            sa.update(PARTS).where(PARTS.c.letter_id == key).values(state=PartState(state)),
        ):
            await case.office.database.run(lambda tx, lost=lost: tx.execute(lost) and None)  # type: ignore[misc]
    await case.office.settle()
    assert [case.copies(reader) for reader in case.readers] == [1, 0, 0]


async def _acknowledged(case: Case) -> None:
    await case.sent()
    await case.first.forges(AcknowledgeNotice(case.id))


async def _chased(case: Case) -> None:
    asked = "Văn phòng gửi lại thông báo ngày"
    states = await case.states("notice_chase")
    silent = [reader.person_id for reader in case.readers[1:]]
    rows = await case.office.rows(
        sa.select(LETTERS.c.person_id).where(LETTERS.c.source == f"notice_chase:{case.id}").order_by(LETTERS.c.id)
    )
    assert sorted(row.person_id for row in rows) == sorted(silent) and set(states) <= {"sent", "unknown"}
    for reader, state in zip(case.readers[1:], states, strict=True):
        got = sum(asked in message.text and f"số {case.id}: họp" in message.text for message in reader.from_bot())
        assert got <= 1 and (got or state == "unknown")
    await case.once_each()


async def _put_right(case: Case) -> None:
    await case.sent()
    after = {"words": NEW.format(n=case.id)}
    await case.do(lambda tx, actor: correcting.propose(tx, actor, case.id, after))
    await case.tried(lambda tx, actor: correcting.try_out(tx, actor, case.id))


async def _corrected(case: Case) -> None:
    """Every copy says what is right now, and nothing else; each is told once, or is named."""
    assert await case.states() == ["sent"] * len(case.readers)
    told = await case.states("notice_corrected")
    assert len(told) == len(case.readers) and set(told) <= {"sent", "unknown"}
    for reader, state in zip(case.readers, told, strict=True):
        assert (case.copies(reader), case.copies(reader, NEW)) == (0, 1), reader.name
        got = sum(m.text.startswith("ĐÍNH CHÍNH") and NEW.format(n=case.id) in m.text for m in reader.from_bot())
        assert got <= 1 and (got or state == "unknown")
    assert (await case.notice()).version == 2


async def _recalled(case: Case) -> None:
    assert await case.states() == ["recalled"] * len(case.readers)
    assert [case.copies(reader) for reader in case.readers] == [0] * len(case.readers)
    told = await case.states("notice_recalled")
    assert len(told) == 1 and told[0] in ("sent", "unknown"), "only who had said so, and once"
    assert await case.office.database.run(lambda tx: known_by(tx, case.id)) == {case.first.person_id}


def taps(act: Callable[[Any], ToAct]) -> Callable[[Case], Any]:
    async def payload(case: Case) -> str:
        return pack(act(await case.notice()))

    return payload


DEEDS = {
    "start": Deed(Case.drafted, _send_now, _all_sent),
    "pause": Deed(Case.half_sent, taps(lambda notice: PauseNotice(notice.id)), _paused),
    "resume": Deed(_pause_first, taps(lambda notice: ResumeNotice(notice.id)), _all_sent),
    "stop": Deed(Case.half_sent, taps(lambda notice: StopNotice(notice.id)), _stopped),
    "call off": Deed(_set_for_later, taps(lambda notice: CallOffNotice(notice.id)), _called_off),
    "resend": Deed(_in_doubt, taps(lambda notice: ResendNotice(notice.id)), _all_sent),
    "chase": Deed(_acknowledged, taps(lambda notice: ChaseNotice(notice.id, notice.chases + 1)), _chased),
    "correct": Deed(_put_right, taps(lambda notice: CorrectNotice(notice.id, notice.revision)), _corrected),
    "recall": Deed(_acknowledged, taps(lambda notice: RecallNotice(notice.id, notice.revision)), _recalled),
}


ALWAYS = ("start", "resend", "recall")
"""In `make test` too: of what is sent, sent again where nobody knows, and taken back."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in ALWAYS else pytest.mark.at_length) for name in DEEDS]
)
async def test_it_dies_at_every_commit_of_a_deed_and_the_deed_is_done_once(mortal: MortalOffice, name: str) -> None:
    deed = DEEDS[name]
    duy, *readers = [await mortal.person(each) for each in (DUY, *READERS)]
    commits = deaths = 0
    for number, durable in mortal.deaths(ENOUGH):
        case = Case(mortal, duy, readers)
        await deed.before(case)
        payload = await deed.payload(case)
        mortal.world.taps(duy.user_id, duy.screen.message_id, payload, forge=True)
        deaths += await mortal.dies_at(number, durable)
        commits = max(commits, number)
        await deed.after(case)
    assert commits > 5 and deaths >= commits // apart(mortal.url), "there are so many commits, at least"
    unknown = await mortal.database.run(lambda tx: figures.by_name(tx, State.UNKNOWN))
    print(f"\n{name}: {deaths} deaths, each at another commit; {len(unknown)} letters unknown by name, 0 twice, 0 lost")

"""The process dies at every commit of entering a decision, of letting its results go and of revoking it: each happens
once, nobody gets a letter twice."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import sqlalchemy as sa

from bot.awards.records import Award
from bot.ledger.letter import Letter, State
from bot.recognition import records
from bot.recognition.holders import person
from bot.recognition.records import DecisionState, LineNow
from bot.recognition.targets import EnterDecision, SendResults, ShowDecision
from bot.store.audit import Audit
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family, Level
from tests.engines import both_engines_at_length
from tests.notices.mortal import MortalOffice, apart
from tests.office import Phone
from tests.recognition.year import DUY, HAU, HONG

pytestmark = [both_engines_at_length, pytest.mark.slow]

ENOUGH = 40
LETTERS = columns(Letter)


@pytest.fixture
async def mortal(sample_url: str) -> AsyncIterator[MortalOffice]:
    office = MortalOffice(sample_url)
    await office.open()
    office.moves_clock_to(2023, 12, 20)
    for name in (DUY, HAU, HONG):
        await (await office.person(name)).says("/menu")
    yield office
    await office.close()


class Case:
    """One decision after the other, each with two people."""

    def __init__(self, office: MortalOffice, duy: Phone, people: tuple[Phone, Phone]) -> None:
        self.office, self.duy, self.people = office, duy, people
        self.id = 0

    async def drafted(self) -> str:
        people = [one.person_id for one in self.people]

        def body(tx: Tx) -> int:
            tx.execute(sa.delete(columns(Award)).where(columns(Award).c.year == 2023))
            day = tx.clock.today()
            made = records.add(
                tx,
                {
                    "year": 2023,
                    "family": Family.STATE,
                    "level": Level.BASE,
                    "number": f"{self.id + 1}/QĐ",
                    "signed_on": day,
                    "issuer": "Giám đốc Sở",
                    "drafted_by": self.duy.person_id,
                    "drafted_at": tx.now,
                },
            )
            records.add_lines(tx, made, [LineNow(person(key), "LDTT") for key in people])
            return made

        self.id = await self.office.database.run(body)
        await self.duy.forges(ShowDecision(self.id))
        await self.duy.taps("Ghi nhận quyết định")
        return "Ghi nhận quyết định"

    async def entered(self) -> str:
        await self.drafted()
        await self.duy.forges(EnterDecision(self.id, 1))
        await self.duy.taps("Kết quả cho từng người")
        return "Gửi kết quả"

    async def told(self) -> str:
        await self.entered()
        await self.duy.forges(SendResults(self.id))
        await self.office.lives()
        await self.duy.forges(ShowDecision(self.id))
        await self.duy.taps("Quyết định bị thu hồi, hủy bỏ")
        await self.duy.says("99/QĐ ngày 20/12/2023")
        await self.duy.says("Ghi sai danh hiệu")
        return "Ghi nhận thu hồi"

    async def was_entered(self) -> None:
        rows = await self.office.rows(sa.select(columns(Award)).where(columns(Award).c.year == 2023))
        assert sorted(row.person_id for row in rows) == sorted(one.person_id for one in self.people)
        await self.noted("decision.entered")

    async def was_told(self) -> None:
        await self.once_each("result")
        await self.noted("decision.results_sent")

    async def was_revoked(self) -> None:
        assert await self.office.rows(sa.select(columns(Award)).where(columns(Award).c.year == 2023)) == []
        one = await self.office.database.run(lambda tx: records.decision(tx, self.id))
        assert one is not None and one.state is DecisionState.REVOKED
        await self.once_each("result_revoked")
        await self.noted("decision.revoked")

    async def once_each(self, kind: str) -> None:
        """Each got the letter once, or is named as one of whom nobody knows."""
        own = LETTERS.c.source == f"{kind}:{self.id}"
        rows = await self.office.rows(sa.select(LETTERS.c.person_id, LETTERS.c.state).where(own))
        states = {row.person_id: row.state for row in rows}
        assert len(rows) == len(states) == len(self.people)
        words = "được công nhận năm 2023" if kind == "result" else "đã được thu hồi"
        for phone in self.people:
            got = sum(words in m.text and f"số {self.id}/QĐ" in m.text for m in phone.from_bot())
            assert got <= 1 and (got == 1 or states[phone.person_id] is State.UNKNOWN)

    async def noted(self, deed: str) -> None:
        audit = columns(Audit)
        mine = sa.and_(audit.c.deed == deed, audit.c.subject == f"decision:{self.id}")
        assert len(await self.office.rows(sa.select(audit.c.id).where(mine))) == 1


DEEDS: dict[str, tuple[Callable[[Case], Awaitable[str]], Callable[[Case], Awaitable[None]]]] = {
    "enter": (Case.drafted, Case.was_entered),
    "send": (Case.entered, Case.was_told),
    "revoke": (Case.told, Case.was_revoked),
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == "send" else pytest.mark.at_length) for name in DEEDS]
)
async def test_it_dies_at_every_commit_and_the_deed_is_done_once(mortal: MortalOffice, name: str) -> None:
    before, after = DEEDS[name]
    duy, hau, hong = [await mortal.person(each) for each in (DUY, HAU, HONG)]
    case = Case(mortal, duy, (hau, hong))
    deaths = 0
    for number, durable in mortal.deaths(ENOUGH):
        label = await before(case)
        duy.hits(label)
        deaths += await mortal.dies_at(number, durable)
        await after(case)
    assert deaths > 4 // apart(mortal.url)
    print(f"\n{name}: {deaths} deaths, each at another commit")

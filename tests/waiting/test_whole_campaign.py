"""The campaign of 2023, moved day by day, in all roles: what waited, since when, when it was told, when it was done.

People register, ask, stand at the door, confirm, send lists and answer as they find the time; some let things lie. Who
must confirm is asked of chain.py, person by person, which the digest does not use.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.campaigns.calendar import Calendar
from bot.enquiries.records import Question, Topic
from bot.ledger.letter import Letter, LetterPart, State
from bot.people.chain import Holder, state_confirmer, union_confirmer
from bot.people.chart import chart
from bot.people.collectives import collectives
from bot.people.identity import Scope, Staff, grants, load_actor, roster
from bot.people.records import LinkRequest, LinkRequestState, Role
from bot.registration.reading import Registrant
from bot.registration.records import Receipt, Registration, RegistrationState
from bot.reminders.digests import DIGEST, MORNING, OFFICE
from bot.sheets.records import SheetState, UnitSheet, states
from bot.sheets.sending.actions import send
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family, Subject
from tests.office import link
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at, calendar

FIRST, LAST = date(2023, 1, 3), date(2023, 3, 17)
USERS = 6_000_000_000
LINES = {
    Family.STATE.value: re.compile(r"Đăng ký chờ xác nhận: (\d+), từ"),
    Family.UNION.value: re.compile(r"Đăng ký danh hiệu Công đoàn chờ xác nhận: (\d+), từ"),
    "record": re.compile(r"Đăng ký chờ Văn phòng Sở ghi nhận: (\d+), từ"),
    "question": re.compile(r"Câu hỏi chờ trả lời: (\d+), từ"),
    "link": re.compile(r"Đề nghị liên kết chờ xử lý: (\d+), từ"),
    "list": re.compile(r"Danh sách đơn vị chờ tiếp nhận: (\d+), từ"),
    "group list": re.compile(r"Danh sách tổ công đoàn chờ tiếp nhận: (\d+), từ"),
}
LADDER = {
    **dict.fromkeys(map(str, Family), re.compile(r"xác nhận \d")),
    "record": re.compile(r"Đăng ký chờ Văn phòng Sở ghi nhận: \d"),
    "question": re.compile(r"\d câu hỏi chờ trả lời"),
    "link": re.compile(r"\d đề nghị liên kết chờ xử lý"),
    "list": re.compile(r"\d danh sách đơn vị chờ tiếp nhận"),
    "group list": re.compile(r"\d danh sách tổ công đoàn chờ tiếp nhận"),
}
"""The same in the word of the ladder, on its days."""
RISEN = re.compile(r": (\d+) (?:đăng ký chờ xác nhận|câu hỏi chờ trả lời) từ \d")


@dataclass
class Piece:
    """One piece of work as the transcript keeps it."""

    kind: str
    key: int
    of: str
    holders: frozenset[int]
    since: datetime
    source: str = ""
    """The source of the letters that tell of it at once."""
    told: dict[int, datetime] = field(default_factory=dict)
    done: datetime | None = None

    def waits(self, moment: datetime) -> bool:
        return self.since < moment and (self.done is None or self.done > moment)


async def test_nothing_waits_untold_and_nothing_is_told_when_it_is_done(timed: TimedOffice) -> None:
    days, chance = calendar(), random.Random(2023)
    people = await timed.database.run(_everybody)
    for key in await timed.database.run(lambda tx: _link_leads(tx, people)):
        timed.world.human(USERS + key, "Người", f"Thứ {key}")
        timed.world.came_before(USERS + key)
    work: list[Piece] = []
    for day in days.working_days(FIRST, LAST):
        for hour, minute in ((8, 0), (8, 30), (9, 0), (14, 0)):
            await timed.comes_to(at(day.year, day.month, day.day, hour, minute))
        timed.clock.move_to(at(day.year, day.month, day.day, 15, 30))
        await timed.database.run(partial(_begin, chance=chance, people=people, work=work))
        await timed.database.run(partial(_send_lists, chance=chance, work=work))
        await timed.database.run(partial(_do, chance=chance, work=work))
    letters = await timed.rows(_LETTERS.where(_L.c.kind.in_((DIGEST, OFFICE))))
    for row in await timed.rows(_LETTERS):
        _note_told(work, row)
    for row in _table(work, people):
        print(row)
    assert len(work) > 100
    assert untold(work, days) == []
    assert wrong_counts(work, letters) == []
    told_a_day = Counter((row.person_id, row.ended_at.astimezone(days.zone).date()) for row in letters)
    assert max(told_a_day.values()) == 1, "one digest a person and day"
    assert any(RISEN.search(row.text) for row in letters), "some was left to lie"


_L, _PART = columns(Letter), columns(LetterPart)
_LETTERS = (
    sa.select(_L.c.person_id, _L.c.ended_at, _L.c.source, _L.c.kind, _PART.c.text)
    .join(_PART, _PART.c.letter_id == _L.c.id)
    .where(_L.c.state == State.SENT)
    .order_by(_L.c.ended_at, _L.c.id)
)


def _everybody(tx: Tx) -> list[Staff]:
    return roster(tx, Scope(everybody=True), FIRST)


def _holders(tx: Tx, person: Staff, family: Family) -> frozenset[int]:
    confirmer = (state_confirmer if family is Family.STATE else union_confirmer)(tx, person, tx.clock.today())
    if confirmer.holder is Holder.OFFICE:
        return _office(tx) - {person.id}
    return frozenset({confirmer.staff.id}) if confirmer.staff is not None else frozenset()


def _office(tx: Tx) -> frozenset[int]:
    return frozenset(key for key, own in grants(tx, FIRST).items() if any(one.role is Role.OFFICE for one in own))


def _link_leads(tx: Tx, people: list[Staff]) -> frozenset[int]:
    """Whoever may have to do something has a chat; the others answer in other ways."""
    leads = _office(tx).union(*(_holders(tx, person, family) for person in people for family in Family))
    for key in leads:
        link(tx, USERS + key, key)
    return leads


def _begin(tx: Tx, *, chance: random.Random, people: list[Staff], work: list[Piece]) -> None:
    """Some register, after the deadline too, where they were let; some ask."""
    known = {piece.of for piece in work}
    for person in people:
        if person.code in known or chance.random() > 0.03:
            continue
        values = {"campaign_id": 1, "number": person.id, "code": f"T{person.id}", "person_id": person.id}
        receipt = tx.execute(sa.insert(columns(Receipt)).returning(columns(Receipt).c.id), values).scalar_one()
        for family in Family if person.union_member else (Family.STATE,):
            row = {"receipt_id": receipt, "family": family, "state": RegistrationState.SUBMITTED, "version": 1}
            row |= {"submitted_at": tx.now, "registered_by": person.id}
            table = columns(Registration)
            key = tx.execute(sa.insert(table).returning(table.c.id), row).scalar_one()
            by_office = state_confirmer(tx, person, tx.clock.today()).holder is Holder.OFFICE
            kind = "record" if by_office and family is Family.STATE else family.value
            work.append(Piece(kind, key, person.code, _holders(tx, person, family), tx.now))
    if chance.random() < 0.2:
        asked = {"user_id": 1, "topic": Topic.OFFICE, "words": "Hạn đến bao giờ?", "asked_at": tx.now}
        key = tx.execute(sa.insert(columns(Question)).returning(columns(Question).c.id), asked).scalar_one()
        work.append(Piece("question", key, "", _office(tx), tx.now))
    if chance.random() < 0.1:
        door = {"user_id": len(work), "chat_id": len(work), "statement": "Nguyễn Văn A", "created_at": tx.now}
        table = columns(LinkRequest)
        key = tx.execute(sa.insert(table).returning(table.c.id), door | {"state": LinkRequestState.OPEN}).scalar_one()
        work.append(Piece("link", key, "", _office(tx), tx.now, f"waiting:links:{key}"))


def _send_lists(tx: Tx, *, chance: random.Random, work: list[Piece]) -> None:
    """Some units and union groups send their lists, by whoever leads them."""
    sent = {piece.of for piece in work}
    found = chart(tx, FIRST)
    units = [(Subject.UNIT, key, found.roles.get((Role.UNIT_HEAD, key), ())) for key in collectives(tx, FIRST)]
    groups = [(Subject.UNION_GROUP, key, leads) for key, leads in found.group_leads.items()]
    for subject, key, leads in (*units, *groups):
        of = f"{subject.value} {key}"
        if not leads or of in sent or chance.random() > 0.05:
            continue
        send(tx, load_actor(tx, USERS + leads[0], USERS + leads[0]), Registrant(subject, key))
        (sheet_id, _state) = states(tx, 1, subject)[key]
        union = subject is Subject.UNION_GROUP
        holders = frozenset(found.chairs) if union else _office(tx)
        kind = "group list" if union else "list"
        work.append(Piece(kind, sheet_id, of, holders - {leads[0]}, tx.now, f"sheet:{sheet_id}"))


def _do(tx: Tx, *, chance: random.Random, work: list[Piece]) -> None:
    """Each who has work does some of it, or lets it lie. Others' paper is not of this transcript."""
    for piece in work:
        # A third of the leads are slow.
        slow = any(holder % 3 == 0 for holder in piece.holders)
        if piece.done is not None or not piece.holders or chance.random() > (0.1 if slow else 0.5):
            continue
        piece.done = tx.now
        model, done = _DONE.get(piece.kind, (Registration, {"state": RegistrationState.CONFIRMED}))
        values = done | ({"answered_at": tx.now} if model is Question else {})
        tx.execute(sa.update(columns(model)).where(columns(model).c.id == piece.key).values(**values))


_DONE: dict[str, tuple[type[SQLModel], dict[str, Any]]] = {
    "question": (Question, {"answer": "Có."}),
    "link": (LinkRequest, {"state": LinkRequestState.REFUSED}),
    "list": (UnitSheet, {"state": SheetState.ACCEPTED}),
    "group list": (UnitSheet, {"state": SheetState.ACCEPTED}),
}


# --- what became of it ------------------------------------------------------------------------------------------------


def _note_told(work: list[Piece], letter: Any) -> None:
    for piece in work:
        says = LINES[piece.kind].search(letter.text) or LADDER[piece.kind].search(letter.text)
        tells = letter.source == piece.source or says is not None
        if tells and letter.person_id in piece.holders and piece.waits(letter.ended_at):
            piece.told.setdefault(letter.person_id, letter.ended_at)


def untold(work: list[Piece], days: Calendar) -> list[str]:
    """Work of which somebody was not told by the next working morning, though it still waited."""
    wrong = []
    for piece in work:
        latest = days.civil_on(days.next_working_day(piece.since.astimezone(days.zone).date()), MORNING)
        latest += timedelta(minutes=10)
        for holder in piece.holders:
            heard = piece.told.get(holder)
            if (heard is None or heard > latest) and piece.waits(latest) and latest.date() <= LAST:
                wrong.append(f"{piece} to {holder}")
    return wrong


def wrong_counts(work: list[Piece], letters: list[Any]) -> list[str]:
    """Letters that say another number than what waited for their reader when they left."""
    wrong = []
    for letter in letters:
        for kind, line in LINES.items():
            found = line.search(letter.text)
            waited = sum(
                piece.kind == kind and letter.person_id in piece.holders and piece.waits(letter.ended_at)
                for piece in work
            )
            if found is not None and int(found[1]) != waited:
                wrong.append(f"{letter.person_id} {letter.ended_at}: {found[0]}, waited {waited}")
    return wrong


def _table(work: list[Piece], people: list[Staff]) -> Iterator[str]:
    names = {person.id: person.full_name for person in people}
    yield "\nwork                                        since        told         done         whose"
    for piece in work:
        told = min(piece.told.values(), default=None)
        what = f"{piece.kind} {piece.of}"
        whose = ", ".join(sorted(names[one] for one in piece.holders)) or "on paper"
        yield f"{what:40} {_stamp(piece.since)} {_stamp(told)} {_stamp(piece.done)} {whose}"


def _stamp(moment: datetime | None) -> str:
    return f"{moment.astimezone(calendar().zone):%d/%m %H:%M} " if moment else f"{'-':12}"

"""The campaign of 2023, moved day by day, in all roles: what waited, since when, when it was told, when it was done.

People register, ask, stand at the door, confirm, ask for changes and for more time, send lists, and answer as they find
the time; the Office writes notices, which a colleague approves and contact persons tell to those without a chat; some
let things lie. Who must confirm is asked of chain.py, person by person, which the digest does not use.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.campaigns.calendar import Calendar
from bot.campaigns.records import CampaignNow, current_campaign
from bot.enquiries.records import Question, Topic
from bot.leading.confirming import changes
from bot.leading.late import actions as late
from bot.ledger.letter import Letter, LetterPart, State
from bot.notices import records
from bot.notices.approval import proposals
from bot.notices.approval.actions import approve, set_policy
from bot.notices.approval.records import approval_source
from bot.notices.audience.recipients import of_notice
from bot.notices.in_person import contacts
from bot.notices.in_person.actions import task, told_all
from bot.notices.letter_names import todo_source
from bot.notices.records import Notice, NoticeRow, NoticeState
from bot.notices.rules import seal
from bot.notices.sending.actions import start
from bot.notices.tracking import deliveries
from bot.people.chain import Holder, state_confirmer, union_confirmer
from bot.people.chart import chart
from bot.people.collectives import collectives
from bot.people.identity import Actor, Scope, Staff, grants, load_linked, roster
from bot.people.records import LinkRequest, LinkRequestState, Role
from bot.registration import filing
from bot.registration.reading import Registrant
from bot.registration.records import (
    ChangeReason,
    ChangeRequest,
    LateRequest,
    Receipt,
    Registration,
    RegistrationState,
)
from bot.registration.rules import lead_has_until, may_ask_late
from bot.registration.sent.late_requests import ask_late
from bot.reminders.digests import DIGEST, MORNING, OFFICE
from bot.sheets.records import SheetState, UnitSheet, states
from bot.sheets.sending.actions import send
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family, Subject
from tests.notices.desk import DUY, HONG, joins_the_office, ready
from tests.office import link
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at, calendar

FIRST, LAST = date(2023, 1, 3), date(2023, 3, 17)
USERS = 6_000_000_000
DIRECTORS_DAY = date(2023, 2, 13)
"""The Director registers then: nobody in the chat confirms that."""
NOTICES = (date(2023, 1, 10), date(2023, 2, 7), date(2023, 2, 23), date(2023, 3, 7))
LINES = {
    Family.STATE.value: re.compile(r"Đăng ký chờ xác nhận: (\d+), từ"),
    Family.UNION.value: re.compile(r"Đăng ký danh hiệu Công đoàn chờ xác nhận: (\d+), từ"),
    "record": re.compile(r"Đăng ký chờ Văn phòng Sở ghi nhận: (\d+), từ"),
    "question": re.compile(r"Câu hỏi chờ trả lời: (\d+), từ"),
    "link": re.compile(r"Đề nghị liên kết chờ xử lý: (\d+), từ"),
    "list": re.compile(r"Danh sách đơn vị chờ tiếp nhận: (\d+), từ"),
    "group list": re.compile(r"Danh sách tổ công đoàn chờ tiếp nhận: (\d+), từ"),
    "change": re.compile(r"Đăng ký cần chỉnh sửa theo đề nghị: (\d+), từ"),
    "late": re.compile(r"Đề nghị bổ sung chờ ý kiến: (\d+), từ"),
    "approval": re.compile(r"Thông báo chờ duyệt: (\d+), từ"),
    "to tell": re.compile(r"Thông báo cần báo trực tiếp: (\d+), từ"),
}
LADDER = {
    **dict.fromkeys(map(str, Family), re.compile(r"xác nhận \d")),
    "record": re.compile(r"Đăng ký chờ Văn phòng Sở ghi nhận: \d"),
    "question": re.compile(r"\d câu hỏi chờ trả lời"),
    "link": re.compile(r"\d đề nghị liên kết chờ xử lý"),
    "list": re.compile(r"\d danh sách đơn vị chờ tiếp nhận"),
    "group list": re.compile(r"\d danh sách tổ công đoàn chờ tiếp nhận"),
    "late": re.compile(r"\d đề nghị bổ sung chờ ý kiến"),
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


@pytest.mark.long
@pytest.mark.at_length
async def test_nothing_waits_untold_and_nothing_is_told_when_it_is_done(timed: TimedOffice) -> None:
    days, chance = calendar(), random.Random(2023)
    await timed.person(DUY)
    hong = await joins_the_office(timed, HONG)
    await timed.database.run(lambda tx: set_policy(tx, _actor(tx, hong.person_id), 3))
    people = await timed.database.run(_everybody)
    for key in await timed.database.run(lambda tx: _link_leads(tx, people)):
        timed.world.human(USERS + key, "Người", f"Thứ {key}")
        timed.world.came_before(USERS + key)
    work: list[Piece] = []
    for day in days.working_days(FIRST, LAST):
        for hour, minute in ((8, 0), (8, 30), (9, 0), (14, 0)):
            await timed.comes_to(at(day.year, day.month, day.day, hour, minute))
        if day in NOTICES:  # before anything is due this afternoon that would stand below the draft
            timed.clock.move_to(at(day.year, day.month, day.day, 15, 0))
            work.append(await _asks_approval(timed, people, chance))
        timed.clock.move_to(at(day.year, day.month, day.day, 15, 30))
        await timed.database.run(partial(_begin, chance=chance, people=people, work=work))
        await timed.database.run(partial(_send_lists, chance=chance, work=work))
        for body in (_begin_again, _ask_for_more_time, _tell, _do):
            await timed.database.run(partial(body, chance=chance, people=people, work=work))
    letters = await timed.rows(_LETTERS.where(_L.c.kind.in_((DIGEST, OFFICE))))
    for row in await timed.rows(_LETTERS):
        _note_told(work, row)
    for row in _table(work, people):
        print(row)
    assert len(work) > 100
    assert {piece.kind for piece in work} == set(LINES)
    assert all(piece.done for piece in work if piece.kind == "change"), "nothing stays to be changed for ever"
    assert untold(work, days) == []
    assert wrong_counts(work, letters) == []
    assert told_when_done(work, await timed.rows(_LETTERS)) == []
    told_a_day = Counter((row.person_id, row.ended_at.astimezone(days.zone).date()) for row in letters)
    assert max(told_a_day.values()) == 1, "one digest a person and day"
    assert any(RISEN.search(row.text) for row in letters), "some was left to lie"


_L, _PART, _R, _CR, _LR = (columns(one) for one in (Letter, LetterPart, Registration, ChangeRequest, LateRequest))
_LETTERS = (
    sa.select(_L.c.person_id, _L.c.ended_at, _L.c.source, _L.c.kind, _PART.c.text)
    .join(_PART, _PART.c.letter_id == _L.c.id)
    .where(_L.c.state == State.SENT)
    .order_by(_L.c.ended_at, _L.c.id)
)
_OPEN_CHANGE = sa.select(sa.func.count()).where(
    _CR.c.registration_id == sa.bindparam("registration_id"), _CR.c.ended_at.is_(None)
)


def _campaign(tx: Tx) -> CampaignNow:
    found = current_campaign(tx)
    assert found is not None
    return found


def _everybody(tx: Tx) -> list[Staff]:
    return roster(tx, Scope(everybody=True), FIRST)


def _holders(tx: Tx, person: Staff, family: Family) -> frozenset[int]:
    confirmer = (state_confirmer if family is Family.STATE else union_confirmer)(tx, person, tx.clock.today())
    if confirmer.holder is Holder.OFFICE:
        return _office(tx) - {person.id}
    return frozenset({confirmer.staff.id}) if confirmer.staff is not None else frozenset()


def _office(tx: Tx) -> frozenset[int]:
    return frozenset(key for key, own in grants(tx, FIRST).items() if any(one.role is Role.OFFICE for one in own))


def _actor(tx: Tx, person_id: int) -> Actor:
    return load_linked(tx, [person_id])[person_id][0]


def _link_leads(tx: Tx, people: list[Staff]) -> frozenset[int]:
    """Whoever leads has a chat, and every third of the others; the rest answer in other ways."""
    leads = _office(tx).union(*(_holders(tx, person, family) for person in people for family in Family))
    leads |= {person.id for person in people if person.id % 3 == 1}
    for key in leads:
        link(tx, USERS + key, key)
    return leads


def _begin(tx: Tx, *, chance: random.Random, people: list[Staff], work: list[Piece]) -> None:
    """Some register, after the deadline too, where they were let; some ask."""
    known = {piece.of for piece in work}
    directors = chart(tx, FIRST).directors if tx.clock.today() >= DIRECTORS_DAY else frozenset[int]()
    for person in people:
        if person.code in known or (chance.random() > 0.03 and person.id not in directors):
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
        door = {"user_id": len(work), "statement": "Nguyễn Văn A", "created_at": tx.now}
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
        send(tx, _actor(tx, leads[0]), Registrant(subject, key))
        (sheet_id, _state) = states(tx, 1, subject)[key]
        union = subject is Subject.UNION_GROUP
        holders = frozenset(found.chairs) if union else _office(tx)
        kind = "group list" if union else "list"
        work.append(Piece(kind, sheet_id, of, holders - {leads[0]}, tx.now, f"sheet:{sheet_id}"))


def _begin_again(tx: Tx, *, chance: random.Random, people: list[Staff], work: list[Piece]) -> None:
    """Some who confirm ask for a change instead; what was changed, or not in its time, waits for them anew."""
    chats = {person.id: person for person in people if load_linked(tx, [person.id])}
    whose = {person.code: person for person in people}
    for piece in [one for one in work if one.kind == "change" and one.done is None]:
        ended = tx.execute(
            sa.select(sa.func.max(_CR.c.ended_at)).where(_CR.c.registration_id == piece.key)
        ).scalar_one()
        if not tx.execute(_OPEN_CHANGE, {"registration_id": piece.key}).scalar_one():
            piece.done = ended
            work.append(_to_confirm(tx, whose[piece.of], Family.STATE, piece.key, ended))
    for piece in [one for one in work if one.kind == Family.STATE.value and one.done is None]:
        person = whose[piece.of]
        may = person.id in chats and piece.waits(tx.now) and tx.now < _campaign(tx).closes_at
        if may and piece.holders and chance.random() < 0.1:
            version = tx.execute(sa.select(_R.c.version).where(_R.c.id == piece.key)).scalar_one()
            changes.ask(tx, _actor(tx, min(piece.holders)), piece.key, version, ChangeReason.PLEDGE, None)
            piece.done = tx.now
            source = f"registration:{piece.key}"
            work.append(Piece("change", piece.key, piece.of, frozenset({person.id}), tx.now, source))


def _to_confirm(tx: Tx, person: Staff, family: Family, key: int, since: datetime) -> Piece:
    return Piece(family.value, key, person.code, _holders(tx, person, family), since)


def _ask_for_more_time(tx: Tx, *, chance: random.Random, people: list[Staff], work: list[Piece]) -> None:
    """After the deadline some ask to register late: first the unit's lead, and a day later the Office."""
    known = {piece.of for piece in work}
    if not may_ask_late(_campaign(tx), tx.now):
        return
    for person in people:
        if person.code in known or not load_linked(tx, [person.id]) or chance.random() > 0.4:
            continue
        ask_late(tx, _actor(tx, person.id), "Đi công tác")
        key = tx.execute(sa.select(_LR.c.id).where(_LR.c.person_id == person.id)).scalar_one()
        lead, since = _holders(tx, person, Family.STATE), tx.now
        if state_confirmer(tx, person, tx.clock.today()).holder is not Holder.OFFICE:
            work.append(Piece("late", key, person.code, lead, since, f"late:{key}"))
            since = lead_has_until(since, calendar())
        work.append(Piece("late", key, person.code, _office(tx) - {person.id}, since, f"late:{key}"))


async def _asks_approval(timed: TimedOffice, people: list[Staff], chance: random.Random) -> Piece:
    """Duy writes a notice to ten people, not all of whom have a chat, and asks for approval."""
    chosen = chance.sample([one.full_name for one in people if one.full_name not in (DUY, HONG)], 10)
    duy = await ready(timed, *chosen)
    await duy.taps("Xin duyệt")
    key = await timed.database.run(lambda tx: tx.execute(sa.select(sa.func.max(columns(NoticeRow).c.id))).scalar_one())
    holders = await timed.database.run(_office)
    return Piece("approval", key, "", holders - {duy.person_id}, timed.clock.now(), approval_source(key))


def _notice(tx: Tx, key: int) -> Notice:
    found = records.notice(tx, key)
    assert found is not None
    return found


def _contacts(tx: Tx, notice: Notice) -> dict[int, datetime]:
    """Whoever is to tell somebody of the notice, and since when."""
    since, chart_ = dict[int, datetime](), contacts.load(tx)
    for person_id, unit_id, at_ in deliveries.untold(tx, notice):
        for one in chart_.nearest(person_id, unit_id) or _office(tx):
            since[one] = min(at_, since.get(one, at_))
    return since


def _tell(tx: Tx, *, chance: random.Random, people: list[Staff], work: list[Piece]) -> None:
    """Duy sends what was approved the day before; contact persons have until they are done to tell it."""
    starts = {one.key: one.done for one in work if one.kind == "approval" and one.done is not None}
    told = {(one.key, holder) for one in work if one.kind == "to tell" for holder in one.holders}
    duy = next(person.id for person in people if person.full_name == DUY)
    for key, approved in starts.items():
        notice = _notice(tx, key)
        if notice.state is NoticeState.DRAFT and approved < tx.now:
            start(tx, _actor(tx, duy), key, seal(notice.revision, len(of_notice(tx, notice))))
        for one, at_ in _contacts(tx, notice).items():
            if (key, one) not in told:
                work.append(Piece("to tell", key, "", frozenset({one}), at_, todo_source(key)))


def _do(tx: Tx, *, chance: random.Random, people: list[Staff], work: list[Piece]) -> None:
    """Each who has work does some of it, or lets it lie. Others' paper is not of this transcript."""
    whose = {person.code: person for person in people}
    for piece in list(work):
        # A third of the leads are slow.
        slow = any(holder % 3 == 0 for holder in piece.holders)
        if not piece.waits(tx.now) or not piece.holders or chance.random() > (0.1 if slow else 0.5):
            continue
        by = _actor(tx, min(piece.holders))
        match piece.kind:
            case "change":
                filing.keep(tx, [piece.key])
                work.append(_to_confirm(tx, whose[piece.of], Family.STATE, piece.key, tx.now))
            case "late":
                _judge_late(tx, by, piece, work)
            case "approval":
                approve(tx, by, piece.key, proposals.every(tx, _notice(tx, piece.key))[0].mark)
            case "to tell":
                found = task(tx, by, piece.key)
                told_all(tx, by, piece.key, found.seal, found.notice.version)
                left = _contacts(tx, _notice(tx, piece.key))
                for other in work:  # the same people were another's to tell as well
                    if (other.kind, other.key) == ("to tell", piece.key) and not other.holders & left.keys():
                        other.done = other.done or tx.now
            case _:
                model, done = _DONE.get(piece.kind, (Registration, {"state": RegistrationState.CONFIRMED}))
                values = done | ({"answered_at": tx.now} if model is Question else {})
                tx.execute(sa.update(columns(model)).where(columns(model).c.id == piece.key).values(**values))
        piece.done = tx.now


def _judge_late(tx: Tx, by: Actor, piece: Piece, work: list[Piece]) -> None:
    case, others = (
        late.late_case(tx, by, piece.key),
        [one for one in work if one.key == piece.key and one.kind == "late"],
    )
    if case.as_lead and not case.as_office:
        late.agree(tx, by, piece.key)
        for other in others:
            other.since = min(other.since, tx.now)
        return
    days = late.ends(tx, _campaign(tx))
    late.grant(tx, by, piece.key, days[0]) if days else late.refuse(tx, by, piece.key, "Đã hết thời gian bổ sung")
    for other in others:
        other.done = other.done or tx.now


_DONE: dict[str, tuple[type[SQLModel], dict[str, Any]]] = {
    "question": (Question, {"answer": "Có."}),
    "link": (LinkRequest, {"state": LinkRequestState.REFUSED}),
    "list": (UnitSheet, {"state": SheetState.ACCEPTED}),
    "group list": (UnitSheet, {"state": SheetState.ACCEPTED}),
}


# --- what became of it ------------------------------------------------------------------------------------------------


def _note_told(work: list[Piece], letter: Any) -> None:
    for piece in work:
        says = any(lines[piece.kind].search(letter.text) for lines in (LINES, LADDER) if piece.kind in lines)
        tells = letter.source == piece.source or says
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
            waited = {  # a late request waits for its lead and for the Office, and is one to whoever is both
                piece.key
                for piece in work
                if piece.kind == kind and letter.person_id in piece.holders and piece.waits(letter.ended_at)
            }
            if found is not None and int(found[1]) != len(waited):
                wrong.append(f"{letter.person_id} {letter.ended_at}: {found[0]}, waited {len(waited)}")
    return wrong


def told_when_done(work: list[Piece], letters: list[Any]) -> list[str]:
    """Letters of their own about work that left when it did not wait for their reader any more. What a lead was for is
    answered: that is no work."""
    wrong = []
    for letter in letters:
        of = [one for one in work if one.source and one.source == letter.source and letter.person_id in one.holders]
        if of and letter.kind != late.SUPPORTED and not any(one.waits(letter.ended_at) for one in of):
            wrong.append(f"{letter.person_id} {letter.ended_at}: {letter.kind} {letter.source}")
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

"""The work of one person is what waits for that person among everybody: whatever the roles, whatever the kind."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from bot.address import Door, chat
from bot.campaigns.records import current_campaign
from bot.clock import Clock
from bot.consolidation import records as consolidation
from bot.consolidation import submissions, taking
from bot.consolidation.content import freeze as frozen
from bot.consolidation.records import Addressee, Verdict
from bot.dialogue.targets import ToView
from bot.enquiries.records import Question, Topic
from bot.leading.proxy.actions import ASKED
from bot.ledger import planning
from bot.ledger.letter import Letter, Reason, State
from bot.ledger.outages import DoorOutage
from bot.notices import records, rules
from bot.notices.approval.records import NoticeApproval
from bot.notices.records import NoticeRow, NoticeState
from bot.people.authentication import links, reports
from bot.people.authentication.records import LinkKind, LinkState, WebLink
from bot.people.chart import chart
from bot.people.identity import load_actor
from bot.people.records import Grant, LinkRequest, Person, Role, UnionMembership, UnionOffice
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.registration.records import (
    Agreement,
    ChangeReason,
    ChangeRequest,
    Exemption,
    ExemptReason,
    LateRequest,
    Receipt,
    Registration,
    RegistrationState,
)
from bot.reminders.digests import plan_waiting
from bot.settings import OFFICE_ZONE
from bot.sheets.content import Content, freeze
from bot.sheets.records import SheetState, SheetVersion, UnitSheet
from bot.slices import registry, waits
from bot.store.database import Tx
from bot.store.engines.opening import open_database
from bot.store.files import store_file
from bot.store.schema import columns
from bot.titles.catalogue import Family
from bot.waiting import work
from bot.waiting.kinds import WaitingItem
from bot.waiting.lines import below, buttons
from bot.waiting.work import Overdue, Todo, Work
from tests.engines import both_engines
from tests.office import link
from tests.reminders.department import register
from tests.reminders.plans import at

FIRST_USER = 6_000_000_000
_G, _RC = columns(Grant), columns(Receipt)


@both_engines
@pytest.mark.parametrize("seed", range(3))
async def test_one_persons_work_is_the_same_alone_and_among_all(sample_url: str, clock: Clock, seed: int) -> None:
    clock.move_to(at(2023, 3, 3, 9))
    database = open_database(sample_url, clock)
    await database.run(lambda tx: fill(tx, random.Random(seed)))
    await database.run(lambda tx: submits(tx, returned=bool(seed % 2)))
    clock.move_to(at(2023, 3, 8, 9))
    every, alone = await database.run(_both)
    assert every == alone
    kinds = {one.kind.name for own in every.values() for one in (*own.todo, *own.news)}
    other = "submitted_to_union" if seed % 2 else "returned_submissions"
    assert kinds == {kind.name for kind in waits()} - {other}, "each kind waits for somebody here"
    assert {one.kind.name for own in every.values() for one in own.overdue} == {
        kind.name for kind in waits() if kind.overdue is not None
    }
    await database.close()


@both_engines
async def test_after_a_morning_nobody_has_work_untold_and_one_without_news_tells_nobody(
    sample_url: str, clock: Clock
) -> None:
    clock.move_to(at(2023, 3, 3, 15))
    database = open_database(sample_url, clock)
    await database.run(lambda tx: fill(tx, random.Random(1)))
    assert await database.run(_untold) > 20
    sent = sa.update(columns(Letter)).where(columns(Letter).c.state == State.PLANNED).values(state=State.SENT)
    # On the 7th the Office need not wait for the leads' word on late requests any more; on the 8th what lies rises.
    for day, letters in ((6, True), (7, True), (8, True), (9, False), (10, False)):
        clock.move_to(at(2023, 3, day, 9))
        assert (await database.run(plan_waiting) > 0) is letters, day
        assert await database.run(_untold) == 0
        await database.run(lambda tx: tx.execute(sent))
    await database.close()


def _untold(tx: Tx) -> int:
    return len(work.untold(tx, work.everybody(tx)))


@pytest.mark.parametrize("seed", range(3))
async def test_every_button_leads_to_a_view_that_its_reader_may_see(sample_url: str, clock: Clock, seed: int) -> None:
    clock.move_to(at(2023, 3, 3, 9))
    database = open_database(sample_url, clock)
    await database.run(lambda tx: fill(tx, random.Random(seed)))
    await database.run(lambda tx: submits(tx, returned=bool(seed % 2)))
    clock.move_to(at(2023, 3, 13, 9))
    views = registry(Phrases(OFFICE_ZONE)).views

    def look(tx: Tx) -> list[str]:
        refused = []
        for person, own in work.everybody(tx).items():
            actor = load_actor(tx, FIRST_USER + person, chat(FIRST_USER + person))
            for row in (*buttons((*own.todo, *own.news)), *below(own.overdue)):
                to = row[0].to
                assert isinstance(to, ToView)
                try:
                    views[to.name].show(tx, actor, to)
                except Refusal as refusal:
                    refused.append(f"{actor.person.full_name}: {to.name}: {refusal.key}")
        return refused

    assert await database.run(look) == []
    await database.close()


def _both(tx: Tx) -> tuple[dict[int, Work], dict[int, Work]]:
    people = tx.execute(sa.select(columns(Person).c.id)).scalars().all()
    alone = {key: work.of(tx, load_actor(tx, FIRST_USER + key, chat(FIRST_USER + key))) for key in people}
    return _sorted(work.everybody(tx)), _sorted({key: own for key, own in alone.items() if own.any})


def _sorted(works: dict[int, Work]) -> dict[int, Work]:
    """Rows come in no order in particular, and of those beside a person only a survey of all needs to know."""

    def items(found: tuple[WaitingItem, ...]) -> tuple[WaitingItem, ...]:
        return tuple(sorted((replace(item, chain=()) for item in found), key=lambda item: item.key))

    def of(one: Work) -> Work:
        todo = (Todo(each.kind, items(each.items)) for each in one.todo)
        over = (Overdue(each.kind, each.place, items(each.items)) for each in one.overdue)
        news = (Todo(each.kind, items(each.items)) for each in one.news)
        return Work(tuple(todo), tuple(sorted(over, key=lambda each: (each.kind.name, each.place.key))), tuple(news))

    return {person: of(one) for person, one in works.items()}


def fill(tx: Tx, chance: random.Random) -> None:
    """Everybody has a chat, and something of each kind waits."""
    people = list(tx.execute(sa.select(columns(Person).c.id).order_by(columns(Person).c.id)).scalars())
    for key in people:
        link(tx, FIRST_USER + key, key)
    registrations = columns(Registration)
    director = tx.execute(sa.select(_G.c.person_id).where(_G.c.role == Role.DIRECTOR)).scalar_one()
    member = columns(UnionMembership)
    chair = tx.execute(sa.select(member.c.person_id).where(member.c.office == UnionOffice.CHAIR)).scalar_one()
    recorded = [director, chair]
    some = [*chance.sample([key for key in people if key not in recorded], 60), *recorded]
    register(tx, some, RegistrationState.SUBMITTED, tuple(Family))
    of = registrations.join(_RC, sa.and_(_RC.c.id == registrations.c.receipt_id, _RC.c.person_id.not_in(recorded)))
    keys = list(tx.execute(sa.select(registrations.c.id).select_from(of).order_by(registrations.c.id)).scalars())
    changed, awaited = chance.sample(keys, 6), chance.sample(keys, 6)
    gone = [key for key in keys if key not in {*changed, *awaited}][:20]
    for values, which in (
        ({"state": RegistrationState.CHANGE_ASKED}, changed),
        ({"agreement": Agreement.AWAITED}, awaited),
        ({"state": RegistrationState.WITHDRAWN, "version": 2, "confirmed_version": 1}, gone),
    ):
        tx.execute(sa.update(registrations).where(registrations.c.id.in_(which)).values(**values))
    by = {"by": people[4], "at": tx.now}
    for key in changed:
        row = {"registration_id": key, "version": 1, "reason": ChangeReason.OTHER, "words": "Bổ sung"}
        tx.execute(sa.insert(columns(ChangeRequest)), row | by)
    asked = {"user_id": 1, "topic": Topic.OFFICE, "words": "Hạn đến bao giờ?", "asked_at": tx.now}
    tx.execute(sa.insert(columns(Question)), asked | {"person_id": some[0]})
    door = {"user_id": 7, "statement": "Nguyễn Văn A", "state": "open", "created_at": tx.now}
    tx.execute(sa.insert(columns(LinkRequest)), door)
    reports.report(tx, people[9], people[4])
    out = {"door": Door.TELEGRAM, "since": tx.now - timedelta(hours=3), "noticed_at": tx.now, "kinds": []}
    tx.execute(sa.insert(columns(DoorOutage)), out)
    _waits_at_the_web_door(tx, people[8])
    rest = [key for key in people if key not in some]
    for key in chance.sample(rest, 4):
        late = {"campaign_id": 1, "person_id": key, "reason": "Đi công tác", "state": "open", "asked_at": tx.now}
        tx.execute(sa.insert(columns(LateRequest)), late)
    _proxies(tx, rest[4:])
    free = {"campaign_id": 1, "person_id": rest[0], "reason": ExemptReason.STUDY, "since": date(2023, 1, 3)}
    tx.execute(sa.insert(columns(Exemption)), free | {"until": tx.clock.today() - timedelta(days=1)} | by)
    _lists(tx, by)
    _notice(tx, people)


def _waits_at_the_web_door(tx: Tx, person: int) -> None:
    """A browser that waits for the Office's word, since the Sunday before."""
    links.create(tx, person, LinkKind.LEAD, by=None)
    values = {"state": LinkState.WAITING, "asked_at": at(2023, 3, 5, 10), "code": "0912"}
    tx.execute(sa.update(columns(WebLink)).values(**values))


def _proxies(tx: Tx, people: list[int]) -> None:
    """Two have asked those who lead them to register for them."""
    for person in people[:2]:
        until = tx.now + timedelta(days=30)
        for lead in chart(tx, tx.clock.today()).roles[Role.UNIT_HEAD, 2]:
            planning.plan(
                tx, ASKED, f"proxy_asked:{person}", lead, "one", {"campaign": 1, "person": person}, useful_until=until
            )


def _lists(tx: Tx, by: dict[str, object]) -> None:
    """Of a unit and of a union group, one that is to be taken over and says other titles by now, and one returned."""
    of = ((2, None), (3, None), (None, 1), (None, 2))
    senders = [{"unit_id": unit_id, "union_group_id": group_id} for unit_id, group_id in of]
    content = freeze(Content("Danh sách", (), collective=("TTLDTT",)))
    for number, sender in enumerate(senders, 1):
        state = SheetState.SUBMITTED if number % 2 else SheetState.RETURNED
        row = {"campaign_id": 1, "number": number, "code": f"DS{number}", "version": 1, "state": state}
        row |= {"decided_at": None if number % 2 else tx.now, "brought_in_person": False}
        made = sa.insert(columns(UnitSheet)).returning(columns(UnitSheet).c.id)
        key = tx.execute(made, row | sender).scalar_one()
        tx.execute(sa.insert(columns(SheetVersion)), {"sheet_id": key, "version": 1, "content": content} | by)


def _notice(tx: Tx, people: list[int]) -> None:
    """One that has reached nobody, and a draft that a colleague is to approve."""
    office = people[4]
    common = {"words": "Họp", "asks_known": False, "asks_register": False, "revision": 0, "starts": 1, "chases": 0}
    common |= {"created_by": office, "created_at": tx.now, "version": 1, "audience": {"roles": ["office"]}}
    table, keys = columns(NoticeRow), []
    for state in (NoticeState.FINISHED, NoticeState.DRAFT):
        values = common | {"state": state, "due_at": tx.now}
        keys.append(tx.execute(sa.insert(table).returning(table.c.id), values).scalar_one())
    draft = records.notice(tx, keys[1])
    assert draft is not None
    asked = {"notice_id": draft.id, "digest": rules.approvable(draft), "asked_by": office, "asked_at": tx.now}
    tx.execute(sa.insert(columns(NoticeApproval)), asked)
    for person in people[::3]:
        row = {"kind": "notice", "source": f"notice:{keys[0]}", "person_id": person, "occurrence": "send:1"}
        row |= {"data": {"notice": keys[0]}, "state": State.BLOCKED, "reason": Reason.NOT_LINKED}
        row |= {"rest_until": 0.0, "attempts": 0, "tries": 0, "repeated": False, "planned_at": tx.now}
        row |= {"due_at": tx.now - timedelta(minutes=person * 7 % 50)}
        tx.execute(sa.insert(columns(Letter)), row)


def submits(tx: Tx, *, returned: bool) -> None:
    """A snapshot was submitted to the Director and to the union; `returned`: the union's chair has sent it back."""
    campaign, by = current_campaign(tx), chart(tx, tx.clock.today()).directors[0]
    assert campaign is not None
    key = consolidation.want(tx, campaign.id, by)
    sha256 = store_file(tx, frozen(taking.take(tx, campaign)), "application/json")
    snapshot = columns(consolidation.Snapshot)
    tx.execute(sa.update(snapshot).where(snapshot.c.id == key).values(sha256=sha256, taken_at=tx.now))
    for addressee in Addressee:
        made = submissions.add(tx, key, addressee, by)
        if returned and addressee is Addressee.UNION:
            chair = chart(tx, tx.clock.today()).chairs[0]
            submissions.add_opinion(tx, made, chair, Verdict.RETURNED, "xem lại")

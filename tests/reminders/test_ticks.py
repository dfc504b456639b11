"""Ticks over the sample department: every reminder once, whatever happens to the machine, the clock and the plan."""

import asyncio
from collections import Counter
from datetime import date, timedelta

from bot.campaigns.records import DayKind, declare_day
from bot.ledger.letter import State
from bot.registration.records import RegistrationState
from bot.reminders import records
from bot.reminders.actions import plan_due
from bot.reminders.records import RoundState
from bot.reminders.rules import Audience
from bot.store.database import Database
from bot.store.engines.opening import open_database
from bot.titles.catalogue import Family
from tests.engines import both_engines, both_engines_always
from tests.reminders.department import Department, beats, decline
from tests.reminders.plans import at, calendar

HAU, KHOI, HIEU, DUY = "Nguyễn Công Hậu", "Lê Công Khôi", "Phạm Quốc Hiếu", "Nguyễn Đức Duy"
T14, T7, T3 = at(2023, 2, 14, 8, 30), at(2023, 2, 21, 8, 30), at(2023, 2, 24, 8, 30)
DAY0, AFTER = at(2023, 2, 28, 8, 30), at(2023, 3, 1, 8, 30)


@both_engines
async def test_a_reminder_goes_to_everybody_who_has_not_answered_and_to_nobody_else(department: Department) -> None:
    hau, khoi = await department.person(HAU), await department.person(KHOI)
    await department.register([hau])
    await department.run(lambda tx: decline(tx, khoi))
    assert await department.tick(T14) == 91
    reached = {letter.person_id for letter in await department.letters()}
    assert hau not in reached and khoi not in reached
    assert {letter.state for letter in await department.letters()} == {State.PLANNED}
    assert [(one.rule, one.people) for one in await department.rounds()] == [("T-14", 91)]


@both_engines
async def test_union_titles_alone_are_no_answer_and_neither_is_what_was_withdrawn(department: Department) -> None:
    hau, khoi = await department.person(HAU), await department.person(KHOI)
    await department.register([hau], families=[Family.UNION])
    await department.register([khoi], RegistrationState.WITHDRAWN)
    await department.tick(T14)
    assert await department.of("staff", hau) == await department.of("staff", khoi) == ["T-14"]


@both_engines
async def test_a_tick_that_comes_again_does_nothing(department: Department) -> None:
    assert await department.tick(T14) == 93
    assert await department.tick(T14 + timedelta(seconds=20)) == 0
    await department.deliver()
    assert await department.tick(T14 + timedelta(hours=1)) == 0
    assert await department.tick(T14 + timedelta(days=3)) == 0


@both_engines_always
async def test_two_processes_and_a_restart_in_the_middle_send_every_reminder_once(
    department: Department, sample_url: str
) -> None:
    """Two processes tick side by side on one store from T-14 to the end; one dies and comes back in the middle. They
    tick every half hour while letters may leave, and at every second hour of the nights and days off."""
    sent: Counter[tuple[str, int]] = Counter()

    def open_other() -> Database:
        return open_database(sample_url, department.clock)

    other: Database | None = open_other()
    moments = [
        moment
        for moment in beats(at(2023, 2, 13), at(2023, 3, 3), timedelta(minutes=30))
        if calendar().is_civil(moment) or (moment.hour % 2 == 0 and moment.minute == 0)
    ]
    for number, moment in enumerate(moments):
        department.clock.move_to(moment)
        processes = [department.database, *([other] if other else [])]
        await asyncio.gather(*(process.run(plan_due) for process in processes for _ in range(2)))
        if number == len(moments) // 3 and other:
            await other.close()
            other = None
        if number == len(moments) // 2:
            other = open_other()
        for letter in await department.deliver():
            sent[letter.source, letter.person_id] += 1
    if other:
        await other.close()
    assert set(sent.values()) == {1}
    hau = await department.person(HAU)
    assert [source.split(":")[3] for source, person in sent if person == hau] == [
        "T-14",
        "T-7",
        "T-3",
        "T-1",
        "T0",
        "T+1",
    ]


@both_engines
async def test_three_days_off_over_a_reminder(department: Department) -> None:
    """Off from the evening of 23/02 until 27/02: T-3 is overtaken by T-1, and that is told."""
    for moment in (T14, T7, at(2023, 2, 21, 14)):
        await department.tick(moment)
        await department.deliver()
    assert await department.tick(at(2023, 2, 27, 9, 45)) > 0
    hau = await department.person(HAU)
    assert await department.of("staff", hau) == ["T-14", "T-7", "T-1"]
    missed = {(one.audience, one.rule) for one in await department.rounds() if one.state is RoundState.MISSED}
    assert missed == {(Audience.STAFF, "T-3")}
    assert "T-3" in await department.of("lead", await department.person(HIEU)), (
        "the digest is of use until the last day"
    )


@both_engines
async def test_a_late_tick_sends_what_is_still_of_use(department: Department) -> None:
    await department.tick(at(2023, 2, 17, 15))
    assert [(one.rule, one.state) for one in await department.rounds()] == [("T-14", RoundState.SENT)]


@both_engines
async def test_nothing_is_planned_at_night_and_what_has_not_left_by_then_waits_for_the_morning(
    department: Department,
) -> None:
    await department.tick(T14)  # and the courier cannot reach Telegram all day
    assert await department.tick(at(2023, 2, 14, 22)) == 0
    assert await department.deliver() == []
    await department.tick(at(2023, 2, 15, 7, 59))
    assert await department.deliver() == []
    await department.tick(at(2023, 2, 15, 8))
    assert len(await department.deliver()) == 93
    assert {letter.state for letter in await department.letters()} == {State.SENT}


@both_engines
async def test_a_day_declared_off_after_planning_holds_back_what_has_not_left(department: Department) -> None:
    await department.tick(T14)
    await department.run(lambda tx: declare_day(tx, date(2023, 2, 14), DayKind.OFF, "Nghỉ bù", None))
    await department.tick(T14 + timedelta(minutes=1))
    assert await department.deliver() == []
    await department.tick(at(2023, 2, 15, 8))
    assert len(await department.deliver()) == 93
    await department.run(lambda tx: declare_day(tx, date(2023, 2, 14), None, "", None))
    assert await department.tick(at(2023, 2, 15, 8, 1)) == 0, "taken back: nothing comes twice"


@both_engines
async def test_a_holiday_added_beforehand_moves_the_reminder(department: Department) -> None:
    await department.run(lambda tx: declare_day(tx, date(2023, 2, 21), DayKind.OFF, "Nghỉ", None))
    await department.tick(T14)
    assert await department.next_due(at(2023, 2, 15, 9)) == at(2023, 2, 20, 9)
    await department.tick(at(2023, 2, 20, 9))
    assert await department.of("staff", await department.person(HAU)) == ["T-14", "T-7"]


@both_engines
async def test_a_deadline_moved_on_takes_back_what_has_not_left_and_plans_it_anew(department: Department) -> None:
    await department.tick(T14)
    await department.deliver()
    await department.tick(T7)
    hau = await department.person(HAU)
    await department.moves_deadline(at(2023, 3, 15, 17))
    assert await department.tick(T7 + timedelta(minutes=1)) == 0
    assert await department.deliver() == []
    assert await department.of("staff", hau) == ["T-14"], "T-14 has been sent and does not come again"
    assert await department.tick(at(2023, 3, 1, 8, 30)) == 0
    assert await department.tick(at(2023, 3, 8, 8, 30)) == 93
    assert await department.of("staff", hau) == ["T-14", "T-7"]


@both_engines
async def test_a_deadline_moved_on_when_half_have_got_it_sends_it_to_the_other_half(department: Department) -> None:
    await department.tick(T7)
    await department.deliver(40)
    await department.moves_deadline(at(2023, 3, 15, 17))
    await department.tick(T7 + timedelta(minutes=1))
    assert await department.tick(at(2023, 3, 8, 8, 30)) == 53
    sources = Counter((letter.source, letter.person_id) for letter in await department.letters())
    assert max(sources.values()) == 1
    assert len(await department.letters(state=State.SENT)) == 40


@both_engines
async def test_a_deadline_moved_to_before_now_leaves_only_what_follows_it(department: Department) -> None:
    await department.tick(T14)
    await department.deliver()
    await department.moves_deadline(at(2023, 2, 20, 17), at(2023, 3, 10, 17))
    await department.tick(at(2023, 2, 22, 9))
    assert await department.of("staff", await department.person(HAU)) == ["T-14", "T+1"]
    states = {one.rule: one.state for one in await department.rounds() if one.audience is Audience.STAFF}
    assert states == {
        "T-14": RoundState.SENT,
        "T-7": RoundState.MISSED,
        "T-1": RoundState.MISSED,
        "T0": RoundState.MISSED,
        "T+1": RoundState.SENT,
    }


@both_engines
async def test_a_clock_that_steps_back_plans_nothing_twice(department: Department) -> None:
    for moment in (T14, T7, T3):
        await department.tick(moment)
        await department.deliver()
    for moment in (at(2023, 1, 5, 9), T14, T7, T3):
        assert await department.tick(moment) == 0
    assert Counter(await department.of("staff", await department.person(HAU))) == {"T-14": 1, "T-7": 1, "T-3": 1}


@both_engines
async def test_what_a_clock_has_left_in_the_future_comes_in_its_own_time(department: Department) -> None:
    await department.tick(T7)  # planned, not sent, and the clock goes back a month
    await department.tick(at(2023, 1, 17, 9))
    assert await department.deliver() == []
    await department.tick(T7)
    assert len(await department.deliver()) == 93


# --- leads ------------------------------------------------------------------------------------------------------------


@both_engines
async def test_leads_get_one_digest_a_day_and_only_while_there_is_work(department: Department) -> None:
    hieu, khoi = await department.person(HIEU), await department.person(KHOI)
    await department.tick(at(2023, 2, 21, 14))
    assert await department.of("lead", hieu) == ["T-7"], "a head"
    assert await department.of("lead", khoi) == ["T-7"], "the lead of a union group"
    digests = Counter(letter.person_id for letter in await department.letters(kind="digest"))
    assert max(digests.values()) == 1


@both_engines
async def test_a_lead_whose_people_are_all_done_gets_none(department: Department) -> None:
    await department.tick(T14)
    people = [letter.person_id for letter in await department.letters()]
    await department.register(people)
    await department.send_lists()
    await department.tick(at(2023, 2, 21, 14))
    assert await department.letters(kind="digest") == []
    assert await department.letters(kind="open_work") == []


@both_engines
async def test_a_list_that_was_not_sent_is_work_for_whoever_leads_that_unit_alone(department: Department) -> None:
    await department.tick(T14)
    await department.register([letter.person_id for letter in await department.letters()])
    await department.send_lists(but="Phòng Quản lý Khoa học")
    await department.tick(at(2023, 2, 21, 14))
    hieu = await department.person(HIEU)
    assert [letter.person_id for letter in await department.letters(kind="digest")] == [hieu]


@both_engines
async def test_what_waits_to_be_confirmed_is_work_but_not_the_leads_own(department: Department) -> None:
    await department.tick(T14)
    people = [letter.person_id for letter in await department.letters()]
    hieu, hau = await department.person(HIEU), await department.person(HAU)
    await department.register([person for person in people if person not in (hieu, hau)])
    await department.register([hieu], RegistrationState.SUBMITTED)
    await department.register([hau])
    await department.send_lists()
    await department.tick(at(2023, 2, 21, 14))
    assert await department.of("lead", hieu) == []
    khoi = await department.person(KHOI)
    assert await department.of("lead", khoi) == ["T-7"], "Hiếu's union title waits for the group's lead"


@both_engines
async def test_the_office_hears_of_what_is_open_after_the_deadline(department: Department) -> None:
    for moment in (DAY0, AFTER, at(2023, 3, 1, 14), at(2023, 3, 2, 8, 30)):
        await department.tick(moment)
    assert await department.of("office", await department.person(DUY)) == ["T+2"]
    assert await department.of("office", await department.person(HAU)) == []


# --- put off ----------------------------------------------------------------------------------------------------------


async def _puts_off(department: Department, person_id: int, until: object) -> None:
    await department.run(lambda tx: records.put_off(tx, 1, person_id, until))  # type: ignore[arg-type]


@both_engines
async def test_whoever_puts_it_off_is_reminded_on_that_day_once(department: Department) -> None:
    hau = await department.person(HAU)
    await department.tick(T14)
    await _puts_off(department, hau, at(2023, 2, 17, 8, 30))
    assert await department.next_due(at(2023, 2, 14, 9)) == at(2023, 2, 17, 8, 30)
    assert await department.tick(at(2023, 2, 16, 8, 30)) == 0
    assert await department.tick(at(2023, 2, 17, 8, 30)) == 1
    assert await department.tick(at(2023, 2, 17, 8, 31)) == 0
    assert await department.of("staff", hau) == ["T-14", "again"]


@both_engines
async def test_a_reminder_that_comes_meanwhile_passes_over_whoever_has_put_it_off(department: Department) -> None:
    hau, khoi = await department.person(HAU), await department.person(KHOI)
    await department.tick(T14)
    await _puts_off(department, hau, at(2023, 2, 22, 8, 30))
    await department.tick(T7)
    assert await department.of("staff", hau) == ["T-14"]
    assert await department.of("staff", khoi) == ["T-14", "T-7"]
    await department.tick(at(2023, 2, 22, 8, 30))
    assert await department.of("staff", hau) == ["T-14", "again"]


@both_engines
async def test_on_the_day_of_a_reminder_it_is_that_one_and_no_second(department: Department) -> None:
    hau = await department.person(HAU)
    await department.tick(T14)
    await _puts_off(department, hau, at(2023, 2, 21, 8, 30))
    await department.tick(T7)
    await department.tick(T7 + timedelta(minutes=5))
    assert await department.of("staff", hau) == ["T-14", "T-7"]


@both_engines
async def test_whoever_has_registered_meanwhile_is_not_reminded_again(department: Department) -> None:
    hau = await department.person(HAU)
    await department.tick(T14)
    await _puts_off(department, hau, at(2023, 2, 17, 8, 30))
    await department.register([hau])
    assert await department.tick(at(2023, 2, 17, 8, 30)) == 0


@both_engines
async def test_the_last_one_passes_over_nobody(department: Department) -> None:
    hau = await department.person(HAU)
    await _puts_off(department, hau, at(2023, 3, 1, 8, 30))  # as if the deadline had been moved closer since
    await department.tick(DAY0)
    assert await department.of("staff", hau) == ["T0"]

"""Reminders as they are read. Pure. With dates, never «three days»: a letter may be read a day late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.campaigns.records import CampaignNow
from bot.dialogue.screens import Button, Named, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import HOME
from bot.enquiries.targets import AskOffice, Register, ShowOffice
from bot.leading.targets import AskProxy, ShowSheet
from bot.people.identity import Staff
from bot.people.rules import honorific
from bot.registration.records import FamilyChoice
from bot.registration.targets import AskLate, RegisterUnion, ShowDecline, ShowUnionBoard, ShowUnitBoard
from bot.reminders.rules import PutOffChoice, ReminderText
from bot.reminders.targets import ShowSnooze, Snooze
from bot.reminders.unanswered import Tally
from bot.titles.catalogue import Subject
from bot.waiting.targets import ShowWaiting

SHOWN_UNITS = 6
"""Units that are named to the Office; the others are counted."""

REGISTER = Button(say("button.register"), Register(), Style.PRIMARY)
SAME = Button(say("button.same"), Register(), Style.PRIMARY)
DECLINE = Button(say("button.decline"), ShowDecline())
REGISTER_UNION = Button(say("button.register_union"), RegisterUnion(), Style.PRIMARY)
DECLINE_UNION = Button(say("button.decline_union"), ShowDecline(FamilyChoice.UNION))
SNOOZE = Button(say("button.snooze"), ShowSnooze())
ASK_OFFICE = Button(say("button.ask_office"), AskOffice())
ASK_PROXY = Button(say("button.ask_proxy"), AskProxy())
SEE_WAITING = Button(say("button.see_waiting"), ShowWaiting())
REGARDS = say("reminder.regards")


def _dear(person: Staff) -> Phrase:
    return say("reminder.dear", who=_who(person), name=person.full_name)


def _who(person: Staff) -> Phrase:
    return say(honorific(person.gender))


def _letter(
    person: Staff, *lines: Phrase | None, first: Button = REGISTER, may_wait: bool, by_proxy: bool = False
) -> Screen:
    return screen(
        _dear(person),
        *lines,
        REGARDS,
        rows=((first,), (ASK_PROXY if by_proxy else None,), (SNOOZE if may_wait else None, DECLINE)),
    )


def open_(person: Staff, campaign: CampaignNow, may_wait: bool) -> Screen:
    return _letter(
        person,
        say("reminder.open", campaign=campaign.name, deadline=campaign.deadline_at),
        say("reminder.open.how"),
        may_wait=may_wait,
    )


def past(
    person: Staff, campaign: CampaignNow, recognised: Sequence[Named], registered: Sequence[Named], *, may_wait: bool
) -> Screen:
    """The letter with last year's titles that may be registered again, if there are any: those that were recognised,
    and those that were only registered."""
    values = {"year": campaign.year - 1, "who": _who(person)}
    any_ = bool(recognised or registered)
    return _letter(
        person,
        say("reminder.deadline", year=campaign.year, deadline=campaign.deadline_at),
        say("reminder.past", **values, titles=tuple(recognised)) if recognised else None,
        say("reminder.past.registered", **values, titles=tuple(registered)) if registered else None,
        say("reminder.past.same") if any_ else say("reminder.open.how"),
        first=SAME if any_ else REGISTER,
        may_wait=may_wait,
    )


def few_days(
    person: Staff, campaign: CampaignNow, days: Sequence[date], way: Phrase, *, by_proxy: bool, may_wait: bool
) -> Screen:
    """The letter of the last days. `days`: working days that are left, today included; `way`: to register without a
    telephone; `by_proxy`: somebody may be asked to."""
    return _letter(
        person,
        say("reminder.deadline", year=campaign.year, deadline=campaign.deadline_at),
        say("reminder.days", days=tuple(days)) if days else None,
        way,
        may_wait=may_wait,
        by_proxy=by_proxy,
    )


def eve(person: Staff, campaign: CampaignNow, may_wait: bool) -> Screen:
    return _letter(
        person,
        say("reminder.ends", year=campaign.year, deadline=campaign.deadline_at),
        say("reminder.answer", who=_who(person)),
        may_wait=may_wait,
    )


def last(person: Staff, campaign: CampaignNow) -> Screen:
    """The last letter before the deadline, which nobody may put off; it says why."""
    return screen(
        _dear(person),
        say("reminder.ends", year=campaign.year, deadline=campaign.deadline_at),
        say("reminder.last"),
        REGARDS,
        rows=((REGISTER,), (DECLINE, ASK_OFFICE)),
    )


def again(person: Staff, campaign: CampaignNow, may_wait: bool) -> Screen:
    return _letter(
        person,
        say("reminder.again", who=_who(person), year=campaign.year),
        say("reminder.deadline", year=campaign.year, deadline=campaign.deadline_at),
        may_wait=may_wait,
    )


def union(person: Staff, campaign: CampaignNow) -> Screen:
    """The letter to a member who has answered for the State's titles only."""
    return screen(
        _dear(person),
        say("reminder.union", who=_who(person), year=campaign.year),
        say("reminder.deadline", year=campaign.year, deadline=campaign.deadline_at),
        REGARDS,
        rows=((REGISTER_UNION,), (DECLINE_UNION,)),
    )


def over(person: Staff, campaign: CampaignNow, now: datetime) -> Screen:
    until = campaign.supplement_until
    may_ask = until is not None and now <= until
    return screen(
        _dear(person),
        say("reminder.over", year=campaign.year, deadline=campaign.deadline_at),
        say("reminder.over.late", who=_who(person), until=until) if may_ask else say("reminder.over.office"),
        REGARDS,
        rows=((Button(say("button.ask_late"), AskLate(), Style.PRIMARY) if may_ask else None,), (ASK_OFFICE,)),
    )


# --- put off ----------------------------------------------------------------------------------------------------------


def snooze(choices: Sequence[PutOffChoice], last: datetime | None) -> Screen:
    return screen(
        say("snooze.ask"),
        say("snooze.not_the_last", at=last) if last is not None else None,
        rows=(
            *((Button(say("button.snooze_until", day=choice.until), Snooze(choice.days)),) for choice in choices),
            (HOME,),
        ),
    )


def snoozed(campaign: CampaignNow, until: datetime) -> Screen:
    return screen(
        say("snooze.done", until=until),
        say("snooze.meanwhile", deadline=campaign.deadline_at),
        rows=((REGISTER,), (HOME,)),
    )


# --- leads and the Office ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenWork:
    """The open work of somebody who leads people."""

    names: tuple[str, ...]
    """Of the units, or of the union group."""
    tally: Tally
    own: bool
    """One of those that wait is the lead's: somebody else confirms it."""
    lists: int = 0
    """Lists that are still to be sent."""
    returned: int = 0
    """Those of them that were sent and came back."""
    unregistered: int = 0
    """Collectives without a title of their own so far; no work by itself, since they need not have one."""

    @property
    def to_confirm(self) -> int:
        return self.tally.waiting - self.own

    @property
    def work(self) -> bool:
        return self.tally.left(own=self.own) or self.lists > 0


def digest(
    person: Staff,
    campaign: CampaignNow,
    units: OpenWork | None,
    group: OpenWork | None,
    text: ReminderText,
    now: datetime,
    waits: tuple[Phrase, ...] = (),
) -> Screen:
    """One letter for all that a person leads. `waits`: lines on other work that waits for him or her."""
    at_last = text in _AT_LAST
    return screen(
        _dear(person),
        say("digest.units", units=units.names, at=now, answered=units.tally.answered, total=units.tally.total)
        if units
        else None,
        _needs(person, units, at_last) if units and units.work else None,
        _union(person, group) if group else None,
        _union_list(group) if group and group.lists else None,
        *waits,
        *_window(person, campaign, text, now),
        say("digest.thanks"),
        rows=(
            (
                Button(say("button.send_sheet"), ShowSheet(Subject.UNIT), Style.PRIMARY)
                if units and units.lists and (at_last or not units.tally.left(own=units.own))
                else None,
            ),
            (
                Button(say("button.unit"), ShowUnitBoard()) if units else None,
                Button(say("button.union_group"), ShowUnionBoard()) if group else None,
            ),
            (SEE_WAITING if waits else None,),
        ),
    )


_AT_LAST = frozenset({ReminderText.DIGEST_LAST, ReminderText.DIGEST_OVER})
"""Letters that ask for the list whatever else is left; others only when it is the one thing left."""


def _needs(person: Staff, left: OpenWork, at_last: bool) -> Phrase:
    needs = []
    if left.to_confirm > 0:
        needs.append(say("digest.to_confirm", count=left.to_confirm))
    if left.tally.unlinked:
        needs.append(say("digest.missing_unlinked", count=left.tally.missing, unlinked=left.tally.unlinked))
    elif left.tally.missing:
        needs.append(say("digest.missing", count=left.tally.missing))
    if left.lists and not needs:
        return say("digest.only_returned_list" if left.returned == left.lists else "digest.only_list")
    if left.unregistered:
        needs.append(say("digest.unregistered"))
    if left.returned:
        needs.append(say("digest.send_returned_list"))
    if left.lists > left.returned and at_last:
        needs.append(say("digest.send_list"))
    return say("digest.needs", who=_who(person), needs=tuple(needs))


def _union_list(group: OpenWork) -> Phrase:
    return say("digest.union_list_returned" if group.returned else "digest.union_list", group=group.names[0])


def _union(person: Staff, group: OpenWork) -> Phrase:
    values = {"group": group.names[0], "answered": group.tally.answered, "total": group.tally.total}
    if not group.to_confirm:
        return say("digest.union", **values)
    return say("digest.union_waiting", **values, waiting=group.to_confirm, who=_who(person))


def _window(person: Staff, campaign: CampaignNow, text: ReminderText, now: datetime) -> tuple[Phrase, ...]:
    if text is ReminderText.DIGEST_OVER:
        over = say("digest.over", year=campaign.year, deadline=campaign.deadline_at)
        until = campaign.supplement_until
        if until is None or now > until:
            return (over,)
        return (over, say("digest.supplement", who=_who(person), until=until))
    if text is ReminderText.DIGEST_LAST:
        return (say("digest.last_day", year=campaign.year, deadline=campaign.deadline_at),)
    return (say("digest.deadline", year=campaign.year, deadline=campaign.deadline_at),)


def office(
    campaign: CampaignNow,
    total: Tally,
    behind: Sequence[tuple[str, int]],
    now: datetime,
    waits: tuple[Phrase, ...] = (),
) -> Screen:
    """The letter to the Office. `behind`: units with the number of people who have not answered, most first; `waits`:
    lines on what waits for the reader."""
    shown: list[Phrase] = [say("open_work.unit", unit=unit, count=count) for unit, count in behind[:SHOWN_UNITS]]
    if more := len(behind) - len(shown):
        shown.append(say("open_work.more", count=more))
    until = campaign.supplement_until
    return screen(
        say("open_work.head", campaign=campaign.name, at=now, answered=total.answered, total=total.total),
        say("open_work.missing", count=total.missing, unlinked=total.unlinked) if total.missing else None,
        say("open_work.units", units=tuple(shown)) if shown else None,
        say("open_work.waiting", count=total.waiting) if total.waiting else None,
        *waits,
        say("digest.deadline", year=campaign.year, deadline=campaign.deadline_at)
        if now <= campaign.deadline_at
        else say("open_work.supplement", until=until)
        if until is not None and now <= until
        else None,
        rows=((Button(say("button.office"), ShowOffice()), SEE_WAITING if waits else None),),
    )

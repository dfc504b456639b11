"""The ladder's letters to leads and the Office, as they are read. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.campaigns.records import CampaignNow
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.enquiries.targets import ShowOffice
from bot.leading.targets import ShowSheet
from bot.people.identity import Staff
from bot.registration.targets import ShowUnionBoard, ShowUnitBoard
from bot.reminders.rules import ReminderText
from bot.reminders.screens import SEE_WAITING, dear, who_is
from bot.reminders.unanswered import Tally
from bot.titles.catalogue import Subject

SHOWN_UNITS = 6
"""Units that are named to the Office; the others are counted."""


@dataclass(frozen=True, slots=True)
class OpenWork:
    """The open work of somebody who leads people."""

    names: tuple[str, ...]
    """Of the units, or of the union group."""
    tally: Tally
    to_confirm: int
    """Registrations that wait for the lead's own word; others of these people wait for somebody else's."""
    lists: int = 0
    """Lists that are still to be sent."""
    returned: int = 0
    """Those of them that were sent and came back."""
    unregistered: int = 0
    """Collectives without a title of their own so far; no work by itself, since they need not have one."""

    @property
    def answers(self) -> bool:
        """True if there is something to do for the people's answers, the list apart."""
        return self.tally.missing > 0 or self.to_confirm > 0

    @property
    def work(self) -> bool:
        return self.answers or self.lists > 0


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
        dear(person),
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
                if units and units.lists and (at_last or not units.answers)
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
    return say("digest.needs", who=who_is(person), needs=tuple(needs))


def _union_list(group: OpenWork) -> Phrase:
    return say("digest.union_list_returned" if group.returned else "digest.union_list", group=group.names[0])


def _union(person: Staff, group: OpenWork) -> Phrase:
    values = {"group": group.names[0], "answered": group.tally.answered, "total": group.tally.total}
    if not group.to_confirm:
        return say("digest.union", **values)
    return say("digest.union_waiting", **values, waiting=group.to_confirm, who=who_is(person))


def _window(person: Staff, campaign: CampaignNow, text: ReminderText, now: datetime) -> tuple[Phrase, ...]:
    if text is ReminderText.DIGEST_OVER:
        over = say("digest.over", year=campaign.year, deadline=campaign.deadline_at)
        until = campaign.supplement_until
        if until is None or now > until:
            return (over,)
        return (over, say("digest.supplement", who=who_is(person), until=until))
    if text is ReminderText.DIGEST_LAST:
        return (say("digest.last_day", year=campaign.year, deadline=campaign.deadline_at, who=who_is(person)),)
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

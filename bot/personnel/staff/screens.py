"""People as the Office finds and changes them: post, exemption, leaving, by date. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.dialogue.flows import Draft
from bot.dialogue.screens import Button, Named, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME
from bot.enquiries.targets import ShowNames, ShowOffice, ShowRoles
from bot.leading.targets import ShowPersonnel
from bot.people.identity import Staff
from bot.people.naming import post_of
from bot.people.roster.records import ImportKind
from bot.people.rules import honorific
from bot.people.targets import PrintInvites, ShowInvites
from bot.personnel import inputs
from bot.personnel.records import Exempted
from bot.personnel.rules import DatedPost, last_day
from bot.personnel.targets import (
    CancelLeaving,
    CancelTransfer,
    EndExemption,
    EnterForm,
    Exempt,
    FindPerson,
    RecordLeaving,
    ShowAccount,
    ShowImports,
    ShowUnits,
    Transfer,
)
from bot.registration.reading import Answered, StandingRegistration
from bot.registration.records import ExemptReason, RegistrationState
from bot.titles.catalogue import Family, Regime

TO_PERSONNEL = Button(say("button.personnel"), ShowPersonnel())

REASONS = {
    ExemptReason.STUDY: "exempt.study",
    ExemptReason.SECONDED: "exempt.seconded",
    ExemptReason.RETIRING: "exempt.retiring",
    ExemptReason.PROBATION: "exempt.probation",
    ExemptReason.LONG_LEAVE: "exempt.long_leave",
    ExemptReason.OTHER: "exempt.other",
}


@dataclass(frozen=True, slots=True)
class Dossier:
    """One person as the Office sees him or her."""

    person: Staff
    """As of today; without a unit once gone."""
    posts: Sequence[DatedPost]
    unit_names: dict[int, str]
    left_on: date | None
    stands: Answered
    exempted: Exempted | None
    linked: bool
    """A chat is this person's."""
    today: date
    on_paper: bool
    """A form that the person has signed may be entered now."""
    regime: Regime | None
    """The rules of the campaign; None: there is none."""
    asked_union: bool
    """The union's titles are offered to the person too."""

    @property
    def now(self) -> DatedPost | None:
        return next((post for post in self.posts if post.holds(self.today)), None)

    @property
    def later(self) -> DatedPost | None:
        return next((post for post in self.posts if post.since > self.today), None)

    @property
    def gone(self) -> bool:
        return self.left_on is not None and self.left_on <= self.today


def personnel(counts: tuple[int, int, int]) -> Screen:
    """The department in figures. `counts`: people, units, and people who are exempt today."""
    people, units, exempt = counts
    return screen(
        say("personnel.head"),
        say("personnel.counts", people=people, units=units, exempt=exempt)
        if exempt
        else say("personnel.counts_all", people=people, units=units),
        say("personnel.new"),
        rows=(
            (Button(say("button.find_person"), FindPerson(), Style.PRIMARY),),
            (Button(say("button.units"), ShowUnits()), Button(say("button.roles"), ShowRoles())),
            (
                Button(say("button.imports_roster"), ShowImports(ImportKind.ROSTER)),
                Button(say("button.imports_awards"), ShowImports(ImportKind.AWARDS)),
            ),
            (Button(say("button.invites"), ShowInvites()),),
            (Button(say("button.office"), ShowOffice()), HOME),
        ),
    )


def find(draft: Draft, items: Sequence[inputs.Item]) -> Screen:
    """Empty until something was typed: a department is too long a list to turn page by page."""
    typed = draft.data.get("query")
    lines = (say("find.head"), say("find.found", count=len(items)) if typed else say("find.how"))
    return inputs.list_screen(lines, items if typed else (), draft, has_whole=False)


# --- one person -------------------------------------------------------------------------------------------------------


def dossier(at: Dossier, list_: ShowNames | None) -> Screen:
    """`list_`: the list of names that it was opened from, and leads back to."""
    person, now = at.person, at.now
    away = TO_PERSONNEL if list_ is None else Button(say("button.back"), list_)
    head = say("staff.head", who=say(honorific(person.gender)), name=person.full_name, code=person.code)
    if at.gone:
        gone = say("staff.gone", day=at.left_on)
        return screen(head, gone, *_answers(at), say("staff.back_by_roster"), rows=((away,),))
    return screen(
        head,
        say("staff.post", post=post_of(now.title, at.unit_names[now.unit_id]), since=now.since) if now else None,
        _later(at),
        say("staff.group", group=person.union_group_name) if person.union_member else None,
        say("staff.leaves", day=at.left_on) if at.left_on else None,
        _exempt(at),
        *_answers(at),
        rows=_acts(at, person.id, away),
    )


def _acts(at: Dossier, ref: int, away: Button) -> tuple[tuple[Button | None, ...], ...]:
    cancel_move = Button(say("button.cancel_transfer"), CancelTransfer(ref), Style.DANGER)
    cancel_leave = Button(say("button.cancel_leave"), CancelLeaving(ref), Style.DANGER)
    return (
        (Button(say("button.transfer"), Transfer(ref)) if at.left_on is None else None,),
        (Button(say("button.exempt"), Exempt(ref)),),
        (
            Button(say("button.enter_paper"), EnterForm(ref)) if at.on_paper else None,
            Button(say("button.account"), ShowAccount(ref)),
        ),
        (Button(say("button.end_exemption"), EndExemption(ref)) if at.exempted else None,),
        (Button(say("button.leaving"), RecordLeaving(ref)) if at.left_on is None else cancel_leave,),
        (cancel_move if at.later else None,),
        (None if at.linked else Button(say("button.print_invite"), PrintInvites(person=ref)), away),
    )


def _later(at: Dossier) -> Phrase | None:
    later = at.later
    if later is None:
        return None
    return say("staff.later", post=post_of(later.title, at.unit_names[later.unit_id]), since=later.since)


def _exempt(at: Dossier) -> Phrase | None:
    if at.exempted is None:
        return None
    reason, since, until = say(REASONS[at.exempted.reason]), at.exempted.since, at.exempted.until
    if until is None:
        return say("staff.exempt_open", reason=reason, since=since)
    return say("staff.exempt", reason=reason, since=since, last=last_day(until))


def _answers(at: Dossier) -> tuple[Phrase | None, ...]:
    """The answer in each family, apart, and the number of the receipt."""
    return (
        _state(at.stands, at.regime),
        _union(at.stands, at.regime) if at.asked_union or at.stands.answered_in(Family.UNION) else None,
        say("staff.code", code=at.stands.code) if at.stands.code is not None else None,
    )


def _state(stands: Answered, regime: Regime | None) -> Phrase:
    standing = stands.in_family(Family.STATE)
    if standing is not None and regime is not None:
        return say("staff.registered", titles=_titles(standing, regime), state=_STATES[standing.state])
    return say("staff.declined" if stands.declined_in(Family.STATE) else "staff.silent")


def _union(stands: Answered, regime: Regime | None) -> Phrase:
    standing = stands.in_family(Family.UNION)
    if standing is not None and regime is not None:
        return say("staff.union.registered", titles=_titles(standing, regime), state=_STATES[standing.state])
    return say("staff.union.declined" if stands.declined_in(Family.UNION) else "staff.union.silent")


def _titles(standing: StandingRegistration, regime: Regime) -> tuple[Named, ...]:
    return tuple(title.short for title in regime.in_order(standing.titles))


_STATES = {
    RegistrationState.SUBMITTED: say("status.submitted"),
    RegistrationState.CHANGE_ASKED: say("status.change_asked"),
    RegistrationState.CONFIRMED: say("status.confirmed"),
}


# --- the dialogues ----------------------------------------------------------------------------------------------------


def which_unit(draft: Draft, person: Staff, items: Sequence[inputs.Item]) -> Screen:
    lines = (say("transfer.head", name=person.name_in_unit, unit=person.unit_name), say("transfer.unit"))
    return inputs.list_screen(lines, items, draft)


def which_title(person: Staff, unit: str) -> Screen:
    keep = Button(say("button.keep_position", position=person.position), Option("keep"))
    return screen(
        say("transfer.title", name=person.name, unit=unit),
        say("transfer.title_how"),
        rows=((keep,) if person.position else (), inputs.AWAY),
    )


def transfer_since(person: Staff, unit: str, today: date) -> Screen:
    lines = (say("transfer.since", name=person.name, unit=unit),)
    return inputs.day_screen(lines, (("today", say("button.today", day=today)),))


def transfer_check(person: Staff, unit: str, title: str, since: date) -> Screen:
    return screen(
        say("transfer.check", name=person.name),
        say("transfer.from_to", old=person.unit_name, new=unit, title=title),
        say("transfer.day", since=since),
        say("transfer.judges"),
        say("transfer.roles"),
        rows=((Button(say("button.transfer"), Option("send"), Style.SUCCESS),), inputs.AWAY),
    )


def exempt_reason(person: Staff) -> Screen:
    return screen(
        say("exempt.head", name=person.name),
        say("exempt.what"),
        rows=(*((Button(say(key), Option(reason.value)),) for reason, key in REASONS.items()), inputs.AWAY),
    )


def exempt_since(person: Staff, today: date) -> Screen:
    lines = (say("exempt.since", name=person.name),)
    return inputs.day_screen(lines, (("today", say("button.today", day=today)),))


def exempt_until(person: Staff, since: date) -> Screen:
    lines = (say("exempt.until", name=person.name, since=since),)
    return inputs.day_screen(lines, (("open", say("button.to_campaigns_end")),))


def exempt_check(person: Staff, reason: ExemptReason, since: date, last: date | None) -> Screen:
    span = say("exempt.open_span", since=since) if last is None else say("exempt.span", since=since, last=last)
    return screen(
        say("exempt.check", name=person.name, reason=say(REASONS[reason])),
        span,
        say("exempt.effect"),
        rows=((Button(say("button.send_exempt"), Option("send"), Style.SUCCESS),), inputs.AWAY),
    )


def leaving_day(person: Staff, today: date) -> Screen:
    lines = (say("leaving.head", name=person.name), say("leaving.day"))
    return inputs.day_screen(lines, (("today", say("button.today", day=today)),))


def leaving_check(person: Staff, day: date) -> Screen:
    return screen(
        say("leaving.check", name=person.name, day=day),
        say("leaving.effect"),
        say("leaving.kept"),
        rows=((Button(say("button.send_leaving"), Option("send"), Style.DANGER),), inputs.AWAY),
    )

"""One person as the Office sees him or her: post, exemption, answers, and what may be changed. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.dialogue.screens import Button, Named, Phrase, Screen, Style, say, screen
from bot.enquiries.targets import ShowNames
from bot.people.identity import Staff
from bot.people.naming import post_of
from bot.people.rules import honorific
from bot.people.targets import PrintInvites
from bot.personnel.records import Exempted
from bot.personnel.rules import DatedPost, last_day
from bot.personnel.staff.screens import REASONS, TO_PERSONNEL
from bot.personnel.targets import (
    CancelLeaving,
    CancelTransfer,
    EndExemption,
    EnterForm,
    Exempt,
    RecordLeaving,
    ShowAccount,
    Transfer,
)
from bot.registration.reading import Answered, StandingRegistration
from bot.registration.records import RegistrationState
from bot.titles.catalogue import Family, Regime


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
    """The campaign's; None: there is none."""
    confirms: Mapping[Family, Phrase]
    """By family, the one who confirms the person's titles, or has confirmed them."""
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
    asked_union = at.asked_union or at.stands.answered_in(Family.UNION)
    return (
        _state_titles(at),
        _union_titles(at) if asked_union else None,
        say("staff.code", code=at.stands.code) if at.stands.code is not None else None,
    )


def _state_titles(at: Dossier) -> Phrase:
    if (standing := at.stands.in_family(Family.STATE)) is not None:
        return say("staff.registered", titles=_titles(at, standing), state=_state(at, standing))
    if at.stands.declined_in(Family.STATE):
        return say("staff.declined")
    if at.gone or not at.confirms:
        return say("staff.silent_so_far")
    return say("staff.silent", who=at.confirms[Family.STATE])


def _union_titles(at: Dossier) -> Phrase:
    if (standing := at.stands.in_family(Family.UNION)) is not None:
        return say("staff.union.registered", titles=_titles(at, standing), state=_state(at, standing))
    return say("staff.union.declined" if at.stands.declined_in(Family.UNION) else "staff.union.silent")


def _titles(at: Dossier, standing: StandingRegistration) -> tuple[Named, ...]:
    assert at.regime is not None
    return tuple(title.short for title in at.regime.in_order(standing.titles))


def _state(at: Dossier, standing: StandingRegistration) -> Phrase:
    who = at.confirms[standing.family]
    match standing.state:
        case RegistrationState.CONFIRMED:
            return say("staff.state.confirmed", at=standing.confirmed_at, who=who)
        case RegistrationState.CHANGE_ASKED:
            return say("status.change_asked")
    return say("staff.state.waits", who=who)

"""One person, as his or her lead sees it: what stands, what is new, what can be done. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.leading.reading import BoardState, Member
from bot.leading.records import VersionContent
from bot.leading.targets import (
    AskChange,
    Confirm,
    RegisterForPerson,
    ShowComments,
    ShowExtendChange,
    ShowMember,
    ShowMembers,
    ShowNudge,
    ShowProxyDecline,
    ShowTellPerson,
    TakeBackChange,
)
from bot.people.authentication.targets import ShowWebAccess
from bot.registration.questions import QUESTIONS
from bot.registration.reading import Declined, StandingRegistration
from bot.registration.records import ChangeAsked, ChangeOutcome, RegistrationState
from bot.registration.rules import REASONS_SAID, what_to_change
from bot.titles.catalogue import Family, Regime, Title
from bot.titles.rules import Finding, to_check


@dataclass(frozen=True, slots=True)
class MemberRights:
    """Rights over one person of whoever looks."""

    judge: bool
    """Confirm, or take back a change that was asked for."""
    ask: bool
    """Ask for a change: while there is time to make it."""
    extend: bool
    """Give more time for the change that was asked for."""
    remind: bool
    """Remind, by a letter or in person."""
    write: bool
    """A letter would come in time."""
    register: bool
    decline: bool
    """Record, after the deadline, that the person does not register."""
    web: bool
    """See to the way in by the web."""


def member(
    may: MemberRights,
    family: Family,
    regime: Regime,
    seen: Member,
    standing: StandingRegistration | None,
    recognised: Sequence[Title],
    last_year: int,
    findings: Sequence[Finding],
    neighbours: tuple[int | None, int | None],
    asked: tuple[ChangeAsked, datetime] | None,
    commented: bool,
    confirmed: VersionContent | None,
    declined: Declined | None,
    confirmer: Phrase,
) -> Screen:
    """One person, as the lead judges: what is registered, what is on record, what to note, what can be done.

    `recognised`: titles of `last_year` in this family. `asked`: the change that was asked of what stands, and the end
    of its time. `confirmed`: the version that was confirmed last, if another one stands. `declined`: what
    the person has said instead. `confirmer`: whoever confirms, or has confirmed.
    """
    person = seen.person
    head = say("member.head", name=person.name, position=person.position)
    before, after = neighbours
    turn = (
        Button(say("button.person_before"), ShowMember(family, before)) if before else None,
        Button(say("button.person_after"), ShowMember(family, after)) if after else None,
    )
    back = Button(say("button.back"), ShowMembers(family))
    web = (Button(say("button.web_access"), ShowWebAccess(person.id)) if may.web else None,)
    comments = Button(say("button.comments"), ShowComments(person.id)) if commented else None
    if standing is None:
        return screen(
            head,
            say(_UNREGISTERED[seen.state]),
            say("member.declined.why", at=declined.at, reason=say(REASONS_SAID[declined.reason])) if declined else None,
            say("member.confirmer", who=confirmer) if seen.state is BoardState.MISSING else None,
            _not_linked(seen),
            rows=(*_about_missing(may, family, seen), turn, web, (comments, back)),
        )
    ref, version = standing.registration_id, standing.version
    decide = _decision(ref, version, standing.state) if may.judge else None
    titles = regime.in_order(standing.titles)
    return screen(
        head,
        say("member.titles", titles=tuple(title.short for title in titles)),
        say("member.sent.waits", at=standing.submitted_at, who=confirmer)
        if standing.state is RegistrationState.SUBMITTED
        else say("member.sent", at=standing.submitted_at),
        *_answers(standing, titles),
        say("member.held", year=last_year, titles=tuple(title.short for title in recognised)) if recognised else None,
        *(say(finding.key, **finding.values) for finding in findings[:2]),
        to_check(regime),
        say("member.confirmed", at=standing.confirmed_at, who=confirmer) if standing.confirmed_at else None,
        _asked(*asked) if asked else None,
        _since_confirmed(regime, standing, confirmed) if confirmed else None,
        rows=(
            (
                decide,
                Button(say("button.ask_change"), AskChange(ref, version)) if may.ask else None,
            ),
            (Button(say("button.extend_change"), ShowExtendChange(ref, version)) if may.extend else None,),
            turn,
            web,
            (comments, back),
        ),
    )


def _decision(ref: int, version: int, state: RegistrationState) -> Button | None:
    if state is RegistrationState.SUBMITTED:
        return Button(say("button.confirm"), Confirm(ref, version), Style.SUCCESS)
    if state is RegistrationState.CHANGE_ASKED:
        return Button(say("button.take_back_change"), TakeBackChange(ref, version))
    return None


def _asked(asked: ChangeAsked, until: datetime) -> Phrase | None:
    """The change that was asked for, and what came of it; nothing where it was taken back."""
    key = _OUTCOMES.get(asked.outcome)
    return None if key is None else say(key, what=what_to_change(asked.reason, asked.words), until=until)


_OUTCOMES = {
    None: "member.change_asked",
    ChangeOutcome.LAPSED: "member.change_lapsed",
    ChangeOutcome.KEPT: "member.change_kept",
}


def _answers(standing: StandingRegistration, titles: Sequence[Title]) -> tuple[Phrase, ...]:
    """Answers, and those that are to follow."""
    return tuple(
        one.line(said)
        for one in QUESTIONS
        if one.applies(titles) and ((said := standing.said(one)) or one.follows is not None)
    )


def _about_missing(may: MemberRights, family: Family, seen: Member) -> tuple[tuple[Button | None, ...], ...]:
    if seen.state is not BoardState.MISSING:
        return ()
    person = seen.person.id
    remind = (
        Button(say("button.nudge"), ShowNudge(family, person), Style.PRIMARY)
        if seen.reached and may.write
        else Button(say("button.tell"), ShowTellPerson(family, person), Style.PRIMARY)
    )
    register = Button(say("button.proxy"), RegisterForPerson(person))
    decline = Button(say("button.record_decline"), ShowProxyDecline(person))
    return (
        (remind if may.remind else None, register if may.register else None),
        (decline if may.decline else None,),
    )


def _since_confirmed(regime: Regime, standing: StandingRegistration, before: VersionContent) -> Phrase | None:
    """The differences from the version that was confirmed."""
    now = frozenset(standing.titles)
    added, dropped = regime.in_order(now - before.titles), regime.in_order(before.titles - now)
    parts = (
        say("member.since.added", titles=tuple(title.short for title in added)) if added else None,
        say("member.since.dropped", titles=tuple(title.short for title in dropped)) if dropped else None,
        *(one.changed for one in QUESTIONS if standing.said(one) != before.answers[one.name]),
    )
    said = tuple(part for part in parts if part is not None)
    return say("member.since", changes=said) if said else None


_UNREGISTERED = {
    BoardState.MISSING: "member.missing",
    BoardState.DECLINED: "member.declined",
    BoardState.EXEMPT: "member.exempt",
}


def _not_linked(seen: Member) -> Phrase | None:
    if not seen.linked:
        return say("member.not_linked")
    return say("member.blocked") if seen.blocked else None

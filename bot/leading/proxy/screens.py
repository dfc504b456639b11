"""Registering for a person, as the lead goes through it and as the person reads of it. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.dialogue.flows import BACK, LATER, Draft
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, page_of, turn
from bot.enquiries.targets import AskOffice, Register
from bot.leading.proxy.actions import ProxyCase
from bot.leading.reading import BoardState, Member
from bot.leading.screens import PEOPLE_A_PAGE
from bot.leading.targets import DeclineForPerson, RegisterForPerson, ShowProxy, ShowProxyDecline
from bot.people.identity import Staff
from bot.people.naming import by_name
from bot.people.rules import given_name, honorific
from bot.registration.reading import Answered
from bot.registration.records import Agreement, DeclineReason
from bot.registration.rules import REASON_PHRASES
from bot.registration.targets import AgreeToProxy, ShowEdit, ShowUnitBoard, ShowWithdraw
from bot.titles.catalogue import Regime
from bot.titles.rules import asks_initiative

REASONS = tuple(reason for reason in REASON_PHRASES if reason is not DeclineReason.OTHER)
"""Preset ones only: nobody's own words are put down by somebody else."""
TO_BOARD = Button(say("button.to_board"), ShowUnitBoard())


def chosen(draft: Draft) -> frozenset[str]:
    return frozenset(draft.data.get("titles", ()))


def _who(person: Staff) -> Phrase:
    return say(honorific(person.gender))


def _called(person: Staff) -> dict[str, Phrase | str]:
    return {"who": _who(person), "name": given_name(person.full_name)}


# --- the list ---------------------------------------------------------------------------------------------------------


def people_to_register(people: Sequence[tuple[Member, bool]], wanted: int) -> Screen:
    """The people for whom one may register, a button each. True: registered by proxy already, and not agreed to."""
    if not people:
        return screen(say("proxy.nobody"), rows=((TO_BOARD,),))
    page = page_of(people, wanted, PEOPLE_A_PAGE)
    return screen(
        say("proxy.whom"),
        say("proxy.kept"),
        rows=(
            *((Button(_label(member, again), RegisterForPerson(member.person.id)),) for member, again in page.items),
            turn(ShowProxy(page.number), page.of),
            (TO_BOARD,),
        ),
    )


def _label(member: Member, again: bool) -> Phrase:
    name = member.person.full_name
    if again:
        return say("proxy.person.again", name=name)
    if member.state is BoardState.DECLINED:
        return say("proxy.person.declined", name=name)
    return say("proxy.person", name=name)


# --- the dialogue -----------------------------------------------------------------------------------------------------


def _head(case: ProxyCase) -> Phrase:
    return say("proxy.head", name=case.person.full_name, position=case.person.position)


def _declined(case: ProxyCase) -> Phrase | None:
    """A declination ends when something is registered: nobody ends it unawares."""
    said = case.stands.declined
    return None if said is None else say("proxy.was_declined", name=case.person.full_name, at=said.at)


def titles(draft: Draft, case: ProxyCase) -> Screen:
    on = chosen(draft)
    now = tuple(title.name for title in case.offered if title.id in on)
    may_decline = case.stands.declined is None
    return screen(
        _head(case),
        _declined(case),
        say("proxy.titles", **_called(case.person)),
        say("reg.titles.now", titles=now) if now else say("reg.titles.none_yet"),
        rows=(
            *(
                (
                    Button(
                        say("reg.titles.on", title=title.label)
                        if title.id in on
                        else say("reg.titles.off", title=title.label),
                        Option(title.id),
                    ),
                )
                for title in case.offered
            ),
            (Button(say("button.next"), Option("next"), Style.PRIMARY) if now else None,),
            (Button(say("button.decline"), ShowProxyDecline(case.person.id)) if may_decline else None,),
            (Button(say("button.back"), Option(BACK)), Button(say("button.later"), Option(LATER))),
        ),
    )


def told_on(_draft: Draft, case: ProxyCase) -> Screen:
    yesterday = case.today - timedelta(days=1)
    return screen(
        _head(case),
        say("proxy.told_on", **_called(case.person)),
        say("proxy.told_on.type"),
        rows=(
            (
                Button(say("button.today", day=case.today), Option("today"), Style.PRIMARY),
                Button(say("button.yesterday", day=yesterday), Option("yesterday")),
            ),
            (Button(say("button.back"), Option(BACK)), Button(say("button.later"), Option(LATER))),
        ),
    )


def summary(draft: Draft, case: ProxyCase) -> Screen:
    """D05."""
    on = case.regime.in_order(chosen(draft))
    asks = any(asks_initiative(title) for title in on)
    initiative = case.stands.initiative
    return screen(
        _head(case),
        say("proxy.titles.chosen", titles=tuple(title.name for title in on)),
        (say("reg.summary.initiative", name=initiative) if initiative else say("reg.summary.initiative_later"))
        if asks
        else None,
        _declined(case),
        say(
            "proxy.ground",
            who=_who(case.person),
            name=case.person.full_name,
            day=date.fromisoformat(draft.data["told_on"]),
        ),
        say("proxy.how", **_called(case.person)),
        say("proxy.attributed", name=case.by.full_name),
        rows=(
            (Button(say("button.send_registration"), Option("send"), Style.SUCCESS),),
            (Button(say("button.on_paper"), Option("paper")),),
            (
                Button(say("button.edit_titles"), Option("edit_titles")),
                Button(say("button.edit_day"), Option("edit_day")),
            ),
            (Button(say("button.later"), Option(LATER)),),
        ),
    )


# --- what came of it --------------------------------------------------------------------------------------------------


def proxied(person: Staff, regime: Regime, stands: Answered, *, linked: bool) -> Screen:
    """The answer that stands of the person now, for whoever registered it."""
    head = say("member.head", name=person.full_name, position=person.position)
    again = Button(say("button.proxy_next"), ShowProxy())
    if stands.declined is not None:
        return screen(head, say("proxied.declined", code=stands.code), rows=((again, TO_BOARD),))
    if not stands.registered:
        return screen(head, say("member.missing"), rows=((again, TO_BOARD),))
    awaited = any(one.agreement is Agreement.AWAITED for one in stands.standing)
    return screen(
        head,
        say("proxied.done", code=stands.code),
        say("member.titles", titles=tuple(title.short for title in regime.in_order(stands.titles))),
        (say("proxied.told", **_called(person)) if linked else say("proxied.paper", **_called(person)))
        if awaited
        else say("proxied.agreed", **_called(person)),
        rows=((again, TO_BOARD),),
    )


def decline(person: Staff, year: int, revision: int) -> Screen:
    return screen(
        say("proxy.decline", name=person.full_name, year=year),
        say("decline.nothing_private"),
        rows=(
            *(
                (Button(say(REASON_PHRASES[reason]), DeclineForPerson(person.id, revision, reason)),)
                for reason in REASONS
            ),
            (Button(say("button.back"), ShowProxy()),),
        ),
    )


def asked(leads: Sequence[Staff]) -> Screen:
    return screen(
        say("proxy.asked", leads=tuple(by_name(lead) for lead in leads)),
        say("proxy.asked.may"),
        rows=((Button(say("button.register"), Register()), HOME),),
    )


# --- letters ----------------------------------------------------------------------------------------------------------


def proxied_letter(
    by: Staff,
    person: Staff,
    regime: Regime,
    stands: Answered,
    *,
    revision: int,
    told_on: date,
    on_paper: bool,
    deadline: datetime,
) -> Screen:
    """The registration in the person's name, by whom and why; one tap agrees. `revision`: of this registration.
    `told_on`: the day on which the person said so. `on_paper`: to be signed rather than agreed to in chat."""
    return screen(
        say("letter.proxied", by=by_name(by), who=_who(person), code=stands.code),
        say("receipt.titles", titles=tuple(title.name for title in regime.in_order(stands.titles))),
        say("letter.proxied.ground", who=_who(person), day=told_on),
        say("letter.proxied.paper", who=_who(person))
        if on_paper
        else say("letter.proxied.chat", who=_who(person), deadline=deadline),
        rows=(
            (_agree(stands, revision),),
            (
                Button(say("button.edit"), ShowEdit()),
                Button(say("button.withdraw"), ShowWithdraw(), Style.DANGER),
            ),
        ),
    )


def _agree(stands: Answered, revision: int) -> Button:
    assert stands.receipt_id is not None
    return Button(say("button.agree_proxy"), AgreeToProxy(stands.receipt_id, revision), Style.SUCCESS)


def declined_letter(by: Staff, person: Staff, year: int, stands: Answered, reason: DeclineReason) -> Screen:
    return screen(
        say("letter.proxy_declined", by=by_name(by), who=_who(person), year=year),
        say("declined.reason", reason=say(REASON_PHRASES[reason]), code=stands.code),
        say("letter.proxy_declined.else", who=_who(person)),
        rows=(
            (Button(say("button.register"), Register(), Style.PRIMARY),),
            (Button(say("button.ask_office"), AskOffice()),),
        ),
    )


def asked_letter(person: Staff, deadline: datetime) -> Screen:
    return screen(
        say("letter.proxy_asked", who=_who(person), name=person.full_name, unit=person.unit_name),
        say("letter.proxy_asked.how", **_called(person), deadline=deadline),
        rows=((Button(say("button.proxy"), RegisterForPerson(person.id), Style.PRIMARY),),),
    )

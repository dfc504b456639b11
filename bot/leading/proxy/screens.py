"""Registering for a person, as the lead goes through it and as the person reads of it. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.campaigns.offers import asked_families
from bot.dialogue.flows import BACK, LATER, Draft
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, page_of, turn
from bot.enquiries.targets import Register
from bot.leading.proxy.actions import ProxyCase
from bot.leading.reading import BoardState, Member
from bot.leading.screens import PEOPLE_A_PAGE
from bot.leading.targets import DeclineForPerson, RegisterForPerson, ShowProxy, ShowProxyDecline
from bot.people.identity import Staff
from bot.people.naming import by_name
from bot.people.rules import given_name, honorific
from bot.registration.reading import Answered
from bot.registration.records import Agreement, DeclineReason, FamilyChoice
from bot.registration.rules import REASON_PHRASES
from bot.registration.targets import ShowUnitBoard
from bot.titles.catalogue import Family, Regime, Title
from bot.titles.rules import asks_initiative, to_check

REASONS = tuple(reason for reason in REASON_PHRASES if reason is not DeclineReason.OTHER)
"""Preset ones only: nobody's own words are put down by somebody else."""
TO_BOARD = Button(say("button.to_board"), ShowUnitBoard())


def chosen(draft: Draft) -> frozenset[str]:
    return frozenset(draft.data.get("titles", ()))


def who(person: Staff) -> Phrase:
    return say(honorific(person.gender))


def called(person: Staff) -> dict[str, Phrase | str]:
    return {"who": who(person), "name": given_name(person.full_name)}


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


def time_is_over(deadline: datetime) -> Screen:
    """Nobody may be registered for any more, whoever has not answered."""
    return screen(say("campaign.closed", deadline=deadline), rows=((TO_BOARD,),))


def _label(member: Member, again: bool) -> Phrase:
    name = member.person.name
    if again:
        return say("proxy.person.again", name=name)
    if member.state is BoardState.DECLINED:
        return say("proxy.person.declined", name=name)
    return say("proxy.person", name=name)


# --- the dialogue -----------------------------------------------------------------------------------------------------


def _head(case: ProxyCase) -> Phrase:
    return say("proxy.head", name=case.person.name, position=case.person.position)


def _declined(case: ProxyCase, titles: Sequence[Title]) -> tuple[Phrase, ...]:
    """A declination ends when one of `titles` is registered in its family: nobody ends it unawares."""
    name, families = case.person.name, {title.family for title in titles}
    said = (one for one in case.stands.declinations if one.family in families)
    return tuple(say(_WAS_DECLINED[one.family], name=name, at=one.at) for one in said)


_WAS_DECLINED = {Family.STATE: "proxy.was_declined", Family.UNION: "proxy.was_declined.union"}


def titles(draft: Draft, case: ProxyCase) -> Screen:
    on = chosen(draft)
    now = tuple(title.name for title in case.offered if title.id in on)
    may_decline = not all(case.stands.declined_in(family) for family in asked_families(case.offered))
    return screen(
        _head(case),
        *_declined(case, case.offered),
        say("proxy.titles", **called(case.person)),
        say("reg.titles.now", titles=now) if now else say("reg.titles.none_yet"),
        to_check(case.regime),
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
        say("proxy.told_on", **called(case.person)),
        say("proxy.told_on.type"),
        rows=(
            (
                Button(say("button.today", day=case.today), Option("today"), Style.PRIMARY),
                Button(say("button.yesterday", day=yesterday), Option("yesterday"))
                if yesterday >= case.earliest
                else None,
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
        *_declined(case, on),
        say(
            "proxy.ground",
            who=who(case.person),
            name=case.person.name,
            day=date.fromisoformat(draft.data["told_on"]),
        ),
        say("proxy.how" if case.linked else "proxy.how_paper", **called(case.person)),
        say("proxy.attributed", name=case.by.name),
        to_check(case.regime),
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
    head = say("member.head", name=person.name, position=person.position)
    again = Button(say("button.proxy_next"), ShowProxy())
    families = tuple(said.family for said in stands.declinations)
    declined = (say(_DECLINED[one_family(families, person)], code=stands.code),) if families else ()
    if not stands.registered:
        return screen(head, *(declined or (say("member.missing"),)), rows=((again, TO_BOARD),))
    awaited = any(one.agreement is Agreement.AWAITED for one in stands.standing)
    return screen(
        head,
        say("proxied.done", code=stands.code),
        say("member.titles", titles=tuple(title.short for title in regime.in_order(stands.titles))),
        (say("proxied.told", **called(person)) if linked else say("proxied.paper", **called(person)))
        if awaited
        else say("proxied.agreed", **called(person)),
        *declined,
        rows=((again, TO_BOARD),),
    )


def one_family(families: tuple[Family, ...], person: Staff) -> Family | None:
    """The one family that was declined; None: all that the person is asked about."""
    return families[0] if len(families) == 1 and person.union_member else None


_DECLINED = {
    None: "proxied.declined",
    Family.STATE: "proxied.declined.state",
    Family.UNION: "proxied.declined.union",
}


def decline_which(case: ProxyCase) -> Screen:
    """The question for which family the person does not register."""
    key = case.person.id
    return screen(
        say("proxy.decline.which", name=case.person.name, year=case.campaign.year),
        rows=(
            (Button(say("button.family.state"), ShowProxyDecline(key, FamilyChoice.STATE)),),
            (Button(say("button.family.union"), ShowProxyDecline(key, FamilyChoice.UNION)),),
            (Button(say("button.family.both"), ShowProxyDecline(key, FamilyChoice.BOTH)),),
            (Button(say("button.back"), ShowProxy()),),
        ),
    )


def decline(case: ProxyCase, what: FamilyChoice) -> Screen:
    key, revision = case.person.id, case.revision
    return screen(
        say("proxy.decline", name=case.person.name, year=case.campaign.year),
        say("decline.nothing_private"),
        rows=(
            *(
                (Button(say(REASON_PHRASES[reason]), DeclineForPerson(key, revision, reason, what)),)
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

"""The titles of a unit or union group itself, and the dialogue that registers them. Pure."""

from collections.abc import Mapping

from bot.dialogue.flows import BACK, LATER, Draft
from bot.dialogue.screens import Button, Named, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option, ToView
from bot.dialogue.ways import HOME
from bot.leading.collectives.actions import CollectiveTitles
from bot.leading.screens import BOARDS, FAMILIES
from bot.leading.targets import ConfirmCollective, RegisterCollective, ShowCollective, WithdrawCollective
from bot.people.naming import by_name
from bot.registration.reading import Registrant
from bot.registration.records import RegistrationState
from bot.titles.catalogue import Subject, Title
from bot.titles.collective import collective_check
from bot.titles.rules import Finding, to_check

_BACK = Button(say("button.back"), Option(BACK))


def view_of(who: Registrant) -> ToView:
    return ShowCollective(who.subject, who.key)


def choose(subject: Subject, names: Mapping[int, str]) -> Screen:
    """A choice among several units."""
    return screen(
        say("collective.choose"),
        rows=(*((Button(Named(name, name), ShowCollective(subject, key)),) for key, name in names.items()), (HOME,)),
    )


def collective_screen(collective: CollectiveTitles) -> Screen:
    """The titles that stand, by whom they were registered, and what can be done."""
    standing = collective.standing
    who, to_board = collective.who, BOARDS[FAMILIES[collective.who.subject]]
    may = collective.may_file and collective.open
    register = say("button.edit") if standing else say("button.collective")
    return screen(
        say("collective.head", name=collective.name),
        say("collective.titles", titles=tuple(title.name for title in collective.titles))
        if standing
        else say("collective.none_yet"),
        _said(collective),
        _state(collective),
        say("collective.closed") if collective.may_file and not collective.open else None,
        rows=(
            (
                Button(say("button.confirm"), ConfirmCollective(who.key, standing.version), Style.SUCCESS)
                if standing and collective.may_confirm
                else None,
            ),
            (
                Button(register, RegisterCollective(who.subject, who.key)) if may else None,
                Button(say("button.withdraw"), WithdrawCollective(who.subject, who.key, standing.version))
                if standing and may
                else None,
            ),
            (Button(say("button.back"), to_board), HOME),
        ),
    )


def _said(collective: CollectiveTitles) -> Phrase | None:
    if collective.standing is None:
        return None
    return say("collective.said", code=collective.code, who=by_name(collective.by), at=collective.standing.submitted_at)


def _state(collective: CollectiveTitles) -> Phrase | None:
    if collective.standing is None or collective.standing.state is RegistrationState.CONFIRMED:
        return None
    return say("collective.waits_lead") if collective.who.subject is Subject.UNIT else say("collective.waits_chair")


# --- the dialogue -----------------------------------------------------------------------------------------------------


def chosen(draft: Draft) -> frozenset[str]:
    return frozenset(draft.data.get("titles", ()))


def titles(draft: Draft, collective: CollectiveTitles) -> Screen:
    on = chosen(draft)
    implying = next((title for title in collective.offered if title.implies), None)
    brings = collective.regime.in_order(implying.implies) if implying else ()
    return screen(
        say("collective.ask", name=collective.name),
        say("reg.titles.implied", title=implying.name, brings=tuple(title.name for title in brings))
        if implying and brings
        else None,
        to_check(collective.regime),
        rows=(
            *((_box(title, title.id in on),) for title in collective.offered),
            (Button(say("button.next"), Option("next"), Style.PRIMARY) if on else None, _BACK),
            (Button(say("button.later"), Option(LATER)),),
        ),
    )


def _box(title: Title, on: bool) -> Button:
    label = say("reg.titles.on", title=title.label) if on else say("reg.titles.off", title=title.label)
    return Button(label, Option(title.id))


def highest(draft: Draft, collective: CollectiveTitles) -> tuple[Title, ...]:
    """The chosen titles, without those that another chosen title brings along."""
    on = collective.regime.in_order(chosen(draft))
    brought = frozenset[str]().union(*(collective.regime.implied(title.id) for title in on))
    return tuple(title for title in on if title.id not in brought)


def findings(draft: Draft, collective: CollectiveTitles) -> tuple[Title | None, list[Finding]]:
    """The first chosen title that asks something of the members' registrations, with what they say of it."""
    for title in highest(draft, collective):
        if found := collective_check(collective.regime, title.id, collective.counts):
            return title, found
    return None, []


def check(draft: Draft, collective: CollectiveTitles) -> Screen:
    """D09: what the figures say so far; it explains and stops nobody."""
    about, found = findings(draft, collective)
    on = collective.regime.in_order(chosen(draft))
    lower = collective.regime.in_order(collective.regime.implied(about.id)) if about else ()
    sources = tuple(dict.fromkeys(finding.source for finding in found if finding.source is not None))
    return screen(
        say("collective.check", title=about.name) if about else say("collective.ready", name=collective.name),
        *(say(finding.key, **finding.values) for finding in found),
        say("collective.sources", sources=sources) if sources else None,
        say("collective.chosen", titles=tuple(title.short for title in on)),
        to_check(collective.regime),
        rows=(
            (Button(say("button.send_registration"), Option("send"), Style.SUCCESS),),
            (Button(say("button.only_lower", titles=tuple(t.short for t in lower)), Option("lower")),) if lower else (),
            (_BACK, Button(say("button.later"), Option(LATER))),
        ),
    )

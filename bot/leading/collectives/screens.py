"""What a unit or union group registers for itself, drawn. Pure."""

from collections.abc import Mapping

from bot.dialogue.flows import BACK, LATER, Draft
from bot.dialogue.screens import Button, Named, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option, ToView
from bot.dialogue.ways import HOME
from bot.leading.collectives.actions import Whole
from bot.leading.targets import ConfirmCollective, RegisterCollective, ShowCollective, WithdrawCollective
from bot.people.naming import by_name
from bot.registration.reading import Registrant
from bot.registration.records import RegistrationState
from bot.registration.targets import ShowUnionBoard, ShowUnitBoard
from bot.titles.catalogue import Subject, Title
from bot.titles.collective import collective_check
from bot.titles.rules import Finding

BOARDS: dict[Subject, ToView] = {Subject.UNIT: ShowUnitBoard(), Subject.UNION_GROUP: ShowUnionBoard()}

_BACK = Button(say("button.back"), Option(BACK))


def view_of(who: Registrant) -> ToView:
    return ShowCollective(who.subject, who.key)


def choose(subject: Subject, names: Mapping[int, str]) -> Screen:
    """Which of several units."""
    return screen(
        say("collective.choose"),
        rows=(*((Button(Named(name, name), ShowCollective(subject, key)),) for key, name in names.items()), (HOME,)),
    )


def whole(at: Whole) -> Screen:
    """What stands, who said so, what can be done."""
    standing = at.standing
    who, to_board = at.who, BOARDS[at.who.subject]
    may = at.may_file and at.open
    register = say("button.edit") if standing else say("button.collective")
    return screen(
        say("collective.head", name=at.name),
        say("collective.titles", titles=tuple(title.name for title in at.titles))
        if standing
        else say("collective.none_yet"),
        _said(at),
        _state(at),
        say("collective.closed") if at.may_file and not at.open else None,
        rows=(
            (
                Button(say("button.confirm"), ConfirmCollective(who.key, standing.version), Style.SUCCESS)
                if standing and at.may_confirm
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


def _said(at: Whole) -> Phrase | None:
    if at.standing is None:
        return None
    return say("collective.said", code=at.code, who=by_name(at.by), at=at.standing.submitted_at)


def _state(at: Whole) -> Phrase | None:
    if at.standing is None or at.standing.state is RegistrationState.CONFIRMED:
        return None
    return say("collective.waits_lead") if at.who.subject is Subject.UNIT else say("collective.waits_chair")


# --- the dialogue -----------------------------------------------------------------------------------------------------


def chosen(draft: Draft) -> frozenset[str]:
    return frozenset(draft.data.get("titles", ()))


def titles(draft: Draft, at: Whole) -> Screen:
    on = chosen(draft)
    implying = next((title for title in at.offered if title.implies), None)
    brings = at.regime.in_order(implying.implies) if implying else ()
    return screen(
        say("collective.ask", name=at.name),
        say("reg.titles.implied", title=implying.name, brings=tuple(title.name for title in brings))
        if implying and brings
        else None,
        rows=(
            *((_box(title, title.id in on),) for title in at.offered),
            (Button(say("button.next"), Option("next"), Style.PRIMARY), _BACK),
            (Button(say("button.later"), Option(LATER)),),
        ),
    )


def _box(title: Title, on: bool) -> Button:
    label = say("reg.titles.on", title=title.label) if on else say("reg.titles.off", title=title.label)
    return Button(label, Option(title.id))


def highest(draft: Draft, at: Whole) -> tuple[Title, ...]:
    """What is chosen, without what another chosen title brings along."""
    on = at.regime.in_order(chosen(draft))
    brought = frozenset[str]().union(*(at.regime.implied(title.id) for title in on))
    return tuple(title for title in on if title.id not in brought)


def findings(draft: Draft, at: Whole) -> tuple[Title | None, list[Finding]]:
    """What the members' registrations say of the first chosen title that asks something of them."""
    for title in highest(draft, at):
        if found := collective_check(at.regime, title.id, at.counts):
            return title, found
    return None, []


def check(draft: Draft, at: Whole) -> Screen:
    """D09: what the figures say so far; it explains and stops nobody."""
    about, found = findings(draft, at)
    on = at.regime.in_order(chosen(draft))
    lower = at.regime.in_order(at.regime.implied(about.id)) if about else ()
    sources = tuple(dict.fromkeys(finding.source for finding in found if finding.source is not None))
    return screen(
        say("collective.check", title=about.name) if about else say("collective.ready", name=at.name),
        *(say(finding.key, **finding.values) for finding in found),
        say("collective.sources", sources=sources) if sources else None,
        say("collective.chosen", titles=tuple(title.short for title in on)),
        rows=(
            (Button(say("button.send_registration"), Option("send"), Style.SUCCESS),),
            (Button(say("button.only_lower", titles=tuple(t.short for t in lower)), Option("lower")),) if lower else (),
            (_BACK, Button(say("button.later"), Option(LATER))),
        ),
    )

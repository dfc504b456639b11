"""The questions of a registration, drawn from facts: pure; and the buttons and lines that its other screens share."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue.flows import BACK, LATER, Draft
from bot.dialogue.screens import Button, Named, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.enquiries.targets import AskDecision, AskOffice, ShowMine
from bot.people.naming import confirmer
from bot.people.rules import honorific
from bot.registration.facts import RegistrationFacts
from bot.registration.questions import QUESTIONS, Part, suggestions
from bot.registration.reading import Answered
from bot.registration.records import FamilyChoice
from bot.registration.targets import RegisterState, RegisterUnion, ShowDecline
from bot.titles.catalogue import Family, Title
from bot.titles.rules import Finding, Severity, asks_initiative, check, to_check
from bot.words import shortened

BACK_BUTTON = Button(say("button.back"), Option(BACK))
LATER_BUTTON = Button(say("button.later"), Option(LATER))
ASK_BUTTON = Button(say("button.ask_office"), AskOffice())
MINE_BUTTON = Button(say("button.mine"), ShowMine())
DECLINE_UNION = Button(say("button.decline_union"), ShowDecline(FamilyChoice.UNION))
DECLINE_STATE = Button(say("button.decline_state"), ShowDecline(FamilyChoice.STATE))
_UNION_ROWS = ((Button(say("button.register_union"), RegisterUnion()),), (DECLINE_UNION,))
_STATE_ROWS = ((Button(say("button.register_state"), RegisterState(), Style.PRIMARY),), (DECLINE_STATE,))
NO_LAST_YEAR = "no_last_year"
"""The place in a draft that says that the person has asked for last year's titles, of which none are known."""


def missing_rows(facts: RegistrationFacts, stands: Answered) -> tuple[tuple[Button, ...], ...]:
    """The question for the titles of the family in which an answer is missing, where the other has one."""
    if facts.asks_state(stands):
        return _STATE_ROWS
    return _UNION_ROWS if facts.asks_union(stands) else ()


def chosen(draft: Draft) -> frozenset[str]:
    return frozenset(draft.data.get("titles", ()))


def choice(draft: Draft, facts: RegistrationFacts) -> tuple[Title, ...]:
    """The titles among which the draft chooses: of all families, or of the one that it is about."""
    family = draft.data.get("family")
    return tuple(title for title in facts.offered if family is None or title.family == family)


# --- the dialogue -----------------------------------------------------------------------------------------------------


def past(_draft: Draft, facts: RegistrationFacts) -> Screen:
    who = say(honorific(facts.person.gender))
    year = facts.last_year
    recognised, registered = facts.recognised_last_year, facts.registered_last_year
    nothing = [one for one in facts.asked_families if one not in {title.family for title in facts.as_last_year}]
    return screen(
        say("reg.past.head", year=year, who=who) if recognised else None,
        say("reg.past.titles", titles=tuple(title.name for title in recognised)) if recognised else None,
        say("reg.past.registered", year=year, who=who) if registered else None,
        say("reg.past.titles", titles=tuple(title.name for title in registered)) if registered else None,
        *(say(_NOTHING[family], year=year) for family in nothing),
        say("reg.past.ask", year=year, who=who),
        say("reg.past.initiative", who=who),
        rows=(
            (Button(say("button.same"), Option("same"), Style.PRIMARY),),
            (Button(say("button.anew"), Option("anew")),),
            (Button(say("button.decline"), ShowDecline()),),
            (BACK_BUTTON,),
        ),
    )


_NOTHING = {Family.STATE: "reg.past.no_state", Family.UNION: "reg.past.no_union"}


def titles(draft: Draft, facts: RegistrationFacts) -> Screen:
    on = chosen(draft)
    there = choice(draft, facts)
    both = len({title.family for title in there}) > 1
    implying = [title for title in there if title.implies and title.family is Family.STATE]
    now = tuple(title for title in there if title.id in on)
    return screen(
        say("reg.titles.head.union" if _of_union(draft) else "reg.titles.head"),
        say("reg.titles.no_last_year", year=facts.last_year) if draft.data.get(NO_LAST_YEAR) and not now else None,
        say("reg.titles.both") if both else None,
        say("reg.titles.implied", title=implying[0].name, brings=_names(facts, implying[0])) if implying else None,
        say("reg.titles.now", titles=tuple(title.name for title in now)) if now else say("reg.titles.none_yet"),
        to_check(facts.regime),
        rows=(
            *_in_rows([_box(title, title.id in on) for title in there]),
            (Button(say("button.next"), Option("next"), Style.PRIMARY) if now else None, BACK_BUTTON),
            (None if now else _decline(draft, facts),),
            (LATER_BUTTON,),
        ),
    )


def _of_union(draft: Draft) -> bool:
    return bool(draft.data.get("family") == Family.UNION)


def _decline(draft: Draft, facts: RegistrationFacts) -> Button | None:
    """The other answer to the question for titles, while there is no registration that it would take back."""
    stands = facts.answered()
    if _of_union(draft):
        return None if stands.in_family(Family.UNION) else DECLINE_UNION
    if draft.data.get("family") == Family.STATE:
        return None if stands.in_family(Family.STATE) else DECLINE_STATE
    return None if stands.registered else Button(say("button.decline"), ShowDecline())


def _names(facts: RegistrationFacts, title: Title) -> tuple[Named, ...]:
    return tuple(brought.name for brought in facts.regime.in_order(title.implies))


def _box(title: Title, on: bool) -> Button:
    label = say("reg.titles.on", title=title.label) if on else say("reg.titles.off", title=title.label)
    return Button(label, Option(title.id))


def _in_rows(boxes: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple((box,) for box in boxes)


@dataclass(frozen=True, slots=True)
class Caution:
    """A caution: what there is to know of one chosen title before going on."""

    title: Title
    findings: tuple[Finding, ...]


def caution(draft: Draft, facts: RegistrationFacts) -> Caution | None:
    """The next chosen title with something to be heeded that was not read yet."""
    heeded = set(draft.data.get("heeded", ()))
    on = chosen(draft)
    if on <= heeded:
        return None
    findings = [f for f in check(facts.regime, on, facts.for_rules()) if f.severity is Severity.WARN]
    for title in facts.regime.in_order(on - heeded):
        about = tuple(finding for finding in findings if finding.title == title.id)
        if about:
            return Caution(title, about)
    return None


def cautions(draft: Draft, facts: RegistrationFacts) -> Screen:
    found = caution(draft, facts)
    if found is None:
        return titles(draft, facts)
    sources = dict.fromkeys(finding.source for finding in found.findings if finding.source is not None)
    return screen(
        say("reg.caution.head", title=found.title.name),
        *(say(finding.key, **finding.values) for finding in found.findings),
        *(say("reg.caution.source", source=source) for source in sources),
        to_check(facts.regime),
        say("reg.caution.missing"),
        say("reg.caution.anyway"),
        rows=(
            (Button(say("button.keep_title"), Option("keep"), Style.PRIMARY),),
            (
                Button(say("button.drop_title"), Option("drop")),
                Button(say("button.missing_decision"), AskDecision()),
            ),
            (BACK_BUTTON,),
        ),
    )


def initiative(draft: Draft, facts: RegistrationFacts) -> Screen:
    asking = [title for title in facts.regime.in_order(chosen(draft)) if asks_initiative(title)]
    return screen(
        say("reg.initiative.head", titles=tuple(title.name for title in asking)),
        say("reg.initiative.ask"),
        _as_it_is(draft, Part.INITIATIVE) or say("reg.initiative.example"),
        say("reg.initiative.later")
        if (until := facts.campaign.initiative_until) is None
        else say("reg.initiative.later_until", day=until),
        rows=(
            (Button(say("button.supply_later"), Option("supply"), Style.PRIMARY),),
            (BACK_BUTTON, LATER_BUTTON),
        ),
    )


def _as_it_is(draft: Draft, part: Part) -> Phrase | None:
    """The answer that is there and is about to be changed."""
    words = draft.data.get(part.value) if draft.editing else None
    return say("reg.as_it_is", words=shortened(words)) if words else None


def pledge(draft: Draft, facts: RegistrationFacts) -> Screen:
    numbered = tuple(enumerate(suggestions(Part.PLEDGE), 1))
    return screen(
        say("reg.pledge.head", year=facts.campaign.year),
        say("reg.pledge.ask"),
        _as_it_is(draft, Part.PLEDGE),
        *(say("reg.pledge.suggestion", number=number, text=text) for number, text in numbered),
        rows=(
            tuple(
                Button(say("button.choose_number", number=number), Option(str(number))) for number, _text in numbered
            ),
            (Button(say("button.skip"), Option("skip")), BACK_BUTTON),
        ),
    )


def summary(draft: Draft, facts: RegistrationFacts) -> Screen:
    on = facts.regime.in_order(chosen(draft))
    state = tuple(title.name for title in on if title.family is Family.STATE)
    union = tuple(title.name for title in on if title.family is Family.UNION)
    asked = tuple(question for question in QUESTIONS if question.applies(on))
    edits = (
        Button(say("button.edit_titles"), Option("edit_titles")),
        *(Button(question.to_edit, Option(f"edit_{question.name}")) for question in asked),
    )
    return screen(
        say("reg.summary.head", year=facts.campaign.year),
        say("reg.summary.state", titles=state) if state else None,
        say("reg.summary.union", titles=union) if union else None,
        *(question.line(draft.data.get(question.name)) for question in asked),
        who_confirms(facts, bool(state), bool(union)),
        say("reg.until", deadline=facts.campaign.deadline_at),
        to_check(facts.regime),
        rows=(
            (Button(say("button.send_registration"), Option("send"), Style.SUCCESS),),
            *((edit,) for edit in edits),
            (LATER_BUTTON,),
        ),
    )


def who_confirms(facts: RegistrationFacts, state: bool, union: bool) -> Phrase:
    """The people who confirm, of the families that are asked about: at least one."""
    confirmers = facts.confirmers()
    if state and union:
        return say(
            "reg.summary.confirmers",
            state=confirmer(confirmers[Family.STATE]),
            union=confirmer(confirmers[Family.UNION]),
        )
    return say("reg.summary.confirmer", who=confirmer(confirmers[Family.STATE if state else Family.UNION]))

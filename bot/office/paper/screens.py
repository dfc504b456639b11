"""A signed form as the Office enters it, and the letter to its person. Pure."""

from datetime import date

from bot.dialogue.flows import Draft
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME
from bot.enquiries.targets import AskOffice, ShowMine, ShowStaff
from bot.office.paper.actions import PaperForm
from bot.people.identity import Staff
from bot.people.naming import post_of
from bot.people.rules import honorific
from bot.personnel import inputs
from bot.personnel.targets import FindPerson
from bot.registration.reading import Answered, Declined
from bot.registration.records import DeclineReason, FamilyChoice
from bot.registration.rules import REASON_PHRASES
from bot.titles.catalogue import Regime
from bot.titles.rules import asks_initiative

REASONS = tuple(reason for reason in REASON_PHRASES if reason is not DeclineReason.OTHER)
"""Preset and neutral ones only: nobody's own words are put down by somebody else."""
_WHAT = {
    FamilyChoice.STATE: "paper.declines.state",
    FamilyChoice.UNION: "paper.declines.union",
    FamilyChoice.BOTH: "paper.declines",
}


def chosen(draft: Draft) -> frozenset[str]:
    return frozenset(draft.data.get("titles", ()))


def _head(person: Staff) -> Phrase:
    return say("paper.head", name=person.name_in_unit, post=post_of(person.position, person.unit_name))


def titles(draft: Draft, case: PaperForm) -> Screen:
    """The titles with a box each, as on the form."""
    on = chosen(draft)
    now = tuple(title.name for title in case.offered if title.id in on)
    return screen(
        _head(case.person),
        say("paper.titles"),
        say("reg.titles.now", titles=now) if now else say("reg.titles.none_yet"),
        rows=(
            *(
                (
                    Button(
                        say("reg.titles.on" if title.id in on else "reg.titles.off", title=title.label),
                        Option(title.id),
                    ),
                )
                for title in case.offered
            ),
            (Button(say("button.next"), Option("next"), Style.PRIMARY) if now else None,),
            (Button(say("button.decline"), Option("decline")),),
            inputs.AWAY,
        ),
    )


def what(case: PaperForm) -> Screen:
    """The question for which family the form says «không đăng ký»."""
    return screen(
        _head(case.person),
        say("paper.declines.which"),
        rows=(
            (Button(say("button.family.state"), Option(FamilyChoice.STATE)),),
            (Button(say("button.family.union"), Option(FamilyChoice.UNION)),),
            (Button(say("button.family.both"), Option(FamilyChoice.BOTH)),),
            inputs.AWAY,
        ),
    )


def reason(case: PaperForm) -> Screen:
    return screen(
        _head(case.person),
        say("paper.declines.reason"),
        rows=(*((Button(say(REASON_PHRASES[one]), Option(one)),) for one in REASONS), inputs.AWAY),
    )


def initiative(case: PaperForm) -> Screen:
    return screen(
        _head(case.person),
        say("paper.initiative"),
        rows=((Button(say("button.initiative_not_named"), Option("none")),), inputs.AWAY),
    )


def signed_on(case: PaperForm) -> Screen:
    lines = (_head(case.person), say("paper.signed_on"))
    options = (("today", say("button.today", day=case.today)),) if case.last == case.today else ()
    return inputs.day_screen(lines, options)


def check(draft: Draft, case: PaperForm) -> Screen:
    if draft.data.get("declines"):
        return _check_declining(draft, case)
    on = case.regime.in_order(chosen(draft))
    named = draft.data.get("initiative")
    asks = any(asks_initiative(title) for title in on)
    return screen(
        _head(case.person),
        say("receipt.titles", titles=tuple(title.name for title in on)),
        (say("paper.names", words=named) if named else say("paper.names_later")) if asks else None,
        say("paper.source", day=inputs.kept(draft.data, "signed_on")),
        say("paper.replaces") if case.stands.registered or case.stands.declinations else None,
        say("paper.waits"),
        rows=((Button(say("button.enter_form"), Option("send"), Style.SUCCESS),), inputs.AWAY),
    )


def _check_declining(draft: Draft, case: PaperForm) -> Screen:
    families = FamilyChoice(draft.data["what"])
    takes_back = any(case.stands.in_family(family) for family in families.families)
    return screen(
        _head(case.person),
        say(_WHAT[families] if case.asked is FamilyChoice.BOTH else _WHAT[FamilyChoice.BOTH]),
        say("paper.declines.why", reason=say(REASON_PHRASES[DeclineReason(draft.data["reason"])])),
        say("paper.source", day=inputs.kept(draft.data, "signed_on")),
        say("paper.replaces") if takes_back or case.stands.declinations else None,
        rows=((Button(say("button.enter_declined"), Option("send"), Style.SUCCESS),), inputs.AWAY),
    )


def _declined(person: Staff, declinations: tuple[Declined, ...]) -> Phrase | None:
    """The families in which nothing is registered this year."""
    families = tuple(one.family for one in declinations)
    if not families:
        return None
    one_of_two = len(families) == 1 and person.union_member
    return say(_WHAT[FamilyChoice(families[0].value) if one_of_two else FamilyChoice.BOTH])


def entered(person: Staff, regime: Regime, stands: Answered, signed: date | None) -> Screen:
    """The registration that stands of the person now, with its source."""
    return screen(
        _head(person),
        say("receipt.titles", titles=tuple(title.name for title in regime.in_order(stands.titles)))
        if stands.registered
        else None,
        _declined(person, stands.declinations),
        say("paper.code", code=stands.code) if stands.registered or stands.declinations else say("paper.nothing"),
        say("paper.source", day=signed) if signed is not None else None,
        say("paper.keep") if signed is not None else None,
        rows=(
            (Button(say("button.next_form"), FindPerson(), Style.PRIMARY),),
            (Button(say("button.staff"), ShowStaff(person.id)), HOME),
        ),
    )


def letter(person: Staff, regime: Regime, stands: Answered, by: Phrase, signed: date) -> Screen:
    return screen(
        say("letter.paper", by=by, who=say(honorific(person.gender)), day=signed),
        say("receipt.titles", titles=tuple(title.name for title in regime.in_order(stands.titles)))
        if stands.registered
        else None,
        _declined(person, stands.declinations),
        say("letter.paper.wrong"),
        rows=((Button(say("button.mine"), ShowMine()), Button(say("button.ask_office"), AskOffice())), (HOME,)),
    )

"""Letters of registering for a person: to the person, and to whoever is asked. Pure."""

from datetime import date, datetime

from bot.campaigns.records import CampaignNow
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import HOME
from bot.enquiries.targets import AskOffice, Register
from bot.leading.proxy.screens import called, one_family, who
from bot.leading.targets import RegisterForPerson
from bot.people.identity import Staff
from bot.people.naming import by_name
from bot.registration.reading import Answered
from bot.registration.rules import REASON_PHRASES
from bot.registration.targets import AgreeToProxy, ShowEdit, ShowLate, ShowWithdraw
from bot.titles.catalogue import Family, Regime
from bot.titles.rules import to_check


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
        say("letter.proxied", by=by_name(by), who=who(person), code=stands.code),
        say("receipt.titles", titles=tuple(title.name for title in regime.in_order(stands.titles))),
        to_check(regime),
        say("letter.proxied.ground", who=who(person), day=told_on),
        say("letter.proxied.paper", who=who(person))
        if on_paper
        else say("letter.proxied.chat", who=who(person), deadline=deadline),
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


def declined_letter(by: Staff, person: Staff, year: int, stands: Answered, *, over: bool) -> Screen:
    """The declination that was recorded last, in one family or in both. `over`: the person cannot register any more."""
    newest = max(stands.declinations, key=lambda one: one.at)
    same = tuple(one.family for one in stands.declinations if one.at == newest.at)
    return screen(
        say(_LETTERS[one_family(same, person)], by=by_name(by), who=who(person), year=year),
        say("declined.reason", reason=say(REASON_PHRASES[newest.reason]), code=stands.code),
        say("letter.proxy_declined.late" if over else "letter.proxy_declined.else", who=who(person)),
        rows=(
            () if over else (Button(say("button.register"), Register(), Style.PRIMARY),),
            (Button(say("button.ask_office"), AskOffice()),),
        ),
    )


_LETTERS = {
    None: "letter.proxy_declined",
    Family.STATE: "letter.proxy_declined.state",
    Family.UNION: "letter.proxy_declined.union",
}


def asked_letter(person: Staff, deadline: datetime) -> Screen:
    return screen(
        say("letter.proxy_asked", who=who(person), name=person.name_in_unit, unit=person.unit_name),
        say("letter.proxy_asked.how", **called(person), deadline=deadline),
        rows=((Button(say("button.proxy"), RegisterForPerson(person.id), Style.PRIMARY),),),
    )


def unmet_letter(person: Staff, campaign: CampaignNow, asked_at: datetime, way: Phrase, *, late: bool) -> Screen:
    """To whoever had asked and was not registered. `late`: it goes on as a late request, which `way` looks at;
    otherwise `way` is whom of the Office to turn to."""
    return screen(
        say("letter.proxy_unmet", who=who(person), asked=asked_at, deadline=campaign.deadline_at),
        say("letter.proxy_unmet.late" if late else "letter.proxy_unmet.office", who=who(person), way=way),
        rows=((Button(say("button.see_late"), ShowLate(), Style.PRIMARY),) if late else (), (ASK_OFFICE, HOME)),
    )


ASK_OFFICE = Button(say("button.ask_office"), AskOffice())

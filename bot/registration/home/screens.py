"""Home, one's own page, and the files one may take away. Pure."""

from collections.abc import Collection
from datetime import datetime

from bot.campaigns.records import CampaignNow
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import HOME
from bot.enquiries.targets import (
    AskDecision,
    AskRoster,
    Register,
    ShowPlan,
    ShowQuestions,
)
from bot.people.chain import Holder
from bot.people.identity import Staff
from bot.people.naming import by_name, confirmer, post_of
from bot.people.rules import honorific
from bot.people.targets import ShowSettings
from bot.recognition.targets import ShowMyResults
from bot.registration.facts import RegistrationFacts
from bot.registration.home.background import Background, Spared
from bot.registration.questions import Part, initiative_line
from bot.registration.reading import Answered, StandingRegistration
from bot.registration.records import Agreement, RegistrationState
from bot.registration.screens import (
    MINE_BUTTON,
    missing_rows,
)
from bot.registration.targets import (
    AgreeToProxy,
    EditPart,
    ShowEdit,
    ShowMyForm,
    ShowNotices,
    ShowWithdraw,
)
from bot.titles.catalogue import Family
from bot.titles.rules import asks_initiative, to_check
from bot.waiting.lines import below_line, way_below
from bot.waiting.targets import ShowWaiting
from bot.waiting.work import Work

NO_WORK = Work()


def menu(
    person: Staff,
    campaign: CampaignNow | None,
    stands: Answered,
    at: datetime,
    duties: tuple[Button, ...] = (),
    work: Work = NO_WORK,
    asked: Collection[Family] = (),
    late: tuple[Phrase, ...] = (),
    spared: Spared | None = None,
) -> Screen:
    """Home. `duties`: the boards of whoever leads, first of all. `work`: all that waits.
    `asked`: the families in which an answer is expected. `late`: on a request to register late. `spared`: the
    person need not answer."""
    answered, waits = stands.answered_in(Family.STATE), work.count
    shut = campaign is None or not campaign.opens_at <= at <= campaign.closes_at
    register = None if shut else Button(say("button.register"), Register(), None if answered else Style.PRIMARY)
    first, second = (MINE_BUTTON, register) if answered else (register, MINE_BUTTON)
    return screen(
        say("menu.person" if person.unit_name else "menu.person.alone", **_called(person)),
        say("menu.campaign", name=campaign.name) if campaign else say("campaign.none"),
        status(stands, asked, spared) if campaign else None,
        deadline(campaign, at) if campaign else None,
        *late,
        say("menu.waiting", count=waits) if waits else None,
        below_line(work.late),
        rows=(
            (Button(say("button.waiting", count=waits), ShowWaiting(), Style.PRIMARY),)
            if waits
            else way_below(work.late),
            *((duty,) for duty in duties),
            (first, second) if campaign else (),
            (Button(say("button.notices"), ShowNotices()), Button(say("button.questions"), ShowQuestions())),
            (Button(say("button.settings"), ShowSettings()),),
        ),
    )


def _called(person: Staff) -> dict[str, Phrase | str]:
    return {"who": say(honorific(person.gender)), "name": person.full_name, "unit": person.unit_name}


def status(stands: Answered, asked: Collection[Family], spared: Spared | None) -> Phrase:
    """The answer: on one line, or family by family where they differ; of whoever has given none and need not, that."""
    if not any(map(stands.answered_in, Family)):
        if spared is None:
            return say("status.none")
        return say("status.exempt", last=spared.last) if spared.last else say("status.exempt_open")
    families = [family for family in Family if family in asked or stands.answered_in(family)]
    parts = [_part(stands, family) for family in families]
    if len(families) > 1 and parts[0] != parts[1]:
        return say("status.apart", state=parts[0], union=parts[1], code=stands.code)
    return say("status.registered", state=parts[0], code=stands.code) if stands.registered else say("status.declined")


def _part(stands: Answered, family: Family) -> Phrase:
    standing = stands.in_family(family)
    if standing is None:
        return say("status.part.declined") if stands.declined_in(family) else say("status.part.missing")
    match standing.state:
        case RegistrationState.CHANGE_ASKED:
            return say("status.change_asked")
        case RegistrationState.CONFIRMED:
            return say("status.confirmed")
    return say("status.submitted")


def deadline(campaign: CampaignNow, at: datetime) -> Phrase:
    if at < campaign.opens_at:
        return say("menu.opens", opens=campaign.opens_at)
    if campaign.deadline_at < at <= campaign.closes_at:
        return say("menu.over.late", deadline=campaign.deadline_at, until=campaign.closes_at)
    if at > campaign.deadline_at:
        return say("menu.over", deadline=campaign.deadline_at)
    return say("menu.deadline", deadline=campaign.deadline_at)


def linked(
    person: Staff,
    campaign: CampaignNow | None,
    stands: Answered,
    at: datetime,
    asked: Collection[Family],
    spared: Spared | None,
) -> Screen:
    group = say("linked.group", group=person.union_group_name) if person.union_member else None
    answered = stands.answered_in(Family.STATE)
    open_now = campaign is not None and campaign.is_open(at)
    shut = campaign is None or not campaign.opens_at <= at <= campaign.closes_at
    to = MINE_BUTTON if answered or shut else Button(say("button.register"), Register(), Style.PRIMARY)
    return screen(
        say("linked.head"),
        say("linked.person", who=say(honorific(person.gender)), name=person.full_name),
        say("linked.post", post=post_of(person.position, person.unit_name)),
        group,
        say("linked.open", name=campaign.name, deadline=campaign.deadline_at) if campaign and open_now else None,
        *((say("menu.campaign", name=campaign.name), deadline(campaign, at)) if campaign and not open_now else ()),
        status(stands, asked, spared) if campaign else None,
        rows=(
            (to,) if campaign else (),
            (Button(say("button.see_plan"), ShowPlan()),) if campaign and campaign.plan_sha256 else (),
            (Button(say("button.wrong_data"), AskRoster()), HOME),
        ),
    )


def mine(facts: RegistrationFacts, stands: Answered, background: Background, *, decided: bool) -> Screen:
    """One's own page. `decided`: registering is over, or results were let go."""
    regime = facts.regime
    years = tuple(
        say("mine.year", year=year, titles=tuple(title.short for title in regime.in_order(titles)))
        for year, titles in facts.awards().items()
    )
    asks = any(asks_initiative(title) for title in regime.in_order(stands.titles))
    open_now = facts.campaign.is_open(facts.now)
    return screen(
        say("mine.head", name=facts.person.full_name),
        _this_year(facts, stands, background.spared),
        _by_another(stands, background.by),
        say("mine.late", at=stands.submitted_at) if background.late else None,
        *family_by_family(facts, stands),
        *background.asked,
        (initiative_line(stands.initiative) if asks else None),
        say("mine.years", years=years) if years else say("mine.no_years"),
        *facts.progress(),
        to_check(regime),
        rows=(
            (
                Button(
                    say("button.agree_proxy"),
                    AgreeToProxy(stands.receipt_id or 0, background.revision),
                    Style.SUCCESS,
                ),
            )
            if awaited(stands)
            else (),
            *_mine_rows(facts, stands, asks, open_now, background.change),
            *missing_rows(facts, stands),
            (_results(decided=decided), HOME),
        ),
    )


def _results(*, decided: bool) -> Button:
    """To one's results; as long as nothing is decided, to the question about a decision that is missing."""
    if decided:
        return Button(say("button.my_results"), ShowMyResults())
    return Button(say("button.missing_decision"), AskDecision())


def _this_year(facts: RegistrationFacts, stands: Answered, spared: Spared | None) -> Phrase:
    year, code = facts.campaign.year, stands.code
    if stands.registered:
        titles = tuple(title.short for title in facts.regime.in_order(stands.titles))
        return say("mine.titles", year=year, titles=titles, code=code)
    if not stands.declinations:
        if spared is None:
            return say("mine.none", year=year)
        return say("mine.exempt", year=year, last=spared.last) if spared.last else say("mine.exempt_open", year=year)
    return say("mine.declined" if _declined_all(facts, stands) else "mine.declined_in_part", year=year, code=code)


def _declined_all(facts: RegistrationFacts, stands: Answered) -> bool:
    return all(stands.declined_in(family) for family in facts.asked_families)


def family_by_family(facts: RegistrationFacts, stands: Answered) -> tuple[Phrase, ...]:
    """The answer in each family; nothing where the line above has said it all."""
    if not any(map(stands.answered_in, Family)) or _declined_all(facts, stands):
        return ()
    asked = [family for family in Family if family in facts.asked_families or stands.answered_in(family)]
    return tuple(_of_family(facts, stands, family) for family in asked)


def _of_family(facts: RegistrationFacts, stands: Answered, family: Family) -> Phrase:
    standing, union = stands.in_family(family), family is Family.UNION
    if standing is not None:
        return _stage(facts, standing)
    if stands.declined_in(family):
        return say("mine.union.declined" if union else "mine.state.declined")
    return say("mine.union.missing" if union else "mine.state.missing")


def awaited(stands: Answered) -> bool:
    """True if the person has yet to stand behind any of it."""
    return any(standing.agreement is Agreement.AWAITED for standing in stands.standing)


def _by_another(stands: Answered, by: Staff | None) -> Phrase | None:
    if by is None:
        return None
    who = by_name(by)
    if awaited(stands):
        return say("mine.awaited", who=who)
    if any(one.by == by.id for one in stands.declinations):
        return say("mine.declined_by_proxy", who=who)
    return say("mine.by_proxy", who=who)


def _mine_rows(
    facts: RegistrationFacts, stands: Answered, asks: bool, open_now: bool, change: ShowEdit | EditPart
) -> tuple[tuple[Button | None, ...], ...]:
    form = Button(say("button.my_form"), ShowMyForm())
    if stands.registered:
        late = stands.initiative is None and asks and facts.answers_open(stands)
        withdraws = open_now and facts.only is None
        return (
            (
                Button(say("button.edit" if change == ShowEdit() else "button.change_now"), change)
                if open_now
                else None,
                Button(say("button.supply"), EditPart(Part.INITIATIVE)) if late and open_now else None,
            ),
            (form, Button(say("button.withdraw"), ShowWithdraw(), Style.DANGER) if withdraws else None),
        )
    return ((Button(say("button.register"), Register(), Style.PRIMARY) if open_now else None,),)


def _stage(facts: RegistrationFacts, standing: StandingRegistration) -> Phrase:
    holder = facts.confirmers()[standing.family]
    who, union = confirmer(holder), standing.family is Family.UNION
    match standing.state:
        case RegistrationState.CONFIRMED:
            key = "mine.union.confirmed" if union else "mine.state.confirmed"
            return say(key, at=standing.confirmed_at, who=facts.confirmed_by()[standing.family])
        case RegistrationState.CHANGE_ASKED:
            return say("mine.union.change_asked" if union else "mine.state.change_asked", who=who)
        case _ if holder.holder is Holder.OFFICE:
            return say("mine.office.submitted")
        case _:
            return say("mine.union.submitted" if union else "mine.state.submitted", who=who)


def left(unfinished: bool) -> Screen:
    return screen(
        say("left.kept") if unfinished else say("left.nothing_open"),
        rows=(
            (Button(say("button.go_on"), Register(), Style.PRIMARY),) if unfinished else (),
            (HOME,),
        ),
    )

"""Every screen of a registration, from facts: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.campaigns.records import CampaignNow
from bot.conversation import (
    BACK,
    LATER,
    Button,
    Draft,
    Named,
    Option,
    Paper,
    Phrase,
    Screen,
    Style,
    ToAct,
    ToView,
    say,
    screen,
)
from bot.people.chain import Confirmer, Holder
from bot.people.identity import Staff
from bot.people.rules import honorific
from bot.registration.facts import Facts, asks_initiative, pledges
from bot.registration.records import Answered, Declined, LateRequestState, RegistrationState, Standing
from bot.registration.rules import REASON_PHRASES
from bot.titles.catalogue import Family, Title
from bot.titles.rules import Finding, Severity, check

SHORT_PLEDGE = 80
"""Characters of a pledge on the summary; the whole is kept."""

BACK_BUTTON = Button(say("button.back"), Option(BACK))
LATER_BUTTON = Button(say("button.later"), Option(LATER))
HOME_BUTTON = Button(say("button.home"), ToView("menu"))
ASK_BUTTON = Button(say("button.ask_office"), ToAct("ask_office"))
MINE_BUTTON = Button(say("button.mine"), ToView("mine"))


def chosen(draft: Draft) -> frozenset[str]:
    return frozenset(draft.data.get("titles", ()))


# --- the dialogue -----------------------------------------------------------------------------------------------------


def past(_draft: Draft, facts: Facts) -> Screen:
    who = say(honorific(facts.person.gender))
    year = facts.last_year
    return screen(
        say("reg.past.head", year=year, who=who),
        say("reg.past.titles", titles=tuple(title.name for title in facts.held_last_year)),
        say("reg.past.ask", year=year),
        say("reg.past.initiative"),
        rows=(
            (Button(say("button.same"), Option("same"), Style.PRIMARY),),
            (Button(say("button.anew"), Option("anew")),),
            (Button(say("button.decline"), ToView("decline")),),
            (BACK_BUTTON,),
        ),
    )


def titles(draft: Draft, facts: Facts) -> Screen:
    on = chosen(draft)
    both = len({title.family for title in facts.offered}) > 1
    implying = [title for title in facts.offered if title.implies and title.family is Family.STATE]
    now = facts.still_offered(on)
    return screen(
        say("reg.titles.head"),
        say("reg.titles.both") if both else None,
        say("reg.titles.implied", title=implying[0].name, brings=_names(facts, implying[0])) if implying else None,
        say("reg.titles.now", titles=tuple(title.name for title in now)) if now else say("reg.titles.none_yet"),
        rows=(
            *_in_rows([_box(title, title.id in on) for title in facts.offered]),
            (Button(say("button.next"), Option("next"), Style.PRIMARY), BACK_BUTTON),
            (LATER_BUTTON,),
        ),
    )


def _names(facts: Facts, title: Title) -> tuple[Named, ...]:
    return tuple(brought.name for brought in facts.regime.in_order(title.implies))


def _box(title: Title, on: bool) -> Button:
    label = say("reg.titles.on", title=title.label) if on else say("reg.titles.off", title=title.label)
    return Button(label, Option(title.id))


def _in_rows(boxes: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple((box,) for box in boxes)


@dataclass(frozen=True, slots=True)
class Caution:
    """What a person should know of one chosen title before going on."""

    title: Title
    findings: tuple[Finding, ...]


def caution(draft: Draft, facts: Facts) -> Caution | None:
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


def cautions(draft: Draft, facts: Facts) -> Screen:
    found = caution(draft, facts)
    if found is None:
        return titles(draft, facts)
    sources = dict.fromkeys(finding.source for finding in found.findings if finding.source is not None)
    return screen(
        say("reg.caution.head", title=found.title.name),
        *(say(finding.key, **finding.values) for finding in found.findings),
        *(say("reg.caution.source", source=source) for source in sources),
        say("reg.caution.missing"),
        say("reg.caution.anyway"),
        rows=(
            (Button(say("button.keep_title"), Option("keep"), Style.PRIMARY),),
            (
                Button(say("button.drop_title"), Option("drop")),
                Button(say("button.missing_decision"), ToAct("ask_decision")),
            ),
            (BACK_BUTTON,),
        ),
    )


def initiative(draft: Draft, facts: Facts) -> Screen:
    asking = [title for title in facts.regime.in_order(chosen(draft)) if asks_initiative(title)]
    return screen(
        say("reg.initiative.head", titles=tuple(title.name for title in asking)),
        say("reg.initiative.ask"),
        say("reg.initiative.example"),
        say("reg.initiative.later"),
        rows=(
            (Button(say("button.supply_later"), Option("supply"), Style.PRIMARY),),
            (BACK_BUTTON, LATER_BUTTON),
        ),
    )


def pledge(_draft: Draft, facts: Facts) -> Screen:
    numbered = enumerate(pledges(), 1)
    return screen(
        say("reg.pledge.head", year=facts.campaign.year),
        say("reg.pledge.ask"),
        *(say("reg.pledge.suggestion", number=number, text=text) for number, text in numbered),
        rows=(
            tuple(
                Button(say("button.choose_number", number=number), Option(str(number)))
                for number, _text in enumerate(pledges(), 1)
            ),
            (Button(say("button.skip"), Option("skip")), BACK_BUTTON),
        ),
    )


def summary(draft: Draft, facts: Facts) -> Screen:
    on = facts.regime.in_order(chosen(draft))
    state = tuple(title.name for title in on if title.family is Family.STATE)
    union = tuple(title.name for title in on if title.family is Family.UNION)
    asks = any(asks_initiative(title) for title in on)
    named, words = draft.data.get("initiative"), draft.data.get("pledge")
    edits = (
        Button(say("button.edit_titles"), Option("edit_titles")),
        Button(say("button.edit_initiative"), Option("edit_initiative")) if asks else None,
        Button(say("button.edit_pledge"), Option("edit_pledge")),
    )
    return screen(
        say("reg.summary.head", year=facts.campaign.year),
        say("reg.summary.state", titles=state) if state else None,
        say("reg.summary.union", titles=union) if union else None,
        _initiative_line(named) if asks else None,
        say("reg.summary.pledge", words=shortened(words)) if words else say("reg.summary.no_pledge"),
        _who_confirms(facts, bool(state), bool(union)),
        say("reg.until", deadline=facts.campaign.deadline_at),
        rows=(
            (Button(say("button.send_registration"), Option("send"), Style.SUCCESS),),
            *((edit,) for edit in edits if edit is not None),
            (LATER_BUTTON,),
        ),
    )


def _initiative_line(named: str | None) -> Phrase:
    return say("reg.summary.initiative", name=named) if named else say("reg.summary.initiative_later")


def _who_confirms(facts: Facts, state: bool, union: bool) -> Phrase:
    confirmers = facts.confirmers()
    if state and union:
        return say(
            "reg.summary.confirmers",
            state=confirmer(confirmers[Family.STATE]),
            union=confirmer(confirmers[Family.UNION]),
        )
    return say("reg.summary.confirmer", who=confirmer(confirmers[Family.STATE if state else Family.UNION]))


def confirmer(who: Confirmer) -> Phrase:
    match who.holder:
        case Holder.OFFICE:
            return say("confirmer.office")
        case Holder.UNION_COMMITTEE:
            return say("confirmer.union_committee")
    assert who.staff is not None
    return say("confirmer.person", who=say(honorific(who.staff.gender)), name=who.staff.full_name)


def shortened(words: str) -> str:
    """One line of `words`, cut at a word with an ellipsis: for screens; the whole is kept."""
    line = " ".join(words.split())
    if len(line) <= SHORT_PLEDGE:
        return line
    return line[:SHORT_PLEDGE].rsplit(" ", 1)[0] + "…"


# --- what was sent ----------------------------------------------------------------------------------------------------


def receipt(facts: Facts, stands: Answered) -> Screen:
    """Kept in the chat as the record of what was sent."""
    names = tuple(title.name for title in facts.regime.in_order(stands.titles))
    return screen(
        say("receipt.head", code=stands.code),
        say("receipt.at", at=stands.submitted_at),
        say("receipt.titles", titles=names),
        *(_held_by(facts, standing) for standing in stands.standing),
        say("receipt.next"),
        rows=(
            (MINE_BUTTON, Button(say("button.edit"), ToView("edit"))),
            (HOME_BUTTON,),
        ),
        keep=True,
    )


def _held_by(facts: Facts, standing: Standing) -> Phrase:
    who = confirmer(facts.confirmers()[standing.family])
    return say("receipt.held.state" if standing.family is Family.STATE else "receipt.held.union", who=who)


def edit(facts: Facts, stands: Answered) -> Screen:
    confirmed = [standing.confirmed_at for standing in stands.standing if standing.confirmed_at]
    asks = any(asks_initiative(title) for title in facts.regime.in_order(stands.titles))
    return screen(
        say("edit.confirmed", code=stands.code, at=max(confirmed)) if confirmed else say("edit.head", code=stands.code),
        say("edit.again") if confirmed else None,
        say("edit.kept"),
        say("edit.which"),
        rows=(
            (Button(say("button.part_titles"), ToAct("edit_part", 0)),),
            (Button(say("button.part_initiative"), ToAct("edit_part", 1)),) if asks else (),
            (Button(say("button.part_pledge"), ToAct("edit_part", 2)),),
            (Button(say("button.leave_as_is"), ToView("mine")),),
        ),
    )


def withdraw(facts: Facts, stands: Answered, version: int) -> Screen:
    return screen(
        say("withdraw.ask", year=facts.campaign.year),
        say("receipt.titles", titles=tuple(title.name for title in facts.regime.in_order(stands.titles))),
        say("withdraw.after"),
        say("withdraw.again", deadline=facts.campaign.deadline_at),
        rows=(
            (Button(say("button.withdraw"), ToAct("withdraw", stands.receipt_id or 0, version), Style.DANGER),),
            (Button(say("button.leave_as_is"), ToView("mine")),),
        ),
    )


def withdrawn(facts: Facts) -> Screen:
    return screen(
        say("withdrawn.done", year=facts.campaign.year),
        say("withdraw.again", deadline=facts.campaign.deadline_at),
        rows=((Button(say("button.register_again"), ToAct("register")), HOME_BUTTON),),
    )


# --- not this year ----------------------------------------------------------------------------------------------------


def decline(campaign: CampaignNow) -> Screen:
    reasons = tuple(enumerate(REASON_PHRASES.values()))
    return screen(
        say("decline.head", year=campaign.year),
        say("decline.ask"),
        say("decline.nothing_private"),
        say("decline.until", deadline=campaign.deadline_at),
        rows=(
            *((Button(say(key), ToAct("decline", number)),) for number, key in reasons),
            (HOME_BUTTON,),
        ),
    )


def decline_words(_draft: Draft, facts: Facts) -> Screen:
    return screen(
        say("decline.words", year=facts.campaign.year),
        say("decline.nothing_private"),
        rows=((BACK_BUTTON, LATER_BUTTON),),
    )


def declined(campaign: CampaignNow, code: str, said: Declined) -> Screen:
    reason = say("decline.own_words", words=shortened(said.words)) if said.words else say(REASON_PHRASES[said.reason])
    return screen(
        say("declined.head", year=campaign.year),
        say("declined.reason", reason=reason, code=code),
        say("declined.again", deadline=campaign.deadline_at),
        say("declined.help"),
        rows=((Button(say("button.register_again"), ToAct("register")), ASK_BUTTON), (HOME_BUTTON,)),
        keep=True,
    )


# --- after the deadline -----------------------------------------------------------------------------------------------


def closed(campaign: CampaignNow, at: datetime) -> Screen:
    may_ask = campaign.supplement_until is not None and at <= campaign.supplement_until
    return screen(
        say("closed.head", deadline=campaign.deadline_at),
        say("closed.late", until=campaign.supplement_until) if may_ask else None,
        say("closed.path") if may_ask else say("closed.over"),
        rows=(
            (Button(say("button.ask_late"), ToAct("ask_late"), Style.PRIMARY),) if may_ask else (),
            (ASK_BUTTON, HOME_BUTTON),
        ),
    )


def late_reason(_draft: Draft, campaign: CampaignNow) -> Screen:
    return screen(
        say("late.head"),
        say("late.example"),
        say("closed.late", until=campaign.supplement_until),
        rows=((BACK_BUTTON, LATER_BUTTON),),
    )


def late(request: tuple[LateRequestState, str, datetime | None]) -> Screen:
    state, reason, until = request
    lines = {
        LateRequestState.OPEN: say("late.state.open"),
        LateRequestState.GRANTED: say("late.state.granted", until=until),
        LateRequestState.REFUSED: say("late.state.refused"),
        LateRequestState.WITHDRAWN: say("late.state.withdrawn"),
    }
    granted = state is LateRequestState.GRANTED
    return screen(
        lines[state],
        say("late.reason", reason=shortened(reason)),
        rows=(
            (Button(say("button.register"), ToAct("register"), Style.PRIMARY),) if granted else (),
            (Button(say("button.edit"), ToAct("ask_late")),) if state is LateRequestState.OPEN else (),
            (ASK_BUTTON, HOME_BUTTON),
        ),
    )


# --- home -------------------------------------------------------------------------------------------------------------


def menu(
    person: Staff, campaign: CampaignNow | None, stands: Answered, at: datetime, duties: tuple[Button, ...] = ()
) -> Screen:
    """Home. `duties`: the boards of whoever leads, first of all."""
    answered = stands.registered or stands.declined is not None
    first = MINE_BUTTON if answered else Button(say("button.register"), ToAct("register"), Style.PRIMARY)
    second = Button(say("button.register"), ToAct("register")) if answered else MINE_BUTTON
    return screen(
        say("menu.person", who=say(honorific(person.gender)), name=person.full_name, unit=person.unit_name),
        say("menu.campaign", name=campaign.name) if campaign else say("campaign.none"),
        status(stands) if campaign else None,
        deadline(campaign, at) if campaign else None,
        rows=(
            *((duty,) for duty in duties),
            (first, second) if campaign else (),
            (Button(say("button.notices"), ToView("notices")), Button(say("button.questions"), ToView("questions"))),
            (Button(say("button.settings"), ToView("settings")),),
        ),
    )


def status(stands: Answered) -> Phrase:
    if stands.registered:
        return say("status.registered", state=_overall(stands), code=stands.code)
    if stands.declined is not None:
        return say("status.declined")
    return say("status.none")


def _overall(stands: Answered) -> Phrase:
    states = {standing.state for standing in stands.standing}
    if RegistrationState.CHANGE_ASKED in states:
        return say("status.change_asked")
    if states == {RegistrationState.CONFIRMED}:
        return say("status.confirmed")
    return say("status.submitted")


def deadline(campaign: CampaignNow, at: datetime) -> Phrase:
    if at < campaign.opens_at:
        return say("menu.opens", opens=campaign.opens_at)
    if at > campaign.deadline_at:
        return say("menu.over", deadline=campaign.deadline_at)
    return say("menu.deadline", deadline=campaign.deadline_at)


def linked(person: Staff, campaign: CampaignNow | None, stands: Answered, at: datetime) -> Screen:
    group = say("linked.group", group=person.union_group_name) if person.union_member else None
    answered = stands.registered or stands.declined is not None
    to = MINE_BUTTON if answered else Button(say("button.register"), ToAct("register"), Style.PRIMARY)
    return screen(
        say("linked.head"),
        say("linked.person", who=say(honorific(person.gender)), name=person.full_name),
        say("linked.post", position=person.position, unit=person.unit_name),
        group,
        say("linked.open", name=campaign.name, deadline=campaign.deadline_at) if campaign else None,
        status(stands) if campaign else None,
        rows=(
            (to,) if campaign else (),
            (Button(say("button.see_plan"), ToView("plan")),) if campaign and campaign.plan_sha256 else (),
            (Button(say("button.wrong_data"), ToAct("ask_roster")), HOME_BUTTON),
        ),
    )


def mine(facts: Facts, stands: Answered) -> Screen:
    regime = facts.regime
    years = tuple(
        say("mine.year", year=year, titles=tuple(title.short for title in regime.in_order(titles)))
        for year, titles in facts.awards().items()
    )
    asks = any(asks_initiative(title) for title in regime.in_order(stands.titles))
    shorts = tuple(title.short for title in regime.in_order(stands.titles))
    open_now = facts.campaign.is_open(facts.now)
    return screen(
        say("mine.head", name=facts.person.full_name),
        say("mine.titles", year=facts.campaign.year, titles=shorts, code=stands.code)
        if stands.registered
        else say("mine.declined", year=facts.campaign.year, code=stands.code)
        if stands.declined
        else say("mine.none", year=facts.campaign.year),
        *(_stage(facts, standing) for standing in stands.standing),
        (_initiative_line(stands.initiative) if asks else None),
        say("mine.years", years=years) if years else say("mine.no_years"),
        *facts.progress(),
        rows=(
            *_mine_rows(stands, asks, open_now),
            (Button(say("button.missing_decision"), ToAct("ask_decision")), HOME_BUTTON),
        ),
    )


def _mine_rows(stands: Answered, asks: bool, open_now: bool) -> tuple[tuple[Button | None, ...], ...]:
    form = Button(say("button.my_form"), ToView("my_form"))
    if stands.registered:
        late = stands.initiative is None and asks
        return (
            (
                Button(say("button.edit"), ToView("edit")) if open_now else None,
                Button(say("button.supply"), ToAct("edit_part", 1)) if late and open_now else None,
            ),
            (form, Button(say("button.withdraw"), ToView("withdraw"), Style.DANGER) if open_now else None),
        )
    return ((Button(say("button.register"), ToAct("register"), Style.PRIMARY) if open_now else None,),)


def _stage(facts: Facts, standing: Standing) -> Phrase:
    who = confirmer(facts.confirmers()[standing.family])
    union = standing.family is Family.UNION
    match standing.state:
        case RegistrationState.CONFIRMED:
            key = "mine.union.confirmed" if union else "mine.state.confirmed"
            return say(key, at=standing.confirmed_at, who=who)
        case RegistrationState.CHANGE_ASKED:
            return say("mine.union.change_asked" if union else "mine.state.change_asked", who=who)
        case _:
            return say("mine.union.submitted" if union else "mine.state.submitted", who=who)


def which_title(candidates: Sequence[Title], registering: bool) -> Screen:
    return screen(
        say("which.register") if registering else say("which.about"),
        rows=(
            *(
                (
                    Button(
                        title.name,
                        ToAct("register_title", title.order) if registering else ToView("title_info", title.order),
                    ),
                )
                for title in candidates
            ),
            (Button(say("button.neither"), ToView("menu")),),
        ),
    )


def left(unfinished: bool) -> Screen:
    return screen(
        say("left.kept") if unfinished else say("left.nothing_open"),
        rows=(
            (Button(say("button.go_on"), ToAct("register"), Style.PRIMARY),) if unfinished else (),
            (HOME_BUTTON,),
        ),
    )


def form(file: Paper, *, filled: bool) -> Screen:
    """A file stays in the chat; what comes next goes below it."""
    return screen(
        say("form.filled") if filled else say("form.blank"),
        rows=((HOME_BUTTON,),) if filled else (),
        file=file,
        keep=True,
    )


def my_data(lines: tuple[Phrase, ...], versions: int, awards: int) -> Screen:
    return screen(
        say("my_data.head"),
        *lines,
        say("my_data.counts", versions=versions, awards=awards),
        say("my_data.kept"),
        rows=(
            (
                Button(say("button.download"), ToView("my_data_file")),
                Button(say("button.wrong_data"), ToAct("ask_roster")),
            ),
            (
                Button(say("button.unlink"), ToView("unlink_confirm")),
                Button(say("button.ask_erasure"), ToAct("ask_erasure")),
            ),
            (Button(say("button.settings"), ToView("settings")), HOME_BUTTON),
        ),
    )


def my_data_file(file: Paper) -> Screen:
    return screen(say("my_data.file"), rows=((HOME_BUTTON,),), file=file, keep=True)


UNIT_BUTTON = Button(say("button.unit"), ToView("unit"))
UNION_GROUP_BUTTON = Button(say("button.union_group"), ToView("union_group"))
OFFICE_BUTTON = Button(say("button.office"), ToView("office"))

"""Screens of outages: the letter, the outage with the decision on it, and who has no next door. Pure."""

from collections.abc import Collection, Mapping

from bot.address import Door
from bot.dialogue.screens import Button, Phrase, Screen, Style, counted, say, screen
from bot.dialogue.ways import HOME, page_of, turn
from bot.ledger.letter import Haste
from bot.office.channels.outages import Told, may_pass
from bot.office.channels.targets import (
    LetPass,
    ShowChannel,
    ShowChannels,
    ShowLetPass,
    ShowOnPaper,
    ShowOutage,
)
from bot.people.contacts.names import CHANNELS
from bot.people.contacts.rules import RINGING
from bot.people.identity import Staff
from bot.personnel.targets import ShowUnitForms
from bot.words import told_apart

PEOPLE_A_PAGE, LABEL = 6, 40
_WHY = {
    Haste.NOTICE: "outage.haste.notice",
    Haste.DEADLINE: "outage.haste.deadline",
    Haste.CHANGE: "outage.haste.change",
    Haste.DECISION: "outage.haste.decision",
}


def _pieces(hasty: Mapping[Haste, int]) -> Phrase | None:
    """Each reason with its number, in one line."""
    pieces = tuple(say(_WHY[reason], count=count) for reason, count in hasty.items())
    return say("outage.hasty", count=sum(hasty.values()), pieces=pieces) if pieces else None


def _others(told: Told) -> Phrase | None:
    return say("outage.others", count=told.others) if told.others else None


def _people(told: Told) -> Phrase:
    """The people whose first door this is, by what they have besides."""
    rung = sum(told.next.by.get(door, 0) for door in RINGING)
    zalo, web = (told.next.by.get(door, 0) for door in (Door.ZALOBOT, Door.WEB))
    by = {"outage.next.zalobot": zalo, "outage.next.web": web, "outage.next.rung": rung}
    pieces = counted({**by, "outage.next.none": len(told.next.on_paper)})
    return say("outage.people", people=told.next.people, pieces=pieces) if pieces else say("outage.people_nobody")


def _cause(told: Told) -> Phrase | None:
    """The thing to be done by somebody else."""
    if told.outage.door is Door.WEB:
        return say("outage.web_closed")
    if told.outage.door is Door.ZALOBOT:
        return say("outage.zalobot_ended" if told.ended else "outage.zalobot")
    return say("outage.rings_not") if told.outage.door in RINGING else None


def letter(told: Told, who: Phrase) -> Screen:
    outage = told.outage
    return screen(
        say("outage.letter", name=CHANNELS[outage.door], since=outage.since),
        _cause(told),
        _pieces(told.hasty),
        _others(told),
        say("outage.decides", who=who) if may_pass(outage) else None,
        rows=((Button(say("button.outage"), ShowOutage(outage.id)),), (HOME,)),
    )


def outage(told: Told, who: Phrase, *, decides: bool) -> Screen:
    """`who`: decides, or has decided."""
    one, open_ = told.outage, told.outage.is_open
    waits = decides and open_ and one.decided_at is None
    return screen(
        say("outage.head" if open_ else "outage.head_over", name=CHANNELS[one.door]),
        say("outage.since", since=one.since, noticed=one.noticed_at) if open_ else None,
        say("outage.until", since=one.since, until=one.ended_at) if not open_ else None,
        _cause(told) if open_ else None,
        _pieces(told.hasty),
        _others(told),
        _people(told) if open_ else None,
        _decided(told, who),
        *_after(told),
        rows=(
            (_decide(told) if waits else None,),
            (_paper(told) if open_ else None,),
            (
                Button(say("button.channel", name=CHANNELS[one.door]), ShowChannel(one.door))
                if one.door in RINGING
                else None,
            ),
            (Button(say("button.channels"), ShowChannels()), HOME),
        ),
    )


def _decide(told: Told) -> Button:
    if may_pass(told.outage):
        return Button(say("button.let_pass"), ShowLetPass(told.outage.id), Style.PRIMARY)
    return Button(say("button.outage_known"), LetPass(told.outage.id))


def _paper(told: Told) -> Button | None:
    count = len(told.next.on_paper)
    return Button(say("button.outage_on_paper", count=count), ShowOnPaper(told.outage.id)) if count else None


def _decided(told: Told, who: Phrase) -> Phrase | None:
    one = told.outage
    if one.decided_at is not None:
        key = "outage.let_pass" if may_pass(one) else "outage.known"
        return say(key, who=who, at=one.decided_at)
    return say("outage.decides", who=who) if one.is_open and may_pass(one) else None


def _after(told: Told) -> tuple[Phrase | None, ...]:
    found = told.figures
    if not told.ended and (not may_pass(told.outage) or told.outage.decided_at is None):
        return ()
    return (
        say("outage.after", passed=found.passed, arrived=found.arrived) if found.passed else None,
        say("outage.after_rung", rung=found.rung) if found.rung else None,
    )


def let_pass(told: Told) -> Screen:
    one = told.outage
    name = CHANNELS[one.door]
    return screen(
        say("outage.ask", name=name),
        _pieces(told.hasty),
        say("outage.ask.zalobot") if told.next.by.get(Door.ZALOBOT) else None,
        say("outage.ask.web"),
        say("outage.ask.rung"),
        say("outage.ask.unknown"),
        say("outage.ask.once", name=name),
        rows=(
            (Button(say("button.let_pass_now"), LetPass(one.id), Style.SUCCESS),),
            (Button(say("button.back"), ShowOutage(one.id)),),
        ),
    )


def on_paper(told: Told, owing: Collection[int], wanted: int) -> Screen:
    """The people without a next door. `owing`: those whose answer is still to come; they stand first, and only of them
    a form on paper is asked for."""
    people = sorted(told.next.on_paper, key=lambda one: one.id not in owing)
    page = page_of(people, wanted, PEOPLE_A_PAGE)
    to_sign = [one for one in page.items if one.id in owing]
    units = dict.fromkeys((one.unit_id, one.unit_name) for one in to_sign if one.unit_id is not None)
    labels = told_apart([name for _key, name in units], LABEL)
    return screen(
        say("outage.paper.head", count=len(people)),
        say("outage.paper.how") if page.items else None,
        say("outage.paper.forms", count=count) if (count := sum(one.id in owing for one in people)) else None,
        *(_without_door(one, one.id in owing) for one in page.items),
        page.line,
        rows=(
            *(
                (Button(say("button.outage_forms", unit=label), ShowUnitForms(key)),)
                for (key, _name), label in zip(units, labels, strict=True)
            ),
            turn(ShowOnPaper(told.outage.id, page.number), page.of),
            (Button(say("button.back"), ShowOutage(told.outage.id)), HOME),
        ),
    )


def _without_door(one: Staff, owes: bool) -> Phrase:
    return say("outage.paper.owing" if owes else "outage.paper.person", name=one.full_name, unit=one.unit_name)

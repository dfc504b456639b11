"""The screens of results: before and after they go, the letters, and one's own. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import HOME, page_of, turn
from bot.enquiries.targets import AskDecision, ShowMine
from bot.ledger.letter import State
from bot.people.identity import Staff
from bot.people.rules import honorific
from bot.recognition.naming import HolderName
from bot.recognition.records import DecisionNow, DecisionState
from bot.recognition.targets import (
    PublishResults,
    SendResults,
    ShowAchieved,
    ShowDecision,
    ShowMyResults,
    ShowResults,
    ShowUntold,
)
from bot.titles.catalogue import Title

NAMES_A_PAGE = 8
RESULTS_A_PAGE = 4


@dataclass(frozen=True, slots=True)
class Counted:
    """So many people are in a decision, so many of them can be reached; so many collectives, and people who are not in
    it. `states`: the letters that were planned."""

    people: int
    reached: int
    leads: int
    absent: int
    untold: int
    states: Mapping[State, int]


def results(one: DecisionNow, count: Counted, decides: bool, who: Phrase) -> Screen:
    """The results of a decision. `decides`: the reader may let them go; `who`: whoever did, or may."""
    sent = one.released_at is not None
    left = count.absent and not one.absent_told
    return screen(
        say("results.head", number=one.number, day=one.signed_on),
        say("results.people", people=count.people, reached=count.reached),
        say("results.leads", count=count.leads) if count.leads else None,
        say("results.absent", count=count.absent) if left else None,
        say("results.sent", who=who, at=one.released_at) if sent else say("results.alone"),
        _letters(count.states) if sent else None,
        say("results.untold", count=count.untold) if count.untold else None,
        None if sent or decides else say("results.whose", who=who),
        rows=(
            (Button(say("button.send_results"), SendResults(one.id), Style.SUCCESS) if decides and not sent else None,),
            (
                Button(say("button.send_results_absent", count=count.absent), SendResults(one.id, True))
                if decides and left
                else None,
            ),
            (Button(say("button.untold", count=count.untold), ShowUntold(one.id)) if count.untold else None,),
            (Button(say("button.publish_results"), PublishResults(one.id)),),
            (Button(say("button.decision"), ShowDecision(one.id)), HOME),
        ),
    )


_STATES = {
    State.SENT: "results.state.sent",
    State.UNKNOWN: "results.state.unknown",
    State.PLANNED: "results.state.waiting",
    State.LEASED: "results.state.waiting",
    State.INFLIGHT: "results.state.waiting",
}


def _letters(states: Mapping[State, int]) -> Phrase:
    counts: dict[str, int] = {}
    for state, count in states.items():
        key = _STATES.get(state, "results.state.failed")
        counts[key] = counts.get(key, 0) + count
    return say("results.letters", states=tuple(Phrase(key, {"count": count}) for key, count in counts.items()))


def untold(one: DecisionNow, names: Sequence[HolderName], wanted: int) -> Screen:
    """The people to be told in person."""
    page = page_of(names, wanted, NAMES_A_PAGE)
    return screen(
        say("results.untold_head", number=one.number, count=len(names)),
        *(say("results.untold_left" if name.left else "results.untold_one", name=name.whole) for name in page.items),
        page.line,
        rows=(
            turn(ShowUntold(one.id, page.number), page.of),
            (Button(say("button.results"), ShowResults(one.id)), HOME),
        ),
    )


# --- letters ----------------------------------------------------------------------------------------------------------

_AFTER = ((Button(say("button.my_results"), ShowMyResults()), HOME),)
_ASK = ((Button(say("button.ask_decision"), AskDecision()), HOME),)


def _dear(person: Staff) -> Phrase:
    return say("reminder.dear", who=say(honorific(person.gender)), name=person.full_name)


def own(person: Staff, one: DecisionNow, titles: Sequence[Title], streak: Sequence[Phrase]) -> Screen:
    """One's own result."""
    return screen(
        _dear(person),
        say(
            "results.own",
            number=one.number,
            day=one.signed_on,
            issuer=one.issuer,
            year=str(one.year),
            who=say(honorific(person.gender)),
        ),
        *(say("results.own_title", title=title.name) for title in titles),
        *streak,
        say("results.congratulations", who=say(honorific(person.gender))),
        rows=_AFTER,
    )


def collective(person: Staff, one: DecisionNow, found: Sequence[tuple[str, Sequence[Title]]]) -> Screen:
    """The result of the collectives that somebody leads."""
    said = {"number": one.number, "day": one.signed_on, "issuer": one.issuer, "year": str(one.year)}
    return screen(
        _dear(person),
        say("results.collective", **said),
        *(
            say("results.collective_one", name=name, titles=tuple(title.name for title in titles))
            for name, titles in found[:6]
        ),
        say("results.collective_ask"),
        rows=((HOME,),),
    )


def absent(person: Staff, one: DecisionNow, titles: Sequence[Title]) -> Screen:
    """A title that was registered is not in the decision: no refusal."""
    return screen(
        _dear(person),
        say(
            "results.not_in_it",
            titles=tuple(title.name for title in titles),
            number=one.number,
            day=one.signed_on,
            year=str(one.year),
            who=say(honorific(person.gender)),
        ),
        rows=_ASK,
    )


def revoked(person: Staff, one: DecisionNow, titles: Sequence[Title], collectives: Sequence[str]) -> Screen:
    """The decision does not hold any more."""
    by = {"by": one.revoked_number, "day": one.revoked_on, "number": one.number, "signed_on": one.signed_on}
    return screen(
        _dear(person),
        say("results.revoked_by", **by),
        say("results.revoked_own", titles=tuple(title.name for title in titles), year=str(one.year))
        if titles
        else None,
        say("results.revoked_collectives", names=tuple(collectives), year=str(one.year)) if collectives else None,
        say("results.revoked_ask", who=say(honorific(person.gender))),
        rows=_ASK,
    )


# --- one's own --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnResult:
    """A decision that gives the reader something."""

    decision: DecisionNow
    titles: Sequence[Title]


def mine(
    name: str,
    found: Sequence[OwnResult],
    waiting: Sequence[Title],
    streak: Sequence[Phrase],
    year: int | None,
    wanted: int,
) -> Screen:
    """One's own results, the newest first. `waiting`: registered titles of which there is no decision yet. `year`: of
    which the reader may see more than that."""
    page = page_of(found, wanted, RESULTS_A_PAGE)
    return screen(
        say("my_results.head", name=name),
        *(_own(one) for one in page.items),
        None if found else say("my_results.none"),
        say("my_results.waiting", titles=tuple(title.short for title in waiting)) if waiting else None,
        *streak,
        page.line,
        rows=(
            turn(ShowMyResults(page.number), page.of),
            (Button(say("button.results_of_unit"), ShowAchieved(year)),) if year else (),
            (Button(say("button.ask_decision"), AskDecision()),),
            (Button(say("button.mine"), ShowMine()), HOME),
        ),
    )


def _own(one: OwnResult) -> Phrase:
    of = one.decision
    said = {
        "year": str(of.year),
        "titles": tuple(title.short for title in one.titles),
        "number": of.number,
        "day": of.signed_on,
    }
    if of.state is DecisionState.REVOKED:
        return say("my_results.revoked", by=of.revoked_number, **said)
    return say("my_results.one", **said)

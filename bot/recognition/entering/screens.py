"""The screens of decisions: those of a year, one of them, and the questions about it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.campaigns.records import CampaignNow
from bot.dialogue.screens import Attachment, Button, Named, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, page_of, turn
from bot.enquiries.targets import ShowOffice
from bot.personnel.inputs import AWAY
from bot.recognition import shares
from bot.recognition.kinds import Kind, kind
from bot.recognition.records import DecisionNow, DecisionState
from bot.recognition.shares import Share
from bot.recognition.targets import (
    AddFromList,
    AddFromWorkbook,
    AddOne,
    BeginDecision,
    DropDecision,
    EnterDecision,
    RevokeDecision,
    ShowAchieved,
    ShowDecision,
    ShowDecisionFile,
    ShowDecisionLines,
    ShowDecisions,
    ShowEntering,
    ShowResults,
    ShowYearEnd,
)
from bot.titles.catalogue import Family, Level, Title
from bot.words import shortened

A_PAGE, SHARES_SHOWN = 3, 2
_STATES = {
    DecisionState.DRAFT: "decision.state.draft",
    DecisionState.ENTERED: "decision.state.entered",
    DecisionState.REVOKED: "decision.state.revoked",
}


def decisions(
    campaign: CampaignNow,
    found: Sequence[DecisionNow],
    undecided: Sequence[Kind],
    closed: bool,
    wanted: int,
    earlier: int | None,
) -> Screen:
    """The decisions of a year with the way to all that follows from them. `earlier`: the year of the campaign before,
    of which results may still wait to be told."""
    page = page_of(found, wanted, A_PAGE)
    year = campaign.year
    return screen(
        say("decisions.head", year=str(year)),
        say("decisions.count", count=len(found)) if found else say("decisions.none"),
        say("decisions.undecided", kinds=tuple(kind(*one) for one in undecided)) if undecided else None,
        say("decisions.closed") if closed else None,
        page.line,
        rows=(
            *((Button(_label(one), ShowDecision(one.id)),) for one in page.items),
            turn(ShowDecisions(year, page.number), page.of),
            (Button(say("button.decision_begin"), BeginDecision(year), Style.PRIMARY),),
            (Button(say("button.achieved"), ShowAchieved(year)), Button(say("button.year_end"), ShowYearEnd(year))),
            (
                Button(say("button.decisions_of", year=str(earlier)), ShowDecisions(earlier)) if earlier else None,
                Button(say("button.office"), ShowOffice()),
            ),
        ),
    )


def _label(one: DecisionNow) -> Phrase:
    return Phrase(_STATES[one.state], {"number": shortened(one.number, 22), "day": one.signed_on})


# --- one decision -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figures:
    """Lines of a decision by title, and those of people who had not registered it."""

    titles: Sequence[tuple[Title, int]]
    lines: int
    unregistered: int


def decision(one: DecisionNow, figures: Figures, who: Mapping[str, Phrase]) -> Screen:
    """One decision as it stands. `who`: the people who began, entered, let go and revoked it, by the deed."""
    return screen(
        say("decision.head", number=one.number, day=one.signed_on, issuer=one.issuer),
        say("decision.of", year=str(one.year), kind=kind(one.family, one.level)),
        say("decision.titles", titles=tuple(_count(*each) for each in figures.titles))
        if figures.titles
        else say("decision.no_lines"),
        say("decision.unregistered", count=figures.unregistered) if figures.unregistered else None,
        *_stands(one, who),
        rows=(
            *_rows(one, figures),
            (Button(say("button.decisions"), ShowDecisions(one.year)), HOME),
        ),
    )


def _count(title: Title, count: int) -> Phrase:
    return say("decision.list.count", title=title.short, count=count)


def _stands(one: DecisionNow, who: Mapping[str, Phrase]) -> tuple[Phrase | None, ...]:
    match one.state:
        case DecisionState.DRAFT:
            return (say("decision.is_draft", who=who["drafted"]),)
        case DecisionState.REVOKED:
            by = {"number": one.revoked_number, "day": one.revoked_on, "reason": shortened(one.reason or "", 200)}
            return (
                say("decision.is_revoked", who=who["revoked"], at=one.revoked_at, **by),
                say("decision.no_awards"),
            )
    return (
        say("decision.is_entered", who=who["entered"], at=one.entered_at),
        say("decision.results_sent", who=who["released"], at=one.released_at)
        if one.released_at
        else say("decision.results_wait"),
    )


def _rows(one: DecisionNow, figures: Figures) -> tuple[tuple[Button | None, ...], ...]:
    names = Button(say("button.decision_lines", count=figures.lines), ShowDecisionLines(one.id))
    file = Button(say("button.decision_file"), ShowDecisionFile(one.id)) if one.sha256 else None
    if one.state is DecisionState.DRAFT:
        return (
            (Button(say("button.decision_from_list"), AddFromList(one.id), Style.PRIMARY),),
            (
                Button(say("button.decision_add_one"), AddOne(one.id)),
                Button(say("button.decision_workbook"), AddFromWorkbook(one.id)),
            ),
            (names if figures.lines else None, file),
            (Button(say("button.decision_enter"), ShowEntering(one.id), Style.SUCCESS) if figures.lines else None,),
            (Button(say("button.decision_drop"), DropDecision(one.id), Style.DANGER),),
        )
    if one.state is DecisionState.REVOKED:
        return ((names, file),)
    return (
        (names, file),
        (Button(say("button.results"), ShowResults(one.id), Style.PRIMARY),),
        (Button(say("button.decision_revoke"), RevokeDecision(one.id), Style.DANGER),),
    )


def entering(one: DecisionNow, figures: Figures, limited: Sequence[Share]) -> Screen:
    """The question whether to enter the decision. `limited`: shares as they will be with it, which hinder nothing."""
    return screen(
        say("decision.enter.head", number=one.number, day=one.signed_on, issuer=one.issuer),
        say("decision.titles", titles=tuple(_count(*each) for each in figures.titles)),
        say("decision.unregistered", count=figures.unregistered) if figures.unregistered else None,
        *(shares.said_before(share) for share in limited[:SHARES_SHOWN]),
        say("decision.enter.follows", year=str(one.year)),
        say("decision.enter.nobody_told"),
        rows=(
            (Button(say("button.decision_enter"), EnterDecision(one.id, one.revision), Style.SUCCESS),),
            (Button(say("button.back"), ShowDecision(one.id)), HOME),
        ),
    )


def file(one: DecisionNow, sha256: str) -> Screen:
    name = one.file_name or "quyet-dinh.pdf"
    mime = "application/pdf" if name.lower().endswith(".pdf") else "application/octet-stream"
    return screen(
        say("decision.file", number=one.number, day=one.signed_on),
        rows=((Button(say("button.decision"), ShowDecision(one.id)), HOME),),
        file=Attachment(sha256, name, mime),
        keep=True,
    )


# --- the questions ----------------------------------------------------------------------------------------------------


def which_kind(year: int, kinds: Sequence[Kind]) -> Screen:
    return screen(
        say("decision.which_kind", year=str(year)),
        rows=(*((Button(kind(*one), Option(f"k{place}")),) for place, one in enumerate(kinds)), AWAY),
    )


def which_number(family: Family, level: Level) -> Screen:
    return screen(say("decision.which_number", kind=kind(family, level)), say("decision.number_how"), rows=(AWAY,))


def who_signed(usual: str) -> Screen:
    short = shortened(usual, 38)
    known = (Button(Named(short, short), Option("usual"), Style.PRIMARY),) if usual else ()
    return screen(say("decision.who_signed"), rows=(known, AWAY))


def the_file() -> Screen:
    return screen(say("decision.the_file"), rows=((Button(say("button.skip"), Option("skip")),), AWAY))


def revoked_by(one: DecisionNow) -> Screen:
    return screen(
        say("decision.revoke.head", number=one.number, day=one.signed_on), say("decision.revoke.by"), rows=(AWAY,)
    )


def why_revoked(one: DecisionNow) -> Screen:
    return screen(
        say("decision.revoke.head", number=one.number, day=one.signed_on), say("decision.revoke.why"), rows=(AWAY,)
    )


def check_revoking(one: DecisionNow, awards: int, said: Mapping[str, Any]) -> Screen:
    told = "decision.revoke.told" if one.released_at else "decision.revoke.untold"
    return screen(
        say("decision.revoke.head", number=one.number, day=one.signed_on),
        say("decision.revoke.reason", number=said["number"], reason=shortened(said["reason"], 200)),
        say("decision.revoke.ends", count=awards),
        Phrase(told),
        rows=((Button(say("button.decision_revoke_now"), Option("yes"), Style.DANGER),), AWAY),
    )

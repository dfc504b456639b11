"""The screens of the end of a year, and of what may go. Pure."""

from collections.abc import Mapping, Sequence

from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME
from bot.enquiries.targets import ShowOfficeQuestions
from bot.launching.targets import LaunchCampaign
from bot.leading.targets import ShowSheets
from bot.personnel.inputs import AWAY
from bot.recognition.closing.raw import MayGo
from bot.recognition.closing.state import YearState
from bot.recognition.targets import (
    CloseYear,
    RemoveRaw,
    SetRetention,
    ShowBonuses,
    ShowClosing,
    ShowDecisions,
    ShowRemoval,
    ShowRetention,
    ShowStreaks,
    ShowYearEnd,
)
from bot.recognition.year_records import Raw

KINDS = tuple(Raw)
_KINDS = {
    Raw.UPLOADS: say("retention.uploads"),
    Raw.DRAFTS: say("retention.drafts"),
    Raw.LETTERS: say("retention.letters"),
}
_SET = {
    Raw.UPLOADS: say("button.keep_uploads"),
    Raw.DRAFTS: say("button.keep_drafts"),
    Raw.LETTERS: say("button.keep_letters"),
}


def year_end(found: YearState, kinds: Sequence[Phrase], who: Phrase, *, closes: bool) -> Screen:
    """The year with all that is open and was done, and the way on. `kinds`: of what is not decided; `who`:
    whoever closed it; `closes`: the reader may close it now."""
    year, closed = found.campaign.year, found.closed
    return screen(
        say("year.head", year=str(year)),
        say("year.closed", who=who, at=closed[1]) if closed else None,
        say("year.figures", registered=found.registered, decisions=found.decisions, awards=found.awards)
        if found.decisions
        else say("year.figures_undecided", registered=found.registered),
        *_open(found, kinds),
        None if found.open else say("year.nothing_open"),
        say("year.next", year=str(year + 1)) if not found.next else None,
        rows=(
            (Button(say("button.decisions"), ShowDecisions(year)), Button(say("button.sheets"), ShowSheets(year=year))),
            (Button(say("button.year_questions"), ShowOfficeQuestions()),) if found.questions else (),
            (Button(say("button.close_year"), ShowClosing(year), Style.PRIMARY),) if closes and not closed else (),
            () if found.next else (Button(say("button.next_year", year=str(year + 1)), LaunchCampaign(fresh=True)),),
            (Button(say("button.streaks"), ShowStreaks()), Button(say("button.bonuses"), ShowBonuses(year))),
            (Button(say("button.retention"), ShowRetention()), HOME),
        ),
    )


def _open(found: YearState, kinds: Sequence[Phrase]) -> tuple[Phrase | None, ...]:
    return (
        say("decisions.undecided", kinds=tuple(kinds)) if kinds else None,
        say("year.drafts", count=found.drafts) if found.drafts else None,
        say("year.unreleased", count=found.unreleased) if found.unreleased else None,
        say("year.undelivered", count=found.undelivered) if found.undelivered else None,
        say("year.without_original", count=found.without_original) if found.without_original else None,
        say("year.questions", count=found.questions) if found.questions else None,
    )


def closing(found: YearState, kinds: Sequence[Phrase]) -> Screen:
    """The question whether to close."""
    year = found.campaign.year
    return screen(
        say("year.close_head", year=str(year)),
        say("year.close_stays"),
        *_open(found, kinds),
        rows=(
            (Button(say("button.close_year_now"), CloseYear(year), Style.SUCCESS),),
            (Button(say("button.back"), ShowYearEnd(year)), HOME),
        ),
    )


# --- what may go ------------------------------------------------------------------------------------------------------


def retention(found: Mapping[Raw, MayGo], year: int | None, *, decides: bool) -> Screen:
    """The time for which each kind is kept, and how many may go by now. `decides`: it is the reader's to say."""
    count = sum(one.count for one in found.values())
    return screen(
        say("retention.head"),
        say("retention.what"),
        *(_kept(raw, found.get(raw)) for raw in KINDS),
        rows=(
            *((Button(_SET[raw], SetRetention(place)),) for place, raw in enumerate(KINDS) if decides),
            (Button(say("button.removal", count=count), ShowRemoval()),) if count and decides else (),
            (Button(say("button.year_end"), ShowYearEnd(year)) if year else None, HOME),
        ),
    )


def _kept(raw: Raw, found: MayGo | None) -> Phrase:
    if found is None:
        return say("retention.no_rule", what=_KINDS[raw])
    rule = found.rule
    return say(
        "retention.rule",
        what=_KINDS[raw],
        months=rule.months,
        source=rule.source,
        since=rule.set_at,
        count=found.count,
        before=found.before,
    )


def removal(found: Mapping[Raw, MayGo]) -> Screen:
    """The question whether to remove what may go: a dry run."""
    there = {raw: one for raw, one in found.items() if one.count}
    return screen(
        say("retention.removal_head"),
        *(say("retention.goes", what=_KINDS[raw], count=one.count, before=one.before) for raw, one in there.items()),
        say("retention.stays"),
        rows=(
            (Button(say("button.remove_raw"), RemoveRaw(sum(one.count for one in there.values())), Style.DANGER),)
            if there
            else (),
            (Button(say("button.retention"), ShowRetention()), HOME),
        ),
    )


def how_long(raw: Raw) -> Screen:
    return screen(
        say("retention.how_long", what=_KINDS[raw]),
        rows=(
            tuple(Button(say("retention.months", count=months), Option(f"m{months}")) for months in (12, 24, 60)),
            AWAY,
        ),
    )


def by_which_rule(raw: Raw, months: int) -> Screen:
    return screen(say("retention.by_rule", what=_KINDS[raw], months=months), rows=(AWAY,))

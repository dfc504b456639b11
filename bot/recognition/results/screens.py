"""The screens of a year's results: registered against achieved, years in a row. Pure."""

from collections.abc import Callable, Sequence

from bot.dialogue.screens import Button, Named, Paper, Phrase, Screen, say, screen
from bot.dialogue.ways import HOME, page_of, turn
from bot.papers.plain_workbook import XLSX, plain_workbook
from bot.recognition import shares
from bot.recognition.naming import HolderName
from bot.recognition.results.achieved import Place, TitleResult, YearResults
from bot.recognition.results.streaks import InARow, Streaks, YearWith
from bot.recognition.targets import (
    Outcome,
    ShowAchieved,
    ShowAchievedNames,
    ShowAchievedUnits,
    ShowMyResults,
    ShowStreaks,
    ShowStreaksFile,
    ShowYearEnd,
)
from bot.words import shortened

TITLES_A_PAGE, PLACES_A_PAGE, NAMES_A_PAGE, ROWS_A_PAGE = 5, 5, 8, 4
Say = Callable[[Phrase | Named], str]


def back(year: int, *, office: bool) -> Button:
    """To the whole of the year for the Office, to the own results for everybody else."""
    if office:
        return Button(say("button.year_end"), ShowYearEnd(year))
    return Button(say("button.my_results"), ShowMyResults())


# --- registered against achieved --------------------------------------------------------------------------------------


def achieved(found: YearResults, office: bool, wanted: int) -> Screen:
    """Every title as x of y; those without a decision say so."""
    year = found.campaign.year
    page = page_of(found.titles, wanted, TITLES_A_PAGE)
    return screen(
        say("achieved.head", year=str(year)),
        *(_title(one) for one in page.items),
        None if found.titles else say("achieved.nothing"),
        *(shares.said(one) for one in found.shares[:1]),
        page.line,
        rows=(
            *(
                tuple(Button(one.title.short, ShowAchievedUnits(year, one.title.order)) for one in pair)
                for pair in _pairs(page.items)
            ),
            turn(ShowAchieved(year, page.number), page.of),
            (back(year, office=office), HOME),
        ),
    )


def _pairs(items: Sequence[TitleResult]) -> list[Sequence[TitleResult]]:
    return [items[begin : begin + 2] for begin in range(0, len(items), 2)]


def _title(one: TitleResult) -> Phrase:
    said = {"title": one.title.short, "registered": len(one.registered)}
    if not one.decided:
        return say("achieved.undecided", **said)
    return say("achieved.title", **said, achieved=len(one.achieved))


_OUTCOMES = {
    Outcome.ACHIEVED: "button.outcome_achieved",
    Outcome.OPEN: "button.outcome_open",
    Outcome.UNREGISTERED: "button.outcome_unregistered",
}


def units(found: YearResults, one: TitleResult, places: Sequence[Place], wanted: int) -> Screen:
    """One title by unit or union group; every number opens its names."""
    year, page = found.campaign.year, page_of(places, wanted, PLACES_A_PAGE)
    counts = {outcome: len(one.of(outcome)) for outcome in Outcome}
    return screen(
        say("achieved.of_title", title=one.title.name, year=str(year)),
        _title(one),
        say("achieved.unregistered", count=counts[Outcome.UNREGISTERED]) if counts[Outcome.UNREGISTERED] else None,
        *(say("achieved.place", name=p.name, achieved=p.achieved, registered=p.registered) for p in page.items),
        page.line,
        rows=(
            tuple(
                Button(Phrase(_OUTCOMES[outcome], {"count": count}), _names(found, one, outcome))
                for outcome, count in counts.items()
                if count
            ),
            *(
                (Button(_place(place), ShowAchievedNames(year, one.title.order, Outcome.ACHIEVED, place.key)),)
                for place in page.items
                if place.achieved
            ),
            turn(ShowAchievedUnits(year, one.title.order, page.number), page.of),
            (Button(say("button.achieved"), ShowAchieved(year)), HOME),
        ),
    )


def _names(found: YearResults, one: TitleResult, outcome: Outcome) -> ShowAchievedNames:
    return ShowAchievedNames(found.campaign.year, one.title.order, outcome)


def _place(place: Place) -> Named:
    name = shortened(f"{place.name} ({place.achieved})", 40)
    return Named(name, name)


_NAMES = {
    Outcome.ACHIEVED: "achieved.names",
    Outcome.OPEN: "achieved.names_open",
    Outcome.UNREGISTERED: "achieved.names_unregistered",
}


def names(to: ShowAchievedNames, one: TitleResult, found: Sequence[HolderName]) -> Screen:
    page = page_of(found, to.page, NAMES_A_PAGE)
    here = ShowAchievedNames(to.year, to.title, to.outcome, to.place, page.number)
    return screen(
        Phrase(_NAMES[to.outcome], {"title": one.title.name, "year": str(to.year), "count": len(found)}),
        *(say("achieved.name", name=name.whole) for name in page.items),
        page.line,
        rows=(
            turn(here, page.of),
            (Button(one.title.short, ShowAchievedUnits(to.year, to.title)), HOME),
        ),
    )


# --- years in a row ---------------------------------------------------------------------------------------------------


def streaks(found: Streaks, year: int, office: bool, to: ShowStreaks) -> Screen:
    """Those who have the years that a title asks for, or one less."""
    rows = found.of(short=to.short)
    other = len(found.of(short=not to.short))
    page = page_of(rows, to.page, ROWS_A_PAGE)
    switch = "button.streaks_whole" if to.short else "button.streaks_short"
    return screen(
        say("streaks.head_short" if to.short else "streaks.head", count=len(rows)),
        *(_row(row) for row in page.items),
        *(say("streaks.rule", title=title.short, source=source) for title, source in found.rules[:1]),
        say("streaks.pending", years=tuple(map(str, found.pending))) if found.pending else None,
        page.line,
        rows=(
            turn(ShowStreaks(to.short, page.number), page.of),
            (Button(Phrase(switch, {"count": other}), ShowStreaks(not to.short)),),
            (Button(say("button.streaks_file"), ShowStreaksFile()),) if found.rows else (),
            (back(year, office=office), HOME),
        ),
    )


def _row(row: InARow) -> Phrase:
    said = {"name": row.name.whole, "length": len(row.years), "times": row.times}
    years = tuple(_year(one) for one in row.years[-row.times :])
    key = "streaks.row" if len(row.years) <= row.times else "streaks.row_more"
    return Phrase(key, {**said, "title": row.title.short, "years": years})


def _year(one: YearWith) -> Phrase:
    if one.number is None:
        return say("streaks.year", year=str(one.year))
    return say("streaks.year_by", year=str(one.year), number=one.number)


def streaks_file(found: Streaks, year: int) -> Screen:
    def make(speak: Say) -> bytes:
        headings = [speak(one) for one in _STREAK_COLUMNS]
        rows = [
            [
                row.name.name,
                row.name.place_name,
                speak(row.title.name),
                f"{len(row.years)}/{row.times}",
                speak(say("paper.streaks.whole" if row.whole else "paper.streaks.short")),
                "; ".join(speak(_year(one)) for one in row.years),
            ]
            for row in sorted(found.rows, key=lambda row: not row.whole)
        ]
        sources = [speak(say("streaks.rule", title=title.short, source=source)) for title, source in found.rules]
        return plain_workbook(speak(say("paper.streaks.head", year=str(year))), sources, headings, rows)

    return screen(
        say("streaks.file"),
        rows=((Button(say("button.streaks"), ShowStreaks()), HOME),),
        file=Paper(f"danh-hieu-lien-tuc-{year}.xlsx", XLSX, make),
        keep=True,
    )


_STREAK_COLUMNS = (
    say("paper.bonuses.name"),
    say("paper.bonuses.place"),
    say("paper.bonuses.title"),
    say("paper.streaks.length"),
    say("paper.streaks.state"),
    say("paper.streaks.years"),
)

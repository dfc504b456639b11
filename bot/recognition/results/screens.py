"""The screens of a year's results: registered against achieved, years in a row, bonuses as an estimate. Pure."""

from collections.abc import Callable, Sequence
from datetime import date

from bot.dialogue.screens import Button, Named, Paper, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, page_of, turn
from bot.papers.plain_workbook import XLSX, plain_workbook
from bot.personnel.inputs import AWAY
from bot.recognition.naming import HolderName
from bot.recognition.results.achieved import Place, Share, TitleResult, YearResults
from bot.recognition.results.bonuses import Bonuses, Paid
from bot.recognition.results.streaks import InARow, Streaks, YearWith
from bot.recognition.targets import (
    Outcome,
    SetBaseSalary,
    ShowAchieved,
    ShowAchievedNames,
    ShowAchievedUnits,
    ShowBonuses,
    ShowBonusesFile,
    ShowDecisions,
    ShowMyResults,
    ShowStreaks,
    ShowStreaksFile,
)
from bot.recognition.year_records import SalarySaid
from bot.titles.catalogue import Title
from bot.words import shortened

TITLES_A_PAGE, PLACES_A_PAGE, NAMES_A_PAGE, ROWS_A_PAGE = 6, 5, 8, 4
Say = Callable[[Phrase | Named], str]


def _back(year: int, office: bool) -> Button:
    if office:
        return Button(say("button.decisions"), ShowDecisions(year))
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
        *(_share(one) for one in found.shares[:1]),
        page.line,
        rows=(
            *(
                tuple(Button(one.title.short, ShowAchievedUnits(year, one.title.order)) for one in pair)
                for pair in _pairs(page.items)
            ),
            turn(ShowAchieved(year, page.number), page.of),
            (_back(year, office), HOME),
        ),
    )


def _pairs(items: Sequence[TitleResult]) -> list[Sequence[TitleResult]]:
    return [items[begin : begin + 2] for begin in range(0, len(items), 2)]


def _title(one: TitleResult) -> Phrase:
    said = {"title": one.title.short, "registered": len(one.registered)}
    if not one.decided:
        return say("achieved.undecided", **said)
    return say("achieved.title", **said, achieved=len(one.achieved))


def _share(one: Share) -> Phrase:
    return say(
        "achieved.share",
        title=one.title.short,
        of=one.of.short,
        taken=one.taken,
        base=one.base,
        percent=_percent(one),
        limit=one.limit.percent,
        most=one.most,
    )


def _percent(one: Share) -> str:
    return f"{100 * one.taken / one.base:.1f}".replace(".", ",")


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
            (_back(year, office), HOME),
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

# --- bonuses ----------------------------------------------------------------------------------------------------------


def money(amount: int) -> str:
    """16.200.000"""
    return f"{amount:,}".replace(",", ".")


def factor(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")


def bonuses(found: Bonuses, year: int, office: bool) -> Screen:
    """The estimate by title, with its sources and how sure they are."""
    used = {row.salary.since: row.salary for row in found.rows if row.salary is not None}
    return screen(
        say("bonuses.head", year=str(year)),
        *(_sum(title, rows) for title, rows in found.by_title()[:5]),
        say("bonuses.total", total=money(found.total)) if found.rows else say("bonuses.none"),
        say("bonuses.unpaid", titles=tuple(say("decision.list.count", title=t.short, count=n) for t, n in found.unpaid))
        if found.unpaid
        else None,
        *(_salary(one) for one in list(used.values())[-1:]),
        say("bonuses.source", source=found.rules.source, certainty=found.rules.certainty, highest=found.rules.highest),
        rows=(
            (Button(say("button.bonuses_file"), ShowBonusesFile(year)),) if found.rows else (),
            (Button(say("button.base_salary"), SetBaseSalary(year)) if office else None,),
            (_back(year, office), HOME),
        ),
    )


def _sum(title: Title, rows: Sequence[Paid]) -> Phrase:
    total = money(sum(row.amount or 0 for row in rows))
    return say("bonuses.title", title=title.short, count=len(rows), factor=factor(rows[0].factor), total=total)


def _salary(one: SalarySaid) -> Phrase:
    return say("bonuses.salary", amount=money(one.amount), since=one.since, source=one.source)


def bonuses_file(found: Bonuses, year: int) -> Screen:
    def make(speak: Say) -> bytes:
        headings = [
            speak(say("paper.bonuses.name")),
            speak(say("paper.bonuses.place")),
            speak(say("paper.bonuses.title")),
            speak(say("paper.bonuses.factor")),
            speak(say("paper.bonuses.salary")),
            speak(say("paper.bonuses.amount")),
        ]
        rows = [
            [row.name.name, row.name.place_name, speak(row.title.name), row.factor, _amount(row), row.amount]
            for row in found.rows
        ]
        rows.append([speak(say("paper.bonuses.total")), None, None, None, None, found.total])
        by = found.rules
        said = say("bonuses.source", source=by.source, certainty=by.certainty, highest=by.highest)
        lines = [speak(said), *(speak(_salary(one)) for one in by.salaries)]
        return plain_workbook(speak(say("paper.bonuses.head", year=str(year))), lines, headings, rows)

    return screen(
        say("bonuses.file"),
        rows=((Button(say("button.bonuses"), ShowBonuses(year)), HOME),),
        file=Paper(f"tien-thuong-uoc-tinh-{year}.xlsx", XLSX, make),
        keep=True,
    )


def _amount(row: Paid) -> int | None:
    return None if row.salary is None else row.salary.amount


# --- the base salary --------------------------------------------------------------------------------------------------


def which_amount(known: Sequence[SalarySaid]) -> Screen:
    return screen(say("salary.head"), *(_salary(one) for one in known[-4:]), say("salary.which_amount"), rows=(AWAY,))


def since_when(amount: int) -> Screen:
    return screen(say("salary.since", amount=money(amount)), rows=(AWAY,))


def which_source(amount: int, since: date) -> Screen:
    return screen(say("salary.source", amount=money(amount), since=since), rows=(AWAY,))


def check_salary(said: SalarySaid) -> Screen:
    return screen(
        say("salary.check", amount=money(said.amount), since=said.since, source=said.source),
        say("salary.follows"),
        rows=((Button(say("button.salary_keep"), Option("yes"), Style.SUCCESS),), AWAY),
    )

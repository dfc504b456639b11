"""The screens of bonuses as an estimate, and of the base salary. Pure."""

from collections.abc import Sequence
from datetime import date

from bot.dialogue.screens import Button, Paper, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME
from bot.papers.plain_workbook import XLSX, plain_workbook
from bot.personnel.inputs import AWAY
from bot.recognition.results.bonuses import Bonuses, Paid
from bot.recognition.results.screens import Say, back
from bot.recognition.targets import SetBaseSalary, ShowBonuses, ShowBonusesFile
from bot.recognition.year_records import SalarySaid
from bot.titles.catalogue import Title


def bonuses(found: Bonuses, year: int, office: bool) -> Screen:
    """The estimate by title, with its sources and how sure they are."""
    used = {row.salary.since: row.salary for row in found.rows if row.salary is not None}
    return screen(
        say("bonuses.head", year=str(year)),
        *(_sum(title, rows) for title, rows in found.by_title()[:5]),
        say("bonuses.total", total=found.total) if found.rows else say("bonuses.none"),
        say("bonuses.unpaid", titles=tuple(say("decision.list.count", title=t.short, count=n) for t, n in found.unpaid))
        if found.unpaid
        else None,
        *(_salary(one) for one in list(used.values())[-1:]),
        say("bonuses.source", source=found.rules.source, certainty=found.rules.certainty, highest=found.rules.highest),
        rows=(
            (Button(say("button.bonuses_file"), ShowBonusesFile(year)),) if found.rows else (),
            (Button(say("button.base_salary"), SetBaseSalary(year)) if office else None,),
            (back(year, office=office), HOME),
        ),
    )


def _sum(title: Title, rows: Sequence[Paid]) -> Phrase:
    total = sum(row.amount or 0 for row in rows)
    return say("bonuses.title", title=title.short, count=len(rows), factor=rows[0].factor, total=total)


def _salary(one: SalarySaid) -> Phrase:
    return say("bonuses.salary", amount=one.amount, since=one.since, source=one.source)


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
    return screen(say("salary.since", amount=amount), rows=(AWAY,))


def which_source(amount: int, since: date) -> Screen:
    return screen(say("salary.source", amount=amount, since=since), rows=(AWAY,))


def check_salary(said: SalarySaid) -> Screen:
    return screen(
        say("salary.check", amount=said.amount, since=said.since, source=said.source),
        say("salary.follows"),
        rows=((Button(say("button.salary_keep"), Option("yes"), Style.SUCCESS),), AWAY),
    )

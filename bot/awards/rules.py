"""Sums of past decisions: consecutive years with a title. Pure.

A year without any decision at hand is not known, which is something else than a year without the title: early in the
year the last one's decisions are often still to come, and those from before the records begin may never be entered.
"""

from collections.abc import Collection, Mapping

from bot.dialogue.screens import Phrase, say
from bot.titles.catalogue import Regime, Title
from bot.titles.criteria import Consecutive
from bot.titles.rules import Streak

AwardsByYear = Mapping[int, Collection[str]]


def streak(awards_by_year: AwardsByYear, title: str, until_year: int, known_years: Collection[int]) -> Streak:
    """The run of consecutive years with `title` that ends with `until_year`, or with the last year that is known.

    `known_years`: the years of which decisions of the title's family were imported, for anybody; the years of one's own
    awards count as known. Only decisions on the title itself count: the year of a higher title's decision may be that
    of its signature.
    """
    known = {*known_years, *awards_by_year}
    last = until_year
    if before := [year for year in known if year <= until_year]:
        last = max(before)
    pending = tuple(range(last + 1, until_year + 1)) if before else (until_year,)
    first = last + 1
    while title in awards_by_year.get(first - 1, ()):
        first -= 1
    return Streak(tuple(range(first, last + 1)), pending, unknown_before=first - 1 not in known)


def streaks(
    regime: Regime, awards_by_year: AwardsByYear, until_year: int, known_years: Collection[int]
) -> dict[str, Streak]:
    """The streak of every title that some title of the regime asks for in consecutive years: what `titles.rules` needs.

    A campaign asks up to the year before its own: `until_year` is 2022 for the campaign of 2023.
    """
    return {title.id: streak(awards_by_year, title.id, until_year, known_years) for title, _ in counted(regime)}


def progress(regime: Regime, runs: Mapping[str, Streak]) -> tuple[Phrase, ...]:
    """Lines on the streaks `runs`, one each: «… liên tục: 2/3 năm (2021, 2022)». None: no lines."""
    lines: list[Phrase] = []
    for title, times in counted(regime):
        run = runs.get(title.id)
        if run is None:
            continue
        if run.years:
            key = "awards.streak.towards" if run.length < times else "awards.streak.complete"
            years = ", ".join(str(year) for year in run.years)
            lines.append(say(key, title=title.name, length=run.length, times=times, years=years))
            if run.unknown_before and run.length < times:
                lines.append(say("awards.streak.unknown_before", year=run.years[0] - 1))
        if run.pending:
            lines.append(say("awards.streak.pending", years=", ".join(str(year) for year in run.pending)))
    return tuple(lines)


def counted(regime: Regime) -> list[tuple[Title, int]]:
    """The titles asked for in consecutive years, each with the most years asked."""
    times: dict[str, int] = {}
    for title in regime.titles():
        for asked in title.requires:
            if isinstance(asked, Consecutive) and asked.yearly:
                for id in asked.titles:
                    times[id] = max(asked.times, times.get(id, 0))
    return [(title, times[title.id]) for title in regime.in_order(times)]

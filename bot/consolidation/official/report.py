"""Báo cáo kết quả đăng ký: coverage by unit and by title, against the deadline, and what is missing. Pure."""

from bot.consolidation.content import Part
from bot.consolidation.official.figures import (
    figures,
    inhabited,
    lists_in,
    open_figures,
    open_rows,
    title_rows,
    unit_rows,
)
from bot.consolidation.official.values import Source, values
from bot.papers.official.official import Official, OfficialKind
from bot.papers.official.pieces import number, said


def report(source: Source) -> Official:
    state = source.state
    return Official(
        OfficialKind.REPORT,
        source.at,
        {
            **values(source, OfficialKind.REPORT),
            **figures(state),
            **open_figures(state),
            **_lists(state),
        },
        {
            "units_figures": unit_rows(inhabited(state)),
            "state_titles": title_rows(state),
            "union_titles": title_rows(source.union) if source.union else [],
            "open_units": open_rows(state),
        },
    )


def _lists(state: Part) -> dict[str, str]:
    """The lists of units, in numbers and in words: nothing of them where no unit sends one."""
    lists, arrived = sum(group.collective for group in state.groups), lists_in(state)
    words = said("lists_in" if arrived else "lists_none", lists=number(lists), count=number(arrived)) if lists else ""
    return {"lists": number(lists), "lists_in": number(arrived), "lists_said": words}

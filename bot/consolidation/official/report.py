"""Báo cáo kết quả đăng ký: coverage by unit and by title, against the deadline, and what is missing. Pure."""

from bot.consolidation.official.figures import (
    figures,
    inhabited,
    lists_in,
    open_figures,
    open_units,
    title_rows,
    unit_rows,
)
from bot.consolidation.official.values import Source, values
from bot.papers.official.official import Official, OfficialKind
from bot.papers.official.pieces import number


def report(source: Source) -> Official:
    state = source.state
    return Official(
        OfficialKind.REPORT,
        source.at,
        {
            **values(source, OfficialKind.REPORT),
            **figures(state),
            **open_figures(state),
            "lists": number(sum(group.collective for group in state.groups)),
            "lists_in": number(lists_in(state)),
        },
        {
            "units_figures": unit_rows(inhabited(state)),
            "state_titles": title_rows(state),
            "union_titles": title_rows(source.union) if source.union else [],
            "open_units": unit_rows(open_units(state)),
        },
    )

"""Tờ trình Giám đốc: the figures of the State's titles, and what is asked. Pure."""

from bot.consolidation.official.figures import figures, title_rows
from bot.consolidation.official.values import Source, bases, values
from bot.papers.official.official import Official, OfficialKind
from bot.titles.catalogue import Level


def submission(source: Source) -> Official:
    state = source.state
    above = [title for title in state.titles if title.level is not Level.BASE]
    registered = [title for title in above if state.people(title.id) or state.collectives(title.id)]
    return Official(
        OfficialKind.SUBMISSION,
        source.at,
        {**values(source, OfficialKind.SUBMISSION), **figures(state)},
        {
            "bases": bases(source),
            "state_titles": title_rows(state),
            "above": title_rows(state, registered),
            "union_titles": title_rows(source.union) if source.union else [],
        },
    )

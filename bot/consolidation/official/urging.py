"""Công văn đôn đốc: the units with something open, by numbers. Nobody is named. Pure."""

from bot.consolidation.official.figures import figures, open_figures, open_rows, open_units, owing_lists
from bot.consolidation.official.values import Source, values
from bot.papers.official.official import Official, OfficialKind
from bot.papers.official.pieces import moment, numbered, said
from bot.sheets.content import RowState


def urging(source: Source) -> Official:
    state, campaign = source.state, source.content.campaign
    units = open_units(state)
    ahead = [at for at in (campaign.deadline_at, campaign.supplement_until) if at is not None and at > source.at]
    asks = [
        *(["ask_answers"] if state.count(RowState.MISSING) else []),
        *(["ask_lists"] if owing_lists(state) else []),
    ]
    until = moment(min(ahead).astimezone(source.at.tzinfo)) if ahead and units else ""
    return Official(
        OfficialKind.URGING,
        source.at,
        {
            **values(source, OfficialKind.URGING),
            **figures(state),
            **open_figures(state),
            "until": until,
            "overdue": "1" if units and not ahead else "",
        },
        {"open_units": open_rows(state), "asks": numbered({"words": said(one)} for one in asks)},
    )

"""Số liệu thi đua of a year: what a snapshot knows of it. Pure."""

from bot.consolidation.official.figures import title_counts
from bot.consolidation.official.values import Source, values
from bot.papers.official.figures import Figures, TitleFigure
from bot.papers.official.official import OfficialKind
from bot.papers.official.pieces import said

CAMPAIGNS = 1
"""A department has one campaign a year; special drives are not kept."""


def figures_of_year(source: Source) -> Figures:
    titles = tuple(
        TitleFigure(title.name, said(holders), sum(counts))
        for part in source.content.parts
        for title, holders, counts in title_counts(part, part.titles)
    )
    return Figures(source.at, values(source, OfficialKind.REPORT), {"campaigns": CAMPAIGNS}, titles)

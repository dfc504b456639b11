"""Shares of titles that a campaign limits, of what decisions give, in numbers and in words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.campaigns.records import ShareLimit
from bot.dialogue.screens import Phrase, say
from bot.titles.catalogue import Regime, Title


@dataclass(frozen=True, slots=True)
class Share:
    """A share that is limited: so many have the title, of so many with the one that it is measured by."""

    title: Title
    of: Title
    limit: ShareLimit
    taken: int
    base: int

    @property
    def most(self) -> int:
        return self.limit.most(self.base)

    @property
    def over(self) -> int:
        """People with the title above the limit; 0: none."""
        return max(self.taken - self.most, 0)


def shares(regime: Regime, limits: Mapping[str, ShareLimit], counts: Mapping[str, int]) -> list[Share]:
    """Those of which somebody has the title, in the order of lists. `counts`: people by title."""
    return [
        Share(title, regime.title(limits[title.id].base), limits[title.id], taken, counts.get(limits[title.id].base, 0))
        for title in regime.in_order(limits)
        if (taken := counts.get(title.id, 0)) and limits[title.id].base in regime
    ]


def said(one: Share) -> Phrase:
    """The share of what has been achieved."""
    return say("achieved.share", **_values(one), percent=_percent(one))


def said_before(one: Share) -> Phrase:
    """The share as it will be with a decision that is about to be entered: within the limit, above it, or not to be
    told yet."""
    if not one.base:
        return say("decision.enter.share_of_nobody", **_values(one))
    if one.over:
        return say("decision.enter.share_over", **_values(one), percent=_percent(one), over=one.over)
    return say("decision.enter.share", **_values(one), percent=_percent(one))


def _values(one: Share) -> dict[str, Any]:
    return {
        "title": one.title.short,
        "of": one.of.short,
        "taken": one.taken,
        "base": one.base,
        "limit": one.limit.percent,
        "most": one.most,
    }


def _percent(one: Share) -> str:
    return f"{100 * one.taken / one.base:.1f}".replace(".", ",")

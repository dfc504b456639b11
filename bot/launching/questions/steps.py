"""All questions about a campaign, in their order: alike for its launch and for a change of one part."""

from collections.abc import Callable
from typing import Any

from bot.dialogue.flows import Draft, Move, Said, Step
from bot.dialogue.screens import Screen
from bot.launching import values
from bot.launching.facts import LaunchFacts
from bot.launching.questions import (
    basis,
    basis_screens,
    beginning,
    beginning_screens,
    ladder,
    ladder_screens,
    title_screens,
    titles,
    window,
    window_screens,
)
from bot.launching.records import CampaignPart

Parse = Callable[[Said, Draft, LaunchFacts], Move]


def _asks_including(draft: Draft, _facts: LaunchFacts) -> bool:
    return bool(draft.data.get("before"))


def _asks_off_day(draft: Draft, facts: LaunchFacts) -> bool:
    """True if the deadline falls on a day on which nobody works."""
    deadline = facts.of(draft).get("deadline")
    if deadline is None or draft.data.get("before"):
        return False
    return not facts.calendar.is_working_day(facts.local(deadline).date())


def _step(
    name: str, ask: Callable[[values.Values, LaunchFacts], Screen], parse: Parse, **rest: Any
) -> Step[LaunchFacts]:
    return Step(str(name), ask=lambda draft, facts: ask(facts.of(draft), facts), parse=parse, **rest)


STEPS: tuple[Step[LaunchFacts], ...] = (
    _step("source", beginning_screens.source, beginning.source, takes_files=True),
    _step("year", beginning_screens.year, beginning.year),
    _step(CampaignPart.NAME, beginning_screens.name, beginning.name),
    _step(CampaignPart.DOCUMENT, beginning_screens.document, beginning.document),
    _step(CampaignPart.BASIS, basis_screens.basis, basis.basis, takes_files=True),
    _step(CampaignPart.PLAN, beginning_screens.plan, beginning.plan, takes_files=True),
    _step(CampaignPart.OPENS, window_screens.opens, window.opens),
    _step(CampaignPart.DEADLINE, window_screens.deadline, window.deadline),
    _step("including", window_screens.including, window.including, applies_if=_asks_including),
    _step("off_day", window_screens.off_day, window.off_day, applies_if=_asks_off_day),
    _step(CampaignPart.SUPPLEMENT, window_screens.supplement, window.supplement),
    _step(CampaignPart.REGIME, title_screens.regime, titles.regime),
    _step(CampaignPart.TITLES, title_screens.titles, titles.titles),
    _step(CampaignPart.LADDER, ladder_screens.ladder, ladder.ladder),
    _step(CampaignPart.QUOTAS, title_screens.quotas, titles.quotas),
    _step(CampaignPart.INITIATIVE, window_screens.initiative, window.initiative),
)

"""Findings of a check."""

from dataclasses import dataclass

from bot.dialogue.screens import Phrase, say


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence with what to do; `wrong`: the bot does not serve, or will not before long, until that is done."""

    phrase: Phrase
    wrong: bool


def wrong(phrase: Phrase) -> Finding:
    return Finding(phrase, wrong=True)


def knows(phrase: Phrase) -> Finding:
    """Worth knowing, and no fault."""
    return Finding(say("check.note", what=phrase), wrong=False)

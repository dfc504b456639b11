"""Limits of a question that is asked in chat. Pure."""

from bot.words import own_words

SHORTEST, LONGEST = 5, 1000
"""Characters of a question."""


def question(text: str) -> str:
    """`text` as it may be stored. Raises Refusal, as `own_words`."""
    return own_words(text, shortest=SHORTEST, longest=LONGEST)

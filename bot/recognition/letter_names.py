"""Names of the letters about results. Pure."""

RESULT = "result"
"""Kind of letters that tell the own result; its sources are of one decision each."""
REVOKED = "result_revoked"
"""Kind of letters that tell that a decision does not hold any more."""
OWN, COLLECTIVE, ABSENT = "own", "collective", "absent"
"""Occurrences: each is told once of a decision, whoever asks how often."""


def source(decision: int) -> str:
    return f"{RESULT}:{decision}"

"""The names by which the ledger knows the letters about a notice: their kinds, sources and occurrences."""

NOTICE, TRIAL, CHASE, HALTED = "notice", "notice_trial", "notice_chase", "notice_halted"
"""Kinds of letters: the notice itself; its trial, to its author; the reminder to acknowledge it; the alarm to
the Office, when a sending has stopped by itself."""
TODO = "notice_todo"
"""Kind of letters to contact persons, about those whom a notice did not reach."""
CORRECTED, RECALLED = "notice_corrected", "notice_recalled"
"""Kinds of letters: to the holders of a notice that was corrected; to those who had acknowledged a notice that was then
taken back."""

LATE = "late"
"""The occurrence of the letters to people who joined after the sending."""


def occurrence(starts: int) -> str:
    """The occurrence of the letters that were planned when the notice was started for the `starts`-th time."""
    return f"send:{starts}"


def source(notice_id: int) -> str:
    """The source of the letters that bring the notice. The other functions name those of the other kinds."""
    return f"{NOTICE}:{notice_id}"


def trial_source(notice_id: int) -> str:
    return f"{TRIAL}:{notice_id}"


def chase_source(notice_id: int) -> str:
    return f"{CHASE}:{notice_id}"


def corrected_source(notice_id: int) -> str:
    return f"{CORRECTED}:{notice_id}"


def recalled_source(notice_id: int) -> str:
    return f"{RECALLED}:{notice_id}"


def todo_source(notice_id: int) -> str:
    return f"{TODO}:{notice_id}"


def notice_of(source_: str) -> int:
    """The key of the notice: the inverse of the functions above."""
    return int(source_.rpartition(":")[2])

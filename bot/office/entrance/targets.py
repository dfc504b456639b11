"""Targets of the Office's word on browsers that wait, and on phones reported lost."""

from bot.dialogue.targets import ToAct, ToView


class ShowEntries(ToView, name="web_entries"):
    """The browsers that wait, and the phones reported lost."""

    page: int = 0


class ShowEntry(ToView, name="web_entry"):
    """One browser that waits."""

    link: int


class DecideEntry(ToAct, name="decide_entry"):
    """Let a browser in, or not."""

    link: int
    yes: bool


class ShowRevoke(ToView, name="revoke_web"):
    """The question whether to end a person's browsers and links. `report`: the report of a lost phone that is decided
    by it; None: there is none."""

    person: int
    report: int | None = None


class RevokeWeb(ToAct, name="revoke_web"):
    """End a person's browsers and links; `report` as above."""

    person: int
    report: int | None = None


class LeaveReport(ToAct, name="leave_web_report"):
    """Close the report of a lost phone, and leave the browsers locked."""

    person: int

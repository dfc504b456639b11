"""Targets of the buttons about browsers and links of the web door."""

from bot.dialogue.targets import ToAct, ToView


class ShowBrowsers(ToView, name="browsers"):
    """The browsers in which one is in."""


class ShowBrowser(ToView, name="browser"):
    """One of them."""

    browser: int


class EndBrowser(ToAct, name="end_browser"):
    """End one of them; without a key all."""

    browser: int | None = None


class MakeOwnLink(ToAct, name="own_web_link"):
    """Make a link into another browser of one's own."""


class ShowOwnLink(ToView, name="own_web_link"):
    """The link that was made, while it is in memory."""

    made: int


class ShowForgetPin(ToView, name="forget_pin"):
    """The question whether to forget the own PIN."""


class ForgetPin(ToAct, name="forget_pin"):
    """Forget the own PIN, at a door where nobody asks for it."""


class AnswerEntry(ToAct, name="answer_entry"):
    """Say whether the browser that waits is the own one."""

    link: int
    yes: bool


class ShowWebAccess(ToView, name="web_access"):
    """A person's way in by the web, for whoever leads the person and for the Office."""

    person: int


class InviteByWeb(ToAct, name="invite_by_web"):
    """Make a link for a person, to show or to pass on."""

    person: int


class ShowWebInvite(ToView, name="web_invite"):
    """The link that was made, while it is in memory."""

    person: int
    made: int


class ShowReportLost(ToView, name="report_lost"):
    """The question whether the person's phone is lost."""

    person: int


class ReportLost(ToAct, name="report_lost"):
    """Report the phone of a person lost."""

    person: int

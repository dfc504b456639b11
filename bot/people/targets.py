"""Targets of this slice's buttons: each view and act, with what it needs."""

from enum import StrEnum

from bot.address import Door
from bot.dialogue.targets import ToAct, ToView


class Language(StrEnum):
    """A language that the bot speaks; the first is spoken to whoever has chosen none."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


class Occasion(StrEnum):
    """The reason why somebody can be written to again."""

    BACK = "back"  # has let the bot in again
    LINKED = "linked"  # was linked a moment ago


class ShowBlankForm(ToView, name="blank_form"):
    """The registration form to be filled in by hand, as a file."""


class ShowMyData(ToView, name="my_data"):
    """The personal data of this person."""


class ShowLinked(ToView, name="linked"):
    """The welcome of a person who has just been linked."""


class ShowChecking(ToView, name="checking"):
    """One sentence for a chat of which this store cannot know whether it is a stranger's."""


class AskErasure(ToAct, name="ask_erasure"):
    """Ask the Office to erase one's personal data."""


class MakeZaloCode(ToAct, name="zalo_code"):
    """Make a code by which the bot at Zalo knows this person."""


class ShowZaloCode(ToView, name="zalo_code"):
    """The code that was made, while it is in memory."""

    made: int


class ShowOtherChat(ToView, name="other_chat"):
    """The person's chat at another door, with the way to take it away."""

    door: Door


class EndOtherChat(ToAct, name="end_other_chat"):
    """Take away the person's chat at this door, from a place that was there before it."""

    door: Door


class ShowWelcome(ToView, name="welcome"):
    """A word on what this is, and the way in."""


class ShowPrivacy(ToView, name="privacy"):
    """The privacy notice in short."""


class ShowPrivacyInFull(ToView, name="privacy_full"):
    """The privacy notice in full."""

    page: int = 0


class ShowNotAgreed(ToView, name="not_agreed"):
    """The privacy notice was not agreed to."""


class ShowLinkRequested(ToView, name="link_requested"):
    """The own request to be linked."""


class ShowInviteSpent(ToView, name="invite_spent"):
    """The invite cannot be used any more."""


class ShowInviteReturned(ToView, name="invite_returned"):
    """The invite was for somebody else."""


class ShowSettings(ToView, name="settings"):
    """Settings."""


class ShowUnlink(ToView, name="unlink_confirm"):
    """The question whether to unlink this chat."""


class ShowWithdrawConsent(ToView, name="withdraw_consent"):
    """The question whether to withdraw consent."""


class ShowUnlinked(ToView, name="unlinked"):
    """This chat is linked to nobody."""


class ShowMissed(ToView, name="missed"):
    """Letters that could not reach the person while away. `resent`: how many of them are on their way by now."""

    occasion: Occasion
    resent: int = 0


class Agree(ToAct, name="agree"):
    """Agree to this version of the privacy notice."""

    version: int


class ChangeLanguage(ToAct, name="language"):
    """Change the language."""

    language: Language


class Link(ToAct, name="to_link"):
    """Begin to link by phone number."""


class RequestLink(ToAct, name="to_request"):
    """Ask the Office to be linked."""


class WithdrawLinkRequest(ToAct, name="withdraw_request"):
    """Take the request to be linked back."""


class Unlink(ToAct, name="unlink"):
    """Unlink this chat."""


class WithdrawConsent(ToAct, name="withdraw_consent"):
    """Withdraw consent."""


class ReceiveMissed(ToAct, name="missed"):
    """Send the letters that were missed."""

    occasion: Occasion


class ShowInvites(ToView, name="invites"):
    """The people who are not linked and could be invited on paper, by unit. `unit`: of one with all below it; None: of
    all whom the actor may invite."""

    unit: int | None = None
    page: int = 0


class PrintInvites(ToAct, name="print_invites"):
    """Make invites to print for whoever is not linked. `unit`: of one with all below it; `person`: of one person;
    neither: of all whom the actor may invite. `anew`: invites that are still valid end with it; otherwise they go
    on."""

    unit: int | None = None
    person: int | None = None
    anew: bool = False

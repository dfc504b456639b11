"""Targets of this slice's buttons: each view and act, with what it needs."""

from enum import StrEnum

from bot.dialogue.targets import ToAct, ToView
from bot.registration.questions import Part
from bot.registration.records import DeclineReason, FamilyChoice


class Purpose(StrEnum):
    """The purpose for which somebody names a title."""

    REGISTER = "register"
    REGISTER_ALL = "register_all"  # several are named, each clearly
    READ = "read"  # what it asks for


class ShowMyForm(ToView, name="my_form"):
    """The own registration form, filled in, as a file."""


class ShowMyDataFile(ToView, name="my_data_file"):
    """The personal data of this person, as a file."""


class ShowWhichTitle(ToView, name="which_title"):
    """The titles that typed words could mean. `titles`: a set as one number, see `mask` in `bot/titles/rules.py`."""

    titles: int
    purpose: Purpose


class ShowLeft(ToView, name="left"):
    """The word that a dialogue left for later is kept."""


class ShowReceipt(ToView, name="receipt"):
    """The receipt of what was sent."""

    receipt: int


class ShowEdit(ToView, name="edit"):
    """The question which part of what was sent is to be changed."""


class ShowWithdraw(ToView, name="withdraw"):
    """The question whether to withdraw."""


class ShowWithdrawn(ToView, name="withdrawn"):
    """The registration after it was withdrawn."""


class ShowDecline(ToView, name="decline"):
    """The reasons for not registering this year; None: first the question for which family, where that matters."""

    what: FamilyChoice | None = None


class ShowDeclined(ToView, name="declined"):
    """The declination that stands."""


class ShowClosed(ToView, name="closed"):
    """The word that registration is over, and how to ask for more time; or that it has yet to begin."""


class ShowLate(ToView, name="late"):
    """The own request to register late."""


class Leave(ToAct, name="leave"):
    """Leave whatever is going on, with everything kept."""


class EditPart(ToAct, name="edit_part"):
    """Change one part of what was sent."""

    part: Part


class RegisterUnion(ToAct, name="register_union"):
    """Choose union titles, beside what stands of the State's."""


class RegisterState(ToAct, name="register_state"):
    """Choose the State's titles, beside what stands of the union's."""


class Withdraw(ToAct, name="withdraw"):
    """Withdraw what was sent, if it still is this version."""

    receipt: int
    version: int


class AgreeToProxy(ToAct, name="agree_proxy"):
    """Agree to what was registered in one's name, if it still is this revision."""

    receipt: int
    revision: int


class Decline(ToAct, name="decline"):
    """Say that one does not register this year, and why."""

    reason: DeclineReason
    what: FamilyChoice = FamilyChoice.STATE


class AskLate(ToAct, name="ask_late"):
    """Ask to register after the deadline."""


class ShowUnitBoard(ToView, name="unit"):
    """The board of the units that the actor leads."""

    page: int = 0


class ShowUnionBoard(ToView, name="union_group"):
    """The board of the actor's union group, or of the whole union."""


class ShowNotices(ToView, name="notices"):
    """Notices that went to the person."""

    page: int = 0

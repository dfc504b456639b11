"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView


class ShowApprovalPolicy(ToView, name="notice_policy"):
    """Above how many people a notice needs a colleague's approval."""


class RequireApproval(ToAct, name="require_approval"):
    """Require approval above so many people."""

    above: int


class DropApproval(ToAct, name="drop_approval"):
    """Require approval no more."""


class EnterApprovalNumber(ToAct, name="approve_above"):
    """Enter above how many people approval is required."""


class AskApproval(ToAct, name="ask_approval"):
    """Ask colleagues to approve a notice."""

    notice: int


class ApproveNotice(ToAct, name="approve_notice"):
    """Approve a notice, if it still is what was seen."""

    notice: int
    mark: int

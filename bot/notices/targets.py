"""The targets of the Office's buttons for notices that it writes, checks and sends: each view and act, with its
fields."""

from bot.dialogue.targets import ToAct, ToView
from bot.notices.rules import NoticePart

# --- the list ---------------------------------------------------------------------------------------------------------


class ShowOfficeNotice(ToView, name="office_notice"):
    """A notice as the Office sees it, in whatever state it is."""

    notice: int


# --- writing ----------------------------------------------------------------------------------------------------------


class ShowDiscard(ToView, name="notice_discard"):
    """The question whether to discard a draft."""

    notice: int


class EditNotice(ToAct, name="edit_notice"):
    """Change one part of a draft."""

    notice: int
    part: NoticePart


class DiscardNotice(ToAct, name="discard_notice"):
    """Discard a draft, if it still is at this revision."""

    notice: int
    revision: int


class ChooseRecipients(ToAct, name="notice_audience"):
    """Choose the recipients of a draft."""

    notice: int


# --- checking ---------------------------------------------------------------------------------------------------------


class ShowCheck(ToView, name="notice_check"):
    """The check of a draft before it is sent: counts, trial, hour."""

    notice: int


class ShowRecipients(ToView, name="notice_people"):
    """The recipients of a draft, by name: all of them, or those whom no letter reaches."""

    notice: int
    unreached: bool = False
    page: int = 0


class ShowPreview(ToView, name="notice_preview"):
    """A draft as this person will see it; None: as the actor will."""

    notice: int
    person: int | None = None


class PreviewAs(ToAct, name="preview_as"):
    """Choose the person as whom a draft is previewed."""

    notice: int


class TryNotice(ToAct, name="try_notice"):
    """Send the draft to oneself as a trial."""

    notice: int


# --- approval ---------------------------------------------------------------------------------------------------------


class ShowApprovalPolicy(ToView, name="notice_policy"):
    """The rule that says above how many people a notice needs a colleague's approval."""


class RequireApproval(ToAct, name="require_approval"):
    """Require approval for more than so many people."""

    above: int


class ShowDropApproval(ToView, name="drop_approval"):
    """The question whether really to require no approval any more."""


class DropApproval(ToAct, name="drop_approval"):
    """Require no approval any more."""


class EnterApprovalNumber(ToAct, name="approve_above"):
    """Enter the number of people above which approval is required."""


class AskApproval(ToAct, name="ask_approval"):
    """Ask colleagues to approve a notice; `reminder`: its next reminder."""

    notice: int
    reminder: bool = False


class ApproveNotice(ToAct, name="approve_notice"):
    """Approve what somebody has asked to approve of a notice, if it still is what was seen. `mark`: `rules.mark` of
    that."""

    notice: int
    mark: int


class ShowApprovals(ToView, name="notice_approvals"):
    """Proposals that wait for the actor's approval, one on a page."""

    page: int = 0


class ReturnApproval(ToAct, name="return_approval"):
    """Say why this is not approved, if it still is what was seen. `mark`: as in ApproveNotice."""

    notice: int
    mark: int


# --- sending ----------------------------------------------------------------------------------------------------------


class SendNotice(ToAct, name="send_notice"):
    """Send the draft now, if it still is what was seen. `seal`: `rules.seal` of that."""

    notice: int
    seal: int


class ScheduleNotice(ToAct, name="schedule_notice"):
    """Set a time to send the draft, if it still is what was seen. `seal`: `rules.seal` of that."""

    notice: int
    seal: int


class CallOffNotice(ToAct, name="call_off_notice"):
    """Call off a sending that was set for later."""

    notice: int


class PauseNotice(ToAct, name="pause_notice"):
    """Pause sending."""

    notice: int


class ResumeNotice(ToAct, name="resume_notice"):
    """Go on sending."""

    notice: int


class ShowStop(ToView, name="notice_stop"):
    """The question whether to stop sending."""

    notice: int


class StopNotice(ToAct, name="stop_notice"):
    """Stop sending for good."""

    notice: int


class ResendNotice(ToAct, name="resend_notice"):
    """Send the notice again to those whom it did not reach."""

    notice: int


class ShowChase(ToView, name="notice_chase"):
    """The question whether to remind those who have not acknowledged the notice."""

    notice: int


class ChaseNotice(ToAct, name="chase_notice"):
    """Remind those who have not acknowledged the notice; `round` counts the reminders from 1."""

    notice: int
    round: int


# --- series -----------------------------------------------------------------------------------------------------------


class ShowAllSeries(ToView, name="notice_series"):
    """The notices that repeat."""

    page: int = 0


class ShowSeries(ToView, name="one_series"):
    """One notice that repeats."""

    series: int
    page: int = 0


class ShowEndSeries(ToView, name="end_series"):
    """The question whether to end a series."""

    series: int


class RepeatNotice(ToAct, name="repeat_notice"):
    """Make this draft a series, if it still is what was seen. `seal`: `rules.seal` of that."""

    notice: int
    seal: int


class EndSeries(ToAct, name="end_series"):
    """End a series."""

    series: int

"""What the buttons of this slice lead to: each view and act, with what it needs."""

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


class ShowCorrection(ToView, name="notice_correction"):
    """A correction as it is written."""

    notice: int


class ShowVersions(ToView, name="notice_versions"):
    """A past version of a notice, for the Office; the first is page 0."""

    notice: int
    page: int = 0


class ShowMyVersions(ToView, name="my_notice_versions"):
    """A past version of a notice, for whoever got it."""

    notice: int
    page: int = 0


class ShowRecall(ToView, name="notice_recall"):
    """The question whether to take a notice back."""

    notice: int


class ShowCopies(ToView, name="notice_copies"):
    """What came of changing each copy, by name."""

    notice: int
    page: int = 0


class EditCorrection(ToAct, name="edit_correction"):
    """Change one part of a correction."""

    notice: int
    part: int


class TryCorrection(ToAct, name="try_correction"):
    """Send the corrected notice to oneself."""

    notice: int


class CorrectNotice(ToAct, name="correct_notice"):
    """Put the notice right in every chat, if the correction still is this revision."""

    notice: int
    revision: int


class DropCorrection(ToAct, name="drop_correction"):
    """Drop the correction."""

    notice: int


class RecallNotice(ToAct, name="recall_notice"):
    """Take the notice back, if it still is this revision."""

    notice: int
    revision: int


class TellRecalled(ToAct, name="tell_recalled"):
    """Tell those whose copy could not be taken back."""

    notice: int


class ShowNoticesToTell(ToView, name="tell_notices"):
    """Notices that people are to be told of in person."""

    page: int = 0


class ShowNoticeToTell(ToView, name="tell_notice"):
    """Who is to be told of this notice in person."""

    notice: int
    page: int = 0


class ShowPersonToTell(ToView, name="tell_notice_one"):
    """One person to be told of a notice."""

    notice: int
    person: int


class RecordNoticeTold(ToAct, name="told_notice"):
    """Record that this person was told of a notice."""

    notice: int
    person: int


class RecordAllTold(ToAct, name="told_all_notice"):
    """Record that all who were seen to be left were told."""

    notice: int
    seal: int = 0


class TakeBackTold(ToAct, name="not_told_notice"):
    """Take back that this person was told."""

    notice: int
    person: int


class ShowMyNotice(ToView, name="my_notice"):
    """A notice, for whoever got it."""

    notice: int


class ShowMyNoticeFile(ToView, name="my_notice_file"):
    """A file of a notice."""

    notice: int
    place: int


class ShowMyNoticeChart(ToView, name="my_notice_chart"):
    """The coverage chart of a notice."""

    notice: int


class ShowKnown(ToView, name="notice_known"):
    """The person has acknowledged a notice."""

    notice: int


class AcknowledgeNotice(ToAct, name="know_notice"):
    """Acknowledge a notice."""

    notice: int


class ShowStop(ToView, name="notice_stop"):
    """The question whether to stop sending."""

    notice: int


class SendNotice(ToAct, name="send_notice"):
    """Send the draft now, if it still is what was seen."""

    notice: int
    seal: int


class ScheduleNotice(ToAct, name="schedule_notice"):
    """Set a time to send the draft, if it still is what was seen."""

    notice: int
    seal: int


class CallOffNotice(ToAct, name="call_off_notice"):
    """Call a later sending off."""

    notice: int


class PauseNotice(ToAct, name="pause_notice"):
    """Pause sending."""

    notice: int


class ResumeNotice(ToAct, name="resume_notice"):
    """Go on sending."""

    notice: int


class StopNotice(ToAct, name="stop_notice"):
    """Stop sending for good."""

    notice: int


class ResendNotice(ToAct, name="resend_notice"):
    """Send again to those whom it did not reach."""

    notice: int


class ChaseNotice(ToAct, name="chase_notice"):
    """Ask those who have not acknowledged, in this round."""

    notice: int
    round: int


class ShowAllSeries(ToView, name="notice_series"):
    """Notices that repeat."""

    page: int = 0


class ShowSeries(ToView, name="one_series"):
    """One notice that repeats."""

    series: int
    page: int = 0


class ShowEndSeries(ToView, name="end_series"):
    """The question whether to end a series."""

    series: int


class RepeatNotice(ToAct, name="repeat_notice"):
    """Make this draft a series, if it still is what was seen."""

    notice: int
    seal: int


class EndSeries(ToAct, name="end_series"):
    """End a series."""

    series: int


class ShowTracking(ToView, name="notice_tracking"):
    """The tracking table as a file."""

    notice: int
    form: int


class ShowDeliveries(ToView, name="notice_fates"):
    """What became of a notice's letters, as sums."""

    notice: int


class ShowDelivery(ToView, name="notice_fate"):
    """What became of a notice's letters, by name."""

    notice: int
    page: int = 0


class ShowDeliveryByUnit(ToView, name="notice_units"):
    """What became of a notice's letters, by unit."""

    notice: int
    page: int = 0


class ShowLeftToTell(ToView, name="notice_to_tell"):
    """How far those are who tell people in person."""

    notice: int
    page: int = 0


class ShowOfficeNotice(ToView, name="office_notice"):
    """A notice on the Office's desk, whatever its state."""

    notice: int


class ShowDiscard(ToView, name="notice_discard"):
    """The question whether to discard a draft."""

    notice: int


class ShowCheck(ToView, name="notice_check"):
    """What is seen before a notice is started: counts, the trial, the hour."""

    notice: int


class ShowRecipients(ToView, name="notice_people"):
    """Whom a draft is for, by name."""

    notice: int
    page: int = 0


class ShowPreview(ToView, name="notice_preview"):
    """A draft as this person sees it; 0: the actor."""

    notice: int
    person: int = 0


class ChooseRecipients(ToAct, name="notice_audience"):
    """Choose whom a draft is for."""

    notice: int


class PreviewAs(ToAct, name="preview_as"):
    """Choose as whom a draft is seen."""

    notice: int


class EditNotice(ToAct, name="edit_notice"):
    """Change one part of a draft."""

    notice: int
    part: int


class DiscardNotice(ToAct, name="discard_notice"):
    """Discard a draft, if it still is this revision."""

    notice: int
    revision: int


class TryNotice(ToAct, name="try_notice"):
    """Send the draft to oneself."""

    notice: int

"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView


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

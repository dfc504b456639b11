"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView


class ShowOfficeNotice(ToView, name="office_notice"):
    """A notice on the Office's desk, whatever its state."""

    notice: int


class ShowOfficeNotices(ToView, name="office_notices"):
    """The Office's notices."""

    page: int = 0


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

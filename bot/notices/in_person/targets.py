"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView


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

"""The targets of buttons for recipients of a notice, and for contact persons who tell others of it."""

from bot.dialogue.targets import ToAct, ToView


class ShowMyNotice(ToView, name="my_notice"):
    """A notice, for its recipients."""

    notice: int


class ShowMyNoticeFile(ToView, name="my_notice_file"):
    """A file of a notice; `place` counts its files from 0."""

    notice: int
    place: int


class ShowMyNoticeChart(ToView, name="my_notice_chart"):
    """The chart of a notice, as of now."""

    notice: int


class ShowMyVersions(ToView, name="my_notice_versions"):
    """A past version of a notice, for its recipients; the first version is page 0."""

    notice: int
    page: int = 0


class ShowKnown(ToView, name="notice_known"):
    """The receipt for an acknowledgement of a notice."""

    notice: int


class AcknowledgeNotice(ToAct, name="know_notice"):
    """Acknowledge a notice, if it still is at this version."""

    notice: int
    version: int = 1


class ShowNoticesToTell(ToView, name="tell_notices"):
    """The notices of which the actor is to tell people in person."""

    page: int = 0


class ShowNoticeToTell(ToView, name="tell_notice"):
    """The people whom the actor is to tell of this notice in person."""

    notice: int
    page: int = 0


class ShowPersonToTell(ToView, name="tell_notice_one"):
    """One person whom the actor is to tell of a notice."""

    notice: int
    person: int


class RecordNoticeTold(ToAct, name="told_notice"):
    """Record that this person was told of a notice in person, if it still is at this version."""

    notice: int
    person: int
    version: int = 1


class RecordAllTold(ToAct, name="told_all_notice"):
    """Record that all who were left were told, if they are those who were seen, and the notice still is at this
    version. `seal`: `TellingTask.seal` of them."""

    notice: int
    seal: int
    version: int = 1


class TakeBackTold(ToAct, name="not_told_notice"):
    """Take back that this person was told."""

    notice: int
    person: int

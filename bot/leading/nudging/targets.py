"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView


class ShowNudge(ToView, name="nudge"):
    """Whether to remind this person, or everybody who has not answered (0)."""

    person: int
    family: int


class ShowNudged(ToView, name="nudged"):
    """The actor's newest round of reminders over this board."""

    person: int
    family: int


class ShowTell(ToView, name="tell"):
    """People to remind in person, of a family of titles."""

    family: int
    page: int = 0


class ShowTellPerson(ToView, name="tell_one"):
    """One person to remind in person."""

    person: int
    family: int


class Nudge(ToAct, name="nudge"):
    """Send the reminder."""

    person: int
    family: int


class WriteNudge(ToAct, name="nudge_words"):
    """Write the reminder in one's own words."""

    person: int
    family: int


class RecordTold(ToAct, name="told"):
    """Record that the person was reminded in person."""

    person: int
    family: int

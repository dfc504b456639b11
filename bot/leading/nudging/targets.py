"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView
from bot.titles.catalogue import Family


class ShowNudge(ToView, name="nudge"):
    """Whether to remind this person, or everybody who has not answered."""

    family: Family
    person: int | None = None


class ShowNudged(ToView, name="nudged"):
    """The actor's newest round of reminders over this person, or over the whole board."""

    family: Family
    person: int | None = None


class ShowTell(ToView, name="tell"):
    """People to remind in person."""

    family: Family
    page: int = 0


class ShowTellPerson(ToView, name="tell_one"):
    """One person to remind in person."""

    family: Family
    person: int


class SendNudge(ToAct, name="nudge"):
    """Send the reminder to this person, or to everybody who has not answered."""

    family: Family
    person: int | None = None


class WriteNudge(ToAct, name="nudge_words"):
    """Write the reminder in one's own words."""

    family: Family
    person: int | None = None


class RecordTold(ToAct, name="told"):
    """Record that the person was reminded in person."""

    family: Family
    person: int

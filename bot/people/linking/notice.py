"""The privacy notice in full, as people read it at every door."""

from bot.dialogue.screens import Phrase, say
from bot.organisation.records import OrganisationNow
from bot.people.roster.records import KEPT_DAYS


def full_notice(own: OrganisationNow) -> tuple[Phrase, ...]:
    """The notice in full, page by page."""
    department = say("privacy.full.named", name=own.full_name) if own.full_name else say("privacy.full.unnamed")
    kept = {"files": KEPT_DAYS, "copies": say("own.copies", own="")}
    return (
        say("privacy.full.who", department=department),
        say("privacy.full.what"),
        say("privacy.full.where", place=say("own.place", own=own.data_place), **kept),
        say("privacy.full.rights"),
    )

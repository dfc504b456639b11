"""Screens of one's own contacts. Pure."""

from bot.address import Door
from bot.dialogue.screens import Button, Phrase, Screen, say, screen
from bot.dialogue.ways import HOME
from bot.people.contacts.rules import Contacts
from bot.people.contacts.targets import BellChoice, ChooseBells, RemoveEmail, SayEmail
from bot.people.rules import masked_email, masked_phone
from bot.people.targets import ShowSettings

_LABELS = {
    BellChoice.OFFICE: say("contacts.as_office"),
    BellChoice.EMAIL: say("contacts.by_email"),
    BellChoice.ZALO: say("contacts.by_zalo"),
    BellChoice.SMS: say("contacts.by_sms"),
    BellChoice.NONE: say("contacts.by_none"),
}
DOORS: dict[BellChoice, tuple[Door, ...] | None] = {
    BellChoice.OFFICE: None,
    BellChoice.EMAIL: (Door.EMAIL,),
    BellChoice.ZALO: (Door.ZALO,),
    BellChoice.SMS: (Door.SMS,),
    BellChoice.NONE: (),
}


def contacts(mine: Contacts) -> Screen:
    now = next(choice for choice, doors in DOORS.items() if doors == mine.choice)
    others = [Button(label, ChooseBells(choice)) for choice, label in _LABELS.items() if choice is not now]
    return screen(
        say("contacts.head"),
        say("contacts.what"),
        _email(mine),
        say("contacts.phone", phone=masked_phone(mine.phone)) if mine.phone else say("contacts.no_phone"),
        say("contacts.now", how=_LABELS[now]),
        rows=(
            (
                Button(say("button.say_email"), SayEmail()),
                Button(say("button.remove_email"), RemoveEmail()) if mine.own_email else None,
            ),
            *(tuple(others[at : at + 2]) for at in range(0, len(others), 2)),
            (Button(say("button.settings"), ShowSettings()), HOME),
        ),
    )


def _email(mine: Contacts) -> Phrase:
    if mine.own_email:
        return say("contacts.own_email", email=masked_email(mine.own_email))
    if mine.listed_email:
        return say("contacts.listed_email", email=masked_email(mine.listed_email))
    return say("contacts.no_email")


def ask_email() -> Screen:
    return screen(say("contacts.ask_email"))

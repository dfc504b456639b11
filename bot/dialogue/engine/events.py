"""Events: what happened, in our words; python-telegram-bot's types end in routing."""

from dataclasses import dataclass, replace

from bot.address import STILL, Address, Door
from bot.dialogue.flows import SharedContact, SharedFile, Typed
from bot.dialogue.screens import Formatted, Phrase, say
from bot.dialogue.targets import ToAnswer, Wanted
from bot.doors import numbering
from bot.doors.buttons import unpack
from bot.people.authentication import place
from bot.people.linking.places import account_at
from bot.secrecy.markings import is_marked, is_marked_file
from bot.store.database import Tx
from bot.store.locks import Turn


@dataclass(frozen=True, slots=True)
class Tapped:
    wanted: ToAnswer | Wanted | None
    """None: not a button of this version."""
    message_id: int | None
    """None: the message is too old for Telegram to say which."""
    callback_id: str


@dataclass(frozen=True, slots=True)
class Commanded:
    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A document or photo. `file_id` is Telegram's; the bytes are fetched only by a step that wants them."""

    file_id: str
    name: str
    mime: str
    size: int
    caption: str = ""
    formatted_caption: Formatted | None = None
    photo: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """A message that was sent before has been edited. `said`: what it says now; None where that is no text."""

    said: Typed | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A private message of a kind that this bot does not read: a sticker, a voice message, a place."""


@dataclass(frozen=True, slots=True)
class Borrowed:
    """Words that are not the sender's own: forwarded, or written by another bot that the sender has called up."""


@dataclass(frozen=True, slots=True)
class OldNumber:
    """A number that stood on an earlier screen of a door without buttons."""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A message of a kind that a door without files does not take: a picture, a file, a voice message."""


NotRead = Borrowed | Unreadable | OldNumber | NotTaken


def word_on(what: NotRead) -> Phrase:
    """The sentence on what was not read."""
    match what:
        case Borrowed():
            return say("borrowed.not_read")
        case OldNumber():
            return say("number.old")
        case NotTaken():
            return say("not_taken.by_web", url=place.address()) if place.address() else say("not_taken.by_office")
    return say("unreadable")


@dataclass(frozen=True, slots=True)
class Reachability:
    """The person has blocked the bot, or come back."""

    reachable: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """The person has opened a page on which to converse."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing for us: a group's talk, a channel's post, an update of a kind not asked for."""


What = (
    Tapped
    | Commanded
    | Typed
    | SharedContact
    | SentFile
    | SharedFile
    | Changed
    | NotRead
    | Opened
    | Reachability
    | Ignored
)


@dataclass(frozen=True, slots=True)
class Event:
    update_id: int
    user_id: int
    address: Address
    """The place at which it is to be answered."""
    language_code: str
    what: What


def is_secret(what: What) -> bool:
    """True if anything that was typed or named here is marked as a State secret."""
    match what:
        case Typed(text) | Changed(Typed(text)):
            return is_marked(text)
        case Commanded():
            return is_marked(what.argument)
        case SentFile() | SharedFile():
            return is_marked(what.caption) or is_marked_file(what.name)
    return False


def in_turn(tx: Tx, event: Event) -> Event:
    """`addressed`, with the turn of that account held until the transaction ends.

    The key may become another one while its turn is waited for: the account of somebody who has come by the web or
    Zalo alone gets Telegram's, and loses it again. So the turn of the place itself goes before, and the key is looked
    up again."""
    if event.address.door is not Door.TELEGRAM:
        tx.lock(Turn.PERSON, event.address.number)
        event = addressed(tx, event)
        if event.user_id in (0, event.address.number):
            return heard(tx, event)
    tx.lock(Turn.PERSON, event.user_id)
    return heard(tx, addressed(tx, event))


def heard(tx: Tx, event: Event) -> Event:
    """The event, where a number was typed at a door without buttons, as the button of that number."""
    if event.address.door not in STILL or not isinstance(event.what, Typed):
        return event
    match numbering.meant(tx, event.address, event.what.text):
        case numbering.Old():
            return replace(event, what=OldNumber())
        case numbering.Meant(data):
            return replace(event, what=Tapped(unpack(data), None, ""))
        case str() as text:
            return replace(event, what=Typed(text))


def addressed(tx: Tx, event: Event) -> Event:
    """The event with the key of the account that converses at its address now; 0: nobody does any more."""
    if event.address.door is Door.TELEGRAM:
        return event
    return replace(event, user_id=account_at(tx, event.address) or 0)

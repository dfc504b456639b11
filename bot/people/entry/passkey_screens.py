"""Screens about one's own passkeys, and the letters about them. Pure."""

from collections.abc import Sequence

from bot.dialogue.screens import Button, Screen, Style, say, screen
from bot.dialogue.ways import HOME
from bot.people.authentication.targets import ShowBrowsers
from bot.people.identity import Staff
from bot.people.passkeys.keeping import Kept
from bot.people.passkeys.targets import RemovePasskey, ShowPasskey, ShowPasskeys
from bot.people.rules import honorific

_BROWSERS = Button(say("button.browsers"), ShowBrowsers())
_BACK = Button(say("button.passkeys"), ShowPasskeys())


def passkeys(found: Sequence[Kept], *, offered: bool) -> Screen:
    """One's passkeys, the newest first. `offered`: browsers have them at the address of the web door."""
    return screen(
        say("passkeys.head"),
        say("passkey.what"),
        say("passkeys.count", count=len(found)) if found else say("passkeys.none"),
        say("passkeys.choose") if found else None,
        say("passkeys.how") if offered else None,
        rows=(
            *((Button(say("passkeys.one", label=one.label, at=one.created_at), ShowPasskey(one.id)),) for one in found),
            (_BROWSERS, HOME),
        ),
    )


def passkey(one: Kept) -> Screen:
    return screen(
        say("passkeys.this", label=one.label),
        say("passkeys.since", at=one.created_at),
        say("passkeys.used", at=one.used_at) if one.used_at is not None else say("passkeys.unused"),
        say("passkeys.after"),
        rows=((Button(say("button.remove_passkey"), RemovePasskey(one.id), Style.DANGER),), (_BACK, HOME)),
    )


# --- letters ----------------------------------------------------------------------------------------------------------


def added(person: Staff, key: int, label: str) -> Screen:
    """To the person: there is a new passkey."""
    who = say(honorific(person.gender))
    return screen(
        say("letter.web_passkey", who=who, label=label),
        say("letter.web_passkey.not_you", who=who),
        rows=((Button(say("button.passkey_not_mine"), RemovePasskey(key), Style.DANGER), _BACK),),
    )


def copied(person: Staff, label: str) -> Screen:
    """To the person: a passkey was in two devices, and opens nothing any more."""
    return screen(
        say("letter.web_passkey_copied", who=say(honorific(person.gender)), label=label),
        say("letter.web_passkey_copied.next"),
        rows=((_BACK, _BROWSERS),),
    )

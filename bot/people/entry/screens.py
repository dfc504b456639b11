"""Screens about one's own browsers and links, and the letters of coming in. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import HOME, page_of
from bot.people.authentication.links import Link
from bot.people.authentication.place import Made, link_of
from bot.people.authentication.sessions import Browser
from bot.people.authentication.targets import (
    AnswerEntry,
    EndBrowser,
    ForgetPin,
    MakeOwnLink,
    ShowBrowser,
    ShowBrowsers,
    ShowForgetPin,
)
from bot.people.entry.wording import called, code
from bot.people.identity import Staff
from bot.people.passkeys.targets import ShowPasskeys
from bot.people.rules import honorific
from bot.people.targets import ShowSettings

SHOWN = 6
_BACK = Button(say("button.browsers"), ShowBrowsers())
_SETTINGS = Button(say("button.settings"), ShowSettings())


def browsers(found: Sequence[Browser], pin: datetime | None, keys: int, *, may_forget: bool) -> Screen:
    """One's browsers, the one last used first. `pin`: the moment since when it is so; `keys`: so many passkeys;
    `may_forget`: nobody asks for the PIN where this is shown."""
    page = page_of(found, 0, SHOWN)
    return screen(
        say("browsers.head"),
        say("browsers.count", count=len(found)) if found else say("browsers.none"),
        say("browsers.pin", since=pin) if pin is not None else say("browsers.no_pin"),
        say("browsers.passkeys", count=keys) if keys else None,
        say("browsers.choose") if found else None,
        rows=(
            *((Button(_labelled(one), ShowBrowser(one.id)),) for one in page.items),
            (Button(say("button.end_browsers"), EndBrowser(), Style.DANGER) if len(found) > 1 else None,),
            (Button(say("button.own_web_link"), MakeOwnLink(), Style.PRIMARY),),
            (Button(say("button.passkeys"), ShowPasskeys()),),
            (Button(say("button.forget_pin"), ShowForgetPin()) if pin is not None and may_forget else None,),
            (_SETTINGS, HOME),
        ),
    )


def _labelled(one: Browser) -> Phrase:
    return say("browsers.one", browser=called(one.browser), seen=one.seen_at)


def browser(one: Browser, *, keyed: bool) -> Screen:
    """`keyed`: its person has a passkey."""
    return screen(
        say("browser.head", browser=called(one.browser)),
        say("browser.since", at=one.created_at, seen=one.seen_at),
        say("browser.shared") if one.shared else None,
        say("browser.locked") if one.locked else None,
        say("browser.after_keyed") if keyed else say("browser.after"),
        rows=((Button(say("button.end_browser"), EndBrowser(one.id), Style.DANGER),), (_BACK, HOME)),
    )


def forget_pin() -> Screen:
    return screen(
        say("forget_pin.ask"),
        say("forget_pin.after"),
        rows=((Button(say("button.forget_pin"), ForgetPin(), Style.DANGER),), (_BACK,)),
    )


def own_link(made: Made) -> Screen:
    return screen(
        say("own_link.head", until=made.until),
        say("own_link.how"),
        say("tell.block", text=link_of(made.token)),
        say("own_link.own"),
        rows=((_BACK, HOME),),
        file=code(made.token),
    )


def link_gone() -> Screen:
    """The link is not in memory any more: this was its only copy."""
    return screen(say("own_link.gone"), rows=((Button(say("button.own_web_link"), MakeOwnLink()), _BACK),))


# --- letters ----------------------------------------------------------------------------------------------------------


def entered(person: Staff, one: Browser) -> Screen:
    """To the person: a browser has come in."""
    who = say(honorific(person.gender))
    return screen(
        say("letter.web_entered", who=who, browser=called(one.browser), at=one.created_at),
        say("letter.web_entered.not_you", who=who),
        rows=(
            (
                Button(say("button.not_me"), EndBrowser(one.id), Style.DANGER),
                Button(say("button.browsers"), ShowBrowsers()),
            ),
        ),
    )


def asked(person: Staff, one: Link) -> Screen:
    """To the person: a browser waits for a word that it is his or hers."""
    who = say(honorific(person.gender))
    return screen(
        say("letter.web_asked", who=who, browser=called(one.browser), at=one.asked_at),
        say("letter.web_asked.compare", code=one.code or "", who=who),
        say("letter.web_asked.never"),
        rows=(
            (
                Button(say("button.entry_mine"), AnswerEntry(one.id, yes=True), Style.SUCCESS),
                Button(say("button.not_me"), AnswerEntry(one.id, yes=False), Style.DANGER),
            ),
        ),
    )


def link_made(by: Phrase) -> Screen:
    """To the person: somebody has made a link for him or her."""
    return screen(
        say("letter.web_link", by=by),
        say("letter.web_link.not_you"),
        rows=((Button(say("button.browsers"), ShowBrowsers()), HOME),),
    )


def tried() -> Screen:
    """To the person: somebody has often typed a wrong PIN."""
    return screen(
        say("letter.web_tried"),
        say("letter.web_tried.next"),
        rows=((Button(say("button.browsers"), ShowBrowsers()), HOME),),
    )

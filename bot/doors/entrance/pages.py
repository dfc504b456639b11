"""Pages of the entrance: what each says, from facts. All of them are drawn by one template."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.dialogue.screens import Phrase, say
from bot.doors.web.pages import Pages
from bot.organisation.records import OrganisationNow
from bot.people.authentication.records import LinkState
from bot.people.authentication.rules import SHORTEST_PIN
from bot.people.authentication.sessions import Visitor
from bot.people.entry.steps import Opening, Stage, Standing
from bot.people.identity import Staff
from bot.people.linking.notice import full_notice
from bot.people.naming import post_of
from bot.people.rules import honorific


@dataclass(frozen=True, slots=True)
class Field:
    """A field for a PIN. `new`: one that is being made, so that browsers offer to keep it."""

    name: str
    label: Phrase
    new: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """A form with one button. `path`: below the door's own."""

    path: str
    button: Phrase
    csrf: str
    fields: Sequence[Field] = ()
    hidden: Sequence[tuple[str, str]] = ()
    shared: bool = False
    """Asks whether others use the device."""
    style: str = "primary"
    note: Phrase | None = None


_PIN = Field("pin", say("entry.field.pin"))
_NEW = (Field("pin", say("entry.field.pin"), new=True), Field("again", say("entry.field.again"), new=True))
_CHANGED = (
    Field("old", say("entry.field.old")),
    Field("pin", say("entry.field.new"), new=True),
    Field("again", say("entry.field.again"), new=True),
)

_WORDS = {
    "for": say("entry.for"),
    "not_you": say("entry.not_you"),
    "code": say("entry.code"),
    "full": say("entry.full"),
    "shared": say("entry.shared"),
    "look_again": say("entry.look_again"),
}
"""Words that the template puts in their places."""


class EntryPages:
    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def notice(self, language: str, own: OrganisationNow, found: Opening, token: str, csrf: str) -> web.Response:
        """The notice, with whom the link is for; a link that this browser has already leads on."""
        again = found.link is not None and found.link.state is not LinkState.OPEN
        button = say("entry.continue") if again else say("entry.agree")
        deed = Deed("in", button, csrf, hidden=(("token", token),), style="primary")
        lines = (
            *("privacy.what", "privacy.purpose", "privacy.who_sees"),
            say("entry.where", place=say("own.place", own=own.data_place)),
            *("privacy.rights", "privacy.never"),
            say("entry.cookie"),
            "privacy.law",
        )
        return self._draw(
            language,
            say("entry.title.notice"),
            person=found.person,
            lines=[say(line) if isinstance(line, str) else line for line in lines],
            deeds=(deed,),
            full=full_notice(own),
            after=(say("entry.disagree"),),
        )

    def stage(
        self,
        language: str,
        found: Standing,
        csrf: str,
        alert: Phrase | None,
        *,
        status: int = 200,
    ) -> web.Response:
        """The one thing that the browser that has a link is asked for."""
        named = say("entry.named", who=say(honorific(found.person.gender)), name=found.person.full_name)
        forgot = Deed("forgot", say("entry.forgot"), csrf, style="", note=say("entry.forgot.after"))
        match found.stage:
            case Stage.NEW_PIN:
                lines = [named, say("entry.new_pin", least=SHORTEST_PIN), say("entry.new_pin.hint")]
                deeds: tuple[Deed, ...] = (Deed("pin", say("entry.enter"), csrf, _NEW, shared=True),)
                return self._draw(
                    language, say("entry.title.new_pin"), lines=lines, deeds=deeds, alert=alert, status=status
                )
            case Stage.PIN:
                deeds = (Deed("pin", say("entry.enter"), csrf, (_PIN,), shared=True), forgot)
                return self._draw(
                    language, say("entry.title.pin"), lines=[named], deeds=deeds, alert=alert, status=status
                )
            case Stage.WAIT:
                lines = [say("entry.waits"), say("entry.code.how"), say("entry.stays")]
                return self._draw(
                    language,
                    say("entry.title.wait"),
                    lines=lines,
                    code=found.link.code or "",
                    again="pin",
                    alert=alert,
                    status=status,
                )
        return self._draw(language, say("entry.title.refused"), lines=[say("entry.refused")], alert=alert)

    def locked(self, language: str, who: Visitor, alert: Phrase | None, *, status: int) -> web.Response:
        """Nothing of anybody stands on it: whoever passes by sees it."""
        out = Deed("out", say("entry.sign_out"), who.csrf, style="danger", note=say("entry.sign_out.after"))
        deeds = (Deed("unlock", say("entry.unlock"), who.csrf, (_PIN,)), out)
        lines = [say("entry.locked")]
        return self._draw(language, say("entry.title.locked"), lines=lines, deeds=deeds, alert=alert, status=status)

    def out(self, language: str, alert: Phrase | None, *, status: int = 200) -> web.Response:
        """The page about where links come from: the same for everybody who is not in."""
        lines = [say("entry.out"), say("entry.out.telegram"), say("entry.out.lost")]
        return self._draw(language, say("entry.title.out"), lines=lines, alert=alert, status=status)

    def new_pin(self, language: str, csrf: str, alert: Phrase | None, *, status: int = 200) -> web.Response:
        lines = [say("entry.new_pin.hint"), say("entry.change.after")]
        deeds = (Deed("new-pin", say("entry.save"), csrf, _CHANGED),)
        return self._draw(
            language, say("entry.title.change"), lines=lines, deeds=deeds, alert=alert, status=status, back=True
        )

    def telegram(self, language: str) -> web.Response:
        """Sends on what Telegram has put behind the address of this page, which no server sees."""
        lines = [say("entry.telegram")]
        return self._draw(language, say("entry.title"), lines=lines, script=True, after=(say("entry.telegram.script"),))

    def _draw(
        self,
        language: str,
        title: Phrase,
        *,
        lines: Sequence[Phrase],
        deeds: Sequence[Deed] = (),
        alert: Phrase | None = None,
        person: Staff | None = None,
        full: Sequence[Phrase] = (),
        after: Sequence[Phrase] = (),
        code: str = "",
        again: str = "",
        back: bool = False,
        script: bool = False,
        status: int = 200,
    ) -> web.Response:
        say_plain = lambda phrase: self._pages.say(language, phrase)  # noqa: E731 - a name for the template
        whose = None
        if person is not None:
            whose = (person.full_name, post_of(person.position, person.unit_name))
        page = self._pages.draw(
            "entry.html",
            language,
            say=say_plain,
            own={name: self._pages.say(language, phrase) for name, phrase in _WORDS.items()},
            title=title,
            lines=lines,
            deeds=deeds,
            alert=alert,
            whose=whose,
            full=[self._pages.say(language, one).split("\n") for one in full],
            after=after,
            code=code,
            again=again,
            back=back,
            script=script,
        )
        return web.Response(text=page, content_type="text/html", charset="utf-8", status=status)

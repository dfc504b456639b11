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
from bot.people.passkeys.keeping import LONGEST_LABEL
from bot.people.passkeys.records import Purpose
from bot.people.rules import honorific


@dataclass(frozen=True, slots=True)
class Field:
    """A field for a PIN. `new`: one that is being made, so that browsers offer to keep it; `words`: one for words
    instead, at most so many."""

    name: str
    label: Phrase
    new: bool = False
    words: int = 0
    value: str = ""


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
    passkey: str = ""
    """The purpose that a passkey signs for: such a form is there only where the browser knows passkeys."""
    options: str = ""
    """Of it, where they are made already."""
    tells: bool = False
    """Says with the form whether this device can keep a passkey."""

    @property
    def id(self) -> str:
        """A name of its own on the page."""
        return f"{self.path.replace('/', '-')}{'-key' if self.passkey else ''}"


_PIN = Field("pin", say("entry.field.pin"))
_NEW = (Field("pin", say("entry.field.pin"), new=True), Field("again", say("entry.field.again"), new=True))
_OTHER = (Field("pin", say("entry.field.new"), new=True), Field("again", say("entry.field.again"), new=True))
_CHANGED = (
    Field("old", say("entry.field.old")),
    Field("pin", say("entry.field.new"), new=True),
    Field("again", say("entry.field.again"), new=True),
)

_WHAT = (say("passkey.what"), say("passkey.how"))
_WHAT_IS_ASKED = say("passkey.note")

_WORDS = {
    "for": say("entry.for"),
    "not_you": say("entry.not_you"),
    "code": say("entry.code"),
    "full": say("entry.full"),
    "shared": say("entry.shared"),
    "look_again": say("entry.look_again"),
    "later": say("passkey.later"),
    "onward": say("entry.continue"),
    "not_done": say("passkey.not_done"),
    "known": say("passkey.known"),
}
"""Words that the template puts in their places."""


class EntryPages:
    """`passkeys`: browsers have them at the address of this door."""

    def __init__(self, pages: Pages, *, passkeys: bool) -> None:
        self._pages, self._passkeys = pages, passkeys

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
        keyed: bool,
        status: int = 200,
    ) -> web.Response:
        """The one thing that the browser that has a link is asked for. `keyed`: the person has a passkey."""
        who = say(honorific(found.person.gender))
        named = say("entry.named", who=who, name=found.person.full_name)
        forgot = Deed("forgot", say("entry.forgot"), csrf, style="", note=say("entry.forgot.after", who=who))
        keys = self._entering(csrf) if keyed else ()
        match found.stage:
            case Stage.NEW_PIN:
                lines = [named, say("entry.new_pin", least=SHORTEST_PIN, who=who), say("entry.new_pin.hint")]
                deeds: tuple[Deed, ...] = (
                    Deed("pin", say("entry.enter"), csrf, _NEW, shared=True, tells=self._passkeys),
                )
                return self._draw(
                    language, say("entry.title.new_pin"), lines=lines, deeds=deeds, alert=alert, status=status
                )
            case Stage.PIN:
                deeds = (Deed("pin", say("entry.enter"), csrf, (_PIN,), shared=True), *keys, forgot)
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
                    deeds=keys,
                    alert=alert,
                    status=status,
                )
        return self._draw(language, say("entry.title.refused"), lines=[say("entry.refused")], alert=alert)

    def _entering(self, csrf: str, note: Phrase = _WHAT_IS_ASKED) -> tuple[Deed, ...]:
        enter = Deed("passkey/in", say("passkey.enter"), csrf, shared=True, style="", passkey=Purpose.ENTER, note=note)
        return (enter,) if self._passkeys else ()

    def locked(self, language: str, who: Visitor, alert: Phrase | None, *, keyed: bool, status: int) -> web.Response:
        """Nothing of anybody stands on it: whoever passes by sees it. `keyed`: the person has a passkey."""
        key = Deed("unlock", say("passkey.unlock"), who.csrf, style="", passkey=Purpose.UNLOCK, note=_WHAT_IS_ASKED)
        after = say("entry.sign_out.keyed") if self._shown(keyed) else say("entry.sign_out.after")
        out = Deed("out", say("entry.sign_out"), who.csrf, style="danger", note=after)
        deeds = (Deed("unlock", say("entry.unlock"), who.csrf, (_PIN,)), *((key,) if self._shown(keyed) else ()), out)
        lines = [say("entry.locked")]
        return self._draw(language, say("entry.title.locked"), lines=lines, deeds=deeds, alert=alert, status=status)

    def out(self, language: str, alert: Phrase | None, *, status: int = 200) -> web.Response:
        """The page about where links come from: the same for everybody who is not in."""
        lines = [say("entry.out"), say("entry.out.telegram"), say("entry.out.lost")]
        deeds = self._entering("", say("passkey.note.out"))  # the word of the form comes with what is to be signed
        return self._draw(language, say("entry.title.out"), lines=lines, deeds=deeds, alert=alert, status=status)

    def new_pin(
        self, language: str, csrf: str, alert: Phrase | None, *, keyed: bool, status: int = 200
    ) -> web.Response:
        lines = [say("entry.new_pin.hint"), say("entry.change.after")]
        key = Deed(
            "new-pin",
            say("passkey.new_pin"),
            csrf,
            _OTHER,
            style="",
            passkey=Purpose.NEW_PIN,
            note=say("passkey.new_pin.note"),
        )
        deeds = (Deed("new-pin", say("entry.save"), csrf, _CHANGED), *((key,) if self._shown(keyed) else ()))
        return self._draw(
            language, say("entry.title.change"), lines=lines, deeds=deeds, alert=alert, status=status, back=True
        )

    def _shown(self, keyed: bool) -> bool:
        return keyed and self._passkeys

    # --- a passkey of one's own ---------------------------------------------------------------------------------------

    def passkey_proof(
        self, language: str, csrf: str, alert: Phrase | None, *, keyed: bool, status: int
    ) -> web.Response:
        """The proof that it is the person who is to have one; and what a passkey is."""
        key = Deed("passkey/proof", say("passkey.proof.key"), csrf, style="", passkey=Purpose.UNLOCK)
        deeds = (
            Deed("passkey/proof", say("entry.continue"), csrf, (_PIN,), style="primary"),
            *((key,) if keyed else ()),
        )
        lines = [*_WHAT, say("passkey.proof.ask")]
        return self._draw(
            language, say("passkey.title"), lines=lines, deeds=deeds, alert=alert, status=status, back=True
        )

    def passkey_add(
        self, language: str, csrf: str, options: str, label: str, alert: Phrase | None, *, status: int
    ) -> web.Response:
        """The offer of a passkey, which nobody has to take."""
        named = Field("label", say("passkey.label"), words=LONGEST_LABEL, value=label)
        deed = Deed("passkey", say("passkey.add"), csrf, (named,), passkey=Purpose.ADD, options=options)
        return self._draw(
            language,
            say("passkey.title"),
            lines=[*_WHAT, say("passkey.ask")],
            deeds=(deed,),
            alert=alert,
            status=status,
            later=True,
        )

    def passkey_added(self, language: str, label: str) -> web.Response:
        lines = [say("passkey.added", label=label), say("passkey.added.next"), say("passkey.added.lost")]
        return self._draw(language, say("passkey.title.added"), lines=lines, onward=True)

    def passkey_none(self, language: str, why: Phrase, *, status: int) -> web.Response:
        return self._draw(language, say("passkey.title"), lines=_WHAT, alert=why, status=status, back=True)

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
        later: bool = False,
        onward: bool = False,
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
            later=later,
            onward=onward,
            script=script,
            by_passkey=any(deed.passkey or deed.tells for deed in deeds),
        )
        return web.Response(text=page, content_type="text/html", charset="utf-8", status=status)

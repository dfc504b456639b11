"""The dialogues of the sender: pages of the signed copy or of minutes, and the covering letter's number.

A draft's data: list (rules.number), version, pages [[sha256, MIME type, ending]].
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.dialogue.flows import BACK, LATER, Chosen, Draft, Finish, Flow, Move, Said, SharedFile, Stay, Step, Typed
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option, ToView
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.registration.reading import Registrant
from bot.sheets import rules
from bot.sheets.records import FileKind
from bot.sheets.sending import actions
from bot.sheets.sheet import SheetNow, load
from bot.sheets.targets import sheet_of
from bot.store.database import Tx
from bot.words import own_words

# --- pages ------------------------------------------------------------------------------------------------------------


def _list(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> SheetNow:
    """The list that something is added to, for whoever may still send it."""
    who = rules.numbered(data["list"])
    actions.must_send(tx, actor, who)
    return load(tx, actor, who)


def _whose(draft: Draft) -> Registrant:
    return rules.numbered(draft.data["list"])


def _ask_pages(kind: FileKind, draft: Draft, sheet: SheetNow) -> Screen:
    have = len(draft.data.get("pages", ()))
    # Before the list is sent there is nothing to attach to: the pages wait here, and go with it.
    done = Option(LATER if sheet.sent is None else "done")
    return screen(
        say("sheet.pages.signed" if kind is FileKind.SIGNED else "sheet.pages.minutes", name=sheet.sender.name),
        say("sheet.pages.of", code=sheet.sent.code, version=sheet.sent.version) if sheet.sent else None,
        _kept(kind, sheet),
        say("sheet.pages.how"),
        say("sheet.pages.have", count=have) if have else say("sheet.pages.none"),
        say("sheet.pages.no_secrets"),
        rows=(
            (Button(say("button.pages_done", count=have), done, Style.SUCCESS),) if have else (),
            (
                Button(say("button.drop_page"), Option("drop")) if have else None,
                Button(say("button.back"), Option(BACK)),
            ),
        ),
    )


def _kept(kind: FileKind, sheet: SheetNow) -> Phrase | None:
    """The number of pages that the version which stands has already."""
    count = len(sheet.sent.of(kind)) if sheet.sent else 0
    return say("sheet.pages.kept", count=count) if count else None


def _page(kind: FileKind, said: Said, draft: Draft, sheet: SheetNow) -> Move:
    pages = list(draft.data.get("pages", ()))
    match said:
        case SharedFile() if kind is FileKind.SIGNED and sheet.sent and rules.sign_again(sheet.changes):
            raise Refusal("sheet.file.changed", version=sheet.sent.version)
        case SharedFile():
            page = rules.page_type(said)
            if any(said.sha256 == sha256 for sha256, _mime, _ending in pages):
                raise Refusal("sheet.file.twice", count=len(pages))
            if len(pages) >= rules.MOST_PAGES:
                raise Refusal("sheet.file.too_many", most=rules.MOST_PAGES)
            return Stay({"pages": [*pages, [said.sha256, page.value, rules.ENDINGS[page]]]})
        case Chosen("done") if pages:
            return Finish()
        case Chosen("drop"):
            return Stay({"pages": pages[:-1]})
    raise Refusal("sheet.file.send")


def _pages_of(kind: FileKind) -> Flow[SheetNow]:
    def keep(tx: Tx, actor: Actor, draft: Draft, _sheet: SheetNow) -> ToView:
        who, pages = _whose(draft), [tuple(page) for page in draft.data["pages"]]
        # Minutes say what a meeting said, whatever the list says now.
        signed = draft.data["version"] if kind is FileKind.SIGNED else None
        actions.attach(tx, actor, who, kind, pages, signed)
        return sheet_of(who)

    return Flow(
        actions.FLOWS[kind],
        facts=_list,
        steps=(
            Step("pages", lambda draft, sheet: _ask_pages(kind, draft, sheet), partial(_page, kind), takes_files=True),
        ),
        finish=keep,
        home=lambda draft: sheet_of(_whose(draft)),
    )


# --- the covering letter's number -------------------------------------------------------------------------------------


def _ask_number(_draft: Draft, sheet: SheetNow) -> Screen:
    return screen(
        say("sheet.number.head", name=sheet.sender.name),
        say("sheet.number.ask"),
        rows=((Button(say("button.back"), Option(BACK)),),),
    )


def _number(said: Said, _draft: Draft, _sheet: SheetNow) -> Move:
    match said:
        case Typed(text):
            words = own_words(text, shortest=rules.SHORTEST_NUMBER, longest=rules.LONGEST_NUMBER)
            return Finish({"number": words})
    raise Refusal("type.below")


def _keep_number(tx: Tx, actor: Actor, draft: Draft, _sheet: SheetNow) -> ToView:
    who = _whose(draft)
    actions.set_document_number(tx, actor, who, draft.data["number"])
    return sheet_of(who)


NUMBER: Flow[SheetNow] = Flow(
    "sheet_number",
    facts=_list,
    steps=(Step("number", _ask_number, _number),),
    finish=_keep_number,
    home=lambda draft: sheet_of(_whose(draft)),
)


FLOWS: tuple[Flow[Any], ...] = (_pages_of(FileKind.SIGNED), _pages_of(FileKind.MINUTES), NUMBER)

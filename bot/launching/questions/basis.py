"""The documents that a campaign's plan refers to, one by one: named, each with its file, changed and taken away."""

from dataclasses import replace
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Move, Next, Said, SharedFile, Stay, Typed
from bot.launching import rules
from bot.launching.facts import LaunchFacts
from bot.launching.questions.basis_screens import AT, DROPS, OPEN, PAGE, WORDS, chosen, is_dropping, pages
from bot.launching.questions.beginning import kept_file
from bot.launching.questions.taken import taken
from bot.launching.records import CampaignPart
from bot.notices.rules import FileType
from bot.refusal import Refusal
from bot.words import shortened

_TYPES = (FileType.PDF, FileType.DOCX)
_Kept = list[list[Any]]


def basis(said: Said, draft: Draft, facts: LaunchFacts) -> Move:
    known = facts.of(draft)
    kept, at = [list(one) for one in known["basis"]], chosen(known)
    if at is not None:
        return _one(said, kept, at)
    if is_dropping(known):
        return _dropping(said, kept)
    return _list(said, kept, int(known.get(PAGE) or 0))


def _dropping(said: Said, kept: _Kept) -> Move:
    """The list when it was asked whether all of it is to go: whatever else is said keeps it."""
    match said:
        case Chosen("clear_all"):
            return Stay({"basis": [], PAGE: 0, DROPS: False})
        case Chosen("keep"):
            return Stay({DROPS: False})
    moved = _list(said, kept, 0)
    return replace(moved, data={**moved.data, DROPS: False})


def _list(said: Said, kept: _Kept, page: int) -> Next | Stay:
    match said:
        case Chosen("next"):
            return taken(CampaignPart.BASIS, {"basis": kept, AT: None, PAGE: 0})
        case Chosen("before"):
            return Stay({PAGE: max(page - 1, 0)})
        case Chosen("after"):
            return Stay({PAGE: page + 1})
        case Chosen("drop") if kept:  # a button of screens that were drawn before documents had one each
            return Stay({"basis": kept[:-1]})
        case Chosen("clear"):
            return Stay({DROPS: True})
        case Chosen(option) if option[:1] == "d" and option[1:].isdecimal() and int(option[1:]) < len(kept):
            return Stay({AT: int(option[1:]), OPEN: False})
        case Typed(text):
            return _longer(_with_documents(kept, text))
        case SharedFile():
            name, sha256 = kept_file(said, _TYPES)
            if said.caption:
                kept = _with_documents(kept, said.caption)
            if not kept:
                raise Refusal("launch.basis_words_first")
            if kept[-1][1] is not None:
                raise Refusal("launch.basis_choose_first", words=shortened(kept[-1][0], WORDS))
            kept[-1] = [kept[-1][0], sha256, name]
            return _longer(kept)
    raise Refusal("type.or_choose")


def _longer(kept: _Kept) -> Stay:
    """The list with something added, on its last page."""
    return Stay({"basis": kept, PAGE: pages(kept) - 1})


def _one(said: Said, kept: _Kept, at: int) -> Move:
    words, sha256, name = kept[at]
    match said:
        case Chosen("done"):
            return Stay({AT: None, OPEN: False})
        case Chosen("open") if sha256 is not None:
            return Stay({OPEN: True})
        case Chosen("unfile") if sha256 is not None:
            return Stay({"basis": _changed(kept, at, [words, None, None]), OPEN: False})
        case Chosen("remove"):
            return Stay({"basis": [*kept[:at], *kept[at + 1 :]], AT: None, OPEN: False})
        case Typed(text):
            (new,) = rules.documents([text])
            return Stay({"basis": _changed(kept, at, [new, sha256, name]), OPEN: False})
        case SharedFile():
            name, sha256 = kept_file(said, _TYPES)
            return Stay({"basis": _changed(kept, at, [words, sha256, name]), OPEN: False})
    raise Refusal("type.or_choose")


def _changed(kept: _Kept, at: int, one: list[Any]) -> _Kept:
    return [*kept[:at], one, *kept[at + 1 :]]


def _with_documents(kept: _Kept, text: str) -> _Kept:
    lines = [line.strip(" -•;\t") for line in text.splitlines()]
    new = rules.documents((line for line in lines if line), len(kept))
    if not new:
        raise Refusal("words.too_short", least=rules.SHORTEST_DOCUMENT)
    return [*kept, *([line, None, None] for line in new)]

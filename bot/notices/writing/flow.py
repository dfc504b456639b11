"""The dialogues that compose a notice and change one part of a draft: the same four questions, in a row or alone.

A draft's data: words (in the notation of stores), offered (True of a template or past notice as it is), put_aside (own
words, while another template is looked at), choosing (True while a paragraph is being chosen, on page `page`),
paragraph (the number of the one that is being written anew), files [[sha256, name, MIME type]], number, dated (ISO
8601), register and known; of a change also notice (key) and part (a step's name).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.campaigns.offers import has_union_titles
from bot.campaigns.records import CampaignNow, current_campaign
from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Next, Said, SharedFile, Stay, Step, Typed
from bot.dialogue.targets import ToView
from bot.leading.targets import ShowOfficeNotices
from bot.notices import access, records
from bot.notices.paragraphs import paragraphs
from bot.notices.records import File, Notice
from bot.notices.rules import NoticePart
from bot.notices.targets import ShowOfficeNotice
from bot.notices.writing import actions, rules, screens, templates
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx

OFFERED = 2
"""Past notices that a new one may begin with."""


@dataclass(frozen=True, slots=True)
class ComposeFacts:
    """The facts of the questions."""

    today: date
    campaign: CampaignNow | None
    contact: str
    """The contact in a template."""
    past: tuple[Notice, ...]
    """Sent notices to begin with."""
    union: bool
    """True if titles of the union are registered in the campaign."""


def facts(tx: Tx, actor: Actor, _data: Mapping[str, Any]) -> ComposeFacts:
    """The facts of the questions, for the Office. Raises Refusal."""
    access.office_only(actor)
    past = records.in_states(tx, records.SENT)[:OFFERED]
    campaign = current_campaign(tx)
    union = campaign is not None and has_union_titles(tx, campaign)
    return ComposeFacts(tx.clock.today(), campaign, templates.contact(tx, actor.person.full_name), tuple(past), union)


_AS_A_WHOLE = {"choosing": False, "paragraph": None, "page": 0}
_CHANGED = {**_AS_A_WHOLE, "offered": False}


def _words(said: Said, draft: Draft, facts: ComposeFacts) -> Move:
    so_far = draft.data.get("words")
    if so_far and draft.data.get("paragraph") is not None:
        return _paragraph(said, so_far, draft.data["paragraph"])
    if so_far and draft.data.get("choosing"):
        return _which_paragraph(said, so_far, int(draft.data.get("page", 0)))
    match said:
        case Typed():
            return Next({"words": rules.words(said), "offered": False})
        case Chosen("keep") if so_far:
            if draft.data.get("offered") and (blank := templates.blank()) in so_far:
                raise Refusal("notice.blank_left", blank=blank)
            return Next({"words": so_far})
        case Chosen("paragraphs") if so_far:
            return Stay({"choosing": True, "page": 0})
        case Chosen("other") if so_far:
            aside = draft.data.get("put_aside") if draft.data.get("offered") else so_far
            return Stay({"words": None, "put_aside": aside})
        case Chosen("put_aside") if draft.data.get("put_aside"):
            return Stay({"words": draft.data["put_aside"], "offered": False})
        case Chosen(template) if template in screens.TEMPLATES and facts.campaign is not None:
            return Stay(
                {"words": templates.filled(template, facts.campaign, facts.contact, union=facts.union), "offered": True}
            )
        case Chosen(option) if option[:1] == "n" and option[1:].isdecimal():
            for past in facts.past:
                if past.id == int(option[1:]):
                    return Stay({"words": past.words, "offered": True})
        case SharedFile(caption=caption, formatted_caption=formatted) if caption:
            file, words = rules.file(said), rules.words(Typed(caption, formatted))
            return Next({"words": words, "offered": False, "files": [[file.sha256, file.name, file.mime]]})
        case SharedFile():
            raise Refusal("notice.words_first")
    raise Refusal("type.or_choose")


def _which_paragraph(said: Said, so_far: str, page: int) -> Move:
    match said:
        case Chosen("whole"):
            return Stay(_AS_A_WHOLE)
        case Chosen("before"):
            return Stay({"page": max(page - 1, 0)})
        case Chosen("after"):
            return Stay({"page": page + 1})
        case Chosen(option) if option[:1] == "p" and option[1:].isdecimal():
            if int(option[1:]) < len(paragraphs(so_far)):
                return Stay({"paragraph": int(option[1:])})
    raise Refusal("choose.below")


def _paragraph(said: Said, so_far: str, number: int) -> Move:
    match said:
        case Typed():
            return Stay({"words": rules.with_paragraph(so_far, number, said), **_CHANGED})
        case Chosen("drop"):
            return Stay({"words": rules.with_paragraph(so_far, number, None), **_CHANGED})
        case Chosen("which"):
            return Stay({"paragraph": None})
    raise Refusal("type.or_choose")


def _files(said: Said, draft: Draft, _facts: ComposeFacts) -> Move:
    kept = list(draft.data.get("files", ()))
    match said:
        case SharedFile():
            if len(kept) >= rules.MOST_FILES:
                raise Refusal("notice.file.too_many", most=rules.MOST_FILES)
            file = rules.file(said)
            if file.sha256 in (sha256 for sha256, _name, _mime in kept):
                return Stay({"files": kept})
            return Stay({"files": [*kept, [file.sha256, file.name, file.mime]]})
        case Chosen("clear"):
            return Stay({"files": []})
        case Chosen("next"):
            return Next({"files": kept})
    raise Refusal("notice.file.send_or_choose")


def _document(said: Said, _draft: Draft, facts: ComposeFacts) -> Move:
    match said:
        case Typed(text):
            number, dated = rules.document(text, facts.today)
            return Next({"number": number, "dated": dated.isoformat() if dated else None})
        case Chosen("plan") if facts.campaign is not None and facts.campaign.plan_number is not None:
            dated = facts.campaign.plan_date
            return Next({"number": facts.campaign.plan_number, "dated": dated.isoformat() if dated else None})
        case Chosen("skip"):
            return Next({"number": None, "dated": None})
    raise Refusal("type.or_choose")


def _buttons(said: Said, draft: Draft, _facts: ComposeFacts) -> Move:
    match said:
        case Chosen("register" | "known" as which):
            return Stay({which: not draft.data.get(which, False)})
        case Chosen("done"):
            return Finish()
    raise Refusal("choose.below")


STEPS: tuple[Step[ComposeFacts], ...] = (
    Step(
        NoticePart.WORDS.value,
        ask=lambda draft, facts: screens.words(draft, facts.campaign, facts.past),
        parse=_words,
        takes_files=True,
    ),
    Step(NoticePart.FILES.value, ask=lambda draft, _facts: screens.files(draft), parse=_files, takes_files=True),
    Step(NoticePart.DOCUMENT.value, ask=lambda draft, facts: screens.document(draft, facts.campaign), parse=_document),
    Step(NoticePart.BUTTONS.value, ask=lambda draft, _facts: screens.buttons(draft), parse=_buttons),
)


def values_of(data: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[File, ...]]:
    """The columns and files of a notice, from a draft's data."""
    dated = data.get("dated")
    values = {
        "words": data["words"],
        "number": data.get("number"),
        "dated": date.fromisoformat(dated) if dated else None,
        "asks_register": bool(data.get("register")),
        "asks_known": bool(data.get("known")),
    }
    return values, tuple(File(*file) for file in data.get("files", ()))


def data_of(notice: Notice) -> dict[str, Any]:
    """A draft's data, from a notice: the inverse of `values_of`."""
    return {
        "words": notice.words,
        "files": [[file.sha256, file.name, file.mime] for file in notice.files],
        "number": notice.number,
        "dated": notice.dated.isoformat() if notice.dated else None,
        "register": notice.asks_register,
        "known": notice.asks_known,
    }


def _create(tx: Tx, actor: Actor, draft: Draft, _facts: ComposeFacts) -> ToView:
    values, files = values_of(draft.data)
    return ShowOfficeNotice(actions.create(tx, actor, values, files))


COMPOSE: Flow[ComposeFacts] = Flow(
    "compose", facts=facts, steps=STEPS, finish=_create, home=lambda _draft: ShowOfficeNotices()
)


# --- one part of a draft ----------------------------------------------------------------------------------------------


def alone(step: Step[ComposeFacts]) -> Step[ComposeFacts]:
    """The question by itself, for a dialogue that its answer ends."""

    def parse(said: Said, draft: Draft, facts: ComposeFacts) -> Move:
        move = step.parse(said, draft, facts)
        return Finish(move.data) if isinstance(move, Next) else move

    return replace(step, parse=parse, applies_if=lambda draft, _facts: draft.data["part"] == step.name)


_COLUMNS = {
    NoticePart.WORDS: ("words",),  # and the file that they came under
    NoticePart.FILES: (),
    NoticePart.DOCUMENT: ("number", "dated"),
    NoticePart.BUTTONS: ("asks_register", "asks_known"),
}
"""The columns that each part changes: what a colleague has changed in another part meanwhile stays."""


def _facts_of_part(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> ComposeFacts:
    access.draft(tx, actor, data["notice"])
    return facts(tx, actor, data)


def part_of(data: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[File, ...] | None]:
    """The columns and files of the one part that the dialogue was about; None where that part has no files."""
    values, files = values_of(data)
    part = NoticePart(data["part"])
    changed = {name: values[name] for name in _COLUMNS[part]}
    return changed, files if part in (NoticePart.WORDS, NoticePart.FILES) else None


def _change(tx: Tx, actor: Actor, draft: Draft, _facts: ComposeFacts) -> ToView:
    changed, files = part_of(draft.data)
    actions.change(tx, actor, draft.data["notice"], changed, files)
    return ShowOfficeNotice(draft.data["notice"])


EDIT: Flow[ComposeFacts] = Flow(
    "edit_notice",
    facts=_facts_of_part,
    steps=tuple(alone(step) for step in STEPS),
    finish=_change,
    home=lambda draft: ShowOfficeNotice(draft.data["notice"]),
)

FLOWS = (COMPOSE, EDIT)

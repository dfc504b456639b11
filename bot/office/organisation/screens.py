"""Screens of the department's own words. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.dialogue.flows import Draft
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME
from bot.enquiries.targets import ShowSetup
from bot.organisation import rules
from bot.organisation.records import Address, OrganisationNow, Word
from bot.organisation.targets import (
    ChangeWord,
    ChooseWord,
    SetUpOrganisation,
    ShowOrganisation,
    ShowSignatories,
)
from bot.personnel.inputs import AWAY
from bot.words import shortened

_LINES = {
    Word.FULL_NAME: "organisation.full_name",
    Word.NAME: "organisation.name",
    Word.SUPERIOR: "organisation.superior",
    Word.PLACE: "organisation.place",
    Word.UNION_NAME: "organisation.union_name",
    Word.CONTACT_NAME: "organisation.contact_name",
    Word.CONTACT_PHONE: "organisation.contact_phone",
    Word.DATA_PLACE: "organisation.data_place",
    Word.ADDRESS: "organisation.address",
}
_LABELS = {
    Word.FULL_NAME: "button.full_name",
    Word.NAME: "button.name_on_papers",
    Word.SUPERIOR: "button.superior",
    Word.PLACE: "button.place_of_papers",
    Word.UNION_NAME: "button.union_name",
    Word.CONTACT_NAME: "button.contact",
    Word.DATA_PLACE: "button.data_place",
    Word.ADDRESS: "button.address",
}
"""The number goes with the name of the contact."""
_QUESTIONS = {
    Word.FULL_NAME: "organisation.ask.full_name",
    Word.NAME: "organisation.ask.name",
    Word.SUPERIOR: "organisation.ask.superior",
    Word.PLACE: "organisation.ask.place",
    Word.UNION_NAME: "organisation.ask.union_name",
    Word.CONTACT_NAME: "organisation.ask.contact_name",
    Word.CONTACT_PHONE: "organisation.ask.contact_phone",
    Word.DATA_PLACE: "organisation.ask.data_place",
    Word.ADDRESS: "organisation.ask.address",
}
_ADDRESSES = {Address.ANH_CHI: say("address.by_roster"), Address.DONG_CHI: say("address.everybody")}
_TO_SETUP = Button(say("button.setup"), ShowSetup())
SHOWN = 70
"""Characters of one word on a list of all."""


def _value(word: Word, said: str) -> Phrase:
    if word is Word.ADDRESS:
        return _ADDRESSES[Address(said)]
    return say("organisation.said", words=shortened(said, SHOWN)) if said else say("organisation.unsaid")


def _contact(name: str, phone: str) -> Phrase:
    if name and phone:
        return say("organisation.contact_both", name=shortened(name, SHOWN), phone=phone)
    return _value(Word.CONTACT_NAME, name or phone)


def _line(word: Word, value: Phrase) -> Phrase:
    return Phrase(_LINES[word], {"value": value})


def organisation(own: OrganisationNow, by: Phrase, at: datetime | None) -> Screen:
    """All of them, a line each."""
    values = {word: _value(word, own.says(word)) for word in _LABELS}
    values[Word.CONTACT_NAME] = _contact(own.contact_name, own.contact_phone)
    to_say = Button(say("button.set_up_organisation"), SetUpOrganisation(), Style.PRIMARY)
    return screen(
        say("organisation.head"),
        *(_line(word, value) for word, value in values.items()),
        say("organisation.changed", who=by, at=at) if at else None,
        rows=(
            (Button(say("button.change_own_words"), ChooseWord()) if own.is_named else to_say,),
            (Button(say("button.signatories"), ShowSignatories()),),
            (_TO_SETUP, HOME),
        ),
    )


def choose() -> Screen:
    """A button for each word."""
    buttons = [Button(Phrase(label), ChangeWord(word)) for word, label in _LABELS.items()]
    return screen(
        say("organisation.choose"),
        rows=(*_in_pairs(buttons), (Button(say("button.back"), ShowOrganisation()),)),
    )


def _in_pairs(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2))


# --- the questions ----------------------------------------------------------------------------------------------------


def question(word: Word, now: str, guessed: str, place: tuple[int, int]) -> Screen:
    """One word. `now`: what it is so far; `guessed`: what the full name lets one think of; `place`: which question of
    how many."""
    skip = Button(say("button.keep_word") if now else say("button.skip"), Option("keep"))
    unsaid = Button(say("button.word_unsaid"), Option("none")) if now and word in rules.OPTIONAL else None
    guess = Button(say("button.as_guessed"), Option("guessed"), Style.PRIMARY) if guessed and guessed != now else None
    return screen(
        say("organisation.step", number=place[0], of=place[1]) if place[1] > 1 else None,
        Phrase(_QUESTIONS[word]),
        say("organisation.now", value=_value(word, now)) if now else None,
        say("organisation.guessed", words=guessed) if guess else None,
        rows=((guess,), (skip, unsaid), AWAY),
    )


def ask_address(now: str, place: tuple[int, int]) -> Screen:
    return screen(
        say("organisation.step", number=place[0], of=place[1]) if place[1] > 1 else None,
        Phrase(_QUESTIONS[Word.ADDRESS]),
        say("organisation.now", value=_value(Word.ADDRESS, now)),
        rows=(tuple(Button(label, Option(one.value)) for one, label in _ADDRESSES.items()), AWAY),
    )


def check(draft: Draft, now: OrganisationNow, wanted: Mapping[Word, str]) -> Screen:
    """The summary: what changes, and where that is seen. `wanted`: all that was answered."""
    changed = rules.changed(now, wanted)
    if draft.data.get("choosing"):
        shown = [word for word in _LABELS if word in wanted]
        buttons = [Button(Phrase(_LABELS[word]), Option(word.value)) for word in shown]
        back = Button(say("button.back"), Option("chosen"))
        return screen(say("organisation.choose"), rows=(*_in_pairs(buttons), (back,)))
    follows = "organisation.papers_follow" if rules.ON_PAPERS & set(changed) else "organisation.screens_follow"
    edit = Button(say("button.edit"), Option("choose"))
    save = Button(say("button.save_own_words"), Option(f"save{rules.mark(now)}"), Style.SUCCESS)
    return screen(
        say("organisation.check"),
        *_changes(now, wanted, changed),
        say("organisation.nothing_changes") if not changed else Phrase(follows),
        rows=((save,), (edit,), AWAY),
    )


def _changes(now: OrganisationNow, wanted: Mapping[Word, str], changed: Mapping[Word, str]) -> list[Phrase]:
    lines = []
    for word in _LABELS:
        if word is Word.CONTACT_NAME and {Word.CONTACT_NAME, Word.CONTACT_PHONE} & set(changed):
            name, phone = (wanted.get(one, now.says(one)) for one in (Word.CONTACT_NAME, Word.CONTACT_PHONE))
            had = bool(now.contact_name or now.contact_phone)
            lines.append(_change(word, _contact(now.contact_name, now.contact_phone), _contact(name, phone), had=had))
        elif word in changed:
            lines.append(
                _change(word, _value(word, now.says(word)), _value(word, changed[word]), had=bool(now.says(word)))
            )
    return lines


def _change(word: Word, was: Phrase, will_be: Phrase, *, had: bool) -> Phrase:
    return _line(word, say("organisation.from_to", was=was, will_be=will_be) if had else will_be)

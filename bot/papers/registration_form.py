"""Bản đăng ký thi đua cá nhân: blank, to be filled in by hand, or filled from what a person has sent. Pure but for the
typesetter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.dialogue.screens import Named, Phrase, say
from bot.papers.basis import plan
from bot.papers.issuer import UNNAMED, Issuer
from bot.papers.typesetting import compile

Say = Callable[[Phrase | Named], str]
"""Says a phrase without markup, in Vietnamese: an official paper has one language."""


class Confirming(StrEnum):
    """The person for whose confirmation of the State titles the paper leaves room."""

    UNIT = "unit"  # lãnh đạo đơn vị
    DEPARTMENT = "department"  # lãnh đạo Sở: for heads of units and deputy directors
    NOBODY = "nobody"  # the Director's own


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """A question of the form. `hint`: printed below the heading of the blank one."""

    heading: Phrase
    hint: Phrase | None = None


@dataclass(frozen=True, slots=True)
class FormCampaign:
    """The campaign of the form. `state` and `union`: the titles that a person may register in it."""

    year: int
    plan_number: str | None
    plan_date: date | None
    state: tuple[Named, ...]
    union: tuple[Named, ...]
    questions: tuple[FormQuestion, ...]
    issuer: Issuer = UNNAMED


@dataclass(frozen=True, slots=True)
class Filled:
    """One version of what a person has sent. `union_group`: None for who is no union member."""

    code: str
    version: int
    sent_at: datetime
    full_name: str
    staff_code: str
    position: str
    unit: str
    union_group: str | None
    state: tuple[Named, ...]
    union: tuple[Named, ...]
    answers: tuple[str | Phrase | None, ...]
    """One to each question of the campaign, None where there is none."""
    confirming: Confirming


def registration_form(phrase: Say, campaign: FormCampaign, filled: Filled | None = None) -> bytes:
    """The form as a PDF, usually of one page. The same answers give the same bytes, however often one asks."""
    year = campaign.year
    dated = campaign.plan_date or date(year, 1, 1)
    return compile(
        "registration_form.typ",
        {
            "dated": [*(filled.sent_at.date() if filled else dated).timetuple()[:3]],
            "words": {name: phrase(said) for name, said in _words(campaign, filled).items()}
            | {"head": {name: phrase(said) for name, said in _head(campaign).items()}},
            "offered": _families(phrase, campaign.state, campaign.union),
            "questions": _questions(phrase, campaign.questions, filled),
            "filled": None if filled is None else _filled(phrase, filled),
            "signatures": [
                {"office": phrase(office), "hint": phrase(say("paper.sign.hint")), "name": name}
                for office, name in _signatures(campaign, filled)
            ],
        },
    )


def _head(campaign: FormCampaign) -> dict[str, Phrase]:
    return {
        "parent": campaign.issuer.heading,
        "country": say("paper.country"),
        "motto": say("paper.motto"),
        "place": campaign.issuer.dated(campaign.year),
    }


def _words(campaign: FormCampaign, filled: Filled | None) -> dict[str, Phrase]:
    year, day, department = campaign.year, campaign.plan_date, campaign.issuer.in_words
    basis = say("paper.form.basis", year=year, department=department)
    if day is not None:
        basis = say("paper.form.basis_plan", plan=plan(campaign.plan_number, day, department, year))
    if filled is None:
        issuer, mark, note = say("paper.form.issuer_blank"), say("paper.form.mark_blank"), say("paper.form.note_blank")
    else:
        issuer = say("paper.form.issuer", unit=filled.unit.upper())
        mark = say("paper.form.mark", code=filled.code)
        note = say("paper.form.note", code=filled.code, version=filled.version, at=filled.sent_at)
    return {
        "title": say("paper.form.title", year=year),
        "kind": say("paper.form.kind"),
        "about": say("paper.form.about", year=year),
        "addressee": say("paper.form.addressee", department=department),
        "issuer": issuer,
        "mark": mark,
        "note": note,
        "basis": basis,
        "name": say("paper.form.name"),
        "code": say("paper.form.code"),
        "position": say("paper.form.position"),
        "unit": say("paper.form.unit"),
        "group": say("paper.form.group"),
        "titles": say("paper.form.titles"),
        "promise": say("paper.form.promise"),
    }


def _filled(phrase: Say, filled: Filled) -> dict[str, Any]:
    return {
        "name": filled.full_name,
        "code": filled.staff_code,
        "position": filled.position,
        "unit": filled.unit,
        "group": filled.union_group,
        "titles": [
            {"name": family["name"], "titles": "; ".join(family["titles"])}
            for family in _families(phrase, filled.state, filled.union)
        ],
    }


def _questions(phrase: Say, questions: Sequence[FormQuestion], filled: Filled | None) -> list[dict[str, Any]]:
    answers = filled.answers if filled else [None] * len(questions)
    return [
        {
            "heading": phrase(question.heading),
            "hint": phrase(question.hint) if question.hint else None,
            "answer": phrase(answer) if isinstance(answer, Phrase) else answer,
        }
        for question, answer in zip(questions, answers, strict=True)
    ]


def _families(phrase: Say, state: Sequence[Named], union: Sequence[Named]) -> list[dict[str, Any]]:
    families = ((say("paper.form.state"), state), (say("paper.form.union"), union))
    return [
        {"name": phrase(name), "titles": [phrase(title) for title in titles]} for name, titles in families if titles
    ]


_CONFIRMED = {Confirming.UNIT: say("paper.sign.unit"), Confirming.DEPARTMENT: say("paper.sign.department")}


def _signatures(campaign: FormCampaign, filled: Filled | None) -> list[tuple[Phrase, str]]:
    """(office, printed name), the person last: the place of who makes the paper is on the right."""
    answers = filled or campaign
    confirming = filled.confirming if filled else Confirming.UNIT
    offices = [say("paper.sign.union")] if answers.union else []
    if answers.state and confirming in _CONFIRMED:
        offices.append(_CONFIRMED[confirming])
    return [*((office, "") for office in offices), (say("paper.sign.person"), filled.full_name if filled else "")]

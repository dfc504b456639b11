"""The form of a registration as a file, filled or blank."""

from typing import Any

from bot.dialogue.screens import Paper, Phrase
from bot.organisation.papers import issuer
from bot.papers.issuer import Issuer
from bot.people.chain import Confirmer, Holder
from bot.people.identity import Staff
from bot.registration.facts import RegistrationFacts
from bot.registration.questions import QUESTIONS, Question
from bot.registration.reading import Answered
from bot.store.database import Tx
from bot.titles.catalogue import Family, Regime, Subject, Title

PDF = "application/pdf"


def blank_form(tx: Tx, campaign: Any, regime: Regime, titles: frozenset[str]) -> Paper:
    """The form to fill in by hand: for who does not use the bot."""
    offered = tuple(t for t in regime.titles(subject=Subject.PERSON, self_register=True) if t.id in titles)
    by = issuer(tx)
    return Paper(f"mau-dang-ky-thi-dua-{campaign.year}.pdf", PDF, lambda say: _form(say, by, campaign, offered, None))


def filled_form(tx: Tx, facts: RegistrationFacts, stands: Answered, version: int) -> Paper:
    """The form of what stands, to be signed."""
    confirming = facts.confirmers()[Family.STATE]
    by, campaign, person, regime, offered = issuer(tx), facts.campaign, facts.person, facts.regime, facts.offered
    return Paper(
        f"dang-ky-thi-dua-{campaign.year}-{stands.code}.pdf",
        PDF,
        lambda say: _form(say, by, campaign, offered, (person, regime, stands, version, confirming)),
    )


def _form(say: Any, by: Issuer, campaign: Any, offered: tuple[Title, ...], filled: Any) -> bytes:
    from bot.papers.registration_form import Confirming, Filled, FormCampaign, FormQuestion, registration_form

    head = FormCampaign(
        campaign.year,
        campaign.plan_number,
        campaign.plan_date,
        tuple(title.name for title in offered if title.family is Family.STATE),
        tuple(title.name for title in offered if title.family is Family.UNION),
        tuple(FormQuestion(question.heading, question.hint) for question in QUESTIONS),
        by,
    )
    if filled is None:
        return registration_form(say, head)
    person, regime, stands, version, confirmer = filled
    names = regime.in_order(stands.titles)
    return registration_form(
        say,
        head,
        Filled(
            code=stands.code,
            version=version,
            sent_at=stands.submitted_at,
            full_name=person.full_name,
            staff_code=person.code,
            position=person.position,
            unit=person.unit_name,
            union_group=person.union_group_name or None,
            state=tuple(title.name for title in names if title.family is Family.STATE),
            union=tuple(title.name for title in names if title.family is Family.UNION),
            answers=tuple(_printed(question, stands) for question in QUESTIONS),
            confirming=Confirming(_confirming(person, confirmer)),
        ),
    )


def _printed(question: Question, stands: Answered) -> str | Phrase | None:
    answer = stands.answers[question.name]
    return question.follows if answer is None and question.of_titles and stands.initiative_later else answer


def _confirming(person: Staff, confirmer: Confirmer) -> str:
    if confirmer.holder is not Holder.PERSON or confirmer.staff is None:
        return "nobody"
    return "unit" if confirmer.staff.unit_id == person.unit_id else "department"

"""The ways into a registration, wherever the person stands."""

from typing import Any

from bot.dialogue.drafts import open_draft
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act
from bot.enquiries.targets import Register, RegisterTitle
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.registration.actions import may_change
from bot.registration.facts import RegistrationFacts, campaign_now, what_stands
from bot.registration.questions import QUESTIONS, Part
from bot.registration.reading import Answered, answered, late_request
from bot.registration.rules import granted
from bot.registration.targets import ShowClosed, ShowEdit, ShowLate
from bot.store.database import Tx
from bot.titles.catalogue import Family


def register(tx: Tx, actor: Actor, _to: Register) -> ToView | ToFlow:
    """The way into a registration, wherever the person stands: begin, go on, change, or hear why not."""
    campaign = campaign_now(tx)
    if tx.now < campaign.opens_at:
        return ShowClosed()
    if tx.now > campaign.deadline_at:
        if may_change(tx, actor):
            return ShowEdit()
        late = late_request(tx, campaign.id, actor.person.id)
        until = granted(late)
        if until is None or tx.now > until:
            return ShowClosed() if late is None else ShowLate()
    if answered(tx, campaign.id, actor.person.id).registered:
        facts, stands = what_stands(tx, actor)
        return begin_or_go_on(tx, actor, Family.STATE, facts, stands) if facts.asks_state(stands) else ShowEdit()
    return ToFlow("register")


def as_it_stands(facts: RegistrationFacts, stands: Answered) -> dict[str, Any]:
    """The data of a draft that changes what was sent."""
    titles = facts.regime.in_order(stands.titles)
    if facts.only is not None:
        titles = facts.still_offered(frozenset(stands.titles))
    asked = [question for question in QUESTIONS if question.applies(titles)]
    return {
        "titles": sorted(title.id for title in titles),
        "heeded": sorted(title.id for title in titles),
        **stands.answers,
        "anew": True,
        "done": ["past", "titles", "cautions", *(question.name for question in asked)],
    }


def begin_or_go_on(tx: Tx, actor: Actor, family: Family, facts: RegistrationFacts, stands: Answered) -> ToFlow:
    """The titles of one family; where the person has begun with them, as far as that came."""
    draft = open_draft(tx, actor.user_id, "register")
    if draft is not None and draft.data.get("family") == family.value:
        return ToFlow("register")
    return titles_of(family, facts, stands)


def titles_of(family: Family, facts: RegistrationFacts, stands: Answered) -> ToFlow:
    """The question for the titles of one family, by themselves or beside what stands."""
    seed = as_it_stands(facts, stands) if stands.registered else {"anew": True}
    whole = {**seed, "family": family.value}
    return ToFlow("register", whole, at=Part.TITLES.value, fresh=True, editing=stands.registered)


def register_title(tx: Tx, actor: Actor, target: RegisterTitle) -> ToView | ToFlow:
    """Begin with the title of this place in the lists chosen."""
    to = register(tx, actor, Register())
    if not isinstance(to, ToFlow):
        return to
    facts, _stood = what_stands(tx, actor)
    wanted = [title for title in facts.offered if title.order == target.title]
    if not wanted:
        raise Refusal("reg.titles.not_offered")
    titles = {wanted[0].id} | facts.regime.implied(wanted[0].id)
    return ToFlow("register", {"titles": sorted(titles), "anew": True}, at="titles", fresh=True)


ACTS = (Act(Register, register), Act(RegisterTitle, register_title))

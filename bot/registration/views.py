"""The ways into a registration, wherever the person stands."""

from collections.abc import Callable, Collection
from typing import Any

from bot.dialogue.drafts import open_draft
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act
from bot.enquiries.targets import Register, RegisterSame, RegisterTitle, RegisterTitles
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.registration.actions import may_change
from bot.registration.facts import RegistrationFacts, campaign_now, what_stands
from bot.registration.questions import QUESTIONS, Part
from bot.registration.reading import Answered, answered, late_request
from bot.registration.rules import granted
from bot.registration.screens import NO_LAST_YEAR
from bot.registration.targets import ShowClosed, ShowEdit, ShowLate
from bot.store.database import Tx
from bot.titles.catalogue import Family
from bot.titles.rules import toggle, unmask


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


def register_same(tx: Tx, actor: Actor, _to: RegisterSame) -> ToView | ToFlow:
    """The question whether it is to be as last year; where nothing of it is known, the titles, with a word on that."""
    to = register(tx, actor, Register())
    if to != ToFlow("register"):
        return to
    facts, _stands = what_stands(tx, actor)
    if facts.as_last_year:
        return ToFlow("register", at="past")
    draft = open_draft(tx, actor.user_id, "register")
    begun = {} if draft is None else draft.data
    return ToFlow("register", {**begun, NO_LAST_YEAR: True}, at=Part.TITLES.value, fresh=True)


def register_title(tx: Tx, actor: Actor, to: RegisterTitle) -> ToView | ToFlow:
    """The titles are asked for, with the one of this place in the lists chosen."""
    return _with_chosen(tx, actor, lambda facts: {title.id for title in facts.offered if title.order == to.title})


def register_titles(tx: Tx, actor: Actor, to: RegisterTitles) -> ToView | ToFlow:
    """The same with all titles of a set."""
    return _with_chosen(
        tx, actor, lambda facts: unmask(facts.regime, to.titles) & {title.id for title in facts.offered}
    )


def _with_chosen(tx: Tx, actor: Actor, named: Callable[[RegistrationFacts], Collection[str]]) -> ToView | ToFlow:
    """The question for titles, with those that were named chosen: by themselves, or beside what is registered."""
    to = register(tx, actor, Register())
    if isinstance(to, ToView) and to != ShowEdit():
        return to
    facts, stands = what_stands(tx, actor)
    wanted = facts.regime.in_order(named(facts))
    if not wanted:
        raise Refusal("reg.titles.not_offered")
    seed: dict[str, Any] = as_it_stands(facts, stands) if stands.registered else {"titles": [], "anew": True}
    chosen = frozenset[str](seed["titles"])
    for title in wanted:
        chosen = chosen if title.id in chosen else toggle(facts.regime, chosen, title.id)
    titles = sorted(chosen)
    return ToFlow("register", {**seed, "titles": titles}, at="titles", fresh=True, editing=stands.registered)


ACTS = (
    Act(Register, register),
    Act(RegisterSame, register_same),
    Act(RegisterTitle, register_title),
    Act(RegisterTitles, register_titles),
)

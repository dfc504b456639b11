"""Confirming and asking for a change, as views, acts, dialogues and letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.awards.records import held, known_years
from bot.awards.rules import streaks
from bot.campaigns.records import CampaignNow, current_campaign
from bot.conversation import (
    Act,
    Chosen,
    Draft,
    Finish,
    Flow,
    Move,
    Phrase,
    Said,
    Screen,
    Stay,
    Step,
    ToFlow,
    ToView,
    Typed,
    View,
    say,
)
from bot.database import Tx
from bot.outbox.letter import Kind
from bot.people.identity import Actor, Scope, Staff, staff
from bot.people.reach import union_scope, unit_scope
from bot.people.rules import honorific
from bot.refusal import Refusal
from bot.registration import board, confirming, judging_screens, rules
from bot.registration.board import Board, Entry, Stand
from bot.registration.records import ChangeReason, RegistrationState, Standing, answered, change_asked, filed
from bot.titles import rules as title_rules
from bot.titles.catalogue import Family, Regime, Subject
from bot.titles.loading import shared as catalogue
from bot.titles.rules import Finding, Severity
from bot.words import own_words

FAMILIES = (Family.STATE, Family.UNION)


@dataclass(frozen=True, slots=True)
class Desk:
    """What somebody who leads works on."""

    family: Family
    campaign: CampaignNow
    regime: Regime
    board: Board

    def entry(self, person_id: int) -> Entry | None:
        return next((entry for entry in self.board.entries if entry.person.id == person_id), None)

    def neighbours(self, person_id: int) -> tuple[int | None, int | None]:
        """The keys before and after in the order of the board."""
        keys = [entry.person.id for entry in self.board.entries]
        place = keys.index(person_id)
        return (keys[place - 1] if place else None, keys[place + 1] if place + 1 < len(keys) else None)


def desk(tx: Tx, actor: Actor, family: Family) -> Desk:
    """Raises Refusal for whoever leads nobody in that family."""
    scope: Scope | None = unit_scope(tx, actor) if family is Family.STATE else union_scope(actor)
    if scope is None:
        raise Refusal("role.leads_only" if family is Family.STATE else "role.union_leads_only")
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    return Desk(family, campaign, catalogue().regime(campaign.regime), board.load(tx, scope, campaign, family))


def judged_by(tx: Tx, actor: Actor, at: Desk) -> tuple[Entry, ...]:
    """Those of the board that wait for this very actor."""
    today = tx.clock.today()
    return tuple(
        entry
        for entry in at.board.of(Stand.WAITING)
        if confirming.may_confirm(tx, actor, entry.person, at.family, today)
    )


# --- views ------------------------------------------------------------------------------------------------------------


def _member(tx: Tx, actor: Actor, person_id: int, family: Family) -> Screen:
    at = desk(tx, actor, family)
    entry = at.entry(person_id)
    if entry is None:
        raise Refusal("role.not_yours")
    standing = _standing(tx, at, person_id)
    asked = None
    if standing is not None and standing.state is RegistrationState.CHANGE_ASKED:
        asked = change_asked(tx, standing.registration_id)
    awards = held(tx, person_id)
    return judging_screens.member(
        family,
        at.regime,
        entry,
        standing,
        sorted(awards.get(at.campaign.year - 1, ())),
        at.campaign.year - 1,
        _findings(tx, at, entry.person, standing, awards),
        at.neighbours(person_id),
        asked,
    )


def _standing(tx: Tx, at: Desk, person_id: int) -> Standing | None:
    stands = answered(tx, at.campaign.id, person_id)
    return next((standing for standing in stands.standing if standing.family is at.family), None)


def _findings(
    tx: Tx, at: Desk, person: Staff, standing: Standing | None, awards: Mapping[int, frozenset[str]]
) -> list[Finding]:
    if standing is None:
        return []
    facts = title_rules.Facts(
        Subject.PERSON,
        at.campaign.year,
        union_member=person.union_member,
        union_officer=person.union_officer,
        joined=person.joined_on,
        streaks=streaks(at.regime, awards, at.campaign.year - 1, known_years(tx)),
    )
    found = title_rules.check(at.regime, standing.titles, facts)
    return [finding for finding in found if finding.severity is Severity.WARN]


def _views(family: Family) -> tuple[View, ...]:
    names = ("member", "members") if family is Family.STATE else ("union_member", "union_members")
    return (
        View(names[0], lambda tx, actor, ref, _page: _member(tx, actor, ref, family)),
        View(
            names[1],
            lambda tx, actor, _ref, page: judging_screens.members(family, desk(tx, actor, family).board, page),
        ),
    )


def confirmed_many(_tx: Tx, _actor: Actor, ref: int, page: int) -> Screen:
    """`ref`: how many were confirmed; `page`: how many were left, times two, plus the family."""
    return judging_screens.confirmed_many(ref, page // 2, FAMILIES[page % 2])


VIEWS = (*_views(Family.STATE), *_views(Family.UNION), View("confirmed_many", confirmed_many))


# --- acts -------------------------------------------------------------------------------------------------------------


def confirm(tx: Tx, actor: Actor, ref: int, version: int) -> ToView:
    confirming.confirm(tx, actor, ref, version)
    found, person = confirming.judged(tx, actor, ref)
    return ToView(judging_screens.MEMBER_VIEWS[found.family], person.id)


def ask_change(tx: Tx, actor: Actor, ref: int, version: int) -> ToFlow:
    confirming.judged(tx, actor, ref)
    return ToFlow("ask_change", {"registration": ref, "version": version}, fresh=True)


def confirm_all(tx: Tx, actor: Actor, ref: int, _version: int) -> ToFlow:
    family = FAMILIES[ref % 2]
    waiting = judged_by(tx, actor, desk(tx, actor, family))
    if not waiting:
        raise Refusal("confirm_all.nobody")
    # Only these versions are confirmed: whoever changes something meanwhile is left for another look.
    seen = {str(entry.registration_id): entry.version for entry in waiting}
    return ToFlow("confirm_all", {"family": family.value, "seen": seen}, fresh=True)


ACTS = (Act("confirm", confirm), Act("ask_change", ask_change), Act("confirm_all", confirm_all))


# --- dialogues --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who waits for this actor, and what each registers."""

    at: Desk
    people: tuple[tuple[Entry, Phrase], ...]


def _waiting(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> Waiting:
    at = desk(tx, actor, Family(data["family"]))
    people = []
    seen = data["seen"]
    for entry in judged_by(tx, actor, at):
        if seen.get(str(entry.registration_id)) != entry.version:
            continue
        standing = _standing(tx, at, entry.person.id)
        titles = tuple(t.short for t in at.regime.in_order(standing.titles)) if standing else ()
        later = standing is not None and any(line.initiative_later for line in standing.lines)
        people.append((entry, say("confirm_all.titles_later" if later else "confirm_all.titles", titles=titles)))
    return Waiting(at, tuple(people))


def _ask_whom(draft: Draft, waiting: Waiting) -> Screen:
    return judging_screens.confirm_all(draft, waiting.people, draft.data.get("page", 0))


def _whom(said: Said, draft: Draft, waiting: Waiting) -> Move:
    left_out = set(draft.data.get("left_out", ()))
    page = int(draft.data.get("page", 0))
    match said:
        case Chosen("send"):
            if all(entry.person.id in left_out for entry, _titles in waiting.people):
                raise Refusal("confirm_all.nobody")
            return Finish()
        case Chosen("before"):
            return Stay({"page": max(page - 1, 0)})
        case Chosen("after"):
            return Stay({"page": page + 1})
        case Chosen(option) if option[:1] == "p" and option[1:].isdecimal():
            return Stay({"left_out": sorted(left_out ^ {int(option[1:])})})
    raise Refusal("choose.below")


def _confirm_them(tx: Tx, actor: Actor, draft: Draft, waiting: Waiting) -> ToView:
    left_out = set(draft.data.get("left_out", ()))
    chosen = [
        (entry.registration_id, entry.version)
        for entry, _titles in waiting.people
        if entry.person.id not in left_out and entry.registration_id is not None
    ]
    done, left = confirming.confirm_many(tx, actor, chosen)
    return ToView("confirmed_many", done, left * 2 + FAMILIES.index(waiting.at.family))


CONFIRM_ALL: Flow[Waiting] = Flow(
    "confirm_all",
    facts=_waiting,
    steps=(Step("whom", ask=_ask_whom, parse=_whom),),
    finish=_confirm_them,
    home=lambda draft: ToView(judging_screens.BOARD_VIEWS[Family(draft.data["family"])]),
)


def _whose(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> Staff:
    _found, person = confirming.judged(tx, actor, data["registration"])
    return person


def _change(said: Said, _draft: Draft, _person: Staff) -> Move:
    match said:
        case Chosen(reason) if reason in list(judging_screens.REASON_PHRASES):
            return Finish({"reason": reason})
        case Typed(text):
            words = own_words(text, shortest=rules.SHORTEST_WORDS, longest=rules.LONGEST_REASON)
            return Finish({"reason": ChangeReason.OTHER.value, "words": words})
    raise Refusal("type.or_choose")


def _send_change(tx: Tx, actor: Actor, draft: Draft, person: Staff) -> ToView:
    ref, version = draft.data["registration"], draft.data["version"]
    confirming.ask_change(tx, actor, ref, version, ChangeReason(draft.data["reason"]), draft.data.get("words"))
    found, _person = confirming.judged(tx, actor, ref)
    return ToView(judging_screens.MEMBER_VIEWS[found.family], person.id)


ASK_CHANGE: Flow[Staff] = Flow(
    "ask_change",
    facts=_whose,
    steps=(Step("words", ask=lambda _draft, person: judging_screens.change_words(person), parse=_change),),
    finish=_send_change,
)

FLOWS = (CONFIRM_ALL, ASK_CHANGE)


# --- letters ----------------------------------------------------------------------------------------------------------


def _confirmed(tx: Tx, _actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    found = filed(tx, values["registration"])
    if found is None or found.state is not RegistrationState.CONFIRMED or found.version != values["version"]:
        return None
    return judging_screens.confirmed_letter(found, _name(tx, found.confirmed_by))


def _change_asked(tx: Tx, _actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    found = filed(tx, values["registration"])
    if found is None or found.state is not RegistrationState.CHANGE_ASKED or found.version != values["version"]:
        return None
    asked = change_asked(tx, found.id)
    campaign = current_campaign(tx)
    if asked is None or campaign is None:
        return None
    return judging_screens.change_letter(found, asked, _name(tx, asked.by), campaign.deadline_at)


def _name(tx: Tx, person_id: int | None) -> Phrase:
    person = None if person_id is None else staff(tx, person_id, tx.clock.today())
    if person is None:
        return say("confirmer.office")
    return say("confirmer.person", who=say(honorific(person.gender)), name=person.full_name)


LETTERS = (
    Kind(confirming.CONFIRMED, _confirmed, bulk=True),
    Kind(confirming.CHANGE, _change_asked, bulk=False),
)

"""People whom a sentence asks about by name, and what whoever asks may see of them. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.campaigns.records import CampaignNow, current_campaign
from bot.dialogue import screens as dialogue
from bot.dialogue.screens import Phrase, say
from bot.enquiries.targets import ShowMine, ShowStaff
from bot.folding import words
from bot.leading.targets import ShowMember
from bot.people.chain import state_confirmer, union_confirmer
from bot.people.identity import Actor, Staff, staff
from bot.people.naming import by_name, confirmer, name_of
from bot.people.reach import union_scope, unit_scope, whole_union
from bot.people.records import Role
from bot.personnel.targets import FindPerson
from bot.registration.reading import answered, exempt
from bot.registration.records import RegistrationState
from bot.store.database import Tx
from bot.titles.catalogue import Family
from bot.titles.loading import shared as catalogue
from bot.understanding import ways as roles
from bot.understanding.intents import ABOUT_PEOPLE, INTENTS
from bot.understanding.names import Named, asked_about
from bot.understanding.phrasings import Phrasings
from bot.understanding.said import Said
from bot.understanding.scoring import Heard
from bot.understanding.ways import Meaning, Offer
from bot.words import told_apart_with_places

MOST_PEOPLE, LABEL = 8, 44
"""People who are offered at most, and characters of a button with a name."""
BESIDE = 2
"""Words beside a name of a sentence that says nothing else."""
_DOES = frozenset({"register", "how", "decline"})
"""Intents that speak of a deed unless they ask."""


def about_people(tx: Tx, actor: Actor, said: Said, heard: Heard, known: Phrasings) -> Meaning | None:
    """The meaning of a question about somebody by name, as far as the actor's roles reach; None where it is none."""
    intents = {reading.intent for reading in heard.readings}
    if intents - ABOUT_PEOPLE:
        return None
    named = asked_about(tx, said, heard, known)
    if named is None or not _asks(named, said, heard, known):
        return None
    today = tx.clock.today()
    people = [found for key in named.people if (found := staff(tx, key, today))]
    # A name alone is offered: it may be meant for the question that is up.
    speaks = bool(intents or heard.asks or named.owns)
    if actor.person.id in named.people and len(people) == 1:
        return Meaning(ShowMine()) if speaks else Meaning(offers=(Offer(ShowMine(), say("button.mine")),))
    reach = _Reach.of(tx, actor)
    if reach is None:
        return _colleague(tx, actor, people) if heard.asks or named.owns else None
    if reach.figures and not reach.cards_of(people):
        return _in_words(tx, actor, named, people)
    union = {"cong", "doan"} <= set(said.words)
    reached = [(one, ways) for one in people if (ways := reach.cards(one, union=union))]
    return _cards(actor, named, reached, opens=named.exactly and speaks)


def _asks(named: Named, said: Said, heard: Heard, known: Phrasings) -> bool:
    """True where the sentence asks about whoever is named, or is the name and little else."""
    intents = {reading.intent for reading in heard.readings}
    if not intents:
        name = words(named.typed)
        return sum(word not in known.fillers and word not in name for word in said.words) <= BESIDE
    return heard.asks or named.owns or bool(named.people and not intents & _DOES)


@dataclass(frozen=True, slots=True)
class _Reach:
    """The people whose cards the actor opens. `figures`: besides, he or she reads the state of everybody."""

    office: bool
    figures: bool
    units: frozenset[int]
    groups: frozenset[int]

    @classmethod
    def of(cls, tx: Tx, actor: Actor) -> "_Reach | None":
        own, union = unit_scope(tx, actor), union_scope(actor) or whole_union(tx, actor)
        reach = cls(
            roles.office(actor),
            roles.directs(actor),
            own.unit_ids if own else frozenset(),
            union.union_group_ids if union else frozenset(),
        )
        return reach if reach.office or reach.figures or reach.units or reach.groups else None

    def cards(self, person: Staff, *, union: bool = False) -> tuple[Offer, ...]:
        """`union`: the sentence speaks of the union."""
        if self.office:
            return (Offer(ShowStaff(person.id), _STATE),)
        state = Offer(ShowMember(Family.STATE, person.id), _STATE) if person.unit_id in self.units else None
        of_union = Offer(ShowMember(Family.UNION, person.id), _UNION) if person.union_group_id in self.groups else None
        if union and of_union is not None:
            return (of_union,)
        return tuple(one for one in (state, of_union) if one is not None)

    def cards_of(self, people: Sequence[Staff]) -> bool:
        return any(map(self.cards, people))


_STATE, _UNION = say("button.family.state"), say("button.family.union")


def _cards(actor: Actor, named: Named, found: Sequence[tuple[Staff, tuple[Offer, ...]]], *, opens: bool) -> Meaning:
    if not found:
        return Meaning(offers=_others(actor), word=say("heard.nobody_named", name=named.typed))
    if len(found) > MOST_PEOPLE:
        return Meaning(offers=_others(actor), word=say("heard.many_named", count=len(found), name=named.typed))
    if len(found) == 1 and opens:
        ((person, ways),) = found
        if len(ways) == 1:
            return Meaning(ways[0].to)
        return Meaning(offers=ways, word=say("heard.which_part", name=person.name))
    labels = told_apart_with_places([(one.name_in_unit, one.unit_name) for one, _ways in found], LABEL)
    offers = (
        Offer(ways[0].to, dialogue.Named(label, label)) for (_one, ways), label in zip(found, labels, strict=True)
    )
    several = say("heard.namesakes", count=len(found), name=named.typed) if len(found) > 1 else None
    return Meaning(offers=tuple(offers), word=several)


def _others(actor: Actor) -> tuple[Offer, ...]:
    """Ways to people where nobody, or too many, were found."""
    if roles.office(actor):
        return (Offer(FindPerson(), say("button.find_person")),)
    return tuple(Offer(way.to, way.label) for way in INTENTS["missing"].open_to(actor))


def _colleague(tx: Tx, actor: Actor, people: Sequence[Staff]) -> Meaning | None:
    """The civil word to whoever sees nothing of others. One's own confirmer is asked after for one's own sake."""
    today = tx.clock.today()
    own = (state_confirmer(tx, actor.person, today).staff, union_confirmer(tx, actor.person, today).staff)
    if {one.id for one in people} & {one.id for one in own if one}:
        return None
    ways = (way for name in ("mine", "deadline") for way in INTENTS[name].open_to(actor)[:1])
    return Meaning(offers=tuple(Offer(way.to, way.label) for way in ways), word=say("heard.colleague"))


# --- for whoever reads names behind numbers ---------------------------------------------------------------------------


def _in_words(tx: Tx, actor: Actor, named: Named, people: Sequence[Staff]) -> Meaning | None:
    """The state of each in a sentence, for the Director and the deputies, who have no card of them."""
    campaign = current_campaign(tx)
    if campaign is None:
        return None
    ways = tuple(Offer(way.to, way.label) for way in INTENTS["overview"].open_to(actor))
    if not people:
        return Meaning(offers=ways, word=say("heard.nobody_named", name=named.typed))
    if len(people) > MOST_PEOPLE:
        return Meaning(offers=ways, word=say("heard.many_named", count=len(people), name=named.typed))
    return Meaning(offers=ways, word=say("heard.people", people=tuple(_state(tx, actor, campaign, p) for p in people)))


def _state(tx: Tx, actor: Actor, campaign: CampaignNow, person: Staff) -> Phrase:
    """One person's state in the State's titles; the titles themselves are for the Director alone."""
    who = {"who": by_name(person), "unit": person.unit_name}
    stands = answered(tx, campaign.id, person.id)
    standing = stands.in_family(Family.STATE)
    confirms = confirmer(state_confirmer(tx, person, tx.clock.today()))
    if standing is None:
        if stands.declined_in(Family.STATE):
            return say("heard.person.declined", **who)
        if person.id in exempt(tx, campaign.id, tx.clock.today()):
            return say("heard.person.exempt", **who)
        return say("heard.person.missing", **who, by=confirms)
    titles = catalogue().regime(campaign.regime).in_order(standing.titles) if actor.has(Role.DIRECTOR) else ()
    what = say("heard.person.titles", titles=tuple(title.short for title in titles)) if titles else _REGISTERED
    match standing.state:
        case RegistrationState.CONFIRMED:
            by = name_of(tx, standing.confirmed_by)
            return say("heard.person.confirmed", **who, what=what, at=standing.confirmed_at, by=by)
        case RegistrationState.CHANGE_ASKED:
            return say("heard.person.change", **who, what=what)
    return say("heard.person.waits", **who, what=what, by=confirms)


_REGISTERED = say("heard.person.registered")

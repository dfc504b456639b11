"""The meaning of a typed sentence for whoever typed it: where it leads at once, or what it offers. Writes nothing.

A question never starts a deed, and of two readings none is chosen: both are offered.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.campaigns.records import current_campaign
from bot.dialogue.screens import Named, Phrase, say
from bot.enquiries.targets import RegisterTitle, ShowTitle
from bot.leading.targets import ShowNudge
from bot.people.identity import Actor
from bot.registration.targets import Purpose, ShowWhichTitle
from bot.store.database import Tx
from bot.titles.catalogue import Family, Subject, Title
from bot.titles.loading import shared as catalogue
from bot.titles.matching import Understood
from bot.titles.rules import mask
from bot.understanding import names, phrasings, scoring
from bot.understanding.intents import ABOUT, FOR_OFFICE, INTENTS, LATE, WHILE_OPEN
from bot.understanding.people_named import about_people
from bot.understanding.said import Said
from bot.understanding.scoring import Heard, Reading
from bot.understanding.ways import Intent, Meaning, Offer, Target, Way, office

LONGEST = 24
"""Words of a sentence that is read for what it asks; a longer one is a letter, and goes to the Office."""
ENOUGH = 0.5
"""The part of a sentence that must speak of a thing for it to open at once; with less, it is offered."""
PLENTY = 3
"""Words that are enough to show something, however much stands beside them."""
MOST = 4
"""Ways that are offered at most."""

INSTEAD = 2
"""Ways that are offered instead of one that there is not."""


@dataclass(frozen=True, slots=True)
class _Titles:
    """Titles that were named: ways to them, and how certain that is."""

    opens: Target | None = None
    offers: tuple[Offer, ...] = ()
    collective: bool = False
    """The title is one of collectives."""
    clear: bool = True
    """A title was named, and not only words that come near to several."""


@dataclass(slots=True)
class _Offers:
    """Ways on as they are collected, each target once."""

    ways: dict[Target, Phrase | Named] = field(default_factory=dict)

    def add(self, to: Target, label: Phrase | Named) -> None:
        self.ways.setdefault(to, label)

    def all(self) -> tuple[Offer, ...]:
        return tuple(Offer(to, label) for to, label in self.ways.items())[:MOST]


def meaning(tx: Tx, actor: Actor, text: str, *, to_office: bool = True) -> Meaning:
    """`to_office`: words at the beginning that turn to the Office are looked for."""
    known = phrasings.shared()
    said = known.spelling.read(text, LONGEST)
    heard = scoring.hear(said, known)
    begun = scoring.to_office(said, heard, known) if to_office else 0
    if begun and any(word not in known.fillers for word in said.words[begun:]):
        rest = said.after(begun)
        return meaning(tx, actor, rest, to_office=False) if office(actor) else Meaning(question=rest)
    if not said.words or len(said.words) > LONGEST:
        return Meaning()
    if (person := about_people(tx, actor, said, heard, known)) is not None:
        return person
    titles = _titles(tx, text, heard)
    about = any(reading.intent == ABOUT for reading in heard.readings)
    readings = tuple(_now(tx, actor, reading) for reading in heard.readings if reading.intent != ABOUT)
    if titles.collective and not about and not heard.asks:
        return _of(actor, replace(heard, readings=(Reading("collective", heard.content, False),)))
    if titles.offers:
        others = tuple(one for one in readings if one.intent not in {"register", "how", "topics", "mine"})
        if not others:
            return Meaning(titles.opens) if titles.opens else Meaning(offers=titles.offers)
        readings = others
    found = _in_unit(tx, actor, said, _of(actor, replace(heard, readings=readings)))
    if not titles.offers or not titles.clear:
        return found
    if found.opens is not None:
        label = next(way.label for way in INTENTS[readings[0].intent].open_to(actor))
        return Meaning(offers=(Offer(found.opens, label), *titles.offers)[:MOST])
    return replace(found, offers=(*found.offers, *titles.offers)[:MOST])


def _now(tx: Tx, actor: Actor, reading: Reading) -> Reading:
    """The reading as it is meant today, and by this actor: nobody is late while registration is open."""
    if reading.intent != LATE:
        return reading
    if office(actor):
        return replace(reading, intent=FOR_OFFICE)
    campaign = current_campaign(tx)
    return replace(reading, intent=WHILE_OPEN) if campaign is not None and campaign.is_open(tx.now) else reading


# --- titles -----------------------------------------------------------------------------------------------------------


def _titles(tx: Tx, text: str, heard: Heard) -> _Titles:
    campaign = current_campaign(tx)
    if campaign is None:
        return _Titles()
    regime = catalogue().regime(campaign.regime)
    named = names.vocabulary(campaign.regime).understand(text)
    candidates = {*named.titles, *(id for unclear in named.unclear for id in unclear.candidates)}
    if not candidates:
        return _Titles()
    told = {reading.intent for reading in heard.readings}
    asks = heard.asks or ABOUT in told
    if len(candidates) > 1:
        register = Purpose.REGISTER if named.unclear else Purpose.REGISTER_ALL
        purpose = Purpose.READ if asks else register
        to = ShowWhichTitle(mask(regime, candidates), purpose)
        certain = ABOUT in told or (not asks and _said_so(named, heard, told))
        return _Titles(to if certain else None, _each_title(regime.in_order(candidates)), clear=bool(named.titles))
    title = regime.title(candidates.pop())
    read = Offer(ShowTitle(title.order), title.name)
    if not named.titles:
        to = ShowWhichTitle(mask(regime, {title.id}), Purpose.READ if asks else Purpose.REGISTER)
        return _Titles(to, (read,), clear=False)
    if ABOUT in told:
        return _Titles(read.to, (read,))
    if asks or not _said_so(named, heard, told):
        return _Titles(None, (read,))
    return _Titles(RegisterTitle(title.order), (read,), Subject.PERSON not in title.subjects)


def _said_so(named: Understood, heard: Heard, told: set[str]) -> bool:
    """True if the sentence is the name of titles and little besides, or says that one registers."""
    if any(reading.negated for reading in heard.readings):
        return False
    return "register" in told or named.count >= ENOUGH * len(heard.content)


def _each_title(titles: Iterable[Title]) -> tuple[Offer, ...]:
    return tuple(Offer(ShowTitle(title.order), title.name) for title in titles)


# --- intents ----------------------------------------------------------------------------------------------------------


def _of(actor: Actor, heard: Heard) -> Meaning:
    """The meaning of the readings alone."""
    if not heard.readings:
        return Meaning()
    offers = _Offers()
    told: list[Intent] = []
    for reading in heard.readings:
        intent = INTENTS[reading.intent]
        told.append(intent)
        ways = intent.open_to(actor)
        for way in ways or _instead(intent, actor):
            offers.add(way.to, way.label)
    (intent, *more), first = told, heard.readings[0]
    if not more:
        if not intent.open_to(actor):
            return Meaning(offers=offers.all(), word=intent.why)
        if len(offers.ways) == 1 and _certain(intent, first, heard):
            return Meaning(next(iter(offers.ways)))
        return Meaning(offers=offers.all(), word=intent.answer if heard.asks else None)
    if len(offers.ways) == 1 and all(one.open_to(actor) for one in told) and _certain(intent, first, heard):
        return Meaning(next(iter(offers.ways)))
    return Meaning(offers=offers.all())


def _in_unit(tx: Tx, actor: Actor, said: Said, found: Meaning) -> Meaning:
    """The meaning with the unit that was named in place of all people of the actor; each of several is offered."""
    everybody = ShowNudge(Family.STATE)
    if found.opens != everybody and all(one.to != everybody for one in found.offers):
        return found
    units = names.named_units(said.words, names.seen_units(tx, actor))
    if not units:
        return found
    offers = tuple(
        Offer(ShowNudge(Family.STATE, None, key), say("button.nudge_unit", unit=name)) for key, name in units
    )
    if found.opens is not None and len(offers) == 1:
        return Meaning(offers[0].to)
    rest = tuple(one for one in found.offers if one.to != everybody)
    return replace(found, opens=None, offers=(*offers, *rest)[:MOST])


def _instead(intent: Intent, actor: Actor) -> list[Way]:
    """The ways that the actor may have where the intent itself is not for him or her."""
    return [way for name in intent.instead for way in INTENTS[name].open_to(actor)[:1]][:INSTEAD]


def _certain(intent: Intent, reading: Reading, heard: Heard) -> bool:
    """True if the sentence asks for just this, so that it may open at once."""
    share = heard.share(reading.places)
    if not intent.at_once:
        return False
    if intent.deed:
        return share >= ENOUGH and not heard.asks and not reading.negated
    return share >= ENOUGH or len(reading.places) >= PLENTY

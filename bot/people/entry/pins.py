"""PINs at the web door, and what they open: the browser that has a link, one that was locked, a new PIN.

A try is written down before it is looked at (`begin_…`); the PIN is compared outside of any transaction, because that
takes its time; then it was wrong, or the browser is in.
"""

from dataclasses import dataclass

from bot.ledger import planning
from bot.people.authentication import access, links, sessions, tries
from bot.people.authentication.links import Link
from bot.people.authentication.tries import Aim
from bot.people.entry.steps import ENTERED, TRIED, Stage, is_linked, let_in, standing
from bot.refusal import Refusal
from bot.store.database import Tx

MANY_TRIES = 10
"""Wrong PINs in a day, in whatever browsers, of which the person is told."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A try at a PIN that is written down, and the PIN to compare with, which takes its time outside."""

    person_id: int
    kept: str | None
    aims: tuple[Aim, ...]
    keys: tuple[int, ...]


def begin_pin(tx: Tx, secret: str, peer: str | None) -> Trial:
    """Begin to try the PIN of the link that this browser has. Raises Refusal: not now, or not at all."""
    found, again = standing(tx, secret), links.just_done(tx, secret)
    one = again if again is not None else found.link if found is not None and found.stage is Stage.PIN else None
    if one is None:
        raise Refusal("entry.not_usable")
    person = one.person_id
    aims = (tries.of_link(one.id), tries.of_person(person), tries.of_network(peer))
    return Trial(person, access.pin_of(tx, person), aims, tries.begin(tx, aims))


def wrong_pin(tx: Tx, secret: str, trial: Trial) -> bool:
    """The PIN was wrong; True if the link is spent by it."""
    found = links.of_browser(tx, secret)
    spent = tries.is_spent(tx, trial.aims[0])
    if found is not None and spent:
        links.spend(tx, found.id)
    _tell_of_tries(tx, trial.person_id)
    return spent


def _tell_of_tries(tx: Tx, person_id: int) -> None:
    if tries.count(tx, tries.of_person(person_id)) >= MANY_TRIES:
        _tell_tried(tx, person_id, tx.clock.today().isoformat())


def _tell_tried(tx: Tx, person_id: int, occurrence: str) -> None:
    if is_linked(tx, person_id):
        planning.plan(tx, TRIED, f"web_tried:{person_id}", person_id, occurrence, {})


def enter(tx: Tx, secret: str, trial: Trial | None, salted: str | None, *, shared: bool) -> str:
    """The browser is in: the secret for its cookie. After `trial`, whose PIN was right, or with a first PIN, `salted`.
    Raises Refusal where it is not so any more."""
    if trial is not None and (again := links.just_done(tx, secret)) is not None:
        return _enter_again(tx, secret, trial, again)
    found = standing(tx, secret)
    wanted = Stage.PIN if trial is not None else Stage.NEW_PIN
    if found is None or found.stage is not wanted:
        raise Refusal("entry.not_usable")
    person = found.person.id
    let_in(tx, person)
    session, cookie = sessions.begin(tx, person, found.link.browser, shared=shared)
    if not links.done(tx, found.link.id, session):
        raise Refusal("entry.not_usable")
    if trial is not None:
        _require_unchanged(tx, trial)
        tries.forgive(tx, trial.aims, trial.keys)
    else:
        assert salted is not None
        access.set_pin(tx, person, salted)
    planning.plan(tx, ENTERED, f"web_session:{session}", person, ENTERED, {"browser": session})
    return cookie


def _enter_again(tx: Tx, secret: str, trial: Trial, one: Link) -> str:
    """The way on for somebody who has tapped twice, and never saw the first answer."""
    _require_unchanged(tx, trial)
    cookie = None if one.session_id is None else sessions.unlock(tx, one.session_id, had=secret)
    if cookie is None:
        raise Refusal("entry.not_usable")
    tries.forgive(tx, trial.aims, trial.keys)
    return cookie


def _require_unchanged(tx: Tx, trial: Trial) -> None:
    """Raises Refusal where the PIN was changed while it was compared."""
    if access.pin_of(tx, trial.person_id) != trial.kept:
        raise Refusal("entry.not_usable")


def begin_unlock(tx: Tx, person_id: int, session_id: int) -> Trial:
    """Begin to try the PIN of a browser that is in. What was tried elsewhere does not matter to it. Raises Refusal:
    not now."""
    aims = (tries.of_session(session_id),)
    return Trial(person_id, access.pin_of(tx, person_id), aims, tries.begin(tx, aims))


def wrong_unlock(tx: Tx, session_id: int, trial: Trial) -> bool:
    """The PIN was wrong; True if the browser is out by it."""
    spent = tries.is_spent(tx, trial.aims[0])
    if spent:
        sessions.end(tx, trial.person_id, by=None, session_id=session_id)
        _tell_tried(tx, trial.person_id, f"session:{session_id}")
    return spent


def was_right(tx: Tx, trial: Trial) -> None:
    """The PIN was right, and nothing comes of it."""
    tries.forgive(tx, trial.aims, trial.keys)


def unlock(tx: Tx, session_id: int, trial: Trial, had: str) -> str:
    """The PIN was right: the browser's new secret, in place of the one that it `had`. Raises Refusal where it is out
    meanwhile."""
    _require_unchanged(tx, trial)
    secret = sessions.unlock(tx, session_id, had=had)
    if secret is None:
        raise Refusal("entry.not_usable")
    tries.forgive(tx, trial.aims, trial.keys)
    return secret


def change_pin(tx: Tx, session_id: int, trial: Trial, salted: str, had: str) -> str:
    """A new PIN after the old one was right; every other browser is locked. The browser's new secret."""
    _require_unchanged(tx, trial)
    access.set_pin(tx, trial.person_id, salted)
    sessions.lock(tx, trial.person_id)
    secret = sessions.unlock(tx, session_id, had=had)
    if secret is None:
        raise Refusal("entry.not_usable")
    tries.forgive(tx, trial.aims, trial.keys)
    return secret

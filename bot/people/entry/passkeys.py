"""Passkeys at the web door: what each opens in place of the PIN, and a new one after a proof.

As with PINs: a try is written down before it is looked at, and with it the bytes that were signed are used up; the
signature is looked at outside of any transaction; then it was wrong, or it opens. Whatever is wrong is refused alike.
"""

from dataclasses import dataclass

from bot.ledger import planning
from bot.people.authentication import access, links, reports, sessions, tries
from bot.people.authentication.hashing import hashed
from bot.people.authentication.sessions import Visitor
from bot.people.entry import pins
from bot.people.entry.pins import Trial
from bot.people.entry.steps import ENTERED, standing
from bot.people.passkeys import keeping
from bot.people.passkeys.keeping import Kept
from bot.people.passkeys.proving import Made, Said, Used
from bot.people.passkeys.records import Purpose
from bot.refusal import Refusal
from bot.store.database import Tx

PASSKEY = "web_passkey"
"""The kind of letter to a person who has a new passkey, or has lost one that was copied."""
ADDED, COPIED = "added", "copied"


@dataclass(frozen=True, slots=True)
class KeyTrial:
    """A try with a passkey that is written down. `passkey`: None where there is none that may be used here; `asked`:
    the browser was asked to sign just this."""

    trial: Trial
    passkey: Kept | None
    asked: bool


def of_browser(secret: str) -> str:
    """The name of a browser that is not in yet, as of whoever is asked to sign."""
    return hashed(f"browser:{secret}")


def of_session(session_id: int) -> str:
    """The same of a browser that is in."""
    return hashed(f"session:{session_id}")


def has(tx: Tx, person_id: int) -> bool:
    """True if a passkey of the person opens anything now: not while a phone is reported lost."""
    return reports.of(tx, person_id) is None and bool(keeping.passkeys(tx, person_id))


def ask_to_enter(tx: Tx, secret: str, peer: str | None) -> str:
    """The bytes that a browser which nobody knows is to sign. Raises Refusal: not now."""
    return keeping.ask(tx, Purpose.ENTER, of_browser(secret), tries.of_network(peer).key)


def ask(tx: Tx, purpose: Purpose, who: Visitor) -> str:
    """The same for one that is in."""
    return keeping.ask(tx, purpose, of_session(who.session_id), "")


# --- coming in --------------------------------------------------------------------------------------------------------


def begin_enter(tx: Tx, secret: str, said: Said, peer: str | None) -> KeyTrial:
    """Begin to try a passkey in a browser that is not in, with a link or without. Raises Refusal: not now."""
    found = standing(tx, secret)
    aims = (tries.of_network(peer), *([tries.of_link(found.link.id)] if found is not None else []))
    keys = tries.begin(tx, aims)
    asked = keeping.take(tx, said.challenge, Purpose.ENTER, of_browser(secret))
    one = _usable(tx, said, None if found is None else found.person.id)
    return KeyTrial(Trial(0 if one is None else one.person_id, None, aims, keys), one, asked)


def _usable(tx: Tx, said: Said, person_id: int | None) -> Kept | None:
    """The passkey that is named, if it is this person's, and the person is linked, here, and missing no phone."""
    one = keeping.called(tx, said.credential)
    if one is None or person_id not in (None, one.person_id):
        return None
    if said.handle not in ("", one.handle) or reports.of(tx, one.person_id) is not None:
        return None
    return one if access.is_open(tx, one.person_id) else None


def wrong_enter(tx: Tx, secret: str) -> bool:
    """It was wrong; True if the link is spent by it."""
    found = standing(tx, secret)
    spent = found is not None and tries.is_spent(tx, tries.of_link(found.link.id))
    if found is not None and spent:
        links.spend(tx, found.link.id)
    return spent


def enter(tx: Tx, secret: str, trial: KeyTrial, used: Used, *, browser: str, shared: bool) -> str | None:
    """The browser is in: the secret for its cookie. None: it was wrong after all."""
    one = _accepted(tx, trial, used)
    if one is None:
        return None
    found = standing(tx, secret)
    session, cookie = sessions.begin(tx, one.person_id, browser, shared=shared)
    if found is not None:
        links.done(tx, found.link.id, session, waited=True)
    tries.forgive(tx, trial.trial.aims, trial.trial.keys)
    planning.plan(tx, ENTERED, f"web_session:{session}", one.person_id, ENTERED, {"browser": session})
    return cookie


def _accepted(tx: Tx, trial: KeyTrial, used: Used) -> Kept | None:
    """The passkey that has signed, if it still opens anything. One whose counter went back is in two devices, and opens
    nothing from now on: the one that was faster may have come in by it."""
    one = trial.passkey
    if one is None or not trial.asked:
        return None
    now = keeping.called(tx, one.credential)
    if now is None or now.id != one.id or not access.is_open(tx, one.person_id):
        return None
    if keeping.use(tx, now, used):
        return now
    if not used.copied:
        keeping.remove_copied(tx, now)
        sessions.lock(tx, now.person_id)
        _tell(tx, now, COPIED)
    return None


def _tell(tx: Tx, one: Kept, what: str) -> None:
    values = {"what": what, "passkey": one.id, "label": one.label}
    planning.plan(tx, PASSKEY, f"web_passkey:{one.id}", one.person_id, what, values)


# --- a browser that is in ---------------------------------------------------------------------------------------------


def begin_proof(tx: Tx, who: Visitor, said: Said, purpose: Purpose) -> KeyTrial:
    """Begin to try a passkey in a browser that is in, in place of its person's PIN. Raises Refusal: not now."""
    trial = pins.begin_unlock(tx, who.person_id, who.session_id)
    asked = keeping.take(tx, said.challenge, purpose, of_session(who.session_id))
    return KeyTrial(trial, _usable(tx, said, who.person_id), asked)


def unlock(tx: Tx, trial: KeyTrial, used: Used, *, who: Visitor, had: str) -> str | None:
    """The browser's new secret, in place of the one that it `had`. None: it was wrong after all."""
    return None if _accepted(tx, trial, used) is None else pins.unlock(tx, who.session_id, trial.trial, had)


def change_pin(tx: Tx, trial: KeyTrial, used: Used, *, who: Visitor, salted: str, had: str) -> str | None:
    """The same, with a new PIN."""
    if _accepted(tx, trial, used) is None:
        return None
    return pins.change_pin(tx, who.session_id, trial.trial, salted, had)


def was_right(tx: Tx, trial: KeyTrial, used: Used) -> bool:
    """The passkey proves that it is the person; False: it was wrong after all."""
    if _accepted(tx, trial, used) is None:
        return False
    pins.was_right(tx, trial.trial)
    return True


# --- a new one --------------------------------------------------------------------------------------------------------


def require_own_device(tx: Tx, who: Visitor) -> None:
    """Raises Refusal in a browser of a device that others use, while a phone is missing, and for one too many."""
    if any(one.shared for one in sessions.browsers(tx, who.person_id) if one.id == who.session_id):
        raise Refusal("passkey.shared")
    if reports.of(tx, who.person_id) is not None:
        raise Refusal("passkey.lost")
    keeping.require_room(tx, who.person_id)


def begin_add(tx: Tx, who: Visitor, said: Said) -> bool:
    """The browser answers with a new passkey: true if it was asked for it."""
    return keeping.take(tx, said.challenge, Purpose.ADD, of_session(who.session_id))


def add(tx: Tx, who: Visitor, handle: str, made: Made, label: str) -> None:
    """Keep it, and tell the person. Raises Refusal."""
    require_own_device(tx, who)
    keeping.add(tx, who.person_id, handle, made, label)
    one = keeping.called(tx, made.credential)
    assert one is not None
    _tell(tx, one, ADDED)

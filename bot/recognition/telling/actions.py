"""Letting results go, once for each person and decision; and the draft of the notice that names the recognised."""

from bot.campaigns.records import campaign_by_key, campaign_of_year
from bot.dialogue import living, notation
from bot.ledger import planning
from bot.notices import records as notices
from bot.notices.records import File
from bot.notices.rules import FileType
from bot.people.identity import Actor
from bot.people.office.heads import head_only
from bot.personnel.rules import office_only
from bot.recognition import naming, records
from bot.recognition.letter_names import ABSENT, COLLECTIVE, OWN, RESULT, source
from bot.recognition.records import DecisionNow, DecisionState
from bot.recognition.telling import words
from bot.recognition.telling.audience import concerned
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.titles.loading import shared as catalogue

_ALL = 0


def entered(tx: Tx, actor: Actor, key: int) -> DecisionNow:
    """The decision, of which there are results. Raises Refusal for whoever is not of the Office, and where it was not
    entered, or is revoked."""
    office_only(actor)
    one = records.decision(tx, key)
    if one is None or one.state is DecisionState.DROPPED:
        raise Refusal("decision.gone")
    if one.state is DecisionState.REVOKED:
        raise Refusal("results.revoked", number=one.number)
    if one.state is not DecisionState.ENTERED:
        raise Refusal("decision.not_entered")
    return one


def send(tx: Tx, actor: Actor, key: int, *, absent: bool) -> None:
    """Let the results go: each person's own, each collective's to whoever leads it; with `absent`, also a civil
    sentence to those who have registered and are not in the decision. A second time sends nothing twice."""
    head_only(tx, actor)
    tx.lock(Turn.DECISIONS, _ALL)
    one = entered(tx, actor, key)
    people = concerned(tx, one)
    values = {"decision": key}
    new = planning.plan_all(tx, RESULT, source(key), OWN, dict.fromkeys(sorted(people.own), values))
    leads = {lead: {**values, "collectives": list(codes)} for lead, codes in sorted(people.collectives.items())}
    new += planning.plan_all(tx, RESULT, source(key), COLLECTIVE, leads)
    if absent:
        without = {key: {**values, "absent": list(titles)} for key, titles in sorted(people.absent.items())}
        new += planning.plan_all(tx, RESULT, source(key), ABSENT, without)
    released = {} if one.released_at else {"released_by": actor.person.id, "released_at": tx.now}
    records.change(tx, key, (DecisionState.ENTERED,), None, **released, absent_told=absent or one.absent_told)
    if new:
        note(tx, "decision.results_sent", f"decision:{key}", actor_id=actor.person.id, letters=new, absent=absent)
    living.outdate_all(tx)


def publish(tx: Tx, actor: Actor, key: int) -> int:
    """Draft a notice that names those who are recognised, nobody else; its key."""
    one = entered(tx, actor, key)
    campaign = campaign_of_year(tx, one.year)
    if campaign is None:
        raise Refusal("decision.no_campaign", year=one.year)
    found = records.lines(tx, key)
    names = naming.names(tx, {line.holder for line in found}, one.family)
    regime = catalogue().regime(campaign_by_key(tx, campaign.id).regime)
    said = notation.escaped(words.published(one, found, names, regime))
    about = {"words": said, "asks_register": False, "asks_known": False, "number": one.number, "dated": one.signed_on}
    made = notices.add(tx, actor.person.id, about, _files(one))
    note(tx, "notice.written", f"notice:{made}", actor_id=actor.person.id)
    return made


def _files(one: DecisionNow) -> tuple[File, ...]:
    if one.sha256 is None or one.file_name is None:
        return ()
    ending = one.file_name[one.file_name.rfind(".") :].lower()
    mime = {".pdf": FileType.PDF, ".docx": FileType.DOCX, ".jpg": FileType.JPEG, ".png": FileType.PNG}.get(ending)
    return () if mime is None else (File(one.sha256, one.file_name, mime.value),)

"""Letters of moves to another unit and of exemptions, each checked again when it leaves."""

from collections.abc import Mapping
from typing import Any

from bot.campaigns.records import campaign_by_key
from bot.dialogue.screens import Screen
from bot.leading.rights import answers_until
from bot.ledger.letter import Kind
from bot.people.chain import state_confirmer
from bot.people.identity import Actor, Staff, staff
from bot.people.naming import by_name, name_of
from bot.personnel import records, unit_records
from bot.personnel.rules import DatedPost
from bot.personnel.staff import actions, letter_screens
from bot.store.database import Tx

Values = Mapping[str, Any]


def _move(tx: Tx, values: Values) -> tuple[Staff, DatedPost, str, str] | None:
    """The person, the post that began or is to begin, and the names of the old and the new unit; None when it was taken
    back."""
    posts = {post.id: post for post in records.posts(tx, values["person"])}
    post = posts.get(values["post"])
    person = staff(tx, values["person"], tx.clock.today())
    old = unit_records.unit(tx, values["old"])
    new = None if post is None else unit_records.unit(tx, post.unit_id)
    if post is None or person is None or old is None or new is None:
        return None
    return person, post, old.name, new.name


def _moved(tx: Tx, _actor: Actor, values: Values) -> Screen | None:
    found = _move(tx, values)
    if found is None:
        return None
    _person, post, old, new = found
    there = staff(tx, values["person"], max(post.since, tx.clock.today()))
    confirmer = None if there is None else state_confirmer(tx, there, max(post.since, tx.clock.today())).staff
    who = by_name(confirmer)
    return letter_screens.moved_letter(post, old, new, who)


def _moved_in(tx: Tx, _actor: Actor, values: Values) -> Screen | None:
    found = _move(tx, values)
    return None if found is None else letter_screens.moved_in_letter(*found)


def _moved_out(tx: Tx, _actor: Actor, values: Values) -> Screen | None:
    found = _move(tx, values)
    return None if found is None else letter_screens.moved_out_letter(*found)


def _stays(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    person, unit = staff(tx, values["person"], tx.clock.today()), unit_records.unit(tx, values["unit"])
    if person is None or unit is None or person.unit_id != unit.id:
        return None
    return letter_screens.stays_letter(person, unit.name, own=actor.person.id == person.id)


def _exempted(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    campaign, one = campaign_by_key(tx, values["campaign"]), records.exemption(tx, values["campaign"], actor.person.id)
    if one is None or one.id != values["exemption"] or tx.now > campaign.closes_at:
        return None
    if one.until is not None and one.until <= tx.clock.today():
        return None
    opens = answers_until(tx, campaign, actor.person.id) is not None
    return letter_screens.exempted_letter(actor.person, one, name_of(tx, one.by), campaign.year, opens=opens)


def _expected(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    campaign, person = campaign_by_key(tx, values["campaign"]), actor.person
    if tx.now > campaign.closes_at or records.exemption(tx, campaign.id, person.id) is not None:
        return None
    by, until = name_of(tx, values["by"]), answers_until(tx, campaign, person.id)
    return letter_screens.expected_letter(person, by, campaign.year, until)


LETTERS = (
    Kind(actions.MOVED, _moved, bulk=False),
    Kind(actions.MOVED_IN, _moved_in, bulk=False),
    Kind(actions.MOVED_OUT, _moved_out, bulk=False),
    Kind(actions.STAYS, _stays, bulk=False),
    Kind(actions.EXEMPTED, _exempted, bulk=False),
    Kind(actions.EXPECTED, _expected, bulk=False),
)

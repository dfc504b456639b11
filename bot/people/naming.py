"""Names of people as colleagues read them: Anh Phạm Quốc Hiếu, Trưởng phòng Quản lý Khoa học; the Office, where nobody
in particular acted, and whom to call there."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from bot.dialogue.screens import Phrase, say
from bot.folding import fold
from bot.organisation.records import organisation
from bot.people.chain import Confirmer, Holder, office_contact
from bot.people.identity import HERE, Staff, staff, with_post
from bot.people.ordering import heads_a_body
from bot.people.records import Person, Post
from bot.people.rules import honorific, local_phone
from bot.store.database import Tx, once
from bot.store.schema import columns

_P, _POST = columns(Person), columns(Post)
_SHARED = sa.select(_P.c.full_name, _POST.c.unit_id).select_from(with_post(_P)).where(HERE)
_TWICE = _SHARED.group_by(_P.c.full_name, _POST.c.unit_id).having(sa.func.count() > 1).subquery()
_BOTH = sa.and_(_TWICE.c.full_name == _P.c.full_name, _TWICE.c.unit_id == _POST.c.unit_id)
_NAMESAKES = sa.select(_P.c.id, _P.c.code).select_from(with_post(_P).join(_TWICE, _BOTH)).where(HERE)


def by_name(person: Staff | None) -> Phrase:
    """The person by name; the Office for None."""
    if person is None:
        return say("confirmer.office")
    return say("confirmer.person", who=say(honorific(person.gender)), name=person.name)


def name_of(tx: Tx, person_id: int | None) -> Phrase:
    """The person of this key by name, as of today; the Office for None."""
    return by_name(None if person_id is None else staff(tx, person_id, tx.clock.today()))


def confirmer(who: Confirmer) -> Phrase:
    """The person by name, or the body."""
    match who.holder:
        case Holder.OFFICE:
            return say("confirmer.office")
        case Holder.UNION_COMMITTEE:
            return say("confirmer.union_committee")
    assert who.staff is not None
    return by_name(who.staff)


_DEPUTY = "pho"


def post_of(position: str, unit: str) -> str:
    """A post with its unit, as it is written: words that end the one and begin the other are said once, and whoever
    heads a body is the head of it, without a comma."""
    if not position or not unit:
        return position or unit
    post, body = position.split(), unit.split()
    folded_post, folded_body = [fold(word) for word in post], [fold(word) for word in body]
    # «Phó Giám đốc Sở» of the «Ban Giám đốc Sở» is named by the body as whoever heads it is.
    head = folded_post[1:] if folded_post[0] == _DEPUTY else folded_post
    if head and folded_body[-len(head) :] == head:
        return position
    shared = next((n for n in range(min(len(post), len(body)), 0, -1) if folded_post[-n:] == folded_body[:n]), 0)
    if shared:
        return " ".join([*post, *body[shared:]])
    return f"{position} {unit}" if heads_a_body(position) else f"{position}, {unit}"


@dataclass(frozen=True, slots=True)
class OfficeContact:
    """The one to call at the Office: the name and number that it says, and its first member by the list where it says
    none."""

    name: str = ""
    phone: str = ""
    staff: Staff | None = None


def office_to_call(tx: Tx, *, colleague: bool = True) -> OfficeContact:
    """The Office's contact. `colleague`: whoever asks may know who of the list that is."""
    own = organisation(tx)
    return OfficeContact(own.contact_name, own.contact_phone, office_contact(tx) if colleague else None)


def contact_named(contact: OfficeContact) -> Phrase:
    """The contact by name; the Office where there is none."""
    return say("office.contact_named", name=contact.name) if contact.name else by_name(contact.staff)


def call_office(contact: OfficeContact, *, colleague: bool = True) -> Phrase:
    """The line that says whom to call when it is urgent. `colleague`: the reader may have the number of the contact
    person that the roster knows, where the Office says none."""
    keys = ("office.contact_by_name", "office.contact", "office.contact_any")
    return _to_call(keys, contact, colleague=colleague)


def answers_for_data(contact: OfficeContact, *, colleague: bool) -> Phrase:
    """The line that says whom to ask about personal data, in the notice of it; `colleague` as above."""
    keys = ("privacy.full.contact_by_name", "privacy.full.contact", "privacy.full.contact_any")
    return _to_call(keys, contact, colleague=colleague)


def _to_call(keys: tuple[str, str, str], contact: OfficeContact, *, colleague: bool) -> Phrase:
    """`keys`: of the line with the Office's own name, with somebody of the list, and without a name."""
    by_own_name, of_the_list, unnamed = keys
    if contact.name:
        return Phrase(by_own_name, {"name": contact.name, "phone": say("own.phone", own=contact.phone)})
    person = contact.staff
    if person is None:
        return Phrase(unnamed, {"phone": say("own.phone", own=contact.phone)})
    own = contact.phone or (local_phone(person.phone) if person.phone and colleague else "")
    who = say("person.named", who=say(honorific(person.gender)), name=person.full_name)
    return Phrase(of_the_list, {"who": who, "phone": say("own.phone", own=own)})


def with_code(full_name: str, code: str | None) -> str:
    """The name, with the staff code where that is what tells the person from a namesake."""
    return f"{full_name} ({code})" if code else full_name


@once()
def namesakes_in_unit(tx: Tx, on: date) -> dict[int, str]:
    """The staff codes of people who share both name and unit with a colleague, by person: for lists that name the unit
    beside everybody, where nothing else would tell them apart."""
    return {row.id: row.code for row in tx.execute(_NAMESAKES, {"today": on})}

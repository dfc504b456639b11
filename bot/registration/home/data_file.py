"""«Dữ liệu của tôi» as a file that its person reads: everything that is held about him or her, and of nobody else."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.address import Door
from bot.deeds import in_words
from bot.dialogue.screens import Named, Paper, Phrase, say
from bot.enquiries.personal_data import personal_data_of as asked_by
from bot.ledger.letter import Letter, State
from bot.papers.personal_data import Cell, Section, personal_data
from bot.people.authentication.personal_data import personal_data_of as web_data_of
from bot.people.contacts.names import CHANNELS
from bot.people.contacts.personal_data import personal_data_of as contacts_of
from bot.people.identity import Actor
from bot.people.passkeys.personal_data import personal_data_of as passkeys_of
from bot.people.personal_data import personal_data_of
from bot.registration.home import data_words as words
from bot.registration.home.personal_data import personal_data_of as answers_of
from bot.registration.home.trail import recorded
from bot.registration.questions import OF_VERSIONS
from bot.store.database import Tx
from bot.store.schema import columns

PDF = "application/pdf"
MOST = 1_000
"""Rows of one section that are printed, the newest."""
_L = columns(Letter)


def paper(tx: Tx, actor: Actor) -> Paper:
    """The file, made in the actor's own language."""
    sections, person, day = tuple(_sections(tx, actor.person.id)), actor.person, tx.clock.today()
    return Paper(
        f"du-lieu-{person.code}.pdf",
        PDF,
        lambda phrase: personal_data(phrase, person.full_name, person.code, day, sections),
        own_language=True,
    )


def _sections(tx: Tx, person_id: int) -> Iterable[Section]:
    yield from _who(personal_data_of(tx, person_id))
    yield from _contacts(contacts_of(tx, person_id))
    yield from _by_web(web_data_of(tx, person_id) | passkeys_of(tx, person_id))
    yield from _registered(answers_of(tx, person_id))
    yield _section(
        say("my_file.questions"),
        (say("my_file.at"), say("my_file.topic"), say("my_file.question"), say("my_file.answer")),
        [
            (when(one["asked_at"]), words.topic(one["topic"]), one["words"], one["answer"])
            for one in reversed(asked_by(tx, person_id)["questions"])
        ],
    )
    letters = tx.execute(
        sa.select(_L.c.source, _L.c.state, _L.c.due_at, _L.c.ended_at)
        .where(_L.c.person_id == person_id)
        .order_by(_L.c.id)
    )
    yield _section(
        say("my_file.letters"),
        (say("my_file.at"), say("my_file.about"), say("my_file.state")),
        [
            (when(row.ended_at or row.due_at), words.about(row.source), words.LETTER_STATES[State(row.state)])
            for row in letters
        ],
    )
    yield _section(
        say("my_file.trail"),
        (say("my_file.at"), say("my_file.deed"), say("my_file.by")),
        [
            (when(one.at), in_words(one.deed), say("my_file.by_self") if one.own else say("my_file.by_other"))
            for one in recorded(tx, person_id)
        ],
    )


def _who(data: Mapping[str, Any]) -> Iterable[Section]:
    person = data["person"]
    yield Section(
        say("my_file.person"),
        (say("my_file.what"), say("my_file.value")),
        [
            (say("my_file.name"), person["full_name"]),
            (say("my_file.code"), person["code"]),
            (say("my_file.gender"), words.gender(person["gender"])),
            (say("my_file.kind"), words.KINDS[person["kind"]]),
            (say("my_file.phone"), person["phone"]),
            (say("my_file.email"), person["email"]),
            (say("my_file.joined"), when(person["joined_on"])),
            (say("my_file.left"), when(person["left_on"])),
        ],
    )
    span = (say("my_file.since"), say("my_file.until"))
    yield _section(
        say("my_file.posts"),
        (say("my_file.unit"), say("my_file.post"), *span),
        [(one["unit"], one["title"], when(one["since"]), when(one["until"])) for one in data["posts"]],
    )
    yield _section(
        say("my_file.union"),
        (say("my_file.group"), say("my_file.post"), *span),
        [(one["group"], words.office(one["office"]), when(one["since"]), when(one["until"])) for one in data["union"]],
    )
    yield _section(
        say("my_file.roles"),
        (say("my_file.role"), say("my_file.unit"), *span),
        [(words.ROLES[one["role"]], one["unit"], when(one["since"]), when(one["until"])) for one in data["roles"]],
    )
    yield _section(
        say("my_file.accounts"),
        (say("my_file.agreed"), say("my_file.linked"), say("my_file.blocked")),
        [(when(one["consented_at"]), when(one["linked_at"]), when(one["blocked_at"])) for one in data["accounts"]],
    )
    yield _section(
        say("my_file.addresses"),
        (say("my_file.door"), say("my_file.known_by"), say("my_file.since")),
        [(CHANNELS[Door(one["door"])], one["id"], when(one["since"])) for one in data["addresses"]],
    )
    yield _section(
        say("my_file.invites"),
        (say("my_file.made"), say("my_file.ends"), say("my_file.used"), say("my_file.revoked")),
        [
            (when(one["created_at"]), when(one["expires_at"]), when(one["used_at"]), when(one["revoked_at"]))
            for one in data["invites"]
        ],
    )
    yield _section(
        say("my_file.link_requests"),
        (say("my_file.at"), say("my_file.said"), say("my_file.phone"), say("my_file.answer")),
        [(when(one["created_at"]), one["statement"], one["phone"], one["reason"]) for one in data["link_requests"]],
    )


def _contacts(data: Mapping[str, Any]) -> Iterable[Section]:
    own = data["email"]
    yield _section(say("my_file.email_own"), (say("my_file.value"),), [(own,)] if own else [])


def _by_web(data: Mapping[str, Any]) -> Iterable[Section]:
    yield _section(
        say("my_file.web_pin"),
        (say("my_file.web_pin_since"),),
        [(when(data["pin_since"]),)] if data["pin_since"] else [],
    )
    yield _section(
        say("my_file.passkeys"),
        (say("my_file.passkey"), say("my_file.since"), say("my_file.web_seen")),
        [(one["label"], when(one["created_at"]), when(one["used_at"])) for one in data["passkeys"]],
    )
    yield _section(
        say("my_file.web_links"),
        (say("my_file.made"), say("my_file.web_opened"), say("my_file.web_browser")),
        [(when(one["created_at"]), when(one["claimed_at"]), one["browser"]) for one in data["links"]],
    )
    yield _section(
        say("my_file.web_browsers"),
        (say("my_file.web_browser"), say("my_file.since"), say("my_file.web_seen"), say("my_file.web_ended")),
        [
            (one["browser"], when(one["created_at"]), when(one["seen_at"]), when(one["ended_at"]))
            for one in data["browsers"]
        ],
    )
    yield _section(
        say("my_file.web_lost"),
        (say("my_file.at"), say("my_file.web_decided")),
        [(when(one["reported_at"]), when(one["decided_at"])) for one in data["lost"]],
    )


def _registered(data: Mapping[str, Any]) -> Iterable[Section]:
    titles = words.titles()
    yield _section(
        say("my_file.registrations"),
        (say("my_file.receipt"), say("my_file.at"), say("my_file.title"), *(one.heading for one in OF_VERSIONS)),
        [_version(one, titles) for one in data["registrations"]],
    )
    yield _section(
        say("my_file.declinations"),
        (say("my_file.receipt"), say("my_file.at"), say("my_file.family"), say("my_file.reason")),
        [
            (one["code"], when(one["at"]), words.CHOICES[one["family"]], one["words"] or words.DECLINED[one["reason"]])
            for one in data["declinations"]
        ],
    )
    yield _section(
        say("my_file.late"),
        (say("my_file.at"), say("my_file.reason"), say("my_file.state"), say("my_file.answer")),
        [
            (when(one["asked_at"]), one["reason"], words.LATE[one["state"]], one["answer"])
            for one in data["late_requests"]
        ],
    )
    yield _section(
        say("my_file.exemptions"),
        (say("my_file.reason"), say("my_file.since"), say("my_file.until")),
        [(words.EXEMPT[one["reason"]], when(one["since"]), when(one["until"])) for one in data["exemptions"]],
    )
    yield _section(
        say("my_file.awards"),
        (say("my_file.year"), say("my_file.title"), say("my_file.decision"), say("my_file.issuer")),
        [
            (
                str(one["year"]),
                titles.get(one["title"], one["title"]),
                say("my_file.decided", number=one["decision_number"] or "", day=one["decided_on"])
                if one["decided_on"]
                else one["decision_number"],
                one["issuer"],
            )
            for one in data["awards"]
        ],
    )


def _version(one: Mapping[str, Any], titles: Mapping[str, Named]) -> tuple[Cell, ...]:
    """A title of a version; a withdrawal has none."""
    of = say("my_file.version", code=one["code"], family=words.FAMILIES[one["family"]], version=one["version"])
    title: Cell = say("my_file.withdrawn") if one["withdrawn"] else titles.get(one["title"] or "", one["title"])
    named = one["initiative"]
    if named:
        title = say("my_file.with_initiative", title=title, name=named)
    return of, when(one["at"]), title, *(one[question.name] for question in OF_VERSIONS)


def _section(heading: Phrase, head: tuple[Phrase, ...], rows: list[tuple[Cell, ...]]) -> Section:
    return Section(heading, head, rows[-MOST:], max(0, len(rows) - MOST))


def when(value: datetime | date | str | None) -> Phrase | None:
    """A time or a day, also one in ISO 8601, in words."""
    if isinstance(value, str):
        value = date.fromisoformat(value) if len(value) == len("2023-01-03") else datetime.fromisoformat(value)
    match value:
        case datetime():
            return say("my_file.moment", at=value)
        case date():
            return say("my_file.day", day=value)
    return None

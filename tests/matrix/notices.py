"""Notices in each of their states, as the Office and everybody else may come to them."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.address import chat
from bot.dialogue.engine.registry import Registry
from bot.ledger.letter import PartState, Reason, State
from bot.ledger.planning import plan_all
from bot.notices.records import NoticeState
from bot.people.identity import load_actor
from bot.people.records import Role
from bot.store.database import Tx
from bot.store.files import store_file
from tests.matrix.cast import USERS, Department, Part
from tests.matrix.rows import add, change, table

DRAFT, SCHEDULED, GOING, SENT, RECALLED, ASKED, REPEATED = range(1, 8)
"""Keys: a draft that was tried out; set for later; on its way; sent, corrected once and to be corrected again; taken
back; a draft that waits for a colleague's approval; one time of a series, which has reached nobody."""
SERIES = 1
WORDS = "Kính gửi {họ tên}. Sở phát động phong trào thi đua."
CHART = f"{WORDS} {{biểu đồ}}"


def announce(tx: Tx, department: Department, registry: Registry) -> None:
    """The Office's notices, each written by its own member of the cast."""
    author = department.players[Part.OFFICE]
    colleague = next(person for person, role, _unit in department.heads if role is Role.OFFICE and person != author)
    everybody = sorted(department.people)
    morning = tx.now - timedelta(hours=1)
    sha256 = store_file(tx, b"%PDF-1.7 notice", "application/pdf")
    file = [sha256, "ke-hoach.pdf", "application/pdf"]
    said = {"words": WORDS, "number": "15/TB-VP", "dated": tx.clock.today()}
    rule = {"every": "week", "day": 0, "at": "08:30"}
    flags = {"asks_register": True, "asks_known": True, "audience": {"everybody": True}}
    by = {"created_by": author, "created_at": tx.now}
    add(tx, "notice_series", **said, **flags, **by, id=SERIES, state="active", files=[], rule=rule)
    begun = {"starts": 1, "announced": len(everybody), "due_at": morning, "started_by": author, "started_at": tx.now}
    more: dict[int, dict[str, Any]] = {
        DRAFT: {"state": NoticeState.DRAFT},
        SCHEDULED: {"state": NoticeState.STARTED, **begun, "due_at": morning + timedelta(days=2)},
        GOING: {"state": NoticeState.STARTED, **begun},
        SENT: {"state": NoticeState.FINISHED, **begun, "words": CHART, "version": 2},
        RECALLED: {"state": NoticeState.RECALLED, **begun, "recalled_by": author, "recalled_at": tx.now},
        ASKED: {"state": NoticeState.DRAFT},
        REPEATED: {"state": NoticeState.FINISHED, **begun, "series_id": SERIES, "series_on": tx.clock.today()},
    }
    for key, values in more.items():
        add(tx, "notice", **{**said, **flags, **by, "revision": 0, "starts": 0, "chases": 0, "id": key, **values})
        add(tx, "notice_file", notice_id=key, place=0, **dict(zip(("sha256", "name", "mime"), file, strict=True)))
        if values["state"] is not NoticeState.DRAFT:
            letters = {person: {"notice": key} for person in everybody}
            plan_all(tx, "notice", f"notice:{key}", "send:1", letters, due_at=values["due_at"])
    for key in (SENT, RECALLED):
        _arrives(tx, department, key)
    unreached = table("letter").c.source == f"notice:{REPEATED}"
    change(tx, "letter", unreached, state=State.BLOCKED, reason=Reason.BLOCKED, began_at=tx.now, ended_at=tx.now)
    past = {"version": 1, "files": [file], "replaced_by": author, "replaced_at": tx.now}
    add(tx, "notice_version", notice_id=SENT, **said, **past)
    add(tx, "notice_correction", notice_id=SENT, **said | {"number": "16/TB-VP"}, files=[file], by=author, at=tx.now)
    for person in department.players.values():
        add(tx, "notice_known", notice_id=SENT, person_id=person, version=2, at=tx.now)
    _does(tx, registry, author, "try_notice", DRAFT)
    _does(tx, registry, author, "try_correction", SENT)
    require(tx, author, above=0)
    _does(tx, registry, colleague, "try_notice", ASKED)
    _does(tx, registry, colleague, "ask_approval", ASKED)
    require(tx, author, above=None)


def require(tx: Tx, by: int, above: int | None) -> None:
    """Above so many people a colleague must approve; None: never."""
    add(tx, "notice_policy", approve_above=above, by=by, at=tx.now)


def _arrives(tx: Tx, department: Department, key: int) -> None:
    """The letters of a notice get to everybody who has a part, and to a third of the others."""
    letter = table("letter")
    own = letter.c.source == f"notice:{key}"
    part = letter.c.person_id.in_(department.players.values())
    ended = {"began_at": tx.now, "ended_at": tx.now}
    change(tx, "letter", own, state=State.SENT, **ended)
    change(tx, "letter", own, ~part, letter.c.person_id % 3 == 1, state=State.BLOCKED, reason=Reason.BLOCKED, **ended)
    change(tx, "letter", own, ~part, letter.c.person_id % 3 == 2, state=State.FAILED, reason=Reason.CONTENT, **ended)
    for row in tx.execute(sa.select(letter.c.id, letter.c.person_id).where(own, letter.c.state == State.SENT)).all():
        copy = {"state": PartState.SENT, "attempt": 1, "text": "", "digest": "", "address": chat(USERS + row.person_id)}
        add(tx, "letter_part", letter_id=row.id, place=0, form="text", message_id=key, **copy)


def _does(tx: Tx, registry: Registry, person: int, name: str, notice: int) -> None:
    """As if the button had been pressed; a trial that was wanted has arrived."""
    act = registry.acts[name]
    act.do(tx, load_actor(tx, USERS + person, chat(USERS + person)), act.to(notice))
    change(tx, "letter", table("letter").c.kind == "notice_trial", state=State.SENT, began_at=tx.now, ended_at=tx.now)

"""The past of the department: a campaign that is closed, posts that have ended, rows that are gone. None of it is
anybody's more than it was, and its keys are numbers like any other."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import DayKind
from bot.consolidation.records import Addressee, Verdict
from bot.dialogue.packing import pack
from bot.dialogue.screens import say
from bot.office.imports.records import Part as LinePart
from bot.office.imports.records import UploadState
from bot.organisation.records import Prefix, SignedPaper
from bot.people.records import Role
from bot.people.roster.records import ImportKind
from bot.recognition.records import DecisionState
from bot.registration.records import RegistrationState
from bot.store.database import Tx
from bot.titles.catalogue import Family, Level
from tests.matrix import snapshots
from tests.matrix.cast import Department, Part
from tests.matrix.done import text
from tests.matrix.rows import add, table

YEAR = 2022


def add_past(tx: Tx, department: Department) -> None:
    """Last year's campaign with a receipt and a registration of everybody, and a list of every unit; former posts of
    one in seven; one in nine of this year's questions is gone; and what is the Office's alone."""
    now = _only(tx, "campaign")
    ends = {"opens_at": now["opens_at"] - timedelta(days=365), "deadline_at": now["deadline_at"] - timedelta(days=365)}
    later = {"supplement_until": None, "plan_number": "9/KH-KHCN"}
    campaign = _copied(tx, "campaign", now, year=YEAR, name=f"Phong trào năm {YEAR}", **ends, **later)
    add(tx, "campaign_title", campaign_id=campaign, title="LDTT")
    _of_the_office(tx, department, campaign)
    for key in department.people:
        receipt = _made(tx, "receipt", campaign_id=campaign, number=key, code=f"TD22-{key:04d}", person_id=key)
        state = {"family": "state", "state": RegistrationState.CONFIRMED, "version": 1, "agreement": "own"}
        at = ends["opens_at"]
        made = _made(tx, "registration", receipt_id=receipt, submitted_at=at, registered_by=key, **state)
        said = {"pledge": text(key, "lời hứa năm trước"), "withdrawn": False}
        version = _made(tx, "registration_version", registration_id=made, version=1, at=at, by=key, **said)
        add(tx, "registration_title", version_id=version, title="LDTT", initiative_later=False)
    for sheet in [dict(row) for row in tx.execute(sa.select(table("unit_sheet"))).mappings()]:
        own = {"campaign_id": campaign, "code": f"{sheet['code']}-{YEAR}"}
        made = _copied(tx, "unit_sheet", sheet, **own)
        for row in tx.execute(sa.select(table("sheet_version")).where(_of(sheet["id"]))).mappings().all():
            _copied(tx, "sheet_version", dict(row), sheet_id=made)
    today, units = tx.clock.today(), sorted(department.units.values())
    for one in department.people.values():
        if one.key % 7 == 0:
            span = {"since": today - timedelta(days=900), "until": today - timedelta(days=400)}
            add(tx, "post", person_id=one.key, unit_id=units[one.key % len(units)], title="Chuyên viên", **span)
        if one.key % 9 == 0:
            tx.execute(sa.delete(table("question")).where(table("question").c.person_id == one.key))


def _of_the_office(tx: Tx, department: Department, campaign: int) -> None:
    """Rows that only the Office has to do with: workbooks in every state with the names of their lines, invites, who
    signs and signed, days off, documents of the plan, roles that have ended, who was told in person, snapshots with
    their submissions and opinions."""
    someone, now, today = sorted(department.people), tx.now, tx.clock.today()
    sha256 = tx.execute(sa.select(table("file").c.sha256)).scalars().first()
    long_ago = {"since": today - timedelta(days=900), "until": today - timedelta(days=400)}
    records = list(tx.execute(sa.select(table("import_record").c.id)).scalars())
    person = table("person").c
    named = {row.id: row for row in tx.execute(sa.select(person.id, person.full_name, person.code))}
    for place, state in enumerate(UploadState):
        counts = {part.value: len(someone) for part in LinePart}
        shown = {"counts": counts, "unchanged": 0, "empty": False, "columns": [], "digest": str(place)}
        sent = {
            "filename": "danh-sach.xlsx",
            "sha256": sha256,
            "sent_by": someone[place],
            "sent_at": now,
            "shown": shown,
        }
        record = records[place % len(records)] if state is UploadState.DONE else None
        kind = list(ImportKind)[place % 2]
        upload = _made(tx, "import_upload", kind=kind, state=state, record_id=record, **sent)
        for part in LinePart:
            for line, key in enumerate(someone):
                name = pack(say("roster.person", name=named[key].full_name, code=named[key].code))
                add(tx, "import_line", upload_id=upload, part=part, place=line, line=name)
    for key in someone:
        spans = {"created_at": now, "expires_at": now + timedelta(days=1)}
        add(tx, "invite", token_hash=f"hash {key}", person_id=key, grants_office=False, **spans)
        if key % 5 == 0:
            add(tx, "role_grant", person_id=key, role=Role.OFFICE, from_roster=False, ended_by=someone[0], **long_ago)
    for place, until in enumerate((None, today - timedelta(days=400))):
        who = {"paper": SignedPaper.PLAN, "prefix": Prefix.NONE, "stands_for": "", "office": "CHÁNH VĂN PHÒNG"}
        since = {"since": today - timedelta(days=900 * (place + 1)), "until": until, "set_at": now}
        add(tx, "signatory", full_name=named[someone[place]].full_name, **who, **since)
    add(tx, "special_day", day=today + timedelta(days=30), kind=DayKind.OFF, name="Nghỉ bù", declared_at=now)
    add(
        tx,
        "campaign_basis",
        campaign_id=campaign,
        place=0,
        words="Kế hoạch số 1",
        file_name="ke-hoach.pdf",
        sha256=sha256,
    )
    snapshots.are_taken(tx, department, Part.OFFICE)
    for addressee in Addressee:
        submitted = _made(tx, "submission", snapshot_id=1, addressee=addressee, by=someone[0], at=now)
        add(tx, "opinion", submission_id=submitted, by=someone[1], verdict=Verdict.RETURNED, note="Xem lại", at=now)
    for place, kept in enumerate(DecisionState, 1):
        about = {
            "year": YEAR,
            "family": Family.STATE,
            "level": Level.BASE,
            "number": f"{place}/QĐ",
            "issuer": "Giám đốc",
        }
        by = {"drafted_by": someone[0], "drafted_at": now, "entered_by": someone[0], "entered_at": now}
        file = {"sha256": sha256, "file_name": "1.pdf", "signed_on": today, "revision": 0, "state": kept}
        if kept is DecisionState.REVOKED:
            by |= {"revoked_by": someone[0], "revoked_at": now, "revoked_number": "9/QĐ", "revoked_on": today}
        made = _made(tx, "decision", **about, **by, **file, reason="Sai tên")
        for key in someone:
            add(tx, "decision_line", decision_id=made, person_id=key, title="LDTT", note="", registered=True)
    notices = tx.execute(sa.select(table("notice").c.id).where(table("notice").c.state == "finished")).scalars().all()
    for key in someone[::7]:
        add(tx, "notice_told", notice_id=notices[0], version=1, person_id=key, by=someone[0], at=now)


def _of(sheet: int) -> sa.ColumnElement[bool]:
    return table("sheet_version").c.sheet_id == sheet


def _only(tx: Tx, name: str) -> dict[str, Any]:
    return dict(tx.execute(sa.select(table(name))).mappings().one())


def _copied(tx: Tx, name: str, row: dict[str, Any], /, **other: Any) -> int:
    return _made(tx, name, **{key: value for key, value in row.items() if key != "id"} | other)


def _made(tx: Tx, name: str, /, **values: Any) -> int:
    rows = table(name)
    return int(tx.execute(sa.insert(rows).returning(rows.c.id), values).scalar_one())

"""Scenes: what has to be so before some views and acts have their use for anybody. Set for one part at a time, and
undone with whatever is tried on it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.campaigns.records import DayKind
from bot.office.imports.records import Part as Behind
from bot.office.imports.records import Shown, UploadState
from bot.organisation.records import Prefix, SignedPaper
from bot.people.records import Role
from bot.playground.sample import first_morning
from bot.recognition.records import DecisionState
from bot.registration.records import Agreement, ChangeReason, RegistrationState
from bot.settings import OFFICE_ZONE
from bot.sheets.records import SheetState
from bot.store.database import Tx
from bot.store.files import store_file
from bot.titles.catalogue import Family, Level
from tests.matrix import notices, snapshots
from tests.matrix.cast import Department, Part
from tests.matrix.rows import add, change, table

Scene = Callable[[Tx, Department, Part], None]


def _of_people(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Registrations of people whose receipts fulfil `conditions`."""
    receipt = table("receipt")
    receipts = sa.select(receipt.c.id).where(receipt.c.person_id.is_not(None), *conditions)
    return table("registration").c.receipt_id.in_(receipts)


def _nobody_has_answered(tx: Tx, _department: Department, _part: Part) -> None:
    change(tx, "registration", _of_people(), state=RegistrationState.WITHDRAWN)
    change(tx, "declination", ended_at=tx.now)


def _everybody_waits(tx: Tx, _department: Department, _part: Part) -> None:
    change(tx, "registration", _of_people(), state=RegistrationState.SUBMITTED)


def _everybody_is_to_change(tx: Tx, _department: Department, _part: Part) -> None:
    registration, request = table("registration"), table("change_request")
    asked = sa.select(request.c.registration_id)
    query = sa.select(registration.c.id, registration.c.version).where(_of_people(), registration.c.id.not_in(asked))
    for row in tx.execute(query).all():
        words = {"reason": ChangeReason.TITLES, "by": 1, "at": tx.now}
        add(tx, "change_request", registration_id=row.id, version=row.version, **words)
    change(tx, "registration", _of_people(), state=RegistrationState.CHANGE_ASKED)


def _everybody_is_to_change_late(tx: Tx, department: Department, part: Part) -> None:
    """After the deadline, in the time to supplement."""
    _everybody_is_to_change(tx, department, part)
    ends = {"deadline_at": tx.now - timedelta(hours=1), "supplement_until": tx.now + timedelta(days=10)}
    change(tx, "campaign", **ends)


def _was_registered_for(tx: Tx, department: Department, part: Part) -> None:
    """Somebody has registered for this part, who has yet to agree."""
    own = _of_people(table("receipt").c.person_id == department.players.get(part, 0))
    change(tx, "registration", own, state=RegistrationState.SUBMITTED, agreement=Agreement.AWAITED)


def _lists_are_returned(tx: Tx, _department: Department, _part: Part) -> None:
    change(tx, "unit_sheet", state=SheetState.RETURNED)


def _collectives_were_prepared(tx: Tx, _department: Department, _part: Part) -> None:
    """By somebody who may not confirm them."""
    receipt = table("receipt")
    receipts = sa.select(receipt.c.id).where(receipt.c.person_id.is_(None))
    change(tx, "registration", table("registration").c.receipt_id.in_(receipts), state=RegistrationState.SUBMITTED)


def _people_have_moved_away(tx: Tx, department: Department, part: Part) -> None:
    """From every unit that the part leads somebody went today to one that it does not lead."""
    led, today = department.units_of(part), tx.clock.today()
    elsewhere = next((unit for unit in department.units.values() if unit not in led), None)
    heads = {person for person, _role, _unit in department.heads} | set(department.players.values())
    for unit in led if elsewhere is not None else ():
        post = table("post")
        for one in [one for one in department.people.values() if one.unit == unit and one.key not in heads]:
            change(tx, "post", post.c.person_id == one.key, until=today)
            add(tx, "post", person_id=one.key, unit_id=elsewhere, title="Chuyên viên", since=today)


def _units_have_coordinators(tx: Tx, department: Department, part: Part) -> None:
    """Each unit that the part leads."""
    for unit in department.units_of(part):
        one = next((one.key for one in department.people.values() if one.unit == unit), None)
        if one is not None:
            grant = {"person_id": one, "unit_id": unit, "role": Role.COORDINATOR, "from_roster": False}
            add(tx, "role_grant", **grant, since=tx.clock.today())


def _erasure_is_asked_for(tx: Tx, _department: Department, _part: Part) -> None:
    """By everybody whose question waits."""
    change(tx, "question", topic="erasure")


def _approval_is_required(tx: Tx, department: Department, _part: Part) -> None:
    notices.require(tx, department.players[Part.OFFICE], above=0)


def _a_day_is_declared(tx: Tx, _department: Department, _part: Part) -> None:
    day = tx.clock.today() + timedelta(days=60)
    add(tx, "special_day", day=day, kind=DayKind.WORKED, name="Hoán đổi", declared_by=1, declared_at=tx.now)


def _somebody_signs(tx: Tx, _department: Department, _part: Part) -> None:
    who = {"paper": SignedPaper.TRACKING, "prefix": Prefix.NONE, "stands_for": "", "office": "Chánh Văn phòng"}
    add(tx, "signatory", **who, full_name="", since=tx.clock.today(), set_at=tx.now)


def _a_plan_has_its_basis(tx: Tx, _department: Department, _part: Part) -> None:
    tx.execute(sa.delete(table("campaign_basis")))
    for campaign in tx.execute(sa.select(table("campaign").c.id)).scalars().all():
        sha256 = tx.execute(sa.select(table("file").c.sha256).limit(1)).scalar_one()
        add(tx, "campaign_basis", campaign_id=campaign, place=0, words="Luật Thi đua, khen thưởng", sha256=sha256)


def _workbook(state: UploadState) -> Scene:
    """The Office has sent one, and it is in this state; one was imported before."""

    def scene(tx: Tx, department: Department, _part: Part) -> None:
        sha256 = store_file(tx, b"rows", "text/csv")
        shown = Shown({Behind.NEW: 1}, 0, False, (), "").packed()
        who = {"sent_by": department.players[Part.OFFICE], "sent_at": tx.now}
        files = {"sha256": sha256, "rejects_sha256": sha256, "filename": "ds.xlsx"}
        plain = {"kind": "roster", "year": 0, "tries": 0, "rows_read": 0, "share_read": 0, "outdated": False}
        add(tx, "import_upload", id=1, state=state, shown=shown, **who, **files, **plain)
        changes: dict[str, object] = {"unit_alias": {"new": {}, "old": {}}}
        add(tx, "import_record", kind="roster", at=tx.now, changes=changes)

    return scene


def _decision(state: DecisionState) -> Scene:
    """The Office has one in this state, with a line."""

    def scene(tx: Tx, department: Department, _part: Part) -> None:
        sha256 = store_file(tx, b"decision", "application/pdf")
        about = {"year": 2023, "family": Family.STATE, "level": Level.BASE, "number": "1/QĐ", "issuer": "Giám đốc Sở"}
        office = department.players[Part.OFFICE]
        by = {"drafted_by": office, "drafted_at": tx.now, "entered_by": office, "entered_at": tx.now}
        file = {"sha256": sha256, "file_name": "1.pdf"}
        add(tx, "decision", id=1, state=state, revision=0, signed_on=tx.clock.today(), **about, **by, **file)
        add(tx, "decision_line", decision_id=1, person_id=28, title="LDTT", note="", registered=True)

    return scene


def _nobody_registers_any_more(tx: Tx, _department: Department, _part: Part) -> None:
    change(tx, "campaign", deadline_at=tx.now - timedelta(days=2), opens_at=tx.now - timedelta(days=60))
    change(tx, "campaign", supplement_until=None)


def _many_are_not_linked(tx: Tx, department: Department, _part: Part) -> None:
    """Nobody but the players has a chat."""
    account, players = table("account"), sorted(department.players.values())
    change(tx, "account", account.c.person_id.not_in(players), person_id=None)


SCENES: Mapping[str, Scene] = {
    **dict.fromkeys(("view close_year", "act close_year"), _nobody_registers_any_more),
    **dict.fromkeys(
        ("act nudge", "act nudge_words", "view tell_one", "act told", "act ask_proxy"), _nobody_has_answered
    ),
    **dict.fromkeys(("act proxy", "view proxy_decline", "act proxy_decline"), _nobody_has_answered),
    "act confirm": _everybody_waits,
    "act take_back_change": _everybody_is_to_change,
    **dict.fromkeys(("view extend_change", "act extend_change"), _everybody_is_to_change_late),
    "act agree_proxy": _was_registered_for,
    "act send_sheet": _lists_are_returned,
    "act confirm_collective": _collectives_were_prepared,
    **dict.fromkeys(("view comment", "act comment"), _people_have_moved_away),
    "act end_stand_in": _units_have_coordinators,
    "act ask_approval": _approval_is_required,
    **dict.fromkeys(("view erasure", "act erase_data"), _erasure_is_asked_for),
    **dict.fromkeys(("view signatory", "act end_signatory"), _somebody_signs),
    "view campaign_basis_file": _a_plan_has_its_basis,
    **dict.fromkeys(("view declared_days", "act take_back_days"), _a_day_is_declared),
    **dict.fromkeys(
        ("view upload", "view comparison", "view upload_lines", "view rejects", "act write_upload", "act drop_upload"),
        _workbook(UploadState.READ),
    ),
    **dict.fromkeys(("view take_back_import", "act take_back_import"), _workbook(UploadState.READ)),
    "act print_invites": _many_are_not_linked,
    "act tell_year": _workbook(UploadState.REFUSED),
    **dict.fromkeys(
        (
            *("view snapshots", "view snapshot", "view snapshot_changes", "view snapshot_papers"),
            *("view snapshot_forms", "view snapshot_making", "act find_difference", "act make_paper"),
            *("view submit_snapshot", "act submit"),
        ),
        snapshots.are_taken,
    ),
    **dict.fromkeys(
        (
            *("view snapshot_gaps", "view snapshot_gap", "view snapshot_paper", "view submission", "view submitted"),
            *("act agree_submission", "act return_submission"),
        ),
        snapshots.are_submitted,
    ),
    **dict.fromkeys(
        ("view decision", "view decision_lines", "view decision_file", "view decision_enter", "act enter_decision"),
        _decision(DecisionState.DRAFT),
    ),
    **dict.fromkeys(
        (
            "act decision_from_list",
            "act decision_workbook",
            "act decision_add_one",
            "act decision_drop_line",
            "act enter_decision",
            "act drop_decision",
        ),
        _decision(DecisionState.DRAFT),
    ),
    **dict.fromkeys(
        ("view results", "view results_untold", "act send_results", "act publish_results", "act revoke_decision"),
        _decision(DecisionState.ENTERED),
    ),
}
"""`view` or `act` and its name -> its scene."""

TIMES: Mapping[str, datetime] = {"act ask_late": first_morning(OFFICE_ZONE) + timedelta(days=57)}
"""When it is tried, if not on the first morning: some things there are only after the deadline."""

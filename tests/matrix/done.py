"""What has been done in the department before anybody comes: of everything that can wait for somebody, something."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.address import Door, chat
from bot.bells import policy
from bot.campaigns.records import CampaignNow, current_campaign
from bot.dialogue import drafts
from bot.dialogue import surface as surfaces
from bot.dialogue.engine.registry import Registry
from bot.dialogue.surface import SurfaceRow
from bot.dialogue.targets import ToView
from bot.enquiries.records import Question, Topic
from bot.folding import fold
from bot.leading.records import Channel, Nudge, UnitComment
from bot.ledger.letter import Letter, Reason, State
from bot.ledger.outages import DoorOutage
from bot.ledger.planning import plan
from bot.organisation import template_records
from bot.organisation.template_records import TemplateState
from bot.papers.official.official import OfficialKind
from bot.people.authentication.records import LinkKind, LinkState, WebLink, WebPin, WebReport, WebSession
from bot.people.passkeys.records import Passkey
from bot.people.records import (
    Account,
    LinkRequest,
    Person,
)
from bot.registration import filing
from bot.registration.filing import Filing
from bot.registration.reading import Registrant, TitleLine
from bot.registration.records import (
    Agreement,
    ChangeReason,
    ChangeRequest,
    Declination,
    DeclineReason,
    Exemption,
    ExemptReason,
    LateRequest,
    Registration,
    RegistrationState,
)
from bot.reminders.records import PutOffReminder
from bot.sheets import reading, writing
from bot.sheets.records import FileKind, SheetFile, SheetState, UnitSheet
from bot.store.database import Tx
from bot.store.files import store_file
from bot.store.schema import columns
from bot.titles.catalogue import Family, Subject
from bot.titles.loading import shared as catalogue
from tests.matrix.cast import PREFIX, USERS, Department, One, Part, Somebody
from tests.matrix.notices import announce

MARKED = "T"
WHOLE = {Subject.UNIT: (Family.STATE, "TTLDTT"), Subject.UNION_GROUP: (Family.UNION, "TCDXS")}
"""What each collective has registered."""


def arrange(tx: Tx, registry: Registry) -> Department:
    """Everybody has a chat and an answer, and of everything that can wait for somebody something waits."""
    campaign = current_campaign(tx)
    assert campaign is not None
    department = Department(tx)
    policy.begin(tx, [])
    out = {"door": Door.TELEGRAM, "since": tx.now - timedelta(hours=3), "noticed_at": tx.now, "kinds": []}
    tx.execute(sa.insert(columns(DoorOutage)), out)
    tx.execute(sa.delete(columns(SurfaceRow)))
    for one in department.people.values():
        _rename(tx, one.key)
        _bind(tx, USERS + one.key, one.key)
    _bind(tx, department.user(Part.UNLINKED), None)
    for one in department.people.values():
        _registers(tx, campaign, one.key, Family.STATE, "CSTDCS" if one.key % 3 else "LDTT")
    for one in department.people.values():
        if one.group is not None:
            _registers(tx, campaign, one.key, Family.UNION, "DVCDXS")
    for one in department.people.values():
        _differs(tx, campaign, one)
        _writes(tx, campaign, one)
    _collectives(tx, campaign, department)
    for one in department.people.values():
        _by_web(tx, one.key)
    for part in department.players:
        unsent = {"topic": Topic.OFFICE.value, "words": text(department.players[part], "chưa gửi")}
        drafts.begin(tx, department.user(part), "ask", unsent, "words", editing=False)
        _puts_off(tx, campaign, department.players[part])
    announce(tx, department, registry)
    _templates(tx, department.players[Part.OFFICE])
    gone = sa.update(columns(Person)).where(columns(Person).c.id == department.players[Part.GONE])
    tx.execute(gone.values(left_on=tx.clock.today() - timedelta(days=1)))
    return department


def text(key: int, words: str) -> str:
    return f"{MARKED}{key:03d} {words}"


def _rename(tx: Tx, key: int) -> None:
    person = columns(Person)
    name = str(tx.execute(sa.select(person.c.full_name).where(person.c.id == key)).scalar_one())
    family, *middle, given = name.split()
    name = " ".join((family, *middle, f"P{key:03d}", given))
    values = {"full_name": name, "folded": fold(name), "code": f"K{key:03d}"}
    tx.execute(sa.update(person).where(person.c.id == key).values(**values, phone=f"+84{PREFIX[1:]}{key:03d}"))


def _bind(tx: Tx, user_id: int, key: int | None) -> None:
    row = {"user_id": user_id, "person_id": key, "language": "vi", "consented_at": tx.now}
    tx.insert_new(Account, [row | {"linked_at": tx.now, "created_at": tx.now}])


def _registers(tx: Tx, campaign: CampaignNow, key: int, family: Family, title: str) -> None:
    initiative = text(key, "Số hóa hồ sơ") if title == "CSTDCS" else None
    line = TitleLine(title, initiative, initiative_later=False)
    registrant = Registrant(Subject.PERSON, key)
    regime = catalogue().regime(campaign.regime)
    # Some were registered by their lead, and have yet to agree.
    filed = Filing(key, Agreement.AWAITED if key % 8 == 6 else Agreement.OWN)
    filing.file(
        tx, campaign, regime, registrant, {title: line}, {"pledge": text(key, "phục vụ đúng hẹn")}, filed, (family,)
    )


def _differs(tx: Tx, campaign: CampaignNow, one: One) -> None:
    """Two in five wait; the others were confirmed, asked for a change, or have declined; some say nothing."""
    table = columns(Registration)
    own = sa.update(table).where(table.c.id == one.key)
    judge = 1
    match one.key % 10:
        case 1 | 2:
            tx.execute(own.values(state=RegistrationState.CONFIRMED, confirmed_by=judge, confirmed_at=tx.now))
        case 4:
            tx.execute(own.values(state=RegistrationState.CHANGE_ASKED))
            asked = {"registration_id": one.key, "version": 1, "reason": ChangeReason.OTHER, "by": judge, "at": tx.now}
            tx.execute(sa.insert(columns(ChangeRequest)), asked | {"words": text(one.key, "viết rõ hơn")})
        case 5 | 6:
            tx.execute(own.values(state=RegistrationState.WITHDRAWN))
        case 7:
            tx.execute(own.values(state=RegistrationState.WITHDRAWN))
            row = {"receipt_id": one.key, "family": Family.STATE, "reason": DeclineReason.OTHER, "by": one.key}
            tx.execute(sa.insert(columns(Declination)), row | {"words": text(one.key, "xin phép"), "at": tx.now})


def _writes(tx: Tx, campaign: CampaignNow, one: One) -> None:
    """A question, a late request, a letter, and here and there something more."""
    key, common = one.key, {"campaign_id": campaign.id, "person_id": one.key}
    asked = {"user_id": USERS + key, "person_id": key, "topic": Topic.OFFICE, "asked_at": tx.now}
    answer = {"answered_at": tx.now, "answered_by": 5, "answer": text(key, "đã rõ")} if key % 2 else {}
    tx.execute(sa.insert(columns(Question)), asked | {"words": text(key, "cho hỏi một việc")} | answer)
    tx.execute(sa.insert(columns(LateRequest)), common | {"reason": text(key, "đi công tác"), "asked_at": tx.now})
    plan(tx, "change_asked", f"registration:{key}", key, "1", {"registration": key, "version": 1})
    letter = columns(Letter)
    state, reason = (
        (State.MISSED, Reason.TOO_LATE),
        (State.BLOCKED, Reason.BLOCKED),
        (State.UNKNOWN, Reason.STOPPED),
        (State.SENT, None),
    )[key % 4]
    tx.execute(sa.update(letter).where(letter.c.id == key).values(state=state, reason=reason, ended_at=tx.now))
    if key % 5 == 0:
        row = {"reason": ExemptReason.STUDY, "since": tx.clock.today(), "by": 5, "at": tx.now}
        tx.execute(sa.insert(columns(Exemption)), common | row)
    if key % 5 == 1:
        row = {"channel": Channel.DIRECT, "day": tx.clock.today(), "words": text(key, "nhớ nhé"), "by": 1}
        tx.execute(sa.insert(columns(Nudge)), common | row | {"at": tx.now})
    if key % 5 == 2:
        row = {"receipt_id": key, "unit_id": one.unit, "words": text(key, "làm việc tốt"), "by": 1, "at": tx.now}
        tx.execute(sa.insert(columns(UnitComment)), row)


def _by_web(tx: Tx, key: int) -> None:
    """A browser that is in, another one that waits for a word, a PIN, and here and there a lost phone."""
    browser = {"person_id": key, "browser": "Firefox Linux", "shared": False, "key_hash": text(key, "browser")}
    times = {"created_at": tx.now, "seen_at": tx.now, "pin_at": tx.now, "expires_at": tx.now + timedelta(days=9)}
    tx.execute(sa.insert(columns(WebSession)), browser | times)
    link = {"person_id": key, "kind": LinkKind.LEAD, "state": LinkState.WAITING, "browser": "Firefox Linux"}
    seen = {"token_hash": text(key, "link"), "claimed_by": text(key, "claim"), "code": f"{key:04d}", "created_by": 1}
    since = {"created_at": tx.now, "claimed_at": tx.now, "asked_at": tx.now, "expires_at": tx.now + timedelta(days=3)}
    tx.execute(sa.insert(columns(WebLink)), link | seen | since)
    tx.execute(sa.insert(columns(WebPin)), {"person_id": key, "salted": "", "since": tx.now})
    made = {"credential": text(key, "passkey"), "public_key": "", "sign_count": 0, "label": "Chrome Android"}
    tx.execute(sa.insert(columns(Passkey)), {"person_id": key, "handle": "", "created_at": tx.now} | made)
    if key % 3:
        tx.execute(sa.insert(columns(WebReport)), {"person_id": key, "reported_by": 1, "reported_at": tx.now})


def _puts_off(tx: Tx, campaign: CampaignNow, key: int) -> None:
    row = {"campaign_id": campaign.id, "person_id": key, "asked_at": tx.now, "until": tx.now + timedelta(days=1)}
    tx.execute(sa.insert(columns(PutOffReminder)), row)


def _collectives(tx: Tx, campaign: CampaignNow, department: Department) -> None:
    """Lists of every unit and group in all their states, with a signed copy; collectives registered; a way in asked."""
    states = (SheetState.SUBMITTED, SheetState.RETURNED, SheetState.ACCEPTED)
    today = tx.clock.today()
    found = [reading.senders(tx, subject, today) for subject in (Subject.UNIT, Subject.UNION_GROUP)]
    senders = [sender for some in found for sender in some.values()]
    regime = catalogue().regime(campaign.regime)
    sheet, decided = columns(UnitSheet), {"reason": "thiếu", "decided_by": 5, "decided_at": tx.now}
    for number, sender in enumerate(senders, 1):
        made = writing.add_sheet(tx, campaign, sender.who, reading.content(tx, campaign, sender), 1)
        tx.execute(sa.update(sheet).where(sheet.c.id == made).values(state=states[number % 3], **decided))
        sha256 = store_file(tx, f"signed {number}".encode(), "image/jpeg")
        file = {"sheet_id": made, "version": 1, "kind": FileKind.SIGNED, "sha256": sha256, "name": "ban-ky.jpg"}
        tx.execute(sa.insert(columns(SheetFile)), file | {"mime": "image/jpeg", "at": tx.now, "by": 1})
        family, title = WHOLE[sender.who.subject]
        line = TitleLine(title, None, initiative_later=False)
        receipt, _ = filing.file(tx, campaign, regime, sender.who, {title: line}, None, Filing(1), (family,))
        of = "unit" if sender.who.subject is Subject.UNIT else "group"
        department.whole[receipt] = (of, sender.who.key)
    asked = {"user_id": department.user(Part.UNLINKED)}
    tx.execute(sa.insert(columns(LinkRequest)), asked | {"statement": text(901, "xin liên kết"), "created_at": tx.now})


def _templates(tx: Tx, by: int) -> None:
    """Templates that were sent: two that wait for a decision, one in use."""
    sha256 = store_file(tx, b"template", "application/octet-stream")
    for kind, state in (
        (OfficialKind.SUBMISSION, TemplateState.TRIED),
        (OfficialKind.REPORT, TemplateState.TRIED),
        (OfficialKind.URGING, TemplateState.TAKEN),
    ):
        key = template_records.add(tx, kind, sha256, "mau.docx", by, state)
        template_records.change(tx, key, (state,), sample_sha256=sha256)


def on_stage(tx: Tx, department: Department, part: Somebody, view: ToView) -> None:
    """The part's chat shows `view`: what is shown again when something is refused."""
    user_id = department.user(part)
    made: Any = surfaces.raise_(tx, chat(user_id), user_id, surfaces.view_spec(view))
    surfaces.shown(tx, made, 1, kept=False, keyboard=False)

"""Details of the journal's entries in words: whatever was noted, no code is shown to whoever reads."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import pytest
import sqlalchemy as sa

from bot.address import Door
from bot.campaigns.records import DayKind
from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.records import Addressee, Verdict
from bot.deeds import DEEDS
from bot.enquiries.records import Topic
from bot.launching.records import CampaignPart
from bot.office.journal import details, names
from bot.organisation.records import Prefix, SignedPaper, Word
from bot.papers.official.official import OfficialKind
from bot.people.authentication.records import LinkKind
from bot.people.linking.accounts import Proof
from bot.people.records import Role, UnionGroup, Unit
from bot.people.targets import Language
from bot.personnel.roles.duties import Duty
from bot.recognition.year_records import Raw
from bot.registration.records import DeclineReason, ExemptReason, FamilyChoice, LateRequestState
from bot.sheets.records import FileKind
from bot.store.audit import note
from bot.store.schema import columns
from tests.office import Office
from tests.office_room.test_days import DUY
from tests.office_room.test_journal import opens

COMPLETE: Mapping[str, tuple[Mapping[Any, Any], Iterable[StrEnum]]] = {
    "parts": (names.PARTS, set(CampaignPart) - {CampaignPart.LAUNCH}),
    "doors": (names.DOORS, Door),
    "declined": (names.DECLINED, DeclineReason),
    "exempt": (names.EXEMPT, ExemptReason),
    "late": (names.LATE, LateRequestState),
    "families": (names.FAMILIES, FamilyChoice),
    "topics": (names.TOPICS, Topic),
    "roles": (names.ROLES, {*Duty, Role.COORDINATOR, Role.ACTING_HEAD}),
    "addressees": (names.ADDRESSEES, Addressee),
    "verdicts": (names.VERDICTS, Verdict),
    "languages": (names.LANGUAGES, Language),
    "proofs": (names.PROOFS, {*Proof}),
    "prefixes": (names.PREFIXES, Prefix),
    "signed": (names.SIGNED, SignedPaper),
    "raw": (names.RAW, Raw),
    "words": (names.WORDS, Word),
    "papers": (names.PAPERS, PaperKind),
    "forms": (names.FORMS, PaperForm),
    "days": (names.KINDS["days"], DayKind),
    "files": (names.KINDS["sheet"], FileKind),
    "templates": (names.KINDS["template"], OfficialKind),
    "links": (names.KINDS["web"], LinkKind),
}
SAID: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "mục: Hạn đăng ký": ("campaign.changed", {"part": "deadline"}),
    "từ Văn phòng Sở; đến Thanh tra Sở; từ 05/01/2023": ("post.moved", {"old": 2, "new": 3, "since": "2023-01-05"}),
    "vai trò: Lãnh đạo đơn vị; tại Thanh tra Sở": ("role.given", {"role": "unit_head", "place": 3}),
    "vai trò: Tổ trưởng công đoàn; tại Tổ 1": ("role.given", {"role": "group_lead", "place": 1}),
    "vai trò: Giám đốc; thôi từ 06/01/2023": ("role.ended", {"role": "director", "until": "2023-01-06"}),
    "danh hiệu: LĐTT, CSTĐ cơ sở": ("registration.submitted", {"titles": ["LDTT", "CSTDCS"]}),
    "lý do: Đi học dài hạn": ("exemption.given", {"reason": "study"}),
    "các ngày 20/01/2023; 23/01/2023": ("days.taken_back", {"days": ["2023-01-20", "2023-01-23"]}),
    "3 ngày làm việc": ("waiting.policy_set", {"days": 3}),
    "2 ngày": ("reminder.put_off", {"days": 2}),
    "văn bản: Tờ trình (PDF)": ("snapshot.paper_made", {"paper": "submission.pdf", "sha256": "ab12"}),
    "12 người": ("notice.started", {"people": 12}),
    "loại: Văn phòng tạo; người: Nguyễn Đức Duy": ("web.link_created", {"person": 5, "kind": "office"}),
    "bằng phiếu mời": ("account.linked", {"proof": "invite"}),
    "đã thu hồi quyền vào": ("web.report_decided", {"revoked": True}),
    "duyệt khi gửi trên 50 người": ("notice.policy_set", {"above": 50}),
    "mục: Địa danh, Người liên hệ": (
        "organisation.changed",
        {"words": ["place", "contact_name", "contact_phone"]},
    ),
}
"""A line as it is read, and the entry that it is of."""
NOTHING: tuple[Mapping[str, Any], ...] = (
    {"sha256": "ab12", "digest": "cd34", "key": 7},
    {"part": "no such part", "people": "many", "titles": [None], "since": "32/13", "old": 10**9, "unheard": "of"},
    {"above": None, "on_paper": False, "titles": [], "days": None, "until": None, "bells": 0},
)
"""Details of which nothing is said: codes for the program, what no store should hold, and what is not there."""


@pytest.mark.parametrize("kind", COMPLETE)
def test_every_code_has_a_name(kind: str) -> None:
    known, values = COMPLETE[kind]
    assert set(values) <= set(known)


async def words_of(office: Office, deed: str, noted: Mapping[str, Any]) -> list[str]:
    (said,) = await office.database.read(lambda tx: details.in_words(tx, [(deed, noted)]))
    return [office.service.phrases.plain("vi", one) for one in said]


async def test_details_are_said_by_the_names_that_people_know(office: Office) -> None:
    units, groups = columns(Unit), columns(UnionGroup)
    named = {units: {2: "Văn phòng Sở", 3: "Thanh tra Sở"}, groups: {1: "Tổ 1"}}
    for table, called in named.items():
        for key, name in called.items():
            await office.database.run(
                lambda tx, table=table, key=key, name=name: (  # type: ignore[misc]
                    tx.execute(sa.update(table).where(table.c.id == key).values(name=name)) and None
                )
            )
    duy = await office.person(DUY)
    for line, (deed, noted) in SAID.items():
        whom = {"person": duy.person_id} if "person" in noted else {}
        assert "; ".join(await words_of(office, deed, {**noted, **whom})) == line
        assert deed in {one.deed for one in DEEDS}
    everybody = {"people": list(range(1, 11))}
    (line,) = await words_of(office, "notice.told", everybody)
    assert line.startswith("người: ") and line.endswith(" và 4 người khác") and line.count(",") == 5
    for noted in NOTHING:
        assert await words_of(office, "notice.told", noted) == []


async def test_nothing_of_the_codes_stands_on_the_screen(office: Office) -> None:
    duy = await office.person(DUY)
    for deed, noted in SAID.values():
        await office.database.run(
            lambda tx, deed=deed, noted=noted: note(tx, deed, "snapshot:1", actor_id=duy.person_id, **noted)  # type: ignore[misc]
        )
    await opens(duy)
    code = re.compile(r"\b[a-z]+[._:=][a-z0-9]|_|\b(deadline|director|study|submission|office)\b")
    while True:
        for number in [label for label in duy.buttons() if label.isdecimal()]:
            await duy.taps(number)
            assert not code.search(duy.reads()), duy.reads()
            await duy.taps("Quay lại")
        if "Cũ hơn" not in duy.buttons():
            break
        await duy.taps("Cũ hơn")

"""A template is replaced in chat: sent, seen filled in, taken by the head of the Office; a wrong one is refused."""

import io
import re
import zipfile
from datetime import datetime

import pytest
from docx import Document

from bot.campaigns.records import current_campaign
from bot.consolidation import records
from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.official.values import Source
from bot.consolidation.papers.official import WRITTEN
from bot.consolidation.template_targets import ShowTemplate, ShowTemplateNames, TakeTemplate
from bot.dialogue.screens import Phrase
from bot.organisation import template_records
from bot.papers.names import FILE_NAMES
from bot.papers.official.apart import LARGEST, Limits, filled_apart, tried
from bot.papers.official.building import built_in, packed
from bot.papers.official.fields import example, fields, names_of
from bot.papers.official.official import OfficialKind
from bot.people.records import Grant, Role
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.files import file_content
from tests.consolidation.department import ZONE, content
from tests.engines import both_engines
from tests.office import Office, Phone
from tests.sheets.desks import OFFICER, acts, opens

PHRASES = Phrases(ZONE)
AT = datetime(2023, 3, 1, 8, 5, tzinfo=ZONE)
DOCUMENT = "word/document.xml"


def changed(old: str, new: str, part: str = DOCUMENT) -> bytes:
    """The built-in submission with something in it replaced."""
    with zipfile.ZipFile(io.BytesIO(built_in(OfficialKind.SUBMISSION))) as file:
        parts: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    text = parts[part]
    assert isinstance(text, bytes) and old.encode() in text
    return packed(parts | {part: text.replace(old.encode(), new.encode())})


def added(part: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(built_in(OfficialKind.SUBMISSION))) as file:
        return packed({name: file.read(name) for name in file.namelist()} | {part: content})


def _without_places() -> bytes:
    with zipfile.ZipFile(io.BytesIO(built_in(OfficialKind.SUBMISSION))) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
    return packed({name: re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", one) for name, one in parts.items()})


async def sends(phone: Phone, name: str, content: bytes) -> None:
    phone.office.world.sends_file(phone.user_id, name, content, mime="application/octet-stream")
    await phone.office.settle()


def text(content: bytes) -> str:
    return " ".join(part.text for part in Document(io.BytesIO(content)).paragraphs)


async def _head(office: Office) -> Phone:
    """A head of the Office, besides the officer."""
    thu = await office.person("Lâm Hồng Thu")

    def give(tx: Tx) -> None:
        for role in (Role.OFFICE, Role.OFFICE_HEAD):
            row = {"person_id": thu.person_id, "role": role, "since": tx.clock.today(), "from_roster": False}
            tx.insert_new(Grant, [row])

    await office.database.run(give)
    return thu


async def snapshot(office: Office, by: int) -> int:
    """A new snapshot, with its submission as docx."""

    def want(tx: Tx) -> int:
        campaign = current_campaign(tx)
        assert campaign is not None
        key = records.want(tx, campaign.id, by)
        records.want_paper(tx, key, PaperKind.SUBMISSION, PaperForm.DOCX, by)
        return key

    key = await office.database.run(want)
    await office.makes_papers()
    return key


async def submission(office: Office, key: int) -> str:
    def read(tx: Tx) -> bytes:
        found = records.paper(tx, key, PaperKind.SUBMISSION, PaperForm.DOCX)
        assert found is not None and found.sha256 is not None
        return file_content(tx, found.sha256)

    return text(await office.database.read(read))


@both_engines
async def test_a_template_is_sent_seen_filled_in_taken_and_given_up(office: Office) -> None:
    duy = await office.person(OFFICER)
    first = await snapshot(office, duy.person_id)
    await duy.says("/quanly")
    await duy.taps("Thiết lập")
    await duy.taps("Mẫu văn bản")
    assert "Tờ trình: mẫu có sẵn" in duy.reads()
    await duy.taps("Tờ trình")
    await duy.taps("Tải mẫu đang dùng")
    assert duy.screen.attachment is not None and duy.screen.attachment.data == built_in(OfficialKind.SUBMISSION)
    assert duy.screen.attachment.name == "mau-to-trinh.docx"
    await duy.taps("Gửi mẫu mới")
    own = changed("Kính trình Giám đốc xem xét", "Văn phòng kính trình Giám đốc xem xét")
    await sends(duy, "to-trinh-so.docx", own)
    assert "Đang kiểm tra và điền thử" in duy.reads()
    assert "Dùng mẫu này" not in duy.buttons()
    await office.makes_papers()
    assert "Đã điền thử xong" in duy.reads()
    await duy.taps("Xem bản điền thử")
    assert duy.screen.attachment is not None
    sample = text(duy.screen.attachment.data)
    assert "Văn phòng kính trình Giám đốc xem xét" in sample and "{{" not in sample
    assert duy.screen.attachment.name == "dien-thu-to-trinh.docx"
    await duy.taps("Dùng mẫu này")
    assert "Đang dùng" not in duy.reads() and "to-trinh-so.docx" in duy.reads()
    # A snapshot keeps the template that was in use when it was taken.
    second = await snapshot(office, duy.person_id)
    assert "Văn phòng kính trình" in await submission(office, second)
    assert "Văn phòng kính trình" not in await submission(office, first)
    await duy.taps("Dùng lại mẫu có sẵn")
    assert "Mẫu có sẵn" in duy.reads() and "Dùng lại mẫu có sẵn" not in duy.buttons()
    assert "Văn phòng kính trình" not in await submission(office, await snapshot(office, duy.person_id))
    assert "Văn phòng kính trình" in await submission(office, second)
    await duy.taps("Các bản đã dùng (2)")
    assert "to-trinh-so.docx; " in duy.reads()
    await duy.taps("Tải to-trinh-so.docx")
    assert duy.screen.attachment is not None and duy.screen.attachment.data == own
    await opens(duy, ShowTemplateNames(OfficialKind.URGING))
    assert duy.screen.attachment is not None and duy.screen.attachment.name == "ky-hieu-cong-van-don-doc.txt"


def test_every_kind_of_paper_has_a_name_of_its_own_for_files() -> None:
    assert set(FILE_NAMES) == {*PaperKind, *OfficialKind}
    assert len({*FILE_NAMES.values()}) == len(FILE_NAMES)
    assert all(re.fullmatch("[a-z]+(-[a-z]+)+", name) for name in FILE_NAMES.values())


async def test_only_the_head_of_the_office_takes_a_template(office: Office) -> None:
    duy = await office.person(OFFICER)
    head = await _head(office)
    await opens(duy, ShowTemplate(OfficialKind.SUBMISSION))
    await duy.taps("Gửi mẫu mới")
    await sends(duy, "to-trinh.docx", changed("Kính trình", "Kính đề nghị"))
    await office.makes_papers()
    await duy.taps("Xem bản điền thử")
    assert "thuộc quyền của" in duy.reads() and "Dùng mẫu này" not in duy.buttons()
    key = await office.database.read(lambda tx: template_records.offered(tx, OfficialKind.SUBMISSION))
    assert key is not None
    await acts(duy, TakeTemplate(key.id))
    assert "Lãnh đạo Văn phòng" in duy.reads() or "quyền" in duy.reads()
    assert await office.database.read(template_records.in_use) == {}
    await opens(head, ShowTemplate(OfficialKind.SUBMISSION))
    assert "Mẫu mới đang chờ: to-trinh.docx" in head.reads()
    await head.taps("Xem mẫu đang chờ")
    await head.taps("Xem bản điền thử")
    await head.taps("Dùng mẫu này")
    assert list(await office.database.read(template_records.in_use)) == [OfficialKind.SUBMISSION]
    await acts(head, TakeTemplate(key.id))
    assert "đã chọn dùng mẫu này lúc" in head.reads()


WRONG_AT_ONCE = {
    "an old document": ("mau.doc", b"\xd0\xcf\x11\xe0", "Tệp .doc"),
    "macros by its name": ("mau.docm", b"PK\x03\x04", "Tệp có macro"),
    "a PDF": ("mau.pdf", b"%PDF-1.7", "PDF không sửa được"),
    "no archive": ("mau.docx", b"xin chao", "không phải văn bản Word"),
    "large": ("mau.docx", b"PK\x03\x04" + bytes(LARGEST), "quá lớn"),
}
RELATIONS = "word/_rels/document.xml.rels"
WRONG: dict[str, tuple[bytes, str]] = {
    "half an archive": (built_in(OfficialKind.SUBMISSION)[:900], "không phải văn bản Word"),
    "macros inside": (added("word/vbaProject.bin", b"\xd0\xcf"), "Tệp có macro"),
    "an embedded object": (added("word/embeddings/oleObject1.bin", b"\xd0\xcf"), "đối tượng nhúng"),
    "a picture from elsewhere": (
        changed(
            "</Relationships>",
            '<Relationship Id="r9" Type="x/image" Target="http://a.vn/a.png" TargetMode="External"/></Relationships>',
            RELATIONS,
        ),
        "liên kết đến hình",
    ),
    "a field that fetches": (
        changed("</w:body>", "<w:p><w:r><w:instrText>INCLUDEPICTURE x</w:instrText></w:r></w:p></w:body>"),
        "liên kết đến hình",
    ),
    "a bomb": (added("word/media/a.bin", bytes(20_000_000)), "quá lớn"),
    "an entity": (changed("<w:document", "<!DOCTYPE a><w:document"), "không phải văn bản Word"),
    "a wrong name": (changed("{{ people }}", "{{ peple }}"), "Không có ký hiệu «peple»; gần nhất là «people»"),
    "a wrong column": (changed("{{ row.title }}", "{{ row.titel }}"), "gần nhất là «row.title»"),
    "a wrong list": (changed("for row in state_titles", "for row in state_title"), "gần nhất là «state_titles»"),
    "a column outside its list": (changed("{{ people }}", "{{ row.title }}"), "«row.title» chỉ dùng trong bảng"),
    "a whole list": (changed("{{ people }}", "{{ bases }}"), "«bases» là cả một danh sách"),
    "a bracket": (changed("{{ people }}", "{{ people }"), "chưa đúng ngoặc"),
    "a way out": (changed("{{ people }}", "{{ ''.__class__.__mro__ }}"), "lệnh chưa được phép"),
    "an attribute": (changed("{{ people }}", "{{ people.__class__ }}"), "chỉ dùng trong bảng"),
    "a statement": (changed("{{ people }}", "{% include 'x' %}"), "lệnh chưa được phép: «include»"),
    "a loop without end": (changed("{{ people }}", "{% for i in range(9) %}{{ i }}{% endfor %}"), "chưa được phép"),
    "lists in lists": (
        changed("{{ row.authority }}", "{% for x in state_titles %}{{ x.n }}{% endfor %}"),
        "«state_titles» đặt trong một danh sách khác",
    ),
    "nothing to fill in": (_without_places(), "chưa có ký hiệu"),
}


async def test_a_wrong_file_is_refused_with_one_sentence_and_nothing_changes(office: Office) -> None:
    duy = await office.person(OFFICER)
    await opens(duy, ShowTemplate(OfficialKind.SUBMISSION))
    await duy.taps("Gửi mẫu mới")
    for name, wrong, sentence in WRONG_AT_ONCE.values():
        await sends(duy, name, wrong)
        assert sentence in duy.reads(), name
    await sends(duy, "mau.docx", WRONG["a wrong name"][0])
    await office.makes_papers()
    assert "Không có ký hiệu «peple»; gần nhất là «people»" in duy.reads()
    await duy.taps("Gửi tệp khác")
    assert "Xin gửi tệp .docx" in duy.reads()
    assert await office.database.read(template_records.in_use) == {}


@pytest.mark.parametrize("case", WRONG)
def test_what_a_template_may_not_hold_is_found_in_a_process_of_its_own(case: str) -> None:
    wrong, sentence = WRONG[case]
    with pytest.raises(Refusal) as refused:
        tried(OfficialKind.SUBMISSION, wrong, example(OfficialKind.SUBMISSION), AT)
    assert sentence in PHRASES.plain("vi", Phrase(refused.value.key, refused.value.values))


def test_a_template_that_takes_too_long_is_ended() -> None:
    rows = [{name: said for name, (_, said) in fields(OfficialKind.SUBMISSION).lists["bases"].values.items()}] * 40_000
    names = example(OfficialKind.SUBMISSION) | {"bases": rows}
    with pytest.raises(Refusal) as refused:
        filled_apart(OfficialKind.SUBMISSION, built_in(OfficialKind.SUBMISSION), names, AT, Limits(seconds=1))
    assert refused.value.key == "template.file.costly"


@pytest.mark.parametrize("kind", OfficialKind)
def test_the_list_of_names_is_what_the_documents_hold(kind: OfficialKind) -> None:
    if kind is OfficialKind.MINUTES:
        return
    write = WRITTEN[kind]
    held = names_of(write(Source(content(), 1, AT)))
    known = fields(kind)
    assert set(held.values) == set(known.values)
    for name, line in held.lists.items():
        assert set(line.values) == set(known.lists[name].values), name
        assert set(line.lists) == set(known.lists[name].lists), name
    assert set(held.lists) == set(known.lists)

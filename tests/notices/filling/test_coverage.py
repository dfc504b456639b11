"""How far it is, by whom: what a notice says and shows of it depends on who reads it, and never names anybody."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from bot.campaigns.records import current_campaign
from bot.dialogue.screens import Phrase
from bot.leading import reading
from bot.leading.reading import Board, BoardFigures
from bot.leading.targets import ComposeNotice
from bot.ledger.change import ChangeState, LetterChange
from bot.ledger.letter import Letter, LetterPart, PartForm
from bot.notices.filling import coverage
from bot.notices.filling.coverage import Count, Coverage
from bot.notices.reader_targets import ShowMyNotice, ShowNoticeToTell
from bot.notices.sending import actions
from bot.notices.targets import ShowCheck
from bot.people.identity import Scope, Staff, roster, staff
from bot.people.records import Person
from bot.phrases.catalogue import Phrases
from bot.registration import filing
from bot.registration.filing import Filing
from bot.registration.reading import Registrant, TitleLine
from bot.registration.records import Agreement, Exemption, ExemptReason
from bot.settings import OFFICE_ZONE
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family, Subject
from bot.titles.loading import shared as catalogue
from tests.engines import both_engines
from tests.no_campaign import without_campaign
from tests.notices.desk import DUY, HAU, HIEU, KHOI, composes, for_names, meets, ready, tries_out
from tests.office import Office, staff_called
from tests.reminders.department import decline

DIRECTOR, DEPUTY, BODY_HEAD = "Ngô Thị Mỹ Mai", "Lâm Trọng Sang", "Phạm Thị Hà"
UNIT, AN = "Phòng Quản lý Khoa học", "Hồ Quốc An"


def registers(tx: Tx, person_id: int) -> None:
    campaign = current_campaign(tx)
    assert campaign is not None
    line, who = TitleLine("LDTT", None, initiative_later=False), Registrant(Subject.PERSON, person_id)
    regime = catalogue().regime(campaign.regime)
    filing.file(tx, campaign, regime, who, {"LDTT": line}, None, Filing(person_id, Agreement.OWN), (Family.STATE,))


def person(tx: Tx, name: str) -> Staff:
    found = staff(tx, staff_called(tx, name).id, tx.clock.today())
    assert found is not None
    return found


async def seen_by(office: Office, name: str) -> Coverage:
    found = await office.database.run(lambda tx: coverage.of(tx, person(tx, name)))
    assert found is not None
    return found


async def some_register(office: Office) -> None:
    """All of one unit but its head, and nobody else."""

    def body(tx: Tx) -> None:
        for one in roster(tx, Scope(everybody=True), tx.clock.today()):
            if one.unit_name == UNIT and one.full_name != HIEU:
                registers(tx, one.id)

    await office.database.run(body)


@both_engines
async def test_whoever_leads_sees_the_own_unit_and_the_department_beside_it(office: Office) -> None:
    await some_register(office)
    found = await seen_by(office, HIEU)
    assert found.units == (Count(UNIT, 6, 6, 7),)
    assert found.led == Count(UNIT, 6, 6, 7)
    assert (found.whole.name, found.whole.registered, found.whole.expected) == (None, 6, 93)
    assert found.led.percent == 86  # of 85.7, as on the board


@pytest.mark.parametrize("name", [DUY, DIRECTOR])
async def test_the_office_and_the_director_see_every_unit(office: Office, name: str) -> None:
    await some_register(office)
    found = await seen_by(office, name)
    assert len(found.units) == 15
    assert sum(unit.expected for unit in found.units) == found.whole.expected == 93
    assert sum(unit.registered for unit in found.units) == found.whole.registered == 6
    assert found.led is None


async def test_who_has_several_units_in_charge_or_below_sees_those(office: Office) -> None:
    for name in (DEPUTY, BODY_HEAD):
        found = await seen_by(office, name)
        assert found.led is not None
        assert 1 < len(found.units) < 15
        assert found.led.expected == sum(unit.expected for unit in found.units)


@pytest.mark.parametrize("name", [HAU, KHOI])
async def test_anybody_else_sees_the_department_alone(office: Office, name: str) -> None:
    await some_register(office)
    found = await seen_by(office, name)
    assert (found.units, found.led) == ((), None)
    assert found.whole.registered == 6


@both_engines
@pytest.mark.parametrize("family", Family)
async def test_the_figures_are_those_of_the_boards(office: Office, family: Family) -> None:
    """Of every unit, or union group, whoever has registered, declined, is exempt, or has left."""

    def some_answer(tx: Tx) -> None:
        silent = [one.id for one in roster(tx, Scope(everybody=True), tx.clock.today()) if one.unit_name != UNIT]
        for place, person_id in enumerate(silent):
            if place % 5 == 0:
                decline(tx, person_id)
            if place % 3 == 0:  # some of whom have declined
                row = {"campaign_id": 1, "person_id": person_id, "reason": ExemptReason.STUDY, "by": 1, "at": tx.now}
                tx.execute(sa.insert(columns(Exemption)), row | {"since": tx.clock.today()})
        gone = sa.update(columns(Person)).where(columns(Person).c.id == silent[1])
        tx.execute(gone.values(left_on=tx.clock.today()))

    def both(tx: Tx) -> tuple[dict[int | None, BoardFigures], dict[int | None, BoardFigures]]:
        campaign = current_campaign(tx)
        assert campaign is not None
        members: dict[int | None, list[reading.Member]] = {}
        for member in reading.load(tx, Scope(everybody=True), campaign, family).members:
            own = member.person
            place = own.unit_id if family is Family.STATE else own.union_group_id
            if family is Family.STATE or place is not None:  # whoever is of no group is on no union group's board
                members.setdefault(place, []).append(member)
        boards = {place: Board(campaign, family, tuple(there)) for place, there in members.items()}
        told = {unit: BoardFigures(one.expected, one.answered, one.registered) for unit, one in boards.items()}
        return reading.figures(tx, campaign, family), told

    await office.database.run(some_answer)
    await some_register(office)
    counted, told = await office.database.run(both)
    assert counted == told
    assert sum(one.registered for one in counted.values()) == (6 if family is Family.STATE else 0)


async def test_the_picture_holds_units_and_numbers_and_no_name_of_a_person(office: Office) -> None:
    await some_register(office)
    phrases, said = Phrases(OFFICE_ZONE), list[str]()

    def phrase(one: Any) -> str:
        said.append(phrases.plain("vi", one))
        return said[-1]

    picture = coverage.picture(await seen_by(office, DUY))
    assert picture is not None
    content = await asyncio.to_thread(picture.make, phrase)
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert "6/7 (86%)" in said
    assert any(text.startswith("Số liệu lúc 08:") for text in said)
    names = [row.full_name for row in await office.rows(sa.text("SELECT full_name FROM person"))]
    assert not any(name in text for name in names for text in said)


async def test_a_bulletin_says_and_shows_to_each_what_is_theirs(office: Office) -> None:
    await some_register(office)
    hau, hieu = await meets(office, HAU, HIEU)
    duy = await office.person(DUY)
    await duy.says("/menu")
    await duy.forges(ComposeNotice())
    await duy.taps("Dùng mẫu bản tin tiến độ")
    await duy.taps("Tiếp tục")
    await duy.taps("Không kèm tệp")
    await duy.taps("Bỏ qua")
    await duy.taps("Tiếp tục")
    await for_names(duy, HAU, HIEU)
    await duy.taps("Xem như một người")
    assert "Kèm theo: biểu đồ tiến độ" in duy.reads()
    assert "{" not in duy.reads()
    await duy.forges(ShowCheck(1))
    await duy.taps("Gửi thử cho tôi")
    await office.letters()
    trial = duy.from_bot()[-2]
    assert trial.attachment is not None
    assert "Toàn Sở: đã đăng ký 6/93 (6%), đã phản hồi 6/93" in trial.text
    await duy.taps("Kiểm tra và gửi")
    await duy.taps("Gửi ngay")
    await office.letters()
    assert "\nToàn Sở: đã đăng ký 6/93 (6%), đã phản hồi 6/93\nCần hỗ trợ" in hau.reads()
    assert f"{UNIT}: đã đăng ký 6/7 (86%), đã phản hồi 6/7" in hieu.reads()
    assert all(one.screen.attachment is not None for one in (hau, hieu))
    parts = columns(LetterPart)
    forms = await office.rows(sa.select(parts.c.form, parts.c.files).where(parts.c.text.contains("Bản tin")))
    assert {(row.form, *row.files) for row in forms} == {(PartForm.PHOTO, coverage.PICTURE)}
    await hau.forges(ShowMyNotice(1))
    await hau.taps("Xem biểu đồ")
    assert "theo số liệu hiện nay" in hau.reads()
    assert hau.screen.attachment is not None


async def test_the_picture_goes_with_other_files_and_long_words(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    duy = await office.person(DUY)
    await duy.says("/menu")
    await duy.forges(ComposeNotice())
    await duy.says("{biểu đồ}\n" + "Lời dài. " * 150)
    drawn = coverage.picture(await seen_by(office, DUY))
    assert drawn is not None
    some_picture = await asyncio.to_thread(drawn.make, lambda one: one.key if isinstance(one, Phrase) else one.vi)
    for name, content in (("a.pdf", b"%PDF-1.7 a"), ("b.png", some_picture)):
        office.world.sends_file(duy.user_id, name, content, mime="application/pdf")
        await office.settle()
    await duy.taps("Tiếp tục")
    await duy.taps("Bỏ qua")
    await duy.taps("Tiếp tục")
    await for_names(duy, HAU)
    await tries_out(office, duy)
    before = len(hau.from_bot())
    await duy.taps("Gửi ngay")
    await office.letters()
    messages = hau.from_bot()[before:]
    assert [message.attachment is not None for message in messages] == [True, True, True, False]
    assert messages[-1].text.startswith("Lời dài.")


async def test_words_without_its_places_ask_nothing_about_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def looks(_tx: Tx, _person: Staff) -> None:
        raise AssertionError("counted for nothing")

    monkeypatch.setattr(coverage, "of", looks)
    (hau,) = await meets(office, HAU)
    duy = await ready(office, HAU, words="Kính gửi {họ tên}")
    await duy.taps("Gửi ngay")
    await office.letters()
    assert hau.reads() == "Kính gửi Nguyễn Công Hậu"


async def test_without_a_campaign_it_says_so_and_shows_nothing(office: Office) -> None:
    await office.database.run(without_campaign)
    (hau,) = await meets(office, HAU)
    duy = await ready(office, HAU, words="Tiến độ: {tiến độ}{biểu đồ}", known=False)
    await duy.taps("Gửi ngay")
    await office.letters()
    assert hau.reads() == "Tiến độ: (chưa có phong trào)"
    assert hau.screen.attachment is None


@both_engines
async def test_a_copy_with_the_picture_is_put_right_and_keeps_it(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    duy = await ready(office, HAU, words="Hạn cũ. {tiến độ}{biểu đồ}", known=False)
    await duy.taps("Gửi ngay")
    await office.letters()
    shown = hau.screen
    await duy.taps("Xem lại")
    await duy.taps("Đính chính")
    await duy.taps("Sửa nội dung")
    await duy.says("Hạn mới. {tiến độ}")
    assert "không thêm, bớt được biểu đồ" in duy.reads()
    await duy.says("Hạn mới. {tiến độ}{biểu đồ}")
    await duy.taps("Gửi thử cho tôi")
    await office.letters()
    await duy.taps("Xem và gửi đính chính")
    await duy.taps("Gửi đính chính")
    await office.service.courier.take_over()
    await office.service.courier.change()
    change = columns(LetterChange)
    (row,) = await office.rows(sa.select(change.c.state, change.c.reason))
    assert row.state is ChangeState.DONE, row.reason
    now = next(message for message in hau.chat if message.message_id == shown.message_id)
    assert "Hạn mới. Toàn Sở: đã đăng ký 0/93" in now.text
    assert now.attachment == shown.attachment


async def test_a_text_to_pass_on_says_what_anybody_may_know(office: Office) -> None:
    await some_register(office)
    (hieu,) = await meets(office, HIEU)
    duy = await ready(office, AN, words="Kính gửi {họ tên}. Hiện nay {tiến độ}{biểu đồ}", known=False)
    await duy.taps("Gửi ngay")
    await office.letters()
    await hieu.forges(ShowNoticeToTell(1))
    assert "Hiện nay Toàn Sở: đã đăng ký 6/93 (6%)" in hieu.reads()
    assert f"{UNIT}: đã đăng ký" not in hieu.reads()


async def test_a_bulletin_may_be_composed_by_hand(office: Office) -> None:
    duy = await office.person(DUY)
    await duy.says("/menu")
    await composes(duy, "Tiến độ: {Tien Do} {bieu do}")
    await duy.taps("Xem như một người")
    assert "Tiến độ: Toàn Sở: đã đăng ký 0/93 (0%)" in duy.reads()


async def test_figures_of_ones_own_are_not_sent_to_thousands(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_COUNTED", 1)
    await meets(office, HAU, KHOI)
    duy = await ready(office, HAU, KHOI, words="{tiến độ}")
    await duy.taps("Gửi ngay")
    assert "chỉ gửi được cho tối đa 1 người" in duy.reads()
    assert await office.rows(sa.select(columns(Letter).c.id).where(columns(Letter).c.kind == "notice")) == []

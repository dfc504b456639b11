"""Words that only the department or its installation knows are said as they are, or not at all."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialogue.screens import say, to_reader
from bot.organisation.records import OrganisationNow
from bot.people.identity import Staff
from bot.people.linking import notice, screens
from bot.people.naming import OfficeContact, by_name, call_office
from bot.people.records import Gender, StaffKind
from bot.people.roster.records import KEPT_DAYS
from bot.phrases.catalogue import COMRADES, PLAIN, OwnWords, Phrases
from bot.settings import OFFICE_ZONE, Settings, load
from bot.variables import SettingsError
from bot.wiring import phrases_of

THU = Staff(
    *(1, "TN003", "Lâm Hồng Thu", Gender.FEMALE, StaffKind.CIVIL_SERVANT, "+84322053587", None, "Chánh Văn phòng"),
    *(2, "Văn phòng Sở", None, "", None),
)
SILENT = Phrases(OFFICE_ZONE)
SAID = Phrases(OFFICE_ZONE, OwnWords(copies="14"))
NOTHING, OWN = OrganisationNow(), OrganisationNow(full_name="Sở Nội vụ", data_place="máy chủ của tỉnh")


def _read(phrases: Phrases, body: object) -> str:
    assert isinstance(body, tuple)
    return "\n".join(phrases.say("vi", line, PLAIN) for line in body)


def test_where_data_is_kept_is_said_only_where_the_installation_says_it() -> None:
    def notices(own: OrganisationNow) -> list[str]:
        full = screens.privacy_full(2, own, OfficeContact(staff=THU), colleague=True)
        return [_read(SILENT, screen.body) for screen in (screens.privacy(own.data_place, agreed=False), full)]

    for silent, said in zip(notices(NOTHING), notices(OWN), strict=True):
        assert "Nơi lưu" not in silent and "qua Telegram" in silent
        assert "Nơi lưu: máy chủ của tỉnh. Tin nhắn" in said
    assert "xử lý dữ liệu: Sở Nội vụ; đầu mối" in _read(SILENT, notice.full_notice(OWN))
    assert "xử lý dữ liệu: cơ quan nơi Anh/Chị công tác; đầu mối" in _read(SILENT, notice.full_notice(NOTHING))


def test_how_long_daily_copies_are_kept_is_said_where_there_are_any() -> None:
    notice = screens.privacy_full(2, NOTHING, OfficeContact(staff=THU), colleague=True).body
    assert "Bản sao lưu hằng ngày có các dữ liệu trên được giữ 14 ngày, rồi xóa." in _read(SAID, notice)
    assert "Bản sao lưu" not in _read(SILENT, notice)
    assert f"gửi vào hệ thống được xóa sau {KEPT_DAYS} ngày" in _read(SILENT, notice)
    folder = Settings(backup_folder=Path("copies"), backup_keep=7)
    assert "được giữ 7 ngày" in _read(phrases_of(folder), notice)
    assert "Bản sao lưu" not in _read(phrases_of(Settings()), notice)


def test_a_count_has_a_mark_at_thousands_as_its_language_writes_it_and_a_year_has_none() -> None:
    count, years = say("forecast.head", answered=1650, expected=3000), say("awards.streak.pending", years=(2022, 2023))
    for language in ("vi", "vi" + COMRADES):
        assert "1.650/3.000" in SILENT.plain(language, count)
    assert "1,650/3,000" in SILENT.plain("en", count)
    assert "999/12.345" in SILENT.plain("vi", say("forecast.head", answered=999, expected=12345))
    assert "2022; 2023" in SILENT.plain("vi", years)
    assert "NĂM 2023" in SILENT.plain("vi", say("bonuses.head", year=2023))


def test_a_sentence_to_one_person_names_others_by_their_own_word() -> None:
    nobody_knows = by_name(replace(THU, gender=None))
    told = to_reader(say("outage.decided_already", who=nobody_knows), say("person.honorific.male"))
    assert SILENT.plain("vi", told).startswith("Anh/Chị Lâm Hồng Thu đã quyết định")
    within = to_reader(say("launch.warned", line=say("choose.below"), warning=""), say("person.honorific.male"))
    assert "xin Anh chọn một nút" in SILENT.plain("vi", within)


def test_whom_to_call_has_a_number_the_offices_first_and_no_stranger_gets_a_colleagues() -> None:
    def line(contact: OfficeContact, *, colleague: bool = True) -> str:
        return SILENT.plain("vi", call_office(contact, colleague=colleague))

    thu, number = OfficeContact(staff=THU), "0276 3822 222"
    assert line(thu) == "Cần gấp: Văn phòng Sở, Chị <b>Lâm Hồng Thu</b>, điện thoại 0322 053 587."
    assert "điện thoại 0276 3822 222" in line(OfficeContact(phone=number, staff=THU))
    assert (
        line(OfficeContact("Anh Lê Văn Bá", number, THU))
        == f"Cần gấp: Văn phòng Sở, Anh Lê Văn Bá, điện thoại {number}."
    )
    assert "0322" not in line(thu, colleague=False)
    assert line(OfficeContact(phone=number)) == "Cần gấp: xin liên hệ Văn phòng Sở, điện thoại 0276 3822 222."
    assert line(OfficeContact()) == "Cần gấp: xin liên hệ Văn phòng Sở."


def test_an_office_may_address_everybody_as_comrade_with_a_capital_where_a_sentence_begins() -> None:
    assert SILENT.plain("vi" + COMRADES, by_name(THU)) == "đồng chí Lâm Hồng Thu"
    asked = SILENT.plain("vi" + COMRADES, say("ask.check"))
    assert asked.startswith("Đồng chí bấm") and "Anh/Chị" not in asked
    assert SILENT.plain("vi" + COMRADES, say("not_agreed.again")) == "Khi cần, đồng chí gõ /start để xem lại."
    assert "Anh/Chị" in SILENT.plain("vi", say("ask.check"))


def test_the_settings_are_read_and_a_wrong_one_is_refused() -> None:
    values = {"THIDUA_DATA_PLACE": "máy chủ của tỉnh", "THIDUA_OFFICE_PHONE": "0276", "THIDUA_ADDRESS": "dong_chi"}
    found = load(values, None)
    assert (found.data_place, found.office_phone, found.address) == ("máy chủ của tỉnh", "0276", "dong_chi")
    with pytest.raises(SettingsError):
        load({"THIDUA_ADDRESS": "comrade"}, None)

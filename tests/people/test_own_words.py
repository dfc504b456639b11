"""What only the installation knows is said in its own words, or not at all."""

from pathlib import Path

import pytest

from bot.dialogue.screens import say
from bot.people.identity import Staff
from bot.people.linking import screens
from bot.people.naming import by_name, call_office
from bot.people.records import Gender, StaffKind
from bot.phrases.catalogue import PLAIN, OwnWords, Phrases
from bot.settings import OFFICE_ZONE, Settings, SettingsError, load
from bot.wiring import phrases_of

THU = Staff(
    *(1, "TN003", "Lâm Hồng Thu", Gender.FEMALE, StaffKind.CIVIL_SERVANT, "+84322053587", None, "Chánh Văn phòng"),
    *(2, "Văn phòng Sở", None, "", None),
)
SILENT = Phrases(OFFICE_ZONE)
SAID = Phrases(OFFICE_ZONE, OwnWords("máy chủ của tỉnh", "0276 3822 222", copies="14"))
COMRADES = Phrases(OFFICE_ZONE, OwnWords(comrades=True))


def _read(phrases: Phrases, body: object) -> str:
    assert isinstance(body, tuple)
    return "\n".join(phrases.say("vi", line, PLAIN) for line in body)


def test_where_data_is_kept_is_said_only_where_the_installation_says_it() -> None:
    for screen in (screens.privacy(agreed=False), screens.privacy_full(2, THU, colleague=True)):
        assert "Nơi lưu" not in _read(SILENT, screen.body) and "qua Telegram" in _read(SILENT, screen.body)
        assert "Nơi lưu: máy chủ của tỉnh. Tin nhắn" in _read(SAID, screen.body)


def test_how_long_daily_copies_are_kept_is_said_where_there_are_any() -> None:
    notice = screens.privacy_full(2, THU, colleague=True).body
    assert "Bản sao lưu hằng ngày có các dữ liệu trên được giữ 14 ngày, rồi xóa." in _read(SAID, notice)
    assert "Bản sao lưu" not in _read(SILENT, notice)
    folder = Settings(backup_folder=Path("copies"), backup_keep=7)
    assert "được giữ 7 ngày" in _read(phrases_of(folder), notice)
    assert "Bản sao lưu" not in _read(phrases_of(Settings()), notice)


def test_whom_to_call_has_a_number_the_offices_first_and_no_stranger_gets_a_colleagues() -> None:
    line = call_office(THU)
    assert SILENT.plain("vi", line) == "Cần gấp: Văn phòng Sở, Chị <b>Lâm Hồng Thu</b>, điện thoại 0322 053 587."
    assert "điện thoại 0276 3822 222" in SAID.plain("vi", line)
    assert "0322" not in SILENT.plain("vi", call_office(THU, colleague=False))
    assert SAID.plain("vi", call_office(None)) == "Cần gấp: xin liên hệ Văn phòng Sở, điện thoại 0276 3822 222."
    assert SILENT.plain("vi", call_office(None)) == "Cần gấp: xin liên hệ Văn phòng Sở."


def test_an_office_may_address_everybody_as_comrade_with_a_capital_where_a_sentence_begins() -> None:
    assert COMRADES.plain("vi", by_name(THU)) == "đồng chí Lâm Hồng Thu"
    asked = COMRADES.plain("vi", say("ask.check"))
    assert asked.startswith("Đồng chí bấm") and "Anh/Chị" not in asked
    assert COMRADES.plain("vi", say("not_agreed.again")) == "Khi cần, đồng chí gõ /start để xem lại."
    assert "Anh/Chị" in SILENT.plain("vi", say("ask.check"))


def test_the_settings_are_read_and_a_wrong_one_is_refused() -> None:
    values = {"THIDUA_DATA_PLACE": "máy chủ của tỉnh", "THIDUA_OFFICE_PHONE": "0276", "THIDUA_ADDRESS": "dong_chi"}
    found = load(values, None)
    assert (found.data_place, found.office_phone, found.address) == ("máy chủ của tỉnh", "0276", "dong_chi")
    with pytest.raises(SettingsError):
        load({"THIDUA_ADDRESS": "comrade"}, None)

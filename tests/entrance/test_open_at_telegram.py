"""The button in a chat at Telegram that opens the web door, where Telegram vouches for whoever has tapped."""

from bot.people.authentication import place
from tests.entrance.conftest import WebDoor
from tests.office import Office

HAU = "Nguyễn Công Hậu"
OPEN = "Mở trang web"


async def test_the_settings_open_the_page_by_https_and_by_nothing_else(office: Office, door: WebDoor) -> None:
    hau = await office.person(HAU)
    await hau.says("/caidat")
    assert "Trang web" in hau.buttons() and OPEN not in hau.buttons(), "Telegram would refuse the whole screen"
    place.open_at("https://td.example.vn/thidua/")
    await hau.says("/caidat")
    (button,) = [one for row in hau.screen.rows for one in row if one.text == OPEN]
    assert (button.url, button.data) == ("https://td.example.vn/thidua/telegram", None)
    lan = await door.comes_in(HAU)
    await lan.presses("Cài đặt")
    assert "Trang web" in lan.labels() and OPEN not in lan.labels(), "whoever is there is there"
    place.open_at("")
    await hau.says("/caidat")
    assert OPEN not in hau.buttons() and "Trang web" not in hau.buttons()

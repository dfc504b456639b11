"""«ok», «vâng», «đồng ý» alone do nothing by themselves: they are told the button that agrees, where there is one."""

import pytest
import sqlalchemy as sa

from bot.registration.records import Receipt
from bot.store.schema import columns
from tests.engines import both_engines
from tests.office import Office

HAU = "Nguyễn Công Hậu"
ASSENTS = ("ok", "vâng", "Dạ vâng ạ", "đồng ý", "em đồng ý", "OK nhé", "dong y")


@both_engines
async def test_where_one_button_agrees_it_is_named_and_not_pressed(office: Office) -> None:
    hau = await office.person(HAU)
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    for word in ASSENTS:
        await hau.says(word)
        assert hau.reads().startswith("Nếu đồng ý, xin Anh/Chị bấm «Gửi đăng ký».\n"), word
        assert "Gửi đăng ký" in hau.buttons()
    assert await office.rows(sa.select(columns(Receipt).c.id)) == []
    await hau.says("gửi đăng ký")
    assert "Mã số: TD23-0001" in hau.reads(), "words of the button are the button"


@pytest.mark.parametrize("opens", ["/menu", "/cuatoi", "/hoidap"])
async def test_where_none_agrees_one_sentence_says_that_a_button_is_to_be_chosen(office: Office, opens: str) -> None:
    hau = await office.person(HAU)
    await hau.says(opens)
    shown, buttons = hau.reads(), hau.buttons()
    who = "Anh/Chị" if "Anh/Chị" in shown else "Anh"
    for word in ASSENTS:
        await hau.says(word)
        assert hau.reads() == f"Xin {who} chọn một nút dưới đây.\n\n{shown}", word
        assert hau.buttons() == buttons


async def test_it_is_no_reason_no_initiative_and_no_pledge(office: Office) -> None:
    hau = await office.person(HAU)
    await hau.says("không đăng ký")
    await hau.taps("Danh hiệu Nhà nước")
    await hau.says("đồng ý")
    assert hau.reads().startswith("Xin Anh/Chị chọn một nút dưới đây.")
    await hau.taps("Lý do khác (gõ)")
    await hau.says("đồng ý")
    assert hau.reads().startswith("Xin Anh/Chị gõ nội dung vào khung tin nhắn.")
    await hau.says("/huy")
    await hau.says("/dangky")
    await hau.taps("Chọn lại")
    await hau.taps("Chiến sĩ thi đua cơ sở")
    await hau.taps("Tiếp tục")
    while "Bổ sung sau" not in hau.buttons():
        await hau.taps(next(label for label in hau.buttons() if label.startswith(("Vẫn", "Giữ"))))
    for way_on in ("Bổ sung sau", "Bỏ qua"):
        asked = hau.reads()
        await hau.says("vâng")
        assert hau.reads() == f"Xin Anh/Chị gõ nội dung, hoặc chọn một nút dưới đây.\n\n{asked}"
        await hau.taps(way_on)


async def test_whoever_has_yet_to_agree_to_the_notice_is_told_its_button(office: Office) -> None:
    stranger = await office.stranger()
    await stranger.says("/start")
    await stranger.taps(stranger.buttons()[0])
    assert "Tôi đồng ý" in stranger.buttons()
    await stranger.says("ok")
    assert stranger.reads().startswith("Nếu đồng ý, xin Anh/Chị bấm «Tôi đồng ý».")
    await stranger.says("đồng ý")
    assert "Tôi đồng ý" not in stranger.buttons(), "that is its name"

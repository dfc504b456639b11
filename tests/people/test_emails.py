"""Addresses for mail as offices write them."""

import pytest

from bot.people.rules import email, emails, masked_email
from bot.workbooks.tables import meaning

GOOD = {
    "hau@so.example.vn": "hau@so.example.vn",
    " Cong.Hau@SO.Example.VN ": "Cong.Hau@so.example.vn",
    "<hau@so.example.vn>;": "hau@so.example.vn",
    "mailto:hau_1+td@tinh.gov.vn": "hau_1+td@tinh.gov.vn",
}
BAD = ("", "hau", "hau@", "@so.vn", "hau@so", "hau@@so.vn", "hậu@so.vn", "a@b.vn\nBcc: c@d.vn", "a b@so.vn", "a@-so.vn")


@pytest.mark.parametrize("written", GOOD)
def test_an_address_is_kept_as_it_is_used(written: str) -> None:
    assert email(written) == GOOD[written]


@pytest.mark.parametrize("written", BAD)
def test_what_is_no_address_is_none(written: str) -> None:
    assert email(written) is None


def test_a_cell_may_say_more() -> None:
    assert emails("hau@so.vn; hau@gmail.com") == ("hau@so.vn", True)
    assert emails("Email: hau@so.vn") == ("hau@so.vn", True)
    assert emails("hau@so.vn") == ("hau@so.vn", False)
    assert emails("không có").first is None


@pytest.mark.parametrize("heading", ["Email", "Thư điện tử", "Hộp thư công vụ", "E-mail công vụ", "Địa chỉ email"])
def test_headings_as_offices_write_them(heading: str) -> None:
    assert meaning(heading) == "email"


def test_an_address_is_shown_by_its_end() -> None:
    assert masked_email("cong.hau@so.vn") == "c…@so.vn"

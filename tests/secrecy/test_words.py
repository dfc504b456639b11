"""Words that people type are kept as they were typed, emoji included."""

import unicodedata

import pytest

from bot.words import (
    own_words,
    quotes,
    shortened,
    told_apart,
    told_apart_with_places,
    traces_of,
    without_controls,
)

EMOJI = (
    "\U0001fabf",  # Unicode 15, which this Python may not know
    "\U0001fae9",  # Unicode 16
    "👩\u200d👩\u200d👧",
    "🏳\ufe0f\u200d🌈",
    "🇻🇳",
    "👍🏽",
    "1\ufe0f\u20e3",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
)


@pytest.mark.parametrize("emoji", EMOJI)
def test_emoji_survive_wherever_words_are_kept(emoji: str) -> None:
    text = f"Chúc mừng {emoji} hết"
    assert own_words(text, shortest=2, longest=200) == text
    assert without_controls(text) == text


def test_control_characters_and_changes_of_direction_are_dropped_and_words_composed() -> None:
    typed = unicodedata.normalize("NFD", "Quyết\u200b định\x07\x00 nào?\u202e\ufeff\r")
    assert own_words(typed, shortest=2, longest=200) == "Quyết định nào?"


def test_what_only_joins_counts_for_no_character() -> None:
    with pytest.raises(Exception, match="too_short"):
        own_words("\u200d" * 9, shortest=2, longest=200)


def test_names_that_begin_alike_keep_their_ends() -> None:
    units = ["Trung tâm Kiểm định và Chuyển giao công nghệ số 1", "Trung tâm Kiểm định và Chuyển giao công nghệ số 2"]
    shown = ["Trung tâm Kiểm… công nghệ số 1", "Trung tâm Kiểm… công nghệ số 2", "Thanh tra Sở"]
    assert told_apart([*units, "Thanh tra Sở"], 34) == shown
    assert told_apart(units[:1], 34) == ["Trung tâm Kiểm định và Chuyển…"]
    assert shortened("Chi cục Tiêu chuẩn - Đo lường - Chất lượng", 31) == "Chi cục Tiêu chuẩn - Đo lường…"


@pytest.mark.parametrize("emoji", EMOJI)
def test_words_are_never_shortened_within_an_emoji(emoji: str) -> None:
    for to in range(4, 12 + len(emoji)):
        short = shortened("abcdefg" + emoji + "hijklmnopqrstuvwxyz", to)
        kept = short.removesuffix("…")
        assert kept in ("abcdefg"[: len(kept)], "abcdefg" + emoji + "hijklmnopqrstuvwxyz"[: len(kept) - 7 - len(emoji)])


SAID = "Tôi xin nghỉ vì việc riêng của gia đình\nvà sẽ đăng ký năm sau"


@pytest.mark.parametrize(
    ("shown", "theirs"),
    [
        (f"Lý do: «{SAID}».", True),
        (f"Lý do: {shortened(SAID, 40)}\nThời hạn 5/3", True),
        (f"Lý do: {shortened(SAID, 18)}", True),
        ("Lý do: Tôi xin nghỉ vì việc riêng của gia đình, hẹn năm sau", False),
        ("Tôi xin nghỉ vì việc riêng của cơ quan…", False),
        ("Tôi xin nghỉ", False),
    ],
)
def test_words_are_known_again_whole_or_shortened_and_not_by_a_beginning_that_others_have(
    shown: str, theirs: bool
) -> None:
    assert quotes(shown, SAID) is theirs
    assert not theirs or len(shown) < 30 or any(trace in shown for trace in traces_of(SAID))
    assert not quotes("Con ốm", "Con ốm") and traces_of("Con ốm") == [], "such are anybody's"


def test_of_a_long_name_the_given_name_stays_and_of_a_place_what_tells_it_apart() -> None:
    long, place = "Công Tằng Tôn Nữ Thị Hoàng Phương", "Trung tâm Kiểm định và Chuyển giao công nghệ số"
    people = [(f"{long} Uyên", f"{place} 21"), (f"{long} Uyên", f"{place} 17"), (f"{long} Trâm", f"{place} 9")]
    assert told_apart_with_places([*people, ("Lý Hải", "Thanh tra Sở"), ("Lý Hải", "")], 44) == [
        "Công Tằng Tôn… Phương Uyên, Trung… số 21",
        "Công Tằng Tôn… Phương Uyên, Trung… số 17",
        "Công Tằng Tôn… Phương Trâm, Trung tâm Kiểm…",
        "Lý Hải, Thanh tra Sở",
        "Lý Hải",
    ]

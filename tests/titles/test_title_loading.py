"""A slip of the pen in a catalogue file is found at start, by its place."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.titles.loading import DATA, load
from bot.titles.tables import CatalogueError


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """The shipped files with one slip of the pen in one of them."""

    def edit(file: str, old: str, new: str) -> Path:
        for path in DATA.glob("*.toml"):
            shutil.copy(path, tmp_path)
        text = (tmp_path / file).read_text(encoding="utf-8")
        assert old in text
        (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return tmp_path

    return edit


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        (
            "regime_a_2003.toml",
            'implies = ["LDTT"]',
            'implies = ["LDT"]',
            "regime_a_2003.toml: title CSTDCS: implies: there is no title 'LDT'",
        ),
        (
            "regime_a_2003.toml",
            'id = "LDTT"',
            'id = "LDTT"\nimplies = ["CSTDCS"]',
            "regime_a_2003.toml: title LDTT: implies: titles imply each other in a circle",
        ),
        (
            "regime_a_2003.toml",
            'id = "CSTDCS"',
            'id = "LDTT"',
            "regime_a_2003.toml: title LDTT: id: 'LDTT' is there twice",
        ),
        (
            "regime_a_2003.toml",
            'name = { vi = "Lao động tiên tiến", en = "Advanced Worker" }',
            'name = { vi = "Lao động tiên tiến" }',
            "regime_a_2003.toml: title LDTT: name: en: is missing",
        ),
        (
            "regime_a_2003.toml",
            'short = { vi = "LĐTT", en = "Advanced Worker" }',
            'short = { vi = "", en = "Advanced Worker" }',
            "regime_a_2003.toml: title LDTT: short: vi: '' is not a text",
        ),
        (
            "regime_a_2003.toml",
            'name = { vi = "Chiến sĩ thi đua cơ sở"',
            'name = { vi = "Lao động tiên tiến"',
            "regime_a_2003.toml: title CSTDCS: name: 'Lao động tiên tiến' is already that of LDTT",
        ),
        ("regime_a_2003.toml", "order = 20", "order = 10", "title CSTDCS: order: 10 is already that of LDTT"),
        ("regime_a_2003.toml", "order = 20", "order = true", "title CSTDCS: order: True is not a whole number"),
        ("regime_a_2003.toml", "order = 20", "ordre = 20", "title CSTDCS: order: is missing"),
        (
            "regime_a_2003.toml",
            "order = 20",
            "order = 20\nsince = 2",
            "title CSTDCS: since: is not a key that is known",
        ),
        ("regime_a_2003.toml", 'kind = "title"', 'kind = "medal"', "title LDTT: kind: 'medal' is none of title, com"),
        ("regime_a_2003.toml", 'certainty = "V"', 'certainty = "W"', "certainty: 'W' is none of V, S, M, ?"),
        ("regime_a_2003.toml", 'authority = "director"', 'authority = "boss"', "authority: 'boss' is none of director"),
        ("regime_a_2003.toml", "percent = 15", "percent = 150", "title CSTDCS: quota: percent: 150 is no percentage"),
        ("regime_a_2003.toml", 'kind = "one_of"', 'kind = "all_of"', "requires 1: kind: 'all_of' is no kind of requ"),
        (
            "regime_a_2003.toml",
            'titles = ["CSTDCS"], times',
            'titles = ["CSTĐCS"], times',
            "regime_a_2003.toml: title CSTD_TINH: requires: there is no title 'CSTĐCS'",
        ),
        (
            "regime_a_2003.toml",
            'titles = ["CSTDCS"], times',
            'titles = ["CSTDCS", "LDTT"], times',
            "regime_a_2003.toml: title CSTD_TINH: requires 1: titles: years can be counted of one title only",
        ),
        (
            "regime_a_2003.toml",
            'exclusive_with = ["DVCDG"]',
            "exclusive_with = []",
            "title DVCDG: exclusive_with: DVCDXS does not exclude DVCDG in return",
        ),
        ("regime_a_2003.toml", 'practices_on = ["', 'practices_on = ["x", "', "practices_on: there is no practice 'x'"),
        (
            "regime_a_2003.toml",
            'id = "A_2003"',
            'id = "B1_2024"',
            "regime_b1_2024.toml: id: 'B1_2024' is already that of",
        ),
        ("regime_a_2003.toml", 'id = "A_2003"', "id = A_2003", "regime_a_2003.toml: the file: cannot be read"),
        (
            "regime_b1_2024.toml",
            'extends = "A_2003"',
            'extends = "A"',
            "regime_b1_2024.toml: extends: there is no regime 'A'",
        ),
        (
            "regime_b1_2024.toml",
            'extends = "A_2003"',
            'extends = "D_2026"',
            "extends: regimes extend each other in a circle",
        ),
        (
            "regime_b1_2024.toml",
            'id = "LDTT"',
            'id = "LDT"',
            "regime_b1_2024.toml: override LDT: id: there is no title 'LDT' to override",
        ),
        (
            "regime_b1_2024.toml",
            'of = "LDTT"',
            'of = "TIEN_TIEN"',
            "regime_b1_2024.toml: override CSTDCS: quota: there is no title 'TIEN_TIEN'",
        ),
        (
            "regime_d_2026.toml",
            "implies = []",
            'implies = []\nneeds = "member"',
            "regime_d_2026.toml: override CSTDCS: needs: only union titles ask for a union member or officer",
        ),
    ],
)
def test_a_slip_is_refused_by_file_and_key(
    edited: Callable[[str, str, str], Path], file: str, old: str, new: str, complaint: str
) -> None:
    with pytest.raises(CatalogueError) as refused:
        load(edited(file, old, new))
    assert complaint in str(refused.value)
    assert str(refused.value).startswith("regime_")


def test_a_wrong_key_that_came_from_below_names_the_file_it_stands_in(
    edited: Callable[[str, str, str], Path],
) -> None:
    folder = edited("regime_a_2003.toml", 'abbr = ["LĐTT"]', 'abbr = ["LĐTT", "LĐTT"]')
    (folder / "regime_0.toml").write_text('id = "Z"\nextends = "A_2003"\n[[override]]\nid = "LDTT"\norder = 11\n')
    with pytest.raises(CatalogueError, match=r"regime_a_2003.toml: override LDTT: abbr: .* different texts"):
        load(folder)

"""Revisions from 0040 on are survived by the code of the version before; and what finds those that are not."""

from collections.abc import Sequence
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from alembic import command

from bot.store import upkeep
from bot.store.upkeep import migration_config, revisions
from tests.engines import Stores
from tests.migrations.coming import versions, write_revision
from tests.migrations.shapes import shape
from tests.migrations.survivable import FIRST, complaints, said, unexcused

GOOD = (
    """
op.add_column("letter", sa.Column("a_word", sa.String(20), nullable=True))
op.add_column("letter", sa.Column("a_number", sa.Integer(), nullable=False, server_default="0"))
op.create_table("a_table", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("x", sa.Integer()))
op.create_index("ix_a_table_x", "a_table", ["x"])
op.create_index("ix_unit_folded_name", "unit", ["folded", "name"])
op.alter_column("letter", "source", nullable=True)
doors = sa.column("door").in_(["telegram", "web", "zalo", "email", "sms", "zalobot", "pigeon"])
op.drop_constraint(op.f("ck_bell_door_door"), "bell_door", type_="check")
op.create_check_constraint(op.f("ck_bell_door_door"), "bell_door", doors)
op.add_column("receipt", sa.Column("other", sa.Integer(), sa.ForeignKey("person.id"), nullable=True))
op.create_unique_constraint("uq_receipt_other", "receipt", ["other"])
op.add_column("receipt", sa.Column("hue", sa.String(5), nullable=True))
op.create_check_constraint(op.f("ck_receipt_hue"), "receipt", sa.column("hue").in_(["red", "blue"]))
op.execute("UPDATE receipt SET hue = 'red'")""",
    'create_index("ix_letter_a_word", "letter", ["a_word", "a_number"])',
    'op.alter_column("letter", "a_word", type_=sa.String(30))',
)
BAD: tuple[dict[str, str], ...] = (
    {
        "bell_policy": 'op.drop_table("bell_policy")',
        "zalo_key": 'op.rename_table("zalo_key", "key_of_zalo")',
        "surface.keyboard": 'op.drop_column("surface", "keyboard")',
        "surface.message_id": 'op.alter_column("surface", "message_id", new_column_name="message")',
        "lease.n": 'op.add_column("lease", sa.Column("n", sa.Integer(), nullable=False))',
        "unit.n": """op.add_column("unit", sa.Column("n", sa.Integer(), nullable=False, server_default="0"))
op.alter_column("unit", "n", server_default=None)""",
        "surface.living": 'op.alter_column("surface", "living", server_default=None)',
        "inbox.raw": 'op.alter_column("inbox", "raw", nullable=False)',
        "letter.kind": 'op.alter_column("letter", "kind", type_=sa.String(20))',
        "inbox.tries": 'op.alter_column("inbox", "tries", type_=sa.BigInteger())',
        "bell_door.ck_bell_door_door": """op.drop_constraint(op.f("ck_bell_door_door"), "bell_door", type_="check")
doors = sa.column("door").in_(["telegram", "web", "zalo", "email", "sms"])
op.create_check_constraint(op.f("ck_bell_door_door"), "bell_door", doors)""",
        "inbox.ck_inbox_tries": 'op.create_check_constraint(op.f("ck_inbox_tries"), "inbox", "tries < 3")',
        "receipt.uq_receipt_number": 'op.create_unique_constraint("uq_receipt_number", "receipt", ["number"])',
        "surface.uq_surface_address_kind_ref": 'op.drop_constraint("uq_surface_address_kind_ref", "surface")',
        "letter": 'op.execute("UPDATE letter SET tries = 0")',
    },
    {
        "unit.fk_unit_n": 'op.create_foreign_key("fk_unit_n", "unit", "unit", ["n"], ["id"])',
        "surface.index": 'op.create_index("ix_surface_shown", "surface", ["shown"])',
        "inbox.error": """op.drop_column("inbox", "error")
op.add_column("inbox", sa.Column("error", sa.String()))""",
    },
    {
        "index": """create_index("ix_inbox_error", "inbox", ["error"])
op.add_column("lease", sa.Column("m", sa.Date()))""",
    },
)
"""Revisions that each do much that none may: what the complaint is about -> what is done."""


def contract_of(file: Path) -> dict[str, str]:
    spec = spec_from_file_location(f"revision_{file.stem}", file)
    assert spec is not None and spec.loader is not None
    spec.loader.exec_module(module := module_from_spec(spec))
    return dict(getattr(module, "contract", {}))


def walk(url: str, numbers: list[str]) -> list[dict[str, str]]:
    """Of each revision, what is wrong with it; the store goes along."""
    found, before = [], shape(url)
    for number in numbers:
        with said() as statements:
            command.upgrade(migration_config(url), number)
            heard = [*statements]
        after = shape(url)
        (file,) = upkeep.VERSIONS.glob(f"{number}_*.py")
        found.append(unexcused(complaints(before, after, heard), contract_of(file), number))
        before = after
    return found


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = versions(tmp_path / "later")
    monkeypatch.setattr(upkeep, "VERSIONS", folder)
    return folder


def written(folder: Path, bodies: Sequence[str]) -> list[str]:
    """Revisions with these bodies, one on top of the other; their numbers."""
    before, numbers = revisions()[-1], [str(9001 + place) for place in range(len(bodies))]
    for number, body in zip(numbers, bodies, strict=True):
        head = "from bot.migrations.beside import create_index"
        write_revision(folder / f"{number}_one.py", body, number, before, head)
        before = number
    return numbers


def test_revisions_from_0040_on_are_survived_by_the_version_before(stores: Stores, tmp_path: Path) -> None:
    url = stores.bare("postgresql", tmp_path, "survived")
    new = [number for number in revisions() if int(number) >= FIRST]
    command.upgrade(migration_config(url), f"{FIRST - 1:04}")
    wrong = {number: found for number, found in zip(new, walk(url, new), strict=True) if found}
    assert wrong == {}, "see CONTRIBUTING.md, «A change of the store»"


def test_what_is_added_beside_what_there_is_is_survived(stores: Stores, tmp_path: Path, later: Path) -> None:
    url = stores.another("postgresql", tmp_path, "survived")
    assert walk(url, written(later, GOOD)) == [{}] * len(GOOD)


def test_what_the_version_before_needs_and_what_keeps_everybody_waiting_is_found(
    stores: Stores, tmp_path: Path, later: Path
) -> None:
    url = stores.another("postgresql", tmp_path, "survived")
    found = walk(url, written(later, tuple("\n".join(one.values()) for one in BAD)))
    assert [sorted(one) for one in found] == [sorted(one) for one in BAD]


def test_what_no_version_needs_any_more_may_go_in_a_later_release(stores: Stores, tmp_path: Path, later: Path) -> None:
    url = stores.another("postgresql", tmp_path, "survived")
    for number, before, column, since in (
        ("9001", revisions()[-1], "keyboard", "0039"),
        ("9002", "9001", "kept", "9002"),
    ):
        head = f'contract = {{"surface.{column}": "{since}"}}'
        write_revision(later / f"{number}_goes.py", f'op.drop_column("surface", "{column}")', number, before, head)
    first, second = walk(url, ["9001", "9002"])
    assert first == {} and [*second] == ["surface.kept"], "not in the release that has stopped needing it"

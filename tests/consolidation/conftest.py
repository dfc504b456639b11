"""Papers that are made at once, and say what they were made from: what makes the real ones has tests of its own."""

import pytest

from bot.consolidation.kinds import FORMS, PaperForm, PaperKind
from bot.consolidation.papers import makers
from bot.consolidation.papers.material import Maker, Material, Say
from tests.reminders.conftest import timed

__all__ = ["timed"]


def maker(kind: PaperKind, form: PaperForm) -> Maker:
    def make(_say: Say, material: Material) -> bytes:
        people = sum(1 for part in material.content.parts for row in part.rows if row.titles)
        return f"%PDF-1.7 {kind}.{form} {material.number} {material.at:%H:%M:%S.%f} {people}".encode()

    return make


@pytest.fixture(autouse=True)
def quick_makers(monkeypatch: pytest.MonkeyPatch) -> None:
    made = {(kind, form): maker(kind, form) for kind, forms in FORMS.items() for form in forms}
    monkeypatch.setattr(makers, "MAKERS", made)

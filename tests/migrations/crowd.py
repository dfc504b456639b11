# mypy: ignore-errors
"""The people who populate the old store: twins of those whom the tour leads, each with a chat that stands on something.

Part of make_store.py, which ran once; see there.
"""

from itertools import product
from typing import Any

import sqlalchemy as sa

from bot import drafts
from bot.database import Tx, columns
from bot.drafts import DraftRow
from bot.folding import fold
from bot.people.records import Grant, Person, Post, UnionMembership
from bot.surface import SurfaceRow
from tests.conversations.guide import Guide
from tests.office import Office, Phone

_FAMILY = ("Trần", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Dương", "Lý")
_MIDDLE = ("Minh", "Thanh", "Quang", "Thu")
_GIVEN = ("Bách", "Diệp", "Giang", "Khánh", "Lam", "Nghĩa", "Quyên", "Sơn", "Thảo", "Vân", "Yến", "Ân")
NAMES = tuple(" ".join(words) for words in product(_FAMILY, _MIDDLE, _GIVEN))


class Recorder(Guide):
    """Notes besides what Guide does by whom, with which numbers, and with what data each thing was shown."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.stood: dict[str, list[tuple[str, int, int]]] = {}
        """View -> (whose eyes, ref, page), each time."""
        self.asked: dict[tuple[str, str], list[tuple[str, dict[str, Any], bool]]] = {}
        """Flow and step -> (who, data, editing), each time."""

    async def sees(self, person: Phone, caption: str) -> None:
        await super().sees(person, caption)
        surfaces, rows = columns(SurfaceRow), columns(DraftRow)
        for row in await self.office.rows(sa.select(surfaces.c.spec).where(surfaces.c.chat_id == person.user_id)):
            if "view" in row.spec:
                name, ref, page = row.spec["view"]
                seen = self.stood.setdefault(name, [])
                if (person.name, ref, page) not in seen:
                    seen.append((person.name, ref, page))
            else:
                (draft,) = await self.office.rows(sa.select(rows).where(rows.c.id == row.spec["draft"]))
                self.asked.setdefault((draft.flow, draft.awaiting), []).append((person.name, draft.data, draft.editing))


class Crowd:
    """Twins join the office one by one: of a person's unit, union group and roles."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._names = iter(NAMES)
        self._made = 0

    async def named(self, of: str) -> str:
        return (await self.twin(of)).name

    async def twin(self, of: str) -> Phone:
        name, model = next(self._names), await self.office.person(of)
        self._made += 1
        made = self._made
        if not model.person_id:
            return await self.office.stranger(f"849{made:08d}")
        await self.office.database.run(lambda tx: _joins(tx, model.person_id, name, made))
        phone = await self.office.person(name)
        await phone.says("/menu")
        return phone


def _joins(tx: Tx, model: int, name: str, number: int) -> None:
    person = columns(Person)
    (row,) = tx.execute(sa.select(person).where(person.c.id == model)).mappings()
    new = dict(row) | {"code": f"TN9{number:03d}", "full_name": name, "folded": fold(name)}
    new["phone"] = f"+848{number:08d}"
    del new["id"]
    new["position"] = 1000 + number
    key = tx.execute(sa.insert(person).values(**new).returning(person.c.id)).scalar_one()
    for model_of in (Post, UnionMembership, Grant):
        table = columns(model_of)
        today = tx.clock.today()
        current = sa.and_(table.c.person_id == model, sa.or_(table.c.until.is_(None), table.c.until > today))
        for one in tx.execute(sa.select(table).where(current)).mappings().all():
            copy = dict(one) | {"person_id": key, "since": min(one["since"], today)}
            del copy["id"]
            tx.execute(sa.insert(table).values(**copy))


def begin_draft(tx: Tx, user_id: int, flow: str, data: dict[str, Any], awaiting: str, editing: bool) -> int:
    """An open dialogue at this question, as if it had been answered up to there."""
    return drafts.begin(tx, user_id, flow, data, awaiting, editing=editing).id

"""Leads through the screens and notes which of them were shown."""

import sqlalchemy as sa

from bot.address import chat
from bot.dialogue.drafts import DraftRow
from bot.dialogue.surface import SurfaceRow
from bot.playground.persons.phone import Seen
from bot.store.schema import columns
from tests.office import Office, Phone


class Guide:
    """Leads the tour and notes what was shown: which view, or which step of which flow, with the message itself."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.views: set[str] = set()
        self.steps: set[tuple[str, str]] = set()
        self.pages: list[tuple[str, Phone, Seen]] = []

    async def sees(self, person: Phone, caption: str) -> None:
        surfaces, drafts = columns(SurfaceRow), columns(DraftRow)
        rows = await self.office.rows(sa.select(surfaces.c.spec).where(surfaces.c.address == chat(person.user_id)))
        for row in rows:
            if "view" in row.spec:
                self.views.add(row.spec["view"][0])
            else:
                draft = (
                    await self.office.rows(
                        sa.select(drafts.c.flow, drafts.c.awaiting).where(drafts.c.id == row.spec["draft"])
                    )
                )[0]
                self.steps.add((draft.flow, draft.awaiting))
        self.pages.append((caption, person, person.screen))

    async def says(self, person: Phone, text: str, caption: str) -> None:
        await person.says(text)
        await self.sees(person, caption)

    async def taps(self, person: Phone, label: str, caption: str) -> None:
        await person.taps(label)
        await self.sees(person, caption)

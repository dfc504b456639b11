"""The department, whose people have used the bot before: what is decided about them may be written to them first."""

from collections.abc import AsyncIterator

import pytest

from tests.office import Office, Phone


class Department(Office):
    async def person(self, name: str, *, linked: bool = True, unit: str | None = None) -> Phone:
        phone = await super().person(name, linked=linked, unit=unit)
        self.world.came_before(phone.user_id)
        return phone


@pytest.fixture
async def office(sample_url: str) -> AsyncIterator[Office]:
    department = Department(sample_url)
    await department.open()
    yield department
    await department.close()

"""A house whose bells ring."""

from collections.abc import AsyncIterator

import pytest

from tests.bells.house import House, house_of
from tests.office import Office


@pytest.fixture
async def house(office: Office) -> AsyncIterator[House]:
    async with house_of(office) as opened:
        yield opened

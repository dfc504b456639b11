"""The bot at Zalo, for its tests."""

from collections.abc import AsyncIterator

import pytest

from tests.doors.zalobot.stage import ZaloOffice


@pytest.fixture
async def zalo(sample_url: str) -> AsyncIterator[ZaloOffice]:
    async with ZaloOffice(sample_url) as made:
        yield made

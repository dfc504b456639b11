"""An office with its web door for each test in a browser, in the browser's event loop."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.doors.web.stage import WebOffice
from tests.office import Office


@pytest_asyncio.fixture(loop_scope="session")
async def web(sample_url: str) -> AsyncIterator[WebOffice]:
    office = Office(sample_url)
    await office.open()
    async with WebOffice(office) as web:
        yield web
    await office.close()

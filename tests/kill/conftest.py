"""A stage for each test, on the engine the test asks for; whatever was done on it, its logs hold no secret."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.kill.stage import Stage, staged


@pytest.fixture
async def stage(sample_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(sample_url, tmp_path) as stage:
        yield stage
        stage.assert_quiet_logs()

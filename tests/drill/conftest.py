"""A stage for each drill, as in tests/kill: whatever is done on it, its logs hold no secret.

Which drill stands where: one chat's 429 and limits for all in tests/outbox/test_silence.py and
tests/notices/sending/test_throttled.py, storms of them in tests/outbox/test_weather.py; kills at each commit in
tests/kill; copies restored while letters go out in tests/kill/test_restored.py; connections to PostgreSQL that are cut
in tests/kill/test_replicas.py. Here: a line that breaks and truncates, a disk that is full, a leader that is stopped
and wakes, a clock that is set, a server of PostgreSQL that goes down, an update from the version before. Short in
`make test`, at length in `make drill`.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.kill.stage import Stage, staged


@pytest.fixture
async def stage(sample_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(sample_url, tmp_path) as stage:
        yield stage
        stage.assert_quiet_logs()

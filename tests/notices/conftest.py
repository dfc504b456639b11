"""The department for tests that look at its clock as well."""

import pytest

from tests.office import Office


@pytest.fixture
def timed(office: Office) -> Office:
    return office

import pytest

from bot.titles.catalogue import Catalogue, Regime
from bot.titles.loading import load


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="session")
def law_2003(catalogue: Catalogue) -> Regime:
    return catalogue.regime("A_2003")


@pytest.fixture(scope="session")
def law_2022(catalogue: Catalogue) -> Regime:
    return catalogue.regime("B2_2025")

"""Rows of any table by its name: stages are set in the store's own words, which outlive the names of classes."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.store.database import Tx


def table(name: str) -> sa.Table:
    return SQLModel.metadata.tables[name]


def add(tx: Tx, name: str, /, **values: Any) -> None:
    tx.execute(sa.insert(table(name)), values)


def change(tx: Tx, name: str, /, *conditions: Any, **values: Any) -> None:
    tx.execute(sa.update(table(name)).where(*conditions).values(**values))

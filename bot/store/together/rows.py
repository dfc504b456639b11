"""Rows that are given to a statement as one value: what each of many would have had a statement for is done by one."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa


def given(engine_name: str, **kinds: Any) -> Any:
    """A table to select from, with these columns; its rows are bound as `rows`, as `as_rows` makes them."""
    rows: Any = sa.bindparam("rows", type_=sa.Text)
    if engine_name == "postgresql":
        listed = sa.func.json_to_recordset(sa.cast(rows, sa.JSON))
        names = [sa.column(name, kind) for name, kind in kinds.items()]
        return listed.table_valued(*names, name="given").render_derived(with_types=True)
    each = sa.func.json_each(rows).table_valued("value")
    picked = [sa.func.json_extract(each.c.value, f"$.{name}", type_=kind).label(name) for name, kind in kinds.items()]
    return sa.select(*picked).subquery("given")


def named(column: Any) -> sa.ColumnElement[bool]:
    """The condition that the row is one of those whose keys are bound as `keys`: a server that does not know how many
    rows are given would else walk the whole table."""
    found: sa.ColumnElement[bool] = column.in_(sa.bindparam("keys", expanding=True))
    return found


def keys(rows: Sequence[Mapping[str, Any]], name: str) -> list[Any]:
    """The keys that `named` asks for."""
    return evenly(sorted({row[name] for row in rows}))


def as_rows(rows: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps(rows)


SHORT = 1024
"""Keys up to which a list is made even. Of longer ones there are few, and a statement takes 65,535 values at most."""


def evenly(keys: Sequence[Any]) -> list[Any]:
    """The same keys, the last one repeated up to a power of two: a list in a statement then has few lengths, and the
    statement few forms, which a server remembers."""
    if not 0 < len(keys) <= SHORT:
        return list(keys)
    return [*keys, *list(keys[-1:]) * ((1 << (len(keys) - 1).bit_length()) - len(keys))]

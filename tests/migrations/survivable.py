"""Faults of a revision for processes of the version before, which go on serving the store while those of the next one
start. Compared are the schemas before and after it, as PostgreSQL has them, and what the server was told."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

Shape = Mapping[str, Mapping[str, Any]]
"""Of tests/migrations/test_revisions.py: table -> what of it -> name -> as the server describes it."""
FIRST = 40
"""The first revision of which it is asked."""
BUSY = (
    *("inbox", "letter", "letter_part", "surface", "draft", "registration", "registration_version", "audit"),
    *("audit_seal", "web_message"),
)
"""Tables of many rows, which are written at every tap and for every letter."""
_VARCHAR = re.compile(r"VARCHAR(?:\((\d+)\))?")
_ALTERED = re.compile(r"^(ALTER|CREATE|DROP|UPDATE|DELETE|INSERT|TRUNCATE)\b", re.IGNORECASE)


@contextmanager
def said() -> Iterator[list[str]]:
    """The statements of any connection as long as this lasts, but for readings, and for Alembic's own."""
    statements: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if _ALTERED.match(statement := " ".join(statement.split())) and "alembic_version" not in statement:
            statements.append(statement)

    event.listen(sa.Engine, "before_cursor_execute", hear)
    try:
        yield statements
    finally:
        event.remove(sa.Engine, "before_cursor_execute", hear)


def complaints(before: Shape, after: Shape, statements: Sequence[str]) -> dict[str, str]:
    """What it is about, such as `letter.kind` -> what is wrong."""
    found = {table: "the table is gone" for table in before if table not in after}
    for table in before.keys() & after.keys():
        was, now = before[table], after[table]
        new = now["columns"].keys() - was["columns"].keys()
        for name, why in (
            *_columns(was["columns"], now["columns"]),
            *_uniques(was, now, new),
            *_checks(was["checks"], now["checks"], new),
            *_foreign_keys(was["foreign keys"], now["foreign keys"], new),
        ):
            found[f"{table}.{name}"] = why
        if was["primary key"] != now["primary key"]:
            found[table] = "its key is another one"
    return found | dict(_statements(before, statements))


def unexcused(found: Mapping[str, str], contract: Mapping[str, str], number: str) -> dict[str, str]:
    """Those that `contract` does not excuse: what it is about -> the revision, of an earlier release, with which the
    code stopped needing it."""
    excused = {about for about, since in contract.items() if int(since) < int(number)}
    return {about: why for about, why in found.items() if about not in excused}


def _columns(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in was.keys() - now.keys():
        yield name, "the column is gone, or has another name"
    for name, column in now.items():
        filled = column["nullable"] or column["default"] is not None or "identity" in column or "computed" in column
        if name not in was:
            if not filled:
                yield name, "the version before does not fill it: it needs a server_default, or to be nullable"
            continue
        if was[name]["nullable"] and not column["nullable"]:
            yield name, "the version before leaves it empty"
        if was[name]["default"] is not None and not filled:
            yield name, "the version before relies on its default"
        if was[name]["type"] != column["type"] and not _is_wider(was[name]["type"], column["type"]):
            yield name, f"{was[name]['type']} becomes {column['type']}"


def _is_wider(was: str, now: str) -> bool:
    """Only text grows without the table being written anew."""
    before, after = _VARCHAR.fullmatch(was), _VARCHAR.fullmatch(now)
    if before is None or (after is None and now != "TEXT"):
        return False
    return after is None or after[1] is None or (before[1] is not None and int(after[1]) >= int(before[1]))


def _uniques(was: Any, now: Any, new: set[str]) -> Iterator[tuple[str, str]]:
    before, after = ({**one["unique"], **_unique_indexes(one["indexes"])} for one in (was, now))
    for name in before.keys() - after.keys():
        yield name, "the version before relies on its being unique"
    for name in after.keys() - before.keys():
        columns = {column for column in after[name]["column_names"] if column}
        if not any(now["columns"][column]["nullable"] for column in columns & new):
            yield name, "the version before knows nothing of its being unique"


def _unique_indexes(indexes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: index for name, index in indexes.items() if index["unique"] and "duplicates_constraint" not in index}


def _checks(was: Mapping[str, Any], now: Mapping[str, Any], new: set[str]) -> Iterator[tuple[str, str]]:
    for name, check in now.items():
        if name not in was:
            if not any(re.search(rf"\b{column}\b", check["sqltext"]) for column in new):
                yield name, "the version before does not keep to it"
            continue
        allowed, before = (set(one["sqltext"].split("'")[1::2]) for one in (check, was[name]))
        if was[name]["sqltext"] != check["sqltext"] and not (before and before < allowed):
            yield name, "the version before does not keep to it"


def _foreign_keys(was: Mapping[str, Any], now: Mapping[str, Any], new: set[str]) -> Iterator[tuple[str, str]]:
    for name in now.keys() - was.keys():
        if not new.intersection(now[name]["constrained_columns"]):
            yield name, "the version before does not keep to it"


def _statements(before: Shape, statements: Sequence[str]) -> Iterator[tuple[str, str]]:
    beside = [statement for statement in statements if "CONCURRENTLY" in statement]
    if beside and len(beside) < len(statements):
        yield "index", "one that is made beside others' work has a revision of its own: nothing else is undone with it"
    for statement in statements:
        table = _table_of(statement)
        if table not in before:
            continue
        if re.match(r"CREATE (UNIQUE )?INDEX (?!CONCURRENTLY)", statement) and table in BUSY:
            yield f"{table}.index", "nobody may write meanwhile: create_index of bot/migrations/beside.py"
        if re.search(r"\bDROP COLUMN\b", statement):
            yield f"{table}.{statement.split()[-1]}", "the column is gone, or what it held"
        if statement.startswith(("UPDATE", "DELETE", "TRUNCATE", "INSERT")) and table in BUSY:
            yield table, "all who tap would wait until its rows are written: the code does it, some at a time"


def _table_of(statement: str) -> str:
    found = re.search(r"\b(?:ON|TABLE(?: ONLY)?|UPDATE|FROM|INTO|TRUNCATE) (?!IF\b)\"?(\w+)", statement)
    return found[1] if found else ""

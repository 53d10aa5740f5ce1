"""One kind of record in one table: typed values in, typed values out. Must not know which kinds there are."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, Table, delete, literal, select, tuple_
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError

from dryland.store.errors import translate

__all__ = ["Bind", "Page", "Repository", "translated"]

RecordT = TypeVar("RecordT", bound=msgspec.Struct)
Bind = Callable[[bool], AbstractContextManager[Connection]]
"""Gives a connection within a transaction; True when it is to write."""


class Page(NamedTuple):
    """Which part of a long list: at most `limit` records beyond the one whose keys are `after`."""

    limit: int = 100
    after: tuple[str | int, ...] | None = None
    newest_first: bool = False


@contextmanager
def translated() -> Generator[None]:
    """Turns the driver's errors into the store's."""
    try:
        yield
    except DBAPIError as error:
        cause = error.orig
        raise translate(cause if isinstance(cause, Exception) else error) from error


class Repository(Generic[RecordT]):
    """Saves and finds records of one kind; each call is a transaction unless it is made within one.

    Raises `StorageFault`: a conflict when another record holds a unique value or a referenced one is missing.
    """

    def __init__(self, bind: Bind, table: Table, kind: type[RecordT]) -> None:
        self._bind = bind
        self._table = table
        self._kind = kind

    def save(self, record: RecordT) -> None:
        """Add the record or replace the one with its key."""
        self.save_many((record,))

    def save_many(self, records: Iterable[RecordT]) -> None:
        """Add or replace all of them, or none."""
        rows: list[dict[str, Any]] = [msgspec.to_builtins(record, builtin_types=(bytes,)) for record in records]
        if not rows:
            return
        statement = insert(self._table)
        keys = [column.name for column in self._table.primary_key]
        others = {name: statement.excluded[name] for name in self._table.c.keys() if name not in keys}  # noqa: SIM118
        upsert = (
            statement.on_conflict_do_update(index_elements=keys, set_=others)
            if others
            else statement.on_conflict_do_nothing(index_elements=keys)
        )
        with translated(), self._bind(True) as connection:
            connection.execute(upsert, rows)

    def get(self, *key: str) -> RecordT | None:
        """The record with this key, in the order of the table's key columns."""
        found = self._find(select(self._table).where(*self._key_is(key)))
        return found[0] if found else None

    def get_many(self, ids: Sequence[str]) -> dict[str, RecordT]:
        """Those of the records that exist, by id."""
        column = next(iter(self._table.primary_key))
        found: dict[str, RecordT] = {}
        for start in range(0, len(ids), 500):
            for record in self._find(select(self._table).where(column.in_(ids[start : start + 500]))):
                found[getattr(record, column.name)] = record
        return found

    def remove(self, *key: str) -> None:
        """Take the record away; nothing happens when there is none."""
        with translated(), self._bind(True) as connection:
            connection.execute(delete(self._table).where(*self._key_is(key)))

    def _key_is(self, key: Sequence[str]) -> list[ColumnElement[bool]]:
        columns = list(self._table.primary_key)
        return [column == value for column, value in zip(columns, key, strict=True)]

    def _page(self, query: Select[Any], keys: Sequence[ColumnElement[Any]], page: Page) -> list[RecordT]:
        """A page of the query's records in the order of `keys`, whose last one must be unique."""
        if page.after is not None:
            mark = tuple_(*(literal(value) for value in page.after))
            query = query.where(tuple_(*keys) < mark if page.newest_first else tuple_(*keys) > mark)
        order = [key.desc() for key in keys] if page.newest_first else list(keys)
        return self._find(query.order_by(*order).limit(page.limit))

    def _find(self, query: Select[Any]) -> list[RecordT]:
        with translated(), self._bind(False) as connection:
            rows = connection.execute(query).mappings().all()
        names = self._kind.__struct_fields__
        return [msgspec.convert({n: row[n] for n in names}, self._kind, builtin_types=(bytes,)) for row in rows]

"""Keeps facts: the event log, samples, snapshots and plain records. Must not know what they mean on the floor."""

from dryland.store.errors import (
    DatabaseOutdated,
    DatabaseTooNew,
    DataFolderError,
    DataFolderInUse,
    MigrationFailed,
    Reason,
    StorageConflict,
    StorageCorrupt,
    StorageFault,
    StorageRejected,
    StorageUnavailable,
    StoreError,
)
from dryland.store.line import Line
from dryland.store.log import Append, OnDone, SampleReading, Snapshot, Store, StoredEvent, StreamHead, StreamKind
from dryland.store.memory import MemoryStore
from dryland.store.reader import SqliteReader
from dryland.store.samples import SampleColumns, SampleRow, pack_rr, unpack_rr
from dryland.store.sqlite import SqliteStore, open_history, open_store

__all__ = [
    "Append",
    "DataFolderError",
    "DataFolderInUse",
    "DatabaseOutdated",
    "DatabaseTooNew",
    "Line",
    "MemoryStore",
    "MigrationFailed",
    "OnDone",
    "Reason",
    "SampleColumns",
    "SampleReading",
    "SampleRow",
    "Snapshot",
    "SqliteReader",
    "SqliteStore",
    "StorageConflict",
    "StorageCorrupt",
    "StorageFault",
    "StorageRejected",
    "StorageUnavailable",
    "Store",
    "StoreError",
    "StoredEvent",
    "StreamHead",
    "StreamKind",
    "open_history",
    "open_store",
    "pack_rr",
    "unpack_rr",
]

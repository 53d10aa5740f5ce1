"""All kinds of records over one database, and transactions that span them. Must not know the log's tables."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from dryland.store.connection import DATABASE_NAME, LOCK_WAIT_MS
from dryland.store.migrate import check_revision
from dryland.store.records import tables
from dryland.store.records.access_repositories import Answers, Codes, Consents, Guardianships, Notices, SignIns
from dryland.store.records.finished import FinishedBundles
from dryland.store.records.priors_repositories import Figures, LiftedSets, Priors
from dryland.store.records.repositories import (
    BundleTemplates,
    Enrolments,
    Organisations,
    Plans,
    PlayerMaxes,
    Players,
    PlayerTests,
    Sessions,
    Teams,
    Tokens,
    Users,
)
from dryland.store.records.repository import Bind, translated
from dryland.store.records.surroundings_repositories import (
    Availabilities,
    CalendarEvents,
    EquipmentItems,
    Facilities,
)
from dryland.store.records.wear import EquipmentServices, EquipmentUses

__all__ = ["RecordSet", "Records", "memory_records", "open_records"]


class RecordSet:
    """A repository for each kind of record, all over the same connection or pool."""

    def __init__(self, bind: Bind) -> None:
        self.organisations = Organisations(bind)
        self.teams = Teams(bind)
        self.players = Players(bind)
        self.player_tests = PlayerTests(bind)
        self.player_maxes = PlayerMaxes(bind)
        self.users = Users(bind)
        self.plans = Plans(bind)
        self.bundle_templates = BundleTemplates(bind)
        self.sessions = Sessions(bind)
        self.enrolments = Enrolments(bind)
        self.tokens = Tokens(bind)
        self.sign_ins = SignIns(bind)
        self.codes = Codes(bind)
        self.guardianships = Guardianships(bind)
        self.consents = Consents(bind)
        self.facilities = Facilities(bind)
        self.equipment = EquipmentItems(bind)
        self.equipment_uses = EquipmentUses(bind)
        self.equipment_services = EquipmentServices(bind)
        self.finished_bundles = FinishedBundles(bind)
        self.availabilities = Availabilities(bind)
        self.calendar = CalendarEvents(bind)
        self.priors = Priors(bind)
        self.figures = Figures(bind)
        self.lifted_sets = LiftedSets(bind)
        self.notices = Notices(bind)
        self.answers = Answers(bind)


class Records(RecordSet):
    """Records of a node; calls may come from any thread, each takes its own connection.

    A write waits for the log's writer for a commit at most, so it belongs off the loop's thread.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        super().__init__(self._begin)

    @contextmanager
    def transaction(self) -> Generator[RecordSet]:
        """Repositories whose changes become visible together, or not at all when the block raises."""
        with translated(), self._begin(True) as connection:

            @contextmanager
            def within(_writes: bool) -> Generator[Connection]:
                yield connection

            yield RecordSet(within)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def _begin(self, writes: bool) -> Generator[Connection]:
        with self._engine.connect().execution_options(writes=writes) as connection, connection.begin():
            yield connection


def open_records(data_dir: Path) -> Records:
    """The records of a data folder whose database is up to date. Raises `DataFolderError`, `StorageFault`."""
    path = data_dir / DATABASE_NAME
    check_revision(path)
    engine = create_engine(
        URL.create("sqlite", database=str(path)), connect_args={"isolation_level": None, "timeout": LOCK_WAIT_MS / 1000}
    )
    _arrange(engine)
    return Records(engine)


def memory_records() -> Records:
    """Records that end with the process; for tests and demos."""
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"isolation_level": None, "check_same_thread": False}
    )
    _arrange(engine)
    tables.metadata.create_all(engine)
    return Records(engine)


def _arrange(engine: Engine) -> None:
    """The driver's own transactions are off; a writing one takes the lock at its start, so it never dies half-way."""

    def settings(raw: DBAPIConnection, _record: object) -> None:
        cursor = raw.cursor()
        for pragma in ("foreign_keys = ON", "synchronous = FULL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", settings)
    event.listen(engine, "begin", begin)

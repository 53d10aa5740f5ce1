"""Plain records come back as they were saved, by the questions the node asks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from dryland.contract.base import Role, WeightUnit, WorkoutType
from dryland.store import Append, DatabaseOutdated, StorageConflict, StorageFault, open_store
from dryland.store.records import (
    DatedValue,
    Enrolment,
    Organisation,
    Physiology,
    Plan,
    Player,
    PlayerTest,
    Quantity,
    Records,
    SessionRecord,
    Team,
    TokenRecord,
    User,
    memory_records,
    open_records,
)

from .facts import NOW_MS, event, head

CLUB = Organisation("club", "HC Nordlicht", NOW_MS)
TEAM = Team("u20", "club", "U20")
ANNA = Player("anna", "club", "Anna Berg", "u20", 17, date(2007, 3, 9), "female", WeightUnit.LBS)
TRAINER = User("kim", "club", "kim@example.org", "Kim", Role.TRAINER, NOW_MS, "$argon2id$v=19$x")
PLAN = Plan("2x10", "club", WorkoutType.CONDITIONING, "2 × 10 min", b'{"intervals":[]}', NOW_MS, template=True)
SESSION = SessionRecord("monday", "club", "Monday", WorkoutType.CONDITIONING, "kim", NOW_MS, plan_id="2x10")


@pytest.fixture(params=["memory", "sqlite"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Records]:
    if request.param == "memory":
        opened = memory_records()
    else:
        open_store(tmp_path, loop=None).close()
        opened = open_records(tmp_path)
    yield opened
    opened.close()


def furnish(records: Records) -> None:
    records.organisations.save(CLUB)
    records.teams.save(TEAM)
    records.players.save(ANNA)
    records.users.save(TRAINER)
    records.plans.save(PLAN)
    records.sessions.save(SESSION)
    records.enrolments.save(Enrolment("monday", "anna"))


def test_every_kind_comes_back_as_it_was_saved(records: Records) -> None:
    furnish(records)
    token = TokenRecord("t1", "club", Role.WALL, "Wall by the door", NOW_MS, session_id="monday", expires_at_ms=NOW_MS)
    records.tokens.save(token)
    assert records.organisations.all() == [CLUB]
    assert records.teams.of_org("club") == [TEAM]
    assert records.players.get("anna") == ANNA
    assert records.players.of_team("u20") == records.players.of_org("club") == [ANNA]
    assert records.users.by_login("kim@example.org") == TRAINER
    assert records.users.of_org("club") == [TRAINER]
    assert records.plans.of_org("club", workout_type=WorkoutType.CONDITIONING, templates_only=True) == [PLAN]
    assert records.plans.of_org("club", workout_type=WorkoutType.AGILITY) == []
    assert records.sessions.of_player("anna") == records.sessions.of_org("club") == [SESSION]
    assert records.enrolments.of_session("monday") == ["anna"]
    assert records.tokens.of_org("club") == [token]


def test_saving_again_replaces(records: Records) -> None:
    furnish(records)
    records.players.save(Player("anna", "club", "Anna Lind"))
    records.enrolments.save(Enrolment("monday", "anna"))
    assert records.players.get("anna") == Player("anna", "club", "Anna Lind")
    assert records.enrolments.of_session("monday") == ["anna"]


def test_removing_takes_one_away(records: Records) -> None:
    furnish(records)
    records.enrolments.remove("monday", "anna")
    records.enrolments.remove("monday", "nobody")
    assert records.enrolments.of_session("monday") == []
    assert records.sessions.of_player("anna") == []


def test_what_does_not_exist_is_none(records: Records) -> None:
    assert records.players.get("nobody") is None
    assert records.users.by_login("nobody") is None
    assert records.players.get_many(["nobody"]) == {}
    assert records.organisations.all() == []


def test_a_login_belongs_to_one_user(records: Records) -> None:
    furnish(records)
    with pytest.raises(StorageConflict):
        records.users.save(User("other", "club", "kim@example.org", "Other", Role.PLAYER, NOW_MS))


def test_a_transaction_that_raises_leaves_nothing(records: Records) -> None:
    furnish(records)

    def add_team_and_taken_login() -> None:
        with records.transaction() as together:
            together.teams.save(Team("u18", "club", "U18"))
            together.users.save(User("other", "club", "kim@example.org", "Other", Role.PLAYER, NOW_MS))

    with pytest.raises(StorageConflict):
        add_team_and_taken_login()
    assert records.teams.of_org("club") == [TEAM]


def test_records_that_refer_to_nothing_are_refused_on_disk(tmp_path: Path) -> None:
    open_store(tmp_path, loop=None).close()
    records = open_records(tmp_path)
    with pytest.raises(StorageConflict):
        records.teams.save(TEAM)
    records.close()


def test_physiology_is_what_was_known_on_the_day(records: Records) -> None:
    furnish(records)
    records.player_tests.save_many(
        [
            PlayerTest("anna", Quantity.FTP_W, date(2026, 1, 10), 205.0, "20 min"),
            PlayerTest("anna", Quantity.FTP_W, date(2026, 5, 2), 221.0, "20 min"),
            PlayerTest("anna", Quantity.HR_MAX, date(2026, 3, 1), 196.0),
        ]
    )
    spring = records.player_tests.physiology(["anna", "nobody"], date(2026, 4, 1))
    assert spring["anna"] == Physiology(
        ftp_w=DatedValue(205.0, date(2026, 1, 10)), hr_max=DatedValue(196.0, date(2026, 3, 1))
    )
    assert spring["nobody"] == Physiology()
    assert records.player_tests.physiology(["anna"], date(2026, 5, 2))["anna"].ftp_w == DatedValue(
        221.0, date(2026, 5, 2)
    )
    assert len(records.player_tests.of_player("anna")) == 3


def test_every_quantity_has_its_place_in_physiology() -> None:
    assert set(Quantity) == set(Physiology.__struct_fields__)


def test_a_token_is_taken_back_once(records: Records) -> None:
    furnish(records)
    records.tokens.save(TokenRecord("t1", "club", Role.DEVICE, "Tablet 1", NOW_MS))
    assert records.tokens.revoked() == []
    assert records.tokens.revoke("t1", NOW_MS + 5)
    assert not records.tokens.revoke("t1", NOW_MS + 9)
    assert not records.tokens.revoke("unknown", NOW_MS)
    assert [token.revoked_at_ms for token in records.tokens.revoked()] == [NOW_MS + 5]


def test_pages_of_players_are_in_order_and_complete(records: Records) -> None:
    furnish(records)
    records.players.save_many(Player(f"p{index}", "club", f"Player {index:03d}") for index in range(25))
    pages = [records.players.of_org("club", limit=10, offset=offset) for offset in (0, 10, 20)]
    names = [player.name for page in pages for player in page]
    assert len(names) == 26
    assert names == sorted(names)


def test_ten_thousand_players_and_four_hundred_sessions_are_saved_in_seconds(tmp_path: Path) -> None:
    open_store(tmp_path, loop=None).close()
    records = open_records(tmp_path)
    furnish(records)
    started = time.process_time()
    with records.transaction() as together:
        players = [Player(f"p{index}", "club", f"Player {index}", "u20", index % 99) for index in range(10_000)]
        together.players.save_many(players)
        sessions = range(400)
        together.sessions.save_many(
            SessionRecord(f"s{index}", "club", f"Session {index}", WorkoutType.STRENGTH, "kim", NOW_MS)
            for index in sessions
        )
        together.enrolments.save_many(Enrolment(f"s{index % 400}", f"p{index}") for index in range(10_000))
    spent_s = time.process_time() - started
    assert len(records.players.of_org("club")) == 10_001
    assert len(records.players.get_many([player.id for player in players])) == 10_000
    records.close()
    assert spent_s < 2.0, spent_s


def test_records_and_facts_are_written_at_the_same_time(tmp_path: Path) -> None:
    store = open_store(tmp_path, loop=None)
    store.append_and_wait(Append(new_streams=[head("a")]))
    records = open_records(tmp_path)
    furnish(records)
    faults: list[StorageFault | None] = []
    with ThreadPoolExecutor(max_workers=2) as others:
        saving = [
            others.submit(records.players.save, Player(f"p{number}", "club", f"Player {number}"))
            for number in range(100)
        ]
        for seq in range(1, 201):
            store.append(Append(events=[event("a", seq)]), faults.append)
        for each in saving:
            each.result()
    store.close()
    assert faults == [None] * 200
    assert len(records.players.of_org("club")) == 101
    records.close()


def test_records_of_a_folder_without_database_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseOutdated):
        open_records(tmp_path)

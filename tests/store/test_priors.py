"""What is known of players before a session: one body of a kind, imported sets once each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dryland.store import open_store
from dryland.store.records import LiftedSet, Organisation, Player, PlayerPriors, Records, memory_records, open_records

from .facts import NOW_MS


@pytest.fixture(params=["memory", "sqlite"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Records]:
    if request.param == "memory":
        opened = memory_records()
    else:
        open_store(tmp_path, loop=None).close()
        opened = open_records(tmp_path)
    opened.organisations.save(Organisation("club", "Club", NOW_MS))
    opened.players.save_many([Player("anna", "club", "Anna"), Player("ida", "club", "Ida")])
    yield opened
    opened.close()


def test_the_newest_priors_of_a_kind_are_kept_for_each_player(records: Records) -> None:
    records.priors.save(PlayerPriors("anna", "strength", b'{"a":1}', NOW_MS))
    records.priors.save(PlayerPriors("anna", "agility", b'{"b":1}', NOW_MS))
    records.priors.save(PlayerPriors("anna", "strength", b'{"a":2}', NOW_MS + 1))
    assert records.priors.of_players(["anna", "ida"], "strength") == {"anna": b'{"a":2}'}
    assert [(each.kind, each.body) for each in records.priors.of_player("anna")] == [
        ("agility", b'{"b":1}'),
        ("strength", b'{"a":2}'),
    ]


def test_a_set_that_is_imported_again_is_kept_once(records: Records) -> None:
    first = LiftedSet("anna", "x1", NOW_MS, b"{}")
    later = LiftedSet("anna", "x2", NOW_MS - 5, b"{}")
    assert records.lifted_sets.add_new([first, later, first]) == 2
    assert records.lifted_sets.add_new([first, later, LiftedSet("ida", "x1", NOW_MS, b"{}")]) == 1
    assert records.lifted_sets.of_player("anna") == [later, first]

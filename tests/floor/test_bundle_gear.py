"""Items that break and come back: nobody keeps a broken one, nothing is given twice, no gap while something is free."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dryland.contract.base import Role, WorkoutType
from dryland.contract.bundles import BundleCreated, BundleSession, EquipmentNeed, ResourceAllocation
from dryland.floor.bundle import CREATED, Bundle, BundleLedger, capacity_of
from dryland.floor.bundle_gear import decide_gear
from dryland.floor.settings import FloorSettings
from dryland.floor.stock import KnownItem, Stock
from dryland.floor.workout import Context
from tests.floor.world import T0

BIKES = [f"bike-{number}" for number in range(1, 8)]
CONTEXT = Context(T0, T0, "t1", Role.TRAINER, None, FloorSettings())
WANTED = (3, 2)
TAKEN = frozenset({"bike-7"})


def bundle() -> Bundle:
    made = Bundle("b", "club", "e")
    free = iter(BIKES)
    sessions = tuple(
        BundleSession(
            session_id=f"s{place}",
            workout_type=WorkoutType.CONDITIONING,
            name="Bikes",
            participant_ids=(),
            resources=ResourceAllocation(
                equipment=(EquipmentNeed(type="bike", count=count, per_player=1),),
                item_ids=tuple(next(free) for _ in range(count)),
            ),
        )
        for place, count in enumerate(WANTED)
    )
    ledger = BundleLedger(made, CONTEXT)
    ledger.add(CREATED, BundleCreated, bundle_name="B", sessions=sessions, total_participants=0)
    made.evolve(*ledger.entries[0])
    return made


@settings(max_examples=100, deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from(BIKES), st.booleans()), min_size=1, max_size=20))
def test_gear_follows_what_works_through_any_sequence(steps: list[tuple[str, bool]]) -> None:
    made = bundle()
    works = dict.fromkeys(BIKES, True)
    for item_id, is_well in steps:
        works[item_id] = is_well
        stock = Stock({}, [KnownItem(each, "bike", works[each]) for each in BIKES])
        decided = decide_gear(made, list(made.sessions), stock, TAKEN, CONTEXT)
        for entry in decided.entries:
            made.evolve(entry.name, entry.fact)
        assert bool(decided.entries) == bool(decided.changes)
        held = [each for session in made.sessions.values() for each in session.resources.item_ids or ()]
        assert len(held) == len(set(held)), "nothing is given twice"
        assert not set(held) & TAKEN
        assert all(works[each] for each in held), "nobody keeps what is broken"
        free = {each for each in BIKES if works[each]} - set(held) - TAKEN
        for session, wanted in zip(made.sessions.values(), WANTED, strict=True):
            resources = session.resources
            missing = sum(need.count for need in resources.missing or ())
            assert missing + len(resources.item_ids or ()) == wanted, "gaps and items add up"
            assert capacity_of(resources) == wanted - missing
            assert not (missing and free), "no gap while something is free"
        assert not decide_gear(made, list(made.sessions), stock, TAKEN, CONTEXT).entries, "once is enough"

"""Lifts by their names: what has a heaviest rep, and what has none."""

import pytest

from dryland.floor.lifts import has_one_rep_max, lift_code


@pytest.mark.parametrize("name", [
    "Kettlebell Swing", "KB swings", "Push-up", "Push Ups", "Burpees", "Plank", "Farmer's walk", "Farmers Walk",
    "Box Jumps", "Wall Ball", "Sled Push", "Sit-ups", "Suitcase Carry", "Medicine Ball Slam",
])  # fmt: skip
def test_what_is_not_done_for_one_heavy_rep_has_no_one_rep_max(name: str) -> None:
    assert not has_one_rep_max(lift_code(name))
    assert not has_one_rep_max(f"{lift_code(name)}:left")


@pytest.mark.parametrize("name", [
    "Back Squat", "Bench Press", "Push Press", "Pull-up", "Chin-up", "Deadlift", "Power Clean", "Step-up", "Leg Press",
    "High Pull", "Bulgarian Split Squat",
])  # fmt: skip
def test_a_lift_that_can_be_heavy_has_one(name: str) -> None:
    assert has_one_rep_max(lift_code(name))

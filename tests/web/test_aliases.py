"""Aliases for walls: short, nobody's name, worn once."""

import re

from hypothesis import given
from hypothesis import strategies as st

from dryland.web.aliases import WORDS, free_alias

NAMES = st.lists(st.one_of(st.sampled_from(["Björn Wolf", "Lo Elk-Star", "fox", "Ann Ek"]), st.text(max_size=12)))


@given(names=NAMES, count=st.integers(1, 300), place=st.integers(0, 1_000))
def test_an_alias_is_short_worn_once_and_in_no_name(names: list[str], count: int, place: int) -> None:
    taken: set[str] = set()
    for _ in range(count):
        alias = free_alias(taken, names, lambda free: free[place % len(free)])
        assert alias not in taken
        assert len(alias) <= 5
        assert re.sub(r"\d", "", alias).casefold() not in {part.casefold() for name in names for part in name.split()}
        taken.add(alias)


def test_the_words_are_two_to_four_capitals_and_different() -> None:
    assert len(set(WORDS)) == len(WORDS)
    assert all(re.fullmatch(r"[A-Z]{3,4}", word) for word in WORDS)


def test_a_word_without_a_digit_comes_first() -> None:
    worn = set(WORDS[1:])
    assert free_alias(worn, [], lambda free: free[0]) == WORDS[0]
    assert free_alias(set(WORDS), [], lambda free: free[0]) == f"{WORDS[0]}2"

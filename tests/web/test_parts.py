"""The parts of identity on their own: guessing is slowed, codes are readable, revoked visitors are put out."""

import re

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from dryland.contract.base import Role
from dryland.store.records import Category, Consent, WallShows
from dryland.web.codes import ALPHABET, make_code, qr_svg, read_code
from dryland.web.doorkeeper import EXPIRED, REVOKED, Doorkeeper
from dryland.web.identity import BadToken, Identity, TokenSigner
from dryland.web.passwords import Passwords, normal_login, weakness
from dryland.web.privacy import Privacy
from dryland.web.throttle import Throttle

KEY = b"k" * 48


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=60))
def test_a_guesser_waits_ever_longer(pauses_ms: list[int]) -> None:
    throttle, now_ms, tries = Throttle(free=5), 1_000, 0
    for pause_ms in pauses_ms:
        now_ms += pause_ms
        if throttle.wait_ms("anna", now_ms) == 0:
            throttle.tried("anna", now_ms)
            tries += 1
    longest = sum(min(900_000, 1_000 << over) for over in range(max(0, tries - 5)))
    assert now_ms - 1_000 >= longest
    throttle.succeeded("anna")
    assert throttle.wait_ms("anna", now_ms) == 0


def test_quiet_keys_are_forgotten() -> None:
    throttle = Throttle(free=2)
    for number in range(5_000):
        throttle.tried(f"address-{number}", 0)
    throttle.tried("late", 4_000_000)
    assert len(throttle._counts) == 1


@given(st.integers(6, 12))
def test_codes_are_read_as_people_type_them(length: int) -> None:
    code = make_code(length)
    letters = code.replace("-", "")
    assert len(letters) == length
    assert set(letters) <= set(ALPHABET)
    assert read_code(code) == read_code(code.lower()) == read_code(f" {letters} ") == letters


def test_a_qr_picture_is_plain_svg() -> None:
    picture = qr_svg("https://gym.example/join#code=ABCD2345")
    assert re.match(r"<svg [^>]*viewBox", picture)
    assert "<script" not in picture


def doorkeeper() -> tuple[Doorkeeper[str], TokenSigner, list[tuple[str, str]]]:
    out: list[tuple[str, str]] = []
    signer = TokenSigner(KEY)
    return Doorkeeper(signer, lambda visitor, reason: out.append((visitor, reason))), signer, out


def test_whoever_came_with_a_token_goes_with_it() -> None:
    keeper, signer, out = doorkeeper()
    wall = Identity("w", Role.WALL, "club", token_id="t1")
    person = Identity("a", Role.TRAINER, "club", token_id="t2", sign_in="s1")
    other = Identity("a", Role.TRAINER, "club", token_id="t3", sign_in="s1")
    for visitor, identity in (("one", wall), ("two", wall), ("three", person), ("four", other)):
        keeper.came(visitor, keeper.read(signer.sign(identity, 0, 100), 1))
    keeper.left("two")
    assert keeper.revoke("t1") == 1
    assert keeper.revoke("s1") == 2
    assert sorted(out) == [("four", REVOKED), ("one", REVOKED), ("three", REVOKED)]
    assert len(keeper) == 0
    for identity in (wall, person):
        with pytest.raises(BadToken, match="taken back"):
            keeper.read(signer.sign(identity, 0, 100), 1)


def test_a_token_that_is_over_ends_its_connection_unless_a_sign_in_stands_behind_it() -> None:
    keeper, signer, out = doorkeeper()
    for visitor, identity in (
        ("wall", Identity("w", Role.WALL, "club", token_id="t1")),
        ("person", Identity("a", Role.TRAINER, "club", token_id="t2", sign_in="s1")),
        ("gone", Identity("g", Role.WALL, "club", token_id="t3")),
    ):
        keeper.came(visitor, keeper.read(signer.sign(identity, 0, 100), 1))
    keeper.left("gone")
    keeper.sweep(99)
    assert out == []
    keeper.sweep(100)
    assert out == [("wall", EXPIRED)]


async def test_passwords_are_checked_in_constant_shape() -> None:
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    kept = await passwords.hash("flat-pucks-glide")
    assert await passwords.check("flat-pucks-glide", kept)
    assert not await passwords.check("other", kept)
    assert not await passwords.check("flat-pucks-glide", None)
    assert not await passwords.check("flat-pucks-glide", "not a hash")
    assert not passwords.is_outdated(kept)
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    assert stronger.is_outdated(kept)
    for each in (passwords, stronger):
        each.close()


def test_logins_are_compared_without_case_and_composed() -> None:
    assert normal_login(" ÅSA@Example.org ") == normal_login("A\u030asa@example.ORG")
    assert weakness("long-enough-9", "anna") is None
    assert weakness("anna-anna-anna", "anna@example.org") is not None


@given(answers=st.lists(st.booleans(), max_size=6), assumed=st.booleans(), choice=st.sampled_from(WallShows))
def test_the_newest_answer_counts_and_a_refusal_never_shows_a_zone(
    answers: list[bool], assumed: bool, choice: WallShows
) -> None:
    privacy = Privacy(tuple(Category) if assumed else ())
    for number, granted in enumerate(answers):
        for category in Category:
            consent = Consent(str(number), "p", category, granted, "p", False, number, "words")
            privacy.answered(consent, "club")
    privacy.chose("p", choice)
    allowed = answers[-1] if answers else assumed
    assert all(privacy.allows("p", category) is allowed for category in Category)
    assert privacy.allows_heart_rate("p") is allowed
    if not allowed:
        assert privacy.on_wall("p") in {WallShows.NUMBER_ONLY, WallShows.ALIAS_ONLY, WallShows.OFF}
    else:
        assert privacy.on_wall("p") is choice

"""A made-up player's true body: figures that no test on the floor ever sees, drawn from a seed.

Distributions are those of a junior to senior squad; sources stand beside the figures they come from. Knows no session.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Final

__all__ = ["Athlete", "Measured", "draw_athlete", "draw_squad", "measure"]

FIRST_NAMES: Final = {
    "female": (
        "Alva", "Ida", "Klara", "Lova", "Maja", "Saga", "Stella", "Tuva", "Wilma", "Ebba", "Elsa", "Freja", "Agnes",
        "Astrid", "Linnea", "Molly", "Nora", "Signe", "Tyra", "Vera", "Emily", "Grace", "Hannah", "Olivia",
    ),
    "male": (
        "Axel", "Elias", "Emil", "Filip", "Hugo", "Jonas", "Lucas", "Nils", "Noah", "Oskar", "Theo", "Viktor",
        "Adam", "Albin", "Anton", "Erik", "Gustav", "Isak", "Ludvig", "Melker", "Jack", "Oliver", "Ryan", "Thomas",
    ),
}  # fmt: skip
LAST_NAMES: Final = (
    "Andersson", "Berg", "Dahl", "Ek", "Forsberg", "Gustafsson", "Holm", "Isaksson", "Jansson", "Karlsson", "Lind",
    "Mattsson", "Nyberg", "Olsson", "Persson", "Rask", "Sandin", "Hughes", "Ullberg", "Walker", "Wallin", "Åkesson",
    "Öberg", "Bennett",
)  # fmt: skip
"""As many of each as make a squad, invented; so that another list of the same length changes no body."""

LIFTS: Final = {"back_squat": 1.75, "bench_press": 1.25, "deadlift": 2.0, "power_clean": 1.1, "bent_over_row": 1.05}
"""Typical 1RM of trained young players as a multiple of body mass; a squad spreads widely around it."""


@dataclass(frozen=True, slots=True)
class Athlete:
    """Hidden truth about one player. Units as in the names; `*_s` are seconds, `*_pct` percent."""

    number: int
    name: str
    sex: str
    age_y: int
    mass_kg: float
    hr_max: int
    hr_rest: int
    hr_per_w: float
    hr_on_s: float
    hr_off_s: float
    hr_drift_per_h: float
    hr_noise_sd: float
    cp_w: float
    w_prime_j: float
    pacing_sd: float
    one_rm_kg: dict[str, float]
    day_form: float
    fatigue_per_set: float
    fatigue_half_life_s: float
    rpe_bias: float
    rpe_noise_sd: float
    v1rm_ms: float
    velocity_slope_ms: float
    agility_skill: float
    learning_share: float
    trial_noise: float
    fault_rate: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What tests have found out about a player: the truth with each test's error."""

    hr_max: int
    hr_rest: int
    lthr: int
    ftp_w: float
    cp_w: float
    w_prime_j: float
    mass_kg: float
    age_y: float
    sex: str


def draw_athlete(number: int, rng: random.Random) -> Athlete:
    """One player of a squad. The same generator state gives the same player."""
    sex = rng.choice(("male", "female"))
    age_y = rng.randint(16, 32)
    mass_kg = round(rng.gauss(84 if sex == "male" else 68, 7), 1)
    hr_max = round(rng.gauss(211 - 0.64 * age_y, 8))
    hr_rest = round(rng.gauss(54, 5))
    cp_w = rng.gauss(3.6 if sex == "male" else 3.2, 0.4) * mass_kg
    strength = rng.lognormvariate(0, 0.13) * (1.0 if sex == "male" else 0.78)
    return Athlete(
        number=number,
        name=f"{rng.choice(FIRST_NAMES[sex])} {rng.choice(LAST_NAMES)}",
        sex=sex,
        age_y=age_y,
        mass_kg=mass_kg,
        hr_max=hr_max,
        hr_rest=hr_rest,
        hr_per_w=(0.92 * hr_max - hr_rest - 35) / cp_w,
        hr_on_s=rng.uniform(22, 38),
        hr_off_s=rng.uniform(32, 60),
        hr_drift_per_h=rng.uniform(2, 10),
        hr_noise_sd=rng.uniform(0.6, 1.6),
        cp_w=cp_w,
        w_prime_j=rng.gauss(20_000 if sex == "male" else 15_000, 2_500),
        pacing_sd=rng.uniform(0.02, 0.06),
        one_rm_kg={lift: ratio * mass_kg * strength * rng.lognormvariate(0, 0.08) for lift, ratio in LIFTS.items()},
        day_form=rng.gauss(1, 0.025),
        fatigue_per_set=rng.uniform(0.004, 0.014),
        fatigue_half_life_s=rng.uniform(240, 600),
        rpe_bias=rng.gauss(0, 0.3),
        rpe_noise_sd=rng.uniform(0.3, 0.7),
        v1rm_ms=rng.gauss(0.30, 0.03),
        velocity_slope_ms=rng.gauss(1.35, 0.10),
        agility_skill=rng.gauss(1.0, 0.035),
        learning_share=rng.uniform(0.01, 0.04),
        trial_noise=rng.uniform(0.008, 0.02),
        fault_rate=rng.uniform(0.03, 0.15),
    )


def draw_squad(count: int, seed: int) -> list[Athlete]:
    """A squad with jersey numbers of its own. Same count and seed, same squad."""
    rng = random.Random(seed)
    numbers = rng.sample(range(1, 100), count) if count < 100 else [place % 100 for place in range(count)]
    squad: list[Athlete] = []
    taken: set[str] = set()
    for number in numbers:
        athlete = draw_athlete(number, rng)
        squad.append(replace(athlete, name=_unlike(athlete.name, taken)))
        taken.add(squad[-1].name)
    return squad


def _unlike(name: str, taken: set[str]) -> str:
    """The name, with the next last names in turn while somebody of the squad has it already; in the end as it is."""
    first, _, last = name.partition(" ")
    begin = LAST_NAMES.index(last)
    turns = (f"{first} {LAST_NAMES[(begin + turn) % len(LAST_NAMES)]}" for turn in range(len(LAST_NAMES)))
    return next((each for each in turns if each not in taken), name)


def measure(athlete: Athlete, rng: random.Random) -> Measured:
    """What a season's tests would say: HRmax within 3 bpm, CP within 3 %, W′ within 12 % (typical test errors)."""
    cp_w = athlete.cp_w * rng.gauss(1, 0.03)
    hr_max = athlete.hr_max + round(rng.gauss(0, 2))
    return Measured(
        hr_max=hr_max,
        hr_rest=athlete.hr_rest + round(rng.gauss(0, 2)),
        lthr=round(0.9 * hr_max),
        ftp_w=float(round(0.96 * cp_w)),
        cp_w=float(round(cp_w)),
        w_prime_j=float(round(athlete.w_prime_j * rng.gauss(1, 0.12), -2)),
        mass_kg=athlete.mass_kg,
        age_y=float(athlete.age_y),
        sex=athlete.sex,
    )

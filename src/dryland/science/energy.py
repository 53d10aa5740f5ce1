"""Energy spent, from heart rate or from mechanical work. Knows no ergometer."""

from __future__ import annotations

from dryland.science.inputs import finite_inputs
from dryland.science.ranges import by_sex, non_negative, positive

__all__ = ["kcal_from_power", "kcal_keytel"]

_KJ_PER_KCAL = 4.184


@finite_inputs
def kcal_keytel(sex: str, hr: float, kg: float, age: float, minutes: float, *, min_hr: float = 90.0) -> float | None:
    """Energy [kcal] from heart rate [bpm], body mass [kg] and age [y], the model without VO2max; None below 90 bpm.

    Validated for 18-45 y, 47-120 kg, 57-90 % HRmax, R² .734; the women's mass term is negative. Source: Keytel 2005,
    J Sports Sci 23:289, doi:10.1080/02640410470001730089.
    """
    if hr < min_hr:
        return None
    constant, per_bpm, per_kg, per_year = by_sex(
        sex, (-55.0969, 0.6309, 0.1988, 0.2017), (-20.4022, 0.4472, -0.1263, 0.074)
    )
    kj_per_min = constant + per_bpm * hr + per_kg * positive("kg", kg) + per_year * non_negative("age", age)
    return non_negative("minutes", minutes) * kj_per_min / _KJ_PER_KCAL


def kcal_from_power(watts: float, seconds: float, efficiency: float = 0.24) -> float | None:
    """Energy [kcal] = mechanical kJ/4.184/gross efficiency; None outside 0.20-0.25, the range of trained cycling.

    By definition of gross efficiency; watts from 0, seconds from 0.
    """
    if not 0.20 <= efficiency <= 0.25:
        return None
    return non_negative("watts", watts) * non_negative("seconds", seconds) / 1000 / _KJ_PER_KCAL / efficiency

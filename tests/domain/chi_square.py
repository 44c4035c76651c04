"""Pearson's chi-square test."""

from collections.abc import Sequence
from math import exp, lgamma, log

_TERMS = 10_000
_EPSILON = 1e-14


def statistic(observed: Sequence[int], expected: Sequence[float]) -> float:
    """Return Pearson's sum of squared differences over expectations."""
    return sum((seen - due) ** 2 / due for seen, due in zip(observed, expected, strict=True))


def p_value(chi_square: float, freedom: int) -> float:
    """Return the chance of at least `chi_square` with that many degrees of freedom: Q(freedom/2, chi_square/2).

    The regularised incomplete gamma function by its series (Abramowitz and Stegun, 6.5.29).
    """
    a, x = freedom / 2, chi_square / 2
    if x <= 0:
        return 1.0
    term = total = 1 / a
    for n in range(1, _TERMS):
        term *= x / (a + n)
        total += term
        if term < total * _EPSILON:
            break
    return max(0.0, 1 - total * exp(a * log(x) - x - lgamma(a)))

"""Beta calibration: a curve that turns the probability of a decision into a confidence."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from repair.pipeline.ranking.ranking_model import Curve
from repair.pipeline.ranking.trees import Floats, logistic

_STEPS = 100  # linear segments of a calibration curve
_CLIP = 1e-4  # probabilities are clipped to [_CLIP, 1 - _CLIP], and confidences within the fit to its square
_LOWEST_CEILING = 0.8  # lowest confidence at which a curve may end
_CERTAIN = 20.0  # strength of the prior of the ceiling: that of so many right decisions of probability 1


def beta_calibration(outcomes: Iterable[tuple[float, float]]) -> Curve:
    """Return the calibration curve of (probability, 1 if right else 0) pairs, by monotonic beta calibration.

    The log-odds of the confidence are linear in ln p and -ln(1 - p) (Kull, Silva Filho and Flach 2017). Where even the
    surest decisions are wrong at times, as in copy that its sources tell loosely, the curve ends below 1: the
    confidence is that of the method times a ceiling. Weak priors pull the parameters towards the identity and the
    ceiling towards 1, so few decisions change the curve little. Isotonic regression fits the same decisions better and
    those of new stories worse.
    """
    from scipy.optimize import minimize

    pairs = np.asarray([*outcomes], dtype=np.float64).reshape(-1, 2)
    terms, right = _beta_terms(pairs[:, 0]), pairs[:, 1]
    identity = np.asarray([1.0, 1.0, 0.0, 1.0])

    def loss(parameters: Floats) -> tuple[float, Floats]:
        ceiling, off = parameters[-1], parameters[:-1] - identity[:-1]
        below = logistic(terms @ parameters[:-1])
        confidence = np.clip(ceiling * below, _CLIP**2, 1.0 - _CLIP**2)
        losses = -right * np.log(confidence) - (1.0 - right) * np.log1p(-confidence)
        slopes = (confidence - right) / (1.0 - confidence)  # of the losses, by the logarithm of the confidence
        gradient = np.append(terms.T @ (slopes * (1.0 - below)) + 2 * off, (slopes.sum() - _CERTAIN) / ceiling)
        return float(losses.sum() + off @ off - _CERTAIN * np.log(ceiling)), gradient

    bounds = [(0.0, None), (0.0, None), (None, None), (_LOWEST_CEILING, 1.0)]
    fitted = minimize(loss, identity, jac=True, method="L-BFGS-B", bounds=bounds).x
    steps = np.linspace(0.0, 1.0, _STEPS + 1)
    return steps, fitted[-1] * logistic(_beta_terms(steps) @ fitted[:-1])


def _beta_terms(probabilities: Floats) -> Floats:
    """Return ln p, -ln(1 - p) and 1. *Shape:* ``(rows,)`` → ``(rows, 3)``."""
    clipped = np.clip(probabilities, _CLIP, 1.0 - _CLIP)
    return np.stack([np.log(clipped), -np.log1p(-clipped), np.ones_like(clipped)], axis=1)

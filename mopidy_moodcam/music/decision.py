"""Multi-criteria decision making: one score out of several criteria, by two methods.

Both take a matrix with a row for each alternative and a column for each criterion, where more is
better, and weights, of which only the proportions count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Method = Literal["topsis", "product"]
Values = NDArray[np.float32]

VALUE_MIN: Final = 1e-3
"""What the weighted product takes for smaller values: a single 0 would veto all else."""


@dataclass(frozen=True, slots=True)
class Ideals:
    """The two points between which TOPSIS places an alternative.

    `scale` holds each criterion's weight over the Euclidean norm of its column; `best` and `worst`
    are the ideal and the anti-ideal, in scaled values.
    """

    scale: Values
    best: Values
    worst: Values

    @classmethod
    def among(cls, values: Values, weights: Values, floor: Values | None = None) -> Ideals:
        """Take them from the alternatives that there are.

        Args:
            values: (alternatives, criteria), at least one alternative.
            weights: (criteria,), none negative and at least one above 0.
            floor: (criteria,), the least value still to come of each criterion, where it may be
                less than what there is: a fixed anti-ideal, which also keeps later changes from
                turning the order of the others (García-Cascales, Lamata 2012, "On rank reversal
                and TOPSIS method", Mathematical and Computer Modelling 56).
        """
        norms = np.sqrt(np.einsum("ij,ij->j", values, values, dtype=np.float64))
        scale = (weights / weights.sum() / np.where(norms > 0, norms, 1.0)).astype(np.float32)
        worst = values.min(axis=0)
        if floor is not None:
            worst = np.minimum(worst, floor)
        return cls(scale, scale * values.max(axis=0), scale * worst)


def topsis(values: Values, ideals: Ideals) -> Values:
    """Return how near each alternative is to the ideal and how far from the anti-ideal, 0 to 1.

    The technique for order preference by similarity to ideal solution of Hwang and Yoon (1981,
    "Multiple Attribute Decision Making", doi:10.1007/978-3-642-48318-9): columns divided by their
    norms, weighted, and of the distances to both points the relative closeness. Where the two
    points are one, every alternative is the ideal.
    """
    scaled = values * ideals.scale
    to_best = np.sqrt(np.square(scaled - ideals.best).sum(axis=1))
    to_worst = np.sqrt(np.square(scaled - ideals.worst).sum(axis=1))
    total = to_best + to_worst
    return np.divide(to_worst, total, out=np.ones_like(total), where=total > 0)


def weighted_product(values: Values, weights: Values) -> Values:
    """Return each alternative's product of values to the power of their weights.

    Bridgman (1922, "Dimensional Analysis"), as a decision method Miller and Starr (1969,
    "Executive Decisions and Operations Research"): alternatives are compared by the product of
    the ratios of their values. With weights that sum to 1 the score of values from 0 to 1 is
    their weighted geometric mean, and the ratio of two scores is the ratio of the method.
    """
    shares = (weights / weights.sum()).astype(np.float32)
    return np.exp(np.log(np.maximum(values, np.float32(VALUE_MIN))) @ shares)


def scorer(
    method: Method, values: Values, weights: Values, floor: Values
) -> Callable[[Values], Values]:
    """Return a function that scores alternatives of the kind of `values`, by the given method."""
    if method == "product":
        return lambda rows: weighted_product(rows, weights)
    ideals = Ideals.among(values, weights, floor)
    return lambda rows: topsis(rows, ideals)

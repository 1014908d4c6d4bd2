"""How much each criterion of the ranking counts."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each criterion counts; only the proportions matter, and 0 leaves one out.

    `mood`: how well the genres fit. `context`: the hour, the day, the season and the company.
    `user`: what was skipped, heard to its end, wanted more or less. `freshness`: how long ago it
    was heard or skipped. `variety`: other artists than just before.
    """

    mood: float = 5.0
    context: float = 1.0
    user: float = 10.0
    freshness: float = 2.0
    variety: float = 1.0


def parse_weights(text: str) -> Weights:
    """Read weights such as "mood 5, user 3"; what is not named keeps its default.

    Raises ValueError with one sentence for anything else.
    """
    names = tuple(field.name for field in fields(Weights))
    given: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = part.partition(" ")
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if name not in names or name in given or not 0 <= number <= 1000:
            msg = (
                f'"{part}" is not a weight: write each of {", ".join(names)} at most once, with a '
                f'number from 0 to 1000, as in "mood 5, user 3"'
            )
            raise ValueError(msg)
        given[name] = number
    weights = Weights(**given)
    if weights.mood <= 0:
        msg = "mood must have a weight above 0: without it no music would fit better than other"
        raise ValueError(msg)
    return weights

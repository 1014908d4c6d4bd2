"""From a piece to its sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from demo.music.styles import bright, loud, quiet, spacious

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from demo.music.score import Piece

STYLES: Final[Mapping[str, Callable[[Piece], NDArray[np.float32]]]] = {
    "pop": bright.pop,
    "dance": bright.dance,
    "funk": bright.funk,
    "latin": bright.latin,
    "rock": loud.rock,
    "metal": loud.metal,
    "punk": loud.punk,
    "blues": loud.blues,
    "acoustic": quiet.acoustic,
    "classical": quiet.classical,
    "ballad": quiet.ballad,
    "lo-fi": quiet.lofi,
    "jazz": quiet.jazz,
    "ambient": spacious.ambient,
    "new age": spacious.new_age,
    "soundtrack": spacious.soundtrack,
    "trip-hop": spacious.trip_hop,
}


def compose(piece: Piece) -> NDArray[np.float32]:
    """Return a piece as float32 (samples, 2) at `demo.music.synth.RATE`."""
    return STYLES[piece.style](piece)

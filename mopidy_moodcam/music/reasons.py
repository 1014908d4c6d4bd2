"""Why a track was chosen, in words, each with its share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mopidy_moodcam.music import genres
from mopidy_moodcam.music.context import NEUTRAL
from mopidy_moodcam.music.ranking import Pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mopidy_moodcam.music.catalogue import Catalogue
    from mopidy_moodcam.music.learning import Learning
    from mopidy_moodcam.music.library import LibraryTrack
    from mopidy_moodcam.music.ranking import Selected
    from mopidy_moodcam.music.weights import Weights

SHARE_MIN: Final = 0.005
"""What would round to 0 % is no reason."""


class Reasons:
    """Explains choices made for one emotion in one situation."""

    def __init__(self, weights: Weights, learning: Learning, emotion: str) -> None:
        """Explain by what is learnt, with how much each criterion counts."""
        self._weights = weights
        self._learning = learning
        self._emotion = emotion

    def picks(self, catalogue: Catalogue, chosen: Iterable[Selected]) -> Iterator[Pick]:
        """Give each chosen track its reasons."""
        before: tuple[str, ...] = ()
        for selected in chosen:
            track = catalogue.tracks[selected.place]
            reasons = with_shares(self._parts(selected, track, before))
            other = _stands_in(track.genres, selected.wanted)
            if other:
                reasons.insert(1, other)
            yield Pick(track, round(selected.score, 4), tuple(reasons))
            before = track.artists

    def _parts(
        self, selected: Selected, track: LibraryTrack, before: tuple[str, ...]
    ) -> list[tuple[str, float]]:
        """Return words and gain of each criterion: its weight times what speaks for the track.

        Context and the person's liking speak for it by what they are above neutral.
        """
        weights, criteria, learning = self._weights, selected.criteria, self._learning
        preference = learning.preference
        suits = max(0.0, criteria.context - NEUTRAL) / (1 - NEUTRAL)
        liked = max(0.0, criteria.user - preference.expected) / (1 - preference.expected)
        another = bool(before and track.artists) and not set(before) & set(track.artists)
        return [
            (_mood_words(selected.label, selected.wanted), weights.mood * criteria.mood),
            (
                learning.context.why(track.genres, learning.here, preference),
                weights.context * suits,
            ),
            (preference.why(track, self._emotion), weights.user * liked),
            (learning.history.reason(track.uri), weights.freshness * criteria.freshness),
            ("another artist", weights.variety * criteria.variety * another),
        ]


def with_shares(parts: Iterable[tuple[str, float]]) -> list[str]:
    """Return the words of each reason with its share of all, without those that add nothing."""
    parts = [(words, gain) for words, gain in parts if words]
    total = sum(gain for _, gain in parts)
    return [
        f"{words} ({100 * gain / total:.0f} %)"
        for words, gain in parts
        if total > 0 and gain / total >= SHARE_MIN
    ]


def _mood_words(label: str, wanted: str) -> str:
    """Say for which genre or URI on the way a track was chosen."""
    # A step that is a genre itself need not be named twice.
    return label if not wanted or label.endswith(f"→ {wanted}") else f"{label} → {wanted}"


def _stands_in(tags: tuple[str, ...], wanted: str) -> str:
    """Say which of a track's genres stands for the wanted one, if it is another one."""
    fit, tag = genres.best_fit(tags, wanted) if tags else (0.0, "")
    same = genres.normalise(tag) == genres.normalise(wanted)
    return "" if fit <= 0 or same else f"{tag} goes with {wanted}"

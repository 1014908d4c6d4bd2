"""What this person likes: a small Bayesian model that starts with no opinion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from mopidy_moodcam.music.tallies import Tallies, posterior

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from mopidy_moodcam.music.catalogue import Catalogue, Floats
    from mopidy_moodcam.music.library import LibraryTrack

ACCEPTED: Final = 0.75
"""How many tracks are expected to be heard to their end before anything is known."""

STRENGTHS: Final = {"overall": 8.0, "genre": 4.0, "feeling": 6.0, "artist": 3.0, "track": 2.0}
"""How many tracks' worth the wider level counts at each level."""

LIMITS: Final = {"overall": 1, "genre": 600, "feeling": 2400, "artist": 3000, "track": 3000}
"""How many keys of each level are kept."""

NOTICED: Final = 0.01
"""What a level must add to be named as the reason."""

_OVERALL: Final = "all"


class Preference:
    """Expects how likely a track is welcome, from general to particular.

    Overall, genre, genre while in an emotion, artist, track: each level is a Beta distribution
    around what the level before it expects (partial pooling, Gelman et al. 2013, "Bayesian Data
    Analysis", chapter 5, with means passed down). Without evidence all tracks are expected alike,
    so that nothing changes their order.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        """Begin without an opinion; `clock` gives the time in seconds."""
        self._levels = {level: Tallies(clock, limit) for level, limit in LIMITS.items()}

    def learn(
        self,
        uri: str,
        track: LibraryTrack | None,
        emotion: str | None,
        likes: float,
        dislikes: float,
    ) -> None:
        """Count likes and dislikes of a track, and share them with its genres and artists."""
        self._levels["overall"].add(_OVERALL, likes, dislikes)
        self._levels["track"].add(uri, likes, dislikes)
        if track is None:
            return
        for artist in track.artists:
            self._levels["artist"].add(artist, likes, dislikes)
        share = 1 / max(1, len(track.genres))
        for name in track.genres:
            self._levels["genre"].add(name, likes * share, dislikes * share)
            if emotion is not None:
                key = _feeling(emotion, name)
                self._levels["feeling"].add(key, likes * share, dislikes * share)

    @property
    def expected(self) -> float:
        """How likely any track is welcome."""
        return self._mean("overall", _OVERALL, ACCEPTED)

    def of_genre(self, name: str, emotion: str | None = None) -> float:
        """Return how likely a track of a genre is welcome, in an emotion or in general."""
        mean = self._mean("genre", name, self.expected)
        return mean if emotion is None else self._mean("feeling", _feeling(emotion, name), mean)

    def of_names(self, catalogue: Catalogue, emotion: str) -> Floats:
        """Return the same for each genre name of the library, (names,)."""
        expected = self.expected
        means = np.full(len(catalogue.names), expected, np.float32)
        for name in self._levels["genre"]:
            number = catalogue.number_of.get(name)
            if number is not None:
                mean = self._mean("genre", name, expected)
                means[number] = self._mean("feeling", _feeling(emotion, name), mean)
        return means

    def of_tracks(self, catalogue: Catalogue, emotion: str) -> Floats:
        """Return how likely each track is welcome in an emotion, (tracks,)."""
        by_name = self.of_names(catalogue, emotion)
        means = catalogue.mean_of_names(by_name, self.expected)[catalogue.mix_of]
        self._blend_artists(catalogue, means)
        tracks = self._levels["track"]
        places, numbers = catalogue.find_all(tracks)
        if len(places):
            likes, dislikes = np.array([tracks.of(uri) for uri in tracks], np.float32)[numbers].T
            means[places] = _posteriors(likes, dislikes, means[places], STRENGTHS["track"])
        return means

    def why(self, track: LibraryTrack, emotion: str) -> str:
        """Say in words what speaks for a track, the most particular first; empty for nothing."""
        expected = self.expected
        by_name = {name: self.of_genre(name, emotion) for name in track.genres}
        of_genres = sum(by_name.values()) / len(by_name) if by_name else expected
        likes, dislikes = self._of_artists(track.artists)
        of_artists = posterior(likes, dislikes, of_genres, STRENGTHS["artist"])
        if self._mean("track", track.uri, of_artists) - of_artists > NOTICED:
            return "you liked this track"
        if of_artists - of_genres > NOTICED:
            return "you liked this artist"
        if of_genres > expected:
            return f"you like {max(by_name, key=by_name.__getitem__)}"
        return ""

    def dump(self) -> dict[str, Any]:
        """Return all of it as plain values."""
        return {level: tallies.dump() for level, tallies in self._levels.items()}

    def load(self, stored: dict[str, Any]) -> None:
        """Take up what `dump` returned; raises KeyError, TypeError or ValueError for other."""
        for level, tallies in self._levels.items():
            tallies.load(stored[level])

    def _mean(self, level: str, key: str, prior: float) -> float:
        return posterior(*self._levels[level].of(key), prior, STRENGTHS[level])

    def _of_artists(self, artists: Iterable[str]) -> tuple[float, float]:
        counts = [self._levels["artist"].of(artist) for artist in artists]
        return sum(likes for likes, _ in counts), sum(dislikes for _, dislikes in counts)

    def _blend_artists(self, catalogue: Catalogue, means: Floats) -> None:
        """Move the means of the tracks of known artists towards what is known of them."""
        artists = self._levels["artist"]
        counts = [(g, *artists.of(a)) for a in artists for g in catalogue.groups_with(a)]
        if not counts:
            return
        groups, likes, dislikes = np.array(counts, np.float64).T
        size = len(catalogue.groups)
        likes, dislikes = (np.bincount(groups.astype(np.int32), n, size) for n in (likes, dislikes))
        places = np.flatnonzero((likes + dislikes)[catalogue.group_of] > 0)
        of_places = catalogue.group_of[places]
        means[places] = _posteriors(
            likes[of_places], dislikes[of_places], means[places], STRENGTHS["artist"]
        )


def _posteriors(
    likes: NDArray[Any], dislikes: NDArray[Any], prior: Floats, strength: float
) -> NDArray[Any]:
    """Return `posterior` for many at once."""
    return (likes + strength * prior) / (likes + dislikes + strength)


def _feeling(emotion: str, name: str) -> str:
    return f"{emotion}|{name}"

"""What is learnt from one person's plays, skips and words, and kept over restarts."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from mopidy_moodcam.music.context import Context, Situation
from mopidy_moodcam.music.genre_tree import normalise
from mopidy_moodcam.music.history import History
from mopidy_moodcam.music.preference import Preference
from mopidy_moodcam.music.store import Store
from mopidy_moodcam.music.tallies import number
from mopidy_moodcam.music.whole_file import DAMAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mopidy_moodcam.music.library import LibraryTrack

Feedback = Literal["more", "less"]
Choice = Literal["pick", "exclude"]

WORD: Final = 3.0
"""A person's word on a track ("more", "less") counts as many plays or skips."""

HEARD_MIN: Final = 0.5
"""A track left before this share of its length was not heard."""

REPLAY_S: Final = 1800.0
"""A track that a person plays again so soon is liked."""

LESS_S: Final = 30 * 24 * 3600.0
"""For so long a track of which a person wants less is not chosen."""

WORDS_MAX: Final = 2000
"""How many words on tracks are kept."""


class Learning:
    """Turns what happens into likes and dislikes, and keeps them.

    `here` is the situation in which it happens; who recommends sets it.
    """

    def __init__(self, clock: Callable[[], float], folder: Path | None) -> None:
        """Take up what is kept in `folder`; without one nothing is kept."""
        self._clock = clock
        self._lock = threading.Lock()  # the store takes its snapshots in its own thread
        self.here: Situation = ()
        self._choices: dict[str, Choice] = {}
        self._begin()
        self._store = Store(folder, self._snapshot) if folder is not None else None
        stored = self._store.read() if self._store is not None else None
        if stored is not None:
            self._take_up(stored)

    def _begin(self) -> None:
        self.history = History(self._clock)
        self.preference = Preference(self._clock)
        self.context = Context(self._clock)
        self._words: dict[str, tuple[Feedback, float]] = {}

    @property
    def problem(self) -> str | None:
        """Why nothing can be kept: one sentence, or None."""
        return self._store.problem if self._store is not None else None

    def chosen(self, choice: Choice) -> tuple[str, ...]:
        """Return the genres with this choice, in the order in which they were chosen."""
        return tuple(name for name, made in self._choices.items() if made == choice)

    def choose_genre(self, name: str, choice: Choice | None) -> None:
        """Pick or exclude a genre; None takes that back, however the name is written."""
        name = name.strip()
        key = normalise(name) or name
        with self._lock:
            for other in [each for each in self._choices if (normalise(each) or each) == key]:
                del self._choices[other]
            if choice is not None:
                self._choices[name] = choice
        self._changed()

    def played(self, uri: str, track: LibraryTrack | None, *, ours: bool) -> None:
        """Note that a track began; one that a person plays again is liked."""
        again = not ours and self.history.played_ago_s(uri) <= REPLAY_S
        with self._lock:
            self.history.played(uri)
            if again:
                self._learn(uri, track, None, likes=1.0)
        self._changed()

    def heard(
        self, uri: str, track: LibraryTrack | None, share: float, emotion: str | None
    ) -> None:
        """Count a track that was heard by the share of it."""
        if share >= HEARD_MIN:
            with self._lock:
                self._learn(uri, track, emotion, likes=min(1.0, share))
            self._changed()

    def skipped(self, uri: str, track: LibraryTrack | None, emotion: str | None) -> None:
        """Count a track that was not wanted."""
        with self._lock:
            self.history.skipped(uri)
            self._learn(uri, track, emotion, dislikes=1.0)
        self._changed()

    def give_feedback(
        self, uri: str, track: LibraryTrack | None, value: Feedback | None, emotion: str | None
    ) -> None:
        """Count a person's word on a track, in place of an earlier one."""
        with self._lock:
            before, _ = self._words.pop(uri, (None, 0.0))
            if before != value:
                words = {before: -WORD, value: WORD}
                self._learn(
                    uri,
                    track,
                    emotion,
                    likes=words.get("more", 0.0),
                    dislikes=words.get("less", 0.0),
                )
            if value is not None:
                self._words[uri] = value, self._clock()
            while len(self._words) > WORDS_MAX:
                del self._words[next(iter(self._words))]
        self._changed()

    def feedback_of(self, uri: str) -> Feedback | None:
        """Return the person's word on a track, if there is one."""
        return self._words[uri][0] if uri in self._words else None

    def unwanted(self) -> list[str]:
        """Return the URIs of which less was wanted lately."""
        since_s = self._clock() - LESS_S
        return [
            u for u, (word, time_s) in self._words.items() if word == "less" and time_s > since_s
        ]

    def close(self) -> None:
        """Write what is still to be written."""
        if self._store is not None:
            self._store.close()

    def _learn(
        self,
        uri: str,
        track: LibraryTrack | None,
        emotion: str | None,
        *,
        likes: float = 0.0,
        dislikes: float = 0.0,
    ) -> None:
        self.preference.learn(uri, track, emotion, likes, dislikes)
        self.context.learn(self.here, track, likes, dislikes)

    def _changed(self) -> None:
        if self._store is not None:
            self._store.changed()

    def _snapshot(self) -> dict[str, Any]:
        with self._lock:
            return {
                "history": self.history.dump(),
                "preference": self.preference.dump(),
                "context": self.context.dump(),
                "words": dict(self._words),
                "choices": dict(self._choices),
            }

    def _take_up(self, stored: dict[str, Any]) -> None:
        try:
            self.history.load(stored["history"])
            self.preference.load(stored["preference"])
            self.context.load(stored["context"])
            self._words = {
                str(uri): (_one_of(word, Feedback), number(time_s))
                for uri, (word, time_s) in stored["words"].items()
            }
            self._choices = {
                str(name): _one_of(choice, Choice) for name, choice in stored["choices"].items()
            }
        except DAMAGES:
            self._begin()
            self._choices = {}
            if self._store is not None:
                self._store.refuse()


def _one_of(value: Any, kind: Any) -> Any:
    if value not in get_args(kind):
        msg = f"{value!r} is none of {get_args(kind)}"
        raise ValueError(msg)
    return value

"""Which genres and URIs to play for each emotion: the defaults and the user's own file."""

from __future__ import annotations

import difflib
import logging
import sys
import tomllib
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.music import genres
from mopidy_moodcam.music.view import MAX_URI, clipped
from mopidy_moodcam.sentences import reason_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

logger = logging.getLogger(__name__)


WAY_OUT: Final = "correct moodcam/rules, or leave it empty for the default rules"
_KEYS: Final = ("genres", "uris", "elevate", "balance")
_DEFAULTS: Final = "rules.toml"

MAX_BYTES: Final = 32 * 1024
"""Of a rules file, twenty times the default one: Python reads deep nesting in quadratic time."""

MAX_NAME: Final = {"genres": 100, "uris": MAX_URI}
"""Characters of a name: as many as a command of a client may have."""

_SHOWN: Final = 60  # characters of a name or a value in a sentence
_INTEGER_BITS: Final = 64  # TOML has no longer integers, but Python reads them


class RulesError(Exception):
    """A rules file that cannot be used; the message is one sentence of reason and way out.

    `reason` says what is wrong and where, and what helps in that very place, without a full stop;
    `way_out` what to do where the file cannot be used as a whole.
    """

    def __init__(self, reason: str, way_out: str = "") -> None:
        """Say what is wrong and, where the reason does not, what to do."""
        super().__init__(_sentence(reason, way_out))
        self.reason = reason
        self.way_out = way_out

    def with_way_out(self, way_out: str) -> str:
        """Return the sentence with another way out in the place of its own, if it has one."""
        return _sentence(self.reason, way_out if self.way_out else "")


@dataclass(frozen=True, slots=True)
class Rule:
    """What to play for one emotion.

    `genres` and `uris` map a genre name or a URI to its weight, which is above 0. `elevate` holds
    the steps after the emotion itself, `balance` what counters it; each step is an emotion or a
    genre, and without steps the emotion's own music stays.
    """

    emotion: str
    genres: Mapping[str, float]
    uris: Mapping[str, float]
    elevate: tuple[str, ...]
    balance: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """One rule for each of the emotions.

    `doubts` are sentences about what is allowed but looks like a slip, such as a genre that the
    genre tree does not know.
    """

    by_emotion: Mapping[str, Rule]
    doubts: tuple[str, ...] = ()

    def __getitem__(self, emotion: str) -> Rule:
        """Return the rule of one of the eight emotions."""
        return self.by_emotion[emotion]

    @property
    def genres(self) -> tuple[str, ...]:
        """Every genre that a rule names, each once."""
        return tuple(
            dict.fromkeys(name for rule in self.by_emotion.values() for name in rule.genres)
        )

    @property
    def uris(self) -> tuple[str, ...]:
        """Every URI that a rule names, each once."""
        return tuple(dict.fromkeys(uri for rule in self.by_emotion.values() for uri in rule.uris))


def load_rules(path: Path | None) -> Rules:
    """Read the rules: the defaults, with what a user's file says put over them.

    What looks like a slip in them is logged.

    Args:
        path: The user's TOML file, or None for the defaults alone. A key that it gives for an
            emotion replaces the default's; what it does not give stays.

    Raises:
        RulesError: The file cannot be read, is too large or no TOML, or holds something that is
            no rule.
    """
    defaults = (files("mopidy_moodcam.music") / _DEFAULTS).read_text("utf-8")
    by_emotion = _parse(defaults, _DEFAULTS, {})
    if path is not None:
        by_emotion |= _parse(_read(path), str(path), by_emotion)
    doubts = tuple(_doubts(by_emotion.values()))
    for doubt in doubts:
        logger.warning(doubt)
    return Rules(by_emotion, doubts)


def _read(path: Path) -> str:
    try:
        with path.expanduser().open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = f"rules {path} cannot be read ({reason_of(error)})"
        raise RulesError(reason, WAY_OUT) from error
    if len(content) > MAX_BYTES:
        reason = f"rules {path} has more than {MAX_BYTES // 1024} KiB"
        raise RulesError(reason, WAY_OUT)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        reason = f"rules {path} is not UTF-8 text at byte {error.start}: save it as UTF-8"
        raise RulesError(reason) from error


def _parse(text: str, source: str, defaults: Mapping[str, Rule]) -> dict[str, Rule]:
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also what is TOML, but beyond Python
        reason = (
            f"rules {source} is not valid TOML: {clipped(str(error))}; write for example "
            f'[happy] and below it genres = {{ "upbeat pop" = 1.0 }}'
        )
        raise RulesError(reason) from error
    rules: dict[str, Rule] = {}
    for emotion, table in tables.items():
        if emotion not in LABELS:
            hint = _hint(emotion, LABELS, "the emotions are")
            reason = f"rules {source}: [{_name(emotion)}] is not an emotion: {hint}"
            raise RulesError(reason)
        rules[emotion] = _rule(_Place(source, emotion), table, defaults.get(emotion))
    return rules


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in which file something stands, for the error that names it."""

    source: str
    emotion: str
    key: str = ""

    def at(self, key: str) -> _Place:
        return replace(self, key=key)

    def refuse(self, problem: str) -> NoReturn:
        key = f" {self.key}" if self.key else ""
        reason = f"rules {self.source}: [{self.emotion}]{key} {problem}"
        raise RulesError(reason)


def _rule(place: _Place, table: Any, default: Rule | None) -> Rule:
    if not isinstance(table, dict):
        problem = f"must be a table: write [{place.emotion}] on a line and genres = {{ ... }} below"
        place.refuse(problem)
    given = cast("dict[str, Any]", table)
    for key in given:
        if key not in _KEYS:
            place.at(_name(key)).refuse(f"is not a key: {_hint(key, _KEYS, 'the keys are')}")
    own = default or Rule(place.emotion, {}, {}, (), ())
    weights = {
        key: _weights(place.at(key), given[key]) for key in ("genres", "uris") if key in given
    }
    wanted = weights.get("genres", own.genres)
    steps = {
        key: _steps(place.at(key), given[key], wanted)
        for key in ("elevate", "balance")
        if key in given
    }
    rule = Rule(
        emotion=place.emotion,
        genres=wanted,
        uris=weights.get("uris", own.uris),
        elevate=steps.get("elevate", own.elevate),
        balance=steps.get("balance", own.balance),
    )
    if not rule.genres and not rule.uris:
        place.refuse("has nothing to play: give it genres or uris, or leave the table out")
    return rule


def _weights(place: _Place, value: Any) -> dict[str, float]:
    example = "{ jazz = 1.0 }" if place.key == "genres" else '{ "m3u:calm.m3u8" = 1.0 }'
    if not isinstance(value, dict):
        place.refuse(f"must be a table of weights: write {place.key} = {example}")
    weights: dict[str, float] = {}
    for name, weight in cast("dict[str, Any]", value).items():
        there = place.at(f'{place.key} "{_name(name)}"')
        if isinstance(weight, bool) or not isinstance(weight, int | float):
            there.refuse(f"must have a number as weight, not {_value(weight)}: write 1.0")
        if not 0 < weight <= sys.float_info.max:
            there.refuse(
                f"must have a finite weight above 0, not {_value(weight)}: leave it out if not "
                f"to play"
            )
        if len(name) > MAX_NAME[place.key]:
            there.refuse(f"is longer than {MAX_NAME[place.key]} characters: shorten it")
        if place.key == "uris" and ":" not in name:
            there.refuse('is not a URI: begin it with its scheme, such as "m3u:" or "https:"')
        if place.key == "genres" and not genres.normalise(name):
            there.refuse("is not a genre: it has no letters")
        weights[name] = float(weight)
    return weights


def _steps(place: _Place, value: Any, wanted: Iterable[str]) -> tuple[str, ...]:
    if not isinstance(value, list):
        place.refuse(f'must be a list: write {place.key} = ["neutral", "happy"]')
    own = {genres.normalise(name) for name in wanted}
    for step in cast("list[Any]", value):
        if not isinstance(step, str):
            place.refuse(f"must hold names of emotions or genres, not {_value(step)}")
        if step not in LABELS and genres.canonical(step) is None:
            if genres.normalise(step) in own:
                continue
            like = genres.suggest(step)
            hint = _hint(step, (*LABELS, *([like] if like else [])), "the emotions are")
            place.refuse(f'has the step "{_name(step)}", which is no emotion and no genre: {hint}')
    return tuple(value)


def _sentence(reason: str, way_out: str) -> str:
    text = f"{reason}: {way_out}" if way_out else reason
    return text if text.endswith("?") else f"{text}."


def _name(text: str) -> str:
    """Return a name of a file, which may hold anything, as a sentence shows it: on one line."""
    shown = clipped(text, _SHOWN)
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown)


def _value(value: Any) -> str:
    """Return a value of a file as a sentence shows it: by its kind what Python may fail to show."""
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, int) and value.bit_length() > _INTEGER_BITS:
        return f"a number of more than {_INTEGER_BITS} bits"
    return _name(repr(value))


def _hint(word: str, known: Iterable[str], otherwise: str) -> str:
    known = tuple(known)
    close = difflib.get_close_matches(word.lower(), known, n=1)
    return f'did you mean "{close[0]}"?' if close else f"{otherwise} {', '.join(known)}"


def _doubts(rules: Iterable[Rule]) -> Iterable[str]:
    for rule in rules:
        for name in rule.genres:
            if genres.canonical(name) is None:
                like = genres.suggest(name)
                hint = f' (did you mean "{like}"?)' if like else ""
                yield (
                    f'rules: [{rule.emotion}] genres "{_name(name)}" is not a genre that MoodCam '
                    f"knows{hint}, so it fits only tracks tagged with that very name."
                )

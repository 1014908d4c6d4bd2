"""Are there rules, and does the library hold music for every mood?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.commands.doctor.finding import Finding, Sentence, without_way_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from mopidy_moodcam.music.rules import Rules
    from mopidy_moodcam.music.track import LibraryTrack

MANY: Final = 0.3  # of the tracks: more of one kind is worth a word

RULES = Sentence("rules", "ok", "{file}, without a mistake.")
RULES_DOUBT = Sentence(
    "rules", "warning", "{doubt}", "Correct the name, or keep it if the library really has it."
)
RULES_WRONG = Sentence(
    "rules",
    "fault",
    "{error}",
    "Correct the file, or set moodcam/rules to another; until then the default rules play.",
)
LIBRARY = Sentence(
    "library",
    "ok",
    "{tracks} tracks, {share} of them with a genre that is understood; every emotion has music.",
)
NO_LIBRARY = Sentence(
    "library",
    "fault",
    "No backend has a library with tracks.",
    "Run mopidy local scan (with Mopidy-Local, and local/media_dir set), or enable another "
    "backend, or give the rules uris.",
)
ONLY_URIS = Sentence(
    "library",
    "warning",
    "No backend has a library with tracks, so only the {count} uris of the rules can play.",
    "Run mopidy local scan, or enable another backend, for more.",
)
BACKEND = Sentence(
    "library",
    "warning",
    "{problem}.",
    "Run mopidy local scan if that is Mopidy-Local, which was never run; else correct the "
    "backend's options, see Mopidy's log, or disable it.",
)
UNTAGGED = Sentence(
    "library",
    "warning",
    "{share} of the {tracks} tracks have no genre, nor has their album or artist.",
    "Tag the files (beets or MusicBrainz Picard can), then run mopidy local scan.",
)
LOST = Sentence(
    "library",
    "warning",
    "{share} of the {tracks} tracks have a genre that is not understood, such as {examples}.",
    "Name these genres in rules of your own: `mopidy moodcam rules` lists them all.",
)
WITHOUT_MUSIC = Sentence(
    "library",
    "warning",
    "No track fits {emotions}.",
    "Give these emotions other genres in rules of your own, or add such music.",
)


def check_rules(path: Path | None) -> tuple[Rules, list[Finding]]:
    """Read the rules; where they cannot be used, the default ones, as MoodCam does."""
    from mopidy_moodcam.music.rules import RulesError, load_rules  # noqa: PLC0415 - takes time

    try:
        rules = load_rules(path)
    except RulesError as error:
        problem = error.reason if error.reason.endswith("?") else f"{error.reason}."
        return load_rules(None), [RULES_WRONG.said(error=problem)]
    if rules.doubts:
        return rules, [RULES_DOUBT.said(doubt=doubt) for doubt in rules.doubts]
    return rules, [RULES.said(file=path or "The default rules")]


def read_library(mopidy_config: Mapping[str, Any]) -> tuple[list[LibraryTrack], list[Finding]]:
    """Return the tracks of all backends, and what went wrong with some."""
    from mopidy_moodcam.music import offline  # noqa: PLC0415 - NumPy takes time

    tracks, problems = offline.read_library(mopidy_config)
    return tracks, [BACKEND.said(problem=without_way_out(problem)) for problem in problems]


def check_library(tracks: Sequence[LibraryTrack], rules: Rules) -> Iterator[Finding]:
    """Judge a library by what the rules can play of it."""
    from mopidy_moodcam.music.survey import fitting, survey  # noqa: PLC0415

    if not tracks:
        yield ONLY_URIS.said(count=len(rules.uris)) if rules.uris else NO_LIBRARY.said()
        return
    found = survey(tracks, rules)
    count = len(tracks)
    lost = sum(number for _, number in found.lost)
    bare = max(0, found.untagged - found.inheriting)
    missing = [
        emotion
        for emotion, number in fitting(found).items()
        if number == 0 and not rules[emotion].uris
    ]
    if bare > MANY * count:
        yield UNTAGGED.said(share=f"{bare / count:.0%}", tracks=count)
    if lost > MANY * count:
        examples = ", ".join(f'"{tag}"' for tag, _ in found.lost[:3])
        yield LOST.said(share=f"{lost / count:.0%}", tracks=count, examples=examples)
    if missing:
        yield WITHOUT_MUSIC.said(emotions=", ".join(missing))
    if not missing and bare <= MANY * count and lost <= MANY * count:
        share = f"{1 - (found.untagged + lost) / count:.0%}"
        yield LIBRARY.said(tracks=count, share=share)

"""The names of the commands and what each is for: all that Mopidy's start needs to know of them."""

from __future__ import annotations

from typing import Final

HELP: Final = "Music for the mood that a camera sees."
COMMANDS: Final = {  # each is a module here, with an `ENTRY`
    "doctor": "Look for what is wrong, and say the way out.",
    "cameras": "List the cameras and look through each.",
    "watch": "Show what MoodCam sees, without playing.",
    "rules": "Check the rules, and show how the library's genres are understood.",
    "bench": "Measure what watching costs on this machine.",
    "forget": "Delete all that was learnt and kept; --list shows it.",
}


def overview() -> str:
    """Return the commands for people, a line each."""
    width = max(map(len, COMMANDS))
    lines = (f"  mopidy moodcam {name:<{width}}  {text}" for name, text in COMMANDS.items())
    return "\n".join(("The commands, each with --help:", *lines))

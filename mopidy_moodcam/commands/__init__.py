"""The command `mopidy moodcam`, with one module for each of its commands."""

from mopidy_moodcam.commands.hook import command

__all__ = ["command"]

"""Mopidy-MoodCam: music for the mood that a camera sees."""

__version__ = "0.1.0"

"""From a mood to Mopidy's tracklist."""

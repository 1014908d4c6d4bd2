"""The page, the API and the feed, inside Mopidy's HTTP server."""

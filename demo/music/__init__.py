"""The demo's music: composed, played and packed by the project itself."""

"""From the camera to an expression."""

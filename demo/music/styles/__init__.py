"""The styles: each turns a piece's key, tempo and chords into sound."""

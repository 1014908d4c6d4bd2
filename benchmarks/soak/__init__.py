"""Everything at once, for long, and what it leaves behind: `python -m benchmarks.soak`."""

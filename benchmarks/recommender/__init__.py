"""How good and how fast the recommender is: `python -m benchmarks.recommender`."""

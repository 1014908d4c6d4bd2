"""The training pipeline: prepare, framing, train, evaluate, export (see docs/training.md)."""

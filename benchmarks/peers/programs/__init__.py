"""One small program for each recogniser, run by itself: images in, probabilities out."""

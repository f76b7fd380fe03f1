"""Floor 1: the world outside, one adapter each."""

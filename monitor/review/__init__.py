"""The review queue and the verdicts people give."""

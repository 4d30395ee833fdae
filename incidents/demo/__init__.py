"""Plays the fictional week through the real pipeline."""

"""Keeping what must be kept: backup, verification, doctor."""

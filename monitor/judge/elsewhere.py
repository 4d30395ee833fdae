"""Swedish regions, seats of regions and hospitals: a place that is not ours is somebody else's.

Pure: no clock, no store, no network.

A place that a watch counts as its own is masked before this is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

#: Beginnings of words, folded: compounds and endings follow (Stockholmsvården, Hallands).
_PLACES: Final = (
    "blekinge", "boras", "borlange", "dalarna", "danderyd", "eskilstuna", "falun", "gavle",
    "gavleborg", "goteborg", "gotland", "halland", "halmstad", "harnosand", "helsingborg",
    "huddinge", "jamtland", "jonkoping", "kalmar", "karlskrona", "karlstad", "karolinska",
    "kristianstad", "kronoberg", "linkoping", "lulea", "malmo", "norrbotten", "norrkoping",
    "norrland", "nykoping", "orebro", "ostergotland", "ostersund", "skane", "skaraborg", "skovde",
    "smaland", "sodersjukhus", "sodertalje", "sormland", "stockholm", "sundsvall", "sunderby",
    "trollhattan", "uddevalla", "umea", "uppsala", "varmland", "vasteras", "vasterbotten",
    "vasternorrland", "vastmanland", "vaxjo", "visby",
)  # fmt: skip


def elsewhere(words: Iterable[str]) -> int:
    """Count the folded words that name a Swedish place."""
    return sum(word.startswith(_PLACES) for word in words)

"""Swedish words for the large archive: everyday headlines, made up here, many compounds in them."""

from __future__ import annotations

import random
from itertools import accumulate, product

PLACES = (
    "Ekvik", "Ljungby backe", "Norrtuna", "Sjövalla", "Bergsäter", "Åsmyra", "Hagalund", "Öbyn",
    "Kvarnholmen", "Tallmo", "Rönnskär", "Västerlid", "Granhult", "Strandåker", "Hedemora äng",
)  # fmt: skip
_FIRST = (
    "skol", "vård", "trafik", "brand", "bygg", "hyres", "energi", "vatten", "buss", "spår", "hamn",
    "kultur", "idrotts", "fotbolls", "sjukhus", "journal", "patient", "läkar", "barn", "äldre",
    "ungdoms", "kommun", "region", "riksdags", "val", "skatte", "bank", "bostads", "skogs",
    "jordbruks", "fiske", "klimat", "miljö", "väder", "snö", "storm", "polis", "rätts", "domstols",
    "försvars", "gräns", "handels", "butiks", "livsmedels", "pris", "löne", "arbets", "fack",
    "data", "nät", "mobil", "system", "säkerhets", "kamera", "cykel", "bil", "tåg", "flyg", "väg",
    "bro", "tunnel", "kyrko", "museum", "teater", "film", "musik", "bok", "språk", "forsknings",
    "universitets", "student", "lärar", "förskole", "mat", "kök", "trädgårds", "djur", "hund",
    "varg", "fågel", "sjö", "strand", "ö", "berg", "dal", "stads", "by", "torg", "park", "lek",
)  # fmt: skip
_LAST = (
    "plan", "planen", "avtal", "avtalet", "stöd", "stödet", "stopp", "stoppet", "larm", "larmet",
    "beslut", "beslutet", "krav", "kravet", "brist", "bristen", "brister", "kris", "krisen",
    "projekt", "projektet", "program", "programmet", "bygge", "bygget", "upphandling",
    "upphandlingen", "utredning", "utredningen", "granskning", "granskningen", "märkning",
    "märkningen", "haveri", "haveriet", "ansvar", "ansvaret", "chef", "chefen", "chefer", "råd",
    "rådet", "nämnd", "nämnden", "förbund", "förbundet", "fråga", "frågan", "frågor", "miljoner",
    "kostnad", "kostnaden", "kostnader", "arbete", "arbetet", "väg", "vägen", "hus", "huset",
    "fest", "festen", "dag", "dagen", "vecka", "veckan", "karta", "kartan", "grupp", "gruppen",
    "match", "matchen", "lag", "laget", "rekord", "rekordet", "olycka", "olyckan", "olyckor",
    "resa", "resan", "resor", "linje", "linjen", "försök", "försöket", "test", "testet", "val",
    "valet", "debatt", "debatten", "forum", "möte", "mötet", "möten", "rapport", "rapporten",
)  # fmt: skip
_HEADLINES = (
    "{a} i {p} kritiseras efter {b}",
    "{p}: {a} skjuts upp",
    "Så påverkas {p} av {a}",
    "Nytt besked om {a} och {b}",
    "{p} säger nej till {a}",
    "Experten: ”{a} räcker inte för {p}”",
    "Två skadade vid {a} utanför {p}",
    "{a} kan bli dyrare nästa år",
    "Här växer {a} mest",
    "Kommunen överklagar {a}",
    "{p} vann mot {q} efter {a}",
    "Polisen söker vittnen till {a} i {p}",
)
_LEDES = (
    "Det blev klart när {a} behandlades i {p} på {d}.",
    "Enligt {a} är det {b} som är orsaken.",
    "Förslaget om {a} går nu vidare, och {b} väntas före sommaren.",
    "I {p} har {a} ökat för tredje året i rad, visar {b}.",
    "– Vi tar {a} på största allvar, säger {b} i {p}.",
    "Nu kräver {a} i {q} att {b} ses över.",
    "Arbetet med {a} började på {d} och ska vara klart när {b} öppnar.",
)
_NAMED = (
    "Kompass saknar märkning, uppger {a}",
    "Driftstarten av Kompass i {p} skjuts upp",
    "Läkare varnar för Kompass efter {a}",
    "Nordlys Health får kritik för {a}",
    "Journalsystemet Kompass låg nere i {p}",
    "Kompass kostade mer än {a} räknat med",
)
_NAMED_LEDES = (
    "Region Västmark har begärt besked av Nordlys Health om {a}.",
    "Kompass ska användas på {p} sjukhus, men {a} är inte klar.",
    "Leverantören Nordlys Health hänvisar till {a} och {b}.",
)
_DAYS = ("måndagen", "tisdagen", "onsdagen", "torsdagen", "fredagen")
_SENTENCES = (
    "Nordlys Health uppger att {a} är klar i {p}",
    "RVM har begärt besked om {a} före {d}",
    "Avtalet omfattar {a} och {b}",
    "Driftstarten i {p} påverkas inte av {a}",
    "Personalen i {p} har fått information om {a}",
    "Styrgruppen har beslutat om {a}",
)


class Words:
    """Draws words and sentences; the same seed gives the same ones.

    A few words are common and most are rare, as in real texts (Zipf).
    """

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        pairs = [first + last for first, last in product(_FIRST, _LAST)]
        longer = [
            first + pair for first in _FIRST[:40] for pair in self.chance.sample(pairs, 2_000)
        ]
        self.chance.shuffle(pairs)
        self._words = pairs + longer
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))

    def headline(self, *, named: bool = False) -> str:
        """Return a headline; one that names the programme or the supplier if asked."""
        return self._filled(self.chance.choice(_NAMED if named else _HEADLINES))

    def lede(self, *, named: bool = False) -> str:
        """Return two sentences."""
        first = self._filled(self.chance.choice(_NAMED_LEDES if named else _LEDES))
        return f"{first} {self._filled(self.chance.choice(_LEDES))}"

    def sentence(self) -> str:
        """Return something that stands in a record, without a full stop."""
        return self._filled(self.chance.choice(_SENTENCES))

    def text(self, sentences: int) -> str:
        """Return an article's text."""
        return "\n".join(self.lede() for _ in range(sentences // 2))

    def _filled(self, pattern: str) -> str:
        a, b = self.chance.choices(self._words, cum_weights=self._weights, k=2)
        said = pattern.format(
            a=a, b=b, p=self.chance.choice(PLACES), q=self.chance.choice(PLACES),
            d=self.chance.choice(_DAYS),
        )  # fmt: skip
        return said[0].upper() + said[1:]

"""What an article says, without what stands around it and changes by itself.

Counters, share buttons, times of updates and boxes that point to other articles are left out, so
that a page on which only they moved is still the same version. Only for comparing: what is shown
and kept is the text as it was read.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re
from typing import Final

#: Longest line that can be a button, a counter or a headline in a box.
_SHORT: Final = 160
#: Longest line that points elsewhere ("Läs även: …") with the other article's headline in it.
_POINTER: Final = 220
#: Most headlines in one box of other articles.
_BOX_MOST: Final = 6

_NUMBER = r"\(?\d[\d\s.,]*\)?\s*(?:tn|tusen|mn|k)?\s*"
_COUNTED = (
    r"(?:nya\s+)?(?:kommentar(?:er)?|delning(?:ar)?|visning(?:ar)?|läsning(?:ar)?|reaktion(?:er)?"
    r"|gilla(?:r|ningar)?|svar|inlägg|röst(?:er)?|följare|prenumeranter)"
)
_COUNTER = re.compile(
    rf"(?:(?:visa|läs|se|alla|antal)\s+){{0,2}}(?:{_NUMBER}{_COUNTED}|{_COUNTED}\s*:?\s*{_NUMBER})"
    rf"|{_NUMBER}(?:personer\s+)?(?:läser|läsare|gillar|har delat|har läst)\b[\s\w]{{0,30}}"
    rf"|(?:delad|delats|läst|visad)e?s?\s+{_NUMBER}gånger"
    rf"|(?:lästid|lyssningstid)\s*:?\s*(?:ca|cirka)?\.?\s*{_NUMBER}(?:min|minut(?:er)?)\.?"
    rf"|{_NUMBER}(?:min|minuters?)\.?\s+(?:läsning|lästid|lyssning)",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"(?:(?:dela(?:\s+(?:artikeln?|på\s+(?:facebook|twitter|x|linkedin)|med\s+e-?post|via\s+mejl))?"
    r"|facebook|twitter|linkedin|whatsapp|messenger|bluesky|e-?post|mejla?|mail|skriv\s+ut"
    r"|kopiera\s+länk(?:en)?|länk(?:en)?(?:\s+är)?\s+kopierad|spara(?:\s+artikeln?)?"
    r"|lyssna(?:\s+på\s+artikeln)?|kommentera|tipsa(?:\s+(?:oss|redaktionen|en\s+vän))?"
    r"|följ(?:\s+(?:oss|ämnet|ämnen))?|gilla|prenumerera|annons|till\s+toppen)[\s|,·/•]*)+",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"(?:läs|se|hör|lyssna)\s+(?:även|också|mer|vidare|dessutom)\b.*|missa\s+inte\s*:.*",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"(?:(?:läs|se|hör)\s+(?:även|också|mer|vidare|fler\s+artiklar)|mer\s+(?:om|i)\s+ämnet"
    r"|relatera(?:t|de)(?:\s+(?:artiklar|innehåll|nyheter))?|fler\s+(?:artiklar|nyheter)"
    r"|senaste\s+nytt|mest\s+lästa?|missa\s+inte|just\s+nu|tidigare\s+artiklar)\s*:?",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"(?:^|[\n.!?”])\s*\W{0,3}(?:rättelse|rättat|rättad|korrigering|korrigerat|förtydligande)\b"
    r"|\b(?:tidigare|första)\s+version\s+av\s+(?:den\s+här\s+|denna\s+)?"
    r"(?:artikeln|texten|nyheten|notisen|rubriken|inslaget)\b"
    r"|\b(?:artikeln|texten|rubriken|uppgiften)\s+(?:har|är)\s+(?:nu\s+)?"
    r"(?:rättats|rättad|korrigerats|korrigerad)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_TIME_WORDS: Final = frozenset(
    "publicerad publicerat publicerades uppdaterad uppdaterat uppdaterades ändrad ändrades skapad"
    " senast först kl klockan den i dag idag går igår för sedan sen och nyss just nu"
    " sekund sekunder min minut minuter tim timme timmar dagar h m s t z cet cest utc"
    " januari februari mars april maj juni juli augusti september oktober november december"
    " jan feb mar apr jun jul aug sep sept okt nov dec"
    " måndag tisdag onsdag torsdag fredag lördag söndag mån tis ons tors tor fre lör sön".split()
)
_ENDS_A_SENTENCE: Final = (".", "!", "?", "”", '"')


def substance(text: str) -> str:
    """Return the words of a text that somebody wrote about something, white space made even."""
    kept: list[str] = []
    in_box = 0
    for line in text.split("\n"):
        told = " ".join(line.split())
        if not told:
            continue
        if in_box and _is_headline_in_box(told):
            in_box -= 1
            continue
        in_box = _BOX_MOST if _is_box(told) else 0
        if not in_box and not is_furniture(told):
            kept.append(told)
    return " ".join(kept)


def is_furniture(line: str) -> bool:
    """Tell whether a line is a counter, a button, a time of update or points to other articles."""
    line = line.strip(" \t-–•*▪>»")
    if len(line) > _POINTER or corrections(line):
        return False
    if _POINTS.fullmatch(line):
        return True
    if len(line) > _SHORT:
        return False
    return bool(_COUNTER.fullmatch(line) or _BUTTON.fullmatch(line)) or _is_time(line)


def corrections(text: str) -> int:
    """Return how many notes in a text tell that it has been corrected."""
    return len(_CORRECTION.findall(text))


def _is_box(line: str) -> bool:
    return len(line) < _SHORT and _BOX.fullmatch(line.strip(" -–•*▪>»")) is not None


def _is_headline_in_box(line: str) -> bool:
    return (
        len(line) <= _SHORT and not line.endswith(_ENDS_A_SENTENCE) and corrections(line) == 0
    ) or is_furniture(line)


def _is_time(line: str) -> bool:
    """Tell whether a line holds a time and nothing else."""
    words = _WORD.findall(line.lower())
    return bool(words) and all(
        word in _TIME_WORDS or (word.isdigit() and len(word) <= len("20260309")) for word in words
    )

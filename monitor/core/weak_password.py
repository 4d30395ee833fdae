"""Which passwords somebody would guess: our own words, common ones, walks over the keyboard.

Pure: no clock, no store, no network.

In the spirit of NIST SP 800-63B: no rules about kinds of characters, but a password may not be made
of what everybody tries. Letters dressed up as digits are undressed first. Then what is on the list,
what the account is called, walks and repeats are struck out; too little left means too easy.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise

#: Letters and digits that must be left when everything easy is struck out.
_LEAST_LEFT = 4
#: So many different words of the list, one after the other, are a sentence rather than a guess.
_SENTENCE = 5
#: Shortest walk or repeat that is struck out, keys.
_WALK = 4
#: Shortest word, or part of a person's name, that counts.
_PART = 3

_WORDS = """
lösenord password passord passwort losenord hemlig hemligt secret login logga inloggning konto
användare user admin administratör administrator root test tester testar demo gäst guest välkommen
valkommen welcome hejsan hejhej hej hello godmorgon sommar vinter höst vår våren hösten vintern
sommaren jul julen midsommar påsk semester måndag tisdag onsdag torsdag fredag lördag söndag januari
februari mars april maj juni juli augusti september oktober november december idag nytt nya ny
lägesbild lagesbild kompass millennium cosmic melior takecare provsvar region regionen sjukhus
sjukhuset vården vård sjukvård kommun kommunikation kommunikatör press pressjour presstjänst media
medier redaktör redaktion redaktör godkännare arkivarie läsare handläggare journalist nyheter nyhet
rapport rapporter händelse jour jouren kris krisen krisjour stab staben bevakning
västra götaland götalandsregionen vgr rvm vmr västmitt stockholm skåne halland blekinge kronoberg
kalmar jönköping östergötland sörmland södermanland örebro värmland västmanland uppsala gävleborg
dalarna jämtland härjedalen västernorrland västerbotten norrbotten gotland göteborg malmö linköping
sverige sweden svensk svenska norge danmark finland europa
sahlgrenska karolinska akademiska östra mölndal borås skövde trollhättan uddevalla
abc abcd alfabet kungen drottning kärlek älskar älskling jagälskar iloveyou love pussgurka
fotboll hockey djurgården aik hammarby göteborgare ifk frölunda zlatan batman superman starwars
pokemon minecraft dragon monkey master shadow sunshine princess prinsessa football baseball letmein
trustno access changeme byt bytmig ändra ändramig default temp tillfällig standard
mamma pappa hund katt hunden katten bulle kanelbulle kaffe fika ostkaka smörgås blomma solsken
bror syster familj vänner dator datorn internet mobil telefon skrivbord server nätverk windows
apple google microsoft office outlook teams facebook instagram
blå röd grön gul svart vit ett två tre fyra fem sex sju åtta nio tio
och att det som för med den på av är jag du vi min mitt mina din vår bra
the and for you your my is qwerty qwertz azerty asdf zxcv
"""
#: Rows of Swedish and English keyboards, columns of them, and what people count.
_ROWS = (
    "1234567890+", "qwertyuiopå", "asdfghjklöä", "zxcvbnm,.-", "qwertzuiop", "azertyuiop",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p",
    "abcdefghijklmnopqrstuvwxyzåäö", "01234567890123456789",
)  # fmt: skip
_DRESSED = str.maketrans({
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i",
    "|": "l", "€": "e",
})  # fmt: skip
_PLAIN = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e", "ü": "u"})
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_TAIL = re.compile(r"[\d\W_]{1,6}$")

_Step = Callable[[str, set[str]], str]


def is_weak(password: str, names: Iterable[str] = ()) -> bool:
    """Tell whether a password is made of what everybody tries.

    Args:
        names: what the account and its holder are called, and where they may be reached.
    """
    lowered = unicodedata.normalize("NFC", password).lower()
    own = {
        _folded(part)
        for name in names
        for part in _LETTERS.findall(unicodedata.normalize("NFC", name).lower())
        if len(part) >= _PART
    }
    # As typed, and undressed: "s0mm4r" is "sommar", but the "2026" after it is a year.
    undressed = _TAIL.sub("", lowered).translate(_DRESSED)
    return any(
        len(_without_repeats(_rest(form, own, steps).replace(" ", ""))) < _LEAST_LEFT
        for form in (lowered, undressed)
        for steps in ((_without_walks, _without_words), (_without_words, _without_walks))
    )


def _folded(text: str) -> str:
    return text.translate(_PLAIN)


@cache
def _words() -> frozenset[str]:
    return frozenset(_folded(word) for word in _WORDS.split() if len(word) >= _PART)


@cache
def _steps() -> frozenset[str]:
    """Return every two keys that lie beside each other, in both directions."""
    ways = [way for row in _ROWS for way in (row, row[::-1])]
    return frozenset(a + b for way in ways for a, b in pairwise(way))


def _rest(text: str, own: set[str], steps: Iterable[_Step]) -> str:
    text = _YEAR.sub(" ", text)
    for step in steps:
        text = step(text, own)
    return _NOT_LETTERS.sub(" ", _folded(text))


def _without_words(text: str, own: set[str]) -> str:
    """Return the text with a space for each easy word, the longest first; whole if it has many."""
    left = _folded(text)
    used = set()
    for word in sorted({*own, *_words()}, key=lambda one: (-len(one), one)):
        if word in left:
            left = left.replace(word, " ")
            if word not in own:
                used.add(word)
    return text if len(used) >= _SENTENCE else left


def _without_walks(text: str, _own: set[str]) -> str:
    """Return the text with a space for each run of keys beside each other, or the same key."""
    kept = []
    run = text[:1]
    for before, letter in pairwise(text):
        if before == letter or before + letter in _steps():
            run += letter
            continue
        kept.append(" " if len(run) >= _WALK else run)
        run = letter
    kept.append(" " if len(run) >= _WALK else run)
    return "".join(kept)


def _without_repeats(text: str) -> str:
    """Return the shortest piece that, said again and again, makes the text."""
    found = re.fullmatch(r"(.+?)\1+", text)
    return found[1] if found else text

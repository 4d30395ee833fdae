"""Why an article was flagged: plain data, and the same in Swedish.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from monitor.core.text import WORD, sentences
from monitor.judge.features import MASKS, STEM, document, masked_words, pieces
from monitor.judge.mentions import Hit, Scanned
from monitor.judge.rules import Rule, rule_named
from monitor.judge.scoring import FIELD_WEIGHTS, Model, normalised

#: Most words listed on either side.
MOST_WORDS = 6
#: A word that moves the logit less than this is not worth telling.
LEAST = 0.05
#: Longest sentence shown, in characters.
MOST_CHARACTERS = 400

_KINDS = ("name", "person", "place", "context", "near")


#: Words that tell a person nothing, though each moves the score a little.
FUNCTION_WORDS = frozenset(
    "alla allt att av bara blev bli blir de dem den denna deras dess det detta dig din ditt du där "
    "då efter eller en er ett från får för ha hade han har hon honom hur här i icke ingen inte "
    "ja jag kan kunde man med mellan men mig min mitt mot mycket ni nu när någon något några och "
    "om oss på redan sedan sig sin sina sitt själv ska skulle som så till under upp ut utan var "
    "vara varit vart vem vi vid vilka vilken vill än är även åt över the a of to in and".split()
)


def reasons(
    fields: Sequence[Scanned], rule: Rule, model: Model | None, score: float, *, words: bool = True
) -> dict[str, Any]:
    """Return why an article stands where it does, as values that fit in JSON.

    Keys: ``sentence`` (field, text, marks: start, end, kind, term in that text) or None,
    ``names`` (as written, each once), ``context``, ``near``, ``ours`` (places and people), ``for``
    and ``against`` (word, weight; heaviest first), ``rule``, ``model`` (version or None),
    ``score`` and ``percentage`` (whether the score may be shown as one).

    Args:
        words: weigh the words; takes as long as judging itself.
    """
    pro, con = _weighed(fields, model) if words and model else ([], [])
    return {
        "sentence": _sentence(fields),
        "names": _matched(fields, "name"),
        "context": _matched(fields, "context"),
        "near": _matched(fields, "near"),
        "ours": [*_matched(fields, "place"), *_matched(fields, "person")],
        "for": pro,
        "against": con,
        "rule": rule.name,
        "model": model.version if model else None,
        "score": round(score, 4),
        "percentage": bool(model and model.shows_percentage),
    }


def _matched(fields: Iterable[Scanned], kind: str) -> list[str]:
    mentions = (mention for field in fields for mention in field.mentions())
    return list(dict.fromkeys(m.matched for m in mentions if m.kind == kind))


def _sentence(fields: Sequence[Scanned]) -> dict[str, Any] | None:
    """Return the first sentence that holds the strongest kind of hit, with all its marks."""
    for kind in _KINDS:
        for field in fields:
            hit = next((hit for hit in field.hits if hit.term.kind == kind), None)
            if hit is not None:
                return _marked(field, hit)
    return None


def _marked(field: Scanned, hit: Hit) -> dict[str, Any]:
    at = field.folded.span(hit.start, hit.end)[0]
    spans = sentences(field.written) if field.field == "text" else [(0, len(field.written))]
    start, end = next((span for span in spans if span[0] <= at < span[1]), (at, at))
    if end - start > MOST_CHARACTERS:
        start = max(start, at - MOST_CHARACTERS // 2)
        end = min(end, start + MOST_CHARACTERS)
    marks = [
        {"start": m.start - start, "end": m.end - start, "kind": m.kind, "term": m.term}
        for m in field.mentions()
        if start <= m.start and m.end <= end
    ]
    return {"field": field.field, "text": field.written[start:end], "marks": marks}


def _weighed(
    fields: Sequence[Scanned], model: Model
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    total = contributions(fields, model)
    told = [
        (word, weight)
        for word, weight in total.items()
        if abs(weight) >= LEAST and word not in _UNTOLD
    ]
    told.sort(key=lambda item: (-abs(item[1]), item[0]))
    pro = [_item(*item) for item in told if item[1] > 0]
    con = [_item(*item) for item in told if item[1] < 0]
    return pro[:MOST_WORDS], con[:MOST_WORDS]


def _item(word: str, weight: float) -> dict[str, Any]:
    return {"word": word, "weight": round(weight, 3)}


def contributions(fields: Sequence[Scanned], model: Model) -> dict[str, float]:
    """Return how much each word as written moved the logit, pieces and pairs counted in.

    A pair's weight is shared between its two words. Words are keyed in lower case; names by
    what stands in their place for the model. The rules' share is left out: the rule is told.
    """
    counted = document(fields)
    total: dict[str, float] = {}
    shares: list[dict[tuple[str, str], float]] = [{} for _ in fields]
    for kind, rarities, parts in model.space.parts(counted):
        for at, counts in enumerate(parts):
            for name, value in normalised(counts, rarities).items():
                weight = FIELD_WEIGHTS[at] * value * model.weights[kind][name]
                shares[at][kind, name] = weight / counts[name]
    for field, share in zip(fields, shares, strict=True):
        if share:
            _add_field(total, field, share)
    return total


def _add_field(
    total: dict[str, float], field: Scanned, share: Mapping[tuple[str, str], float]
) -> None:
    found = masked_words(field)
    for at, word in enumerate(found):
        weight = share.get(("word", word.text), 0.0)
        if not word.text.isupper():
            weight += share.get(("stem", word.text[:STEM]), 0.0)
        if field.field != "text":
            weight += sum(share.get(("piece", piece), 0.0) for piece in pieces(word.text))
        for first, second in ((at - 1, at), (at, at + 1)):
            if first >= 0 and second < len(found):
                pair = f"{found[first].text} {found[second].text}"
                weight += share.get(("word", pair), 0.0) / 2
        if weight:
            shown = _shown(field, word.text, word.start, word.end)
            total[shown] = total.get(shown, 0.0) + weight


_ROLES = {
    "PROGRAMME": "programmets namn",
    "SUPPLIER": "leverantörens namn",
    "PERSON": "en av våra personer",
    "PLACE": "en av våra platser",
}


def _shown(field: Scanned, text: str, start: int, end: int) -> str:
    if text in MASKS.values():
        return _ROLES[text]
    written = field.written[start:end].lower()
    return written if WORD.search(written) else text


#: The rule tells what a name does; the model's share of it would only seem to contradict that.
_UNTOLD = FUNCTION_WORDS | set(_ROLES.values())

_FIELDS = {"title": "rubriken", "lede": "ingressen", "text": "texten"}


def in_swedish(why: Mapping[str, Any]) -> list[str]:
    """Return the reasons as Swedish sentences, the weightiest first."""
    told = [rule_named(why["rule"]).why]
    sentence = why.get("sentence")
    if sentence and why["names"]:
        where = _FIELDS[sentence["field"]]
        told.append(f"Namn som hittades: {_listed(why['names'])}, först i {where}.")
    # Flags of earlier versions do not tell it.
    if why.get("ours"):
        told.append(f"Våra platser och personer: {_listed(why['ours'])}.")
    if why["context"]:
        told.append(f"Ord om saken: {_listed(why['context'])}.")
    if why["near"]:
        told.append(f"Pekar på något annat: {_listed(why['near'])}.")
    if why["for"]:
        told.append(f"Talade för: {_listed(item['word'] for item in why['for'])}.")
    if why["against"]:
        told.append(f"Talade emot: {_listed(item['word'] for item in why['against'])}.")
    told.append(_score(why))
    return told


def _listed(found: Iterable[str]) -> str:
    return ", ".join(f"”{text}”" for text in found)


def _score(why: Mapping[str, Any]) -> str:
    if why["model"] is None:
        return "Ingen inlärd bedömning fanns; regeln avgjorde."
    if why["percentage"]:
        return f"Sannolikheten är {round(100 * why['score'])} procent (modell {why['model']})."
    return (
        f"Bedömningen är {_grade(why['score'])} (modell {why['model']}). Procent visas först "
        "när modellen har lärt sig av minst 100 bedömningar."
    )


def _grade(score: float) -> str:
    grades = ((0.9, "mycket stark"), (0.5, "stark"), (0.2, "tveksam"))
    return next((word for least, word in grades if score >= least), "svag")

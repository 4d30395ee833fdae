"""What stands alike in every report: the comment, who may speak, and about the series.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

import re

from incidents.report.material import Incident, Material, Statement
from incidents.report.pen import DraftParagraph, Pen, refs, sentence
from incidents.report.phrases import ages, is_sentence


def comment_paragraphs(material: Material, pen: Pen) -> list[DraftParagraph]:
    """Return the latest approved comment of each incident, in our own voice.

    A comment that speaks of "i dag" is left out on other days, and so is one that was overtaken.
    """
    found: list[DraftParagraph] = []
    seen: set[str] = set()
    for incident in material.incidents:
        comment = _latest(incident, pen)
        if comment is not None and comment.wording not in seen:
            seen.add(comment.wording)
            found.append(DraftParagraph("comment", sentence(comment.wording), refs(comment)))
    return found


def _latest(incident: Incident, pen: Pen) -> Statement | None:
    standing = [
        one
        for one in incident.statements
        if one.comment
        and not one.replaced
        and not one.overtaken
        and (pen.same_day(one.known_at) or not ages(one.wording))
    ]
    return max(standing, key=lambda one: (one.known_at, one.id), default=None)


def spokesperson_paragraphs(material: Material) -> list[DraftParagraph]:
    """Return one paragraph per person: name and short title."""
    return [
        DraftParagraph(
            "spokespersons",
            sentence(", ".join(filter(None, [one.person.name, one.person.short_title]))),
            refs(one),
        )
        for one in material.spokespersons
    ]


def about_paragraphs(material: Material) -> list[DraftParagraph]:
    """Return how often, by whom and for whom, to what purpose, and to whom it goes."""
    series = material.series
    made = f"Den görs av {series.producer} på uppdrag av {series.commissioner}."
    cadence = _told("Rapporten sammanställs", series.cadence)
    aim = re.match(r"(?:att\s+)?(ge\s.+)", series.purpose)
    start = "Syftet är att" if aim else "Rapporten ger en samlad bild av"
    purpose = _told(start, aim[1] if aim else series.purpose)
    texts = (
        f"{cadence} {made}",
        f"{purpose} Bilden gäller när rapporten sammanställs.",
        _told("Rapporten går till", series.distribution),
    )
    return [DraftParagraph("about", one, refs(series)) for one in texts]


def _told(start: str, words: str) -> str:
    return words if is_sentence(words) else sentence(start, words)

"""Beskrivning av händelse: what the articles say, then who has answered whom.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Sequence

from incidents.report import wording
from incidents.report.inline import parse_inline
from incidents.report.material import Article, Incident, SourceRef, Statement
from incidents.report.pen import DraftParagraph, Pen, refs, sentence
from incidents.report.phrases import (
    clause,
    indirect,
    is_attributed,
    is_told_whole,
    quoted,
    sentences_of,
    starts_with_verb,
)
from incidents.report.rules_words import LONGEST_SENTENCE_WORDS
from incidents.report.sections import Style
from incidents.report.tree import plain
from monitor.core.text import WORD
from monitor.core.times import Precision, on_text, published_text

_SECTION = "incident"
#: Roles that are counted under Medieläge and not told here.
_NOT_TOLD = frozenset({"opinion", "background"})
#: "har svarat" with the medium, for each channel.
_ANSWERED = {
    "written": "svarat skriftligt till {0}",
    "email": "svarat {0} i ett mejl",
    "letter": "svarat {0} i en skrivelse",
    "phone": "svarat {0} per telefon",
    "interview": "svarat i en intervju med {0}",
    "meeting": "svarat {0} vid ett möte",
    "press_conference": "svarat {0} vid en pressträff",
    "web": "svarat {0} på webben",
}
#: Channels in which nobody is heard.
_WRITTEN = frozenset({"written", "email", "letter", "web"})
_SAID = {
    "written": "skriftligt",
    "email": "i ett mejl",
    "letter": "i en skrivelse",
    "phone": "per telefon",
    "interview": "i en intervju",
    "meeting": "vid ett möte",
    "press_conference": "vid en pressträff",
    "web": "på webben",
}


def article_paragraphs(
    incident: Incident, pen: Pen, section: str = _SECTION
) -> list[DraftParagraph]:
    """Return a paragraph for each piece of news that is new, with its copies in the same."""
    told = [one for one in incident.articles if one.role not in _NOT_TOLD and incident.is_new(one)]
    paragraphs = []
    for lead, copies, others in _grouped(told):
        parts = [_told(lead, pen)]
        parts += _also(lead, copies, "publicerat samma uppgift", pen)
        parts += _also(lead, others, "rapporterat om samma händelse", pen)
        sources = refs(lead, lead.claims, copies, others)
        paragraphs.append(DraftParagraph(section, " ".join(parts), sources))
    return paragraphs


def reply_paragraphs(incident: Incident, pen: Pen, section: str = _SECTION) -> list[DraftParagraph]:
    """Return what has been said that is new, and is neither a claim of fact nor our comment."""
    found: list[DraftParagraph] = []
    for one in incident.statements:
        if one.comment or one.replaced or not incident.is_new(one):
            continue
        if one.direction == "out":
            found += _ours(one, pen, section)
        elif not is_circumstance(one, incident):
            found += received(one, incident, pen, section)
    return found


def is_circumstance(statement: Statement, incident: Incident) -> bool:
    """Return whether an incoming statement belongs under Kända omständigheter.

    It does when it holds claims, when a circumstance rests on it, or when one of us took it
    personally; otherwise it is a reply.
    """
    rests = any(one.statement_id == statement.id for one in incident.circumstances)
    return bool(statement.claims) or rests or statement.to_person is not None


def received(
    statement: Statement, incident: Incident, pen: Pen, section: str
) -> list[DraftParagraph]:
    """Return a statement of others; verbatim words are a paragraph of their own."""
    sources = refs(statement, statement.claims)
    if not statement.verbatim:
        text = " ".join([*_letter(statement, pen), *_their_words(statement, pen)])
        return [DraftParagraph(section, text, sources)]
    intro = _intro(statement, incident, pen)
    return [
        DraftParagraph(section, intro, sources),
        DraftParagraph(section, quoted(statement.wording), sources, "quote"),
    ]


def who_said(statement: Statement, pen: Pen) -> str:
    """Return the speaker before a verb, else the organisation, else nobody known."""
    if statement.speaker is not None:
        return pen.person(statement.speaker)
    if statement.organisation is not None:
        return pen.body(statement.organisation)
    return "En företrädare"


def _grouped(
    articles: Sequence[Article],
) -> list[tuple[Article, list[Article], list[Article]]]:
    """Return (lead, copies, others about the same) in the order of the leads."""
    ordered = sorted(articles, key=lambda one: one.role != "trigger")
    groups: list[tuple[Article, list[Article], list[Article]]] = []
    for one in ordered:
        home = next((group for group in groups if group[0].story == one.story), None)
        if home is None and one.role == "same_story":
            home = next((group for group in groups if group[0].role == "trigger"), None)
        if home is None or (one.claims and one.role != "same_story"):
            groups.append((one, [], []))
        elif one.role == "same_story":
            home[1].append(one)
        else:
            home[2].append(one)
    return groups


def _told(article: Article, pen: Pen) -> str:
    outlet = pen.publisher(article.outlet, article.url)
    if article.role == "correction":
        when = on_text(article.when, pen.calendar)
        return sentence(outlet, "publicerade", when, "en rättelse av en tidigare artikel")
    claims = [clause(one.wording, pen.proper) for one in article.claims]
    if article.outlet.spoken:
        return _broadcast(outlet, article, claims, pen)
    when = published_text(article.when, pen.calendar)
    who = f"En artikel i {outlet}, {when},"
    if not claims:
        return f"{who} har rubriken {quoted(article.title)}."
    whole = wording.attributed(who, _that(claims), wording.Basis.MEDIA)
    if _is_short(whole):
        return whole
    dated = when.replace("publicerad ", "publicerades ", 1)
    if dated == when:
        dated = "har ingen känd publiceringstid"
    return " ".join([f"En artikel i {outlet} {dated}.", *_one_by_one("Den beskriver", claims)])


def _broadcast(outlet: str, article: Article, claims: list[str], pen: Pen) -> str:
    when = on_text(article.when.shown_as(Precision.PART_OF_DAY), pen.calendar)
    who = f"{outlet} rapporterade {when}"
    if not claims:
        return f"{who} under rubriken {quoted(article.title)}."
    whole = sentence(f"{who} att {_that(claims)}")
    if _is_short(whole) or len(claims) == 1:
        return whole
    again = article.outlet.name.again
    later = [sentence(f"{again} rapporterade också att {one}") for one in claims[1:]]
    return " ".join([sentence(f"{who} att {claims[0]}"), *later])


def _one_by_one(says: str, claims: list[str]) -> list[str]:
    """Return the claims in one sentence if that can be read in one breath, else in one each."""
    together = sentence(f"{says} att {_that(claims)}")
    if _is_short(together):
        return [together]
    first = sentence(f"{says} att {claims[0]}")
    return [first, *(sentence(f"{says} också att {one}") for one in claims[1:])]


def _that(claims: Sequence[str]) -> str:
    """Return claims after "att": "a, och att b", "a, att b och att c"."""
    if len(claims) < 3:
        return ", och att ".join(claims)
    return f"{', att '.join(claims[:-1])} och att {claims[-1]}"


def _is_short(text: str) -> bool:
    words = sum(1 for _ in WORD.finditer(plain(parse_inline(text))))
    return words <= LONGEST_SENTENCE_WORDS


def _also(lead: Article, articles: Sequence[Article], what: str, pen: Pen) -> list[str]:
    """Name each other medium once: several articles of one medium are one voice."""
    first_of = {one.outlet: one for one in reversed(articles) if one.outlet != lead.outlet}
    others = [one for one in articles if one is first_of.get(one.outlet)]
    if not others:
        return []
    names = [pen.publisher(one.outlet, one.url) for one in others]
    return [f"{wording.join(names)} har {what}."]


def _ours(statement: Statement, pen: Pen, section: str) -> list[DraftParagraph]:
    sources = refs(statement)
    who = who_said(statement, pen)
    if statement.to_outlet is None and statement.to_organisation is None:
        return _spoken_out(statement, who, sources, pen, section)
    if statement.to_outlet is not None:
        whom = pen.outlet(statement.to_outlet)
    else:
        assert statement.to_organisation is not None
        whom = pen.body(statement.to_organisation)
    did = _ANSWERED[statement.channel].format(whom)
    referred = ""
    if statement.refers_to is not None:
        referred = f"och hänvisat till {pen.body(statement.refers_to)}"
    return [DraftParagraph(section, sentence(who, "har", did, referred), sources)]


def _spoken_out(
    statement: Statement, who: str, sources: tuple[SourceRef, ...], pen: Pen, section: str
) -> list[DraftParagraph]:
    """Return what we said to everybody: at a press conference, on the web."""
    how, when = _SAID[statement.channel], pen.when(statement.when)
    heard = statement.channel not in _WRITTEN
    if not statement.verbatim:
        said = ["sade" if heard else "meddelade", how, when]
        words = indirect(clause(statement.wording, pen.proper))
        if is_told_whole(words):
            return [DraftParagraph(section, sentence(who, *said, "att", words), sources)]
        told = " ".join(filter(None, [who, *said]))
        return [DraftParagraph(section, sentence(f"{told}: {words}"), sources)]
    style: Style = "quote"
    wrote = " ".join(filter(None, [who, "sade" if heard else "skrev", how, when]))
    return [
        DraftParagraph(section, f"{wrote}:", sources),
        DraftParagraph(section, quoted(statement.wording), sources, style),
    ]


def _intro(statement: Statement, incident: Incident, pen: Pen) -> str:
    """Return "Under måndagskvällen mottog Karin Almgren ett svar från Nordlys Health:"."""
    when = wording.capitalise(pen.when(statement.when, Precision.PART_OF_DAY))
    what = _what(statement, incident)
    sender = who_said(statement, pen) if statement.speaker or statement.organisation else ""
    own = " (vår översättning)" if statement.translated else ""
    if statement.direction == "third_party":
        whom = f" till {pen.outlet(statement.to_outlet)}" if statement.to_outlet else ""
        day = pen.when(statement.when, Precision.PART_OF_DAY)
        return f"{' '.join(filter(None, [who_said(statement, pen), 'sade', day]))}{whom}{own}:"
    receiver = pen.own if statement.to_person is None else pen.person(statement.to_person)
    source = f"från {sender.removesuffix(',')}" if sender else ""
    got = f"{what}{_numbered(statement)} {source}".strip()
    if when:
        return f"{when} mottog {receiver} {got}{own}:"
    return f"{wording.capitalise(receiver)} har mottagit {got}{own}:"


def _what(statement: Statement, incident: Incident) -> str:
    """Return "ett svar" where we had asked or referred, else what it came as."""
    if statement.is_answer or _was_asked(statement, incident):
        return "ett svar"
    return {"letter": "en skrivelse", "email": "ett mejl"}.get(statement.channel, "ett besked")


def _was_asked(statement: Statement, incident: Incident) -> bool:
    body = statement.organisation
    if body is None:
        return False
    asked = any(one.put_to is not None and one.put_to.id == body.id for one in incident.questions)
    referred = any(
        one.direction == "out" and one.refers_to is not None and one.refers_to.id == body.id
        for one in incident.statements
    )
    return asked or referred


def _letter(statement: Statement, pen: Pen) -> list[str]:
    """Return that a letter has come in, since a letter is a record with a number."""
    if statement.channel != "letter" or statement.direction != "in":
        return []
    when = wording.capitalise(pen.when(statement.when, Precision.PART_OF_DAY))
    sender = who_said(statement, pen).removesuffix(",")
    head = f"{when} mottog {pen.own}" if when else f"{pen.own} har mottagit"
    return [f"{head} en skrivelse{_numbered(statement)} från {sender}."]


def _numbered(statement: Statement) -> str:
    number = statement.registry_number
    return f" med diarienummer {number}" if number else ""


def _their_words(statement: Statement, pen: Pen) -> list[str]:
    """Return each sentence of a statement told in our words, as theirs."""
    body = statement.organisation
    forms = () if body is None else (body.name.long, body.name.again)
    texts = []
    for one in sentences_of(pen.settled(statement.wording, statement.known_at)):
        if is_attributed(one) and any(one.lower().startswith(form.lower()) for form in forms):
            texts.append(_with_short_name(one, statement, pen))
        elif starts_with_verb(one):
            texts.append(sentence(who_said(statement, pen), one))
        else:
            texts.append(_as_theirs(who_said(statement, pen), clause(one, pen.proper)))
    return texts


def _as_theirs(who: str, words: str) -> str:
    """Return "HAR kräver besked." of "vi kräver besked", else "HAR uppger att …"."""
    we, _, rest = words.partition(" ")
    if we.lower() == "vi" and is_attributed(rest.split(" ", 1)[0]):
        return sentence(who, indirect(rest))
    return sentence(who, "uppger att", indirect(words))


def _with_short_name(text: str, statement: Statement, pen: Pen) -> str:
    body = statement.organisation
    assert body is not None
    for form in (body.name.long, body.name.again):
        if text.lower().startswith(form.lower()):
            return sentence(pen.body(body) + text[len(form) :])
    return sentence(text)

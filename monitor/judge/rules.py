"""The rules that judge without a model, and that the model learns to weigh.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from monitor.judge.mentions import Scanned

Band = Literal["flag", "look", "drop"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        name: stable key, stored with each flag.
        band: where the rule alone would put the article.
        flag_at: lowest score with which a model taught by the staff may flag the article, higher
            the less the rule saw; None where no score is enough.
        untaught_at: the same for a model that knows the shipped labels alone.
        why: the rule in Swedish, a whole sentence.
    """

    name: str
    band: Band
    flag_at: float | None
    untaught_at: float | None
    why: str


#: In the order in which they are tried; the first that holds is the article's rule.
RULES = (
    Rule(
        "own_head", "flag", 0.5, 0.5, "Ett namn som bara är vårt står i rubriken eller ingressen."
    ),
    Rule(
        "shared_head",
        "flag",
        0.5,
        0.5,
        "Namnet står i rubriken eller ingressen tillsammans med ord som visar att det är vårt.",
    ),
    Rule(
        "own_text", "flag", 0.5, 0.5, "Ett namn som bara är vårt står i texten, med ord om saken."
    ),
    Rule(
        "shared_text",
        "flag",
        0.5,
        0.5,
        "Namnet står i texten bland flera ord som visar att det är vårt.",
    ),
    Rule(
        "generic_ours",
        "flag",
        0.5,
        0.5,
        "Systemet beskrivs utan namn, tillsammans med en plats eller person som är vår.",
    ),
    Rule("near", "drop", None, None, "Namnet eller ett närliggande namn gäller något annat."),
    Rule("bare", "look", 0.5, 0.5, "Namnet står där, utan ord som visar vad det gäller."),
    Rule("generic", "drop", 0.55, 0.8, "Systemet beskrivs utan namn och utan plats som är vår."),
    Rule("ours", "drop", 0.55, 0.7, "En plats eller person som är vår nämns med ord om saken."),
    Rule(
        "context",
        "drop",
        0.55,
        0.9,
        "Ord om saken står i rubriken eller ingressen, men inget namn.",
    ),
    Rule("place", "drop", 0.55, None, "En plats eller person som är vår nämns, utan ord om saken."),
    Rule("context_text", "drop", None, None, "Ord om saken står bara i texten, och inget namn."),
    Rule("nothing", "drop", None, None, "Inget av bevakningens ord står i artikeln."),
)
_BY_NAME = {rule.name: rule for rule in RULES}


def rule_named(name: str) -> Rule:
    """Return the rule with a name."""
    return _BY_NAME[name]


@dataclass(frozen=True, slots=True)
class Counts:
    """Distinct terms of each kind in one part of an article."""

    own: int
    shared: int
    generic: int
    context: int
    near: int
    ours: int

    @classmethod
    def of(cls, fields: Iterable[Scanned]) -> Counts:
        """Count distinct terms over fields; places and people count together as ours."""
        terms = {
            (hit.term.strength or hit.term.kind, hit.term.text) for f in fields for hit in f.hits
        }
        kinds = [kind for kind, _ in terms]
        return cls(
            own=kinds.count("own"),
            shared=kinds.count("shared"),
            generic=kinds.count("generic"),
            context=kinds.count("context"),
            near=kinds.count("near"),
            ours=kinds.count("place") + kinds.count("person"),
        )


@dataclass(frozen=True, slots=True)
class Sight:
    """What the rules look at.

    Attributes:
        head: title and lede.
        text: the body.
        shared_times: how often a shared name stands in the body.
        both_roles: programme and supplier are both named.
    """

    head: Counts
    text: Counts
    shared_times: int
    both_roles: bool

    @classmethod
    def of(cls, fields: Sequence[Scanned]) -> Sight:
        """Count what the rules need over title, lede and text."""
        roles = {hit.term.role for field in fields for hit in field.hits}
        times = sum(hit.term.strength == "shared" for hit in fields[2].hits)
        both = {"programme", "supplier"} <= roles
        return cls(Counts.of(fields[:2]), Counts.of(fields[2:]), times, both)

    def rule(self) -> Rule:
        """Return the first rule that holds."""
        return _BY_NAME[self._named() or self._unnamed()]

    def _named(self) -> str:
        head, text = self.head, self.text
        shared = head.shared + text.shared
        support = head.context + head.ours + head.generic
        anywhere = head.context + text.context + head.ours + text.ours
        tries = (
            ("own_head", head.own),
            ("shared_head", head.shared and (self.both_roles or support > head.near)),
            ("own_text", text.own and anywhere),
            ("shared_text", shared and self._text_supports()),
            ("generic_ours", head.generic and head.ours + text.ours),
            ("near", (shared or text.own) and head.near + text.near),
            ("bare", shared or text.own),
        )
        return next((name for name, holds in tries if holds), "")

    def _text_supports(self) -> bool:
        near = self.head.near + self.text.near
        support = self.text.context + self.text.ours + self.text.generic + self.head.generic
        often = self.head.shared + self.head.generic > 0 or self.shared_times > 1 or self.both_roles
        return often and support > 1 + 2 * near

    def _unnamed(self) -> str:
        head, text = self.head, self.text
        if head.near or (text.near and not head.context):
            return "near"
        if head.generic:
            return "generic"
        if head.context:
            return "ours" if head.ours else "context"
        if head.ours:
            return "place"
        return "context_text" if text.context + text.generic else "nothing"

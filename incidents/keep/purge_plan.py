"""What each rule of disposal (gallringsregel) would take: which rows, and how many.

Pure SQL and values; :mod:`incidents.keep.purge` carries it out. What a sent report rests on by
its own frozen words may go, for the report keeps them; what an unsent report rests on stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from incidents.keep.purge_decisions import RULES, standing
from monitor.core.clock import from_text, to_text
from monitor.core.errors import InputError
from monitor.core.messages import label
from monitor.core.store import Row, Store


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one table that go with the doomed ones.

    Attributes:
        table: its name.
        where: SQL condition over it; ``doomed`` is the table of the root rows' ids.
        key: columns that name a row, in order.
        audited: whether its values lie in the audit trail, by ``key``.
    """

    table: str
    where: str
    key: str = "id"
    audited: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of disposal.

    Attributes:
        name: as ``purge_decisions.rule`` holds it.
        select: SQL of the doomed rows' ids; takes ``:cutoff``.
        parts: every table touched, in the order that rows are removed; the root is the last.
        copies: kinds of a disclosure whose handed-out copies hold these rows' words.
        empties: column of the root that is emptied while the row stays; None: rows are removed.
    """

    name: str
    select: str
    parts: tuple[Part, ...]
    copies: tuple[str, ...] = ()
    empties: str | None = None

    @property
    def root(self) -> Part:
        """Return the table whose rows the rule counts."""
        return self.parts[-1]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would take now.

    Attributes:
        rule, title: the rule and its Swedish name.
        decision: the standing decision, None where there is none: then nothing may go.
        cutoff_at: what is older goes; None without a decision.
        total: things that would go, as the rule counts them.
        counts: table -> rows.
    """

    rule: str
    title: str
    decision: Row | None
    cutoff_at: str | None
    total: int
    counts: Mapping[str, int]


_VERSIONS: Final = "(SELECT id FROM article_versions WHERE article_id IN (SELECT id FROM doomed))"
_FLAGS: Final = "(SELECT id FROM flags WHERE article_id IN (SELECT id FROM doomed))"
_ARTICLES: Final = (
    Part("verdicts", f"flag_id IN {_FLAGS}", audited=True),
    Part(
        "story_words",
        "article_id IN (SELECT id FROM doomed) OR other_id IN (SELECT id FROM doomed)",
        audited=True,
    ),
    Part("mentions", f"version_id IN {_VERSIONS}"),
    Part("evidence", f"version_id IN {_VERSIONS}"),
    Part("article_texts", f"version_id IN {_VERSIONS}", "version_id"),
    Part("judge_queue", f"version_id IN {_VERSIONS}", "version_id"),
    Part("audit_samples", f"flag_id IN {_FLAGS}", "flag_id"),
    Part("flags", "article_id IN (SELECT id FROM doomed)"),
    Part("article_versions", "article_id IN (SELECT id FROM doomed)"),
    Part("article_aliases", "article_id IN (SELECT id FROM doomed)", "kind, scope, alias"),
    Part("articles", "id IN (SELECT id FROM doomed)"),
)
#: Nothing of ours points at the article.
_UNUSED: Final = """
    NOT EXISTS (SELECT 1 FROM incident_articles x WHERE x.article_id = a.id)
    AND NOT EXISTS (SELECT 1 FROM statements x WHERE x.article_id = a.id)
    AND NOT EXISTS (SELECT 1 FROM circumstances x WHERE x.article_id = a.id)
    AND NOT EXISTS (SELECT 1 FROM claims x WHERE x.article_id = a.id)
    AND NOT EXISTS (SELECT 1 FROM contradictions x WHERE x.article_id = a.id)
    AND NOT EXISTS (SELECT 1 FROM dismissed_proposals x WHERE x.article_id = a.id)
    AND NOT EXISTS (
        SELECT 1 FROM paragraph_sources x WHERE x.table_name = 'articles' AND x.row_id = a.id)
"""
#: What an unsent report rests on stays until it is sent or thrown away.
_NOT_IN_DRAFT: Final = """
    NOT EXISTS (SELECT 1 FROM paragraph_sources s JOIN report_paragraphs p ON p.id = s.paragraph_id
        JOIN reports r ON r.id = p.report_id
        WHERE s.table_name = '{table}' AND s.row_id = {row} AND r.status <> 'sent')
"""


def _articles(judged: str) -> str:
    """Return the SQL of articles that nobody uses, and of which no kept article is a copy."""
    return f"""
        WITH RECURSIVE eligible(id) AS (
            SELECT a.id FROM articles a WHERE a.first_seen_at < :cutoff AND {judged} AND {_UNUSED}),
        needed(id) AS (
            SELECT copy_of FROM articles
            WHERE copy_of IS NOT NULL AND id NOT IN (SELECT id FROM eligible)
            UNION SELECT c.copy_of FROM articles c JOIN needed ON needed.id = c.id
            WHERE c.copy_of IS NOT NULL)
        SELECT id FROM eligible WHERE id NOT IN (SELECT id FROM needed)"""


_NEVER_FLAGGED: Final = """a.entered_by IS NULL AND NOT EXISTS (
    SELECT 1 FROM flags f WHERE f.article_id = a.id
    AND (f.band IN ('flag', 'look') OR f.verdict IS NOT NULL))"""
_IRRELEVANT: Final = """EXISTS (
    SELECT 1 FROM flags f WHERE f.article_id = a.id AND f.verdict = 'irrelevant')
    AND NOT EXISTS (SELECT 1 FROM flags f WHERE f.article_id = a.id
    AND f.verdict IS NOT 'irrelevant' AND (f.band IN ('flag', 'look') OR f.verdict IS NOT NULL))"""
_RECORDS: Final = (
    "statements", "circumstances", "claims", "actions", "decisions", "questions", "enquiries",
    "report_incidents", "disclosures",
)  # fmt: skip
_EMPTY_INCIDENT: Final = " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM {table} x WHERE x.incident_id = i.id)" for table in _RECORDS
)

_RULES: Final = (
    Rule("unflagged_articles", _articles(_NEVER_FLAGGED), _ARTICLES, ("articles", "all_articles")),
    Rule("irrelevant_articles", _articles(_IRRELEVANT), _ARTICLES, ("articles", "all_articles")),
    Rule(
        "enquiries",
        f"""SELECT e.id FROM enquiries e LEFT JOIN incidents i ON i.id = e.incident_id
            WHERE CASE WHEN e.incident_id IS NULL THEN e.answered_at < :cutoff
                ELSE i.status IN ('closed', 'dismissed')
                    AND coalesce(i.closed_at, i.entered_at) < :cutoff
                    AND e.happened_at < :cutoff END
            AND {_NOT_IN_DRAFT.format(table="enquiries", row="e.id")}""",
        (
            Part("statement_relations", "enquiry_id IN (SELECT id FROM doomed)", audited=True),
            Part("enquiries", "id IN (SELECT id FROM doomed)", audited=True),
        ),
        ("enquiries",),
    ),
    Rule(
        "dismissed_incidents",
        f"""SELECT i.id FROM incidents i WHERE i.status = 'dismissed' AND i.entered_at < :cutoff
            AND {_EMPTY_INCIDENT} AND {_NOT_IN_DRAFT.format(table="incidents", row="i.id")}""",
        (
            Part(
                "incident_relations",
                "incident_id IN (SELECT id FROM doomed) OR other_id IN (SELECT id FROM doomed)",
                audited=True,
            ),
            Part("incident_articles", "incident_id IN (SELECT id FROM doomed)", audited=True),
            Part("incident_spokespersons", "incident_id IN (SELECT id FROM doomed)", audited=True),
            Part(
                "incident_visits",
                "incident_id IN (SELECT id FROM doomed)",
                key="user_id, incident_id",
            ),
            Part("incidents", "id IN (SELECT id FROM doomed)", audited=True),
        ),
        ("incidents",),
    ),
    Rule(
        "disclosure_copies",
        """SELECT f.id FROM disclosure_files f JOIN disclosures d ON d.id = f.disclosure_id
            WHERE f.content IS NOT NULL AND d.decided_at < :cutoff""",
        (Part("disclosure_files", "id IN (SELECT id FROM doomed)"),),
        empties="content",
    ),
    Rule(
        "login_attempts",
        "SELECT id FROM login_attempts WHERE at < :cutoff",
        (Part("login_attempts", "id IN (SELECT id FROM doomed)"),),
    ),
    Rule(
        "poll_log",
        "SELECT id FROM poll_rounds WHERE coalesce(finished_at, started_at) < :cutoff",
        (Part("poll_rounds", "id IN (SELECT id FROM doomed)"),),
    ),
)
_BY_NAME: Final = {rule.name: rule for rule in _RULES}


def rule_named(name: str) -> Rule:
    """Return a rule.

    Raises:
        InputError: there is no such rule.
    """
    if name not in _BY_NAME:
        raise InputError(field="Regel", why=f"”{name}” finns inte. Välj {', '.join(RULES)}.")
    return _BY_NAME[name]


def cutoff(store: Store, decision: Row) -> str:
    """Return the instant, as text, before which the decision lets things go."""
    return to_text(from_text(store.now()) - timedelta(days=decision["keep_days"]))


def preview(store: Store, name: str) -> Preview:
    """Count what a rule would take under the decision that stands now; nothing is changed."""
    rule = rule_named(name)
    decision = standing(store, name)
    if decision is None:
        return Preview(name, label("purge_rule", name), None, None, 0, {})
    before = cutoff(store, decision)
    # One statement, so that the doomed are sought once and not once per table.
    counted = ", ".join(
        f"(SELECT count(*) FROM [{part.table}] WHERE {part.where}) AS [{part.table}]"
        for part in rule.parts
    )
    counts = store.rows(
        f"WITH doomed AS MATERIALIZED ({rule.select}) SELECT {counted}", {"cutoff": before}
    )[0]
    total = counts[rule.root.table]
    kept = {table: number for table, number in counts.items() if number}
    return Preview(name, label("purge_rule", name), decision, before, total, kept)


def previews(store: Store) -> list[Preview]:
    """Count what every rule would take, in the order that people read them."""
    return [preview(store, name) for name in RULES]

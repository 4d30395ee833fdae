"""After each poll round: sure flags become proposed incidents, and stories gather in open ones.

Nothing in monitor knows of this. Running it twice changes nothing, and what a person said stands:
a dismissed story is not proposed again, an article taken away is not linked there again, and an
article that belongs to an incident is left where it is.

While people follow an open incident, further news about the same watch proposes no new one: it
waits in the review queue with the question whether it belongs there (:func:`belongs_perhaps`).
Otherwise a week of coverage would be a week of proposals to dismiss.
"""

from __future__ import annotations

from collections import Counter

from incidents.record import article_link
from incidents.record.incident import NewIncident, open_from_nothing, published
from monitor.core.actors import system
from monitor.core.clock import from_text
from monitor.core.store import Row, Store

_ACTOR = system("suggest")

#: Articles that stand in an incident that was not dismissed.
_BELONGS = (
    "SELECT l.article_id FROM incident_articles l JOIN incidents i ON i.id = l.incident_id"
    " WHERE i.status <> 'dismissed'"
)
#: Articles of the same story as an open incident, which belong nowhere yet.
_GATHER = f"""
SELECT DISTINCT l.incident_id, a.id AS article_id, a.opinion, a.first_seen_at
FROM incident_articles l
JOIN incidents i ON i.id = l.incident_id AND i.status IN ('proposed', 'new', 'ongoing', 'stable')
JOIN articles told ON told.id = l.article_id
JOIN articles a ON a.story_id = told.story_id
WHERE l.role IN ('trigger', 'same_story') AND (:incident IS NULL OR i.id = :incident)
AND a.id NOT IN ({_BELONGS})
ORDER BY a.first_seen_at, a.id, l.incident_id
"""
#: An incident is being followed while its latest article is no older than this.
FOLLOWED_DAYS = 7
#: Open incidents that people confirmed, and what flagged their articles. The order of the tables
#: is held (CROSS JOIN): there are few such articles, and over the years many flags.
_FOLLOWED_BY = """
FROM incidents i
CROSS JOIN incident_articles l ON l.incident_id = i.id
CROSS JOIN flags theirs ON theirs.article_id = l.article_id AND theirs.band = 'flag'
CROSS JOIN articles s ON s.id = l.article_id
"""
_CONFIRMED = "i.status IN ('new', 'ongoing', 'stable')"
_FRESH = f"strftime('%Y-%m-%dT%H:%M:%SZ', {{seen}}, '-{FOLLOWED_DAYS} days')"
#: Those with a fresh article that the same watch flagged as one article.
_FOLLOWED = f"""
SELECT i.id, i.ref, i.title, max(s.first_seen_at) AS latest {_FOLLOWED_BY}
JOIN flags mine ON mine.watch_id = theirs.watch_id
JOIN articles here ON here.id = mine.article_id
WHERE mine.article_id = ? AND mine.band IN ('flag', 'look') AND {_CONFIRMED}
AND s.first_seen_at >= {_FRESH.format(seen="here.first_seen_at")}
GROUP BY i.id
ORDER BY latest DESC, i.id DESC
"""
#: Proposals from one outlet that may wait for a person at the same time: a flood of keywords from
#: one place is one thing to look at, and the rest of it stands in the review queue.
WAITING_PER_OUTLET = 3
_WAITING = """
SELECT a.outlet_id FROM incidents i
JOIN incident_articles l ON l.incident_id = i.id AND l.role = 'trigger'
JOIN articles a ON a.id = l.article_id
WHERE i.status = 'proposed'
"""
#: Sure flags that no person called irrelevant, of articles and stories that nobody follows.
_SURE = f"""
WITH followed AS MATERIALIZED (
    SELECT theirs.watch_id, max(s.first_seen_at) AS latest {_FOLLOWED_BY}
    WHERE {_CONFIRMED} GROUP BY theirs.watch_id
)
SELECT DISTINCT a.* FROM flags f JOIN articles a ON a.id = f.article_id
WHERE f.band = 'flag' AND f.verdict IS NOT 'irrelevant'
AND a.id NOT IN ({_BELONGS})
AND a.id NOT IN (SELECT article_id FROM dismissed_proposals)
AND (a.story_id IS NULL OR a.story_id NOT IN (
    SELECT s.story_id FROM incident_articles l JOIN articles s ON s.id = l.article_id
    JOIN incidents i ON i.id = l.incident_id
    WHERE i.status IN ('proposed', 'new', 'ongoing', 'stable')
    AND l.role IN ('trigger', 'same_story') AND s.story_id IS NOT NULL))
AND (a.story_id IS NULL OR a.story_id NOT IN (
    SELECT s.story_id FROM dismissed_proposals d JOIN articles s ON s.id = d.article_id
    WHERE s.story_id IS NOT NULL))
AND NOT EXISTS (
    SELECT 1 FROM flags mine JOIN followed ON followed.watch_id = mine.watch_id
    WHERE mine.article_id = a.id AND mine.band IN ('flag', 'look')
    AND followed.latest >= {_FRESH.format(seen="a.first_seen_at")})
ORDER BY a.first_seen_at, a.published_at, a.id
"""
#: Links that a person took away: (incident, article).
_TAKEN_AWAY = """
SELECT json_extract(v.before, '$.incident_id') AS incident_id,
    json_extract(v.before, '$.article_id') AS article_id
FROM audit a JOIN audit_values v ON v.audit_id = a.id
WHERE a.table_name = 'incident_articles' AND a.action = 'delete' AND v.before IS NOT NULL
"""


def propose(store: Store) -> list[int]:
    """Gather stories in open incidents, propose incidents for sure flags; return the new ids."""
    with store.writing(_ACTOR):
        away = {(row["incident_id"], row["article_id"]) for row in store.rows(_TAKEN_AWAY)}
        seen_to = {article for _, article in away}
        _gather(store, away)
        waiting = Counter(row["outlet_id"] for row in store.rows(_WAITING))
        opened = []
        for article in store.rows(_SURE):
            # Gathering for the one before may have taken this one along.
            enough = waiting[article["outlet_id"]] >= WAITING_PER_OUTLET
            if enough or article["id"] in seen_to or _belongs(store, article["id"]):
                continue
            waiting[article["outlet_id"]] += 1
            opened.append(_open(store, article))
            _gather(store, away, opened[-1])
        return opened


def belongs_perhaps(store: Store, article_id: int) -> Row | None:
    """Return the open incident that an article perhaps belongs to (id, ref, title), or None.

    It is the one with the latest news that the same watch found; a person decides.
    """
    if _belongs(store, article_id):
        return None
    return store.row(_FOLLOWED, [article_id])


def _belongs(store: Store, article_id: int) -> bool:
    return bool(
        store.value(
            "SELECT 1 FROM incident_articles l JOIN incidents i ON i.id = l.incident_id"
            " WHERE l.article_id = ? AND i.status <> 'dismissed'",
            [article_id],
        )
    )


def _open(store: Store, article: Row) -> int:
    new = NewIncident(
        title=article["title"],
        moment=published(article),
        known_at=from_text(article["first_seen_at"]),
        topic=_topic(store, article),
    )
    incident_id = open_from_nothing(store, _ACTOR, new, status="proposed")
    article_link.attach(store, _ACTOR, incident_id, article["id"], "trigger")
    return incident_id


def _topic(store: Store, article: Row) -> str:
    """Return the names of the watches that flagged the article: "Kompass och Nordlys Health"."""
    rows = store.rows(
        "SELECT w.name FROM flags f JOIN watches w ON w.id = f.watch_id"
        " WHERE f.article_id = ? AND f.band = 'flag' ORDER BY w.kind, f.score DESC, w.id LIMIT 2",
        [article["id"]],
    )
    return " och ".join(row["name"] for row in rows)


def _gather(store: Store, away: set[tuple[int, int]], incident_id: int | None = None) -> None:
    """Attach what belongs to the stories of one open incident, or of all."""
    for found in store.rows(_GATHER, {"incident": incident_id}):
        pair = found["incident_id"], found["article_id"]
        if pair in away or _belongs(store, pair[1]):
            continue
        role = "opinion" if found["opinion"] else "same_story"
        article_link.attach(store, _ACTOR, *pair, role)

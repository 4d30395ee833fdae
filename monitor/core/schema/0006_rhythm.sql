-- When each source usually brings something, and since when it does not: what alarms rest on.

CREATE TABLE days_off (              -- Swedish holidays by law, and the three eves that equal them
    day TEXT PRIMARY KEY,            -- YYYY-MM-DD
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE poll_hours (            -- hours in which rounds ran: silence counts only while we listened
    hour TEXT PRIMARY KEY            -- the instant at which the hour begins
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO poll_hours (hour)
    SELECT DISTINCT substr(started_at, 1, 13) || ':00:00Z' FROM poll_rounds;

CREATE TABLE source_rhythm (         -- learnt anew every day from what was first seen when
    source_id INTEGER PRIMARY KEY REFERENCES sources(id) ON DELETE CASCADE,
    learned_at TEXT NOT NULL,
    hours_listened INTEGER NOT NULL DEFAULT 0,
    hours_active INTEGER NOT NULL DEFAULT 0,  -- of these, how many brought something new
    items_per_hour REAL NOT NULL DEFAULT 0,   -- new articles in an hour that brings something
    chances TEXT,                    -- JSON: 168 chances that an hour brings something, Monday 00 first; NULL: too little history
    limit_expected REAL              -- a silence in which more active hours than this were expected is unlikely
) STRICT;
CREATE INDEX source_rhythm_learned ON source_rhythm(learned_at);

ALTER TABLE source_state ADD COLUMN failing_since TEXT;  -- first of the failures in a row
ALTER TABLE source_state ADD COLUMN empty_since TEXT;    -- since when the document holds no items, though it did before
ALTER TABLE source_state ADD COLUMN empty_times INTEGER NOT NULL DEFAULT 0;  -- times it was empty for more than an hour and came back

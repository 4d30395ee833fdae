-- What the desk remembers for each person: when they last looked at an incident, and the secret
-- addresses of their feeds. Instants are TEXT 'YYYY-MM-DDTHH:MM:SSZ' (UTC).

CREATE TABLE incident_visits (       -- for "what is new since I last looked"; seen by nobody else
    user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    incident_id INTEGER NOT NULL REFERENCES incidents(id) ON DELETE CASCADE,
    looked_at TEXT NOT NULL,         -- the latest look
    since_at TEXT,                   -- the end of the sitting before this one; NULL: this is the first
    PRIMARY KEY (user_id, incident_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_visits_incident ON incident_visits(incident_id);

CREATE TABLE feed_tokens (           -- personal feeds of flags; only a digest of the secret is kept
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users(id),
    name TEXT NOT NULL CHECK (trim(name) <> ''),  -- where it is read: "mobilen"
    watch_id INTEGER REFERENCES watches(id),      -- only this watch; NULL: all
    token_hash TEXT NOT NULL UNIQUE, -- SHA-256
    created_at TEXT NOT NULL,
    last_used_at TEXT,               -- noted at most once an hour
    revoked_at TEXT                  -- NULL: still in force
) STRICT;
CREATE INDEX feed_tokens_user ON feed_tokens(user_id);
CREATE INDEX feed_tokens_watch ON feed_tokens(watch_id);

-- What administrators chose in the desk. What stands in the environment or in lagesbild.toml goes
-- before it; a row is never removed, so that a running process sees every change.

CREATE TABLE settings (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (trim(name) <> ''),  -- as in lagesbild.toml
    value TEXT,                      -- as it would stand in the environment; NULL: the default
    revision INTEGER NOT NULL CHECK (revision > 0),  -- grows by one with each change
    changed_at TEXT NOT NULL,
    changed_by INTEGER REFERENCES users(id)
) STRICT;

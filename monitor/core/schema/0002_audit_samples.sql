-- Dropped articles drawn at random to be read by people: how the share of missed ones is estimated.

CREATE TABLE audit_samples (
    flag_id INTEGER PRIMARY KEY REFERENCES flags(id) ON DELETE CASCADE,  -- a flag in the band drop
    day TEXT NOT NULL,               -- YYYY-MM-DD, Stockholm: the working day whose sample it was
    drawn_at TEXT NOT NULL           -- when the first verdict on it was given
) STRICT;
CREATE INDEX audit_samples_day ON audit_samples(day);

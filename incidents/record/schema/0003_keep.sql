-- What may be disposed of and was (gallring), and what was asked for and handed out (utlämnande).
-- Instants are TEXT 'YYYY-MM-DDTHH:MM:SSZ' (UTC).

CREATE TABLE purge_decisions (       -- gallringsbeslut: standing decisions; without one nothing goes
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL CHECK (trim(reference) <> ''),    -- registry number of the decision
    decided_by TEXT NOT NULL CHECK (trim(decided_by) <> ''),  -- office, not person
    decided_at TEXT NOT NULL,
    rule TEXT NOT NULL CHECK (rule IN
        ('unflagged_articles', 'irrelevant_articles', 'enquiries', 'dismissed_incidents',
         'disclosure_copies', 'login_attempts', 'poll_log')),
    keep_days INTEGER NOT NULL CHECK (keep_days >= 1),  -- what is younger stays, days
    valid_from TEXT NOT NULL,
    valid_to TEXT,                   -- NULL: still in force
    entered_at TEXT NOT NULL,
    entered_by INTEGER REFERENCES users(id),
    CHECK (valid_to IS NULL OR valid_to >= valid_from)
) STRICT;
CREATE INDEX purge_decisions_rule ON purge_decisions(rule, valid_from);

CREATE TABLE purges (                -- every disposal; the words are gone, this stays
    id INTEGER PRIMARY KEY,
    decision_id INTEGER NOT NULL REFERENCES purge_decisions(id),
    rule TEXT NOT NULL,
    cutoff_at TEXT NOT NULL,         -- what was older than this was disposed of
    started_at TEXT NOT NULL,
    finished_at TEXT,                -- NULL: rows are gone, the file is not yet cleaned
    done_by INTEGER REFERENCES users(id),
    total INTEGER NOT NULL DEFAULT 0,  -- things disposed of, as the rule counts them
    bodies INTEGER NOT NULL DEFAULT 0  -- evidence files removed
) STRICT;
CREATE INDEX purges_decision ON purges(decision_id);
CREATE INDEX purges_open ON purges(id) WHERE finished_at IS NULL;

CREATE TABLE purge_parts (           -- per batch and table: how many rows, and one digest over them
    id INTEGER PRIMARY KEY,
    purge_id INTEGER NOT NULL REFERENCES purges(id),
    batch INTEGER NOT NULL,          -- 1, 2, 3 ...: large disposals are made in several
    table_name TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    digest TEXT NOT NULL,            -- SHA-256 over the rows' digests, in the order of their keys
    UNIQUE (purge_id, batch, table_name)
) STRICT;

CREATE TABLE purge_bodies (          -- evidence files that an open purge has still to remove
    digest TEXT PRIMARY KEY,
    purge_id INTEGER NOT NULL REFERENCES purges(id)
) STRICT, WITHOUT ROWID;

CREATE TABLE disclosures (           -- requests for records; never who asked or why
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,     -- U-2026-01
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'released', 'refused', 'withdrawn')),
    kinds TEXT NOT NULL CHECK (json_valid(kinds)),  -- JSON list: enquiries, statements ...
    period_from TEXT NOT NULL,       -- inclusive
    period_to TEXT NOT NULL,         -- exclusive
    incident_id INTEGER REFERENCES incidents(id),  -- only what belongs to it
    outlet_id INTEGER REFERENCES outlets(id),      -- only what concerns it
    words TEXT NOT NULL DEFAULT '',  -- only what holds these words
    asked_at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    entered_by INTEGER REFERENCES users(id),
    decided_at TEXT,
    decided_by INTEGER REFERENCES users(id),
    refusal_ground TEXT,             -- "25 kap. 1 § OSL", when all of it was refused
    row_count INTEGER,               -- records handed out
    digest TEXT,                     -- SHA-256 of what was handed out (the JSON form)
    registry_number TEXT,
    CHECK (period_from < period_to),
    CHECK (status <> 'released' OR (decided_at IS NOT NULL AND digest IS NOT NULL)),
    CHECK (status <> 'refused' OR (decided_at IS NOT NULL AND trim(coalesce(refusal_ground, '')) <> ''))
) STRICT;
CREATE INDEX disclosures_status ON disclosures(status, asked_at);
CREATE INDEX disclosures_incident ON disclosures(incident_id);
CREATE INDEX disclosures_outlet ON disclosures(outlet_id);

CREATE TABLE disclosure_masks (      -- what was covered, and by what law; never the covered words
    id INTEGER PRIMARY KEY,
    disclosure_id INTEGER NOT NULL REFERENCES disclosures(id),
    kind TEXT NOT NULL,              -- enquiries, statements ...
    row_id INTEGER NOT NULL,
    field TEXT NOT NULL,
    start_at INTEGER,                -- first covered character, from 0; NULL: the whole field
    end_at INTEGER,                  -- one past the last
    digest TEXT NOT NULL,            -- SHA-256 of the field's text when it was covered
    ground TEXT NOT NULL CHECK (trim(ground) <> ''),  -- "25 kap. 1 § OSL"
    entered_at TEXT NOT NULL,
    entered_by INTEGER REFERENCES users(id),
    CHECK ((start_at IS NULL) = (end_at IS NULL)),
    CHECK (start_at IS NULL OR (start_at >= 0 AND start_at < end_at))
) STRICT;
CREATE INDEX disclosure_masks_disclosure ON disclosure_masks(disclosure_id);

CREATE TABLE disclosure_rows (       -- which records a disclosure held
    disclosure_id INTEGER NOT NULL REFERENCES disclosures(id),
    kind TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    PRIMARY KEY (disclosure_id, kind, row_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX disclosure_rows_row ON disclosure_rows(kind, row_id);

CREATE TABLE disclosure_files (      -- what was handed out, as it was handed out
    id INTEGER PRIMARY KEY,
    disclosure_id INTEGER NOT NULL REFERENCES disclosures(id),
    format TEXT NOT NULL CHECK (format IN ('html', 'text', 'csv', 'json')),
    content BLOB,                    -- NULL: disposed of
    digest TEXT NOT NULL,            -- SHA-256 of content; stays
    UNIQUE (disclosure_id, format)
) STRICT;

-- Disposal needs a standing decision, whoever tries, and the doors that a purge opens (the removal of
-- records and of values beside the chain) open for nothing else.
CREATE TRIGGER d11_purge_needs_decision BEFORE INSERT ON purges
WHEN NOT EXISTS (
    SELECT 1 FROM purge_decisions WHERE id = NEW.decision_id AND rule = NEW.rule
        AND valid_from <= NEW.started_at AND (valid_to IS NULL OR valid_to > NEW.started_at)
        AND NEW.cutoff_at <= strftime('%Y-%m-%dT%H:%M:%SZ', NEW.started_at, '-' || keep_days || ' days'))
BEGIN SELECT RAISE(ABORT, 'D11: Gallring kräver ett gallringsbeslut som gäller. Inget har gallrats.'); END;
CREATE TRIGGER d11_purge_door_insert BEFORE INSERT ON audit_context
WHEN NEW.purge_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM purges WHERE id = NEW.purge_id AND finished_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'D11: Gallring kräver ett gallringsbeslut som gäller. Inget har gallrats.'); END;
CREATE TRIGGER d11_purge_door_update BEFORE UPDATE ON audit_context
WHEN NEW.purge_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM purges WHERE id = NEW.purge_id AND finished_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'D11: Gallring kräver ett gallringsbeslut som gäller. Inget har gallrats.'); END;
CREATE TRIGGER d11_purge_delete BEFORE DELETE ON purges
BEGIN SELECT RAISE(ABORT, 'D11: Gallringens logg går inte att ta bort ur.'); END;
CREATE TRIGGER d11_purge_update BEFORE UPDATE ON purges
WHEN OLD.finished_at IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.decision_id IS NOT OLD.decision_id
    OR NEW.rule IS NOT OLD.rule OR NEW.cutoff_at IS NOT OLD.cutoff_at OR NEW.started_at IS NOT OLD.started_at
    OR NEW.done_by IS NOT OLD.done_by
BEGIN SELECT RAISE(ABORT, 'D11: Gallringens logg går inte att ändra i efterhand.'); END;
CREATE TRIGGER d11_purge_replace BEFORE INSERT ON purges
WHEN EXISTS (SELECT 1 FROM purges WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'D11: Gallringens logg går inte att ändra i efterhand.'); END;
CREATE TRIGGER d11_purge_part_change BEFORE UPDATE ON purge_parts
BEGIN SELECT RAISE(ABORT, 'D11: Gallringens logg går inte att ändra i efterhand.'); END;
CREATE TRIGGER d11_purge_part_delete BEFORE DELETE ON purge_parts
BEGIN SELECT RAISE(ABORT, 'D11: Gallringens logg går inte att ta bort ur.'); END;
CREATE TRIGGER d11_purge_decision_delete BEFORE DELETE ON purge_decisions
BEGIN SELECT RAISE(ABORT, 'D11: Ett gallringsbeslut tas inte bort. Ange när det upphör.'); END;
CREATE TRIGGER d11_purge_decision_update BEFORE UPDATE ON purge_decisions
WHEN NEW.id IS NOT OLD.id OR NEW.reference IS NOT OLD.reference OR NEW.rule IS NOT OLD.rule
    OR NEW.keep_days IS NOT OLD.keep_days OR NEW.valid_from IS NOT OLD.valid_from
    OR NEW.decided_by IS NOT OLD.decided_by OR NEW.decided_at IS NOT OLD.decided_at
    OR OLD.valid_to IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'D11: Ett gallringsbeslut ändras inte. Låt det upphöra och lägg in det nya.'); END;
CREATE TRIGGER d11_purge_decision_replace BEFORE INSERT ON purge_decisions
WHEN EXISTS (SELECT 1 FROM purge_decisions WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'D11: Ett gallringsbeslut ändras inte. Låt det upphöra och lägg in det nya.'); END;

-- What was handed out or refused is our own record of it.
CREATE TRIGGER d11_disclosure_delete BEFORE DELETE ON disclosures
BEGIN SELECT RAISE(ABORT, 'D11: En begäran om handlingar tas inte bort. Avsluta den i stället.'); END;
CREATE TRIGGER d11_disclosure_update BEFORE UPDATE ON disclosures
WHEN NEW.id IS NOT OLD.id OR NEW.number IS NOT OLD.number
    OR (OLD.status <> 'open' AND (NEW.status IS NOT OLD.status OR NEW.kinds IS NOT OLD.kinds
        OR NEW.period_from IS NOT OLD.period_from OR NEW.period_to IS NOT OLD.period_to
        OR NEW.incident_id IS NOT OLD.incident_id OR NEW.outlet_id IS NOT OLD.outlet_id
        OR NEW.words IS NOT OLD.words OR NEW.asked_at IS NOT OLD.asked_at
        OR NEW.decided_at IS NOT OLD.decided_at OR NEW.decided_by IS NOT OLD.decided_by
        OR NEW.refusal_ground IS NOT OLD.refusal_ground OR NEW.row_count IS NOT OLD.row_count
        OR NEW.digest IS NOT OLD.digest))
BEGIN SELECT RAISE(ABORT, 'D11: Det som är utlämnat eller nekat kan inte ändras i efterhand.'); END;
CREATE TRIGGER d11_disclosure_replace BEFORE INSERT ON disclosures
WHEN EXISTS (SELECT 1 FROM disclosures WHERE id = NEW.id OR number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'D11: Det som är utlämnat eller nekat kan inte ändras i efterhand.'); END;
CREATE TRIGGER d11_mask_insert BEFORE INSERT ON disclosure_masks
WHEN (SELECT status FROM disclosures WHERE id = NEW.disclosure_id) <> 'open'
    OR (SELECT status FROM disclosures JOIN disclosure_masks m ON m.disclosure_id = disclosures.id
        WHERE m.id = NEW.id) <> 'open'
BEGIN SELECT RAISE(ABORT, 'D11: Det som är utlämnat eller nekat kan inte ändras i efterhand.'); END;
CREATE TRIGGER d11_mask_update BEFORE UPDATE ON disclosure_masks
BEGIN SELECT RAISE(ABORT, 'D11: En maskning ändras inte. Ta bort den och gör en ny.'); END;
CREATE TRIGGER d11_mask_delete BEFORE DELETE ON disclosure_masks
WHEN (SELECT status FROM disclosures WHERE id = OLD.disclosure_id) <> 'open'
BEGIN SELECT RAISE(ABORT, 'D11: Det som är utlämnat eller nekat kan inte ändras i efterhand.'); END;
CREATE TRIGGER d11_disclosed_row_insert BEFORE INSERT ON disclosure_rows
WHEN (SELECT status FROM disclosures WHERE id = NEW.disclosure_id) <> 'open'
BEGIN SELECT RAISE(ABORT, 'D11: Det som är utlämnat eller nekat kan inte ändras i efterhand.'); END;
CREATE TRIGGER d11_disclosed_row_update BEFORE UPDATE ON disclosure_rows
BEGIN SELECT RAISE(ABORT, 'D11: Det som är utlämnat eller nekat kan inte ändras i efterhand.'); END;
CREATE TRIGGER d11_disclosed_row_delete BEFORE DELETE ON disclosure_rows
BEGIN SELECT RAISE(ABORT, 'D11: Det som är utlämnat eller nekat kan inte ändras i efterhand.'); END;
CREATE TRIGGER d11_disclosed_file_insert BEFORE INSERT ON disclosure_files
WHEN (SELECT status FROM disclosures WHERE id = NEW.disclosure_id) <> 'open'
    OR EXISTS (SELECT 1 FROM disclosure_files WHERE id = NEW.id
        OR (disclosure_id = NEW.disclosure_id AND format = NEW.format))
BEGIN SELECT RAISE(ABORT, 'D11: Det som är utlämnat eller nekat kan inte ändras i efterhand.'); END;
-- Only a purge empties a copy, and nothing gives it other content; its digest stays.
CREATE TRIGGER d11_disclosed_file_update BEFORE UPDATE ON disclosure_files
WHEN (SELECT purge_id FROM audit_context) IS NULL OR NEW.content IS NOT NULL OR NEW.id IS NOT OLD.id
    OR NEW.disclosure_id IS NOT OLD.disclosure_id OR NEW.format IS NOT OLD.format
    OR NEW.digest IS NOT OLD.digest
BEGIN SELECT RAISE(ABORT, 'D11: Det som är utlämnat eller nekat kan inte ändras i efterhand.'); END;
CREATE TRIGGER d11_disclosed_file_delete BEFORE DELETE ON disclosure_files
BEGIN SELECT RAISE(ABORT, 'D11: Det som är utlämnat eller nekat kan inte ändras i efterhand.'); END;

-- What lets somebody tell that something is missing: the end of the audit trail, and how many rows
-- of the tables outside the trail were ever added and removed.

CREATE TABLE audit_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    last_id INTEGER NOT NULL,        -- the latest sealed row of audit
    row_count INTEGER NOT NULL,      -- how many rows are sealed
    hash TEXT NOT NULL               -- the latest row's hash; '' while there is none
) STRICT;

INSERT INTO audit_head (id, last_id, row_count, hash)
SELECT 1, coalesce(max(id), 0), count(*),
    coalesce((SELECT hash FROM audit WHERE hash IS NOT NULL ORDER BY id DESC LIMIT 1), '')
FROM audit WHERE hash IS NOT NULL;

CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'D11: Ändringsloggen går inte att ta bort ur.'); END;
CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head
WHEN NEW.id IS NOT OLD.id OR NEW.row_count <= OLD.row_count
BEGIN SELECT RAISE(ABORT, 'D11: Ändringsloggen går inte att ändra i efterhand.'); END;
CREATE TRIGGER audit_head_no_replace BEFORE INSERT ON audit_head
WHEN EXISTS (SELECT 1 FROM audit_head)
BEGIN SELECT RAISE(ABORT, 'D11: Ändringsloggen går inte att ändra i efterhand.'); END;

CREATE TABLE row_marks (
    table_name TEXT PRIMARY KEY,
    added INTEGER NOT NULL,          -- rows ever added, counted from when this table was made
    removed INTEGER NOT NULL DEFAULT 0  -- rows ever removed
) STRICT;

INSERT INTO row_marks (table_name, added) SELECT 'article_versions', count(*) FROM article_versions;
INSERT INTO row_marks (table_name, added) SELECT 'evidence', count(*) FROM evidence;

CREATE TRIGGER marks_versions_insert AFTER INSERT ON article_versions
BEGIN UPDATE row_marks SET added = added + 1 WHERE table_name = 'article_versions'; END;
CREATE TRIGGER marks_versions_delete AFTER DELETE ON article_versions
BEGIN UPDATE row_marks SET removed = removed + 1 WHERE table_name = 'article_versions'; END;
CREATE TRIGGER marks_evidence_insert AFTER INSERT ON evidence
BEGIN UPDATE row_marks SET added = added + 1 WHERE table_name = 'evidence'; END;
CREATE TRIGGER marks_evidence_delete AFTER DELETE ON evidence
BEGIN UPDATE row_marks SET removed = removed + 1 WHERE table_name = 'evidence'; END;
CREATE TRIGGER marks_grow BEFORE UPDATE ON row_marks
WHEN NEW.table_name IS NOT OLD.table_name OR NEW.added < OLD.added OR NEW.removed < OLD.removed
BEGIN SELECT RAISE(ABORT, 'D11: Räkneverket går inte att ändra i efterhand.'); END;
CREATE TRIGGER marks_no_delete BEFORE DELETE ON row_marks
BEGIN SELECT RAISE(ABORT, 'D11: Räkneverket går inte att ändra i efterhand.'); END;

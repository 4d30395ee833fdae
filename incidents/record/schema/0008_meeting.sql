-- Weekly periods meet, whoever writes and in whatever order (D4): nothing that happened stands in two weeklies, or in none.
CREATE TRIGGER d4_meeting_insert BEFORE INSERT ON reports
WHEN NEW.kind = 'weekly' AND (
    EXISTS (SELECT 1 FROM reports WHERE kind = 'weekly' AND period_from < NEW.period_to AND period_to > NEW.period_from)
    OR NEW.period_from <> (SELECT max(period_to) FROM reports WHERE kind = 'weekly' AND period_to < NEW.period_to)
    OR NEW.period_to <> (SELECT min(period_from) FROM reports WHERE kind = 'weekly' AND period_to >= NEW.period_to))
BEGIN SELECT RAISE(ABORT, 'D4: Veckorapporternas perioder måste mötas, utan lucka och utan att gå in i varandra.'); END;
CREATE TRIGGER d4_meeting_update BEFORE UPDATE OF kind, period_from, period_to ON reports
WHEN NEW.kind = 'weekly' AND (OLD.kind <> 'weekly' OR NEW.period_from IS NOT OLD.period_from OR NEW.period_to IS NOT OLD.period_to) AND (
    EXISTS (SELECT 1 FROM reports WHERE kind = 'weekly' AND id <> OLD.id
        AND period_from < NEW.period_to AND period_to > NEW.period_from)
    OR NEW.period_from <> (SELECT max(period_to) FROM reports WHERE kind = 'weekly' AND id <> OLD.id AND period_to < NEW.period_to)
    OR NEW.period_to <> (SELECT min(period_from) FROM reports WHERE kind = 'weekly' AND id <> OLD.id AND period_to >= NEW.period_to))
BEGIN SELECT RAISE(ABORT, 'D4: Veckorapporternas perioder måste mötas, utan lucka och utan att gå in i varandra.'); END;
CREATE TRIGGER d4_meeting_delete BEFORE DELETE ON reports
WHEN OLD.kind = 'weekly'
    AND EXISTS (SELECT 1 FROM reports WHERE kind = 'weekly' AND period_to < OLD.period_to)
    AND EXISTS (SELECT 1 FROM reports WHERE kind = 'weekly' AND period_to > OLD.period_to)
BEGIN SELECT RAISE(ABORT, 'D4: Veckorapporternas perioder måste mötas, utan lucka och utan att gå in i varandra.'); END;

-- Whoever noted an answer by mistake takes it back through the program: then the enquiry is unanswered again,
-- and nothing says that the statement answered it. The trail keeps both.
DROP TRIGGER d11_relation_delete;
CREATE TRIGGER d11_relation_delete BEFORE DELETE ON statement_relations
WHEN (SELECT purge_id FROM audit_context) IS NULL
    AND NOT (OLD.kind = 'answers' AND OLD.enquiry_id IS NOT NULL AND EXISTS (SELECT 1 FROM audit_context)
        AND (SELECT answered_at FROM enquiries WHERE id = OLD.enquiry_id) IS NULL)
BEGIN SELECT RAISE(ABORT, 'D11: Ett uttalandes samband tas inte bort.'); END;

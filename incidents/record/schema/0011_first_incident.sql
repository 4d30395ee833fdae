-- Words that were said before there was an incident are tied to it once; then they stay (D13).
DROP TRIGGER d13_incident_stays;
CREATE TRIGGER d13_incident_stays BEFORE UPDATE ON statements
WHEN OLD.verbatim = 1 AND OLD.approval IN ('approved', 'not_needed')
    AND OLD.incident_id IS NOT NULL AND NEW.incident_id IS NOT OLD.incident_id
BEGIN SELECT RAISE(ABORT, 'D13: Ett ordagrant uttalande hör till händelsen där det sades.'); END;

-- No row of the record takes another's place (D11). UPDATE OR REPLACE would remove the row that held the
-- same number, reference or key without asking the triggers that keep it.
CREATE TRIGGER d11_report_number BEFORE UPDATE ON reports
WHEN NEW.number IS NOT OLD.number AND EXISTS (SELECT 1 FROM reports WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'D11: Uppgiften finns redan och skrivs inte över.'); END;
CREATE TRIGGER d11_incident_ref BEFORE UPDATE ON incidents
WHEN NEW.ref IS NOT OLD.ref AND EXISTS (SELECT 1 FROM incidents WHERE ref = NEW.ref)
BEGIN SELECT RAISE(ABORT, 'D11: Uppgiften finns redan och skrivs inte över.'); END;
CREATE TRIGGER d11_claim_number BEFORE UPDATE ON claims
WHEN EXISTS (SELECT 1 FROM claims c WHERE c.id <> OLD.id AND c.number = NEW.number
    AND (c.statement_id = NEW.statement_id
        OR (c.article_id = NEW.article_id AND c.incident_id = NEW.incident_id)))
BEGIN SELECT RAISE(ABORT, 'D11: Uppgiften finns redan och skrivs inte över.'); END;
CREATE TRIGGER d11_purge_part_taken BEFORE INSERT ON purge_parts
WHEN EXISTS (SELECT 1 FROM purge_parts WHERE id = NEW.id
    OR (purge_id = NEW.purge_id AND batch = NEW.batch AND table_name = NEW.table_name))
BEGIN SELECT RAISE(ABORT, 'D11: Gallringens logg går inte att ändra i efterhand.'); END;

-- What reports, statements and deliveries point at stays, also where foreign keys are not looked after.
CREATE TRIGGER d11_organisation_delete BEFORE DELETE ON organisations
BEGIN SELECT RAISE(ABORT, 'D11: En organisation tas inte bort: uppgifter och rapporter nämner den.'); END;
CREATE TRIGGER d11_person_delete BEFORE DELETE ON people
BEGIN SELECT RAISE(ABORT, 'D11: En person tas inte bort: uppgifter och rapporter nämner henne.'); END;
CREATE TRIGGER d11_position_delete BEFORE DELETE ON positions
BEGIN SELECT RAISE(ABORT, 'D11: En titel tas inte bort. Ange när den upphör.'); END;
CREATE TRIGGER d11_series_delete BEFORE DELETE ON series
BEGIN SELECT RAISE(ABORT, 'D11: En rapportserie tas inte bort: rapporter har kommit ut i den.'); END;
CREATE TRIGGER d11_list_delete BEFORE DELETE ON distribution_lists
BEGIN SELECT RAISE(ABORT, 'D11: En sändlista tas inte bort: loggen över utskick nämner den.'); END;
CREATE TRIGGER d11_recipient_delete BEFORE DELETE ON recipients
BEGIN SELECT RAISE(ABORT, 'D11: En mottagare tas inte bort. Ange när den upphör.'); END;

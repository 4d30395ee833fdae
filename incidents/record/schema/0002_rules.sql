-- Rules D1-D13 where SQL can hold them, whoever writes. Messages are what a person reads.

CREATE TRIGGER d1_one_trigger_insert BEFORE INSERT ON incident_articles
WHEN NEW.role = 'trigger' AND EXISTS (
    SELECT 1 FROM incident_articles WHERE incident_id = NEW.incident_id AND role = 'trigger')
BEGIN SELECT RAISE(ABORT, 'D1: Händelsen har redan en utlösande artikel. Ge den andra en annan roll först.'); END;
CREATE TRIGGER d1_one_trigger_update BEFORE UPDATE OF role, incident_id ON incident_articles
WHEN NEW.role = 'trigger' AND EXISTS (
    SELECT 1 FROM incident_articles WHERE incident_id = NEW.incident_id AND role = 'trigger' AND id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'D1: Händelsen har redan en utlösande artikel. Ge den andra en annan roll först.'); END;

CREATE TRIGGER d2_closing_needs_note_insert BEFORE INSERT ON incidents
WHEN NEW.status = 'closed' AND (NEW.closed_at IS NULL OR trim(coalesce(NEW.closing_note, '')) = '')
BEGIN SELECT RAISE(ABORT, 'D2: En händelse avslutas med tid och en not om varför.'); END;
CREATE TRIGGER d2_closing_needs_note BEFORE UPDATE ON incidents
WHEN NEW.status = 'closed' AND (NEW.closed_at IS NULL OR trim(coalesce(NEW.closing_note, '')) = '')
BEGIN SELECT RAISE(ABORT, 'D2: En händelse avslutas med tid och en not om varför.'); END;

CREATE TRIGGER d3_outgoing_needs_approval_insert BEFORE INSERT ON statements
WHEN NEW.direction = 'out' AND NEW.approval = 'not_needed'
BEGIN SELECT RAISE(ABORT, 'D3: Ett eget uttalande måste ha ett läge för godkännande.'); END;
CREATE TRIGGER d3_outgoing_needs_approval_update BEFORE UPDATE ON statements
WHEN NEW.direction = 'out' AND NEW.approval = 'not_needed'
BEGIN SELECT RAISE(ABORT, 'D3: Ett eget uttalande måste ha ett läge för godkännande.'); END;
CREATE TRIGGER d3_approved_needs_who_insert BEFORE INSERT ON statements
WHEN NEW.approval = 'approved' AND (NEW.approved_by IS NULL OR NEW.approved_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'D3: Ett godkänt uttalande måste visa vem som godkände det och när.'); END;
CREATE TRIGGER d3_approved_needs_who_update BEFORE UPDATE ON statements
WHEN NEW.approval = 'approved' AND (NEW.approved_by IS NULL OR NEW.approved_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'D3: Ett godkänt uttalande måste visa vem som godkände det och när.'); END;

CREATE TRIGGER d4_reason_insert BEFORE INSERT ON reports
WHEN NEW.kind = 'extra' AND trim(coalesce(NEW.reason_clause, '')) = ''
BEGIN SELECT RAISE(ABORT, 'D4: En extrainsatt rapport måste ange anledning.'); END;
CREATE TRIGGER d4_reason_update BEFORE UPDATE ON reports
WHEN NEW.kind = 'extra' AND trim(coalesce(NEW.reason_clause, '')) = ''
BEGIN SELECT RAISE(ABORT, 'D4: En extrainsatt rapport måste ange anledning.'); END;
CREATE TRIGGER d4_period_insert BEFORE INSERT ON reports
WHEN NEW.kind = 'weekly' AND (NEW.period_from IS NULL OR NEW.period_to IS NULL OR NEW.period_from >= NEW.period_to)
BEGIN SELECT RAISE(ABORT, 'D4: En veckorapport måste ange vilken period den avser.'); END;
CREATE TRIGGER d4_period_update BEFORE UPDATE ON reports
WHEN NEW.kind = 'weekly' AND (NEW.period_from IS NULL OR NEW.period_to IS NULL OR NEW.period_from >= NEW.period_to)
BEGIN SELECT RAISE(ABORT, 'D4: En veckorapport måste ange vilken period den avser.'); END;

CREATE TRIGGER d5_four_eyes BEFORE UPDATE OF status ON reports
WHEN NEW.status = 'approved' AND OLD.status <> 'approved' AND trim(coalesce(NEW.override_reason, '')) = '' AND EXISTS (
    SELECT 1 FROM report_paragraphs WHERE report_id = NEW.id AND left_out = 0
        AND edited_by = NEW.approved_by AND confirmed_by IS NULL)
BEGIN SELECT RAISE(ABORT, 'D5: Du har själv ändrat texten. Låt redaktören bekräfta ändringen, eller låt någon annan godkänna.'); END;
CREATE TRIGGER d5_not_own_draft BEFORE UPDATE OF status ON reports
WHEN NEW.status = 'approved' AND OLD.status <> 'approved' AND (NEW.approved_by IS NULL
    OR (trim(coalesce(NEW.override_reason, '')) = '' AND NEW.approved_by IS NEW.submitted_by))
BEGIN SELECT RAISE(ABORT, 'D5: Rapporten måste godkännas av någon annan än den som lämnade den för granskning.'); END;
CREATE TRIGGER d5_override_reason BEFORE UPDATE OF override_reason ON reports
WHEN NEW.override_reason IS NOT NULL AND trim(NEW.override_reason) = ''
BEGIN SELECT RAISE(ABORT, 'D5: Skriv varför rapporten godkänns i jouren utan en andra person.'); END;
CREATE TRIGGER d5_countersign_other BEFORE UPDATE OF countersigned_by ON reports
WHEN NEW.countersigned_by IS NOT NULL AND NEW.countersigned_by IS NEW.approved_by
BEGIN SELECT RAISE(ABORT, 'D5: Kontrasigneringen måste göras av någon annan än den som godkände.'); END;

CREATE TRIGGER d5_confirm_other_insert BEFORE INSERT ON report_paragraphs
WHEN NEW.confirmed_by IS NOT NULL AND NEW.confirmed_by IS NEW.edited_by
BEGIN SELECT RAISE(ABORT, 'D5: Ändringen måste bekräftas av någon annan än den som gjorde den.'); END;
CREATE TRIGGER d5_confirm_other BEFORE UPDATE ON report_paragraphs
WHEN NEW.confirmed_by IS NOT NULL AND NEW.confirmed_by IS NEW.edited_by
BEGIN SELECT RAISE(ABORT, 'D5: Ändringen måste bekräftas av någon annan än den som gjorde den.'); END;

CREATE TRIGGER d6_reports_insert BEFORE INSERT ON reports
WHEN NEW.status <> 'draft'
BEGIN SELECT RAISE(ABORT, 'D6: En ny rapport börjar som utkast.'); END;
CREATE TRIGGER d6_reports_steps BEFORE UPDATE OF status ON reports
WHEN NOT (OLD.status = NEW.status
    OR (OLD.status = 'draft' AND NEW.status = 'in_review')
    OR (OLD.status = 'in_review' AND NEW.status IN ('draft', 'approved'))
    OR (OLD.status = 'approved' AND NEW.status IN ('draft', 'sent')))
BEGIN SELECT RAISE(ABORT, 'D6: Rapporten kan inte gå direkt mellan de två lägena.'); END;
CREATE TRIGGER d6_frozen BEFORE UPDATE ON reports
WHEN OLD.status IN ('approved', 'sent') AND NEW.status = OLD.status
    AND (NEW.id IS NOT OLD.id OR NEW.number IS NOT OLD.number OR NEW.kind IS NOT OLD.kind OR NEW.series_id IS NOT OLD.series_id
        OR NEW.reason_clause IS NOT OLD.reason_clause OR NEW.period_from IS NOT OLD.period_from
        OR NEW.period_to IS NOT OLD.period_to OR NEW.compiled_at IS NOT OLD.compiled_at
        OR NEW.next_update_at IS NOT OLD.next_update_at OR NEW.corrects_id IS NOT OLD.corrects_id
        OR NEW.approved_at IS NOT OLD.approved_at OR NEW.approved_by IS NOT OLD.approved_by
        OR NEW.override_reason IS NOT OLD.override_reason
        OR NEW.created_at IS NOT OLD.created_at OR NEW.created_by IS NOT OLD.created_by
        OR NEW.submitted_at IS NOT OLD.submitted_at OR NEW.submitted_by IS NOT OLD.submitted_by
        OR NEW.sent_at IS NOT OLD.sent_at OR NEW.sent_by IS NOT OLD.sent_by
        OR NEW.document IS NOT OLD.document OR NEW.digest IS NOT OLD.digest)
BEGIN SELECT RAISE(ABORT, 'D6: Rapporten är godkänd och låst. Öppna den igen, eller skriv en ny rapport med rättelse.'); END;
CREATE TRIGGER d6_sending_changes_nothing BEFORE UPDATE ON reports
WHEN OLD.status = 'approved' AND NEW.status = 'sent'
    AND (NEW.document IS NOT OLD.document OR NEW.digest IS NOT OLD.digest
        OR NEW.id IS NOT OLD.id OR NEW.number IS NOT OLD.number OR NEW.kind IS NOT OLD.kind
        OR NEW.series_id IS NOT OLD.series_id OR NEW.corrects_id IS NOT OLD.corrects_id
        OR NEW.period_from IS NOT OLD.period_from OR NEW.period_to IS NOT OLD.period_to
        OR NEW.next_update_at IS NOT OLD.next_update_at OR NEW.override_reason IS NOT OLD.override_reason
        OR NEW.compiled_at IS NOT OLD.compiled_at OR NEW.reason_clause IS NOT OLD.reason_clause
        OR NEW.approved_by IS NOT OLD.approved_by OR NEW.approved_at IS NOT OLD.approved_at)
BEGIN SELECT RAISE(ABORT, 'D6: Det som skickas måste vara exakt det som godkändes.'); END;
CREATE TRIGGER d6_reports_delete BEFORE DELETE ON reports
WHEN OLD.status IN ('approved', 'sent')
BEGIN SELECT RAISE(ABORT, 'D6: En godkänd eller utskickad rapport kan inte tas bort.'); END;
-- INSERT OR REPLACE removes the old row without asking the DELETE triggers.
CREATE TRIGGER d6_reports_replace BEFORE INSERT ON reports
WHEN EXISTS (SELECT 1 FROM reports WHERE (id = NEW.id OR number = NEW.number) AND status IN ('approved', 'sent'))
BEGIN SELECT RAISE(ABORT, 'D6: Rapporten är godkänd och låst. Öppna den igen, eller skriv en ny rapport med rättelse.'); END;
CREATE TRIGGER d6_paragraph_insert BEFORE INSERT ON report_paragraphs
WHEN (SELECT status FROM reports WHERE id = NEW.report_id) IN ('approved', 'sent')
    OR (SELECT status FROM reports JOIN report_paragraphs p ON p.report_id = reports.id WHERE p.id = NEW.id) IN ('approved', 'sent')
BEGIN SELECT RAISE(ABORT, 'D6: Rapporten är godkänd och låst. Öppna den igen, eller skriv en ny rapport med rättelse.'); END;
CREATE TRIGGER d6_paragraph_update BEFORE UPDATE ON report_paragraphs
WHEN (SELECT status FROM reports WHERE id = OLD.report_id) IN ('approved', 'sent')
    OR (SELECT status FROM reports WHERE id = NEW.report_id) IN ('approved', 'sent')
BEGIN SELECT RAISE(ABORT, 'D6: Rapporten är godkänd och låst. Öppna den igen, eller skriv en ny rapport med rättelse.'); END;
CREATE TRIGGER d6_paragraph_delete BEFORE DELETE ON report_paragraphs
WHEN (SELECT status FROM reports WHERE id = OLD.report_id) IN ('approved', 'sent')
BEGIN SELECT RAISE(ABORT, 'D6: Rapporten är godkänd och låst. Öppna den igen, eller skriv en ny rapport med rättelse.'); END;
CREATE TRIGGER d6_source_change BEFORE UPDATE ON paragraph_sources
WHEN (SELECT status FROM reports JOIN report_paragraphs p ON p.report_id = reports.id WHERE p.id = OLD.paragraph_id) IN ('approved', 'sent')
    OR (SELECT status FROM reports JOIN report_paragraphs p ON p.report_id = reports.id WHERE p.id = NEW.paragraph_id) IN ('approved', 'sent')
BEGIN SELECT RAISE(ABORT, 'D6: En låst rapports underlag kan inte ändras.'); END;
CREATE TRIGGER d6_source_insert BEFORE INSERT ON paragraph_sources
WHEN (SELECT status FROM reports JOIN report_paragraphs p ON p.report_id = reports.id WHERE p.id = NEW.paragraph_id) IN ('approved', 'sent')
    OR (SELECT status FROM reports JOIN report_paragraphs p ON p.report_id = reports.id
        JOIN paragraph_sources s ON s.paragraph_id = p.id WHERE s.id = NEW.id) IN ('approved', 'sent')
BEGIN SELECT RAISE(ABORT, 'D6: En låst rapports underlag kan inte ändras.'); END;
CREATE TRIGGER d6_source_delete BEFORE DELETE ON paragraph_sources
WHEN (SELECT status FROM reports JOIN report_paragraphs p ON p.report_id = reports.id WHERE p.id = OLD.paragraph_id) IN ('approved', 'sent')
BEGIN SELECT RAISE(ABORT, 'D6: En låst rapports underlag kan inte ändras.'); END;
CREATE TRIGGER d6_file_insert BEFORE INSERT ON report_files
WHEN (SELECT status FROM reports WHERE id = NEW.report_id) IN ('approved', 'sent')
    OR (SELECT status FROM reports JOIN report_files f ON f.report_id = reports.id WHERE f.id = NEW.id) IN ('approved', 'sent')
BEGIN SELECT RAISE(ABORT, 'D6: Rapportens filer frystes när den godkändes.'); END;
CREATE TRIGGER d6_file_update BEFORE UPDATE ON report_files
BEGIN SELECT RAISE(ABORT, 'D6: En fryst fil kan inte ändras.'); END;
CREATE TRIGGER d6_file_delete BEFORE DELETE ON report_files
WHEN (SELECT status FROM reports WHERE id = OLD.report_id) IN ('approved', 'sent')
BEGIN SELECT RAISE(ABORT, 'D6: En fryst fil kan inte tas bort.'); END;
CREATE TRIGGER d6_incident_link_insert BEFORE INSERT ON report_incidents
WHEN (SELECT status FROM reports WHERE id = NEW.report_id) IN ('approved', 'sent')
    OR (SELECT status FROM reports JOIN report_incidents i ON i.report_id = reports.id WHERE i.id = NEW.id) IN ('approved', 'sent')
BEGIN SELECT RAISE(ABORT, 'D6: En låst rapport kan inte byta händelse.'); END;
CREATE TRIGGER d6_incident_link_update BEFORE UPDATE ON report_incidents
WHEN (SELECT status FROM reports WHERE id = OLD.report_id) IN ('approved', 'sent')
    OR (SELECT status FROM reports WHERE id = NEW.report_id) IN ('approved', 'sent')
BEGIN SELECT RAISE(ABORT, 'D6: En låst rapport kan inte byta händelse.'); END;
CREATE TRIGGER d6_incident_link_delete BEFORE DELETE ON report_incidents
WHEN (SELECT status FROM reports WHERE id = OLD.report_id) IN ('approved', 'sent')
BEGIN SELECT RAISE(ABORT, 'D6: En låst rapport kan inte byta händelse.'); END;

CREATE TRIGGER d7_claims_not_verified_insert BEFORE INSERT ON circumstances
WHEN NEW.verification = 'verified' AND NEW.basis IN ('party', 'media')
BEGIN SELECT RAISE(ABORT, 'D7: En parts eller ett mediums uppgift kan aldrig stå som bekräftad. Lägg in det som bekräftar den som en egen omständighet.'); END;
CREATE TRIGGER d7_claims_not_verified_update BEFORE UPDATE ON circumstances
WHEN NEW.verification = 'verified' AND NEW.basis IN ('party', 'media')
BEGIN SELECT RAISE(ABORT, 'D7: En parts eller ett mediums uppgift kan aldrig stå som bekräftad. Lägg in det som bekräftar den som en egen omständighet.'); END;
CREATE TRIGGER d7_reference_insert BEFORE INSERT ON circumstances
WHEN NEW.verification = 'verified' AND trim(NEW.reference) = ''
BEGIN SELECT RAISE(ABORT, 'D7: En bekräftad omständighet måste ha en hänvisning till det som bekräftar den.'); END;
CREATE TRIGGER d7_reference_update BEFORE UPDATE ON circumstances
WHEN NEW.verification = 'verified' AND trim(NEW.reference) = ''
BEGIN SELECT RAISE(ABORT, 'D7: En bekräftad omständighet måste ha en hänvisning till det som bekräftar den.'); END;

-- The time is read from the source's own row, so that a wrong copy of it in paragraph_sources lets nothing through.
CREATE TRIGGER d8_source_known_insert BEFORE INSERT ON paragraph_sources
WHEN max(coalesce(NEW.known_at, ''), coalesce(CASE NEW.table_name
        WHEN 'articles' THEN (SELECT first_seen_at FROM articles WHERE id = NEW.row_id)
        WHEN 'statements' THEN (SELECT known_at FROM statements WHERE id = NEW.row_id)
        WHEN 'circumstances' THEN (SELECT known_at FROM circumstances WHERE id = NEW.row_id)
        WHEN 'claims' THEN (SELECT known_at FROM claims WHERE id = NEW.row_id)
        WHEN 'actions' THEN (SELECT known_at FROM actions WHERE id = NEW.row_id)
        WHEN 'decisions' THEN (SELECT known_at FROM decisions WHERE id = NEW.row_id)
        WHEN 'questions' THEN (SELECT known_at FROM questions WHERE id = NEW.row_id)
        WHEN 'enquiries' THEN (SELECT known_at FROM enquiries WHERE id = NEW.row_id)
        WHEN 'contradictions' THEN (SELECT known_at FROM contradictions WHERE id = NEW.row_id)
        WHEN 'incidents' THEN (SELECT known_at FROM incidents WHERE id = NEW.row_id) END, ''))
    > (SELECT compiled_at FROM reports JOIN report_paragraphs p ON p.report_id = reports.id WHERE p.id = NEW.paragraph_id)
BEGIN SELECT RAISE(ABORT, 'D8: Uppgiften blev känd efter att rapporten sammanställdes och kan inte stå i den.'); END;
CREATE TRIGGER d8_source_known_update BEFORE UPDATE ON paragraph_sources
WHEN max(coalesce(NEW.known_at, ''), coalesce(CASE NEW.table_name
        WHEN 'articles' THEN (SELECT first_seen_at FROM articles WHERE id = NEW.row_id)
        WHEN 'statements' THEN (SELECT known_at FROM statements WHERE id = NEW.row_id)
        WHEN 'circumstances' THEN (SELECT known_at FROM circumstances WHERE id = NEW.row_id)
        WHEN 'claims' THEN (SELECT known_at FROM claims WHERE id = NEW.row_id)
        WHEN 'actions' THEN (SELECT known_at FROM actions WHERE id = NEW.row_id)
        WHEN 'decisions' THEN (SELECT known_at FROM decisions WHERE id = NEW.row_id)
        WHEN 'questions' THEN (SELECT known_at FROM questions WHERE id = NEW.row_id)
        WHEN 'enquiries' THEN (SELECT known_at FROM enquiries WHERE id = NEW.row_id)
        WHEN 'contradictions' THEN (SELECT known_at FROM contradictions WHERE id = NEW.row_id)
        WHEN 'incidents' THEN (SELECT known_at FROM incidents WHERE id = NEW.row_id) END, ''))
    > (SELECT compiled_at FROM reports JOIN report_paragraphs p ON p.report_id = reports.id WHERE p.id = NEW.paragraph_id)
BEGIN SELECT RAISE(ABORT, 'D8: Uppgiften blev känd efter att rapporten sammanställdes och kan inte stå i den.'); END;
CREATE TRIGGER d8_approval BEFORE UPDATE OF status ON reports
WHEN NEW.status = 'approved' AND OLD.status <> 'approved' AND EXISTS (
    SELECT 1 FROM paragraph_sources s JOIN report_paragraphs p ON p.id = s.paragraph_id
    WHERE p.report_id = NEW.id AND p.left_out = 0
    AND max(coalesce(s.known_at, ''), coalesce(CASE s.table_name
        WHEN 'articles' THEN (SELECT first_seen_at FROM articles WHERE id = s.row_id)
        WHEN 'statements' THEN (SELECT known_at FROM statements WHERE id = s.row_id)
        WHEN 'circumstances' THEN (SELECT known_at FROM circumstances WHERE id = s.row_id)
        WHEN 'claims' THEN (SELECT known_at FROM claims WHERE id = s.row_id)
        WHEN 'actions' THEN (SELECT known_at FROM actions WHERE id = s.row_id)
        WHEN 'decisions' THEN (SELECT known_at FROM decisions WHERE id = s.row_id)
        WHEN 'questions' THEN (SELECT known_at FROM questions WHERE id = s.row_id)
        WHEN 'enquiries' THEN (SELECT known_at FROM enquiries WHERE id = s.row_id)
        WHEN 'contradictions' THEN (SELECT known_at FROM contradictions WHERE id = s.row_id)
        WHEN 'incidents' THEN (SELECT known_at FROM incidents WHERE id = s.row_id) END, '')) > NEW.compiled_at)
BEGIN SELECT RAISE(ABORT, 'D8: Rapporten innehåller en uppgift som blev känd efter att den sammanställdes. Flytta fram tiden eller ta bort stycket.'); END;

CREATE TRIGGER d9_sent_after_compiled BEFORE UPDATE OF sent_at ON reports
WHEN NEW.sent_at IS NOT NULL AND NEW.sent_at < NEW.compiled_at
BEGIN SELECT RAISE(ABORT, 'D9: En rapport kan inte vara utskickad innan den sammanställdes.'); END;

CREATE TRIGGER d10_correct_sent_update BEFORE UPDATE OF corrects_id ON reports
WHEN NEW.corrects_id IS NOT NULL AND (NEW.corrects_id = NEW.id
    OR (SELECT status FROM reports WHERE id = NEW.corrects_id) IS NOT 'sent')
BEGIN SELECT RAISE(ABORT, 'D10: Bara en utskickad rapport kan rättas av en ny.'); END;
CREATE TRIGGER d10_correct_sent BEFORE INSERT ON reports
WHEN NEW.corrects_id IS NOT NULL AND (SELECT status FROM reports WHERE id = NEW.corrects_id) IS NOT 'sent'
BEGIN SELECT RAISE(ABORT, 'D10: Bara en utskickad rapport kan rättas av en ny.'); END;

CREATE TRIGGER d12_reopening_voids BEFORE UPDATE OF status ON reports
WHEN OLD.status = 'approved' AND NEW.status = 'draft' AND (NEW.approved_at IS NOT NULL OR NEW.approved_by IS NOT NULL
    OR NEW.document IS NOT NULL OR NEW.digest IS NOT NULL OR NEW.override_reason IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'D12: När rapporten öppnas igen faller godkännandet.'); END;

CREATE TRIGGER d13_verbatim BEFORE UPDATE OF wording ON statements
WHEN OLD.verbatim = 1 AND NEW.wording IS NOT OLD.wording AND OLD.approval IN ('approved', 'not_needed')
BEGIN SELECT RAISE(ABORT, 'D13: Ett ordagrant uttalande kan inte ändras. Lägg in ett nytt som ersätter det.'); END;
CREATE TRIGGER d13_verbatim_stays BEFORE UPDATE ON statements
WHEN OLD.verbatim = 1 AND OLD.approval IN ('approved', 'not_needed')
    AND (NEW.verbatim = 0 OR NEW.approval IS NOT OLD.approval OR NEW.direction IS NOT OLD.direction)
BEGIN SELECT RAISE(ABORT, 'D13: Ett ordagrant uttalande förblir ordagrant. Lägg in ett nytt som ersätter det.'); END;

CREATE TRIGGER d11_statement_delete BEFORE DELETE ON statements
WHEN (SELECT purge_id FROM audit_context) IS NULL
BEGIN SELECT RAISE(ABORT, 'D11: Ett uttalande tas inte bort. Lägg in ett nytt som ersätter det.'); END;
CREATE TRIGGER d11_incident_delete BEFORE DELETE ON incidents
WHEN (SELECT purge_id FROM audit_context) IS NULL
BEGIN SELECT RAISE(ABORT, 'D11: En händelse tas inte bort. Avsluta eller avfärda den i stället.'); END;
CREATE TRIGGER d11_circumstance_delete BEFORE DELETE ON circumstances
WHEN (SELECT purge_id FROM audit_context) IS NULL
BEGIN SELECT RAISE(ABORT, 'D11: En omständighet tas inte bort. Lägg in en ny som ersätter den.'); END;
CREATE TRIGGER d11_claim_delete BEFORE DELETE ON claims
WHEN (SELECT purge_id FROM audit_context) IS NULL
BEGIN SELECT RAISE(ABORT, 'D11: Ett påstående tas inte bort. Ändra dess läge i stället.'); END;
CREATE TRIGGER d11_action_delete BEFORE DELETE ON actions
WHEN (SELECT purge_id FROM audit_context) IS NULL
BEGIN SELECT RAISE(ABORT, 'D11: En åtgärd tas inte bort. Ställ in den i stället.'); END;
CREATE TRIGGER d11_decision_delete BEFORE DELETE ON decisions
WHEN (SELECT purge_id FROM audit_context) IS NULL
BEGIN SELECT RAISE(ABORT, 'D11: Ett beslut tas inte bort. Lägg in det nya beslutet i stället.'); END;
CREATE TRIGGER d11_question_delete BEFORE DELETE ON questions
WHEN (SELECT purge_id FROM audit_context) IS NULL
BEGIN SELECT RAISE(ABORT, 'D11: En öppen fråga tas inte bort. Besvara den i stället.'); END;
CREATE TRIGGER d11_enquiry_delete BEFORE DELETE ON enquiries
WHEN (SELECT purge_id FROM audit_context) IS NULL
BEGIN SELECT RAISE(ABORT, 'D11: En mediefråga tas inte bort. Besvara den i stället.'); END;
CREATE TRIGGER d11_delivery_delete BEFORE DELETE ON deliveries
WHEN (SELECT purge_id FROM audit_context) IS NULL
BEGIN SELECT RAISE(ABORT, 'D11: Utskickets logg går inte att ta bort ur.'); END;

-- INSERT OR REPLACE would remove the old row without asking the triggers above.
CREATE TRIGGER d11_statement_replace BEFORE INSERT ON statements
WHEN EXISTS (SELECT 1 FROM statements WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'D11: Uppgiften finns redan och skrivs inte över.'); END;
CREATE TRIGGER d11_incident_replace BEFORE INSERT ON incidents
WHEN EXISTS (SELECT 1 FROM incidents WHERE id = NEW.id OR ref = NEW.ref)
BEGIN SELECT RAISE(ABORT, 'D11: Uppgiften finns redan och skrivs inte över.'); END;
CREATE TRIGGER d11_circumstance_replace BEFORE INSERT ON circumstances
WHEN EXISTS (SELECT 1 FROM circumstances WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'D11: Uppgiften finns redan och skrivs inte över.'); END;
CREATE TRIGGER d11_claim_replace BEFORE INSERT ON claims
WHEN EXISTS (SELECT 1 FROM claims WHERE id = NEW.id OR (article_id = NEW.article_id AND incident_id = NEW.incident_id AND number = NEW.number)
    OR (statement_id = NEW.statement_id AND number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'D11: Uppgiften finns redan och skrivs inte över.'); END;
CREATE TRIGGER d11_action_replace BEFORE INSERT ON actions
WHEN EXISTS (SELECT 1 FROM actions WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'D11: Uppgiften finns redan och skrivs inte över.'); END;
CREATE TRIGGER d11_decision_replace BEFORE INSERT ON decisions
WHEN EXISTS (SELECT 1 FROM decisions WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'D11: Uppgiften finns redan och skrivs inte över.'); END;
CREATE TRIGGER d11_question_replace BEFORE INSERT ON questions
WHEN EXISTS (SELECT 1 FROM questions WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'D11: Uppgiften finns redan och skrivs inte över.'); END;
CREATE TRIGGER d11_enquiry_replace BEFORE INSERT ON enquiries
WHEN EXISTS (SELECT 1 FROM enquiries WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'D11: Uppgiften finns redan och skrivs inte över.'); END;
CREATE TRIGGER d11_delivery_replace BEFORE INSERT ON deliveries
WHEN EXISTS (SELECT 1 FROM deliveries WHERE id = NEW.id OR (report_id = NEW.report_id AND recipient_id = NEW.recipient_id))
BEGIN SELECT RAISE(ABORT, 'D11: Uppgiften finns redan och skrivs inte över.'); END;

CREATE TRIGGER d11_delivery_sent BEFORE UPDATE ON deliveries
WHEN (OLD.status = 'sent' AND NEW.status NOT IN ('sent', 'bounced'))
    OR NEW.message_id IS NOT OLD.message_id OR NEW.report_id IS NOT OLD.report_id OR NEW.recipient_id IS NOT OLD.recipient_id
BEGIN SELECT RAISE(ABORT, 'D11: Det som är skickat kan inte bli oskickat i loggen.'); END;

CREATE TRIGGER d10_correction_printed BEFORE UPDATE OF status ON reports
WHEN NEW.status = 'approved' AND OLD.status <> 'approved' AND NEW.corrects_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM report_paragraphs WHERE report_id = NEW.id AND section = 'correction'
        AND left_out = 0 AND trim(text) <> '')
BEGIN SELECT RAISE(ABORT, 'D10: Rapporten rättar en annan och måste börja med vad som rättas.'); END;

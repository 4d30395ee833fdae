-- Four eyes on everything that is printed, and what plain SQL could still do to the record.
-- Instants are TEXT 'YYYY-MM-DDTHH:MM:SSZ' (UTC).

CREATE TABLE report_edits (          -- who changed what of an open report (D5); written by the triggers below
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports(id),
    paragraph_id INTEGER,            -- NULL: the head, or paragraphs that are gone
    what TEXT NOT NULL CHECK (what IN
        ('made', 'number', 'kind', 'series', 'reason', 'compiled', 'period', 'corrects', 'registry',
         'text', 'written', 'left_out', 'moved', 'removed', 'composed', 'sources')),
    edited_by INTEGER REFERENCES users(id),     -- NULL: outside the program, so nobody knows who
    edited_at TEXT NOT NULL,
    confirmed_by INTEGER REFERENCES users(id),  -- somebody else has read the change and vouches for it
    confirmed_at TEXT
) STRICT;
CREATE INDEX report_edits_report ON report_edits(report_id, paragraph_id, what);

-- What was edited before this was kept.
INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at, confirmed_by, confirmed_at)
SELECT p.report_id, p.id, 'text', p.edited_by, coalesce(p.edited_at, r.created_at), p.confirmed_by,
    CASE WHEN p.confirmed_by IS NOT NULL THEN coalesce(p.edited_at, r.created_at) END
FROM report_paragraphs p JOIN reports r ON r.id = p.report_id
WHERE p.edited_by IS NOT NULL AND r.status IN ('draft', 'in_review');

-- The same person's next change of the same thing is the same edit, until somebody confirms it.
CREATE TRIGGER report_edits_once BEFORE INSERT ON report_edits
WHEN EXISTS (
    SELECT 1 FROM report_edits e WHERE e.id = (
        SELECT max(id) FROM report_edits WHERE report_id = NEW.report_id
            AND paragraph_id IS NEW.paragraph_id AND what = NEW.what)
    AND e.edited_by IS NEW.edited_by AND e.confirmed_by IS NULL)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER d5_edit_insert BEFORE INSERT ON report_edits
WHEN NEW.edited_by IS NOT (SELECT user_id FROM audit_context) OR NEW.confirmed_by IS NOT NULL
    OR EXISTS (SELECT 1 FROM report_edits WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'D5: Vem som har ändrat rapporten skrivs av programmet självt.'); END;
CREATE TRIGGER d5_edit_update BEFORE UPDATE ON report_edits
WHEN NEW.id IS NOT OLD.id OR NEW.report_id IS NOT OLD.report_id OR NEW.paragraph_id IS NOT OLD.paragraph_id
    OR NEW.what IS NOT OLD.what OR NEW.edited_by IS NOT OLD.edited_by OR NEW.edited_at IS NOT OLD.edited_at
    OR OLD.confirmed_by IS NOT NULL OR NEW.confirmed_by IS NULL OR NEW.confirmed_at IS NULL
BEGIN SELECT RAISE(ABORT, 'D5: Vem som har ändrat rapporten kan inte skrivas om.'); END;
CREATE TRIGGER d5_edit_confirmed BEFORE UPDATE OF confirmed_by ON report_edits
WHEN NEW.confirmed_by IS OLD.edited_by
    OR NEW.confirmed_by IS NOT (SELECT user_id FROM audit_context)
BEGIN SELECT RAISE(ABORT, 'D5: Ändringen måste bekräftas i Lägesbild av någon annan än den som gjorde den.'); END;
CREATE TRIGGER d5_edit_delete BEFORE DELETE ON report_edits
WHEN EXISTS (SELECT 1 FROM reports WHERE id = OLD.report_id)
BEGIN SELECT RAISE(ABORT, 'D5: Vem som har ändrat rapporten kan inte skrivas om.'); END;
CREATE TRIGGER report_edits_discarded AFTER DELETE ON reports
BEGIN DELETE FROM report_edits WHERE report_id = OLD.id; END;

-- Every change of what will be printed is an edit by the one who made it.
CREATE TRIGGER edit_report_made AFTER INSERT ON reports
WHEN NOT EXISTS (SELECT 1 FROM audit_context)
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    VALUES (NEW.id, NULL, 'made', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))); END;
CREATE TRIGGER edit_report_number AFTER UPDATE OF number ON reports
WHEN NEW.number IS NOT OLD.number AND NEW.status IN ('draft', 'in_review')
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    VALUES (NEW.id, NULL, 'number', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))); END;
CREATE TRIGGER edit_report_kind AFTER UPDATE OF kind ON reports
WHEN NEW.kind IS NOT OLD.kind AND NEW.status IN ('draft', 'in_review')
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    VALUES (NEW.id, NULL, 'kind', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))); END;
CREATE TRIGGER edit_report_series AFTER UPDATE OF series_id ON reports
WHEN NEW.series_id IS NOT OLD.series_id AND NEW.status IN ('draft', 'in_review')
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    VALUES (NEW.id, NULL, 'series', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))); END;
CREATE TRIGGER edit_report_reason AFTER UPDATE OF reason_clause ON reports
WHEN NEW.reason_clause IS NOT OLD.reason_clause AND NEW.status IN ('draft', 'in_review')
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    VALUES (NEW.id, NULL, 'reason', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))); END;
CREATE TRIGGER edit_report_compiled AFTER UPDATE OF compiled_at ON reports
WHEN NEW.compiled_at IS NOT OLD.compiled_at AND NEW.status IN ('draft', 'in_review')
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    VALUES (NEW.id, NULL, 'compiled', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))); END;
CREATE TRIGGER edit_report_period AFTER UPDATE OF period_from, period_to ON reports
WHEN (NEW.period_from IS NOT OLD.period_from OR NEW.period_to IS NOT OLD.period_to) AND NEW.status IN ('draft', 'in_review')
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    VALUES (NEW.id, NULL, 'period', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))); END;
CREATE TRIGGER edit_report_corrects AFTER UPDATE OF corrects_id ON reports
WHEN NEW.corrects_id IS NOT OLD.corrects_id AND NEW.status IN ('draft', 'in_review')
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    VALUES (NEW.id, NULL, 'corrects', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))); END;
CREATE TRIGGER edit_report_registry AFTER UPDATE OF registry_number ON reports
WHEN NEW.registry_number IS NOT OLD.registry_number AND NEW.status IN ('draft', 'in_review')
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    VALUES (NEW.id, NULL, 'registry', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))); END;
CREATE TRIGGER edit_paragraph_text AFTER UPDATE OF id, report_id, section, style, text, composed_text, edited_by ON report_paragraphs
WHEN (NEW.id IS NOT OLD.id OR NEW.report_id IS NOT OLD.report_id OR NEW.section IS NOT OLD.section
        OR NEW.style IS NOT OLD.style OR NEW.text IS NOT OLD.text
        OR NEW.composed_text IS NOT OLD.composed_text OR NEW.edited_by IS NOT OLD.edited_by)
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    VALUES (NEW.report_id, NEW.id, 'text', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))); END;
CREATE TRIGGER edit_paragraph_left_out AFTER UPDATE OF left_out ON report_paragraphs
WHEN NEW.left_out IS NOT OLD.left_out
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    VALUES (NEW.report_id, NEW.id, 'left_out', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))); END;
CREATE TRIGGER edit_paragraph_moved AFTER UPDATE OF position ON report_paragraphs
WHEN NEW.position IS NOT OLD.position
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    VALUES (NEW.report_id, NEW.id, 'moved', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))); END;
CREATE TRIGGER edit_paragraph_removed AFTER DELETE ON report_paragraphs
WHEN (SELECT status FROM reports WHERE id = OLD.report_id) IN ('draft', 'in_review')
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    VALUES (OLD.report_id, NULL, 'removed', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))); END;
CREATE TRIGGER edit_paragraph_taken AFTER UPDATE OF report_id ON report_paragraphs
WHEN NEW.report_id IS NOT OLD.report_id
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    VALUES (OLD.report_id, NULL, 'removed', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))); END;
CREATE TRIGGER edit_paragraph_written AFTER INSERT ON report_paragraphs
WHEN NEW.composed_text IS NOT NEW.text OR NEW.left_out = 1 OR NOT EXISTS (SELECT 1 FROM audit_context)
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    VALUES (NEW.report_id, NEW.id, 'written', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))); END;
-- The program's own words in a new draft are nobody's edit; in one that people have had before them they are.
CREATE TRIGGER edit_paragraph_composed AFTER INSERT ON report_paragraphs
WHEN NEW.composed_text IS NEW.text AND EXISTS (SELECT 1 FROM audit_context)
    AND NOT EXISTS (SELECT 1 FROM reports WHERE id = NEW.report_id AND status = 'draft' AND revision = 1)
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    VALUES (NEW.report_id, NULL, 'composed', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))); END;
CREATE TRIGGER d5_paragraph_replace BEFORE INSERT ON report_paragraphs
WHEN EXISTS (SELECT 1 FROM report_paragraphs p JOIN reports r ON r.id = p.report_id
    WHERE p.id = NEW.id AND r.status IN ('draft', 'in_review'))
BEGIN SELECT RAISE(ABORT, 'D5: Ett stycke byts inte ut mot ett annat. Ändra texten i stället.'); END;
CREATE TRIGGER edit_sources_insert AFTER INSERT ON paragraph_sources
WHEN NOT EXISTS (SELECT 1 FROM audit_context)
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    SELECT report_id, NEW.paragraph_id, 'sources', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
    FROM report_paragraphs WHERE id = NEW.paragraph_id; END;
CREATE TRIGGER edit_sources_update AFTER UPDATE ON paragraph_sources
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    SELECT report_id, NEW.paragraph_id, 'sources', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
    FROM report_paragraphs WHERE id = NEW.paragraph_id; END;
CREATE TRIGGER edit_sources_delete AFTER DELETE ON paragraph_sources
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    SELECT report_id, NULL, 'removed', (SELECT user_id FROM audit_context),
        coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
    FROM report_paragraphs WHERE id = OLD.paragraph_id; END;
CREATE TRIGGER edit_series_name AFTER UPDATE OF name, producer ON series
WHEN NEW.name IS NOT OLD.name OR NEW.producer IS NOT OLD.producer
BEGIN INSERT INTO report_edits (report_id, paragraph_id, what, edited_by, edited_at)
    SELECT id, NULL, 'series', (SELECT user_id FROM audit_context), coalesce((SELECT at FROM audit_context), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
    FROM reports WHERE series_id = NEW.id AND status IN ('draft', 'in_review'); END;

-- An edit counts until somebody else has confirmed it, or changed the same thing after it.
DROP TRIGGER d5_four_eyes;
CREATE TRIGGER d5_four_eyes BEFORE UPDATE OF status ON reports
WHEN NEW.status = 'approved' AND OLD.status = 'in_review' AND trim(coalesce(NEW.override_reason, ''), char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = '' AND EXISTS (
    SELECT 1 FROM report_edits e WHERE e.report_id = NEW.id AND e.edited_by IS NEW.approved_by AND e.confirmed_by IS NULL
    AND NOT EXISTS (SELECT 1 FROM report_edits n WHERE n.report_id = e.report_id AND n.paragraph_id IS e.paragraph_id
        AND n.what = e.what AND n.id > e.id AND n.edited_by <> NEW.approved_by))
BEGIN SELECT RAISE(ABORT, 'D5: Du har själv ändrat rapporten. Låt redaktören bekräfta ändringen, eller låt någon annan godkänna.'); END;
CREATE TRIGGER d5_unknown_editor BEFORE UPDATE OF status ON reports
WHEN NEW.status = 'approved' AND OLD.status = 'in_review' AND trim(coalesce(NEW.override_reason, ''), char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = '' AND EXISTS (
    SELECT 1 FROM report_edits e WHERE e.report_id = NEW.id AND e.edited_by IS NULL
    AND (e.confirmed_by IS NULL OR e.confirmed_by IS NEW.approved_by)
    AND NOT EXISTS (SELECT 1 FROM report_edits n WHERE n.report_id = e.report_id AND n.paragraph_id IS e.paragraph_id
        AND n.what = e.what AND n.id > e.id AND n.edited_by <> NEW.approved_by))
BEGIN SELECT RAISE(ABORT, 'D5: Rapporten har ändrats utanför programmet. Låt någon annan än den som godkänner bekräfta ändringen.'); END;
CREATE TRIGGER d5_submitter BEFORE UPDATE OF submitted_by ON reports
WHEN NEW.submitted_by IS NOT OLD.submitted_by AND NEW.status = OLD.status
BEGIN SELECT RAISE(ABORT, 'D5: Vem som lämnade rapporten för granskning kan inte skrivas om.'); END;
CREATE TRIGGER d5_blank_reason BEFORE UPDATE OF override_reason ON reports
WHEN NEW.override_reason IS NOT NULL AND trim(NEW.override_reason, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'D5: Skriv varför rapporten godkänns i jouren utan en andra person.'); END;

-- Our own words are approved by somebody who neither wrote nor last changed them, or alone with a reason.
ALTER TABLE statements ADD COLUMN override_reason TEXT;  -- the duty officer approved her own words alone, and why
CREATE TRIGGER d3_begins_unapproved BEFORE INSERT ON statements
WHEN NEW.approval = 'approved'
BEGIN SELECT RAISE(ABORT, 'D3: Ett eget uttalande börjar som utkast eller väntar på godkännande.'); END;
CREATE TRIGGER d3_four_eyes BEFORE UPDATE OF approval, approved_by ON statements
WHEN NEW.approval = 'approved' AND trim(coalesce(NEW.override_reason, ''), char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
    AND (NEW.approved_by IS OLD.entered_by OR NEW.approved_by IS (
        SELECT a.user_id FROM audit a JOIN audit_values v ON v.audit_id = a.id
        WHERE a.table_name = 'statements' AND a.row_id = OLD.id AND a.action = 'update'
            AND json_extract(v.before, '$.wording') IS NOT json_extract(v.after, '$.wording')
        ORDER BY a.id DESC LIMIT 1))
BEGIN SELECT RAISE(ABORT, 'D3: Ett uttalande godkänns av någon annan än den som skrev det, eller i jouren med ett skäl.'); END;
CREATE TRIGGER d3_approved_stands BEFORE UPDATE ON statements
WHEN OLD.approval = 'approved' AND NEW.approval = 'approved' AND ((NEW.wording IS NOT OLD.wording AND OLD.verbatim = 0)
    OR NEW.approved_by IS NOT OLD.approved_by OR NEW.approved_at IS NOT OLD.approved_at
    OR NEW.override_reason IS NOT OLD.override_reason)
BEGIN SELECT RAISE(ABORT, 'D3: Ändras ett godkänt uttalande behöver det godkännas igen.'); END;
CREATE TRIGGER d3_blank_reason BEFORE UPDATE OF override_reason ON statements
WHEN NEW.override_reason IS NOT NULL AND trim(NEW.override_reason, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'D3: Skriv varför uttalandet godkänns i jouren utan en andra person.'); END;

-- White space of any kind is nothing.
CREATE TRIGGER d2_blank_note_insert BEFORE INSERT ON incidents
WHEN NEW.status = 'closed' AND trim(coalesce(NEW.closing_note, ''), char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'D2: En händelse avslutas med tid och en not om varför.'); END;
CREATE TRIGGER d2_blank_note_update BEFORE UPDATE ON incidents
WHEN NEW.status = 'closed' AND trim(coalesce(NEW.closing_note, ''), char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'D2: En händelse avslutas med tid och en not om varför.'); END;
CREATE TRIGGER d4_blank_reason_insert BEFORE INSERT ON reports
WHEN NEW.kind = 'extra' AND trim(coalesce(NEW.reason_clause, ''), char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'D4: En extrainsatt rapport måste ange anledning.'); END;
CREATE TRIGGER d4_blank_reason_update BEFORE UPDATE ON reports
WHEN NEW.kind = 'extra' AND trim(coalesce(NEW.reason_clause, ''), char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'D4: En extrainsatt rapport måste ange anledning.'); END;
CREATE TRIGGER d7_blank_reference_insert BEFORE INSERT ON circumstances
WHEN NEW.verification = 'verified' AND trim(NEW.reference, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'D7: En bekräftad omständighet måste ha en hänvisning till det som bekräftar den.'); END;
CREATE TRIGGER d7_blank_reference_update BEFORE UPDATE ON circumstances
WHEN NEW.verification = 'verified' AND trim(NEW.reference, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'D7: En bekräftad omständighet måste ha en hänvisning till det som bekräftar den.'); END;
CREATE TRIGGER d10_blank_correction_update BEFORE UPDATE OF status ON reports
WHEN NEW.status = 'approved' AND NEW.corrects_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM report_paragraphs WHERE report_id = NEW.id AND section = 'correction'
        AND left_out = 0 AND trim(text, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) <> '')
BEGIN SELECT RAISE(ABORT, 'D10: Rapporten rättar en annan och måste börja med vad som rättas.'); END;
CREATE TRIGGER text_statements_insert BEFORE INSERT ON statements
WHEN trim(NEW.wording, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_statements_update BEFORE UPDATE OF wording ON statements
WHEN trim(NEW.wording, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_circumstances_insert BEFORE INSERT ON circumstances
WHEN trim(NEW.wording, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_circumstances_update BEFORE UPDATE OF wording ON circumstances
WHEN trim(NEW.wording, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_claims_insert BEFORE INSERT ON claims
WHEN trim(NEW.wording, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_claims_update BEFORE UPDATE OF wording ON claims
WHEN trim(NEW.wording, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_actions_insert BEFORE INSERT ON actions
WHEN trim(NEW.wording, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_actions_update BEFORE UPDATE OF wording ON actions
WHEN trim(NEW.wording, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_decisions_insert BEFORE INSERT ON decisions
WHEN trim(NEW.decided_by, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
    OR trim(NEW.wording, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_decisions_update BEFORE UPDATE OF decided_by, wording ON decisions
WHEN trim(NEW.decided_by, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
    OR trim(NEW.wording, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_questions_insert BEFORE INSERT ON questions
WHEN trim(NEW.wording, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_questions_update BEFORE UPDATE OF wording ON questions
WHEN trim(NEW.wording, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_enquiries_insert BEFORE INSERT ON enquiries
WHEN trim(NEW.question, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_enquiries_update BEFORE UPDATE OF question ON enquiries
WHEN trim(NEW.question, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_report_overrides_insert BEFORE INSERT ON report_overrides
WHEN trim(NEW.reason, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_report_overrides_update BEFORE UPDATE OF reason ON report_overrides
WHEN trim(NEW.reason, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_purge_decisions_insert BEFORE INSERT ON purge_decisions
WHEN trim(NEW.reference, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
    OR trim(NEW.decided_by, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_purge_decisions_update BEFORE UPDATE OF reference, decided_by ON purge_decisions
WHEN trim(NEW.reference, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
    OR trim(NEW.decided_by, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_disclosure_masks_insert BEFORE INSERT ON disclosure_masks
WHEN trim(NEW.ground, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_disclosure_masks_update BEFORE UPDATE OF ground ON disclosure_masks
WHEN trim(NEW.ground, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_report_paragraphs_insert BEFORE INSERT ON report_paragraphs
WHEN trim(NEW.text, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;
CREATE TRIGGER text_report_paragraphs_update BEFORE UPDATE OF text ON report_paragraphs
WHEN trim(NEW.text, char(9, 10, 11, 12, 13, 32, 133, 160, 5760, 6158, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8203, 8204, 8205, 8232, 8233, 8239, 8287, 8288, 10240, 12288, 12644, 65279)) = ''
BEGIN SELECT RAISE(ABORT, 'Texten får inte bestå av bara mellanslag, tabbar eller osynliga tecken.'); END;

-- Instants are compared as text, so their form is part of the rule.
CREATE TRIGGER time_positions_insert BEFORE INSERT ON positions
WHEN NEW.valid_from IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.valid_from, '+0 days')
    OR NEW.valid_to IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.valid_to, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_positions_update BEFORE UPDATE OF valid_from, valid_to ON positions
WHEN NEW.valid_from IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.valid_from, '+0 days')
    OR NEW.valid_to IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.valid_to, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_incidents_insert BEFORE INSERT ON incidents
WHEN NEW.happened_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.happened_at, '+0 days')
    OR NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
    OR NEW.confirmed_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.confirmed_at, '+0 days')
    OR NEW.closed_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.closed_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_incidents_update BEFORE UPDATE OF happened_at, known_at, entered_at, confirmed_at, closed_at ON incidents
WHEN NEW.happened_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.happened_at, '+0 days')
    OR NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
    OR NEW.confirmed_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.confirmed_at, '+0 days')
    OR NEW.closed_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.closed_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_incident_relations_insert BEFORE INSERT ON incident_relations
WHEN NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_incident_relations_update BEFORE UPDATE OF entered_at ON incident_relations
WHEN NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_incident_articles_insert BEFORE INSERT ON incident_articles
WHEN NEW.linked_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.linked_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_incident_articles_update BEFORE UPDATE OF linked_at ON incident_articles
WHEN NEW.linked_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.linked_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_statements_insert BEFORE INSERT ON statements
WHEN NEW.approved_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.approved_at, '+0 days')
    OR NEW.happened_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.happened_at, '+0 days')
    OR NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_statements_update BEFORE UPDATE OF approved_at, happened_at, known_at, entered_at ON statements
WHEN NEW.approved_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.approved_at, '+0 days')
    OR NEW.happened_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.happened_at, '+0 days')
    OR NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_circumstances_insert BEFORE INSERT ON circumstances
WHEN NEW.happened_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.happened_at, '+0 days')
    OR NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_circumstances_update BEFORE UPDATE OF happened_at, known_at, entered_at ON circumstances
WHEN NEW.happened_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.happened_at, '+0 days')
    OR NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_claims_insert BEFORE INSERT ON claims
WHEN NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_claims_update BEFORE UPDATE OF known_at, entered_at ON claims
WHEN NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_actions_insert BEFORE INSERT ON actions
WHEN NEW.due_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.due_at, '+0 days')
    OR NEW.reminded_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.reminded_at, '+0 days')
    OR NEW.done_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.done_at, '+0 days')
    OR NEW.happened_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.happened_at, '+0 days')
    OR NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_actions_update BEFORE UPDATE OF due_at, reminded_at, done_at, happened_at, known_at, entered_at ON actions
WHEN NEW.due_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.due_at, '+0 days')
    OR NEW.reminded_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.reminded_at, '+0 days')
    OR NEW.done_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.done_at, '+0 days')
    OR NEW.happened_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.happened_at, '+0 days')
    OR NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_decisions_insert BEFORE INSERT ON decisions
WHEN NEW.happened_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.happened_at, '+0 days')
    OR NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_decisions_update BEFORE UPDATE OF happened_at, known_at, entered_at ON decisions
WHEN NEW.happened_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.happened_at, '+0 days')
    OR NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_questions_insert BEFORE INSERT ON questions
WHEN NEW.happened_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.happened_at, '+0 days')
    OR NEW.answer_due_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.answer_due_at, '+0 days')
    OR NEW.answered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.answered_at, '+0 days')
    OR NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_questions_update BEFORE UPDATE OF happened_at, answer_due_at, answered_at, known_at, entered_at ON questions
WHEN NEW.happened_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.happened_at, '+0 days')
    OR NEW.answer_due_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.answer_due_at, '+0 days')
    OR NEW.answered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.answered_at, '+0 days')
    OR NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_enquiries_insert BEFORE INSERT ON enquiries
WHEN NEW.deadline_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.deadline_at, '+0 days')
    OR NEW.answered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.answered_at, '+0 days')
    OR NEW.happened_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.happened_at, '+0 days')
    OR NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_enquiries_update BEFORE UPDATE OF deadline_at, answered_at, happened_at, known_at, entered_at ON enquiries
WHEN NEW.deadline_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.deadline_at, '+0 days')
    OR NEW.answered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.answered_at, '+0 days')
    OR NEW.happened_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.happened_at, '+0 days')
    OR NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_statement_relations_insert BEFORE INSERT ON statement_relations
WHEN NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_statement_relations_update BEFORE UPDATE OF entered_at ON statement_relations
WHEN NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_contradictions_insert BEFORE INSERT ON contradictions
WHEN NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_contradictions_update BEFORE UPDATE OF known_at, entered_at ON contradictions
WHEN NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_incident_spokespersons_insert BEFORE INSERT ON incident_spokespersons
WHEN NEW.valid_from IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.valid_from, '+0 days')
    OR NEW.valid_to IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.valid_to, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_incident_spokespersons_update BEFORE UPDATE OF valid_from, valid_to, entered_at ON incident_spokespersons
WHEN NEW.valid_from IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.valid_from, '+0 days')
    OR NEW.valid_to IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.valid_to, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_reports_insert BEFORE INSERT ON reports
WHEN NEW.period_from IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.period_from, '+0 days')
    OR NEW.period_to IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.period_to, '+0 days')
    OR NEW.compiled_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.compiled_at, '+0 days')
    OR NEW.next_update_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.next_update_at, '+0 days')
    OR NEW.created_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.created_at, '+0 days')
    OR NEW.submitted_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.submitted_at, '+0 days')
    OR NEW.approved_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.approved_at, '+0 days')
    OR NEW.countersigned_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.countersigned_at, '+0 days')
    OR NEW.sent_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.sent_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_reports_update BEFORE UPDATE OF period_from, period_to, compiled_at, next_update_at, created_at, submitted_at, approved_at, countersigned_at, sent_at ON reports
WHEN NEW.period_from IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.period_from, '+0 days')
    OR NEW.period_to IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.period_to, '+0 days')
    OR NEW.compiled_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.compiled_at, '+0 days')
    OR NEW.next_update_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.next_update_at, '+0 days')
    OR NEW.created_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.created_at, '+0 days')
    OR NEW.submitted_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.submitted_at, '+0 days')
    OR NEW.approved_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.approved_at, '+0 days')
    OR NEW.countersigned_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.countersigned_at, '+0 days')
    OR NEW.sent_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.sent_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_report_paragraphs_insert BEFORE INSERT ON report_paragraphs
WHEN NEW.edited_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.edited_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_report_paragraphs_update BEFORE UPDATE OF edited_at ON report_paragraphs
WHEN NEW.edited_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.edited_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_paragraph_sources_insert BEFORE INSERT ON paragraph_sources
WHEN NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_paragraph_sources_update BEFORE UPDATE OF known_at ON paragraph_sources
WHEN NEW.known_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.known_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_report_overrides_insert BEFORE INSERT ON report_overrides
WHEN NEW.given_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.given_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_report_overrides_update BEFORE UPDATE OF given_at ON report_overrides
WHEN NEW.given_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.given_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_report_files_insert BEFORE INSERT ON report_files
WHEN NEW.made_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.made_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_report_files_update BEFORE UPDATE OF made_at ON report_files
WHEN NEW.made_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.made_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_recipients_insert BEFORE INSERT ON recipients
WHEN NEW.valid_from IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.valid_from, '+0 days')
    OR NEW.valid_to IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.valid_to, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_recipients_update BEFORE UPDATE OF valid_from, valid_to ON recipients
WHEN NEW.valid_from IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.valid_from, '+0 days')
    OR NEW.valid_to IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.valid_to, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_deliveries_insert BEFORE INSERT ON deliveries
WHEN NEW.queued_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.queued_at, '+0 days')
    OR NEW.changed_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.changed_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_deliveries_update BEFORE UPDATE OF queued_at, changed_at ON deliveries
WHEN NEW.queued_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.queued_at, '+0 days')
    OR NEW.changed_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.changed_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_dismissed_proposals_insert BEFORE INSERT ON dismissed_proposals
WHEN NEW.dismissed_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.dismissed_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_dismissed_proposals_update BEFORE UPDATE OF dismissed_at ON dismissed_proposals
WHEN NEW.dismissed_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.dismissed_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_purge_decisions_insert BEFORE INSERT ON purge_decisions
WHEN NEW.decided_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.decided_at, '+0 days')
    OR NEW.valid_from IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.valid_from, '+0 days')
    OR NEW.valid_to IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.valid_to, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_purge_decisions_update BEFORE UPDATE OF decided_at, valid_from, valid_to, entered_at ON purge_decisions
WHEN NEW.decided_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.decided_at, '+0 days')
    OR NEW.valid_from IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.valid_from, '+0 days')
    OR NEW.valid_to IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.valid_to, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_purges_insert BEFORE INSERT ON purges
WHEN NEW.cutoff_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.cutoff_at, '+0 days')
    OR NEW.started_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.started_at, '+0 days')
    OR NEW.finished_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.finished_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_purges_update BEFORE UPDATE OF cutoff_at, started_at, finished_at ON purges
WHEN NEW.cutoff_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.cutoff_at, '+0 days')
    OR NEW.started_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.started_at, '+0 days')
    OR NEW.finished_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.finished_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_disclosures_insert BEFORE INSERT ON disclosures
WHEN NEW.period_from IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.period_from, '+0 days')
    OR NEW.period_to IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.period_to, '+0 days')
    OR NEW.asked_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.asked_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
    OR NEW.decided_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.decided_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_disclosures_update BEFORE UPDATE OF period_from, period_to, asked_at, entered_at, decided_at ON disclosures
WHEN NEW.period_from IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.period_from, '+0 days')
    OR NEW.period_to IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.period_to, '+0 days')
    OR NEW.asked_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.asked_at, '+0 days')
    OR NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
    OR NEW.decided_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.decided_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_disclosure_masks_insert BEFORE INSERT ON disclosure_masks
WHEN NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_disclosure_masks_update BEFORE UPDATE OF entered_at ON disclosure_masks
WHEN NEW.entered_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.entered_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;

-- When we learnt something is told by somebody, in the program; who wrote it down, and when, stands.
CREATE TRIGGER d8_known_statements BEFORE UPDATE OF known_at ON statements
WHEN NEW.known_at IS NOT OLD.known_at AND NOT EXISTS (SELECT 1 FROM audit_context)
BEGIN SELECT RAISE(ABORT, 'D8: När något blev känt ändras bara i Lägesbild, där det syns vem som ändrade.'); END;
CREATE TRIGGER d8_known_circumstances BEFORE UPDATE OF known_at ON circumstances
WHEN NEW.known_at IS NOT OLD.known_at AND NOT EXISTS (SELECT 1 FROM audit_context)
BEGIN SELECT RAISE(ABORT, 'D8: När något blev känt ändras bara i Lägesbild, där det syns vem som ändrade.'); END;
CREATE TRIGGER d8_known_claims BEFORE UPDATE OF known_at ON claims
WHEN NEW.known_at IS NOT OLD.known_at AND NOT EXISTS (SELECT 1 FROM audit_context)
BEGIN SELECT RAISE(ABORT, 'D8: När något blev känt ändras bara i Lägesbild, där det syns vem som ändrade.'); END;
CREATE TRIGGER d8_known_actions BEFORE UPDATE OF known_at ON actions
WHEN NEW.known_at IS NOT OLD.known_at AND NOT EXISTS (SELECT 1 FROM audit_context)
BEGIN SELECT RAISE(ABORT, 'D8: När något blev känt ändras bara i Lägesbild, där det syns vem som ändrade.'); END;
CREATE TRIGGER d8_known_decisions BEFORE UPDATE OF known_at ON decisions
WHEN NEW.known_at IS NOT OLD.known_at AND NOT EXISTS (SELECT 1 FROM audit_context)
BEGIN SELECT RAISE(ABORT, 'D8: När något blev känt ändras bara i Lägesbild, där det syns vem som ändrade.'); END;
CREATE TRIGGER d8_known_questions BEFORE UPDATE OF known_at ON questions
WHEN NEW.known_at IS NOT OLD.known_at AND NOT EXISTS (SELECT 1 FROM audit_context)
BEGIN SELECT RAISE(ABORT, 'D8: När något blev känt ändras bara i Lägesbild, där det syns vem som ändrade.'); END;
CREATE TRIGGER d8_known_enquiries BEFORE UPDATE OF known_at ON enquiries
WHEN NEW.known_at IS NOT OLD.known_at AND NOT EXISTS (SELECT 1 FROM audit_context)
BEGIN SELECT RAISE(ABORT, 'D8: När något blev känt ändras bara i Lägesbild, där det syns vem som ändrade.'); END;
CREATE TRIGGER d8_known_contradictions BEFORE UPDATE OF known_at ON contradictions
WHEN NEW.known_at IS NOT OLD.known_at AND NOT EXISTS (SELECT 1 FROM audit_context)
BEGIN SELECT RAISE(ABORT, 'D8: När något blev känt ändras bara i Lägesbild, där det syns vem som ändrade.'); END;
CREATE TRIGGER d8_known_incidents BEFORE UPDATE OF known_at ON incidents
WHEN NEW.known_at IS NOT OLD.known_at AND NOT EXISTS (SELECT 1 FROM audit_context)
BEGIN SELECT RAISE(ABORT, 'D8: När något blev känt ändras bara i Lägesbild, där det syns vem som ändrade.'); END;
CREATE TRIGGER d11_entered_statements BEFORE UPDATE OF entered_at, entered_by ON statements
WHEN NEW.entered_at IS NOT OLD.entered_at OR NEW.entered_by IS NOT OLD.entered_by
BEGIN SELECT RAISE(ABORT, 'D11: Vem som skrev in en uppgift, och när, kan inte skrivas om.'); END;
CREATE TRIGGER d11_entered_circumstances BEFORE UPDATE OF entered_at, entered_by ON circumstances
WHEN NEW.entered_at IS NOT OLD.entered_at OR NEW.entered_by IS NOT OLD.entered_by
BEGIN SELECT RAISE(ABORT, 'D11: Vem som skrev in en uppgift, och när, kan inte skrivas om.'); END;
CREATE TRIGGER d11_entered_claims BEFORE UPDATE OF entered_at, entered_by ON claims
WHEN NEW.entered_at IS NOT OLD.entered_at OR NEW.entered_by IS NOT OLD.entered_by
BEGIN SELECT RAISE(ABORT, 'D11: Vem som skrev in en uppgift, och när, kan inte skrivas om.'); END;
CREATE TRIGGER d11_entered_actions BEFORE UPDATE OF entered_at, entered_by ON actions
WHEN NEW.entered_at IS NOT OLD.entered_at OR NEW.entered_by IS NOT OLD.entered_by
BEGIN SELECT RAISE(ABORT, 'D11: Vem som skrev in en uppgift, och när, kan inte skrivas om.'); END;
CREATE TRIGGER d11_entered_decisions BEFORE UPDATE OF entered_at, entered_by ON decisions
WHEN NEW.entered_at IS NOT OLD.entered_at OR NEW.entered_by IS NOT OLD.entered_by
BEGIN SELECT RAISE(ABORT, 'D11: Vem som skrev in en uppgift, och när, kan inte skrivas om.'); END;
CREATE TRIGGER d11_entered_questions BEFORE UPDATE OF entered_at, entered_by ON questions
WHEN NEW.entered_at IS NOT OLD.entered_at OR NEW.entered_by IS NOT OLD.entered_by
BEGIN SELECT RAISE(ABORT, 'D11: Vem som skrev in en uppgift, och när, kan inte skrivas om.'); END;
CREATE TRIGGER d11_entered_enquiries BEFORE UPDATE OF entered_at, entered_by ON enquiries
WHEN NEW.entered_at IS NOT OLD.entered_at OR NEW.entered_by IS NOT OLD.entered_by
BEGIN SELECT RAISE(ABORT, 'D11: Vem som skrev in en uppgift, och när, kan inte skrivas om.'); END;
CREATE TRIGGER d11_entered_contradictions BEFORE UPDATE OF entered_at, entered_by ON contradictions
WHEN NEW.entered_at IS NOT OLD.entered_at OR NEW.entered_by IS NOT OLD.entered_by
BEGIN SELECT RAISE(ABORT, 'D11: Vem som skrev in en uppgift, och när, kan inte skrivas om.'); END;
CREATE TRIGGER d11_entered_incidents BEFORE UPDATE OF entered_at ON incidents
WHEN NEW.entered_at IS NOT OLD.entered_at
BEGIN SELECT RAISE(ABORT, 'D11: Vem som skrev in en uppgift, och när, kan inte skrivas om.'); END;
CREATE TRIGGER d11_entered_statement_relations BEFORE UPDATE OF entered_at, entered_by ON statement_relations
WHEN NEW.entered_at IS NOT OLD.entered_at OR NEW.entered_by IS NOT OLD.entered_by
BEGIN SELECT RAISE(ABORT, 'D11: Vem som skrev in en uppgift, och när, kan inte skrivas om.'); END;
CREATE TRIGGER d11_entered_incident_relations BEFORE UPDATE OF entered_at, entered_by ON incident_relations
WHEN NEW.entered_at IS NOT OLD.entered_at OR NEW.entered_by IS NOT OLD.entered_by
BEGIN SELECT RAISE(ABORT, 'D11: Vem som skrev in en uppgift, och när, kan inte skrivas om.'); END;

-- What was sent, to what address and when; the program alone tells what became of a delivery.
CREATE TRIGGER d11_delivery_stands BEFORE UPDATE ON deliveries
WHEN NEW.id IS NOT OLD.id OR NEW.format IS NOT OLD.format OR NEW.address IS NOT OLD.address
    OR NEW.queued_at IS NOT OLD.queued_at
    OR (OLD.status = 'sent' AND (NEW.attempts IS NOT OLD.attempts OR (NEW.status = 'sent'
        AND (NEW.changed_at IS NOT OLD.changed_at OR NEW.error IS NOT OLD.error))))
    OR (NEW.status IS NOT OLD.status AND NOT EXISTS (SELECT 1 FROM audit_context))
BEGIN SELECT RAISE(ABORT, 'D11: Utskickets logg går inte att ändra i efterhand.'); END;
CREATE TRIGGER d11_contradiction_delete BEFORE DELETE ON contradictions
WHEN (SELECT purge_id FROM audit_context) IS NULL
BEGIN SELECT RAISE(ABORT, 'D11: En motsägelse tas inte bort.'); END;
CREATE TRIGGER d11_relation_delete BEFORE DELETE ON statement_relations
WHEN (SELECT purge_id FROM audit_context) IS NULL
BEGIN SELECT RAISE(ABORT, 'D11: Ett uttalandes samband tas inte bort.'); END;

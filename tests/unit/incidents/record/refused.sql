-- What plain SQL on the file is refused, grouped by the rule that refuses it. Reports of incident 1:
-- 1 is sent, 2 approved, 3 in review, 4 a draft; users: 1 Sara (editor), 2 Lena (approver).

-- D1
UPDATE incident_articles SET role = 'trigger' WHERE article_id = 2;
INSERT INTO incident_articles (incident_id, article_id, role, linked_at) VALUES (1, 3, 'trigger',
    '2026');
INSERT OR REPLACE INTO incident_articles (incident_id, article_id, role, linked_at) VALUES (1, 3,
    'trigger', '2026');

-- D2
UPDATE incidents SET status = 'closed' WHERE id = 1;
UPDATE incidents SET status = 'closed', closed_at = '2026', closing_note = ' ';
UPDATE incidents SET status = 'closed', closing_note = 'x';
INSERT INTO incidents (ref, title, known_at, entered_at, status, closed_at, closing_note) VALUES
    ('H-2026-099', 'x', '2026', '2026', 'closed', '2026', NULL);
INSERT INTO incidents (ref, title, known_at, entered_at, status, closed_at, closing_note) VALUES
    ('H-2026-099', 'x', '2026', '2026', 'closed', NULL, 'x');

-- D3
INSERT INTO statements (incident_id, direction, channel, wording, known_at, entered_at, approval)
    VALUES (1, 'out', 'written', 'x', '2026', '2026', 'not_needed');
INSERT INTO statements (incident_id, direction, channel, wording, known_at, entered_at, approval)
    VALUES (1, 'out', 'written', 'x', '2026', '2026', 'approved');
UPDATE statements SET approval = 'not_needed' WHERE id = 1;
UPDATE statements SET approval = 'approved' WHERE id = 1;

-- D4
UPDATE reports SET reason_clause = '  ' WHERE id = 4;
UPDATE reports SET reason_clause = NULL WHERE id = 4;
UPDATE reports SET kind = 'weekly' WHERE id = 4;
UPDATE reports SET kind = 'weekly', period_from = '2026-02', period_to = '2026-01' WHERE id = 4;

-- D5
UPDATE reports SET status='approved', document='{}', digest='2',
    approved_at='2026-03-09T19:06:00Z', approved_by = 1 WHERE id = 3;
UPDATE reports SET status='approved', document='{}', digest='2',
    approved_at='2026-03-09T19:06:00Z' WHERE id = 3;
UPDATE reports SET status='approved', document='{}', digest='2',
    approved_at='2026-03-09T19:06:00Z', approved_by = 1, override_reason = ' ' WHERE id = 3;
UPDATE reports SET status='approved', document='{}', digest='2',
    approved_at='2026-03-09T19:06:00Z', override_reason = 'jour' WHERE id = 3;
UPDATE reports SET countersigned_by = 2 WHERE id = 2;
UPDATE report_paragraphs SET edited_by = 2, confirmed_by = 2 WHERE id = 3;

-- D6
INSERT INTO reports (number, kind, series_id, reason_clause, compiled_at, created_at, status)
    VALUES ('2026-E09', 'extra', 1, 'skäl', '2026-03-09T19:00:00Z', '2026-03-09T19:00:00Z',
    'approved');
UPDATE reports SET status='approved', document='{}', digest='2',
    approved_at='2026-03-09T19:06:00Z', approved_by = 2 WHERE id = 4;
UPDATE reports SET status = 'sent', sent_at = '2026-03-10' WHERE id = 3;
UPDATE reports SET status = 'draft' WHERE id = 1;
UPDATE reports SET status = 'approved' WHERE id = 1;
UPDATE reports SET document = '{"x": 1}' WHERE id = 1;
UPDATE reports SET digest = 'x' WHERE id = 2;
UPDATE reports SET compiled_at = '2026-03-08T00:00:00Z' WHERE id = 2;
UPDATE reports SET sent_at = '2027-01-01T00:00:00Z' WHERE id = 1;
UPDATE reports SET number = '2026-E77' WHERE id = 1;
UPDATE reports SET status = 'sent', sent_at = '2026-03-10', number = 'X' WHERE id = 2;
UPDATE reports SET approved_by = 1 WHERE id = 1;
DELETE FROM reports WHERE id = 1;
INSERT OR REPLACE INTO reports (id, number, kind, series_id, reason_clause, compiled_at,
    created_at) VALUES (1, 'X', 'extra', 1, 'y', '2026', '2026');
INSERT OR REPLACE INTO reports (number, kind, series_id, reason_clause, compiled_at, created_at)
    VALUES ('2026-E01', 'extra', 1, 'y', '2026', '2026');
UPDATE report_paragraphs SET text = 'Annat.' WHERE id = 1;
UPDATE report_paragraphs SET report_id = 4 WHERE id = 1;
UPDATE report_paragraphs SET report_id = 1 WHERE id = 4;
DELETE FROM report_paragraphs WHERE id = 1;
INSERT INTO report_paragraphs (report_id, section, position, text) VALUES (1, 'incident', 9, 'x');
INSERT OR REPLACE INTO report_paragraphs (id, report_id, section, position, text) VALUES (1, 4,
    'incident', 9, 'x');
UPDATE paragraph_sources SET digest = 'x' WHERE id = 1;
UPDATE paragraph_sources SET paragraph_id = 1 WHERE id = 4;
DELETE FROM paragraph_sources WHERE id = 2;
UPDATE report_files SET content = x'00' WHERE id = 1;
DELETE FROM report_files WHERE id = 1;
INSERT OR REPLACE INTO report_files (report_id, format, content, digest, made_at) VALUES (1,
    'text', x'00', 'x', '2026');
INSERT INTO report_files (report_id, format, content, digest, made_at) VALUES (2, 'pdf', x'00',
    'x', '2026');
DELETE FROM report_incidents WHERE report_id = 1;
UPDATE report_incidents SET report_id = 4 WHERE report_id = 1;

-- D7
INSERT INTO circumstances (incident_id, basis, wording, known_at, entered_at, verification,
    reference) VALUES (1, 'party', 'x', '2026', '2026', 'verified', 'Avtal');
INSERT INTO circumstances (incident_id, basis, wording, known_at, entered_at, verification,
    reference) VALUES (1, 'media', 'x', '2026', '2026', 'verified', 'Avtal');
INSERT INTO circumstances (incident_id, basis, wording, known_at, entered_at, verification,
    reference) VALUES (1, 'authority', 'x', '2026', '2026', 'verified', ' ');
UPDATE circumstances SET verification = 'verified' WHERE id = 1;
UPDATE circumstances SET verification = 'verified', reference = 'x', basis = 'media';

-- D8
INSERT INTO paragraph_sources (paragraph_id, table_name, row_id, digest, known_at) VALUES (4,
    'circumstances', 1, '0', '2027-01-01T00:00:00Z');
UPDATE paragraph_sources SET known_at = '2027' WHERE id = 4;

-- D9
UPDATE reports SET status = 'sent', sent_at = '2026-03-09T18:59:59Z' WHERE id = 2;

-- D10
INSERT INTO reports (number, kind, series_id, reason_clause, compiled_at, created_at, corrects_id)
    VALUES ('2026-E09', 'extra', 1, 'skäl', '2026-03-09T19:00:00Z', '2026-03-09T19:00:00Z', 2);
INSERT INTO reports (number, kind, series_id, reason_clause, compiled_at, created_at, corrects_id)
    VALUES ('2026-E09', 'extra', 1, 'skäl', '2026-03-09T19:00:00Z', '2026-03-09T19:00:00Z', 99);
UPDATE reports SET corrects_id = 3 WHERE id = 4;
UPDATE reports SET corrects_id = 4 WHERE id = 4;

-- D11
INSERT OR REPLACE INTO audit (id, at, actor, action, table_name)
    VALUES (1, '2026', 'ingen', 'insert', 'users');
INSERT OR REPLACE INTO audit_values (audit_id, before, after) VALUES (1, NULL, '{}');
DELETE FROM audit WHERE id = 1;
UPDATE audit SET actor = 'ingen' WHERE id = 1;
UPDATE audit SET hash = NULL WHERE id = 1;
DELETE FROM audit_values WHERE audit_id = 1;
UPDATE audit_values SET before = NULL, after = NULL WHERE audit_id = 1;
DELETE FROM statements WHERE id = 2;
DELETE FROM incidents WHERE id = 1;
DELETE FROM circumstances WHERE id = 1;
DELETE FROM claims WHERE id = 1;
DELETE FROM deliveries WHERE id = 1;
UPDATE deliveries SET status = 'queued' WHERE id = 1;
UPDATE deliveries SET message_id = 'x' WHERE id = 1;
INSERT OR REPLACE INTO statements (id, incident_id, direction, channel, wording, known_at,
    entered_at, approval) VALUES (2, 1, 'in', 'email', 'x', '2026', '2026', 'not_needed');
INSERT OR REPLACE INTO claims (incident_id, article_id, number, wording, known_at, entered_at)
    VALUES (1, 1, 1, 'x', '2026', '2026');

-- D12
UPDATE reports SET status = 'draft' WHERE id = 2;
UPDATE reports SET status = 'draft', approved_at = NULL, approved_by = NULL, document = NULL WHERE
    id = 2;

-- D13
UPDATE statements SET wording = 'Annat.' WHERE id = 2;
UPDATE statements SET verbatim = 0 WHERE id = 2;
UPDATE statements SET approval = 'draft', wording = 'x' WHERE id = 3;
UPDATE statements SET approval = 'draft', approved_by = NULL WHERE id = 3;
UPDATE statements SET direction = 'third_party' WHERE id = 2;

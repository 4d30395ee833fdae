-- What plain SQL on the file is refused, grouped by the rule that refuses it. Reports of incident 1:
-- 1 is sent, 2 approved, 3 in review, 4 a draft; users: 1 Sara (editor), 2 Lena (approver).

-- D1
UPDATE incident_articles SET role = 'trigger' WHERE article_id = 2;
INSERT INTO incident_articles (incident_id, article_id, role, linked_at) VALUES (1, 3, 'trigger',
    '2026-03-09T19:00:00Z');
INSERT OR REPLACE INTO incident_articles (incident_id, article_id, role, linked_at) VALUES (1, 3,
    'trigger', '2026-03-09T19:00:00Z');

-- D2
UPDATE incidents SET status = 'closed' WHERE id = 1;
UPDATE incidents SET status = 'closed', closed_at = '2026-03-09T19:00:00Z', closing_note = ' ';
UPDATE incidents SET status = 'closed', closing_note = 'x';
INSERT INTO incidents (ref, title, known_at, entered_at, status, closed_at, closing_note) VALUES
    ('H-2026-099', 'x', '2026-03-09T19:00:00Z', '2026-03-09T19:00:00Z', 'closed', '2026-03-09T19:00:00Z', NULL);
INSERT INTO incidents (ref, title, known_at, entered_at, status, closed_at, closing_note) VALUES
    ('H-2026-099', 'x', '2026-03-09T19:00:00Z', '2026-03-09T19:00:00Z', 'closed', NULL, 'x');
UPDATE incidents SET status = 'closed', closed_at = '2026-03-09T19:00:00Z', closing_note = char(9);
UPDATE incidents SET status = 'closed', closed_at = '2026-03-09T19:00:00Z',
    closing_note = char(160) || char(8203) || char(10);

-- D3
INSERT INTO statements (incident_id, direction, channel, wording, known_at, entered_at, approval)
    VALUES (1, 'out', 'written', 'x', '2026-03-09T19:00:00Z', '2026-03-09T19:00:00Z', 'not_needed');
INSERT INTO statements (incident_id, direction, channel, wording, known_at, entered_at, approval)
    VALUES (1, 'out', 'written', 'x', '2026-03-09T19:00:00Z', '2026-03-09T19:00:00Z', 'approved');
UPDATE statements SET approval = 'not_needed' WHERE id = 1;
UPDATE statements SET approval = 'approved' WHERE id = 1;
UPDATE statements SET approval = 'approved', approved_by = 1, approved_at = '2026-03-09T19:00:00Z'
    WHERE id = 4;
UPDATE statements SET approval = 'approved', approved_by = 1, approved_at = '2026-03-09T19:00:00Z',
    override_reason = char(9) WHERE id = 4;
INSERT INTO statements (incident_id, direction, channel, wording, known_at, entered_at, approval,
    approved_by, approved_at) VALUES (1, 'out', 'written', 'x', '2026-03-09T19:00:00Z',
    '2026-03-09T19:00:00Z', 'approved', 2, '2026-03-09T19:00:00Z');
UPDATE statements SET approved_by = 1 WHERE id = 3;
UPDATE statements SET wording = 'Annat.' WHERE id = 5;

-- D4
UPDATE reports SET reason_clause = '  ' WHERE id = 4;
UPDATE reports SET reason_clause = NULL WHERE id = 4;
UPDATE reports SET kind = 'weekly' WHERE id = 4;
UPDATE reports SET kind = 'weekly', period_from = '2026-02-01T00:00:00Z', period_to = '2026-01-01T00:00:00Z' WHERE id = 4;
UPDATE reports SET reason_clause = char(9) || char(160) WHERE id = 4;

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
UPDATE reports SET status='approved', document='{}', digest='2', approved_by = 1,
    approved_at='2026-03-09T19:06:00Z', override_reason = char(160) WHERE id = 3;
UPDATE reports SET submitted_by = 2 WHERE id = 3;
UPDATE report_edits SET edited_by = 1 WHERE report_id = 4;
UPDATE report_edits SET confirmed_by = 1, confirmed_at = '2026-03-09T19:06:00Z' WHERE report_id = 4;
DELETE FROM report_edits WHERE report_id = 4;
INSERT INTO report_edits (report_id, what, edited_by, edited_at)
    VALUES (4, 'reason', 1, '2026-03-09T19:06:00Z');
INSERT OR REPLACE INTO report_edits (id, report_id, what, edited_at)
    VALUES (1, 4, 'reason', '2026-03-09T19:06:00Z');
INSERT OR REPLACE INTO report_paragraphs (id, report_id, section, position, text, composed_text)
    VALUES (3, 3, 'incident', 1, 'Nytt.', 'Nytt.');

-- D6
INSERT INTO reports (number, kind, series_id, reason_clause, compiled_at, created_at, status)
    VALUES ('2026-E09', 'extra', 1, 'skäl', '2026-03-09T19:00:00Z', '2026-03-09T19:00:00Z',
    'approved');
UPDATE reports SET status='approved', document='{}', digest='2',
    approved_at='2026-03-09T19:06:00Z', approved_by = 2 WHERE id = 4;
UPDATE reports SET status = 'sent', sent_at = '2026-03-10T08:00:00Z' WHERE id = 3;
UPDATE reports SET status = 'draft' WHERE id = 1;
UPDATE reports SET status = 'approved' WHERE id = 1;
UPDATE reports SET document = '{"x": 1}' WHERE id = 1;
UPDATE reports SET digest = 'x' WHERE id = 2;
UPDATE reports SET compiled_at = '2026-03-08T00:00:00Z' WHERE id = 2;
UPDATE reports SET sent_at = '2027-01-01T00:00:00Z' WHERE id = 1;
UPDATE reports SET number = '2026-E77' WHERE id = 1;
UPDATE reports SET status = 'sent', sent_at = '2026-03-10T08:00:00Z', number = 'X' WHERE id = 2;
UPDATE reports SET approved_by = 1 WHERE id = 1;
DELETE FROM reports WHERE id = 1;
INSERT OR REPLACE INTO reports (id, number, kind, series_id, reason_clause, compiled_at,
    created_at) VALUES (1, 'X', 'extra', 1, 'y', '2026-03-09T19:00:00Z', '2026-03-09T19:00:00Z');
INSERT OR REPLACE INTO reports (number, kind, series_id, reason_clause, compiled_at, created_at)
    VALUES ('2026-E01', 'extra', 1, 'y', '2026-03-09T19:00:00Z', '2026-03-09T19:00:00Z');
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
    'text', x'00', 'x', '2026-03-09T19:00:00Z');
INSERT INTO report_files (report_id, format, content, digest, made_at) VALUES (2, 'pdf', x'00',
    'x', '2026-03-09T19:00:00Z');
DELETE FROM report_incidents WHERE report_id = 1;
UPDATE report_incidents SET report_id = 4 WHERE report_id = 1;

-- D7
INSERT INTO circumstances (incident_id, basis, wording, known_at, entered_at, verification,
    reference) VALUES (1, 'party', 'x', '2026-03-09T19:00:00Z', '2026-03-09T19:00:00Z', 'verified', 'Avtal');
INSERT INTO circumstances (incident_id, basis, wording, known_at, entered_at, verification,
    reference) VALUES (1, 'media', 'x', '2026-03-09T19:00:00Z', '2026-03-09T19:00:00Z', 'verified', 'Avtal');
INSERT INTO circumstances (incident_id, basis, wording, known_at, entered_at, verification,
    reference) VALUES (1, 'authority', 'x', '2026-03-09T19:00:00Z', '2026-03-09T19:00:00Z', 'verified', ' ');
UPDATE circumstances SET verification = 'verified' WHERE id = 1;
UPDATE circumstances SET verification = 'verified', reference = 'x', basis = 'media';
UPDATE circumstances SET verification = 'verified', reference = char(9) || char(8239) WHERE id = 1;

-- D8
INSERT INTO paragraph_sources (paragraph_id, table_name, row_id, digest, known_at) VALUES (4,
    'circumstances', 1, '0', '2027-01-01T00:00:00Z');
UPDATE paragraph_sources SET known_at = '2027-01-01T00:00:00Z' WHERE id = 4;
UPDATE statements SET known_at = '2026-03-09T11:00:00Z' WHERE id = 2;
UPDATE circumstances SET known_at = '2026-03-09T11:00:00Z' WHERE id = 1;
UPDATE claims SET known_at = '2026-03-09T11:00:00Z' WHERE id = 1;
UPDATE incidents SET known_at = '2026-03-09T11:00:00Z' WHERE id = 1;
UPDATE articles SET first_seen_at = '2026-03-09T11:00:00Z' WHERE id = 1;
UPDATE reports SET compiled_at = '2026-03-09 20:00' WHERE id = 4;
UPDATE reports SET compiled_at = '2026-02-30T20:00:00Z' WHERE id = 4;
UPDATE incidents SET happened_at = '2026-03-09T11:00:00+01:00' WHERE id = 1;
UPDATE incidents SET happened_at = '2026-03-09' WHERE id = 1;
UPDATE articles SET published_at = 'i går' WHERE id = 1;
INSERT INTO circumstances (incident_id, basis, wording, known_at, entered_at)
    VALUES (1, 'party', 'x', '2026-03-09T25:00:00Z', '2026-03-09T19:00:00Z');

-- D9
UPDATE reports SET status = 'sent', sent_at = '2026-03-09T18:59:59Z' WHERE id = 2;

-- D10
INSERT INTO reports (number, kind, series_id, reason_clause, compiled_at, created_at, corrects_id)
    VALUES ('2026-E09', 'extra', 1, 'skäl', '2026-03-09T19:00:00Z', '2026-03-09T19:00:00Z', 2);
INSERT INTO reports (number, kind, series_id, reason_clause, compiled_at, created_at, corrects_id)
    VALUES ('2026-E09', 'extra', 1, 'skäl', '2026-03-09T19:00:00Z', '2026-03-09T19:00:00Z', 99);
UPDATE reports SET corrects_id = 3 WHERE id = 4;
UPDATE reports SET corrects_id = 4 WHERE id = 4;
UPDATE reports SET status='approved', document='{}', digest='2', approved_by = 2,
    approved_at='2026-03-09T19:06:00Z', corrects_id = 1 WHERE id = 3;

-- D11
INSERT OR REPLACE INTO audit (id, at, actor, action, table_name)
    VALUES (1, '2026-03-09T19:00:00Z', 'ingen', 'insert', 'users');
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
    entered_at, approval) VALUES (2, 1, 'in', 'email', 'x', '2026-03-09T19:00:00Z', '2026-03-09T19:00:00Z', 'not_needed');
INSERT OR REPLACE INTO claims (incident_id, article_id, number, wording, known_at, entered_at)
    VALUES (1, 1, 1, 'x', '2026-03-09T19:00:00Z', '2026-03-09T19:00:00Z');
UPDATE deliveries SET address = 'annan@rvm.example' WHERE id = 1;
UPDATE deliveries SET format = 'pdf' WHERE id = 1;
UPDATE deliveries SET queued_at = '2026-03-01T19:00:00Z' WHERE id = 1;
UPDATE deliveries SET changed_at = '2026-03-01T19:00:00Z' WHERE id = 1;
UPDATE deliveries SET status = 'bounced', error = 'x' WHERE id = 1;
UPDATE statements SET entered_by = 2 WHERE id = 2;
UPDATE circumstances SET entered_at = '2026-03-01T19:00:00Z' WHERE id = 1;
DELETE FROM articles WHERE id = 3;
UPDATE article_versions SET title = 'Annan rubrik' WHERE id = 1;
UPDATE article_versions SET captured_at = '2026-03-01T19:00:00Z' WHERE id = 1;
UPDATE article_versions SET lede = 'Annat.', digest = 'x' WHERE id = 1;
DELETE FROM article_versions WHERE id = 1;
INSERT OR REPLACE INTO article_versions (article_id, number, captured_at, title, digest)
    VALUES (1, 1, '2026-03-09T19:00:00Z', 'x', 'x');
UPDATE evidence SET digest = 'x' WHERE id = 1;
UPDATE evidence SET captured_at = '2026-03-01T19:00:00Z' WHERE id = 1;
DELETE FROM evidence WHERE id = 1;
INSERT OR REPLACE INTO evidence (id, version_id, url, captured_at, digest, bytes)
    VALUES (1, 1, 'https://x.example', '2026-03-09T19:00:00Z', 'x', 1);
UPDATE verdicts SET verdict = 'irrelevant' WHERE id = 1;
UPDATE verdicts SET given_by = 2 WHERE id = 1;
UPDATE verdicts SET undone_at = '2026-03-09T19:00:00Z' WHERE id = 1;
DELETE FROM verdicts WHERE id = 1;
UPDATE OR REPLACE reports SET id = 1 WHERE id = 4;
UPDATE OR REPLACE reports SET rowid = 1 WHERE id = 4;
UPDATE OR REPLACE reports SET number = '2026-E01' WHERE id = 4;
UPDATE OR REPLACE report_incidents SET id = 1 WHERE report_id = 4;
UPDATE OR REPLACE statements SET id = 2 WHERE id = 4;
UPDATE OR REPLACE statements SET oid = 2 WHERE id = 4;
UPDATE OR REPLACE circumstances SET _rowid_ = 7 WHERE id = 1;
UPDATE OR REPLACE articles SET rowid = 1 WHERE id = 2;
UPDATE OR REPLACE incidents SET id = 2 WHERE id = 1;
UPDATE OR REPLACE deliveries SET rowid = 2 WHERE id = 1;
UPDATE OR REPLACE users SET id = 2 WHERE id = 1;
UPDATE OR REPLACE users SET username = 'lena' WHERE id = 1;
INSERT OR REPLACE INTO users SELECT * FROM users WHERE id = 2;
INSERT OR REPLACE INTO series SELECT * FROM series WHERE id = 1;
INSERT OR REPLACE INTO recipients SELECT * FROM recipients WHERE id = 1;
INSERT OR REPLACE INTO incident_articles SELECT * FROM incident_articles WHERE id = 2;
DELETE FROM users WHERE id = 1;
DELETE FROM series WHERE id = 1;
DELETE FROM recipients WHERE id = 1;
DELETE FROM distribution_lists WHERE id = 1;
DELETE FROM organisations;
DELETE FROM people;
DELETE FROM positions;
UPDATE statement_relations SET kind = 'contradicts' WHERE id = 1;
UPDATE statement_relations SET other_statement_id = 3 WHERE id = 1;
UPDATE contradictions SET claim_id = NULL, statement_id = 3 WHERE id = 1;

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
UPDATE statements SET incident_id = 2 WHERE id = 2;

-- TEXT
UPDATE circumstances SET wording = char(9) || char(160) WHERE id = 1;
UPDATE report_paragraphs SET text = char(8203) WHERE id = 4;
INSERT INTO claims (incident_id, article_id, number, wording, known_at, entered_at)
    VALUES (1, 1, 7, char(12288), '2026-03-09T19:00:00Z', '2026-03-09T19:00:00Z');

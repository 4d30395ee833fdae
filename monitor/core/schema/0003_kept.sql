-- What the press said and what people judged is kept as it was (D8, D11), whoever writes. Only a purge,
-- which stands under a decision, removes it.

ALTER TABLE verdicts ADD COLUMN replaces_id INTEGER REFERENCES verdicts(id);  -- the standing one that it took the place of
CREATE INDEX verdicts_replaces ON verdicts(replaces_id) WHERE replaces_id IS NOT NULL;
UPDATE verdicts SET replaces_id = (
    SELECT e.id FROM verdicts e WHERE e.flag_id = verdicts.flag_id AND e.id < verdicts.id
        AND e.undone_at = verdicts.given_at ORDER BY e.id DESC LIMIT 1);

CREATE TRIGGER d8_article_seen BEFORE UPDATE OF id, first_seen_at ON articles
WHEN NEW.first_seen_at IS NOT OLD.first_seen_at OR NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'D8: När en artikel först sågs kan inte ändras i efterhand.'); END;
CREATE TRIGGER d11_article_delete BEFORE DELETE ON articles
WHEN (SELECT purge_id FROM audit_context) IS NULL
BEGIN SELECT RAISE(ABORT, 'D11: En artikel tas bara bort genom gallring.'); END;
CREATE TRIGGER d11_article_replace BEFORE INSERT ON articles
WHEN EXISTS (SELECT 1 FROM articles WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'D11: Uppgiften finns redan och skrivs inte över.'); END;

-- A version that only the feed told may still get the words of its page, until the page is read.
CREATE TRIGGER d11_version_update BEFORE UPDATE ON article_versions
WHEN NEW.id IS NOT OLD.id OR NEW.article_id IS NOT OLD.article_id OR NEW.number IS NOT OLD.number
    OR NEW.captured_at IS NOT OLD.captured_at OR NEW.title IS NOT OLD.title
    OR NEW.change_kind IS NOT OLD.change_kind
    OR ((NEW.lede IS NOT OLD.lede OR NEW.digest IS NOT OLD.digest)
        AND EXISTS (SELECT 1 FROM evidence WHERE version_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'D11: En version av en artikel ändras inte i efterhand.'); END;
CREATE TRIGGER d11_version_delete BEFORE DELETE ON article_versions
WHEN (SELECT purge_id FROM audit_context) IS NULL
BEGIN SELECT RAISE(ABORT, 'D11: En version av en artikel tas bara bort genom gallring.'); END;
CREATE TRIGGER d11_version_replace BEFORE INSERT ON article_versions
WHEN EXISTS (SELECT 1 FROM article_versions
    WHERE id = NEW.id OR (article_id = NEW.article_id AND number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'D11: Uppgiften finns redan och skrivs inte över.'); END;

-- Its body goes when the outlet's licence says so; the row, with its digest, stays.
CREATE TRIGGER d11_evidence_update BEFORE UPDATE ON evidence
WHEN NEW.id IS NOT OLD.id OR NEW.version_id IS NOT OLD.version_id OR NEW.url IS NOT OLD.url
    OR NEW.captured_at IS NOT OLD.captured_at OR NEW.status IS NOT OLD.status
    OR NEW.headers IS NOT OLD.headers OR NEW.digest IS NOT OLD.digest OR NEW.bytes IS NOT OLD.bytes
    OR (OLD.removed_at IS NOT NULL AND NEW.removed_at IS NOT OLD.removed_at)
BEGIN SELECT RAISE(ABORT, 'D11: Ett underlag ändras inte i efterhand.'); END;
CREATE TRIGGER d11_evidence_delete BEFORE DELETE ON evidence
WHEN (SELECT purge_id FROM audit_context) IS NULL
BEGIN SELECT RAISE(ABORT, 'D11: Ett underlag tas bara bort genom gallring.'); END;
CREATE TRIGGER d11_evidence_replace BEFORE INSERT ON evidence
WHEN EXISTS (SELECT 1 FROM evidence WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'D11: Uppgiften finns redan och skrivs inte över.'); END;

-- A verdict is undone in the program, by somebody; what it said stays.
CREATE TRIGGER d11_verdict_update BEFORE UPDATE ON verdicts
WHEN NEW.id IS NOT OLD.id OR NEW.flag_id IS NOT OLD.flag_id OR NEW.verdict IS NOT OLD.verdict
    OR NEW.given_by IS NOT OLD.given_by OR NEW.given_at IS NOT OLD.given_at
    OR NEW.replaces_id IS NOT OLD.replaces_id
    OR (NEW.undone_at IS NOT OLD.undone_at AND NOT EXISTS (SELECT 1 FROM audit_context))
BEGIN SELECT RAISE(ABORT, 'D11: En bedömning ändras inte. Ge en ny, eller ångra den.'); END;
CREATE TRIGGER d11_verdict_delete BEFORE DELETE ON verdicts
WHEN (SELECT purge_id FROM audit_context) IS NULL
BEGIN SELECT RAISE(ABORT, 'D11: En bedömning tas inte bort. Ångra den i stället.'); END;
CREATE TRIGGER d11_verdict_replace BEFORE INSERT ON verdicts
WHEN EXISTS (SELECT 1 FROM verdicts WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'D11: Uppgiften finns redan och skrivs inte över.'); END;

-- Instants are compared as text, so their form is part of the rule.
CREATE TRIGGER time_articles_insert BEFORE INSERT ON articles
WHEN NEW.published_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.published_at, '+0 days')
    OR NEW.first_seen_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.first_seen_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_articles_update BEFORE UPDATE OF published_at, first_seen_at ON articles
WHEN NEW.published_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.published_at, '+0 days')
    OR NEW.first_seen_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.first_seen_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_article_versions_insert BEFORE INSERT ON article_versions
WHEN NEW.captured_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.captured_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_article_versions_update BEFORE UPDATE OF captured_at ON article_versions
WHEN NEW.captured_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.captured_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_evidence_insert BEFORE INSERT ON evidence
WHEN NEW.captured_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.captured_at, '+0 days')
    OR NEW.expires_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.expires_at, '+0 days')
    OR NEW.removed_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.removed_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_evidence_update BEFORE UPDATE OF captured_at, expires_at, removed_at ON evidence
WHEN NEW.captured_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.captured_at, '+0 days')
    OR NEW.expires_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.expires_at, '+0 days')
    OR NEW.removed_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.removed_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_verdicts_insert BEFORE INSERT ON verdicts
WHEN NEW.given_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.given_at, '+0 days')
    OR NEW.undone_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.undone_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;
CREATE TRIGGER time_verdicts_update BEFORE UPDATE OF given_at, undone_at ON verdicts
WHEN NEW.given_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.given_at, '+0 days')
    OR NEW.undone_at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', NEW.undone_at, '+0 days')
BEGIN SELECT RAISE(ABORT, 'D8: En tid skrivs som 2026-03-09T13:10:00Z, hela sekunder i världstid (UTC).'); END;

-- Who answered, contradicted or replaced what is never rewritten (D11): the program only adds such rows, and the
-- report that rests on them says what they said. known_at has a rule of its own (D8).
CREATE TRIGGER d11_relation_stands BEFORE UPDATE ON statement_relations
WHEN NEW.statement_id IS NOT OLD.statement_id OR NEW.kind IS NOT OLD.kind
    OR NEW.other_statement_id IS NOT OLD.other_statement_id OR NEW.claim_id IS NOT OLD.claim_id
    OR NEW.enquiry_id IS NOT OLD.enquiry_id OR NEW.question_id IS NOT OLD.question_id
BEGIN SELECT RAISE(ABORT, 'D11: Ett uttalandes samband skrivs inte om. Lägg in det som gäller.'); END;
CREATE TRIGGER d11_contradiction_stands BEFORE UPDATE ON contradictions
WHEN NEW.claim_id IS NOT OLD.claim_id OR NEW.statement_id IS NOT OLD.statement_id
    OR NEW.circumstance_id IS NOT OLD.circumstance_id OR NEW.article_id IS NOT OLD.article_id
BEGIN SELECT RAISE(ABORT, 'D11: En motsägelse skrivs inte om. Lägg in den som gäller.'); END;
-- Words that are kept as they were said also keep in which incident they were said.
CREATE TRIGGER d13_incident_stays BEFORE UPDATE ON statements
WHEN OLD.verbatim = 1 AND OLD.approval IN ('approved', 'not_needed') AND NEW.incident_id IS NOT OLD.incident_id
BEGIN SELECT RAISE(ABORT, 'D13: Ett ordagrant uttalande hör till händelsen där det sades.'); END;

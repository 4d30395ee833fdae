-- Few reports correct another: an index of those alone, which is not passed over for reading every report.

DROP INDEX reports_corrects;
CREATE INDEX reports_corrects ON reports(corrects_id) WHERE corrects_id IS NOT NULL;

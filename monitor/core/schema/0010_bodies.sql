-- Whether a frozen body is still promised by some row, asked for every file that may be removed.
CREATE INDEX evidence_body ON evidence(digest) WHERE removed_at IS NULL;

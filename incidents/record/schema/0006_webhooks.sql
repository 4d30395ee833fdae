-- Reports are told of in Teams and to webhooks, too: two more channels of a recipient, and where they lead.
-- A CHECK is changed by a new column in the old one's place: a table that others refer to cannot be made anew here.
DROP TRIGGER audit_recipients_insert;
DROP TRIGGER audit_recipients_update;
DROP TRIGGER audit_recipients_delete;

ALTER TABLE recipients RENAME COLUMN channel TO channel_before;
ALTER TABLE recipients ADD COLUMN channel TEXT NOT NULL DEFAULT 'email'
    CHECK (channel IN ('email', 'folder', 'teams', 'webhook'));
UPDATE recipients SET channel = channel_before;
ALTER TABLE recipients DROP COLUMN channel_before;

-- summary: number, reason, time and link; link: number and link only. Both are for Teams and webhooks.
ALTER TABLE recipients RENAME COLUMN format TO format_before;
ALTER TABLE recipients ADD COLUMN format TEXT NOT NULL DEFAULT 'eml'
    CHECK (format IN ('html', 'pdf', 'docx', 'text', 'markdown', 'eml', 'summary', 'link'));
UPDATE recipients SET format = format_before;
ALTER TABLE recipients DROP COLUMN format_before;

CREATE TABLE recipient_hooks (       -- where a Teams or webhook recipient is reached; recipients.address has the host alone
    id INTEGER PRIMARY KEY,
    recipient_id INTEGER NOT NULL UNIQUE REFERENCES recipients(id),
    address TEXT NOT NULL CHECK (trim(address) <> '')  -- secret: whoever has it may post there
) STRICT;

-- What is posted is never more than the list's owner chose, and never the report itself.
CREATE TRIGGER hook_format_insert BEFORE INSERT ON recipients
WHEN (NEW.channel IN ('teams', 'webhook')) <> (NEW.format IN ('summary', 'link'))
BEGIN SELECT RAISE(ABORT, 'D11: Till Teams och webhookar går bara en sammanfattning eller en länk, och bara dit.'); END;
CREATE TRIGGER hook_format_update BEFORE UPDATE OF channel, format ON recipients
WHEN (NEW.channel IN ('teams', 'webhook')) <> (NEW.format IN ('summary', 'link'))
BEGIN SELECT RAISE(ABORT, 'D11: Till Teams och webhookar går bara en sammanfattning eller en länk, och bara dit.'); END;

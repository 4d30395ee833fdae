-- Who is told what, when: the rota, channels, what each person wants, what was told, who took it.
-- Instants are TEXT 'YYYY-MM-DDTHH:MM:SSZ' (UTC). Nothing here holds words of an article, a report or
-- an enquiry: a message is written from the rows it names when it is sent, so a disposal leaves no copy.

CREATE TABLE duty_shifts (           -- the rota: who is on duty from when to when
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users(id),
    from_at TEXT NOT NULL,           -- inclusive
    to_at TEXT NOT NULL,             -- exclusive
    entered_at TEXT NOT NULL,
    entered_by INTEGER REFERENCES users(id),
    CHECK (from_at < to_at)
) STRICT;
CREATE INDEX duty_shifts_span ON duty_shifts(to_at, from_at);
CREATE INDEX duty_shifts_user ON duty_shifts(user_id);

CREATE TABLE alert_channels (        -- addresses beside e-mail; e-mail is the account's own address
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (trim(name) <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('teams', 'webhook')),
    address TEXT NOT NULL,           -- secret: whoever has it may post there
    user_id INTEGER REFERENCES users(id),  -- whose own; NULL: shared by several
    entered_at TEXT NOT NULL,
    entered_by INTEGER REFERENCES users(id),
    closed_at TEXT                   -- nothing is sent there any more
) STRICT;
CREATE INDEX alert_channels_user ON alert_channels(user_id);

CREATE TABLE alert_people (          -- when somebody wants to be told; no row: as the role is born
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL UNIQUE REFERENCES users(id),
    quiet_from TEXT CHECK (quiet_from GLOB '[0-2][0-9].[0-5][0-9]'),  -- "22.00", Stockholm
    quiet_to TEXT CHECK (quiet_to GLOB '[0-2][0-9].[0-5][0-9]'),
    quiet_weekends INTEGER NOT NULL DEFAULT 0 CHECK (quiet_weekends IN (0, 1)),
    per_hour INTEGER NOT NULL DEFAULT 6 CHECK (per_hour BETWEEN 1 AND 60),  -- messages to each address
    digest_at TEXT CHECK (digest_at GLOB '[0-2][0-9].[0-5][0-9]'),  -- NULL: no digest
    digest_weekends INTEGER NOT NULL DEFAULT 0 CHECK (digest_weekends IN (0, 1)),
    CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))
) STRICT;

CREATE TABLE alert_choices (         -- who gets what where
    id INTEGER PRIMARY KEY,
    user_id INTEGER REFERENCES users(id),
    list_id INTEGER REFERENCES distribution_lists(id),
    channel_id INTEGER REFERENCES alert_channels(id),  -- NULL: by e-mail
    kind TEXT NOT NULL CHECK (kind IN
        ('enquiry', 'approval', 'changed', 'flag', 'action', 'silent', 'gap')),
    CHECK ((user_id IS NOT NULL) + (list_id IS NOT NULL) < 2),
    CHECK (list_id IS NULL OR channel_id IS NULL),
    CHECK (user_id IS NOT NULL OR list_id IS NOT NULL OR channel_id IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX alert_choices_once
    ON alert_choices(kind, coalesce(user_id, 0), coalesce(list_id, 0), coalesce(channel_id, 0));
CREATE INDEX alert_choices_user ON alert_choices(user_id);
CREATE INDEX alert_choices_list ON alert_choices(list_id);
CREATE INDEX alert_choices_channel ON alert_choices(channel_id);

CREATE TABLE alert_messages (        -- one message to one address: planned, then sent or failed
    id INTEGER PRIMARY KEY,
    recipient TEXT NOT NULL,         -- "user:3", "user:3:channel:2", "recipient:7", "channel:2"
    user_id INTEGER REFERENCES users(id),
    recipient_id INTEGER REFERENCES recipients(id),  -- on a distribution list
    channel_id INTEGER REFERENCES alert_channels(id),
    kind TEXT NOT NULL CHECK (kind IN ('enquiry', 'approval', 'changed', 'flag', 'action', 'silent',
        'gap', 'taken', 'many', 'digest', 'test')),
    status TEXT NOT NULL DEFAULT 'planned' CHECK (status IN ('planned', 'sent', 'failed')),
    since_at TEXT,                   -- digest: what happened after this
    planned_at TEXT NOT NULL,
    next_try_at TEXT NOT NULL,
    claimed_at TEXT,                 -- a process is handing it over since then
    attempts INTEGER NOT NULL DEFAULT 0,
    sent_at TEXT,
    error TEXT                       -- Swedish sentence of the last attempt
) STRICT;
CREATE INDEX alert_messages_waiting ON alert_messages(next_try_at) WHERE status = 'planned';
CREATE INDEX alert_messages_recipient ON alert_messages(recipient, planned_at);
CREATE INDEX alert_messages_planned ON alert_messages(planned_at);
CREATE INDEX alert_messages_user ON alert_messages(user_id);

CREATE TABLE alert_items (           -- what a message is about; the same thing never twice to one address
    recipient TEXT NOT NULL,
    thing TEXT NOT NULL,             -- "flag:32", "enquiry:4:near:2026-03-09T15:00:00Z"
    message_id INTEGER NOT NULL REFERENCES alert_messages(id),
    group_key TEXT NOT NULL,         -- what belongs together: "story:5"
    kind TEXT NOT NULL,
    row_id INTEGER NOT NULL,         -- article, report, statement, enquiry, action, source
    PRIMARY KEY (recipient, thing)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_items_message ON alert_items(message_id);
CREATE INDEX alert_items_group ON alert_items(group_key);

CREATE TABLE alert_links (           -- one-time links of "jag tar den" in e-mail
    token_hash TEXT PRIMARY KEY,     -- SHA-256 of the link's secret
    message_id INTEGER NOT NULL REFERENCES alert_messages(id),
    user_id INTEGER NOT NULL REFERENCES users(id),
    expires_at TEXT NOT NULL,
    used_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_links_message ON alert_links(message_id);

CREATE TABLE alert_taken (           -- "jag tar den": the others need not
    id INTEGER PRIMARY KEY,
    group_key TEXT NOT NULL,
    taken_by INTEGER NOT NULL REFERENCES users(id),
    taken_at TEXT NOT NULL,
    released_at TEXT                 -- let go again
) STRICT;
CREATE UNIQUE INDEX alert_taken_once ON alert_taken(group_key) WHERE released_at IS NULL;
CREATE INDEX alert_taken_by ON alert_taken(taken_by);

-- D5: where the rota says who is on duty, nobody else approves alone. A rota without anybody just then
-- leaves it to whoever is there, as before.
CREATE TRIGGER d5_duty_report BEFORE UPDATE OF override_reason ON reports
WHEN NEW.override_reason IS NOT NULL AND OLD.override_reason IS NULL
    AND EXISTS (SELECT 1 FROM duty_shifts WHERE from_at <= NEW.approved_at AND to_at > NEW.approved_at)
    AND NOT EXISTS (SELECT 1 FROM duty_shifts WHERE from_at <= NEW.approved_at
        AND to_at > NEW.approved_at AND user_id = NEW.approved_by)
BEGIN SELECT RAISE(ABORT, 'D5: Någon annan har jouren enligt jourlistan. Ta över jouren på sidan Jour innan du godkänner ensam.'); END;
CREATE TRIGGER d5_duty_statement BEFORE UPDATE OF approval ON statements
WHEN NEW.approval = 'approved' AND OLD.approval <> 'approved'
    AND (SELECT reason FROM audit_context) <> ''
    AND EXISTS (SELECT 1 FROM duty_shifts WHERE from_at <= NEW.approved_at AND to_at > NEW.approved_at)
    AND NOT EXISTS (SELECT 1 FROM duty_shifts WHERE from_at <= NEW.approved_at
        AND to_at > NEW.approved_at AND user_id = NEW.approved_by)
BEGIN SELECT RAISE(ABORT, 'D5: Någon annan har jouren enligt jourlistan. Ta över jouren på sidan Jour innan du godkänner ensam.'); END;

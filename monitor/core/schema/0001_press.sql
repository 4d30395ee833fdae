-- What the press said: outlets, sources, articles, judgements, accounts and the audit trail.
-- Instants are TEXT 'YYYY-MM-DDTHH:MM:SSZ' (UTC). *_precision: minute, part_of_day, day, week, unknown.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,            -- demo_now, demo_anchor, setup_link_hash ...
    value TEXT NOT NULL
) STRICT;

CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE COLLATE NOCASE,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('reader', 'editor', 'approver', 'archivist', 'administrator')),
    email TEXT,                      -- for alerts and approval requests
    password_hash TEXT,              -- argon2id; NULL until the invitation is used
    created_at TEXT NOT NULL,
    disabled_at TEXT                 -- a disabled account cannot sign in and has no sessions
) STRICT;

CREATE TABLE invitations (
    token_hash TEXT PRIMARY KEY,     -- SHA-256 of the one-time link's secret
    user_id INTEGER REFERENCES users(id),  -- NULL: makes the first administrator
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
) STRICT;

CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,     -- SHA-256 of the cookie's random id
    user_id INTEGER NOT NULL REFERENCES users(id),
    created_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_user ON sessions(user_id);

CREATE TABLE login_attempts (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL COLLATE NOCASE,
    address TEXT NOT NULL,           -- network address of the browser
    at TEXT NOT NULL,
    succeeded INTEGER NOT NULL CHECK (succeeded IN (0, 1))
) STRICT;
CREATE INDEX login_attempts_username ON login_attempts(username, at);
CREATE INDEX login_attempts_address ON login_attempts(address, at);

CREATE TABLE audit_context (         -- who acts in the open transaction; empty between them
    id INTEGER PRIMARY KEY CHECK (id = 1),
    actor TEXT NOT NULL,
    user_id INTEGER,
    at TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    purge_id INTEGER                 -- set while a purge removes values from audit_values
) STRICT;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,             -- user name, system:part, or 'utanför programmet'
    user_id INTEGER,
    reason TEXT NOT NULL DEFAULT '', -- why, when the person gave a reason
    action TEXT NOT NULL CHECK (action IN ('insert', 'update', 'delete')),
    table_name TEXT NOT NULL,
    row_id INTEGER,
    digest_before TEXT,              -- SHA-256 of audit_values.before
    digest_after TEXT,               -- SHA-256 of audit_values.after
    hash TEXT                        -- SHA-256 over the previous hash and this row; NULL until sealed
) STRICT;
CREATE INDEX audit_row ON audit(table_name, row_id);
CREATE INDEX audit_at ON audit(at);
CREATE INDEX audit_unsealed ON audit(id) WHERE hash IS NULL;

CREATE TABLE audit_values (
    audit_id INTEGER PRIMARY KEY REFERENCES audit(id),
    before TEXT,                     -- JSON of the row before
    after TEXT                       -- JSON of the row after
) STRICT;

CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'D11: Ändringsloggen går inte att ta bort ur.'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
WHEN OLD.hash IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.at IS NOT OLD.at
    OR NEW.actor IS NOT OLD.actor OR NEW.reason IS NOT OLD.reason OR NEW.action IS NOT OLD.action
    OR NEW.table_name IS NOT OLD.table_name OR NEW.row_id IS NOT OLD.row_id
BEGIN SELECT RAISE(ABORT, 'D11: Ändringsloggen går inte att ändra i efterhand.'); END;
CREATE TRIGGER audit_values_no_delete BEFORE DELETE ON audit_values
BEGIN SELECT RAISE(ABORT, 'D11: Ändringsloggen går inte att ta bort ur.'); END;
CREATE TRIGGER audit_values_no_update BEFORE UPDATE ON audit_values
WHEN (SELECT purge_id FROM audit_context) IS NULL
    OR NEW.audit_id IS NOT OLD.audit_id OR NEW.before IS NOT NULL OR NEW.after IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'D11: Ändringsloggen går inte att ändra i efterhand.'); END;

-- INSERT OR REPLACE would remove the old row without asking the DELETE triggers.
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'D11: Ändringsloggen går inte att ändra i efterhand.'); END;
CREATE TRIGGER audit_values_no_replace BEFORE INSERT ON audit_values
WHEN EXISTS (SELECT 1 FROM audit_values WHERE audit_id = NEW.audit_id)
BEGIN SELECT RAISE(ABORT, 'D11: Ändringsloggen går inte att ändra i efterhand.'); END;

CREATE TABLE outlets (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,       -- long name, as printed the first time
    short_name TEXT NOT NULL,        -- short name, as printed after that
    kind TEXT NOT NULL DEFAULT 'national',  -- national, regional, local, trade, authority, party ...
    homepage TEXT,
    licence TEXT NOT NULL DEFAULT 'okänd',  -- what the outlet lets us store
    text_days INTEGER NOT NULL DEFAULT 7 CHECK (text_days >= 0),  -- days an unflagged article's full text is kept
    flagged_text_days INTEGER NOT NULL DEFAULT 90 CHECK (flagged_text_days >= 0)  -- days for a flagged article
) STRICT;

CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    outlet_id INTEGER NOT NULL REFERENCES outlets(id),
    title TEXT NOT NULL,
    url TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL DEFAULT 'feed' CHECK (kind IN ('feed', 'sitemap', 'page')),
    link_pattern TEXT,               -- page: regular expression that an article's address matches
    certainty TEXT,                  -- A (seen to work) .. D (no feed known)
    note TEXT,
    folder TEXT,                     -- OPML outline the source stood in
    enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    floor_s INTEGER NOT NULL DEFAULT 300,     -- shortest interval between polls, seconds
    ceiling_s INTEGER NOT NULL DEFAULT 3600,  -- longest interval, seconds
    added_at TEXT NOT NULL
) STRICT;
CREATE INDEX sources_outlet ON sources(outlet_id);

CREATE TABLE source_state (          -- what the poller knows; not under audit, changes at every poll
    source_id INTEGER PRIMARY KEY REFERENCES sources(id) ON DELETE CASCADE,
    status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'ok', 'failing', 'gone', 'paused')),
    next_due_at TEXT,                -- NULL: due at once
    interval_s INTEGER NOT NULL DEFAULT 900,
    etag TEXT,                       -- byte for byte as the server sent it
    last_modified TEXT,
    body_digest TEXT,                -- SHA-256 of the last body that was parsed
    last_polled_at TEXT,
    last_success_at TEXT,
    last_item_at TEXT,               -- when something new was last stored
    last_full_get_at TEXT,           -- last unconditional GET
    failures INTEGER NOT NULL DEFAULT 0,  -- in a row
    error_key TEXT,                  -- message key of the last failure; NULL after a success
    error_facts TEXT NOT NULL DEFAULT '{}',  -- JSON
    error_at TEXT,
    moved_to TEXT,                   -- address of a permanent redirect seen
    moved_seen INTEGER NOT NULL DEFAULT 0,
    format TEXT                      -- rss, rdf, atom, json, sitemap, page
) STRICT;
CREATE INDEX source_state_due ON source_state(next_due_at);

CREATE TABLE source_items (          -- digests of items already seen, so that nothing is parsed twice
    source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
    digest TEXT NOT NULL,
    seen_at TEXT NOT NULL,           -- last time the item stood in the document
    PRIMARY KEY (source_id, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE poll_rounds (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    finished_at TEXT,                -- NULL: under way or interrupted
    sources INTEGER NOT NULL DEFAULT 0,
    not_modified INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    articles_new INTEGER NOT NULL DEFAULT 0,
    articles_changed INTEGER NOT NULL DEFAULT 0,
    flags_new INTEGER NOT NULL DEFAULT 0,
    seconds REAL
) STRICT;
CREATE INDEX poll_rounds_started ON poll_rounds(started_at);

CREATE TABLE source_days (           -- one row per source and day: the health page's chart
    source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
    day TEXT NOT NULL,               -- YYYY-MM-DD, Stockholm
    polls INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    items INTEGER NOT NULL DEFAULT 0,  -- new articles stored
    PRIMARY KEY (source_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE stories (               -- articles about the same thing
    id INTEGER PRIMARY KEY,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL
) STRICT;

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    outlet_id INTEGER NOT NULL REFERENCES outlets(id),
    source_id INTEGER REFERENCES sources(id) ON DELETE SET NULL,  -- NULL: entered by hand or pasted address
    guid TEXT,                       -- the feed's own identity of the item, as first sent; NULL: not from a feed
    url TEXT,                        -- NULL: no address (print, radio, TV)
    title TEXT NOT NULL,             -- headline as it is now
    lede TEXT NOT NULL DEFAULT '',   -- ingress as it is now
    own_summary TEXT NOT NULL DEFAULT '',  -- our own words, for what we may not store
    medium TEXT NOT NULL DEFAULT 'web' CHECK (medium IN ('web', 'print', 'radio', 'tv', 'paywalled')),
    clip_start_s INTEGER,            -- radio and TV: where in the programme, seconds
    clip_end_s INTEGER,
    language TEXT,
    opinion INTEGER NOT NULL DEFAULT 0 CHECK (opinion IN (0, 1)),
    published_at TEXT,
    published_precision TEXT NOT NULL DEFAULT 'unknown'
        CHECK (published_precision IN ('minute', 'part_of_day', 'day', 'week', 'unknown')),
    first_seen_at TEXT NOT NULL,     -- when we learnt of it
    latest_version INTEGER NOT NULL DEFAULT 1,
    story_id INTEGER REFERENCES stories(id),
    copy_of INTEGER REFERENCES articles(id),  -- same text as this earlier article (wire copy)
    close_watch_until TEXT,          -- re-read often until then (an open incident holds it)
    next_reread_at TEXT,
    removed_at TEXT,                 -- when the page was first seen to be gone
    entered_by INTEGER REFERENCES users(id)  -- NULL: the poller
) STRICT;
CREATE INDEX articles_outlet ON articles(outlet_id, first_seen_at);
CREATE INDEX articles_source ON articles(source_id, first_seen_at);
CREATE INDEX articles_seen ON articles(first_seen_at);
CREATE INDEX articles_published ON articles(published_at);
CREATE INDEX articles_story ON articles(story_id);
CREATE INDEX articles_copy ON articles(copy_of);
CREATE INDEX articles_reread ON articles(next_reread_at) WHERE next_reread_at IS NOT NULL;
CREATE INDEX articles_entered_by ON articles(entered_by);
CREATE INDEX articles_medium ON articles(medium, outlet_id);

CREATE TABLE article_aliases (       -- every name an article goes by
    kind TEXT NOT NULL CHECK (kind IN ('guid', 'url')),
    scope INTEGER NOT NULL,          -- guid: source id (a guid is only unique within its feed); url: 0
    alias TEXT NOT NULL,             -- guid as sent; url normalised (link, og:url, canonical)
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    PRIMARY KEY (kind, scope, alias)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_aliases_article ON article_aliases(article_id);

CREATE TABLE article_versions (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,         -- 1, 2, 3 ...
    captured_at TEXT NOT NULL,
    title TEXT NOT NULL,
    lede TEXT NOT NULL DEFAULT '',
    summary_html TEXT NOT NULL DEFAULT '',  -- the feed's summary, cleaned
    change_kind TEXT NOT NULL DEFAULT 'first'
        CHECK (change_kind IN ('first', 'headline', 'lede', 'text', 'correction', 'removed', 'back')),
    digest TEXT NOT NULL,            -- SHA-256 over title, lede and text
    UNIQUE (article_id, number)
) STRICT;

CREATE TABLE article_texts (         -- full text, kept as long as the licence lets us; hidden from readers
    version_id INTEGER PRIMARY KEY REFERENCES article_versions(id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX article_texts_expiry ON article_texts(expires_at);

CREATE TABLE judge_queue (           -- versions stored and not yet judged; empty between rounds
    version_id INTEGER PRIMARY KEY REFERENCES article_versions(id) ON DELETE CASCADE,
    queued_at TEXT NOT NULL
) STRICT;

CREATE TABLE evidence (              -- frozen copy of what was served
    id INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES article_versions(id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    captured_at TEXT NOT NULL,
    status INTEGER,                  -- HTTP status
    headers TEXT NOT NULL DEFAULT '{}',  -- JSON
    digest TEXT NOT NULL,            -- SHA-256 of the body; also its name in evidence/
    bytes INTEGER NOT NULL,          -- length of the body
    expires_at TEXT,                 -- when the body is removed; the row and its digest stay
    removed_at TEXT
) STRICT;
CREATE INDEX evidence_version ON evidence(version_id);

CREATE VIRTUAL TABLE articles_fts USING fts5(
    title, lede, own_summary, content='articles', content_rowid='id',
    tokenize='unicode61 remove_diacritics 0'
);
CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts(rowid, title, lede, own_summary)
    VALUES (NEW.id, NEW.title, NEW.lede, NEW.own_summary);
END;
CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts(articles_fts, rowid, title, lede, own_summary)
    VALUES ('delete', OLD.id, OLD.title, OLD.lede, OLD.own_summary);
END;
CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, lede, own_summary ON articles BEGIN
    INSERT INTO articles_fts(articles_fts, rowid, title, lede, own_summary)
    VALUES ('delete', OLD.id, OLD.title, OLD.lede, OLD.own_summary);
    INSERT INTO articles_fts(rowid, title, lede, own_summary)
    VALUES (NEW.id, NEW.title, NEW.lede, NEW.own_summary);
END;

CREATE TABLE watches (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,       -- name of its file
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('programme', 'supplier')),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    definition TEXT NOT NULL,        -- JSON: names, context, near-names, people, places, dates
    changed_at TEXT NOT NULL
) STRICT;

CREATE TABLE models (
    id INTEGER PRIMARY KEY,
    created_at TEXT NOT NULL,
    training_digest TEXT NOT NULL,   -- SHA-256 over the labels it learnt from
    labels INTEGER NOT NULL,         -- how many labels
    verdicts INTEGER NOT NULL DEFAULT 0,  -- how many of them were the staff's own
    file TEXT NOT NULL,              -- name in models/
    digest TEXT NOT NULL,            -- SHA-256 of the file
    metrics TEXT NOT NULL DEFAULT '{}',  -- JSON: ap, f1, brier ... out of fold
    in_use INTEGER NOT NULL DEFAULT 0 CHECK (in_use IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX models_in_use ON models(in_use) WHERE in_use = 1;

CREATE TABLE mentions (
    id INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES article_versions(id) ON DELETE CASCADE,
    watch_id INTEGER NOT NULL REFERENCES watches(id),
    field TEXT NOT NULL CHECK (field IN ('title', 'lede', 'text')),
    start_at INTEGER NOT NULL,       -- first character, counted from 0
    end_at INTEGER NOT NULL,         -- one past the last character
    kind TEXT NOT NULL CHECK (kind IN ('name', 'context', 'near', 'person', 'place')),
    term TEXT NOT NULL,              -- the watch's term
    matched TEXT NOT NULL            -- the words in the article
) STRICT;
CREATE INDEX mentions_version ON mentions(version_id);
CREATE INDEX mentions_watch ON mentions(watch_id, kind);

CREATE TABLE flags (                 -- one per article and watch
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    watch_id INTEGER NOT NULL REFERENCES watches(id),
    version_id INTEGER NOT NULL REFERENCES article_versions(id),  -- the version that was judged
    band TEXT NOT NULL CHECK (band IN ('flag', 'look', 'drop')),
    score REAL NOT NULL,             -- 0..1
    calibrated INTEGER NOT NULL DEFAULT 0 CHECK (calibrated IN (0, 1)),  -- 1: score may be read as a probability
    rule TEXT NOT NULL,              -- which rule decided
    reasons TEXT NOT NULL DEFAULT '{}',  -- JSON: sentence, names, words for and against
    model_id INTEGER REFERENCES models(id),
    flagged_at TEXT NOT NULL,
    verdict TEXT CHECK (verdict IN ('relevant', 'irrelevant', 'unsure')),  -- the latest that stands
    UNIQUE (article_id, watch_id)
) STRICT;
CREATE INDEX flags_queue ON flags(verdict, band, flagged_at);
CREATE INDEX flags_watch ON flags(watch_id, band, flagged_at);
CREATE INDEX flags_version ON flags(version_id);
CREATE INDEX flags_model ON flags(model_id);

CREATE TABLE verdicts (              -- what people decided; an undone one stays
    id INTEGER PRIMARY KEY,
    flag_id INTEGER NOT NULL REFERENCES flags(id) ON DELETE CASCADE,
    verdict TEXT NOT NULL CHECK (verdict IN ('relevant', 'irrelevant', 'unsure')),
    given_by INTEGER NOT NULL REFERENCES users(id),
    given_at TEXT NOT NULL,
    undone_at TEXT
) STRICT;
CREATE INDEX verdicts_flag ON verdicts(flag_id, undone_at);
CREATE INDEX verdicts_given ON verdicts(given_at);
CREATE INDEX verdicts_by ON verdicts(given_by);

CREATE TABLE story_words (           -- people's merges and splits, which stand after the next run
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    other_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    together INTEGER NOT NULL CHECK (together IN (0, 1)),  -- 1: same story, 0: not
    said_by INTEGER NOT NULL REFERENCES users(id),
    said_at TEXT NOT NULL,
    UNIQUE (article_id, other_id)
) STRICT;
CREATE INDEX story_words_other ON story_words(other_id);
CREATE INDEX story_words_by ON story_words(said_by);

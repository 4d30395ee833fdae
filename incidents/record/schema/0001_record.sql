-- What happened, what we knew, said and did: incidents, the record linked to them, reports.
-- Instants are TEXT 'YYYY-MM-DDTHH:MM:SSZ' (UTC). Three times, three columns: happened_at (with
-- happened_precision), known_at (when the organisation learnt it), entered_at (when it was written here).

CREATE TABLE organisations (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,       -- long name
    short_name TEXT NOT NULL,
    genitive TEXT,                   -- when the rules give the wrong one
    kind TEXT NOT NULL CHECK (kind IN ('own', 'supplier', 'authority', 'hospital', 'union', 'party')),
    former_names TEXT NOT NULL DEFAULT ''  -- comma separated
) STRICT;
CREATE UNIQUE INDEX organisations_own ON organisations(kind) WHERE kind = 'own';

CREATE TABLE people (                -- spokespersons and representatives of organisations, nobody else
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    organisation_id INTEGER NOT NULL REFERENCES organisations(id)
) STRICT;
CREATE INDEX people_organisation ON people(organisation_id);

CREATE TABLE positions (             -- a person's title over time
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
    title TEXT NOT NULL,             -- long, as printed the first time
    short_title TEXT NOT NULL,       -- short, as printed after that
    spokesperson INTEGER NOT NULL DEFAULT 0 CHECK (spokesperson IN (0, 1)),  -- may speak for us
    valid_from TEXT NOT NULL,
    valid_to TEXT,                   -- NULL: still
    CHECK (valid_to IS NULL OR valid_to > valid_from)
) STRICT;
CREATE INDEX positions_person ON positions(person_id);

CREATE TABLE series (                -- the report series: the same for weekly and extra
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    programme TEXT NOT NULL,         -- what it is about, as in "uppgifter om Kompass"
    producer TEXT NOT NULL,
    commissioner TEXT NOT NULL,
    cadence TEXT NOT NULL,
    purpose TEXT NOT NULL,
    distribution TEXT NOT NULL,
    weekday INTEGER NOT NULL DEFAULT 4 CHECK (weekday BETWEEN 1 AND 7),  -- ISO: 4 = Thursday
    weekly_time TEXT NOT NULL DEFAULT '15.00'  -- Stockholm
) STRICT;

CREATE TABLE incidents (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,        -- H-2026-011
    series_id INTEGER REFERENCES series(id),
    title TEXT NOT NULL,
    topic TEXT NOT NULL DEFAULT '',  -- for the reason clause: "Kompass och klassmärkning"
    severity TEXT NOT NULL DEFAULT 'watching' CHECK (severity IN ('watching', 'raised', 'serious', 'crisis')),
    status TEXT NOT NULL DEFAULT 'new'
        CHECK (status IN ('proposed', 'new', 'ongoing', 'stable', 'closed', 'dismissed')),
    owner_id INTEGER REFERENCES users(id),  -- handläggare
    registry_number TEXT,
    happened_at TEXT,
    happened_precision TEXT NOT NULL DEFAULT 'unknown'
        CHECK (happened_precision IN ('minute', 'part_of_day', 'day', 'week', 'unknown')),
    known_at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    entered_by INTEGER REFERENCES users(id),  -- NULL: proposed by the poller
    confirmed_at TEXT,
    confirmed_by INTEGER REFERENCES users(id),
    closed_at TEXT,
    closing_note TEXT,
    revision INTEGER NOT NULL DEFAULT 1,
    CHECK (status <> 'closed' OR (closed_at IS NOT NULL AND trim(coalesce(closing_note, '')) <> ''))  -- D2
) STRICT;
CREATE INDEX incidents_status ON incidents(status, severity);
CREATE INDEX incidents_known ON incidents(known_at);
CREATE INDEX incidents_owner ON incidents(owner_id);
CREATE INDEX incidents_series ON incidents(series_id);

CREATE TABLE incident_relations (
    id INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES incidents(id),
    kind TEXT NOT NULL CHECK (kind IN ('follows', 'part_of', 'duplicates', 'related')),
    other_id INTEGER NOT NULL REFERENCES incidents(id),
    entered_at TEXT NOT NULL,
    entered_by INTEGER REFERENCES users(id),
    UNIQUE (incident_id, kind, other_id),
    CHECK (incident_id <> other_id)
) STRICT;
CREATE INDEX incident_relations_other ON incident_relations(other_id);

CREATE TABLE incident_articles (
    id INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES incidents(id),
    article_id INTEGER NOT NULL REFERENCES articles(id),
    role TEXT NOT NULL CHECK (role IN ('trigger', 'same_story', 'follow_up', 'opinion', 'correction', 'background')),
    linked_at TEXT NOT NULL,
    linked_by INTEGER REFERENCES users(id),  -- NULL: the program
    UNIQUE (incident_id, article_id)
) STRICT;
CREATE UNIQUE INDEX incident_articles_trigger ON incident_articles(incident_id) WHERE role = 'trigger';  -- D1
CREATE INDEX incident_articles_article ON incident_articles(article_id);

CREATE TABLE statements (
    id INTEGER PRIMARY KEY,
    incident_id INTEGER REFERENCES incidents(id),  -- NULL: answers an enquiry that belongs to no incident yet
    direction TEXT NOT NULL CHECK (direction IN ('out', 'in', 'third_party')),
    speaker_id INTEGER REFERENCES people(id),
    organisation_id INTEGER REFERENCES organisations(id),   -- on whose behalf it was said
    addressee_outlet_id INTEGER REFERENCES outlets(id),
    addressee_organisation_id INTEGER REFERENCES organisations(id),
    addressee_person_id INTEGER REFERENCES people(id),
    channel TEXT NOT NULL CHECK (channel IN
        ('written', 'email', 'letter', 'phone', 'press_conference', 'interview', 'meeting', 'web')),
    wording TEXT NOT NULL CHECK (trim(wording) <> ''),
    verbatim INTEGER NOT NULL DEFAULT 0 CHECK (verbatim IN (0, 1)),
    translated INTEGER NOT NULL DEFAULT 0 CHECK (translated IN (0, 1)),  -- our translation
    refers_to_id INTEGER REFERENCES organisations(id),      -- hänvisar till
    article_id INTEGER REFERENCES articles(id),             -- where it was published
    organisation_comment INTEGER NOT NULL DEFAULT 0 CHECK (organisation_comment IN (0, 1)),  -- verksamhetens kommentar
    approval TEXT NOT NULL DEFAULT 'not_needed'
        CHECK (approval IN ('draft', 'requested', 'approved', 'not_needed')),
    approved_by INTEGER REFERENCES users(id),
    approved_at TEXT,
    registry_number TEXT,
    happened_at TEXT,
    happened_precision TEXT NOT NULL DEFAULT 'minute'
        CHECK (happened_precision IN ('minute', 'part_of_day', 'day', 'week', 'unknown')),
    known_at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    entered_by INTEGER REFERENCES users(id),
    revision INTEGER NOT NULL DEFAULT 1,
    CHECK (direction = 'out' OR organisation_comment = 0)
) STRICT;
CREATE INDEX statements_incident ON statements(incident_id, known_at);
CREATE INDEX statements_speaker ON statements(speaker_id);
CREATE INDEX statements_organisation ON statements(organisation_id);
CREATE INDEX statements_article ON statements(article_id);

CREATE TABLE circumstances (
    id INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES incidents(id),
    basis TEXT NOT NULL CHECK (basis IN
        ('contract', 'procurement', 'decision', 'authority', 'own_check', 'party', 'media')),
    wording TEXT NOT NULL CHECK (trim(wording) <> ''),  -- a clause or a sentence in Swedish
    organisation_id INTEGER REFERENCES organisations(id),  -- whose word it is, or the contract's other party
    statement_id INTEGER REFERENCES statements(id),        -- the statement it rests on
    article_id INTEGER REFERENCES articles(id),            -- the article it rests on
    verification TEXT NOT NULL DEFAULT 'unverified'
        CHECK (verification IN ('unverified', 'partly', 'verified', 'disputed', 'refuted')),
    reference TEXT NOT NULL DEFAULT '',                    -- document, section, registry number
    superseded_by INTEGER REFERENCES circumstances(id),
    happened_at TEXT,
    happened_precision TEXT NOT NULL DEFAULT 'unknown'
        CHECK (happened_precision IN ('minute', 'part_of_day', 'day', 'week', 'unknown')),
    known_at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    entered_by INTEGER REFERENCES users(id),
    revision INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX circumstances_incident ON circumstances(incident_id, known_at);
CREATE INDEX circumstances_statement ON circumstances(statement_id);
CREATE INDEX circumstances_article ON circumstances(article_id);

CREATE TABLE claims (                -- what somebody asserts, numbered within its article or statement
    id INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES incidents(id),
    article_id INTEGER REFERENCES articles(id),
    statement_id INTEGER REFERENCES statements(id),
    number INTEGER NOT NULL CHECK (number > 0),
    wording TEXT NOT NULL CHECK (trim(wording) <> ''),  -- as it follows "att": "Kompass saknar registrering"
    status TEXT NOT NULL DEFAULT 'unanswered'
        CHECK (status IN ('unanswered', 'confirmed', 'partly', 'disputed', 'contradicted')),
    known_at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    entered_by INTEGER REFERENCES users(id),
    revision INTEGER NOT NULL DEFAULT 1,
    CHECK ((article_id IS NULL) <> (statement_id IS NULL)),
    UNIQUE (article_id, incident_id, number),
    UNIQUE (statement_id, number)
) STRICT;
CREATE INDEX claims_incident ON claims(incident_id);

CREATE TABLE actions (
    id INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES incidents(id),
    wording TEXT NOT NULL CHECK (trim(wording) <> ''),
    status TEXT NOT NULL DEFAULT 'done' CHECK (status IN ('planned', 'ongoing', 'done', 'cancelled')),
    owner_id INTEGER REFERENCES users(id),
    reported_by_id INTEGER REFERENCES organisations(id),  -- second-hand: who says it was done
    statement_id INTEGER REFERENCES statements(id),       -- the statement that carried it out
    due_at TEXT,
    reminded_at TEXT,
    done_at TEXT,
    happened_at TEXT,
    happened_precision TEXT NOT NULL DEFAULT 'minute'
        CHECK (happened_precision IN ('minute', 'part_of_day', 'day', 'week', 'unknown')),
    known_at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    entered_by INTEGER REFERENCES users(id),
    revision INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX actions_incident ON actions(incident_id, known_at);
CREATE INDEX actions_due ON actions(due_at) WHERE status IN ('planned', 'ongoing');
CREATE INDEX actions_owner ON actions(owner_id);

CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES incidents(id),
    decided_by TEXT NOT NULL CHECK (trim(decided_by) <> ''),  -- office, not person: "Regiondirektören"
    wording TEXT NOT NULL CHECK (trim(wording) <> ''),
    registry_number TEXT,
    happened_at TEXT,
    happened_precision TEXT NOT NULL DEFAULT 'minute'
        CHECK (happened_precision IN ('minute', 'part_of_day', 'day', 'week', 'unknown')),
    known_at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    entered_by INTEGER REFERENCES users(id),
    revision INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX decisions_incident ON decisions(incident_id, known_at);

CREATE TABLE questions (
    id INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES incidents(id),
    wording TEXT NOT NULL CHECK (trim(wording) <> ''),
    put_to_id INTEGER REFERENCES organisations(id),
    happened_at TEXT,                -- when it was asked
    happened_precision TEXT NOT NULL DEFAULT 'minute'
        CHECK (happened_precision IN ('minute', 'part_of_day', 'day', 'week', 'unknown')),
    answer_due_at TEXT,
    answered_at TEXT,
    answer_id INTEGER REFERENCES statements(id),
    known_at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    entered_by INTEGER REFERENCES users(id),
    revision INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX questions_incident ON questions(incident_id, known_at);

CREATE TABLE enquiries (             -- questions put to us; the medium is kept, never a journalist's name
    id INTEGER PRIMARY KEY,
    incident_id INTEGER REFERENCES incidents(id),  -- NULL: belongs to no incident yet
    asker TEXT NOT NULL CHECK (asker IN ('media', 'politician', 'union', 'authority', 'public')),
    outlet_id INTEGER REFERENCES outlets(id),
    organisation_id INTEGER REFERENCES organisations(id),
    question TEXT NOT NULL CHECK (trim(question) <> ''),
    deadline_at TEXT,
    answered_at TEXT,
    answer_id INTEGER REFERENCES statements(id),
    reply_contact TEXT,              -- temporary and restricted; erased when answered
    happened_at TEXT NOT NULL,       -- when it reached us
    happened_precision TEXT NOT NULL DEFAULT 'minute'
        CHECK (happened_precision IN ('minute', 'part_of_day', 'day', 'week', 'unknown')),
    known_at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    entered_by INTEGER REFERENCES users(id),
    revision INTEGER NOT NULL DEFAULT 1,
    CHECK (asker <> 'media' OR outlet_id IS NOT NULL),
    CHECK (answered_at IS NULL OR reply_contact IS NULL)
) STRICT;
CREATE INDEX enquiries_incident ON enquiries(incident_id, known_at);
CREATE INDEX enquiries_open ON enquiries(deadline_at) WHERE answered_at IS NULL;
CREATE INDEX enquiries_outlet ON enquiries(outlet_id);

CREATE TABLE statement_relations (   -- a statement answers, contradicts, replaces or forwards one other thing
    id INTEGER PRIMARY KEY,
    statement_id INTEGER NOT NULL REFERENCES statements(id),
    kind TEXT NOT NULL CHECK (kind IN ('answers', 'contradicts', 'replaces', 'forwards')),
    other_statement_id INTEGER REFERENCES statements(id),
    claim_id INTEGER REFERENCES claims(id),
    enquiry_id INTEGER REFERENCES enquiries(id),
    question_id INTEGER REFERENCES questions(id),
    entered_at TEXT NOT NULL,
    entered_by INTEGER REFERENCES users(id),
    CHECK ((other_statement_id IS NOT NULL) + (claim_id IS NOT NULL)
        + (enquiry_id IS NOT NULL) + (question_id IS NOT NULL) = 1)
) STRICT;
CREATE INDEX statement_relations_statement ON statement_relations(statement_id);

CREATE TABLE contradictions (        -- a circumstance or an article speaks against a claim or a statement
    id INTEGER PRIMARY KEY,
    claim_id INTEGER REFERENCES claims(id),
    statement_id INTEGER REFERENCES statements(id),
    circumstance_id INTEGER REFERENCES circumstances(id),
    article_id INTEGER REFERENCES articles(id),
    known_at TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    entered_by INTEGER REFERENCES users(id),
    CHECK ((claim_id IS NULL) <> (statement_id IS NULL)),
    CHECK ((circumstance_id IS NULL) <> (article_id IS NULL))
) STRICT;
CREATE INDEX contradictions_claim ON contradictions(claim_id);
CREATE INDEX contradictions_statement ON contradictions(statement_id);

CREATE TABLE incident_spokespersons (
    id INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES incidents(id),
    position_id INTEGER NOT NULL REFERENCES positions(id),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    entered_at TEXT NOT NULL,
    entered_by INTEGER REFERENCES users(id),
    UNIQUE (incident_id, position_id, valid_from)
) STRICT;
CREATE INDEX incident_spokespersons_position ON incident_spokespersons(position_id);

CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,     -- 2026-E01, 2026-V11
    kind TEXT NOT NULL CHECK (kind IN ('extra', 'weekly')),
    series_id INTEGER NOT NULL REFERENCES series(id),
    reason_clause TEXT,              -- extra: "med anledning av uppgifter i MV om ..."
    period_from TEXT,                -- weekly: exclusive
    period_to TEXT,                  -- weekly: inclusive
    compiled_at TEXT NOT NULL,       -- sammanställd: nothing newer may stand in the report
    next_update_at TEXT,
    status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'in_review', 'approved', 'sent')),
    corrects_id INTEGER REFERENCES reports(id),
    registry_number TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER REFERENCES users(id),
    submitted_at TEXT,
    submitted_by INTEGER REFERENCES users(id),
    approved_at TEXT,
    approved_by INTEGER REFERENCES users(id),
    override_reason TEXT,            -- the duty officer approved alone, and why
    countersigned_at TEXT,
    countersigned_by INTEGER REFERENCES users(id),
    sent_at TEXT,
    sent_by INTEGER REFERENCES users(id),
    document TEXT,                   -- frozen content: JSON of the document tree
    digest TEXT,                     -- SHA-256 of document
    revision INTEGER NOT NULL DEFAULT 1,
    CHECK (kind <> 'extra' OR trim(coalesce(reason_clause, '')) <> ''),                              -- D4
    CHECK (kind <> 'weekly' OR (period_from IS NOT NULL AND period_to IS NOT NULL AND period_from < period_to)),  -- D4
    CHECK (sent_at IS NULL OR sent_at >= compiled_at),                                                -- D9
    CHECK (status IN ('draft', 'in_review') OR (approved_at IS NOT NULL AND approved_by IS NOT NULL
        AND document IS NOT NULL AND digest IS NOT NULL)),
    CHECK (status <> 'sent' OR sent_at IS NOT NULL)
) STRICT;
CREATE INDEX reports_status ON reports(status, kind);
CREATE INDEX reports_compiled ON reports(compiled_at);
CREATE INDEX reports_corrects ON reports(corrects_id);
CREATE INDEX reports_series ON reports(series_id);

CREATE TABLE report_incidents (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports(id),
    incident_id INTEGER NOT NULL REFERENCES incidents(id),
    UNIQUE (report_id, incident_id)
) STRICT;
CREATE INDEX report_incidents_incident ON report_incidents(incident_id);

CREATE TABLE report_paragraphs (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports(id),
    section TEXT NOT NULL CHECK (section IN
        ('correction', 'incident', 'circumstances', 'actions', 'questions', 'next_update', 'comment',
         'spokespersons', 'about', 'summary', 'standing', 'incidents', 'decisions', 'planned', 'media')),
    position INTEGER NOT NULL,
    style TEXT NOT NULL DEFAULT 'text' CHECK (style IN ('text', 'quote')),
    text TEXT NOT NULL,              -- what will be printed; [text](address) for links
    composed_text TEXT,              -- what the program wrote; NULL: written by hand
    left_out INTEGER NOT NULL DEFAULT 0 CHECK (left_out IN (0, 1)),
    edited_by INTEGER REFERENCES users(id),  -- who last changed the text; NULL: nobody
    edited_at TEXT,
    confirmed_by INTEGER REFERENCES users(id),  -- an editor confirmed an approver's edit (D5)
    revision INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX report_paragraphs_report ON report_paragraphs(report_id, section, position);

CREATE TABLE paragraph_sources (     -- what a paragraph came from, and what that row said then
    id INTEGER PRIMARY KEY,
    paragraph_id INTEGER NOT NULL REFERENCES report_paragraphs(id),
    table_name TEXT NOT NULL CHECK (table_name IN
        ('articles', 'statements', 'circumstances', 'claims', 'actions', 'decisions', 'questions',
         'enquiries', 'positions', 'series', 'reports', 'incidents', 'contradictions')),
    row_id INTEGER NOT NULL,
    digest TEXT NOT NULL,            -- SHA-256 of the row as it was then
    known_at TEXT,                   -- when we knew it (articles: first_seen_at); NULL for standing facts
    UNIQUE (paragraph_id, table_name, row_id)
) STRICT;
CREATE INDEX paragraph_sources_row ON paragraph_sources(table_name, row_id);

CREATE TABLE report_overrides (      -- a linter finding that a person let stand, and why
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports(id),
    paragraph_id INTEGER REFERENCES report_paragraphs(id),
    rule TEXT NOT NULL,
    found TEXT NOT NULL,             -- the words that were let stand
    reason TEXT NOT NULL CHECK (trim(reason) <> ''),
    given_by INTEGER NOT NULL REFERENCES users(id),
    given_at TEXT NOT NULL
) STRICT;
CREATE INDEX report_overrides_report ON report_overrides(report_id);

CREATE TABLE report_files (          -- every format as it was frozen
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports(id),
    format TEXT NOT NULL CHECK (format IN ('html', 'pdf', 'docx', 'text', 'markdown', 'eml')),
    content BLOB NOT NULL,
    digest TEXT NOT NULL,            -- SHA-256 of content
    made_at TEXT NOT NULL,
    UNIQUE (report_id, format)
) STRICT;

CREATE TABLE distribution_lists (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE recipients (
    id INTEGER PRIMARY KEY,
    list_id INTEGER NOT NULL REFERENCES distribution_lists(id),
    name TEXT NOT NULL,              -- office or function
    channel TEXT NOT NULL CHECK (channel IN ('email', 'folder')),
    address TEXT NOT NULL,           -- e-mail address, or folder below the state folder's outbox/
    format TEXT NOT NULL DEFAULT 'eml' CHECK (format IN ('html', 'pdf', 'docx', 'text', 'markdown', 'eml')),
    valid_from TEXT NOT NULL,
    valid_to TEXT
) STRICT;
CREATE INDEX recipients_list ON recipients(list_id);

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES reports(id),
    recipient_id INTEGER NOT NULL REFERENCES recipients(id),
    format TEXT NOT NULL,
    address TEXT NOT NULL,           -- as it was then
    status TEXT NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'sent', 'bounced', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    message_id TEXT NOT NULL,        -- the same at every attempt
    queued_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    error TEXT,                      -- Swedish sentence
    UNIQUE (report_id, recipient_id)
) STRICT;
CREATE INDEX deliveries_status ON deliveries(status);
CREATE INDEX deliveries_recipient ON deliveries(recipient_id);

CREATE TABLE dismissed_proposals (   -- a proposed incident that a person said was none; it is not proposed again
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL UNIQUE REFERENCES articles(id),
    dismissed_at TEXT NOT NULL,
    dismissed_by INTEGER NOT NULL REFERENCES users(id)
) STRICT;
CREATE INDEX dismissed_proposals_by ON dismissed_proposals(dismissed_by);

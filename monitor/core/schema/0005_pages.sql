-- What a page said last, apart from its feed; what a frozen copy is of; feeds that came cut short.

ALTER TABLE articles ADD COLUMN page_title TEXT;     -- headline on the page when it was last read
ALTER TABLE articles ADD COLUMN feed_title TEXT;     -- headline in the feed; NULL: same as title
ALTER TABLE articles ADD COLUMN missing_since TEXT;  -- first of the answers in a row without the article
ALTER TABLE articles ADD COLUMN missing_times INTEGER NOT NULL DEFAULT 0;  -- how many in a row
ALTER TABLE articles ADD COLUMN missing_as TEXT CHECK (missing_as IN ('404', '410', 'front'));

CREATE INDEX articles_watched ON articles(close_watch_until) WHERE close_watch_until IS NOT NULL;

ALTER TABLE evidence ADD COLUMN kind TEXT NOT NULL DEFAULT 'page'
    CHECK (kind IN ('page', 'feed', 'refusal'));     -- feed: the page could not be read

ALTER TABLE source_state ADD COLUMN remark TEXT;     -- message key about a document that was read in part

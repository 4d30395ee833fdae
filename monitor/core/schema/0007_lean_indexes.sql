-- Most articles are nobody's copy, belong to no story and were entered by no person: such rows need no
-- place in these indexes. They cost nothing when an article is stored, and are not mistaken for the
-- short way to "not a copy", which is nearly all of the archive.

DROP INDEX articles_copy;
CREATE INDEX articles_copy ON articles(copy_of) WHERE copy_of IS NOT NULL;
DROP INDEX articles_story;
CREATE INDEX articles_story ON articles(story_id) WHERE story_id IS NOT NULL;
DROP INDEX articles_entered_by;
CREATE INDEX articles_entered_by ON articles(entered_by) WHERE entered_by IS NOT NULL;

-- Grouping by medium within a stretch of time, and the newest of one medium, from the index alone.
DROP INDEX articles_medium;
CREATE INDEX articles_medium ON articles(medium, first_seen_at);

CREATE INDEX stories_last ON stories(last_at);  -- stories near in time, to merge with
